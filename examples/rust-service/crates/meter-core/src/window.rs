//! A window of time: samples go in, and closing it gives one summary a series.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::aggregate::{Running, Summary};
use crate::sample::{Sample, SeriesKey};

/// Number of a window since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WindowId(pub u64);

/// Where time comes from, so that tests can hold it.
pub trait Clock: Send + Sync + 'static {
    fn since_epoch(&self) -> Duration;
}

impl<F> Clock for F
where
    F: Fn() -> Duration + Send + Sync + 'static,
{
    fn since_epoch(&self) -> Duration {
        self()
    }
}

/// The open window. Not shared: whoever owns it may write to it.
#[derive(Debug)]
pub struct Window {
    id: WindowId,
    series: BTreeMap<SeriesKey, Running>,
    limit: usize,
    dropped: u64,
}

impl Window {
    pub fn new(id: WindowId, limit: usize) -> Self {
        Window {
            id,
            series: BTreeMap::new(),
            limit,
            dropped: 0,
        }
    }

    /// Adds a sample. A new series beyond the limit is dropped and counted, never an error: a
    /// client that sends a user's id as a tag must not take the others down.
    pub fn record(&mut self, sample: &Sample<'_>) {
        let key = sample.series();
        let full = self.series.len() >= self.limit;
        match self.series.get_mut(&key) {
            Some(running) => running.record(sample.value),
            None if full => self.dropped += 1,
            None => {
                let mut running = Running::new(key.kind);
                running.record(sample.value);
                self.series.insert(key, running);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// Closes the window; nothing can be added to it any more.
    pub fn close(self) -> Closed {
        Closed {
            id: self.id,
            dropped: self.dropped,
            series: self
                .series
                .into_iter()
                .map(|(key, running)| (key, running.finish()))
                .collect(),
        }
    }
}

/// A closed window, ready to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Closed {
    pub id: WindowId,
    pub dropped: u64,
    pub series: Vec<(SeriesKey, Summary)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::parse_line;

    #[test]
    fn series_beyond_the_limit_are_dropped_and_counted() {
        let mut window = Window::new(WindowId(1), 1);
        for line in ["a:1|c", "b:1|c", "a:2|c"] {
            window.record(&parse_line(line).unwrap());
        }
        let closed = window.close();
        assert_eq!((closed.series.len(), closed.dropped), (1, 1));
        assert_eq!(closed.series[0].1, Summary::Count { total: 3.0 });
    }

    #[test]
    fn a_closed_window_survives_json() {
        let mut window = Window::new(WindowId(7), 10);
        window.record(&parse_line("a:12|ms|#b=c").unwrap());
        let closed = window.close();
        let text = serde_json::to_string(&closed).unwrap();
        assert_eq!(serde_json::from_str::<Closed>(&text).unwrap(), closed);
    }
}
