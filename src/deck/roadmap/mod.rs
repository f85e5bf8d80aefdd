//! What surrounds the cards: the ladder of levels, projects, habits, the skills matrix, reading.
//!
//! Each is a JSON file beside the decks, compiled in and read when it is first asked for.

mod habits;
mod ladder;
mod matrix;
mod projects;
mod resources;

pub use habits::{Habit, Habits, Rhythm};
pub use ladder::{Ladder, Rung};
pub use matrix::{Area, Expectations, MasteryStage, Matrix};
pub use projects::{Project, Projects};
pub use resources::{Resource, Resources};
