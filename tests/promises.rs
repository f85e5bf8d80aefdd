//! What nodequiz promises, one file a command or a promise.

mod actions;
mod archive;
mod decks;
mod derived;
mod devices;
mod doctor;
mod doctor_lines;
mod durability;
mod fit;
mod habits;
mod home;
mod journals;
mod kinds;
mod layers;
#[expect(dead_code, reason = "the benches use more of it")]
mod made_journal;
mod manners;
mod marking;
mod memory;
mod nodes;
mod place;
mod pty;
mod quiz;
mod remote;
mod rendering;
mod screens;
mod simulated;
mod snippets;
mod study;
mod syllabus;
mod sync;
mod sync_races;
mod sync_refusals;
mod terminal;
mod tools;
