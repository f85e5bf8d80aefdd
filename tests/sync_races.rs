//! Syncs at the same moment, beside sessions, and after a backup was restored: every answer is
//! everywhere once.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use crate::home::{Home, text};
use crate::remote::{Remote, events, git, joined, learner, shown};

/// Lets devices answer and sync at once, for this many rounds; returns what each of them has
/// afterwards.
fn rounds(devices: usize, rounds: usize) {
    let remote = Remote::new();
    let first = learner();
    first.ok(&["sync", "init", &remote.address()]);
    let mut homes = vec![first];
    homes.extend((1..devices).map(|_| joined(&remote)));
    thread::scope(|scope| {
        for (number, home) in homes.iter().enumerate() {
            scope.spawn(move || {
                for round in 0..rounds {
                    let card = format!("mine/c{}", (number + round) % 5);
                    // One answer lands while the sync runs.
                    thread::scope(|inner| {
                        home.ok(&["review", &card, "good"]);
                        inner.spawn(|| home.ok(&["review", &card, "hard"]));
                        let output = home.run(&["sync"]);
                        let printed = text(&output.stderr);
                        // If others keep being faster, the sync is postponed, with a message.
                        assert!(
                            output.status.success()
                                || printed.contains("other devices were faster"),
                            "{printed}"
                        );
                    });
                }
            });
        }
    });
    // Once more one after the other, and every device has everything.
    for home in homes.iter().chain(&homes) {
        home.ok(&["sync"]);
    }
    let all = events(&homes[0]);
    assert_eq!(all.len(), devices * rounds * 2);
    let each_once: BTreeSet<&String> = all.iter().collect();
    assert_eq!(each_once.len(), all.len(), "an answer is there twice");
    for home in &homes[1..] {
        assert_eq!(events(home), all);
        assert_eq!(shown(home), shown(&homes[0]));
    }
    let before = git(&remote.path(), &["rev-parse", "main"]);
    homes[0].ok(&["sync"]);
    let after = git(&remote.path(), &["rev-parse", "main"]);
    assert_eq!(before, after, "a sync without news sends nothing");
    git(&remote.path(), &["fsck", "--strict"]);
}

#[test]
fn three_devices_that_sync_at_once_have_every_answer_once() {
    rounds(3, 4);
}

#[test]
#[ignore = "some minutes: cargo test --test promises -- --ignored a_hundred_rounds"]
fn three_devices_that_sync_at_once_for_a_hundred_rounds_have_every_answer_once() {
    rounds(3, 100);
}

#[test]
fn a_sync_that_is_killed_anywhere_is_finished_by_the_next() {
    let remote = Remote::new();
    let one = learner();
    one.ok(&["sync", "init", &remote.address()]);
    let two = joined(&remote);
    for step in 0..5 {
        one.ok(&["review", "mine/c0", "good"]);
        two.ok(&["review", "mine/c1", "good"]);
        two.write(
            "data/decks/more.md",
            &format!("# More {{#more}}\n\n## Q? {{#q}}\n\n{step}.\n"),
        );
        two.ok(&["sync"]);
        let mut sync = one.command(&["sync"]).spawn().expect("it starts");
        thread::sleep(Duration::from_millis(step * 25));
        // It may have ended already.
        let _ = sync.kill();
        sync.wait().expect("it ends");
    }
    one.ok(&["sync"]);
    two.ok(&["sync"]);
    assert_eq!(events(&one).len(), 10);
    assert_eq!(events(&one), events(&two));
    assert_eq!(shown(&one), shown(&two));
    git(&remote.path(), &["fsck", "--strict"]);
}

/// A home that has an answer to fetch while its note of the remote is locked, the home that gave the answer, and the lock.
fn locked(remote: &Remote) -> (Home, Home, PathBuf) {
    let one = learner();
    one.ok(&["sync", "init", &remote.address()]);
    let two = joined(remote);
    two.ok(&["review", "mine/c1", "good"]);
    two.ok(&["sync"]);
    let lock = one.path("data/.git/refs/remotes/nodequiz/main.lock");
    fs::write(&lock, "").expect("a lock");
    (one, two, lock)
}

#[test]
fn a_fetch_waits_for_one_that_a_killed_sync_has_left_running() {
    let remote = Remote::new();
    let (one, two, lock) = locked(&remote);
    let other = thread::spawn(move || {
        thread::sleep(Duration::from_millis(700));
        fs::remove_file(lock).expect("freed");
    });
    one.ok(&["sync"]);
    other.join().expect("it ends");
    assert_eq!(events(&one), events(&two));
}

#[test]
fn a_lock_that_stays_is_named_with_what_to_do_and_nobody_is_sent_online() {
    let remote = Remote::new();
    let (one, _two, _lock) = locked(&remote);
    let refused = one.run(&["sync"]);
    let printed = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{printed}");
    assert!(printed.contains("main.lock': File exists"), "{printed}");
    assert!(printed.contains("delete the lock file"), "{printed}");
    assert!(!printed.contains("online"), "{printed}");
}

