//! What commands share: the context of a run, its decks and history, finding what was named, dates, exit codes.

mod context;
pub(crate) mod dates;
mod exit;
pub(crate) mod find;
pub(crate) mod interactive;
pub(crate) mod loaded_decks;
pub(crate) mod open_history;

pub use context::Context;
pub(crate) use context::needs_terminal;
pub use exit::{Exit, Failure};
pub(crate) use find::FilterArgs;
pub(crate) use loaded_decks::{LoadedDecks, OwnDecks, ReadDecks};
pub(crate) use open_history::OpenHistory;
