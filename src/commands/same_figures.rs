//! The commands agree in any home: simulated learners with decks, settings, goals, pauses, backlogs.

#[path = "../../tests/agreement.rs"]
mod agreement;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::rc::Rc;
use std::sync::OnceLock;
use std::time::Instant;

use chrono::{DateTime, Duration, FixedOffset, Weekday, WeekdaySet};
use clap::Parser;
use proptest::prelude::*;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::Value;
use tempfile::TempDir;

use self::agreement::{Commands, Figures, agree, asked_in_words, count, tomorrow_in_words};
use super::due::{DueArgs, due_now, plan_now};
use super::goal::GoalArgs;
use super::stats::StatsArgs;
use super::study::evening;
use crate::app::loaded_decks::builtin_sources;
use crate::app::{Context, LoadedDecks, OpenHistory, ReadDecks};
use crate::deck::{Deck, Library, Source, parse};
use crate::history::{Event, Goal, GoalChange, Mode, Record, RecordId, Review, seal};
use crate::memory::{Grade, StudyDay};
use crate::report;
use crate::session::{Session, Summary};
use crate::store::{Clock, Home, Loaded, Settings};
use crate::terminal::{Output, TerminalRestore};

/// A learner's home, before its commands are asked.
#[derive(Clone, Debug)]
struct Life {
    /// Built-in decks, by their places.
    builtin: Vec<usize>,
    /// Cards of the learner's own deck, every second one with a tag, a third of them for seniors.
    own: usize,
    seed: u64,
    /// Days on which they may have studied.
    days: u32,
    /// The most answers on such a day.
    a_day: u32,
    /// Of a hundred answers, those that pass.
    skill: u32,
    /// How many days ago the last of these days was.
    ended: u32,
    /// What was done to cards: to suspend, bury, mark, claim or reset them.
    asides: Vec<(u8, usize)>,
    minutes: u32,
    new_per_day: Option<u32>,
    rollover: u8,
    /// The weekdays of study, one bit each.
    weekdays: u8,
    /// Minutes since the study day began.
    minute: u32,
    goal: Option<Aim>,
    /// How many days ago a pause began, and how many days it lasts.
    pause: Option<(u32, u32)>,
    filter: usize,
}

/// A goal, before its names are known.
#[derive(Clone, Debug)]
struct Aim {
    /// Days until its date; it may have passed.
    days: i64,
    minutes: u32,
    /// Topics, by their places.
    topics: Vec<usize>,
    seniors: bool,
    tagged: bool,
    /// Whether one topic counts three times as much.
    weighted: bool,
}

fn aim() -> impl Strategy<Value = Aim> {
    let days = prop_oneof![
        2 => -2_i64..4,
        5 => 3_i64..25,
        1 => 40_i64..50,
    ];
    let topics = prop_oneof![Just(Vec::new()), prop::collection::vec(0_usize..20, 1..3)];
    (days, 1_u32..40, topics, 0_u8..8).prop_map(|(days, minutes, topics, bits)| Aim {
        days,
        minutes,
        topics,
        seniors: bits == 1,
        tagged: bits == 2,
        weighted: bits >= 5,
    })
}

