//! `nodequiz goal`, and what a goal changes elsewhere.

use std::fmt::Write as _;
use std::fs;

use nodequiz::terminal::Key;
use serde_json::{Value, json};

use crate::home::{Home, text};
use crate::pty::End;

const SIZE: (u16, u16) = (80, 24);

/// Three topics of four cards; `light` counts little, and `late` is beyond the level.
fn decks(home: &Home) {
    for (deck, weight, level) in [
        ("heavy", 3, "senior"),
        ("middle", 2, "senior"),
        ("light", 1, "senior"),
        ("late", 3, "expert"),
    ] {
        let mut text = format!("# {deck} {{#{deck} .{level}}}\n<!-- weight: {weight} -->\n");
        for card in 0..4 {
            let _ = write!(text, "\n## {deck} {card}? {{#c{card}}}\n\nAn answer.\n");
        }
        home.write(&format!("data/decks/{deck}.md"), &text);
    }
}

/// A home with a goal on 15 December over the small decks only.
fn with_goal() -> Home {
    let home = Home::new();
    decks(&home);
    set(&home, &[]);
    home
}

fn set(home: &Home, more: &[&str]) -> String {
    let topics = ["--topic", "heavy", "--topic", "middle", "--topic", "light"];
    let args = [
        &["goal", "set", "2026-12-15", "--minutes", "20"],
        &topics[..],
        more,
    ]
    .concat();
    home.ok(&args)
}

fn next(home: &Home) -> Vec<String> {
    let due = home.json(&["due", "--json"]);
    let cards = due["next"].as_array().expect("cards");
    let id = |card: &Value| card["id"].as_str().expect("an id").to_owned();
    cards.iter().map(id).collect()
}

#[test]
fn a_goal_whose_cards_are_gone_says_so_and_expects_nothing() {
    let home = with_goal();
    for deck in ["heavy", "middle", "light"] {
        fs::remove_file(home.path(&format!("data/decks/{deck}.md"))).expect("a deck");
    }
    let page = home.ok(&["goal"]);
    assert!(page.contains("0 cards; no deck has any"), "{page}");
    assert!(!page.contains("On the day"), "{page}");
    assert_eq!(home.json(&["goal", "--json"])["outlook"], Value::Null);
}

#[test]
fn a_goal_says_how_far_it_is_and_what_to_expect() {
    let home = with_goal();
    let page = home.ok(&["goal"]);
    for words in [
        "15 December 2026",
        "25 days left · 20 minutes a day",
        "12 cards",
        "On the day",
    ] {
        assert!(page.contains(words), "{words}:\n{page}");
    }
    let json = home.json(&["goal", "--json"]);
    assert_eq!(json["schema"], 1);
    assert_eq!(json["goal"]["days_left"], 25);
    assert_eq!(json["goal"]["cards"], 12);
    let outlook = &json["outlook"];
    let number = |key: &str| outlook[key].as_f64().expect("a number");
    assert!(number("low") <= number("expected") && number("expected") <= number("high"));
    assert!(number("high") <= 12.0 && number("expected") > 6.0);
    assert_eq!(outlook["by_minutes"].as_array().map(Vec::len), Some(4));
    assert_eq!(outlook["curve"].as_array().map(Vec::len), Some(26));
    assert_eq!(
        json,
        home.json(&["goal", "--json"]),
        "the same day, the same figures"
    );
}

#[test]
fn without_a_goal_there_is_nothing_to_show_and_nothing_to_clear() {
    let home = Home::new();
    assert!(home.ok(&["goal"]).contains("nodequiz goal set DATE"));
    let json = home.json(&["goal", "--json"]);
    assert_eq!(
        (&json["goal"], &json["outlook"]),
        (&Value::Null, &Value::Null)
    );
    assert!(home.ok(&["goal", "clear"]).contains("There was no goal."));
    assert!(!home.path("data/reviews").exists(), "nothing was written");
}

