//! Several devices through a git remote: what they exchange, and how changes on both sides are
//! merged.

use std::fs;

use serde_json::json;

use crate::home::{Home, text};
use crate::remote::{Remote, events, git, joined, learner, refused, shown};

#[test]
fn an_empty_remote_gets_everything_and_a_second_device_shows_the_same() {
    let remote = Remote::new();
    let one = learner();
    one.ok(&["review", "mine/c0", "good"]);
    one.ok(&["review", "mine/c1", "again"]);
    let printed = one.ok(&["sync", "init", &remote.address()]);
    assert!(printed.contains("2 events; decks/mine.md"), "{printed}");
    let two = Home::new();
    let printed = two.ok(&["sync", "init", &remote.address()]);
    assert!(
        printed.contains("Received    2 events; decks/mine.md"),
        "{printed}"
    );
    assert_eq!(shown(&one), shown(&two));
    two.ok(&["review", "mine/c2", "easy"]);
    two.ok(&["sync"]);
    let received = &one.json(&["sync", "--json"])["received"];
    assert_eq!(received["events"], 1);
    assert_eq!(shown(&one), shown(&two));
    assert_eq!(events(&one), events(&two));
    // The snapshot was already rewritten: a start finds it current and leaves it.
    let snapshot = fs::metadata(one.path("data/schedule.json")).expect("a snapshot");
    one.ok(&["due"]);
    let again = fs::metadata(one.path("data/schedule.json")).expect("a snapshot");
    assert_eq!(
        snapshot.modified().expect("a time"),
        again.modified().expect("a time")
    );
}

#[test]
fn folders_in_folders_are_synced_moved_and_deleted() {
    let remote = Remote::new();
    let (one, two) = (learner(), Home::new());
    let deck = |id: &str| format!("# {id} {{#{id}}}\n\n## Q? {{#q}}\n\nA.\n");
    one.write("data/decks/backend/deep/a.MD", &deck("a"));
    one.write("data/decks/backend/ü b.md", &deck("b"));
    one.write("data/decks/interview/sub/p.md", "# P {#p}\n");
    one.ok(&["review", "a/q", "good"]);
    one.ok(&["sync", "init", &remote.address()]);
    two.ok(&["sync", "init", &remote.address()]);
    assert_eq!(shown(&one), shown(&two));
    // Moved on one device, edited on the other.
    fs::rename(
        one.path("data/decks/backend/ü b.md"),
        one.path("data/decks/b.md"),
    )
    .expect("moved");
    two.write(
        "data/decks/backend/deep/a.MD",
        &deck("a").replace("A.", "An answer."),
    );
    fs::remove_file(two.path("data/decks/interview/sub/p.md")).expect("removed");
    for home in [&one, &two, &one] {
        home.ok(&["sync"]);
    }
    assert_eq!(shown(&one), shown(&two));
    for home in [&one, &two] {
        let there = |file: &str| home.path(file).exists();
        assert!(there("data/decks/b.md") && !there("data/decks/backend/ü b.md"));
        assert!(!there("data/decks/interview/sub/p.md"));
        assert_eq!(
            home.json(&["card", "a/q", "--json"])["answer"],
            "An answer."
        );
    }
}

