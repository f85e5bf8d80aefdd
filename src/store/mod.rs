//! All that is on disk, and the other ways out of the program: clock, environment, processes.

mod archive;
mod browser;
mod child;
mod clock;
mod comparison;
pub mod device;
mod disk;
mod editor;
#[cfg(test)]
mod failing_disk;
mod git;
mod health;
mod home;
mod journal;
mod journals;
mod known_decks;
mod known_files;
mod limits;
mod lock;
mod node;
mod outside;
mod own_decks;
mod pages;
mod permissions;
mod private;
mod program;
mod reports;
mod settings;
mod snapshot;
mod sync;
mod this_program;

pub use archive::{
    ArchiveError, Arrival, Arrivals, Exported, SettingsArrival, export, import, read_archive,
};
pub use clock::{Clock, InvalidEnvironment, new_record_id, seed, session_name};
pub use comparison::{compare_snapshot, put_aside};
pub use disk::{Appending, Disk, RealDisk};
pub use git::address as remote_address;
pub use health::{look_around, remove_left_behind};
pub use home::{Home, NoHome};
pub use journal::{AppendError, Appended, JournalWriter};
pub use journals::{JournalBytes, UnreadableJournal, read_all};
pub use known_decks::KnownDecks;
pub use limits::outlive_a_file_limit;
pub use lock::{Holder, Lock, SessionLock};
pub use outside::{may_write_outside, write_outside};
pub use own_decks::{
    DeckFile, UnreadableDeck, create_deck, deck_files, holds_prompts, own_decks, own_prompts,
    read_deck, replace_deck,
};
pub use pages::{PageError, write_page};
pub use permissions::close_to_others;
pub use reports::{Report, reports};
pub use settings::{Difference, Loaded, Origin, Settings, SettingsError, Shown, set_in_file};
pub use sync::{Sync, SyncError, SyncState, Synced, Text, TransferSummary, Versions};
pub use this_program::program;
mod file_stamp;
mod history_store;
mod incoming;
mod portable_files;
mod system_tools;
mod three_way;

pub use history_store::HistoryStore;
pub use history_store::Terms;
pub use incoming::Applied;
pub use portable_files::FileError;
pub use system_tools::SystemTools;
