//! One home at one time: every command shows the same figures for today, tomorrow and what is
//! known.

use chrono::{DateTime, Duration};
use nodequiz::deck::{Source, parse};
use nodequiz::terminal::Key;
use serde_json::Value;

use crate::home::Home;
use crate::pty::End;
use crate::sample_year::{SampleYear, sample_year};

const NOW: &str = "2026-11-20T09:00:00+01:00";
const SIZE: (u16, u16) = (100, 30);

/// A home with this many cards and a sample history of this many answers, which ended yesterday.
fn sample_home(seed: u64, cards: usize, answers: usize, minutes: &str) -> Home {
    let home = Home::new().with("NODEQUIZ_MINUTES_PER_DAY", minutes);
    home.recall_deck(cards);
    let text = std::fs::read_to_string(home.path("data/decks/mine.md")).expect("the deck");
    let deck = parse(&Source::new("mine.md", text)).deck.expect("a deck");
    let now = DateTime::parse_from_rfc3339(NOW).expect("a time");
    let files = sample_year(&SampleYear {
        cards: &deck.cards,
        seed,
        reviews: answers,
        days: 60,
        last_day: now - Duration::hours(20),
    });
    for (path, text) in files {
        home.write(&format!("data/reviews/{path}"), &text);
    }
    home.ok(&["goal", "clear"]);
    home.ok(&["pause", "off"]);
    home
}

fn count(value: &Value) -> u64 {
    value.as_u64().expect("a count")
}

/// Runs every command in one home and compares the figures. `filter` is used where a command takes
/// it.
fn agree(home: &Home, filter: &[&str]) {
    let with = |args: &[&str]| -> Vec<String> {
        args.iter()
            .chain(filter)
            .map(|word| (*word).to_owned())
            .collect()
    };
    let json = |args: &[&str]| {
        let args = with(args);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        home.json(&args)
    };
    let said = |args: &[&str]| {
        let args = with(args);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        home.ok(&args)
    };
    let (due, stats) = (json(&["due", "--json"]), json(&["stats", "--json"]));
    for (key, value) in stats["plan"].as_object().expect("a plan") {
        assert_eq!(value, &due[key], "{key} in stats and in due");
    }
    assert_eq!(stats["due"]["today"]["cards"], due["due"]);
    assert_eq!(stats["due"]["tomorrow"], due["tomorrow"]);
    let days = stats["forecast"]["days"].as_array().expect("days");
    assert_eq!(days[0]["cards"], due["reviews"]);
    assert_eq!(days[0]["waiting"], due["held_back"]);
    assert_eq!(days[1]["cards"], due["tomorrow"]["cards"]);
    let week: u64 = days[..7].iter().map(|day| count(&day["cards"])).sum();
    assert_eq!(count(&stats["due"]["next_7_days"]["cards"]), week);
    let (reviews, new) = (count(&due["reviews"]), count(&due["new"]));
    assert_eq!(count(&due["queue"]["cards"]), reviews + new);
    let is_free = due["by_goal"] == false && due["paused_until"].is_null();
    if is_free {
        assert_eq!(count(&due["held_back"]) + reviews, count(&due["due"]));
    }

    // The one line, the report, the menu's item and the line of `remind` are made of the same figures.
    let short = said(&["due", "--short"]);
    let short = short.trim_end();
    let report = said(&["due"]);
    let first = report.lines().next().expect("a line");
    if count(&due["queue"]["cards"]) == 0 {
        assert_eq!(short, "");
    } else {
        let held_back = count(&due["held_back"]);
        let today = match (due["by_goal"] == true, reviews, held_back) {
            (true, 1, _) => "1 review".to_owned(),
            (true, ..) => format!("{reviews} reviews"),
            (false, _, 0) => format!("{reviews} due"),
            (false, ..) => format!("{reviews} of {} due", due["due"]),
        };
        assert!(
            reviews == 0 || short.starts_with(&today),
            "{today}: {short}"
        );
        assert!(
            reviews == 0 || first.starts_with(&today),
            "{today}: {first}"
        );
        assert!(new == 0 || short.contains(&format!("{new} new")), "{short}");
        let tomorrow = count(&due["tomorrow"]["cards"]);
        let words = format!("; tomorrow {tomorrow} more.");
        assert_eq!(first.contains(&words), is_free && tomorrow > 0, "{first}");
    }
    if due["paused_until"].is_null() {
        let page = said(&["stats", "--html", "-"]);
        let figures = format!(
            "tomorrow {}, in seven days {}.",
            due["tomorrow"]["cards"], stats["due"]["next_7_days"]["cards"]
        );
        assert!(page.contains(&figures), "{figures}");
    }

    // What is known, and the goal.
    let goal = home.json(&["goal", "--json"])["goal"].clone();
    for of in [&due["goal"], &stats["goal"]] {
        for key in ["known", "known_on", "cards", "days_left", "waiting_outside"] {
            assert_eq!(of[key], goal[key], "{key}");
        }
    }
    if goal.is_null() || !filter.is_empty() {
        return;
    }
    assert_eq!(goal["known_on"], stats["known_on"]);
    outlooks_agree(home);
}

