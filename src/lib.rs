//! nodequiz: decks are Markdown; every answer becomes one sealed line in an append-only journal;
//! everything else is computed from those two by pure code.
//!
//! The layers, lowest first. A module uses modules of lower layers and its own files; modules of
//! one layer never meet.
//!
//! | layer | modules | |
//! |---|---|---|
//! | 0 | [`id`], [`question`], [`memory`] | names; kinds of question and their marking; FSRS and study days |
//! | 1 | [`deck`], [`history`] | decks as text; what happened, and what follows from it |
//! | 2 | [`plan`], [`exchange`] | which card comes next; other formats in and out |
//! | 3 | [`progress`] | what it adds up to |
//! | 4 | [`session`] | the conversation: question, answer, grade |
//! | 5 | [`store`], [`terminal`] | the disk; the screen |
//! | 6 | [`commands`] | one file a command |
//! | 7 | [`cli`] | the command line |

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
