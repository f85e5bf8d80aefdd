//! What commands share: the context of a run, its decks and history, filters, dates, exit codes.

pub(crate) mod cards_export;
pub(crate) mod checkup;
pub(crate) mod complete;
pub(crate) mod context;
pub(crate) mod dates;
pub(crate) mod exit;
pub(crate) mod filters;
pub(crate) mod find;
pub(crate) mod interactive;
pub(crate) mod interview;
pub(crate) mod loaded_decks;
pub(crate) mod open_history;
pub(crate) mod pages;
pub(crate) mod reached;

pub use context::Context;
pub use exit::{Exit, Failure};
