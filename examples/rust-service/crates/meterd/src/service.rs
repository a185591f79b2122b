//! Puts the parts together and takes them apart again in the right order.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

use meter_core::{Clock, WindowId};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot, watch, Semaphore};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::connection::{self, Guard};
use crate::hub::{Hub, Request, Totals};
use crate::sink::{self, JsonLines, Memory, Target};

/// How many connections there are; changes can be waited for.
pub struct Live {
    count: AtomicUsize,
    changed: watch::Sender<usize>,
}

impl Live {
    fn new() -> Arc<Self> {
        let (changed, _) = watch::channel(0);
        Arc::new(Live {
            count: AtomicUsize::new(0),
            changed,
        })
    }

    pub fn enter(&self) {
        let now = self.count.fetch_add(1, Ordering::AcqRel) + 1;
        self.changed.send_replace(now);
    }

    pub fn leave(&self) {
        let now = self.count.fetch_sub(1, Ordering::AcqRel) - 1;
        self.changed.send_replace(now);
    }
}

/// A bound service that does not run yet.
pub struct Service<C> {
    config: Config,
    clock: C,
    listener: TcpListener,
    memory: Memory,
    live: Arc<Live>,
    totals: Arc<Totals>,
    sender: mpsc::Sender<Request>,
    requests: mpsc::Receiver<Request>,
}

impl<C: Clock> Service<C> {
    pub async fn bind(config: Config, clock: C) -> io::Result<Self> {
        let listener = TcpListener::bind(config.listen).await?;
        let (sender, requests) = mpsc::channel(config.queue);
        Ok(Service {
            config,
            clock,
            listener,
            memory: Memory::default(),
            live: Live::new(),
            totals: Arc::new(Totals::default()),
            sender,
            requests,
        })
    }

    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// A handle that stays valid while the service runs.
    pub fn handle(&self) -> Handle {
        Handle {
            requests: self.sender.clone(),
            connections: self.live.changed.subscribe(),
            memory: self.memory.clone(),
            totals: Arc::clone(&self.totals),
        }
    }

    /// Runs until it is told to stop. The listener stops first, then the connections, then the
    /// hub, then the sinks, so that every line that was read is in a window that was sent.
    pub async fn run(self, stop: CancellationToken) -> io::Result<()> {
        let hub_stop = CancellationToken::new();
        let (closed, windows) = mpsc::channel(4);
        let hub = Hub::new(
            self.clock,
            self.config.window,
            self.config.series_limit,
            self.requests,
            closed,
            self.totals,
        );
        let hub = tokio::spawn(hub.run(hub_stop.clone()));
        let sinks: Vec<Box<dyn Target>> = vec![
            Box::new(JsonLines::new(tokio::io::stdout())),
            Box::new(self.memory),
        ];
        let sinks = tokio::spawn(sink::distribute(windows, sinks));

        let accepted = accept(
            &self.listener,
            &self.config,
            &self.live,
            &self.sender,
            &stop,
        )
        .await;
        drop(self.sender);
        hub_stop.cancel();
        hub.await.map_err(io::Error::other)?;
        sinks.await.map_err(io::Error::other)?;
        accepted
    }
}

async fn accept(
    listener: &TcpListener,
    config: &Config,
    live: &Arc<Live>,
    requests: &mpsc::Sender<Request>,
    stop: &CancellationToken,
) -> io::Result<()> {
    let permits = Arc::new(Semaphore::new(config.connections));
    let mut connections = JoinSet::new();
    loop {
        let permit = tokio::select! {
            _ = stop.cancelled() => break,
            permit = Arc::clone(&permits).acquire_owned() => permit.map_err(io::Error::other)?,
        };
        let (stream, peer) = tokio::select! {
            _ = stop.cancelled() => break,
            accepted = listener.accept() => accepted?,
        };
        let guard = Guard::new(Arc::clone(live), permit);
        let (requests, idle, stop) = (requests.clone(), config.idle, stop.child_token());
        connections.spawn(async move {
            let _guard = guard;
            if let Err(error) = connection::serve(stream, requests, idle, stop).await {
                tracing::info!(%peer, %error, "connection ended");
            }
        });
        // Finished tasks are taken out as we go, else the set would grow for ever.
        while connections.try_join_next().is_some() {}
    }
    while connections.join_next().await.is_some() {}
    Ok(())
}

/// Asks a running service things.
#[derive(Clone)]
pub struct Handle {
    requests: mpsc::Sender<Request>,
    connections: watch::Receiver<usize>,
    memory: Memory,
    totals: Arc<Totals>,
}

impl Handle {
    /// Closes the current window; `None` when the service is gone.
    pub async fn flush(&self) -> Option<WindowId> {
        let (done, flushed) = oneshot::channel();
        self.requests.send(Request::Flush(done)).await.ok()?;
        flushed.await.ok()
    }

    /// Waits until there are that many connections.
    pub async fn connected(&mut self, wanted: usize) -> bool {
        self.connections
            .wait_for(|count| *count == wanted)
            .await
            .is_ok()
    }

    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    pub fn lines(&self) -> u64 {
        self.totals.lines.load(Ordering::Relaxed)
    }
}
