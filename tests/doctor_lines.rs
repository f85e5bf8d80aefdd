//! `nodequiz doctor` on the lines of the journal: what is damaged is found, nothing sound is ever lost.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use nodequiz::history::{Accepted, Event, Fields, Journal, JournalFile, Problem, Record, RecordId};
use nodequiz::progress::health::{
    Checkup, Examination, Repair, SnapshotState, Surroundings, bad_lines,
};
use proptest::prelude::*;

use crate::doctor::{answered, doctor, finding};
use crate::home::{Home, text};
use crate::journals::{answer, journal, morning, record, sealed};

/// Writes a journal of some device.
fn put(home: &Home, file: &str, bytes: &[u8]) {
    let path = home.path("data/reviews").join(file);
    let folder = path.parent().expect("a folder");
    fs::create_dir_all(folder).expect("a folder");
    fs::write(&path, bytes).expect("a journal");
    for (path, mode) in [(folder, 0o700), (&*path, 0o600)] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    }
}

/// Answers of a device to cards of the deck `mine`.
fn answers(device: &str, numbers: std::ops::RangeInclusive<u64>) -> Vec<Record<'_>> {
    numbers
        .map(|seq| answer(device, seq, seq.cast_signed(), "mine/c3"))
        .collect()
}

fn reviews(home: &Home) -> u64 {
    let looked = &doctor(home).0["looked_at"];
    looked["records"].as_u64().expect("a number")
}

/// Nothing is wrong any more, and the journal warns of nothing.
fn is_settled(home: &Home) {
    let (json, code) = doctor(home);
    assert_eq!(code, 0, "{json:#}");
    home.ok(&["due"]);
}

#[test]
fn a_changed_character_is_recognised_and_its_answer_counts_again() {
    let home = answered();
    let (file, bytes) = journal(&home);
    let damaged = text(&bytes).replacen("mine/c1", "mine/cl", 1);
    fs::write(&file, &damaged).expect("written");
    let warned = text(&home.run(&["due"]).stderr);
    assert!(warned.contains("nodequiz doctor"), "{warned}");
    let (json, _) = doctor(&home);
    let found = finding(&json, "broken-seal");
    assert_eq!(
        (&found["line"], &found["mend"]["kind"]),
        (&2.into(), &"fix".into())
    );
    let cost = found["cost"].as_str().expect("words");
    assert!(
        cost.contains("one answer is not counted: good for mine/c1"),
        "{cost}"
    );
    let mend = found["mend"]["words"].as_str().expect("words");
    assert!(mend.contains("`mine/cl` was `mine/c1`"), "{mend}");
    assert_eq!(json["wrong"], 1, "its number is not reported beside it");
    let done = home.ok(&["doctor", "--fix", "--yes"]);
    assert!(done.contains("it counts: good for mine/c1"), "{done}");
    is_settled(&home);
    let history = home.json(&["card", "mine/c1", "--json"]);
    assert_eq!(history["history"].as_array().map(Vec::len), Some(1));
    let now = fs::read_to_string(&file).expect("a journal");
    assert!(now.starts_with(&damaged), "the damaged line stays as it is");
}

#[test]
fn a_line_changed_by_hand_is_looked_at_and_accepted_or_left_out() {
    for accept in [true, false] {
        let home = answered();
        let (file, bytes) = journal(&home);
        let changed = text(&bytes).replacen("\"good\"", "\"easy\"", 1);
        fs::write(&file, changed).expect("written");
        let shown = home.run(&["doctor", "--lines"]);
        assert_eq!(shown.status.code(), Some(1));
        let shown = text(&shown.stdout);
        assert!(shown.contains("easy for mine/c0"), "{shown}");
        let place = format!("{}:1", file.display());
        assert!(shown.contains("doctor --accept reviews/"), "{shown}");
        let option = if accept { "--accept" } else { "--leave" };
        home.ok(&["doctor", option, &place]);
        is_settled(&home);
        let card = home.json(&["card", "mine/c0", "--json"]);
        let grades: Vec<_> = card["history"]
            .as_array()
            .expect("a history")
            .iter()
            .map(|one| &one["grade"])
            .collect();
        let expected: &[&str] = if accept { &["easy"] } else { &[] };
        assert_eq!(grades, expected);
        let again = home.run(&["doctor", option, &place]);
        assert_eq!(again.status.code(), Some(1), "it is settled already");
        assert!(text(&again.stderr).contains("hint"));
    }
}

