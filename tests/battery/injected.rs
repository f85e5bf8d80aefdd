//! The real program on a real disk whose system calls fail, under `strace`: every call on every
//! file of a learner, failing in every way, one run each.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::home::{Home, text};
use crate::tools;

use super::figures::{Part, Size, on_all_cores};
use super::means::{injected, journal_files};

/// The calls that a run makes on a learner's files.
const CALLS: [&str; 14] = [
    "openat",
    "read",
    "pread64",
    "write",
    "fdatasync",
    "fsync",
    "ftruncate",
    "statx",
    "fstat",
    "lseek",
    "mkdir",
    "rename",
    "unlink",
    "getdents64",
];

/// How they fail.
const WAYS: [&str; 6] = [
    "error=ENOSPC",
    "error=EIO",
    "error=EROFS",
    "error=EINTR",
    "retval=7",
    "signal=KILL",
];

/// A home in which `count` cards were answered, and those answers.
pub(super) fn home(count: usize) -> Home {
    let home = Home::new();
    home.recall_deck(9);
    for card in 0..count {
        home.ok(&["review", &format!("mine/c{card}"), "good"]);
    }
    home
}

/// The paths whose system calls fail: the journal and its surroundings.
fn paths(home: &Home) -> Vec<PathBuf> {
    let mut paths = journal_files(&home.path("data/reviews"));
    paths.extend(
        paths
            .clone()
            .iter()
            .filter_map(|file| file.parent().map(Path::to_owned)),
    );
    paths.extend(
        [
            "data/reviews",
            "data",
            "data/schedule.json",
            "state",
            "state/device.json",
        ]
        .map(|path| home.path(path)),
    );
    paths
}

/// The cards of all lines in all files, including duplicates, in order.
fn answers(home: &Home) -> Vec<String> {
    let mut found = Vec::new();
    for file in journal_files(&home.path("data/reviews")) {
        let bytes = fs::read(file).expect("a journal");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for line in text.lines().filter(|line| line.ends_with("\"}")) {
            let card = line
                .split("\"card\":\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            found.extend(card.map(ToOwned::to_owned));
        }
    }
    found.sort();
    found
}

/// One run of `nodequiz review mine/c2 good` with one failing call. Returns whether the call was
/// reached.
fn run(case: &Case) -> bool {
    let home = home(2);
    let Case {
        call,
        way,
        when,
        fresh,
    } = *case;
    let before: Vec<String> = if fresh {
        fs::remove_dir_all(home.path("data/reviews")).expect("removed");
        fs::remove_file(home.path("data/schedule.json")).expect("removed");
        Vec::new()
    } else {
        vec!["mine/c0".to_owned(), "mine/c1".to_owned()]
    };
    let device = home.path("data/reviews").join(device(&home));
    let mut paths = paths(&home);
    paths.extend([device.clone(), device.join("2026-11.jsonl")]);
    let what = format!("{call}:{way}:when={when}");
    let program = env!("CARGO_BIN_EXE_nodequiz");
    let words = injected(
        paths.iter().map(PathBuf::as_path),
        &what,
        &home.path("trace"),
        &[program, "review", "mine/c2", "good"],
    );
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let output = home
        .command_of(Path::new(words[0]), &words[1..])
        .output()
        .expect("strace");
    let context = format!("{case:?}\n{}", text(&output.stderr));
    check(&home, &output, &before, &context);
    killed(&output) || trace(&home).contains("(INJECTED)")
}

/// The name of this home's device.
fn device(home: &Home) -> String {
    let state = fs::read_to_string(home.path("state/device.json")).expect("a device");
    let state: serde_json::Value = serde_json::from_str(&state).expect("JSON");
    state["device"].as_str().expect("a name").to_owned()
}

/// The system calls of the last run.
fn trace(home: &Home) -> String {
    fs::read_to_string(home.path("trace")).expect("a trace")
}

fn killed(output: &Output) -> bool {
    output.status.code().is_none()
}

/// Compares what was reported with what is there.
fn check(home: &Home, output: &Output, before: &[String], context: &str) {
    let printed = text(&output.stderr);
    let acknowledged = text(&output.stdout).starts_with("mine/c2: good");
    assert!(!printed.contains("panicked"), "{context}");
    let killed = killed(output);
    assert!(
        killed || [Some(0), Some(1)].contains(&output.status.code()),
        "{context}"
    );
    if output.status.success() {
        assert!(acknowledged, "{context}");
    }
    let there = answers(home);
    let mut expected = before.to_vec();
    if acknowledged || there.len() > before.len() {
        // It is there once; it may be there even if that was not reported.
        expected.push("mine/c2".to_owned());
    }
    assert_eq!(there, expected, "{context}");
    if !killed && !output.status.success() {
        let line = printed.contains("\"card\":\"mine/c2\"") && printed.contains("\"crc\":\"");
        assert!(
            line || printed.contains("nothing was"),
            "neither line nor reassurance: {context}"
        );
    }
    // The next run works, and what it writes is there.
    let next = home.run(&["review", "mine/c5", "hard"]);
    assert!(next.status.success(), "{}{context}", text(&next.stderr));
    expected.push("mine/c5".to_owned());
    assert_eq!(answers(home), expected, "{context}");
}

#[derive(Clone, Copy, Debug)]
struct Case {
    call: &'static str,
    way: &'static str,
    /// Which of these calls goes wrong, from 1.
    when: usize,
    /// Whether the journal does not exist yet.
    fresh: bool,
}

fn every_call(size: Size) {
    if !tools::has("strace", "system calls that fail") {
        return;
    }
    let part = Part::begin(size);
    let kinds: Vec<Case> = [false, true]
        .into_iter()
        .flat_map(|fresh| CALLS.map(|call| (fresh, call)))
        .flat_map(|(fresh, call)| {
            WAYS.map(|way| Case {
                call,
                way,
                when: 1,
                fresh,
            })
        })
        // A partial call shows in its return value.
        .filter(|case| case.way != "retval=7" || case.call == "write")
        .collect();
    let one_in = size.of(17, 1);
    let most = size.of(1, 60);
    let hits = on_all_cores(kinds.len().div_ceil(one_in), |share| {
        let mut hits = Vec::new();
        for kind in share {
            let kind = kinds[kind * one_in];
            for when in 1..=most {
                let case = Case { when, ..kind };
                if !run(&case) {
                    break;
                }
                hits.push(kind.call);
            }
        }
        hits
    });
    let hits: Vec<&str> = hits.into_iter().flatten().collect();
    let calls: BTreeSet<&str> = hits.iter().copied().collect();
    assert!(!hits.is_empty(), "nothing ever went wrong");
    if size == Size::Full {
        for call in ["openat", "write", "fdatasync", "fsync", "mkdir"] {
            assert!(calls.contains(call), "no {call} ever failed: {calls:?}");
        }
    }
    let what = format!(
        "`nodequiz review` under `strace`, one call on the learner's files failing each time ({} kinds of call; ENOSPC, EIO, EROFS, EINTR, kill)",
        calls.len()
    );
    part.end(
        &what,
        hits.len(),
        "0 panics, 0 acknowledged answers lost or doubled, what was not saved is printed",
    );
}

#[test]
fn whichever_system_call_fails_the_report_matches_the_disk() {
    every_call(Size::Reduced);
}

#[test]
#[ignore = "full size, see the battery's first lines"]
fn full_whichever_system_call_fails_the_report_matches_the_disk() {
    every_call(Size::Full);
}
