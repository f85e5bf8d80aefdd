//! What an earlier version wrote is read as that version read it.
//!
//! `fixtures/old-homes` contains homes as version 0.1.0 left them, including its saved schedule and
//! caches, and what it printed in them. The commands are limited to the learner's own decks, so
//! that no text of a built-in deck is among the expected outputs. How the homes were made:
//! `fixtures/old-homes/README.md`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::home::{Home, text};

/// What is compared in an output: all of it, byte for byte, or some of its JSON.
#[derive(Clone, Copy)]
enum Look {
    Whole,
    /// The rest is about built-in cards, or worded for people.
    Part(fn(&Value) -> Value),
}
use Look::{Part, Whole};

impl Look {
    fn at(self, printed: &str) -> String {
        match self {
            Self::Whole => printed.to_owned(),
            Self::Part(of) => {
                let json = serde_json::from_str(printed).expect("JSON");
                serde_json::to_string_pretty(&of(&json)).expect("JSON")
            }
        }
    }
}

/// The name of an expected output, the command, and what is compared in its JSON.
type Asked<'a> = (&'a str, &'a str, Look);

fn fixtures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/old-homes")
        .join(name)
}

/// Copies a folder with the program's usual private permissions.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for_owner(to, 0o700);
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("copied");
            for_owner(&to, 0o600);
        }
    }
}

/// Windows has no modes: what is in a profile is its owner's.
fn for_owner(path: &Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    }
    #[cfg(windows)]
    let _ = (path, mode);
}

/// An empty home with the default settings.
fn empty(now: &str) -> Home {
    let home = Home::new().with("NODEQUIZ_FUZZ", "").at(now);
    home.with("NODEQUIZ_RETENTION", "")
        .with("NODEQUIZ_NEW_PER_DAY", "")
}

/// A home as it was left; from its archive if it is stored as one.
fn old_home(name: &str, now: &str) -> Home {
    let home = empty(now);
    let archive = fixtures(name).join("backup.zip");
    if archive.exists() {
        home.ok(&["import", "--archive", &archive.to_string_lossy()]);
    }
    copy(&fixtures(name).join("home"), &home.path(""));
    home
}

/// What a command prints with `--json`. Warnings may be reworded, and the exit code follows from
/// the findings.
fn printed(home: &Home, command: &str) -> String {
    let args: Vec<&str> = command.split(' ').chain(["--json"]).collect();
    let output = home.run(&args);
    let printed = text(&output.stdout);
    assert!(!printed.is_empty(), "{command}: {}", text(&output.stderr));
    printed
}

/// Deletes what is computed.
fn forget(home: &Home) {
    fs::remove_file(home.path("data/schedule.json")).expect("a saved schedule");
    let _ = fs::remove_dir_all(home.path("cache"));
}

/// Runs the commands on a home as it was left, again with the derived files written meanwhile, and
/// again without them.
fn reads_as_before(name: &str, home: &Home, asked: &[Asked<'_>]) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixtures(name).join("expected"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let ask = || -> Vec<String> {
        let shown = |(_, command, look): &Asked<'_>| look.at(&printed(home, command));
        asked.iter().map(shown).collect()
    };
    let left = ask();
    for (&(file, ..), shown) in asked.iter().zip(&left) {
        settings.bind(|| insta::assert_snapshot!(file, shown));
    }
    let again = ask();
    forget(home);
    for (time, outputs) in [("a second time", again), ("recomputed", ask())] {
        for ((&(_, command, _), shown), left) in asked.iter().zip(&outputs).zip(&left) {
            let lines = shown.lines().zip(left.lines());
            let first = lines.clone().position(|(now, before)| now != before);
            assert!(
                shown == left,
                "{name}: `{command}` {time} differs at {:?}",
                first.and_then(|line| lines.clone().nth(line)),
            );
        }
    }
}

