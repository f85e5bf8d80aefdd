//! `nodequiz decks`: faults are reported with their places, and other decks stay usable.

use std::fs;
use std::path::Path;

use crate::home::{Home, text};

/// A deck with twelve different mistakes, some of them after Chinese text.
const TWELVE: &str = include_str!("decks/twelve-mistakes.md");

#[test]
fn a_deck_to_check_that_is_not_there_is_answered_with_what_may_be_meant() {
    let home = Home::new();
    home.recall_deck(1);
    for (name, hint) in [
        ("mime", "did you mean `mine`?"),
        ("runtme", "did you mean `runtime`?"),
        (
            "nope",
            "nodequiz decks list shows the id and the file of every deck",
        ),
    ] {
        let output = home.run(&["decks", "check", name]);
        assert_eq!(output.status.code(), Some(1));
        let printed = text(&output.stderr);
        assert!(
            printed.contains(name) && printed.contains(hint),
            "{printed}"
        );
    }
}

#[test]
fn lists_are_printed_whole_where_no_terminal_cuts_them() {
    let home = Home::new();
    let long = "Why is this question so much longer than a terminal is wide, and who is to read all of it?";
    let title = "A title that is longer than the column of the titles is wide";
    let deck = format!("# {title} {{#mine}}\n\n## {long} {{#long}}\n\nNobody.\n");
    home.write("data/decks/mine.md", &deck);
    assert!(home.ok(&["decks"]).contains(title));
    for list in [&["due", "mine"][..], &["-q", "cards", "mine"]] {
        let printed = home.ok(list);
        assert!(printed.contains(long), "{printed}");
    }
}

#[cfg(unix)]
#[test]
fn a_pager_gets_ascii_where_the_locale_is_not_utf_8() {
    let home = Home::new().with("LC_ALL", "C").with("NO_COLOR", "1");
    let pager = format!("tee {}", home.path("paged").display());
    let home = home.with("PAGER", &pager);
    let mut terminal = home.terminal(&["stats", "--all"], (80, 10));
    assert_eq!(terminal.wait(), crate::pty::End::Code(0));
    let paged = fs::read(home.path("paged")).expect("what the pager got");
    assert!(paged.len() > 500 && paged.is_ascii(), "{}", text(&paged));
}

