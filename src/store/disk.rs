//! What the journal needs of a disk, so that tests can use a failing one.

use std::fmt::Debug;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

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
        DirBuilder::new().recursive(true).mode(0o700).create(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        match File::open(path)?.sync_all() {
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
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .mode(0o600)
            .open(path)?;
        Ok(Box::new(file))
    }
}

impl Appending for File {
    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_from(&self, offset: u64) -> io::Result<Vec<u8>> {
        let length = Appending::length(self)?.saturating_sub(offset);
        let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        self.read_exact_at(&mut bytes, offset)?;
        Ok(bytes)
    }

    fn lock(&self) {
        let patience = 200;
        for _ in 0..patience {
            match self.try_lock() {
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
                Ok(()) | Err(TryLockError::Error(_)) => return,
            }
        }
    }

    fn unlock(&self) {
        // Unlocking without a lock does no harm.
        let _ = Self::unlock(self);
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut file: &File = self;
        file.write(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}
