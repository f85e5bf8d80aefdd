//! Files from strangers, and a machine that is not as it should be: nothing runs, nothing is sent, nothing is left
//! out in silence.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::home::{Home, text};
use crate::remote::{Remote, events, git, joined, learner, refused, script_at, shown};
use crate::tools;

/// An archive whose settings run programs and send data; running any of them leaves a file.
fn hostile_archive(home: &Home) -> String {
    let stranger = learner();
    let mark = home.path("it-ran").to_string_lossy().into_owned();
    stranger.write(
        "config/config.toml",
        &format!(
            "minutes_per_day = 35\neditor = \"touch {mark}\"\nnode = \"touch {mark}\"\n\n[sync]\nremote = \"ext::touch {mark}\"\n"
        ),
    );
    stranger.ok(&["review", "mine/c0", "good"]);
    let archive = home.path("x.zip").to_string_lossy().into_owned();
    stranger.ok(&["export", "--archive", &archive]);
    archive
}

fn settings(home: &Home) -> String {
    fs::read_to_string(home.path("config/config.toml")).unwrap_or_default()
}

#[test]
fn settings_of_an_archive_that_run_or_send_are_left_out_and_named() {
    let home = Home::new();
    let archive = hostile_archive(&home);
    let foreseen = home.ok(&["import", "--archive", &archive, "--dry-run"]);
    for name in ["editor = touch", "node = touch", "sync.remote = ext::"] {
        assert!(foreseen.contains(name), "{foreseen}");
    }
    assert_eq!(settings(&home), "");
    let done = home.json(&["import", "--archive", &archive, "--json"]);
    let named: Vec<_> = done["reaching_out"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|setting| (setting["name"].clone(), setting["taken"].clone()))
        .collect();
    let left = |name: &str| (json!(name), json!(false));
    assert_eq!(named, [left("editor"), left("node"), left("sync.remote")]);
    let taken = settings(&home);
    assert!(
        taken.contains("minutes_per_day = 35") && !taken.contains("touch"),
        "{taken}"
    );
    home.run(&["sync"]);
    assert!(!home.path("it-ran").exists());
}

#[test]
fn on_a_terminal_such_settings_are_shown_and_asked_for() {
    for (key, taken) in [("n", false), ("y", true)] {
        let home = Home::new();
        let archive = hostile_archive(&home);
        let mut terminal = home.terminal(&["import", "--archive", &archive], (100, 30));
        terminal.see("editor = touch");
        terminal.see("Only if the archive is yours");
        terminal.press(key);
        terminal.wait();
        assert_eq!(settings(&home).contains("touch"), taken, "{key}");
    }
}