fn life() -> impl Strategy<Value = Life> {
    let decks = (
        prop::collection::vec(0_usize..20, 0..2),
        prop_oneof![4 => 1_usize..40, 1 => 300_usize..320],
    );
    let study = (
        any::<u64>(),
        0_u32..25,
        0_u32..40,
        30_u32..100,
        prop_oneof![3 => Just(0_u32), 3 => Just(1), 1 => 2_u32..5, 2 => 20_u32..200],
        prop::collection::vec((0_u8..6, 0_usize..400), 0..12),
    );
    let settings = (
        1_u32..40,
        prop::option::of(0_u32..12),
        0_u8..6,
        prop_oneof![2 => Just(127_u8), 1 => Just(31), 1 => 1_u8..127],
        prop_oneof![Just(0_u32), Just(1439), 0_u32..1440],
    );
    let plans = (
        prop::option::of(aim()),
        prop::option::weighted(0.2, (0_u32..4, 1_u32..9)),
        0_usize..8,
    );
    (decks, study, settings, plans).prop_map(|(decks, study, settings, plans)| Life {
        builtin: decks.0,
        own: decks.1,
        seed: study.0,
        days: study.1,
        a_day: study.2,
        skill: study.3,
        ended: study.4,
        asides: study.5,
        minutes: settings.0,
        new_per_day: settings.1,
        rollover: settings.2,
        weekdays: settings.3,
        minute: settings.4,
        goal: plans.0,
        pause: plans.1,
        filter: plans.2,
    })
}

/// The built-in decks, read once.
fn builtin_decks() -> &'static [Deck] {
    static DECKS: OnceLock<Vec<Deck>> = OnceLock::new();
    DECKS.get_or_init(|| ReadDecks::of(&builtin_sources(), &mut Vec::new()).decks)
}

/// The handlers of signals can be installed only once in a process.
fn terminal() -> TerminalRestore {
    static TERMINAL: OnceLock<TerminalRestore> = OnceLock::new();
    TERMINAL.get_or_init(TerminalRestore::install).clone()
}

impl Life {
    fn today() -> StudyDay {
        "2026-11-20".parse().expect("a day")
    }

    /// The time this many seconds after a study day begins.
    fn time(&self, day: StudyDay, seconds: i64) -> DateTime<FixedOffset> {
        let begin = day.date().and_hms_opt(self.rollover.into(), 0, 0);
        let zone = FixedOffset::east_opt(3600).expect("an offset");
        let begin = begin.and_then(|begin| begin.and_local_timezone(zone).single());
        begin.expect("a time") + Duration::seconds(seconds)
    }

    fn library(&self) -> Library {
        let mut own = "# Mine {#mine}\n".to_owned();
        for card in 0..self.own {
            let level = if card % 3 == 0 { " .senior" } else { "" };
            let tags = if card % 2 == 0 {
                "\n<!-- tags: even -->"
            } else {
                ""
            };
            let _ = write!(
                own,
                "\n## Question number {card}? {{#c{card}{level}}}{tags}\n\nAnswer number {card}.\n"
            );
        }
        let own = parse(&Source::new("decks/mine.md", own)).deck;
        let builtin = builtin_decks().iter().enumerate();
        let builtin = builtin.filter(|(place, _)| self.builtin.contains(place));
        let builtin = builtin.map(|(_, deck)| deck.clone()).collect();
        Library::assemble(builtin, vec![own.expect("a deck")]).0
    }

    fn settings(&self) -> Settings {
        let mut study_days = WeekdaySet::EMPTY;
        for (place, weekday) in (0..7).zip(WeekdaySet::ALL.iter(Weekday::Mon)) {
            if self.weekdays >> place & 1 == 1 {
                study_days.insert(weekday);
            }
        }
        Settings {
            minutes_per_day: self.minutes,
            new_per_day: self.new_per_day,
            rollover_hour: self.rollover,
            study_days,
            ..Settings::default()
        }
    }

