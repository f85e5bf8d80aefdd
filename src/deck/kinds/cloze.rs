//! Cloze: text with `==hidden==` parts.
//!
//! A mark is a run of exactly two `=` in text: not in code, not in HTML, not behind a backslash. Two marks
//! hide what is between them when it touches both, no letter or digit touches them from outside, and it lies in the
//! same paragraph, list item or table cell.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Frame, Reading};
use crate::deck::diagnostic::{Code, Report};
use crate::deck::document::{Block, Document, Token, with_line_feeds};
use crate::deck::list::ends_inline;
use crate::question::{Accepted, Cloze, Question, Typed};

const LOOSE: &str = "this `==` hides nothing";
const TOUCH: &str = "both marks touch the hidden text, and no other letters, as in `==hidden==`; write `\\==` for \
                     the characters themselves, or put them into a code span";

/// How many parts can be hidden.
const MOST: usize = 100;

/// How many texts a part can accept.
const MOST_ACCEPTED: usize = 50;

/// How many marks of a card that hide nothing are reported.
const MOST_ALONE: usize = 10;

/// A run of two `=` in text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    at: usize,
    /// The event that it is in, counted from the first of the block.
    token: usize,
    /// Whether text follows directly and no word stands directly before it, so that it can begin a hidden part.
    opens: bool,
    /// The other way round, so that it can end one.
    closes: bool,
    /// Whether text touches it on one side only.
    one_sided: bool,
}

/// A hidden part.
struct Hidden {
    /// Its bytes, with its marks.
    bytes: Range<usize>,
    /// The events that it is in, counted from the first of the block.
    tokens: Range<usize>,
}

/// What was found in one block.
#[derive(Default)]
struct Found {
    /// The first mark of a pair that hides nothing because a mark does not touch the text.
    loose: Option<Range<usize>>,
    hidden: Vec<Hidden>,
    /// Marks without a partner that touch text on one side only, as if they were meant to hide it.
    alone: Vec<Range<usize>>,
}

/// Whether any text in these blocks is hidden.
pub(super) fn hides(document: &Document<'_>, blocks: &[Block]) -> bool {
    blocks.iter().any(|block| {
        // Most blocks have no marks.
        document.raw(block.bytes.clone()).contains("==") && !find(document, block).hidden.is_empty()
    })
}

/// Warns of marks that look as if they were meant to hide something, in a card that hides nothing.
pub(in crate::deck) fn warn_of_loose_marks(
    document: &Document<'_>,
    blocks: &[Block],
    report: &mut Report<'_>,
) {
    let marked = |block: &&Block| document.raw(block.bytes.clone()).contains("==");
    for loose in blocks
        .iter()
        .filter(marked)
        .filter_map(|block| find(document, block).loose)
    {
        report.warning(Code::Cloze, loose, LOOSE, TOUCH);
    }
}

pub(super) fn read(frame: &Frame<'_, '_>, report: &mut Report<'_>) -> Option<Reading> {
    let document = frame.document;
    let mut last = None;
    let mut hidden = Vec::new();
    let mut alone = Vec::new();
    for (index, block) in frame.answer.iter().enumerate() {
        let found = find(document, block);
        if !found.hidden.is_empty() {
            last = Some(index);
        }
        for part in found.hidden.into_iter().take(MOST + 1) {
            let accepted = accepted(document, block, &part);
            hidden.push((part.bytes, accepted));
        }
        alone.extend(found.alone);
    }
    for mark in alone.iter().take(MOST_ALONE) {
        report.error(Code::Cloze, mark.clone(), LOOSE, TOUCH);
    }
    if hidden.len() > MOST {
        let message = format!("{} parts are hidden, at most {MOST} can be", hidden.len());
        let first = frame.first().map(|(_, block)| block);
        frame.fault(report, Code::TooMuch, first, &message, "split the card");
        return None;
    }
    let too_many = |(_, accepted): &&(_, Vec<_>)| accepted.len() > MOST_ACCEPTED;
    if let Some((bytes, _)) = hidden.iter().find(too_many) {
        let message = format!("this hidden part accepts more than {MOST_ACCEPTED} texts");
        let help = "leave only the usual ones, or hide less of the text";
        report.error(Code::TooMuch, document.first_line(bytes), message, help);
        return None;
    }
    let Some(last) = last else {
        if alone.is_empty() {
            let message = "nothing is hidden in this cloze card";
            let help = "put the words to be filled in between `==` and `==`";
            frame.fault(
                report,
                Code::Cloze,
                frame.first().map(|(_, block)| block),
                message,
                help,
            );
        }
        return None;
    };
    if !alone.is_empty() {
        return None;
    }
    if let Some((bytes, _)) = hidden
        .iter()
        .find(|(_, accepted)| accepted[0].text.is_empty())
    {
        let message = "this hidden part has no text";
        let help = "write words or a code span between the marks";
        report.error(Code::Cloze, bytes.clone(), message, help);
        return None;
    }
    let (start, end) = (
        frame.answer.first()?.bytes.start,
        frame.answer.get(last)?.bytes.end,
    );
    let start = line_start(document, start);
    let mut parts = Vec::with_capacity(hidden.len() + 1);
    let mut from = start;
    for (bytes, _) in &hidden {
        parts.push(with_line_feeds(document.raw(from..bytes.start)).into_owned());
        from = bytes.end;
    }
    parts.push(with_line_feeds(document.raw(from..end)).into_owned());
    let blank = |(_, accepted)| Typed {
        accepted,
        form: frame.answer_form(),
    };
    let blanks = hidden.into_iter().map(blank).collect();
    Some(Reading {
        data: Question::Cloze(Cloze { parts, blanks }),
        blocks: last + 1,
    })
}

