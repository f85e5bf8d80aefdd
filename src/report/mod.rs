//! Reports as lines: one file per command. They take plain figures and never touch the disk.

mod archive;
mod cards;
mod config;
mod decks;
mod doctor;
mod drawing;
mod fit;
mod goal;
mod interview;
mod matrix;
mod notes;
mod placement;
mod quiz;
mod roadmap;
mod shared;
mod stats;
mod sync;
mod today;

pub use archive::{
    CardsExportReport, ImportReport, cards_exported, exported, files_left_out, imported,
};
pub(crate) use cards::solution;
pub use cards::{card, card_numbers, cards};
pub use config::config;
pub use decks::{DeckListing, FaultyFile, decks, diagnostics, left_out, prompts_left_out};
pub use doctor::{doctor, doctor_steps};
pub use fit::{fit, fit_taken_back, parameters_in_use};
pub use goal::{goal, no_goal};
pub use interview::{interview, interview_trend};
pub use matrix::{area, gap_sentence, matrix, matrix_markdown, ratings, stage_name};
pub use notes::{NotesDeckReport, NotesReport, YourCards, notes};
pub use placement::{placement, placement_markdown};
pub use quiz::quiz;
pub use roadmap::{Roadmap, habits, habits_line, project, projects, roadmap, roadmap_level};
pub use shared::{SharedReport, shared};
pub use stats::{stats, stats_in_full};
pub use sync::{SyncReport, sync_status, synced};
pub use today::{
    SessionEnd, due, due_short, nothing_ahead, nothing_to_study, summary, today_header,
};
