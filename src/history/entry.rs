//! Records packed tightly: a million of them fit where a tenth would as they are.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset};

use super::event::{Details, Event, Mode, Record, RecordId, Review};
use super::line::seal;
use super::own_form::{self, OwnReview};
use super::step::{Change, Step};
use super::texts::{Text, Texts};
use crate::memory::{Grade, StudyDay};

/// One record. What all have stands here, what only some have in [`EntryTables`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) id: RecordId,
    pub(super) at: DateTime<FixedOffset>,
    pub(super) seq: u64,
    pub(super) day: StudyDay,
    /// The card it is about.
    pub(super) card: Option<Text>,
    /// The place of the device among those of [`EntryTables`].
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
    /// An event that `undo` takes back.
    Undoable,
    Other,
}

/// No session.
const NONE: u32 = u32::MAX;

/// What only some reviews have, besides the session.
#[derive(Clone, Copy, Debug)]
struct Extra {
    verdict: Option<f32>,
    confidence: Option<f32>,
    /// The first and the number of its points among all.
    points: Option<(u32, u32)>,
    guessed: bool,
    /// Milliseconds that are too many for an entry.
    ms: u64,
}

/// What entries refer to.
#[derive(Clone, Debug, Default)]
pub(super) struct EntryTables {
    texts: Texts,
    sessions: Texts,
    /// The session that was kept last.
    session: u32,
    devices: Vec<Box<str>>,
    extras: Vec<Extra>,
    /// The points of all reviews, one after the other.
    points: Vec<u32>,
    others: Vec<Event<'static>>,
}

impl Entry {
    /// Whether `undo` can take it back.
    pub(super) const fn can_be_undone(&self) -> bool {
        matches!(self.what, What::Review(..) | What::Undoable)
    }
}

impl EntryTables {
    /// Packs a record.
    pub(super) fn pack(&mut self, record: Record<'_>) -> Entry {
        let event = match record.event {
            Event::Review(review) => {
                let Details {
                    session,
                    verdict,
                    points,
                    guessed,
                    confidence,
                } = review.details;
                let points = points.map(|points| {
                    self.points.extend_from_slice(&points);
                    points.len() as u32
                });
                return self.pack_review(&OwnReview {
                    id: record.id,
                    device: &record.device,
                    seq: record.seq,
                    at: record.at,
                    day: record.day,
                    card: &review.card,
                    grade: review.grade,
                    ms: review.ms,
                    mode: review.mode,
                    session: session.as_deref(),
                    verdict,
                    points,
                    guessed,
                    confidence,
                });
            }
            event => event,
        };
        let what = if event.can_be_undone() {
            What::Undoable
        } else {
            What::Other
        };
        let entry = Entry {
            id: record.id,
            at: record.at,
            seq: record.seq,
            day: record.day,
            card: event.card().map(|card| self.texts.keep(card)),
            device: self.device(&record.device),
            what,
            ms: 0,
            more: self.others.len() as u32,
            details: 0,
        };
        self.others.push(event.into_owned());
        entry
    }

    /// Packs the review of a line, if it is one in our own form.
    pub(super) fn pack_line(&mut self, line: &str) -> Option<Entry> {
        let before = self.points.len();
        let own = own_form::review(line, &mut self.points);
        if own.is_none() {
            self.points.truncate(before);
        }
        own.map(|review| self.pack_review(&review))
    }

    /// Packs a review whose points are the last ones that were kept.
    fn pack_review(&mut self, review: &OwnReview<'_>) -> Entry {
        let OwnReview {
            verdict,
            points,
            guessed,
            confidence,
            ..
        } = *review;
        let ms = u32::try_from(review.ms).unwrap_or(u32::MAX);
        let extra = ms == u32::MAX
            || verdict.is_some()
            || points.is_some()
            || guessed
            || confidence.is_some();
        if extra {
            let kept = self.points.len() as u32;
            self.extras.push(Extra {
                verdict,
                confidence,
                points: points.map(|count| (kept - count, count)),
                guessed,
                ms: review.ms,
            });
        }
        Entry {
            id: review.id,
            at: review.at,
            seq: review.seq,
            day: review.day,
            card: Some(self.texts.keep(review.card)),
            device: self.device(review.device),
            what: What::Review(review.grade, review.mode),
            ms,
            more: review.session.map_or(NONE, |session| self.session(session)),
            details: if extra { self.extras.len() as u32 } else { 0 },
        }
    }

    /// The place of a session among all.
    fn session(&mut self, name: &str) -> u32 {
        // Nearly always that of the answer before.
        if self.sessions.at(self.session) == Some(name) {
            return self.session;
        }
        self.session = self.sessions.keep(name).index() as u32;
        self.session
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

    /// The names of all devices, by their place.
    pub(super) fn devices(&self) -> impl Iterator<Item = &str> {
        self.devices.iter().map(|device| &**device)
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

    /// What undos name. (A copy of a record, which is taken out, repeats what it says.)
    pub(super) fn undone(&self) -> Vec<RecordId> {
        let undone = self.others.iter().filter_map(|event| match event {
            Event::Undo { of } => Some(*of),
            _ => None,
        });
        undone.collect()
    }

    /// The event of an entry that is no review.
    pub(super) fn other(&self, entry: &Entry) -> Option<&Event<'static>> {
        match entry.what {
            What::Review(..) => None,
            What::Undoable | What::Other => self.others.get(entry.more as usize),
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
            What::Undoable | What::Other => self.others[entry.more as usize].clone(),
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

    /// What a replay needs of an entry.
    pub(super) fn step(&self, entry: &Entry) -> Step<'_> {
        let change = match entry.what {
            What::Review(grade, mode) => {
                let extra = self.extra(entry);
                Change::Answer {
                    grade,
                    mode,
                    ms: extra.map_or(u64::from(entry.ms), |extra| extra.ms),
                    points: extra.and_then(|extra| self.points(extra)),
                }
            }
            What::Undoable | What::Other => Change::Other(&self.others[entry.more as usize]),
        };
        Step {
            at: entry.at.to_utc(),
            day: entry.day,
            change,
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
            review.details.points = self.points(extra).map(Box::from);
            review.details.guessed = extra.guessed;
            review.details.confidence = extra.confidence;
        }
        review
    }

    fn points(&self, extra: &Extra) -> Option<&[u32]> {
        let (first, count) = extra.points?;
        let first = first as usize;
        self.points.get(first..first + count as usize)
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
                (None, None) => {
                    (a.ms, a.more) == (b.ms, b.more) && self.details(a) == self.details(b)
                }
                (one, other) => one == other,
            }
    }

    /// What the extra of an entry says.
    fn details(&self, entry: &Entry) -> Option<impl PartialEq> {
        self.extra(entry).map(|extra| {
            let Extra {
                verdict,
                confidence,
                guessed,
                ms,
                ..
            } = *extra;
            (verdict, confidence, guessed, ms, self.points(extra))
        })
    }

    /// The sealed line of an entry.
    pub(super) fn line(&self, entry: &Entry) -> String {
        seal(&self.record(entry))
    }
}
