//! What an operator may set, from `key=value` arguments.

use std::net::SocketAddr;
use std::time::Duration;

use thiserror::Error;

#[derive(Debug, Error)]
pub enum ConfigError {
    #[error("{0:?} is not of the form key=value")]
    Form(String),
    #[error("there is no key {0:?}")]
    Key(String),
    #[error("{key}: {reason}")]
    Value { key: String, reason: String },
}

#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    pub window: Duration,
    pub series_limit: usize,
    pub connections: usize,
    pub idle: Duration,
    pub queue: usize,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 8125)),
            window: Duration::from_secs(10),
            series_limit: 10_000,
            connections: 512,
            idle: Duration::from_secs(60),
            queue: 1024,
        }
    }
}

impl Config {
    pub fn from_args(args: impl Iterator<Item = String>) -> Result<Self, ConfigError> {
        let mut config = Config::default();
        for argument in args {
            let (key, value) = argument
                .split_once('=')
                .ok_or_else(|| ConfigError::Form(argument.clone()))?;
            config.set(key, value)?;
        }
        Ok(config)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), ConfigError> {
        match key {
            "listen" => self.listen = parsed(key, value)?,
            "window" => self.window = Duration::from_secs_f64(parsed(key, value)?),
            "series" => self.series_limit = parsed(key, value)?,
            "connections" => self.connections = parsed(key, value)?,
            "idle" => self.idle = Duration::from_secs_f64(parsed(key, value)?),
            "queue" => self.queue = parsed(key, value)?,
            _ => return Err(ConfigError::Key(key.to_owned())),
        }
        Ok(())
    }
}

fn parsed<T>(key: &str, value: &str) -> Result<T, ConfigError>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    value.parse().map_err(|error: T::Err| ConfigError::Value {
        key: key.to_owned(),
        reason: error.to_string(),
    })
}
