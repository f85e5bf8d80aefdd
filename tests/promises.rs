//! What nodequiz promises, one file per command or promise.
//!
//! On Windows, those that need a pseudo-terminal, a POSIX shell or signals are left out.
#![cfg_attr(
    windows,
    expect(dead_code, reason = "what is shared with the tests that are left out")
)]

#[cfg(unix)]
mod actions;
#[cfg(unix)]
mod adding;
#[cfg(unix)]
mod agreement;
#[cfg(unix)]
mod archive;
#[cfg(unix)]
mod battery;
#[cfg(unix)]
mod code_cards;
#[cfg(unix)]
mod completions;
#[cfg(unix)]
mod conventions;
#[cfg(unix)]
mod deck_faults;
mod deck_identity;
mod decks;
mod derived;
#[cfg(unix)]
mod devices;
#[cfg(unix)]
mod doctor;
#[cfg(unix)]
mod doctor_lines;
#[cfg(unix)]
mod durability;
mod exporting;
#[cfg(unix)]
mod fit;
#[cfg(unix)]
mod goal;
#[cfg(unix)]
mod goal_simulation;
#[cfg(unix)]
mod habits;
mod home;
#[cfg(unix)]
mod import;
#[cfg(unix)]
mod interview;
#[cfg(unix)]
mod interviewee;
#[cfg(unix)]
mod journals;
#[cfg(unix)]
mod keys;
#[cfg(unix)]
mod kinds;
#[cfg(unix)]
mod ladder;
#[cfg(unix)]
mod layers;
#[expect(
    dead_code,
    unused_imports,
    reason = "the whole measurement, in benches/, uses more of it"
)]
mod learners;
mod learning;
#[cfg(unix)]
mod links;
mod marking;
mod marking_corpus;
mod memory;
#[cfg(unix)]
mod nodes;
mod old_homes;
mod outside_decks;
#[cfg(unix)]
mod pictures;
#[cfg(unix)]
mod place;
#[cfg(unix)]
mod plain;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod quiz;
#[cfg(unix)]
mod remote;
mod rendering;
mod roadmap;
#[cfg(unix)]
mod same_figures;
#[expect(dead_code, reason = "the benches use more of it")]
mod sample_journal;
mod sample_year;
#[cfg(unix)]
mod screens;
#[cfg(unix)]
mod sharing;
mod simulated;
#[cfg(unix)]
mod snippets;
#[cfg(unix)]
mod statements;
mod stats;
#[cfg(unix)]
mod strangers;
#[cfg(unix)]
mod study;
mod study_simulation;
mod syllabus;
#[cfg(unix)]
mod sync;
#[cfg(unix)]
mod sync_races;
#[cfg(unix)]
mod sync_refusals;
#[cfg(unix)]
mod terminal;
#[cfg(unix)]
mod tools;
#[cfg(unix)]
mod undo;
