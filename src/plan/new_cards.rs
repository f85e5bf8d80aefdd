//! The order in which new cards are introduced.
//!
//! Highest weight first among those whose prerequisites have been met, where a card counts as much as the
//! heaviest one that needs it; those that are likely known, according to a placement, after others; rotating over
//! topics so that every part of the field is begun early; within a topic the lower level first, then the order of the
//! deck. Where the learner chose decks, their order is kept.

use hashbrown::HashMap;
use std::cmp::Reverse;

use crate::deck::{Card, Needs};
use crate::history::Schedule;
use crate::memory::{Stage, StudyDay};
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

/// New cards from `scope`, which is in deck order, in the order in which they are met; at most `code` of them
/// ask for code. What is not in the scope is not waited for: levels and filters order, they never lock.
pub fn pick_new<'a>(
    scope: &[&'a Card],
    standing: impl Fn(&Card) -> NewCardState,
    likely_known: impl Fn(&Card) -> bool,
    mut code: usize,
    keep_deck_order: bool,
) -> impl Iterator<Item = &'a Card> {
    let mut standings: Vec<NewCardState> = scope.iter().map(|card| standing(card)).collect();
    let place: HashMap<&str, usize> = scope
        .iter()
        .enumerate()
        .map(|(index, card)| (card.id.as_str(), index))
        .collect();
    let weights = inherited_weights(scope, &standings, &place);
    let likely_known: Vec<bool> = scope.iter().map(|card| likely_known(card)).collect();
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
    std::iter::from_fn(move || {
        let ready = |card: &Card| {
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
        let index = (0..scope.len())
            .filter(|&index| {
                standings[index] == NewCardState::New
                    && (code > 0 || scope[index].kind() != Kind::Code)
                    && ready(scope[index])
            })
            .min_by_key(|&index| {
                let card = scope[index];
                let met = met_of_topic.get(&*card.topic).copied().unwrap_or(0);
                let rank = (
                    Reverse(weights[index]),
                    likely_known[index],
                    met,
                    card.level,
                );
                (if keep_deck_order { None } else { Some(rank) }, index)
            })?;
        let card = scope[index];
        standings[index] = NewCardState::Met;
        *met_of_topic.entry(&card.topic).or_default() += 1;
        if let Some(unmet) = unmet_in_deck.get_mut(card.id.deck()) {
            *unmet -= 1;
        }
        code -= usize::from(card.kind() == Kind::Code);
        Some(card)
    })
}

/// The weight of each card, or of the heaviest unmet one that needs it.
fn inherited_weights(
    scope: &[&Card],
    standings: &[NewCardState],
    place: &HashMap<&str, usize>,
) -> Vec<u8> {
    let mut weights: Vec<u8> = scope.iter().map(|card| card.weight).collect();
    let mut decks: HashMap<&str, u8> = HashMap::new();
    let mut changed = true;
    while changed {
        changed = false;
        for (index, card) in scope.iter().enumerate() {
            if !matches!(standings[index], NewCardState::New | NewCardState::Later) {
                continue;
            }
            let of_deck = decks.get(card.id.deck()).copied().unwrap_or(0);
            if weights[index] < of_deck {
                weights[index] = of_deck;
                changed = true;
            }
            let weight = weights[index];
            for need in &card.after {
                let needed = match need {
                    Needs::Card(id) => place.get(id.as_str()).map(|&index| &mut weights[index]),
                    Needs::Deck(id) if id.as_str() == card.id.deck() => None,
                    Needs::Deck(id) => Some(decks.entry(id.as_str()).or_default()),
                };
                if let Some(needed) = needed.filter(|needed| **needed < weight) {
                    *needed = weight;
                    changed = true;
                }
            }
        }
    }
    weights
}

/// The heaviest weight a card can have: it is asked in most interviews.
pub(super) const HEAVY: u8 = 3;

/// How far the learner is with meeting these cards: nearly all means 95 %. Suspended cards don't count.
pub fn stage_of<'a>(cards: impl Iterator<Item = &'a Card>, schedule: &Schedule) -> Stage {
    let by_name = schedule.by_name();
    let (mut all, mut met, mut heavy_unmet) = (0, 0, false);
    for card in cards {
        let state = by_name.get(card.id.as_str());
        if state.is_some_and(|state| state.suspended) {
            continue;
        }
        all += 1;
        if state.is_some_and(|state| !state.is_new()) {
            met += 1;
        } else {
            heavy_unmet |= card.weight >= HEAVY;
        }
    }
    if met * 100 >= all * 95 {
        Stage::Third
    } else if heavy_unmet {
        Stage::First
    } else {
        Stage::Second
    }
}

/// How many new cards may ask for code today: one a day, unless more were requested explicitly.
pub(super) fn new_code(
    scope: &[&Card],
    schedule: &Schedule,
    today: StudyDay,
    request: &StudyRequest,
) -> usize {
    match (request.new, request.filter.code) {
        (Some(new), Some(true)) => new as usize,
        _ => new_code_left(scope, schedule, today),
    }
}

