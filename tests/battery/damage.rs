//! Damage to a journal file: what is intact still counts, what is not is reported, and nothing is
//! mistaken for an answer.

use nodequiz::history::{Journal, JournalFile, Record};

use super::figures::{Part, Size, on_all_cores};
use super::histories::{day, event, later, lines, minutes, record};
use super::test_rng::TestRng;

/// A file of one device, and the records in it.
struct Intact {
    records: Vec<Record<'static>>,
    text: String,
}

/// A way to damage a file.
struct Harm {
    name: &'static str,
    /// How many intact lines it may cost.
    may_cost: usize,
    /// How many cases there are for a file of this length.
    cases: fn(usize) -> usize,
    /// The damaged file.
    apply: fn(&str, usize) -> Vec<u8>,
    /// How many lines are still readable, and whether the reader can know that something is wrong.
    leaves: fn(&str, usize) -> (usize, bool),
}

/// The result of a number of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Outcome {
    cases: usize,
    /// The most intact lines that one case has cost.
    most_lost: usize,
    /// Cases in which something was damaged and nothing was reported.
    silent: usize,
    /// Cases in which something was read that was never written.
    wrong: usize,
}

const ZEROED: usize = 512;

const HARMS: [Harm; 4] = [
    Harm {
        name: "cut at every byte",
        may_cost: 0,
        cases: |length| length,
        apply: |text, cut| text.as_bytes()[..cut].to_vec(),
        leaves: |text, cut| {
            let kept = &text.as_bytes()[..cut];
            // The last line is whole without its newline, too.
            let whole = newlines(&text.as_bytes()[..=cut]);
            let torn = cut > 0 && !kept.ends_with(b"\n") && text.as_bytes()[cut] != b'\n';
            (whole, torn)
        },
    },
    Harm {
        name: "every bit flipped",
        may_cost: 1,
        cases: |length| length * 8,
        apply: |text, bit| {
            let mut bytes = text.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            bytes
        },
        leaves: |text, _| (newlines(text.as_bytes()), true),
    },
    Harm {
        name: "every byte removed",
        may_cost: 1,
        // Without its last newline a file is as whole as with it.
        cases: |length| length - 1,
        apply: |text, byte| {
            let mut bytes = text.as_bytes().to_vec();
            bytes.remove(byte);
            bytes
        },
        leaves: |text, _| (newlines(text.as_bytes()), true),
    },
    Harm {
        name: "every window of 512 bytes zeroed",
        may_cost: 5,
        cases: |length| length - ZEROED + 1,
        apply: |text, start| {
            let mut bytes = text.as_bytes().to_vec();
            bytes[start..start + ZEROED].fill(0);
            bytes
        },
        leaves: |text, _| (newlines(text.as_bytes()), true),
    },
];

fn newlines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}

/// A file with so many lines of many kinds.
fn intact(count: u64) -> Intact {
    let mut rng = TestRng::new(count);
    let records: Vec<Record<'static>> = (1..=count)
        .map(|seq| {
            let at = minutes(seq.cast_signed());
            record("k3f9", seq, at, event(&mut rng, day(at), &[]))
        })
        .collect();
    let text = lines(&records);
    Intact { records, text }
}

/// Reads the damaged file and compares it with the intact one.
fn judge(intact: &Intact, harm: &Harm, case: usize) -> Outcome {
    let bytes = (harm.apply)(&intact.text, case);
    let file = JournalFile {
        path: "k3f9/2026-11.jsonl",
        bytes: &bytes,
    };
    let journal = Journal::read(&[file], later());
    let (left, noticeable) = (harm.leaves)(&intact.text, case);
    let original = |record: &Record<'_>| {
        let place = usize::try_from(record.seq - 1).ok();
        place.and_then(|place| intact.records.get(place)) == Some(record)
    };
    let read = journal.records().len();
    let wrong = journal.records().any(|record| !original(&record))
        || !journal.records().is_sorted_by(|a, b| a.seq < b.seq);
    Outcome {
        cases: 1,
        most_lost: left.saturating_sub(read),
        silent: usize::from(noticeable && journal.problems.is_empty()),
        wrong: usize::from(wrong || read > left),
    }
}

/// All cases, or one in so many.
fn harmed(intact: &Intact, harm: &Harm, one_in: usize) -> Outcome {
    let cases = (harm.cases)(intact.text.len()).div_ceil(one_in);
    let shares = on_all_cores(cases, |share| {
        share.fold(Outcome::default(), |all, case| {
            all.with(judge(intact, harm, case * one_in))
        })
    });
    shares.into_iter().fold(Outcome::default(), Outcome::with)
}

impl Outcome {
    fn with(self, other: Self) -> Self {
        Self {
            cases: self.cases + other.cases,
            most_lost: self.most_lost.max(other.most_lost),
            silent: self.silent + other.silent,
            wrong: self.wrong + other.wrong,
        }
    }
}

fn damage(size: Size) {
    let intact = intact(size.of(20, 200));
    for harm in &HARMS {
        let part = Part::begin(size);
        // A prime, so that all bits of bytes and all places in lines are covered.
        let outcome = harmed(&intact, harm, size.of(23, 1));
        assert!(
            outcome.most_lost <= harm.may_cost,
            "{}: {outcome:?}",
            harm.name
        );
        assert_eq!(
            (outcome.silent, outcome.wrong),
            (0, 0),
            "{}: {outcome:?}",
            harm.name
        );
        let lines = intact.records.len();
        let result = format!(
            "at most {} whole lines lost, {} silently, {} wrongly accepted",
            outcome.most_lost, outcome.silent, outcome.wrong
        );
        let what = format!("{lines} lines, {}", harm.name);
        part.end(&what, outcome.cases, &result);
    }
}

#[test]
fn damage_costs_the_lines_it_touches_and_never_goes_unnoticed() {
    damage(Size::Reduced);
}

#[test]
#[ignore = "full size, see the battery's first lines"]
fn full_damage_costs_the_lines_it_touches_and_never_goes_unnoticed() {
    damage(Size::Full);
}

#[test]
fn the_battery_would_see_a_reader_that_loses_invents_or_says_nothing() {
    let intact = intact(5);
    let harmless = Harm {
        name: "nothing harmed",
        may_cost: 0,
        cases: |_| 1,
        apply: |text, _| text.as_bytes().to_vec(),
        leaves: |text, _| (newlines(text.as_bytes()), true),
    };
    // An intact file is rightly read without a report: if a report was expected, that counts as
    // silence.
    let outcome = judge(&intact, &harmless, 0);
    assert_eq!(
        (outcome.most_lost, outcome.silent, outcome.wrong),
        (0, 1, 0)
    );
    // If more lines were expected, they count as lost; if other lines were written, these count as
    // invented.
    let more = Harm {
        leaves: |text, _| (newlines(text.as_bytes()) + 2, false),
        ..harmless
    };
    assert_eq!(judge(&intact, &more, 0).most_lost, 2);
    let mut other = Intact {
        records: intact.records.clone(),
        text: intact.text.clone(),
    };
    other.records[2].seq = 9;
    assert_eq!(judge(&other, &more, 0).wrong, 1);
}
