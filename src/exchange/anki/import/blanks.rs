//! Clozes of Anki: `{{c1::hidden::hint}}`.

use crate::deck::{Source, parse};
use crate::exchange::chosen::code_span;
use crate::question::Question;

/// Around what is hidden, until the text is Markdown. Neither character is in a text that anybody writes.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// Deeper blanks in blanks are text.
const DEEPEST: usize = 8;

/// A field with what cloze number `wanted` hides between marks. Other blanks show their text.
pub(super) fn marked(field: &str, wanted: usize) -> String {
    let mut out = String::with_capacity(field.len());
    // The open blanks, each with whether it is to be hidden and whether its hint has begun.
    let mut open: Vec<(bool, bool)> = Vec::new();
    let mut rest = field;
    while let Some(at) = rest.find(['{', '}', ':', OPEN, CLOSE]) {
        let in_hint = |open: &[(bool, bool)]| open.iter().any(|(_, hint)| *hint);
        if !in_hint(&open) {
            out.push_str(&rest[..at]);
        }
        let tail = &rest[at..];
        if let Some((number, length)) = opening(tail).filter(|_| open.len() < DEEPEST) {
            let hides = number == wanted && !open.iter().any(|(hides, _)| *hides);
            if hides && !in_hint(&open) {
                out.push(OPEN);
            }
            open.push((hides, false));
            rest = &tail[length..];
        } else if let Some(after) = tail.strip_prefix("}}").filter(|_| !open.is_empty()) {
            if let Some((true, _)) = open.pop() {
                out.push(CLOSE);
            }
            rest = after;
        } else if let Some(after) = tail.strip_prefix("::").filter(|_| !open.is_empty()) {
            if let Some((_, hint)) = open.last_mut() {
                *hint = true;
            }
            rest = after;
        } else {
            let length = tail.chars().next().map_or(1, char::len_utf8);
            if !in_hint(&open) && !tail.starts_with([OPEN, CLOSE]) {
                out.push_str(&tail[..length]);
            }
            rest = &tail[length..];
        }
    }
    out.push_str(rest);
    while let Some((hides, _)) = open.pop() {
        if hides {
            out.push(CLOSE);
        }
    }
    out
}

/// The number of a cloze that begins here, and the length of its beginning.
fn opening(text: &str) -> Option<(usize, usize)> {
    let rest = text.strip_prefix("{{c")?;
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at(digits);
    after.strip_prefix("::")?;
    Some((number.parse().ok()?, "{{c::".len() + digits))
}

/// Whether a field has a cloze with this number.
pub(super) fn has(field: &str, number: usize) -> bool {
    field.contains(&format!("{{{{c{number}::"))
}

/// A text as question and answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Blanks {
    /// Markdown with hidden parts between `==`.
    Cloze(String),
    /// The text with gaps, and what is in them: where the parts cannot be hidden by `==`, such as in code.
    Gaps { text: String, hidden: Vec<String> },
}

/// The Markdown of a marked field; `None` if nothing is hidden in it.
pub(super) fn blanks(markdown: &str) -> Option<Blanks> {
    let hidden: Vec<String> = hidden(markdown);
    if hidden.is_empty() {
        return None;
    }
    // A code span that is hidden whole has its marks outside.
    let outside = markdown
        .replace(&format!("`{OPEN}"), &format!("{OPEN}`"))
        .replace(&format!("{CLOSE}`"), &format!("`{CLOSE}"));
    let text = outside.replace("==", "=\\=").replace([OPEN, CLOSE], "==");
    if hides(&text, hidden.len()) {
        return Some(Blanks::Cloze(text));
    }
    let text = with_gaps(markdown, "[…]");
    Some(Blanks::Gaps { text, hidden })
}

/// A text with a sign in the place of what is hidden.
fn with_gaps(markdown: &str, gap: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once(OPEN) {
        text.push_str(before);
        text.push_str(gap);
        rest = after.split_once(CLOSE).map_or("", |(_, after)| after);
    }
    text + rest
}

/// What is between the marks.
fn hidden(markdown: &str) -> Vec<String> {
    let parts = markdown.split(OPEN).skip(1);
    let parts = parts.map(|part| part.split(CLOSE).next().unwrap_or_default().trim());
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether our decks hide this many parts in this text.
fn hides(text: &str, parts: usize) -> bool {
    let deck = format!("# T {{#t}}\n\n## Q {{#q .cloze}}\n\n{text}\n");
    let parsed = parse(&Source::new("cloze", deck));
    let Some(deck) = parsed.deck.filter(|_| parsed.left_out.is_empty()) else {
        return false;
    };
    let [card] = deck.cards.as_slice() else {
        return false;
    };
    matches!(card.data(), Question::Cloze(cloze) if cloze.blanks.len() == parts)
}

/// The beginning of a text with gaps, as a question of one line.
pub(super) fn heading(markdown: &str) -> String {
    const LONGEST: usize = 80;
    let words = with_gaps(markdown, "…");
    let lines = words.lines().map(str::trim);
    let line = lines.filter(|line| !line.starts_with("```") && !line.is_empty());
    let line = line
        .map(|line| line.trim_start_matches(['#', '-', '>', '*', ' ']))
        .next();
    let line = line
        .unwrap_or("…")
        .replace(['`', '*', '_', '[', ']', '!', '<', '>', '{', '}', '\\'], "");
    match line.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", line[..cut].trim_end()),
        None => line,
    }
}

/// What is hidden, as the answer of a card.
pub(super) fn answer(hidden: &[String]) -> String {
    let parts: Vec<String> = hidden
        .iter()
        .map(|part| {
            if part.contains('`') || part.contains('\n') {
                part.clone()
            } else {
                code_span(part)
            }
        })
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cloze_is_hidden_and_the_others_are_shown() {
        let cases = [
            (
                "a {{c1::b}} c {{c2::d::hint}}",
                1,
                Some(Blanks::Cloze("a ==b== c d".into())),
            ),
            (
                "a {{c1::b}} c {{c2::d::hint}}",
                2,
                Some(Blanks::Cloze("a b c ==d==".into())),
            ),
            (
                "{{c1::a {{c2::b}} c}}",
                2,
                Some(Blanks::Cloze("a ==b== c".into())),
            ),
            (
                "{{c1::a {{c2::b}} c}}",
                1,
                Some(Blanks::Cloze("==a b c==".into())),
            ),
            (
                "`{{c1::a}}` a == b",
                1,
                Some(Blanks::Cloze("==`a`== a =\\= b".into())),
            ),
            (
                "un{{c1::believ}}able",
                1,
                Some(Blanks::Gaps {
                    text: "un[…]able".into(),
                    hidden: vec!["believ".into()],
                }),
            ),
            (
                "```\nlet {{c1::x}} = 1;\n```",
                1,
                Some(Blanks::Gaps {
                    text: "```\nlet […] = 1;\n```".into(),
                    hidden: vec!["x".into()],
                }),
            ),
            ("a {{c2::b}}", 1, None),
            ("a {{c1::b", 1, Some(Blanks::Cloze("a ==b==".into()))),
            (
                "a }} b :: c {{c1::d}}",
                1,
                Some(Blanks::Cloze("a }} b :: c ==d==".into())),
            ),
        ];
        for (field, number, expected) in cases {
            assert_eq!(blanks(&marked(field, number)), expected, "{field}");
        }
        assert_eq!(
            heading(&marked("- The {{c1::loop}} of `node`\nx", 1)),
            "The … of node"
        );
    }
}
