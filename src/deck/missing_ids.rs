//! Writing ids into headings that have none.

use std::collections::HashSet;
use std::ops::Range;

use super::Source;
use super::document::{Block, Document, Shape, plain};
use super::heading::parts;
use crate::id::{TakenIds, slug};

/// A deck's text with the id of each heading written into it, so that questions can be reworded
/// without losing their history. Nothing else is changed; the ids are those that the deck has
/// anyway; a second card with the id of another gets a number. `None` if no id is missing, or none can be made.
pub fn add_missing_ids(source: &Source) -> Option<String> {
    let document = Document::read(&source.text);
    let headings = document
        .blocks
        .iter()
        .filter(|block| matches!(block.shape, Shape::Title | Shape::CardHeading));
    let mut ids = TakenIds::new(written(&document));
    let mut text = String::with_capacity(source.text.len());
    let mut done = 0;
    for block in headings {
        let is_card = block.shape == Shape::CardHeading;
        let id = |id: String| if is_card { ids.free(id) } else { id };
        let Some((at, insertion)) = missing(&document, block, id) else {
            continue;
        };
        text.push_str(document.raw(done..at));
        text.push_str(&insertion);
        done = at;
    }
    if done == 0 {
        return None;
    }
    text.push_str(document.raw(done..document.text.len()));
    Some(text)
}

/// The same for one card only: that with its heading on this line, from 1.
pub fn add_missing_id(source: &Source, line: usize) -> Option<String> {
    let document = Document::read(&source.text);
    let before = |at: usize| source.text.as_bytes().iter().take(at);
    let line_of = |at: usize| before(at).filter(|byte| **byte == b'\n').count() + 1;
    let mut headings = document.blocks.iter();
    let heading = headings.find(|block| {
        matches!(block.shape, Shape::CardHeading) && line_of(block.bytes.start) == line
    })?;
    let mut ids = TakenIds::new(written(&document));
    let (at, insertion) = missing(&document, heading, |id| ids.free(id))?;
    let mut text = source.text.to_string();
    text.insert_str(at, &insertion);
    Some(text)
}

/// The ids that are written into the headings of cards.
fn written(document: &Document<'_>) -> HashSet<String> {
    let cards = document
        .blocks
        .iter()
        .filter(|block| block.shape == Shape::CardHeading);
    let words = cards
        .filter_map(|block| parts(document.text, &document.first_line(&block.bytes)).attributes);
    let ids = words.flat_map(|inside| document.raw(inside).split_whitespace());
    ids.filter_map(|word| word.strip_prefix('#'))
        .map(str::to_owned)
        .collect()
}

/// Where something is to be inserted into a heading, and what: the id that `free` makes of the heading's text.
fn missing(
    document: &Document<'_>,
    block: &Block,
    free: impl FnOnce(String) -> String,
) -> Option<(usize, String)> {
    let line: Range<usize> = document.first_line(&block.bytes);
    let parts = parts(document.text, &line);
    let front = document.front_matter.as_ref();
    let deck = front.and_then(|front| front.deck.as_deref());
    let id = match deck.filter(|_| block.shape == Shape::Title) {
        Some(name) => slug(name),
        None => slug(&plain(document.tokens(block))),
    };
    if id.is_empty() {
        return None;
    }
    let text = document.raw(parts.text);
    match parts.attributes {
        Some(inside) => {
            let words = document.raw(inside.clone());
            if words.split_whitespace().any(|word| word.starts_with('#')) {
                return None;
            }
            let space = if words.trim().is_empty() { "" } else { " " };
            Some((inside.start, format!("#{}{space}", free(id))))
        }
        // Braces that are not read as attributes are an error that the author has to fix.
        None if text.ends_with('}') && !text.ends_with("\\}") => None,
        None => Some((line.end, format!(" {{#{}}}", free(id)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::parse;

    #[test]
    fn headings_without_an_id_get_the_one_they_have_anyway() {
        let cases = [
            ("# T\n## A b\nc\n", Some("# T {#t}\n## A b {#a-b}\nc\n")),
            ("# T {#t}\n## A {#x}\nc", None),
            (
                "# T {.senior}\n## `a` ##  \r\nc",
                Some("# T {#t .senior}\n## `a` ## {#a}  \r\nc"),
            ),
            ("# T {#t}\n## A {}\nc", Some("# T {#t}\n## A {#a}\nc")),
            ("# T {#t}\n## ???\nc", None),
            (
                "# T {#t}\n## A\nc\n## A\nd\n## B {#a-2}\ne",
                Some("# T {#t}\n## A {#a}\nc\n## A {#a-3}\nd\n## B {#a-2}\ne"),
            ),
            (
                "\u{feff}# T\nc\n\n```\n## no\n```",
                Some("\u{feff}# T {#t}\nc\n\n```\n## no\n```"),
            ),
            ("# T {#t}\n## 事件\nc", Some("# T {#t}\n## 事件 {#事件}\nc")),
        ];
        for (text, expected) in cases {
            let source = Source::new("a.md", text);
            assert_eq!(add_missing_ids(&source).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn one_card_gets_its_id_and_nothing_else_changes() {
        let source = Source::new("a.md", "# T\n\n## A?\n\na\n\n## B?\n\nb\n");
        let expected = "# T\n\n## A?\n\na\n\n## B? {#b}\n\nb\n";
        assert_eq!(add_missing_id(&source, 7).as_deref(), Some(expected));
        assert_eq!(add_missing_id(&source, 1), None);
        assert_eq!(add_missing_id(&Source::new("a.md", expected), 7), None);
    }

    #[test]
    fn the_ids_stay_what_they_were() {
        let text = "# My *deck*\n## What is `a` & b?\nc\n## D {.typed}\n`e`\n";
        let source = Source::new("a.md", text);
        let fixed = Source::new("a.md", add_missing_ids(&source).expect("ids are missing"));
        let ids = |source| {
            let deck = parse(source).deck.expect("a deck");
            let cards = deck.cards.iter().map(|card| card.id.clone());
            (deck.id.clone(), cards.collect::<Vec<_>>())
        };
        assert_eq!(ids(&source), ids(&fixed));
        assert_eq!(add_missing_ids(&fixed), None);
    }
}
