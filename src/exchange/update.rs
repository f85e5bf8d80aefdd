//! Bringing found cards into a deck file: the first time, and again when the source has changed.
//!
//! What was written is remembered card by card: its key in the source, its id, and a checksum of its text. So a text that
//! changed in the source is updated, one that the learner changed is left alone, and ids stay.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::draft;
use super::notes::{FoundBody, FoundCard, FoundDeck, PassedOver, Why};
use crate::deck::{Deck, Source, head_over, parse};
use crate::id::{DeckId, TakenIds};

/// The version of the records that this program writes, and the newest it reads.
const VERSION: u32 = 1;

/// Longer keys are cut and get a checksum.
const LONGEST_KEY: usize = 200;

/// What was brought into a deck, and from where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecord {
    imported: u32,
    /// The name of the file.
    pub source: String,
    /// The title of the deck in the source.
    pub deck: String,
    cards: Vec<RecordedCard>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct RecordedCard {
    key: String,
    id: String,
    /// Of its text in the deck, as it was written last.
    crc: String,
}

impl ImportRecord {
    /// Reads a record; `None` if it is damaged or of a newer program.
    pub fn read(text: &str) -> Option<Self> {
        let record: Self = serde_json::from_str(text).ok()?;
        (record.imported <= VERSION).then_some(record)
    }

    /// The record as a file: a line for each card, so that two versions can be merged.
    pub fn write(&self) -> String {
        let json = |text: &str| serde_json::Value::from(text).to_string();
        let cards: Vec<String> = self
            .cards
            .iter()
            .map(|card| {
                let (key, id, crc) = (json(&card.key), json(&card.id), json(&card.crc));
                format!("  {{\"key\": {key}, \"id\": {id}, \"crc\": {crc}}}")
            })
            .collect();
        format!(
            "{{\"imported\": {VERSION}, \"source\": {}, \"deck\": {}, \"cards\": [\n{}\n]}}\n",
            json(&self.source),
            json(&self.deck),
            cards.join(",\n")
        )
    }

    /// Whether it is about a deck of a source.
    pub fn is_of(&self, source: &str, deck: &str) -> bool {
        self.source == source && self.deck == deck
    }

    /// The ids of cards by their keys in the source.
    pub fn ids(&self) -> BTreeMap<&str, &str> {
        let each = self.cards.iter();
        each.map(|card| (card.key.as_str(), card.id.as_str()))
            .collect()
    }
}

/// What happens to a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is added.
    New,
    /// Its text has changed in the source, and is changed here.
    Updated,
    /// Nothing has changed.
    Same,
    /// The learner's differs from the source's: it stays.
    Kept,
    /// The learner has deleted it: it stays so.
    Deleted,
    /// The source does not have it any more: it stays.
    Gone,
}

/// A card of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardChange {
    /// Its short id.
    pub id: String,
    pub question: String,
    /// Its line in the source.
    pub line: Option<usize>,
    pub outcome: Outcome,
}

/// A deck file with what was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdatedDeck {
    /// The whole file.
    pub text: String,
    pub record: ImportRecord,
    pub changes: Vec<CardChange>,
    pub passed_over: Vec<PassedOver>,
}

impl UpdatedDeck {
    /// Whether its file changes.
    pub fn is_changed(&self) -> bool {
        let changes =
            |change: &CardChange| matches!(change.outcome, Outcome::New | Outcome::Updated);
        self.changes.iter().any(changes)
    }
}

/// Where found cards go.
#[derive(Clone, Copy, Debug)]
pub struct Target<'t> {
    pub id: &'t DeckId,
    /// For a new deck.
    pub title: &'t str,
    /// The file as it is, if it is there.
    pub file: Option<&'t Arc<Source>>,
    /// The deck that a new file lies over.
    pub over: Option<&'t Deck>,
    pub record: Option<&'t ImportRecord>,
    /// The name of the source.
    pub source: &'t str,
    /// Short ids that cards of the same deck elsewhere have.
    pub taken: &'t HashSet<String>,
    /// Whether questions without an answer are written, too, to be answered by the learner.
    pub outline: bool,
}

