//! Journals that somebody forged: whole, sealed lines of every event with extreme values, and damaged lines at
//! the limits. Whatever they say, no command panics, and none takes longer than a second.

use std::path::Path;
use std::process::Output;

use nodequiz::history::with_checksum;
use serde_json::{Map, Value, json};

use super::figures::{Part, Size, on_all_cores};
use super::test_rng::TestRng;
use crate::home::{Home, text};

/// The commands that only read.
pub(super) const READING: [&[&str]; 24] = [
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
    &["decks", "check"],
    &["undo", "--list"],
    &["remind"],
    &["interview", "--history"],
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

fn number(rng: &mut TestRng) -> Value {
    let most = [0, 1, 2, 3, 60, 1 << 31, (1 << 32) - 1, 1 << 53, u64::MAX];
    json!(rng.pick(&most))
}

fn word(rng: &mut TestRng) -> Value {
    match rng.below(30) {
        0 => json!("long ".repeat(4_000)),
        _ => json!(rng.pick(&WORDS)),
    }
}

fn share(rng: &mut TestRng) -> Value {
    let shares = [-1.0, 0.0, 1e-30, 0.5, 1.0, 1e30];
    json!(rng.pick(&shares))
}

fn words(rng: &mut TestRng) -> Value {
    (0..rng.below(4)).map(|_| word(rng)).collect()
}

fn numbers(rng: &mut TestRng) -> Value {
    (0..rng.below(5)).map(|_| number(rng)).collect()
}

fn id(rng: &mut TestRng) -> Value {
    json!(format!(
        "0193{:04x}-0000-7000-8000-00000000{:04x}",
        rng.below(3),
        rng.below(60)
    ))
}

/// What an event says besides its name.
fn content(rng: &mut TestRng, event: &str) -> Value {
    let (w, n, s) = (word(rng), number(rng), share(rng));
    let (day, other) = (rng.pick(&DAYS), rng.pick(&DAYS));
    let grade = rng.pick(&["again", "hard", "good", "easy"]);
    let yes = rng.once_in(2);
    match event {
        "review" => json!({
            "card": w, "grade": grade, "ms": n, "session": word(rng), "verdict": s,
            "mode": rng.pick(&["study", "quiz", "interview", "place", "command"]),
            "points": numbers(rng), "guessed": yes, "confidence": share(rng),
        }),
        "undo" => json!({ "of": id(rng) }),
        "rename" => json!({ "from": w, "to": word(rng) }),
        "stage" => json!({ "stage": rng.pick(&["first", "second", "third", "last"]) }),
        "bury" => json!({ "card": w, "until": day }),
        "pause" => json!({ "until": day }),
        "goal" => json!({
            "date": day, "minutes": n, "levels": words(rng), "topics": words(rng),
            "tags": words(rng), "weights": { "async": number(rng) },
        }),
        "assess" => json!({ "area": w, "stage": rng.below(9), "note": word(rng) }),
        "project" => json!({
            "project": w, "note": word(rng),
            "state": rng.pick(&["planned", "doing", "done", "dropped"]),
        }),
        "habit" => json!({ "habit": w, "done": day, "note": word(rng), "wanted": yes }),
        "reached" => json!({ "level": w, "on": day, "cards": n, "stable": number(rng) }),
        "note" => match rng.below(3) {
            0 => json!({ "placement": {
                "step": "asked", "round": w, "card": word(rng), "topic": word(rng), "level": "senior",
                "right": yes, "guess": s, "ms": n,
            }}),
            1 => json!({ "placement": { "step": "ended", "round": w, "claimed": n } }),
            _ => json!({ "interview": {
                "step": "answered", "session": w, "thread": n, "way": "card", "question": word(rng),
                "kind": "card", "level": "senior", "topic": "async", "text": word(rng), "ms": number(rng),
            }}),
        },
        "parameters" => {
            let numbers: Value = (0..21).map(|_| share(rng)).collect();
            json!({ "parameters": numbers, "answers": n })
        }
        "accept" => json!({ "missing": { "device": w, "from": n, "to": number(rng) } }),
        "redate" => json!({
            "records": (0..rng.below(9)).map(|_| id(rng)).collect::<Value>(),
            "time": rng.pick(&TIMES), "study_day": other,
        }),
        "interview-start" => json!({
            "session": w, "level": "senior", "minutes": n, "threads": number(rng), "topics": words(rng),
            "tags": words(rng),
        }),
        "interview-end" => json!({ "session": w, "outcome": "finished" }),
        _ => json!({ "card": w }),
    }
}

/// A sealed line.
fn line(rng: &mut TestRng, seq: u64) -> String {
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
        "rename",
        "stage",
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
    let event = match rng.below(3) {
        0 => "review",
        _ => rng.pick(&events),
    };
    let mut line = Map::new();
    let seq = match rng.below(40) {
        0 => (1 << 53) - 1,
        1 => 1,
        _ => seq,
    };
    for (key, value) in [
        ("v", json!(1)),
        ("event", json!(event)),
        ("id", id(rng)),
        (
            "device",
            json!(rng.pick(&["k3f9", "", "\u{1b}[2J", "abcd"])),
        ),
        ("seq", json!(seq)),
        ("at", json!(rng.pick(&TIMES))),
        ("day", json!(rng.pick(&DAYS))),
    ] {
        line.insert(key.to_owned(), value);
    }
    if let Value::Object(content) = content(rng, event) {
        line.extend(content);
    }
    with_checksum(Value::Object(line).to_string())
}

/// What no program writes: lines at the limits.
fn monstrous(rng: &mut TestRng) -> Vec<u8> {
    match rng.below(7) {
        // Names that lead on and on, and answers under the first of them.
        6 => {
            let many = (0..20_000).map(|seq| {
                let id = format!("01930000-0000-7000-8000-{seq:012x}");
                let line = match seq {
                    0..10_000 => json!({
                        "v": 1, "event": "rename", "id": id, "device": "k3f9", "seq": seq, "at": TIMES[2], "day": DAYS[3],
                        "from": format!("a/x{seq}"), "to": format!("a/x{}", seq + 1),
                    }),
                    _ => json!({
                        "v": 1, "event": "mark", "id": id, "device": "k3f9", "seq": seq, "at": TIMES[2], "day": DAYS[3],
                        "card": "a/x0",
                    }),
                };
                with_checksum(line.to_string()) + "\n"
            });
            many.collect::<String>().into_bytes()
        }
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

/// Runs a command that the system ends after a second of computing: other work on the machine does not count. A goal
/// is projected by two threads, whose seconds the system adds up.
fn within_a_second(home: &Home, args: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_nodequiz");
    let limit = match args[0] {
        "goal" | "stats" => "ulimit -t 2; exec \"$0\" \"$@\"",
        _ => "ulimit -t 1; exec \"$0\" \"$@\"",
    };
    let limited = ["-c", limit, program];
    let args: Vec<&str> = limited.iter().chain(args).copied().collect();
    let mut command = home.command_of(Path::new("sh"), &args);
    command.output().expect("the program starts")
}

/// Runs a few commands on one journal. How many.
fn run(seed: usize, size: Size) -> usize {
    let mut rng = TestRng::new(seed as u64);
    let home = Home::new();
    let mut journal: Vec<u8> = Vec::new();
    for seq in 1..=1 + rng.below(400) as u64 {
        journal.extend(line(&mut rng, seq).into_bytes());
        journal.push(b'\n');
    }
    if rng.once_in(3) {
        journal.extend(monstrous(&mut rng));
    }
    let file = home.path("data/reviews/k3f9/2026-11.jsonl");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    std::fs::write(file, journal).expect("a journal");
    for _ in 0..4 {
        let args = READING[rng.below(READING.len())];
        let output = match size {
            Size::Reduced => home.run(args),
            Size::Full => within_a_second(&home, args),
        };
        let printed = text(&output.stderr);
        let ended = output.status.code().is_some_and(|code| code < 2);
        assert!(
            ended && !printed.contains("panicked"),
            "history {seed}: {args:?}: {printed}"
        );
    }
    4
}

fn forged(size: Size) {
    let part = Part::begin(size);
    let journals = size.of(12, 500);
    let runs = on_all_cores(journals, |share| {
        share.map(|seed| run(seed, size)).sum::<usize>()
    });
    let result = "no panic, none computed for over 1 s";
    part.end(
        "commands on forged journals",
        runs.into_iter().sum(),
        result,
    );
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
