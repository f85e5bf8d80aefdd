//! Key words: whether a written answer mentions what a statement says; and a first impression of an answer, as an
//! interviewer has it before asking on.
//!
//! The impression only decides which question comes next: it is not a mark and is never shown.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use super::Point;
use super::text_match::is_without_spaces;

/// English words that carry no meaning of their own, as they are after [`stem`].
const EMPTY_WORDS: &str = "about after all also an and another any are as at be becaus been befor being \
    both but by can could did do doe don each either els even ever every for from get giv ha had has hav he \
    her him his how if in into is it its just let lik mak may might mor most much must need never no nor not \
    now of off on onc one only onto or other our out over own per put sam she should so som stil such tak \
    than that the their them then ther thes they thi thos through to too under until up upon us use used \
    using very was way we were what when wher which whil who whom whos why wil with within without would \
    yet you your";

/// A word that begins with another one of at least this many letters counts as the same: `async`
/// for `asynchronous`.
const SHORTEST_PREFIX: usize = 4;

/// Of this many key words, one must be found.
const ONE_IN: usize = 4;

/// Whether an answer mentions a statement: at least one in four of the statement's key words is in
/// it, whatever their case and ending. A statement without key words always counts as mentioned.
///
/// This is a hint for a learner who ticks points, not a mark: it can only say that a text does
/// *not* mention something.
pub fn mentions(answer: &str, statement: &str) -> bool {
    let wanted = key_words(statement);
    if wanted.is_empty() {
        return true;
    }
    let words = key_words(answer);
    let found = wanted
        .iter()
        .filter(|word| words.iter().any(|other| alike(word, other)))
        .count();
    found * ONE_IN >= wanted.len()
}

fn alike(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    one == other || short.is_ascii() && short.len() >= SHORTEST_PREFIX && long.starts_with(short)
}

/// The words of a text that carry its meaning: stems of words, and pairs of neighbours where a
/// script has no spaces between words.
fn key_words(text: &str) -> BTreeSet<String> {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut words = BTreeSet::new();
    for run in folded.split(|c: char| !c.is_alphanumeric()) {
        for part in by_script(run) {
            if part.chars().all(is_without_spaces) {
                words.extend(pairs(part));
            } else {
                words.insert(stem(part));
            }
        }
    }
    let empty = |word: &String| EMPTY_WORDS.split(' ').any(|empty| empty == word);
    words.retain(|word| word.chars().nth(1).is_some() && !empty(word));
    words
}

/// A run of letters, split at boundaries to and from scripts without spaces.
fn by_script(run: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let script = is_without_spaces(first);
        let end = rest
            .find(|c| is_without_spaces(c) != script)
            .unwrap_or(rest.len());
        parts.push(&rest[..end]);
        rest = &rest[end..];
    }
    parts
}

