//! Opening an address in the learner's browser, and an image in their program for images.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::program::{NotStarted, Program};
use super::system::alone;
use crate::exchange::{Picture, decoded_address};

/// How long to wait for an opener to fail; one that is still running by then has succeeded.
const PATIENCE: Duration = Duration::from_millis(800);

const INTERVAL: Duration = Duration::from_millis(20);

/// An address that was not opened. The message names it, so that it can be opened by hand.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotOpened {
    #[error("`{0}` is not a web address, so it is not opened")]
    NotWeb(String),
    #[error("the image {} cannot be opened: {error}", path.display())]
    NoImage { path: PathBuf, error: io::Error },
    #[error("{} is not opened, since only images are: {}", path.display(), endings())]
    NotAnImage { path: PathBuf },
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
    if !(address.starts_with("https://") || address.starts_with("http://")) {
        return Err(NotOpened::NotWeb(address.to_owned()));
    }
    open_any(OsStr::new(address))
}

/// Opens an image that a deck names: an address of the web, or a file below the first of these folders that has it.
pub(super) fn open_image(folders: &[PathBuf], address: &str) -> Result<(), NotOpened> {
    let not_web = match open(address) {
        Err(error @ NotOpened::NotWeb(_)) => error,
        opened => return opened,
    };
    let mut found = folders.iter().map(|folder| image(folder, address));
    let mut first = found.next().unwrap_or(Err(not_web));
    if first.is_err()
        && let Some(other) = found.find(Result::is_ok)
    {
        first = other;
    }
    open_any(first?.as_os_str())
}

fn endings() -> String {
    Picture::endings().collect::<Vec<_>>().join(", ")
}

/// The file of an image. Where no file has the name as it is written, `%20` in it is a space, and so on.
fn image(folder: &Path, address: &str) -> Result<PathBuf, NotOpened> {
    let path = folder.join(address);
    let decoded = decoded_address(address);
    // Two slashes or backslashes name another computer, to which Windows would send the learner's name.
    let names_computer = |address: &str| {
        let start = address.get(..2);
        start.is_some_and(|start| start.bytes().all(|byte| matches!(byte, b'/' | b'\\')))
    };
    let elsewhere = names_computer(address) || names_computer(&decoded);
    // A deck may name any file, programs included.
    let is_image = |path: &Path| Picture::is_one(&path.to_string_lossy());
    if elsewhere || !is_image(&path) {
        return Err(NotOpened::NotAnImage { path });
    }
    // A link may have the name of an image and lead to a program.
    let found = fs::canonicalize(&path)
        .or_else(|error| fs::canonicalize(folder.join(&decoded)).map_err(|_| error));
    match found {
        Ok(file) if is_image(&file) && file.is_file() => Ok(file),
        Ok(file) => Err(NotOpened::NotAnImage { path: file }),
        Err(error) => Err(NotOpened::NoImage { path, error }),
    }
}

/// Opens an address or the file at a path.
fn open_any(address: &OsStr) -> Result<(), NotOpened> {
    let shown = address.to_string_lossy().into_owned();
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
        .ok_or_else(|| NotOpened::NoBrowser(shown.clone()))?;
    let advice = format!("set BROWSER, or open it by hand: {shown}");
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

    #[test]
    fn only_images_are_opened_and_links_do_not_make_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let here = folder.path();
        for name in ["a b.PNG", "run.sh", "evil.desktop"] {
            fs::write(here.join(name), "x").expect("a file");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(here.join("evil.desktop"), here.join("link.png"))
            .expect("a link");
        let found = |name: &str| image(here, name).is_ok();
        assert!(found("a b.PNG") && found("a%20b.PNG") && found("./a%20b.PNG"));
        for none in [
            "run.sh",
            "evil.desktop",
            "link.png",
            "none.png",
            "//host/share/a.png",
            "",
            "%",
            "a.png%00",
            "javascript:alert(1).png",
        ] {
            assert!(!found(none), "{none}");
        }
    }
}
