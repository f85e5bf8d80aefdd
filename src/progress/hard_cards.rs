//! The hardest cards, those that are forgotten again and again, and wrong options picked often.

use serde::Serialize;

use super::answers::Answers;
use super::groups::AskedNow;
use crate::deck::Card;
use crate::question::Question;

/// A card that was forgotten this often is a leech; help is offered then and at each multiple.
pub const LEECH: u32 = 3;

/// How many of the hardest cards, and of the confusions, are listed.
const NAMED: usize = 10;

/// The difficulty, from 1 to 10, from which a card is hard.
const HARD: f32 = 5.0;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HardCard {
    /// Its full id.
    pub id: String,
    /// Its question, as Markdown.
    pub question: String,
    /// How hard it is, 1 to 10.
    pub difficulty: f32,
    /// How often it was forgotten.
    pub lapses: u32,
    /// The chance that it would be right if asked now, 0 to 1.
    pub recall: f64,
    /// Whether it was forgotten three times or more.
    pub leech: bool,
}

/// The hardest cards that are not suspended, the hardest first; of those equally hard to a tenth,
/// the one forgotten more often.
pub fn hardest(cards: &[AskedNow<'_>]) -> Vec<HardCard> {
    let mut hard: Vec<(i32, u32, &AskedNow<'_>, f32)> = cards
        .iter()
        .filter_map(|asked| {
            let state = asked.state.filter(|state| !state.suspended)?;
            let difficulty = state.memory?.difficulty;
            let tenths = (difficulty * 10.0).round() as i32;
            (difficulty >= HARD).then_some((tenths, state.lapses, asked, difficulty))
        })
        .collect();
    hard.sort_by(|a, b| {
        let rank = |hard: &(i32, u32, &AskedNow<'_>, f32)| (hard.0, hard.1);
        rank(b)
            .cmp(&rank(a))
            .then_with(|| a.2.card.id.cmp(&b.2.card.id))
    });
    hard.iter()
        .take(NAMED)
        .map(|(_, lapses, asked, difficulty)| HardCard {
            id: asked.card.id.to_string(),
            question: asked.card.question.to_string(),
            difficulty: *difficulty,
            lapses: *lapses,
            recall: asked.recall.unwrap_or_default(),
            leech: *lapses >= LEECH,
        })
        .collect()
}

/// How many of the cards that are not suspended are leeches.
pub fn leeches(cards: &[AskedNow<'_>]) -> usize {
    let states = cards.iter().filter_map(|asked| asked.state);
    states
        .filter(|state| !state.suspended && state.lapses >= LEECH)
        .count()
}

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

/// The wrong option that was picked most; of several, the first. `picks` are sorted.
fn most_picked(card: &Card, picks: &[(u32, u32)]) -> Option<Confusion> {
    let Question::Choice(choice) = card.data() else {
        return None;
    };
    let wrong = |option: u32| {
        choice
            .options
            .get(option as usize)
            .filter(|option| !option.right)
    };
    let by_option = picks.chunk_by(|a, b| a == b);
    let counted = by_option.map(|same| (same[0].1, same.len()));
    let (option, times) = counted
        .filter(|(option, _)| wrong(*option).is_some())
        .reduce(|most, next| if next.1 > most.1 { next } else { most })?;
    Some(Confusion {
        card: card.id.to_string(),
        question: card.question.to_string(),
        option,
        text: wrong(option)?.text.to_string(),
        times: times as u32,
    })
}