#[test]
fn a_hostile_remote_writes_nowhere_else_and_what_it_says_is_cleaned() {
    if !tools::has("git", "sync with a hostile remote") {
        return;
    }
    let remote = Remote::new();
    let one = learner();
    one.ok(&["sync", "init", &remote.address()]);
    // A stranger with access: a link, a program, a name that leads out, a large file, attributes that run.
    let work = remote.beside("work");
    git(
        &remote.beside(""),
        &[
            "clone",
            "--quiet",
            &remote.address(),
            "work",
            "--branch",
            "main",
        ],
    );
    fs::create_dir_all(work.join("decks")).expect("a folder");
    symlink("/etc/passwd", work.join("decks/link.md")).expect("a link");
    script_at(&work.join("hooks/post-checkout"), "touch /tmp/never");
    fs::write(work.join("decks/large.md"), vec![b'x'; 33 << 20]).expect("a file");
    fs::write(
        work.join("decks/fine.md"),
        "# Fine {#fine}\n\n## Q? {#q}\n\nA.\n",
    )
    .expect("a file");
    fs::write(work.join("config.toml"), "editor = \"touch it-ran\"\n").expect("a file");
    let attributes = work.join(".gitattributes");
    let before = fs::read_to_string(&attributes).expect("attributes");
    fs::write(
        &attributes,
        before + "*.md filter=evil diff=evil merge=evil\n",
    )
    .expect("written");
    git(&work, &["add", "--all", "--force"]);
    git(&work, &["commit", "--quiet", "--message", "x"]);
    git(&work, &["push", "--quiet", "origin", "main"]);
    let printed = one.json(&["sync", "--json"]);
    assert!(one.path("data/decks/fine.md").exists());
    for none in [
        "data/decks/link.md",
        "data/decks/large.md",
        "data/config.toml",
        "data/hooks",
    ] {
        assert!(one.path(none).symlink_metadata().is_err(), "{none}");
    }
    assert_eq!(printed["left_out"][0]["file"], "decks/large.md");
    assert_eq!(settings(&one).matches("touch").count(), 0);
    // What it had is there after further rounds.
    one.ok(&["review", "mine/c0", "good"]);
    one.run(&["sync"]);
    let names = git(&remote.path(), &["ls-tree", "-r", "--name-only", "main"]);
    for kept in [
        "decks/link.md",
        "decks/large.md",
        "decks/fine.md",
        "config.toml",
    ] {
        assert!(names.contains(kept), "{names}");
    }
    remote.guarded_by("printf '\\033]52;c;RVZJTA==\\007no\\n' >&2; exit 1");
    one.ok(&["review", "mine/c1", "good"]);
    let printed = refused(&one, &["sync"]);
    assert!(
        printed.contains("no") && !printed.contains('\u{1b}'),
        "{printed:?}"
    );
}

#[test]
fn a_file_that_cannot_be_written_here_blocks_only_itself() {
    if !tools::has("git", "sync with a file that cannot be written") {
        return;
    }
    let remote = Remote::new();
    let (one, two) = (learner(), Home::new());
    one.ok(&["sync", "init", &remote.address()]);
    two.ok(&["sync", "init", &remote.address()]);
    one.write("data/decks/interview/new.md", "# New {#new}\n");
    one.write(
        "data/decks/other.md",
        "# Other {#other}\n\n## Q? {#q}\n\nA.\n",
    );
    one.ok(&["sync"]);
    // A file is where the folder should be.
    two.write("data/decks/interview", "mine");
    let blocked =
        |report: &serde_json::Value| report["left_out"][0]["file"] == "decks/interview/new.md";
    for _ in 0..2 {
        let output = two.run(&["sync", "--json"]);
        let report = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(blocked(&report), "{report}");
        assert!(two.path("data/decks/other.md").exists());
        two.ok(&["review", "other/q", "good"]);
    }
    let there = git(&remote.path(), &["ls-tree", "-r", "--name-only", "main"]);
    assert!(there.contains("decks/interview/new.md"), "{there}");
    fs::remove_file(two.path("data/decks/interview")).expect("removed");
    two.ok(&["sync"]);
    assert!(two.path("data/decks/interview/new.md").exists());
}

/// Empties the files of a repository that a power cut would.
fn empty(folder: &Path, such: &dyn Fn(&Path) -> bool) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            empty(&path, such);
        } else if such(&path) {
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            fs::set_permissions(&path, mode).expect("a mode");
            fs::write(&path, "").expect("emptied");
        }
    }
}

#[test]
fn a_repository_that_a_power_cut_emptied_is_made_anew_and_nothing_is_lost() {
    if !tools::has("git", "sync after a power cut") {
        return;
    }
    let is_object = |path: &Path| {
        let inside = path.to_string_lossy();
        inside.contains("/objects/") && path.extension().is_none()
    };
    let is_ref = |path: &Path| path.to_string_lossy().contains("/refs/");
    let is_config = |path: &Path| path.ends_with("config");
    let is_head = |path: &Path| path.ends_with("HEAD");
    let damages: [&dyn Fn(&Path) -> bool; 4] = [&is_object, &is_ref, &is_config, &is_head];
    for (number, damage) in damages.into_iter().enumerate() {
        let remote = Remote::new();
        let one = learner();
        one.ok(&["sync", "init", &remote.address()]);
        one.ok(&["review", "mine/c0", "good"]);
        let before = (events(&one), shown(&one));
        empty(&one.path("data/.git"), damage);
        let printed = one.ok(&["sync"]);
        assert!(printed.contains("damaged"), "{number}: {printed}");
        assert_eq!((events(&one), shown(&one)), before, "{number}");
        let two = joined(&remote);
        assert_eq!(events(&two), before.0, "{number}");
        assert!(one.ok(&["sync"]).contains("nothing"), "{number}");
    }
}

