//! `nodequiz interview`, as a person uses it.

use std::fs;
#[cfg(target_os = "linux")]
use std::path::Path;

use nodequiz::terminal::Key;
use rustix::process::Signal;

use crate::home::{Home, text};
use crate::interviewee::{
    PROMPTS, answer, answer_all, asked, debrief_all, events, give_up, home, remarks, skim, start,
    tick,
};
use crate::pty::{End, TerminalSize};
#[cfg(target_os = "linux")]
use crate::tools;

const SIZE: TerminalSize = (80, 24);

#[test]
fn four_threads_are_asked_without_feedback_then_debriefed_and_reported() {
    let home = home();
    home.ok(&["review", "gamma/blocks", "good"]);
    let file = home.path("report.md");
    let mut terminal = start(&home, &["--out", &file.to_string_lossy()], SIZE);
    let questions = answer_all(&mut terminal);
    let total = questions.len();
    // Deeper after good answers, another card of the topic after others, in all four threads.
    let follow = |one: &str, next: &str| questions.windows(2).any(|pair| pair == [one, next]);
    assert!(
        follow("slow", "pool-full") && follow("pool-full", "never"),
        "{questions:?}"
    );
    assert!(follow("never", "what-pool"), "{questions:?}");
    assert!(
        follow("blocks", "code") && follow("code", "prints"),
        "{questions:?}"
    );
    assert!(
        follow("silent", "handler") && follow("regret", "warned"),
        "{questions:?}"
    );
    assert_eq!(total, 11);
    assert_eq!(remarks(&home.journal(), "answered").len(), total);
    assert_eq!(remarks(&home.journal(), "sure").len(), total - 2);

    debrief_all(&mut terminal, total);
    terminal.see("study these now");
    terminal.see("What was missing");
    terminal.press("s");
    // The session over the cards that the report names.
    terminal.see("1 of 4");
    // The topic is named with the answer.
    terminal.press_key(&Key::Tab);
    terminal.see("Gamma");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    terminal.assert_restored();

    let journal = home.journal();
    assert_eq!(remarks(&journal, "debriefed").len(), total);
    assert_eq!(remarks(&journal, "rated").len(), 4);
    assert_eq!(events(&home, "interview-end"), 1);
    let reviews = journal.iter().filter(|line| line["mode"] == "interview");
    let mut reviews: Vec<String> = reviews
        .map(|line| format!("{} {}", line["card"], line["grade"]).replace('"', ""))
        .collect();
    reviews.sort();
    let expected = [
        "gamma/blocks good",
        "gamma/code good",
        "gamma/handler again",
        "gamma/pool good",
        "gamma/prints again",
        "gamma/silent again",
    ];
    assert_eq!(reviews, expected);

    let report = fs::read_to_string(&file).expect("the report");
    insta::assert_snapshot!("the_report_of_an_interview", report);

    let json = home.json(&["interview", "--last", "--json"]);
    assert_eq!(json["schema"], 1);
    assert_eq!(json["claimed"]["hits"], 1, "said aloud, nothing typed");
    assert_eq!(
        json["marked"],
        serde_json::json!({
            "hits": 1, "of": 2, "low": json["marked"]["low"], "high": json["marked"]["high"],
        })
    );
    let trend = home.json(&["interview", "--history", "--json"]);
    assert_eq!(trend["interviews"][0]["points"]["of"], 9);
    let printed = home.ok(&["interview", "--history"]);
    assert!(
        printed.contains("20 November 2026") && printed.contains(" of 9 →"),
        "{printed}"
    );
    assert_eq!(
        printed,
        home.ok(&["--color", "never", "interview", "--history"])
    );
}

