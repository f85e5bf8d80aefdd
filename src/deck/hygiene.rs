//! Faults that any text can have: hidden characters, open fences, headings that are none.

use std::ops::Range;

use super::diagnostic::Code;
use super::document::{Block, Document, Shape};
use super::heading::underlined_inside;
use super::metadata::has_keys;
use super::report::{Fault, Report};

/// Reports what is wrong with blocks, whatever card they belong to.
pub(super) fn blocks(document: &Document<'_>, report: &mut Report<'_>) {
    for block in &document.blocks {
        let line = document.first_line(&block.bytes);
        match block.shape {
            Shape::Underlined { rule } => underlined(line, rule, report),
            Shape::Comment { closed: false } => report.error(Fault {
                code: Code::UnclosedComment,
                span: line,
                message: "this comment is never closed",
                label: "all that follows is hidden by it",
                help: "write `-->` at its end",
            }),
            Shape::Code { closed: false, .. } => report.error(Fault {
                code: Code::UnclosedFence,
                span: line,
                message: "this fence is never closed",
                label: "all that follows belongs to it",
                help: "end it with a line of as many marks as it begins with, and nothing else \
                       in that line",
            }),
            Shape::Paragraph => hashes(document, block, report),
            Shape::List { .. } | Shape::Other => {
                if let Some((bytes, rule)) = underlined_inside(document, block) {
                    underlined(document.first_line(&bytes), rule, report);
                }
            }
            Shape::Title
            | Shape::CardHeading
            | Shape::Rule
            | Shape::Code { .. }
            | Shape::Comment { .. } => {}
        }
    }
}

fn underlined(span: Range<usize>, rule: bool, report: &mut Report<'_>) {
    let line = if rule { "---" } else { "===" };
    report.error(Fault {
        code: Code::Underlined,
        span,
        message: "this heading was made by the line under it",
        label: &format!("a paragraph directly above `{line}` becomes a heading"),
        help: &format!("leave an empty line before `{line}`"),
    });
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
            report.warning(Fault {
                code: Code::NotAHeading,
                span: at..at + text.len(),
                message: "this line is text, not a heading",
                label: "",
                help: "put a space behind `##`",
            });
        }
        at += line.len();
    }
}

/// Warns of a comment with keys in the body of a card.
pub(super) fn unread_comment(document: &Document<'_>, block: &Block, report: &mut Report<'_>) {
    if has_keys(document.raw(block.bytes.clone())) {
        report.warning(Fault {
            code: Code::UnreadComment,
            span: document.first_line(&block.bytes),
            message: "the keys of this comment are not read",
            label: "",
            help: "put it directly under the heading, together with the other keys",
        });
    }
}

/// Warns of characters that steer terminals, or reorder the text that is shown: once a line.
pub(super) fn characters(text: &str, report: &mut Report<'_>) {
    // Almost every deck is clean, and bytes are quickly looked through.
    let suspicious = |&byte: &u8| (byte < b' ' && byte != b'\n') || byte == 0x7f || byte >= 0xc2;
    if !text.as_bytes().iter().any(suspicious) {
        return;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let body = line.strip_suffix('\n').unwrap_or(line);
        let body = body.strip_suffix('\r').unwrap_or(body);
        if let Some((at, c)) = body.char_indices().find(|(_, c)| is_hidden(*c)) {
            report.warning(Fault {
                code: Code::ControlCharacter,
                span: start + at..start + at + c.len_utf8(),
                message: &format!("U+{:04X} is a control character", u32::from(c)),
                label: "",
                help: "remove it; it is not shown",
            });
        }
        start += line.len();
    }
}

/// Control characters but tab, and the marks that turn the direction of text.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
