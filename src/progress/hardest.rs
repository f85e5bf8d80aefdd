//! The cards that cost the most, and those that are forgotten again and again.

use serde::Serialize;

use super::groups::AskedNow;

/// A card that was forgotten so often, or a multiple of it, is a leech: help is offered.
pub const LEECH: u32 = 3;

/// How many of the hardest cards are named.
const NAMED: usize = 10;

/// From which difficulty on, of 1 to 10, a card is hard.
const HARD: f32 = 5.0;

/// A hard card.
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

/// The hardest cards that are asked, the hardest first; of those equally hard to a tenth the one
/// forgotten more often.
#[must_use]
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

/// How many of the cards that are asked are leeches.
#[must_use]
pub fn leeches(cards: &[AskedNow<'_>]) -> usize {
    let states = cards.iter().filter_map(|asked| asked.state);
    states
        .filter(|state| !state.suspended && state.lapses >= LEECH)
        .count()
}