/// Brings the cards of a found deck into a deck file.
pub fn update_deck(found: &FoundDeck, target: Target<'_>) -> UpdatedDeck {
    let there = There::read(target.file);
    let mut passed_over = Vec::new();
    let cards = keyed(&found.cards, target.outline, &mut passed_over);
    let head = match target.file {
        Some(_) => {
            let first = there.cards.values().map(|card| card.start).min();
            draft::head_of(&there.text, first.unwrap_or(there.text.len()), target.id)
        }
        None => target
            .over
            .map_or_else(|| draft::head(found, target.id, target.title), head_over),
    };
    let known = matched(&cards, target, &there, &head);
    let mut ids = taken(&there, target, &known);
    let mut record = Vec::with_capacity(cards.len());
    let mut changes = Vec::with_capacity(cards.len());
    let mut writing = Writing::default();
    let mut used = HashSet::new();
    for (key, card) in &cards {
        let recorded = known.get(key.as_str()).copied();
        let id = match recorded {
            Some(recorded) => recorded.id.clone(),
            None => ids.free(draft::wanted_id(card)),
        };
        let Some(text) = draft::card(card, &head, &id) else {
            let first = card.question.lines().next().unwrap_or_default();
            passed_over.push(PassedOver::new(card.line, first, Why::Unwritable));
            continue;
        };
        used.insert(id.clone());
        let crc = checksum(&text);
        let place = there.cards.get(&id);
        let outcome = match (place, recorded) {
            (Some(range), recorded) => {
                let own = checksum(there.text[range.clone()].trim_end());
                let untouched = recorded.is_some_and(|recorded| recorded.crc == own);
                let source_changed = recorded.is_none_or(|recorded| recorded.crc != crc);
                if own == crc || !source_changed {
                    Outcome::Same
                } else if untouched {
                    Outcome::Updated
                } else {
                    Outcome::Kept
                }
            }
            // It has errors since the learner edited it.
            (None, _) if there.left_out.contains(&id) => Outcome::Kept,
            (None, Some(_)) if target.file.is_some() => Outcome::Deleted,
            (None, _) => Outcome::New,
        };
        match (outcome, place) {
            (Outcome::Updated, Some(range)) => writing.replaced.push((range.clone(), text.clone())),
            (Outcome::New, _) => writing.add(&text),
            _ => {}
        }
        if let Some(range) = place {
            writing.last = Some(range.end);
        }
        changes.push(CardChange {
            id: id.clone(),
            question: shown_question(&text),
            line: card.line,
            outcome,
        });
        let key = key.clone();
        record.push(RecordedCard { key, id, crc });
    }
    for old in target.record.into_iter().flat_map(|record| &record.cards) {
        if !used.contains(&old.id) {
            let question = there
                .cards
                .get(&old.id)
                .map(|range| shown_question(&there.text[range.clone()]));
            if let Some(question) = question {
                changes.push(CardChange {
                    id: old.id.clone(),
                    question,
                    line: None,
                    outcome: Outcome::Gone,
                });
            }
            // It may come back.
            record.push(old.clone());
        }
    }
    let text = match target.file {
        Some(file) => there.with_line_ends_of(file, writing.into_text(&there.text)),
        None => format!("{head}\n{}", writing.into_text("")),
    };
    UpdatedDeck {
        text,
        record: ImportRecord {
            imported: VERSION,
            source: target.source.to_owned(),
            deck: found.title.clone(),
            cards: record,
        },
        changes,
        passed_over,
    }
}

fn checksum(text: &str) -> String {
    format!("{:08x}", crc32fast::hash(text.as_bytes()))
}

/// The question in the text of a card.
fn shown_question(text: &str) -> String {
    let first = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches('#')
        .trim();
    let end = first.rfind(" {").unwrap_or(first.len());
    first[..end].to_owned()
}

/// A deck file as it is.
#[derive(Default)]
struct There {
    /// Its lines end with a line feed alone, as those that an import writes: an editor or Git can change all line ends,
    /// which changes no card.
    text: String,
    /// The bytes of its cards by their short ids.
    cards: HashMap<String, Range<usize>>,
    /// Cards with errors.
    left_out: HashSet<String>,
}

