//! Cards without written ids keep their history when they are edited.

use crate::home::{Home, text};

const RECAL: &str = "# Noids\n\n## Recal?\n\nThe answer.\n";

fn reviews(home: &Home, card: &str) -> u64 {
    let card = home.json(&["card", card, "--json"]);
    card["reviews"].as_u64().expect("a number")
}

fn events(home: &Home) -> Vec<String> {
    let name = |line: serde_json::Value| line["event"].as_str().expect("an event").to_owned();
    home.journal().into_iter().map(name).collect()
}

#[test]
fn an_edited_card_keeps_its_history_which_is_said_once_and_can_be_undone() {
    let home = Home::new();
    home.write("data/decks/noids.md", RECAL);
    home.ok(&["review", "noids/recal", "good"]);
    home.write("data/decks/noids.md", &RECAL.replace("Recal?", "Recall?"));
    // Commands that record nothing compute it.
    assert_eq!(reviews(&home, "noids/recall"), 1);
    assert_eq!(reviews(&home, "noids/recal"), 1);
    assert_eq!(events(&home), ["review"]);
    let output = home.run(&["review", "noids/recall", "good"]);
    let printed = text(&output.stderr);
    let wanted = "the edited card noids/recall keeps the history of noids/recal";
    assert!(
        output.status.success() && printed.contains(wanted),
        "{printed}"
    );
    assert_eq!(printed.lines().count(), 1, "{printed}");
    assert_eq!(events(&home), ["review", "rename", "review"]);
    assert_eq!(reviews(&home, "noids/recall"), 2);
    home.ok(&["undo"]);
    assert_eq!(reviews(&home, "noids/recall"), 1);
    let undone = home.ok(&["undo"]);
    assert!(
        undone.contains("the history of noids/recal going to noids/recall"),
        "{undone}"
    );
    assert_eq!(reviews(&home, "noids/recall"), 0);
}

#[test]
fn every_name_that_a_card_had_leads_to_it() {
    let home = Home::new();
    home.write("data/decks/noids.md", RECAL);
    home.ok(&["review", "noids/recal", "good"]);
    for (old, new) in [("Recal?", "Recall?"), ("Recall?", "Recalling?")] {
        let deck = std::fs::read_to_string(home.path("data/decks/noids.md")).expect("a deck");
        home.write("data/decks/noids.md", &deck.replace(old, new));
        home.run(&["review", "noids", "good"]);
        home.run(&[
            "mark",
            &format!("noids/{}", new.trim_end_matches('?').to_lowercase()),
        ]);
    }
    assert_eq!(
        events(&home),
        ["review", "rename", "mark", "rename", "unmark"]
    );
    // What the state folder remembers is not needed for it.
    std::fs::remove_dir_all(home.path("state")).expect("removed");
    for name in [
        "noids/recal",
        "noids/recall",
        "noids/recalling",
        "recal",
        "recall",
    ] {
        assert_eq!(
            home.json(&["card", name, "--json"])["id"],
            "noids/recalling",
            "{name}"
        );
    }
    home.ok(&["review", "noids/recal", "good"]);
    assert_eq!(reviews(&home, "noids/recalling"), 2);
    let unknown = text(&home.run(&["card", "noids/recl"]).stderr);
    assert!(unknown.contains("no card is called"), "{unknown}");
}

// The editor is a program that Windows does not have.
#[cfg(unix)]
#[test]
fn a_card_is_edited_by_a_name_that_it_had() {
    let home = Home::new().with("EDITOR", "perl -pi -e 's/The answer/An answer/'");
    home.write("data/decks/noids.md", RECAL);
    home.ok(&["review", "noids/recal", "good"]);
    home.write("data/decks/noids.md", &RECAL.replace("Recal?", "Recall?"));
    home.run(&["review", "noids", "good"]);
    let printed = home.ok(&["edit", "noids/recal"]);
    assert!(printed.contains("Edited noids/recall: "), "{printed}");
}

#[test]
fn a_deck_with_another_title_and_in_another_file_keeps_its_history() {
    let home = Home::new();
    let deck = "# Node basics\n\n## What is libuv? {#libuv}\n\nThe loop.\n";
    home.write("data/decks/a.md", deck);
    home.ok(&["review", "node-basics/libuv", "good"]);
    std::fs::remove_file(home.path("data/decks/a.md")).expect("removed");
    home.write(
        "data/decks/b.md",
        &deck.replace("Node basics", "Node.js basics"),
    );
    assert_eq!(reviews(&home, "node-js-basics/libuv"), 1);
    let checked = home.run(&["decks", "check", "data/decks/b.md"]);
    assert!(text(&checked.stdout).contains("the id of this deck is not written"));
}

