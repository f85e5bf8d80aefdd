//! What the answers of the whole history show about each card, followed from the first to the last; and which of them show
//! little: given faster than the question can be read, or right time after time where failures were expected. Those are
//! mentioned once and don't count for a level.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::deck::Card;
use crate::history::{Event, Journal, Record, ReplayedAnswer, Rules, Schedule, current_name};
use crate::memory::StudyDay;

/// The stability, in days, from which a card counts as stable.
pub const STABLE_DAYS: f32 = 21.0;

/// What the answers to one card show.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CardResult {
    /// Days until the chance of recall has fallen to 90 %; 0 before the first answer.
    pub stability: f32,
    /// Whether the last unaided answer passed: the first of its day, because later ones on the same
    /// day are aided by the answer just shown.
    pub unaided_right: bool,
}

impl CardResult {
    /// Whether the card is stable: a stability of at least [`STABLE_DAYS`], and its last unaided
    /// answer was right.
    pub fn is_stable(self) -> bool {
        self.stability >= STABLE_DAYS && self.unaided_right
    }
}

/// What the answers show about every card that was answered.
#[derive(Clone, Debug, Default)]
pub struct CardResults {
    cards: HashMap<Box<str>, CardResult>,
}

#[derive(Debug)]
pub enum HistoryItem<'t> {
    /// An answer or a reset: the results of a card may have changed.
    Result {
        /// The card's name now.
        card: &'t str,
        /// The study day; never before an earlier one.
        day: StudyDay,
        /// What they showed before.
        before: CardResult,
        /// What they show now.
        after: CardResult,
    },
    /// Something else happened.
    Other(&'t Record<'t>),
}

impl CardResults {
    /// What the answers to a card show; the default if there are none.
    pub fn of(&self, card: &str) -> CardResult {
        self.cards.get(card).copied().unwrap_or_default()
    }

    /// Replays the whole history and reports each item, in order. What was undone is left out. Right answers that
    /// show little leave a card as it was: those given faster than the question can be read, and those of a run that
    /// is too long to be believed.
    pub fn follow(
        journal: &Journal,
        rules: &Rules<'_>,
        reading: &ReadingTimes<'_>,
        on_item: impl FnMut(&HistoryItem<'_>),
    ) -> Self {
        let is_card = |card: &str| (rules.kind)(card).is_some();
        let mut replay = ResultsReplay {
            results: Self::default(),
            latest_day: None,
            reading,
            run: RightRun::default(),
            renames: journal.renames(rules.renames, is_card),
            on_item,
        };
        let mut records = journal.records();
        // The schedule at the end is not needed here.
        let _ = Schedule::replay_watched(journal, rules, |answered| {
            // Each answer comes after the last; the rest of the history is not needed.
            for record in records.by_ref() {
                if matches!(record.event, Event::Review(_)) {
                    break;
                }
                replay.other(&record);
            }
            replay.answer(answered);
        });
        for record in records {
            replay.other(&record);
        }
        replay.results
    }
}

/// A history being followed.
struct ResultsReplay<'w, T> {
    results: CardResults,
    latest_day: Option<StudyDay>,
    reading: &'w ReadingTimes<'w>,
    run: RightRun,
    renames: Cow<'w, BTreeMap<String, String>>,
    on_item: T,
}

