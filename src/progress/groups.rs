//! Cards taken together: by deck, topic, tag, level, kind; the hardest ones, those that are forgotten again and again, and
//! wrong options picked often.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::answers::{Answers, Remembered, RetentionSum, Scope};
use super::card::Counts;
use crate::deck::{Card, Level};
use crate::history::CardState;
use crate::memory::{Scheduler, StudyDay};
use crate::plan::{Belief, recall_now};
use crate::question::{Kind, Question};

/// A card, and what would happen if it were asked now.
#[derive(Clone, Copy, Debug)]
pub struct AskedNow<'a> {
    pub card: &'a Card,
    /// Its state, if it has any history.
    pub state: Option<&'a CardState>,
    /// The chance that its answer would be right now, 0 to 1; `None` for one never answered.
    pub recall: Option<f64>,
    /// The chances on the day as of which "known" is stated.
    pub right: Option<f64>,
    /// The chance that it is known on that day, 0 to 1: what guessing accounts for is taken off. 0 for one
    /// never answered.
    pub known: f64,
}

impl<'a> AskedNow<'a> {
    /// What to expect of a card in this state.
    pub fn of(
        card: &'a Card,
        state: Option<&'a CardState>,
        scheduler: &Scheduler,
        today: StudyDay,
        known_on: StudyDay,
        belief: &Belief,
    ) -> Self {
        let recall = state.and_then(|state| recall_now(state, scheduler, today));
        let believed = state.and_then(|state| belief.right_and_known(card, state, known_on));
        Self {
            card,
            state,
            recall: recall.map(f64::from),
            right: believed.map(|(right, _)| f64::from(right)),
            known: believed.map_or(0.0, |(_, known)| f64::from(known)),
        }
    }

    /// Whether the learner said that they know it, and that was not checked yet.
    pub fn is_claimed(&self) -> bool {
        let claimed = |state: &CardState| state.claimed.is_some() && !state.suspended;
        self.state.is_some_and(claimed)
    }
}

/// The figures of a group of cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Group {
    /// The cards by how far they are.
    pub cards: Counts,
    /// Cards due now.
    pub due: usize,
    /// Cards known, as of the day of all figures of what is known: the sum of their chances.
    pub known: f64,
    /// Cards said to be known and not checked yet; they are not in `known`.
    pub claimed: usize,
    /// How often cards of the group were forgotten.
    pub lapses: u32,
    /// Answers of the period.
    pub answers: u32,
    /// The median of their measured answers' seconds in the period.
    pub median_seconds: Option<f64>,
    /// What was remembered in the period.
    pub remembered: Remembered,
}

