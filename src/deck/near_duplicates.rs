//! Finding questions that are nearly the same.

use std::collections::{HashMap, HashSet};

use super::diagnostic::Code;
use super::{Card, Deck, Diagnostic};
use crate::question::is_without_spaces;

/// Words without meaning for what is asked.
const EMPTY_WORDS: [&str; 45] = [
    "a", "an", "the", "is", "are", "was", "be", "do", "does", "did", "what", "which", "why", "how",
    "when", "who", "where", "in", "on", "of", "to", "for", "with", "and", "or", "it", "its",
    "this", "that", "these", "those", "you", "your", "would", "should", "can", "will", "by", "at",
    "from", "as", "if", "one", "name", "s",
];

/// The percentage of common words, among all words of two questions, from which on they are nearly
/// the same.
const ALIKE: usize = 80;

/// A card is compared with so many cards before it, at most, for each of its rare words.
const COMPARED: usize = 50;

/// So many pairs are reported.
const LISTED: usize = 500;

/// Finds questions that share most of their words, their context included. Only cards that share a
/// rare word are compared, so that most pairs never are.
pub(super) fn near_duplicates(decks: &[Deck]) -> Vec<Diagnostic> {
    let cards: Vec<(&Deck, &Card)> = decks
        .iter()
        .flat_map(|deck| deck.cards.iter().map(move |card| (deck, card)))
        .collect();
    let sets: Vec<HashSet<String>> = cards.iter().map(|(_, card)| asked(card)).collect();
    let mut cards_with: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, set) in sets.iter().enumerate() {
        for word in set {
            cards_with.entry(word).or_default().push(index);
        }
    }
    let mut found = Vec::new();
    for (second, set) in sets.iter().enumerate() {
        let mut words: Vec<(usize, &str)> = set
            .iter()
            .map(|word| (cards_with[word.as_str()].len(), word.as_str()))
            .collect();
        words.sort_unstable();
        // Two sets this alike cannot differ in more words than these, so they share one of them.
        let missing = set.len() * (100 - ALIKE) / 100;
        let rare = words.iter().take(missing + 1);
        let mut others: Vec<usize> = rare
            .flat_map(|(_, word)| {
                let all = &cards_with[word];
                let before = all.partition_point(|&first| first < second);
                &all[before.saturating_sub(COMPARED)..before]
            })
            .copied()
            .collect();
        others.sort_unstable();
        others.dedup();
        for first in others {
            if are_alike(&sets[first], set) {
                found.push(pair(cards[first], cards[second]));
            }
        }
        if found.len() >= LISTED {
            break;
        }
    }
    found
}

/// The meaningful words of a question.
fn asked(card: &Card) -> HashSet<String> {
    let mut words = word_set(&card.question);
    words.extend(word_set(card.context()));
    let content: HashSet<String> = words
        .iter()
        .filter(|word| !EMPTY_WORDS.contains(&word.as_str()))
        .map(|word| without_ending(word).to_owned())
        .collect();
    if content.is_empty() { words } else { content }
}

/// A word without the ending of plurals and verbs.
fn without_ending(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem,
        _ => word,
    }
}

/// Whether the share of common words (the Jaccard index) is high enough.
fn are_alike(a: &HashSet<String>, b: &HashSet<String>) -> bool {
    let common = a.intersection(b).count();
    let all = a.len() + b.len() - common;
    all > 0 && common * 100 >= all * ALIKE
}

fn pair((first_deck, first): (&Deck, &Card), (deck, card): (&Deck, &Card)) -> Diagnostic {
    Diagnostic::warning(
        Code::NearDuplicate,
        "this question is nearly the same as another",
    )
    .at(&deck.source, card.place.heading.clone(), "")
    .at(&first_deck.source, first.place.heading.clone(), "the other")
    .help("make clear in the questions how they differ, or remove one")
}

/// The distinct words of a text, in lower case.
pub(super) fn word_set(text: &str) -> HashSet<String> {
    let mut set = HashSet::new();
    let mut word = String::new();
    for c in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if is_without_spaces(c) {
            set.insert(c.to_string());
        }
        if c.is_alphanumeric() && !is_without_spaces(c) {
            word.push(c);
        } else if !word.is_empty() {
            set.insert(std::mem::take(&mut word));
        }
    }
    set
}
