//! Replay: from records in order to where every card stands.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use chrono::{SubsecRound as _, Utc};

use super::event::{Event, Mode, Record, Review};
use super::journal::Journal;
use super::line::{fnv, stirred};
use super::schedule::{CardState, DayLog, DeviceState, LastRecord, Pause, Schedule};
use crate::memory::{Grade, Memory, Parameters, Scheduler, Scheduling, StudyDay};
use crate::question::Kind;

/// What decides about a replay besides the journal.
pub struct Rules<'a> {
    /// Retention, longest interval, spread; and the weights that hold until a fit replaces them.
    pub scheduling: Scheduling,
    /// Cards that were renamed: the old full name and the new one.
    pub renames: &'a BTreeMap<String, String>,
    /// The kind of a card, `None` for one that no deck holds.
    pub kind: &'a dyn Fn(&str) -> Option<Kind>,
}

/// A record that does not come after all others, so that only a whole replay can take it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this record changes what came before it; read the journal anew")]
pub struct OutOfOrder;

/// One answer as the replay saw it, for those who look at the whole history.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'r> {
    /// The review as it was written.
    pub review: &'r Review<'r>,
    /// Its record.
    pub record: &'r Record<'r>,
    /// The card's name now.
    pub card: &'r str,
    /// The day that counts for the memory: never before an earlier one.
    pub day: StudyDay,
    /// The memory before the answer; `None` for a new card.
    pub before: Option<Memory>,
    /// Whole days since the card's last answer; 0 for a new card.
    pub elapsed: u32,
    /// Whether it is the card's first answer on this day.
    pub first_of_day: bool,
    /// The model, to ask it how likely the card was remembered.
    pub scheduler: &'r Scheduler,
}

impl Schedule {
    /// Computes where every card stands.
    #[must_use]
    pub fn replay(journal: &Journal<'_>, rules: &Rules<'_>) -> Self {
        Self::replay_watched(journal, rules, |_| {})
    }

