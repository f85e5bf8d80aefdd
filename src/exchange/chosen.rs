//! The cards to be exported, deck by deck, and their texts as the two sides of a paper.

use std::collections::BTreeMap;

use super::Picture;
use crate::deck::{Card, Deck};
use crate::question::{Cloze, Question};

/// Cards of one deck that were chosen.
#[derive(Clone, Debug)]
pub struct ChosenDeck<'a> {
    pub deck: &'a Deck,
    /// In the order of the deck.
    pub cards: Vec<&'a Card>,
    /// The pictures beside the deck, by the addresses that its cards give for them.
    pub pictures: BTreeMap<String, Picture>,
}

impl ChosenDeck<'_> {
    /// A deck of only these cards. Every id is written in it, so that a history finds its card.
    pub fn whole(&self) -> Deck {
        let cards = self.cards.iter().map(|card| Card {
            id_written: true,
            ..(*card).clone()
        });
        Deck {
            titled: true,
            id_written: true,
            cards: cards.collect(),
            ..self.deck.clone()
        }
    }
}

/// A question as one text: its heading, and below it what stands above the answer.
pub(super) fn question(card: &Card) -> String {
    joined([&card.question, card.context()])
}

/// An answer as one text, with its explanation.
pub(super) fn answer(card: &Card) -> String {
    joined([card.answer(), card.explanation()])
}

/// Texts below each other, as blocks of Markdown; empty ones are left out.
pub(super) fn joined<const N: usize>(texts: [&str; N]) -> String {
    let texts = texts.into_iter().filter(|text| !text.trim().is_empty());
    texts.collect::<Vec<_>>().join("\n\n")
}

/// What is asked and what is answered, as Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sides {
    /// One line.
    pub(super) question: String,
    /// What stands below the question; may be empty.
    pub(super) below: String,
    /// What can be picked or has to be put in order; may be empty.
    pub(super) options: String,
    pub(super) answer: String,
    pub(super) explanation: String,
}

/// The sides of a card; those of a cloze card have a line for each blank.
pub(super) fn sides(card: &Card) -> Sides {
    let mut sides = Sides {
        question: card.question.to_string(),
        below: card.context().to_owned(),
        options: String::new(),
        answer: card.answer().to_owned(),
        explanation: card.explanation().to_owned(),
    };
    match card.data() {
        Question::Choice(choice) => {
            let all = choice.options.iter();
            sides.options = list(all.clone().map(|option| &*option.text));
            sides.answer = list(
                all.filter(|option| option.right)
                    .map(|option| &*option.text),
            );
        }
        Question::Order(order) => {
            // Their order on paper says nothing about the right one.
            let mut steps: Vec<&str> = order.steps.iter().map(String::as_str).collect();
            steps.sort_unstable();
            sides.options = list(steps.into_iter());
        }
        Question::Cloze(cloze) => {
            sides.below = joined([
                card.context(),
                &with_blanks(cloze, |_| "\\_\\_\\_\\_".to_owned()),
            ]);
            sides.answer = with_blanks(cloze, |answer| format!("**{answer}**"));
        }
        _ => {}
    }
    sides
}

/// The text of a cloze with something in the place of each blank. It is given the Markdown of what is accepted there.
pub(super) fn with_blanks(cloze: &Cloze, mut blank: impl FnMut(&str) -> String) -> String {
    let mut text = cloze.parts.first().cloned().unwrap_or_default();
    for (typed, part) in cloze.blanks.iter().zip(cloze.parts.iter().skip(1)) {
        let Some(shown) = typed.accepted.first() else {
            continue;
        };
        let markdown = if shown.exact {
            code_span(&shown.text)
        } else {
            escaped(&shown.text, "")
        };
        text.push_str(&blank(&markdown));
        text.push_str(part);
    }
    text
}

/// Backticks that enclose a text: at least `least`, and more than stand side by side in it.
pub fn fence_for(text: &str, least: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(least.max(longest + 1))
}

/// A text as a code span.
pub(super) fn code_span(text: &str) -> String {
    let fence = fence_for(text, 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A text in which no character means anything in Markdown. Those that are `harmless` stay as they are.
pub(super) fn escaped(text: &str, harmless: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !harmless.contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Texts as a list; lines after the first are indented.
fn list<'t>(items: impl Iterator<Item = &'t str>) -> String {
    let items = items.map(|item| format!("- {}", item.trim().replace('\n', "\n  ")));
    items.collect::<Vec<_>>().join("\n")
}
