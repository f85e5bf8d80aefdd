//! `nodequiz doctor`: each kind of damage is found, explained in plain words, and fixed if a
//! program may do so.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::home::{Home, text};
use crate::journals::{answer, journal, sealed};
use crate::pty::End;

/// The doctor's output for a home: as JSON, with the exit code; the text report agrees.
pub(crate) fn doctor(home: &Home) -> (Value, i32) {
    let run = home.run(&["doctor", "--json"]);
    assert_eq!(text(&run.stderr), "");
    let json: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let code = run.status.code().expect("an exit code");
    assert_eq!(code, i32::from(json["wrong"] != 0), "{json}");
    let shown = home.run(&["doctor"]);
    assert_eq!(shown.status.code(), Some(code));
    let shown = text(&shown.stdout);
    for finding in json["findings"].as_array().expect("findings") {
        let code = finding["code"].as_str().expect("a code");
        assert!(shown.contains(code), "{code} is not in:\n{shown}");
    }
    (json, code)
}

/// The one finding of a kind.
pub(crate) fn finding(json: &Value, code: &str) -> Value {
    let all = json["findings"].as_array().expect("findings");
    let mut found = all.iter().filter(|one| one["code"] == code);
    let first = found.next();
    let first = first.unwrap_or_else(|| panic!("no {code} in {json:#}"));
    assert!(found.next().is_none(), "{code} twice in {json:#}");
    first.clone()
}

fn is_clean(home: &Home) {
    let (json, code) = doctor(home);
    assert_eq!((code, &json["findings"]), (0, &Value::Array(Vec::new())));
}

/// A home in which three cards of an own deck were answered, readable by its owner only.
pub(crate) fn answered() -> Home {
    let home = Home::new();
    home.recall_deck(4);
    home.ok(&["review", "mine/c0", "good"]);
    let (file, mut bytes) = journal(&home);
    let device = file.parent().and_then(Path::file_name).expect("a device");
    let device = device.to_string_lossy().into_owned();
    let more = [(2, "mine/c1"), (3, "mine/c2")];
    bytes.extend(sealed(
        &more.map(|(seq, card)| answer(&device, seq, 60, card)),
    ));
    fs::write(&file, bytes).expect("a journal");
    home.ok(&["doctor", "--fix", "--yes"]);
    home
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[test]
fn a_healthy_home_has_no_findings_and_checking_it_changes_nothing() {
    let fresh = Home::new();
    is_clean(&fresh);
    assert!(!fresh.path("data").exists(), "looking made a folder");
    let home = answered();
    is_clean(&home);
    let before = journal(&home);
    let shown = home.ok(&["doctor"]);
    assert!(shown.contains("Nothing is wrong."), "{shown}");
    assert!(shown.contains("3 records of 1 device in 1 file"), "{shown}");
    assert_eq!(journal(&home), before);
    let names: Vec<_> = fs::read_dir(home.path("data")).expect("a folder").collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn what_others_can_read_is_wrong_and_is_closed() {
    let home = answered();
    let file = journal(&home).0;
    set_mode(&file, 0o644);
    let (json, code) = doctor(&home);
    let found = finding(&json, "open-to-others");
    assert_eq!(
        (code, &found["severity"]),
        (0, &"notice".into()),
        "a folder above is closed"
    );
    for folder in ["", "data", "data/reviews"] {
        set_mode(&home.path(folder), 0o755);
    }
    set_mode(file.parent().expect("a folder"), 0o755);
    let (json, code) = doctor(&home);
    let open = &json["findings"][0];
    assert_eq!((code, &open["severity"]), (1, &"wrong".into()));
    assert_eq!(open["code"], "open-to-others");
    let plan = text(&home.run(&["doctor", "--fix"]).stdout);
    assert!(
        plan.contains(&format!("chmod 600 {}", file.display())),
        "{plan}"
    );
    assert_eq!(mode(&file), 0o644, "shown, not done");
    home.ok(&["doctor", "--fix", "--yes"]);
    assert_eq!((mode(&file), mode(&home.path("data"))), (0o600, 0o700));
    is_clean(&home);
}

#[test]
fn a_file_in_the_place_of_a_folder_is_named() {
    let home = Home::new();
    home.write("data/reviews", "");
    home.write("state", "");
    let (json, code) = doctor(&home);
    assert_eq!(code, 1);
    let files: Vec<&str> = json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|one| one["code"] == "folder-unusable")
        .filter_map(|one| one["file"].as_str())
        .collect();
    let named = |inside: &str| home.path(inside).display().to_string();
    assert_eq!(files, [named("data/reviews"), named("state")]);
}

#[test]
fn settings_that_cannot_be_read_stop_everything_but_the_doctor() {
    let home = answered();
    home.write(
        "config/config.toml",
        "minutes_per_day = 20\nretenton = 0.9\n",
    );
    assert_eq!(home.run(&["due"]).status.code(), Some(1));
    let (json, _) = doctor(&home);
    let found = finding(&json, "settings-fault");
    assert!(
        found["found"]
            .as_str()
            .expect("words")
            .contains("config.toml:2:"),
        "{found}"
    );
    finding(&json, "snapshot-unchecked");
    let fixing = home.run(&["doctor", "--fix", "--yes"]);
    assert_eq!(fixing.status.code(), Some(1));
}

#[test]
fn decks_with_faults_are_named_with_their_line() {
    let home = answered();
    home.write(
        "data/decks/broken.md",
        "# Broken {#broken}\n\n## Which? {#which .chioce}\n\nThis.\n",
    );
    fs::write(home.path("data/decks/latin.md"), b"# Caf\xe9\n").expect("a file");
    home.write(
        "data/decks/interview/mine.md",
        include_str!("decks/bad-prompts/key-points.md"),
    );
    let (json, code) = doctor(&home);
    assert_eq!(code, 1);
    assert_eq!(finding(&json, "deck-unreadable")["file"], "decks/latin.md");
    let errors: Vec<(&str, u64)> = json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|one| one["code"] == "deck-errors")
        .filter_map(|one| Some((one["file"].as_str()?, one["line"].as_u64()?)))
        .collect();
    assert_eq!(
        errors,
        [("decks/broken.md", 3), ("decks/interview/mine.md", 4)]
    );
}

