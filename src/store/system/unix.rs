//! POSIX files, locks, processes.

use std::fs::{DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::time::Duration;

use rustix::fs::{Access, access};
use rustix::io::Errno;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, kill_process_group, test_kill_process, waitid,
};
use signal_hook::consts::SIGXFSZ;

/// Folders that are made for their owner alone.
pub(in crate::store) fn of_owner() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
}

/// Files that are made for their owner alone, to be read and written.
pub(in crate::store) fn for_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).mode(0o600);
    options
}

/// Syncs the names in a folder, so that they survive a power cut.
pub(in crate::store) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Whether files can be made in a folder.
pub(in crate::store) fn may_write(folder: &Path) -> io::Result<()> {
    Ok(access(folder, Access::WRITE_OK)?)
}

/// When the content of a file and when anything of it changed, in seconds and nanoseconds since 1970,
/// and its number.
pub(in crate::store) fn file_facts(metadata: &Metadata) -> ((i64, i64), (i64, i64), u64) {
    (
        (metadata.mtime(), metadata.mtime_nsec()),
        (metadata.ctime(), metadata.ctime_nsec()),
        metadata.ino(),
    )
}

/// The number of a file on its disk, which no copy shares.
pub(in crate::store) fn file_number(file: &File) -> io::Result<u64> {
    Ok(file.metadata()?.ino())
}

/// Locks a file if nobody else has.
pub(in crate::store) fn try_lock(file: &File) -> Result<(), TryLockError> {
    file.try_lock()
}

/// Whether another process has a file locked.
pub(in crate::store) fn is_locked(file: &File) -> bool {
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

/// Lets others lock a file.
pub(in crate::store) fn unlock(file: &File) -> io::Result<()> {
    file.unlock()
}

/// Whether a process seems to be running.
pub(in crate::store) fn lives(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    pid.is_none_or(|pid| test_kill_process(pid) != Err(Errno::SRCH))
}

/// A path as other programs expect it.
pub(in crate::store) fn plain_path(path: PathBuf) -> PathBuf {
    path
}

/// The signal that ended a program.
pub(in crate::store) fn signal_of(status: ExitStatus) -> Option<i32> {
    status.signal()
}

/// Starts a command in a group of its own, which no Ctrl-C of this terminal reaches.
pub(in crate::store) fn alone(command: &mut Command) -> &mut Command {
    command.process_group(0)
}

/// A program with all that it started, as far as that stayed in its group.
#[derive(Debug)]
pub(in crate::store) struct Group(Option<Pid>);

impl Group {
    /// The group of a program that was started [`alone`], until it is waited for: until then its number
    /// is its own, so it is certain who is ended here.
    pub(in crate::store) fn of(child: &Child) -> Self {
        Self(Pid::from_raw(child.id().cast_signed()))
    }

    /// Asks all of them to end.
    pub(in crate::store) fn ask_to_end(&self) {
        self.send(Signal::TERM);
    }

    /// Ends all of them.
    pub(in crate::store) fn end(&self) {
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
pub(in crate::store) fn limit_cpu(child: &Child, time: Duration) {
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
pub(in crate::store) fn has_ended(child: &mut Child) -> bool {
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
