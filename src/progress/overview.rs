//! Everything that `stats` shows.

use chrono::{DateTime, FixedOffset, WeekdaySet};
use serde::Serialize;

use super::answers::{Answers, Remembered, Window, window};
use super::card::Counts;
use super::card_results::Doubts;
use super::days::{AHEAD, CalendarDay, Forecast, NewCards, Streak, calendar, forecast, streak};
use super::goal::GoalAhead;
use super::groups::{
    AskedNow, Confusion, DeckRow, HardCard, KindRow, LevelFigures, TagFigures, TopicFigures,
    by_deck, by_kind, by_level, by_tag, by_topic, confusions, hardest, leeches,
};
use super::today::DayPlan;
use super::workload::{Load, RetentionCost, loads};
use crate::history::{CardState, Schedule};
use crate::memory::{Scheduler, StudyDay};
use crate::plan::{Belief, Pace};

/// What the figures depend on besides the answers.
pub struct OverviewInput<'a> {
    /// The state of every card.
    pub schedule: &'a Schedule,
    /// The model.
    pub scheduler: &'a Scheduler,
    /// How long this learner takes.
    pub pace: Pace,
    /// The time.
    pub now: DateTime<FixedOffset>,
    /// The weekdays that count for the streak.
    pub study_days: WeekdaySet,
    /// New cards a day, at the most.
    pub new_per_day: Option<u32>,
    /// Minutes of a day.
    pub minutes: u32,
    /// What today asks of the chosen cards, and what it leaves.
    pub plan: DayPlan,
    /// The day as of which "known" is stated.
    pub known_on: StudyDay,
}

/// What was done today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct TodayTotals {
    /// Answers, repeats included.
    pub answers: u32,
    /// Cards answered.
    pub cards: u32,
    /// Of these, right at the first attempt.
    pub right_at_first: u32,
    /// Cards seen for the first time.
    pub new: u32,
    /// Seconds spent, long pauses cut.
    pub seconds: f64,
}

/// What was done in the period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PeriodTotals {
    /// Its first day.
    pub since: StudyDay,
    /// Its days, today included.
    pub days: u32,
    /// Days with an answer.
    pub studied: u32,
    /// Answers, repeats included.
    pub answers: u32,
    /// Cards seen for the first time.
    pub new: u32,
    /// Seconds spent, long pauses cut.
    pub seconds: f64,
}

/// What is due, and what the next days ask for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DueSoon {
    /// Everything that is due, whether or not today asks for it.
    pub today: Load,
    /// What tomorrow asks for among the cards already seen.
    pub tomorrow: Load,
    /// What the seven days from today ask for.
    pub next_7_days: Load,
}

/// Everything that `stats` shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overview {
    /// The study day.
    pub day: StudyDay,
    /// The first study day with an answer.
    pub started: Option<StudyDay>,
    /// What was done today.
    pub today: TodayTotals,
    /// What was done in the period.
    pub period: PeriodTotals,
    /// Days in a row, whatever was answered on them.
    pub streak: Streak,
    /// What today asks for, and what it leaves: the same figures as those of `due`.
    pub plan: DayPlan,
    /// What is due, and what the next days ask for.
    pub due: DueSoon,
    /// The cards by how far they are.
    pub cards: Counts,
    /// The day as of which "known" is stated.
    pub known_on: StudyDay,
    /// Cards known on that day: the sum of their chances, less what guessing accounts for.
    pub known: f64,
    /// Cards that would only be guessed right: they are not in `known`.
    pub guessed: f64,
    /// Cards said to be known and not checked yet: they are not in `known`.
    pub claimed: usize,
    /// What of the answers of the period shows little.
    pub doubts: Doubts,
    /// What was remembered in the last 30 days, or in the period if it is shorter.
    pub retention: Window,
    /// What was remembered over longer and longer periods; the last is the whole period.
    pub remembered: Vec<Window>,
    /// The days of the calendar, up to today.
    pub calendar: Vec<CalendarDay>,
    /// What comes due on the next days.
    pub forecast: Forecast,
    /// What the cards met would take, and leave, at several retentions.
    pub workload: Vec<RetentionCost>,
    /// One row a topic.
    pub topics: Vec<TopicFigures>,
    /// One row per tag; none where no card has one.
    pub tags: Vec<TagFigures>,
    /// One row per level.
    pub levels: Vec<LevelFigures>,
    /// One row per deck.
    pub decks: Vec<DeckRow>,
    /// One row per kind of question.
    pub kinds: Vec<KindRow>,
    /// Cards forgotten three times or more.
    pub leeches: usize,
    /// The hardest cards.
    pub hardest: Vec<HardCard>,
    /// The wrong options picked most.
    pub confusions: Vec<Confusion>,
    /// The learner's goal, whatever cards were chosen; `None` without one, and until it is
    /// projected.
    pub goal: Option<GoalAhead>,
}

impl Overview {
    /// The longest median time of a kind of question in seconds, 1 at least.
    pub fn longest_median(&self) -> f64 {
        let medians = self.kinds.iter().filter_map(|row| row.group.median_seconds);
        medians.fold(1.0, f64::max)
    }