    /// What happened, in order.
    fn events(&self, library: &Library) -> Vec<(DateTime<FixedOffset>, Event<'static>)> {
        let cards: Vec<String> = library.cards().map(|card| card.id.to_string()).collect();
        let mut dice = StdRng::seed_from_u64(self.seed);
        let mut events = Vec::new();
        let last = Self::today().minus(self.ended);
        for ago in (0..self.days).rev() {
            let day = last.minus(ago);
            let answers = dice.random_range(0..=self.a_day);
            // Cards are met one after another.
            let met = cards.len() * (self.days - ago) as usize / self.days as usize;
            for answer in 0..answers {
                let spread = i64::from(self.minute) * 60 * i64::from(answer) / i64::from(answers);
                let card = &cards[dice.random_range(0..met.max(1))];
                events.push((self.time(day, spread), self.answer(card, &mut dice)));
            }
        }
        let end = self.time(last, i64::from(self.minute) * 60);
        for (what, card) in &self.asides {
            let card = cards[card % cards.len()].clone().into();
            events.push((
                end,
                match what {
                    0 | 1 => Event::Suspend { card },
                    2 => Event::Bury {
                        card,
                        until: last.plus(1),
                    },
                    3 => Event::Mark { card },
                    4 => Event::Claim { card },
                    _ => Event::Reset { card },
                },
            ));
        }
        if let Some((ago, days)) = self.pause {
            let from = Self::today().minus(ago);
            let until = from.plus(days);
            events.push((self.time(from, 0), Event::Pause { until }));
        }
        if let Some(aim) = &self.goal {
            let goal = Event::Goal(GoalChange::Set(aim.goal(library)));
            events.push((end, goal));
        }
        events.sort_by_key(|(at, _)| *at);
        events
    }

    /// An answer as this learner gives it.
    fn answer(&self, card: &str, dice: &mut StdRng) -> Event<'static> {
        let grade = match dice.random_range(0..100) {
            luck if luck >= self.skill => Grade::Again,
            luck if luck % 9 == 0 => Grade::Hard,
            luck if luck % 7 == 0 => Grade::Easy,
            _ => Grade::Good,
        };
        let ms = dice.random_range(2000..50_000);
        Event::Review(Review::new(card.to_owned(), grade, ms, Mode::Study))
    }

    /// The arguments that choose cards.
    fn filter(&self, library: &Library) -> Vec<String> {
        let cards: Vec<_> = library.cards().collect();
        let card = cards[self.seed as usize % cards.len()];
        let words: &[&str] = match self.filter {
            0 | 1 => &[],
            2 => &[card.id.deck()],
            3 => &["--topic", &card.topic],
            4 => &["--level", card.level.name()],
            5 => &["--tag", "even"],
            6 => &["mine", "--level", "senior"],
            _ => &["--topic", &card.topic, "--level", card.level.name()],
        };
        words.iter().map(|word| (*word).to_owned()).collect()
    }
}

impl Aim {
    fn goal(&self, library: &Library) -> Goal {
        let mut names: Vec<&str> = library.cards().map(|card| &*card.topic).collect();
        names.sort_unstable();
        names.dedup();
        let topics = self.topics.iter();
        let topics = topics.map(|place| names[place % names.len()].to_owned());
        let weights = names.iter().filter(|_| self.weighted).take(1);
        let today = Life::today();
        Goal {
            date: match u32::try_from(self.days) {
                Ok(days) => today.plus(days),
                Err(_) => today.minus(self.days.unsigned_abs() as u32),
            },
            minutes: self.minutes,
            levels: self
                .seniors
                .then(|| "senior".to_owned())
                .into_iter()
                .collect(),
            topics: topics.collect(),
            tags: self.tagged.then(|| "even".to_owned()).into_iter().collect(),
            weights: weights
                .map(|name| ((*name).to_owned(), 3))
                .collect::<BTreeMap<_, _>>(),
        }
    }
}

/// A home in which commands run, within this process.
struct Simulated {
    context: RefCell<Context>,
    loaded: LoadedDecks,
    _folder: TempDir,
}

#[derive(Parser)]
enum Command {
    Due(DueArgs),
    Goal(GoalArgs),
    Stats(StatsArgs),
}

impl Commands for Simulated {
    fn printed(&self, args: &[&str]) -> String {
        let context = &mut *self.context.borrow_mut();
        let words = ["nodequiz"].iter().chain(args);
        let ran = match Command::try_parse_from(words).expect("a command") {
            Command::Due(args) => args.show(context, &self.loaded),
            Command::Goal(args) => args.show(context, &self.loaded),
            Command::Stats(args) => args.show(context, &self.loaded),
        };
        if let Err(failure) = ran {
            panic!("{args:?}: {}", failure.message);
        }
        context.output.taken()
    }
}

