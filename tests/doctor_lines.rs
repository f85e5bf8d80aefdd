//! `nodequiz doctor` on the lines of the journal: what is damaged is found, and nothing else is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use nodequiz::history::{Event, Journal, JournalFile, Record, RecordId, Unknown};
use nodequiz::wording::health::{Checkup, CheckupInput, HomeState, SnapshotState};
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

/// How many reviews of a card count, whatever is printed on standard error.
fn reviewed(home: &Home, card: &str) -> u64 {
    let printed = text(&home.run(&["card", card, "--json"]).stdout);
    let card: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    card["reviews"].as_u64().expect("a number")
}

/// Nothing is wrong any more.
fn nothing_is_wrong(home: &Home) {
    let (json, code) = doctor(home);
    assert_eq!(code, 0, "{json:#}");
}

#[test]
fn a_damaged_line_is_named_with_its_cost_and_costs_no_other() {
    let home = answered();
    let (file, bytes) = journal(&home);
    let damaged = text(&bytes).replacen("mine/c1", "mine/cl", 1);
    fs::write(&file, &damaged).expect("written");
    let warned = text(&home.run(&["due"]).stderr);
    assert!(warned.contains("nodequiz doctor"), "{warned}");
    let (json, code) = doctor(&home);
    assert_eq!(code, 1);
    let found = finding(&json, "broken-seal");
    assert_eq!(found["line"], 2);
    assert_eq!(found["cost"], "one answer or other event is not counted");
    home.run(&["doctor", "--fix", "--yes"]);
    let now = fs::read_to_string(&file).expect("a journal");
    assert_eq!(now, damaged, "no journal is edited");
    for (card, answers) in [("mine/c0", 1), ("mine/c1", 0), ("mine/c2", 1)] {
        assert_eq!(reviewed(&home, card), answers, "{card}");
    }
}

#[test]
fn a_torn_line_is_named() {
    let home = answered();
    let (file, mut bytes) = journal(&home);
    bytes.extend_from_slice(b"{\"v\":1,\"event\":\"review\",\"id\":\"0193");
    fs::write(&file, &bytes).expect("written");
    assert_eq!(finding(&doctor(&home).0, "torn-line")["line"], 4);
}

#[test]
fn damage_that_loses_nothing_is_a_notice() {
    let home = answered();
    let (file, bytes) = journal(&home);
    let whole = text(&bytes);
    let lines: Vec<&str> = whole.lines().collect();
    // Two records on one line, merge markers, zeros, and the beginning of a line that is intact elsewhere.
    let torn = &lines[2][..120];
    let damaged = format!(
        "{}{}\n<<<<<<< HEAD\n{}\n=======\n{torn}\n>>>>>>> theirs\n\0\0\0\0\n",
        lines[0], lines[1], lines[2],
    );
    fs::write(&file, damaged).expect("written");
    let (json, code) = doctor(&home);
    assert_eq!(code, 0, "{json:#}");
    for code in ["missing-line-break", "unsealed-line", "zero-bytes"] {
        let found = finding(&json, code);
        assert_eq!(found["severity"], "notice");
        let cost = found["cost"].as_str().expect("words");
        assert!(cost.starts_with("nothing: "), "{code}: {cost}");
    }
    let markers = json["findings"].as_array().expect("findings").iter();
    let markers = markers.filter(|one| one["code"] == "conflict-marker");
    assert_eq!(markers.count(), 3);
    for card in ["mine/c0", "mine/c1", "mine/c2"] {
        assert_eq!(reviewed(&home, card), 1, "{card}");
    }
}

#[test]
fn lost_records_are_named_with_the_line_after_them() {
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
    nothing_is_wrong(&home);
    assert_eq!(reviews(&home), before, "every record counts");
    home.ok(&["review", "mine/c3", "good"]);
    let folders = fs::read_dir(home.path("data/reviews")).expect("journals");
    assert_eq!(folders.count(), 2, "what is new goes under the new name");
    // Another machine's name can only be changed on that machine.
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
    assert_eq!(found["severity"], "notice");
    nothing_is_wrong(&strange);
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
    finding(&doctor(&home).0, "same-id");

    let undo = |of| Event::Undo {
        of: RecordId::from_bits(of),
    };
    let later = Event::Unknown(Unknown {
        name: "dream".to_owned(),
        ..Unknown::default()
    });
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
    assert!(found["found"].as_str().expect("words").contains("`great`"));
}

/// What happens to the bytes of a journal.
#[derive(Clone, Debug)]
enum Damage {
    Flip(usize, u8),
    Cut(usize),
    Remove(usize, usize),
    Zero(usize, usize),
    Insert(usize, Vec<u8>),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = || any::<prop::sample::Index>().prop_map(|index| index.index(100_000));
    prop_oneof![
        (place(), 0..8_u8).prop_map(|(place, bit)| Damage::Flip(place, bit)),
        place().prop_map(Damage::Cut),
        (place(), 1..400_usize).prop_map(|(place, length)| Damage::Remove(place, length)),
        (place(), 1..600_usize).prop_map(|(place, length)| Damage::Zero(place, length)),
        (place(), prop::collection::vec(any::<u8>(), 1..40))
            .prop_map(|(place, bytes)| Damage::Insert(place, bytes)),
    ]
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
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

/// What the doctor finds in these journals, and nothing else.
fn checkup(files: &[JournalFile<'_>], journal: &Journal) -> Checkup {
    Checkup::of(&CheckupInput {
        home: &HomeState::default(),
        settings_fault: None,
        files,
        journal,
        snapshot: SnapshotState::Missing,
        decks: &[],
        is_card: &|_| true,
        decks_and_cards: (0, 0),
    })
}

fn file<'a>(path: &'a str, bytes: &'a [u8]) -> JournalFile<'a> {
    JournalFile { path, bytes }
}

fn happened(journal: &Journal) -> Vec<Record<'_>> {
    journal.records().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn whatever_happens_to_a_journal_is_reported_and_nothing_is_made_up(
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        const FILE: &str = "k3f9/2026-11.jsonl";
        let mut whole = answers("k3f9", 1..=12);
        for record in &mut whole {
            // As far from each other as real ids: one damage does not make one out of another.
            let far = record.seq.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            record.id = RecordId::of_hash(far, far.rotate_left(29));
        }
        let clean = sealed(&whole);
        let mut bytes = clean.clone();
        for damage in &damages {
            damage.apply(&mut bytes);
        }
        let files = [file(FILE, &bytes)];
        let journal = Journal::read(&files, morning(600));
        let found = checkup(&files, &journal);
        // Lines that are gone from the end leave no trace on this device; nor do zeros in their place, which look like a
        // write that the system never finished.
        let left = bytes.iter().rposition(|byte| *byte != 0 && !byte.is_ascii_whitespace());
        let cut = clean.starts_with(&bytes[..left.map_or(0, |last| last + 1)]);
        if happened(&journal) != whole && !cut {
            prop_assert!(found.wrong() > 0, "{:?}", journal.problems);
        }
        for record in happened(&journal) {
            prop_assert!(whole.contains(&record), "made up: {record:?}");
        }
    }
}