    /// Computes where every card stands, and shows every answer with the memory before it.
    #[must_use]
    pub fn replay_watched(
        journal: &Journal<'_>,
        rules: &Rules<'_>,
        watch: impl FnMut(&Answered<'_>),
    ) -> Self {
        let parameters = journal
            .records
            .iter()
            .rev()
            .find_map(|record| match record.event {
                Event::Parameters { parameters } => Some(parameters),
                _ => None,
            });
        let mut replay = Replay {
            schedule: Self {
                parameters,
                devices: devices(journal),
                ..Self::default()
            },
            places: HashMap::new(),
            kinds: Vec::new(),
            scheduler: scheduler(rules.scheduling, parameters),
            rules,
            watch,
        };
        for record in &journal.records {
            replay.take(record);
        }
        let mut schedule = replay.schedule;
        schedule.cards.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        schedule.last.clone_from(&journal.end);
        schedule
    }

    /// Takes in one more record, exactly as a replay with it at the end would.
    ///
    /// An undo, new parameters, or a record that does not come last in the merged order (another
    /// device's clock is ahead) need a whole replay.
    pub fn apply(&mut self, record: &Record<'_>, rules: &Rules<'_>) -> Result<(), OutOfOrder> {
        if matches!(record.event, Event::Undo { .. } | Event::Parameters { .. }) {
            return Err(OutOfOrder);
        }
        let mut record = record.clone();
        if let Some(last) = &self.last {
            if *last.device == *record.device && record.at < last.at {
                record.at = last.at.with_timezone(record.at.offset());
            }
            let in_order = (record.at.to_utc(), &*record.device) >= (last.at, &*last.device)
                && self
                    .device(&record.device)
                    .is_none_or(|device| record.seq > device.seq);
            if !in_order {
                return Err(OutOfOrder);
            }
        }
        self.reach(&record);
        if let Some(card) = record.event.card() {
            let card = current_name(card, rules.renames);
            let place = self.place_of(card).unwrap_or_else(|place| {
                self.cards.insert(place, CardState::new(card));
                place
            });
            let scheduler = scheduler(rules.scheduling, self.parameters);
            let kind = (rules.kind)(card);
            self.take_card(place, &record, kind, &scheduler, &mut |_| {});
        } else {
            self.take_other(&record);
        }
        Ok(())
    }

    /// Moves the end of the history to this record.
    fn reach(&mut self, record: &Record<'_>) {
        let day = self
            .latest_day
            .map_or(record.day, |day| day.max(record.day));
        self.latest_day = Some(day);
        match &mut self.last {
            Some(last) => {
                last.at = record.at.to_utc();
                last.seq = record.seq;
                if *last.device != *record.device {
                    last.device = (*record.device).into();
                }
            }
            None => {
                self.last = Some(LastRecord {
                    at: record.at.to_utc(),
                    device: (*record.device).into(),
                    seq: record.seq,
                });
            }
        }
        let place = self
            .devices
            .binary_search_by(|state| (*state.device).cmp(&*record.device))
            .unwrap_or_else(|place| {
                let device = DeviceState {
                    device: (*record.device).into(),
                    seq: 0,
                    undoable: None,
                };
                self.devices.insert(place, device);
                place
            });
        let device = &mut self.devices[place];
        device.seq = device.seq.max(record.seq);
        if record.event.can_be_undone() {
            device.undoable = Some(record.id);
        }
    }

    /// What an event that is about no card changes.
    fn take_other(&mut self, record: &Record<'_>) {
        if let Event::Pause { until } = record.event {
            let from = self.latest_day.unwrap_or(record.day);
            if let Some(before) = self.pauses.last_mut() {
                before.until = before.until.min(from).max(before.from);
            }
            self.pauses.retain(|pause| pause.from < pause.until);
            if from < until {
                self.pauses.push(Pause { from, until });
            }
        }
    }

    /// What an event about the card at `place` changes.
    fn take_card(
        &mut self,
        place: usize,
        record: &Record<'_>,
        kind: Option<Kind>,
        scheduler: &Scheduler,
        watch: &mut dyn FnMut(&Answered<'_>),
    ) {
        let day = self.latest_day.unwrap_or(record.day);
        let card = &mut self.cards[place];
        match &record.event {
            Event::Review(review) => {
                // Lent to the watcher while the card changes.
                let id = std::mem::take(&mut card.id);
                let answered = Answered {
                    review,
                    record,
                    card: &id,
                    day,
                    before: card.memory,
                    elapsed: card.last.map_or(0, |last| days_between(last, day)),
                    first_of_day: card.last != Some(day),
                    scheduler,
                };
                watch(&answered);
                card.take_answer(&answered);
                self.log(&answered, kind);
                self.cards[place].id = id;
            }
            Event::Claim { .. } if card.memory.is_none() => {
                let interval = first_check(&card.id);
                card.claimed = Some(day);
                card.interval = interval;
                card.due = Some(day.plus(interval));
            }
            Event::Suspend { .. } => card.suspended = true,
            Event::Unsuspend { .. } => card.suspended = false,
            Event::Bury { until, .. } => card.buried_until = Some(*until),
            Event::Mark { .. } => card.marked = true,
            Event::Unmark { .. } => card.marked = false,
            Event::Reset { .. } => {
                *card = CardState {
                    suspended: card.suspended,
                    buried_until: card.buried_until,
                    marked: card.marked,
                    ..CardState::new(&card.id)
                };
            }
            _ => {}
        }
    }

    /// Adds an answer to its day and to the habits.
    fn log(&mut self, answered: &Answered<'_>, kind: Option<Kind>) {
        let Answered { review, record, .. } = answered;
        // Milliseconds are what is written down; a line by hand may have more.
        let at = record.at.to_utc().trunc_subsecs(3);
        let ms = review.ms.min(longest_answer(kind, review.mode));
        let place = match self.days.last() {
            Some(last) if last.day == record.day => self.days.len() - 1,
            _ => self
                .days
                .binary_search_by_key(&record.day, |log| log.day)
                .unwrap_or_else(|place| {
                    self.days.insert(place, DayLog::new(record.day, at));
                    place
                }),
        };
        let passed = u32::from(review.grade.passed());
        let log = &mut self.days[place];
        log.answers += 1;
        log.ms += ms;
        log.first_at = log.first_at.min(at);
        log.last_at = log.last_at.max(at);
        if answered.first_of_day {
            log.first_tries += 1;
            log.passed += passed;
            if answered.before.is_none() {
                log.new += 1;
            } else {
                log.reviews += 1;
                log.recalled += passed;
            }
        } else {
            log.repeats += 1;
        }
        if answered.first_of_day {
            self.habits.count(answered.before.is_none(), review.grade);
        }
        // An interview is spoken, so its times say nothing about study; 0 was not measured.
        if let Some(kind) = kind
            && ms > 0
            && review.mode != Mode::Interview
        {
            self.habits.time(kind, ms as u32);
        }
    }
}

impl CardState {
    /// What an answer changes.
    fn take_answer(&mut self, answered: &Answered<'_>) {
        let Answered { day, scheduler, .. } = *answered;
        let grade = answered.review.grade;
        let known = self.last_grade.is_some_and(Grade::passed)
            && self.passed.is_some_and(|passed| passed < day);
        if known && !grade.passed() {
            self.lapses += 1;
        }
        let memory = scheduler.after(self.memory, answered.elapsed, grade);
        self.reviews += 1;
        self.interval = if grade.passed() {
            self.passed.get_or_insert(day);
            scheduler.interval(memory, answered.card, self.reviews)
        } else {
            0
        };
        self.due = Some(day.plus(self.interval));
        self.memory = Some(memory);
        self.first.get_or_insert(day);
        self.last = Some(day);
        self.last_grade = Some(grade);
        self.claimed = None;
    }
}

impl DayLog {
    /// A day of which nothing is known yet but the time of its first answer.
    fn new(day: StudyDay, at: chrono::DateTime<Utc>) -> Self {
        Self {
            day,
            answers: 0,
            first_tries: 0,
            passed: 0,
            new: 0,
            reviews: 0,
            recalled: 0,
            repeats: 0,
            ms: 0,
            first_at: at,
            last_at: at,
        }
    }
}

/// A replay of a whole journal: the same steps as [`Schedule::apply`], with cards found by hash.
struct Replay<'j, W> {
    schedule: Schedule,
    /// Where a card is, by the name in the journal and by that of today.
    places: HashMap<&'j str, usize>,
    /// The kinds of the cards, in the order of `schedule.cards`.
    kinds: Vec<Option<Kind>>,
    scheduler: Scheduler,
    rules: &'j Rules<'j>,
    watch: W,
}

impl<'j, W: FnMut(&Answered<'_>)> Replay<'j, W> {
    fn take(&mut self, record: &'j Record<'_>) {
        self.schedule.reach(record);
        match record.event.card() {
            Some(card) => {
                let place = self.place(card);
                let kind = self.kinds[place];
                self.schedule
                    .take_card(place, record, kind, &self.scheduler, &mut self.watch);
            }
            None => self.schedule.take_other(record),
        }
    }

    /// Where a card's state is; made where there is none.
    fn place(&mut self, name: &'j str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let current = current_name(name, self.rules.renames);
        let place = *self.places.entry(current).or_insert_with(|| {
            self.schedule.cards.push(CardState::new(current));
            self.kinds.push((self.rules.kind)(current));
            self.kinds.len() - 1
        });
        self.places.insert(name, place);
        place
    }
}

