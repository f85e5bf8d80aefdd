//! What the journal needs of a disk, so that tests can use a failing one.

use std::fmt::Debug;
use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::system::{for_owner, of_owner, sync_folder, try_lock, unlock};

/// What was read, or nothing where there is no such file or folder.
pub(super) fn if_there<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

/// A place for journals.
pub trait Disk: Debug {
    /// Makes a folder that only its owner may enter, and the folders above it.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Syncs the names in a folder, so that they survive a power cut.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Opens a file for appending; it is created, readable by its owner only.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Appending>>;
}

/// A file that is only ever appended to.
pub trait Appending: Debug {
    /// Its length in bytes.
    fn length(&self) -> io::Result<u64>;
    /// Its bytes from here to the end.
    fn read_from(&self, offset: u64) -> io::Result<Vec<u8>>;
    /// Keeps other processes from appending until [`Self::unlock`], so that a number is given once.
    /// It waits for them briefly; if locks don't work, or another process keeps the lock, it
    /// continues without.
    fn lock(&self);
    /// Lets other processes append again.
    fn unlock(&self);
    /// One write at the end; returns how many bytes were written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;
    /// Syncs the content, so that it survives a power cut.
    fn sync(&self) -> io::Result<()>;
    /// Cuts the file to this length.
    fn truncate(&self, length: u64) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        of_owner().create(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        match sync_folder(path) {
            // Some file systems cannot sync a folder, and report that.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
                ) =>
            {
                Ok(())
            }
            done => done,
        }
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Appending>> {
        Ok(Box::new(for_owner().append(cfg!(unix)).open(path)?))
    }
}

impl Appending for File {
    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_from(&self, offset: u64) -> io::Result<Vec<u8>> {
        let mut file: &File = self;
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(offset))?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn lock(&self) {
        let patience = 200;
        for _ in 0..patience {
            match try_lock(self) {
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
                Ok(()) | Err(TryLockError::Error(_)) => return,
            }
        }
    }

    fn unlock(&self) {
        // Unlocking without a lock does no harm.
        let _ = unlock(self);
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut file: &File = self;
        if cfg!(windows) {
            // It could not be cut if it were open for appending alone. The lock keeps others away.
            file.seek(SeekFrom::End(0))?;
        }
        file.write(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}