#[test]
fn a_day_that_is_not_in_the_future_is_refused_with_examples() {
    let home = Home::new();
    for (date, words) in [
        ("2026-11-20", "is today"),
        ("2026-11-19", "has passed"),
        ("soon", "is not a day"),
        ("2029-01-01", "more than a year away"),
    ] {
        let output = home.run(&["goal", "set", date]);
        assert_eq!(output.status.code(), Some(2), "{date}");
        let error = text(&output.stderr);
        assert!(error.contains(words) && error.contains("hint"), "{error}");
    }
    let output = home.run(&["goal", "set", "+4w", "--topic", "asink"]);
    assert!(text(&output.stderr).contains("did you mean `async`?"));
    assert!(!home.path("data/reviews").exists(), "nothing was written");
}

#[test]
fn the_queue_follows_the_ranking_and_the_session_ends_with_what_to_expect() {
    let home = with_goal().with("NODEQUIZ_NEW_PER_DAY", "2");
    let short = home.ok(&["due", "--short"]);
    assert!(
        short.contains("12 new") && short.contains("25 days · 0/12 known"),
        "{short}"
    );
    let queue = next(&home);
    assert_eq!(queue.len(), 12, "new_per_day does not hold under a goal");
    let rank = |deck: &str| {
        queue
            .iter()
            .position(|id| id.starts_with(deck))
            .expect("it is there")
    };
    assert!(
        rank("heavy") < rank("middle") && rank("middle") < rank("light"),
        "{queue:?}"
    );

    let mut terminal = home.terminal(&["study"], SIZE);
    // With a goal it is especially useful to know what need not be taught.
    terminal.see("Find out where to start?");
    terminal.press_key(&Key::Enter);
    for (index, id) in queue.iter().enumerate() {
        terminal.see(&format!("{} of 12", index + 1));
        let (deck, card) = id.split_once("/c").expect("a card");
        terminal.see(&format!("{deck} {card}?"));
        terminal.press(" ");
        // The effect of a grade on the date, not when the card comes back.
        terminal.see("on 15 Dec");
        assert!(!terminal.screen().contains("days"), "{}", terminal.screen());
        terminal.press("3");
    }
    terminal.see(" Done ");
    terminal.see("15 December");
    terminal.see("of 12 known");
    let known_before = !terminal.screen().contains("(+");
    assert!(known_before, "what passes at first adds nothing");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews().len(), 12);
    let due = home.ok(&["due"]);
    assert!(due.contains("Nothing more would help"), "{due}");
    assert!(
        due.contains("15 December: 25 days left, 12 of 12 known on 21 November"),
        "{due}"
    );
}

#[test]
fn what_was_failed_first_and_is_passed_then_is_what_a_day_adds() {
    let home = with_goal();
    for card in 0..4 {
        home.ok(&["review", &format!("heavy/c{card}"), "again"]);
    }
    let mut terminal = home.terminal(&["study", "--limit", "4"], SIZE);
    for number in 1..=4 {
        terminal.see(&format!("{number} of 4"));
        terminal.press(" ");
        terminal.see("3 good");
        terminal.press("3");
    }
    terminal.see("of 12 known (+");
    assert_eq!(terminal.wait(), End::Code(0));
}

/// What a goal asks on a Saturday where only weekdays are days of study.
#[test]
fn a_day_off_asks_nothing_until_the_learner_does() {
    let home = with_goal()
        .with("NODEQUIZ_STUDY_DAYS", "mon,tue,wed,thu,fri")
        .at("2026-11-22T09:00:00+01:00");
    assert_eq!(home.ok(&["due", "--short"]), "");
    let due = home.ok(&["due"]);
    assert!(
        due.starts_with("Today is a day off. Tomorrow: 12 new, about 8 min."),
        "{due}"
    );
    let mut menu = home.terminal(&[], SIZE);
    menu.see("Study on a day off");
    menu.press_key(&Key::Esc);
    menu.wait();
    home.ok(&["review", "heavy/c0", "good"]);
    let mut study = home.terminal(&["study"], SIZE);
    study.see("1 of 11");
    study.press(" ");
    study.see("3 good");
    study.press("3q");
    study.see("Saved");
    assert!(!study.screen().contains("left today"), "{}", study.screen());
    study.wait();
}

