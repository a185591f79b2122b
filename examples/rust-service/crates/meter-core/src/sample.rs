//! One line of text is one sample: `http.requests:1|c|#route=/orders,status=200`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What a value means, and so how values of one series are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Counter,
    Gauge,
    Timer,
}

impl FromStr for Kind {
    type Err = ParseError<'static>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "c" => Ok(Kind::Counter),
            "g" => Ok(Kind::Gauge),
            "ms" => Ok(Kind::Timer),
            _ => Err(ParseError::Kind),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Counter => "c",
            Kind::Gauge => "g",
            Kind::Timer => "ms",
        })
    }
}

/// Why a line is no sample. Borrows the part of the line that is wrong.
#[derive(Debug, Error, PartialEq)]
pub enum ParseError<'a> {
    #[error("the line has no name")]
    Name,
    #[error("{0:?} is no number")]
    Value(&'a str),
    #[error("the kind must be c, g or ms")]
    Kind,
    #[error("tag {tag:?} has no value")]
    Tag { tag: &'a str },
}

/// A sample that borrows from the line it was read from: the hot path allocates nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample<'a> {
    pub name: Cow<'a, str>,
    pub value: f64,
    pub kind: Kind,
    pub tags: Vec<(&'a str, &'a str)>,
}

impl<'a> Sample<'a> {
    /// The series that the sample belongs to; the order of its tags does not matter.
    pub fn series(&self) -> SeriesKey {
        let mut tags: Vec<_> = self
            .tags
            .iter()
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .collect();
        tags.sort();
        SeriesKey {
            name: self.name.clone().into_owned(),
            kind: self.kind,
            tags,
        }
    }
}

/// Identity of a series, owned, since it outlives the line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SeriesKey {
    pub name: String,
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<(String, String)>,
}

/// Reads one line.
pub fn parse_line(line: &str) -> Result<Sample<'_>, ParseError<'_>> {
    let (name, rest) = line.split_once(':').ok_or(ParseError::Name)?;
    if name.is_empty() {
        return Err(ParseError::Name);
    }
    let mut fields = rest.split('|');
    let number = fields.next().unwrap_or_default();
    let value = number.parse().map_err(|_| ParseError::Value(number))?;
    let kind = fields.next().unwrap_or_default().parse()?;
    let tags = match fields.next().and_then(|field| field.strip_prefix('#')) {
        Some(list) => parse_tags(list)?,
        None => Vec::new(),
    };
    Ok(Sample {
        name: normalized(name),
        value,
        kind,
        tags,
    })
}

fn parse_tags(list: &str) -> Result<Vec<(&str, &str)>, ParseError<'_>> {
    list.split(',')
        .map(|tag| tag.split_once('=').ok_or(ParseError::Tag { tag }))
        .collect()
}

/// Names are lower case; most are already, and then nothing is copied.
fn normalized(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_tags_is_read_whole() {
        let sample = parse_line("http.requests:1|c|#route=/orders,status=200").unwrap();
        assert_eq!(sample.kind, Kind::Counter);
        assert_eq!(sample.tags[1], ("status", "200"));
    }

    #[test]
    fn an_error_names_the_part_that_is_wrong() {
        assert_eq!(parse_line("a:x|c"), Err(ParseError::Value("x")));
        assert_eq!(parse_line("a:1|c|#b"), Err(ParseError::Tag { tag: "b" }));
    }

    #[test]
    fn the_order_of_tags_does_not_matter() {
        let one = parse_line("a:1|c|#x=1,y=2").unwrap().series();
        let two = parse_line("A:1|c|#y=2,x=1").unwrap().series();
        assert_eq!(one, two);
    }
}
