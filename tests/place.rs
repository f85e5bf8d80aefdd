//! `nodequiz place`, as a person uses it.

use std::fmt::Write as _;

use nodequiz::terminal::Key;
use serde_json::Value;

use crate::home::{Home, text};
use crate::pty::{End, Terminal, TerminalSize};

const SIZE: TerminalSize = (80, 24);

/// A home with two own topics, each with seven choices at every level.
fn home() -> Home {
    let home = Home::new();
    for topic in ["alpha", "beta"] {
        let mut deck = format!("# Deck {topic} {{#{topic}}}\n");
        for level in ["beginner", "intermediate", "senior", "expert"] {
            for card in 0..7 {
                let _ = write!(
                    deck,
                    "\n## Question {topic} {level} {card}? {{#{level}{card} .{level}}}\n\n\
                     - [ ] wrong {card}\n- [x] right {card}\n- [ ] false {card}\n"
                );
            }
        }
        home.write(&format!("data/decks/{topic}.md"), &deck);
    }
    home
}

/// Answers a question of whatever kind that is on the screen as one who does not know.
fn not_known(terminal: &mut Terminal, number: usize) {
    asked(terminal, number, 24);
    terminal.see("don't know");
    terminal.press_key(&Key::Tab);
    // The right answer is shown.
    terminal.see("Enter go on");
    terminal.press_key(&Key::Enter);
    terminal.wait_until_gone("Enter go on");
}

/// Waits for a question, on a wide or a narrow screen.
fn asked(terminal: &Terminal, number: usize, most: usize) {
    let (wide, narrow) = (
        format!("{number} of at most {most}"),
        format!("{number} of {most}"),
    );
    terminal.see_one_of(&[(&wide, ()), (&narrow, ())]);
}

fn notes<'j>(journal: &'j [Value], step: &str) -> Vec<&'j Value> {
    let notes = journal.iter().filter(|line| line["event"] == "note");
    notes
        .map(|line| &line["placement"])
        .filter(|note| note["step"] == step)
        .collect()
}

#[test]
fn it_can_be_stopped_goes_on_later_and_ends_in_a_map_without_any_review() {
    for size in [(40, 12), SIZE, (200, 50)] {
        let home = home();
        let mut terminal = home.terminal(&["place"], size);
        for number in 1..=3 {
            not_known(&mut terminal, number);
        }
        asked(&terminal, 4, 24);
        if terminal.shows_once_drawn("Esc keys") {
            terminal.press_key(&Key::Esc);
            terminal.see("Enter back");
        }
        terminal.press("q");
        terminal.see("3 of at most 24 answered");
        assert_eq!(terminal.wait(), End::Code(0));
        terminal.assert_restored();
        assert_eq!(home.json(&["place", "--json"])["state"], "open");

        let home = home.at("2026-11-22T09:00:00+01:00");
        let mut terminal = home.terminal(&["place"], size);
        for number in 4..=24 {
            not_known(&mut terminal, number);
        }
        terminal.see("0 of 24 right");
        terminal.see("Nothing is put off");
        assert_eq!(terminal.wait(), End::Code(0));
        terminal.assert_restored();
        let journal = home.journal();
        assert_eq!(notes(&journal, "asked").len(), 24);
        assert_eq!(notes(&journal, "ended").len(), 1);
        assert!(journal.iter().all(|line| line["event"] == "note"));

        let map = home.json(&["place", "--json"]);
        assert_eq!(
            (&map["state"], &map["questions"]),
            (&"ended".into(), &24.into())
        );
        let fields = map["fields"].as_array().expect("fields");
        let asked = fields.iter().filter(|field| field["asked"] != 0);
        let signs: Vec<&Value> = asked.map(|field| &field["sign"]).collect();
        assert!(
            signs.len() >= 8 && signs.iter().all(|sign| **sign == "unknown"),
            "{signs:?}"
        );
    }
}

#[test]
fn what_is_known_becomes_claims_once_the_learner_agrees() {
    let home = home();
    // Twenty-three right answers on another device, given by an expert in everything.
    let mut lines = String::new();
    for number in 0..23 {
        let topic = if number % 2 == 0 { "alpha" } else { "beta" };
        let _ = writeln!(
            lines,
            "{{\"v\":1,\"event\":\"note\",\"at\":\"2026-11-20T08:{number:02}:00+01:00\",\"day\":\"2026-11-20\",\
             \"placement\":{{\"step\":\"asked\",\"round\":\"abc\",\"card\":\"{topic}/expert{}\",\
             \"topic\":\"{topic}\",\"level\":\"expert\",\"right\":true,\"guess\":0.33,\"ms\":1000}}}}",
            number / 2
        );
    }
    home.write("data/reviews/hand/2026-11.jsonl", &lines);
    let before = home.json(&["place", "--json"]);
    let kept = before["questions"].as_u64().expect("a number");
    assert!(kept >= 20, "answers of another device count: {before}");
    let mut terminal = home.terminal(&["place"], SIZE);
    for number in kept + 1..=24 {
        not_known(&mut terminal, usize::try_from(number).expect("few"));
    }
    terminal.see("Put which topics off?");
    terminal.see("5 to 20 days");
    terminal.see("beta: ");
    assert!(
        home.journal().iter().all(|line| line["event"] != "claim"),
        "nothing is claimed before the learner agrees"
    );
    // One topic is taken out.
    terminal.settle();
    let screen = terminal.screen();
    let mut topics = screen.lines().filter(|line| line.contains(" cards, "));
    let beta = topics.position(|line| line.contains("beta: "));
    for _ in 0..beta.expect("the topic") {
        terminal.press_key(&Key::Down);
    }
    terminal.press(" ");
    terminal.press_key(&Key::Enter);
    terminal.see("are put off");
    assert_eq!(terminal.wait(), End::Code(0));
    let journal = home.journal();
    let claims: Vec<&Value> = journal
        .iter()
        .filter(|line| line["event"] == "claim")
        .collect();
    let of_alpha = |line: &&&Value| {
        line["card"]
            .as_str()
            .is_some_and(|id| id.starts_with("alpha/"))
    };
    assert_eq!(claims.iter().filter(of_alpha).count(), 28, "all levels");
    let of_beta = |line: &&Value| {
        line["card"]
            .as_str()
            .is_some_and(|id| id.starts_with("beta/"))
    };
    assert!(!claims.iter().any(of_beta), "it was taken out");
    assert_eq!(notes(&journal, "ended")[0]["claimed"], claims.len());
    let due = home.json(&["card", "alpha/beginner0", "--json"]);
    assert!(due["due"].as_str() >= Some("2026-11-25"), "{due}");

    let mut terminal = home.terminal(&["place"], SIZE);
    terminal.see("--again");
    terminal.see("✓ known");
    assert_eq!(terminal.wait(), End::Code(0));
    let mut terminal = home.terminal(&["place", "--again"], SIZE);
    asked(&terminal, 1, 24);
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
}

