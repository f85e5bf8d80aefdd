//! Simulated learners: what the promises about a goal's date are measured on.
//!
//! A learner's memory follows FSRS-6 with weights of their own, and every card has a stability of its own;
//! the program believes its default weights and sees nothing but answers and times. Used by
//! `benches/learning_simulation.rs` (the whole measurement) and `tests/goal_simulation.rs` (a small one).

mod learner;
mod outcome;
mod policy;

pub(crate) use learner::{Answers, Known, Material, SimulatedLearner, Tally};
pub(crate) use outcome::{Outcome, outcomes};
pub(crate) use policy::{Policy, Preparation};
