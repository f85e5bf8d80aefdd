//! All that is on disk, and the other ways out of the program: clock, environment, processes.

mod clock;
mod home;
mod journal;

pub use clock::{Clock, InvalidEnvironment, new_record_id, seed};
pub use home::{Home, NoHome};
pub use journal::{AppendError, JournalWriter};
