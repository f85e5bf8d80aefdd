//! Finding questions that are nearly the same.

use hashbrown::HashMap;

use super::diagnostic::Code;
use super::{Card, Deck, Diagnostic};
use crate::memory::stable_hash;
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

/// At most how many cards before a card it is compared with, for each of its rare words.
const COMPARED: usize = 50;

/// How many words are compared for one card, unless [`COMPARED`] other cards have more.
const COMPARED_WORDS: usize = 10_000;

/// How many pairs are reported.
const LISTED: usize = 500;

/// Finds questions that share most of their words, their context included. Only cards that share a
/// rare word are compared, so that most pairs never are.
pub(super) fn near_duplicates(decks: &[&Deck]) -> Vec<Diagnostic> {
    let cards: Vec<(&Deck, &Card)> = decks
        .iter()
        .flat_map(|deck| deck.cards.iter().map(move |card| (*deck, card)))
        .collect();
    // Each word is a number from 0, since a deck may have a million of them.
    let mut numbers: HashMap<u64, usize> = HashMap::new();
    let mut cards_with: Vec<Vec<usize>> = Vec::new();
    let mut sets: Vec<Vec<usize>> = Vec::with_capacity(cards.len());
    for (index, (_, card)) in cards.iter().enumerate() {
        let words = asked(card).into_iter().map(|word| {
            *numbers.entry(word).or_insert_with(|| {
                cards_with.push(Vec::new());
                cards_with.len() - 1
            })
        });
        let mut set: Vec<usize> = words.collect();
        set.sort_unstable();
        set.dedup();
        for word in &set {
            cards_with[*word].push(index);
        }
        sets.push(set);
    }
    let mut found = Vec::new();
    for (second, set) in sets.iter().enumerate() {
        let mut words = set.clone();
        words.sort_unstable_by_key(|word| (cards_with[*word].len(), *word));
        // Two sets this alike cannot differ in more words than these, so they share one of them.
        let missing = set.len() * (100 - ALIKE) / 100;
        let rare = words.iter().take(missing + 1);
        let most = COMPARED.max(COMPARED_WORDS / set.len().max(1));
        let mut others: Vec<usize> = rare
            .flat_map(|word| {
                let all = &cards_with[*word];
                let before = all.partition_point(|&first| first < second);
                &all[before.saturating_sub(COMPARED)..before]
            })
            .copied()
            .take(most)
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

/// The meaningful words of a question as hashes; some may be there twice.
fn asked(card: &Card) -> Vec<u64> {
    let (mut content, mut others) = (Vec::new(), Vec::new());
    for text in [&card.question, card.context()] {
        each_word(text, |word| {
            if EMPTY_WORDS.contains(&word) {
                others.push(stable_hash(word.bytes()));
            } else {
                content.push(stable_hash(without_ending(word).bytes()));
            }
        });
    }
    if content.is_empty() { others } else { content }
}

/// A word without the ending of plurals and verbs.
fn without_ending(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem,
        _ => word,
    }
}

/// Whether the share of common words (the Jaccard index) is high enough. Both sets are sorted.
fn are_alike(a: &[usize], b: &[usize]) -> bool {
    let mut others = b.iter().copied().peekable();
    let is_common = |word: &&usize| {
        while others.next_if(|other| other < *word).is_some() {}
        others.next_if_eq(*word).is_some()
    };
    let common = a.iter().filter(is_common).count();
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

/// Takes each word of a text, in lower case.
fn each_word(text: &str, mut take: impl FnMut(&str)) {
    let mut word = String::new();
    for c in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if is_without_spaces(c) {
            take(c.encode_utf8(&mut [0; 4]));
        }
        if c.is_alphanumeric() && !is_without_spaces(c) {
            word.push(c);
        } else if !word.is_empty() {
            take(&word);
            word.clear();
        }
    }
}
