//! `nodequiz goal`: the day of an interview, and what to expect on it.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::deck::Level;
use crate::history::{Event, Goal, GoalChange};
use crate::memory::StudyDay;
use crate::plan::{CurrentGoal, Projection, ProjectionTerms, Uncertainty};
use crate::progress::{GoalAhead, GoalHistory, GoalNow, Outlook, OutlookLine};
use crate::report;
use crate::wording;

use crate::app::dates::day_to_come;
use crate::app::find::named;
use crate::app::{Context, Exit, Failure, FilterArgs, LoadedDecks, OpenHistory};

/// Threads for a projection.
const THREADS: u64 = 2;

/// Set the day of your interview; see what you will know by then.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "With a goal, each day brings the cards, new ones included, that gain the most by the date for \
the minutes they take; cards outside its scope wait. The long-term schedule is kept throughout: \
after the date, or once the goal is cleared, it continues as if there had been no goal. `known` \
means recalling the answer to this wording.

Examples:
  nodequiz goal set 2026-12-15 --minutes 20
  nodequiz goal set 15 December --level intermediate --level senior
  nodequiz goal set +4w --topic async --topic databases --weight async=3
  nodequiz goal set +2w --tag acme           only cards with this tag
  nodequiz goal                        days left, and what to expect
  nodequiz goal --json | jq .outlook.expected
  nodequiz goal clear"
)]
pub struct GoalArgs {
    #[command(subcommand)]
    what: Option<What>,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand, Clone, Debug)]
enum What {
    Set(SetArgs),
    /// Go back to the long-term schedule
    #[command(after_long_help = "Examples:\n  nodequiz goal clear")]
    Clear,
}

/// Set the day, and what to know by then
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz goal set 2026-12-15 --minutes 20
  nodequiz goal set +4w --level senior --weight databases=2")]
struct SetArgs {
    /// The day: 2026-12-15, 15 December, friday, +4w, 28d
    #[arg(value_name = "DATE", required = true, num_args = 1..=3)]
    date: Vec<String>,

    /// Minutes for each day until then; by default the setting `minutes_per_day`
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=1440))]
    minutes: Option<u32>,

    /// Only cards at this level; may be given several times
    #[arg(long = "level", value_name = "LEVEL", value_parser = named(&Level::ALL, Level::name))]
    levels: Vec<Level>,

    /// Only cards of this topic; may be given several times
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,

    /// Only cards with this tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,

    /// Cards on this topic count this many times as much, 1 to 9; may be given several times
    #[arg(long = "weight", value_name = "TOPIC=N", value_parser = weight)]
    weights: Vec<(String, u32)>,
}

fn weight(text: &str) -> Result<(String, u32), &'static str> {
    let weight = text.split_once('=').and_then(|(topic, number)| {
        let number = number
            .parse()
            .ok()
            .filter(|number| (1..=9).contains(number));
        Some((topic.trim().to_owned(), number?))
    });
    weight.ok_or("write a topic and a number from 1 to 9, such as async=3")
}

#[derive(Default, Serialize)]
struct GoalJson<'a> {
    goal: Option<&'a GoalNow>,
    outlook: Option<&'a Outlook>,
}

impl GoalArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let loaded = LoadedDecks::load(context);
        self.show(context, &loaded)
    }

    pub(super) fn show(
        &self,
        context: &mut Context,
        loaded: &LoadedDecks,
    ) -> Result<Exit, Failure> {
        let mut history = OpenHistory::of(context, loaded)?;
        match &self.what {
            None => {}
            Some(What::Set(set)) => {
                let goal = set.goal(&history, context)?;
                history.append(Event::Goal(GoalChange::Set(goal)))?;
                history.save(context);
            }
            Some(What::Clear) => {
                let was = history.schedule().declared.goal.is_some();
                let words = if was {
                    history.append(Event::Goal(GoalChange::Clear {}))?;
                    history.save(context);
                    "The goal is cleared; the long-term schedule plans your days again."
                } else {
                    "There was no goal."
                };
                if !self.json {
                    return context.done(words);
                }
            }
        }
        let Some(aim) = context.aim(history.schedule()) else {
            return context.print(self.json, &GoalJson::default(), |_| report::no_goal());
        };
        let now = goal_now(context, &history, &aim);
        let outlook = outlook(context, &history, &aim);
        let outlook = outlook.as_ref();
        let json = GoalJson {
            goal: Some(&now),
            outlook,
        };
        context.print(self.json, &json, |width| report::goal(&now, outlook, width))
    }
}

