//! What nodequiz promises, one file a command or a promise.

mod actions;
mod decks;
mod durability;
mod habits;
mod home;
mod kinds;
mod layers;
mod manners;
mod marking;
mod memory;
mod nodes;
mod place;
mod pty;
mod quiz;
mod rendering;
mod screens;
mod snippets;
mod study;
mod syllabus;
mod terminal;
mod tools;