/// Some keys of an object.
fn keys(of: &Value, names: &[&str]) -> Value {
    let kept = names
        .iter()
        .map(|name| ((*name).to_owned(), of[name].clone()));
    Value::Object(kept.collect())
}

/// Some keys of selected objects in an array.
fn rows(of: &Value, wanted: impl Fn(&Value) -> bool, names: &[&str]) -> Value {
    let rows = of.as_array().expect("an array").iter();
    rows.filter(|row| wanted(row))
        .map(|row| keys(row, names))
        .collect()
}

fn has(row: &Value, key: &str) -> bool {
    row[key].as_array().is_some_and(|list| !list.is_empty())
}

/// Only the statistics of answers, including answers to cards that are no longer in a deck.
fn answers(stats: &Value) -> Value {
    keys(
        stats,
        &["day", "started", "today", "period", "streak", "calendar"],
    )
}

fn ids(cards: &Value) -> Value {
    rows(cards, |_| true, &["id"])
}

/// The reported cards with the names of the reports, independent of the path of the home.
fn with_reports(cards: &Value) -> Value {
    let of_card = |card: &Value| {
        let files = card["reports"].as_array().expect("files").iter();
        let paths = files.map(|file| Path::new(file.as_str().expect("a path")));
        let names = paths.map(|path| path.file_name().map(|name| name.to_string_lossy()));
        json!({ "id": card["id"], "reports": names.collect::<Vec<_>>() })
    };
    cards
        .as_array()
        .expect("cards")
        .iter()
        .map(of_card)
        .collect()
}

/// When levels were reached, as it was written down.
fn reached(roadmap: &Value) -> Value {
    rows(&roadmap["levels"], |_| true, &["level", "reached"])
}

/// The figures of own cards on a topic of the ladder.
fn ladder(roadmap: &Value) -> Value {
    let figures = [
        "level", "state", "met_now", "cards", "answered", "stable", "share", "way", "missing",
        "fresh", "fading", "topics",
    ];
    json!({
        "levels": rows(&roadmap["levels"], |_| true, &figures),
        "next": roadmap["next"]["topics"],
    })
}

fn projects(projects: &Value) -> Value {
    let recorded = |row: &Value| has(row, "history");
    rows(
        &projects["projects"],
        recorded,
        &["id", "state", "since", "note", "history"],
    )
}

fn habits(habits: &Value) -> Value {
    let recorded = |row: &Value| has(row, "kept") || row["wanted"] == false;
    let of_habit = [
        "id", "every", "wanted", "due", "last", "periods", "in_a_row", "kept",
    ];
    json!({
        "week": habits["week"],
        "quarter": habits["quarter"],
        "habits": rows(&habits["habits"], recorded, &of_habit),
    })
}

fn ratings(matrix: &Value) -> Value {
    let areas = matrix["areas"].as_array().expect("areas").iter();
    let rated = areas.filter(|area| has(area, "history"));
    let of_rating = ["day", "stage", "note"];
    let shown = rated.map(|area| {
        json!({
            "id": area["id"],
            "rating": keys(&area["rating"], &of_rating),
            "history": rows(&area["history"], |_| true, &of_rating),
        })
    });
    shown.collect()
}

fn own_decks(decks: &Value) -> Value {
    let own = |row: &Value| row["own"] == true || row["replaced"] != 0;
    let of_deck = ["id", "title", "file", "own", "replaced"];
    rows(&decks["decks"], own, &of_deck)
}

fn faults(check: &Value) -> Value {
    let of_fault = ["line", "column", "severity", "code"];
    json!({
        "cards": check["cards"],
        "diagnostics": rows(&check["diagnostics"], |_| true, &of_fault),
    })
}

fn settings(config: &Value) -> Value {
    rows(&config["settings"], |_| true, &["name", "value", "origin"])
}

