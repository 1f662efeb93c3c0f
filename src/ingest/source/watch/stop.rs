//! Did somebody press Ctrl-C, or send SIGTERM?

use std::io;

use crossbeam_channel::{Receiver, bounded};

/// Gives a message once somebody wants us to end. From then on both signals no longer end the program by themselves.
pub fn on_stop() -> io::Result<Receiver<()>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (tell, stop) = bounded(1);
    std::thread::Builder::new()
        .name("stop".to_owned())
        .spawn(move || {
            runtime.block_on(told_to_stop());
            let _ = tell.send(());
        })?;
    Ok(stop)
}

/// Is over when somebody presses Ctrl-C or a supervisor sends SIGTERM.
pub async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate() => {}
    }
}

#[cfg(unix)]
async fn terminate() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signals) => {
            signals.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending().await
}
