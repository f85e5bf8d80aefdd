//! Keys at random in a terminal.

use nodequiz::terminal::Key;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::home::Home;
use crate::pty::End;

const DECK: &str = include_str!("fixtures/screens.md");

/// One session in a terminal: random keys, then the way out.
fn session(seed: u64, keys: usize) {
    let home = Home::new();
    home.write("data/decks/screens.md", DECK);
    let mut terminal = home.terminal(&["study", "screens", "--new", "8"], (80, 24));
    terminal.see("1 of 8");
    let mut rng = StdRng::seed_from_u64(seed);
    for _ in 0..keys {
        if terminal.on_main_screen() {
            break;
        }
        let key = match rng.random_range(0..10) {
            0..=2 => Key::Enter,
            3 => Key::Char(' '),
            4 => Key::Tab,
            5 => Key::Down,
            6 => Key::Esc,
            // `e` and `w` open other screens; Ctrl-G an editor.
            _ => Key::Char(rng.random_range('a'..='d')),
        };
        terminal.press_key(&key);
    }
    for _ in 0..40 {
        if terminal.on_main_screen() {
            break;
        }
        // Esc directly followed by a letter would be Alt and the letter.
        terminal.press_key(&Key::Esc);
        terminal.settle();
        if !terminal.on_main_screen() {
            terminal.press("q");
            terminal.settle();
        }
    }
    assert_eq!(terminal.wait(), End::Code(0), "session {seed}");
    terminal.assert_restored();
    for line in home.journal() {
        let event = line["event"].as_str().unwrap_or_default();
        assert!(
            ["review", "bury", "undo"].contains(&event),
            "session {seed}: {line}"
        );
    }
}

#[test]
fn a_few_sessions_of_random_keys_in_a_terminal_end() {
    for seed in 0..4 {
        session(seed, 120);
    }
}

/// The full size; `.ci/full` runs it.
#[test]
#[ignore = "takes minutes"]
fn three_hundred_sessions_of_random_keys_in_a_terminal_end() {
    for seed in 0..300 {
        session(seed, if seed % 50 == 0 { 2_000 } else { 150 });
    }
}

#[test]
fn enter_alone_ends_a_session_in_a_terminal() {
    let home = Home::new();
    home.write("data/decks/screens.md", DECK);
    let mut terminal = home.terminal(&["study", "screens", "--new", "8"], (80, 24));
    terminal.see("1 of 8");
    for _ in 0..40 {
        if terminal.on_main_screen() {
            break;
        }
        terminal.press_key(&Key::Enter);
        terminal.settle();
    }
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews(), ["screens/why good"]);
}
