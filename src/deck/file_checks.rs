//! Faults that any text can have: hidden characters, unclosed fences, lines that only look like
//! headings. And notes in forms of other programs, which are recognised where a file has no cards.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::de::IgnoredAny;

use super::Diagnostic;
use super::diagnostic::{Code, Report};
use super::document::{Block, Document, Shape, missing_end};
use super::heading::{Heading, underlined_inside};
use super::heading_line::parts;
use super::keys::Owner;
use super::metadata::has_keys;
use super::sections::Section;
use crate::id::slug;

/// Deeper nesting, and longer lines, are not shown any more.
const DEEPEST: usize = 100;
const LONGEST_LINE: usize = 100_000;

/// Reports what is wrong with blocks, whatever card they belong to.
pub(super) fn blocks(document: &Document<'_>, report: &mut Report<'_>) {
    for block in &document.blocks {
        let line = || document.first_line(&block.bytes);
        if block.depth > DEEPEST {
            let message = format!("this is nested more than {DEEPEST} levels deep");
            let help = "take it apart; lists and quotes of that depth cannot be shown";
            report.error(Code::TooMuch, line(), message, help);
        }
        let raw = document.raw(block.bytes.clone());
        if raw.len() > LONGEST_LINE && raw.lines().any(|line| line.len() > LONGEST_LINE) {
            let message = format!("a line of this has more than {LONGEST_LINE} bytes");
            let help = "break it into lines, or leave it out";
            report.error(Code::TooMuch, line(), message, help);
        }
        match block.shape {
            Shape::Underlined { rule } => underlined(line(), rule, report),
            Shape::Comment { closed: false } => {
                let help = "write `-->` at its end";
                never_closed(Code::UnclosedComment, "comment", line(), help, report);
            }
            Shape::OpenHtml => {
                let end = missing_end(raw).unwrap_or("-->");
                let help = format!("write `{end}` at its end");
                never_closed(Code::UnclosedComment, "HTML", line(), &help, report);
            }
            Shape::Code { closed: false, .. } => {
                let help = "end it with a line of as many marks as it begins with, and nothing else \
                            in that line";
                never_closed(Code::UnclosedFence, "fence", line(), help, report);
            }
            Shape::Paragraph => hashes(document, block, report),
            Shape::List { .. } | Shape::Other => {
                if let Some((bytes, rule)) = underlined_inside(document, block) {
                    underlined(document.first_line(&bytes), rule, report);
                }
            }
            Shape::Title
            | Shape::CardHeading
            | Shape::ProbeHeading
            | Shape::Rule
            | Shape::Code { .. }
            | Shape::Comment { .. } => {}
        }
    }
}

fn never_closed(code: Code, what: &str, span: Range<usize>, help: &str, report: &mut Report<'_>) {
    let label = if code == Code::UnclosedFence {
        "all that follows belongs to it"
    } else {
        "all that follows is hidden by it"
    };
    let fault = Diagnostic::error(code, format!("this {what} is never closed"))
        .at(report.source(), span, label)
        .help(help);
    report.push(fault);
}

fn underlined(span: Range<usize>, rule: bool, report: &mut Report<'_>) {
    let line = if rule { "---" } else { "===" };
    let message = "this heading was made by the line under it";
    let help = format!("leave an empty line before `{line}`");
    let fault = Diagnostic::error(Code::Underlined, message)
        .at(
            report.source(),
            span,
            format!("a paragraph directly above `{line}` becomes a heading"),
        )
        .help(help);
    report.push(fault);
}

/// Lines such as `##Question`, which are text.
fn hashes(document: &Document<'_>, block: &Block, report: &mut Report<'_>) {
    let raw = document.raw(block.bytes.clone());
    if !raw.contains("##") {
        return;
    }
    let mut at = block.bytes.start;
    for line in raw.split_inclusive('\n') {
        let text = line.trim_end();
        if text
            .strip_prefix("##")
            .is_some_and(|rest| !rest.starts_with('#'))
        {
            let message = "this line is text, not a heading";
            let help = "put a space after `##`";
            report.warning(Code::NotAHeading, at..at + text.len(), message, help);
        }
        at += line.len();
    }
}

/// Warns of a comment with keys in the body of a card.
pub(super) fn unread_comment(document: &Document<'_>, block: &Block, report: &mut Report<'_>) {
    if has_keys(document.raw(block.bytes.clone())) {
        let message = "the keys of this comment are not read";
        let help = "put it directly under the heading, together with the other keys";
        let span = document.first_line(&block.bytes);
        report.warning(Code::UnreadComment, span, message, help);
    }
}

