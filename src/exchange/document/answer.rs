//! What stands below a question: an answer, options with the right letter, or an answer that has to be opened.

use super::asking::{ANSWER_LABELS, label};
use super::code::fenced;
use super::lines::{Line, Shape, dedented, lines};
use crate::exchange::notes::FoundBody;

/// The parts of a card below its question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Below {
    /// What belongs to the question.
    pub(super) context: String,
    pub(super) body: FoundBody,
    pub(super) explanation: String,
}

impl Below {
    /// Nothing but an answer, a cloze, or a choice.
    pub(super) fn only(body: FoundBody) -> Self {
        Self {
            body,
            ..Self::default()
        }
    }
}

/// Words of a summary or a heading that only announce the answer.
const ANNOUNCING: [&str; 12] = [
    "answer",
    "answers",
    "show answer",
    "show",
    "solution",
    "view answer",
    "click to see the answer",
    "reveal",
    "see answer",
    "explanation",
    "view",
    "details",
];

/// Reads what is below a question. `copied` is for text of a page, whose code has no fences.
pub(super) fn read(body: &[Line<'_>], copied: bool) -> Below {
    let text = dedented(body).join("\n");
    let (text, opened) = without_tags(&text);
    let body = lines(&text);
    let split = opened.or_else(|| body.iter().position(|line| answer_label(line).is_some()));
    let mut before = Vec::new();
    let mut after = Vec::new();
    let mut announced = None;
    for (index, line) in body.iter().enumerate() {
        if matches!(line.shape, Shape::Comment) || is_link_to_top(line.text()) {
            continue;
        }
        let announces = split.is_some_and(|at| index >= at) && announced.is_none();
        if let Some(rest) = answer_label(line).filter(|_| announces || split == Some(index)) {
            announced = Some(rest.to_owned());
            let marked = line.is_heading() && letter(rest).is_some();
            after.push(if marked {
                String::new()
            } else {
                rest.to_owned()
            });
            continue;
        }
        let part = match split {
            Some(at) if index >= at => &mut after,
            _ => &mut before,
        };
        part.push(line.raw.to_owned());
    }
    if let Some(below) = choice(&before, &after, announced.as_deref()) {
        return below;
    }
    let (context, answer) = match split {
        Some(_) if !tidied(&after).is_empty() => (tidied(&before), after),
        _ => {
            before.extend(after);
            (String::new(), before)
        }
    };
    let answer = if copied {
        fenced(&answer)
    } else {
        text_of(&answer)
    };
    if answer.is_empty() {
        return Below::default();
    }
    Below {
        context,
        ..Below::only(FoundBody::Answer(answer))
    }
}

/// What a line that announces the answer says after its label.
fn answer_label<'l>(line: &'l Line<'_>) -> Option<&'l str> {
    let text = match &line.shape {
        Shape::Heading { text, .. } => text.as_str(),
        Shape::Text => line.raw.trim(),
        _ => return None,
    };
    let announcing = text.trim_matches(['*', '_', ':', ' ', '.']).to_lowercase();
    if ANNOUNCING.contains(&announcing.as_str()) {
        return Some("");
    }
    let correct = text.trim_start_matches(['*', '_']);
    let correct = ["Correct ", "correct ", "The correct ", "Right "]
        .iter()
        .find_map(|word| correct.strip_prefix(word));
    match correct {
        Some(rest) => {
            let rest = rest
                .strip_prefix("answer")
                .or_else(|| rest.strip_prefix("Answer"))?;
            let rest = rest.trim_start_matches(['*', '_', ' ']);
            let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix("is"))?;
            Some(rest.trim_matches(['*', '_', ' ']))
        }
        None => label(text, &ANSWER_LABELS).or_else(|| {
            line.is_heading()
                .then(|| letter_after_colon(text))
                .flatten()
        }),
    }
}

/// The letter in a heading such as `Antwort: B`, in whatever language.
pub(super) fn letter_after_colon(text: &str) -> Option<&str> {
    let (_, announced) = text.rsplit_once([':', '：'])?;
    let announced = announced.trim_matches([' ', '*', '_', '`', '.', ')']);
    matches!(announced.as_bytes(), [b'A'..=b'H' | b'a'..=b'h']).then_some(announced)
}

