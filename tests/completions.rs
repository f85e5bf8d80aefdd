//! Completions: what shells offer behind Tab, in the shells themselves.

use std::path::Path;

use crate::home::{Home, text};
use crate::pty::Terminal;
use crate::tools;

const PROGRAM: &str = env!("CARGO_BIN_EXE_nodequiz");

/// What is offered for the last of these words, a line each, as fish asks for it.
fn offered(home: &Home, words: &[&str]) -> String {
    let mut command = home.command(&[&["--", "nodequiz"], words].concat());
    let output = command.env("NODEQUIZ_COMPLETE", "fish").output();
    let output = output.expect("the program starts");
    assert!(output.status.success(), "{words:?}");
    text(&output.stdout)
}

#[test]
fn names_of_the_learners_own_things_are_offered() {
    let home = Home::new();
    home.recall_deck(3);
    let cases: [(&[&str], &str); 12] = [
        (&["st"], "study"),
        (&["study", "mi"], "mine"),
        (&["study", "--topic", "as"], "async"),
        (&["stats", "--level", "se"], "senior"),
        (&["card", "mine/c"], "mine/c1"),
        (&["review", "mine/c1", "g"], "good"),
        (&["projects", "log"], "log-cli"),
        (&["habits", "done", "read"], "read-profile"),
        (&["config", "set", "min"], "minutes_per_day"),
        (&["config", "set", "color", "al"], "always"),
        (&["docs", "de"], "decks"),
        (&["schema", "fit"], "fit-show"),
    ];
    for (words, expected) in cases {
        let offered = offered(&home, words);
        let is_there = |line: &str| line.split('\t').next() == Some(expected);
        assert!(offered.lines().any(is_there), "{words:?}: {offered}");
    }
}

/// There is no PowerShell among the tools of these tests, so only what it is told and what it asks for is seen.
#[test]
fn powershell_is_told_to_ask_for_the_same_names() {
    let home = Home::new();
    let script = home.ok(&["completions", "powershell"]);
    for part in [
        "Register-ArgumentCompleter -Native -CommandName nodequiz",
        "$env:NODEQUIZ_COMPLETE = \"powershell\"",
        "& nodequiz -- $args",
    ] {
        assert!(script.contains(part), "{part}: {script}");
    }
    let mut command = home.command(&["--", "nodequiz", "study", "--topic", "asy"]);
    let output = command.env("NODEQUIZ_COMPLETE", "powershell").output();
    let offered = text(&output.expect("the program starts").stdout);
    assert!(
        offered.lines().any(|line| line.trim() == "async"),
        "{offered}"
    );
}

#[test]
fn tab_completes_a_deck_in_each_shell() {
    let folder = Path::new(PROGRAM).parent().expect("a folder");
    let path = std::env::var("PATH").expect("a search path");
    let path = format!("{}:{path}", folder.display());
    let shells: [(&str, &[&str], &str); 3] = [
        (
            "bash",
            &["--norc", "-i"],
            "source <(nodequiz completions bash)",
        ),
        (
            "zsh",
            &["-f", "-i"],
            "autoload -U compinit; compinit -u -D; source <(nodequiz completions zsh)",
        ),
        (
            "fish",
            &["--no-config", "-i"],
            "nodequiz completions fish | source",
        ),
    ];
    for (shell, args, setup) in shells {
        if !tools::has(shell, &format!("Tab in {shell}")) {
            continue;
        }
        let mut terminal = Terminal::run(
            Path::new(shell),
            args,
            (80, 24),
            &[("PATH", &path), ("HOME", "/tmp")],
        );
        terminal.press(&format!("{setup}; echo rea''dy\r"));
        terminal.see("ready");
        terminal.press("nodequiz study --topic asy\t");
        terminal.see("--topic async");
    }
}
