//! Records in a compact form, so that a million of them fit into memory.

use chrono::{DateTime, FixedOffset};
use hashbrown::HashMap;

use super::contents::Redate;
use super::event::{Details, Event, Mode, Record, Review};
use super::ids::RecordId;
use super::line::seal;
use super::texts::{Text, Texts};
use crate::memory::{Grade, StudyDay};

/// One record. Its names are in [`EntryTables`], by their place there: two entries are equal where their
/// records are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) id: RecordId,
    pub(super) at: DateTime<FixedOffset>,
    pub(super) seq: u64,
    pub(super) day: StudyDay,
    /// The card it is about.
    pub(super) card: Option<Text>,
    pub(super) device: u32,
    pub(super) what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Answer(Answer),
    /// Anything but a review.
    Other(Box<Event<'static>>),
}

/// A review.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) grade: Grade,
    pub(super) mode: Mode,
    pub(super) ms: u64,
    session: Option<Text>,
    /// Everything but the session, for the few answers that have any details.
    details: Option<Box<Details<'static>>>,
}

impl Answer {
    /// The points ticked, if they were written down.
    pub(super) fn points(&self) -> Option<&[u32]> {
        self.details.as_ref()?.points.as_deref()
    }
}

impl Entry {
    /// The event, unless it is a review.
    pub(super) fn other(&self) -> Option<&Event<'static>> {
        match &self.what {
            What::Answer(_) => None,
            What::Other(event) => Some(event),
        }
    }

    /// Whether `undo` can take it back.
    pub(super) fn can_be_undone(&self) -> bool {
        self.other().is_none_or(Event::can_be_undone)
    }

    /// Whether an undo that names it takes it out of the history.
    pub(super) fn can_be_taken_out(&self) -> bool {
        self.other().is_none_or(Event::can_be_taken_out)
    }
}

/// What entries refer to.
#[derive(Clone, Debug, Default)]
pub(super) struct EntryTables {
    /// The names of cards and sessions.
    texts: Texts,
    devices: Vec<Box<str>>,
    /// The places of the devices by their names, until they are sorted.
    places: HashMap<String, u32>,
    last_device: u32,
    last_session: Option<Text>,
    /// The records that undos name. (A copy of a record, which is dropped, names the same ones.)
    undone: Vec<RecordId>,
    has_acceptances: bool,
    /// The redates, each with its own id.
    redates: Vec<(RecordId, Redate)>,
    has_renames: bool,
}

impl EntryTables {
    /// Packs a record.
    pub(super) fn pack(&mut self, record: Record<'_>) -> Entry {
        let card = record.event.card().map(|card| self.texts.keep(card));
        let what = match record.event {
            Event::Review(review) => What::Answer(self.answer(review)),
            event => {
                match &event {
                    Event::Undo { of } => self.undone.push(*of),
                    Event::Accept(_) => self.has_acceptances = true,
                    Event::Redate(redate) => self.redates.push((record.id, redate.clone())),
                    Event::Rename { .. } => self.has_renames = true,
                    _ => {}
                }
                What::Other(Box::new(event.into_owned()))
            }
        };
        Entry {
            id: record.id,
            at: record.at,
            seq: record.seq,
            day: record.day,
            card,
            device: self.device(&record.device),
            what,
        }
    }

    fn answer(&mut self, mut review: Review<'_>) -> Answer {
        let session = review.details.session.take();
        let details = review.details.into_owned();
        Answer {
            grade: review.grade,
            mode: review.mode,
            ms: review.ms,
            session: session.map(|session| self.session(&session)),
            details: (details != Details::default()).then(|| Box::new(details)),
        }
    }

    fn session(&mut self, name: &str) -> Text {
        // Nearly always that of the answer before.
        let last = self
            .last_session
            .filter(|last| self.texts.get(*last) == name);
        let session = last.unwrap_or_else(|| self.texts.keep(name));
        self.last_session = Some(session);
        session
    }

    /// The place of a device among all.
    fn device(&mut self, name: &str) -> u32 {
        // Nearly always the one of the record before.
        if self
            .devices
            .get(self.last_device as usize)
            .is_none_or(|last| **last != *name)
        {
            let next = self.devices.len() as u32;
            self.last_device = *self.places.entry_ref(name).or_insert(next);
            if self.last_device == next {
                self.devices.push(name.into());
            }
        }
        self.last_device
    }

    /// Orders the devices by name, in the entries as well.
    pub(super) fn sort_devices(&mut self, entries: &mut [Entry]) {
        let mut sorted = self.devices.clone();
        sorted.sort_unstable();
        if sorted == self.devices {
            return;
        }
        let places: Vec<u32> = self
            .devices
            .iter()
            .map(|device| sorted.binary_search(device).unwrap_or(0) as u32)
            .collect();
        for entry in entries {
            entry.device = places[entry.device as usize];
        }
        self.places = sorted.iter().map(ToString::to_string).zip(0..).collect();
        self.devices = sorted;
    }

    pub(super) fn device_name(&self, device: u32) -> &str {
        &self.devices[device as usize]
    }

    /// The names of all devices, by their place.
    pub(super) fn devices(&self) -> impl Iterator<Item = &str> {
        self.devices.iter().map(|device| &**device)
    }

    /// Whether any event accepts damage; hardly any journal has one.
    pub(super) const fn has_acceptances(&self) -> bool {
        self.has_acceptances
    }

    /// Whether any event renames a card.
    pub(super) const fn has_renames(&self) -> bool {
        self.has_renames
    }

    /// The number of cards and sessions, which all have a smaller place.
    pub(super) fn text_count(&self) -> usize {
        self.texts.len()
    }

    /// The name of the card at a place.
    pub(super) fn card_name(&self, card: Text) -> &str {
        self.texts.get(card)
    }

    /// The place of a card's name, if any record has it.
    pub(super) fn place_of_card(&self, name: &str) -> Option<Text> {
        self.texts.find(name)
    }

    /// The records that undos name.
    pub(super) fn undone(&self) -> Vec<RecordId> {
        self.undone.clone()
    }

    /// The time and study day of the records that a redate names.
    pub(super) fn redated(&self) -> HashMap<RecordId, (DateTime<FixedOffset>, StudyDay)> {
        let mut redates: Vec<&(RecordId, Redate)> = self.redates.iter().collect();
        redates.sort_unstable_by_key(|(id, redate)| (*id, redate.time, redate.study_day));
        let each = redates.into_iter().flat_map(|(_, redate)| {
            let when = (redate.time, redate.study_day);
            redate.records.iter().map(move |record| (*record, when))
        });
        each.collect()
    }

    /// The record of an entry.
    pub(super) fn record<'a>(&'a self, entry: &'a Entry) -> Record<'a> {
        let event = match &entry.what {
            What::Answer(answer) => Event::Review(self.review(entry, answer)),
            What::Other(event) => Event::clone(event),
        };
        Record {
            id: entry.id,
            device: self.device_name(entry.device).into(),
            seq: entry.seq,
            at: entry.at,
            day: entry.day,
            event,
        }
    }

    fn review(&self, entry: &Entry, answer: &Answer) -> Review<'_> {
        let card = entry.card.map_or("", |card| self.card_name(card));
        let mut review = Review::new(card, answer.grade, answer.ms, answer.mode);
        if let Some(details) = &answer.details {
            review.details = Details::clone(details);
        }
        let session = answer.session.map(|session| self.texts.get(session));
        review.details.session = session.map(Into::into);
        review
    }

    /// The sealed line of an entry.
    pub(super) fn line(&self, entry: &Entry) -> String {
        seal(&self.record(entry))
    }
}