#[test]
fn twelve_mistakes_give_twelve_diagnostics_with_their_places() {
    let home = Home::new();
    home.write("twelve.md", TWELVE);
    let output = home.run(&["decks", "check", "twelve.md"]);
    assert_eq!(output.status.code(), Some(1));
    let printed = text(&output.stdout);
    assert_eq!(printed.matches("error[D").count(), 12, "{printed}");
    assert!(printed.contains("12 errors"), "{printed}");
    assert_eq!(
        printed.matches("= help: ").count(),
        12,
        "every one says what to do: {printed}"
    );

    let json = home.run(&["decks", "check", "twelve.md", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let places: Vec<(u64, u64)> = json["diagnostics"]
        .as_array()
        .expect("diagnostics")
        .iter()
        .filter(|one| one["severity"] == "error")
        .map(|one| {
            (
                one["line"].as_u64().expect("a line"),
                one["column"].as_u64().expect("a column"),
            )
        })
        .collect();
    // Determined by hand: the line and the character (not byte) of each mistake.
    assert_eq!(places, PLACES);
}

const PLACES: [(u64, u64); 12] = [
    (1, 21),
    (5, 20),
    (7, 1),
    (8, 9),
    (11, 1),
    (16, 10),
    (18, 24),
    (28, 1),
    (38, 1),
    (46, 1),
    (48, 1),
    (52, 1),
];

#[test]
fn a_deck_with_errors_is_left_out_and_named_and_all_others_are_served() {
    let home = Home::new();
    home.recall_deck(3);
    home.write("data/decks/twelve.md", TWELVE);
    let output = home.run(&["cards", "mine"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout).lines().count(), 3);
    let warning = text(&output.stderr);
    assert!(
        warning.contains("decks/twelve.md") && warning.contains("decks check"),
        "{warning}"
    );
}

#[test]
fn the_own_deck_lies_over_the_built_in_one_card_by_card() {
    let home = Home::new();
    let before = home
        .json(&["cards", "runtime", "--json"])
        .as_array()
        .map(Vec::len);
    home.write(
        "data/decks/runtime.md",
        "# My runtime {#runtime}\n\n## How many threads? {#single-threaded}\n\nMine.\n\n## One more? {#one-more}\n\nYes.\n",
    );
    let cards = home.json(&["cards", "runtime", "--json"]);
    let cards = cards.as_array().expect("cards");
    assert_eq!(Some(cards.len()), before.map(|count| count + 1));
    let replaced = cards
        .iter()
        .find(|card| card["id"] == "runtime/single-threaded")
        .expect("it");
    assert_eq!(replaced["question"], "How many threads?");
    let decks = home.json(&["decks", "list", "--json"]);
    let runtime = decks["decks"]
        .as_array()
        .expect("decks")
        .iter()
        .find(|deck| deck["id"] == "runtime");
    assert_eq!(runtime.expect("the deck")["replaced"], 1);
}

#[test]
fn fix_writes_missing_ids_and_nothing_else() {
    let home = Home::new();
    home.write(
        "mine.md",
        "# Mine {#mine}\r\n\r\n## What is 事件循环? ##\r\n\r\nA loop.\r\n",
    );
    let output = home.run(&["decks", "check", "mine.md", "--fix"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let fixed = fs::read_to_string(home.path("mine.md")).expect("the deck");
    let expected =
        "# Mine {#mine}\r\n\r\n## What is 事件循环? ## {#what-is-事件循环}\r\n\r\nA loop.\r\n";
    assert_eq!(fixed, expected);
}

#[test]
fn the_built_in_decks_have_neither_errors_nor_warnings() {
    let home = Home::new();
    let checked = home.json(&["decks", "check", "--json"]);
    assert_eq!(checked["errors"], 0);
    assert_eq!(checked["warnings"], 0, "{:#}", checked["diagnostics"]);
}

/// A file with a prompt that lacks its third probe, and one with nothing wrong.
const BROKEN_PROMPT: &str = "# Mine {#interview-mine}\n<!-- topic: runtime -->\n\n## A {#a}\n\nTell me.\n\n---\n\n\
    - **a**\n- b\n- c\n\n### 1?\n\n- **a**\n\n### 2?\n\n- **a**\n\n### A weak answer\n\nw\n\n### A strong answer\n\ns\n";

fn valid_prompt() -> String {
    BROKEN_PROMPT.replace("### A weak", "### 3?\n\n- **a**\n\n### A weak")
}

#[test]
fn own_interview_prompts_are_checked_with_the_decks_and_never_studied() {
    let home = Home::new();
    let before = home.json(&["decks", "check", "--json"]);
    home.write("data/decks/interview/mine.md", &valid_prompt());
    let after = home.json(&["decks", "check", "--json"]);
    assert_eq!(after["cards"], before["cards"]);
    let count = |checked: &serde_json::Value| checked["prompts"].as_u64().expect("a number");
    assert_eq!(count(&after), count(&before) + 1);
    let output = home.run(&["cards", "--search", "Tell me"]);
    assert!(
        !text(&output.stdout).contains("interview"),
        "prompts are not cards"
    );

    home.write("data/decks/interview/mine.md", BROKEN_PROMPT);
    let output = home.run(&["decks", "check", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let checked: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let fault = &checked["diagnostics"][0];
    assert_eq!(
        (
            fault["file"].as_str(),
            fault["line"].as_u64(),
            fault["code"].as_str()
        ),
        (Some("decks/interview/mine.md"), Some(4), Some("D62"))
    );
}

#[test]
fn a_fault_in_prompts_costs_one_prompt_and_is_told() {
    let home = Home::new();
    let valid = valid_prompt();
    let (_, whole) = valid.split_once("## A {#a}").expect("a prompt");
    let other = format!("{BROKEN_PROMPT}\n## B {{#b}}{whole}");
    home.write("data/decks/interview/deep/mine.md", &other);
    let checked = home.run(&["decks", "check", "data/decks"]);
    assert_eq!(checked.status.code(), Some(1));
    let printed = text(&checked.stdout);
    assert!(
        printed.contains("0 cards, 1 interview prompt (1 left out)"),
        "{printed}"
    );
    #[cfg(unix)]
    {
        let mut interview = home.terminal(&["interview"], (100, 30));
        interview.see("At which level?");
        let written = interview.written();
        assert!(
            written.contains("mine.md: 1 of 2 prompts left out, line 4"),
            "{written}"
        );
        interview.press("\u{3}");
        interview.wait();
    }
}

#[test]
fn a_named_file_is_read_as_prompts_where_its_folder_is_called_interview() {
    let home = Home::new();
    home.write("drafts/interview/mine.md", BROKEN_PROMPT);
    home.write("drafts/mine.md", BROKEN_PROMPT);
    let as_prompts = home.run(&["decks", "check", "drafts/interview"]);
    assert_eq!(as_prompts.status.code(), Some(1));
    assert!(
        text(&as_prompts.stdout).contains("a prompt has three probes, this one has 2"),
        "{}",
        text(&as_prompts.stdout)
    );
    let as_deck = home.run(&["decks", "check", "drafts/mine.md"]);
    assert_eq!(as_deck.status.code(), Some(0), "{}", text(&as_deck.stdout));
}

#[test]
fn fix_writes_the_missing_ids_of_prompts_too() {
    let home = Home::new();
    home.write(
        "data/decks/interview/mine.md",
        &valid_prompt().replace("## A {#a}", "## A"),
    );
    home.run(&["decks", "check", "--fix"]);
    let fixed = fs::read_to_string(home.path("data/decks/interview/mine.md")).expect("the file");
    assert_eq!(fixed, valid_prompt());
}

#[test]
fn decks_are_checked_by_their_ids() {
    let home = Home::new();
    let printed = home.ok(&["decks", "check", "runtime"]);
    assert!(printed.contains("0 errors"), "{printed}");
    let listed = home.json(&["decks", "list", "--json"]);
    let all = listed["decks"].as_array().expect("decks");
    let runtime = all.iter().find(|deck| deck["id"] == "runtime");
    let cards = &runtime.expect("a built-in deck")["cards"];
    assert!(printed.contains(&format!("{cards} cards")), "{printed}");

    home.write(
        "data/decks/of-our-team.md",
        "# Ours {#our-service}\n<!-- topic: ours -->\n\n## What? {#what}\n\nThis.\n",
    );
    for name in ["our-service", "of-our-team"] {
        let printed = home.ok(&["decks", "check", name]);
        assert!(printed.contains("1 card,"), "{name}: {printed}");
    }

    let nowhere = home.run(&["decks", "check", "nowhere"]);
    let printed = text(&nowhere.stderr);
    assert!(
        printed.contains("nowhere") && printed.contains("decks list"),
        "{printed}"
    );
}

#[test]
fn a_path_that_is_not_there_is_an_error_with_its_name() {
    let output = Home::new().run(&["decks", "check", "nowhere.md"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("nowhere.md"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn every_built_in_deck_of_the_folder_is_served() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let files = fs::read_dir(folder)
        .expect("decks")
        .flatten()
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|ending| ending == "md")
        })
        .count();
    let listed = Home::new().json(&["decks", "list", "--json"]);
    assert_eq!(listed["decks"].as_array().map(Vec::len), Some(files));
}