/// The devices of a journal, nothing of which was replayed yet.
fn devices(journal: &Journal<'_>) -> Vec<DeviceState> {
    journal
        .devices
        .iter()
        .map(|(device, seq)| DeviceState {
            device: device.as_str().into(),
            seq: *seq,
            undoable: None,
        })
        .collect()
}

/// The scheduler with fitted weights where there are any.
fn scheduler(scheduling: Scheduling, fitted: Option<Parameters>) -> Scheduler {
    Scheduler::new(Scheduling {
        parameters: fitted.unwrap_or(scheduling.parameters),
        ..scheduling
    })
}

/// What the decks call a card now. A name that leads into a circle stays as it is.
fn current_name<'n>(name: &'n str, renames: &'n BTreeMap<String, String>) -> &'n str {
    let mut current = name;
    for _ in 0..=renames.len() {
        match renames.get(current) {
            Some(next) => current = next,
            None => return current,
        }
    }
    name
}

/// Whole days from one day to another, 0 where it is earlier.
fn days_between(earlier: StudyDay, later: StudyDay) -> u32 {
    u32::try_from(later.days_since(earlier)).unwrap_or(0)
}

/// Days from a claim to its first check: 5 to 20, spread by a hash of the card's name.
///
/// FNV-1a (64 bits) over the name, stirred by the finaliser of `SplitMix64`, modulo 16. Frozen.
fn first_check(card: &str) -> u32 {
    5 + (stirred(fnv(card.bytes())) % 16) as u32
}

/// How long an answer can have taken, in milliseconds: whoever takes longer went for a coffee.
fn longest_answer(kind: Option<Kind>, mode: Mode) -> u64 {
    const USUAL: u64 = 60_000;
    const LONG: u64 = 180_000;
    let spoken = mode == Mode::Interview;
    match kind {
        _ if spoken => LONG,
        Some(Kind::Points | Kind::Bug) => LONG,
        Some(
            Kind::Recall | Kind::Choice | Kind::Cloze | Kind::Typed | Kind::Order | Kind::Output,
        )
        | None => USUAL,
    }
}

impl fmt::Debug for Rules<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rules")
            .field("scheduling", &self.scheduling)
            .field("renames", &self.renames)
            .finish_non_exhaustive()
    }
}
