//! A mock interview: what opens its threads, what follows an answer, and how it is kept.

mod asked;
mod draw;
mod kept;
mod pool;
mod steer;
#[cfg(test)]
mod tests;

pub use asked::{Asked, Form, is_open};
pub use draw::{draw, threads};
pub use kept::{RecordedAnswer, RecordedInterview, asked_before, recorded_interviews};
pub use pool::{Before, Pool};
pub use steer::{DEEPEST, Interview, Turn, likely_level};
