//! Actions on a card in a session besides answering it: the screen, the journal, the files.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use nodequiz::terminal::Key;
use rustix::process::{Pid, test_kill_process};

use crate::home::{Home, text};
use crate::pty::{End, Terminal};

const SIZE: (u16, u16) = (80, 24);

const DECK: &str = "\
# Mine {#mine}

## What is printed? {#o1 .output}
<!-- see: https://nodejs.org/api/process.html -->

```js
console.log('now');
```

---

```text
now
soon
```

## Recall one? {#r1}

The first answer.

## Recall two? {#r2}

The second answer.
";

/// A home with the deck and programs that only record how they were called.
fn home() -> Home {
    let home = Home::new();
    home.write("data/decks/mine.md", DECK);
    home
}

/// Writes a shell script as a program of the home; returns its path.
fn program(home: &Home, name: &str, script: &str) -> String {
    let inside = format!("bin/{name}");
    home.write(&inside, &format!("#!/bin/sh\n{script}\n"));
    let path = home.path(&inside);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("permissions");
    path.to_string_lossy().into_owned()
}

/// Starts a session and goes to the answer of the first card.
fn revealed(home: &Home) -> Terminal {
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("What is printed?");
    terminal.press_key(&Key::Tab);
    terminal.see("Enter again");
    terminal
}

/// Runs the snippet of a card of the learner's own deck, and agrees to that.
fn run(terminal: &mut Terminal) {
    terminal.press("r");
    terminal.see("not built in");
    terminal.press("y");
}

/// Leaves the field: letters are commands then.
fn leave_the_field(terminal: &mut Terminal) {
    terminal.see("Esc keys");
    terminal.press_key(&Key::Esc);
    terminal.see("Enter back");
}

/// The events of the journal with their cards, as `mark mine/r1`.
fn events(home: &Home) -> Vec<String> {
    let line = |line: &serde_json::Value| {
        let event = line["event"].as_str().expect("an event").to_owned();
        match line["card"].as_str() {
            Some(card) => format!("{event} {card}"),
            None => event,
        }
    };
    home.journal().iter().map(line).collect()
}

#[test]
fn the_keys_screen_offers_just_what_applies() {
    let home = home();
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("What is printed?");
    // Text is being typed, so letters are text; after Esc they are commands.
    leave_the_field(&mut terminal);
    terminal.press("?");
    terminal.see("edit this card in your editor");
    let screen = terminal.screen();
    assert!(
        !screen.contains("run its code"),
        "the answer would be given away:\n{screen}"
    );
    assert!(
        !screen.contains("undo"),
        "there is nothing to undo:\n{screen}"
    );
    terminal.press_key(&Key::Enter);
    terminal.see("Tab don't know");
    terminal.press_key(&Key::Tab);
    terminal.see("Enter again");
    terminal.press("?");
    terminal.see("run its code with node");
    terminal.see("open its documentation");
    // The key that closes the help does nothing else.
    terminal.press("s");
    terminal.see("Enter again");
    terminal.press("s");
    terminal.see("Recall one?");
    terminal.press(" ");
    terminal.see("The first answer.");
    terminal.press("?");
    terminal.see("undo what was done last");
    let screen = terminal.screen();
    assert!(
        !screen.contains("run its code") && !screen.contains("documentation"),
        "this card has neither:\n{screen}"
    );
    terminal.press("q");
    terminal.see("The first answer.");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
}

