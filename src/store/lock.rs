//! One session at a time: the lock is a convenience; correctness doesn't depend on it.
//!
//! The kernel releases it when its process dies, however that happens; the file stays.

use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::wording;

use super::home::Home;
use super::system::{for_owner, is_locked, lives, of_owner, try_lock};

/// The file of the sessions' lock.
const SESSION: &str = "session.lock";

/// Held while a session runs.
#[derive(Debug)]
pub struct SessionLock {
    _file: File,
}

/// Who holds the lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The process.
    pub pid: u32,
    /// The command, such as `study`.
    pub command: String,
    /// When it began, as RFC 3339.
    pub since: String,
}

impl Holder {
    /// When it began, in words: "09:15 on 20 November 2026".
    pub fn since_when(&self) -> String {
        DateTime::parse_from_rfc3339(&self.since).map_or_else(|_| self.since.clone(), wording::time)
    }
}

/// The result of trying to take the lock.
#[derive(Debug)]
pub enum Lock {
    /// This is the only session.
    Held(SessionLock),
    /// There is another one; `None` if it is unknown which.
    Elsewhere(Option<Holder>),
    /// Locks don't work here: go on, with a warning.
    Unavailable(io::Error),
}

impl Lock {
    /// Tries to take the lock of this learner's sessions.
    pub fn ask(home: &Home, command: &str, now: DateTime<FixedOffset>) -> Self {
        Self::try_to_hold(home, SESSION, command, now).unwrap_or_else(Self::Unavailable)
    }

    /// Tries to take the lock of commands that bring in files: one at a time, independently of
    /// sessions.
    pub fn ask_for_files(home: &Home, command: &str, now: DateTime<FixedOffset>) -> Self {
        Self::try_to_hold(home, "files.lock", command, now).unwrap_or_else(Self::Unavailable)
    }

    fn try_to_hold(
        home: &Home,
        file: &str,
        command: &str,
        now: DateTime<FixedOffset>,
    ) -> io::Result<Self> {
        of_owner().create(home.state())?;
        let mut file = for_owner().open(home.state().join(file))?;
        let mut patience = 40;
        loop {
            match try_lock(&file) {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) => {}
            }
            let holder = holder(&mut file);
            patience -= 1;
            if patience == 0 || holder.as_ref().is_none_or(|holder| lives(holder.pid)) {
                return Ok(Self::Elsewhere(holder));
            }
            // A child process that is just starting may not have closed it yet.
            thread::sleep(Duration::from_millis(50));
        }
        let holder = Holder {
            pid: std::process::id(),
            command: command.to_owned(),
            since: now.to_rfc3339(),
        };
        // This is only a message for the second session; the lock works without it.
        let _ = file.set_len(0);
        let _ = file.rewind();
        let _ = file.write_all(serde_json::to_string(&holder)?.as_bytes());
        Ok(Self::Held(SessionLock { _file: file }))
    }
}

/// A description of the lock's holder; `None` if there is none. Nothing is written.
pub(super) fn holder_of(home: &Home) -> Option<String> {
    let mut file = File::open(home.state().join(SESSION)).ok()?;
    is_locked(&file).then(|| {
        holder(&mut file).map_or_else(
            || "a session is running".to_owned(),
            |holder| {
                format!(
                    "`nodequiz {}` is running since {} (process {})",
                    holder.command,
                    holder.since_when(),
                    holder.pid
                )
            },
        )
    })
}

fn holder(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(4096).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_session_learns_where_the_first_is_until_it_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let now = DateTime::parse_from_rfc3339("2026-11-20T09:15:30+01:00").expect("a time");
        let first = Lock::ask(&home, "study", now);
        assert!(matches!(first, Lock::Held(_)));
        let Lock::Elsewhere(holder) = Lock::ask(&home, "quiz", now) else {
            panic!("the lock was given twice");
        };
        let expected = Holder {
            pid: std::process::id(),
            command: "study".to_owned(),
            since: "2026-11-20T09:15:30+01:00".to_owned(),
        };
        assert_eq!(expected.since_when(), "09:15 on 20 November 2026");
        assert_eq!(holder, Some(expected));
        drop(first);
        assert!(matches!(Lock::ask(&home, "quiz", now), Lock::Held(_)));
    }

    #[test]
    fn where_nothing_can_be_locked_it_says_why() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("state"), "").expect("a file in the way");
        let home = Home::under(folder.path());
        let now = DateTime::parse_from_rfc3339("2026-11-20T09:15:30+01:00").expect("a time");
        assert!(matches!(
            Lock::ask(&home, "study", now),
            Lock::Unavailable(_)
        ));
    }
}
