//! One client: lines in, blocks of whole lines out.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::sync::{mpsc, OwnedSemaphorePermit};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::hub::Request;
use crate::service::Live;

const BLOCK_BYTES: usize = 16 * 1024;

/// Counts a connection as live for as long as it exists, whichever way it ends.
pub struct Guard {
    live: Arc<Live>,
    _permit: OwnedSemaphorePermit,
}

impl Guard {
    pub fn new(live: Arc<Live>, permit: OwnedSemaphorePermit) -> Self {
        live.enter();
        Guard {
            live,
            _permit: permit,
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.live.leave();
    }
}

/// Reads until the client closes, is idle for too long, or the service stops.
///
/// `read_line` is not safe to cancel: what it has read of a line is lost. That is right here: both
/// other ways out end the connection, and half a line is no sample.
pub async fn serve<S>(
    stream: S,
    requests: mpsc::Sender<Request>,
    idle: Duration,
    stop: CancellationToken,
) -> io::Result<()>
where
    S: AsyncRead + Unpin + Send,
{
    let mut reader = BufReader::new(stream);
    let mut block = String::with_capacity(BLOCK_BYTES);
    loop {
        let read = tokio::select! {
            _ = stop.cancelled() => break,
            read = timeout(idle, reader.read_line(&mut block)) => read,
        };
        match read {
            Ok(Ok(0)) => break,
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(error),
            Err(_elapsed) => {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "client was idle"));
            }
        }
        let drained = reader.buffer().is_empty();
        if block.len() >= BLOCK_BYTES || drained {
            let full = std::mem::replace(&mut block, String::with_capacity(BLOCK_BYTES));
            if requests.send(Request::Lines(full)).await.is_err() {
                return Ok(()); // the hub is gone: the service is stopping
            }
        }
    }
    if !block.is_empty() {
        let _ = requests.send(Request::Lines(block)).await;
    }
    Ok(())
}
