//! A day's queue under a goal; on the last study day before its date, and on the day itself, a few cards, the most
//! important ones.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::current_goal::{CurrentGoal, GoalPhase};
use super::new_cards::{HEAVY, new_code};
use super::pick::{Needs, Room, interleaved, pick};
use super::priority::{CardStatus, PriorityModel, StudyCandidate, StudyValue};
use super::queue::{DayAhead, Pace, Plan, StudyRequest, Task, Why, surest_last};
use super::recall::chance_of_guessing;
use crate::deck::Card;
use crate::history::{CardState, Schedule};
use crate::memory::{Scheduler, StudyDay};
use crate::question::Kind;

/// Cards asked ahead where no limit was given.
const AHEAD: usize = 20;

/// The chance that a card that was answered is remembered on a day.
fn recall_on(state: &CardState, scheduler: &Scheduler, day: StudyDay) -> Option<f32> {
    let (memory, last) = (state.memory?, state.last?);
    let days = day.days_after(last);
    Some(scheduler.retrievability(memory, days))
}

/// What the priority of a card today depends on; `None` if it is not asked.
fn card_status(state: Option<&CardState>, today: StudyDay) -> Option<CardStatus> {
    let Some(state) = state else {
        return Some(CardStatus::Unseen);
    };
    if !state.may_be_asked(today) {
        return None;
    }
    match (state.memory, state.last) {
        (Some(memory), Some(last)) => {
            let elapsed = today.days_after(last);
            (elapsed > 0).then_some(CardStatus::Met {
                memory,
                elapsed,
                unfailed: state.never_failed(),
            })
        }
        _ if state.claimed.is_some() => state.is_due(today).then_some(CardStatus::Claimed),
        _ => Some(CardStatus::Unseen),
    }
}

/// A card, with what its priority depends on.
pub(super) fn candidate(
    card: &Card,
    card_status: CardStatus,
    pace: &Pace,
    aim: &CurrentGoal,
) -> StudyCandidate {
    StudyCandidate {
        card_status,
        weight: aim.weight(card),
        seconds: pace.review(card),
        first_seconds: pace.first_meeting(card),
        guessed: chance_of_guessing(card),
    }
}

/// Whether a card that was missed so many whole days ago, and not asked since, is asked today whatever it brings:
/// every miss is asked again within two days. `open` says whether tomorrow is a study day.
pub(super) const fn is_owed(elapsed: u32, open: bool) -> bool {
    elapsed >= 2 || elapsed == 1 && !open
}

/// What a goal's day is planned from.
struct Day<'p, 'a> {
    /// All cards that the learner's filter takes.
    chosen: &'p [&'a Card],
    scope: Vec<&'a Card>,
    /// Cards that were failed today, in scope or not: they are asked until they are passed.
    waiting: Vec<&'a Card>,
    states: Vec<Option<&'p CardState>>,
    schedule: &'p Schedule,
    scheduler: &'p Scheduler,
    pace: &'p Pace,
    today: StudyDay,
    request: &'p StudyRequest,
    aim: &'p CurrentGoal,
}

/// Plans the rest of a study day for a goal. `chosen` are the cards that the learner's filter takes;
/// `None` where none of them is in the goal's scope.
pub(super) fn plan_for_goal<'a>(
    chosen: &[&'a Card],
    schedule: &Schedule,
    scheduler: &Scheduler,
    pace: &Pace,
    today: StudyDay,
    request: &StudyRequest,
    aim: &CurrentGoal,
) -> Option<Plan<'a>> {
    let scope: Vec<&'a Card> = chosen
        .iter()
        .copied()
        .filter(|card| aim.takes(card))
        .collect();
    if scope.is_empty() {
        return None;
    }
    let by_name = schedule.by_name();
    let states = scope
        .iter()
        .map(|card| by_name.get(card.id.as_str()).copied())
        .collect();
    let waiting = chosen
        .iter()
        .copied()
        .filter(|card| {
            by_name.get(card.id.as_str()).is_some_and(|state| {
                state.last == Some(today) && state.is_waiting() && state.is_due(today)
            })
        })
        .collect();
    let day = Day {
        chosen,
        scope,
        waiting,
        states,
        schedule,
        scheduler,
        pace,
        today,
        request,
        aim,
    };
    Some(day.plan())
}

