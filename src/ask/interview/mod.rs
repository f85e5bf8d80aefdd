//! The interview on the screen: its opening, its questions, the debrief, the report.

mod clock;
mod debriefing;
mod opening;
mod question;
mod questioning;
mod rating;
mod screen;
#[cfg(test)]
mod tests;

pub use opening::{DebriefChoice, InterviewIntro};
pub use screen::{InterviewFace, InterviewScreen};

pub(crate) use rating::rating_question;
pub(crate) use screen::SURE;
