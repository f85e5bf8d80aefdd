//! A mock interview: what opens its threads, what follows an answer, and how it is recorded.

mod asked;
mod pool;
mod recorded;
#[cfg(test)]
mod tests;

pub use asked::Asked;
pub use pool::{Before, DEEPEST, Interview, Pool, Turn, draw, draw_code, likely_level, threads};
pub use recorded::{RecordedAnswer, RecordedInterview, asked_before, recorded_interviews};