/// Whether a line is an option with a letter.
pub(super) fn is_option(line: &Line<'_>) -> bool {
    match &line.shape {
        Shape::Item { text, .. } => lettered(text).is_some(),
        Shape::Text => lettered(line.text()).is_some(),
        _ => false,
    }
}

/// Whether a summary only says that the answer is folded.
pub(super) fn only_announces(summary: &str) -> bool {
    let announcing = summary.trim_matches([':', ' ', '!', '.']).to_lowercase();
    announcing.is_empty()
        || ANNOUNCING.contains(&announcing.as_str())
        || announcing.contains("answer")
}

fn without_tags(text: &str) -> (String, Option<usize>) {
    let mut out: Vec<String> = Vec::new();
    let mut opened = None;
    let read = lines(text);
    for line in &read {
        let raw = line.raw;
        let trimmed = raw.trim();
        if line.shape == Shape::Code || !trimmed.contains('<') {
            out.push(raw.to_owned());
            continue;
        }
        let lower = trimmed.to_ascii_lowercase();
        let folds = ["<details", "</details", "<summary", "</summary"];
        if folds.iter().any(|tag| lower.contains(tag)) {
            if lower.contains("<details") && opened.is_none() {
                opened = Some(out.len());
            }
            let rest = unfold(trimmed);
            if !rest.is_empty() {
                out.push(rest);
            }
            continue;
        }
        let wrapper = [
            "<p>", "</p>", "<br>", "<br/>", "<br />", "</div>", "<hr>", "<hr/>",
        ];
        if wrapper.contains(&lower.as_str()) || lower.starts_with("<div") && lower.ends_with('>') {
            out.push(String::new());
            continue;
        }
        out.push(raw.to_owned());
    }
    (out.join("\n"), opened)
}

/// A line without the tags of folding, and without a summary that only announces.
fn unfold(line: &str) -> String {
    let mut rest = line;
    let mut kept = String::new();
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        let tag = &rest[at..];
        let Some(end) = tag.find('>') else {
            kept.push_str(tag);
            return kept.trim().to_owned();
        };
        let name = tag[..=end].to_ascii_lowercase();
        if name.starts_with("<summary") {
            let inside = &tag[end + 1..];
            let close = inside.to_ascii_lowercase().find("</summary>");
            let summary = plain_of(&inside[..close.unwrap_or(inside.len())]);
            if !only_announces(&summary) {
                kept.push_str(&format!("**{summary}** "));
            }
            rest = close.map_or("", |close| &inside[close + "</summary>".len()..]);
            continue;
        }
        let folding = ["<details", "</details", "</summary", "<p>", "</p>"];
        if !folding.iter().any(|tag| name.starts_with(tag)) {
            kept.push_str(&tag[..=end]);
        }
        rest = &tag[end + 1..];
    }
    kept.push_str(rest);
    kept.trim().to_owned()
}

/// A text without its tags.
pub(super) fn plain_of(text: &str) -> String {
    let mut inside = false;
    let kept = text.chars().filter(|c| {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                return false;
            }
            _ => {}
        }
        !inside
    });
    kept.collect::<String>().trim().to_owned()
}

/// A line that is only a link to the top of the page.
fn is_link_to_top(text: &str) -> bool {
    let bare = text.trim_matches(['*', '_', ' ', '[', '↥', '⬆', '️', '<', '>', '/', 'b', 'r']);
    let short = text.len() < 160;
    let lower = text.to_lowercase();
    short
        && (text.contains("](#") && bare.ends_with(')') || lower.contains("href=\"#"))
        && (lower.contains("top") || lower.contains("back") || lower.contains("contents"))
}

