//! A session as a state machine: an action in, a step out, which is taken once it is on disk.

use std::collections::VecDeque;

use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use super::ports::{Event, Graded, OnTheDay, SessionAnswer, View};
use crate::deck::Card;
use crate::history::{self, CardState, Details, Mode, RecordId, Review, Schedule, TakenBack};
use crate::memory::{Grade, Memory, Scheduler, StudyDay};
use crate::plan::{CurrentGoal, Plan, Task, Why, recall_now};
use crate::progress::CardProgress;
use crate::question::{Answer, Kind, Question};

/// A failed card comes back after this many others.
const APART: usize = 6;

/// With fewer others than this before it, a failed card waits for tomorrow: repeating it at once shows nothing.
const LEAST_APART: usize = 3;

/// A round of questions.
#[derive(Clone, Debug)]
pub struct Session<'a> {
    now: UndoableState<'a>,
    /// What can be undone, newest last.
    past: Vec<Undoable<'a>>,
    today: StudyDay,
    mode: Mode,
    name: String,
    seed: u64,
    /// Milliseconds of the day that end the session when they are used up; `None` where no clock
    /// runs.
    day_ms: Option<u64>,
    /// Whether each card is asked once, failed or not.
    once: bool,
    /// The goal that planned it, if one did.
    aim: Option<CurrentGoal>,
    /// Whether anything was recorded, or a card's text was changed.
    touched: bool,
}

/// Everything that an undo restores.
#[derive(Clone, Debug, Default, PartialEq)]
struct UndoableState<'a> {
    queue: VecDeque<Task<'a>>,
    answered: Vec<SessionAnswer<'a>>,
    /// Cards that the day had no minutes left for.
    left: usize,
    /// Failed cards that wait for tomorrow.
    tomorrow: Vec<Task<'a>>,
}

impl<'a> UndoableState<'a> {
    /// Puts a failed card behind six others. Where fewer wait, cards that passed come once more before it; where
    /// there are hardly any, it waits for tomorrow.
    fn repeat(&mut self, task: Task<'a>) {
        let missing = APART.saturating_sub(self.queue.len());
        let spacers: Vec<Task<'a>> = self.passed_once().take(missing).collect();
        if self.queue.len() + spacers.len() < LEAST_APART {
            self.tomorrow.push(task);
            return;
        }
        self.queue.extend(spacers);
        self.queue.insert(APART.min(self.queue.len()), task);
    }

    /// Cards that were asked once and passed, the one asked longest ago first.
    fn passed_once(&self) -> impl Iterator<Item = Task<'a>> {
        let passed = self.answered.iter().filter(|answer| {
            let same = |other: &&SessionAnswer<'_>| other.card.id == answer.card.id;
            answer.grade.passed()
                && answer.card.kind() != Kind::Code
                && self.answered.iter().filter(same).count() == 1
                && self.queue.iter().all(|task| task.card.id != answer.card.id)
        });
        passed.map(|answer| Task {
            card: answer.card,
            why: Why::Ahead,
        })
    }

    /// Whether a card was failed, and fewer than three others were asked since.
    fn is_too_soon(&self, card: &Card) -> bool {
        let since = self.answered.iter().rev();
        let since = since
            .take(LEAST_APART)
            .position(|answer| answer.card.id == card.id);
        let last = since.and_then(|since| self.answered.iter().nth_back(since));
        last.is_some_and(|answer| !answer.grade.passed())
    }
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq)]
struct Undoable<'a> {
    kind: StepKind,
    /// What recorded it, if anything did.
    record: Option<RecordId>,
    /// The card that it was done to.
    card: String,
    before: UndoableState<'a>,
}

/// What an action did, which decides how it is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StepKind {
    /// Its record is undone, if there is one.
    Done,
    /// The card was marked: the record of that is undone.
    Marked,
    /// The mark was taken off: the card is marked again.
    Unmarked,
}

