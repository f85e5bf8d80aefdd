//! A mock interview: what opens its threads, what follows an answer, and how it is recorded.

mod asked;
mod next_question;
mod pool;
mod recorded;
#[cfg(test)]
mod tests;

pub use asked::Asked;
pub use next_question::{DEEPEST, Interview, Turn, likely_level};
pub use pool::{Before, Pool, draw, draw_code, threads};
pub use recorded::{RecordedAnswer, RecordedInterview, asked_before, recorded_interviews};
