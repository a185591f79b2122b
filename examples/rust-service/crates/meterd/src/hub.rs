//! The one task that owns the open window. Everybody else sends it messages.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;
use std::time::Duration;

use meter_core::window::Closed;
use meter_core::{parse_line, Clock, Window, WindowId};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{interval, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

/// What connections and the service ask of the hub.
#[derive(Debug)]
pub enum Request {
    /// A block of whole lines.
    Lines(String),
    /// Close the window now and answer when it was handed to the sinks.
    Flush(oneshot::Sender<WindowId>),
}

/// Numbers that outlive windows.
#[derive(Debug, Default)]
pub struct Totals {
    pub lines: AtomicU64,
    pub faults: AtomicU64,
    pub windows: AtomicU64,
}

pub struct Hub<C> {
    clock: C,
    length: Duration,
    limit: usize,
    requests: mpsc::Receiver<Request>,
    closed: mpsc::Sender<Arc<Closed>>,
    totals: Arc<Totals>,
}

impl<C: Clock> Hub<C> {
    pub fn new(
        clock: C,
        length: Duration,
        limit: usize,
        requests: mpsc::Receiver<Request>,
        closed: mpsc::Sender<Arc<Closed>>,
        totals: Arc<Totals>,
    ) -> Self {
        Hub {
            clock,
            length,
            limit,
            requests,
            closed,
            totals,
        }
    }

    /// Runs until it is told to stop, then takes in what is queued and closes the last window.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut ticks = interval(self.length);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut window = self.open();
        loop {
            tokio::select! {
                biased;
                _ = stop.cancelled() => break,
                _ = ticks.tick() => {
                    if !window.is_empty() {
                        window = self.roll(window).await;
                    }
                }
                request = self.requests.recv() => match request {
                    Some(Request::Lines(block)) => self.take(&mut window, &block),
                    Some(Request::Flush(done)) => {
                        let id = self.current();
                        window = self.roll(window).await;
                        // Nobody may be waiting any more; the window went out all the same.
                        let _ = done.send(id);
                    }
                    None => break,
                },
            }
        }
        self.requests.close();
        while let Some(request) = self.requests.recv().await {
            if let Request::Lines(block) = request {
                self.take(&mut window, &block);
            }
        }
        self.roll(window).await;
    }

    fn take(&self, window: &mut Window, block: &str) {
        for line in block.lines().filter(|line| !line.is_empty()) {
            self.totals.lines.fetch_add(1, Ordering::Relaxed);
            match parse_line(line) {
                Ok(sample) => window.record(&sample),
                Err(error) => {
                    self.totals.faults.fetch_add(1, Ordering::Relaxed);
                    tracing::debug!(%error, "line refused");
                }
            }
        }
    }

    /// Sends the window off and opens the next. Waits while the sinks are behind: back pressure
    /// reaches the clients through the full queue of requests.
    async fn roll(&self, window: Window) -> Window {
        self.totals.windows.fetch_add(1, Ordering::Relaxed);
        if self.closed.send(Arc::new(window.close())).await.is_err() {
            tracing::error!("no sink is left; the window is lost");
        }
        self.open()
    }

    fn open(&self) -> Window {
        Window::new(self.current(), self.limit)
    }

    fn current(&self) -> WindowId {
        let length = self.length.as_millis().max(1);
        WindowId((self.clock.since_epoch().as_millis() / length) as u64)
    }
}
