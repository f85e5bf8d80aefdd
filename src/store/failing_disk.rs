//! A disk whose n-th operation fails, for tests.

use std::cell::RefCell;
use std::io;
use std::path::Path;
use std::rc::Rc;

use super::disk::{Appending, Disk, RealDisk};

/// What a disk is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    CreateFolder,
    SyncFolder,
    Open,
    Length,
    Read,
    Write,
    Sync,
    Truncate,
}

/// How an operation goes wrong.
#[derive(Clone, Copy, Debug)]
pub(super) enum Failure {
    /// The system refuses with this error number.
    Error(i32),
    /// Only this many bytes are written.
    Short(usize),
}

/// The failures to come, and the operations so far.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The operations that fail, numbered from 0.
    pub(super) failures: Vec<(usize, Failure)>,
    /// From this operation on, all fail with this error number.
    pub(super) failing_from: Option<(usize, i32)>,
    /// Operations that always fail.
    pub(super) broken: Vec<Operation>,
    /// All operations so far.
    pub(super) done: Vec<Operation>,
}

/// The real disk with a plan of failures.
#[derive(Clone, Debug, Default)]
pub(super) struct FailingDisk {
    pub(super) plan: Rc<RefCell<Plan>>,
}

#[derive(Debug)]
struct FailingFile {
    plan: Rc<RefCell<Plan>>,
    file: Box<dyn Appending>,
}

/// Records an operation; returns its failure, if it is to fail.
fn step(plan: &Rc<RefCell<Plan>>, operation: Operation) -> io::Result<Option<usize>> {
    let mut plan = plan.borrow_mut();
    let number = plan.done.len();
    plan.done.push(operation);
    if plan.broken.contains(&operation) {
        return Err(io::Error::from_raw_os_error(5));
    }
    if let Some((from, error)) = plan.failing_from
        && number >= from
    {
        return Err(io::Error::from_raw_os_error(error));
    }
    match plan.failures.iter().find(|(failing, _)| *failing == number) {
        Some((_, Failure::Error(number))) => Err(io::Error::from_raw_os_error(*number)),
        Some((_, Failure::Short(bytes))) => Ok(Some(*bytes)),
        None => Ok(None),
    }
}

impl Disk for FailingDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        step(&self.plan, Operation::CreateFolder)?;
        RealDisk.create_folder(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        step(&self.plan, Operation::SyncFolder)?;
        RealDisk.sync_folder(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Appending>> {
        step(&self.plan, Operation::Open)?;
        Ok(Box::new(FailingFile {
            plan: Rc::clone(&self.plan),
            file: RealDisk.open(path)?,
        }))
    }
}

impl Appending for FailingFile {
    fn length(&self) -> io::Result<u64> {
        step(&self.plan, Operation::Length)?;
        self.file.length()
    }

    fn read_from(&self, offset: u64) -> io::Result<Vec<u8>> {
        step(&self.plan, Operation::Read)?;
        self.file.read_from(offset)
    }

    fn lock(&self) {
        self.file.lock();
    }

    fn unlock(&self) {
        self.file.unlock();
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match step(&self.plan, Operation::Write)? {
            Some(short) => self.file.write(&bytes[..short.min(bytes.len())]),
            None => self.file.write(bytes),
        }
    }

    fn sync(&self) -> io::Result<()> {
        step(&self.plan, Operation::Sync)?;
        self.file.sync()
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        step(&self.plan, Operation::Truncate)?;
        self.file.truncate(length)
    }
}
