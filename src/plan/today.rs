//! Today's queue.
//!
//! A day is minutes, not counts. Due cards come first, the least remembered first; new ones fill
//! what is left, none while more is due than a day can hold. What the day has no room for is spread
//! over the following days.

use hashbrown::HashSet;

use super::current_goal::{CurrentGoal, GoalPhase};
use super::goal::{is_owed, plan_for_goal};
use super::new_cards::{NewCardState, new_code, pick_new};
use super::placement_model::PlacedKnowledge;
use super::queue::{
    DayAhead, Pace, Plan, StudyRequest, Task, Why, arriving, days_after, is_long, room_on,
    surest_last,
};
use super::recall::recall_now;
use crate::deck::Card;
use crate::history::{CardState, Schedule};
use crate::memory::{Scheduler, StudyDay};
use crate::question::Kind;

/// Cards asked ahead where no limit was given.
const AHEAD: usize = 20;

/// The state of a card, as far as new cards depend on it.
fn standing(state: Option<&CardState>, today: StudyDay) -> NewCardState {
    match state {
        Some(state) if !state.is_new() => NewCardState::Met,
        Some(state) if state.suspended => NewCardState::Aside,
        Some(state) if !state.may_be_asked(today) => NewCardState::Later,
        Some(_) | None => NewCardState::New,
    }
}

