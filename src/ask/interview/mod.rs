//! The interview on the screen: its opening, its questions, the debrief, the report.

mod clock;
mod debriefing;
mod opening;
mod question;
mod questioning;
mod rating;
#[cfg(test)]
mod tests;

pub use opening::{DebriefChoice, InterviewIntro};
mod screen;

pub use screen::{InterviewFace, InterviewScreen};
