//! What happened, and what follows from it: sealed lines, the merge of devices, the schedule.
//!
//! Pure: bytes and settings in, values out. `store` brings the bytes. Cards are named by text here,
//! because the journal remembers cards that are no longer in any deck.

mod accepted;
mod answer_stats;
mod contents;
mod declared;
mod entry;
mod event;
mod evidence;
mod fingerprint;
mod ids;
mod interview;
mod journal;
mod line;
mod merge;
mod parse;
mod problem;
mod read;
mod replay;
mod schedule;
mod snapshot;
#[cfg(test)]
mod test_support;
mod texts;
mod timestamp;
mod undo;
mod union;

pub use answer_stats::AnswerStats;
pub use contents::{
    Accepted, Doubled, Gap, Goal, GoalChange, HabitEntry, HabitState, Mastery, Note,
    PlacementAnswer, PlacementNote, PlacementRound, ProjectEntry, ProjectState, Rating, Reached,
    Redate, TakenBack,
};
pub use declared::{Declared, OpenInterview};
pub use event::{Details, Event, Mode, Record, Review, Unknown};
pub use evidence::evidence;
pub use fingerprint::{Basis, FileMark, Fingerprint};
pub use ids::{CardName, DeviceId, InvalidRecordId, RecordId, SessionId};
pub use interview::{
    AskedKind, InterviewAnswer, InterviewDebriefed, InterviewEnd, InterviewNote, InterviewRated,
    InterviewScope, InterviewStart, InterviewSure, Outcome, Way,
};
pub use journal::{Fitted, Journal, JournalFile};
pub use line::{VERSION, has_checksum, seal, with_checksum};
pub use merge::is_from_the_future;
pub use problem::{Damage, Problem};
pub use read::{Reading, highest_seq};
pub use replay::{OutOfOrder, ReplayedAnswer, Rules, current_name};
pub use schedule::{CardState, DayLog, DeviceState, LastRecord, Pause, Schedule, Ticks};
pub use snapshot::{Snapshot, read_snapshot, write_snapshot};
pub use undo::{Deed, Deeds};
pub use union::{Union, lines_only_in, union};