/// The step for an action. Nothing has changed yet: [`Session::take`] applies it.
#[derive(Clone, Debug, PartialEq)]
pub enum Transition<'a> {
    /// Append this; then the session goes on from there.
    Append(history::Event<'static>, NextState<'a>),
    /// Only the order of the queue changes.
    Move(NextState<'a>),
    /// There is nothing to do.
    Nothing,
}

/// The session after a step.
#[derive(Clone, Debug, PartialEq)]
pub struct NextState<'a> {
    moment: UndoableState<'a>,
    /// The card that something was done to.
    card: String,
    /// What was done, or what is undone.
    kind: StepKind,
    /// Whether the step is an undo.
    undoes: bool,
    /// The record of what an undo takes back, if there is one.
    of: Option<RecordId>,
}

impl<'a> NextState<'a> {
    /// The session after something was done to a card.
    fn of(moment: UndoableState<'a>, card: &Card, kind: StepKind) -> Self {
        Self {
            moment,
            card: card.id.to_string(),
            kind,
            undoes: false,
            of: None,
        }
    }

    /// What is noted after the step was recorded as `by`: an undo that is not an `undo` event does not name what it
    /// takes back.
    pub fn note(&self, by: RecordId) -> Option<history::Event<'static>> {
        let of = self.of.filter(|_| self.kind == StepKind::Unmarked)?;
        Some(history::Event::Note(TakenBack { of, by }.into()))
    }
}

impl<'a> Session<'a> {
    /// A session that asks what is planned. `name` goes into the journal with each answer; `seed`
    /// shuffles options.
    pub fn new(plan: &Plan<'a>, today: StudyDay, mode: Mode, name: String, seed: u64) -> Self {
        let tasks = plan.tasks.iter().copied();
        Self {
            once: false,
            ..Self::round(tasks, today, mode, name, seed)
        }
    }

    /// A quick round: each of these cards once, in this order; failed cards do not come back.
    pub fn round(
        tasks: impl IntoIterator<Item = Task<'a>>,
        today: StudyDay,
        mode: Mode,
        name: String,
        seed: u64,
    ) -> Self {
        Self {
            now: UndoableState {
                queue: tasks.into_iter().collect(),
                ..UndoableState::default()
            },
            past: Vec::new(),
            today,
            mode,
            name,
            seed,
            day_ms: None,
            once: true,
            aim: None,
            touched: false,
        }
    }

    /// The same session, ended when the study day's answers have taken this many milliseconds.
    /// Failed cards are still asked until they are passed.
    pub fn within(self, day_ms: u64) -> Self {
        Self {
            day_ms: Some(day_ms),
            ..self
        }
    }

    /// The same session under a goal: the footer shows how likely the card is known on its date.
    pub fn towards(self, aim: CurrentGoal) -> Self {
        Self {
            aim: Some(aim),
            ..self
        }
    }

