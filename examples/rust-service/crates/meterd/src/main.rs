//! meterd: takes samples over TCP, adds them up by window, sends each closed window to the sinks.

use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use meterd::config::Config;
use meterd::service::Service;
use tokio::signal;
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() -> ExitCode {
    let config = match Config::from_args(std::env::args().skip(1)) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("meterd: {error}");
            return ExitCode::from(2);
        }
    };
    let stop = CancellationToken::new();
    tokio::spawn({
        let stop = stop.clone();
        async move {
            if signal::ctrl_c().await.is_ok() {
                stop.cancel();
            }
        }
    });
    match Service::bind(config, wall_clock).await {
        Ok(service) => match service.run(stop).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("meterd: {error}");
                ExitCode::FAILURE
            }
        },
        Err(error) => {
            eprintln!("meterd: cannot listen: {error}");
            ExitCode::FAILURE
        }
    }
}

fn wall_clock() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}
