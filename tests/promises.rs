//! What nodequiz promises, one file a command or a promise.

mod actions;
mod adding;
mod archive;
mod battery;
mod code_cards;
mod completions;
mod decks;
mod derived;
mod devices;
mod doctor;
mod doctor_lines;
mod durability;
mod fit;
mod goal;
mod goal_simulation;
mod habits;
mod home;
mod interview;
mod interviewee;
mod journals;
mod keys;
mod kinds;
mod ladder;
mod layers;
#[expect(
    dead_code,
    unused_imports,
    reason = "the whole measurement, in benches/, uses more of it"
)]
mod learners;
mod lives;
#[expect(dead_code, reason = "the benches use more of it")]
mod made_journal;
mod made_year;
mod manners;
mod marking;
mod memory;
mod nodes;
mod old_homes;
mod one_story;
mod pictures;
mod place;
mod plain;
mod pty;
mod quiz;
mod remote;
mod rendering;
mod roadmap;
mod said;
mod screens;
mod simulated;
mod snippets;
mod stats;
mod study;
mod syllabus;
mod sync;
mod sync_races;
mod sync_refusals;
mod terminal;
mod tools;
mod undo;
