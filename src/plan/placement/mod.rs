//! Where to start: a few questions over all topics and levels, and the map that follows from them.
//!
//! It asks where an answer is most informative, shares what it learns between topics, and ends in
//! claims, never in reviews: a claimed card is checked after some days.

mod model;
mod round;
#[cfg(test)]
mod simulated;

pub use model::MOST_QUESTIONS;
pub(super) use model::PlacedKnowledge;
pub use round::{Knowledge, MOST_MS, MapCell, MapRow, Placement, PlacementMap};
