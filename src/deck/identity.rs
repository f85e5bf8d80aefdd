//! Which card an edited card was: ids that nobody wrote change with the question and the title of the deck, and the
//! history has to follow.
//!
//! What the learner's cards were when they were last seen is compared with what they are. Where an id is gone and
//! a new one has appeared, the words of question and answer decide, rare ones more than common ones; between cards that
//! say the same, their place does. In doubt nothing is matched: a card that is asked anew costs less than one with
//! the history of another.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{Card, Deck, Library};
use crate::memory::stable_hash;

/// A card as it was last seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenCard {
    /// Its full id.
    pub id: String,
    /// Whether both parts of its id were written.
    pub id_written: bool,
    /// Ids that it had before, as the deck says.
    was: Vec<String>,
    /// What it says, as numbers: of its question and answer as a whole, then of their words, sorted. Zeros and none
    /// where its id is enough to recognise it.
    whole_text: u32,
    answer: u32,
    words: Vec<u32>,
    /// Its deck and its neighbours.
    place: [u32; 3],
}

/// At most how many words of a card are remembered.
const MOST_WORDS: usize = 64;

impl SeenCard {
    /// A card as far as its id goes.
    fn named(deck: &Deck, card: &Card) -> Self {
        Self {
            id: card.id.to_string(),
            id_written: deck.id_written && card.id_written,
            was: card.was.iter().map(ToString::to_string).collect(),
            whole_text: 0,
            answer: 0,
            words: Vec::new(),
            place: [0; 3],
        }
    }

    fn with_words(self, deck: &Deck, index: usize) -> Self {
        let card = &deck.cards[index];
        let question = card.question.to_lowercase();
        let answer = format!("{} {}", card.context(), card.answer()).to_lowercase();
        let (question, answer) = (words(&question), words(&answer));
        let whole = |words: &[&str]| hash(&words.join(" "));
        let tagged = |tag: &str, word: &str| stable_hash(tag.bytes().chain(word.bytes())) as u32;
        let of_question = question.iter().map(|word| tagged("q ", word));
        let of_answer = answer.iter().map(|word| tagged("a ", word));
        let mut all: Vec<u32> = of_question.chain(of_answer).collect();
        all.sort_unstable();
        all.dedup();
        all.truncate(MOST_WORDS);
        let neighbour = |card: Option<&Card>| card.map_or(0, |card| hash(&card.question));
        let before = index.checked_sub(1).and_then(|index| deck.cards.get(index));
        Self {
            whole_text: whole(&[&*question, &["?"], &*answer].concat()),
            answer: whole(&answer),
            words: all,
            place: [
                hash(deck.id.as_str()),
                neighbour(before),
                neighbour(deck.cards.get(index + 1)),
            ],
            ..self
        }
    }
}

fn hash(text: &str) -> u32 {
    stable_hash(text.bytes()) as u32
}

/// The words of a text; signs count where there is nothing else.
fn words(text: &str) -> Vec<&str> {
    let split = |keep: fn(char) -> bool| -> Vec<&str> {
        let parts = text.split(move |c| !keep(c));
        parts.filter(|word| !word.is_empty()).collect()
    };
    let words = split(|c| c.is_alphanumeric() || c == '_');
    if words.is_empty() {
        split(|c| !c.is_whitespace())
    } else {
        words
    }
}

/// What is to be remembered: the cards there are, and those that are gone without another in their place. These may
/// come back.
pub fn remembered(
    before: Vec<SeenCard>,
    now: Vec<SeenCard>,
    renamed: &BTreeMap<String, String>,
) -> Vec<SeenCard> {
    let there: HashSet<String> = now.iter().map(|card| card.id.clone()).collect();
    let gone = before
        .into_iter()
        .filter(|card| !there.contains(&card.id) && !renamed.contains_key(&card.id));
    let mut all = now;
    all.extend(gone.take(MOST_GONE));
    all
}

/// How many cards that are gone are remembered.
const MOST_GONE: usize = 5000;

/// The learner's cards as they are. What a card with a written id says is only looked at where one of those
/// seen `before` is gone.
pub fn seen_now(
    library: &Library,
    before: &[SeenCard],
    is_own: impl Fn(&Card) -> bool,
) -> Vec<SeenCard> {
    let any_gone = before
        .iter()
        .any(|card| !card.id_written && library.get(&card.id).is_none());
    let mut seen = Vec::new();
    for deck in library.decks() {
        let own = (0..deck.cards.len()).filter(|index| is_own(&deck.cards[*index]));
        seen.extend(own.map(|index| {
            let card = SeenCard::named(deck, &deck.cards[index]);
            if card.id_written && !any_gone {
                card
            } else {
                card.with_words(deck, index)
            }
        }));
    }
    seen
}