#[test]
fn an_answer_is_on_the_disk_before_the_next_question_is_shown() {
    let home = home();
    let mut terminal = home.terminal(&["place"], SIZE);
    not_known(&mut terminal, 1);
    asked(&terminal, 2, 24);
    terminal.signal(rustix::process::Signal::KILL);
    terminal.wait();
    assert_eq!(notes(&home.journal(), "asked").len(), 1);
}

#[test]
fn it_is_over_when_its_eight_minutes_are_even_in_mid_question() {
    let home = home();
    // Two seconds are left.
    let line = "{\"v\":1,\"event\":\"note\",\"at\":\"2026-11-20T08:00:00+01:00\",\"day\":\"2026-11-20\",\
                \"placement\":{\"step\":\"asked\",\"round\":\"abc\",\"card\":\"alpha/expert0\",\"topic\":\"alpha\",\
                \"level\":\"expert\",\"right\":false,\"guess\":0.33,\"ms\":478000}}\n";
    home.write("data/reviews/hand/2026-11.jsonl", line);
    let mut terminal = home.terminal(&["place"], SIZE);
    assert_eq!(terminal.wait(), End::Code(0));
    let written = terminal.written();
    for printed in ["2 of at most 24", "0 of 1 right", "Nothing is put off"] {
        assert!(
            written.contains(printed),
            "{printed:?} is not in {written:?}"
        );
    }
    terminal.assert_restored();
    assert_eq!(home.json(&["place", "--json"])["state"], "ended");
}

#[test]
fn the_first_start_offers_it_once_and_never_again() {
    let home = home();
    let mut terminal = home.terminal(&["study"], SIZE);
    terminal.see("Find out where to start?");
    terminal.press_key(&Key::Enter);
    terminal.see("1 of 8");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    let mut terminal = home.terminal(&["study"], SIZE);
    terminal.see("1 of 8");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    assert_eq!(notes(&home.journal(), "offered").len(), 1);

    let home = self::home();
    let mut terminal = home.terminal(&["study"], SIZE);
    terminal.see("Find out where to start?");
    terminal.press("y");
    not_known(&mut terminal, 1);
    asked(&terminal, 2, 24);
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    terminal.assert_restored();
}

#[test]
fn a_placement_is_still_offered_after_setting_a_goal() {
    let home = home();
    home.ok(&["goal", "set", "2026-12-15"]);
    let mut terminal = home.terminal(&[], SIZE);
    terminal.see("Where do I start?");
    terminal.press_key(&Key::Esc);
    assert_eq!(terminal.wait(), End::Code(0));
    let mut terminal = home.terminal(&["study"], SIZE);
    terminal.see("Find out where to start?");
    terminal.press_key(&Key::Enter);
    terminal.see("What is a closure?");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    let mut terminal = home.terminal(&["study"], SIZE);
    terminal.see("What is a closure?");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
}

#[test]
fn who_asks_for_cards_by_name_is_not_asked_where_to_start() {
    let home = home();
    let mut terminal = home.terminal(&["study", "alpha"], SIZE);
    terminal.see("1 of 8");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(home.journal().is_empty());
}

#[test]
fn the_menu_has_it_while_nothing_was_answered() {
    let home = home();
    let mut terminal = home.terminal(&[], SIZE);
    terminal.see("Where do I start?");
    terminal.see("Quiz");
    terminal.press_key(&Key::Down);
    terminal.press_key(&Key::Enter);
    not_known(&mut terminal, 1);
    asked(&terminal, 2, 24);
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    let mut terminal = home.terminal(&[], SIZE);
    terminal.see("What now?");
    assert!(!terminal.screen().contains("Where do I start?"));
    terminal.press_key(&Key::Esc);
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn without_a_terminal_there_is_a_clear_error_and_json_works() {
    let home = home();
    let output = home.run(&["place"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("place --json"));
    let map = home.json(&["place", "--json"]);
    assert_eq!((&map["schema"], &map["state"]), (&1.into(), &"none".into()));
}
