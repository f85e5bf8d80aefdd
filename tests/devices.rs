//! Several devices without `sync`: a data folder that is copied, shared, or kept in step by other tools.

use std::fs;
use std::path::{Path, PathBuf};

use crate::home::Home;
use crate::remote::{events, learner, shown};

/// Every file below a folder, by its path inside.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path.strip_prefix(folder).expect("inside").to_owned());
            }
        }
    }
    found.sort();
    found
}

/// Copies files from one home to another.
fn copy(from: &Home, to: &Home, folder: &str, names: &[PathBuf]) {
    for name in names {
        let target = to.path(folder).join(name);
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::copy(from.path(folder).join(name), target).expect("copied");
    }
}

/// Copies everything below a folder.
pub(crate) fn copy_all(from: &Home, to: &Home, folder: &str) {
    copy(from, to, folder, &files(&from.path(folder)));
}

fn device(home: &Home) -> String {
    let identity = fs::read_to_string(home.path("state/device.json")).expect("a device");
    let identity: serde_json::Value = serde_json::from_str(&identity).expect("JSON");
    identity["device"].as_str().expect("a name").to_owned()
}

fn at(home: Home, minute: u32) -> Home {
    home.at(&format!("2026-11-20T09:{minute:02}:00+01:00"))
}

#[test]
fn in_whatever_order_files_arrive_every_device_shows_the_same() {
    let mut homes: Vec<Home> = (0..3).map(|_| learner()).collect();
    for round in 0..3_usize {
        homes = homes
            .into_iter()
            .enumerate()
            .map(|(number, home)| {
                let home = at(home, (round * 7 + number * 2) as u32);
                let grade = ["good", "again", "hard"][(round + number) % 3];
                home.ok(&["review", &format!("mine/c{}", (round + number) % 4), grade]);
                home
            })
            .collect();
    }
    let journals: Vec<Vec<PathBuf>> = homes
        .iter()
        .map(|home| files(&home.path("data/reviews")))
        .collect();
    let mut seen = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
        let home = at(learner(), 50);
        for (step, from) in order.into_iter().enumerate() {
            copy(&homes[from], &home, "data/reviews", &journals[from]);
            // It is read in between, so that there is a schedule that can be outdated.
            home.run(&["due"]);
            assert_eq!(events(&home).len(), 3 * (step + 1));
        }
        let snapshot = fs::read(home.path("data/schedule.json")).expect("a snapshot");
        seen.push((shown(&home), snapshot));
    }
    for other in &seen[1..] {
        assert_eq!(other, &seen[0]);
    }
}

#[test]
fn each_device_writes_only_its_own_folder() {
    let one = learner();
    one.ok(&["review", "mine/c0", "good"]);
    let two = learner();
    copy_all(&one, &two, "data/reviews");
    let before = files(&two.path("data/reviews"));
    let bytes = fs::read(two.path("data/reviews").join(&before[0])).expect("a journal");
    two.ok(&["review", "mine/c1", "good"]);
    two.ok(&["review", "mine/c0", "again"]);
    two.ok(&["undo"]);
    two.ok(&["suspend", "mine/c2"]);
    assert_ne!(device(&one), device(&two));
    let after = files(&two.path("data/reviews"));
    assert_eq!(after.len(), 2);
    for name in &after {
        let folder = name.iter().next().expect("a folder").to_string_lossy();
        assert!(
            *folder == *device(&one) || *folder == *device(&two),
            "{name:?}"
        );
    }
    let now = fs::read(two.path("data/reviews").join(&before[0])).expect("a journal");
    assert_eq!(now, bytes);
}