#[test]
fn topics_take_turns_and_filters_still_narrow() {
    let home = with_goal();
    set(&home, &["--weight", "middle=2", "--weight", "light=3"]);
    let queue = next(&home);
    let topics: Vec<&str> = queue.iter().filter_map(|id| id.split('/').next()).collect();
    let in_turn = topics.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(in_turn >= 8, "{topics:?}");
    let narrowed = home.json(&["due", "middle", "--json"]);
    assert_eq!(narrowed["queue"]["cards"], 4);
    let outside = home.json(&["due", "late", "--json"]);
    assert_eq!(
        outside["queue"]["cards"], 4,
        "asked for by name, out of scope or not"
    );
}

#[test]
fn due_cards_out_of_scope_wait_and_a_message_says_so() {
    let home = Home::new();
    decks(&home);
    home.ok(&["review", "late/c0", "good"]);
    let home = home.at("2026-12-01T09:00:00+01:00");
    assert_eq!(home.json(&["due", "late", "--json"])["due"], 1);
    set(&home, &[]);
    let words = "1 card is due outside the goal's scope";
    assert!(home.ok(&["due"]).contains(words));
    assert!(home.ok(&["goal"]).contains("1 card due outside the scope"));
    assert!(!next(&home).contains(&"late/c0".to_owned()));
}

#[test]
fn what_was_failed_today_is_asked_until_it_is_passed() {
    let home = with_goal();
    home.ok(&["review", "middle/c1", "again"]);
    assert_eq!(next(&home)[0], "middle/c1");
    home.ok(&["review", "middle/c1", "good"]);
    assert!(
        !next(&home).contains(&"middle/c1".to_owned()),
        "once a day is enough"
    );
}

#[test]
fn clearing_brings_the_long_term_schedule_back_byte_for_byte() {
    let answers = [
        "heavy/c0 good",
        "middle/c0 again",
        "middle/c0 good",
        "light/c2 easy",
    ];
    let plans = |goal: bool| {
        let home = Home::new();
        decks(&home);
        if goal {
            set(&home, &["--weight", "light=9"]);
        }
        for line in answers {
            let (card, grade) = line.split_once(' ').expect("a grade");
            home.ok(&["review", card, grade]);
        }
        let home = home.at("2026-12-03T09:00:00+01:00");
        if goal {
            assert_ne!(home.json(&["due", "--json"])["goal"], Value::Null);
            home.ok(&["goal", "clear"]);
        }
        let due = home.ok(&["due", "--json"]);
        let schedule = fs::read_to_string(home.path("data/schedule.json")).expect("a snapshot");
        let cards = schedule
            .split_once("\"cards\":")
            .expect("its cards")
            .1
            .to_owned();
        let cards = cards.split_once("\"crc\"").expect("its end").0.to_owned();
        (due, cards)
    };
    assert_eq!(plans(true), plans(false));
}

