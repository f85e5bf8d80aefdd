//! The interview on the screen: its opening, its questions, the debrief, the report.

mod debriefing;
mod questioning;
mod screen;
#[cfg(test)]
mod tests;

pub use screen::{DebriefChoice, InterviewFace, InterviewIntro, InterviewScreen};

pub(crate) use debriefing::rating_question;
pub(crate) use screen::SURE;
