//! Simulated learners, on which the promises about a goal's date are measured.
//!
//! A learner's memory follows FSRS-6 with individual weights, and every card has an individual
//! factor; the program uses its default weights and sees only answers and times. Used by
//! `benches/goal_simulation.rs` (the whole measurement) and `tests/goal_simulation.rs` (a small
//! one).

mod learner;
mod outcome;
mod policy;

pub(crate) use learner::{Answers, Material, SimulatedLearner};
pub(crate) use outcome::{Outcome, outcome, projected};
pub(crate) use policy::{Policy, prepare};
