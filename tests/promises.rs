//! What nodequiz promises, one file per command or promise.

mod actions;
mod adding;
mod archive;
mod battery;
mod code_cards;
mod completions;
mod conventions;
mod deck_faults;
mod deck_identity;
mod decks;
mod derived;
mod devices;
mod doctor;
mod doctor_lines;
mod durability;
mod exporting;
mod fit;
mod goal;
mod goal_simulation;
mod habits;
mod home;
mod import;
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
mod learning;
mod links;
mod marking;
mod marking_corpus;
mod memory;
mod nodes;
mod old_homes;
mod outside_decks;
mod pictures;
mod place;
mod plain;
mod pty;
mod quiz;
mod remote;
mod rendering;
mod roadmap;
mod same_figures;
#[expect(dead_code, reason = "the benches use more of it")]
mod sample_journal;
mod sample_year;
mod screens;
mod sharing;
mod simulated;
mod snippets;
mod statements;
mod stats;
mod strangers;
mod study;
mod study_simulation;
mod syllabus;
mod sync;
mod sync_races;
mod sync_refusals;
mod terminal;
mod tools;
mod undo;