/// How many new cards that ask for code are left of the day's one.
pub(super) fn new_code_left(scope: &[&Card], schedule: &Schedule, today: StudyDay) -> usize {
    let of_code = scope.iter().filter(|card| card.kind() == Kind::Code);
    let met_today = of_code
        .filter_map(|card| schedule.card(card.id.as_str()))
        .filter(|state| state.first == Some(today));
    1_usize.saturating_sub(met_today.count())
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
            let picked: Vec<&Card> = pick_new(&scope, standing, |_| false, 1, false)
                .take(8)
                .collect();
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
        let names: Vec<&str> = pick_new(&all(&decks), |_| NewCardState::New, |_| false, 1, false)
            .map(|card| card.id.short())
            .collect();
        assert_eq!(
            names,
            ["one", "two", "three"],
            "what is needed counts as much"
        );
    }

    #[test]
    fn of_cards_with_one_weight_those_likely_known_come_last() {
        let decks = [deck(
            "a.md",
            "# A {#a}\n## One? {#one}\n<!-- weight: 2 -->\nx\n## Two? {#two}\n<!-- weight: 2 -->\nx\n\
             ## Three? {#three}\n<!-- weight: 3 -->\nx\n",
        )];
        let known = |card: &Card| card.id.short() != "two";
        let names: Vec<&str> = pick_new(&all(&decks), |_| NewCardState::New, known, 1, false)
            .map(|card| card.id.short())
            .collect();
        assert_eq!(names, ["three", "two", "one"]);
    }

    #[test]
    fn the_weight_of_a_card_holds_for_all_that_it_needs_until_it_was_met() {
        let decks = [
            deck(
                "a.md",
                "# A {#a}\n<!-- weight: 1 -->\n## One? {#one}\nx\n## Two? {#two}\nx\n",
            ),
            deck(
                "b.md",
                "# B {#b}\n## Three? {#three}\n<!--\nweight: 1\nafter: a\n-->\nx\n\
                 ## Four? {#four}\n<!--\nweight: 3\nafter: three\n-->\nx\n## Five? {#five}\n<!-- weight: 2 -->\nx\n",
            ),
        ];
        let picked = |met: &str| -> Vec<String> {
            let standing = |card: &Card| {
                if card.id.short() == met {
                    NewCardState::Met
                } else {
                    NewCardState::New
                }
            };
            pick_new(&all(&decks), standing, |_| false, 1, false)
                .map(|card| card.id.short().to_owned())
                .collect()
        };
        assert_eq!(picked("none"), ["one", "two", "three", "four", "five"]);
        assert_eq!(picked("four")[0], "five");
    }

    #[test]
    fn a_stage_ends_when_the_heavy_cards_and_then_nearly_all_were_met() {
        let mut text = "# A {#a}\n".to_owned();
        for card in 0..40 {
            let weight = if card < 2 { 3 } else { 1 };
            let _ = write!(
                text,
                "## Question {card}? {{#c{card:02}}}\n<!-- weight: {weight} -->\nx\n"
            );
        }
        let decks = [deck("a.md", &text)];
        let after = |met: usize, suspended: usize| {
            let card = |number: usize| crate::history::CardState {
                reviews: u32::from(number < met),
                suspended: number >= 40 - suspended,
                ..crate::history::CardState::new(&format!("a/c{number:02}"))
            };
            let schedule = Schedule {
                cards: (0..40).map(card).collect(),
                ..Schedule::default()
            };
            stage_of(decks[0].cards.iter(), &schedule)
        };
        assert_eq!(after(1, 0), Stage::First);
        assert_eq!(after(2, 0), Stage::Second);
        assert_eq!(after(37, 0), Stage::Second, "37 of 40 are less than 95 %");
        assert_eq!(after(38, 0), Stage::Third);
        assert_eq!(after(37, 2), Stage::Third, "suspended cards don't count");
    }

    #[test]
    fn a_chosen_deck_keeps_its_order_as_far_as_its_own_needs_allow() {
        let decks = [deck(
            "a.md",
            "# A {#a}\n## One? {#one}\n<!--\nweight: 1\nafter: three, elsewhere/x\n-->\nx\n## Two? {#two}\n<!-- weight: 1 -->\nx\n\
             ## Three? {#three}\n<!-- weight: 3 -->\nx\n",
        )];
        let names: Vec<&str> = pick_new(&all(&decks), |_| NewCardState::New, |_| false, 1, true)
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
            pick_new(&all(&decks), standing, |_| false, 1, false)
                .take(count)
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
        assert_eq!(
            pick_new(&all(&decks), later, |_| false, 1, false).count(),
            1,
            "what was buried until tomorrow comes tomorrow"
        );
    }
}
