//! The kinds of question, as a person answers them, and what the journal records.

use nodequiz::terminal::Key;
use serde_json::{Value, json};

use crate::home::Home;
use crate::pty::{End, Terminal, TerminalSize};

/// One card of each kind; the screens in the documentation show them, too.
const DECK: &str = include_str!("fixtures/screens.md");

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
    // A failed card is asked again; otherwise the session ends by itself.
    if terminal.on_main_screen() {
        assert_eq!(terminal.wait(), End::Code(0));
    } else {
        terminal.see("once more");
        // If letters are text, Esc makes them commands.
        if terminal.shows_once_drawn("Esc keys") {
            terminal.press_key(&Key::Esc);
            terminal.see("Enter back");
        }
        terminal.press("q");
        assert_eq!(terminal.wait(), End::Code(0));
    }
    terminal.assert_restored();
    let mut journal = home.journal();
    assert_eq!(journal.len(), 1, "{journal:?}");
    journal.remove(0)
}

/// Answers with a passing grade; returns the only line of the journal.
fn passed(home: &Home, mut terminal: Terminal) -> Value {
    terminal.press_key(&Key::Enter);
    terminal.see("Done for today");
    left(home, terminal)
}

/// Takes the suggested Again; returns the only line of the journal.
fn failed(home: &Home, mut terminal: Terminal) -> Value {
    terminal.see("Enter again");
    terminal.press_key(&Key::Enter);
    terminal.see("once more");
    terminal.settle();
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
        terminal.see("Done for today");
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
    terminal.see("Done for today");
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
