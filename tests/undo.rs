//! `nodequiz undo`: what it takes back, what it asks about, what it writes again.

use crate::devices::copy_all;
use crate::home::{Home, text};
use crate::pty::End;
use crate::remote::learner;

fn names(home: &Home) -> Vec<String> {
    let journal = home.journal();
    let name = |line: &serde_json::Value| line["event"].as_str().expect("a name").to_owned();
    journal.iter().map(name).collect()
}

/// The journal's lines without the keys that every line has.
fn content(line: &serde_json::Value) -> serde_json::Value {
    let mut line = line.clone();
    let fields = line.as_object_mut().expect("an object");
    for key in ["id", "seq", "at", "crc"] {
        fields.remove(key);
    }
    line
}

#[test]
fn after_clearing_a_goal_undo_restores_the_goal_and_leaves_answers_alone() {
    let home = learner();
    home.ok(&["review", "mine/c0", "good"]);
    home.ok(&[
        "goal",
        "set",
        "2026-12-15",
        "--minutes",
        "25",
        "--topic",
        "career",
    ]);
    let goal = home.json(&["due", "--json"])["goal"].clone();
    home.ok(&["goal", "clear"]);
    let printed = home.ok(&["undo"]);
    assert!(
        printed.contains("clearing the goal") && printed.contains("The goal is 15 December 2026"),
        "{printed}"
    );
    assert_eq!(home.json(&["due", "--json"])["goal"], goal);
    assert_eq!(home.json(&["stats", "--json"])["today"]["answers"], 1);
    let printed = home.ok(&["undo"]);
    assert!(
        printed.contains("the goal 15 December 2026, set on"),
        "{printed}"
    );
    assert!(home.json(&["due", "--json"])["goal"].is_null());
    assert!(home.ok(&["undo"]).contains("good for mine/c0"));
    assert_eq!(home.run(&["undo"]).status.code(), Some(1));
    assert!(!text(&home.run(&["doctor"]).stdout).contains("cannot be undone"));
}

#[test]
fn an_answer_is_written_again_as_a_new_record_with_its_old_day() {
    let home = learner();
    home.ok(&["review", "mine/c0", "good"]);
    home.ok(&["review", "mine/c1", "easy"]);
    let before = home.journal();
    let home = home.at("2026-11-22T09:00:00+01:00");
    home.ok(&["undo"]);
    home.ok(&["undo"]);
    let printed = home.ok(&["undo", "--redo"]);
    assert!(
        printed.contains("good for mine/c0 on 20 November 2026"),
        "{printed}"
    );
    home.ok(&["undo", "--redo"]);
    assert_eq!(home.run(&["undo", "--redo"]).status.code(), Some(1));
    let after = home.journal();
    assert_eq!(
        names(&home),
        ["review", "review", "undo", "undo", "review", "review"]
    );
    assert_eq!(after[..2], before[..]);
    for (written_again, first) in after[4..].iter().zip(&before) {
        assert_eq!(content(written_again), content(first));
        assert_ne!(written_again["id"], first["id"]);
    }
    assert!(home.ok(&["undo"]).contains("easy for mine/c1"));
}

#[test]
fn entries_on_projects_habits_areas_and_pauses_are_undone_newest_first() {
    let home = learner();
    home.ok(&["projects", "log-cli", "--state", "planned"]);
    home.ok(&["projects", "log-cli", "--state", "doing"]);
    home.ok(&["habits", "done", "read-profile"]);
    home.ok(&["pause", "3d"]);
    let list = home.ok(&["undo", "--list"]);
    let found: Vec<&str> = list.lines().collect();
    assert_eq!(found.len(), 4, "{list}");
    assert!(
        found[0].contains("the pause until 23 November 2026"),
        "{list}"
    );
    assert!(found[1].contains("habit read-profile kept on"), "{list}");
    assert!(found[3].contains("project log-cli is planned"), "{list}");
    assert_eq!(names(&home).len(), 4, "a list changes nothing");
    home.ok(&["undo"]);
    assert!(home.json(&["pause", "--json"])["paused_until"].is_null());
    home.ok(&["undo"]);
    home.ok(&["undo"]);
    let state = |home: &Home| {
        let projects = home.json(&["projects", "log-cli", "--json"]);
        projects["projects"][0]["state"].clone()
    };
    assert_eq!(state(&home), "planned");
    home.ok(&["undo", "--redo"]);
    assert_eq!(state(&home), "doing");
}

