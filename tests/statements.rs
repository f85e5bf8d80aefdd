//! What learners record about themselves: projects, habits, ratings. It is saved, and can be taken
//! back.

use std::fmt::Write as _;
use std::process::Command;

use nodequiz::terminal::Key;

use crate::home::{Home, text};
use crate::pty::{End, TerminalSize};

const SIZE: TerminalSize = (80, 40);

/// The events of the journal with this name, as "key=value …" without what every line has.
fn events(home: &Home, name: &str) -> Vec<String> {
    let journal = home.journal();
    let lines = journal.iter().filter(|line| line["event"] == name);
    lines
        .map(|line| {
            let map = line.as_object().expect("an object");
            let common = ["v", "event", "id", "device", "seq", "at", "day", "crc"];
            let own = map
                .iter()
                .filter(|(key, _)| !common.contains(&key.as_str()));
            let words: Vec<String> = own
                .map(|(key, value)| format!("{key}={value}").replace('"', ""))
                .collect();
            words.join(" ")
        })
        .collect()
}

/// A command that is refused: its exit code and its message.
fn refused(home: &Home, args: &[&str]) -> (Option<i32>, String) {
    let output = home.run(args);
    assert!(
        output.stdout.is_empty(),
        "{args:?}: {}",
        text(&output.stdout)
    );
    (output.status.code(), text(&output.stderr))
}

#[test]
fn a_project_has_the_newest_state_and_note_and_both_can_be_taken_back() {
    let home = Home::new();
    home.ok(&[
        "projects",
        "log-cli",
        "--state",
        "doing",
        "--note",
        "reads a pipe",
    ]);
    home.ok(&["projects", "log", "--state", "done"]);
    assert_eq!(
        events(&home, "project"),
        [
            "note=reads a pipe project=log-cli state=doing",
            "project=log-cli state=done"
        ]
    );
    let project =
        |home: &Home| home.json(&["projects", "log-cli", "--json"])["projects"][0].clone();
    let now = project(&home);
    assert_eq!(
        (&now["state"], &now["note"]),
        (&"done".into(), &"reads a pipe".into())
    );
    assert_eq!(now["history"].as_array().map(Vec::len), Some(2));
    assert!(home.ok(&["projects"]).contains("1 of 26 done"));
    home.ok(&["projects", "log-cli", "--undo"]);
    assert_eq!(project(&home)["state"], "doing");
    home.ok(&["projects", "log-cli", "--note", ""]);
    assert!(project(&home)["note"].is_null() && project(&home)["state"] == "doing");
    home.ok(&["projects", "log-cli", "--undo"]);
    home.ok(&["projects", "log-cli", "--undo"]);
    assert!(project(&home)["state"].is_null());
    let (code, words) = refused(&home, &["projects", "log-cli", "--undo"]);
    assert_eq!(code, Some(1));
    assert!(words.contains("there is no entry"), "{words}");
}

#[test]
fn a_mistyped_name_is_answered_with_the_one_that_was_meant() {
    let home = Home::new();
    let cases: [(&[&str], &str); 6] = [
        (&["projects", "log-cil"], "log-cli"),
        (&["projects", "nothing-like-it"], "nodequiz projects"),
        (&["projects", "s"], "is the start of several"),
        (&["habits", "done", "read-profiles"], "read-profile"),
        (&["matrix", "tesing", "--stage", "novice"], "testing"),
        (&["roadmap", "--topic", "asinc"], "async"),
    ];
    for (args, hint) in cases {
        let (code, words) = refused(&home, args);
        assert_eq!(code, Some(2), "{args:?}");
        assert!(words.contains(hint), "{args:?}: {words}");
    }
    for args in [
        &["projects", "--state", "done"][..],
        &["projects", "log-cli", "--state", "finished"],
        &["matrix", "data", "--stage", "master"],
        &["matrix", "--stage", "novice"],
        &["matrix", "data", "--note", "without a stage"],
        &["habits", "done"],
        &["habits", "--json", "done", "read-profile"],
    ] {
        assert_eq!(refused(&home, args).0, Some(2), "{args:?}");
    }
    assert!(!home.path("data/reviews").exists(), "nothing was written");
}

