//! Many samples of one series become one summary.

use serde::{Deserialize, Serialize};

use crate::sample::Kind;

/// Something that takes in values one by one and can be merged with its like.
pub trait Aggregate: Default {
    /// What it comes to in the end.
    type Output;

    fn record(&mut self, value: f64);
    fn merge(&mut self, other: Self);
    fn finish(self) -> Self::Output;
}

/// The sum of what was counted.
#[derive(Debug, Default, Clone)]
pub struct Sum(f64);

impl Aggregate for Sum {
    type Output = f64;

    fn record(&mut self, value: f64) {
        self.0 += value;
    }

    fn merge(&mut self, other: Self) {
        self.0 += other.0;
    }

    fn finish(self) -> f64 {
        self.0
    }
}

/// The newest value.
#[derive(Debug, Default, Clone)]
pub struct Last(Option<f64>);

impl Aggregate for Last {
    type Output = Option<f64>;

    fn record(&mut self, value: f64) {
        self.0 = Some(value);
    }

    fn merge(&mut self, other: Self) {
        self.0 = other.0.or(self.0);
    }

    fn finish(self) -> Option<f64> {
        self.0
    }
}

/// Counts by power of two: bounded memory, quantiles good to a factor of two.
#[derive(Debug, Clone)]
pub struct Histogram<const N: usize = 32> {
    buckets: [u64; N],
    sum: f64,
}

impl<const N: usize> Default for Histogram<N> {
    fn default() -> Self {
        Histogram {
            buckets: [0; N],
            sum: 0.0,
        }
    }
}

impl<const N: usize> Aggregate for Histogram<N> {
    type Output = Option<Distribution>;

    fn record(&mut self, value: f64) {
        let exponent = value.max(1.0).log2() as usize;
        self.buckets[exponent.min(N - 1)] += 1;
        self.sum += value;
    }

    fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.buckets.iter_mut().zip(other.buckets) {
            *mine += theirs;
        }
        self.sum += other.sum;
    }

    fn finish(self) -> Option<Distribution> {
        let count: u64 = self.buckets.iter().sum();
        (count > 0).then(|| Distribution {
            count,
            mean: self.sum / count as f64,
            p50: self.quantile(0.5, count),
            p99: self.quantile(0.99, count),
        })
    }
}

impl<const N: usize> Histogram<N> {
    fn quantile(&self, share: f64, count: u64) -> f64 {
        let wanted = (share * count as f64).ceil() as u64;
        let mut seen = 0;
        for (exponent, bucket) in self.buckets.iter().enumerate() {
            seen += bucket;
            if seen >= wanted {
                return 2f64.powi(exponent as i32 + 1);
            }
        }
        f64::INFINITY
    }
}

/// Count, mean and two quantiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    pub count: u64,
    pub mean: f64,
    pub p50: f64,
    pub p99: f64,
}

/// A series that is being added up. Each kind has its own aggregate.
#[derive(Debug, Clone)]
pub enum Running {
    Counter(Sum),
    Gauge(Last),
    Timer(Box<Histogram>),
}

impl Running {
    pub fn new(kind: Kind) -> Self {
        match kind {
            Kind::Counter => Running::Counter(Sum::default()),
            Kind::Gauge => Running::Gauge(Last::default()),
            Kind::Timer => Running::Timer(Box::default()),
        }
    }

    pub fn record(&mut self, value: f64) {
        match self {
            Running::Counter(sum) => sum.record(value),
            Running::Gauge(last) => last.record(value),
            Running::Timer(histogram) => histogram.record(value),
        }
    }

    pub fn finish(self) -> Summary {
        match self {
            Running::Counter(sum) => Summary::Count {
                total: sum.finish(),
            },
            Running::Gauge(last) => Summary::Level {
                value: last.finish(),
            },
            Running::Timer(histogram) => Summary::Timing(histogram.finish()),
        }
    }
}

/// What a window says about one series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum Summary {
    Count { total: f64 },
    Level { value: Option<f64> },
    Timing(Option<Distribution>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_upper_edges_of_buckets() {
        let mut histogram: Histogram = Histogram::default();
        for value in [1.0, 3.0, 3.0, 900.0] {
            histogram.record(value);
        }
        let found = histogram.finish().unwrap();
        assert_eq!((found.p50, found.p99), (4.0, 1024.0));
    }

    #[test]
    fn an_empty_histogram_has_no_distribution() {
        assert_eq!(<Histogram>::default().finish(), None);
    }
}