#[test]
fn what_says_nothing_can_only_be_left_out() {
    let home = answered();
    let (file, mut bytes) = journal(&home);
    bytes.extend_from_slice(b"{\"v\":1,\"event\":\"review\",\"id\":\"0193");
    fs::write(&file, &bytes).expect("written");
    finding(&doctor(&home).0, "torn-line");
    let place = format!(
        "reviews/{}:4",
        file.strip_prefix(home.path("data/reviews"))
            .expect("below")
            .display()
    );
    let refused = home.run(&["doctor", "--accept", &place]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("--leave"));
    home.ok(&["doctor", "--leave", "all"]);
    is_settled(&home);
    assert!(fs::read(&file).expect("a journal").starts_with(&bytes));
}

#[test]
fn damage_by_which_nothing_is_lost_is_noted_as_such() {
    let home = answered();
    let (file, bytes) = journal(&home);
    let whole = text(&bytes);
    let lines: Vec<&str> = whole.lines().collect();
    // Two records on one line, marks of a merge, zeros, and the beginning of a line that is whole
    // elsewhere.
    let torn = &lines[2][..120];
    let damaged = format!(
        "{}{}\n<<<<<<< HEAD\n{}\n=======\n{torn}\n>>>>>>> theirs\n\0\0\0\0\n",
        lines[0], lines[1], lines[2],
    );
    fs::write(&file, damaged).expect("written");
    let (json, code) = doctor(&home);
    assert_eq!(code, 1);
    for code in ["missing-line-break", "unsealed-line", "zero-bytes"] {
        let found = finding(&json, code);
        let cost = found["cost"].as_str().expect("words");
        assert!(cost.starts_with("nothing: "), "{code}: {cost}");
    }
    let marks = json["findings"].as_array().expect("findings").iter();
    assert_eq!(
        marks.filter(|one| one["code"] == "conflict-marker").count(),
        3
    );
    home.ok(&["doctor", "--fix", "--yes"]);
    is_settled(&home);
    for card in ["mine/c0", "mine/c1", "mine/c2"] {
        let card = home.json(&["card", card, "--json"]);
        assert_eq!(card["reviews"], 1);
    }
}

#[test]
fn lost_records_are_asked_for_until_they_are_given_up() {
    let home = answered();
    let mut records = answers("k3f9", 1..=9);
    records.drain(3..6);
    put(&home, "k3f9/2026-11.jsonl", &sealed(&records));
    let (json, _) = doctor(&home);
    let found = finding(&json, "missing-records");
    assert_eq!(
        (&found["file"], &found["line"]),
        (&"reviews/k3f9/2026-11.jsonl".into(), &4.into())
    );
    assert!(
        found["cost"]
            .as_str()
            .expect("words")
            .starts_with("3 answers")
    );
    assert_eq!(found["mend"]["command"], "nodequiz doctor --leave k3f9:4-6");
    home.ok(&["doctor", "--leave", "k3f9:4-6"]);
    is_settled(&home);
}

#[test]
fn two_machines_under_one_name_get_two_names() {
    let home = answered();
    let (file, _) = journal(&home);
    let device = file
        .parent()
        .and_then(|folder| folder.file_name())
        .expect("a name");
    let device = device.to_string_lossy().into_owned();
    let mut theirs = answers(&device, 2..=3);
    for (bits, record) in (100..).zip(&mut theirs) {
        record.id = RecordId::from_bits(bits);
    }
    let other = format!("{device}/2026-10.jsonl");
    put(&home, &other, &sealed(&theirs));
    let (json, _) = doctor(&home);
    assert_eq!(finding(&json, "doubled-device")["mend"]["kind"], "fix");
    let before = reviews(&home);
    home.ok(&["doctor", "--fix", "--yes"]);
    is_settled(&home);
    assert_eq!(reviews(&home), before + 1, "and what was noted");
    home.ok(&["review", "mine/c3", "good"]);
    let folders = fs::read_dir(home.path("data/reviews")).expect("journals");
    assert_eq!(folders.count(), 2, "what is new goes under the new name");
    // Somebody else's name is mended where it is borne.
    let strange = answered();
    put(
        &strange,
        "k3f9/2026-11.jsonl",
        &sealed(&answers("k3f9", 1..=2)),
    );
    let mut other = answers("k3f9", 2..=2);
    other[0].id = RecordId::from_bits(5);
    put(&strange, "k3f9/2026-10.jsonl", &sealed(&other));
    let found = finding(&doctor(&strange).0, "doubled-device");
    assert_eq!(found["mend"]["command"], "nodequiz doctor --leave k3f9");
    strange.ok(&["doctor", "--leave", "k3f9"]);
    is_settled(&strange);
}