#[test]
fn every_small_action_is_written_down_and_undone() {
    let home = home();
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("What is printed?");
    leave_the_field(&mut terminal);
    terminal.press("s");
    terminal.see("Recall one?");
    terminal.see("at the end now: mine/o1 · u undoes");
    terminal.press("m");
    terminal.see("marked: mine/r1 · u undoes");
    terminal.press("b");
    terminal.see("Recall two?");
    terminal.see("buried until tomorrow: mine/r1 · u undoes");
    terminal.press("k");
    terminal.see("What is printed?");
    // Here `u` is text.
    terminal.see("noted as known: mine/r2 · Esc, then u undoes");
    terminal.press_key(&Key::Tab);
    terminal.see("Enter again");
    terminal.press("u");
    terminal.see("Recall two?");
    terminal.press("u");
    terminal.see("Recall one?");
    terminal.press("x");
    terminal.see("Recall two?");
    terminal.see("suspended: mine/r1");
    terminal.press("uuu");
    terminal.see("What is printed?");
    leave_the_field(&mut terminal);
    terminal.press("?");
    terminal.see("Keys");
    assert!(
        !terminal.screen().contains("undo what"),
        "as many undos as actions, the skip among them, and nothing is left:\n{}",
        terminal.screen()
    );
    terminal.press("q");
    terminal.see("Enter back");
    terminal.press("q");
    terminal.see("No card was answered; what you did with the cards is saved.");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(
        events(&home),
        [
            "mark mine/r1",
            "bury mine/r1",
            "claim mine/r2",
            "undo",
            "undo",
            "suspend mine/r1",
            "undo",
            "undo",
        ]
    );
    assert_eq!(home.ok(&["-q", "cards", "mine", "--marked"]), "");
}

#[test]
fn figures_and_history_are_shown_over_the_card() {
    let home = home();
    home.ok(&["review", "mine/r1", "again"]);
    home.ok(&["review", "mine/r1", "good"]);
    let home = home.at("2026-12-20T09:00:00+01:00");
    let mut terminal = home.terminal(&["study", "mine", "--new", "0"], SIZE);
    terminal.see("Recall one?");
    terminal.press("i");
    terminal.see("stability");
    terminal.see("20 November 2026  again  command");
    terminal.see("20 November 2026  good  command");
    terminal.press_key(&Key::Enter);
    terminal.see("Space show the answer");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews().len(), 2, "looking changes nothing");
}

#[test]
fn a_snippet_runs_with_node_and_its_output_is_shown_beside_the_expected() {
    let home = home();
    // The escape sequence must not reach the screen.
    let script =
        r#"cat "$1" > "$HOME/code"; echo now; printf '\033[31mlater\033[0m\n'; echo oops >&2"#;
    let node = program(&home, "node", script);
    fs::create_dir_all(home.path("home")).expect("a folder");
    let folder = home.path("home").to_string_lossy().into_owned();
    let home = home.with("NODEQUIZ_NODE", &node).with("HOME", &folder);
    let mut terminal = revealed(&home);
    terminal.see("r run");
    run(&mut terminal);
    terminal.see("node printed");
    terminal.see("✓ now            now");
    terminal.see("✗ later          soon");
    terminal.see("oops");
    let code = fs::read_to_string(home.path("home/code")).expect("it ran");
    assert_eq!(code, "console.log('now');\n");
    terminal.press("x");
    terminal.see("Enter again");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(
        home.journal().is_empty(),
        "the key that leads back does nothing else"
    );
}

/// A `node` that runs forever, and records its process id.
fn endless(home: Home) -> Home {
    let script = r#"echo $$ > "$(dirname "$0")/pid"; echo begun; sleep 60"#;
    let node = program(&home, "node", script);
    home.with("NODEQUIZ_NODE", &node)
}

/// Waits until `endless` has recorded its process.
fn endless_process(home: &Home, terminal: &Terminal) -> Pid {
    let recorded = || fs::read_to_string(home.path("bin/pid")).unwrap_or_default();
    terminal.wait_until("a process that is recorded", || recorded().ends_with('\n'));
    let pid = recorded().trim().parse().ok().and_then(Pid::from_raw);
    pid.expect("a process")
}

fn runs(process: Pid) -> bool {
    test_kill_process(process).is_ok()
}

