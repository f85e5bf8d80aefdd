//! Where to start: a few questions over all topics and levels, and the map that follows from them.
//!
//! It asks where an answer is most informative, shares what it learns between topics, and ends in
//! claims, never in reviews: a claimed card is checked after some days.

mod known;
mod map;
mod model;
mod round;
#[cfg(test)]
mod simulated;

pub(super) use known::PlacedKnowledge;
pub use map::{Knowledge, MapCell, MapRow, PlacementMap};
pub use round::{MOST_MS, MOST_QUESTIONS, Placement};