    /// Asks these cards after the others, and before the failed ones that would wait for tomorrow if there are
    /// enough. Returns whether there is anything to ask.
    pub fn extend(&mut self, plan: &Plan<'a>) -> bool {
        let waits = |task: &&Task<'a>| {
            let mut tomorrow = self.now.tomorrow.iter();
            tomorrow.any(|other| other.card.id == task.card.id)
        };
        let more: Vec<Task<'a>> = plan
            .tasks
            .iter()
            .filter(|task| !waits(task))
            .copied()
            .collect();
        self.now.queue.extend(&more);
        if more.len() >= LEAST_APART {
            for task in std::mem::take(&mut self.now.tomorrow) {
                self.now.queue.insert(APART.min(self.now.queue.len()), task);
            }
        }
        !more.is_empty()
    }

    /// How many failed cards wait for tomorrow, since too few others could be asked before them.
    pub fn waits_for_tomorrow(&self) -> usize {
        self.now.tomorrow.len()
    }

    /// The answers given so far.
    pub fn answered(&self) -> &[SessionAnswer<'a>] {
        &self.now.answered
    }

    /// Whether anything was recorded, or a card's text was changed.
    pub fn touched(&self) -> bool {
        self.touched
    }

    /// The cards that wait, in the order in which they will be asked.
    pub fn queue(&self) -> impl Iterator<Item = &'a Card> {
        self.now.queue.iter().map(|task| task.card)
    }

    /// How many cards were dropped because the day had no minutes left for them.
    pub fn left(&self) -> usize {
        self.now.left
    }

    /// The same session over decks that were read again: `find` gives a card as it is now. A card
    /// that is gone is not asked any more; what was answered stays answered.
    pub fn over<'b>(self, find: impl Fn(&Card) -> Option<&'b Card>) -> Session<'b>
    where
        'a: 'b,
    {
        let mut session: Session<'b> = self;
        session.touched = true;
        let moved = |task: &mut Task<'b>| match find(task.card) {
            Some(card) => {
                task.card = card;
                true
            }
            None => false,
        };
        let past = session.past.iter_mut().map(|done| &mut done.before);
        for moment in past.chain([&mut session.now]) {
            moment.queue.retain_mut(moved);
            moment.tomorrow.retain_mut(moved);
            for answer in &mut moment.answered {
                answer.card = find(answer.card).unwrap_or(answer.card);
            }
        }
        session
    }

    /// The last answer to a card in this session.
    fn last_answer(&self, card: &Card) -> Option<&SessionAnswer<'a>> {
        let mut newest_first = self.now.answered.iter().rev();
        newest_first.find(|answer| answer.card.id == card.id)
    }

    /// Drops cards that the day has no minutes left for.
    pub fn drop_cards_over_budget(&mut self, schedule: &Schedule) {
        let spent = schedule.day(self.today).map_or(0, |day| day.ms);
        if self.day_ms.is_none_or(|limit| spent < limit) {
            return;
        }
        let before = self.now.queue.len();
        let asked: Vec<&Card> = self.now.answered.iter().map(|answer| answer.card).collect();
        self.now
            .queue
            .retain(|task| asked.iter().any(|card| card.id == task.card.id));
        self.now.left += before - self.now.queue.len();
    }

    /// Puts off the repeat that comes next if its card was failed just now: others go first, and where there are
    /// none it waits for tomorrow.
    pub fn put_off_repeat(&mut self) {
        let now = &mut self.now;
        let too_soon =
            |task: Option<&Task<'_>>| task.is_some_and(|task| now.is_too_soon(task.card));
        if self.once || !too_soon(now.queue.front()) {
            return;
        }
        let other = now
            .queue
            .iter()
            .position(|task| !now.is_too_soon(task.card));
        if let Some(other) = other.and_then(|place| now.queue.remove(place)) {
            now.queue.push_front(other);
        } else {
            let waiting = std::mem::take(&mut now.queue);
            now.tomorrow.extend(waiting);
        }
    }

    /// The card to be shown, or `None` when the session is over.
    pub fn view(&self, schedule: &Schedule, scheduler: &Scheduler) -> Option<View<'a>> {
        let task = self.now.queue.front()?;
        let card = task.card;
        let state = schedule.card(card.id.as_str());
        let answer = self.last_answer(card);
        Some(View {
            card,
            repeat: answer.is_some(),
            spacer: answer.is_some_and(|answer| answer.grade.passed()),
            answered: self.now.answered.len(),
            waiting: self.now.queue.len(),
            intervals: next_intervals(card, state, scheduler, self.today),
            on_the_day: self.on_the_day(card, state, scheduler),
            order: self.shuffled(card),
            usual_ms: schedule.habits.median_ms(card.kind()),
            undoes: self.past.last().map(|done| done.card.clone()),
            new: state.is_none_or(CardState::is_new),
            standing: CardProgress::of(card, schedule, scheduler, self.today),
            missed_twice: missed_twice(card, state),
        })
    }

    /// What each grade would leave on the date of the goal; none for a card out of its scope.
    fn on_the_day(
        &self,
        card: &Card,
        state: Option<&CardState>,
        scheduler: &Scheduler,
    ) -> Option<OnTheDay> {
        let aim = self.aim.as_ref()?;
        let in_time = aim.takes(card) && aim.days_left > 0;
        in_time.then(|| OnTheDay {
            date: aim.date,
            recall: Grade::ALL.map(|grade| {
                let after = scheduler.after(memory_of(state), elapsed(state, self.today), grade);
                scheduler.retrievability(after, aim.days_left)
            }),
        })
    }

    /// The order in which options or steps are shown: the same for the same seed, card and count of
    /// answers, so that an undo shows the same screen again.
    fn shuffled(&self, card: &Card) -> Vec<usize> {
        let count = card.data().shuffled();
        let stream = card
            .id
            .as_str()
            .bytes()
            .fold(self.now.answered.len() as u64, |sum, byte| {
                sum.wrapping_mul(31).wrapping_add(u64::from(byte))
            });
        let mut rng = StdRng::seed_from_u64(self.seed ^ stream.rotate_left(17));
        let mut order: Vec<usize> = (0..count).collect();
        order.shuffle(&mut rng);
        let already_right = order.iter().enumerate().all(|(place, &step)| place == step);
        if matches!(card.data(), Question::Order(_)) && already_right && count > 1 {
            // Steps that are already in order would not be a question.
            let by = rng.random_range(1..count);
            order.rotate_left(by);
        }
        order
    }

    /// The step for an action.
    pub fn decide(
        &self,
        event: Event,
        schedule: &Schedule,
        scheduler: &Scheduler,
    ) -> Transition<'a> {
        if event == Event::Undo {
            let Some(done) = self.past.last() else {
                return Transition::Nothing;
            };
            let next = NextState {
                moment: done.before.clone(),
                card: done.card.clone(),
                kind: done.kind,
                undoes: true,
                of: done.record,
            };
            return match (done.kind, done.record) {
                (StepKind::Done | StepKind::Marked, Some(of)) => {
                    Transition::Append(history::Event::Undo { of }, next)
                }
                (StepKind::Unmarked, Some(_)) => {
                    let card = done.card.clone().into();
                    Transition::Append(history::Event::Mark { card }, next)
                }
                (_, None) => Transition::Move(next),
            };
        }
        let Some(task) = self.now.queue.front().copied() else {
            return Transition::Nothing;
        };
        let id = || task.card.id.to_string().into();
        let mut moment = self.now.clone();
        moment.queue.pop_front();
        let next = |moment, kind| NextState::of(moment, task.card, kind);
        let done = |event, moment| Transition::Append(event, next(moment, StepKind::Done));
        match event {
            Event::Graded(graded) => {
                let review = self.review(task, &graded);
                let answer = self.answered_now(task, &graded, schedule, scheduler);
                moment.answered.push(answer);
                if !graded.grade.passed() && !self.once {
                    moment.repeat(task);
                }
                done(history::Event::Review(review), moment)
            }
            Event::Skip => {
                if moment.queue.is_empty() {
                    return Transition::Nothing;
                }
                moment.queue.push_back(task);
                Transition::Move(next(moment, StepKind::Done))
            }
            Event::Bury => {
                let until = self.today.plus(1);
                done(history::Event::Bury { card: id(), until }, moment)
            }
            Event::Suspend => done(history::Event::Suspend { card: id() }, moment),
            Event::Claim => done(history::Event::Claim { card: id() }, moment),
            Event::Mark => {
                let moment = self.now.clone();
                let marked = schedule
                    .card(task.card.id.as_str())
                    .is_some_and(|state| state.marked);
                let (event, kind) = if marked {
                    (history::Event::Unmark { card: id() }, StepKind::Unmarked)
                } else {
                    (history::Event::Mark { card: id() }, StepKind::Marked)
                };
                Transition::Append(event, next(moment, kind))
            }
            Event::Undo => Transition::Nothing,
        }
    }

    /// The step for removing a card from the session, wherever it is in the queue.
    pub fn suspend(&self, card: &Card) -> Transition<'a> {
        let mut moment = self.now.clone();
        moment.queue.retain(|task| task.card.id != card.id);
        let next = NextState::of(moment, card, StepKind::Done);
        let card = card.id.to_string().into();
        Transition::Append(history::Event::Suspend { card }, next)
    }

    /// Takes a step that is on disk under this record, or that needs no record.
    pub fn take(&mut self, next: NextState<'a>, record: Option<RecordId>) {
        let before = std::mem::replace(&mut self.now, next.moment);
        let (card, kind) = (next.card, next.kind);
        self.touched |= record.is_some();
        if !next.undoes {
            self.past.push(Undoable {
                kind,
                record,
                card,
                before,
            });
            return;
        }
        self.past.pop();
        if let (StepKind::Unmarked, Some(record)) = (kind, record) {
            self.marked_by(&card, record);
        }
    }

    /// The mark of a card now belongs to a newer record.
    fn marked_by(&mut self, card: &str, record: RecordId) {
        let mut newest_first = self.past.iter_mut().rev();
        let is_its_mark =
            |done: &&mut Undoable<'_>| done.card == card && done.kind == StepKind::Marked;
        if let Some(done) = newest_first.find(is_its_mark) {
            done.record = Some(record);
        }
    }

    fn review(&self, task: Task<'a>, graded: &Graded) -> Review<'static> {
        let verdict = task
            .card
            .data()
            .mark(&graded.answer)
            .map(|verdict| verdict.share);
        let points = match &graded.answer {
            Answer::Picked(picked) | Answer::Line(_, picked) => {
                Some(picked.iter().map(|&index| index as u32).collect())
            }
            Answer::Revealed
            | Answer::Typed(_)
            | Answer::Arranged(_)
            | Answer::Lines(_)
            | Answer::Coded(_)
            | Answer::Unknown => None,
        };
        let card = task.card.id.as_str().to_owned();
        let mut review = Review::new(card, graded.grade, graded.ms, self.mode);
        review.details = Details {
            session: Some(self.name.clone().into()),
            verdict,
            points,
            guessed: graded.guessed,
            confidence: None,
        };
        review
    }

    fn answered_now(
        &self,
        task: Task<'a>,
        graded: &Graded,
        schedule: &Schedule,
        scheduler: &Scheduler,
    ) -> SessionAnswer<'a> {
        let state = schedule.card(task.card.id.as_str());
        let tested = state.filter(|state| state.last.is_some_and(|last| last < self.today));
        SessionAnswer {
            card: task.card,
            grade: graded.grade,
            ms: graded.ms,
            new: state.is_none_or(CardState::is_new),
            first: state.is_none_or(|state| state.last != Some(self.today)),
            expected: tested.and_then(|state| recall_now(state, scheduler, self.today)),
        }
    }
}

