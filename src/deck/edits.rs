//! Changing the text of a deck file of the learner's: a card added that was typed, cards of other decks copied into it,
//! where they override the originals, and ids written into headings that have none.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::document::{Block, Document, Shape, plain};
use super::heading_line::parts;
use super::writer::{card_text, write};
use super::{Card, Deck, Diagnostic, Source, parse};
use crate::id::{CardId, DeckId, TakenIds, numbered, slug};

/// A deck file with a new card at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The whole file.
    pub text: String,
    pub id: CardId,
}

/// What was typed does not make a card.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AddError {
    /// The deck has errors.
    #[error("{0} has errors; fix it first: `nodequiz decks check` shows them")]
    Faulty(String),
    /// A card needs both.
    #[error("a card needs a question and an answer")]
    Empty,
    /// There is a heading in the answer.
    #[error(
        "the answer would be read as more than one card; a line in it begins with `#` or parts the card"
    )]
    Several,
    /// It cannot be read.
    #[error("this cannot be read as a card")]
    Unreadable(Vec<Diagnostic>),
}

/// The deck with one more card, whose id is made from its question. `title` is for a deck that does
/// not exist yet; `is_taken` says which ids other cards have.
pub fn add_card(
    file: Option<&Arc<Source>>,
    deck: &DeckId,
    title: &str,
    (question, answer): (&str, &str),
    is_taken: impl Fn(&str) -> bool,
) -> Result<Added, AddError> {
    let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
    let answer = answer.trim();
    if question.is_empty() || answer.is_empty() {
        return Err(AddError::Empty);
    }
    let mut text = match file {
        Some(file) => file.text.trim_end().to_owned(),
        None => format!("# {title} {{#{deck}}}"),
    };
    let before = match file {
        None => 0,
        Some(file) => match parse(file).whole() {
            Some(there) => there.cards.len(),
            None => return Err(AddError::Faulty(file.file.to_string())),
        },
    };
    let short = free_id(&question, is_taken);
    text.push_str(&format!("\n\n## {question} {{#{short}}}\n\n{answer}\n"));
    let shown = file.map_or_else(|| format!("decks/{deck}.md"), |file| file.file.to_string());
    let parsed = parse(&Source::new(&shown, text.clone()));
    let diagnostics = parsed.diagnostics.clone();
    let Some(there) = parsed.whole() else {
        return Err(AddError::Unreadable(diagnostics));
    };
    match there.cards.last() {
        Some(card) if there.cards.len() == before + 1 && card.id.short() == short => Ok(Added {
            text,
            id: card.id.clone(),
        }),
        _ => Err(AddError::Several),
    }
}

/// An unused id.
fn free_id(question: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let slug = slug(question);
    let first = if slug.is_empty() { "card" } else { &slug };
    let free = numbered(first).find(|id| !is_taken(id));
    free.unwrap_or_else(|| first.to_owned())
}

/// A file that contains the copy of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The whole file.
    pub text: String,
    /// The line of the card's heading, from 1.
    pub line: usize,
}

/// Why a card cannot be copied into a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CopyError {
    /// It has errors.
    #[error("{0} has errors; fix it first: `nodequiz decks check` shows them")]
    Faulty(String),
    /// The card is already in it.
    #[error("{0} holds the card already")]
    There(String),
    /// The copy does not parse as the same card.
    #[error("the card `{0}` cannot be written as Markdown")]
    Unwritable(String),
}

/// One card as Markdown, below a heading with its deck's id: with everything that defines it.
pub fn alone(card: &Card, deck: &Deck) -> String {
    write(&Deck {
        cards: vec![named(card)],
        ..empty(deck)
    })
}

/// The card with its id written: that has to be the original's, even if the question changes.
fn named(card: &Card) -> Card {
    Card {
        id_written: true,
        ..card.clone()
    }
}

/// A deck without cards to lie over another, of which it changes nothing.
fn empty(deck: &Deck) -> Deck {
    Deck {
        titled: true,
        id_written: true,
        description: String::new(),
        topic: deck.id.to_string().into(),
        weight: super::DEFAULT_WEIGHT,
        after: Vec::new(),
        was: Vec::new(),
        from: Vec::new(),
        tags: Vec::new(),
        see: None,
        zh: Vec::new(),
        cards: Vec::new(),
        ..deck.clone()
    }
}

/// What stands above the cards of a file that lies over this deck.
pub fn head_over(deck: &Deck) -> String {
    write(&empty(deck))
}

