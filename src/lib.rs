//! nodequiz: decks are Markdown, every answer is one line of an append-only journal, and everything
//! else is computed from those two. `docs/architecture.md` draws the modules and their layers.

pub mod app;
pub mod ask;
pub mod cli;
pub mod commands;
pub mod deck;
pub mod exchange;
pub mod history;
pub mod id;
pub mod memory;
pub mod page;
pub mod plan;
pub mod progress;
pub mod question;
pub mod report;
pub mod session;
pub mod store;
pub mod terminal;
pub mod wording;
