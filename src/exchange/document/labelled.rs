//! `Q:` and `A:`, `C:` with `[hidden]` parts, `T:` and `D:`.

use super::answer::{Below, choice};
use super::asking::{ANSWER_LABELS, QUESTION_LABELS, asks, label, question_of};
use super::lines::{Line, Shape, dedented};
use super::reader::Reader;
use crate::exchange::notes::FoundBody;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Question,
    Answer,
    Cloze,
    Term,
    Definition,
}

impl Mark {
    /// Whether a card begins with it.
    const fn begins(self) -> bool {
        matches!(self, Self::Question | Self::Cloze | Self::Term)
    }
}

/// The mark that a line begins with, and the text after it.
fn mark<'l>(line: &'l Line<'_>) -> Option<(Mark, &'l str)> {
    let text = match &line.shape {
        Shape::Text => line.text(),
        Shape::Item {
            text, task: None, ..
        } => text.as_str(),
        Shape::Quote => line.text().trim_start_matches(['>', ' ']),
        _ => return None,
    };
    if let Some(rest) = label(text, &QUESTION_LABELS) {
        return Some((Mark::Question, rest));
    }
    // Options of a list are lettered, too.
    let option =
        matches!(line.shape, Shape::Item { .. }) && !text.to_lowercase().starts_with("answer");
    if let Some(rest) = label(text, &ANSWER_LABELS).filter(|_| !option) {
        return Some((Mark::Answer, rest));
    }
    if line.shape != Shape::Text {
        return None;
    }
    let letters = [
        ("C:", Mark::Cloze),
        ("T:", Mark::Term),
        ("D:", Mark::Definition),
    ];
    let mut letters = letters.into_iter();
    letters.find_map(|(letter, mark)| Some((mark, text.strip_prefix(letter)?.trim())))
}

pub(super) fn read(reader: &mut Reader<'_>) {
    let count = reader.lines.len();
    let mut at = 0;
    while at < count {
        let found = mark(&reader.lines[at]);
        let found = found.filter(|(kind, _)| kind.begins() && reader.is_free(at));
        let Some((kind, rest)) = found.map(|(kind, rest)| (kind, rest.to_owned())) else {
            at += 1;
            continue;
        };
        let first = |from: usize, reader: &Reader<'_>, ends: &dyn Fn(Mark) -> bool| {
            let end = |line: &usize| {
                let line = &reader.lines[*line];
                line.is_heading()
                    || line.shape == Shape::Rule
                    || mark(line).is_some_and(|(kind, _)| ends(kind))
            };
            (from..count).find(end).unwrap_or(count)
        };
        if kind == Mark::Cloze {
            let end = first(at + 1, reader, &Mark::begins);
            let text = joined(&rest, &reader.lines[at + 1..end]);
            if let Some(cloze) = cloze(&text) {
                reader.put(at..end, &text, "", Below::only(FoundBody::Cloze(cloze)));
                at = end;
            } else {
                at += 1;
            }
            continue;
        }
        let answer = first(at + 1, reader, &|_| true);
        let answers = match reader.lines.get(answer).and_then(mark) {
            Some((Mark::Answer, rest)) if kind == Mark::Question => Some(rest.to_owned()),
            Some((Mark::Definition, rest)) if kind == Mark::Term => Some(rest.to_owned()),
            _ => None,
        };
        let question = joined(&rest, &reader.lines[at + 1..answer]);
        let key = question.clone();
        let question = match question.split_once('\n') {
            Some((first, context)) => {
                format!("{}\n{}", question_of(first), context.trim_matches('\n'))
            }
            None => question_of(&question),
        };
        let Some(rest) = answers else {
            // A term alone is a word with a colon, and so is a `Q` in a list that does not ask.
            let item = matches!(reader.lines[at].shape, Shape::Item { .. });
            if kind == Mark::Question && asks(&rest) {
                reader.take(at, &rest, answer);
            } else if kind == Mark::Question && !question.is_empty() && !item {
                reader.put(at..answer, &key, &question, Below::default());
            }
            at = answer.max(at + 1);
            continue;
        };
        let end = first(answer + 1, reader, &Mark::begins);
        let text = joined(&rest, &reader.lines[answer + 1..end]);
        let below: Vec<String> = text.lines().map(str::to_owned).collect();
        let options = dedented(&reader.lines[at + 1..answer]);
        match choice(&options, &below, Some(&rest)).filter(|_| kind == Mark::Question) {
            Some(choice) => {
                let asked = question.lines().next().unwrap_or_default();
                reader.put(at..end, &key, asked, choice);
            }
            None => reader.put(at..end, &key, &question, Below::only(FoundBody::of(text))),
        }
        at = end.max(at + 1);
    }
}

