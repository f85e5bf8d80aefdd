//! The conversation: question, answer, grade. No screen and no disk: those are ports.

mod drive;
mod interview;
mod ports;
mod state;
#[cfg(test)]
mod tests;
mod view;

pub use drive::{Ending, Placing, claim, drive, place};
pub use interview::{
    BrokenOff, CRITERIA, DebriefView, Interrupted, InterviewView, Interviewer, RateView, Ratings,
    SpokenAnswer, Tested, Ticked, conduct, debrief,
};
pub use ports::{
    CardTools, Edited, Event, Graded, Journal, Leech, LeechChoice, NotSaved, OnDisk, Reply, Retry,
    RunEnd, SessionScreen, SnippetResult, Stop, TestEnd, TestFailure, TestResult, TestRun,
    ToolError, UnrecordedJournal,
};
pub use state::{Session, Transition};
pub use view::{OnTheDay, SessionAnswer, Suggestion, Summary, View, suggest};
