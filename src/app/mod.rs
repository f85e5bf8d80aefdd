//! What commands share: the context of a run, its decks and history, filters, dates, exit codes.

pub(crate) mod cards_export;
pub(crate) mod checkup;
pub(crate) mod checkup_json;
pub(crate) mod chosen_decks;
pub(crate) mod complete;
pub(crate) mod context;
pub(crate) mod dates;
pub(crate) mod exit;
pub(crate) mod files;
pub(crate) mod filters;
pub(crate) mod find;
pub(crate) mod interactive;
pub(crate) mod interview_report;
pub(crate) mod interview_run;
pub(crate) mod loaded_decks;
pub(crate) mod open_history;
pub(crate) mod pages;
pub(crate) mod questions;
pub(crate) mod reached;
pub(crate) mod repair;
pub(crate) mod schemas;
pub(crate) mod take_back;

pub use context::Context;
pub use exit::{Exit, Failure};
