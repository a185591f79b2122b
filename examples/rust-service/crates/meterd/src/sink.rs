//! Where closed windows go.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use meter_core::window::Closed;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinSet;
use tokio::time::sleep;

type Sent<'a> = Pin<Box<dyn Future<Output = io::Result<()>> + Send + 'a>>;

/// A target takes one window at a time. Boxed by hand, so that targets can be kept in one list.
pub trait Target: Send {
    fn name(&self) -> &str;
    fn send<'a>(&'a mut self, window: &'a Closed) -> Sent<'a>;
}

/// Writes one JSON document a line.
pub struct JsonLines<W> {
    writer: W,
}

impl<W> JsonLines<W> {
    pub fn new(writer: W) -> Self {
        JsonLines { writer }
    }
}

impl<W: AsyncWrite + Unpin + Send> Target for JsonLines<W> {
    fn name(&self) -> &str {
        "json-lines"
    }

    fn send<'a>(&'a mut self, window: &'a Closed) -> Sent<'a> {
        Box::pin(async move {
            let mut line = serde_json::to_vec(window)?;
            line.push(b'\n');
            self.writer.write_all(&line).await?;
            self.writer.flush().await
        })
    }
}

/// Keeps the newest windows for the status page and for tests.
#[derive(Clone, Default)]
pub struct Memory {
    kept: Arc<Mutex<Vec<Closed>>>,
}

impl Memory {
    const LIMIT: usize = 60;

    pub fn windows(&self) -> Vec<Closed> {
        self.kept.lock().expect("no holder panics").clone()
    }
}

impl Target for Memory {
    fn name(&self) -> &str {
        "memory"
    }

    fn send<'a>(&'a mut self, window: &'a Closed) -> Sent<'a> {
        let mut kept = self.kept.lock().expect("no holder panics");
        if kept.len() == Memory::LIMIT {
            kept.remove(0);
        }
        kept.push(window.clone());
        Box::pin(std::future::ready(Ok(())))
    }
}

/// Hands every window to every sink. A sink that fails is tried again and then passed over; one
/// that is slow loses the oldest windows and says so.
pub async fn distribute(mut closed: mpsc::Receiver<Arc<Closed>>, sinks: Vec<Box<dyn Target>>) {
    let (sender, _) = broadcast::channel::<Arc<Closed>>(16);
    let mut tasks = JoinSet::new();
    for sink in sinks {
        tasks.spawn(feed(sink, sender.subscribe()));
    }
    while let Some(window) = closed.recv().await {
        if sender.send(window).is_err() {
            break;
        }
    }
    drop(sender); // the tasks see the end and finish what they have
    while let Some(result) = tasks.join_next().await {
        if let Err(error) = result {
            tracing::error!(%error, "a sink panicked");
        }
    }
}

async fn feed(mut sink: Box<dyn Target>, mut windows: broadcast::Receiver<Arc<Closed>>) {
    loop {
        match windows.recv().await {
            Ok(window) => deliver(sink.as_mut(), &window).await,
            Err(broadcast::error::RecvError::Lagged(missed)) => {
                tracing::warn!(sink = sink.name(), missed, "sink is behind");
            }
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}

async fn deliver(sink: &mut dyn Target, window: &Closed) {
    const ATTEMPTS: u32 = 3;
    for attempt in 1..=ATTEMPTS {
        match sink.send(window).await {
            Ok(()) => return,
            Err(error) if attempt < ATTEMPTS => {
                tracing::warn!(sink = sink.name(), %error, attempt, "will try again");
                sleep(Duration::from_millis(50) * attempt).await;
            }
            Err(error) => tracing::error!(sink = sink.name(), %error, "window lost"),
        }
    }
}