/// Warns of characters that control terminals or reorder the text that is shown, once per line.
pub(super) fn characters(text: &str, report: &mut Report<'_>) {
    // Almost every text is clean, and scanning bytes is fast.
    let clean = |bytes: &[u8]| !bytes.iter().fold(false, |any, byte| any | may_hide(*byte));
    if text.as_bytes().chunks(1024).all(clean) {
        return;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.strip_suffix('\n').unwrap_or(line);
        let body = body.strip_suffix('\r').unwrap_or(body);
        let hidden = |text: &str| text.char_indices().find(|(_, c)| is_hidden(*c));
        if !clean(body.as_bytes())
            && let Some((at, c)) = hidden(body)
        {
            let message = format!("U+{:04X} is a control character", u32::from(c));
            let help = "remove it; it is not shown";
            let span = start + at..start + at + c.len_utf8();
            report.warning(Code::ControlCharacter, span, message, help);
        }
        start += line.len();
    }
}

/// Whether a byte may belong to a character of [`is_hidden`]: these are below U+00A0 or between
/// U+2000 and U+2FFF.
fn may_hide(byte: u8) -> bool {
    (byte < b' ' && byte != b'\n' && byte != b'\t') || matches!(byte, 0x7f | 0xc2 | 0xe2)
}

/// Control characters except tab, and the marks that change the direction of text.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Reports a second title, and what is above the first.
pub(super) fn titles(document: &Document<'_>, owner: Owner, report: &mut Report<'_>) {
    let mut titles = document
        .blocks
        .iter()
        .filter(|block| block.shape == Shape::Title);
    let Some(first) = titles.next() else {
        return;
    };
    let (message, help) = match owner {
        Owner::Deck | Owner::Card => (
            "a file is one deck, with one `#` heading",
            "make it a card with `##`, or move it and what follows into its own file",
        ),
        Owner::PromptFile | Owner::Prompt => (
            "a file of prompts has one `#` heading",
            "make it a prompt with `##`, or move it and what follows into its own file",
        ),
    };
    for second in titles {
        let lines = (
            document.first_line(&first.bytes),
            document.first_line(&second.bytes),
        );
        report.twice(Code::SecondTitle, message, lines, help);
    }
    let above = document
        .blocks
        .iter()
        .take_while(|block| block.bytes.start < first.bytes.start)
        .find(|block| !block.is_comment());
    if let Some(block) = above {
        let message = match owner {
            Owner::Deck | Owner::Card => "this is above the deck's `#` heading",
            Owner::PromptFile | Owner::Prompt => "this is above the file's `#` heading",
        };
        let help = "move it below the heading; only comments may be above it";
        let span = document.first_line(&block.bytes);
        report.error(Code::AboveTitle, span, message, help);
    }
}

/// Headings under which there is no answer.
const NO_QUESTIONS: [&str; 11] = [
    "table-of-contents",
    "contents",
    "toc",
    "license",
    "licence",
    "contributing",
    "references",
    "further-reading",
    "acknowledgements",
    "acknowledgments",
    "credits",
];

/// Whether a heading is a question. One without an id that is called like a list of contents, or has nothing but
/// links into the file below it, is none; that is reported.
pub(super) fn is_question(
    document: &Document<'_>,
    section: &Section<'_>,
    report: &mut Report<'_>,
) -> bool {
    let Some(block) = section.heading else {
        return true;
    };
    let line = document.first_line(&block.bytes);
    if parts(document.text, &line).attributes.is_some() {
        return true;
    }
    let called = slug(&document.plain(block));
    let called = called.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    if !NO_QUESTIONS.contains(&called) && !only_links(document, section.body) {
        return true;
    }
    let message = "this heading is not a question, and makes no card";
    let help = "nothing has to be done; to make it a card, write an id after it: `{#id}`";
    report.warning(Code::NotAQuestion, line, message, help);
    false
}

/// Whether all that blocks say are links to headings of the file.
fn only_links(document: &Document<'_>, blocks: &[Block]) -> bool {
    let mut links = 0;
    let mut open = 0;
    for (event, _) in blocks.iter().flat_map(|block| document.tokens(block)) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with('#') => {
                links += 1;
                open += 1;
            }
            Event::End(TagEnd::Link) if open > 0 => open -= 1,
            Event::Text(text) if open == 0 && text.chars().any(char::is_alphanumeric) => {
                return false;
            }
            Event::Start(Tag::CodeBlock(_)) | Event::Code(_) if open == 0 => return false,
            _ => {}
        }
    }
    links > 1
}

