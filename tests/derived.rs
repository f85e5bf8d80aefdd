//! Derived files: the snapshot and the caches. If they are deleted, outdated or damaged, that costs
//! time but never an answer.

use std::fs::{self, File};
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::home::{Home, text};

/// The files that the program makes from others.
const DERIVED: [&str; 3] = [
    "data/schedule.json",
    "cache/reviews.json",
    "cache/decks.bin",
];

/// The age from which files are trusted: newer ones are read every time.
const SETTLED: Duration = Duration::from_millis(3300);

/// A learner with own decks and answers in two months, whose files have been left alone long enough for
/// every cache to be in use.
fn settled() -> Home {
    let home = Home::new().at("2026-10-05T09:00:00+01:00");
    home.recall_deck(6);
    home.write(
        "data/decks/other.md",
        "# Other {#other}\r\n\r\n## What is it? {#it}\r\n\r\n```md\r\n## no card\r\n```\r\n",
    );
    for card in ["mine/c0", "mine/c1", "other/it"] {
        home.ok(&["review", card, "good"]);
    }
    let home = home.at("2026-11-20T09:00:00+01:00");
    home.ok(&["review", "mine/c2", "good"]);
    thread::sleep(SETTLED);
    home.ok(&["due", "--json"]);
    for file in DERIVED {
        assert!(home.path(file).exists(), "{file}");
    }
    home
}

/// The ids and questions of today's queue, and how many cards are due.
fn due(home: &Home) -> (Vec<(String, String)>, Value) {
    let due = home.json(&["due", "--json"]);
    let word = |card: &Value, key: &str| card[key].as_str().expect("a text").to_owned();
    let next = due["next"].as_array().expect("cards").iter();
    let next = next.map(|card| (word(card, "id"), word(card, "question")));
    (next.collect(), due["due"].clone())
}

/// Writes other bytes of the same length into a file, and sets its modification time back.
fn exchange(path: &Path, from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let old: SystemTime = fs::metadata(path)
        .expect("a file")
        .modified()
        .expect("a time");
    let bytes = fs::read_to_string(path).expect("a text");
    assert!(bytes.contains(from), "{bytes}");
    fs::write(path, bytes.replace(from, to)).expect("written");
    let file = File::options().write(true).open(path).expect("a file");
    file.set_modified(old).expect("set back");
}

#[test]
fn derived_files_can_be_deleted_outdated_or_damaged_at_any_time() {
    let home = settled();
    let expected = home.ok(&["due", "--json"]);
    let undamaged = DERIVED.map(|file| fs::read(home.path(file)).expect("a file"));
    for (file, bytes) in DERIVED.iter().zip(&undamaged) {
        let path = home.path(file);
        let mut damages: Vec<Vec<u8>> = vec![Vec::new(), vec![0; bytes.len()], b"{}\n".to_vec()];
        for part in 0..8 {
            let place = part * bytes.len() / 8;
            damages.push(bytes[..place].to_vec());
            let mut flipped = bytes.clone();
            flipped[place] ^= 1;
            damages.push(flipped);
            damages.push([&bytes[place..], &bytes[..place]].concat());
        }
        for damaged in damages {
            fs::write(&path, &damaged).expect("written");
            assert_eq!(home.ok(&["due", "--json"]), expected, "{file}");
        }
        fs::remove_file(&path).expect("removed");
        assert_eq!(home.ok(&["due", "--json"]), expected, "{file} removed");
    }
    // Those from before an answer and an edit are outdated.
    home.ok(&["review", "mine/c5", "again"]);
    home.recall_deck(5);
    let changed = home.ok(&["due", "--json"]);
    assert_ne!(changed, expected);
    for (file, bytes) in DERIVED.iter().zip(&undamaged) {
        fs::write(home.path(file), bytes).expect("written");
        assert_eq!(home.ok(&["due", "--json"]), changed, "{file} of before");
    }
}

// Windows reports no other time than that of the modification.
#[cfg(unix)]
#[test]
fn a_changed_byte_of_an_old_month_is_noticed_behind_its_modification_time() {
    let home = settled();
    let (_, before) = due(&home);
    assert_eq!(before, 3);
    let device = fs::read_dir(home.path("data/reviews"))
        .expect("journals")
        .next()
        .expect("a device")
        .expect("a folder");
    exchange(&device.path().join("2026-10.jsonl"), "mine/c1", "mine/c9");
    let output = home.run(&["due", "--json"]);
    let warning = text(&output.stderr);
    assert!(warning.contains("2 problems in the journal"), "{warning}");
    let after: Value = serde_json::from_str(&text(&output.stdout)).expect("JSON");
    assert_eq!(after["due"], 2);
}

// Windows reports no other time than that of the modification.
#[cfg(unix)]
#[test]
fn an_edited_card_is_noticed_behind_its_modification_time() {
    let home = settled();
    let (next, _) = due(&home);
    assert!(next.contains(&("mine/c0".to_owned(), "Question number 0?".to_owned())));
    exchange(&home.path("data/decks/mine.md"), "Question", "Whatever");
    let (next, _) = due(&home);
    assert!(
        next.contains(&("mine/c0".to_owned(), "Whatever number 0?".to_owned())),
        "{next:?}"
    );
}

#[test]
fn a_deck_with_an_error_is_reported_at_every_start_and_used_again_once_fixed() {
    let home = settled();
    home.write(
        "data/decks/other.md",
        "# Other {#other}\n\n## Broken {#it\n",
    );
    thread::sleep(SETTLED);
    for _ in 0..3 {
        let printed = text(&home.run(&["due", "--json"]).stderr);
        assert!(printed.contains("other.md"), "{printed}");
    }
    home.write(
        "data/decks/other.md",
        "# Other {#other}\n\n## Mended? {#it}\n\nYes.\n",
    );
    let (next, _) = due(&home);
    assert!(
        next.contains(&("other/it".to_owned(), "Mended?".to_owned())),
        "{next:?}"
    );
}

#[test]
fn after_an_answer_the_next_start_reads_no_journal() {
    let home = settled();
    home.ok(&["review", "mine/c4", "good"]);
    let snapshot = || {
        let metadata = fs::metadata(home.path("data/schedule.json")).expect("a snapshot");
        metadata.modified().expect("a time")
    };
    let before = snapshot();
    home.ok(&["due", "--json"]);
    // A start that has to read the journal rewrites the snapshot.
    assert_eq!(snapshot(), before);
}