impl<T: FnMut(&HistoryItem<'_>)> ResultsReplay<'_, T> {
    fn answer(&mut self, answered: &ReplayedAnswer<'_>) {
        self.latest_day = Some(answered.day);
        let before = self.results.of(answered.card);
        let passed = answered.grade.passed();
        if let Some(memory) = answered.before.filter(|_| answered.first_of_day) {
            let chance = answered.scheduler.retrievability(memory, answered.elapsed);
            self.run.take(chance, passed);
        }
        let too_fast = self.reading.is_too_fast(answered.card, answered.ms());
        if passed && (too_fast || self.run.is_unlikely()) {
            return;
        }
        let after = CardResult {
            stability: answered.after.stability,
            unaided_right: if answered.first_of_day {
                passed
            } else {
                before.unaided_right
            },
        };
        if let Some(shown) = self.results.cards.get_mut(answered.card) {
            *shown = after;
        } else {
            self.results.cards.insert(answered.card.into(), after);
        }
        (self.on_item)(&HistoryItem::Result {
            card: answered.card,
            day: answered.day,
            before,
            after,
        });
    }

    fn other(&mut self, record: &Record<'_>) {
        let day = self
            .latest_day
            .map_or(record.day, |day| day.max(record.day));
        self.latest_day = Some(day);
        let Event::Reset { card } = &record.event else {
            return (self.on_item)(&HistoryItem::Other(record));
        };
        let card = current_name(card, &self.renames);
        let before = self.results.cards.remove(card).unwrap_or_default();
        (self.on_item)(&HistoryItem::Result {
            card,
            day,
            before,
            after: CardResult::default(),
        });
    }
}

/// Characters that nobody reads in a second: three times as many as a fast reader.
const CHARACTERS_A_SECOND: u64 = 100;

/// A question that is known is recognised by its first lines: no more than this is asked for, in milliseconds.
const LONGEST_READING: u64 = 5000;

/// The least chance with which a run of right answers is believed.
const LEAST_CHANCE: f64 = 0.001;

/// Answers given too fast are mentioned from this number on, and where they are this share of those measured.
const LEAST_TOO_FAST: u32 = 5;
const LEAST_SHARE: f64 = 0.2;

/// Whether an answer that took this long was given faster than the card's question can be read; not if its time
/// was not measured.
pub fn is_too_fast(card: &Card, ms: u64) -> bool {
    ms > 0 && ms < reading_ms(card)
}

fn reading_ms(card: &Card) -> u64 {
    let characters = card.question.chars().count() + card.context().chars().count();
    (characters as u64 * 1000 / CHARACTERS_A_SECOND).min(LONGEST_READING)
}

/// How long the questions of cards take to read, by the cards' ids.
#[derive(Clone, Debug, Default)]
pub struct ReadingTimes<'c>(HashMap<&'c str, u64>);

impl<'c> ReadingTimes<'c> {
    pub fn of(cards: impl Iterator<Item = &'c Card>) -> Self {
        Self(
            cards
                .map(|card| (card.id.as_str(), reading_ms(card)))
                .collect(),
        )
    }

    /// The same as [`is_too_fast`]; never for a card that is not among these.
    pub fn is_too_fast(&self, card: &str, ms: u64) -> bool {
        ms > 0 && self.0.get(card).is_some_and(|reading| ms < *reading)
    }
}

/// Right answers in a row, each the first of its day to a card met on an earlier day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RightRun {
    answers: u32,
    /// How many of them were expected to be right.
    expected: f64,
    /// The chance that all of them are.
    chance: f64,
}

impl Default for RightRun {
    fn default() -> Self {
        Self {
            answers: 0,
            expected: 0.0,
            chance: 1.0,
        }
    }
}

impl RightRun {
    /// Takes in an answer that was expected to pass with this chance.
    pub(super) fn take(&mut self, chance: f32, passed: bool) {
        if !passed {
            *self = Self::default();
            return;
        }
        let chance = f64::from(chance);
        self.answers += 1;
        self.expected += chance;
        self.chance *= chance;
    }

    /// Whether it is longer than can be believed.
    pub(super) fn is_unlikely(&self) -> bool {
        self.chance < LEAST_CHANCE
    }
}

/// What answers show little.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Doubts {
    /// Answers whose time was measured.
    pub timed: u32,
    /// Of these, those given faster than the question can be read.
    pub too_fast: u32,
    /// Right answers in a row up to the last one, if they are more than can be believed.
    pub right_in_a_row: Option<u32>,
    /// How many of them were expected to be right.
    pub expected: Option<f64>,
    #[serde(skip)]
    run: RightRun,
}

impl Doubts {
    /// Takes in the time of an answer.
    pub fn time(&mut self, ms: u64, too_fast: bool) {
        self.timed += u32::from(ms > 0);
        self.too_fast += u32::from(too_fast);
    }

