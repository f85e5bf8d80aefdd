//! One home at one time: every command shows the same figures for today, tomorrow and what is
//! known.

use std::fmt::Write as _;

use chrono::{DateTime, Duration};
use nodequiz::deck::{Source, parse};
use nodequiz::terminal::Key;

use crate::agreement::{Commands, Figures, agree, count, tomorrow_in_words};
use crate::home::{Home, text};
use crate::pty::End;
use crate::sample_year::{SampleYear, sample_year};

const NOW: &str = "2026-11-20T09:00:00+01:00";
const SIZE: (u16, u16) = (100, 30);

/// A home with this many cards and a sample history of this many answers, which ended yesterday.
fn sample_home(seed: u64, cards: usize, answers: usize, minutes: &str) -> Home {
    let home = Home::new().with("NODEQUIZ_MINUTES_PER_DAY", minutes);
    home.recall_deck(cards);
    let deck = std::fs::read_to_string(home.path("data/decks/mine.md")).expect("the deck");
    let tagged = (0..cards).step_by(2).fold(deck, |deck, card| {
        let id = format!("{{#c{card}}}\n");
        deck.replace(&id, &format!("{id}<!-- tags: even -->\n"))
    });
    home.write("data/decks/mine.md", &tagged);
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

impl Commands for Home {
    fn printed(&self, args: &[&str]) -> String {
        self.ok(args)
    }
}

/// The menu, the line of `remind`, and both ends of a session, for a home without a filter. One card is answered.
fn screens_agree(home: &Home) {
    let due = home.json(&["due", "--json"]);
    let short = home.ok(&["due", "--short"]);
    let asked = short.trim_end().split(" · ").next().expect("words");
    let mut menu = home.terminal(&[], SIZE);
    menu.see(&format!("Study: {asked}"));
    menu.press_key(&Key::Esc);
    assert_eq!(menu.wait(), End::Code(0));
    assert_eq!(reminded(home), short);
    let mut study = home.terminal(&["study", "mine", "--limit", "1"], SIZE);
    study.see("1 of 1");
    study.press(" ");
    study.see("3 good");
    study.press("3");
    study.see(" last 7 days ");
    study.wait();
    let written = study.screen();
    let row = |name: &str| -> Option<String> {
        let line = written
            .lines()
            .find_map(|line| line.trim().strip_prefix(name))?;
        Some(line.trim().to_owned())
    };
    let before = due;
    let due = home.json(&["due", "--json"]);
    assert_eq!(row("tomorrow"), Some(tomorrow_in_words(&due)), "{written}");
    let left = home.ok(&["due", "--short"]);
    let left = left
        .trim_end()
        .split(" · ")
        .next()
        .expect("words")
        .to_owned();
    if count(&due["queue"]["cards"]) > 0 {
        let words = format!("{left}: continue with nodequiz study");
        assert_eq!(row("left today"), Some(words), "{written}");
    }
    let is_new = count(&due["unmet"]) < count(&before["unmet"]);
    let cards = if is_new {
        "1 new, 0 reviews"
    } else {
        "0 new, 1 review"
    };
    assert_eq!(row("cards").as_deref(), Some(cards), "{written}");
    let mut study = home.terminal(&["study"], SIZE);
    study.see(&format!("1 of {}", due["queue"]["cards"]));
    study.press_key(&Key::Char('q'));
    study.wait();
}

/// What the line of `remind cron` shows.
fn reminded(home: &Home) -> String {
    let line = home.ok(&["remind", "cron"]);
    let command = line.splitn(6, ' ').nth(5).expect("a command");
    // A percent sign is escaped there, and what is shown goes to a file.
    let command = command.replace("\\%", "%");
    let (asks, _) = command.split_once(" && DBUS_").expect("a notification");
    let shell = format!("{asks} && printf '%s\\n' \"$due\"");
    let output = home
        .command_of("/bin/sh".as_ref(), &["-c", &shell])
        .output();
    text(&output.expect("a shell").stdout)
}

/// The filters that commands take, one of each sort.
const FILTERS: [&[&str]; 5] = [
    &["mine"],
    &["--topic", "async"],
    &["--tag", "even"],
    &["--level", "senior"],
    &["async", "--level", "senior"],
];

#[test]
fn with_a_backlog_a_goal_a_pause_or_a_filter_every_command_says_the_same() {
    for (seed, cards, answers, minutes) in
        [(1, 120, 900, "5"), (2, 300, 1500, "20"), (3, 40, 60, "10")]
    {
        let home = sample_home(seed, cards, answers, minutes);
        let number = seed as usize;
        agree(&home, &[]);
        agree(&home, FILTERS[0]);
        agree(&home, FILTERS[number]);
        screens_agree(&home);
        home.ok(&["goal", "set", "+20d", "--minutes", "15", "--topic", "mine"]);
        agree(&home, &[]);
        agree(&home, FILTERS[number + 1]);
        screens_agree(&home);
        home.ok(&["pause", "3d"]);
        agree(&home, &[]);
        assert_eq!(home.json(&["due", "--json"])["queue"]["cards"], 0);
        home.ok(&["goal", "clear"]);
        agree(&home, FILTERS[0]);
    }
}

/// Whether answers of a day go as planned.
#[derive(Clone, Copy)]
enum Day {
    /// Every card of the morning's queue is answered Good.
    AsPlanned,
    /// Every third one is failed, and answers take so long that the day's minutes are used up.
    Hard,
}

/// Does the cards that the day asks for.
fn do_the_day(home: &Home, day: Day) {
    let due = home.json(&["due", "mine", "--json", "--queue"]);
    let asks = due["asks"].as_array().expect("cards");
    for (place, card) in asks.iter().enumerate() {
        let id = card["id"].as_str().expect("an id");
        match day {
            Day::AsPlanned => home.ok(&["review", id, "good"]),
            Day::Hard if place % 3 == 0 => home.ok(&["review", id, "again", "--ms", "60000"]),
            Day::Hard => home.ok(&["review", id, "good", "--ms", "60000"]),
        };
    }
}

/// A morning of the walk, from 20 November on.
fn morning(home: Home, day: u32) -> Home {
    home.at(&format!("2026-11-{:02}T09:00:00+01:00", 20 + day))
}

#[test]
fn what_a_morning_says_of_tomorrow_is_what_tomorrow_asks_if_the_day_goes_as_planned() {
    for goal in [true, false] {
        let mut home = Home::new().with("NODEQUIZ_MINUTES_PER_DAY", "5");
        home.recall_deck(60);
        if goal {
            home.ok(&["goal", "set", "+9d", "--minutes", "5", "--topic", "mine"]);
        }
        let mut expected: Vec<(u64, u64)> = Vec::new();
        for day in 0..7 {
            home = morning(home, day);
            agree(&home, &["mine"]);
            let due = home.json(&["due", "mine", "--json"]);
            let figures = Figures::of(&due);
            let asked = (figures.reviews, figures.new);
            if let Some(printed) = expected.get(day as usize) {
                let printed = if goal { *printed } else { (printed.0, asked.1) };
                assert_eq!(asked, printed, "day {day}, with a goal: {goal}");
            }
            if day == 0 && goal {
                let stats = home.json(&["stats", "mine", "--json"]);
                let days = stats["forecast"]["days"].as_array().expect("days");
                expected = days
                    .iter()
                    .map(|day| {
                        (
                            count(&day["cards"]),
                            day["new"].as_f64().expect("cards") as u64,
                        )
                    })
                    .collect();
            }
            if !goal {
                expected.resize(day as usize + 2, figures.tomorrow);
            }
            do_the_day(&home, Day::AsPlanned);
        }
    }
}

#[test]
fn what_an_evening_says_of_tomorrow_is_what_tomorrow_asks_however_the_day_went() {
    for goal in [true, false] {
        let mut home = Home::new().with("NODEQUIZ_MINUTES_PER_DAY", "5");
        home.recall_deck(40);
        if goal {
            home.ok(&["goal", "set", "+9d", "--minutes", "5", "--topic", "mine"]);
        }
        let mut evening: Option<Figures> = None;
        for day in 0..6 {
            home = morning(home, day);
            let figures = Figures::of(&home.json(&["due", "mine", "--json"]));
            if let Some(evening) = evening {
                assert_eq!(evening.tomorrow.0, figures.reviews, "day {day}");
                if goal {
                    assert_eq!(evening.tomorrow.1, figures.new, "day {day}");
                }
            }
            let due = loop {
                do_the_day(&home, Day::Hard);
                let due = home.json(&["due", "mine", "--json"]);
                if due["queue"]["cards"] == 0 {
                    break due;
                }
            };
            evening = Some(Figures::of(&due));
        }
    }
}

#[test]
fn a_second_session_of_nothing_but_repeats_counts_them() {
    let home = Home::new().with("NODEQUIZ_NEW_PER_DAY", "0");
    home.recall_deck(4);
    for card in ["mine/c0", "mine/c1"] {
        home.ok(&["review", card, "again"]);
    }
    let mut study = home.terminal(&["study", "mine"], SIZE);
    for _ in 0..2 {
        study.see("Question number");
        study.press(" ");
        study.see("3 good");
        study.press("3");
    }
    study.see("0 new, 0 reviews, 2 repeats");
    study.wait();
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

#[test]
fn answers_faster_than_the_question_can_be_read_are_mentioned_once_in_the_summary_and_in_stats() {
    let home = Home::new();
    let question =
        "Which of the many things that are said here one after the other is meant? ".repeat(4);
    let mut deck = "# Mine {#mine}\n".to_owned();
    for card in 0..6 {
        let _ = write!(deck, "\n## {question}{card} {{#c{card}}}\n\nAn answer.\n");
    }
    home.write("data/decks/mine.md", &deck);
    let mut study = home.terminal(&["study", "mine"], SIZE);
    for card in 1..=6 {
        study.see(&format!("{card} of 6"));
        study.press(" ");
        study.see("3 good");
        study.press("3");
    }
    study.see(" Done ");
    study.see("noticed       6 of 6 answers came faster than the question can be read");
    assert_eq!(study.wait(), End::Code(0));
    let doubts = home.json(&["stats", "mine", "--json"])["doubts"].clone();
    assert_eq!(
        (&doubts["timed"], &doubts["too_fast"]),
        (&6.into(), &6.into())
    );
    assert!(doubts["right_in_a_row"].is_null());
    let stats = home.ok(&["stats", "mine"]);
    assert!(
        stats.contains("Noticed    6 of 6 answers came faster"),
        "{stats}"
    );
    // Slower ones leave it at that.
    for card in 0..30 {
        home.ok(&[
            "review",
            &format!("mine/c{}", card % 6),
            "good",
            "--ms",
            "9000",
        ]);
    }
    assert!(!home.ok(&["stats", "mine"]).contains("Noticed"));
}