/// The text after a mark, with the lines that follow.
fn joined(first: &str, lines: &[Line<'_>]) -> String {
    let shown: Vec<Line<'_>> = lines
        .iter()
        .filter(|line| line.shape != Shape::Comment)
        .cloned()
        .collect();
    let rest = dedented(&shown).join("\n");
    format!("{first}\n{}", rest.trim_end())
        .trim_matches('\n')
        .trim_end()
        .to_owned()
}

/// A text with `[hidden]` parts as ours; `None` where nothing is hidden. Links and pictures keep their brackets.
fn cloze(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut hidden = false;
    let mut rest = text;
    while let Some(at) = rest.find(['[', '\\', '!']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        if let Some(escaped) = tail.strip_prefix('\\') {
            let c = escaped.chars().next();
            let literal = c.filter(|c| matches!(c, '[' | ']'));
            out.push_str(literal.map_or("\\", |_| ""));
            out.extend(c);
            rest = &escaped[c.map_or(0, char::len_utf8)..];
            continue;
        }
        let picture = tail.starts_with("![");
        if tail.starts_with('!') && !picture {
            out.push('!');
            rest = &tail[1..];
            continue;
        }
        let open = usize::from(picture);
        // Hidden parts are short; to look further would take long where nothing is closed.
        let near = tail
            .char_indices()
            .nth(500)
            .map_or(tail, |(end, _)| &tail[..end]);
        let close = near.find(']');
        match close {
            Some(close) if !picture && !tail[close + 1..].starts_with('(') && close > 1 => {
                out.push_str("==");
                out.push_str(&tail[1..close]);
                out.push_str("==");
                hidden = true;
                rest = &tail[close + 1..];
            }
            Some(close) => {
                out.push_str(&tail[..=close]);
                rest = &tail[close + 1..];
            }
            None => {
                out.push_str(&tail[..=open]);
                rest = &tail[open + 1..];
            }
        }
    }
    out.push_str(rest);
    hidden.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_whose_letter_the_answer_names_make_a_choice() {
        let cases = [
            ("Q: Which?\na) one\nb) two\nA: b\n", true),
            (
                "Q: Which?\n\n- (a) one\n- (b) two\n\nA: b) two, since it is\n",
                true,
            ),
            ("Q: Which?\na) one\nb) two\nA: A process is two.\n", false),
            ("Q: Which?\na) one\nb) two\nA: The second.\n", false),
        ];
        for (text, expected) in cases {
            let mut reader = Reader::new(text);
            read(&mut reader);
            let is_choice = matches!(reader.cards[0].body, FoundBody::Choice(_));
            assert_eq!(is_choice, expected, "{text}: {:?}", reader.cards);
        }
    }

    #[test]
    fn brackets_hide_unless_they_are_a_link() {
        let cases = [
            ("Node runs [V8].", Some("Node runs ==V8==.")),
            ("See [docs](a.md)!", None),
            ("![a](b.png) is [c]", Some("![a](b.png) is ==c==")),
            ("`a\\[0\\]` is [b]", Some("`a[0]` is ==b==")),
            ("[", None),
        ];
        for (text, hidden) in cases {
            assert_eq!(cloze(text).as_deref(), hidden, "{text}");
        }
    }
}