#[test]
fn a_habit_is_due_until_it_was_kept_in_its_week_or_quarter() {
    let home = Home::new();
    let row = |home: &Home, id: &str| {
        let json = home.json(&["habits", "--json"]);
        let rows = json["habits"].as_array().expect("habits").clone();
        rows.into_iter()
            .find(|row| row["id"] == id)
            .expect("the habit")
    };
    home.ok(&["habits", "done", "read-profile", "--on", "2026-11-15"]);
    let last_week = row(&home, "read-profile");
    assert_eq!(
        (&last_week["due"], &last_week["last"]),
        (&true.into(), &"2026-11-15".into())
    );
    home.ok(&[
        "habits",
        "done",
        "read-profile",
        "--on",
        "2026-11-16",
        "--note",
        "a flat one",
    ]);
    let monday = row(&home, "read-profile");
    assert_eq!(
        (&monday["due"], &monday["in_a_row"]),
        (&false.into(), &2.into())
    );
    home.ok(&["habits", "done", "check-lines", "--on", "2026-10-01"]);
    assert_eq!(row(&home, "check-lines")["due"], false);
    let printed = home.ok(&["habits", "done", "check-lines", "--on", "2026-10-01"]);
    assert!(printed.contains("already"), "{printed}");
    assert_eq!(
        events(&home, "habit"),
        [
            "done=2026-11-15 habit=read-profile",
            "done=2026-11-16 habit=read-profile note=a flat one",
            "done=2026-10-01 habit=check-lines"
        ]
    );
    home.ok(&["habits", "done", "read-profile", "--undo"]);
    assert_eq!(row(&home, "read-profile")["last"], "2026-11-15");
    let (code, words) = refused(
        &home,
        &["habits", "done", "read-profile", "--on", "2026-11-21"],
    );
    assert_eq!(code, Some(2));
    assert!(words.contains("is in the future"), "{words}");
    let next = home.at("2026-11-23T09:00:00+01:00");
    assert_eq!(row(&next, "read-profile")["due"], true);
    let january = next.at("2027-01-01T09:00:00+01:00");
    assert_eq!(row(&january, "check-lines")["due"], true);
}

#[test]
fn a_habit_that_is_not_wanted_is_not_shown_until_it_is_wanted_or_kept_again() {
    let home = Home::new();
    assert!(home.ok(&["habits"]).contains("mend-runbooks"));
    home.ok(&["habits", "drop", "mend-runbooks"]);
    home.ok(&["habits", "drop", "mend-runbooks"]);
    assert_eq!(events(&home, "habit").len(), 1, "said once is enough");
    let shown = home.ok(&["habits"]);
    assert!(!shown.contains("mend-runbooks") && shown.contains("1 habit is not wanted"));
    assert!(home.ok(&["habits", "--all"]).contains("not wanted"));
    home.ok(&["habits", "want", "mend-runbooks"]);
    assert!(home.ok(&["habits"]).contains("mend-runbooks"));
    home.ok(&["habits", "drop", "mend-runbooks"]);
    home.ok(&["habits", "done", "mend-runbooks"]);
    assert!(home.ok(&["habits"]).contains("mend-runbooks"));
}

#[test]
fn the_start_mentions_habits_only_to_those_who_keep_them() {
    let home = Home::new();
    let start = |home: &Home| {
        let mut terminal = home.terminal(&[], (80, 24));
        terminal.see("Leave");
        let screen = terminal.screen();
        terminal.press_key(&Key::Esc);
        terminal.wait();
        screen
    };
    assert!(!start(&home).contains("Habits"), "never used");
    home.ok(&["habits", "done", "incident-drill", "--on", "2026-11-12"]);
    let screen = start(&home);
    assert!(screen.contains("Habits due: incident-drill."), "{screen}");
    home.ok(&["pause", "3d"]);
    assert!(!start(&home).contains("Habits"), "a holiday");
    home.ok(&["pause", "off"]);
    home.ok(&["habits", "done", "incident-drill"]);
    assert!(!start(&home).contains("Habits"), "kept this week");
}

#[test]
fn a_rating_is_set_beside_what_the_cards_show() {
    let home = Home::new();
    let printed = home.ok(&[
        "matrix",
        "testing",
        "--stage",
        "proficient",
        "--note",
        "three suites",
    ]);
    assert!(
        printed.contains("you say Proficient; the cards show nothing yet"),
        "{printed}"
    );
    let cards = home.json(&["cards", "testing", "--json"]);
    let mut lines = String::new();
    for (second, card) in cards.as_array().expect("cards").iter().enumerate() {
        let _ = writeln!(
            lines,
            "{{\"v\":1,\"event\":\"review\",\"at\":\"2026-11-20T20:00:{second:02}+01:00\",\"day\":\"2026-11-20\",\
             \"card\":{},\"grade\":\"good\",\"ms\":9000}}",
            card["id"]
        );
    }
    home.write("data/reviews/hand/testing.jsonl", &lines);
    let home = home.at("2026-11-21T09:00:00+01:00");
    let printed = home.ok(&["matrix", "testing", "--stage", "competent"]);
    assert!(
        printed.contains("the cards show Novice, 0 of "),
        "{printed}"
    );
    let json = home.json(&["matrix", "testing", "--json"]);
    let area = &json["areas"][0];
    assert_eq!(area["rating"]["stage"], "competent");
    assert_eq!(
        (&area["measured"]["stage"], &area["gap"]),
        (&"novice".into(), &2.into())
    );
    assert!(
        area["history"][0]["measured"].is_null(),
        "nothing was shown then"
    );
    assert_eq!(area["history"][1]["measured"], "novice");
    let table = home.ok(&["matrix"]);
    assert!(
        table.contains("claim +2") && table.contains("you say Competent"),
        "{table}"
    );
    let history = home.ok(&["matrix", "--history"]);
    let newest = history.find("Competent (the cards showed Novice)");
    let oldest = history.find("Proficient (no evidence then) three suites");
    assert!(newest.is_some() && newest < oldest, "{history}");
    home.ok(&["matrix", "testing", "--undo"]);
    assert_eq!(
        home.json(&["matrix", "testing", "--json"])["areas"][0]["rating"]["stage"],
        "proficient"
    );
    let markdown = home.ok(&["matrix", "--markdown"]);
    let rows = markdown.lines().filter(|line| line.starts_with("| "));
    assert!(
        rows.clone().all(|row| row.matches(" |").count() == 9),
        "{markdown}"
    );
    assert_eq!(rows.count(), 12);
}

