//! What it all adds up to.

mod streak;

pub use streak::{Streak, streak};
