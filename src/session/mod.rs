//! The conversation: question, answer, grade. No screen and no disk: those are ports.

mod drive;
mod interview;
mod ports;
mod state;
#[cfg(test)]
mod tests;

pub use drive::{Ending, Placing, claim, drive, place};
pub use interview::{
    BrokenOff, CRITERIA, DebriefView, Interrupted, InterviewView, Interviewer, RateView, Ratings,
    SpokenAnswer, Tested, Ticked, conduct, debrief,
};
pub use ports::{
    CardTools, Edited, Event, Graded, Journal, Leech, LeechChoice, NotSaved, OnDisk, OnTheDay,
    Reply, Retry, RunEnd, SessionAnswer, SessionScreen, SnippetResult, Stop, Suggestion, Summary,
    TestEnd, TestFailure, TestResult, TestRun, ToolError, UnrecordedJournal, View, suggest,
};
pub use state::{Session, Transition};