/// Distributes new cards evenly among due ones, keeping the order of both.
fn interleave<'a>(due: Vec<Task<'a>>, new: Vec<Task<'a>>) -> Vec<Task<'a>> {
    let (dues, news) = (due.len(), new.len());
    let place = |index: usize, of: usize| (2 * index + 1) as f64 / (2 * of) as f64;
    let places = (0..dues)
        .map(|index| place(index, dues))
        .chain((0..news).map(|index| place(index, news)));
    let mut placed: Vec<(f64, Task<'a>)> = places.zip(due.into_iter().chain(new)).collect();
    // Stable: if both fall on the same place, the due card goes first.
    placed.sort_by(|a, b| a.0.total_cmp(&b.0));
    placed.into_iter().map(|(_, task)| task).collect()
}

/// Plans the rest of a study day. `cards` are all cards in deck order.
///
/// A goal plans the day for the cards in its scope, and the others wait; only if none of the
/// requested cards is in its scope are they planned as usual.
#[expect(clippy::too_many_lines, reason = "the steps of a day, in their order")]
pub fn plan_today<'a>(
    cards: impl Iterator<Item = &'a Card>,
    schedule: &Schedule,
    scheduler: &Scheduler,
    pace: &Pace,
    today: StudyDay,
    request: &StudyRequest,
) -> Plan<'a> {
    let scope: Vec<&'a Card> = cards.filter(|card| request.filter.takes(card)).collect();
    let aim = request.aim.as_ref().filter(|aim| aim.phase.plans());
    if let Some(plan) =
        aim.and_then(|aim| plan_for_goal(&scope, schedule, scheduler, pace, today, request, aim))
    {
        return plan;
    }
    let by_name = schedule.by_name();
    let states: Vec<Option<&CardState>> = scope
        .iter()
        .map(|card| by_name.get(card.id.as_str()).copied())
        .collect();
    let spent = schedule
        .day(today)
        .map_or(0.0, |day| day.ms as f32 / 1000.0);
    let capacity = request.minutes as f32 * 60.0;
    let seconds_left = (capacity - spent).max(0.0);
    let paused_until = schedule.paused_until(today);
    let limit = match paused_until {
        Some(_) => 0,
        None if request.ahead => request.limit.unwrap_or(AHEAD),
        None => request.limit.unwrap_or(usize::MAX),
    };

    let seen = Seen {
        scope: &scope,
        states: &states,
        scheduler,
    };
    let mut due = seen.due_on(today);
    due.sort_by_cached_key(|task| is_long(pace.review(task.card)));
    let seconds_of: Vec<f32> = due.iter().map(|task| pace.review(task.card)).collect();
    let due_seconds: f32 = seconds_of.iter().sum();
    let unmet = states
        .iter()
        .filter(|state| CardState::is_unmet(**state))
        .count();

    let aim = request.aim.as_ref().filter(|_| !request.ahead);
    let owed = seen.owed_on(today, aim);
    let mut seconds = 0.0;
    let room = |seconds: f32| request.ahead || seconds < seconds_left;
    let mut asked: Vec<Task<'a>> = Vec::new();
    let owed_seconds = owed.iter().map(|task| pace.review(task.card));
    let seconds_of = owed_seconds.chain(seconds_of);
    for (task, seconds_of_card) in owed.iter().chain(&due).zip(seconds_of).take(limit) {
        if !room(seconds) {
            break;
        }
        seconds += seconds_of_card;
        asked.push(*task);
    }
    let review_seconds = seconds;
    let held_back = due.len() - asked.len().saturating_sub(owed.len());
    let asked_now: HashSet<&str> = asked.iter().map(|task| task.card.id.as_str()).collect();
    let tomorrow = today.plus(1);
    let mut due_tomorrow = seen.owed_on(tomorrow, aim);
    due_tomorrow.extend(seen.due_on(tomorrow));
    due_tomorrow.retain(|task| !asked_now.contains(task.card.id.as_str()));
    let due_tomorrow = due_tomorrow.iter().map(|task| pace.review(task.card));
    let met_today = schedule.day(today).map_or(0, |day| day.new);
    let code_allowed = new_code(&scope, schedule, today, request);
    let new_allowed = match request.new {
        Some(count) => count,
        // Code was requested explicitly: the day's other new cards don't hold it back.
        None if request.filter.code == Some(true) => code_allowed as u32,
        None if due_seconds > capacity => 0,
        None => request
            .new_per_day
            .map_or(u32::MAX, |most| most.saturating_sub(met_today)),
    };
    let new_allowed = (new_allowed as usize).min(limit - asked.len());
    let mut new = Vec::new();
    let place_of = |card: &Card| standing(by_name.get(card.id.as_str()).copied(), today);
    let keep_deck_order = !request.filter.decks.is_empty();
    let placed = PlacedKnowledge::of(schedule);
    let likely_known = |card: &Card| placed.as_ref().is_some_and(|placed| placed.is_likely(card));
    let unmet_cards = (new_allowed > 0).then(|| {
        pick_new(
            &scope,
            place_of,
            likely_known,
            code_allowed,
            keep_deck_order,
        )
    });
    for card in unmet_cards.into_iter().flatten().take(new_allowed) {
        if !room(seconds) {
            break;
        }
        seconds += pace.first_meeting(card);
        new.push(Task {
            card,
            why: Why::New,
        });
    }
    let mut days = vec![DayAhead {
        cards: asked.len(),
        seconds: review_seconds,
        new: new.len(),
        new_seconds: seconds - review_seconds,
        waiting: held_back,
        full: true,
        by_goal: false,
    }];
    days.extend(days_after(
        due_tomorrow.collect(),
        &arriving(&scope, &states, pace, today),
        |day| room_on(today.plus(day), schedule, request.minutes),
    ));
    // Code comes after everything else, because it takes longest.
    let is_code = |task: &Task<'_>| task.card.kind() == Kind::Code;
    let (code, asked): (Vec<_>, Vec<_>) = asked.into_iter().partition(is_code);
    let (new_code, new): (Vec<_>, Vec<_>) = new.into_iter().partition(is_code);
    let code = [code, new_code].concat();
    let mut tasks = interleave(asked, new);
    surest_last(&mut tasks, |task| {
        let state = by_name.get(task.card.id.as_str())?;
        recall_now(state, scheduler, today)
    });
    let limit = limit - code.len();
    if request.ahead {
        let is_ahead = |state: &CardState| {
            state.may_be_asked(today)
                && state.last != Some(today)
                && state.due.is_some_and(|due| due > today)
        };
        let more = seen.by_recall(today, Why::Ahead, is_ahead);
        for task in more.into_iter().take(limit - tasks.len()) {
            seconds += pace.review(task.card);
            tasks.push(task);
        }
    }
    tasks.extend(code);
    Plan {
        tasks,
        due: due.len(),
        held_back,
        unmet,
        seconds,
        seconds_left,
        paused_until,
        day_off: false,
        by_goal: false,
        days,
    }
}

