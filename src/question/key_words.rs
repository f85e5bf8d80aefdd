//! Key words: whether a written answer mentions what a statement says.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

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
    let said = key_words(answer);
    let found = wanted
        .iter()
        .filter(|word| said.iter().any(|said| alike(word, said)))
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

/// Whether words of this character's script are written without spaces: Chinese, Japanese.
pub fn is_without_spaces(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
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
}