#[test]
fn whatever_git_is_set_to_what_is_sent_is_what_is_here() {
    if !tools::has("git", "sync with odd settings of git") {
        return;
    }
    let remote = Remote::new();
    let one = learner();
    one.write(
        "home/.gitconfig",
        &format!(
            "[core]\nsplitIndex = true\nfsmonitor = touch {0}\nsparseCheckout = true\n\
             [feature]\nmanyFiles = true\nexperimental = true\n[splitIndex]\nmaxPercentChange = 0\n\
             [index]\nskipHash = true\n[commit]\ngpgSign = true\n[gpg]\nprogram = touch\n",
            one.path("it-ran").display(),
        ),
    );
    one.ok(&["sync", "init", &remote.address()]);
    for card in ["mine/c0", "mine/c1"] {
        one.ok(&["review", card, "good"]);
        one.ok(&["sync"]);
    }
    assert!(!one.path("it-ran").exists());
    assert_eq!(events(&joined(&remote)), events(&one));
}

#[test]
fn decks_that_neither_export_nor_sync_can_carry_are_named() {
    let home = learner();
    home.write("data/decks/C\\plus.md", "# A {#aa}\n\n## Q? {#q}\n\nA.\n");
    let exported = home.ok(&["export", "--archive", "x.zip"]);
    assert!(
        exported.contains("left out: decks/C\\plus.md"),
        "{exported}"
    );
    let exported = home.json(&["export", "--archive", "y.zip", "--json"]);
    assert_eq!(exported["left_out"][0]["file"], "decks/C\\plus.md");
    let doctor = text(&home.run(&["doctor"]).stdout);
    assert!(doctor.contains("not-carried"), "{doctor}");
    if tools::has("git", "sync of odd names") {
        let remote = Remote::new();
        let synced = home.ok(&["sync", "init", &remote.address()]);
        assert!(synced.contains("left out: decks/C\\plus.md"), "{synced}");
    }
}

#[test]
fn a_linked_device_folder_and_linked_prompts_are_read_and_carried() {
    let home = learner();
    home.ok(&["review", "mine/c0", "good"]);
    let reviews = home.path("data/reviews");
    let device = fs::read_dir(&reviews).expect("a folder").flatten().next();
    let device = device.expect("a device").path();
    fs::rename(&device, home.path("elsewhere")).expect("moved");
    symlink(home.path("elsewhere"), &device).expect("a link");
    home.write("prompts/mine.md", "# Mine {#mine}\n");
    symlink(home.path("prompts"), home.path("data/decks/interview")).expect("a link");
    home.ok(&["review", "mine/c0", "good"]);
    assert_eq!(home.json(&["card", "mine/c0", "--json"])["reviews"], 2);
    home.ok(&["export", "--archive", "x.zip"]);
    let other = Home::new();
    other.ok(&["import", "--archive", &home.path("x.zip").to_string_lossy()]);
    assert_eq!(other.json(&["card", "mine/c0", "--json"])["reviews"], 2);
    assert!(other.path("data/decks/interview/mine.md").exists());
}

