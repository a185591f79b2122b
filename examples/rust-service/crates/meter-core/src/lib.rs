//! Samples, their text form, and what a window of time makes of them. No input, no output, no clock.

pub mod aggregate;
pub mod sample;
pub mod window;

pub use aggregate::{Aggregate, Summary};
pub use sample::{parse_line, Kind, ParseError, Sample};
pub use window::{Clock, Window, WindowId};
