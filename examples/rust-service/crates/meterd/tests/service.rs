//! The whole daemon over loopback.

use std::time::Duration;

use meterd::config::Config;
use meterd::service::{Handle, Service};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

async fn started() -> (
    Handle,
    TcpStream,
    CancellationToken,
    JoinHandle<std::io::Result<()>>,
) {
    let config = Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        window: Duration::from_secs(3600),
        ..Config::default()
    };
    let service = Service::bind(config, || Duration::from_secs(1))
        .await
        .unwrap();
    let (handle, address) = (service.handle(), service.address().unwrap());
    let stop = CancellationToken::new();
    let running = tokio::spawn(service.run(stop.clone()));
    let client = TcpStream::connect(address).await.unwrap();
    (handle, client, stop, running)
}

#[tokio::test]
async fn lines_of_a_client_are_in_the_last_window() {
    let (mut handle, mut client, stop, running) = started().await;
    client.write_all(b"a:1|c\na:2|c\nnonsense\n").await.unwrap();
    assert!(handle.connected(1).await);
    drop(client);
    assert!(handle.connected(0).await);

    let memory = handle.memory().clone();
    drop(handle);
    stop.cancel();
    running.await.unwrap().unwrap();

    let series: Vec<_> = memory
        .windows()
        .into_iter()
        .flat_map(|w| w.series)
        .collect();
    assert_eq!(series.len(), 1);
}

#[tokio::test]
async fn a_flush_is_answered_with_the_window() {
    let (handle, _client, stop, running) = started().await;
    assert!(handle.flush().await.is_some());
    drop(handle);
    stop.cancel();
    running.await.unwrap().unwrap();
}
