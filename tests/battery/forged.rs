//! Journals that somebody forged: whole, sealed lines of every event with extreme values, and damaged lines at
//! the limits. Whatever they say, no command panics, and none takes longer than a second.

use std::time::Instant;

use nodequiz::history::with_checksum;
use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::figures::{Part, Size, on_all_cores};
use crate::home::{Home, text};

/// The commands that only read.
pub(super) const READING: [&[&str]; 22] = [
    &["due"],
    &["due", "--json"],
    &["stats"],
    &["stats", "--json"],
    &["stats", "--html", "-"],
    &["cards"],
    &["cards", "--json"],
    &["card", "single-threaded"],
    &["card", "single-threaded", "--json"],
    &["roadmap"],
    &["roadmap", "--json"],
    &["projects"],
    &["habits"],
    &["matrix"],
    &["matrix", "--json"],
    &["goal"],
    &["goal", "--json"],
    &["doctor"],
    &["doctor", "--json"],
    &["decks", "list"],
    &["study", "--dry-run"],
    &["undo", "--dry-run"],
];

const DAYS: [&str; 7] = [
    "0001-01-01",
    "1970-01-01",
    "2016-11-20",
    "2026-11-20",
    "2026-11-21",
    "2027-06-01",
    "9999-12-31",
];

const TIMES: [&str; 6] = [
    "0001-01-01T00:00:00.000+00:00",
    "1970-01-01T00:00:00.000-12:00",
    "2026-11-20T08:00:00.000+01:00",
    "2026-11-20T08:00:00.001+01:00",
    "2036-11-20T08:00:00.000+01:00",
    "9999-12-31T23:59:59.999+14:00",
];

const WORDS: [&str; 9] = [
    "",
    "async",
    "senior",
    "runtime/single-threaded",
    "runtime/phases",
    "javascript",
    "\u{1b}[31m\u{202e}\u{0}",
    "a/b/c/d",
    "e\u{301}\u{301}\u{301}漢字👩\u{200d}💻",
];

fn number(dice: &mut Dice) -> Value {
    let most = [0, 1, 2, 3, 60, 1 << 31, (1 << 32) - 1, 1 << 53, u64::MAX];
    json!(dice.pick(&most))
}

fn word(dice: &mut Dice) -> Value {
    match dice.below(30) {
        0 => json!("long ".repeat(4_000)),
        _ => json!(dice.pick(&WORDS)),
    }
}

fn share(dice: &mut Dice) -> Value {
    let shares = [-1.0, 0.0, 1e-30, 0.5, 1.0, 1e30];
    json!(dice.pick(&shares))
}

fn words(dice: &mut Dice) -> Value {
    (0..dice.below(4)).map(|_| word(dice)).collect()
}

fn numbers(dice: &mut Dice) -> Value {
    (0..dice.below(5)).map(|_| number(dice)).collect()
}

fn id(dice: &mut Dice) -> Value {
    json!(format!(
        "0193{:04x}-0000-7000-8000-00000000{:04x}",
        dice.below(3),
        dice.below(60)
    ))
}

/// What an event says besides its name.
fn content(dice: &mut Dice, event: &str) -> Value {
    let (w, n, s) = (word(dice), number(dice), share(dice));
    let (day, other) = (dice.pick(&DAYS), dice.pick(&DAYS));
    let grade = dice.pick(&["again", "hard", "good", "easy"]);
    let yes = dice.once_in(2);
    match event {
        "review" => json!({
            "card": w, "grade": grade, "ms": n, "session": word(dice), "verdict": s,
            "mode": dice.pick(&["study", "quiz", "interview", "place", "command"]),
            "points": numbers(dice), "guessed": yes, "confidence": share(dice),
        }),
        "undo" => json!({ "of": id(dice) }),
        "bury" => json!({ "card": w, "until": day }),
        "pause" => json!({ "until": day }),
        "goal" => json!({
            "date": day, "minutes": n, "levels": words(dice), "topics": words(dice),
            "weights": { "async": number(dice) },
        }),
        "assess" => json!({ "area": w, "stage": dice.below(9), "note": word(dice) }),
        "project" => json!({
            "project": w, "note": word(dice),
            "state": dice.pick(&["planned", "doing", "done", "dropped"]),
        }),
        "habit" => json!({ "habit": w, "done": day, "note": word(dice), "wanted": yes }),
        "reached" => json!({ "level": w, "on": day, "cards": n, "stable": number(dice) }),
        "note" => match dice.below(3) {
            0 => json!({ "placement": {
                "step": "asked", "round": w, "card": word(dice), "topic": word(dice), "level": "senior",
                "right": yes, "guess": s, "ms": n,
            }}),
            1 => json!({ "placement": { "step": "ended", "round": w, "claimed": n } }),
            _ => json!({ "interview": {
                "step": "answered", "session": w, "thread": n, "way": "card", "question": word(dice),
                "kind": "card", "level": "senior", "topic": "async", "text": word(dice), "ms": number(dice),
            }}),
        },
        "parameters" => {
            let numbers: Value = (0..21).map(|_| share(dice)).collect();
            json!({ "parameters": numbers, "answers": n })
        }
        "accept" => json!({ "missing": { "device": w, "from": n, "to": number(dice) } }),
        "redate" => json!({
            "records": (0..dice.below(9)).map(|_| id(dice)).collect::<Value>(),
            "time": dice.pick(&TIMES), "study_day": other,
        }),
        "interview-start" => json!({
            "session": w, "level": "senior", "minutes": n, "threads": number(dice), "topics": words(dice),
        }),
        "interview-end" => json!({ "session": w, "outcome": "finished" }),
        _ => json!({ "card": w }),
    }
}