impl There {
    fn read(file: Option<&Arc<Source>>) -> Self {
        let mut there = Self::default();
        let Some(file) = file else { return there };
        there.text = file.text.replace("\r\n", "\n");
        let parsed = parse(&Source::new(&file.file, there.text.clone()));
        for card in parsed.deck.iter().flat_map(|deck| &deck.cards) {
            there
                .cards
                .insert(card.id.short().to_owned(), card.place.bytes.clone());
        }
        let short = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        there.left_out = parsed
            .left_out
            .iter()
            .map(|card| short(&card.name))
            .collect();
        there
    }

    /// The changed text of this file, with the line ends that the file has.
    fn with_line_ends_of(&self, file: &Source, text: String) -> String {
        if text == self.text {
            file.text.to_string()
        } else if file.text.contains("\r\n") {
            text.replace('\n', "\r\n")
        } else {
            text
        }
    }
}

/// The cards with keys that differ. Those that are there twice are passed over, and so are questions without an answer,
/// if no outline is wanted.
fn keyed<'c>(
    cards: &'c [FoundCard],
    outline: bool,
    passed_over: &mut Vec<PassedOver>,
) -> Vec<(String, &'c FoundCard)> {
    let mut keyed: Vec<(String, &FoundCard)> = Vec::with_capacity(cards.len());
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for card in cards {
        let shown = card.question.lines().next().unwrap_or_default();
        if card.body == FoundBody::Unanswered && !outline {
            passed_over.push(PassedOver::new(card.line, shown, Why::NoAnswer));
            continue;
        }
        let key = short_key(&card.key);
        if let Some(at) = first.get(&key) {
            let before = keyed[*at].1;
            if before.body == card.body && before.question == card.question {
                passed_over.push(PassedOver::new(card.line, shown, Why::Repeated));
                continue;
            }
        }
        let count = counts.entry(key.clone()).or_insert(0);
        *count += 1;
        let key = match *count {
            1 => {
                first.insert(key.clone(), keyed.len());
                key
            }
            count => format!("{key} ({count})"),
        };
        keyed.push((key, card));
    }
    keyed
}

/// The key of a card as it is remembered.
pub fn short_key(key: &str) -> String {
    let key = key.split_whitespace().collect::<Vec<_>>().join(" ");
    match key.char_indices().nth(LONGEST_KEY) {
        Some((cut, _)) => format!("{} {}", &key[..cut], checksum(&key)),
        None => key,
    }
}

/// How alike a question must be to one that is gone to be taken for it, from 0 to 1: letter by letter, and in its words; and
/// letter by letter, if the answer is the same.
const ALIKE: f64 = 0.8;
const ALIKE_WORDS: f64 = 0.6;
const ALIKE_WITH_ANSWER: f64 = 0.3;

/// More questions than this are not compared with each other.
const COMPARED: usize = 100;

/// What the record says about each card: by its key, or for a reworded question by that which it was most like.
fn matched<'r>(
    cards: &[(String, &FoundCard)],
    target: Target<'r>,
    there: &There,
    head: &str,
) -> HashMap<String, &'r RecordedCard> {
    let Some(record) = target.record else {
        return HashMap::new();
    };
    let mut by_key: HashMap<&str, &RecordedCard> = HashMap::new();
    by_key.extend(record.cards.iter().map(|card| (card.key.as_str(), card)));
    let mut known = HashMap::new();
    let mut new = Vec::new();
    for (key, card) in cards {
        match by_key.remove(key.as_str()) {
            Some(recorded) => {
                known.insert(key.clone(), recorded);
            }
            None => new.push((key, card)),
        }
    }
    if new.len() > COMPARED || by_key.len() > COMPARED {
        return known;
    }
    let mut left: Vec<&RecordedCard> = by_key.into_values().collect();
    left.sort_by(|a, b| a.key.cmp(&b.key));
    for (key, card) in new {
        let text = draft::card(card, head, "card").unwrap_or_default();
        let alike = |old: &RecordedCard| {
            let letters = strsim::normalized_levenshtein(&old.key, key);
            let same_answer = there
                .cards
                .get(&old.id)
                .is_some_and(|range| below(&there.text[range.clone()]) == below(&text));
            let alike = same_answer && letters >= ALIKE_WITH_ANSWER
                || letters >= ALIKE && words_in_common(&old.key, key) >= ALIKE_WORDS;
            alike.then_some(letters)
        };
        let best = left
            .iter()
            .enumerate()
            .filter_map(|(at, old)| Some((alike(old)?, at)));
        if let Some((_, at)) = best.max_by(|a, b| a.0.total_cmp(&b.0)) {
            known.insert(key.clone(), left.swap_remove(at));
        }
    }
    known
}

