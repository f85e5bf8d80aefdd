//! Decks of others: a folder `decks/shared/NAME` for each repository that they come from.

mod error;
mod fetch;
mod record;

pub use error::SharedError;
pub use fetch::{FetchedDecks, SharedFetch, shared_name};
pub use record::{SharedChange, SharedRecord, shared_decks};
