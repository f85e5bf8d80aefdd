//! Reports as lines: one file a command. They take plain figures and know nothing of the disk.

pub(crate) mod archive;
pub(crate) mod card;
pub(crate) mod cards;
pub(crate) mod config;
pub(crate) mod curve;
pub(crate) mod decks;
pub(crate) mod doctor;
pub(crate) mod due;
pub(crate) mod fit;
pub(crate) mod goal;
pub(crate) mod habits;
pub(crate) mod interview;
pub(crate) mod matrix;
pub(crate) mod matrix_markdown;
pub(crate) mod placement;
pub(crate) mod projects;
pub(crate) mod quiz;
pub(crate) mod roadmap;
pub(crate) mod rows;
pub(crate) mod solution;
pub(crate) mod stats;
pub(crate) mod summary;
pub(crate) mod sync;

pub use archive::{BesideReport, DifferenceReport, ExportReport, ImportReport, exported, imported};
pub use card::{CardReport, card, card_numbers};
pub use cards::{CardRow, cards};
pub use config::{SettingRow, config};
pub use decks::{DeckListing, decks};
pub use doctor::{doctor, doctor_steps};
pub use due::{backlog, due, due_counts, due_short, glance, nothing_to_study};
pub use fit::{fit, fit_taken_back, parameters_in_use};
pub use goal::{goal, last_words, no_goal};
pub use habits::{habits, habits_line};
pub use interview::{interview, interview_trend};
pub use matrix::{area, gap_sentence, matrix, ratings, stage_name};
pub use matrix_markdown::matrix_markdown;
pub use placement::placement;
pub use projects::{project, projects};
pub use quiz::{QuizScore, quiz};
pub use roadmap::{Roadmap, roadmap, roadmap_level};
pub use stats::{stats, stats_in_full};
pub use summary::{Evening, summary};
pub use sync::{
    Outcome, SyncReport, SyncStatus, TextReport, TransferReport, VersionsReport, sync_status,
    synced,
};
pub mod diagnostics;
