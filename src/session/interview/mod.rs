//! The interview as a conversation: questions without feedback, then the debrief.

mod conduct;
mod debrief;
mod ports;
#[cfg(test)]
mod tests;

pub use conduct::{Conducted, conduct};
pub use debrief::{Debriefed, debrief};
pub use ports::{
    AnswerOutcome, CRITERIA, DebriefView, InterviewView, Interviewer, RateView, Ratings,
    SpokenAnswer, Tested, Ticked,
};
