//! What nodequiz promises, one file a command or a promise.

mod actions;
mod decks;
mod durability;
mod home;
mod layers;
mod manners;
mod memory;
mod nodes;
mod pty;
mod rendering;
mod snippets;
mod study;
mod syllabus;
mod terminal;
mod tools;
