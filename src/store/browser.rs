//! Opening an address in the learner's browser.

use std::os::unix::process::CommandExt as _;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use super::program::Program;

/// How long an opener may take to say that it failed; a browser that runs on has not.
const PATIENCE: Duration = Duration::from_millis(800);

const GLANCE: Duration = Duration::from_millis(20);

/// Opens an address with `BROWSER`, else with what the desktop has for that. What went wrong comes
/// back as a sentence with the address, so that it can be opened by hand.
pub(super) fn open(address: &str) -> Result<(), String> {
    if !["https://", "http://"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
    {
        return Err(format!(
            "`{address}` is no web address, so it is not opened"
        ));
    }
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let chosen = std::env::var("BROWSER").ok();
    let program = chosen
        .and_then(|command| Program::parse(&command))
        .or_else(|| Program::parse(opener))
        .ok_or_else(|| format!("no browser is known; open it by hand: {address}"))?;
    let advice = format!("set BROWSER, or open it by hand: {address}");
    let mut child = program
        .command()
        .arg(address)
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| program.not_started(&error, &advice))?;
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                return Err(format!("`{}` failed ({status}); {advice}", program.name));
            }
            Ok(None) => thread::sleep(GLANCE),
            Err(_) => break,
        }
    }
    // It is the browser itself; someone has to hear of its end.
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
