//! Opening an address in the learner's browser.

use std::process::{ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::program::{NotStarted, Program};
use super::system::alone;

/// How long to wait for an opener to fail; one that is still running by then has succeeded.
const PATIENCE: Duration = Duration::from_millis(800);

const INTERVAL: Duration = Duration::from_millis(20);

/// An address that was not opened. The message names it, so that it can be opened by hand.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotOpened {
    #[error("`{0}` is not a web address, so it is not opened")]
    NotWeb(String),
    #[error("no browser is known; open it by hand: {0}")]
    NoBrowser(String),
    #[error(transparent)]
    NotStarted(#[from] NotStarted),
    #[error("`{program}` failed ({status}); {advice}")]
    Failed {
        program: String,
        status: ExitStatus,
        advice: String,
    },
}

/// Opens an address with `BROWSER`, else with the opener of the desktop.
///
/// The `opener` crate does less: it takes no arguments in `BROWSER`, does not notice an opener that
/// fails, and depends on `url` with twenty crates.
pub(super) fn open(address: &str) -> Result<(), NotOpened> {
    if !["https://", "http://"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
    {
        return Err(NotOpened::NotWeb(address.to_owned()));
    }
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        // `explorer` reports a failure whatever happens.
        "rundll32 url.dll,FileProtocolHandler"
    } else {
        "xdg-open"
    };
    let chosen = std::env::var("BROWSER").ok();
    let program = chosen
        .and_then(|command| Program::parse(&command))
        .or_else(|| Program::parse(opener))
        .ok_or_else(|| NotOpened::NoBrowser(address.to_owned()))?;
    let advice = format!("set BROWSER, or open it by hand: {address}");
    let mut child = alone(program.command().arg(address))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| program.not_started(error, &advice))?;
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                return Err(NotOpened::Failed {
                    program: program.name,
                    status,
                    advice,
                });
            }
            Ok(None) => thread::sleep(INTERVAL),
            Err(_) => break,
        }
    }
    // It is the browser itself; it has to be waited for.
    thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_opened() {
        for address in ["file:///etc/passwd", "--help", "javascript:alert(1)"] {
            assert!(open(address).is_err(), "{address}");
        }
    }
}