/// What is wrong with journals and decks; the fixes have changed.
fn findings(doctor: &Value) -> Value {
    let lasting = |row: &Value| row["area"] == "journal" || row["area"] == "decks";
    let of_finding = ["code", "severity", "area", "file", "line"];
    json!({
        "looked_at": keys(&doctor["looked_at"], &["journal_files", "records", "devices", "own_decks"]),
        "findings": rows(&doctor["findings"], lasting, &of_finding),
    })
}

// The powers of Windows differ from those of Linux in the eighth digit.
#[cfg(unix)]
#[test]
fn a_year_of_all_that_is_written_down() {
    let home = old_home("year", "2026-11-20T20:00:00+01:00");
    reads_as_before(
        "year",
        &home,
        &[
            ("stats", "stats old-async old-errors", Whole),
            (
                "stats-since",
                "stats old-errors --level beginner --since 2026-10-15",
                Whole,
            ),
            ("stats-of-all", "stats --since 2026-11-01", Part(answers)),
            ("due", "due old-async old-errors", Whole),
            ("due-senior", "due old-async --level senior", Whole),
            ("cards", "cards old-errors", Whole),
            (
                "cards-marked",
                "cards old-async old-errors --marked",
                Part(ids),
            ),
            (
                "cards-suspended",
                "cards old-async old-errors --suspended",
                Part(ids),
            ),
            (
                "cards-leeches",
                "cards old-async old-errors --leeches",
                Part(ids),
            ),
            ("card", "card old-async/promise", Whole),
            ("fit", "fit --show", Whole),
            ("reached", "roadmap", Part(reached)),
            ("ladder", "roadmap old-async", Part(ladder)),
            ("doctor", "doctor", Part(findings)),
        ],
    );
}

/// What is checked on the three devices on any day.
const OF_DEVICES: [Asked<'_>; 11] = [
    ("stats", "stats our-service more --since 2026-10-15", Whole),
    ("due", "due our-service more", Whole),
    (
        "due-senior",
        "due --topic our-service --level senior",
        Whole,
    ),
    ("cards", "cards our-service more", Whole),
    (
        "cards-suspended",
        "cards our-service more --suspended",
        Part(ids),
    ),
    ("goal", "goal", Whole),
    ("card", "card our-service/sigterm", Whole),
    ("projects", "projects", Part(projects)),
    ("habits", "habits --all", Part(habits)),
    ("ratings", "matrix", Part(ratings)),
    ("doctor", "doctor", Part(findings)),
];

#[test]
fn three_devices_with_every_kind_of_entry() {
    let home = old_home("devices", "2026-11-20T20:00:00+01:00");
    reads_as_before("devices", &home, &OF_DEVICES);
}

#[test]
fn the_last_day_before_a_goal() {
    let home = old_home("devices", "2026-12-11T10:00:00+01:00");
    reads_as_before(
        "devices",
        &home,
        &[
            ("last-day-due", "due our-service more", Whole),
            ("last-day-goal", "goal", Whole),
        ],
    );
}

/// What is checked in homes with damaged lines.
const OF_DAMAGED: [Asked<'_>; 10] = [
    ("stats", "stats mine --since 2026-11-01", Whole),
    ("due", "due mine", Whole),
    ("cards-marked", "cards mine --marked", Part(ids)),
    ("card-0", "card mine/c00", Whole),
    ("card-1", "card mine/c01", Whole),
    ("card-2", "card mine/c02", Whole),
    ("card-3", "card mine/c03", Whole),
    ("card-4", "card mine/c04", Whole),
    ("card-7", "card mine/c07", Whole),
    ("doctor", "doctor", Part(findings)),
];

#[test]
fn damaged_lines_that_were_accepted_or_left_out() {
    let home = old_home("settled", "2026-11-20T20:00:00+01:00");
    reads_as_before("settled", &home, &OF_DAMAGED);
}

#[test]
fn damaged_lines_without_a_decision() {
    let home = old_home("open", "2026-11-20T20:00:00+01:00");
    reads_as_before("open", &home, &OF_DAMAGED);
}

