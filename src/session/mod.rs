//! The conversation: question, answer, grade. No screen and no disk: those are ports.

mod card_tools;
mod drive;
mod interview;
mod placing;
mod ports;
mod state;
#[cfg(test)]
mod tests;
mod view;

pub use card_tools::{
    CardTools, Edited, RunEnd, SnippetResult, TestEnd, TestFailure, TestResult, TestRun, ToolError,
};
pub use drive::{Ending, drive};
pub use interview::{
    AnswerOutcome, CRITERIA, Conducted, DebriefView, Debriefed, InterviewView, Interviewer,
    RateView, Ratings, SpokenAnswer, Tested, Ticked, conduct, debrief,
};
pub use placing::{Placing, claim, place};
pub use ports::{
    Event, Graded, Journal, Leech, LeechChoice, NotSaved, OnDisk, Reply, Retry, SessionScreen,
    Stop, UnrecordedJournal,
};
pub use state::{Session, Transition};
pub use view::{OnTheDay, SessionAnswer, Suggestion, Summary, View, suggest};
