//! Did somebody press Ctrl-C, or send SIGTERM?

use std::io;

use crossbeam_channel::{Receiver, bounded};

/// Gives a message once somebody wants us to end. From then on both signals no longer end the program by themselves.
pub fn on_stop() -> io::Result<Receiver<()>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let stopped = {
        let _inside = runtime.enter();
        told_to_stop()
    };
    let (tell, stop) = bounded(1);
    std::thread::Builder::new()
        .name("stop".to_owned())
        .spawn(move || {
            runtime.block_on(stopped);
            let _ = tell.send(());
        })?;
    Ok(stop)
}

/// Is over when somebody presses Ctrl-C or a supervisor sends SIGTERM. It listens from the call on, not from the first
/// poll: a signal in between must not end the program in the middle of something. To be called inside of a runtime.
pub fn told_to_stop() -> impl Future<Output = ()> + Send + 'static {
    let (interrupt, terminate) = (interrupted(), terminated());
    async move {
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
}

#[cfg(unix)]
fn interrupted() -> impl Future<Output = ()> + Send + 'static {
    signalled(tokio::signal::unix::SignalKind::interrupt())
}

#[cfg(unix)]
fn terminated() -> impl Future<Output = ()> + Send + 'static {
    signalled(tokio::signal::unix::SignalKind::terminate())
}

#[cfg(unix)]
fn signalled(kind: tokio::signal::unix::SignalKind) -> impl Future<Output = ()> + Send + 'static {
    let signals = tokio::signal::unix::signal(kind);
    async move {
        match signals {
            Ok(mut signals) => {
                signals.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    }
}

#[cfg(not(unix))]
fn interrupted() -> impl Future<Output = ()> + Send + 'static {
    async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
fn terminated() -> impl Future<Output = ()> + Send + 'static {
    std::future::pending()
}
