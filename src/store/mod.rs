//! Everything on disk, and the other effects: clock, environment, processes.

mod archive;
mod attempts;
mod browser;
mod child;
mod clock;
mod code_runner;
mod deck_index;
pub mod device;
mod disk;
mod editor;
#[cfg(test)]
mod failing_disk;
mod file_stamp;
mod found_reviews;
mod git;
mod health;
mod history_store;
mod home;
mod incoming;
mod journal;
mod journals;
mod known_files;
mod lock;
mod node;
mod outside;
mod own_decks;
mod pictures;
mod portable_files;
mod private;
mod program;
mod reports;
mod seen_cards;
mod settings;
mod shared;
mod sources;
mod sync;
mod system;
mod system_tools;

pub use archive::{
    ArchiveError, Arrival, Arrivals, Exported, SettingsArrival, export, import, read_archive,
};
pub use attempts::last_attempt;
pub use clock::{Clock, InvalidEnvironment, new_record_id, seed, session_name};
pub use deck_index::indexed_decks;
pub use disk::{Appending, Disk, RealDisk};
pub use found_reviews::{keep_reviews, new_reviews};
pub use git::address as remote_address;
pub use health::{compare_snapshot, look_around, remove_left_behind};
pub use home::{Home, NoHome};
pub use journal::{AppendError, Appended, JournalWriter};
pub use journals::{JournalBytes, UnreadableJournal, read_all};
pub use lock::{Holder, Lock, SessionLock};
pub use outside::{
    PageError, create_folder_outside, holds_outside, may_write_outside, read_input, write_outside,
    write_page,
};
pub use own_decks::{
    DeckFile, DeckFiles, LONGEST_DECK, UnreadableDeck, WhyUnreadable, create_deck, deck_files,
    is_deck as is_deck_file, own_decks, read_deck, replace_deck, write_deck,
};
pub use pictures::{keep_picture, picture_beside, picture_of_document};
pub use private::put_aside;
pub use program::{program, show_in_pager};
pub use reports::{Report, reports};
pub use seen_cards::{keep_seen, seen_in_other_decks};
pub use settings::{
    Difference, Expected, Loaded, NamedValues, Origin, Settings, SettingsError, Shown, set_in_file,
};
pub use shared::{
    FetchedDecks, SharedChange, SharedError, SharedFetch, SharedRecord, shared_decks, shared_name,
};
pub use sources::{
    SourceError, SourceFile, import_records, keep_record, read_source, source_files,
};
pub use sync::{Sync, SyncError, SyncState, Synced, Text, TransferSummary, Versions};
pub use system::{close_to_others, outlive_a_file_limit};

pub use history_store::{HistoryStore, Terms};
pub use incoming::Applied;
pub use portable_files::{FileError, LeftOut};
pub use system_tools::SystemTools;
