//! The outline of a deck: where each card begins, what its heading and comment say, and of which
//! kind it is, found without reading the Markdown of its body.
//!
//! It is meant for decks that are known to be sound (the built-in ones: a test of `sound.rs` compares
//! them with the whole reading). What it reads is a part of the file, so a start of the program does not
//! pay for texts that nobody is shown.

use std::ops::Range;

use crate::question::Kind;

/// Where the parts of a card are, in bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outlined {
    /// The heading's line and the comment under it, if there is one.
    pub(super) top: Range<usize>,
    /// All of the card.
    pub(super) bytes: Range<usize>,
    /// The kind that its body has if its heading names none.
    pub(super) derived: Kind,
}

/// What stands above the first card, and the cards.
pub(super) struct Outline {
    pub(super) head: Range<usize>,
    pub(super) cards: Vec<Outlined>,
}

/// Lines of a text with the bytes they take, their ends included.
fn lines(text: &str, from: usize) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = from;
    text[from..].split_inclusive('\n').map(move |line| {
        let bytes = at..at + line.len();
        at = bytes.end;
        (bytes, line.trim_end())
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
        let mark = ['`', '~'].into_iter().find_map(|mark| {
            let length = line.len() - line.trim_start_matches(mark).len();
            (length >= 3).then(|| &line[..length])
        });
        match (self.open, mark) {
            (None, None) => false,
            (None, Some(mark)) => {
                self.open = Some(mark);
                true
            }
            (Some(open), Some(mark)) if mark.starts_with(open) && line.len() == mark.len() => {
                self.open = None;
                true
            }
            (Some(_), _) => true,
        }
    }
}

/// The outline of a deck's text.
pub(super) fn outline(text: &str) -> Outline {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut fences = Fences::default();
    let heads: Vec<Range<usize>> = lines(text, start)
        .filter(|(_, line)| !fences.hide(line) && line.starts_with("## "))
        .map(|(bytes, _)| bytes)
        .collect();
    let first = heads.first().map_or(text.len(), |head| head.start);
    let ends = heads
        .iter()
        .skip(1)
        .map(|head| head.start)
        .chain([text.len()]);
    let cards = heads.iter().zip(ends).map(|(head, end)| {
        let body = head.end..end;
        let top = head.start..comment_end(text, &body).unwrap_or(head.end);
        let derived = derive(&text[top.end..end]);
        Outlined {
            top,
            bytes: head.start..end,
            derived,
        }
    });
    Outline {
        head: start..first,
        cards: cards.collect(),
    }
}

/// Where the comment ends that stands first in a body.
fn comment_end(text: &str, body: &Range<usize>) -> Option<usize> {
    let inside = &text[body.clone()];
    let space = inside.len() - inside.trim_start().len();
    let comment = inside[space..].starts_with("<!--");
    let end = inside.find("-->").filter(|_| comment)?;
    Some(body.start + end + "-->".len())
}

/// The kind of a body: that of the whole reading (see [`super::kinds::derive`]), from its lines.
fn derive(body: &str) -> Kind {
    let mut fences = Fences::default();
    let shown: Vec<&str> = lines(body, 0)
        .map(|(_, line)| line)
        .filter(|line| !fences.hide(line))
        .collect();
    let rule = |line: &&str| line.len() >= 3 && line.bytes().all(|byte| byte == b'-');
    let answer = shown
        .iter()
        .position(rule)
        .map_or(shown.as_slice(), |at| &shown[at + 1..]);
    let mut text = answer.iter().skip_while(|line| line.is_empty()).peekable();
    let first = text.peek().copied().copied().unwrap_or_default();
    if item(first).is_some_and(|item| {
        ["[ ] ", "[x] ", "[X] "]
            .iter()
            .any(|boxed| item.starts_with(boxed))
    }) {
        return Kind::Choice;
    }
    if hides(answer) {
        return Kind::Cloze;
    }
    if item(first).is_none() {
        return Kind::Recall;
    }
    let mut bullets = 0;
    let mut after_gap = false;
    for line in text {
        if item(line).is_some() {
            bullets += 1;
        } else if line.is_empty() {
            after_gap = true;
            continue;
        } else if after_gap && !line.starts_with(' ') {
            break;
        }
        after_gap = false;
    }
    if (2..=5).contains(&bullets) {
        Kind::Points
    } else {
        Kind::Recall
    }
}

/// What follows the bullet of an item at the outermost level.
fn item(line: &str) -> Option<&str> {
    ["- ", "* ", "+ "]
        .iter()
        .find_map(|bullet| line.strip_prefix(bullet))
}

/// Whether a part is hidden: a pair of `==` that hugs its text, outside of code spans.
fn hides(lines: &[&str]) -> bool {
    let text = lines.join("\n");
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
