//! All that is on disk, and the other ways out of the program: clock, environment, processes.

mod clock;
pub mod device;
mod disk;
#[cfg(test)]
mod failing_disk;
mod home;
mod journal;
mod journals;
mod lock;
mod opened;
mod snapshot;

pub use clock::{Clock, InvalidEnvironment, new_record_id, seed};
pub use disk::{Appending, Disk, RealDisk};
pub use home::{Home, NoHome};
pub use journal::{AppendError, Appended, JournalWriter};
pub use journals::{JournalBytes, UnreadableJournal};
pub use lock::{Holder, Lock, SessionLock};
pub use opened::{Opened, Terms};
