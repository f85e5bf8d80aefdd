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
mod own_decks;
mod private;
mod program;
mod settings;
mod snapshot;

pub use clock::{Clock, InvalidEnvironment, new_record_id, seed, session_name};
pub use disk::{Appending, Disk, RealDisk};
pub use home::{Home, NoHome};
pub use journal::{AppendError, Appended, JournalWriter};
pub use journals::{JournalBytes, UnreadableJournal};
pub use lock::{Holder, Lock, SessionLock};
pub use opened::{Opened, Terms};
pub use own_decks::{
    DeckFile, UnreadableDeck, create_deck, deck_files, own_decks, read_deck, replace_deck,
};
pub use program::program;
pub use settings::{ColorChoice, Loaded, Origin, Settings, SettingsError, Shown, set_in_file};