#[test]
fn lines_of_a_later_version() {
    // The same home with one more file.
    let home = old_home("settled", "2026-11-20T20:00:00+01:00");
    copy(&fixtures("newer").join("home"), &home.path(""));
    reads_as_before(
        "newer",
        &home,
        &[
            ("stats", "stats mine --since 2026-11-01", Whole),
            ("due", "due mine", Whole),
            ("doctor", "doctor", Part(findings)),
        ],
    );
}

/// What is checked in the home with decks in every form and with every setting set.
const OF_DECKS: [Asked<'_>; 15] = [
    (
        "stats",
        "stats our-service no-title --since 2026-10-01",
        Whole,
    ),
    (
        "stats-overlay",
        "stats --topic my-runtime --since 2026-11-01",
        Whole,
    ),
    ("due", "due our-service no-title", Whole),
    ("due-overlay", "due --topic my-runtime", Whole),
    ("cards", "cards our-service no-title", Whole),
    ("cards-overlay", "cards --topic my-runtime", Whole),
    ("cards-search", "cards our-service --search 阻塞", Part(ids)),
    (
        "cards-reported",
        "cards our-service --reported",
        Part(with_reports),
    ),
    ("goal", "goal", Whole),
    ("card-renamed", "card our-service/sigterm", Whole),
    ("card-overlay", "card runtime/trace-gc", Whole),
    ("decks", "decks list", Part(own_decks)),
    ("check", "decks check data/decks", Part(faults)),
    ("settings", "config show", Part(settings)),
    ("doctor", "doctor", Part(findings)),
];

#[test]
fn decks_in_every_form_and_every_setting() {
    let home = old_home("decks", "2026-11-20T20:00:00+02:00");
    reads_as_before("decks", &home, &OF_DECKS);
}

#[test]
fn an_archive_brings_the_same_home_back() {
    let home = empty("2026-11-20T20:00:00+02:00");
    let archive = fixtures("decks").join("archive.zip");
    let command = format!("import --archive {}", archive.display());
    let report: Value = serde_json::from_str(&printed(&home, &command)).expect("JSON");
    assert_eq!(report["settings"], "taken");
    assert_eq!(
        (&report["beside"], &report["left_out"]),
        (&json!([]), &json!([]))
    );
    for folder in ["data/decks", "data/reviews", "data/reports", "config"] {
        let mut files = Vec::new();
        collect(&fixtures("decks").join("home"), folder, &mut files);
        assert!(!files.is_empty(), "{folder}");
        for file in files {
            let mut old = fs::read(fixtures("decks").join("home").join(&file)).expect("a file");
            if file == "config/config.toml" {
                // What runs a program or says where data goes is only taken over if the learner agrees.
                let text = String::from_utf8(old).expect("text");
                let reaches_out = ["editor = ", "node = ", "remote = "];
                let stays = |line: &&str| !reaches_out.iter().any(|name| line.starts_with(name));
                let lines = text.split_inclusive('\n').filter(stays);
                old = lines.collect::<String>().into_bytes();
            }
            assert_eq!(fs::read(home.path(&file)).ok(), Some(old), "{file}");
        }
    }
    // The statistics, what is due, and the cards.
    reads_as_before("decks", &home, &OF_DECKS[..6]);
}

/// The names of the files below a folder.
fn collect(home: &Path, folder: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(home.join(folder)).expect("a folder").flatten() {
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(home, &name, files);
        } else {
            files.push(name);
        }
    }
}

#[test]
fn an_interview_that_was_gone_through_and_one_that_was_not() {
    let home = old_home("interview", "2026-11-23T20:00:00+01:00");
    reads_as_before(
        "interview",
        &home,
        &[
            ("last", "interview --last", Whole),
            ("history", "interview --history", Whole),
            ("stats", "stats gamma --since 2026-11-01", Whole),
            ("due", "due gamma", Whole),
            ("card", "card gamma/blocks", Whole),
        ],
    );
}
