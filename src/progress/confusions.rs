//! Which wrong options are taken for right ones.

use serde::Serialize;

use crate::deck::Card;
use crate::question::{Choice, Question};

use super::answers::Answers;

/// How many confusions are named.
const NAMED: usize = 10;

/// A wrong option that was picked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// The card's full id.
    pub card: String,
    /// Its question, as Markdown.
    pub question: String,
    /// The option's index in the deck, from 0.
    pub option: u32,
    /// The option, as Markdown.
    pub text: String,
    /// How often it was picked in the period.
    pub times: u32,
}

/// For each card the wrong option that was picked most in the period; the most often picked first.
#[must_use]
pub fn confusions(answers: &Answers<'_>) -> Vec<Confusion> {
    let mut picks = answers.picks().to_vec();
    picks.sort_unstable();
    let cards = answers.scope().cards();
    let mut found: Vec<Confusion> = picks
        .chunk_by(|(card, _), (other, _)| card == other)
        .filter_map(|of_card| {
            let card = cards[of_card[0].0 as usize];
            most_picked(card, of_card)
        })
        .collect();
    found.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.card.cmp(&b.card)));
    found.truncate(NAMED);
    found
}

/// The wrong option that was picked most; of several the first. `picks` are in order.
fn most_picked(card: &Card, picks: &[(u32, u32)]) -> Option<Confusion> {
    let Question::Choice(Choice { options }) = card.data() else {
        return None;
    };
    let wrong = |option: u32| options.get(option as usize).filter(|option| !option.right);
    let by_option = picks.chunk_by(|a, b| a == b);
    let counted = by_option.map(|same| (same[0].1, same.len()));
    let (option, times) = counted
        .filter(|(option, _)| wrong(*option).is_some())
        .reduce(|most, next| if next.1 > most.1 { next } else { most })?;
    Some(Confusion {
        card: card.id.to_string(),
        question: card.question.to_string(),
        option,
        text: wrong(option)?.text.clone(),
        times: times as u32,
    })
}
