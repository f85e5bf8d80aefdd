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
    Ratings, Said, Ticked, conduct, debrief,
};
pub use placing::{Placing, claim, place};
pub use ports::{Face, Journal, NotSaved, OnDisk, Relief, Reply, Retry, Stuck};
pub use rehearsal::Rehearsal;
pub use state::{Session, Step};
pub use suggest::{Suggestion, suggest};
pub use summary::{Answered, Summary};
pub use view::{OnTheDay, View};
pub use workbench::{Edited, Ran, RunEnd, Trouble, Workbench};