/// What to expect of the goal's date: in JSON, in the report, on the line of `stats`, on the page.
fn outlooks_agree(home: &Home) {
    let outlook = home.json(&["goal", "--json"])["outlook"].clone();
    assert_eq!(outlook, home.json(&["stats", "--json"])["goal"]["outlook"]);
    if outlook.is_null() {
        return;
    }
    let figure = |key: &str| outlook[key].as_f64().expect("a number");
    let expected = figure("expected");
    let either_way = (figure("high") - figure("low")) / 2.0;
    let line = home.ok(&["stats"]);
    let words = format!("{expected:.0} ± {either_way:.0} of ");
    assert!(line.contains(&words), "{words:?} is not in\n{line}");
    for args in [&["goal"][..], &["stats", "--section", "goal"]] {
        let report = home.ok(args);
        let words = format!("{expected:.0} ± {either_way:.0}");
        assert!(report.contains(&words), "{words:?} is not in\n{report}");
    }
    let topics = outlook["topics"].as_array().expect("topics");
    let sum: f64 = topics
        .iter()
        .map(|topic| topic["expected"].as_f64().expect("a number"))
        .sum();
    assert!(
        (sum - expected).abs() < 0.1,
        "{sum} in topics, {expected} in all"
    );
}

/// The menu and the first screen of `study`, for a home without a filter.
fn screens_agree(home: &Home) {
    let due = home.json(&["due", "--json"]);
    let short = home.ok(&["due", "--short"]);
    let short = short.trim_end().split(" · ").next().expect("words");
    let mut menu = home.terminal(&[], SIZE);
    menu.see(&format!("Study: {short}"));
    menu.press_key(&Key::Esc);
    assert_eq!(menu.wait(), End::Code(0));
    let mut study = home.terminal(&["study"], SIZE);
    study.see(&format!("1 of {}", due["queue"]["cards"]));
    study.press_key(&Key::Char('q'));
    study.wait();
}

#[test]
fn with_a_backlog_a_goal_a_pause_or_a_filter_every_command_says_the_same() {
    for (seed, cards, answers, minutes) in
        [(1, 120, 900, "5"), (2, 300, 1500, "20"), (3, 40, 60, "10")]
    {
        let home = sample_home(seed, cards, answers, minutes);
        agree(&home, &[]);
        agree(&home, &["mine"]);
        agree(&home, &["--topic", "async", "--level", "senior"]);
        screens_agree(&home);
        home.ok(&["goal", "set", "+20d", "--minutes", "15", "--topic", "mine"]);
        agree(&home, &[]);
        agree(&home, &["mine"]);
        agree(&home, &["async"]);
        screens_agree(&home);
        home.ok(&["pause", "3d"]);
        agree(&home, &[]);
        agree(&home, &["mine"]);
        assert_eq!(home.json(&["due", "--json"])["queue"]["cards"], 0);
        home.ok(&["goal", "clear"]);
        agree(&home, &[]);
    }
}

