//! The line of a heading: its text and its attributes.
//!
//! The Markdown parser could read the attributes, too, but version 0.13 panics at some headings if it is asked to.

use std::ops::Range;

/// The parts of a heading's line, as byte ranges of the file.
pub(super) struct Parts {
    /// The text, trimmed.
    pub(super) text: Range<usize>,
    /// What is between the braces of the attributes.
    pub(super) attributes: Option<Range<usize>>,
}

/// Splits a heading's line as the Markdown parser does: attributes are the last `{…}` of the line
/// if neither brace, angle bracket nor backslash is in them; a closing run of `#` after a space is
/// not text.
pub(super) fn parts(text: &str, bytes: &Range<usize>) -> Parts {
    let line = text.get(bytes.clone()).unwrap_or_default().trim_end();
    let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
    let start = bytes.start + hashes;
    let content = line.get(hashes..).unwrap_or_default();
    let attributes = content.strip_suffix('}').and_then(|inside| {
        let open = inside.rfind(['{', '}', '<', '>', '\\', '\n', '\r'])?;
        let braced = inside.get(open..)?;
        braced.starts_with('{').then_some(open + 1..inside.len())
    });
    let end = attributes
        .as_ref()
        .map_or(content.len(), |inside| inside.start - 1);
    let text = without_closing(content.get(..end).unwrap_or_default());
    let lead = text.len() - text.trim_start().len();
    Parts {
        text: start + lead.min(text.len())..start + text.len(),
        attributes: attributes.map(|inside| start + inside.start..start + inside.end),
    }
}

/// A heading's text without a closing run of `#`, which only spaces may surround.
fn without_closing(text: &str) -> &str {
    let text = text.trim_end_matches([' ', '\n', '\r']);
    let open = text.trim_end_matches('#');
    if open.is_empty() || open.ends_with(' ') {
        open.trim_end()
    } else {
        text.trim_end()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::super::document::{Document, plain};
    use super::*;

    fn split(line: &str) -> (String, Option<String>) {
        let parts = parts(line, &(0..line.len()));
        let inside = parts.attributes.map(|inside| line[inside].to_owned());
        (line[parts.text].to_owned(), inside)
    }

    #[test]
    fn a_heading_is_text_and_attributes() {
        let cases = [
            ("## A b {#a .b}", "A b", Some("#a .b")),
            ("## A", "A", None),
            ("## A ##", "A", None),
            ("## A ## {#a}", "A", Some("#a")),
            ("## A {#a} ##", "A {#a}", None),
            ("## A#", "A#", None),
            ("## ##", "", None),
            ("##", "", None),
            ("## {#a}", "", Some("#a")),
            ("## What is `{a}`", "What is `{a}`", None),
            ("## A {b\\}", "A {b\\}", None),
            ("## A {{#a}", "A {", Some("#a")),
            ("## 事件{#循环}", "事件", Some("#循环")),
        ];
        for (line, text, attributes) in cases {
            let expected = (text.to_owned(), attributes.map(str::to_owned));
            assert_eq!(split(line), expected, "{line:?}");
        }
    }

    proptest! {
        /// Whatever the heading contains, a Markdown parser that reads attributes sees the words that are split here, and
        /// so does the document.
        #[test]
        fn headings_are_split_as_the_markdown_parser_does(content in "[ab#.{}\\\\` <>*]{0,14}") {
            let line = format!("## {content}");
            let (text, attributes) = split(&line);
            let options = Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_STRIKETHROUGH;
            let tokens: Vec<_> = Parser::new_ext(&line, options).into_offset_iter().collect();
            let Some((Event::Start(Tag::Heading { id, classes, attrs, .. }), _)) = tokens.first() else {
                panic!("not a heading: {line:?}");
            };
            let has = id.is_some() || !classes.is_empty() || !attrs.is_empty();
            prop_assert!(!has || attributes.is_some(), "{:?}", line);
            let inner: Vec<_> = tokens
                .iter()
                .filter(|(event, _)| !matches!(event, Event::Start(_) | Event::End(_)))
                .collect();
            let shown = inner.last().map_or(String::new(), |(_, range)| line[3..range.end].trim().to_owned());
            prop_assert_eq!(shown.trim_end_matches('*'), text.trim().trim_end_matches('*'), "{:?}", line);
            // Attributes with such signs are reported as faults, so their words do not matter.
            if attributes.is_some_and(|inside| !inside.contains(['`', '*'])) {
                let document = Document::read(&line);
                let ours = document.plain(&document.blocks[0]);
                let words = |text: &str| text.trim_end_matches([' ', '\\']).to_owned();
                prop_assert_eq!(words(&ours), words(&plain(&tokens)), "{:?}", line);
            }
        }
    }
}