/// How alike two cards must be, 0 to 1; less where their answers are the same, and no other card has it.
const ALIKE: f64 = 0.55;
const ALIKE_WITH_ANSWER: f64 = 0.3;

/// How much more alike the best match must be than the second.
const CLEARLY: f64 = 0.1;

/// More candidates than this have a word in common too often for it to tell them apart.
const COMMON: usize = 50;

/// Former ids and those of today, for cards that were edited since they were last seen. Former ids that a deck does
/// not name any more are among them.
pub fn renamed(
    before: &[SeenCard],
    now: &[SeenCard],
    library: &Library,
) -> BTreeMap<String, String> {
    let left_out: HashSet<&str> = library.not_asked().map(|card| &*card.name).collect();
    let is_known = |id: &str| {
        library.get(id).is_some() || library.renames().contains_key(id) || left_out.contains(id)
    };
    let mut renamed = matched(before, now, is_known);
    for card in before {
        for was in card.was.iter().filter(|was| !is_known(was)) {
            if is_known(&card.id) || renamed.contains_key(&card.id) {
                renamed
                    .entry(was.clone())
                    .or_insert_with(|| card.id.clone());
            }
        }
    }
    renamed
}

/// The pairs of those that are gone and new. `is_known` says whether an id is still used, or named as a former one.
fn matched(
    before: &[SeenCard],
    now: &[SeenCard],
    is_known: impl Fn(&str) -> bool,
) -> BTreeMap<String, String> {
    let known: HashSet<&str> = before.iter().map(|card| card.id.as_str()).collect();
    let mut gone: Vec<&SeenCard> = before
        .iter()
        .filter(|card| !card.id_written && !is_known(&card.id))
        .collect();
    let mut new: Vec<&SeenCard> = now
        .iter()
        .filter(|card| !known.contains(&*card.id))
        .collect();
    let mut matched = BTreeMap::new();
    if gone.is_empty() || new.is_empty() {
        return matched;
    }
    same(&mut gone, &mut new, &mut matched);
    let weights = Weights::of(before, now);
    // For each that is gone and each that is new: the best match and how good the second is.
    let mut best_new = vec![Best::default(); gone.len()];
    let mut best_gone = vec![Best::default(); new.len()];
    let mut having: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, card) in new.iter().enumerate() {
        for word in &card.words {
            having.entry(*word).or_default().push(at);
        }
    }
    for (from, old) in gone.iter().enumerate() {
        let shared = old.words.iter().filter_map(|word| having.get(word));
        let mut candidates: Vec<usize> = shared
            .filter(|new| new.len() <= COMMON)
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        for to in candidates {
            let likeness = weights.likeness(old, new[to]);
            best_new[from].take(to, likeness);
            best_gone[to].take(from, likeness);
        }
    }
    for (from, best) in best_new.iter().enumerate() {
        let Some(to) = best.at else { continue };
        let back = &best_gone[to];
        let least = if weights.same_rare_answer(gone[from], new[to]) {
            ALIKE_WITH_ANSWER
        } else {
            ALIKE
        };
        let clear = |best: &Best| best.likeness - best.second >= CLEARLY;
        if back.at == Some(from) && best.likeness >= least && clear(best) && clear(back) {
            matched.insert(gone[from].id.clone(), new[to].id.clone());
        }
    }
    matched
}

/// The best of several matches.
#[derive(Clone, Debug, Default)]
struct Best {
    at: Option<usize>,
    likeness: f64,
    second: f64,
}

impl Best {
    fn take(&mut self, at: usize, likeness: f64) {
        if likeness > self.likeness {
            self.second = self.likeness;
            self.likeness = likeness;
            self.at = Some(at);
        } else {
            self.second = self.second.max(likeness);
        }
    }
}

/// Takes out those that say exactly the same. Of several, those in the same place belong together.
fn same<'c>(
    gone: &mut Vec<&'c SeenCard>,
    new: &mut Vec<&'c SeenCard>,
    matched: &mut BTreeMap<String, String>,
) {
    type Key = fn(&SeenCard) -> (u32, [u32; 3]);
    let keys: [Key; 4] = [
        |card| (card.whole_text, card.place),
        |card| (card.whole_text, [0, card.place[1], card.place[2]]),
        |card| (card.whole_text, [card.place[0], 0, 0]),
        |card| (card.whole_text, [0; 3]),
    ];
    for key in keys {
        let by_key = |cards: &[&'c SeenCard]| {
            let mut by_key: HashMap<_, Vec<&'c SeenCard>> = HashMap::new();
            for card in cards {
                by_key.entry(key(card)).or_default().push(card);
            }
            by_key
        };
        let (old, young) = (by_key(gone), by_key(new));
        let mut done = HashSet::new();
        for (key, cards) in &old {
            if let ([from], Some([to])) = (cards.as_slice(), young.get(key).map(Vec::as_slice)) {
                matched.insert(from.id.clone(), to.id.clone());
                done.extend([from.id.clone(), to.id.clone()]);
            }
        }
        gone.retain(|card| !done.contains(&card.id));
        new.retain(|card| !done.contains(&card.id));
    }
}

