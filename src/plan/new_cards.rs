//! The order in which new cards are introduced.
//!
//! Highest weight first among those whose prerequisites have been met, rotating over topics so that
//! every topic is started early; within a topic the lower level first, then the order of the deck.
//! If the learner chose decks, their order is kept.

use hashbrown::HashMap;
use std::cmp::Reverse;

use crate::deck::{Card, Needs};
use crate::history::Schedule;
use crate::memory::StudyDay;
use crate::question::Kind;

use super::queue::StudyRequest;

/// The state of a card, as far as new cards depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewCardState {
    /// Never answered: a candidate.
    New,
    /// Not shown today but later: cards that wait for it keep waiting.
    Later,
    /// Set aside for good: nothing waits for it.
    Aside,
    /// Answered or claimed at least once.
    Met,
}

/// The next new cards, at most `count` of them and at most `code` that ask for code, from `scope`
/// in deck order. Cards outside the scope are not waited for: levels and filters order cards, they
/// never lock them.
pub fn pick_new<'a>(
    scope: &[&'a Card],
    standing: impl Fn(&Card) -> NewCardState,
    count: usize,
    code: usize,
    keep_deck_order: bool,
) -> Vec<&'a Card> {
    if count == 0 {
        return Vec::new();
    }
    let mut standings: Vec<NewCardState> = scope.iter().map(|card| standing(card)).collect();
    let place: HashMap<&str, usize> = scope
        .iter()
        .enumerate()
        .map(|(index, card)| (card.id.as_str(), index))
        .collect();
    let mut unmet_in_deck: HashMap<&str, usize> = HashMap::new();
    let mut met_of_topic: HashMap<&str, usize> = HashMap::new();
    for (card, standing) in scope.iter().zip(&standings) {
        match standing {
            NewCardState::New | NewCardState::Later => {
                *unmet_in_deck.entry(card.id.deck()).or_default() += 1;
            }
            NewCardState::Met => *met_of_topic.entry(&card.topic).or_default() += 1,
            NewCardState::Aside => {}
        }
    }
    let mut picked: Vec<&Card> = Vec::new();
    while picked.len() < count {
        let more_code = code_cards(&picked) < code;
        let ready = |card: &Card, standings: &[NewCardState]| {
            card.after.iter().all(|need| match need {
                Needs::Card(id) => place.get(id.as_str()).is_none_or(|&index| {
                    matches!(standings[index], NewCardState::Met | NewCardState::Aside)
                }),
                Needs::Deck(id) => {
                    id.as_str() == card.id.deck()
                        || unmet_in_deck
                            .get(id.as_str())
                            .is_none_or(|&unmet| unmet == 0)
                }
            })
        };
        let best = (0..scope.len())
            .filter(|&index| {
                standings[index] == NewCardState::New
                    && (more_code || scope[index].kind() != Kind::Code)
                    && ready(scope[index], &standings)
            })
            .min_by_key(|&index| {
                let card = scope[index];
                let met = met_of_topic.get(&*card.topic).copied().unwrap_or(0);
                let rank = (Reverse(card.weight), met, card.level);
                (if keep_deck_order { None } else { Some(rank) }, index)
            });
        let Some(index) = best else { break };
        let card = scope[index];
        standings[index] = NewCardState::Met;
        *met_of_topic.entry(&card.topic).or_default() += 1;
        if let Some(unmet) = unmet_in_deck.get_mut(card.id.deck()) {
            *unmet -= 1;
        }
        picked.push(card);
    }
    picked
}

/// How many of these cards ask for code.
fn code_cards(cards: &[&Card]) -> usize {
    let code = cards.iter().filter(|card| card.kind() == Kind::Code);
    code.count()
}