fn pairs(part: &str) -> Vec<String> {
    let chars: Vec<char> = part.chars().collect();
    chars.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// A word without its most common endings, so that `queues`, `queued` and `queuing` match.
fn stem(word: &str) -> String {
    let mut stem = word.to_owned();
    if !word.is_ascii() || word.contains(|c: char| c.is_ascii_digit()) {
        return stem;
    }
    if let Some(start) = ["ies", "ied"].iter().find_map(|end| stem.strip_suffix(end))
        && start.len() >= 3
    {
        stem = format!("{start}y");
    } else {
        let ending = ["ing", "ed", "es", "ly", "s"].into_iter().find(|ending| {
            stem.strip_suffix(ending)
                .is_some_and(|start| start.len() >= 3 && !(*ending == "s" && start.ends_with('s')))
        });
        stem.truncate(stem.len() - ending.map_or(0, str::len));
    }
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    // `stopped` and `stop`, `call` and `calling`.
    let mut last = stem.chars().rev();
    if stem.len() > 3 && last.next() == last.next() {
        stem.pop();
    }
    stem
}

/// An answer with fewer letters is too short to be judged by its words.
const SHORTEST: usize = 25;

/// The score from which an answer is good enough for a deeper question.
const GOOD: f32 = 0.5;

/// How much an essential point counts compared with any other.
const ESSENTIAL: f32 = 2.0;

/// How long a text is, in words; where a script has no spaces, two characters are one.
pub fn length_in_words(text: &str) -> usize {
    let dense = text.chars().filter(|&c| is_without_spaces(c)).count();
    let spaced = text.split(|c: char| c.is_whitespace() || is_without_spaces(c));
    let spaced = spaced.filter(|word| word.contains(char::is_alphanumeric));
    spaced.count() + dense / 2
}

/// The points that a text mentions, by index. A hint, as [`mentions`] is.
pub fn spoken_of(points: &[Point], text: &str) -> BTreeSet<usize> {
    if text.trim().is_empty() {
        return BTreeSet::new();
    }
    let spoken = |(index, point): (usize, &Point)| mentions(text, &point.text).then_some(index);
    points.iter().enumerate().filter_map(spoken).collect()
}

/// Whether an answer seems good enough to go deeper. `confidence` is the learner's, from 1 to 4.
pub fn seems_good(points: &[Point], text: &str, confidence: Option<u8>) -> bool {
    let weight = |point: &Point| if point.essential { ESSENTIAL } else { 1.0 };
    let spoken = spoken_of(points, text);
    let covered: f32 = spoken.iter().map(|&index| weight(&points[index])).sum();
    let all: f32 = points.iter().map(weight).sum();
    let share = if all > 0.0 { covered / all } else { 0.0 };
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let length = if letters < SHORTEST { -0.2 } else { 0.0 };
    let sure = match confidence {
        Some(1) => -0.15,
        Some(4) => 0.1,
        _ => 0.0,
    };
    share > 0.0 && share + length + sure >= GOOD
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_statement_is_spoken_of_where_its_key_words_are() {
        let cases = [
            (
                "libuv has a pool of threads",
                "libuv, its pool and the kernel's pollers work beside it",
                true,
            ),
            (
                "it blocks everything",
                "**a long computation blocks the loop**",
                true,
            ),
            ("the loop is blocked", "blocking calls stop it", true),
            ("queueing", "what is queued runs later", true),
            (
                "the queries run one by one",
                "each query waits for the one before",
                true,
            ),
            ("async code", "asynchronous callbacks run afterwards", true),
            ("EMFILE", "the process ran out of files (`EMFILE`)", true),
            (
                "setimmediate",
                "`setImmediate` runs in the check phase",
                true,
            ),
            ("401 is sent", "`401` says who are you?", true),
            ("403 is sent", "`401`", false),
            (
                "because of the garbage collector",
                "the event loop is blocked",
                false,
            ),
            ("the and of it", "the loop", false),
            ("", "the loop", false),
            ("it is so", "it is what it is", true),
            ("事件循环被阻塞", "长时间计算会阻塞事件循环", true),
            ("内存不足", "长时间计算会阻塞事件循环", false),
            ("ＥＭＦＩＬＥ", "`EMFILE`", true),
            ("V8引擎", "JavaScript is run by V8", true),
        ];
        for (answer, statement, expected) in cases {
            assert_eq!(
                mentions(answer, statement),
                expected,
                "{answer:?} on {statement:?}"
            );
        }
    }

    #[test]
    fn endings_do_not_matter() {
        for words in [
            &["queue", "queues", "queued", "queuing"][..],
            &["stop", "stops", "stopped", "stopping"],
            &["process", "processes", "processed"],
            &["query", "queries", "queried"],
            &["call", "calls", "calling"],
        ] {
            for word in words {
                assert_eq!(stem(word), stem(words[0]), "{word}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_text_speaks_of_itself(text in any::<String>()) {
            prop_assert!(mentions(&text, &text));
        }
    }

    fn points() -> Vec<Point> {
        let point = |text: &'static str, essential| Point {
            text: text.into(),
            essential,
        };
        vec![
            point("the connection pool is exhausted at noon", true),
            point("compares the traffic with that at night", false),
        ]
    }

    #[test]
    fn the_length_of_a_text_is_counted_in_words() {
        assert_eq!(
            length_in_words("We lost 3,000 orders - all in one night."),
            8
        );
        assert_eq!(length_in_words("事件循环 is 阻塞"), 4);
        assert_eq!(length_in_words(" \n"), 0);
    }

    #[test]
    fn an_answer_that_speaks_of_the_essential_point_leads_deeper() {
        let text = "I would look at the connection pool, which may be exhausted";
        assert_eq!(spoken_of(&points(), text), BTreeSet::from([0]));
        assert!(seems_good(&points(), text, Some(3)));
    }

    #[test]
    fn an_answer_beside_the_point_does_not_however_long_and_sure() {
        let text = "I would restart all servers and buy bigger machines, quickly".repeat(5);
        assert!(!seems_good(&points(), &text, Some(4)));
        assert!(!seems_good(&points(), "", Some(4)));
    }

    #[test]
    fn a_short_and_unsure_answer_counts_for_less() {
        assert!(seems_good(&points(), "pool exhausted", Some(4)));
        assert!(!seems_good(&points(), "pool exhausted", Some(1)));
    }
}
