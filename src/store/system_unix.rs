//! POSIX files, permissions, locks, processes.

use std::collections::HashSet;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::time::Duration;

use rustix::fs::{Access, access};
use rustix::io::Errno;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, WaitOptions, kill_process, kill_process_group,
    test_kill_process, waitid, waitpid,
};
use signal_hook::consts::SIGXFSZ;

use super::home::Home;
use crate::wording::health::OpenPath;

/// Folders that are made for their owner alone.
pub(super) fn of_owner() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
}

/// Files that are made for their owner alone, to be read and written.
pub(super) fn for_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).mode(0o600);
    options
}

/// Syncs the names in a folder, so that they survive a power cut.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Whether files can be made in a folder.
pub(super) fn may_write(folder: &Path) -> io::Result<()> {
    Ok(access(folder, Access::WRITE_OK)?)
}

/// When the content of a file and when anything of it changed, in seconds and nanoseconds since 1970,
/// and its number.
pub(super) fn file_facts(metadata: &Metadata) -> ((i64, i64), (i64, i64), u64) {
    (
        (metadata.mtime(), metadata.mtime_nsec()),
        (metadata.ctime(), metadata.ctime_nsec()),
        metadata.ino(),
    )
}

/// The number of a file on its disk, which no copy shares.
pub(super) fn file_number(file: &File) -> io::Result<u64> {
    Ok(file.metadata()?.ino())
}

/// Locks a file if nobody else has.
pub(super) fn try_lock(file: &File) -> Result<(), TryLockError> {
    file.try_lock()
}

/// Whether another process has a file locked.
pub(super) fn is_locked(file: &File) -> bool {
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

/// Lets others lock a file.
pub(super) fn unlock(file: &File) -> io::Result<()> {
    file.unlock()
}

/// Whether a process seems to be running.
pub(super) fn lives(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    pid.is_none_or(|pid| test_kill_process(pid) != Err(Errno::SRCH))
}

/// A path as other programs expect it.
pub(super) fn plain_path(path: PathBuf) -> PathBuf {
    path
}

/// The signal that ended a program.
pub(super) fn signal_of(status: ExitStatus) -> Option<i32> {
    status.signal()
}

/// Starts a command in a group of its own, which no Ctrl-C of this terminal reaches.
pub(super) fn alone(command: &mut Command) -> &mut Command {
    command.process_group(0)
}

/// A program with all that it started, as far as that stayed in its group.
#[derive(Debug)]
pub(super) struct Group(Option<Pid>);

impl Group {
    /// The group of a program that was started [`alone`], until it is waited for: until then its number
    /// is its own, so it is certain who is ended here.
    pub(super) fn of(child: &Child) -> Self {
        Self(Pid::from_raw(child.id().cast_signed()))
    }

    /// Asks all of them to end.
    pub(super) fn ask_to_end(&self) {
        self.send(Signal::TERM);
    }

    /// Ends all of them.
    pub(super) fn end(&self) {
        self.send(Signal::KILL);
    }

    fn send(&self, signal: Signal) {
        if let Some(group) = self.0 {
            // If all have ended already, this fails and does no harm.
            let _ = kill_process_group(group, signal);
        }
    }
}

/// Limits how much processor time a program may use, and each that it starts from then on: then a loop
/// ends even if this process is killed. Only Linux limits other processes; elsewhere this does nothing.
pub(super) fn limit_cpu(child: &Child, time: Duration) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, prlimit};
        let seconds = Some(time.as_secs());
        let limit = Rlimit {
            current: seconds,
            maximum: seconds,
        };
        // Where it is refused, or the program has ended already, there is nothing else to do.
        let _ = prlimit(
            Pid::from_raw(child.id().cast_signed()),
            Resource::Cpu,
            limit,
        );
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (child, time);
}