/// The points of a card that were missing in both of its last answers.
fn missed_twice(card: &Card, state: Option<&CardState>) -> Vec<usize> {
    match (card.data(), state) {
        (Question::Points(points), Some(state)) => state.missed_twice(points.points.len()),
        _ => Vec::new(),
    }
}

fn memory_of(state: Option<&CardState>) -> Option<Memory> {
    state.and_then(|state| state.memory)
}

/// Whole days since a card's last answer.
fn elapsed(state: Option<&CardState>, today: StudyDay) -> u32 {
    state
        .and_then(|state| state.last)
        .map_or(0, |last| today.days_after(last))
}

/// Days until a card is asked again, for each grade; 0 is later today.
fn next_intervals(
    card: &Card,
    state: Option<&CardState>,
    scheduler: &Scheduler,
    today: StudyDay,
) -> [u32; 4] {
    let (memory, elapsed) = (memory_of(state), elapsed(state, today));
    let reviews = state.map_or(0, |state| state.reviews) + 1;
    Grade::ALL.map(|grade| {
        if grade.passed() {
            let after = scheduler.after(memory, elapsed, grade);
            let retention = scheduler.scheduling().retention.of(card.weight);
            scheduler.interval(after, retention, card.id.as_str(), reviews)
        } else {
            0
        }
    })
}