/// Where the line of an offset starts, if only spaces precede the offset.
fn line_start(document: &Document<'_>, offset: usize) -> usize {
    offset
        - document
            .raw(0..offset)
            .bytes()
            .rev()
            .take_while(|&byte| byte == b' ')
            .count()
}

/// What a block hides.
fn find(document: &Document<'_>, block: &Block) -> Found {
    let mut found = Found::default();
    let mut run = Vec::new();
    let mut in_code = false;
    for (token, (event, range)) in document.tokens(block).iter().enumerate() {
        match event {
            Event::Start(tag) => {
                in_code |= matches!(tag, Tag::CodeBlock(_));
                if !ends_inline(tag.to_end()) {
                    pair(&run, &mut found);
                    run.clear();
                }
            }
            Event::End(end) => {
                in_code &= !matches!(end, TagEnd::CodeBlock);
                if !ends_inline(*end) {
                    pair(&run, &mut found);
                    run.clear();
                }
            }
            Event::Text(_) if !in_code => marks(document, range, token, &mut run),
            _ => {}
        }
    }
    pair(&run, &mut found);
    found
}

/// The marks in a stretch of text.
fn marks(document: &Document<'_>, range: &Range<usize>, token: usize, run: &mut Vec<Mark>) {
    let raw = document.raw(range.clone());
    let mut rest = 0;
    while let Some(at) = raw.get(rest..).and_then(|text| text.find("==")) {
        let start = rest + at;
        let signs = raw[start..]
            .bytes()
            .take_while(|&byte| byte == b'=')
            .count();
        rest = start + signs;
        let at = range.start + start;
        // An escaped character begins its own text event, after its backslash.
        let escaped = start == 0 && document.raw(0..at).ends_with('\\');
        if signs == 2 && !escaped {
            let before = document.raw(0..at).chars().next_back();
            let after = document.raw(at + 2..document.text.len()).chars().next();
            let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
            // `a==b` compares; scripts without spaces between words have no other boundary.
            let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || c >= '\u{2e80}');
            run.push(Mark {
                at,
                token,
                opens: touches(after) && apart(before),
                closes: touches(before) && apart(after),
                one_sided: touches(before) != touches(after),
            });
        }
    }
}

/// Pairs the marks of one run of text, from its start.
fn pair(run: &[Mark], found: &mut Found) {
    let before = found.alone.len();
    let mut marks = run.iter().peekable();
    while let Some(mark) = marks.next() {
        if let Some(end) = marks.next_if(|end| mark.opens && end.closes) {
            found.hidden.push(Hidden {
                bytes: mark.at..end.at + 2,
                tokens: mark.token..end.token + 1,
            });
        } else if mark.one_sided && mark.opens != mark.closes {
            found.alone.push(mark.at..mark.at + 2);
        }
    }
    if run.len() > 1 && found.loose.is_none() {
        found.loose = found.alone.get(before).cloned();
    }
}

/// What is accepted in a blank: the texts between its marks, which `|` separates; a text that is one
/// code span is code. `\|` and a `|` with nothing on one side are characters of the text.
fn accepted(document: &Document<'_>, block: &Block, part: &Hidden) -> Vec<Accepted> {
    let tokens = &document.tokens(block)[part.tokens.clone()];
    let inner = part.bytes.start + 2..part.bytes.end - 2;
    let between: Vec<Accepted> = separators(document, tokens, &inner)
        .take(MOST_ACCEPTED)
        .chain([inner.end])
        .scan(inner.start, |start, end| {
            let part = *start..end;
            *start = end + 1;
            Some(accepted_text(document, tokens, &part))
        })
        .collect();
    if between.iter().any(|one| one.text.is_empty()) {
        return vec![accepted_text(document, tokens, &inner)];
    }
    between
}

/// Where a plain `|` is in the text of a blank.
fn separators<'d>(
    document: &'d Document<'_>,
    tokens: &'d [Token<'_>],
    inner: &'d Range<usize>,
) -> impl Iterator<Item = usize> {
    let texts = tokens.iter();
    let texts = texts.filter(|(event, _)| matches!(event, Event::Text(_)));
    texts.flat_map(move |(_, range)| {
        let start = range.start.max(inner.start);
        let bars = document.raw(start..range.end.min(inner.end));
        let bars = bars.match_indices('|').map(move |(at, _)| start + at);
        // An escaped sign begins a text of its own, after its backslash.
        let escaped = document.raw(0..range.start).ends_with('\\');
        bars.filter(move |&at| !(escaped && at == range.start))
    })
}