    /// Takes in the first answer of a day to a card met on an earlier day, expected to pass with this chance.
    pub fn tested(&mut self, chance: f32, passed: bool) {
        self.run.take(chance, passed);
        let unlikely = self.run.is_unlikely();
        self.right_in_a_row = unlikely.then_some(self.run.answers);
        self.expected = unlikely.then_some(self.run.expected);
    }

    /// Whether so many answers were too fast that it is worth a word.
    pub fn is_hasty(&self) -> bool {
        self.too_fast >= LEAST_TOO_FAST
            && f64::from(self.too_fast) >= LEAST_SHARE * f64::from(self.timed)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    use super::*;
    use crate::deck::{Source, parse};
    use crate::history::JournalFile;
    use crate::memory::Scheduling;

    fn followed(lines: &[(u32, &str)]) -> (CardResult, Vec<(u32, bool)>) {
        followed_by(lines, &ReadingTimes::default())
    }

    /// Follows lines written by hand: a day in November 2026, and what happened on it.
    fn followed_by(
        lines: &[(u32, &str)],
        reading: &ReadingTimes<'_>,
    ) -> (CardResult, Vec<(u32, bool)>) {
        let mut text = String::new();
        for (minute, (day, what)) in lines.iter().enumerate() {
            let rest = match *what {
                "reset" => "\"event\":\"reset\"".to_owned(),
                grade => format!("\"event\":\"review\",\"grade\":\"{grade}\",\"ms\":1"),
            };
            let _ = writeln!(
                text,
                "{{\"v\":1,\"at\":\"2026-11-{day:02}T10:{minute:02}:00+01:00\",\"day\":\"2026-11-{day:02}\",\"card\":\"d/old\",{rest}}}"
            );
        }
        let files = [JournalFile {
            path: "hand/1.jsonl",
            bytes: text.as_bytes(),
        }];
        let now =
            chrono::DateTime::parse_from_rfc3339("2026-12-31T10:00:00+01:00").expect("a time");
        let journal = Journal::read(&files, now);
        assert_eq!(journal.problems, []);
        let renames = BTreeMap::from([("d/old".to_owned(), "d/new".to_owned())]);
        let rules = Rules {
            scheduling: Scheduling::default(),
            renames: &renames,
            kind: &|_| None,
            weight: &|_| 1,
        };
        let mut stable = Vec::new();
        let results = CardResults::follow(&journal, &rules, reading, |turn| {
            if let HistoryItem::Result {
                card, day, after, ..
            } = turn
            {
                assert_eq!(*card, "d/new");
                stable.push((chrono::Datelike::day(&day.date()), after.is_stable()));
            }
        });
        (results.of("d/new"), stable)
    }

    #[test]
    fn a_card_is_stable_once_it_was_known_over_growing_intervals() {
        let (shown, steps) = followed(&[(1, "good"), (3, "good"), (14, "good")]);
        assert!(shown.is_stable() && shown.unaided_right);
        assert_eq!(steps, [(1, false), (3, false), (14, true)]);
    }

    #[test]
    fn a_repeat_on_the_same_day_does_not_make_up_for_a_failed_answer() {
        let start = [(1, "easy"), (10, "easy"), (25, "easy")];
        let (known, _) = followed(&start);
        assert!(known.is_stable());
        let (failed, _) = followed(&[&start[..], &[(26, "again"), (26, "easy")]].concat());
        assert!(!failed.unaided_right && !failed.is_stable());
        let (repaired, _) =
            followed(&[&start[..], &[(26, "again"), (26, "good"), (27, "good")]].concat());
        assert!(repaired.unaided_right);
    }

    #[test]
    fn a_reset_takes_back_what_answers_showed() {
        let start = [(1, "easy"), (10, "easy"), (25, "easy")];
        let (shown, steps) = followed(&[&start[..], &[(26, "reset")]].concat());
        assert_eq!(shown, CardResult::default());
        assert_eq!(steps.last(), Some(&(26, false)));
        let (shown, _) = followed(&[&start[..], &[(26, "reset"), (27, "good")]].concat());
        assert!(shown.unaided_right && shown.stability < 10.0);
    }

    #[test]
    fn right_answers_faster_than_the_question_can_be_read_show_nothing_and_wrong_ones_do() {
        let text = "# D {#d}\n\n## What is it that takes so long to read? {#new}\n\nAn answer.\n";
        let deck = parse(&Source::new("d.md", text.to_owned())).deck;
        let deck = deck.expect("a deck");
        let reading = ReadingTimes::of(deck.cards.iter());
        let (shown, steps) = followed_by(&[(1, "easy"), (10, "easy"), (25, "easy")], &reading);
        assert_eq!((shown, steps), (CardResult::default(), Vec::new()));
        let (_, steps) = followed_by(&[(1, "easy"), (10, "again")], &reading);
        assert_eq!(steps, [(10, false)]);
    }

    #[test]
    fn a_run_of_right_answers_too_long_to_be_believed_shows_nothing_more_until_a_failure() {
        let mut text = String::new();
        let mut answer = |day: u32, minute: u32, grade: &str| {
            let _ = writeln!(
                text,
                "{{\"v\":1,\"at\":\"2026-11-{day:02}T10:{minute:02}:00+01:00\",\"day\":\"2026-11-{day:02}\",\"card\":\"d/c{minute}\",\"event\":\"review\",\"grade\":\"{grade}\",\"ms\":9000}}"
            );
        };
        for card in 0..50 {
            answer(1, card, "good");
        }
        for card in 0..50 {
            answer(28, card, if card == 40 { "again" } else { "good" });
        }
        let files = [JournalFile {
            path: "hand/1.jsonl",
            bytes: text.as_bytes(),
        }];
        let now =
            chrono::DateTime::parse_from_rfc3339("2026-12-31T10:00:00+01:00").expect("a time");
        let journal = Journal::read(&files, now);
        let rules = Rules {
            scheduling: Scheduling::default(),
            renames: &BTreeMap::new(),
            kind: &|_| None,
            weight: &|_| 1,
        };
        let results = CardResults::follow(&journal, &rules, &ReadingTimes::default(), |_| {});
        let first = results.of("d/c0").stability;
        let gained = |card: u32| results.of(&format!("d/c{card}")).stability >= first;
        // After 27 days each is remembered with about 71 %: 21 in a row have a chance of 0.08 %.
        let believed = (0..40).take_while(|card| gained(*card)).count();
        assert!((16..=26).contains(&believed), "{believed}");
        assert!((believed as u32..40).all(|card| !gained(card)));
        assert!((41..50).all(gained));
    }

    #[test]
    fn an_answer_is_too_fast_only_if_it_was_measured_and_nobody_reads_so_fast() {
        let question = "Why is this question so long? ".repeat(10);
        let text = format!("# D {{#d}}\n\n## {question}{{#q}}\n\nAn answer.\n");
        let deck = parse(&Source::new("d.md", text)).deck.expect("a deck");
        let card = &deck.cards[0];
        let times = ReadingTimes::of(deck.cards.iter());
        for (ms, too_fast) in [(0, false), (500, true), (2900, true), (3100, false)] {
            assert_eq!(is_too_fast(card, ms), too_fast, "{ms}");
            assert_eq!(times.is_too_fast("d/q", ms), too_fast, "{ms}");
        }
        assert!(!times.is_too_fast("d/gone", 1));
    }

    #[test]
    fn a_run_of_right_answers_is_doubted_until_the_next_failure() {
        let mut doubts = Doubts::default();
        for answer in 1..=80 {
            doubts.tested(0.9, true);
            // 0.9 to the power 66 is 0.00095.
            assert_eq!(doubts.right_in_a_row.is_some(), answer >= 66, "{answer}");
        }
        let expected = doubts.expected.expect("a number");
        assert!((expected - 72.0).abs() < 1e-3, "{expected}");
        doubts.tested(0.9, false);
        assert_eq!(doubts.right_in_a_row, None);
    }

    #[test]
    fn a_few_fast_answers_are_not_worth_a_word() {
        let after = |too_fast: u32, slow: u32| {
            let mut doubts = Doubts::default();
            (0..too_fast).for_each(|_| doubts.time(300, true));
            (0..slow).for_each(|_| doubts.time(9000, false));
            doubts.is_hasty()
        };
        assert!(!after(4, 0) && !after(5, 30));
        assert!(after(5, 5));
    }
}
