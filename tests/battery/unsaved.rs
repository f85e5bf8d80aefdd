//! What the program prints when an answer cannot be saved, or it is unknown whether it is: that,
//! and the line.

use std::fs;
use std::path::{Path, PathBuf};

use crate::home::{Home, text};
use crate::pty::End;
use crate::tools;

use super::injected::home;
use super::means::{injected, journal_files};

/// Runs a command whose writes to the journal fail; returns its exit code and output.
fn with_journal_failing(home: &Home, what: &str, args: &[&str]) -> (Option<i32>, String) {
    let journal = journal_files(&home.path("data/reviews"));
    let mut program = vec![env!("CARGO_BIN_EXE_nodequiz")];
    program.extend(args);
    let words = injected(
        journal.iter().map(PathBuf::as_path),
        what,
        &home.path("trace"),
        &program,
    );
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let output = home
        .command_of(Path::new(words[0]), &words[1..])
        .output()
        .expect("strace");
    (output.status.code(), text(&output.stderr))
}

#[test]
fn a_command_that_cannot_save_prints_the_line_and_promises_nothing() {
    if !tools::has("strace", "what a command says that cannot save") {
        return;
    }
    let home = home(1);
    let review = ["review", "mine/c1", "good"];
    let (code, printed) = with_journal_failing(&home, "write:error=ENOSPC", &review);
    assert_eq!(code, Some(1));
    assert!(printed.contains("No space left on device"), "{printed}");
    assert!(
        printed.contains("\"card\":\"mine/c1\",\"grade\":\"good\""),
        "{printed}"
    );
    assert!(printed.contains("nothing was recorded"), "{printed}");
    assert!(
        !printed.contains("tried again"),
        "the process has ended: {printed}"
    );
    let (code, printed) = with_journal_failing(&home, "fdatasync:error=EIO", &review);
    assert_eq!(code, Some(1));
    assert!(
        printed.contains("it is not known whether it is recorded"),
        "{printed}"
    );
    // The printed line can be added by hand: if it is already there, it counts once.
    let line = printed
        .lines()
        .find(|line| line.starts_with('{'))
        .expect("the line");
    let journal = &journal_files(&home.path("data/reviews"))[0];
    let mut text = fs::read_to_string(journal).expect("a journal");
    text.push_str(line);
    fs::write(journal, text + "\n").expect("written");
    let cards = home.json(&["cards", "mine", "--json"]).to_string();
    assert_eq!(
        home.json(&["stats", "--json"])["today"]["answers"],
        2,
        "{cards}"
    );
}

#[test]
fn a_session_whose_disk_cannot_sync_ends_and_prints_the_answer_in_question() {
    if !tools::has("strace", "a session whose disk cannot sync") {
        return;
    }
    let home = home(1);
    let journal = journal_files(&home.path("data/reviews"));
    let program = [env!("CARGO_BIN_EXE_nodequiz"), "study", "mine"];
    let what = "fdatasync:error=EIO";
    let words = injected(
        journal.iter().map(PathBuf::as_path),
        what,
        &home.path("trace"),
        &program,
    );
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut terminal = home.terminal_of(Path::new(words[0]), &words[1..], (80, 24));
    terminal.see("Question number 1?");
    terminal.press(" ");
    terminal.see("Enter good");
    terminal.press("3");
    terminal.see("Your last answer may not be saved.");
    // It is not tried again on a file whose sync failed.
    terminal.press("r");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(1));
    let printed = terminal.written();
    assert!(
        printed.contains("nodequiz review mine/c1 good"),
        "{printed}"
    );
    assert!(
        printed.contains("\"card\":\"mine/c1\",\"grade\":\"good\""),
        "{printed}"
    );
    assert!(!printed.contains("Nothing answered"), "{printed}");
    assert_eq!(home.reviews()[0], "mine/c0 good");
    home.ok(&["review", "mine/c3", "good"]);
}

#[test]
fn an_answer_that_is_saved_is_never_called_unsaved() {
    if !tools::has("strace", "a journal that cannot be read again") {
        return;
    }
    let home = home(1);
    let journal = journal_files(&home.path("data/reviews"));
    let program = [env!("CARGO_BIN_EXE_nodequiz"), "study", "mine"];
    // It is opened for reading, then for appending; after another process has written to it, it has
    // to be read again.
    let what = "openat:error=EIO:when=3+";
    let trace = home.path("trace");
    let words = injected(journal.iter().map(PathBuf::as_path), what, &trace, &program);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut terminal = home.terminal_of(Path::new(words[0]), &words[1..], (80, 24));
    terminal.see("Question number 1?");
    home.ok(&["review", "mine/c5", "good"]);
    terminal.press(" ");
    terminal.see("Enter good");
    terminal.press("3");
    terminal.see("Your last answer is saved, but the session cannot go on.");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(1));
    let printed = terminal.written();
    assert!(printed.contains("your answer is saved"), "{printed}");
    assert!(!printed.contains("enter it again"), "{printed}");
    let expected = ["mine/c0 good", "mine/c5 good", "mine/c1 good"];
    assert_eq!(home.reviews(), expected);
}

#[test]
fn a_file_that_may_not_grow_is_an_error_and_no_sudden_death() {
    let home = home(1);
    let program = env!("CARGO_BIN_EXE_nodequiz");
    let mut answered = 1;
    // Blocks of 512 bytes in this shell.
    let script = "ulimit -f 2; exec \"$@\"";
    let refused = loop {
        let card = format!("mine/c{answered}");
        let args = ["-c", script, "sh", program, "review", &card, "good"];
        let output = home
            .command_of(Path::new("sh"), &args)
            .output()
            .expect("a shell");
        if !output.status.success() {
            break output;
        }
        answered += 1;
        assert!(answered < 9, "the limit was never met");
    };
    let printed = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{printed}");
    assert!(
        printed.contains(&format!("\"card\":\"mine/c{answered}\"")),
        "{printed}"
    );
    assert_eq!(home.reviews().len(), answered);
    home.ok(&["review", "mine/c8", "good"]);
}