/// The journal of this home's own device.
fn own_journal(home: &Home) -> PathBuf {
    let identity = fs::read_to_string(home.path("state/device.json")).expect("a device");
    let identity: serde_json::Value = serde_json::from_str(&identity).expect("JSON");
    let device = identity["device"].as_str().expect("a name");
    home.path(&format!("data/reviews/{device}/2026-11.jsonl"))
}

#[test]
fn after_a_restored_backup_the_journal_is_only_appended_to_and_has_the_lost_lines_again() {
    let remote = Remote::new();
    let one = learner();
    one.ok(&["review", "mine/c0", "good"]);
    let backup = fs::read(own_journal(&one)).expect("a journal");
    one.ok(&["review", "mine/c1", "good"]);
    one.ok(&["sync", "init", &remote.address()]);
    fs::write(own_journal(&one), &backup).expect("restored");
    // A session is open meanwhile, and answers after the sync.
    let mut terminal = one.terminal(&["study", "mine"], (80, 24));
    terminal.see("of ");
    let received = &one.json(&["sync", "--json"])["received"];
    assert_eq!(received["events"], 1);
    terminal.press(" ");
    terminal.see("Enter good");
    terminal.press("3");
    terminal.see("2 of ");
    terminal.press("q");
    terminal.wait();
    let after = fs::read(own_journal(&one)).expect("a journal");
    assert!(after.starts_with(&backup));
    assert_eq!(events(&one).len(), 3);
    one.ok(&["sync"]);
    let two = joined(&remote);
    assert_eq!(events(&two), events(&one));
    assert_eq!(shown(&two), shown(&one));
    let commit = git(&remote.path(), &["rev-parse", "main"]);
    for home in [&one, &two, &one, &two] {
        home.ok(&["sync"]);
    }
    assert_eq!(git(&remote.path(), &["rev-parse", "main"]), commit);
}

#[test]
fn a_line_that_was_caught_half_written_is_completed_by_the_next_sync() {
    let remote = Remote::new();
    let one = learner();
    one.ok(&["review", "mine/c0", "good"]);
    one.ok(&["sync", "init", &remote.address()]);
    let two = joined(&remote);
    one.ok(&["review", "mine/c1", "good"]);
    let path = own_journal(&one);
    let whole = fs::read(&path).expect("a journal");
    let other = path.strip_prefix(one.path("")).expect("inside");
    for cut in [whole.len() - 200, whole.len() - 20, whole.len() - 1] {
        fs::write(&path, &whole[..cut]).expect("cut");
        one.run(&["sync"]);
        two.run(&["sync"]);
        assert_eq!(
            fs::read(two.path("").join(other)).expect("a journal"),
            &whole[..cut]
        );
    }
    fs::write(&path, &whole).expect("whole");
    one.ok(&["sync"]);
    two.ok(&["sync"]);
    assert_eq!(events(&one), events(&two));
    assert_eq!(events(&two).len(), 2);
}

#[test]
fn merging_with_git_by_hand_loses_no_answer_either() {
    let remote = Remote::new();
    let one = learner();
    for card in ["mine/c0", "mine/c1", "mine/c2", "mine/c3"] {
        one.ok(&["review", card, "good"]);
    }
    let journal = fs::read_to_string(own_journal(&one)).expect("a journal");
    let lines: Vec<&str> = journal.lines().collect();
    one.ok(&["sync", "init", &remote.address()]);
    let clone = remote.beside("clone");
    git(
        &remote.beside("."),
        &["clone", "--quiet", "-b", "main", "data.git", "clone"],
    );
    let name = own_journal(&one);
    let file = clone.join(name.strip_prefix(one.path("data")).expect("inside"));
    let commit = |text: String| {
        fs::write(&file, text).expect("a journal");
        git(&clone, &["commit", "--quiet", "-a", "-m", "Lines"]);
    };
    // Both sides go on after the second line; files end in a newline, or not, or not even before.
    for (base_end, end) in [("\n", "\n"), ("\n", ""), ("", "")] {
        git(&clone, &["checkout", "--quiet", "-B", "left", "main"]);
        commit(format!("{}\n{}{base_end}", lines[0], lines[1]));
        git(&clone, &["checkout", "--quiet", "-B", "right"]);
        commit(format!("{}\n{}\n{}{end}", lines[0], lines[1], lines[3]));
        git(&clone, &["checkout", "--quiet", "left"]);
        commit(format!("{}\n{}\n{}{end}", lines[0], lines[1], lines[2]));
        git(&clone, &["merge", "--quiet", "-m", "By hand", "right"]);
        let merged = fs::read(&file).expect("a journal");
        let home = learner();
        let inside = name.strip_prefix(one.path("")).expect("inside");
        home.write(&inside.to_string_lossy(), &String::from_utf8_lossy(&merged));
        let output = home.run(&["stats", "--json"]);
        let stats: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(stats["today"]["answers"], 4, "{base_end:?} {end:?}");
        assert!(
            !text(&output.stderr).contains("not there"),
            "no answer is missing"
        );
    }
}
