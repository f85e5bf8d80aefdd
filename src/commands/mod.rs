//! One file a command: its arguments, its help text, its steps.

mod card;
mod cards;
mod completions;
mod config;
mod decks;
mod due;
mod exit;
mod filters;
mod learner;
mod man;
mod menu;
mod named;
mod review;
mod shelf;
mod stats;
mod study;
mod undo;
mod world;

pub use card::CardArgs;
pub use cards::CardsArgs;
pub use completions::CompletionsArgs;
pub use config::ConfigArgs;
pub use decks::DecksArgs;
pub use due::DueArgs;
pub use exit::{Exit, Failure};
pub use man::ManArgs;
pub use menu::menu;
pub use review::ReviewArgs;
pub use stats::StatsArgs;
pub use study::StudyArgs;
pub use undo::UndoArgs;
pub use world::World;