    /// What was remembered of each kind of question that came back in the period, by the kind's name.
    pub fn remembered_by_kind(&self) -> Vec<(String, Remembered)> {
        self.kinds
            .iter()
            .filter(|row| row.group.remembered.asked > 0)
            .map(|row| (row.kind.to_owned(), row.group.remembered))
            .collect()
    }
}

/// Adds everything up.
pub fn overview(answers: &Answers<'_>, input: &OverviewInput<'_>) -> Overview {
    let OverviewInput {
        schedule,
        scheduler,
        ..
    } = *input;
    let scope = answers.scope();
    let today = answers.period().today();
    let by_name = schedule.by_name();
    let belief = Belief::of(schedule, scheduler);
    let cards: Vec<AskedNow<'_>> = scope
        .cards()
        .iter()
        .map(|card| {
            let state = by_name.get(card.id.as_str()).copied();
            AskedNow::of(card, state, scheduler, today, input.known_on, &belief)
        })
        .collect();
    let met = cards
        .iter()
        .filter_map(|asked| Some((asked.card, asked.state?)));
    let loads = loads(met.clone(), &input.pace, today, AHEAD);
    let unmet = cards
        .iter()
        .filter(|asked| CardState::is_unmet(asked.state));
    let (unmet, unmet_seconds) = unmet.fold((0, 0.0), |(count, seconds), asked| {
        (
            count + 1,
            seconds + f64::from(input.pace.review(asked.card)),
        )
    });
    let known: f64 = cards.iter().map(|asked| asked.known).fold(0.0, plus);
    let recalled = cards.iter().filter_map(|asked| asked.right).fold(0.0, plus);
    let windows: Vec<Window> = answers
        .period()
        .windows()
        .into_iter()
        .map(|days| window(answers, days))
        .collect();
    Overview {
        day: today,
        started: schedule.days.first().map(|log| log.day),
        today: done_today(answers),
        period: done(answers),
        streak: streak(
            &schedule.days,
            &schedule.pauses,
            input.study_days,
            today,
            input.now,
        ),
        plan: input.plan.clone(),
        due: DueSoon {
            today: loads[0],
            tomorrow: input.plan.tomorrow,
            next_7_days: input.plan.asked_in(7),
        },
        cards: Counts::of(cards.iter().map(|asked| asked.state)),
        known_on: input.known_on,
        known,
        guessed: recalled - known,
        claimed: cards.iter().filter(|asked| asked.is_claimed()).count(),
        doubts: doubts(answers),
        retention: window(answers, answers.period().days().min(30)),
        remembered: windows,
        calendar: calendar(answers, &schedule.pauses, input.study_days),
        forecast: forecast(
            &input.plan,
            &loads,
            schedule,
            scheduler,
            today,
            &NewCards {
                unmet,
                per_day: input.new_per_day,
                day_seconds: f64::from(input.minutes) * 60.0,
                review_seconds: unmet_seconds / unmet.max(1) as f64,
            },
        ),
        workload: RetentionCost::all(met, scheduler, &input.pace, today),
        topics: by_topic(&cards, answers, today),
        tags: by_tag(&cards, answers, today),
        levels: by_level(&cards, answers, today),
        decks: by_deck(scope, &cards, answers, today),
        kinds: by_kind(&cards, answers, today),
        leeches: leeches(&cards),
        hardest: hardest(&cards),
        confusions: confusions(answers),
        goal: None,
    }
}

fn plus(sum: f64, more: f64) -> f64 {
    sum + more
}

fn done_today(answers: &Answers<'_>) -> TodayTotals {
    let mut today = TodayTotals::default();
    for answer in answers.last(1) {
        today.answers += 1;
        today.seconds += f64::from(answer.ms) / 1000.0;
        if answer.first_of_day {
            today.cards += 1;
            today.right_at_first += u32::from(answer.passed);
            today.new += u32::from(answer.new);
        }
    }
    today
}

fn doubts(answers: &Answers<'_>) -> Doubts {
    let mut doubts = Doubts::default();
    for answer in answers.of_period() {
        doubts.time(answer.ms.into(), answer.too_fast);
        if let Some(tested) = answer.tested {
            doubts.tested(tested.expected, answer.passed);
        }
    }
    doubts
}

fn done(answers: &Answers<'_>) -> PeriodTotals {
    let period = answers.period();
    let mut done = PeriodTotals {
        since: period.first(),
        days: period.days(),
        studied: 0,
        answers: 0,
        new: 0,
        seconds: 0.0,
    };
    let mut studied: Vec<bool> = Vec::new();
    for answer in answers.of_period() {
        done.answers += 1;
        done.new += u32::from(answer.new && answer.first_of_day);
        done.seconds += f64::from(answer.ms) / 1000.0;
        let day = answer.day as usize;
        if studied.len() <= day {
            studied.resize(day + 1, false);
        }
        studied[day] = true;
    }
    done.studied = studied.iter().filter(|studied| **studied).count() as u32;
    done
}