/// Options with the right letter, or a list of tasks.
pub(super) fn choice(
    before: &[String],
    after: &[String],
    announced: Option<&str>,
) -> Option<Below> {
    let text = before.join("\n");
    let read = lines(&text);
    let mut options: Vec<(Option<char>, Option<bool>, String)> = Vec::new();
    let (mut first, mut last) = (None, 0);
    for (index, line) in read.iter().enumerate() {
        let found = match &line.shape {
            Shape::Item {
                task: Some(done),
                text,
                ..
            } => Some((None, Some(*done), text.clone())),
            Shape::Item { text, .. } => lettered(text).map(|(c, rest)| (Some(c), None, rest)),
            Shape::Text => lettered(line.text()).map(|(c, rest)| (Some(c), None, rest)),
            _ => None,
        };
        match found {
            Some(option) => {
                first.get_or_insert(index);
                last = index;
                options.push(option);
            }
            None if first.is_some() && line.indent > 1 && !line.is_blank() => {
                if let Some((_, _, text)) = options.last_mut() {
                    text.push('\n');
                    text.push_str(line.raw.trim_end());
                    last = index;
                }
            }
            None if first.is_some() && !line.is_blank() => break,
            None => {}
        }
    }
    let first = first?;
    if options.len() < 2 {
        return None;
    }
    let tasks = options.iter().all(|(_, done, _)| done.is_some());
    let right: Vec<bool> = if tasks {
        options
            .iter()
            .map(|(_, done, _)| *done == Some(true))
            .collect()
    } else {
        let answer = announced
            .filter(|announced| !announced.is_empty())
            .map(str::to_owned);
        let answer =
            answer.or_else(|| after.iter().find(|line| !line.trim().is_empty()).cloned())?;
        let letters = letters(&answer);
        options
            .iter()
            .map(|(letter, _, _)| letter.is_some_and(|c| letters.contains(&c)))
            .collect()
    };
    if !right.contains(&true) || !right.contains(&false) {
        return None;
    }
    let context = tidied(&before[..first]);
    let mut explanation: Vec<String> = before[last + 1..].to_vec();
    let mut after = after.to_vec();
    if !tasks && let Some(at) = after.iter().position(|line| !line.trim().is_empty()) {
        // The line with the letter says nothing more, or goes on with the reason.
        let rest = letter(&after[at]).unwrap_or_else(|| after[at].clone());
        let repeated = options.iter().any(|(_, _, text)| *text == rest);
        after[at] = if repeated { String::new() } else { rest };
    }
    explanation.extend(after);
    let options = options.into_iter().zip(right);
    Some(Below {
        context,
        body: FoundBody::Choice(options.map(|((_, _, text), right)| (right, text)).collect()),
        explanation: text_of(&explanation),
    })
}

/// The letter of an option, and its text.
fn lettered(text: &str) -> Option<(char, String)> {
    let text = text.trim_start_matches("**");
    let text = text.strip_prefix('(').unwrap_or(text);
    let mut chars = text.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    let rest = chars.as_str();
    let rest = rest.strip_prefix("**").unwrap_or(rest);
    let rest = rest.strip_prefix([':', ')', '.'])?;
    let rest = rest.strip_prefix("**").unwrap_or(rest);
    (rest.starts_with([' ', '\t']) && !rest.trim().is_empty())
        .then(|| (letter.to_ascii_uppercase(), rest.trim().to_owned()))
}

/// The letters that an answer such as `B`, `A and C` or `**D)** because …` begins with.
fn letters(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    // `A process is …` begins with an article.
    let prose = text.strip_prefix("A ").is_some_and(|rest| {
        let joins = ["and ", "or ", "because ", "since ", "is "];
        rest.starts_with(char::is_lowercase) && !joins.iter().any(|word| rest.starts_with(word))
    });
    if prose {
        return found;
    }
    let words = text.split([' ', ',', '&', '/', ':', ')', '.', '(', '*', '_', '`']);
    for word in words.filter(|word| !word.is_empty()) {
        match word {
            "and" | "or" | "Answer" | "Option" | "option" | "is" => {}
            word if word.len() == 1 => {
                found.push(word.to_ascii_uppercase().chars().next().unwrap_or_default());
            }
            _ => break,
        }
    }
    found
}

