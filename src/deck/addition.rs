//! Adding a card that was typed to a deck of the learner's own.

use std::sync::Arc;

use super::{Diagnostic, Source, parse};
use crate::id::{CardId, DeckId, numbered, slug};

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

#[cfg(test)]
mod tests {
    use super::*;

    fn deck() -> DeckId {
        DeckId::new("mine").expect("an id")
    }

    fn add(file: Option<&str>, question: &str, answer: &str) -> Result<Added, AddError> {
        let file = file.map(|text| Source::new("decks/mine.md", text.to_owned()));
        add_card(file.as_ref(), &deck(), "Mine", (question, answer), |id| {
            id == "taken"
        })
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
}
