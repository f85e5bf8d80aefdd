//! A fault in a deck costs what it touches, and every command says so.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::home::{Home, text};

/// A home with 51 cards, of which the last has a fault.
fn faulty() -> Home {
    let home = Home::new();
    home.recall_deck(50);
    let path = home.path("data/decks/mine.md");
    let whole = fs::read_to_string(&path).expect("the deck");
    let faulty = format!("{whole}\n## Typo? {{#typo}}\n<!-- wieght: 3 -->\n\nx\n");
    fs::write(&path, faulty).expect("the deck");
    home
}

const LINE: usize = 204;

#[test]
fn one_faulty_card_is_left_out_alone_and_every_command_says_so() {
    let home = faulty();
    let warning =
        format!("decks/mine.md: 1 of 51 cards left out, line {LINE}: `wieght` is not a key");
    for args in [
        &["cards", "mine"][..],
        &["due", "mine"],
        &["stats"],
        &["decks"],
    ] {
        let output = home.run(args);
        assert!(output.status.success(), "{args:?}");
        let printed = text(&output.stderr);
        assert!(printed.contains(&warning), "{args:?}: {printed}");
        assert_eq!(printed.lines().count(), 1, "{args:?}: {printed}");
    }
    let cards = home.run(&["cards", "mine"]);
    assert_eq!(text(&cards.stdout).lines().count(), 50);
    let due = text(&home.run(&["due", "mine", "--short"]).stdout);
    let cost = format!("decks/mine.md: 1 of 51 cards left out, line {LINE}");
    assert!(due.trim_end().ends_with(&cost), "{due}");
}

#[test]
fn a_card_with_a_fault_is_named_by_it() {
    let home = faulty();
    for args in [
        &["card", "mine/typo"][..],
        &["card", "typo"],
        &["review", "typo", "good"],
    ] {
        let output = home.run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let printed = text(&output.stderr);
        let wanted =
            format!("`mine/typo` is left out: decks/mine.md:{LINE}: `wieght` is not a key");
        assert!(printed.contains(&wanted), "{args:?}: {printed}");
    }
    assert!(home.run(&["review", "mine/c1", "good"]).status.success());
}

#[test]
fn a_file_that_cannot_be_read_costs_only_itself() {
    let home = Home::new();
    home.recall_deck(3);
    let decks = home.path("data/decks");
    fs::write(
        decks.join("latin.md"),
        b"# Latin {#latin}\n\n## Caf\xe9? {#x}\n\ny\n",
    )
    .expect("a file");
    std::os::unix::fs::symlink("nowhere.md", decks.join("link.md")).expect("a link");
    fs::write(decks.join("closed.md"), "# C\n").expect("a file");
    fs::set_permissions(decks.join("closed.md"), fs::Permissions::from_mode(0o0)).expect("closed");
    let closed_to_us = fs::read(decks.join("closed.md")).is_err();
    for args in [
        &["cards", "mine"][..],
        &["due"],
        &["stats"],
        &["decks", "list"],
    ] {
        let output = home.run(args);
        assert!(output.status.success(), "{args:?}");
        let warnings = text(&output.stderr);
        assert!(
            warnings.contains("decks/latin.md: left out: line 3 is not UTF-8 text"),
            "{warnings}"
        );
        assert!(
            warnings.contains("decks/link.md: left out: this link leads to a file"),
            "{warnings}"
        );
        assert_eq!(
            warnings.contains("decks/closed.md: left out: Permission denied"),
            closed_to_us
        );
    }
    assert_eq!(
        home.run(&["cards", "mine"])
            .stdout
            .split(|byte| *byte == b'\n')
            .count(),
        4
    );
    let fixed = text(&home.run(&["decks", "check", "--fix"]).stderr);
    let offer = "decks/latin.md may be Windows-1252; then line 3 says:\n    ## Café? {#x}\n";
    assert!(fixed.contains(offer), "{fixed}");
    let checked = home.run(&["decks", "check", "data/decks"]);
    assert_eq!(checked.status.code(), Some(1));
    let printed = text(&checked.stdout);
    assert!(printed.contains("decks/latin.md:3:7"), "{printed}");
    assert!(printed.contains("3 cards"), "{printed}");
}

#[test]
fn comments_that_are_no_keys_are_nobodys_business() {
    let home = Home::new();
    home.write("data/decks/notes.md", "# Notes {#notes}\n\n<!-- prettier-ignore -->\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\
        <!-- table of contents ends -->\n\n## One? {#one}\n<!-- TODO: write -->\n<!-- weight: 3 -->\n\nAn answer.\n\n\
        ## Two? {#two}\n<!-- note: not now\nsee above -->\n\nAnother.\n");
    let cards = home.json(&["cards", "notes", "--json"]);
    assert_eq!(cards.as_array().map(Vec::len), Some(2));
    assert_eq!(cards[0]["weight"], 3);
    let checked = home.json(&["decks", "check", "data/decks/notes.md", "--json"]);
    assert_eq!(checked["diagnostics"], serde_json::json!([]));
}

#[test]
fn what_is_below_too_many_folders_is_named() {
    let home = Home::new();
    home.write(
        &format!("data/decks/{}a.md", "x/".repeat(17)),
        "# A {#a}\n\n## Q? {#q}\n\nA.\n",
    );
    let printed = text(&home.run(&["cards"]).stderr);
    assert!(
        printed.contains("folders are read 16 levels deep"),
        "{printed}"
    );
}

#[test]
fn two_decks_with_one_id_are_an_error_that_names_both_files() {
    let home = Home::new();
    home.write("data/decks/a.md", "# A {#same}\n\n## One? {#one}\n\n1\n");
    home.write(
        "data/decks/backend/b.md",
        "# B {#same}\n\n## Two? {#two}\n\n2\n",
    );
    let output = home.run(&["cards", "same"]);
    let printed = text(&output.stderr);
    let wanted =
        "decks/backend/b.md: 1 of 1 card left out, line 1: decks/a.md is the deck `same`, too";
    assert!(printed.contains(wanted), "{printed}");
    let output = home.run(&["card", "same/two"]);
    assert!(text(&output.stderr).contains("`same/two` is left out"));
}

#[test]
fn folders_in_the_folder_of_decks_are_read_by_the_program_and_by_check_alike() {
    let home = Home::new();
    home.write(
        "data/decks/backend/deep/a.MD",
        "# A {#a}\n\n## One? {#one}\n\n1\n",
    );
    home.write("data/decks/b.markdown", "# B {#b}\n\n## Two? {#two}\n\n2\n");
    home.write(
        "data/decks/.hidden/c.md",
        "# C {#c}\n\n## Three? {#three}\n\n3\n",
    );
    std::os::unix::fs::symlink("..", home.path("data/decks/backend/round")).expect("a link");
    let decks = home.json(&["decks", "list", "--json"]);
    let own: Vec<&str> = decks["decks"]
        .as_array()
        .expect("decks")
        .iter()
        .filter(|deck| deck["own"] == true)
        .filter_map(|deck| deck["file"].as_str())
        .collect();
    assert_eq!(own, ["decks/b.markdown", "decks/backend/deep/a.MD"]);
    let checked = home.json(&["decks", "check", "data/decks", "--json"]);
    assert_eq!(checked["cards"], 2);
}
