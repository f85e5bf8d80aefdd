//! The plain mode: a session line by line, as for a screen reader or a log.

use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::home::{Home, text};
use crate::pty::{End, Terminal, TerminalSize};

/// One card of each kind.
const DECK: &str = include_str!("fixtures/screens.md");

const SIZE: TerminalSize = (80, 24);

/// A terminal that cannot redraw.
fn home() -> Home {
    Home::new().with("TERM", "dumb").with("LANG", "C.UTF-8")
}

/// Answers each prompt until the program ends; returns everything that was written.
fn read_line_by_line(mut terminal: Terminal, answer: impl Fn(&str, &str) -> String) -> String {
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut seen = 0;
    loop {
        assert!(Instant::now() < deadline, "{}", terminal.written());
        let written = terminal.written();
        if written.contains("Done for today") {
            break;
        }
        let prompt = written.rsplit('\n').next().unwrap_or_default();
        let asks = [": ", ". "].iter().any(|end| prompt.ends_with(end));
        if written.len() == seen || !asks {
            std::thread::sleep(Duration::from_millis(5));
            continue;
        }
        seen = written.len();
        let line = answer(prompt, &written);
        seen += line.len() + 2;
        terminal.type_ahead(format!("{line}\n").as_bytes());
        // The echo alone is not a new prompt.
        while terminal.written().len() < seen {
            std::thread::sleep(Duration::from_millis(2));
        }
    }
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.written()
}

/// Nothing moves the cursor: no escape sequence, no return without a new line.
fn assert_is_plain(written: &str) {
    for (number, line) in written.split("\r\n").enumerate() {
        let moves = line.chars().find(|c| c.is_control());
        assert_eq!(moves, None, "line {number}: {line:?}");
    }
}

/// The last letter shown for an option.
fn letter(written: &str, option: &str) -> String {
    let line = written.lines().rev().find(|line| line.contains(option));
    let line = line.unwrap_or_else(|| panic!("no {option:?} in:\n{written}"));
    line.trim_start().chars().take(1).collect()
}

#[test]
fn a_day_of_25_cards_is_read_line_by_line() {
    let home = home();
    let args = [
        "study",
        "--plain",
        "--new",
        "25",
        "--limit",
        "25",
        "--minutes",
        "600",
        "async",
    ];
    let written = read_line_by_line(home.terminal(&args, SIZE), |prompt, _| {
        let answer = if prompt.starts_with("Grade 1-4") {
            "3"
        } else {
            "?"
        };
        answer.to_owned()
    });
    assert_is_plain(&written);
    assert_eq!(home.reviews().len(), 25);
    assert!(
        home.reviews()
            .iter()
            .all(|review| review.ends_with(" good"))
    );
    for number in 1..=25 {
        let said = format!("Question {number}, ");
        assert_eq!(written.matches(&said).count(), 1, "{said}");
    }
    assert!(written.contains("Question 25, the last one."));
    assert_eq!(written.matches("Graded: good.").count(), 25);
}

#[test]
fn every_kind_is_answered_with_lines_and_marked_as_on_a_screen() {
    let home = home();
    home.write("data/decks/screens.md", DECK);
    let args = ["study", "--plain", "--new", "8", "screens"];
    let written = read_line_by_line(home.terminal(&args, SIZE), |prompt, written| {
        let all = |options: &[&str]| options.iter().map(|one| letter(written, one)).collect();
        match prompt {
            _ if prompt.starts_with("Which did you say") => "A".to_owned(),
            _ if prompt.starts_with("More than one") => all(&["fs.readFile", "crypto.pbkdf2"]),
            _ if prompt.starts_with("Blank 1") => "timers".to_owned(),
            _ if prompt.starts_with("Blank 2") => "check".to_owned(),
            _ if prompt.starts_with("Your answer") => "EMFILE".to_owned(),
            _ if prompt.starts_with("All 4 letters") => all(&[
                "TCP accept",
                "headers parsed",
                "handler runs",
                "response flushed",
            ]),
            _ if prompt.starts_with("Line 1:") => "now".to_owned(),
            _ if prompt.starts_with("Line 2:") => "soon".to_owned(),
            _ if prompt.starts_with("Line 3:") => "later".to_owned(),
            _ if prompt.starts_with("Which line") => "3".to_owned(),
            _ => String::new(),
        }
    });
    assert_is_plain(&written);
    let journal = home.journal();
    let reviews: Vec<_> = journal
        .iter()
        .filter(|line| line["event"] == "review")
        .collect();
    assert_eq!(reviews.len(), 8, "{written}");
    for review in reviews {
        assert_eq!(review["grade"], "good", "{review}\n{written}");
        let by_the_learner = review["card"] == "screens/why";
        assert_eq!(review["verdict"] == 1.0, !by_the_learner, "{review}");
    }
}

#[test]
fn commands_are_letters_and_behind_a_colon_where_text_is_typed() {
    let home = home();
    home.write("data/decks/screens.md", DECK);
    let mut terminal = home.terminal(&["study", "--plain", "screens"], SIZE);
    terminal.see("then press Enter.");
    terminal.type_ahead(b"x\n");
    terminal.see("Suspended, not asked any more: screens/why");
    terminal.see("Question 1, 6 more");
    terminal.type_ahead(b":u\n");
    terminal.see("Undone.");
    terminal.type_ahead(b"\n\n");
    terminal.see("Graded: good.");
    terminal.type_ahead(b"\x03");
    assert_eq!(terminal.wait(), End::Code(130));
    assert_is_plain(&terminal.written().replace("^C", ""));
    let names: Vec<String> = home
        .journal()
        .iter()
        .map(|line| line["event"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(names, ["suspend", "undo", "review"]);
}

#[test]
fn a_locale_without_utf_8_gets_ascii_only_and_so_does_a_log() {
    let home = home().with("LC_ALL", "C");
    home.write("data/decks/screens.md", DECK);
    for args in [
        &["study", "--plain"][..],
        &["quiz", "--plain", "--unseen"],
        &["place", "--plain"],
        &["stats", "--plain", "--all"],
        &["roadmap", "--plain"],
    ] {
        let mut command = home.command(args);
        let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = streams.stderr(Stdio::piped()).spawn().expect("it starts");
        let mut input = child.stdin.take().expect("a pipe");
        let typed = "?\n\n3\n".repeat(40);
        // It may end before it has read everything.
        let _ = input.write_all(typed.as_bytes());
        drop(input);
        let output = child.wait_with_output().expect("it ends");
        let printed = text(&output.stdout) + &text(&output.stderr);
        assert!(printed.is_ascii(), "{args:?}: {printed}");
        assert!(!printed.contains('\u{1b}'), "{args:?}");
        assert!(output.status.success(), "{args:?}: {printed}");
    }
    assert!(home.reviews().len() > 10);
}

#[test]
fn the_setting_does_what_the_flag_does() {
    let home = home();
    home.write("data/decks/screens.md", DECK);
    home.ok(&["config", "set", "plain", "true"]);
    let mut terminal = home.terminal(&["study", "screens"], SIZE);
    terminal.see("Type h for the commands, q to end.");
    terminal.type_ahead(b"q\n");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_is_plain(&terminal.written());
}
