//! What nodequiz promises, one file a command or a promise.

mod decks;
mod durability;
mod home;
mod kinds;
mod layers;
mod manners;
mod marking;
mod memory;
mod pty;
mod rendering;
mod screens;
mod study;
mod terminal;
mod tools;
