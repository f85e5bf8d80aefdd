//! What happened, and what follows from it: sealed lines, the merge of devices, the schedule.
//!
//! Pure: bytes and settings in, values out. `store` brings the bytes. A card is named by text here,
//! for the journal remembers cards that no deck holds any more.

mod accepted;
mod cursor;
mod declared;
mod entry;
mod event;
mod evidence;
mod fingerprint;
mod fitted;
mod goal;
mod habit_entry;
mod interview;
mod journal;
mod line;
mod merge;
mod open_interview;
mod own_form;
mod parse;
mod problem;
mod project_entry;
mod rating;
mod reached;
mod read;
mod replay;
mod schedule;
mod snapshot;
mod step;
mod texts;
mod timestamp;
mod union;

pub use accepted::{Accepted, Doubled, Gap};
pub use declared::Declared;
pub use event::{
    Details, Event, Fields, InvalidRecordId, Mode, Record, RecordId, ReservedKey, Review,
};
pub use evidence::evidence;
pub use fingerprint::{Basis, FileMark, Fingerprint};
pub use fitted::Fitted;
pub use goal::Goal;
pub use habit_entry::{HabitEntry, HabitState};
pub use interview::{
    AskedKind, InterviewAnswer, InterviewDebriefed, InterviewEnd, InterviewNote, InterviewRated,
    InterviewStart, InterviewSure, Outcome, Way,
};
pub use journal::{Journal, JournalFile};
pub use line::{VERSION, seal};
pub use open_interview::OpenInterview;
pub use problem::{Damage, Problem};
pub use project_entry::{ProjectEntry, ProjectState};
pub use rating::{Mastery, Rating};
pub use reached::Reached;
pub use read::{Reading, highest_seq};
pub use replay::{OutOfOrder, ReplayedAnswer, Rules, current_name};
pub use schedule::{ByName, CardState, DayLog, DeviceState, LastRecord, Pause, Schedule, Ticks};
pub use snapshot::{SnapshotReader, put_snapshot, read_snapshot, write_snapshot};
pub use union::{Union, lines_only_in, union};
mod answer_stats;
#[cfg(test)]
mod test_support;

pub use answer_stats::AnswerStats;