impl SetArgs {
    /// The goal; fails if something in it makes no sense.
    fn goal(&self, history: &OpenHistory, context: &Context) -> Result<Goal, Failure> {
        let words = self.date.join(" ");
        let today = history.today;
        let date = day_to_come(&words, today).ok_or_else(|| {
            Failure::usage(format!("`{words}` is not a day"))
                .hint("write a day to come, such as 2026-12-15, `15 December`, friday, +4w or 28d")
        })?;
        if date <= today {
            let (date_words, today_words) = (wording::day(date), wording::day(today));
            let message = if date == today {
                format!("{date_words} is today; a goal is a day to come")
            } else {
                format!("{date_words} has passed, today is {today_words}; a goal is a day to come")
            };
            return Err(Failure::usage(message)
                .hint("for today itself: nodequiz quiz is a warm-up on cards you know"));
        }
        if date.days_since(today) > i64::from(CurrentGoal::FARTHEST) {
            let message = format!("{} is more than a year away", wording::day(date));
            return Err(Failure::usage(message).hint(format!(
                "until {} days before the date the long-term schedule is the better one: just study, and set the goal then",
                CurrentGoal::PLANS_FROM
            )));
        }
        let named = self.weights.iter().map(|(topic, _)| topic.clone());
        FilterArgs {
            topics: self.topics.iter().cloned().chain(named).collect(),
            tags: self.tags.clone(),
            ..FilterArgs::default()
        }
        .resolve(history.library)?;
        let goal = Goal {
            date,
            minutes: self.minutes.unwrap_or(context.settings().minutes_per_day),
            levels: self
                .levels
                .iter()
                .map(|level| level.name().to_owned())
                .collect(),
            topics: self.topics.clone(),
            tags: self.tags.clone(),
            weights: self.weights.iter().cloned().collect::<BTreeMap<_, _>>(),
        };
        let aim = CurrentGoal::of(&goal, today, |_| false);
        if !history.library.cards().any(|card| aim.takes(card)) {
            return Err(
                Failure::usage("no card is of these topics, tags and levels at once")
                    .hint("nodequiz cards --topic T --tag T --level L shows what there is"),
            );
        }
        Ok(goal)
    }
}

pub(super) fn goal_now(context: &Context, history: &OpenHistory, aim: &CurrentGoal) -> GoalNow {
    GoalNow::of(
        history.library.cards(),
        history.schedule(),
        &history.scheduler,
        aim,
        history.today,
        context.known_on(history.schedule()),
    )
}

/// The course from today to a goal's date, if that is to come and not farther away than a goal can be set, and if the
/// decks still have cards for it: a journal or a clock may say anything.
fn course(context: &Context, history: &OpenHistory, aim: &CurrentGoal) -> Option<Projection> {
    let has_cards = history.library.cards().any(|card| aim.takes(card));
    if !has_cards || !(1..=CurrentGoal::FARTHEST).contains(&aim.days_left) {
        return None;
    }
    let pace = history.pace();
    let schedule = history.schedule();
    let terms = ProjectionTerms {
        schedule,
        scheduler: &history.scheduler,
        pace: &pace,
        aim,
        today: history.today,
    };
    let off = |day: StudyDay| context.is_off(schedule, day);
    Some(Projection::new(
        history.library.cards(),
        &terms,
        &Uncertainty::default(),
        off,
    ))
}

/// What to expect on a goal's date; `None` once it has come, where it is too far away, and without cards.
fn outlook(context: &Context, history: &OpenHistory, aim: &CurrentGoal) -> Option<Outlook> {
    let course = course(context, history, aim)?;
    Outlook::of(&course, aim.minutes, history.today, THREADS)
}

/// The learner's goal, if they have one, and what to expect: in full, or quickly as one line.
pub(super) fn goal_ahead(
    context: &Context,
    history: &OpenHistory,
    goal_history: &GoalHistory,
    in_full: bool,
) -> Option<GoalAhead> {
    let aim = context.aim(history.schedule())?;
    let (outlook, line) = if in_full {
        (outlook(context, history, &aim), None)
    } else if aim.phase.plans() {
        (None, outlook_line(context, history, &aim, goal_history))
    } else {
        // Projecting months takes too long here.
        (None, None)
    };
    Some(GoalAhead {
        now: goal_now(context, history, &aim),
        outlook,
        line,
    })
}

/// The same as one line, with what today's answers added: quick enough for the end of a session.
pub(super) fn outlook_line(
    context: &Context,
    history: &OpenHistory,
    aim: &CurrentGoal,
    goal_history: &GoalHistory,
) -> Option<OutlookLine> {
    let course = course(context, history, aim)?;
    let cards = history.library.cards();
    let gained = goal_history.gained_today(cards, history.schedule(), &history.scheduler, aim);
    OutlookLine::of(&course, aim.date, gained, history.today, THREADS)
}