#[test]
fn cards_without_a_deck_are_good_to_know_and_nothing_is_wrong() {
    let home = answered();
    fs::remove_file(home.path("data/decks/mine.md")).expect("removed");
    let (json, code) = doctor(&home);
    let found = finding(&json, "cards-without-deck");
    assert!(
        found["found"]
            .as_str()
            .expect("words")
            .contains("mine/c0, mine/c1, mine/c2")
    );
    assert_eq!(code, 0);
}

#[test]
fn a_saved_schedule_that_is_damaged_wrong_or_old_is_recomputed() {
    let home = answered();
    let path = home.path("data/schedule.json");
    let undamaged = fs::read_to_string(&path).expect("a schedule");
    // Another stability, with a matching checksum: only a comparison can detect it.
    let place = undamaged.rfind(",\"crc\":\"").expect("a checksum");
    let content = undamaged[..place].replace("\"reviews\":1", "\"reviews\":7");
    let crc = crc32fast::hash(content.as_bytes());
    let wrong = format!("{content},\"crc\":\"{crc:08x}\"}}\n");
    let kept = home.path("data/schedule.json.before-doctor-2026-11-20");
    for (broken, code) in [
        (wrong, "snapshot-wrong"),
        (undamaged.replace("mine/c1", "mine/cX"), "snapshot-damaged"),
        (String::new(), "snapshot-damaged"),
    ] {
        fs::write(&path, &broken).expect("written");
        let (json, exit) = doctor(&home);
        finding(&json, code);
        assert_eq!(exit, 1);
        home.ok(&["doctor", "--fix", "--yes"]);
        assert_eq!(fs::read_to_string(&path).expect("a schedule"), undamaged);
        assert_eq!(fs::read_to_string(&kept).expect("the original"), broken);
        fs::remove_file(&kept).expect("removed");
        is_clean(&home);
    }
    let home = home.with("NODEQUIZ_RETENTION", "0.8");
    let (json, exit) = doctor(&home);
    finding(&json, "snapshot-stale");
    assert_eq!(exit, 0);
    home.ok(&["doctor", "--fix", "--yes"]);
    is_clean(&home);
    assert!(!kept.exists(), "an old one is no evidence");
}

#[test]
fn what_a_stopped_program_left_behind_is_removed_once_it_is_old() {
    let home = answered();
    let left =
        [".schedule-abc.tmp", "decks/.nodequiz-abc"].map(|name| home.path("data").join(name));
    for path in &left {
        fs::write(path, "half").expect("a file");
        set_mode(path, 0o600);
    }
    is_clean(&home);
    for path in &left {
        let file = fs::File::options().write(true).open(path).expect("a file");
        file.set_modified(SystemTime::now() - Duration::from_secs(3600))
            .expect("a time");
    }
    let (json, code) = doctor(&home);
    assert_eq!((code, json["notices"].as_u64()), (0, Some(2)));
    home.ok(&["doctor", "--fix", "--yes"]);
    assert!(left.iter().all(|path| !path.exists()));
    is_clean(&home);
}

