//! One file per command: its arguments, its help text, its steps.

pub mod add;
pub mod card;
pub mod card_state;
pub mod cards;
pub mod completions;
pub mod config;
pub mod decks;
pub mod docs;
pub mod doctor;
pub mod due;
pub mod edit;
pub mod export;
pub mod fit;
pub mod goal;
pub mod habits;
pub mod import;
mod import_notes;
mod import_plan;
pub mod interview;
pub mod man;
pub mod matrix;
pub mod menu;
pub mod pause;
pub mod place;
pub mod projects;
pub mod quiz;
pub mod remind;
pub mod review;
pub mod roadmap;
#[cfg(test)]
mod same_figures;
mod shared_decks;
pub mod stats;
pub mod study;
pub mod sync;
pub mod undo;