#[test]
fn a_goal_over_a_tag_takes_only_the_cards_that_have_it() {
    let home = Home::new();
    home.write(
        "data/decks/mine.md",
        "# Mine {#mine}\n\n## One? {#one}\n<!-- tags: acme -->\n\n1\n\n## Two? {#two}\n\n2\n",
    );
    let wrong = home.run(&["goal", "set", "+3d", "--tag", "acmee"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("did you mean `acme`?"));
    let page = home.ok(&["goal", "set", "+3d", "--tag", "acme"]);
    assert!(page.contains("1 card, 1 never met · acme"), "{page}");
    let event = home.journal().pop().expect("an event");
    assert_eq!(event["tags"], serde_json::json!(["acme"]));
    let goal = &home.json(&["goal", "--json"])["goal"];
    assert_eq!(
        (&goal["cards"], &goal["tags"][0]),
        (&1.into(), &"acme".into())
    );
    assert_eq!(home.json(&["due", "--json"])["queue"]["cards"], 1);
    // A goal without tags is written as before there were any.
    home.ok(&["goal", "set", "+3d"]);
    let event = home.journal().pop().expect("an event");
    assert_eq!(event.get("tags"), None);
}

#[test]
fn devices_agree_on_the_goal_set_last() {
    let one = with_goal();
    let other = Home::new().at("2026-11-20T10:00:00+01:00");
    decks(&other);
    other.ok(&[
        "goal",
        "set",
        "2026-12-20",
        "--minutes",
        "30",
        "--topic",
        "heavy",
    ]);
    let journals = |from: &Home, to: &Home| {
        let reviews = from.path("data/reviews");
        for device in fs::read_dir(&reviews).expect("journals").flatten() {
            for file in fs::read_dir(device.path()).expect("a device").flatten() {
                let bytes = fs::read_to_string(file.path()).expect("a journal");
                let name = file.path();
                let name = name.strip_prefix(from.path("data")).expect("inside");
                to.write(&format!("data/{}", name.display()), &bytes);
            }
        }
    };
    journals(&one, &other);
    journals(&other, &one);
    let one = one.at("2026-11-21T09:00:00+01:00");
    let other = other.at("2026-11-21T09:00:00+01:00");
    let goal = one.json(&["goal", "--json"]);
    assert_eq!(goal, other.json(&["goal", "--json"]));
    assert_eq!(goal["goal"]["date"], "2026-12-20");
    assert_eq!(one.ok(&["due", "--json"]), other.ok(&["due", "--json"]));
}

#[test]
fn the_minutes_of_the_goal_hold_and_the_flag_beats_them() {
    let home = Home::new();
    home.recall_deck(200);
    home.ok(&[
        "goal",
        "set",
        "2026-12-15",
        "--minutes",
        "10",
        "--topic",
        "mine",
    ]);
    let seconds = |args: &[&str]| {
        let due = home.json(args);
        due["queue"]["seconds"].as_f64().expect("seconds")
    };
    let short = seconds(&["due", "--json"]);
    assert!((600.0..=640.0).contains(&short), "{short}");
    let mut terminal = home.terminal(&["study", "--minutes", "40", "--limit", "50"], SIZE);
    terminal.see("1 of 50");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    let mut terminal = home.terminal(&["study", "--new", "3"], SIZE);
    terminal.see("1 of 3");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn the_last_day_asks_a_few_cards_and_ends_with_stop_now() {
    let mut home = with_goal();
    home.write(
        "data/decks/own.md",
        "# Own {#own}\n<!--\ntopic: light\nweight: 1\n-->\n\n## Which? {#pick}\n\n- [x] right\n- [ ] wrong\n\n## Other? {#fine}\n\n- [x] right\n- [ ] wrong\n",
    );
    home = home.at("2026-12-10T09:00:00+01:00");
    for card in ["heavy/c0", "heavy/c1", "middle/c0", "own/fine"] {
        home.ok(&["review", card, "good"]);
    }
    home.ok(&["review", "own/pick", "again"]);
    home.ok(&["review", "own/pick", "good"]);
    let home = home.at("2026-12-14T09:00:00+01:00");
    let mut queue = next(&home);
    queue.sort();
    let expected = ["heavy/c0", "heavy/c1", "heavy/c2", "heavy/c3", "own/pick"];
    assert_eq!(queue, expected, "weight 3, then the wrong pick");
    assert!(home.ok(&["due"]).contains("the last day of study"));
    for card in expected {
        home.ok(&["review", card, "good"]);
    }
    let mut terminal = home.terminal(&["study"], SIZE);
    terminal.see("nodequiz interview --minutes 15");
    terminal.see("Then stop now");
    assert_eq!(terminal.wait(), End::Code(0));

    let home = home.at("2026-12-15T07:00:00+01:00");
    let queue = next(&home);
    assert!(
        !queue.is_empty() && queue.len() <= 10,
        "a warm-up: {queue:?}"
    );
    for card in &queue {
        home.ok(&["review", card, "good"]);
    }
    let mut terminal = home.terminal(&["study"], SIZE);
    terminal.see("Stop now");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn once_the_day_has_passed_the_long_term_schedule_goes_on_and_clearing_is_offered() {
    let home = with_goal().at("2026-12-16T09:00:00+01:00");
    let page = home.ok(&["goal"]);
    assert!(
        page.contains("The day has passed") && page.contains("nodequiz goal clear"),
        "{page}"
    );
    assert_eq!(home.json(&["goal", "--json"])["goal"]["phase"], "passed");
    let due = home.json(&["due", "--json"]);
    assert_eq!(due["new"], 8, "the long-term schedule plans the day");
    let mut terminal = home.terminal(&[], SIZE);
    terminal.see("15 December has passed");
    terminal.press_key(&Key::Esc);
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn a_goal_far_away_leaves_the_days_to_the_long_term_schedule_until_its_time() {
    let home = Home::new();
    decks(&home);
    let page = home.ok(&["goal", "set", "2027-06-15", "--topic", "heavy"]);
    assert!(
        page.contains("the long-term schedule plans your days until 18 May 2027"),
        "{page}"
    );
    assert_eq!(home.json(&["due", "--json"])["new"], 8);
    assert!(!home.ok(&["due", "--short"]).contains("known"));
    let stats = home.ok(&["stats"]);
    let words = "Goal       15 June: 207 days left, 0 of 4 known; the goal plans your days";
    assert!(stats.contains(words), "{stats}");
}

#[test]
fn the_start_shows_days_left_and_cards_known() {
    let home = with_goal();
    let mut terminal = home.terminal(&[], SIZE);
    terminal.see("15 December: 25 days left, 0 of 12 known");
    terminal.press_key(&Key::Esc);
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn stats_says_what_to_expect_whatever_cards_are_chosen() {
    let home = with_goal();
    let words = " of 12 known on 15 December · 25 days left";
    for args in [&["stats"][..], &["stats", "late"], &["stats", "--all"]] {
        let shown = home.ok(args);
        assert_eq!(shown.matches(words).count(), 1, "{args:?}: {shown}");
    }
    let section = home.ok(&["stats", "late", "--section", "goal"]);
    for words in [
        "Known, day by day",
        "40 min",
        "Two days off",
        "Weakest on the day",
    ] {
        assert!(section.contains(words), "{words}: {section}");
    }
    let goal = home.json(&["goal", "--json"]);
    let mut expected = goal["goal"].clone();
    expected["outlook"] = goal["outlook"].clone();
    assert!(expected["outlook"]["expected"].is_number());
    for args in [&["stats", "--json"][..], &["stats", "late", "--json"]] {
        assert_eq!(home.json(args)["goal"], expected, "{args:?}");
    }
    let page = home.ok(&["stats", "late", "--html", "-"]);
    for words in [
        ">Goal: 15 December 2026</h2>",
        "id=\"goal-chart-desc\">From ",
        " tomorrow to ",
        "<polyline class=\"course\"",
        ">Known at the end of each day</caption>",
        ">Weakest on the day</caption>",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn stats_is_silent_about_a_goal_that_is_not_set_or_has_passed() {
    let home = Home::new();
    decks(&home);
    assert_eq!(home.json(&["stats", "--json"])["goal"], Value::Null);
    assert!(
        home.ok(&["stats", "--section", "goal"])
            .contains("nodequiz goal set")
    );
    home.ok(&["goal", "set", "+1d", "--topic", "heavy"]);
    let later = home.at("2026-12-01T20:00:00+01:00");
    assert_eq!(later.json(&["stats", "--json"])["goal"]["phase"], "passed");
    assert!(!later.ok(&["stats"]).contains("Goal"));
    assert!(!later.ok(&["stats", "--html", "-"]).contains("id=\"goal\""));
}

#[test]
fn the_menu_leads_to_the_goal_where_there_is_one_and_to_the_roadmap() {
    let home = with_goal();
    home.ok(&["mark", "heavy/c0"]);
    let mut terminal = home.terminal(&[], SIZE);
    terminal.see("Roadmap");
    assert!(!terminal.screen().contains("Where do I start?"));
    for _ in 0..3 {
        terminal.press_key(&Key::Down);
    }
    terminal.press_key(&Key::Enter);
    terminal.see("Weakest on the day");
    assert_eq!(terminal.wait(), End::Code(0));
    home.ok(&["goal", "clear"]);
    let mut terminal = home.terminal(&[], SIZE);
    terminal.see("Roadmap");
    assert!(!terminal.screen().contains("Goal"), "{}", terminal.screen());
    for _ in 0..3 {
        terminal.press_key(&Key::Down);
    }
    terminal.press_key(&Key::Enter);
    terminal.see("Reached, once and for good");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn a_claim_that_was_never_checked_counts_apart() {
    let home = with_goal();
    let line = json!({
        "v": 1, "event": "claim", "at": "2026-11-20T08:00:00+01:00", "day": "2026-11-20", "card": "heavy/c0",
    });
    home.write("data/reviews/hand/2026-11.jsonl", &format!("{line}\n"));
    let goal = home.json(&["goal", "--json"])["goal"].clone();
    assert_eq!((&goal["claimed"], &goal["known"]), (&json!(1), &json!(0.0)));
    assert!(home.ok(&["goal"]).contains("1 claimed and not checked yet"));
    assert!(
        !next(&home).contains(&"heavy/c0".to_owned()),
        "it is checked later"
    );
}

/// The numbers in a text, without signs.
fn numbers(text: &str) -> Vec<u32> {
    let digits = text.split(|c: char| !c.is_ascii_digit());
    digits.filter_map(|digits| digits.parse().ok()).collect()
}

#[test]
fn the_figures_of_the_four_weeks_agree_with_each_other() {
    let page = include_str!("../docs/four-weeks.md");
    assert!(!page.contains("{{"), "a name was left");
    let scope = page.lines().find(|line| line.starts_with("In scope"));
    let cards = numbers(scope.expect("the scope"))[0];
    // Only the number of all cards exceeds these.
    let mut totals = 0;
    for before in [" of ", "/"] {
        for after in page.split(before).skip(1) {
            let digits = after.split(|c: char| !c.is_ascii_digit()).next();
            let total: Option<u32> = digits.and_then(|digits| digits.parse().ok());
            if let Some(total) = total.filter(|total| *total > 200) {
                assert_eq!(total, cards, "{after:.60}");
                totals += 1;
            }
        }
    }
    assert!(totals >= 6, "{totals} totals");
    let mut sessions = 0;
    let lines: Vec<&str> = page.lines().collect();
    for pair in lines
        .windows(2)
        .filter(|pair| pair[0].starts_with(" answered"))
    {
        let (answered, of) = (numbers(pair[0]), numbers(pair[1]));
        let (new, reviews) = (of[0], of[1]);
        assert_eq!(answered[0], of.iter().sum::<u32>(), "{pair:?}");
        assert_eq!(answered[3], new + reviews, "{pair:?}");
        let share = 100.0 * f64::from(answered[2]) / f64::from(answered[3]);
        assert_eq!(answered[4], share.round() as u32, "{pair:?}");
        sessions += 1;
    }
    assert_eq!(sessions, 2);
}
