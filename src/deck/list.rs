//! The items of a list: their text, their boxes, and whether they are bold.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::document::{Block, Document, Token, with_line_feeds};

/// One item of an outermost list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Its Markdown, without marker, box and indentation.
    pub(super) text: String,
    /// Its Markdown without the bold marks, if its first paragraph is entirely bold.
    pub(super) bold: Option<String>,
    /// Whether its box is ticked, if it has a box.
    pub(super) ticked: Option<bool>,
    /// Its bytes in the file, marker included.
    pub(super) bytes: Range<usize>,
}

/// The items of a list block.
pub(super) fn items(document: &Document<'_>, block: &Block) -> Vec<Item> {
    let tokens = document.tokens(block);
    let mut items = Vec::new();
    let mut depth = 0_usize;
    let mut first = 0;
    for (index, (event, range)) in tokens.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth == 2 && *tag == Tag::Item {
                    first = index + 1;
                }
            }
            Event::End(end) => {
                if depth == 2 && *end == TagEnd::Item {
                    let inside = tokens.get(first..index).unwrap_or_default();
                    items.push(item(document, inside, range.clone()));
                }
                depth -= 1;
            }
            _ => {}
        }
    }
    items
}

fn item(document: &Document<'_>, tokens: &[Token<'_>], bytes: Range<usize>) -> Item {
    let (ticked, box_at) = tick(tokens);
    let start = tokens
        .iter()
        .find(|(event, _)| {
            !matches!(
                event,
                Event::TaskListMarker(_) | Event::Start(Tag::Paragraph)
            )
        })
        .map_or(bytes.end, |(_, range)| escaped_start(document, range.start));
    let end = bytes.start + document.raw(bytes.clone()).trim_end().len();
    let content = start.min(end)..end;
    let column = column(document, box_at.unwrap_or(start));
    let text = undent(document.raw(content.clone()), column);
    let bold = bold(tokens).map(|strong| {
        let inner = document.raw(strong.start + 2..strong.end - 2);
        let rest = document.raw(strong.end..content.end);
        undent(&format!("{inner}{rest}"), column)
    });
    Item {
        text,
        bold,
        ticked,
        bytes: bytes.start..end,
    }
}

/// The state and the place of an item's box.
fn tick(tokens: &[Token<'_>]) -> (Option<bool>, Option<usize>) {
    tokens
        .iter()
        .take(2)
        .find_map(|(event, range)| match event {
            Event::TaskListMarker(ticked) => Some((Some(*ticked), Some(range.start))),
            _ => None,
        })
        .unwrap_or_default()
}

/// An escaped character's event begins after its backslash.
fn escaped_start(document: &Document<'_>, start: usize) -> usize {
    if document.raw(0..start).ends_with('\\') {
        start - 1
    } else {
        start
    }
}

/// The bytes of the bold that fills the first paragraph of an item.
fn bold(tokens: &[Token<'_>]) -> Option<Range<usize>> {
    let mut rest = tokens.iter().skip_while(|(event, _)| {
        matches!(
            event,
            Event::TaskListMarker(_) | Event::Start(Tag::Paragraph)
        )
    });
    let strong = match rest.next()? {
        (Event::Start(Tag::Strong), range) => range.clone(),
        _ => return None,
    };
    let mut after = rest.skip_while(|(event, range)| {
        !(matches!(event, Event::End(TagEnd::Strong)) && *range == strong)
    });
    after.next();
    let fills = match after.next() {
        None => true,
        Some((Event::Start(tag), _)) => !ends_inline(tag.to_end()),
        Some((event, _)) => matches!(event, Event::End(TagEnd::Paragraph)),
    };
    fills.then_some(strong)
}

/// Whether this ends something that is part of a line of text.
pub fn ends_inline(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// How far from the start of its line an offset is, in bytes.
fn column(document: &Document<'_>, offset: usize) -> usize {
    let before = document.raw(0..offset);
    offset - before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// Removes up to `width` spaces from the start of every line but the first.
fn undent(text: &str, width: usize) -> String {
    let text = with_line_feeds(text);
    let mut lines = text.split('\n');
    let mut undented = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let spaces = line.bytes().take_while(|&byte| byte == b' ').count();
        undented.push('\n');
        undented.push_str(&line[spaces.min(width)..]);
    }
    undented
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>, Option<bool>)> {
        let document = Document::read(text);
        items(&document, &document.blocks[0])
            .into_iter()
            .map(|item| (item.text, item.bold, item.ticked))
            .collect()
    }

    fn one(text: &str) -> (String, Option<String>, Option<bool>) {
        read(text).remove(0)
    }

    #[test]
    fn an_item_is_essential_when_its_first_paragraph_is_wholly_bold() {
        let cases = [
            ("- a", None),
            ("- **a `b` c**", Some("a `b` c")),
            ("- __a__", Some("a")),
            ("- **a** b", None),
            ("- b **a**", None),
            ("- **a** **b**", None),
            ("- **a** *b*", None),
            ("- **a**\n\n- b", Some("a")),
            ("- **a**\n  - b", Some("a\n- b")),
            ("- **a *b***", Some("a *b*")),
            ("- **a\n  b**", Some("a\nb")),
            ("-", None),
        ];
        for (text, expected) in cases {
            assert_eq!(one(text).1.as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn an_item_keeps_its_markdown_without_marker_and_indentation() {
        let cases = [
            ("- a\n  b", "a\nb"),
            (
                "10. a\n    ```js\n      x\n    ```\n11. b",
                "a\n```js\n  x\n```",
            ),
            ("* `a`\n\n  b\n", "`a`\n\nb"),
            ("- \\*a", "\\*a"),
            ("- [x] a\n  b", "a\nb"),
            ("- a\nlazy", "a\nlazy"),
            ("-\n- b", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(one(text).0, expected, "{text:?}");
        }
    }

    #[test]
    fn boxes_are_read() {
        let ticks: Vec<_> = read("- [x] a\n- [ ] b\n- c\n\n- [X] d\n")
            .into_iter()
            .map(|(_, _, ticked)| ticked)
            .collect();
        assert_eq!(ticks, [Some(true), Some(false), None, Some(true)]);
    }

    #[test]
    fn items_of_inner_lists_are_not_items() {
        assert_eq!(read("- a\n  - b\n  - c\n- d").len(), 2);
    }
}
