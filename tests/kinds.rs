//! The nine kinds of question, as a person answers them, and what the journal says of it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use nodequiz::deck::{Source, builtin, parse};
use nodequiz::question::Kind;
use nodequiz::terminal::Key;
use serde_json::{Value, json};

use crate::home::Home;
use crate::pty::{End, Terminal, TerminalSize};

/// One card of each kind; the screens in the documentation show them, too.
const DECK: &str = include_str!("fixtures/screens.md");

/// The ninth kind.
const TASK: &str = include_str!("fixtures/code-card.md");

const SIZES: [TerminalSize; 3] = [(40, 12), (80, 24), (200, 50)];

/// The deck with only this card in it.
fn only(card: &str) -> String {
    let mut cards = DECK.split("\n## ");
    let head = cards.next().expect("a title");
    let card = cards
        .find(|text| text.contains(&format!("{{#{card}")))
        .expect("a card");
    format!("{head}\n## {card}")
}

fn asked(card: &str, size: TerminalSize) -> (Home, Terminal) {
    let home = Home::new().with("NO_COLOR", "1");
    home.write("data/decks/screens.md", &only(card));
    let terminal = home.terminal(&["study", "screens"], size);
    terminal.see("1 of 1");
    (home, terminal)
}

/// Leaves the session; returns the only line of the journal.
fn left(home: &Home, mut terminal: Terminal) -> Value {
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
    let mut journal = home.journal();
    assert_eq!(journal.len(), 1, "{journal:?}");
    journal.remove(0)
}

/// Answers with a passing grade; returns the only line of the journal.
fn passed(home: &Home, mut terminal: Terminal) -> Value {
    terminal.press_key(&Key::Enter);
    terminal.see(" Done ");
    left(home, terminal)
}

/// Takes the suggested Again; returns the only line of the journal.
fn failed(home: &Home, mut terminal: Terminal) -> Value {
    terminal.see("Enter again");
    terminal.press_key(&Key::Enter);
    terminal.see("1 failed card waits");
    left(home, terminal)
}

/// The letter of an option on the screen.
fn letter(terminal: &Terminal, option: &str) -> String {
    let screen = terminal.screen();
    let line = screen.lines().find(|line| line.contains(option));
    let line = line.unwrap_or_else(|| panic!("no {option:?} on the screen:\n{screen}"));
    let before = line.split(option).next().unwrap_or_default();
    let letter = before.chars().rev().find(char::is_ascii_lowercase);
    letter.filter(|c| *c != 'x').expect("a letter").to_string()
}

#[test]
fn recall_reveals_the_answer_and_takes_a_grade() {
    for size in SIZES {
        let (home, mut terminal) = asked("why", size);
        terminal.see("Why does a long");
        terminal.see("Space show the answer");
        terminal.press("3");
        terminal.press(" ");
        terminal.see("JavaScript runs on one");
        for key in ["1 again", "2 hard", "3 good", "4 easy", "? keys"] {
            terminal.see(key);
        }
        terminal.press("9");
        let line = passed(&home, terminal);
        assert_eq!(line["grade"], "good");
        assert_eq!(line.get("verdict"), None, "nobody but the learner knows");
    }
}

#[test]
fn points_said_aloud_are_ticked() {
    for size in SIZES {
        let (home, mut terminal) = asked("single-threaded", size);
        terminal.see("Space show the points");
        terminal.press(" ");
        terminal.see("Which of these were");
        assert!(!terminal.screen().contains("essential"));
        terminal.press("709");
        terminal.press("ab");
        terminal.see("essential");
        terminal.see("Enter good");
        let line = passed(&home, terminal);
        assert_eq!(line["grade"], "good");
        assert_eq!(line["points"], json!([0, 1]));
    }
}

#[test]
fn typed_points_are_shown_with_their_ticks() {
    for size in SIZES {
        let (home, mut terminal) = asked("single-threaded", size);
        terminal.see("t type it");
        terminal.press("t");
        terminal.see("Ctrl-D done");
        terminal.press("JavaScript has one thread");
        terminal.press_key(&Key::Enter);
        terminal.press("q and u are letters");
        terminal.see("letters");
        terminal.press_key(&Key::Esc);
        terminal.see("Enter back");
        terminal.press_key(&Key::Enter);
        terminal.see("letters");
        terminal.press_key(&Key::Ctrl('d'));
        terminal.see("tick what you said");
        terminal.press("ab");
        terminal.see("Enter good");
        terminal.press_key(&Key::Home);
        if size.1 > 12 {
            terminal.see("│ JavaScript has one thread");
            terminal.see("a ✓ ");
            terminal.see("b ✓?");
            terminal.see("not in what you wrote");
        }
        let line = passed(&home, terminal);
        assert_eq!(line["points"], json!([0, 1]));
    }
}

