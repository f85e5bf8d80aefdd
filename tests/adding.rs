//! `add` and `edit`: own cards, outside a session.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use crate::home::{Home, text};
use crate::pty::End;

const MINE: &str = "data/decks/mine.md";

fn deck(home: &Home) -> String {
    fs::read_to_string(home.path(MINE)).expect("the deck")
}

#[test]
fn a_card_is_added_by_flags_from_a_pipe_and_at_a_terminal() {
    let home = Home::new();
    let printed = home.ok(&["add", "--question", "Why  not?", "--answer", "Because."]);
    assert!(
        printed.contains("Added mine/why-not to decks/mine.md."),
        "{printed}"
    );
    let mut command = home.command(&["add", "mine", "--question", "Which two?"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"- **one**\n- two\n").expect("written");
    drop(input);
    assert!(child.wait().expect("it ends").success());
    let mut terminal = home.terminal(&["add"], (80, 24));
    terminal.see("Question");
    terminal.type_ahead(b"Typed here?\r");
    terminal.see("Answer");
    terminal.type_ahead(b"Yes.\r");
    terminal.see("Added mine/typed-here");
    assert_eq!(terminal.wait(), End::Code(0));
    let expected = "# mine {#mine}\n\n## Why not? {#why-not}\n\nBecause.\n\n\
        ## Which two? {#which-two}\n\n- **one**\n- two\n\n## Typed here? {#typed-here}\n\nYes.\n";
    assert_eq!(deck(&home), expected);
    let cards = home.json(&["cards", "mine", "--json"]);
    assert_eq!(cards.as_array().map(Vec::len), Some(3));
    home.ok(&["decks", "check", &home.path(MINE).to_string_lossy()]);
}

#[test]
fn what_is_not_a_single_card_is_refused_and_nothing_is_written() {
    let home = Home::new();
    let refused = home.run(&["add", "--question", "a", "--answer", "b\n\n## c\n\nd"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("nothing was written"));
    assert!(!home.path("data/decks").exists());
}

#[test]
fn a_card_of_ones_own_joins_a_built_in_deck() {
    let home = Home::new();
    let before = home.json(&["cards", "async", "--json"]);
    home.ok(&["add", "async", "--question", "Mine?", "--answer", "Yes."]);
    let after = home.json(&["cards", "async", "--json"]);
    let count = |cards: &serde_json::Value| cards.as_array().map_or(0, Vec::len);
    assert_eq!(count(&after), count(&before) + 1);
}

#[test]
fn an_edited_question_keeps_its_history() {
    let home = Home::new();
    home.write(MINE, "# Mine\n\n## What is a?\n\n1\n\n## What is b?\n\n2\n");
    home.ok(&["review", "mine/what-is-b", "good"]);
    let home = home.with("EDITOR", "perl -pi -e 's/What is b/Why b/'");
    let printed = home.ok(&["edit", "what-is-b"]);
    assert!(
        printed.contains("Edited mine/what-is-b: decks/mine.md:7"),
        "{printed}"
    );
    assert!(deck(&home).contains("## Why b? {#what-is-b}"));
    let card = home.json(&["card", "mine/what-is-b", "--json"]);
    assert_eq!(card["reviews"], 1);
    let again = home.ok(&["edit", "what-is-b"]);
    assert!(again.contains("Not changed."), "{again}");
}

#[test]
fn an_edit_that_cannot_be_read_is_discarded_or_edited_again() {
    let home = Home::new();
    let text_before = "# Mine {#mine}\n\n## One? {#one}\n\n1\n";
    home.write(MINE, text_before);
    let home = home.with("EDITOR", "perl -pi -e 's/{#one}/{#one .nokind}/'");
    let refused = home.run(&["edit", "mine/one"]);
    assert_eq!(refused.status.code(), Some(1));
    let printed = text(&refused.stderr);
    assert!(
        printed.contains("nokind") && printed.contains("discarded"),
        "{printed}"
    );
    assert_eq!(deck(&home), text_before);
    let mut terminal = home.terminal(&["edit", "mine/one"], (80, 24));
    terminal.see("Edit it again?");
    terminal.press("n");
    terminal.see("discarded");
    assert_eq!(terminal.wait(), End::Code(1));
    assert_eq!(deck(&home), text_before);
}
