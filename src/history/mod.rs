//! What happened, and what follows from it: sealed lines, the merge of devices, the schedule.
//!
//! Pure: bytes and settings in, values out. `store` brings the bytes. A card is named by text here,
//! for the journal remembers cards that no deck holds any more.

mod event;
mod habits;
mod replay;
mod schedule;

pub use event::{
    Details, Event, Fields, InvalidRecordId, Mode, Record, RecordId, ReservedKey, Review,
};
pub use habits::Habits;
pub use replay::{Answered, OutOfOrder, Rules};
pub use schedule::{CardState, DayLog, DeviceState, LastRecord, Pause, Schedule};
