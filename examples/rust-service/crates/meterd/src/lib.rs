//! The parts of the daemon.

pub mod config;
pub mod connection;
pub mod hub;
pub mod service;
pub mod sink;