/// How much each word tells: the fewer cards have it, the more.
struct Weights {
    all: f64,
    cards_with: HashMap<u32, u32>,
    answers: HashMap<u32, u32>,
}

impl Weights {
    fn of(before: &[SeenCard], now: &[SeenCard]) -> Self {
        let mut weights = Self {
            all: before.len().max(now.len()) as f64,
            cards_with: HashMap::new(),
            answers: HashMap::new(),
        };
        // A word is as common as it is on the side where it is more so.
        for cards in [before, now] {
            let mut cards_with: HashMap<u32, u32> = HashMap::new();
            let mut answers: HashMap<u32, u32> = HashMap::new();
            for card in cards {
                *answers.entry(card.answer).or_default() += 1;
                for word in &card.words {
                    *cards_with.entry(*word).or_default() += 1;
                }
            }
            for (all, side) in [
                (&mut weights.cards_with, cards_with),
                (&mut weights.answers, answers),
            ] {
                for (key, count) in side {
                    let known = all.entry(key).or_default();
                    *known = (*known).max(count);
                }
            }
        }
        weights
    }

    fn weight(&self, word: u32) -> f64 {
        let cards = self.cards_with.get(&word).copied().unwrap_or(1);
        (1.0 + self.all / f64::from(cards)).ln()
    }

    /// The weight of the words that two cards share, of that of all their words.
    fn likeness(&self, a: &SeenCard, b: &SeenCard) -> f64 {
        let sum = |words: &mut dyn Iterator<Item = &u32>| -> f64 {
            words.map(|word| self.weight(*word)).sum()
        };
        let shared = sum(&mut a
            .words
            .iter()
            .filter(|word| b.words.binary_search(word).is_ok()));
        let all = sum(&mut a.words.iter()) + sum(&mut b.words.iter()) - shared;
        let same = a
            .place
            .iter()
            .zip(&b.place)
            .filter(|(a, b)| a == b && **a != 0);
        // A hint that only decides between cards that are about as alike.
        let place = 0.03 * same.count() as f64;
        if all > 0.0 {
            (shared / all + place).min(1.0)
        } else {
            0.0
        }
    }