/// A card's text below its heading.
fn below(card: &str) -> &str {
    card.split_once('\n').map_or("", |(_, below)| below.trim())
}

/// How many of the words of two texts are in both, from 0 to 1.
fn words_in_common(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> HashSet<String> {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let all = one.union(&other).count().max(1);
    one.intersection(&other).count() as f64 / all as f64
}

/// The ids that new cards cannot have.
fn taken(there: &There, target: Target<'_>, known: &HashMap<String, &RecordedCard>) -> TakenIds {
    let mut taken = target.taken.clone();
    let own: HashSet<&String> = there.cards.keys().chain(&there.left_out).collect();
    // A card of the file that no record knows is that of the source, if it has its id.
    taken.retain(|id| !own.contains(id));
    taken.extend(known.values().map(|recorded| recorded.id.clone()));
    let recorded = target.record.into_iter().flat_map(|record| &record.cards);
    taken.extend(recorded.map(|card| card.id.clone()));
    TakenIds::new(taken)
}

/// What is to be changed in a text.
#[derive(Default)]
struct Writing {
    replaced: Vec<(Range<usize>, String)>,
    /// New cards by the byte that they follow; `None` stands for the end.
    added: BTreeMap<Option<usize>, Vec<String>>,
    /// The end of the card that the next new ones follow.
    last: Option<usize>,
}

impl Writing {
    fn add(&mut self, text: &str) {
        self.added
            .entry(self.last)
            .or_default()
            .push(text.to_owned());
    }

    fn into_text(self, text: &str) -> String {
        let mut edits: Vec<(Range<usize>, String)> = self
            .replaced
            .into_iter()
            .map(|(range, card)| {
                // The empty lines below a card are not part of it.
                let end = range.start + text[range.clone()].trim_end().len();
                (range.start..end, card)
            })
            .collect();
        let mut at_end = Vec::new();
        for (place, cards) in self.added {
            match place {
                Some(at) if !text[at..].trim().is_empty() => {
                    let cards = cards.join("\n\n");
                    let open = if text[..at].ends_with("\n\n") {
                        ""
                    } else {
                        "\n\n"
                    };
                    edits.push((at..at, format!("{open}{cards}\n\n")));
                }
                _ => at_end.extend(cards),
            }
        }
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (range, new) in edits {
            out.push_str(&text[done..range.start]);
            out.push_str(&new);
            done = range.end;
        }
        out.push_str(&text[done..]);
        for card in at_end {
            let kept = out.trim_end().len();
            out.truncate(kept);
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(&format!("{card}\n"));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(cards: &[(&str, &str)]) -> FoundDeck {
        let cards = cards.iter().map(|(question, answer)| FoundCard {
            key: (*question).to_owned(),
            question: (*question).to_owned(),
            body: FoundBody::Answer((*answer).to_owned()),
            ..FoundCard::default()
        });
        FoundDeck {
            title: "T".to_owned(),
            cards: cards.collect(),
            ..FoundDeck::default()
        }
    }

    fn import(cards: &[(&str, &str)], there: Option<(&str, &ImportRecord)>) -> UpdatedDeck {
        let id = DeckId::new("t").expect("an id");
        let file = there.map(|(text, _)| Source::new("decks/t.md", text.to_owned()));
        let target = Target {
            id: &id,
            title: "T",
            file: file.as_ref(),
            over: None,
            record: there.map(|(_, record)| record),
            source: "t.md",
            taken: &HashSet::new(),
            outline: false,
        };
        update_deck(&found(cards), target)
    }

    fn outcomes(updated: &UpdatedDeck) -> Vec<(&str, Outcome)> {
        updated
            .changes
            .iter()
            .map(|change| (change.id.as_str(), change.outcome))
            .collect()
    }

    const FIRST: [(&str, &str); 3] = [
        ("What is a?", "A."),
        ("What is b?", "B."),
        ("What is c?", "C."),
    ];

    #[test]
    fn a_second_import_of_the_same_changes_nothing() {
        let first = import(&FIRST, None);
        assert_eq!(
            first.text,
            "# T {#t}\n\n## What is a? {#what-is-a}\n\nA.\n\n## What is b? {#what-is-b}\n\nB.\n\n## What is c? {#what-is-c}\n\nC.\n"
        );
        let record = ImportRecord::read(&first.record.write()).expect("a record");
        assert_eq!(record, first.record);
        let second = import(&FIRST, Some((&first.text, &record)));
        assert_eq!(second.text, first.text);
        assert_eq!(second.record, record);
        assert!(
            second
                .changes
                .iter()
                .all(|change| change.outcome == Outcome::Same)
        );
    }

    #[test]
    fn changes_of_the_source_arrive_and_those_of_the_learner_stay() {
        let first = import(&FIRST, None);
        let edited = first
            .text
            .replace("B.", "My B.")
            .replace("## What is c? {#what-is-c}\n\nC.\n", "");
        let now = [
            ("What is a ?", "A, again."),
            ("What is b?", "B, again."),
            ("What is x?", "X."),
            ("What is c?", "C."),
        ];
        let second = import(&now, Some((&edited, &first.record)));
        let expected = [
            ("what-is-a", Outcome::Updated),
            ("what-is-b", Outcome::Kept),
            ("what-is-x", Outcome::New),
            ("what-is-c", Outcome::Deleted),
        ];
        assert_eq!(outcomes(&second), expected);
        assert_eq!(
            second.text,
            "# T {#t}\n\n## What is a ? {#what-is-a}\n\nA, again.\n\n## What is b? {#what-is-b}\n\nMy B.\n\n## What is x? {#what-is-x}\n\nX.\n"
        );
        // The learner's card stays, and is not pointed out again until the source changes again.
        let third = import(&now, Some((&second.text, &second.record)));
        assert_eq!(third.text, second.text);
        assert_eq!(outcomes(&third)[1], ("what-is-b", Outcome::Same));
    }

    #[test]
    fn other_line_ends_are_not_a_change_and_are_kept() {
        let first = import(&FIRST, None);
        let file = first.text.replace('\n', "\r\n");
        let same = import(&FIRST, Some((&file, &first.record)));
        assert_eq!(same.text, file);
        let now = [
            ("What is a?", "A, again."),
            FIRST[1],
            FIRST[2],
            ("D?", "D."),
        ];
        let second = import(&now, Some((&file, &first.record)));
        let expected = [Outcome::Updated, Outcome::Same, Outcome::Same, Outcome::New];
        assert_eq!(
            outcomes(&second)
                .iter()
                .map(|(_, outcome)| *outcome)
                .collect::<Vec<_>>(),
            expected
        );
        assert!(
            second
                .text
                .contains("\r\n\r\nA, again.\r\n\r\n## What is b?"),
            "{}",
            second.text
        );
        assert!(
            second.text.ends_with("## D? {#d}\r\n\r\nD.\r\n"),
            "{}",
            second.text
        );
        assert_eq!(
            second.text.matches('\n').count(),
            second.text.matches("\r\n").count()
        );
    }

    #[test]
    fn new_cards_stand_where_the_source_has_them_and_old_ones_stay() {
        let first = import(&FIRST, None);
        let now = [
            ("What is a?", "A."),
            ("Why is n?", "N."),
            ("What is b?", "B."),
        ];
        let second = import(&now, Some((&first.text, &first.record)));
        let order: Vec<usize> = ["#what-is-a}", "#why-is-n}", "#what-is-b}", "#what-is-c}"]
            .iter()
            .filter_map(|id| second.text.find(id))
            .collect();
        assert_eq!(order.len(), 4);
        assert!(order.is_sorted(), "{}", second.text);
        assert_eq!(outcomes(&second)[3], ("what-is-c", Outcome::Gone));
        let back = import(&FIRST, Some((&second.text, &second.record)));
        assert!(back.text.matches("{#what-is-c}").count() == 1);
    }

    #[test]
    fn same_questions_are_told_apart_and_doubles_are_passed_over() {
        let updated = import(&[("What?", "A."), ("What?", "B."), ("What?", "A.")], None);
        assert_eq!(
            outcomes(&updated),
            [("what", Outcome::New), ("what-2", Outcome::New)]
        );
        assert_eq!(updated.passed_over.len(), 1);
    }
}
