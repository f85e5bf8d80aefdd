//! What nodequiz promises, one file a command or a promise.

mod decks;
mod durability;
mod home;
mod layers;
mod manners;
mod memory;
mod pty;
mod rendering;
mod study;
mod syllabus;
mod terminal;
mod tools;
