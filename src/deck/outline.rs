//! The outline of a deck: where each card begins, where its heading and comment stand, and of which
//! kind a body is, found without reading its Markdown.
//!
//! It is meant for decks that are known to be sound (the built-in ones: a test of `sound.rs` compares
//! them with the whole reading). What it reads is a part of the file, so a start of the program does not
//! pay for texts that nobody is shown.

use std::ops::Range;

use crate::question::Kind;

/// Where the parts of a card are, in bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outlined {
    /// The heading's line.
    pub(super) heading: Range<usize>,
    /// What stands in the comment under it; empty if there is none.
    pub(super) comment: Range<usize>,
    /// All of the card.
    pub(super) bytes: Range<usize>,
}

/// What stands above the first card, and the cards.
pub(super) struct Outline {
    pub(super) head: Range<usize>,
    pub(super) cards: Vec<Outlined>,
}

/// Lines of a text with the bytes they take, their ends included.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        let bytes = at..at + length;
        at = bytes.end;
        Some((bytes, &rest[..length]))
    })
}

/// Follows fences: inside of one, nothing is a heading.
#[derive(Default)]
struct Fences<'t> {
    open: Option<&'t str>,
}

impl<'t> Fences<'t> {
    /// Whether a line is in a fence, or one of its two ends.
    fn hide(&mut self, line: &'t str) -> bool {
        let Some(mark) = line
            .bytes()
            .next()
            .filter(|byte| matches!(byte, b'`' | b'~'))
        else {
            return self.open.is_some();
        };
        let line = line.trim_end();
        let length = line.bytes().take_while(|byte| *byte == mark).count();
        match self.open {
            None if length >= 3 => {
                self.open = Some(&line[..length]);
                true
            }
            Some(open) if line.starts_with(open) && length == line.len() => {
                self.open = None;
                true
            }
            open => open.is_some(),
        }
    }
}

/// The outline of a deck's text.
pub(super) fn outline(text: &str) -> Outline {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut fences = Fences::default();
    let heads: Vec<Range<usize>> = lines(&text[start..])
        .filter(|(_, line)| !fences.hide(line) && line.starts_with("## "))
        .map(|(bytes, _)| bytes.start + start..bytes.end + start)
        .collect();
    let first = heads.first().map_or(text.len(), |head| head.start);
    let ends = heads
        .iter()
        .skip(1)
        .map(|head| head.start)
        .chain([text.len()]);
    let cards = heads.iter().zip(ends).map(|(head, end)| {
        let comment = comment(text, head.end, end);
        Outlined {
            heading: head.clone(),
            comment,
            bytes: head.start..end,
        }
    });
    Outline {
        head: start..first,
        cards: cards.collect(),
    }
}

/// What stands between the marks of the comment that stands first in a body.
fn comment(text: &str, from: usize, to: usize) -> Range<usize> {
    let body = &text[from..to];
    let space = body.len() - body.trim_start().len();
    let inside = body[space..]
        .strip_prefix("<!--")
        .and_then(|rest| Some(&rest[..rest.find("-->")?]));
    inside.map_or(from..from, |inside| {
        let start = from + space + "<!--".len();
        start..start + inside.len()
    })
}

/// The kind of a card whose heading names none, from the lines of its body: the same as what the
/// whole reading derives.
pub(super) fn derive(body: &str) -> Kind {
    // Most bodies have neither a `---` nor hidden text: their first line says enough.
    let answer = if body.contains("\n---") {
        behind_rule(body)
    } else {
        body
    };
    let first = answer.trim_start();
    let boxed = ["[ ] ", "[x] ", "[X] "];
    match item(first) {
        Some(text) if boxed.iter().any(|mark| text.starts_with(mark)) => Kind::Choice,
        _ if answer.contains("==") && hides(answer) => Kind::Cloze,
        Some(_) if (2..=5).contains(&bullets(first)) => Kind::Points,
        _ => Kind::Recall,
    }
}

/// What stands behind the first `---` that is not in a fence; all of the body if there is none.
fn behind_rule(body: &str) -> &str {
    let mut fences = Fences::default();
    let rule = lines(body).find(|(_, line)| {
        let line = line.trim_end();
        !fences.hide(line) && line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
    });
    rule.map_or(body, |(bytes, _)| &body[bytes.end..])
}

/// The items at the outermost level of the list that a text begins with.
fn bullets(text: &str) -> usize {
    let mut bullets = 0;
    let mut after_gap = false;
    for (_, line) in lines(text) {
        if item(line).is_some() {
            bullets += 1;
        } else if line.trim_end().is_empty() {
            after_gap = true;
            continue;
        } else if after_gap && !line.starts_with(' ') {
            break;
        }
        after_gap = false;
    }
    bullets
}

/// What follows the bullet of an item at the outermost level.
fn item(line: &str) -> Option<&str> {
    ["- ", "* ", "+ "]
        .iter()
        .find_map(|bullet| line.strip_prefix(bullet))
}

/// Whether a part is hidden: a pair of `==` that hugs its text, outside of code spans.
fn hides(answer: &str) -> bool {
    let mut fences = Fences::default();
    let text: String = lines(answer)
        .filter(|(_, line)| !fences.hide(line))
        .map(|(_, line)| line)
        .collect();
    let mut outside = String::with_capacity(text.len());
    for (index, piece) in text.split('`').enumerate() {
        // Every second piece is a code span; what stands in one can be hidden but hides nothing.
        if index % 2 == 0 {
            outside.push_str(piece);
        } else {
            outside.push('x');
        }
    }
    let outside = outside.replace("\\=", "x");
    let mut rest = outside.as_str();
    while let Some(open) = rest.find("==") {
        let inside = &rest[open + 2..];
        if !inside.starts_with(char::is_whitespace)
            && let Some(close) = inside.find("==")
            && close > 0
            && !inside[..close].ends_with(char::is_whitespace)
        {
            return true;
        }
        rest = inside;
    }
    false
}