/// The file that holds a copy of a card: a new one, or `file` with the card at its end.
pub fn copy_card(card: &Card, of: &Deck, file: Option<&Arc<Source>>) -> Result<Copied, CopyError> {
    if let Some(file) = file {
        let there = parse(file).deck;
        if there.is_some_and(|deck| deck.cards.iter().any(|there| there.id == card.id)) {
            return Err(CopyError::There(file.file.to_string()));
        }
    }
    let text = copy_cards(&[card], of, file)?;
    let copy = parse(&Source::new("", text.clone())).deck;
    let copy = copy.and_then(|deck| deck.cards.into_iter().find(|copy| copy.id == card.id));
    match copy {
        Some(copy) => Ok(Copied {
            line: copy.place.line,
            text,
        }),
        None => Err(CopyError::Unwritable(card.id.to_string())),
    }
}

/// The file that holds copies of cards: a new one, or `file`, where a card that it has is replaced and others stand
/// at the end.
pub fn copy_cards(
    cards: &[&Card],
    of: &Deck,
    file: Option<&Arc<Source>>,
) -> Result<String, CopyError> {
    let (mut text, into) = match file {
        None => (head_over(of), empty(of)),
        Some(file) => {
            let text = file.text.replace("\r\n", "\n");
            let parsed = parse(&Source::new(&file.file, text.clone())).whole();
            let into = parsed.ok_or_else(|| CopyError::Faulty(file.file.to_string()))?;
            (text, into)
        }
    };
    let there: HashMap<&CardId, &Card> = into.cards.iter().map(|card| (&card.id, card)).collect();
    let (mut replaced, mut added) = (Vec::new(), Vec::new());
    for card in cards {
        let copy = card_text(&into, &named(card)).trim_end().to_owned();
        match there.get(&card.id) {
            Some(there) => replaced.push((there.place.bytes.clone(), copy)),
            None => added.push(copy),
        }
    }
    replaced.sort_by_key(|(bytes, _)| std::cmp::Reverse(bytes.start));
    for (bytes, copy) in replaced {
        // The empty lines below a card are not part of it.
        let end = bytes.start + text[bytes.clone()].trim_end().len();
        text.replace_range(bytes.start..end, &copy);
    }
    for copy in added {
        text.truncate(text.trim_end().len());
        text.push_str(&format!("\n\n{copy}\n"));
    }
    proved(cards, &text)?;
    let crlf = file.is_some_and(|file| file.text.contains("\r\n"));
    Ok(if crlf {
        text.replace('\n', "\r\n")
    } else {
        text
    })
}

/// Parses the copies: the cards have to be in the text unchanged.
fn proved(cards: &[&Card], text: &str) -> Result<(), CopyError> {
    let deck = parse(&Source::new("", text.to_owned())).whole();
    let copies = deck.iter().flat_map(|deck| &deck.cards);
    let copies: HashMap<&CardId, &Card> = copies.map(|copy| (&copy.id, copy)).collect();
    let same = |card: &&&Card| {
        copies
            .get(&card.id)
            .is_some_and(|copy| copy.data() == card.data())
    };
    match cards.iter().find(|card| !same(card)) {
        None => Ok(()),
        Some(card) => Err(CopyError::Unwritable(card.id.to_string())),
    }
}

/// A deck's text with the id of each heading written into it, so that questions can be reworded
/// without losing their history. Nothing else is changed; the ids are those that the deck has
/// anyway; a second card with the id of another gets a number. `None` if no id is missing, or none can be made.
pub fn add_missing_ids(source: &Source) -> Option<String> {
    add_ids(source, |_| true)
}

/// The same for one card only: that with its heading on this line, from 1.
pub fn add_missing_id(source: &Source, line: usize) -> Option<String> {
    add_ids(source, |block| {
        block.shape == Shape::CardHeading && source.line_column(block.bytes.start).0 == line
    })
}