#[test]
fn only_journals_decks_prompts_and_reports_travel() {
    let remote = Remote::new();
    let one = learner();
    one.write("data/decks/interview/mine.md", "# Mine {#mine}\n");
    one.write("data/reports/2026-11-20-a-b.md", "- card: `a/b`\n");
    one.write("data/decks/.mine.md.swp", "x");
    one.write("data/reviews/abcd/.syncing.tmp", "x");
    one.ok(&["review", "mine/c0", "good"]);
    let output = one.run(&["sync", "init", &remote.address()]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let listed = git(&remote.path(), &["ls-tree", "-r", "--name-only", "main"]);
    let names: Vec<&str> = listed
        .lines()
        .filter(|name| !name.starts_with("reviews/"))
        .collect();
    let expected = [
        ".gitattributes",
        ".gitignore",
        "decks/interview/mine.md",
        "decks/mine.md",
        "reports/2026-11-20-a-b.md",
    ];
    assert_eq!(names, expected);
    assert_eq!(listed.lines().count(), expected.len() + 1, "{listed}");
    // For users who look with git.
    let status = git(&one.path("data"), &["status", "--short"]);
    assert_eq!(status, "");
}

#[test]
fn the_status_says_what_is_not_yet_sent_or_received() {
    let remote = Remote::new();
    let one = learner();
    let status = one.ok(&["sync", "status"]);
    assert!(status.contains("Sync is not set up"), "{status}");
    assert_eq!(
        one.json(&["sync", "status", "--json"])["remote"],
        json!(null)
    );
    one.ok(&["sync", "init", &remote.address()]);
    let two = joined(&remote);
    two.ok(&["review", "mine/c0", "good"]);
    two.ok(&["sync"]);
    one.ok(&["review", "mine/c1", "good"]);
    one.ok(&["review", "mine/c2", "good"]);
    one.write("data/decks/more.md", "# More {#more}\n\n## Q? {#q}\n\nA.\n");
    let known = one.json(&["sync", "status", "--offline", "--json"]);
    assert_eq!(known["asked"], false);
    assert_eq!(known["to_receive"]["events"], 0);
    let status = one.json(&["sync", "status", "--json"]);
    assert_eq!(status["schema"], 1);
    assert_eq!(status["remote"], remote.address());
    assert_eq!(status["last_sync"], "2026-11-20T09:00:00+01:00");
    assert_eq!(status["to_send"]["events"], 2);
    assert_eq!(status["to_send"]["files"], json!(["decks/more.md"]));
    assert_eq!(status["to_receive"]["events"], 1);
    assert_eq!(status["to_receive"]["files"], json!([]));
    one.ok(&["sync"]);
    let status = one.json(&["sync", "status", "--json"]);
    for direction in ["to_send", "to_receive"] {
        let nothing = json!({"events": 0, "devices": [], "files": []});
        assert_eq!(status[direction], nothing, "{direction}");
    }
    // If the remote is unavailable, the status says so, and shows what is known.
    fs::rename(remote.path(), remote.beside("away.git")).expect("renamed");
    one.ok(&["review", "mine/c3", "good"]);
    let status = one.ok(&["sync", "status"]);
    assert!(status.contains("To send     1 event"), "{status}");
    assert!(status.contains("the remote was not asked"), "{status}");
    assert!(
        status.contains("! there is no git repository at"),
        "{status}"
    );
}

#[test]
fn a_device_that_has_the_settings_joins_by_itself() {
    let remote = Remote::new();
    let one = learner();
    one.ok(&["sync", "init", &remote.address()]);
    let two = Home::new().with("NODEQUIZ_SYNC_REMOTE", &remote.address());
    two.ok(&["sync"]);
    assert_eq!(shown(&one), shown(&two));
    let config = fs::read_to_string(one.path("config/config.toml")).expect("settings");
    assert!(config.contains(&remote.address()), "{config}");
}

#[test]
fn two_devices_with_histories_of_their_own_keep_both() {
    let remote = Remote::new();
    let (one, two) = (learner(), learner());
    one.ok(&["review", "mine/c0", "good"]);
    two.ok(&["review", "mine/c1", "again"]);
    // Each of them has committed before it knows of the other.
    let elsewhere = Remote::new();
    two.ok(&["sync", "init", &elsewhere.address()]);
    one.ok(&["sync", "init", &remote.address()]);
    two.ok(&["sync", "init", &remote.address()]);
    one.ok(&["sync"]);
    assert_eq!(events(&one), events(&two));
    assert_eq!(events(&one).len(), 2);
    assert_eq!(shown(&one), shown(&two));
}

const DECK: &str = "# Mine {#mine}\n\n## First? {#first}\n\nOne.\n\n## Second? {#second}\n\nTwo.\n";

/// Two devices that have the deck `mine`.
fn two_with_a_deck(remote: &Remote) -> (Home, Home) {
    let one = Home::new();
    one.write("data/decks/mine.md", DECK);
    one.ok(&["sync", "init", &remote.address()]);
    let two = joined(remote);
    (one, two)
}

fn deck(home: &Home) -> String {
    fs::read_to_string(home.path("data/decks/mine.md")).expect("a deck")
}

#[test]
fn a_deck_changed_in_different_places_gets_both_changes() {
    let remote = Remote::new();
    let (one, two) = two_with_a_deck(&remote);
    one.write("data/decks/mine.md", &DECK.replace("One.", "Uno."));
    two.write("data/decks/mine.md", &DECK.replace("Two.", "Due."));
    one.ok(&["sync"]);
    let printed = two.ok(&["sync"]);
    assert!(printed.contains("both changes are in it"), "{printed}");
    one.ok(&["sync"]);
    let both = DECK.replace("One.", "Uno.").replace("Two.", "Due.");
    assert_eq!(deck(&one), both);
    assert_eq!(deck(&two), both);
}

#[test]
fn of_a_deck_changed_in_the_same_place_both_versions_are_kept_until_one_is_deleted() {
    let remote = Remote::new();
    let (one, two) = two_with_a_deck(&remote);
    let (uno, eins) = (DECK.replace("One.", "Uno."), DECK.replace("One.", "Eins."));
    one.write("data/decks/mine.md", &uno);
    two.write("data/decks/mine.md", &eins);
    two.ok(&["review", "mine/first", "good"]);
    one.ok(&["sync"]);
    let printed = two.ok(&["sync"]);
    let words: Vec<&str> = printed.split_whitespace().collect();
    let words = words.join(" ");
    assert!(
        words.contains("decks/mine.md was changed in two places. It stays in use as it is; the other version is kept in decks/mine.md.other."),
        "{printed}"
    );
    assert_eq!(deck(&two), eins);
    one.ok(&["sync"]);
    for home in [&one, &two] {
        assert_eq!(deck(home), eins);
        let other = fs::read_to_string(home.path("data/decks/mine.md.other"));
        assert_eq!(other.expect("the other version"), uno);
        let versions = &home.json(&["sync", "status", "--json"])["versions"];
        assert_eq!(
            *versions,
            json!([{"file": "decks/mine.md", "other": "decks/mine.md.other"}])
        );
        // It is not read as a deck: no duplicate cards are reported.
        home.ok(&["stats"]);
    }
    fs::remove_file(one.path("data/decks/mine.md.other")).expect("deleted");
    one.ok(&["sync"]);
    let printed = two.ok(&["sync"]);
    assert!(
        printed.contains("decks/mine.md.other: deleted"),
        "{printed}"
    );
    assert!(!two.path("data/decks/mine.md.other").exists());
}

#[test]
fn a_deck_deleted_on_one_device_goes_on_the_other_unless_that_has_changed_it() {
    let remote = Remote::new();
    let (one, two) = two_with_a_deck(&remote);
    one.write("data/decks/gone.md", "# Gone {#gone}\n\n## Q? {#q}\n\nA.\n");
    one.ok(&["sync"]);
    two.ok(&["sync"]);
    fs::remove_file(one.path("data/decks/gone.md")).expect("deleted");
    fs::remove_file(one.path("data/decks/mine.md")).expect("deleted");
    two.write("data/decks/mine.md", &DECK.replace("One.", "Uno."));
    one.ok(&["sync"]);
    let printed = two.ok(&["sync"]);
    assert!(!two.path("data/decks/gone.md").exists());
    assert!(printed.contains("but changed here: it stays"), "{printed}");
    one.ok(&["sync"]);
    assert_eq!(deck(&one), DECK.replace("One.", "Uno."));
}

#[test]
fn a_journal_never_goes_even_where_somebody_deletes_it_in_the_repository() {
    let remote = Remote::new();
    let one = learner();
    one.ok(&["review", "mine/c0", "good"]);
    one.ok(&["sync", "init", &remote.address()]);
    let clone = remote.beside("clone");
    git(
        &remote.beside("."),
        &["clone", "--quiet", "-b", "main", "data.git", "clone"],
    );
    git(&clone, &["rm", "--quiet", "-r", "reviews"]);
    fs::write(clone.join("NOTES.txt"), "mine").expect("a file");
    std::os::unix::fs::symlink("/etc/passwd", clone.join("decks/link.md")).expect("a link");
    git(&clone, &["add", "NOTES.txt", "decks/link.md"]);
    git(&clone, &["commit", "--quiet", "-m", "Tidied"]);
    git(&clone, &["push", "--quiet", "origin", "HEAD:main"]);
    one.ok(&["sync"]);
    assert_eq!(events(&one).len(), 1);
    let two = joined(&remote);
    assert_eq!(events(&two), events(&one));
    // Other files in the repository stay there, and are not written to any disk.
    let listed = git(&remote.path(), &["ls-tree", "-r", "--name-only", "main"]);
    for name in ["NOTES.txt", "decks/link.md"] {
        assert!(listed.contains(name), "{listed}");
        let path = two.path("data").join(name);
        assert!(path.symlink_metadata().is_err(), "{name}");
    }
}

#[test]
fn a_missing_folder_is_restored_and_a_broken_link_is_reported() {
    let remote = Remote::new();
    let (one, two) = two_with_a_deck(&remote);
    fs::remove_dir_all(one.path("data/decks")).expect("removed");
    one.ok(&["sync"]);
    assert_eq!(deck(&one), DECK);
    std::os::unix::fs::symlink("/no/such/deck.md", one.path("data/decks/far.md")).expect("a link");
    let printed = refused(&one, &["sync"]);
    assert!(printed.contains("decks/far.md"), "{printed}");
    fs::remove_file(one.path("data/decks/far.md")).expect("removed");
    one.ok(&["sync"]);
    two.ok(&["sync"]);
    assert_eq!(deck(&two), DECK);
}

#[test]
fn without_a_remote_changes_are_only_committed_and_a_message_says_so() {
    let remote = Remote::new();
    let one = learner();
    one.ok(&["sync", "init", &remote.address()]);
    git(&one.path("data"), &["remote", "remove", "nodequiz"]);
    fs::remove_file(one.path("config/config.toml")).expect("no setting");
    one.ok(&["review", "mine/c0", "good"]);
    let printed = one.ok(&["sync"]);
    assert!(
        printed.contains("only committed on this device"),
        "{printed}"
    );
    let listed = git(&one.path("data"), &["ls-files", "reviews"]);
    assert_eq!(listed.lines().count(), 1);
    let status = one.ok(&["sync", "status"]);
    assert!(status.contains("Sync is not set up"), "{status}");
}

#[test]
fn one_sync_runs_at_a_time_but_beside_a_session() {
    let remote = Remote::new();
    let one = learner();
    one.ok(&["sync", "init", &remote.address()]);
    let lock = fs::File::options()
        .write(true)
        .open(one.path("state/files.lock"))
        .expect("a lock");
    lock.try_lock().expect("nobody has it");
    let printed = refused(&one, &["sync"]);
    assert!(printed.contains("bringing in files already"), "{printed}");
    drop(lock);
    let mut terminal = one.terminal(&["study", "mine"], (80, 24));
    terminal.see("Question number 0?");
    one.ok(&["sync"]);
    terminal.press(" ");
    terminal.see("Enter good");
    terminal.press("3");
    terminal.see("Question number 1?");
    terminal.press("q");
    terminal.wait();
    one.ok(&["sync"]);
    assert_eq!(events(&joined(&remote)).len(), 1);
}