/// A sealed line.
fn line(dice: &mut Dice, seq: u64) -> String {
    let events = [
        "review",
        "undo",
        "claim",
        "suspend",
        "unsuspend",
        "bury",
        "mark",
        "unmark",
        "reset",
        "pause",
        "goal",
        "assess",
        "project",
        "habit",
        "reached",
        "note",
        "parameters",
        "accept",
        "redate",
        "interview-start",
        "interview-end",
        "of-later",
    ];
    let event = match dice.below(3) {
        0 => "review",
        _ => dice.pick(&events),
    };
    let mut line = Map::new();
    let seq = match dice.below(40) {
        0 => (1 << 53) - 1,
        1 => 1,
        _ => seq,
    };
    for (key, value) in [
        ("v", json!(1)),
        ("event", json!(event)),
        ("id", id(dice)),
        (
            "device",
            json!(dice.pick(&["k3f9", "", "\u{1b}[2J", "abcd"])),
        ),
        ("seq", json!(seq)),
        ("at", json!(dice.pick(&TIMES))),
        ("day", json!(dice.pick(&DAYS))),
    ] {
        line.insert(key.to_owned(), value);
    }
    if let Value::Object(content) = content(dice, event) {
        line.extend(content);
    }
    with_checksum(Value::Object(line).to_string())
}

/// What no program writes: lines at the limits.
fn monstrous(dice: &mut Dice) -> Vec<u8> {
    match dice.below(6) {
        // Beginnings and seals without end, none of which fit.
        0 => b"{\"v\":,\"crc\":\"00000000\"}".repeat(44_000),
        1 => b"{\"v\":1".repeat(160_000),
        2 => (b"[".repeat(1_000_000)).clone(),
        3 => {
            let many = (0..20_000).map(|seq| {
                let line = json!({
                    "v": 1, "event": "mark", "id": format!("01930000-0000-7000-8000-{seq:012x}"),
                    "device": format!("d{seq}"), "seq": 1, "at": TIMES[2], "day": DAYS[3], "card": "a/b",
                });
                with_checksum(line.to_string()) + "\n"
            });
            many.collect::<String>().into_bytes()
        }
        4 => b"x\n".repeat(20_000),
        _ => vec![0; 1_000_000],
    }
}

/// Runs a few commands on one journal; how many, and how long the slowest took.
fn run(seed: usize) -> (usize, f32) {
    let mut dice = Dice::new(seed as u64);
    let home = Home::new();
    let mut journal: Vec<u8> = Vec::new();
    for seq in 1..=1 + dice.below(400) as u64 {
        journal.extend(line(&mut dice, seq).into_bytes());
        journal.push(b'\n');
    }
    if dice.once_in(3) {
        journal.extend(monstrous(&mut dice));
    }
    let file = home.path("data/reviews/k3f9/2026-11.jsonl");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    std::fs::write(file, journal).expect("a journal");
    let mut slowest: f32 = 0.0;
    for _ in 0..4 {
        let args = READING[dice.below(READING.len())];
        let began = Instant::now();
        let output = home.run(args);
        slowest = slowest.max(began.elapsed().as_secs_f32());
        let said = text(&output.stderr);
        let ended = output.status.code().is_some_and(|code| code < 2);
        assert!(
            ended && !said.contains("panicked"),
            "history {seed}: {args:?}: {said}"
        );
    }
    (4, slowest)
}

fn forged(size: Size) {
    let part = Part::begin(size);
    let journals = size.of(12, 500);
    let runs = on_all_cores(journals, |share| {
        share
            .map(run)
            .fold((0, 0.0_f32), |all, one| (all.0 + one.0, all.1.max(one.1)))
    });
    let count: usize = runs.iter().map(|(count, _)| count).sum();
    let slowest = runs.iter().map(|(_, slowest)| *slowest).fold(0.0, f32::max);
    if size == Size::Full {
        assert!(slowest < 1.0, "the slowest command took {slowest} s");
    }
    let said = format!("no panic, none over 1 s; the slowest took {slowest:.2} s");
    part.end("commands on forged journals", count, &said);
}

#[test]
fn a_forged_journal_neither_stops_nor_slows_a_command() {
    forged(Size::Reduced);
}

#[test]
#[ignore = "full size, see the battery's first lines"]
fn full_a_forged_journal_neither_stops_nor_slows_a_command() {
    forged(Size::Full);
}