#[test]
fn ctrl_c_keeps_what_was_answered_and_begun_and_the_next_start_offers_the_debrief() {
    let home = home();
    let mut terminal = start(&home, &[], SIZE);
    terminal.see("question 1 ");
    answer(&mut terminal);
    terminal.see("question 2 ");
    terminal.see("give up");
    terminal.press("t");
    terminal.see("Esc keys");
    terminal.press("half a thought");
    terminal.see("half a thought");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    terminal.assert_restored();
    terminal.see("2 answers are kept");
    let journal = home.journal();
    let answers = remarks(&journal, "answered");
    assert_eq!(
        (&answers[1]["text"], &answers[1]["unfinished"]),
        (&"half a thought".into(), &true.into())
    );

    let mut terminal = home.terminal(&[], SIZE);
    terminal.see("An interview with 2 answers waits for its debrief");
    terminal.press_key(&Key::Esc);
    assert_eq!(terminal.wait(), End::Code(0));

    // The debrief is ended, too, and continues where it was.
    let mut terminal = home.terminal(&["interview"], SIZE);
    terminal.see("2 answers");
    terminal.press("d");
    terminal.see("1 of 2");
    let question = asked(&terminal);
    tick(&mut terminal, question);
    terminal.see_one_of(&[("2 of 2", ()), ("as you would a colleague", ())]);
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    terminal.assert_restored();
    let mut terminal = home.terminal(&["interview"], SIZE);
    terminal.see("1 of them gone through");
    terminal.press("q");
    terminal.see("It waits.");
    assert_eq!(terminal.wait(), End::Code(0));

    // Once discarded, it is over; nothing is asked about it again.
    let mut terminal = home.terminal(&["interview"], SIZE);
    terminal.see("x discard it");
    terminal.press("x");
    terminal.see("Discard it?");
    terminal.press("x");
    terminal.see("Enter begin");
    terminal.press("q");
    terminal.see("Another time");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(events(&home, "interview-end"), 1);
    let mut terminal = home.terminal(&["interview"], SIZE);
    terminal.see("Enter begin");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    terminal.assert_restored();
}

#[test]
fn a_killed_interview_can_be_debriefed_afterwards() {
    let home = home();
    let mut terminal = start(&home, &["--minutes", "7"], SIZE);
    terminal.see("question 1 ");
    answer(&mut terminal);
    terminal.see("question 2 ");
    terminal.signal(Signal::KILL);
    assert!(matches!(terminal.wait(), End::Killed(_)));
    let mut terminal = home.terminal(&["interview"], SIZE);
    terminal.see("1 answer.");
    terminal.press("d");
    debrief_all(&mut terminal, 1);
    terminal.press("q");
    terminal.see("Your ratings, 1 to 4");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(
        home.json(&["interview", "--last", "--json"])["questions"],
        1
    );
}

#[test]
fn ending_it_early_leads_to_the_debrief_at_every_size() {
    for size in [(40, 12), SIZE, (200, 50)] {
        let home = home();
        let mut terminal = start(&home, &["--minutes", "7"], size);
        answer(&mut terminal);
        terminal.see("give up");
        terminal.press("p");
        terminal.see("The clock is stopped");
        terminal.press(" ");
        terminal.wait_until_gone("The clock is stopped");
        // A paste answers nothing and ends nothing.
        terminal.paste("q\nq\ng\ng\n");
        terminal.press("t");
        terminal.see("Esc keys");
        terminal.paste("first line\nsecond line");
        terminal.see("second line");
        terminal.resize_and_see((60, 20), "second line");
        terminal.resize_and_see(size, "second line");
        terminal.press_key(&Key::Esc);
        terminal.see("What you typed is kept");
        terminal.press("q");
        terminal.see("End the interview here?");
        terminal.press("q");
        terminal.see("1 of 2");
        skim(&mut terminal);
        terminal.press_key(&Key::Enter);
        assert_eq!(terminal.wait(), End::Code(0));
        terminal.assert_restored();
        let journal = home.journal();
        let second = remarks(&journal, "answered")[1];
        assert_eq!(second["text"], "first line\nsecond line", "at {size:?}");
    }
}

#[test]
fn an_interview_without_answers_leaves_nothing_to_debrief() {
    let home = home();
    let mut terminal = start(&home, &[], SIZE);
    terminal.see("give up");
    terminal.press("q");
    terminal.see("End the interview here?");
    terminal.press("q");
    terminal.see("Nothing answered, nothing changed.");
    assert_eq!(terminal.wait(), End::Code(0));
    let mut terminal = home.terminal(&["interview"], SIZE);
    terminal.see("At which level?");
    terminal.press("4");
    terminal.see("Interview · expert");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
}

#[test]
fn own_prompts_replace_built_in_ones_of_the_same_name() {
    let home = Home::new();
    let named = PROMPTS
        .replace("{#mine-prompts}", "{#interview-incidents}")
        .replace("{#slow-noon}", "{#bored-database}")
        .replace("topic: alpha", "topic: only-here");
    home.write("data/decks/interview/incidents.md", &named);
    let args = [
        "interview",
        "--level",
        "intermediate",
        "--topic",
        "only-here",
    ];
    let mut terminal = home.terminal(&args, SIZE);
    terminal.see("Enter begin");
    terminal.press_key(&Key::Enter);
    terminal.see("An order takes eight seconds");
    give_up(&mut terminal);
    terminal.see("You gave it up");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    let journal = home.journal();
    let answered = remarks(&journal, "answered")[0];
    assert_eq!(answered["question"], "interview-incidents/bored-database");
}

