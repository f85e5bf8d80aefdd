//! The plain mode: a session line by line, as for a screen reader or a log.

use std::io::Write as _;
use std::process::Stdio;

use crate::home::{Home, text};
use crate::interviewee;
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
    let is_done =
        |written: &str| written.contains("\n Done ") || written.contains("Done for today");
    let mut seen = 0;
    loop {
        terminal.wait_until("the next prompt", || {
            let written = terminal.written();
            // The echo alone is not a new prompt.
            let asks =
                written.len() > seen && [": ", ". "].iter().any(|end| written.ends_with(end));
            asks || is_done(&written)
        });
        let written = terminal.written();
        if is_done(&written) {
            break;
        }
        let prompt = written.rsplit('\n').next().unwrap_or_default();
        let line = answer(prompt, &written);
        seen = written.len() + line.len() + 2;
        terminal.type_ahead(format!("{line}\n").as_bytes());
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
        let heading = format!("Question {number}, ");
        assert_eq!(written.matches(&heading).count(), 1, "{heading}");
    }
    assert!(written.contains("Question 25, the last one planned."));
    assert_eq!(written.matches("Graded: good.").count(), 25);
}

#[test]
fn a_session_goes_on_as_on_a_screen_until_minutes_or_cards_are_used_up() {
    let home = home();
    home.recall_deck(12);
    // A minute has room for one or two new cards; answers that take no time leave it unused.
    let args = ["study", "--plain", "--minutes", "1", "--new", "12", "mine"];
    let written = read_line_by_line(home.terminal(&args, SIZE), |prompt, _| {
        let answer = if prompt.starts_with("Grade 1-4") {
            "3"
        } else {
            ""
        };
        answer.to_owned()
    });
    assert_eq!(home.reviews().len(), 12, "{written}");
    let week = "0, 0, 0, 0, 0, 0, 12 answers, today last";
    assert!(written.contains(week), "{written}");
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
    terminal.see("Undone: screens/why.");
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
        &["docs", "keys", "--plain"],
        &["cards", "--plain"],
        &["due", "--json", "--queue", "--plain"],
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
    terminal.see("Type ? if you don't know, :h for the commands, :q to end.");
    terminal.type_ahead(b"q\n");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_is_plain(&terminal.written());
}

/// What a program prints that reads these lines from a pipe.
fn piped(home: &Home, args: &[&str], lines: &str) -> String {
    let mut command = home.command(args);
    let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = streams.stderr(Stdio::piped()).spawn().expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    let _ = input.write_all(lines.as_bytes());
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

const INTERVIEW: [&str; 8] = [
    "interview",
    "--plain",
    "--level",
    "intermediate",
    "--topic",
    "gamma",
    "--minutes",
    "7",
];

#[test]
fn an_interview_is_held_and_gone_through_line_by_line() {
    let home = interviewee::home();
    let answers = "\n\
        a long computation on the main thread blocks all requests\n\n4\n\
        EMFILE\n4\n\
        one\ntwo\nthree\n\n4\n";
    let debrief = "a\n\n\n\n3\n2\ns\n4\n";
    let printed = piped(&home, &INTERVIEW, &format!("{answers}{debrief}"));
    for part in [
        "Thread 1 of 1, question 1. Planned for it: 2 minutes. Left: 7 minutes.",
        "How sure are you of that? 1 a guess",
        "Answer 1 of 3.",
        "a. a long computation",
        "Essential: a.",
        "Trade-offs, 1 to 4, s leaves it out:",
        "Strongest",
    ] {
        assert!(printed.contains(part), "{part:?} is not in:\n{printed}");
    }
    assert!(
        printed.chars().all(|c| c == '\n' || !c.is_control()),
        "{printed}"
    );
    assert_eq!(
        home.reviews(),
        ["gamma/blocks good", "gamma/code good", "gamma/prints good"]
    );
    let journal = home.journal();
    let rated = interviewee::remarks(&journal, "rated");
    assert_eq!(rated[0]["trade_offs"], serde_json::Value::Null);
    assert_eq!(
        (&rated[0]["correct"], &rated[0]["clear"]),
        (&3.into(), &4.into())
    );
}

#[test]
fn an_interview_line_by_line_can_be_given_up_left_and_gone_through_later() {
    let home = interviewee::home().with("LC_ALL", "C");
    // Commands, then the input ends in the middle of an answer.
    let printed = piped(&home, &INTERVIEW, "\n:h\n:p\n\n?\n\nhalf a thought\n");
    assert!(printed.is_ascii(), "{printed}");
    for part in [
        "in an interview: stop the clock",
        "The clock is stopped",
        "Give this one up?",
    ] {
        assert!(printed.contains(part), "{part:?} is not in:\n{printed}");
    }
    let journal = home.journal();
    let answered = interviewee::remarks(&journal, "answered")[0];
    assert_eq!(
        (&answered["text"], &answered["unfinished"]),
        (&"half a thought".into(), &true.into())
    );
    let printed = piped(&home, &["interview", "--plain"], "\n\n\n3\n3\n3\n3\n");
    assert!(printed.contains("half a thought"), "{printed}");
    assert_eq!(home.reviews(), ["gamma/blocks again"]);
}
