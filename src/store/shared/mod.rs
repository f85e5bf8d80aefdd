//! Decks of others: a folder `decks/shared/NAME` for each repository that they come from.

mod fetch;
mod record;

pub use fetch::{FetchedDecks, SharedError, SharedFetch, shared_name};
pub use record::{SharedChange, SharedRecord, shared_decks};
