//! Files, locks and processes of Windows.
//!
//! No crate that is in use offers these calls; each is one call with checked results.
#![allow(unsafe_code)]

use std::fs::{DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::os::windows::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle};
use std::os::windows::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::ptr;
use std::time::Duration;

use windows_sys::Win32::Foundation::{ERROR_LOCK_VIOLATION, GENERIC_READ, GENERIC_WRITE};
use windows_sys::Win32::Storage::FileSystem::{
    BY_HANDLE_FILE_INFORMATION, GetFileInformationByHandle, LOCK_FILE_FLAGS,
    LOCKFILE_EXCLUSIVE_LOCK, LOCKFILE_FAIL_IMMEDIATELY, LockFileEx, UnlockFile,
};
use windows_sys::Win32::System::IO::OVERLAPPED;
use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, TerminateJobObject,
};
use windows_sys::Win32::System::Threading::CREATE_NEW_PROCESS_GROUP;

use super::home::Home;
use crate::wording::health::OpenPath;

/// Folders that are made for their owner alone: those of a profile are.
pub(super) fn of_owner() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    builder
}

/// Files that are made for their owner alone, to be read and written. Opened for appending alone they
/// could not be cut.
pub(super) fn for_owner() -> OpenOptions {
    let mut options = OpenOptions::new();
    options
        .read(true)
        .write(true)
        .create(true)
        .access_mode(GENERIC_READ | GENERIC_WRITE);
    options
}

/// Folders cannot be synced; the file system keeps a journal of names.
#[expect(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
pub(super) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether files can be made in a folder is known when one is made.
#[expect(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
pub(super) fn may_write(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// When the content of a file changed and when it was made, in seconds and nanoseconds since 1970. Nothing
/// else is known without opening it.
pub(super) fn file_facts(metadata: &Metadata) -> ((i64, i64), (i64, i64), u64) {
    /// Steps of 100 nanoseconds, and the seconds from 1601 to 1970.
    const STEPS: u64 = 10_000_000;
    const EPOCH: i64 = 11_644_473_600;
    let time = |steps: u64| {
        let seconds = (steps / STEPS).cast_signed() - EPOCH;
        (seconds, (steps % STEPS * 100).cast_signed())
    };
    (
        time(metadata.last_write_time()),
        time(metadata.creation_time()),
        0,
    )
}

/// The number of a file on its disk, which no copy shares.
pub(super) fn file_number(file: &File) -> io::Result<u64> {
    let mut information = BY_HANDLE_FILE_INFORMATION::default();
    // SAFETY: an open file, and a pointer to a local that outlives the call.
    let done = unsafe { GetFileInformationByHandle(file.as_raw_handle(), &raw mut information) };
    if done == 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(u64::from(information.nFileIndexHigh) << 32 | u64::from(information.nFileIndexLow))
}

/// Where the byte is that is locked: far behind the end, for a locked byte cannot be read by others.
const LOCKED_AT: u32 = 0x4000_0000;

fn lock(file: &File, flags: LOCK_FILE_FLAGS) -> Result<(), TryLockError> {
    let mut place = OVERLAPPED::default();
    place.Anonymous.Anonymous.OffsetHigh = LOCKED_AT;
    let flags = flags | LOCKFILE_FAIL_IMMEDIATELY;
    // SAFETY: an open file, and a pointer to a local that outlives the call, which waits for nothing.
    let done = unsafe { LockFileEx(file.as_raw_handle(), flags, 0, 1, 0, &raw mut place) };
    if done != 0 {
        return Ok(());
    }
    let error = io::Error::last_os_error();
    if error.raw_os_error() == Some(ERROR_LOCK_VIOLATION.cast_signed()) {
        Err(TryLockError::WouldBlock)
    } else {
        Err(TryLockError::Error(error))
    }
}

/// Locks a file if nobody else has.
pub(super) fn try_lock(file: &File) -> Result<(), TryLockError> {
    lock(file, LOCKFILE_EXCLUSIVE_LOCK)
}

/// Whether another process has a file locked.
pub(super) fn is_locked(file: &File) -> bool {
    matches!(lock(file, 0), Err(TryLockError::WouldBlock))
}

/// Lets others lock a file.
pub(super) fn unlock(file: &File) -> io::Result<()> {
    // SAFETY: an open file and numbers.
    if unsafe { UnlockFile(file.as_raw_handle(), 0, LOCKED_AT, 1, 0) } == 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

/// Whether a process seems to be running: here a lock is freed with its process.
pub(super) fn lives(_pid: u32) -> bool {
    true
}

/// Who else can read files is the business of the profile that they are in.
pub(super) fn open_paths(_home: &Home) -> Vec<OpenPath> {
    Vec::new()
}

/// Never asked for, since [`open_paths`] finds nothing.
#[expect(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
pub fn close_to_others(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// A path as other programs expect it: without the prefix `\\?\`.
pub(super) fn plain_path(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|path| path.strip_prefix(r"\\?\")) {
        Some(plain) if !plain.starts_with("UNC") => PathBuf::from(plain),
        _ => path,
    }
}

/// No signal ends a program here.
pub(super) fn signal_of(_status: ExitStatus) -> Option<i32> {
    None
}

/// Starts a command in a group of its own, which no Ctrl-C of this console reaches.
pub(super) fn alone(command: &mut Command) -> &mut Command {
    command.creation_flags(CREATE_NEW_PROCESS_GROUP)
}

/// A program with all that it started.
#[derive(Debug)]
pub(super) struct Group(Option<OwnedHandle>);

impl Group {
    /// A job that a program and what it starts belong to. What it started in the moment before does not.
    pub(super) fn of(child: &Child) -> Self {
        // SAFETY: no attributes and no name; the result is checked before it is owned.
        let job = unsafe { CreateJobObjectW(ptr::null(), ptr::null()) };
        if job.is_null() {
            return Self(None);
        }
        // SAFETY: a handle that was just made, and that nobody else closes.
        let owned = unsafe { OwnedHandle::from_raw_handle(job) };
        // SAFETY: two open handles.
        let joined = unsafe { AssignProcessToJobObject(job, child.as_raw_handle()) };
        Self((joined != 0).then_some(owned))
    }

    /// Programs without a window cannot be asked.
    pub(super) fn ask_to_end(&self) {
        self.end();
    }

    /// Ends all of them.
    pub(super) fn end(&self) {
        if let Some(job) = &self.0 {
            // SAFETY: an open handle. If all have ended already, this does no harm.
            unsafe { TerminateJobObject(job.as_raw_handle(), 1) };
        }
    }
}

/// Does nothing: a program's time is limited by ending its job.
pub(super) fn limit_cpu(_: &Child, _: Duration) {}

/// Whether a program has ended.
pub(super) fn has_ended(child: &mut Child) -> bool {
    !matches!(child.try_wait(), Ok(None))
}

/// What descends from this process is in a job, and is ended with it.
#[derive(Debug)]
pub(super) struct Descendants;

#[expect(
    clippy::unused_self,
    reason = "other systems keep who was there before"
)]
impl Descendants {
    pub(super) fn watched() -> Self {
        Self
    }

    /// Not measured: the heap of JavaScript is limited, other memory is not.
    pub(super) fn memory(&self) -> u64 {
        0
    }

    /// Nobody leaves a job.
    pub(super) fn end_detached(&self) {}
}

/// There is no such limit.
#[expect(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
pub fn outlive_a_file_limit() -> io::Result<()> {
    Ok(())
}