/// Whether a program has ended; its process id is not freed.
pub(super) fn has_ended(child: &mut Child) -> bool {
    let Some(pid) = Pid::from_raw(child.id().cast_signed()) else {
        return true;
    };
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    !matches!(waitid(WaitId::Pid(pid), look), Ok(None) | Err(Errno::INTR))
}

/// Makes a write beyond the file size limit (`ulimit -f`) fail like any other, so that it can be
/// reported. Without this the system kills the process. Programs started from here are not
/// affected.
pub fn outlive_a_file_limit() -> io::Result<()> {
    // The flag is not needed, but a handler has to exist.
    signal_hook::flag::register(SIGXFSZ, Arc::default()).map(drop)
}

/// The permission bits of the group and all others.
const OTHERS: u32 = 0o077;

/// The files and folders of a home that are open to others than their owner, in the order of their
/// paths. The files of git in the data folder are skipped.
pub(super) fn open_paths(home: &Home) -> Vec<OpenPath> {
    let mut found = Vec::new();
    for root in [home.data(), home.state(), home.config()] {
        search(root, let_through(root), &mut found);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Gives a file or folder these permissions.
pub fn close_to_others(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

fn search(path: &Path, through: u32, found: &mut Vec<OpenPath>) {
    // A link leads to files that are elsewhere deliberately.
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return;
    };
    if metadata.is_symlink() {
        return;
    }
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & OTHERS != 0 {
        found.push(OpenPath {
            path: path.to_owned(),
            mode,
            reachable: classes(mode) & through != 0,
        });
    }
    if metadata.is_dir() && path.file_name().is_none_or(|name| name != ".git") {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        for entry in entries {
            search(&entry.path(), through & passes(mode), found);
        }
    }
}

/// Which of group (2) and others (1) can pass through the folders above a path.
fn let_through(path: &Path) -> u32 {
    path.ancestors().skip(1).fold(0b11, |through, folder| {
        let mode = fs::metadata(folder).map_or(0o777, |metadata| metadata.permissions().mode());
        through & passes(mode)
    })
}

/// The classes that may go through a folder.
const fn passes(mode: u32) -> u32 {
    (mode >> 3 & 1) << 1 | (mode & 1)
}

/// The classes that may read or write.
const fn classes(mode: u32) -> u32 {
    let group = mode >> 3 & 0o6 != 0;
    let others = mode & 0o6 != 0;
    (group as u32) << 1 | others as u32
}

/// A process, as the system lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Process {
    id: i32,
    parent: i32,
    /// The session that it belongs to; a detached process has its own.
    session: i32,
    /// The memory in use, in bytes.
    memory: u64,
}

/// The descendants of this process that did not exist when this value was created.
#[derive(Debug)]
pub(super) struct Descendants {
    own: i32,
    session: i32,
    before: HashSet<i32>,
}

impl Descendants {
    /// Starts watching. On Linux, this process becomes a subreaper: it adopts orphans among its
    /// descendants, so that they stay descendants.
    pub(super) fn watched() -> Self {
        #[cfg(target_os = "linux")]
        {
            let own = rustix::process::getpid();
            // If the system refuses, an orphan with its own process group escapes.
            let _ = rustix::process::set_child_subreaper(Some(own));
        }
        let own = rustix::process::getpid().as_raw_nonzero().get();
        let session = processes()
            .iter()
            .find(|one| one.id == own)
            .map(|one| one.session);
        let mut watched = Self {
            own,
            session: session.unwrap_or(0),
            before: HashSet::new(),
        };
        watched.before = watched
            .now()
            .into_iter()
            .map(|process| process.id)
            .collect();
        watched
    }

    /// Those that exist now.
    fn now(&self) -> Vec<Process> {
        let all = processes();
        let mut found: Vec<Process> = Vec::new();
        let mut parents = vec![self.own];
        while let Some(parent) = parents.pop() {
            let children = all.iter().filter(|process| process.parent == parent);
            for child in children {
                if !self.before.contains(&child.id) {
                    parents.push(child.id);
                    found.push(*child);
                }
            }
        }
        found
    }

    /// How much memory they take, in bytes.
    pub(super) fn memory(&self) -> u64 {
        self.now().iter().map(|process| process.memory).sum()
    }

    /// Ends those that have detached themselves, as long as new ones turn up; the others are in a process
    /// group, and are ended with it.
    pub(super) fn end_detached(&self) {
        // One that starts others may be quicker than one look at the list.
        for _ in 0..20 {
            let mut found = self.now();
            found.retain(|process| process.session != self.session);
            if found.is_empty() {
                return;
            }
            for pid in found.iter().filter_map(|process| Pid::from_raw(process.id)) {
                let _ = kill_process(pid, Signal::KILL);
            }
            for process in found.iter().filter(|process| process.parent == self.own) {
                // Adopted ones are reaped here, or they would stay in the list.
                let _ = waitpid(Pid::from_raw(process.id), WaitOptions::empty());
            }
        }
    }
}

/// All processes of this machine.
#[cfg(target_os = "linux")]
fn processes() -> Vec<Process> {
    let page = rustix::param::page_size() as u64;
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let read = |entry: std::fs::DirEntry| {
        let id: i32 = entry.file_name().to_str()?.parse().ok()?;
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        // The name of the program, in parentheses, may contain anything.
        let mut fields = stat.rsplit_once(") ")?.1.split(' ');
        let parent = fields.nth(1)?.parse().ok()?;
        let session = fields.nth(1)?.parse().ok()?;
        let pages: u64 = fields.nth(17)?.parse().ok()?;
        Some(Process {
            id,
            parent,
            session,
            memory: pages * page,
        })
    };
    entries.filter_map(read).collect()
}

/// All processes of this machine.
#[cfg(not(target_os = "linux"))]
fn processes() -> Vec<Process> {
    let listed = std::process::Command::new("ps")
        .args(["-A", "-o", "pid=,ppid=,rss="])
        .output();
    let text = listed.map(|output| output.stdout).unwrap_or_default();
    let read = |line: &str| {
        let mut fields = line.split_whitespace();
        Some(Process {
            id: fields.next()?.parse().ok()?,
            parent: fields.next()?.parse().ok()?,
            // Nothing is adopted there, so this is unknown.
            session: 0,
            memory: fields.next()?.parse::<u64>().ok()? * 1024,
        })
    };
    String::from_utf8_lossy(&text)
        .lines()
        .filter_map(read)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_closed_folder_holds_is_out_of_reach() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        fs::create_dir_all(home.reviews()).expect("a folder");
        let file = home.reviews().join("2026-11.jsonl");
        fs::write(&file, "").expect("a file");
        let set = |path: &Path, mode| close_to_others(path, mode).expect("permissions");
        set(folder.path(), 0o755);
        set(home.data(), 0o700);
        set(&home.reviews(), 0o700);
        set(&file, 0o644);
        let found = open_paths(&home);
        assert_eq!(found.len(), 1);
        assert!(found[0].path == file && !found[0].reachable);
        set(home.data(), 0o711);
        set(&home.reviews(), 0o711);
        let found = open_paths(&home);
        let reachable: Vec<&Path> = found
            .iter()
            .filter(|open| open.reachable)
            .map(|open| open.path.as_path())
            .collect();
        assert_eq!(reachable, [file.as_path()], "{found:?}");
        set(home.data(), 0o700);
        set(&home.reviews(), 0o700);
        set(&file, 0o600);
        assert_eq!(open_paths(&home), []);
    }

    #[test]
    fn this_process_and_its_parent_are_in_the_list() {
        let own = rustix::process::getpid().as_raw_nonzero().get();
        let all = processes();
        let process = all.iter().find(|process| process.id == own);
        let process = process.expect("this process");
        assert!(process.memory > 1 << 20, "{process:?}");
        let parent = std::os::unix::process::parent_id();
        assert_eq!(process.parent.cast_unsigned(), parent);
    }
}