#[test]
fn only_questions_with_a_tag_are_asked_where_one_is_named() {
    let home = home();
    let args = ["interview", "--level", "intermediate", "--tag", "shop"];
    let mut terminal = home.terminal(&args, SIZE);
    terminal.see("threads on shop.");
    terminal.press_key(&Key::Enter);
    terminal.see("An order takes eight seconds");
    give_up(&mut terminal);
    terminal.see("You gave it up");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    let journal = home.journal();
    let mut starts = journal.iter();
    let start = starts.find(|event| event["event"] == "interview-start");
    assert_eq!(start.expect("a start")["tags"], serde_json::json!(["shop"]));
}

#[test]
fn it_needs_a_terminal_no_other_session_and_valid_arguments() {
    let home = home();
    home.write("there.md", "mine");
    let there = home.path("there.md");
    let there = there.to_string_lossy();
    for (args, message) in [
        (&["interview"][..], "no terminal"),
        (
            &["interview", "--out", "report.txt"],
            "neither .md nor .json",
        ),
        (&["interview", "--out", &there], "is there already"),
        (
            &["interview", "--out", "no/where.json"],
            "folder is not there",
        ),
        (&["interview", "--json"], "--last"),
        (&["interview", "--minutes", "2"], "5..=180"),
        (
            &["interview", "--history", "--level", "senior"],
            "cannot be used with",
        ),
        (&["interview", "--force"], "--out"),
    ] {
        let output = home.run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            text(&output.stderr).contains(message),
            "{args:?}: {}",
            text(&output.stderr)
        );
        assert!(output.stdout.is_empty());
    }
    assert_eq!(
        fs::read_to_string(home.path("there.md")).expect("a file"),
        "mine"
    );
    let output = home.run(&["interview", "--last"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        home.ok(&["interview", "--history"])
            .contains("nodequiz interview")
    );
    let none = home.json(&["interview", "--history", "--json"]);
    assert_eq!(none, serde_json::json!({ "schema": 1, "interviews": [] }));

    let mut wrong = home.terminal(&["interview", "--topic", "gama"], SIZE);
    wrong.see("did you mean `gamma`");
    assert_eq!(wrong.wait(), End::Code(2));
    let mut wrong = home.terminal(&["interview", "--tag", "shopp"], SIZE);
    wrong.see("did you mean `shop`");
    assert_eq!(wrong.wait(), End::Code(2));
    let mut first = start(&home, &[], SIZE);
    first.see("give up");
    let mut second = home.terminal(&["interview"], SIZE);
    second.see("`nodequiz interview`");
    assert_eq!(second.wait(), End::Code(1));
    first.press_key(&Key::Ctrl('c'));
    assert_eq!(first.wait(), End::Code(130));
}

/// Runs an interview under `strace` and reads the order of its system calls.
#[cfg(target_os = "linux")]
#[test]
fn an_answer_is_on_the_disk_before_anything_else_is_on_the_screen() {
    if !tools::has("strace", "the order of sync and screen") {
        return;
    }
    let home = home();
    let trace = home.path("trace");
    let trace_name = trace.to_string_lossy().into_owned();
    let mut args = vec![
        "-f",
        "-s",
        "4096",
        "-e",
        "trace=write,fdatasync",
        "-o",
        &trace_name,
    ];
    args.extend([
        env!("CARGO_BIN_EXE_nodequiz"),
        "interview",
        "--level",
        "intermediate",
    ]);
    args.extend(["--topic", "gamma", "--minutes", "7"]);
    let mut terminal = home.terminal_of(Path::new("strace"), &args, SIZE);
    terminal.see("Enter begin");
    terminal.press_key(&Key::Enter);
    answer(&mut terminal);
    terminal.see("question 2 ");
    terminal.press_key(&Key::Ctrl('c'));
    terminal.wait();
    let calls = fs::read_to_string(trace).expect("the trace");
    let calls: Vec<&str> = calls.lines().collect();
    let place = |what: &dyn Fn(&str) -> bool| calls.iter().position(|call| what(call));
    let written = place(&|call| call.contains("\\\"step\\\":\\\"answered\\\"")).expect("written");
    let next = place(&|call| call.contains("write(1,") && call.contains("How sure are you"));
    let synced = calls[written..]
        .iter()
        .position(|call| call.contains("fdatasync") && call.trim_end().ends_with("= 0"))
        .map(|place| written + place)
        .expect("a sync that returned");
    let next = next.expect("what came next");
    assert!(
        written < synced && synced < next,
        "{written} {synced} {next}"
    );
}