/// How many new cards may ask for code today: one a day, unless more were requested explicitly.
pub(super) fn new_code(
    scope: &[&Card],
    schedule: &Schedule,
    today: StudyDay,
    request: &StudyRequest,
) -> usize {
    if let (Some(new), Some(true)) = (request.new, request.filter.code) {
        return new as usize;
    }
    let met_today = |card: &&Card| {
        let state = schedule.card(card.id.as_str());
        card.kind() == Kind::Code && state.is_some_and(|state| state.first == Some(today))
    };
    1_usize.saturating_sub(scope.iter().copied().filter(met_today).count())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};
    use std::fmt::Write as _;

    use super::*;
    use crate::deck::{Deck, Source, parse};

    fn deck(file: &str, text: &str) -> Deck {
        let parsed = parse(&Source::new(file, text.to_owned()));
        parsed
            .deck
            .unwrap_or_else(|| panic!("{:?}", parsed.diagnostics))
    }

    /// Twenty topics of thirty cards. Each deck begins with an entry card that waits for the entry
    /// card of the deck before it; cards of a deck wait for its entry; every fifth has weight 3.
    fn twenty_topics() -> Vec<Deck> {
        (1..=20)
            .map(|topic| {
                let mut text = format!("# Topic {topic} {{#t{topic}}}\n");
                for card in 1..=30 {
                    let after = match (topic, card) {
                        (1, 1) => String::new(),
                        (_, 1) => format!("after: t{}/c1\n", topic - 1),
                        _ => "after: c1\n".to_owned(),
                    };
                    let weight = if card == 1 || card % 5 == 0 { 3 } else { 1 + card % 2 };
                    let _ = write!(
                        text,
                        "\n## Question {card}? {{#c{card}}}\n<!--\n{after}weight: {weight}\n-->\n\nAn answer.\n"
                    );
                }
                deck(&format!("{topic}.md"), &text)
            })
            .collect()
    }

    fn all(decks: &[Deck]) -> Vec<&Card> {
        decks.iter().flat_map(|deck| &deck.cards).collect()
    }

    #[test]
    fn eighty_new_cards_touch_twelve_topics_and_none_comes_before_what_it_needs() {
        let decks = twenty_topics();
        let scope = all(&decks);
        let mut met: HashSet<String> = HashSet::new();
        let mut order = Vec::new();
        // Eight a day for ten days, as in daily sessions.
        for _ in 0..10 {
            let standing = |card: &Card| {
                if met.contains(card.id.as_str()) {
                    NewCardState::Met
                } else {
                    NewCardState::New
                }
            };
            let picked = pick_new(&scope, standing, 8, 1, false);
            assert_eq!(picked.len(), 8);
            for card in picked {
                for need in &card.after {
                    assert!(met.contains(&need.to_string()), "{} before {need}", card.id);
                }
                assert!(met.insert(card.id.to_string()), "{} twice", card.id);
                order.push(card);
            }
        }
        let topics: BTreeSet<&str> = order.iter().map(|card| &*card.topic).collect();
        assert!(topics.len() >= 12, "only {topics:?}");
    }

    #[test]
    fn the_heaviest_card_that_may_come_comes_first() {
        let decks = [deck(
            "a.md",
            "# A {#a}\n## One? {#one}\n<!-- weight: 1 -->\nx\n## Two? {#two}\n<!--\nweight: 3\nafter: one\n-->\nx\n\
             ## Three? {#three}\n<!-- weight: 2 -->\nx\n",
        )];
        let names: Vec<&str> = pick_new(&all(&decks), |_| NewCardState::New, 9, 1, false)
            .iter()
            .map(|card| card.id.short())
            .collect();
        assert_eq!(names, ["three", "one", "two"]);
    }

    #[test]
    fn a_chosen_deck_keeps_its_order_as_far_as_its_own_needs_allow() {
        let decks = [deck(
            "a.md",
            "# A {#a}\n## One? {#one}\n<!--\nweight: 1\nafter: three, elsewhere/x\n-->\nx\n## Two? {#two}\n<!-- weight: 1 -->\nx\n\
             ## Three? {#three}\n<!-- weight: 3 -->\nx\n",
        )];
        let names: Vec<&str> = pick_new(&all(&decks), |_| NewCardState::New, 9, 1, true)
            .iter()
            .map(|card| card.id.short())
            .collect();
        assert_eq!(names, ["two", "three", "one"]);
    }

    #[test]
    fn a_whole_deck_can_be_waited_for_and_what_is_set_aside_holds_nothing_up() {
        let decks = [
            deck("a.md", "# A {#a}\n## One? {#one}\nx\n## Two? {#two}\nx\n"),
            deck(
                "b.md",
                "# B {#b}\n<!-- after: a -->\n## Three? {#three}\n<!-- weight: 3 -->\nx\n",
            ),
        ];
        let picked = |aside: &str, count| -> Vec<String> {
            let standing = |card: &Card| {
                if card.id.short() == aside {
                    NewCardState::Aside
                } else {
                    NewCardState::New
                }
            };
            let picked = pick_new(&all(&decks), standing, count, 1, false);
            picked
                .iter()
                .map(|card| card.id.short().to_owned())
                .collect()
        };
        assert_eq!(picked("none", 3), ["one", "two", "three"]);
        assert_eq!(picked("two", 3), ["one", "three"]);
        let later = |card: &Card| {
            if card.id.short() == "two" {
                NewCardState::Later
            } else {
                NewCardState::New
            }
        };
        let waits = pick_new(&all(&decks), later, 3, 1, false);
        assert_eq!(
            waits.len(),
            1,
            "what was buried until tomorrow comes tomorrow"
        );
    }
}
