//! Records packed tightly: a million of them fit where a tenth would as they are.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};

use super::event::{Details, Event, Mode, Record, RecordId, Review};
use super::line::seal;
use super::texts::{Text, Texts};
use crate::memory::{Grade, StudyDay};

/// One record. What all have stands here, what only some have in [`Kept`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) id: RecordId,
    pub(super) at: DateTime<FixedOffset>,
    pub(super) seq: u64,
    pub(super) day: StudyDay,
    /// The card it is about.
    pub(super) card: Option<Text>,
    /// The place of the device among those of [`Kept`].
    pub(super) device: u16,
    what: What,
    ms: u32,
    /// The session of a review; the place of another event.
    more: u32,
    /// The place of a review's details, one up; 0 where there are none.
    details: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Review(Grade, Mode),
    Undo,
    /// An event that `undo` takes back.
    Undoable,
    Other,
}

/// No session.
const NONE: u32 = u32::MAX;

/// What only some reviews have, besides the session.
#[derive(Clone, Debug, PartialEq)]
struct Extra {
    verdict: Option<f32>,
    points: Option<Box<[u32]>>,
    guessed: bool,
    confidence: Option<f32>,
    /// Milliseconds that are too many for an entry.
    ms: u64,
}

/// What entries refer to.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    texts: Texts,
    sessions: Texts,
    devices: Vec<Box<str>>,
    extras: Vec<Extra>,
    others: Vec<Event<'static>>,
}

impl Entry {
    /// Whether `undo` can take it back.
    pub(super) const fn can_be_undone(&self) -> bool {
        matches!(self.what, What::Review(..) | What::Undoable)
    }
}

impl Kept {
    /// Packs a record.
    pub(super) fn pack(&mut self, record: Record<'_>) -> Entry {
        let card = record.event.card().map(|card| self.texts.keep(card));
        let mut entry = Entry {
            id: record.id,
            at: record.at,
            seq: record.seq,
            day: record.day,
            card,
            device: self.device(&record.device),
            what: What::Other,
            ms: 0,
            more: NONE,
            details: 0,
        };
        match record.event {
            Event::Review(review) => self.pack_review(&mut entry, review),
            event => {
                entry.what = match event {
                    Event::Undo { .. } => What::Undo,
                    _ if event.can_be_undone() => What::Undoable,
                    _ => What::Other,
                };
                entry.more = self.others.len() as u32;
                self.others.push(event.into_owned());
            }
        }
        entry
    }

    fn pack_review(&mut self, entry: &mut Entry, review: Review<'_>) {
        entry.what = What::Review(review.grade, review.mode);
        entry.ms = u32::try_from(review.ms).unwrap_or(u32::MAX);
        let Details {
            session,
            verdict,
            points,
            guessed,
            confidence,
        } = review.details;
        if let Some(session) = session {
            entry.more = self.sessions.keep(&session).index() as u32;
        }
        let long = entry.ms == u32::MAX;
        if long || verdict.is_some() || points.is_some() || guessed || confidence.is_some() {
            self.extras.push(Extra {
                verdict,
                points,
                guessed,
                confidence,
                ms: review.ms,
            });
            entry.details = self.extras.len() as u32;
        }
    }

    /// The place of a device among all.
    fn device(&mut self, name: &str) -> u16 {
        // Few devices, and nearly always the last one.
        let place = self.devices.iter().rposition(|device| **device == *name);
        place.unwrap_or_else(|| {
            self.devices.push(name.into());
            self.devices.len() - 1
        }) as u16
    }

    /// Orders the devices by name, in the entries as well.
    pub(super) fn sort_devices(&mut self, entries: &mut [Entry]) {
        let mut sorted = self.devices.clone();
        sorted.sort_unstable();
        if sorted == self.devices {
            return;
        }
        let places: Vec<u16> = self
            .devices
            .iter()
            .map(|device| sorted.binary_search(device).unwrap_or(0) as u16)
            .collect();
        for entry in entries {
            entry.device = places[entry.device as usize];
        }
        self.devices = sorted;
    }

    /// The name of a device.
    pub(super) fn device_name(&self, device: u16) -> &str {
        &self.devices[device as usize]
    }

    /// Whether any event accepts a fault of the journal; nearly no journal has one.
    pub(super) fn has_acceptances(&self) -> bool {
        let mut others = self.others.iter();
        others.any(|event| matches!(event, Event::Accept(_)))
    }

    /// The names of cards.
    pub(super) const fn cards(&self) -> &Texts {
        &self.texts
    }

    /// What an undo names.
    pub(super) fn undoes(&self, entry: &Entry) -> Option<RecordId> {
        match (entry.what, self.others.get(entry.more as usize)) {
            (What::Undo, Some(Event::Undo { of })) => Some(*of),
            _ => None,
        }
    }

    /// The event of an entry that is no review.
    pub(super) fn other(&self, entry: &Entry) -> Option<&Event<'static>> {
        match entry.what {
            What::Review(..) => None,
            What::Undo | What::Undoable | What::Other => self.others.get(entry.more as usize),
        }
    }

    /// Whether an undo that names it takes it out of the history.
    pub(super) fn can_be_taken_out(&self, entry: &Entry) -> bool {
        self.other(entry)
            .map_or_else(|| entry.can_be_undone(), Event::can_be_taken_out)
    }

    /// The record of an entry.
    pub(super) fn record(&self, entry: &Entry) -> Record<'_> {
        let event = match entry.what {
            What::Review(grade, mode) => Event::Review(self.review(entry, grade, mode)),
            What::Undo | What::Undoable | What::Other => self.others[entry.more as usize].clone(),
        };
        Record {
            id: entry.id,
            device: Cow::Borrowed(self.device_name(entry.device)),
            seq: entry.seq,
            at: entry.at,
            day: entry.day,
            event,
        }
    }

    fn review(&self, entry: &Entry, grade: Grade, mode: Mode) -> Review<'_> {
        let card = entry.card.map_or("", |card| self.texts.get(card));
        let mut review = Review::new(card, grade, u64::from(entry.ms), mode);
        if entry.more != NONE {
            review.details.session = self.sessions.at(entry.more).map(Cow::Borrowed);
        }
        if let Some(extra) = self.extra(entry) {
            review.ms = extra.ms;
            review.details.verdict = extra.verdict;
            review.details.points.clone_from(&extra.points);
            review.details.guessed = extra.guessed;
            review.details.confidence = extra.confidence;
        }
        review
    }

    fn extra(&self, entry: &Entry) -> Option<&Extra> {
        let place = (entry.details as usize).checked_sub(1)?;
        self.extras.get(place)
    }

    /// Whether two entries are the same record.
    pub(super) fn same(&self, a: &Entry, b: &Entry) -> bool {
        let plain = |entry: &Entry| {
            let Entry {
                id, at, seq, day, ..
            } = *entry;
            (id, at, seq, day, entry.device, entry.card, entry.what)
        };
        plain(a) == plain(b)
            && match (self.other(a), self.other(b)) {
                (None, None) => (a.ms, a.more) == (b.ms, b.more) && self.extra(a) == self.extra(b),
                (one, other) => one == other,
            }
    }

    /// The sealed line of an entry.
    pub(super) fn line(&self, entry: &Entry) -> String {
        seal(&self.record(entry))
    }
}