/// Warns of a file without a card or prompt.
pub(super) fn nothing_in_it(
    document: &Document<'_>,
    heading: Option<&Heading>,
    owner: Owner,
    report: &mut Report<'_>,
) {
    let (message, help) = match owner {
        Owner::Deck | Owner::Card => (
            "this deck has no cards",
            "write a question after `##` and its answer below it",
        ),
        Owner::PromptFile | Owner::Prompt => (
            "this file has no prompts",
            "write a title after `##`, and below it what is said to the learner",
        ),
    };
    let (message, help) = match recognised(document) {
        Some((form, help)) => (format!("{message}; {form}"), help),
        None => (message.to_owned(), help),
    };
    let span = heading.map_or(0..0, |heading| heading.bytes.clone());
    report.warning(Code::NoCards, span, message, help);
}

/// Reports cards or prompts of one file that have the same id.
pub(super) fn same_ids(headings: &[Heading], owner: Owner, report: &mut Report<'_>) {
    let mut first: HashMap<&str, &Heading> = HashMap::with_capacity(headings.len());
    for heading in headings.iter().filter(|heading| !heading.id.is_empty()) {
        match first.entry(heading.id.as_str()) {
            Entry::Vacant(place) => {
                place.insert(heading);
            }
            Entry::Occupied(other) => {
                let message = format!("two {} have the id `{}`", owner.plural(), heading.id);
                let spans = (other.get().id_span.clone(), heading.id_span.clone());
                let help = "give one of them another id; the history of answers stays with the id";
                report.twice(Code::SameId, message, spans, help);
            }
        }
    }
}

/// What a file without cards has instead, and how it becomes cards. `None` where nothing is recognised.
fn recognised(document: &Document<'_>) -> Option<(String, &'static str)> {
    let text = document.text.get(document.start..).unwrap_or_default();
    if text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok()
    {
        let help = "a deck is Markdown; `nodequiz import FILE` makes one of it";
        return Some(("it holds JSON".to_owned(), help));
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let tabbed = lines
        .iter()
        .filter(|line| line.trim().contains('\t'))
        .count();
    let anki = lines.iter().take(10).any(|line| {
        let mut known = ["#separator:", "#html:", "#deck:", "#notetype:", "#columns:"].iter();
        known.any(|key| line.starts_with(key))
    });
    if anki || (tabbed > 1 && tabbed * 2 > lines.len()) {
        let help = "a deck is Markdown; `nodequiz import FILE` makes one of it";
        return Some((
            "it holds notes as Anki exports them to text".to_owned(),
            help,
        ));
    }
    let starting = |mark: &str| lines.iter().filter(|line| line.starts_with(mark)).count();
    let alone = |mark: &str| lines.iter().filter(|line| **line == mark).count();
    let inside = |mark: &str| lines.iter().filter(|line| line.contains(mark)).count();
    let rules = lines.iter().filter(|line| is_table_rule(line)).count();
    let headings = |level: usize| starting(&format!("{} ", "#".repeat(level)));
    let mut forms: Vec<(usize, String)> = vec![
        (starting("Q:"), "in the form `Q:` and `A:`".to_owned()),
        (
            alone("?") + alone("??"),
            "above a line `?`, as for Obsidian".to_owned(),
        ),
        (inside("::"), "in the form `question::answer`".to_owned()),
        (
            inside("<details"),
            "with its answer in `<details>`".to_owned(),
        ),
        // Each table has a line above its rule that is no question.
        (
            starting("|").saturating_sub(2 * rules) * rules.min(1),
            "in a row of a table".to_owned(),
        ),
    ];
    forms.extend((3..=6).map(|level| (headings(level), format!("in a heading of level {level}"))));
    forms.retain(|(count, _)| *count > 0);
    if forms.is_empty() {
        return None;
    }
    let listed: Vec<String> = forms
        .iter()
        .map(|(count, form)| format!("{count} {form}"))
        .collect();
    let help = "only headings make cards; `nodequiz import FILE` makes a deck of other forms";
    let message = format!("other programs find questions in it: {}", listed.join(", "));
    Some((message, help))
}

/// Whether a line separates the head of a table from its rows: `|---|:-:|`.
fn is_table_rule(line: &str) -> bool {
    line.starts_with('|') && line.contains("--") && line.bytes().all(|byte| b"|-: ".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hidden_character_is_overlooked_by_its_bytes() {
        let hidden: Vec<char> = ('\0'..='\u{ffff}').filter(|c| is_hidden(*c)).collect();
        assert!(hidden.len() > 70, "{}", hidden.len());
        for c in hidden.into_iter().filter(|c| *c != '\n') {
            let mut bytes = [0; 4];
            assert!(
                c.encode_utf8(&mut bytes).bytes().any(may_hide),
                "U+{:04X}",
                u32::from(c)
            );
        }
    }
}
