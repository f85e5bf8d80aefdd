//! What nodequiz promises, one file a command or a promise.

mod decks;
mod durability;
mod habits;
mod home;
mod layers;
mod manners;
mod memory;
mod place;
mod pty;
mod quiz;
mod rendering;
mod study;
mod terminal;
mod tools;