impl<'p, 'a> Day<'p, 'a> {
    fn plan(&self) -> Plan<'a> {
        let spent = self.schedule.day(self.today);
        let spent = spent.map_or(0.0, |day| day.ms as f32 / 1000.0);
        let minutes = if self.request.day_off {
            0
        } else {
            self.request.minutes
        };
        let seconds_left = (minutes as f32 * 60.0 - spent).max(0.0);
        let ahead = self.request.ahead;
        let paused_until = self.schedule.paused_until(self.today);
        let mut room = Room {
            seconds: if ahead { f32::INFINITY } else { seconds_left },
            cards: match paused_until {
                Some(_) => 0,
                None if ahead => self.request.limit.unwrap_or(AHEAD),
                None => self.request.limit.unwrap_or(usize::MAX),
            },
            code: new_code(&self.scope, self.schedule, self.today, self.request),
        };
        let mut tasks: Vec<Task<'a>> = Vec::new();
        let mut seconds = 0.0;
        for &card in &self.waiting {
            if seconds < room.seconds && tasks.len() < room.cards {
                seconds += self.pace.review(card);
                tasks.push(Task {
                    card,
                    why: Why::Due,
                });
            }
        }
        room.seconds -= seconds;
        room.cards -= tasks.len();
        let (more, more_seconds) = match self.aim.phase {
            GoalPhase::LastDay if !ahead => {
                let mut places = self.owed(&self.stands(), room, false);
                let others = last_day(&self.scope, &self.candidates(room.code), self.today);
                let others = others.into_iter().filter(|place| !places.contains(place));
                places.extend(others.collect::<Vec<_>>());
                self.listed(&places, room)
            }
            GoalPhase::Today if !ahead => {
                let places = warm_up(&self.scope, &self.candidates(room.code), self.today);
                self.listed(&places, room)
            }
            _ => self.ranked(room),
        };
        tasks.extend(more);
        // New code comes after everything else.
        tasks.sort_by_key(|task| task.why == Why::New && task.card.kind() == Kind::Code);
        let seconds = seconds + more_seconds;
        let (due, waiting) = self.due_and_waiting(&tasks);
        let new = tasks.iter().filter(|task| task.why == Why::New);
        let (new, new_seconds) = new.fold((0, 0.0), |(count, seconds), task| {
            (count + 1, seconds + self.pace.first_meeting(task.card))
        });
        // What the plan counts for repeats belongs to the reviews.
        let review_seconds = match tasks.len() - new {
            0 => 0.0,
            _ => seconds - new_seconds,
        };
        let today = DayAhead {
            cards: tasks.len() - new,
            seconds: review_seconds,
            new,
            new_seconds,
            waiting,
            full: true,
            by_goal: true,
        };
        Plan {
            due,
            held_back: waiting,
            unmet: self
                .states
                .iter()
                .filter(|state| CardState::is_unmet(**state))
                .count(),
            seconds,
            seconds_left,
            paused_until,
            day_off: self.request.day_off,
            by_goal: true,
            days: vec![today],
            tasks,
        }
    }

    /// How many of the chosen cards are due by the long-term schedule, and how many of them today does not ask.
    fn due_and_waiting(&self, tasks: &[Task<'a>]) -> (usize, usize) {
        let by_name = self.schedule.by_name();
        let asked: BTreeSet<&str> = tasks.iter().map(|task| task.card.id.as_str()).collect();
        let due = self.chosen.iter().filter(|card| {
            let state = by_name.get(card.id.as_str());
            state.is_some_and(|state| state.is_due(self.today))
        });
        due.fold((0, 0), |(due, waiting), card| {
            let waits = !asked.contains(card.id.as_str());
            (due + 1, waiting + usize::from(waits))
        })
    }

    /// A card of the scope with its recall on the date. Claims that were not checked are left out.
    fn candidates(&self, code: usize) -> impl Fn(usize) -> Option<Candidate<'p>> {
        let unseen_code = (0..self.scope.len()).filter(|&place| {
            self.scope[place].kind() == Kind::Code && CardState::is_unmet(self.states[place])
        });
        let too_many: BTreeSet<usize> = unseen_code.skip(code).collect();
        move |place| {
            let state = self.states[place];
            if too_many.contains(&place) {
                return None;
            }
            if state.is_some_and(|state| !state.may_be_asked(self.today) || state.claimed.is_some())
            {
                return None;
            }
            let recall = state.and_then(|state| recall_on(state, self.scheduler, self.aim.date));
            Some(Candidate {
                state,
                recall: recall.unwrap_or(0.0),
            })
        }
    }

    /// The first of these cards, as many as fit.
    fn listed(&self, places: &[usize], room: Room) -> (Vec<Task<'a>>, f32) {
        let mut tasks = Vec::new();
        let mut seconds = 0.0;
        for &place in places.iter().take(room.cards) {
            if seconds >= room.seconds {
                break;
            }
            let card = self.scope[place];
            let (cost, why) = if CardState::is_unmet(self.states[place]) {
                (self.pace.first_meeting(card), Why::New)
            } else {
                (self.pace.review(card), Why::Goal)
            };
            seconds += cost;
            tasks.push(self.task(place, why));
        }
        (tasks, seconds)
    }

    /// The cards with the greatest gain for their time.
    fn ranked(&self, room: Room) -> (Vec<Task<'a>>, f32) {
        let habits = &self.schedule.habits;
        let priority = PriorityModel::new(
            *self.scheduler.formulas(),
            self.schedule.forgetting.usual_keeps(),
            habits.shares_of_passes(),
            habits.shares_of_firsts(),
            self.aim.days_left,
        );
        let stands = self.stands();
        // On the last day little else is asked, so that what was missed yesterday is asked before it.
        let open = self.aim.days_left > 2 && !self.aim.days_off.contains(&self.today.plus(1));
        let owed = self.owed(&stands, room, open);
        let owed_seconds: f32 = owed
            .iter()
            .map(|place| self.pace.review(self.scope[*place]))
            .sum();
        let room = Room {
            seconds: room.seconds - owed_seconds,
            cards: room.cards - owed.len(),
            ..room
        };
        let values: Vec<Option<StudyValue>> = self
            .scope
            .iter()
            .zip(&stands)
            .enumerate()
            .map(|(place, (card, card_status))| {
                let candidate = candidate(card, (*card_status)?, self.pace, self.aim);
                priority.of(&candidate).filter(|_| !owed.contains(&place))
            })
            .collect();
        let unseen: Vec<bool> = self
            .states
            .iter()
            .map(|state| CardState::is_unmet(*state))
            .collect();
        let needs = Needs::of(&self.scope);
        let only = |new: bool| -> Vec<Option<StudyValue>> {
            let each = values.iter().zip(&unseen);
            each.map(|(value, unseen)| value.filter(|_| *unseen == new))
                .collect()
        };
        let picks = match self.request.new {
            None => pick(&values, &unseen, &needs, room),
            // New cards were requested explicitly: they go first, then cards already seen.
            Some(new) => {
                let cards = room.cards.min(new as usize);
                let mut picks = pick(&only(true), &unseen, &needs, Room { cards, ..room });
                let rest = Room {
                    seconds: room.seconds - picks.seconds,
                    cards: room.cards - picks.places.len(),
                    ..room
                };
                let met = pick(&only(false), &unseen, &needs, rest);
                picks.places.extend(met.places);
                picks.seconds += met.seconds;
                picks
            }
        };
        let places: Vec<usize> = owed.into_iter().chain(picks.places).collect();
        let queue = interleaved(&places, &needs, |place| &self.scope[place].topic);
        let why = |place: usize| match stands[place] {
            Some(CardStatus::Unseen) => Why::New,
            Some(CardStatus::Claimed) => Why::Due,
            Some(CardStatus::Met { .. }) | None => Why::Goal,
        };
        let tasks = queue.into_iter().map(|place| self.task(place, why(place)));
        let mut tasks: Vec<Task<'a>> = tasks.collect();
        surest_last(&mut tasks, |task| {
            // What must be asked today is not left to the last minutes.
            let state = self.schedule.card(task.card.id.as_str())?;
            let owed = state.is_missed();
            recall_on(state, self.scheduler, self.today).filter(|_| !owed)
        });
        (tasks, owed_seconds + picks.seconds)
    }

    /// What each card of the scope is today.
    fn stands(&self) -> Vec<Option<CardStatus>> {
        let states = self.states.iter();
        states
            .map(|state| card_status(*state, self.today))
            .collect()
    }

    /// The places of the cards that were missed and must be asked today, as far as the room goes, those missed
    /// longest ago first. `open` says whether tomorrow can ask them, too.
    fn owed(&self, stands: &[Option<CardStatus>], room: Room, open: bool) -> Vec<usize> {
        let mut owed: Vec<(u32, usize)> = Vec::new();
        for (place, (state, stand)) in self.states.iter().zip(stands).enumerate() {
            if let (Some(state), Some(CardStatus::Met { elapsed, .. })) = (state, stand)
                && state.is_missed()
                && is_owed(*elapsed, open)
            {
                owed.push((*elapsed, place));
            }
        }
        owed.sort_by_key(|(elapsed, place)| (Reverse(*elapsed), *place));
        let mut seconds = 0.0;
        owed.into_iter()
            .map(|(_, place)| place)
            .take(room.cards)
            .take_while(|place| {
                let fits = seconds < room.seconds;
                seconds += self.pace.review(self.scope[*place]);
                fits
            })
            .collect()
    }

    fn task(&self, place: usize, why: Why) -> Task<'a> {
        Task {
            card: self.scope[place],
            why,
        }
    }
}