#[test]
fn a_snippet_that_runs_on_is_ended_with_esc() {
    let home = endless(home());
    let mut terminal = revealed(&home);
    run(&mut terminal);
    terminal.see("Esc end it");
    let process = endless_process(&home, &terminal);
    assert!(runs(process));
    terminal.press_key(&Key::Esc);
    terminal.see("You ended it");
    assert!(!runs(process));
    terminal.press_key(&Key::Enter);
    terminal.see("Enter again");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn ctrl_c_ends_snippet_and_session() {
    let home = endless(home());
    let mut terminal = revealed(&home);
    run(&mut terminal);
    terminal.see("Esc end it");
    let process = endless_process(&home, &terminal);
    assert!(runs(process));
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    terminal.assert_restored();
    assert!(!runs(process));
}

#[test]
fn a_missing_node_is_reported_and_the_card_is_still_there() {
    let home = home().with("NODEQUIZ_NODE", "/no/such/node");
    let mut terminal = revealed(&home);
    run(&mut terminal);
    terminal.see("`/no/such/node` was not found; install Node.js");
    terminal.press_key(&Key::Enter);
    terminal.see("Enter again");
    terminal.press("3");
    terminal.see("Recall one?");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews(), ["mine/o1 good"]);
}

#[test]
fn the_documentation_opens_in_the_browser() {
    let home = home();
    let browser = program(&home, "browser", r#"echo "$@" >> "$(dirname "$0")/opened""#);
    let home = home.with("BROWSER", &browser);
    let mut terminal = revealed(&home);
    terminal.see("o docs");
    terminal.press("o");
    terminal.see("opened in the browser");
    // The program does not wait long for a browser.
    let opened = || fs::read_to_string(home.path("bin/opened")).unwrap_or_default();
    terminal.wait_until("what is opened", || opened().ends_with('\n'));
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(opened(), "https://nodejs.org/api/process.html\n");
}

#[test]
fn the_images_of_a_card_are_opened_and_nothing_else_is() {
    let home = Home::new();
    let browser = program(&home, "browser", r#"echo "$@" >> "$(dirname "$0")/opened""#);
    let home = home.with("BROWSER", &browser);
    home.write(
        "data/decks/notes/pictures.md",
        "# Pictures {#pictures}\n\n## What is ![this](../img/a%20loop.png)? {#one}\n\nThe loop.\n\n\
         ![phases](https://example.com/phases.png)\n\n## And ![that](../img/evil.desktop)? {#two}\n\nNo image.\n",
    );
    home.write("data/decks/img/a loop.png", "x");
    home.write("data/decks/img/evil.desktop", "x");
    let mut terminal = home.terminal(&["study", "pictures"], SIZE);
    terminal.see("image: this (../img/a%20loop.png)");
    terminal.see("v image");
    terminal.press("v");
    terminal.see("opened");
    terminal.press(" ");
    terminal.see("The loop.");
    terminal.press("v");
    terminal.settle();
    terminal.press("3");
    terminal.see("And image: that");
    terminal.press("v");
    terminal.see("evil.desktop is not opened");
    terminal.press(" ");
    terminal.see("v image");
    let opened = || fs::read_to_string(home.path("bin/opened")).unwrap_or_default();
    // The program does not wait long for a browser.
    terminal.wait_until("what is opened", || opened().lines().count() >= 3);
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    let file = fs::canonicalize(home.path("data/decks/img/a loop.png")).expect("a file");
    let file = file.display();
    assert_eq!(
        opened(),
        format!("{file}\n{file}\nhttps://example.com/phases.png\n")
    );
}

#[test]
fn a_wrong_card_is_reported_in_a_file_ready_to_be_sent() {
    let home = home();
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("What is printed?");
    leave_the_field(&mut terminal);
    terminal.press("s");
    terminal.see("Recall one?");
    terminal.press("w");
    terminal.see("What is wrong with this card?");
    terminal.press("q is not quit here");
    terminal.press_key(&Key::Enter);
    terminal.see("Written down, ready to be sent");
    terminal.press_key(&Key::Enter);
    terminal.see("Space show the answer");
    // A report is one line, and Esc leaves none.
    terminal.press("w");
    terminal.see("What is wrong");
    terminal.paste("one\ntwo\n");
    terminal.see("the first line that you pasted is kept");
    terminal.press_key(&Key::Esc);
    terminal.see("Space show the answer");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    let inside = "data/reports/2026-11-20-mine-r1.md";
    let report = fs::read_to_string(home.path(inside)).expect("a report");
    for part in [
        "q is not quit here",
        "decks/mine.md:17",
        "## Recall one? {#r1}",
        "nodequiz 0.",
    ] {
        assert!(report.contains(part), "{part:?} in:\n{report}");
    }
    let listed = home.ok(&["cards", "--reported"]);
    assert!(
        listed.contains("mine/r1") && listed.contains(inside),
        "{listed}"
    );
    assert!(!listed.contains("mine/r2"), "{listed}");
    let json = home.json(&["cards", "--reported", "--json"]);
    assert_eq!(json[0]["id"], "mine/r1");
    assert!(
        json[0]["reports"][0]
            .as_str()
            .expect("a file")
            .ends_with(inside)
    );
}

#[test]
fn a_card_is_edited_in_its_file_at_its_line_and_shown_as_it_is_then() {
    let home = home();
    let script = r#"echo "$@" > "$(dirname "$0")/args"
echo EDITOR; read line
perl -pi -e 's/Recall one/Recall better/' "$2""#;
    let editor = program(&home, "vim", script);
    let home = home.with("EDITOR", &editor);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("What is printed?");
    terminal.press_key(&Key::Tab);
    terminal.see("Enter again");
    terminal.press("3");
    terminal.see("Recall one?");
    terminal.press("e");
    terminal.see("EDITOR");
    assert!(
        terminal.is_cooked() && terminal.cursor_visible(),
        "it is the editor's terminal"
    );
    terminal.type_ahead(b"\n");
    terminal.see("Recall better?");
    terminal.see("edited: mine/r1");
    terminal.see("2 of 3");
    let args = fs::read_to_string(home.path("bin/args")).expect("it ran");
    let file = home.path("data/decks/mine.md");
    assert_eq!(args, format!("+17 {}\n", file.display()));
    // What was done before the edit can still be undone, and the session goes on.
    terminal.press("u");
    terminal.see("What is printed?");
    terminal.press_key(&Key::Tab);
    terminal.see("Enter again");
    terminal.press("3");
    terminal.see("Recall better?");
    terminal.press("q");
    terminal.see("1 answer");
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
    assert_eq!(home.reviews(), ["mine/o1 good", "mine/o1 good"]);
}

#[test]
fn an_edit_that_cannot_be_read_is_discarded_or_edited_again() {
    let home = home();
    // The first time it breaks the heading, then it fixes it.
    let script = r#"if grep -q nokind "$1"; then perl -pi -e 's/ .nokind//; s/first answer/best answer/' "$1"
else perl -pi -e 's/{#r1}/{#r1 .nokind}/' "$1"; fi"#;
    let editor = program(&home, "ed", script);
    let home = home.with("VISUAL", &editor);
    let deck = || fs::read_to_string(home.path("data/decks/mine.md")).expect("the deck");
    let before = deck();
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("What is printed?");
    leave_the_field(&mut terminal);
    terminal.press("s");
    terminal.see("Recall one?");
    terminal.press("e");
    terminal.see("This cannot be read");
    terminal.see("decks/mine.md:17");
    terminal.press("d");
    terminal.see("the edit is discarded: mine/r1");
    assert_eq!(deck(), before);
    terminal.press(" ");
    terminal.see("The first answer.");
    terminal.press("e");
    terminal.see("This cannot be read");
    terminal.press("e");
    terminal.see("edited");
    terminal.press(" ");
    terminal.see("The best answer.");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn a_built_in_card_is_copied_alone_and_keeps_its_progress() {
    let home = Home::new();
    let cards = home.json(&["cards", "javascript", "--json"]);
    let card = cards[0]["id"].as_str().expect("an id").to_owned();
    home.ok(&["review", &card, "good"]);
    let editor = program(&home, "ed", r#"printf '\nA remark of my own.\n' >> "$1""#);
    let home = home.with("EDITOR", &editor).at("2026-12-20T09:00:00+01:00");
    let mut terminal = home.terminal(&["study", "javascript", "--new", "0"], SIZE);
    terminal.see("1 of 1");
    if terminal.shows_once_drawn("Esc keys") {
        leave_the_field(&mut terminal);
    }
    terminal.press("e");
    terminal.see("edited");
    if terminal.shows_once_drawn("Esc keys") {
        leave_the_field(&mut terminal);
    }
    terminal.press("?");
    terminal.see("Keys");
    // The card is long; its place is at the end.
    terminal.press_key(&Key::End);
    terminal.see("decks/javascript.md:3");
    assert!(
        !terminal.screen().contains("built-in"),
        "{}",
        terminal.screen()
    );
    terminal.press("q");
    terminal.see("1 of 1");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    let copy = fs::read_to_string(home.path("data/decks/javascript.md")).expect("a copy");
    assert_eq!(
        copy.lines().filter(|line| line.starts_with("## ")).count(),
        1,
        "{copy}"
    );
    let now = home.json(&["card", &card, "--json"]);
    assert_eq!(
        (&now["reviews"], &now["file"]),
        (&1.into(), &"decks/javascript.md".into())
    );
    let all = home.json(&["cards", "javascript", "--json"]);
    assert_eq!(all.as_array().map(Vec::len), cards.as_array().map(Vec::len));
}

#[test]
fn without_an_editor_a_message_says_how_to_set_one() {
    // None of the common ones is installed either.
    let home = home().with("EDITOR", "").with("PATH", "/no/such/folder");
    let mut terminal = revealed(&home);
    terminal.press("e");
    terminal.see("no editor was found; install nano or vim");
    terminal.press_key(&Key::Enter);
    terminal.see("Enter again");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn a_long_answer_is_written_in_the_editor() {
    let home = Home::new();
    home.write("data/decks/mine.md", POINTS);
    let editor = program(&home, "ed", r#"printf '\nand from the editor\n' >> "$1""#);
    let home = home.with("EDITOR", &editor);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("t type it");
    terminal.press("t");
    terminal.see("Ctrl-G editor");
    terminal.press("begun here");
    terminal.see("begun here");
    terminal.press_key(&Key::Ctrl('g'));
    terminal.see("and from the editor");
    terminal.see("begun here");
    terminal.press_key(&Key::Ctrl('d'));
    terminal.see("│ and from the editor");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(home.journal().is_empty());
}

const POINTS: &str = "\
# Mine {#mine}

## What is the loop? {#p1}

- **the first point**
- the second point
- the third point

Why it is so.
";

/// Writes answers of earlier days by hand: days ago, grade, points ticked.
fn answered(home: &Home, answers: &[(u32, &str, &str)]) {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date");
    let mut lines = String::new();
    for (ago, grade, points) in answers {
        let day = today - chrono::Duration::days(i64::from(*ago));
        let _ = writeln!(
            lines,
            "{{\"v\":1,\"event\":\"review\",\"at\":\"{day}T09:00:00+01:00\",\"day\":\"{day}\",\
             \"card\":\"mine/p1\",\"grade\":\"{grade}\",\"ms\":1000,\"mode\":\"study\",\
             \"points\":{points}}}"
        );
    }
    home.write("data/reviews/hand/2026-11.jsonl", &lines);
}

#[test]
fn a_point_left_out_twice_is_asked_on_its_own_before_the_card() {
    let home = Home::new();
    home.write("data/decks/mine.md", POINTS);
    answered(&home, &[(30, "good", "[0,1]"), (20, "good", "[0]")]);
    let mut terminal = home.terminal(&["study", "mine", "--ahead"], SIZE);
    terminal.see("You left out a point twice. Which one?");
    assert!(!terminal.screen().contains("the third point"));
    terminal.press(" ");
    terminal.see("✓ the third point");
    let screen = terminal.screen();
    assert!(
        !screen.contains("the second point"),
        "that one was missed once:\n{screen}"
    );
    terminal.press(" ");
    terminal.see("Say your answer aloud");
    terminal.press(" ");
    terminal.see("Which of these were in your answer?");
    terminal.press("ac");
    terminal.press_key(&Key::Enter);
    terminal.see(" Done ");
    assert_eq!(terminal.wait(), End::Code(0));
    let journal = home.journal();
    assert_eq!(journal.len(), 3, "the point alone is no answer");
    assert!(
        journal
            .iter()
            .any(|line| line["points"] == serde_json::json!([0, 2]))
    );
}

#[test]
fn help_is_offered_with_a_card_forgotten_three_times() {
    let home = Home::new();
    home.write("data/decks/mine.md", POINTS);
    let past = [
        (40, "good", "[0,1,2]"),
        (35, "again", "[]"),
        (30, "good", "[0,1,2]"),
        (25, "again", "[]"),
        (20, "good", "[0,1,2]"),
    ];
    answered(&home, &past);
    assert_eq!(
        home.ok(&["-q", "cards", "--leeches"]),
        "",
        "two are not three"
    );
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("Say your answer aloud");
    terminal.press(" ");
    terminal.see("Which of these");
    terminal.press("1");
    terminal.see("Forgotten 3 times");
    terminal.press("a");
    terminal.see("Why it is so.");
    terminal.press_key(&Key::Enter);
    terminal.see("Forgotten 3 times");
    terminal.press("p");
    terminal.see("Point 1 of 3, essential.");
    terminal.press(" ");
    terminal.see("✓ the first point");
    terminal.press(" ");
    terminal.see("Point 2 of 3.");
    terminal.press_key(&Key::Esc);
    terminal.see("Forgotten 3 times");
    terminal.press("x");
    terminal.see("1 answer");
    assert_eq!(terminal.wait(), End::Code(0));
    let written = events(&home);
    assert_eq!(written.len(), 7, "{written:?}");
    assert!(written.contains(&"suspend mine/p1".to_owned()));
    assert!(home.ok(&["cards", "--leeches"]).contains("mine/p1"));
    assert!(home.ok(&["cards", "--suspended"]).contains("mine/p1"));
}

#[test]
fn a_card_is_suspended_and_asked_again_by_command() {
    let home = home();
    assert!(home.ok(&["suspend", "r1"]).contains("mine/r1: suspended"));
    assert!(
        home.ok(&["suspend", "mine/r1"])
            .contains("suspended already")
    );
    assert!(
        home.ok(&["cards", "mine", "--suspended"])
            .contains("mine/r1")
    );
    assert_eq!(home.json(&["due", "mine", "--json"])["queue"]["cards"], 2);
    assert!(home.ok(&["unsuspend", "r1"]).contains("asked again"));
    assert!(home.ok(&["unsuspend", "r1"]).contains("not suspended"));
    assert_eq!(home.ok(&["-q", "cards", "mine", "--suspended"]), "");
    assert_eq!(events(&home), ["suspend mine/r1", "unsuspend mine/r1"]);
    let wrong = home.run(&["suspend", "mine/r11"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("did you mean `mine/r1`"));
}

#[test]
fn a_mark_is_put_on_and_taken_off_by_command() {
    let home = home();
    assert!(home.ok(&["mark", "r1", "--off"]).contains("it has no mark"));
    assert!(home.ok(&["mark", "r1"]).contains("marked"));
    assert!(home.ok(&["cards", "--marked"]).contains("mine/r1"));
    assert!(home.ok(&["mark", "r1"]).contains("mark taken off"));
    home.ok(&["mark", "r2"]);
    assert!(home.ok(&["mark", "r2", "--off"]).contains("mark taken off"));
    assert_eq!(home.ok(&["-q", "cards", "--marked"]), "");
    let expected = [
        "mark mine/r1",
        "unmark mine/r1",
        "mark mine/r2",
        "unmark mine/r2",
    ];
    assert_eq!(events(&home), expected);
}

#[test]
fn a_reset_asks_first_and_can_be_undone() {
    let home = home();
    assert!(home.ok(&["reset", "r1"]).contains("nothing to reset"));
    home.ok(&["review", "r1", "good"]);
    let refused = home.run(&["reset", "r1"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--yes"));
    let reviews = |home: &Home| home.json(&["card", "r1", "--json"])["reviews"].clone();

    let mut terminal = home.terminal(&["reset", "r1"], SIZE);
    terminal.see("Reset mine/r1 (1 answer)");
    terminal.press("n");
    terminal.see("nothing changed");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(reviews(&home), 1);

    let mut terminal = home.terminal(&["reset", "r1"], SIZE);
    terminal.see("Reset mine/r1 (1 answer)");
    terminal.press("y");
    terminal.see("nodequiz undo takes that back");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(reviews(&home), 0);
    home.ok(&["undo"]);
    assert_eq!(reviews(&home), 1);
    home.ok(&["reset", "r1", "--yes"]);
    assert_eq!(reviews(&home), 0);
}

#[test]
fn a_pause_keeps_cards_back_until_it_ends_or_is_ended() {
    let home = home();
    assert_eq!(home.ok(&["pause"]), "No pause.\n");
    assert!(
        home.ok(&["pause", "3d"])
            .contains("nothing is due before 23 November 2026")
    );
    assert_eq!(
        home.json(&["pause", "--json"])["paused_until"],
        "2026-11-23"
    );
    assert!(
        home.ok(&["pause"])
            .contains("Paused until 23 November 2026")
    );
    for wrong in ["2026-11-20", "2029-01-01", "soon"] {
        assert_eq!(
            home.run(&["pause", wrong]).status.code(),
            Some(2),
            "{wrong}"
        );
    }

    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("Study is paused until 23 November 2026. End the pause");
    terminal.press("n");
    terminal.see("Still paused");
    assert_eq!(terminal.wait(), End::Code(0));
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("End the pause");
    terminal.press("y");
    terminal.see("What is printed?");
    leave_the_field(&mut terminal);
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.ok(&["pause"]), "No pause.\n");
    assert!(
        home.ok(&["pause", "2026-12-27"])
            .contains("before 27 December 2026")
    );
    assert!(home.ok(&["pause", "off"]).contains("The pause is over."));
    assert_eq!(events(&home), ["pause"; 4]);
}

#[test]
fn all_of_it_fits_into_a_small_window() {
    let home = home();
    let mut terminal = home.terminal(&["study", "mine"], (40, 12));
    terminal.see("What is printed?");
    leave_the_field(&mut terminal);
    terminal.press("?");
    terminal.see("Keys");
    // The place of the card is the last line, which can be scrolled to.
    assert!(!terminal.screen().contains("mine/o1"));
    terminal.press_key(&Key::End);
    terminal.see("mine/o1");
    terminal.press_key(&Key::Esc);
    terminal.see("Enter back");
    terminal.press("w");
    terminal.see("What is wrong with this card?");
    terminal.see("is enough.");
    terminal.press("x");
    terminal.see("› x");
    terminal.resize((200, 50));
    terminal.see("› x");
    terminal.press_key(&Key::Esc);
    terminal.see("Enter back");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}