impl Simulated {
    fn of(life: &Life) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let loaded = LoadedDecks::new(life.library(), 0);
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        for ((at, event), seq) in life.events(loaded.library).into_iter().zip(1..) {
            let record = Record {
                id: RecordId::from_bits(0x0193 << 112 | u128::from(seq)),
                device: "k3f9".into(),
                seq,
                at,
                day: StudyDay::of(at, life.rollover),
                event,
            };
            let file = files.entry(at.format("%Y-%m").to_string()).or_default();
            let _ = writeln!(file, "{}", seal(&record));
        }
        let journal = folder.path().join("data/reviews/k3f9");
        fs::create_dir_all(&journal).expect("a folder");
        for (month, text) in files {
            fs::write(journal.join(format!("{month}.jsonl")), text).expect("a file");
        }
        let home = Home::under(folder.path());
        let mut settings = Loaded::defaults();
        settings.settings = life.settings();
        let context = Context {
            home,
            loaded: settings,
            clock: Clock::frozen_at(life.time(Life::today(), i64::from(life.minute) * 60)),
            seed: 1,
            output: Output::kept(),
            restore: terminal(),
            settings_fault: None,
            recorded: Rc::default(),
            warned: BTreeSet::new(),
            started: Instant::now(),
        };
        Self {
            context: RefCell::new(context),
            loaded,
            _folder: folder,
        }
    }

    fn history(&self) -> OpenHistory {
        let history = OpenHistory::of(&mut self.context.borrow_mut(), &self.loaded);
        history.unwrap_or_else(|failure| panic!("{}", failure.message))
    }

    fn agrees(&self, filter: &[String]) {
        let filter: Vec<&str> = filter.iter().map(String::as_str).collect();
        agree(self, &filter);
    }

    /// The first screen of a session, and the menu.
    fn session_begins_as_planned(&self) {
        let due = self.json(&["due", "--json"]);
        let history = self.history();
        let context = self.context.borrow();
        let request = context.usual_request(history.schedule());
        let plan = plan_now(&history, &request);
        let session = Session::new(&plan, history.today, Mode::Study, "s".to_owned(), 1);
        assert_eq!(
            session.queue().count() as u64,
            count(&due["queue"]["cards"])
        );
        let now = due_now(&context, &history, &request);
        let menu = report::today_header(&now, 80);
        drop(context);
        let report = self.printed(&["due"]);
        let first = report.lines().next().expect("a line");
        assert_eq!(menu[1].plain(), first, "the menu");
    }

    /// The rows of the summary that a session ends with now.
    fn summary(&self) -> BTreeMap<String, String> {
        let history = self.history();
        let context = self.context.borrow();
        let request = context.usual_request(history.schedule());
        let end = evening(&context, &history, &request, true);
        let end = end.unwrap_or_else(|failure| panic!("{}", failure.message));
        let lines = report::summary(&Summary::of(&[]), &end, 200);
        let row = |line: String| {
            let (name, words) = line.trim().split_once("  ")?;
            Some((name.to_owned(), words.trim().to_owned()))
        };
        lines.iter().filter_map(|line| row(line.plain())).collect()
    }

    fn summary_agrees(&self) {
        let due = self.json(&["due", "--json"]);
        let summary = self.summary();
        assert_eq!(summary["tomorrow"], tomorrow_in_words(&due));
        let left = summary.get("left today").map_or("", String::as_str);
        match asked_in_words(&due).as_str() {
            "" => assert!(!left.contains("continue"), "{left}"),
            asked => assert_eq!(left, format!("{asked}: continue with nodequiz study")),
        }
        assert_eq!(summary.contains_key("known"), due["by_goal"] == true);
        if let Some(known) = summary.get("known") {
            let goal = &due["goal"];
            let words = format!(
                "{:.0} of {}",
                goal["known"].as_f64().expect("known"),
                goal["cards"]
            );
            assert!(known.starts_with(&words), "{known} {words}");
        }
    }

    /// Answers what today asks, to its end.
    fn study(&self, life: &Life) {
        let mut dice = StdRng::seed_from_u64(life.seed ^ 1);
        for _ in 0..200 {
            let mut history = self.history();
            let request = self.context.borrow().usual_request(history.schedule());
            let plan = plan_now(&history, &request);
            if plan.tasks.is_empty() {
                return;
            }
            let cards: Vec<String> = plan
                .tasks
                .iter()
                .map(|task| task.card.id.to_string())
                .collect();
            for card in cards {
                let answered = history.append(life.answer(&card, &mut dice));
                answered.unwrap_or_else(|failure| panic!("{}", failure.message));
            }
        }
        panic!("the day does not end");
    }

    fn at(&self, time: DateTime<FixedOffset>) {
        self.context.borrow_mut().clock = Clock::frozen_at(time);
    }
}