#[test]
fn former_names_last_over_several_renames() {
    let home = Home::new();
    let deck = |id: &str, was: &str| {
        home.write(
            "data/decks/d.md",
            &format!("# D {{#d}}\n\n## What? {{#{id}}}\n{was}\nThis.\n"),
        );
    };
    deck("a", "");
    home.ok(&["review", "d/a", "good"]);
    deck("b", "<!-- was: a -->\n");
    home.ok(&["review", "d/b", "good"]);
    deck("c", "<!-- was: b -->\n");
    assert_eq!(reviews(&home, "d/c"), 2);
    let output = home.run(&["review", "d/c", "good"]);
    assert!(output.status.success());
    assert_eq!(reviews(&home, "d/c"), 3);
}

#[test]
fn without_what_was_last_seen_an_edited_card_is_new_and_nothing_else_is_lost() {
    let home = Home::new();
    home.write("data/decks/noids.md", RECAL);
    home.ok(&["review", "noids/recal", "good"]);
    std::fs::remove_file(home.path("state/seen-cards.bin")).expect("removed");
    home.write("data/decks/noids.md", &RECAL.replace("Recal?", "Recall?"));
    assert_eq!(reviews(&home, "noids/recall"), 0);
    home.write("data/decks/noids.md", RECAL);
    assert_eq!(reviews(&home, "noids/recal"), 1);
}

#[test]
fn conflict_copies_never_win_over_the_original() {
    let home = Home::new();
    home.recall_deck(2);
    let copies = [
        "mine (Anna's conflicted copy 2026-11-20).md",
        "mine.sync-conflict-20261120-101500-ABCDEFG.md",
        "mine 2.md",
        "mine-DESKTOP-4F2A.md",
        "mine_LOCAL_1234.md",
    ];
    for copy in copies {
        home.write(
            &format!("data/decks/{copy}"),
            "# Mine {#mine}\n\n## Other? {#c0}\n\nOther.\n",
        );
    }
    let output = home.run(&["cards", "mine", "--json"]);
    let printed = text(&output.stderr);
    for copy in copies {
        let wanted = format!("decks/{copy}: left out: this is a conflict copy of decks/mine.md");
        assert!(printed.contains(&wanted), "{printed}");
    }
    assert!(text(&output.stdout).contains("Question number 0?"));
    // Beside no original it is a deck like any other.
    home.write("data/decks/phase 2.md", "## One?\n\n1\n");
    assert!(!text(&home.run(&["cards"]).stderr).contains("phase"));
}

#[test]
fn tags_and_folders_choose_cards() {
    let home = Home::new();
    home.write(
        "data/decks/backend/a.md",
        "# A {#a}\n<!-- tags: io -->\n\n## One? {#one}\n\n1\n",
    );
    home.write(
        "data/decks/b.md",
        "# B {#b}\n\n## Two? {#two}\n<!-- tags: slow -->\n\n2\n\n## Three? {#three}\n\n3\n",
    );
    let ids = |args: &[&str]| -> Vec<String> {
        let cards = home.json(args);
        let cards = cards.as_array().expect("cards").iter();
        cards
            .map(|card| card["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    assert_eq!(ids(&["cards", "--tag", "io", "--json"]), ["a/one"]);
    assert_eq!(
        ids(&["cards", "--tag", "io", "--tag", "slow", "--json"]),
        ["b/two", "a/one"]
    );
    assert_eq!(ids(&["cards", "backend/", "--json"]), ["a/one"]);
    let due = home.json(&["due", "--tag", "slow", "--json"]);
    let all = home.json(&["due", "b", "--json"]);
    assert_ne!(due, all);
    assert!(home.run(&["stats", "--tag", "slow"]).status.success());
    let decks = home.ok(&["decks", "list", "--tag", "io"]);
    assert!(
        decks.contains("#io") && decks.lines().count() == 1,
        "{decks}"
    );
    for args in [&["cards", "nowhere/"][..], &["cards", "--tag", "sloww"]] {
        assert_eq!(home.run(args).status.code(), Some(2), "{args:?}");
    }
}