#[test]
fn an_answer_that_is_saved_is_not_called_a_failure() {
    let home = learner();
    let full = || {
        Stdio::from(
            fs::File::options()
                .write(true)
                .open("/dev/full")
                .expect("a device"),
        )
    };
    let mut command = home.command(&["review", "mine/c0", "good"]);
    let output = command.stdout(full()).output().expect("the program starts");
    let printed = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{printed}");
    assert!(printed.contains("it is saved"), "{printed}");
    assert_eq!(events(&home).len(), 1);
    for args in [
        &["add", "mine", "--question", "New?", "--answer", "Yes."][..],
        &["config", "set", "minutes_per_day", "30"],
        &["export", "--archive", "x.zip"],
    ] {
        let mut command = home.command(args);
        let output = command.stdout(full()).output().expect("the program starts");
        let printed = text(&output.stderr);
        assert!(printed.contains("it is saved"), "{args:?}: {printed}");
        assert_eq!(output.status.code(), Some(0), "{args:?}: {printed}");
    }
    // What records nothing fails as before.
    let mut command = home.command(&["cards"]);
    let output = command.stdout(full()).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_schedule_kept_while_the_clock_was_ahead_is_not_believed_and_doctor_ends_the_warning() {
    let home = learner().at("2026-11-20T10:00:00+01:00");
    home.ok(&["review", "mine/c0", "good"]);
    let home = home.at("2030-11-28T10:00:00+01:00");
    home.ok(&["review", "mine/c1", "good"]);
    let home = home.at("2026-11-28T10:00:00+01:00");
    let output = home.run(&["review", "mine/c2", "good"]);
    assert!(text(&output.stderr).contains("1 problem in the journal"));
    let due = |home: &Home| {
        let output = home.run(&["card", "mine/c2", "--json"]);
        let card: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        card["due"].clone()
    };
    let kept = due(&home);
    let _ = fs::remove_file(home.path("data/schedule.json"));
    assert_eq!(due(&home), kept);
    assert_eq!(kept, json!("2026-11-30"));
    let fixed = home.run(&["doctor", "--fix", "--yes"]);
    let printed = text(&fixed.stdout);
    assert_eq!(fixed.status.code(), Some(0), "{printed}");
    assert!(
        printed.contains("1 record counted for 2026-11-20"),
        "{printed}"
    );
    // In the year of the wrong clock it counts as it was corrected.
    let home = home.at("2031-01-01T10:00:00+01:00");
    let card = home.json(&["card", "mine/c1", "--json"]);
    assert_eq!(card["history"][0]["day"], "2026-11-20");
    let card = home.json(&["card", "mine/c2", "--json"]);
    assert_eq!(card["due"], "2026-11-30");
}

#[test]
fn a_clock_that_is_behind_is_not_taken_for_wrong_records() {
    let home = learner();
    for card in ["mine/c0", "mine/c1", "mine/c2"] {
        home.ok(&["review", card, "good"]);
    }
    let home = home.at("2016-11-20T09:00:00+01:00");
    let output = home.run(&["doctor", "--fix", "--yes"]);
    let printed = text(&output.stdout);
    assert!(printed.contains("check this device's clock"), "{printed}");
    assert_eq!(events(&home).len(), 3);
}

#[test]
fn a_goal_seen_with_a_clock_in_the_past_is_shown_without_an_outlook() {
    let home = Home::new();
    home.ok(&["goal", "set", "2026-12-18", "--minutes", "20"]);
    for year in ["2025", "2016", "1970"] {
        let now = format!("{year}-11-28T10:00:00+01:00");
        let run = |args: &[&str]| {
            let mut command = home.command(args);
            let output = command.env("NODEQUIZ_NOW", &now).output();
            let output = output.expect("it starts");
            assert!(output.status.success(), "{year}: {args:?}");
            text(&output.stdout)
        };
        assert!(run(&["goal"]).starts_with("18 December 2026"), "{year}");
        for (args, place) in [
            (["goal", "--json"], "/outlook"),
            (["stats", "--json"], "/goal/outlook"),
        ] {
            let json: Value = serde_json::from_str(&run(&args)).expect("JSON");
            assert_eq!(json.pointer(place), Some(&Value::Null), "{year}: {args:?}");
        }
    }
}
