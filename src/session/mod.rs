//! The conversation: question, answer, grade. No screen and no disk: those are ports.

mod drive;
mod event;
mod interview;
mod placing;
mod ports;
mod rehearsal;
mod state;
mod suggest;
mod summary;
#[cfg(test)]
mod tests;
mod view;
mod workbench;

pub use drive::{Ending, drive};
pub use event::{Event, Graded, Stop};
pub use interview::{
    CRITERIA, Conducted, DebriefView, Debriefed, Heard, InterviewView, Interviewer, RateView,
    Ratings, SpokenAnswer, Ticked, conduct, debrief,
};
pub use placing::{Placing, claim, place};
pub use ports::{Journal, NotSaved, OnDisk, Relief, Reply, Retry, SessionScreen, Stuck};
pub use rehearsal::Rehearsal;
pub use state::{Session, Transition};
pub use suggest::{Suggestion, suggest};
pub use summary::{SessionAnswer, Summary};
pub use view::{OnTheDay, View};
pub use workbench::{CardTools, Edited, Ran, RunEnd, Trouble};