/// What is known of all cards, and of the goal's.
fn known(home: &Simulated) -> (f64, Option<f64>, Value) {
    let (due, stats) = (
        home.json(&["due", "--json"]),
        home.json(&["stats", "--json"]),
    );
    let of_all = stats["known"].as_f64().expect("known");
    (
        of_all,
        due["goal"]["known"].as_f64(),
        stats["known_on"].clone(),
    )
}

fn every_command_says_the_same(life: &Life) {
    let home = Simulated::of(life);
    let filter = life.filter(home.loaded.library);
    home.agrees(&filter);
    home.session_begins_as_planned();
    home.summary_agrees();
}

fn the_evening_says_what_the_morning_says(life: &Life) {
    let home = Simulated::of(life);
    home.study(life);
    home.agrees(&[]);
    home.summary_agrees();
    let due = home.json(&["due", "--json"]);
    let answered = home.json(&["stats", "--json"])["today"]["answers"] != 0;
    let (of_all, of_goal, known_on) = known(&home);
    let tomorrow = Figures::of(&due).tomorrow;
    let next = Life::today().plus(1);
    home.at(life.time(next, 60));
    let morning = home.json(&["due", "--json"]);
    let figures = Figures::of(&morning);
    assert_eq!(figures.reviews, tomorrow.0, "reviews of the next day");
    if !due["tomorrow_new"].is_null() {
        assert_eq!(figures.new, tomorrow.1, "new cards of the next day");
    }
    if !answered {
        // Then the evening still speaks of its own day.
        return;
    }
    let (all_then, goal_then, known_then) = known(&home);
    assert_eq!(known_then, known_on, "the day of what is known");
    assert!((of_all - all_then).abs() < 1e-3, "{of_all} {all_then}");
    let near = match (of_goal, goal_then) {
        (Some(evening), Some(morning)) => (evening - morning).abs() < 1e-2,
        (evening, morning) => evening == morning,
    };
    assert!(near, "{of_goal:?} {goal_then:?}");
}

/// Checks a property over generated homes; it fails where the check panics.
fn holds_for(cases: u32, property: fn(&Life)) {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let result = runner.run(&life(), |life| {
        property(&life);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn in_any_home_every_command_says_the_same() {
    holds_for(100, every_command_says_the_same);
}

#[test]
fn in_any_home_an_evening_says_what_the_morning_after_it_says() {
    holds_for(40, the_evening_says_what_the_morning_says);
}

#[test]
#[ignore = "takes minutes"]
fn in_a_thousand_homes_every_command_says_the_same() {
    holds_for(1000, every_command_says_the_same);
    holds_for(500, the_evening_says_what_the_morning_says);
}