/// The words of a part of a blank, or the code of its one code span.
fn accepted_text(document: &Document<'_>, tokens: &[Token<'_>], part: &Range<usize>) -> Accepted {
    let trimmed = {
        let raw = document.raw(part.clone());
        let start = part.start + (raw.len() - raw.trim_start().len());
        start..start + raw.trim().len()
    };
    let within = |token: &&Token<'_>| token.1.start < part.end && token.1.end > part.start;
    let mut text = String::new();
    for (event, range) in tokens.iter().filter(within) {
        match event {
            Event::Code(code) if *range == trimmed => {
                return Accepted {
                    text: code.trim().to_owned().into(),
                    exact: true,
                };
            }
            Event::Code(code) => text.push_str(code),
            Event::Text(words) => {
                let within = range.start.max(part.start)..range.end.min(part.end);
                // The text of an entity differs from its bytes.
                text.push_str(if within == *range {
                    words
                } else {
                    document.raw(within)
                });
            }
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    Accepted {
        text: text.trim().to_owned().into(),
        exact: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> Vec<(String, bool)> {
        let blanks = blanks(text).into_iter();
        blanks
            .map(|mut accepted| {
                assert_eq!(accepted.len(), 1, "{text:?}");
                accepted.remove(0)
            })
            .collect()
    }

    /// What is accepted in each blank.
    fn blanks(text: &str) -> Vec<Vec<(String, bool)>> {
        let document = Document::read(text);
        let blocks = document.blocks.iter();
        blocks
            .flat_map(|block| {
                let found = find(&document, block).hidden;
                found
                    .into_iter()
                    .map(|part| accepted(&document, block, &part))
                    .collect::<Vec<_>>()
            })
            .map(|accepted| {
                let all = accepted.into_iter();
                all.map(|one| (one.text.into_owned(), one.exact)).collect()
            })
            .collect()
    }

    #[test]
    fn a_bar_separates_what_a_blank_accepts() {
        let cases: [(&str, &[(&str, bool)]); 10] = [
            ("==a|b==", &[("a", false), ("b", false)]),
            (
                "the ==lock file | `package-lock.json`|锁== x",
                &[
                    ("lock file", false),
                    ("package-lock.json", true),
                    ("锁", false),
                ],
            ),
            ("==`a|b`==", &[("a|b", true)]),
            ("==a `b|c`|d==", &[("a b|c", false), ("d", false)]),
            ("==a\\|b|c==", &[("a|b", false), ("c", false)]),
            ("==a\\\\|b==", &[("a\\", false), ("b", false)]),
            ("==*a|b*==", &[("a", false), ("b", false)]),
            ("==a&#124;b==", &[("a|b", false)]),
            ("==a || b==", &[("a || b", false)]),
            ("==|==", &[("|", false)]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected
                .iter()
                .map(|(text, exact)| ((*text).to_owned(), *exact))
                .collect();
            assert_eq!(blanks(text), [expected], "{text:?}");
        }
    }

    #[test]
    fn text_between_two_marks_that_touch_it_is_hidden() {
        let cases: [(&str, &[(&str, bool)]); 21] = [
            ("a ==b== c", &[("b", false)]),
            ("==b c== and ==d==", &[("b c", false), ("d", false)]),
            ("在==定时器==阶段", &[("定时器", false)]),
            ("the ==`check`== phase", &[("check", true)]),
            ("==a `check`==", &[("a check", false)]),
            ("==*a* b==", &[("a b", false)]),
            ("*==a==*", &[("a", false)]),
            ("- ==a==\n- ==b==", &[("a", false), ("b", false)]),
            ("==a &amp; b==", &[("a & b", false)]),
            ("==a\nb==", &[("a b", false)]),
            ("a == b, c == d", &[]),
            ("if a==b and c==d", &[]),
            ("(==a==)", &[("a", false)]),
            ("==time==r", &[]),
            ("==a ==", &[]),
            ("`==a==`", &[]),
            ("```\n==a==\n```", &[]),
            ("\\==a== b", &[]),
            ("a ===b=== c ====", &[]),
            ("==a\n\nb==", &[]),
            ("- ==a\n- b==", &[]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected
                .iter()
                .map(|(text, exact)| ((*text).to_owned(), *exact))
                .collect();
            assert_eq!(hidden(text), expected, "{text:?}");
        }
    }

    #[test]
    fn marks_that_touch_text_on_one_side_only_are_reported() {
        let alone = |text: &str| {
            let document = Document::read(text);
            find(&document, &document.blocks[0]).alone.len()
        };
        let cases = [
            ("==a ==", 1),
            ("a == b", 0),
            ("a==b", 0),
            ("a ==b", 1),
            ("==a== ==b", 1),
        ];
        for (text, expected) in cases {
            assert_eq!(alone(text), expected, "{text:?}");
        }
    }
}