/// Adds cards up by group, each with its name: `of` gives each card of the scope its groups, by their places.
fn groups<N, G: AsRef<[usize]>>(
    cards: &[AskedNow<'_>],
    answers: &Answers<'_>,
    today: StudyDay,
    names: impl IntoIterator<Item = N, IntoIter: ExactSizeIterator>,
    of: &[G],
) -> impl Iterator<Item = (Group, N)> {
    let names = names.into_iter();
    let count = names.len();
    let mut groups = vec![Group::default(); count];
    for (card, of_card) in cards.iter().zip(of) {
        for &group in of_card.as_ref() {
            groups[group].add_card(card, today);
        }
    }
    let mut tested = vec![RetentionSum::default(); count];
    let mut times: Vec<Vec<u32>> = vec![Vec::new(); count];
    for answer in answers.of_period() {
        let Some(card) = answer.card else {
            continue;
        };
        for &group in of[card as usize].as_ref() {
            groups[group].answers += 1;
            tested[group].add(answer);
            if answer.ms > 0 {
                times[group].push(answer.ms);
            }
        }
    }
    for (place, group) in groups.iter_mut().enumerate() {
        group.remembered = tested[place].sum();
        group.median_seconds = median(&mut times[place]).map(|ms| ms / 1000.0);
    }
    groups.into_iter().zip(names)
}

impl Group {
    /// The share of its cards that is known, 0 to 1; suspended ones are left out.
    pub fn known_share(&self) -> f64 {
        self.known / self.cards.active().max(1) as f64
    }

    fn add_card(&mut self, card: &AskedNow<'_>, today: StudyDay) {
        self.cards.add(card.state);
        self.known += card.known;
        self.claimed += usize::from(card.is_claimed());
        if let Some(state) = card.state {
            self.due += usize::from(state.is_due(today));
            self.lapses += state.lapses;
        }
    }
}

/// The number in the middle; between two of them their mean. It reorders the numbers.
fn median(numbers: &mut [u32]) -> Option<f64> {
    let middle = numbers.len() / 2;
    let is_even = numbers.len().is_multiple_of(2);
    if numbers.is_empty() {
        return None;
    }
    let (below, upper, _) = numbers.select_nth_unstable(middle);
    let upper = f64::from(*upper);
    let lower = below.iter().max().filter(|_| is_even);
    Some(lower.map_or(upper, |lower| f64::midpoint(f64::from(*lower), upper)))
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeckRow {
    /// Its id.
    pub deck: String,
    pub title: String,
    /// Its chosen cards.
    #[serde(flatten)]
    pub group: Group,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicFigures {
    /// Its name.
    pub topic: String,
    /// Its cards.
    #[serde(flatten)]
    pub group: Group,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TagFigures {
    /// Its name.
    pub tag: String,
    /// The cards that have it.
    #[serde(flatten)]
    pub group: Group,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LevelFigures {
    pub level: Level,
    /// Its cards.
    #[serde(flatten)]
    pub group: Group,
}

/// One kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct KindRow {
    /// Its word.
    pub kind: &'static str,
    /// Its cards.
    #[serde(flatten)]
    pub group: Group,
}

/// The decks of a scope, in their order.
pub(super) fn by_deck(
    scope: &Scope<'_>,
    cards: &[AskedNow<'_>],
    answers: &Answers<'_>,
    today: StudyDay,
) -> Vec<DeckRow> {
    let decks = scope.decks();
    let of: Vec<[usize; 1]> = scope.deck_of().iter().map(|deck| [*deck]).collect();
    groups(cards, answers, today, decks, &of)
        .map(|(group, deck)| DeckRow {
            deck: deck.id.to_string(),
            title: deck.title.clone(),
            group,
        })
        .collect()
}

/// The topics of the cards, in the order in which the decks first name them.
pub(super) fn by_topic(
    cards: &[AskedNow<'_>],
    answers: &Answers<'_>,
    today: StudyDay,
) -> Vec<TopicFigures> {
    let mut names: Vec<&str> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let of: Vec<[usize; 1]> = cards
        .iter()
        .map(|asked| {
            let topic = &*asked.card.topic;
            let place = places.entry(topic).or_insert_with(|| {
                names.push(topic);
                names.len() - 1
            });
            [*place]
        })
        .collect();
    groups(cards, answers, today, names, &of)
        .map(|(group, topic)| TopicFigures {
            topic: topic.to_owned(),
            group,
        })
        .collect()
}

/// The tags of the cards, by name. A card with several counts under each.
pub(super) fn by_tag(
    cards: &[AskedNow<'_>],
    answers: &Answers<'_>,
    today: StudyDay,
) -> Vec<TagFigures> {
    let tags = cards.iter().flat_map(|asked| &asked.card.tags);
    let names: BTreeSet<&str> = tags.map(String::as_str).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let place: HashMap<&str, usize> = names.iter().copied().zip(0..).collect();
    let of: Vec<Vec<usize>> = cards
        .iter()
        .map(|asked| {
            let tags = asked.card.tags.iter();
            tags.map(|tag| place[tag.as_str()]).collect()
        })
        .collect();
    groups(cards, answers, today, names, &of)
        .map(|(group, tag)| TagFigures {
            tag: tag.to_owned(),
            group,
        })
        .collect()
}

/// The levels that have cards, lowest first.
pub(super) fn by_level(
    cards: &[AskedNow<'_>],
    answers: &Answers<'_>,
    today: StudyDay,
) -> Vec<LevelFigures> {
    let of: Vec<[usize; 1]> = cards
        .iter()
        .map(|asked| [asked.card.level as usize])
        .collect();
    groups(cards, answers, today, Level::ALL, &of)
        .filter(|(group, _)| group.cards.total > 0)
        .map(|(group, level)| LevelFigures { level, group })
        .collect()
}

/// The kinds that have cards, in the order in which the deck format lists them.
pub(super) fn by_kind(
    cards: &[AskedNow<'_>],
    answers: &Answers<'_>,
    today: StudyDay,
) -> Vec<KindRow> {
    let of: Vec<[usize; 1]> = cards
        .iter()
        .map(|asked| [asked.card.kind() as usize])
        .collect();
    groups(cards, answers, today, Kind::ALL, &of)
        .filter(|(group, _)| group.cards.total > 0)
        .map(|(group, kind)| KindRow {
            kind: kind.name(),
            group,
        })
        .collect()
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_the_mean_of_the_two_in_the_middle() {
        let of = |mut numbers: Vec<u32>| median(&mut numbers);
        assert_eq!(of(vec![]), None);
        assert_eq!(of(vec![7]), Some(7.0));
        assert_eq!(of(vec![9, 1, 4]), Some(4.0));
        assert_eq!(of(vec![9, 1, 4, 6]), Some(5.0));
    }
}
