//! Reports as lines: one file per command. They take plain figures and never touch the disk.

mod archive;
mod cards;
mod config;
mod decks;
mod doctor;
mod drawing;
mod due;
mod fit;
mod goal;
mod habits;
mod interview;
mod matrix;
mod notes;
mod placement;
mod projects;
mod quiz;
mod roadmap;
mod shared;
mod stats;
mod summary;
mod sync;

pub use archive::{
    CardsExportReport, ImportReport, cards_exported, exported, files_left_out, imported,
};
pub(crate) use cards::solution;
pub use cards::{card, card_numbers, cards};
pub use config::config;
pub use decks::{DeckListing, FaultyFile, decks, diagnostics, left_out, prompts_left_out};
pub use doctor::{doctor, doctor_steps};
pub use due::{due, due_short, nothing_ahead, nothing_to_study, today_header};
pub use fit::{fit, fit_taken_back, parameters_in_use};
pub use goal::{goal, no_goal};
pub use habits::{habits, habits_line};
pub use interview::{interview, interview_trend};
pub use matrix::{area, gap_sentence, matrix, matrix_markdown, ratings, stage_name};
pub use notes::{NotesDeckReport, NotesReport, YourCards, notes};
pub use placement::{placement, placement_markdown};
pub use projects::{project, projects};
pub use quiz::quiz;
pub use roadmap::{Roadmap, roadmap, roadmap_level};
pub use shared::{SharedReport, shared};
pub use stats::{stats, stats_in_full};
pub use summary::{SessionEnd, summary};
pub use sync::{SyncReport, sync_status, synced};