/// The cards of a day's scope, with their states.
#[derive(Clone, Copy)]
struct Seen<'p, 'a> {
    scope: &'p [&'a Card],
    states: &'p [Option<&'p CardState>],
    scheduler: &'p Scheduler,
}

impl<'a> Seen<'_, 'a> {
    /// The cards that are due on a day.
    fn due_on(self, day: StudyDay) -> Vec<Task<'a>> {
        self.by_recall(day, Why::Due, |state| state.is_due(day))
    }

    /// Cards of a goal that is still far away which were missed and are not due in time: every miss is asked again
    /// within two days.
    fn owed_on(self, day: StudyDay, aim: Option<&CurrentGoal>) -> Vec<Task<'a>> {
        let Some(aim) = aim.filter(|aim| aim.phase == GoalPhase::Far) else {
            return Vec::new();
        };
        let open = !aim.days_off.contains(&day.plus(1));
        let is_owed = |state: &CardState| {
            let since = state.last.map_or(0, |last| day.days_since(last));
            state.is_missed()
                && state.may_be_asked(day)
                && !state.is_due(day)
                && is_owed(u32::try_from(since).unwrap_or(0), open)
        };
        let mut owed = self.by_recall(day, Why::Goal, is_owed);
        owed.retain(|task| aim.takes(task.card));
        owed
    }

    /// The seen cards that a rule picks: those failed on this day first, then the least remembered first. A claim that
    /// was never checked counts as equally likely known and not known, so that it is checked before what is surely
    /// known.
    fn by_recall(
        self,
        day: StudyDay,
        why: Why,
        picks: impl Fn(&CardState) -> bool,
    ) -> Vec<Task<'a>> {
        let mut picked: Vec<(bool, f32, Task<'a>)> = self
            .scope
            .iter()
            .zip(self.states)
            .filter_map(|(&card, state)| {
                let state = state.filter(|state| picks(state))?;
                let failed_today = state.last == Some(day) && state.is_waiting();
                let recall = recall_now(state, self.scheduler, day).unwrap_or(0.5);
                Some((!failed_today, recall, Task { card, why }))
            })
            .collect();
        picked.sort_by(|a, b| {
            a.0.cmp(&b.0)
                .then(a.1.total_cmp(&b.1))
                .then_with(|| a.2.card.id.cmp(&b.2.card.id))
        });
        picked.into_iter().map(|(_, _, task)| task).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    use super::*;
    use crate::deck::{Deck, Source, parse};
    use crate::history::{DayLog, Goal};
    use crate::memory::{Grade, Memory, Scheduling};
    use crate::plan::current_goal::Filter;

    fn day(text: &str) -> StudyDay {
        text.parse().expect("a day")
    }

    fn today() -> StudyDay {
        day("2026-11-20")
    }

    fn deck(cards: usize) -> Deck {
        let mut text = "# Deck {#d}\n".to_owned();
        for card in 0..cards {
            let _ = write!(
                text,
                "\n## Question {card}? {{#c{card:03}}}\n\nAn answer.\n"
            );
        }
        parse(&Source::new("d.md", text))
            .deck
            .expect("a valid deck")
    }

    /// A card answered `ago` days ago that came due `overdue` days ago.
    fn reviewed(id: &str, ago: u32, overdue: u32) -> CardState {
        CardState {
            memory: Some(Memory {
                stability: (ago - overdue).max(1) as f32,
                difficulty: 5.0,
            }),
            due: Some(today().minus(overdue)),
            reviews: 1,
            first: Some(today().minus(ago)),
            last: Some(today().minus(ago)),
            last_grade: Some(Grade::Good),
            interval: ago - overdue,
            ..CardState::new(id)
        }
    }

    fn spent(minutes: u64, new: u32) -> DayLog {
        let at = chrono::DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
        DayLog {
            day: today(),
            answers: 1,
            first_tries: 1,
            passed: 1,
            new,
            reviews: 0,
            recalled: 0,
            repeats: 0,
            ms: minutes * 60_000,
            first_at: at,
            last_at: at,
        }
    }

    /// Three recall cards, of which the first was answered, and two that ask for code.
    fn deck_with_code() -> Deck {
        let mut text = "# Deck {#d}\n".to_owned();
        for card in 0..2 {
            let _ = write!(
                text,
                "\n## Code {card}? {{#code{card} .code}}\n<!-- minutes: 15 -->\n\n```js starter\na\n```\n\n---\n\n\
                 ```js test\ntest('b', './solution.js');\n```\n\n```js solution\nc\n```\n"
            );
        }
        for card in 0..3 {
            let _ = write!(text, "\n## Question {card}? {{#c{card}}}\n\nAn answer.\n");
        }
        let deck = parse(&Source::new("d.md", text)).deck;
        deck.expect("a deck without faults")
    }

    fn usual() -> StudyRequest {
        StudyRequest {
            filter: Filter::default(),
            minutes: 20,
            new_per_day: Some(8),
            new: None,
            limit: None,
            ahead: false,
            day_off: false,
            aim: None,
        }
    }

    /// Every card takes half a minute: 40 reviews fill the day.
    fn plan<'a>(deck: &'a Deck, schedule: &Schedule, request: &StudyRequest) -> Plan<'a> {
        let scheduler = Scheduler::new(Scheduling::default());
        let pace = Pace::new(|_| 30.0);
        plan_today(
            deck.cards.iter(),
            schedule,
            &scheduler,
            &pace,
            today(),
            request,
        )
    }

    fn ids<'a>(plan: &Plan<'a>) -> Vec<&'a str> {
        plan.tasks.iter().map(|task| task.card.id.short()).collect()
    }

    #[test]
    fn the_first_day_has_new_cards_only_as_many_as_a_day_should() {
        let deck = deck(30);
        let plan = plan(&deck, &Schedule::default(), &usual());
        assert_eq!((plan.count(Why::New), plan.tasks.len()), (8, 8));
    }

    #[test]
    fn the_least_remembered_comes_first_and_what_failed_today_before_it() {
        let mut failed = reviewed("d/c003", 5, 0);
        failed.last = Some(today());
        failed.last_grade = Some(Grade::Again);
        let schedule = Schedule {
            cards: vec![
                reviewed("d/c000", 10, 0),
                reviewed("d/c001", 40, 30),
                reviewed("d/c002", 20, 8),
                failed,
            ],
            ..Schedule::default()
        };
        let deck = deck(4);
        let plan = plan(&deck, &schedule, &usual());
        assert_eq!(ids(&plan), ["c003", "c001", "c002", "c000"]);
    }

    #[test]
    fn one_new_code_card_a_day_comes_after_everything_else() {
        let deck = deck_with_code();
        let schedule = |cards| Schedule {
            cards,
            ..Schedule::default()
        };
        let planned = |schedule: &Schedule, request: &StudyRequest| -> Vec<String> {
            let plan = plan(&deck, schedule, request);
            ids(&plan).into_iter().map(str::to_owned).collect()
        };
        let before = schedule(vec![reviewed("d/c0", 10, 2)]);
        let all = planned(&before, &usual());
        assert_eq!(all.len(), 4, "{all:?}");
        assert_eq!(all[3], "code0");
        let only = |code| StudyRequest {
            filter: Filter {
                code: Some(code),
                ..Filter::default()
            },
            ..usual()
        };
        assert_eq!(planned(&before, &only(true)), ["code0"]);
        assert_eq!(planned(&before, &only(false)).len(), 3);
        let two = StudyRequest {
            new: Some(2),
            ..only(true)
        };
        assert_eq!(planned(&before, &two), ["code0", "code1"]);
        // The new card of today has already been asked.
        let met = CardState {
            first: Some(today()),
            last: Some(today()),
            due: Some(today().plus(3)),
            ..reviewed("d/code0", 10, 2)
        };
        let after = schedule(vec![reviewed("d/c0", 10, 2), met]);
        assert_eq!(planned(&after, &only(true)), [""; 0]);
        assert_eq!(planned(&after, &usual()).len(), 3);
    }

    #[test]
    fn new_cards_lie_evenly_between_due_ones_and_the_surest_come_last() {
        let cards = (0..9)
            .map(|card| reviewed(&format!("d/c{card:03}"), 10, 0))
            .collect();
        let schedule = Schedule {
            cards,
            ..Schedule::default()
        };
        let request = StudyRequest {
            new_per_day: Some(3),
            ..usual()
        };
        let deck = deck(20);
        let plan = plan(&deck, &schedule, &request);
        let whys: String = plan
            .tasks
            .iter()
            .map(|task| if task.why == Why::New { 'n' } else { 'd' })
            .collect();
        assert_eq!(whys, "ddnddd".to_owned() + "nndddd", "the surest are last");
    }

    #[test]
    fn the_minutes_of_the_day_count_over_all_its_sessions() {
        let cards = (0..50)
            .map(|card| reviewed(&format!("d/c{card:03}"), 10, 0))
            .collect();
        let fresh = Schedule {
            cards,
            ..Schedule::default()
        };
        assert_eq!(plan(&deck(50), &fresh, &usual()).tasks.len(), 40);
        let later = Schedule {
            days: vec![spent(15, 8)],
            ..fresh.clone()
        };
        assert_eq!(plan(&deck(50), &later, &usual()).tasks.len(), 10);
        let over = Schedule {
            days: vec![spent(25, 8)],
            ..fresh
        };
        let deck = deck(50);
        let plan = plan(&deck, &over, &usual());
        assert!(plan.tasks.is_empty(), "the day is used up");
        assert_eq!((plan.due, plan.held_back), (50, 50));
    }

    #[test]
    fn new_cards_met_earlier_today_count() {
        let schedule = Schedule {
            days: vec![spent(2, 5)],
            ..Schedule::default()
        };
        assert_eq!(plan(&deck(30), &schedule, &usual()).tasks.len(), 3);
        let asked_for = StudyRequest {
            new: Some(6),
            ..usual()
        };
        assert_eq!(plan(&deck(30), &schedule, &asked_for).tasks.len(), 6);
    }

    #[test]
    fn a_backlog_is_spread_over_days_and_lets_no_new_card_in() {
        let cards = (0..140)
            .map(|card| reviewed(&format!("d/c{card:03}"), 30, 10))
            .collect();
        let schedule = Schedule {
            cards,
            ..Schedule::default()
        };
        let deck = deck(200);
        let plan = plan(&deck, &schedule, &usual());
        assert_eq!((plan.tasks.len(), plan.held_back), (40, 100));
        assert_eq!(plan.count(Why::New), 0);
        assert_eq!(plan.clears_in(), Some(4), "70 minutes at 20 a day");
    }

    #[test]
    fn a_backlog_does_not_overrun_its_day_by_code() {
        let code = "\n## Code? {#code .code}\n<!-- minutes: 25 -->\n\n```js starter\na\n```\n\n---\n\n\
                    ```js test\ntest('b', './solution.js');\n```\n\n```js solution\nc\n```\n";
        let mut text = format!("# Deck {{#d}}\n{code}");
        for card in 0..60 {
            let _ = write!(
                text,
                "\n## Question {card}? {{#c{card:03}}}\n\nAn answer.\n"
            );
        }
        let parsed = parse(&Source::new("d.md", text));
        let deck = parsed.deck.expect("a deck without faults");
        let planned = |others: u32| {
            // The code card is the least remembered of all.
            let mut cards = vec![reviewed("d/code", 60, 58)];
            cards.extend((0..others).map(|card| reviewed(&format!("d/c{card:03}"), 10, 0)));
            let schedule = Schedule {
                cards,
                ..Schedule::default()
            };
            let request = StudyRequest {
                new_per_day: Some(0),
                ..usual()
            };
            plan(&deck, &schedule, &request)
        };
        let backlog = planned(60);
        assert!(!ids(&backlog).contains(&"code"), "{:?}", ids(&backlog));
        assert!(backlog.seconds <= 20.0 * 60.0 + 30.0, "{}", backlog.seconds);
        assert_eq!(backlog.held_back + backlog.tasks.len(), backlog.due);
        // Twenty wait for tomorrow, and code comes after them.
        assert_eq!((backlog.days[1].cards, backlog.days[2].cards), (21, 0));
        // Where the others leave room it is asked, after them.
        let usual_day = planned(10);
        assert_eq!(ids(&usual_day).last(), Some(&"code"));
        assert_eq!(usual_day.tasks.len(), 11);
    }

    #[test]
    fn a_goal_far_away_has_every_miss_asked_again_within_two_days() {
        let missed = |id: &str, ago: u32| {
            let mut card = reviewed(id, ago, 0);
            card.failed = card.last;
            card.due = Some(today().plus(3));
            card
        };
        let schedule = Schedule {
            cards: vec![
                missed("d/c000", 1),
                missed("d/c001", 2),
                reviewed("d/c002", 9, 0),
            ],
            ..Schedule::default()
        };
        let planned = |days_left: Option<u32>| {
            let goal = |days: u32| Goal {
                date: today().plus(days),
                minutes: 20,
                levels: Vec::new(),
                topics: Vec::new(),
                tags: Vec::new(),
                weights: BTreeMap::new(),
            };
            let aim = days_left.map(|days| CurrentGoal::of(&goal(days), today(), |_| false));
            let request = StudyRequest {
                new_per_day: Some(0),
                aim,
                ..usual()
            };
            let deck = deck(3);
            let plan = plan(&deck, &schedule, &request);
            let ids: Vec<String> = ids(&plan).into_iter().map(str::to_owned).collect();
            (ids, plan.due, plan.held_back)
        };
        let long_term = (vec!["c002".to_owned()], 1, 0);
        assert_eq!(planned(None), long_term, "without a goal");
        let (ids, due, held_back) = planned(Some(84));
        assert_eq!(ids, ["c001", "c002"]);
        assert_eq!((due, held_back), (1, 0), "it is asked and not due");
    }

    #[test]
    fn a_limit_counts_due_cards_before_new_ones() {
        let cards = (0..3)
            .map(|card| reviewed(&format!("d/c{card:03}"), 10, 0))
            .collect();
        let schedule = Schedule {
            cards,
            ..Schedule::default()
        };
        let request = StudyRequest {
            limit: Some(4),
            ..usual()
        };
        let deck = deck(20);
        let plan = plan(&deck, &schedule, &request);
        assert_eq!((plan.tasks.len(), plan.count(Why::New)), (4, 1));
    }

    #[test]
    fn ahead_asks_what_is_not_due_whatever_the_minutes_say() {
        let mut later = reviewed("d/c001", 2, 0);
        later.due = Some(today().plus(9));
        let schedule = Schedule {
            cards: vec![reviewed("d/c000", 10, 0), later],
            days: vec![spent(60, 8)],
            ..Schedule::default()
        };
        assert!(plan(&deck(2), &schedule, &usual()).tasks.is_empty());
        let ahead = StudyRequest {
            ahead: true,
            new_per_day: Some(0),
            ..usual()
        };
        assert_eq!(ids(&plan(&deck(2), &schedule, &ahead)), ["c000", "c001"]);
    }

    #[test]
    fn suspended_and_buried_cards_are_not_asked() {
        let mut suspended = reviewed("d/c000", 10, 0);
        suspended.suspended = true;
        let mut buried = reviewed("d/c001", 10, 0);
        buried.buried_until = Some(today().plus(1));
        let mut back = reviewed("d/c002", 10, 0);
        back.buried_until = Some(today());
        let schedule = Schedule {
            cards: vec![suspended, buried, back],
            ..Schedule::default()
        };
        assert_eq!(ids(&plan(&deck(3), &schedule, &usual())), ["c002"]);
    }
}
