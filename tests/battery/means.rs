//! What the battery needs from a machine: private mounts, and `strace`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::Pid;
use tempfile::TempDir;

use crate::tools;

/// How to start a program with private mounts: they are invisible to others and disappear with the
/// program. A user who is not root becomes root inside.
fn unshare() -> &'static [&'static str] {
    if rustix::process::geteuid().is_root() {
        &["unshare", "--mount"]
    } else {
        &["unshare", "--map-root-user", "--mount"]
    }
}

/// Whether this machine allows private mounts.
pub(super) fn can_mount(checks: &str) -> bool {
    if !tools::has("unshare", checks) || !tools::has("mount", checks) {
        return false;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let words = unshare();
    let tried = Command::new(words[0])
        .args(&words[1..])
        .args(["mount", "-t", "tmpfs", "-o", "size=64k", "none"])
        .arg(folder.path())
        .output();
    if tried.is_ok_and(|tried| tried.status.success()) {
        return true;
    }
    tools::not_checked(checks, "nothing can be mounted here");
    false
}

/// The words of a command that mounts first: the shell runs `before`, the program and `after`, and
/// exits like the program.
pub(super) fn with_mounts(before: &str, program: &[&str], after: &str) -> Vec<String> {
    let script = format!("set -e\n{before}\n\"$@\" && code=0 || code=$?\n{after}\nexit $code");
    unshare()
        .iter()
        .chain(&["sh", "-c", &script, "sh"])
        .chain(program)
        .map(|word| (*word).to_owned())
        .collect()
}

/// A path as a process with private mounts sees it.
pub(super) fn as_seen_by(pid: Pid, path: &Path) -> PathBuf {
    let inside = path.strip_prefix("/").expect("an absolute path");
    Path::new("/proc")
        .join(pid.as_raw_nonzero().to_string())
        .join("root")
        .join(inside)
}

/// The words of a command whose system calls on some paths fail: `what` as in
/// `write:error=ENOSPC:when=3`. The failed calls are marked `(INJECTED)` in the trace.
pub(super) fn injected<'a>(
    paths: impl IntoIterator<Item = &'a Path>,
    what: &str,
    trace: &Path,
    program: &[&str],
) -> Vec<String> {
    let mut words: Vec<String> = ["strace", "-f", "-qq", "-o"].map(Into::into).into();
    words.push(trace.to_string_lossy().into_owned());
    for path in paths {
        words.extend(["-P".to_owned(), path.to_string_lossy().into_owned()]);
    }
    words.extend(["-e".to_owned(), format!("inject={what}")]);
    words.extend(program.iter().map(|word| (*word).to_owned()));
    words
}

/// The journal files below a folder.
pub(super) fn journal_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(journal_files(&path));
        } else if path.extension() == Some(OsStr::new("jsonl")) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A folder in memory, if possible: it is faster than a disk, for tests that are not about
/// surviving a power cut.
pub(super) fn quick_folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir());
    folder.expect("a folder")
}