#[test]
fn times_ids_versions_and_events_that_are_not_right_are_named() {
    let home = answered();
    let mut records = answers("k3f9", 1..=2);
    records[1].at = morning(60 * 24 * 40);
    put(&home, "k3f9/2026-11.jsonl", &sealed(&records));
    let found = finding(&doctor(&home).0, "future-time");
    assert_eq!(found["line"], 2);

    let mut records = answers("k3f9", 1..=2);
    records[1].id = records[0].id;
    put(&home, "k3f9/2026-11.jsonl", &sealed(&records));
    let found = finding(&doctor(&home).0, "same-id");
    let command = found["mend"]["command"].as_str().expect("a command");
    let id = command.rsplit(' ').next().expect("an id");
    home.ok(&["doctor", "--leave", id]);
    is_settled(&home);

    let undo = |of| Event::Undo {
        of: RecordId::from_bits(of),
    };
    let later = Event::Unknown {
        name: "dream".to_owned(),
        fields: Fields::default(),
    };
    let records = [record("k3f9", 1, 0, undo(77)), record("k3f9", 2, 1, later)];
    put(&home, "k3f9/2026-11.jsonl", &sealed(&records));
    let (json, code) = doctor(&home);
    finding(&json, "vain-undo");
    finding(&json, "unknown-event");
    assert_eq!(code, 0);

    let version = "{\"v\":9,\"event\":\"review\"";
    let crc = crc32fast::hash(version.as_bytes());
    put(
        &home,
        "k3f9/2026-11.jsonl",
        format!("{version},\"crc\":\"{crc:08x}\"}}\n").as_bytes(),
    );
    finding(&doctor(&home).0, "newer-version");
    let grade = text(&sealed(&answers("k3f9", 1..=1))).replace("good", "great");
    let grade = grade.split(",\"crc\"").next().expect("a line");
    let crc = crc32fast::hash(grade.as_bytes());
    put(
        &home,
        "k3f9/2026-11.jsonl",
        format!("{grade},\"crc\":\"{crc:08x}\"}}\n").as_bytes(),
    );
    let found = finding(&doctor(&home).0, "not-understood");
    assert!(
        found["found"]
            .as_str()
            .expect("words")
            .contains("`great` is no grade")
    );
    home.ok(&["doctor", "--leave", "k3f9/2026-11.jsonl:1"]);
    is_settled(&home);
}

/// What happens to the bytes of a journal.
#[derive(Clone, Debug)]
enum Blow {
    Flip(usize, u8),
    Cut(usize),
    Remove(usize, usize),
    Zero(usize, usize),
    Insert(usize, Vec<u8>),
}

fn blow() -> impl Strategy<Value = Blow> {
    let place = || any::<prop::sample::Index>().prop_map(|index| index.index(100_000));
    prop_oneof![
        (place(), 0..8_u8).prop_map(|(place, bit)| Blow::Flip(place, bit)),
        place().prop_map(Blow::Cut),
        (place(), 1..400_usize).prop_map(|(place, length)| Blow::Remove(place, length)),
        (place(), 1..600_usize).prop_map(|(place, length)| Blow::Zero(place, length)),
        (place(), prop::collection::vec(any::<u8>(), 1..40))
            .prop_map(|(place, bytes)| Blow::Insert(place, bytes)),
    ]
}