#[test]
fn an_unfinished_merge_is_seen_without_git() {
    for (sign, what) in [("MERGE_HEAD", "merge"), ("rebase-merge/done", "rebase")] {
        let home = answered();
        home.write(&format!("data/.git/{sign}"), "");
        let (json, code) = doctor(&home);
        let found = finding(&json, "unfinished-merge");
        let command = found["mend"]["command"].as_str().expect("a command");
        assert!(
            code == 1 && command.ends_with(&format!("{what} --abort")),
            "{command}"
        );
    }
}

#[test]
fn a_copied_home_and_a_running_session_are_good_to_know() {
    let home = answered();
    let device = home.path("state/device.json");
    let own = fs::read_to_string(&device).expect("a device");
    fs::write(&device, own.replace("data", "elsewhere")).expect("written");
    finding(&doctor(&home).0, "device-name");
    fs::write(&device, own).expect("written");
    let mut terminal = home.terminal(&["study", "mine"], (80, 24));
    terminal.see("Space show");
    let (json, code) = doctor(&home);
    let found = finding(&json, "session-running");
    let words = found["found"].as_str().expect("words");
    assert!(code == 0 && words.contains("nodequiz study"), "{words}");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn files_that_are_not_journals_or_are_misplaced_are_named() {
    let home = answered();
    let (file, whole) = journal(&home);
    let folder = file.parent().expect("a folder");
    let put = |path: PathBuf, bytes: &[u8]| {
        fs::write(&path, bytes).expect("a file");
        set_mode(&path, 0o600);
    };
    put(folder.join("2026-11.sync-conflict-1.jsonl"), &whole);
    put(home.path("data/reviews/notes.txt"), b"mine");
    put(home.path("data/reviews/loose.jsonl"), &whole);
    put(
        folder.join("2026-11.jsonl.before-doctor-2026-11-19"),
        b"kept",
    );
    let (json, code) = doctor(&home);
    assert_eq!(code, 0);
    let advice = finding(&json, "conflict-copy")["mend"]["words"].clone();
    assert!(
        advice
            .as_str()
            .expect("words")
            .starts_with("you may delete it"),
        "{advice}"
    );
    let odd: Vec<&Value> = json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|one| one["code"] == "odd-file")
        .map(|one| &one["file"])
        .collect();
    assert_eq!(odd, ["reviews/notes.txt", "reviews/loose.jsonl"]);
    put(
        folder.join("2026-11.sync-conflict-1.jsonl"),
        &sealed(&[answer("zzzz", 1, 5, "mine/c3")]),
    );
    let advice = finding(&doctor(&home).0, "conflict-copy")["mend"]["words"].clone();
    assert!(
        advice
            .as_str()
            .expect("words")
            .starts_with("keep it: 1 line"),
        "{advice}"
    );
}

#[test]
fn a_journal_that_cannot_be_read_hides_nothing_else() {
    let home = answered();
    let (file, _) = journal(&home);
    std::os::unix::fs::symlink("2026-10.jsonl", file.with_file_name("2026-10.jsonl"))
        .expect("a circle");
    let mut bytes = fs::read(&file).expect("a journal");
    bytes.extend_from_slice(b"rubbish\n");
    fs::write(&file, bytes).expect("written");
    let failed = home.run(&["due"]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stderr).contains("nodequiz doctor"));
    let (json, _) = doctor(&home);
    finding(&json, "journal-unreadable");
    finding(&json, "unsealed-line");
}

#[test]
fn it_asks_before_it_fixes_and_refuses_without_a_terminal() {
    let home = answered();
    set_mode(&journal(&home).0, 0o640);
    let refused = home.run(&["doctor", "--fix"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--yes"));
    for (key, done) in [("n", false), ("y", true)] {
        let mut terminal = home.terminal(&["doctor", "--fix"], (80, 24));
        terminal.see("chmod 600");
        terminal.see("Do this step?");
        terminal.press(key);
        terminal.see(if done {
            "Nothing is wrong."
        } else {
            "Nothing changed."
        });
        assert_eq!(terminal.wait(), End::Code(0));
        assert_eq!(mode(&journal(&home).0) == 0o600, done);
    }
    for wrong in [&["doctor", "--yes"][..], &["doctor", "--lines"]] {
        assert_eq!(home.run(wrong).status.code(), Some(2));
    }
}
