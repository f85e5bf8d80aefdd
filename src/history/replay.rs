//! Replay: from ordered records to the state of every card.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use chrono::{DateTime, SubsecRound as _, Utc};

use super::entry::{Answer, Entry, EntryTables, What};
use super::event::{Event, Mode, Record, Review};
use super::ids::RecordId;
use super::journal::Journal;
use super::schedule::{CardState, DayLog, DeviceState, LastRecord, Pause, Schedule, Ticks};
use super::texts::Text;
use crate::memory::{
    Grade, Memory, Parameters, Scheduler, Scheduling, StudyDay, stable_hash, usual_lasting,
};
use crate::question::Kind;

/// What a replay depends on besides the journal.
pub struct Rules<'a> {
    /// Retention, longest interval, spread; and the weights that hold until a fit replaces them.
    pub scheduling: Scheduling,
    /// Cards that were renamed: the old full name and the new one.
    pub renames: &'a BTreeMap<String, String>,
    /// The kind of a card, `None` for one that no deck holds.
    pub kind: &'a dyn Fn(&str) -> Option<Kind>,
    /// The weight of a card; 1 for one that no deck holds.
    pub weight: &'a dyn Fn(&str) -> u8,
}

/// A record that does not come after all others, so that the whole journal must be replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this record changes what came before it; read the journal again")]
pub struct OutOfOrder;

/// One answer during a replay, for statistics over the whole history.
#[derive(Clone, Copy, Debug)]
pub struct ReplayedAnswer<'r> {
    /// How well it was remembered.
    pub grade: Grade,
    /// In which mode it was asked.
    pub mode: Mode,
    /// The points ticked or the options taken, by their index, if they were written down.
    pub points: Option<&'r [u32]>,
    /// When it was given, to the millisecond.
    pub at: DateTime<Utc>,
    /// Milliseconds as they were written.
    pub written_ms: u64,
    /// The study day that was written, which may lie before an earlier one.
    pub written_day: StudyDay,
    /// The card's name now.
    pub card: &'r str,
    /// The card's number in this replay, from 0, for counting by card.
    pub place: usize,
    /// The card's kind; `None` where no deck holds it.
    pub kind: Option<Kind>,
    /// The day that counts for the memory: never before an earlier one.
    pub day: StudyDay,
    /// The memory before the answer; `None` for a new card.
    pub before: Option<Memory>,
    /// The memory after it.
    pub after: Memory,
    /// Whole days since the card's last answer; 0 for a new card.
    pub elapsed: u32,
    /// Whether it is the card's first answer on this day.
    pub first_of_day: bool,
    /// The model, to ask it how likely the card was remembered.
    pub scheduler: &'r Scheduler,
}

impl ReplayedAnswer<'_> {
    /// How long it took, in milliseconds, at most as long as an answer can take (60 s; 180 s for points,
    /// bugs and interviews). 0 if it was not measured.
    pub fn ms(&self) -> u64 {
        let longest = longest_answer(self.kind, self.mode);
        self.written_ms.min(longest)
    }
}

impl Schedule {
    /// Computes the state of every card.
    pub fn replay(journal: &Journal, rules: &Rules<'_>) -> Self {
        Self::replay_watched(journal, rules, |_| {})
    }

