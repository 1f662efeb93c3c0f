//! Which of a name's addresses may be connected to?
//!
//! A name is looked up before each question, its addresses are judged, and the connection is made to one of those that
//! passed and to no other: what the name server says a moment later is never asked for.

use std::collections::HashMap;
use std::future::ready;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::objection;
use super::error::NetError;
use super::target::Target;

/// The addresses that passed, by name.
#[derive(Default)]
pub(super) struct Names {
    passed: Mutex<HashMap<String, Vec<SocketAddr>>>,
}

impl Names {
    /// Looks a target up and keeps the addresses that may be reached; refuses it where there is none.
    pub(super) fn check(
        &self,
        target: &Target,
        allow_private: bool,
        patience: Duration,
    ) -> Result<(), NetError> {
        if let Some(address) = target.literal() {
            // Nobody looks up what is an address already, so the connection would be made without us.
            return passing(
                target,
                allow_private,
                vec![SocketAddr::new(address, target.port)],
            )
            .map(|_| ());
        }
        let found = look_up(target, patience)?;
        let passing = passing(target, allow_private, found)?;
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        passed.insert(target.name().to_owned(), passing);
        Ok(())
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        let known = passed.get(name.as_str()).cloned().unwrap_or_default();
        let addresses: Addrs = Box::new(known.into_iter());
        Box::pin(ready(Ok(addresses)))
    }
}

/// Those addresses that may be reached.
fn passing(
    target: &Target,
    allow_private: bool,
    found: Vec<SocketAddr>,
) -> Result<Vec<SocketAddr>, NetError> {
    let mut why = "its name has no address";
    let mut passing = Vec::new();
    for address in found {
        match objection(address.ip(), target.is_secure, allow_private) {
            None => passing.push(address),
            Some(objection) => why = objection,
        }
    }
    if passing.is_empty() {
        return Err(NetError::Forbidden {
            host: target.host.clone(),
            why,
        });
    }
    Ok(passing)
}

/// Asks the system on a thread of its own: nobody can tell it how long it may take.
fn look_up(target: &Target, patience: Duration) -> Result<Vec<SocketAddr>, NetError> {
    let unreachable = |cause: String| NetError::Unreachable {
        host: target.host.clone(),
        cause,
    };
    let (answer, answered) = mpsc::channel();
    let (name, port) = (target.name().to_owned(), target.port);
    let thread = std::thread::Builder::new().name("look-up".to_owned());
    let started = thread.spawn(move || {
        let found = (name.as_str(), port).to_socket_addrs();
        let _ = answer.send(found.map(Iterator::collect::<Vec<SocketAddr>>));
    });
    started.map_err(|cause| unreachable(cause.to_string()))?;
    match answered.recv_timeout(patience) {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(cause)) => Err(unreachable(cause.to_string())),
        Err(_) => Err(NetError::TimedOut),
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn judged(url: &str, allow_private: bool, addresses: &[&str]) -> Result<usize, NetError> {
        let target = Target::of(url, allow_private)?;
        let found = addresses
            .iter()
            .map(|address| SocketAddr::new(address.parse::<IpAddr>().unwrap(), target.port));
        passing(&target, allow_private, found.collect()).map(|passing| passing.len())
    }

    #[test]
    fn a_name_that_leads_inside_is_refused_and_one_that_also_leads_there_is_trimmed() {
        let url = "https://api.example.com/v1";
        assert_eq!(judged(url, false, &["93.184.215.14"]), Ok(1));
        assert_eq!(judged(url, false, &["10.0.0.7", "93.184.215.14"]), Ok(1));
        assert!(judged(url, false, &["127.0.0.1", "::1"]).is_err());
        assert!(judged(url, false, &[]).is_err());
        assert_eq!(judged(url, true, &["10.0.0.7", "169.254.169.254"]), Ok(1));
        // In the clear only at home.
        assert!(judged("http://api.example.com/v1", true, &["93.184.215.14"]).is_err());
        assert_eq!(
            judged("http://api.example.com/v1", true, &["10.0.0.7"]),
            Ok(1)
        );
    }
}