/// What follows the letter in an answer such as `B) because …`; `None` where it begins with no letter.
fn letter(text: &str) -> Option<String> {
    let bare = text.trim().trim_start_matches(['*', '_']);
    let mut chars = bare.chars();
    chars.next().filter(char::is_ascii_alphabetic)?;
    let rest = chars.as_str();
    if rest.starts_with(|c: char| c.is_alphanumeric() || c == '\'') {
        return None;
    }
    let rest = rest.trim_start_matches([' ', '*', '_', ')', ':', '.', '-', '—']);
    // `A and C` is all letters.
    let more = rest.split_whitespace().all(|word| word.len() <= 3);
    Some(if more { String::new() } else { rest.to_owned() })
}

/// Lines as Markdown; a quote around all of them is taken off.
fn text_of(body: &[String]) -> String {
    let text = tidied(body);
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    tidied(&unquoted(&lines))
}

/// Lines of a quote without their marks, if all of them are one.
fn unquoted(body: &[String]) -> Vec<String> {
    let text = || body.iter().filter(|line| !line.trim().is_empty());
    if text().next().is_none() || !text().all(|line| line.trim_start().starts_with('>')) {
        return body.to_vec();
    }
    let cut = |line: &String| {
        let inside = line.trim_start().strip_prefix('>').unwrap_or(line);
        inside.strip_prefix(' ').unwrap_or(inside).to_owned()
    };
    body.iter().map(cut).collect()
}

/// Lines as Markdown: no empty lines or rules around them, one empty line at most between.
fn tidied(body: &[String]) -> String {
    let text = body.join("\n");
    let read = lines(&text);
    let edge = |line: &&Line<'_>| matches!(line.shape, Shape::Blank | Shape::Rule);
    let start = read.iter().take_while(edge).count();
    let end = read.len() - read.iter().rev().take_while(edge).count();
    if start >= end {
        return String::new();
    }
    let inner = &read[start..end];
    let mut out: Vec<String> = Vec::new();
    for (line, raw) in inner.iter().zip(dedented(inner)) {
        let doubled = line.is_blank() && out.last().is_some_and(String::is_empty);
        if !doubled {
            out.push(raw);
        }
    }
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn below(text: &str) -> Below {
        read(&lines(text), false)
    }

    fn answer(text: &str) -> Below {
        Below {
            body: FoundBody::Answer(text.to_owned()),
            ..Below::default()
        }
    }

    #[test]
    fn folded_quoted_and_labelled_answers_are_found() {
        for text in [
            "<details><summary><b>Answer</b></summary>\n<p>\n\nIt waits.\n\n</p>\n</details>\n\n---",
            "<details><summary>Show answer</summary>It waits.</details>",
            "> It waits.\n",
            "A: It waits.",
            "#### Answer\n\nIt waits.\n\n**[⬆ Back to Top](#contents)**",
            "   It waits.\n<!-- a comment -->\n",
        ] {
            assert_eq!(below(text), answer("It waits."), "{text}");
        }
        assert_eq!(below("\n---\n"), Below::default());
    }

    #[test]
    fn options_and_a_letter_make_a_choice() {
        let text = "```js\nx\n```\n\n- A: `1`\n- B: `2`\n\n<details><summary><b>Answer</b></summary>\n<p>\n\n#### Answer: B\n\nSince.\n</p>\n</details>";
        let options = vec![(false, "`1`".to_owned()), (true, "`2`".to_owned())];
        let expected = Below {
            context: "```js\nx\n```".to_owned(),
            body: FoundBody::Choice(options.clone()),
            explanation: "Since.".to_owned(),
        };
        assert_eq!(below(text), expected);
        let plain = "a) `1`\nb) `2`\n\n**Answer:** b) Since.";
        let expected = Below {
            context: String::new(),
            ..expected
        };
        assert_eq!(below(plain), expected);
        assert_eq!(below("- [ ] `1`\n- [x] `2`\n\nSince."), expected);
    }

    #[test]
    fn what_stands_above_a_folded_answer_belongs_to_the_question() {
        let text = "```js\nx\n```\n<details>\n<summary>Answer</summary>\n\n1\n</details>";
        let expected = Below {
            context: "```js\nx\n```".to_owned(),
            ..answer("1")
        };
        assert_eq!(below(text), expected);
    }
}