    /// Computes the state of every card, and passes every answer to `watch`.
    pub fn replay_watched(
        journal: &Journal,
        rules: &Rules<'_>,
        watch: impl FnMut(&ReplayedAnswer<'_>),
    ) -> Self {
        let parameters = journal.fitted().map(|fitted| fitted.parameters);
        Self::replay_with(journal, rules, parameters, watch)
    }

    /// Computes the state that every card would have with these weights instead of the fitted ones; none
    /// for those of the rules.
    pub fn replay_as_if(
        journal: &Journal,
        rules: &Rules<'_>,
        parameters: Option<Parameters>,
    ) -> Self {
        Self::replay_with(journal, rules, parameters, |_| {})
    }

    fn replay_with(
        journal: &Journal,
        rules: &Rules<'_>,
        parameters: Option<Parameters>,
        watch: impl FnMut(&ReplayedAnswer<'_>),
    ) -> Self {
        let devices = devices(journal);
        let is_card = |card: &str| (rules.kind)(card).is_some();
        let renames = journal.renames(rules.renames, is_card);
        let place_of = |name: &str| devices.partition_point(|state| *state.device < *name);
        let mut replay = Replay {
            devices: journal.tables.devices().map(place_of).collect(),
            schedule: Self {
                parameters,
                devices,
                ..Self::default()
            },
            places: Places::new(&journal.tables, &renames),
            kinds: Vec::new(),
            scheduler: scheduler(rules.scheduling, parameters),
            rules,
            watch,
        };
        for entry in journal.happened() {
            replay.take(entry);
        }
        let mut schedule = replay.schedule;
        schedule.cards.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        for card in &mut schedule.cards {
            card.settle(&replay.scheduler, rules);
        }
        schedule.last.clone_from(&journal.end);
        schedule
    }

    /// Applies one more record, with the same result as a replay with it at the end.
    ///
    /// An undo, new parameters, a rename, an acceptance, or a record that does not come last in the merged order (another
    /// device's clock is ahead) need a whole replay.
    pub fn apply(&mut self, record: &Record<'_>, rules: &Rules<'_>) -> Result<(), OutOfOrder> {
        if matches!(
            record.event,
            Event::Undo { .. }
                | Event::Parameters { .. }
                | Event::Accept(_)
                | Event::Redate(_)
                | Event::Rename { .. }
        ) {
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
        self.take(&record, rules);
        Ok(())
    }

    /// Takes in an answer that nobody gave, to see what would follow from it.
    pub fn suppose(&mut self, card: &str, grade: Grade, day: StudyDay, rules: &Rules<'_>) {
        self.reach_day(day);
        let at = self
            .last
            .as_ref()
            .map_or_else(DateTime::default, |last| last.at);
        let review = Review::new(card, grade, 0, Mode::Study);
        let record = Record {
            id: RecordId::from_bits(0),
            device: "".into(),
            seq: 0,
            at: at.fixed_offset(),
            day,
            event: Event::Review(review),
        };
        self.take(&record, rules);
    }

    /// Applies a record that the end of the history has been moved to.
    fn take(&mut self, record: &Record<'_>, rules: &Rules<'_>) {
        let entry = EntryTables::default().pack(record.clone());
        if let Some(card) = record.event.card() {
            let card = current_name(card, rules.renames);
            let place = self.place_of(card).unwrap_or_else(|place| {
                self.cards.insert(place, CardState::new(card));
                place
            });
            let scheduler = scheduler(rules.scheduling, self.parameters);
            let kind = (rules.kind)(card);
            self.take_card(place, &entry, kind, &scheduler, &mut |_| {});
            self.cards[place].settle(&scheduler, rules);
        } else {
            self.take_other(&entry);
        }
    }

    /// Moves the end of the history to this record.
    fn reach(&mut self, record: &Record<'_>) {
        self.reach_day(record.day);
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
        let undoable = record.event.can_be_undone().then_some(record.id);
        self.devices[place].reach(record.seq, undoable);
    }

    /// Moves on to a study day: days never run backwards.
    fn reach_day(&mut self, day: StudyDay) {
        let latest = self.latest_day.map_or(day, |latest| latest.max(day));
        self.latest_day = Some(latest);
    }

    /// What an event that is about no card changes.
    fn take_other(&mut self, entry: &Entry) {
        let Some(event) = entry.other() else { return };
        if let Event::Pause { until } = *event {
            let from = self.latest_day.unwrap_or(entry.day);
            if let Some(before) = self.pauses.last_mut() {
                before.until = before.until.min(from).max(before.from);
            }
            self.pauses.retain(|pause| pause.from < pause.until);
            if from < until {
                self.pauses.push(Pause { from, until });
            }
        }
        self.declared.take(event);
    }

    /// What an event about the card at `place` changes.
    fn take_card(
        &mut self,
        place: usize,
        entry: &Entry,
        kind: Option<Kind>,
        scheduler: &Scheduler,
        watch: &mut impl FnMut(&ReplayedAnswer<'_>),
    ) {
        let day = self.latest_day.unwrap_or(entry.day);
        match &entry.what {
            What::Answer(answer) => {
                self.take_answer(place, entry, answer, kind, scheduler, watch);
            }
            What::Other(event) => self.cards[place].take_event(event, day),
        }
    }

    fn take_answer(
        &mut self,
        place: usize,
        entry: &Entry,
        answer: &Answer,
        kind: Option<Kind>,
        scheduler: &Scheduler,
        watch: &mut impl FnMut(&ReplayedAnswer<'_>),
    ) {
        let day = self.latest_day.unwrap_or(entry.day);
        let card = &mut self.cards[place];
        // Moved out, so that `answered` can borrow it while the card changes.
        let id = std::mem::take(&mut card.id);
        let elapsed = card.last.map_or(0, |last| days_between(last, day));
        let answered = ReplayedAnswer {
            grade: answer.grade,
            mode: answer.mode,
            points: answer.points(),
            // The program writes milliseconds; a hand-written line may be more exact.
            at: entry.at.to_utc().trunc_subsecs(3),
            written_ms: answer.ms,
            written_day: entry.day,
            card: &id,
            place,
            kind,
            day,
            before: card.memory,
            after: scheduler.after(card.memory, elapsed, answer.grade),
            elapsed,
            first_of_day: card.last != Some(day),
            scheduler,
        };
        watch(&answered);
        let unfailed = card.never_failed().then_some(card.reviews);
        card.take_answer(&answered);
        card.stage = self.declared.stage;
        if kind == Some(Kind::Points) {
            card.ticked_before = card.ticked;
            card.ticked = answer.points().map(Ticks::of);
        }
        self.log(&answered, unfailed);
        self.cards[place].id = id;
    }

    /// Adds an answer to its day and to the answer statistics. `unfailed` is how many answers the card had before,
    /// where all of them passed.
    fn log(&mut self, answered: &ReplayedAnswer<'_>, unfailed: Option<u32>) {
        let ReplayedAnswer {
            grade,
            kind,
            mode,
            at,
            ..
        } = *answered;
        let written_day = answered.written_day;
        let ms = answered.ms();
        let place = match self.days.last() {
            Some(last) if last.day == written_day => self.days.len() - 1,
            _ => self
                .days
                .binary_search_by_key(&written_day, |log| log.day)
                .unwrap_or_else(|place| {
                    self.days.insert(place, DayLog::new(written_day, at));
                    place
                }),
        };
        let passed = u32::from(grade.passed());
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
            self.habits.count(answered.before.is_none(), grade);
            if let Some(memory) = answered.before.filter(|_| answered.elapsed > 0) {
                let formulas = answered.scheduler.formulas();
                let passed = grade.passed();
                let stability = unfailed.map_or(memory.stability, |reviews| {
                    usual_lasting(formulas, memory, reviews)
                });
                let expected = self
                    .forgetting
                    .expect(formulas, stability, answered.elapsed);
                if let Some(kind) = kind {
                    self.habits.compare(kind, expected.chance, passed);
                }
                // What was known before says little about how long new things are kept.
                if unfailed.is_none() {
                    let own = &mut self.cards[answered.place].own;
                    own.take(formulas, &expected, passed);
                    self.forgetting.take(formulas, &expected, passed);
                }
            }
        }
        // Interviews are spoken, so their times don't count for study; 0 means not measured.
        if let Some(kind) = kind
            && ms > 0
            && mode != Mode::Interview
        {
            self.habits.time(kind, ms as u32);
        }
    }
}

impl CardState {
    /// Applies an event that is not an answer.
    fn take_event(&mut self, event: &Event<'_>, day: StudyDay) {
        match event {
            Event::Claim { .. } => {
                if self.memory.is_none() {
                    self.claimed = Some(day);
                    self.interval = first_check(&self.id);
                    self.due = Some(day.plus(self.interval));
                }
            }
            Event::Suspend { .. } => self.suspended = true,
            Event::Unsuspend { .. } => self.suspended = false,
            Event::Bury { until, .. } => self.buried_until = Some(*until),
            Event::Mark { .. } => self.marked = true,
            Event::Unmark { .. } => self.marked = false,
            Event::Reset { .. } => {
                *self = Self {
                    suspended: self.suspended,
                    buried_until: self.buried_until,
                    marked: self.marked,
                    ..Self::new(&self.id)
                };
            }
            // Reviews are applied as answers; the others are about no card.
            Event::Review(_)
            | Event::Undo { .. }
            | Event::Rename { .. }
            | Event::Pause { .. }
            | Event::Goal(_)
            | Event::Assess(_)
            | Event::Project(_)
            | Event::Habit(_)
            | Event::Reached(_)
            | Event::Stage { .. }
            | Event::Note(_)
            | Event::Parameters { .. }
            | Event::Accept(_)
            | Event::Redate(_)
            | Event::InterviewStart(_)
            | Event::InterviewEnd(_)
            | Event::Unknown(_) => {}
        }
    }

    /// Applies an answer, except for the day on which the card is due.
    fn take_answer(&mut self, answered: &ReplayedAnswer<'_>) {
        let ReplayedAnswer {
            day, after, grade, ..
        } = *answered;
        let known = self.last_grade.is_some_and(Grade::passed)
            && self.passed.is_some_and(|passed| passed < day);
        if known && !grade.passed() {
            self.lapses += 1;
        }
        if grade.passed() {
            self.passed.get_or_insert(day);
        } else {
            self.failed = Some(day);
        }
        self.memory = Some(after);
        self.reviews += 1;
        self.first.get_or_insert(day);
        self.last = Some(day);
        self.last_grade = Some(grade);
        self.claimed = None;
    }

    /// Computes the day on which an answered card is due. It depends on the last answer only, so a replay
    /// does this once per card, at the end.
    fn settle(&mut self, scheduler: &Scheduler, rules: &Rules<'_>) {
        if let (Some(memory), Some(last)) = (self.memory, self.last) {
            self.interval = if self.is_waiting() {
                0
            } else {
                let retention = scheduler.scheduling().retention_in(self.stage);
                let retention = retention.of((rules.weight)(&self.id));
                scheduler.interval(memory, retention, &self.id, self.reviews)
            };
            self.due = Some(last.plus(self.interval));
        }
    }
}

impl DeviceState {
    /// Moves the end of its journal to a record with this number; `undoable` is its id if it can be undone.
    fn reach(&mut self, seq: u64, undoable: Option<RecordId>) {
        self.seq = self.seq.max(seq);
        self.undoable = undoable.or(self.undoable);
    }
}

impl DayLog {
    /// An empty day with the time of its first answer.
    fn new(day: StudyDay, at: DateTime<Utc>) -> Self {
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

/// A replay of a whole journal: the same steps as [`Schedule::apply`], with cards found by their
/// place among the texts of the journal.
struct Replay<'j, W> {
    schedule: Schedule,
    /// Where the state of each device of the journal is.
    devices: Vec<usize>,
    places: Places<'j>,
    /// The kinds of the cards, in the order of `schedule.cards`.
    kinds: Vec<Option<Kind>>,
    scheduler: Scheduler,
    rules: &'j Rules<'j>,
    watch: W,
}

/// Where the state of each card of a journal is.
struct Places<'j> {
    tables: &'j EntryTables,
    renames: &'j BTreeMap<String, String>,
    /// Former names that another card has got since.
    taken: HashSet<&'j str>,
    /// By the place of a name; `None` for one that was not met yet.
    of: Vec<Option<u32>>,
    /// Of names that the journal does not know, as renamed cards may have.
    others: HashMap<&'j str, u32>,
}

impl<'j> Places<'j> {
    fn new(tables: &'j EntryTables, renames: &'j BTreeMap<String, String>) -> Self {
        Self {
            tables,
            renames,
            taken: HashSet::new(),
            of: vec![None; tables.text_count()],
            others: HashMap::new(),
        }
    }

    /// The place of the state of the card with this name. `Err` with its current name if it has none yet: then
    /// its place is `free`.
    fn of(&mut self, name: Text, free: usize) -> Result<usize, &'j str> {
        if let Some(place) = self.of[name.index()] {
            return Ok(place as usize);
        }
        let written = self.tables.card_name(name);
        let current = if self.taken.contains(written) {
            written
        } else {
            current_name(written, self.renames)
        };
        let slot = match self.tables.place_of_card(current) {
            Some(known) => self.of[known.index()].get_or_insert(free as u32),
            None => self.others.entry(current).or_insert(free as u32),
        };
        let place = *slot;
        self.of[name.index()] = Some(place);
        if place as usize == free {
            Err(current)
        } else {
            Ok(place as usize)
        }
    }

    /// From now on this former name means another card.
    fn take(&mut self, name: &'j str) {
        if self.renames.contains_key(name) && self.taken.insert(name) {
            let known = self.tables.place_of_card(name);
            if let Some(known) = known.filter(|known| known.index() < self.of.len()) {
                self.of[known.index()] = None;
            }
        }
    }
}

impl<'j, W: FnMut(&ReplayedAnswer<'_>)> Replay<'j, W> {
    fn take(&mut self, entry: &'j Entry) {
        // The journal knows the last record.
        self.schedule.reach_day(entry.day);
        let undoable = entry.can_be_undone().then_some(entry.id);
        let device = self.devices[entry.device as usize];
        self.schedule.devices[device].reach(entry.seq, undoable);
        if let Some(card) = entry.card {
            let place = self.place(card);
            let kind = self.kinds[place];
            self.schedule
                .take_card(place, entry, kind, &self.scheduler, &mut self.watch);
        } else {
            if let Some(Event::Rename { from, .. }) = entry.other()
                && (self.rules.kind)(from).is_some()
            {
                self.places.take(from);
            }
            self.schedule.take_other(entry);
        }
    }

    /// The place of a card's state, which is added if there is none.
    fn place(&mut self, name: Text) -> usize {
        let free = self.kinds.len();
        match self.places.of(name, free) {
            Ok(place) => place,
            Err(current) => {
                self.schedule.cards.push(CardState::new(current));
                self.kinds.push((self.rules.kind)(current));
                free
            }
        }
    }
}

/// The devices of a journal before its replay.
fn devices(journal: &Journal) -> Vec<DeviceState> {
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

/// The current name of a card, given the renames. A name that leads into a cycle is returned as it is.
pub fn current_name<'n>(name: &'n str, renames: &'n BTreeMap<String, String>) -> &'n str {
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
/// The [`stable_hash`] of the name, modulo 16. Frozen.
fn first_check(card: &str) -> u32 {
    5 + (stable_hash(card.bytes()) % 16) as u32
}

/// How long an answer can have taken, in milliseconds; whoever took longer was interrupted.
fn longest_answer(kind: Option<Kind>, mode: Mode) -> u64 {
    const USUAL: u64 = 60_000;
    const LONG: u64 = 180_000;
    match kind {
        _ if mode == Mode::Interview => LONG,
        Some(kind) => kind.profile().longest_ms,
        None => USUAL,
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::history::test_support::{day, files, history, journal_of, minutes, record, review};
    use crate::history::{Basis, Fingerprint, Review, read_snapshot, write_snapshot};
    use crate::memory::{Retention, Stage};

    const A_DAY: i64 = 24 * 60;

    fn points(card: &str) -> Option<Kind> {
        (card == "d/points").then_some(Kind::Points)
    }

    fn rules(renames: &BTreeMap<String, String>) -> Rules<'_> {
        Rules {
            scheduling: Scheduling {
                fuzz: false,
                ..Scheduling::default()
            },
            renames,
            kind: &points,
            weight: &|_| 1,
        }
    }

    /// The schedule after these records.
    fn after(records: &[Record<'_>]) -> Schedule {
        after_with(records, &BTreeMap::new())
    }

    fn after_with(records: &[Record<'_>], renames: &BTreeMap<String, String>) -> Schedule {
        Schedule::replay(&journal_of(&files(records)), &rules(renames))
    }

    /// Records of one device: when in minutes, and what.
    fn lived<'a>(events: impl IntoIterator<Item = (i64, Event<'a>)>) -> Vec<Record<'a>> {
        (1..)
            .zip(events)
            .map(|(seq, (minute, event))| record("aaaa", seq, minute, event))
            .collect()
    }

    fn graded(steps: &[(i64, Grade)]) -> Schedule {
        after(&lived(
            steps
                .iter()
                .map(|(minute, grade)| (*minute, review("d/a", *grade))),
        ))
    }

    fn card(schedule: &Schedule) -> &CardState {
        schedule.card("d/a").expect("the card")
    }

    #[test]
    fn a_card_is_due_when_the_model_says() {
        let schedule = graded(&[(0, Grade::Good), (2 * A_DAY, Grade::Good)]);
        let model = Scheduler::new(Scheduling {
            fuzz: false,
            ..Scheduling::default()
        });
        let memory = model.after(Some(model.after(None, 0, Grade::Good)), 2, Grade::Good);
        let days = model.interval(memory, Retention::DEFAULT, "d/a", 2);
        let card = card(&schedule);
        assert_eq!(card.memory, Some(memory));
        assert_eq!((card.interval, card.reviews), (days, 2));
        assert_eq!(card.due, Some(day("2026-11-22").plus(days)));
        assert_eq!(
            (card.first, card.last),
            (Some(day("2026-11-20")), Some(day("2026-11-22")))
        );
    }

    #[test]
    fn an_answer_keeps_the_retention_of_the_stage_in_which_it_was_given() {
        let stage = |seq, stage| record("k3f9", seq, seq.cast_signed(), Event::Stage { stage });
        let answer = |seq, card| record("k3f9", seq, seq.cast_signed(), review(card, Grade::Easy));
        let records = [
            answer(1, "d/before"),
            stage(2, Stage::First),
            answer(3, "d/light"),
            answer(4, "d/heavy"),
            stage(5, Stage::Second),
            stage(6, Stage::First),
            answer(7, "d/heavy-later"),
        ];
        let renames = BTreeMap::new();
        let weight = |card: &str| if card.starts_with("d/heavy") { 3 } else { 1 };
        let days = |by_stage| {
            let mut rules = rules(&renames);
            rules.scheduling.by_stage = by_stage;
            rules.weight = &weight;
            let journal = journal_of(&files(&records));
            let whole = Schedule::replay(&journal, &rules);
            let mut one_by_one = Schedule::default();
            for record in journal.records() {
                one_by_one.apply(&record, &rules).expect("in order");
            }
            assert_eq!(one_by_one, whole);
            ["before", "light", "heavy", "heavy-later"]
                .map(|card| whole.card(&format!("d/{card}")).expect("a card").interval)
        };
        // Easy at first keeps a card for 8.3 days at 90 %, 17.6 at 85 % and 34.7 at 80 %.
        assert_eq!(days(false), [8, 8, 8, 8]);
        let [before, light, heavy, later] = days(true);
        assert_eq!(before, 8, "older answers keep their dates");
        assert_eq!(light, heavy, "in the first stage all weights are alike");
        assert!(before < later && later < heavy, "{before} {later} {heavy}");
    }

    #[test]
    fn a_forgotten_card_is_due_the_same_day_until_it_is_passed() {
        let failed = graded(&[(0, Grade::Good), (3 * A_DAY, Grade::Again)]);
        assert_eq!(card(&failed).due, Some(day("2026-11-23")));
        assert!(card(&failed).is_waiting());
        let passed = graded(&[
            (0, Grade::Good),
            (3 * A_DAY, Grade::Again),
            (3 * A_DAY + 9, Grade::Hard),
        ]);
        assert!(card(&passed).due > Some(day("2026-11-23")));
        assert!(!card(&passed).is_waiting());
    }

    #[test]
    fn only_what_was_known_on_an_earlier_day_can_lapse() {
        let cases: [(&[(i64, Grade)], u32); 6] = [
            (&[(0, Grade::Again), (1, Grade::Again), (2, Grade::Good)], 0),
            (&[(0, Grade::Again), (A_DAY, Grade::Again)], 0),
            (&[(0, Grade::Good), (5, Grade::Again)], 0),
            (
                &[
                    (0, Grade::Good),
                    (A_DAY, Grade::Again),
                    (A_DAY + 5, Grade::Again),
                ],
                1,
            ),
            (
                &[
                    (0, Grade::Good),
                    (A_DAY, Grade::Good),
                    (A_DAY + 5, Grade::Again),
                ],
                1,
            ),
            (
                &[
                    (0, Grade::Good),
                    (A_DAY, Grade::Again),
                    (A_DAY + 5, Grade::Good),
                    (3 * A_DAY, Grade::Again),
                ],
                2,
            ),
        ];
        for (steps, lapses) in cases {
            assert_eq!(card(&graded(steps)).lapses, lapses, "{steps:?}");
        }
    }

    #[test]
    fn days_never_run_backwards_for_a_memory() {
        // The second device lives west of the first: its day is the one before.
        let mut west = record("bbbb", 1, 10, review("d/a", Grade::Good));
        west.day = day("2026-11-19");
        let records = [
            record("aaaa", 1, 0, review("d/a", Grade::Good)),
            west,
            record("aaaa", 2, A_DAY, review("d/a", Grade::Good)),
        ];
        let renames = BTreeMap::new();
        let mut elapsed = Vec::new();
        let texts = files(&records);
        let schedule =
            Schedule::replay_watched(&journal_of(&texts), &rules(&renames), |answered| {
                elapsed.push((answered.elapsed, answered.first_of_day));
            });
        assert_eq!(elapsed, [(0, true), (0, false), (1, true)]);
        // The streak counts the day as it was written.
        let days: Vec<StudyDay> = schedule.days.iter().map(|log| log.day).collect();
        assert_eq!(
            days,
            [day("2026-11-19"), day("2026-11-20"), day("2026-11-21")]
        );
    }

    #[test]
    fn a_day_counts_new_cards_reviews_and_repeats() {
        let spoken = Event::Review(Review::new("d/c", Grade::Good, 500_000, Mode::Interview));
        let slow = |card| Event::Review(Review::new(card, Grade::Good, 500_000, Mode::Study));
        let schedule = after(&lived([
            (0, review("d/a", Grade::Good)),
            (A_DAY, review("d/a", Grade::Again)),
            (A_DAY + 1, review("d/b", Grade::Hard)),
            (A_DAY + 2, review("d/a", Grade::Good)),
            (A_DAY + 3, spoken),
            (A_DAY + 4, slow("d/points")),
            (A_DAY + 5, slow("d/d")),
        ]));
        let log = schedule.day(day("2026-11-21")).expect("a log");
        assert_eq!((log.answers, log.first_tries, log.passed), (6, 5, 4));
        assert_eq!(
            (log.new, log.reviews, log.recalled, log.repeats),
            (4, 1, 0, 1)
        );
        assert_eq!(log.ms, 3 * 4210 + 180_000 + 180_000 + 60_000);
        assert_eq!(log.first_at, minutes(A_DAY));
        assert_eq!(log.last_at, minutes(A_DAY + 5));
        assert_eq!(schedule.habits.of_known(Grade::Again), 1);
        assert_eq!(schedule.habits.of_new(Grade::Good), 4);
    }

    #[test]
    fn an_undone_new_card_gives_its_place_back() {
        let mut records = lived([
            (0, review("d/a", Grade::Good)),
            (1, review("d/b", Grade::Good)),
        ]);
        records.push(record("aaaa", 3, 2, Event::Undo { of: records[1].id }));
        let schedule = after(&records);
        assert_eq!(schedule.days[0].new, 1);
        assert_eq!(schedule.card("d/b"), None);
        assert_eq!(schedule.undoable("aaaa"), Some(records[0].id));
    }

    #[test]
    fn a_claimed_card_is_first_checked_after_5_to_20_days() {
        let mut seen = std::collections::BTreeSet::new();
        for number in 0..200 {
            let days = first_check(&format!("deck/card-{number}"));
            assert!((5..=20).contains(&days));
            seen.insert(days);
        }
        assert_eq!(seen.len(), 16, "spread over all days");
        // Frozen: devices must agree.
        assert_eq!(first_check("runtime/phases"), 20);
        let claim = || Event::Claim { card: "d/a".into() };
        let claimed = after(&lived([(0, claim())]));
        assert_eq!(card(&claimed).claimed, Some(day("2026-11-20")));
        assert_eq!(
            card(&claimed).due,
            Some(day("2026-11-20").plus(first_check("d/a")))
        );
        assert!(!card(&claimed).is_new());
        assert_eq!(claimed.days, []);
        // The first answer checks it; a claim of what is known already says nothing.
        let checked = after(&lived([
            (0, claim()),
            (A_DAY, review("d/a", Grade::Good)),
            (A_DAY + 1, claim()),
        ]));
        assert_eq!(card(&checked).claimed, None);
        assert!(card(&checked).memory.is_some());
    }

    #[test]
    fn a_reset_forgets_the_memory_but_not_the_days_nor_the_mark() {
        let schedule = after(&lived([
            (0, review("d/a", Grade::Good)),
            (1, Event::Mark { card: "d/a".into() }),
            (2, Event::Reset { card: "d/a".into() }),
        ]));
        assert!(card(&schedule).is_new());
        assert_eq!((card(&schedule).memory, card(&schedule).due), (None, None));
        assert!(card(&schedule).marked);
        assert_eq!(schedule.days[0].answers, 1);
    }

    #[test]
    fn suspended_and_buried_cards_are_not_asked() {
        let schedule = after(&lived([
            (0, review("d/a", Grade::Again)),
            (1, Event::Suspend { card: "d/a".into() }),
        ]));
        assert!(!card(&schedule).is_due(day("2027-01-01")));
        let until = day("2026-11-25");
        let buried = after(&lived([
            (0, review("d/a", Grade::Again)),
            (1, Event::Suspend { card: "d/a".into() }),
            (2, Event::Unsuspend { card: "d/a".into() }),
            (
                3,
                Event::Bury {
                    card: "d/a".into(),
                    until,
                },
            ),
        ]));
        assert!(!card(&buried).is_due(day("2026-11-24")));
        assert!(card(&buried).is_due(until));
    }

    #[test]
    fn a_pause_ends_on_its_day_or_with_a_newer_one() {
        let pause = |until| Event::Pause { until: day(until) };
        let schedule = after(&lived([(0, pause("2026-12-24"))]));
        assert_eq!(
            schedule.paused_until(day("2026-12-23")),
            Some(day("2026-12-24"))
        );
        assert_eq!(schedule.paused_until(day("2026-12-24")), None);
        assert_eq!(schedule.paused_until(day("2026-11-19")), None);
        let ended = after(&lived([
            (0, pause("2026-12-24")),
            (2 * A_DAY, pause("2026-11-22")),
        ]));
        assert_eq!(ended.paused_until(day("2026-11-22")), None);
        assert_eq!(
            ended.paused_until(day("2026-11-21")),
            Some(day("2026-11-22"))
        );
    }

    #[test]
    fn a_renamed_card_keeps_its_history() {
        let renames = BTreeMap::from(
            [
                ("d/old", "d/mid"),
                ("d/mid", "d/a"),
                ("d/x", "d/y"),
                ("d/y", "d/x"),
            ]
            .map(|(old, new)| (old.to_owned(), new.to_owned())),
        );
        let records = lived([
            (0, review("d/a", Grade::Good)),
            (A_DAY, review("d/mid", Grade::Good)),
            (2 * A_DAY, review("d/old", Grade::Good)),
            // Names in a circle stay as they are.
            (2 * A_DAY, review("d/x", Grade::Good)),
        ]);
        let schedule = after_with(&records, &renames);
        assert_eq!(card(&schedule).reviews, 3);
        let names: Vec<&str> = schedule.cards.iter().map(|card| &*card.id).collect();
        assert_eq!(names, ["d/a", "d/x"]);
    }

    #[test]
    fn fitted_weights_hold_for_the_whole_history() {
        let mut numbers = *Parameters::default().numbers();
        numbers[2] = 9.0;
        let parameters = Parameters::new(&numbers).expect("21 numbers");
        let schedule = after(&lived([
            (0, review("d/a", Grade::Good)),
            (
                1,
                Event::Parameters {
                    parameters,
                    answers: 0,
                },
            ),
        ]));
        assert_eq!(schedule.parameters, Some(parameters));
        assert_eq!(
            card(&schedule).memory.map(|memory| memory.stability),
            Some(9.0)
        );
    }

    #[test]
    fn an_ordinary_answer_is_taken_in_without_a_replay() {
        let renames = BTreeMap::new();
        let mut schedule = graded(&[(0, Grade::Good)]);
        let next = record("aaaa", 2, A_DAY, review("d/b", Grade::Good));
        assert_eq!(schedule.apply(&next, &rules(&renames)), Ok(()));
        let undo = record("aaaa", 3, A_DAY, Event::Undo { of: next.id });
        assert_eq!(schedule.apply(&undo, &rules(&renames)), Err(OutOfOrder));
        let earlier = record("bbbb", 1, 5, review("d/b", Grade::Good));
        assert_eq!(schedule.apply(&earlier, &rules(&renames)), Err(OutOfOrder));
    }

    #[test]
    fn a_number_that_its_device_has_passed_needs_a_replay() {
        let renames = BTreeMap::new();
        let mut schedule = after(&lived([
            (0, review("d/a", Grade::Good)),
            (1, review("d/a", Grade::Good)),
        ]));
        let other = record("bbbb", 1, 2, review("d/a", Grade::Good));
        assert_eq!(schedule.apply(&other, &rules(&renames)), Ok(()));
        let late = record("aaaa", 1, 3, review("d/b", Grade::Good));
        assert_eq!(schedule.apply(&late, &rules(&renames)), Err(OutOfOrder));
    }

    #[test]
    fn what_was_undone_still_says_how_far_a_clock_had_come() {
        let ahead = record("bbbb", 1, 100, review("d/a", Grade::Good));
        let undo = record("aaaa", 2, 50, Event::Undo { of: ahead.id });
        let mut records = vec![
            record("aaaa", 1, 0, review("d/a", Grade::Good)),
            ahead,
            undo,
        ];
        let renames = BTreeMap::new();
        let mut schedule = after(&records);
        let next = record("bbbb", 2, 60, review("d/b", Grade::Good));
        assert_eq!(schedule.apply(&next, &rules(&renames)), Ok(()));
        records.push(next);
        assert_eq!(schedule, after(&records));
        assert_eq!(schedule.days[0].last_at, minutes(100));
    }

    proptest! {
        #[test]
        fn taking_in_record_by_record_is_the_same_as_a_replay(records in history()) {
            let renames = BTreeMap::from([("deck/card-0".to_owned(), "deck/card-1".to_owned())]);
            let rules = rules(&renames);
            let mut schedule = Schedule::default();
            for count in 1..=records.len() {
                let replayed = after_with(&records[..count], &renames);
                if schedule.apply(&records[count - 1], &rules).is_ok() {
                    prop_assert_eq!(&schedule, &replayed);
                }
                schedule = replayed;
            }
        }

        #[test]
        fn a_snapshot_is_the_schedule_to_the_last_bit(records in history(), problems in 0..3_usize) {
            let renames = BTreeMap::new();
            let basis = Basis {
                scheduling: &Scheduling::default(),
                rollover_hour: 4,
                renames: &renames,
                kinds: 0,
            };
            let fingerprint = Fingerprint::new(&[], &basis);
            let schedule = after(&records);
            let text = write_snapshot(&schedule, problems, &fingerprint);
            let (read, counted) = read_snapshot(&text, &fingerprint).expect("a snapshot");
            prop_assert_eq!(&read, &schedule);
            prop_assert_eq!(counted, problems);
            prop_assert_eq!(write_snapshot(&read, problems, &fingerprint), text.clone());
            let other = Fingerprint::new(&[], &Basis { kinds: 1, ..basis });
            prop_assert_eq!(read_snapshot(&text, &other), None);
            // Damage is noticed wherever it is.
            let mut damaged = text.into_bytes();
            let place = records.len() * 31 % damaged.len();
            damaged[place] ^= 1;
            let damaged = String::from_utf8_lossy(&damaged).into_owned();
            prop_assert_eq!(read_snapshot(&damaged, &fingerprint), None);
        }

        #[test]
        fn every_memory_survives_the_snapshot(stability in 0.001_f32..36_500.0, difficulty in 1.0_f32..10.0) {
            let memory = Memory { stability, difficulty };
            let mut state = CardState::new("d/a");
            state.memory = Some(memory);
            let schedule = Schedule { cards: vec![state], ..Schedule::default() };
            let renames = BTreeMap::new();
            let basis = Basis {
                scheduling: &Scheduling::default(),
                rollover_hour: 4,
                renames: &renames,
                kinds: 0,
            };
            let fingerprint = Fingerprint::new(&[], &basis);
            let text = write_snapshot(&schedule, 0, &fingerprint);
            prop_assert_eq!(read_snapshot(&text, &fingerprint), Some((schedule, 0)));
        }
    }
}
