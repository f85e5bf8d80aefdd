//! Everything on disk, and the other effects: clock, environment, processes.

mod archive;
mod card_files;
mod child;
mod code_runner;
mod deck_index;
pub mod device;
mod disk;
#[cfg(test)]
mod failing_disk;
mod file_stamp;
mod git;
mod health;
mod history_store;
mod home;
mod journal;
mod journals;
mod known_files;
mod lock;
mod node;
mod own_decks;
mod portable_files;
mod private;
mod program;
mod repository;
mod settings;
mod shared_decks;
mod shared_fetch;
mod sources;
mod sync;
mod sync_round;
// What the store needs of the operating system: one file a family, the same functions in each.
#[cfg_attr(unix, path = "system_unix.rs")]
#[cfg_attr(windows, path = "system_windows.rs")]
mod system;
mod system_tools;

pub use archive::{
    ArchiveError, Arrivals, Exported, SettingsArrival, export, import, read_archive,
};
pub use card_files::{Report, keep_seen, last_attempt, reports, seen_in_other_decks};
pub use deck_index::indexed_decks;
pub use device::{Clock, InvalidEnvironment, new_record_id, seed, session_name};
pub use disk::{Appending, Disk, RealDisk};
pub use git::address as remote_address;
pub use health::{compare_snapshot, look_around, remove_left_behind};
pub use history_store::{HistoryStore, Terms};
pub use home::{Home, NoHome};
pub use journal::{AppendError, Appended, JournalWriter};
pub use journals::{JournalBytes, UnreadableJournal, read_all};
pub use lock::{Holder, Lock, SessionLock};
pub use own_decks::{
    DeckFile, DeckFiles, LONGEST_DECK, UnreadableDeck, WhyUnreadable, create_deck, deck_files,
    is_deck as is_deck_file, own_decks, read_deck, replace_deck, write_deck,
};
pub use portable_files::{Applied, Arrival, FileError, LeftOut};
pub use private::{
    PageError, create_folder_outside, holds_outside, may_write_outside, put_aside, read_input,
    write_outside, write_page,
};
pub use program::{program, show_in_pager};
pub use settings::{
    Difference, Expected, Loaded, NamedValues, Origin, Settings, SettingsError, Shown, set_in_file,
};
pub use shared_decks::{SharedChange, SharedRecord, shared_decks};
pub use shared_fetch::{FetchedDecks, SharedError, SharedFetch, shared_name};
pub use sources::{
    SourceError, SourceFile, import_records, keep_picture, keep_record, keep_reviews, new_reviews,
    picture_beside, picture_of_document, read_source, source_files,
};
pub use sync::{Sync, SyncError, Synced, TransferSummary};
pub use sync_round::{SyncState, Versions};
pub use system::{close_to_others, outlive_a_file_limit};
pub use system_tools::SystemTools;