/// The same for some headings.
fn add_ids(source: &Source, is_meant: impl Fn(&Block) -> bool) -> Option<String> {
    let document = Document::read(&source.text);
    let headings = document
        .blocks
        .iter()
        .filter(|block| matches!(block.shape, Shape::Title | Shape::CardHeading));
    let mut ids = TakenIds::new(written(&document));
    let mut text = String::with_capacity(source.text.len());
    let mut done = 0;
    for block in headings.filter(|block| is_meant(block)) {
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
    use crate::deck::{Library, parse};

    fn add(file: Option<&str>, question: &str, answer: &str) -> Result<Added, AddError> {
        let file = file.map(|text| Source::new("decks/mine.md", text.to_owned()));
        let mine = DeckId::new("mine").expect("an id");
        let is_taken = |id: &str| id == "taken";
        add_card(file.as_ref(), &mine, "Mine", (question, answer), is_taken)
    }

    #[test]
    fn a_question_and_an_answer_make_a_deck_or_lengthen_one() {
        let first = add(None, "What is  `x`?", "It is y.").expect("a card");
        let text = "# Mine {#mine}\n\n## What is `x`? {#what-is-x}\n\nIt is y.\n";
        assert_eq!(
            (first.text.as_str(), first.id.as_str()),
            (text, "mine/what-is-x")
        );
        let second = add(Some(text), "Taken", "z").expect("a card");
        assert_eq!(second.id.as_str(), "mine/taken-2");
        assert_eq!(second.text, format!("{text}\n## Taken {{#taken-2}}\n\nz\n"));
        assert_eq!(
            add(None, "?!", "z").expect("a card").id.as_str(),
            "mine/card"
        );
    }

    #[test]
    fn what_is_not_a_single_card_is_refused() {
        assert!(matches!(add(None, " ", "a"), Err(AddError::Empty)));
        assert!(matches!(add(None, "a", "\n"), Err(AddError::Empty)));
        assert!(add(None, "a", "b\n\n## c\n\nd").is_err());
        let faulty = add(Some("# Mine {#mine}\n\n## {#x\n"), "a", "b");
        assert!(matches!(faulty, Err(AddError::Faulty(file)) if file == "decks/mine.md"));
    }

    const BUILTIN: &str = "\
# Runtime {#runtime .beginner}

About it.

<!-- weight: 3
tags: core -->

## One? {#one}

1

## Two? {#two .senior}
<!-- after: one
see: https://nodejs.org/ -->

- **a point**
- another
";

    fn deck(file: &str, text: &str) -> Deck {
        parse(&Source::new(file, text.to_owned()))
            .deck
            .expect("a valid deck")
    }

    fn over(own: &str) -> (Library, Vec<String>) {
        let builtin = deck("built-in decks/02-runtime.md", BUILTIN);
        let (library, found) =
            Library::assemble(vec![builtin], vec![deck("decks/runtime.md", own)]);
        let found = found.into_iter().map(|found| found.message).collect();
        (library, found)
    }

    /// The card without its place.
    fn essence(card: &Card) -> Card {
        let place = deck("", BUILTIN).cards[0].place.clone();
        Card {
            place,
            ..card.clone()
        }
    }

    #[test]
    fn a_copied_card_lies_over_its_original_and_is_the_same() {
        let builtin = deck("built-in decks/02-runtime.md", BUILTIN);
        let copied = copy_card(&builtin.cards[1], &builtin, None).expect("a copy");
        let (library, found) = over(&copied.text);
        assert_eq!(found, [""; 0]);
        let card = library.get("runtime/two").expect("the card");
        assert_eq!(&*card.place.file, "decks/runtime.md");
        assert_eq!(card.place.line, copied.line);
        assert_eq!(essence(card), essence(&builtin.cards[1]));
        assert_eq!(library.len(), 2, "nothing else was copied");
        assert_eq!(library.decks()[0].description, "About it.");
    }

    #[test]
    fn a_second_copy_goes_behind_the_first() {
        let builtin = deck("built-in decks/02-runtime.md", BUILTIN);
        let first = copy_card(&builtin.cards[0], &builtin, None).expect("a copy");
        let file = Source::new("decks/runtime.md", first.text.clone());
        let both = copy_card(&builtin.cards[1], &builtin, Some(&file)).expect("a copy");
        assert!(
            both.text.starts_with(first.text.trim_end()),
            "{}",
            both.text
        );
        let (library, found) = over(&both.text);
        assert_eq!(found, [""; 0]);
        let ids = ["runtime/one", "runtime/two"];
        for (id, original) in ids.into_iter().zip(&builtin.cards) {
            assert_eq!(essence(library.get(id).expect("it")), essence(original));
        }
        let again = copy_card(
            &builtin.cards[1],
            &builtin,
            Some(&Source::new("x.md", both.text)),
        );
        assert_eq!(again, Err(CopyError::There("x.md".into())));
    }

    #[test]
    fn nothing_is_added_to_a_file_with_errors() {
        let builtin = deck("built-in decks/02-runtime.md", BUILTIN);
        let file = Source::new("decks/runtime.md", "# Runtime {#runtime}\n\n## {#x\n");
        let copied = copy_card(&builtin.cards[0], &builtin, Some(&file));
        assert_eq!(copied, Err(CopyError::Faulty("decks/runtime.md".into())));
    }

    #[test]
    fn every_built_in_card_can_be_copied() {
        for (file, text) in crate::deck::builtin() {
            let deck = deck(file, text);
            for card in &deck.cards {
                let copied = copy_card(card, &deck, None);
                assert!(copied.is_ok(), "{}: {copied:?}", card.id);
            }
        }
    }

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