#[test]
fn a_choice_of_several_says_what_was_missed() {
    for size in SIZES {
        let (home, mut terminal) = asked("pool-users", size);
        terminal.see("Space show the options");
        terminal.press(" ");
        terminal.see("fs.readFile");
        terminal.see("a-d tick");
        let right = letter(&terminal, "fs.readFile");
        let wrong = letter(&terminal, "a timer");
        terminal.press(&right);
        terminal.press(&wrong);
        terminal.press("7");
        terminal.press_key(&Key::Enter);
        terminal.see("Not right: 1 wrong, 1 missed.");
        terminal.see("missed");
        terminal.see("not this");
        let line = failed(&home, terminal);
        assert_eq!(line["grade"], "again");
        assert_eq!(line["verdict"], 0.5);
        assert_eq!(line["points"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn a_choice_can_be_made_with_arrows() {
    let (home, mut terminal) = asked("pool-users", (80, 24));
    terminal.press(" ");
    terminal.see("More than one is right.");
    for _ in 0..4 {
        terminal.press_key(&Key::Down);
        terminal.settle();
        let screen = terminal.screen();
        let here = screen
            .lines()
            .find(|line| line.contains('›'))
            .expect("a pointer");
        if here.contains("fs.") || here.contains("crypto.") {
            terminal.press(" ");
            terminal.see("[x]");
        }
    }
    terminal.press_key(&Key::Enter);
    terminal.see("Right.");
    terminal.see("Enter knew it");
    terminal.see("g guessed");
    let line = passed(&home, terminal);
    assert_eq!(line["verdict"], 1.0);
}

#[test]
fn blanks_are_filled_in_within_the_text() {
    for size in SIZES {
        let (home, mut terminal) = asked("phases", size);
        terminal.see("[______]");
        terminal.press("timers");
        terminal.see("[timers_]");
        assert!(terminal.cursor_visible());
        terminal.press_key(&Key::Enter);
        terminal.paste("chekc\nsecond line");
        terminal.see("[chekc_]");
        terminal.press_key(&Key::Enter);
        terminal.see("t typo? good");
        if size.1 > 12 {
            terminal.see("✓ timers");
            terminal.see("✗ you");
        }
        terminal.see("t typo? good");
        terminal.press("t");
        terminal.see(" Done ");
        let line = left(&home, terminal);
        assert_eq!(line["grade"], "good");
        assert_eq!(line["verdict"], 0.5);
    }
}

#[test]
fn a_typed_miss_is_shown_beside_the_answer() {
    for size in SIZES {
        let (home, mut terminal) = asked("emfile", size);
        terminal.press_key(&Key::Enter);
        terminal.paste("事件循环 and then a text that is much longer than the narrow screen is wide 👩\u{200d}💻");
        terminal.see("💻");
        assert!(terminal.cursor_visible());
        terminal.press_key(&Key::Ctrl('u'));
        terminal.press("ENOENT");
        terminal.see("› ENOENT");
        terminal.press_key(&Key::Enter);
        terminal.see("✗ you");
        terminal.see("✓ answer");
        let line = failed(&home, terminal);
        assert_eq!(line["verdict"], 0.0);
    }
}

#[test]
fn a_typed_answer_may_be_a_typo() {
    let (home, mut terminal) = asked("emfile", (80, 24));
    terminal.press("emfile");
    terminal.press_key(&Key::Enter);
    terminal.see("If it was a typo");
    terminal.press("t");
    terminal.see(" Done ");
    assert_eq!(left(&home, terminal)["grade"], "good");
}

#[test]
fn steps_are_put_in_order_by_their_letters() {
    let wanted = [
        "TCP accept",
        "headers parsed",
        "handler runs",
        "response flushed",
    ];
    for size in SIZES {
        let (home, mut terminal) = asked("request-life", size);
        terminal.see("right order");
        for step in wanted {
            let screen = terminal.screen();
            let line = screen
                .lines()
                .find(|line| line.contains(step))
                .expect("a step");
            let before = line.split(step).next().unwrap_or_default();
            let letter = before.chars().find(char::is_ascii_lowercase);
            terminal.press(&letter.expect("its letter").to_string());
            terminal.settle();
        }
        terminal.press_key(&Key::Enter);
        terminal.see("✓ 4 response flushed");
        terminal.see("Enter good");
        let line = passed(&home, terminal);
        assert_eq!(line["verdict"], 1.0);
    }
}

#[test]
fn a_step_out_of_order_is_named() {
    let (home, mut terminal) = asked("request-life", (80, 24));
    terminal.see("right order");
    terminal.press_key(&Key::Down);
    terminal.press(" ");
    terminal.see("carried");
    terminal.press_key(&Key::Down);
    terminal.press(" ");
    terminal.see("Is that the order?");
    terminal.press_key(&Key::Up);
    terminal.press(" ");
    terminal.press_key(&Key::Down);
    terminal.press(" ");
    terminal.press_key(&Key::Enter);
    terminal.see("you had it");
    failed(&home, terminal);
}

#[test]
fn output_is_typed_and_compared_line_by_line() {
    for size in SIZES {
        let (home, mut terminal) = asked("micro-first", size);
        terminal.see("Tab don't know");
        terminal.press("now");
        terminal.press_key(&Key::Enter);
        terminal.paste("later\nsoon\n");
        terminal.see("› soon");
        terminal.resize_and_see((60, 20), "› soon");
        terminal.resize_and_see(size, "› soon");
        terminal.press_key(&Key::Ctrl('d'));
        terminal.see("✓ now");
        terminal.see("✗ later");
        terminal.see("✗ soon");
        let line = failed(&home, terminal);
        let share = line["verdict"].as_f64().expect("a share");
        assert!((share - 1.0 / 3.0).abs() < 0.01, "{share}");
    }
}

#[test]
fn output_that_is_not_known_is_again() {
    let (home, mut terminal) = asked("micro-first", (80, 24));
    terminal.press_key(&Key::Tab);
    terminal.see("it prints");
    let line = failed(&home, terminal);
    assert_eq!(line["grade"], "again");
}

#[test]
fn a_bug_takes_the_line_and_the_reason_and_shows_the_fixed_code() {
    for size in SIZES {
        let (home, mut terminal) = asked("lost-response", size);
        terminal.see("the faulty line");
        terminal.press("3");
        terminal.see("› 3");
        terminal.press_key(&Key::Enter);
        terminal.see("Line 3.");
        terminal.press("t");
        terminal.see("Ctrl-D done");
        terminal.press("nothing is sent without a user");
        terminal.press_key(&Key::Ctrl('d'));
        terminal.see("line 3.");
        terminal.press("a8");
        terminal.see("Enter good");
        terminal.press_key(&Key::End);
        terminal.see("+ ");
        terminal.see("res.json(user)");
        let line = passed(&home, terminal);
        assert_eq!(line["points"], json!([0]));
        assert_eq!(line["verdict"], 0.75);
    }
}

#[test]
fn a_bug_in_another_line_fails() {
    let (home, mut terminal) = asked("lost-response", (80, 24));
    terminal.press_key(&Key::Down);
    terminal.press_key(&Key::Down);
    terminal.see("› 2");
    terminal.press_key(&Key::Enter);
    terminal.see("Line 2.");
    terminal.press(" ");
    terminal.see("✗ The fault is in line 3.");
    terminal.press_key(&Key::Home);
    terminal.see("✗ 2  ");
    terminal.see("→ 3  ");
    terminal.press("A");
    terminal.see("2 of 2, the essential one → again");
    failed(&home, terminal);
}

#[test]
fn code_is_written_and_compared_with_the_model_where_no_node_can_test_it() {
    for size in SIZES {
        let home = Home::new().with("NODEQUIZ_NODE", "/no/such/node");
        home.write(
            "data/decks/screens.md",
            &format!("# Screens {{#screens}}\n{TASK}"),
        );
        let mut terminal = home.terminal(&["study", "screens"], size);
        terminal.see("Write double(n)");
        terminal.press("t");
        terminal.see("Ctrl-D");
        terminal.press(" // typed here");
        terminal.see("typed here");
        terminal.press_key(&Key::Esc);
        terminal.see("show the model");
        terminal.press_key(&Key::Tab);
        terminal.see("Enter good");
        let line = passed(&home, terminal);
        assert_eq!(line["grade"], "good");
        assert_eq!(line.get("verdict"), None, "nobody but the learner knows");
    }
}

/// The longest built-in card of each kind, as a deck of its own.
fn longest() -> Vec<(Kind, String, String)> {
    let mut longest: BTreeMap<Kind, (usize, String, String)> = BTreeMap::new();
    for (file, text) in builtin() {
        let deck = parse(&Source::new(file, *text)).deck.expect("a deck");
        for card in &deck.cards {
            let lines: Vec<&str> = text.lines().skip(card.place.line - 1).collect();
            let next = lines
                .iter()
                .skip(1)
                .position(|line| line.starts_with("## "));
            let lines = &lines[..next.map_or(lines.len(), |next| next + 1)];
            let heading = lines[0].split("{#").next().unwrap_or_default();
            // Prerequisites are not in the deck.
            let body: Vec<&str> = lines
                .iter()
                .copied()
                .filter(|line| !line.starts_with("after:") && !line.starts_with("probe:"))
                .collect();
            let head: Vec<String> = heading
                .trim_start_matches("## ")
                .split_whitespace()
                .take(3)
                .map(|word| word.replace(['`', '*'], ""))
                .collect();
            let card_text = format!("# Long {{#long}}\n\n{}\n", body.join("\n"));
            let length = card_text.len();
            if longest.get(&card.kind()).is_none_or(|best| best.0 < length) {
                longest.insert(card.kind(), (length, head.join(" "), card_text));
            }
        }
    }
    let all = longest.into_iter();
    all.map(|(kind, (_, head, text))| (kind, head, text))
        .collect()
}

/// The keys from the question to the answer, each with what the footer says then.
const fn steps(kind: Kind) -> &'static [(Key, &'static str)] {
    match kind {
        Kind::Recall => &[(Key::Char(' '), "Enter good")],
        Kind::Points => &[
            (Key::Char('t'), "Ctrl-D done"),
            (Key::Char('x'), "Ctrl-D done"),
            (Key::Ctrl('d'), "tick"),
            (Key::Char('A'), "Enter good"),
        ],
        Kind::Choice => &[
            (Key::Char(' '), "a-"),
            (Key::Char('a'), "Enter done"),
            (Key::Enter, "Enter "),
        ],
        Kind::Cloze => &[(Key::Char('x'), "Enter"), (Key::Tab, "Enter again")],
        Kind::Typed => &[(Key::Char('x'), "Enter done"), (Key::Tab, "Enter again")],
        Kind::Order => &[
            (Key::Char('a'), "Backspace"),
            (Key::Down, "Space"),
            (Key::Tab, "Enter again"),
        ],
        Kind::Output => &[
            (Key::Char('x'), "Enter next line"),
            (Key::Tab, "Enter again"),
        ],
        Kind::Bug => &[
            (Key::Char('1'), "Enter"),
            (Key::Enter, "Space"),
            (Key::Char(' '), "tick"),
            (Key::Char('A'), "Enter"),
        ],
        Kind::Code => &[
            (Key::Char('h'), "Enter write it"),
            (Key::Char('t'), "Ctrl-D test it"),
            (Key::Esc, "Enter write it"),
            (Key::Tab, "Enter again"),
        ],
    }
}

/// Question and footer are there at every step, however long the card and however small the window.
#[test]
fn the_longest_card_of_each_kind_shows_question_and_footer_at_every_step() {
    let cards = longest();
    assert_eq!(cards.len(), 9, "one of each kind");
    for (kind, head, text) in &cards {
        for size in [(40, 12), (80, 24), (200, 60)] {
            let home = Home::new().with("NO_COLOR", "1");
            home.write("data/decks/long.md", text);
            // It says that it could run tests.
            home.write("bin/node", "#!/bin/sh\necho v24.0.0\n");
            let node = home.path("bin/node");
            fs::set_permissions(&node, fs::Permissions::from_mode(0o700)).expect("permissions");
            let home = home.with("NODEQUIZ_NODE", &node.to_string_lossy());
            let mut terminal = home.terminal(&["study", "long"], size);
            terminal.see("1 of 1");
            terminal.see(head);
            for (key, footer) in steps(*kind) {
                terminal.press_key(key);
                terminal.see(footer);
                assert!(
                    terminal.shows_once_drawn(head),
                    "{kind} at {size:?} after {key:?}:\n{}",
                    terminal.screen()
                );
            }
            terminal.press_key(&Key::Ctrl('c'));
            assert_eq!(terminal.wait(), End::Code(130));
        }
    }
}