#[test]
fn a_mark_that_was_taken_off_comes_back() {
    let home = learner();
    home.ok(&["mark", "mine/c0"]);
    home.ok(&["mark", "mine/c0", "--off"]);
    assert!(
        !home
            .ok(&["cards", "--marked", "--quiet"])
            .contains("mine/c0")
    );
    home.ok(&["undo"]);
    assert!(home.ok(&["cards", "--marked"]).contains("mine/c0"));
    assert!(home.ok(&["undo"]).contains("mark of mine/c0"));
    assert!(
        !home
            .ok(&["cards", "--marked", "--quiet"])
            .contains("mine/c0")
    );
}

#[test]
fn what_is_older_than_the_last_session_is_asked_about() {
    let home = learner();
    home.ok(&["review", "mine/c4", "good"]);
    let mut terminal = home.terminal(&["study", "mine", "--limit", "1"], (80, 24));
    terminal.see("Question number");
    terminal.press(" ");
    terminal.see("Answer number");
    terminal.press("3");
    assert_eq!(terminal.wait(), End::Code(0));
    // The session's own answer is undone at once; what came before it is not.
    home.ok(&["undo"]);
    let refused = home.run(&["undo"]);
    assert_eq!(refused.status.code(), Some(2));
    let printed = text(&refused.stderr);
    assert!(
        printed.contains("good for mine/c4") && printed.contains("--yes"),
        "{printed}"
    );
    let mut terminal = home.terminal(&["undo"], (80, 24));
    terminal.see("Take it back?");
    terminal.press("n");
    terminal.see("Nothing was taken back");
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(home.ok(&["undo", "--yes"]).contains("good for mine/c4"));
}

#[test]
fn of_two_devices_each_takes_back_its_own_goal_and_leaves_the_others_alone() {
    let at = |home: Home, minute: u32| home.at(&format!("2026-11-20T09:{minute:02}:00+01:00"));
    let date = |home: &Home| home.json(&["due", "--json"])["goal"]["date"].clone();
    let (one, two) = (at(learner(), 0), at(learner(), 10));
    one.ok(&["goal", "set", "2026-12-15", "--topic", "career"]);
    copy_all(&one, &two, "data/reviews");
    two.ok(&["goal", "set", "2026-12-20", "--topic", "career"]);
    copy_all(&two, &one, "data/reviews");
    let one = at(one, 20);
    let refused = one.run(&["undo"]);
    assert_eq!(
        refused.status.code(),
        Some(1),
        "the other device's goal holds"
    );
    assert_eq!(date(&one), "2026-12-20");
    let two = at(two, 30);
    two.ok(&["undo"]);
    assert_eq!(date(&two), "2026-12-15");
    copy_all(&two, &one, "data/reviews");
    let one = at(one, 40);
    assert_eq!(date(&one), "2026-12-15");
    one.ok(&["undo"]);
    copy_all(&one, &two, "data/reviews");
    let two = at(two, 50);
    assert!(date(&one).is_null() && date(&two).is_null());
    two.ok(&["undo", "--redo"]);
    assert_eq!(date(&two), "2026-12-20");
}

#[test]
fn in_study_u_puts_back_the_mark_that_was_taken_off_and_keeps_the_answer_before_it() {
    let home = learner();
    let mut terminal = home.terminal(&["study", "mine"], (80, 24));
    terminal.see("Question number");
    terminal.press(" ");
    terminal.see("Answer number");
    terminal.press("3");
    terminal.see("2 of");
    terminal.press("*");
    terminal.see("marked: mine/");
    terminal.press("*");
    terminal.see("mark taken off: mine/");
    terminal.press("u");
    terminal.see("undone: mine/");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews().len(), 1);
    let marked = home.json(&["cards", "--marked", "--json"]);
    assert_eq!(marked.as_array().map(Vec::len), Some(1), "{marked}");
    // The mark belongs to the newest record, for `nodequiz undo` as well.
    assert!(home.ok(&["undo"]).contains("mark of mine/"));
    assert_eq!(
        home.json(&["cards", "--marked", "--json"])
            .as_array()
            .map(Vec::len),
        Some(0)
    );
}
