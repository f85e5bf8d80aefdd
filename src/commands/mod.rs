//! A file for each command or group of commands: arguments, help text, steps, and what they print if that is short.

pub mod card_state;
pub mod cards;
pub mod completions;
pub mod config;
pub mod decks;
pub mod docs;
pub mod doctor;
pub mod due;
pub mod export;
pub mod fit;
pub mod goal;
pub mod import;
mod import_notes;
mod import_plan;
pub mod interview;
pub mod matrix;
pub mod menu;
pub mod own_cards;
pub mod pause;
pub mod place;
pub mod practice;
pub mod quiz;
pub mod remind;
pub mod roadmap;
#[cfg(test)]
mod same_figures;
mod shared_decks;
pub mod stats;
pub mod study;
pub mod sync;
pub mod undo;