/// Heavy cards on the last day.
const WEAKEST: usize = 20;

/// Bugs that were missed and options that were confused, on the last day.
const OWN_MISTAKES: usize = 10;

/// Cards to warm up with on the day itself.
const WARM_UP: usize = 10;

/// A card that may be asked, on one of these days.
#[derive(Clone, Copy, Debug)]
struct Candidate<'s> {
    /// Its state, if it has any history.
    state: Option<&'s CardState>,
    /// The chance that it is remembered on the date; 0 where it was never answered.
    recall: f32,
}

impl Candidate<'_> {
    fn answered_on(&self, day: StudyDay) -> bool {
        self.state.is_some_and(|state| state.last == Some(day))
    }

    /// Whether it was failed before this day.
    fn failed_before(&self, day: StudyDay) -> bool {
        self.state
            .and_then(|state| state.failed)
            .is_some_and(|failed| failed < day)
    }
}

/// The last day: the weakest cards of weight 3, those never met before all others, then the learner's own
/// missed bugs and wrong picks, the weakest first. Cards answered today count towards the number.
fn last_day<'s>(
    scope: &[&Card],
    of: &impl Fn(usize) -> Option<Candidate<'s>>,
    today: StudyDay,
) -> Vec<usize> {
    let mut heavy = Vec::new();
    let mut mistakes = Vec::new();
    let (mut heavy_done, mut mistakes_done) = (0, 0);
    for (place, card) in scope.iter().enumerate() {
        let Some(candidate) = of(place) else {
            continue;
        };
        let recall = candidate.recall;
        let done = usize::from(candidate.answered_on(today));
        let is_mistake = card.kind().profile().repeats_mistakes && candidate.failed_before(today);
        if card.weight >= HEAVY {
            heavy_done += done;
            if done == 0 {
                heavy.push((recall, place));
            }
        }
        if is_mistake {
            mistakes_done += done;
            if done == 0 {
                mistakes.push((recall, place));
            }
        }
    }
    for list in [&mut heavy, &mut mistakes] {
        list.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    }
    heavy.truncate(WEAKEST.saturating_sub(heavy_done));
    let taken: BTreeSet<usize> = heavy.iter().map(|(_, place)| *place).collect();
    let own = mistakes
        .into_iter()
        .filter(|(_, place)| !taken.contains(place))
        .take(OWN_MISTAKES.saturating_sub(mistakes_done));
    let own: Vec<_> = own.collect();
    heavy
        .into_iter()
        .chain(own)
        .map(|(_, place)| place)
        .collect()
}

/// The day itself: a few well-known cards, the heaviest first, one per topic if possible.
fn warm_up<'s>(
    scope: &[&Card],
    of: &impl Fn(usize) -> Option<Candidate<'s>>,
    today: StudyDay,
) -> Vec<usize> {
    let mut sits = Vec::new();
    let mut done = 0;
    for (place, card) in scope.iter().enumerate() {
        let Some(candidate) = of(place) else {
            continue;
        };
        if candidate.answered_on(today) {
            done += 1;
        } else if candidate.recall > 0.0 {
            sits.push((Reverse(card.weight), candidate.recall, place));
        }
    }
    sits.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut topics = BTreeSet::new();
    let (first, others): (Vec<_>, Vec<_>) = sits
        .into_iter()
        .map(|(_, _, place)| place)
        .partition(|&place| topics.insert(&*scope[place].topic));
    first
        .into_iter()
        .chain(others)
        .take(WARM_UP.saturating_sub(done))
        .collect()
}

#[cfg(test)]
mod tests;
