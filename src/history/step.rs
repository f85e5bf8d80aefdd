//! What a replay needs of a record: neither names nor texts, which a long history would fetch from all
//! over the memory for nothing.

use chrono::{DateTime, Utc};

use super::event::{Event, Mode, Record};
use crate::memory::{Grade, StudyDay};

/// One record, as a replay takes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    pub(super) at: DateTime<Utc>,
    pub(super) day: StudyDay,
    pub(super) change: Change<'a>,
}

/// What a record changes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change<'a> {
    /// A card was answered.
    Answer {
        grade: Grade,
        mode: Mode,
        ms: u64,
        points: Option<&'a [u32]>,
    },
    /// Anything but a review.
    Other(&'a Event<'a>),
}

impl<'a> Step<'a> {
    pub(super) fn of(record: &'a Record<'a>) -> Self {
        let change = match &record.event {
            Event::Review(review) => Change::Answer {
                grade: review.grade,
                mode: review.mode,
                ms: review.ms,
                points: review.details.points.as_deref(),
            },
            event => Change::Other(event),
        };
        Self {
            at: record.at.to_utc(),
            day: record.day,
            change,
        }
    }
}
