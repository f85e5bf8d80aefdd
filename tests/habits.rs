//! What helps learners to come back: the summary, reminders, own decks, choosing decks.

use std::io::Write as _;
use std::process::Stdio;

use nodequiz::terminal::Key;

use crate::home::{Home, text};
use crate::pty::{End, TerminalSize};
use crate::tools;

const SIZE: TerminalSize = (80, 24);

#[test]
fn the_summary_says_what_was_learned_since_the_study_day_before() {
    let home = Home::new().at("2026-11-18T09:00:00+01:00");
    home.recall_deck(4);
    for card in ["c0", "c1", "c2"] {
        home.ok(&["review", &format!("mine/{card}"), "again"]);
    }
    let home = home.at("2026-11-20T09:00:00+01:00");
    let mut terminal = home.terminal(&["study", "mine", "--new", "0"], SIZE);
    for (number, grade) in [(1, "3"), (2, "3"), (3, "1")] {
        terminal.see(&format!("{number} of "));
        terminal.press(" ");
        terminal.see("Enter good");
        terminal.press(grade);
    }
    terminal.see("2 of 3 misses of 18 November now known");
    terminal.see("tomorrow");
    terminal.see("new until");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn a_streak_that_is_switched_off_is_shown_nowhere() {
    let home = Home::new().at("2026-11-19T09:00:00+01:00");
    home.recall_deck(3);
    home.ok(&["review", "mine/c0", "good"]);
    let home = home
        .at("2026-11-20T09:00:00+01:00")
        .with("NODEQUIZ_STREAK", "false");
    home.ok(&["review", "mine/c1", "again"]);
    let mut terminal = home.terminal(&["study", "mine", "--limit", "1"], SIZE);
    terminal.see("Question number");
    terminal.press(" ");
    terminal.see("Enter good");
    terminal.press("3");
    terminal.see("tomorrow");
    assert_eq!(terminal.wait(), End::Code(0));
    let shown = terminal.screen() + &home.ok(&["stats"]) + &home.ok(&["due"]);
    assert!(!shown.contains("in a row"), "{shown}");
    let home = home.with("NODEQUIZ_STREAK", "true");
    assert!(home.ok(&["stats"]).contains("2 days in a row"));
}

#[test]
fn reminders_are_printed_and_nothing_is_installed() {
    let home = Home::new();
    let all = home.ok(&["remind"]);
    for place in ["bash", "zsh", "fish", "cron", "systemd", "launchd"] {
        assert!(all.contains(place), "{all}");
        let line = home.ok(&["remind", place]);
        assert!(line.contains("due --short"), "{place}: {line}");
        if matches!(place, "bash" | "zsh" | "fish")
            && tools::has(place, &format!("the syntax of the line for {place}"))
        {
            let mut check = std::process::Command::new(place)
                .arg("-n")
                .stdin(Stdio::piped())
                .spawn()
                .expect("the shell starts");
            let mut pipe = check.stdin.take().expect("a pipe");
            pipe.write_all(line.as_bytes()).expect("it reads");
            drop(pipe);
            assert!(check.wait().expect("it ends").success(), "{place}");
        }
    }
    let cron = home.ok(&["remind", "cron", "--at", "18:30"]);
    assert!(cron.starts_with("30 18 * * * "), "{cron}");
    assert_eq!(cron.lines().count(), 1);
    let wrong = home.run(&["remind", "bsah"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("bash"));
    assert_eq!(
        home.run(&["remind", "cron", "--at", "25:00"]).status.code(),
        Some(2)
    );
    assert!(!home.path("data").exists() && !home.path("config").exists());
}

#[test]
fn the_line_for_bash_says_what_is_due_only_to_a_person() {
    let home = Home::new();
    home.recall_deck(3);
    let line = home.ok(&["remind", "bash"]);
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_nodequiz"));
    let folder = program.parent().expect("a folder").display();
    let path = format!("{folder}:{}", std::env::var("PATH").expect("a path"));
    let run = |interactive: bool| {
        let mut bash = std::process::Command::new("bash");
        bash.args(["--norc", "--noprofile"]);
        if interactive {
            bash.arg("-i");
        }
        let output = bash
            .args(["-c", &line])
            .env("PATH", &path)
            .env("NODEQUIZ_HOME", home.path(""))
            .output()
            .expect("bash");
        text(&output.stdout)
    };
    assert!(run(true).contains("nodequiz: "), "{}", run(true));
    assert_eq!(run(false), "");
}

#[test]
fn a_new_deck_explains_itself_passes_the_check_and_is_never_overwritten() {
    let home = Home::new();
    let made = home.run(&["decks", "new", "My Deck"]);
    let (printed, note) = (text(&made.stdout), text(&made.stderr));
    assert!(note.contains("its cards are examples"), "{note}");
    let path = home.path("data/decks/my-deck.md");
    assert_eq!(printed.trim_end(), path.display().to_string());
    let checked = home.json(&["decks", "check", printed.trim_end(), "--json"]);
    assert_eq!(
        (&checked["errors"], &checked["warnings"]),
        (&0.into(), &0.into())
    );
    assert_eq!(
        (&checked["cards"], &checked["examples"]),
        (&0.into(), &9.into())
    );
    let error = text(&home.run(&["card", "my-deck/points"]).stderr);
    assert!(error.contains("once you have changed its text"), "{error}");
    let error = text(&home.run(&["stats", "my-deck"]).stderr);
    assert!(
        error.contains("only cards that are not written yet"),
        "{error}"
    );
    let deck = std::fs::read_to_string(&path).expect("a file");
    let changed = deck.replace("A question in the heading", "The question in the heading");
    std::fs::write(&path, changed).expect("written");
    let cards = home.json(&["cards", "my-deck", "--json"]);
    assert_eq!(cards[0]["id"], "my-deck/recall");
    assert_eq!(
        cards.as_array().map(Vec::len),
        Some(1),
        "only what was changed"
    );

    std::fs::write(&path, "mine").expect("written");
    for name in ["My Deck", "my deck", "runtime", "../..", ""] {
        let output = home.run(&["decks", "new", name]);
        assert!(!output.status.success(), "{name}");
        assert!(text(&output.stderr).contains("hint"), "{name}");
    }
    assert_eq!(std::fs::read_to_string(&path).expect("a file"), "mine");
    let files = std::fs::read_dir(home.path("data/decks")).expect("a folder");
    assert_eq!(files.count(), 1, "nothing else was left behind");
}

#[test]
fn decks_can_be_chosen_from_a_list() {
    for size in [(40, 12), SIZE] {
        let home = Home::new();
        home.recall_deck(2);
        let mut terminal = home.terminal(&["study", "--pick"], size);
        terminal.see("Which decks?");
        terminal.press_key(&Key::Up);
        terminal.press(" ");
        terminal.press_key(&Key::Enter);
        terminal.see("Question number 0?");
        terminal.press("q");
        assert_eq!(terminal.wait(), End::Code(0));
        terminal.assert_restored();
        let mut terminal = home.terminal(&["study", "--pick"], size);
        terminal.see("Which decks?");
        terminal.press_key(&Key::Enter);
        terminal.see("No deck chosen");
        assert_eq!(terminal.wait(), End::Code(0));
    }
    let both = Home::new().run(&["study", "runtime", "--pick"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn cards_are_found_by_their_chinese_terms() {
    let home = Home::new();
    home.write(
        "data/decks/mine.md",
        "# Mine {#mine}\n\n## What is a queue? {#queue}\n<!-- zh: 消息队列 -->\n\nA row.\n\n\
         ## What is a stack? {#stack}\n\nA 栈 of things.\n",
    );
    for (wanted, found) in [
        ("队列", "mine/queue"),
        ("栈", "mine/stack"),
        ("A ROW", "mine/queue"),
    ] {
        let cards = home.json(&["cards", "mine", "--search", wanted, "--json"]);
        let ids: Vec<&str> = cards
            .as_array()
            .expect("cards")
            .iter()
            .filter_map(|card| card["id"].as_str())
            .collect();
        assert_eq!(ids, [found], "{wanted}");
    }
}