impl Blow {
    fn strike(&self, bytes: &mut Vec<u8>) {
        let end = bytes.len();
        match self {
            Self::Flip(place, bit) if end > 0 => bytes[place % end] ^= 1 << bit,
            Self::Cut(place) => bytes.truncate(place % (end + 1)),
            Self::Remove(place, length) => {
                let from = place % (end + 1);
                bytes.drain(from..(from + length).min(end));
            }
            Self::Zero(place, length) => {
                let from = place % (end + 1);
                bytes[from..(from + length).min(end)].fill(0);
            }
            Self::Insert(place, more) => {
                let from = place % (end + 1);
                bytes.splice(from..from, more.iter().copied());
            }
            Self::Flip(..) => {}
        }
    }
}

/// What a doctor finds in these journals and nothing else.
fn checkup(files: &[JournalFile<'_>], journal: &Journal) -> Checkup {
    Checkup::of(&Examination {
        surroundings: &Surroundings::default(),
        settings_fault: None,
        files,
        journal,
        snapshot: SnapshotState::Missing,
        decks: &[],
        is_card: &|_| true,
        decks_and_cards: (0, 0),
        now: morning(600),
    })
}

/// The lines that another device writes to accept something.
fn told(accepted: impl Iterator<Item = Accepted>) -> Vec<u8> {
    let records: Vec<Record<'_>> = (1..)
        .zip(accepted)
        .map(|(seq, one)| record("zzzz", seq, 500, Event::Accept(one.fields())))
        .collect();
    sealed(&records)
}

fn file<'a>(path: &'a str, bytes: &'a [u8]) -> JournalFile<'a> {
    JournalFile { path, bytes }
}

fn happened(journal: &Journal) -> Vec<Record<'_>> {
    journal.records().collect()
}

fn own(journal: &Journal) -> Vec<Record<'_>> {
    let records = journal.records();
    records.filter(|record| record.device == "k3f9").collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn whatever_happens_to_a_journal_is_said_and_mending_loses_nothing(
        blows in prop::collection::vec(blow(), 1..4),
    ) {
        const FILE: &str = "k3f9/2026-11.jsonl";
        let whole = answers("k3f9", 1..=12);
        let clean = sealed(&whole);
        let mut bytes = clean.clone();
        for blow in &blows {
            blow.strike(&mut bytes);
        }
        let files = [file(FILE, &bytes)];
        let journal = Journal::read(&files, morning(600));
        let found = checkup(&files, &journal);
        // Lines that are gone from the end leave no trace on this device.
        let cut = clean.starts_with(bytes.trim_ascii_end());
        if happened(&journal) != whole && !cut {
            prop_assert!(found.wrong() > 0, "{:?}", journal.problems);
        }
        let accepted = found.repairs().into_iter().filter_map(|step| match step {
            Repair::Accept(accepted) => Some(accepted.clone()),
            _ => None,
        });
        let mended = told(accepted);
        let after = [files[0], file("zzzz/2026-11.jsonl", &mended)];
        let after = Journal::read(&after, morning(600));
        let now_counting = happened(&after);
        for record in &happened(&journal) {
            prop_assert!(now_counting.contains(record), "lost: {record:?}");
        }
        for record in own(&after) {
            prop_assert!(whole.contains(&record), "made up: {record:?}");
        }
        // Whoever leaves the rest out hears of damage no more.
        let files = [files[0], file("zzzz/2026-11.jsonl", &mended)];
        let left = bad_lines(&files, &after, &|_| true, morning(600));
        let mut all: Vec<u8> = mended.clone();
        let left = left.iter().flat_map(|line| line.left_out(&after));
        let more: Vec<Record<'_>> = (1000..)
            .zip(left)
            .map(|(seq, one)| record("zzzz", seq, 500, Event::Accept(one.fields())))
            .collect();
        all.extend(sealed(&more));
        let files = [files[0], file("zzzz/2026-11.jsonl", &all)];
        let quiet = Journal::read(&files, morning(600));
        let damage = |problem: &&Problem| matches!(problem, Problem::Damage { .. });
        prop_assert_eq!(quiet.problems.iter().find(damage), None);
        prop_assert_eq!(own(&quiet), own(&after));
    }
}