    /// Whether two cards have the same answer, which no other card has.
    fn same_rare_answer(&self, a: &SeenCard, b: &SeenCard) -> bool {
        a.answer == b.answer && self.answers.get(&a.answer) == Some(&1)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::deck::{Source, builtin, parse};

    /// A card on its way through edits: what makes it recognisable for the test is its number.
    #[derive(Clone)]
    struct Plain {
        number: usize,
        question: String,
        body: String,
    }

    /// The cards of the built-in decks without ids, keys and references.
    fn plain_decks() -> Vec<(String, Vec<Plain>)> {
        let mut number = 0;
        let decks = builtin().iter().map(|(file, text)| {
            let deck = parse(&Source::new(file, *text)).deck.expect("a deck");
            let cards = deck.cards.iter().map(|card| {
                number += 1;
                let body = format!("{}\n\n---\n\n{}", card.context(), card.answer());
                Plain {
                    number,
                    question: card.question.to_string(),
                    body: body.trim_start_matches("\n\n---\n\n").to_owned(),
                }
            });
            (deck.title.clone(), cards.collect())
        });
        decks.collect()
    }

    /// The library of such decks, and which id each card has.
    fn library(decks: &[(String, Vec<Plain>)], file: &str) -> (Library, HashMap<usize, String>) {
        let mut ids = HashMap::new();
        let mut read = Vec::new();
        for (at, (title, cards)) in decks.iter().enumerate() {
            let mut text = format!("# {title}\n");
            let mut lines = HashMap::new();
            for card in cards {
                text.push('\n');
                lines.insert(text.matches('\n').count() + 1, card.number);
                text.push_str(&format!("## {}\n\n{}\n", card.question, card.body));
            }
            let source: Arc<Source> = Source::new(&format!("decks/{file}{at}.md"), text);
            let deck = parse(&source).deck.expect("a deck");
            for card in &deck.cards {
                if let Some(number) = lines.get(&card.place.line) {
                    ids.insert(*number, card.id.to_string());
                }
            }
            read.push(deck);
        }
        (Library::assemble(Vec::new(), read).0, ids)
    }

    /// Numbers that look random and are the same in every run.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, sides: usize) -> usize {
            self.0 = stable_hash(self.0.to_le_bytes());
            (self.0 % sides as u64) as usize
        }
    }

    /// The text with a word in ten changed.
    fn reworded(text: &str, dice: &mut Dice) -> String {
        let words = text.split(' ').map(|word| match dice.roll(10) {
            0 if word.chars().all(char::is_alphabetic) => format!("{word}ly"),
            _ => word.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn edited_cards_keep_their_history_and_none_gets_that_of_another() {
        edits(0..2);
    }

    #[test]
    #[ignore = "minutes: cargo test --release --lib -- --ignored of_fifty_times"]
    fn of_fifty_times_all_cards_edited_nearly_all_keep_their_history() {
        edits(0..50);
    }

    /// Edits all cards of all decks once for each seed: 99 in 100 keep their history, and none takes another's.
    fn edits(seeds: std::ops::Range<u64>) {
        let (mut all, mut kept) = (0, 0);
        for seed in seeds {
            let dice = &mut Dice(seed);
            let mut before = plain_decks();
            // Some cards are written later, others are deleted.
            let mut later = Vec::new();
            for (_, cards) in &mut before {
                let out = dice.roll(cards.len());
                later.push(cards.remove(out));
            }
            let mut after = before.clone();
            for (_, cards) in &mut after {
                let out = dice.roll(cards.len());
                cards.remove(out);
            }
            for card in later {
                let deck = dice.roll(after.len());
                let at = dice.roll(after[deck].1.len());
                after[deck].1.insert(at, card);
            }
            for _ in 0..30 {
                let (from, to) = (dice.roll(after.len()), dice.roll(after.len()));
                let out = dice.roll(after[from].1.len());
                let card = after[from].1.remove(out);
                after[to].1.push(card);
            }
            for (title, cards) in &mut after {
                *title = reworded(title, dice);
                for card in cards {
                    card.question = reworded(&card.question, dice);
                }
            }
            let (old, old_ids) = library(&before, "a");
            let (new, new_ids) = library(&after, "b");
            let own = |_: &Card| true;
            let before = seen_now(&old, &[], own);
            let renamed = renamed(&before, &seen_now(&new, &before, own), &new);
            let by_new: HashMap<&String, usize> =
                new_ids.iter().map(|(number, id)| (id, *number)).collect();
            for (number, id) in &old_ids {
                let now = renamed.get(id).unwrap_or(id);
                match by_new.get(now) {
                    Some(taken) => assert_eq!(taken, number, "{id} became {now}"),
                    None if new_ids.contains_key(number) => {}
                    None => continue,
                }
                all += 1;
                kept += usize::from(by_new.get(now) == Some(number));
            }
        }
        assert!(all > 900, "{all}");
        assert!(kept * 1000 >= all * 990, "{kept} of {all}");
    }

    #[test]
    fn what_only_resembles_a_deleted_card_is_another_card() {
        let deck = |text: &str| {
            let source = Source::new("decks/a.md", text.to_owned());
            let deck = parse(&source).deck.expect("a deck");
            seen_now(&Library::assemble(Vec::new(), vec![deck]).0, &[], |_| true)
        };
        let numbered = |numbers: &[usize]| {
            let card = |n: &usize| {
                format!(
                    "\n## What is the answer to question {n}?\n\nThe answer is {}.\n",
                    n * 7
                )
            };
            format!("# T\n{}", numbers.iter().map(card).collect::<String>())
        };
        let none = |_: &str| false;
        let before = deck(&numbered(&[1, 2, 3, 4, 5, 6]));
        let after = deck(&numbered(&[1, 2, 3, 4, 5, 77]));
        let known: HashSet<&str> = after.iter().map(|card| &*card.id).collect();
        assert_eq!(
            matched(&before, &after, |id| known.contains(id)),
            BTreeMap::new()
        );
        let typo = matched(
            &deck("# T\n\n## Recal?\n\nThe answer.\n"),
            &deck("# T\n\n## Recall?\n\nThe answer.\n"),
            none,
        );
        assert_eq!(
            typo,
            BTreeMap::from([("t/recal".to_owned(), "t/recall".to_owned())])
        );
        let title = matched(
            &deck("# Node basics\n\n## What is libuv? {#libuv}\n\nThe loop.\n"),
            &deck("# Node.js basics\n\n## What is libuv? {#libuv}\n\nThe loop.\n"),
            none,
        );
        assert_eq!(title.len(), 1);
    }
}