#[test]
fn a_copied_home_and_a_copied_data_folder_are_new_devices() {
    let one = learner();
    one.ok(&["review", "mine/c0", "good"]);
    for folder in [".", "data"] {
        let two = Home::new();
        copy_all(&one, &two, folder);
        two.ok(&["review", "mine/c1", "good"]);
        assert_ne!(device(&two), device(&one), "{folder}");
        // The events of both, each under its own name, and nothing is reported as missing.
        copy_all(&two, &one, "data/reviews");
        assert_eq!(shown(&one), shown(&two), "{folder}");
    }
    assert_eq!(events(&one).len(), 3);
    // The original has kept its name.
    one.ok(&["review", "mine/c2", "good"]);
    assert_eq!(files(&one.path("data/reviews")).len(), 3);
}

#[test]
fn the_conflict_copies_of_sync_tools_are_read_and_nothing_counts_twice() {
    let one = learner();
    for card in ["mine/c0", "mine/c1", "mine/c2", "mine/c3"] {
        one.ok(&["review", card, "good"]);
    }
    let expected = shown(&one);
    let folder = format!("data/reviews/{}", device(&one));
    let text = fs::read_to_string(one.path(&format!("{folder}/2026-11.jsonl"))).expect("a journal");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for copy in [
        "2026-11.sync-conflict-20261120-091530-K3F9ABC.jsonl",
        "2026-11 (Anna's conflicted copy 2026-11-20).jsonl",
        "2026-11 (conflicted copy 2026-11-20 091530).jsonl",
        "2026-11_conflict-20261120-091530.jsonl",
        "2026-11 (1).jsonl",
        "2026-11-laptop.jsonl",
        "2026-11 2.jsonl",
        "2026-11 (Kopie).jsonl",
    ] {
        let two = learner();
        two.write(&format!("{folder}/2026-11.jsonl"), &lines[..3].concat());
        // The copy has lines that the file lacks, and some that it has, ended as on Windows.
        let part = [lines[0], lines[2], lines[3]].concat();
        two.write(&format!("{folder}/{copy}"), &part.replace('\n', "\r\n"));
        assert_eq!(shown(&two), expected, "{copy}");
    }
    // A whole folder as a copy.
    let two = learner();
    two.write(&format!("{folder}/2026-11.jsonl"), &lines[..2].concat());
    two.write(&format!("{folder} (1)/2026-11.jsonl"), &text);
    assert_eq!(shown(&two), expected);
}

#[test]
fn undo_takes_back_this_devices_own_newest_and_every_device_knows() {
    let one = at(learner(), 0);
    one.ok(&["review", "mine/c0", "good"]);
    one.ok(&["review", "mine/c1", "good"]);
    let two = at(learner(), 10);
    copy_all(&one, &two, "data/reviews");
    two.ok(&["review", "mine/c2", "good"]);
    copy_all(&two, &one, "data/reviews");
    let one = at(one, 20);
    // The newest of all is the other device's.
    let printed = one.ok(&["undo"]);
    assert!(printed.contains("mine/c1"), "{printed}");
    copy_all(&one, &two, "data/reviews");
    let two = at(two, 20);
    assert_eq!(shown(&one), shown(&two));
    let stats = two.json(&["stats", "--json"]);
    assert_eq!(stats["today"]["answers"], 2);
    // And the other way round; what is undone is not undone again.
    let printed = two.ok(&["undo"]);
    assert!(printed.contains("mine/c2"), "{printed}");
    copy_all(&two, &one, "data/reviews");
    assert_eq!(shown(&one), shown(&two));
    let printed = two.run(&["undo"]);
    assert!(!String::from_utf8_lossy(&printed.stdout).contains("mine/"));
    assert!(one.ok(&["undo"]).contains("mine/c0"));
}

#[test]
fn a_snapshot_of_another_device_is_never_believed() {
    let one = learner();
    one.ok(&["review", "mine/c0", "good"]);
    let two = learner();
    two.ok(&["review", "mine/c1", "again"]);
    copy_all(&one, &two, "data/reviews");
    let expected = shown(&two);
    fs::copy(
        one.path("data/schedule.json"),
        two.path("data/schedule.json"),
    )
    .expect("copied");
    assert_eq!(shown(&two), expected);
    fs::remove_file(two.path("data/schedule.json")).expect("removed");
    assert_eq!(shown(&two), expected);
}