#[test]
fn a_backlog_of_300_is_spread_over_five_days() {
    let home = Home::new();
    home.recall_deck(300);
    let ids: Vec<String> = (0..300).map(|card| format!("mine/c{card}")).collect();
    let home = home.at("2026-03-01T10:00:00+01:00");
    for id in &ids {
        home.ok(&["review", id, "good"]);
    }
    let home = home.at(NOW);
    let report = home.ok(&["due", "mine"]);
    let words = "60 of 300 due today, 20 min; tomorrow 60 more.";
    assert!(report.starts_with(words), "{report}");
    assert!(report.contains("caught up in 5 days"), "{report}");
    assert_eq!(
        home.ok(&["due", "mine", "--short"]),
        "60 of 300 due, 20 min\n"
    );
    let stats = home.json(&["stats", "mine", "--json"]);
    let days = stats["forecast"]["days"].as_array().expect("days");
    let asked: Vec<u64> = days
        .iter()
        .map(|day| count(&day["cards"]))
        .take(6)
        .collect();
    assert_eq!(asked, [60, 60, 60, 60, 60, 0]);
    let minutes = days[0]["seconds"].as_f64().expect("seconds") / 60.0;
    assert!((minutes - 20.0).abs() < 1e-3, "{minutes}");
    agree(&home, &["mine"]);
    assert!(
        home.ok(&["stats", "mine"])
            .contains("60 of 300 today · 60 tomorrow")
    );
}

#[test]
fn an_evening_and_the_morning_after_it_know_the_same() {
    let home = sample_home(4, 60, 300, "20");
    home.ok(&["goal", "set", "+20d", "--topic", "mine"]);
    for card in 0..5 {
        home.ok(&[
            "review",
            &format!("mine/c{card}"),
            if card == 3 { "again" } else { "good" },
        ]);
    }
    let known = |home: &Home| {
        let due = home.json(&["due", "--json"]);
        let stats = home.json(&["stats", "mine", "--json"]);
        assert_eq!(due["goal"]["known_on"], "2026-11-21");
        assert_eq!(stats["known_on"], "2026-11-21");
        let of_goal = due["goal"]["known"].as_f64().expect("known");
        let of_stats = stats["known"].as_f64().expect("known");
        assert!((of_goal - of_stats).abs() < 1e-2, "{of_goal} {of_stats}");
        of_goal
    };
    let home = home.at("2026-11-20T22:00:00+01:00");
    let evening = known(&home);
    let morning = known(&home.at("2026-11-21T08:00:00+01:00"));
    assert!((evening - morning).abs() < 1e-3, "{evening} {morning}");
}

#[test]
fn a_session_goes_on_while_the_day_has_minutes_and_cards() {
    let home = Home::new()
        .with("NODEQUIZ_MINUTES_PER_DAY", "2")
        .with("NODEQUIZ_NEW_PER_DAY", "0")
        .at("2026-11-01T10:00:00+01:00");
    home.recall_deck(9);
    for card in 0..9 {
        home.ok(&["review", &format!("mine/c{card}"), "good"]);
    }
    let home = home.at(NOW);
    let due = home.json(&["due", "--json"]);
    assert_eq!((count(&due["reviews"]), count(&due["due"])), (6, 9));
    let mut study = home.terminal(&["study"], SIZE);
    for number in 1..=9 {
        study.see(&format!("{number} of "));
        study.press(" ");
        study.see("3 good");
        study.press("3");
    }
    study.see(" Done ");
    assert_eq!(study.wait(), End::Code(0));
    assert!(!study.written().contains("goes on"));
}