#[test]
fn without_a_terminal_ratings_are_not_asked_for() {
    let home = Home::new();
    let (code, words) = refused(&home, &["matrix", "--assess"]);
    assert_eq!(code, Some(2));
    assert!(words.contains("--stage STAGE"), "{words}");
}

#[test]
fn ratings_are_asked_for_area_by_area_and_may_be_left_out() {
    for size in [(40, 30), SIZE] {
        let home = Home::new().with("NO_COLOR", "1");
        let mut terminal = home.terminal(&["matrix", "--assess"], size);
        terminal.see("Not now");
        terminal.press_key(&Key::Enter);
        terminal.see("2 of 11");
        terminal.see("Not now");
        for _ in 0..3 {
            terminal.press_key(&Key::Down);
        }
        terminal.press_key(&Key::Enter);
        terminal.see("What is it based on?");
        terminal.press("two years");
        terminal.press_key(&Key::Enter);
        terminal.see("3 of 11");
        terminal.see("Not now");
        terminal.press_key(&Key::Esc);
        terminal.see("you say Competent");
        assert_eq!(terminal.wait(), End::Code(0));
        terminal.assert_restored();
        assert_eq!(
            events(&home, "assess"),
            ["area=internals note=two years stage=competent"]
        );
    }
}

#[test]
fn ratings_given_before_an_interruption_are_kept() {
    let home = Home::new();
    let mut terminal = home.terminal(&["matrix", "--assess", "data"], SIZE);
    terminal.see("1 of 1");
    terminal.see("Not now");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    terminal.assert_restored();
    assert_eq!(events(&home, "assess"), [""; 0]);
    let mut terminal = home.terminal(&["matrix", "--assess"], SIZE);
    terminal.see("Not now");
    terminal.press_key(&Key::Down);
    terminal.press_key(&Key::Enter);
    terminal.see("What is it based on?");
    terminal.press_key(&Key::Enter);
    terminal.see("2 of 11");
    terminal.see("Not now");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    terminal.assert_restored();
    assert_eq!(events(&home, "assess"), ["area=language stage=novice"]);
}

#[test]
fn entries_from_two_devices_are_merged() {
    let (here, there) = (Home::new(), Home::new().at("2026-11-20T10:00:00+01:00"));
    here.ok(&["projects", "log-cli", "--state", "doing"]);
    here.ok(&["matrix", "data", "--stage", "novice"]);
    there.ok(&["projects", "log-cli", "--state", "done"]);
    there.ok(&["habits", "done", "read-profile"]);
    let copied = Command::new("cp")
        .arg("-r")
        .arg(there.path("data/reviews/."))
        .arg(here.path("data/reviews"))
        .status();
    assert!(copied.expect("cp").success());
    let both = here.at("2026-11-20T11:00:00+01:00");
    let project = both.json(&["projects", "log-cli", "--json"]);
    assert_eq!(project["projects"][0]["state"], "done");
    both.ok(&["projects", "log-cli", "--undo"]);
    let project = both.json(&["projects", "log-cli", "--json"]);
    assert_eq!(
        project["projects"][0]["state"], "doing",
        "the other device's word was taken back"
    );
    assert_eq!(
        both.json(&["matrix", "data", "--json"])["areas"][0]["rating"]["stage"],
        "novice"
    );
    let habits = both.ok(&["habits"]);
    assert!(habits.contains("This week · 1 of 4 done"), "{habits}");
}

#[test]
fn every_report_is_json_on_request_and_text_without_escapes_in_a_pipe() {
    let home = Home::new();
    home.ok(&["review", "runtime/event-loop", "good"]);
    for command in ["roadmap", "projects", "habits", "matrix"] {
        let json = home.json(&[command, "--json"]);
        assert_eq!(json["schema"], 1, "{command}");
        let shown = home.ok(&[command]);
        assert!(!shown.contains('\u{1b}') && !shown.is_empty(), "{command}");
        let colored = home.run(&["--color", "always", command, "--json"]);
        assert!(!text(&colored.stdout).contains('\u{1b}'), "{command}");
    }
}
