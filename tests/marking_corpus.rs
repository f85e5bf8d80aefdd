//! Answers that people give to the built-in cards, and how they are marked: `tests/marking/` holds, for every
//! typed, cloze and output card, right ones and wrong ones, written without regard to how answers are marked.
//!
//! An answer that the program asks "typo?" about counts as neither refused nor taken: the learner decides.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use nodequiz::deck::{Card, Source, builtin, parse};
use nodequiz::question::{Answer, Kind, Question};
use serde::Deserialize;

/// The fewest answers of each sort for a card.
const FEWEST: usize = 4;

/// Answers to one card.
#[derive(Deserialize)]
struct Answers {
    right: Vec<Given>,
    wrong: Vec<Given>,
}

/// One answer: a text for each blank, or one text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Blanks(Vec<String>),
    Text(String),
}

impl Given {
    fn answer(&self, question: &Question) -> Answer {
        match (self, question) {
            (Self::Blanks(texts), Question::Cloze(_)) => Answer::Typed(texts.clone()),
            (Self::Text(text), Question::Cloze(_) | Question::Typed(_)) => {
                Answer::Typed(vec![text.clone()])
            }
            (Self::Text(text), Question::Output(_)) => {
                Answer::Lines(text.split('\n').map(str::to_owned).collect())
            }
            (Self::Text(_) | Self::Blanks(_), _) => panic!("an answer in the form of another kind"),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Blanks(texts) => texts.join(" | "),
            Self::Text(text) => text.replace('\n', "⏎"),
        }
    }
}

#[derive(Default)]
struct Counts {
    right: usize,
    refused: usize,
    right_asked: usize,
    wrong: usize,
    taken: usize,
    wrong_asked: usize,
}

fn corpus() -> BTreeMap<String, Answers> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/marking");
    let mut corpus = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the corpus") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a readable file");
        let answers: BTreeMap<String, Answers> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        corpus.extend(answers);
    }
    corpus
}

/// The built-in cards whose answers are typed and marked by the program.
fn cards() -> impl Iterator<Item = Card> {
    let decks = builtin()
        .iter()
        .filter_map(|(file, text)| parse(&Source::new(file, *text)).deck);
    decks
        .flat_map(|deck| deck.cards)
        .filter(|card| matches!(card.kind(), Kind::Typed | Kind::Cloze | Kind::Output))
}

#[test]
#[expect(clippy::print_stdout, reason = "the counts are a measurement")]
fn no_right_answer_to_a_built_in_card_is_refused_and_no_wrong_one_taken() {
    let mut corpus = corpus();
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut faults = String::new();
    for card in cards() {
        let id = card.id.as_str();
        let Some(answers) = corpus.remove(id) else {
            panic!("{id} has no answers in tests/marking");
        };
        assert!(
            answers.right.len() >= FEWEST && answers.wrong.len() >= FEWEST,
            "{id}: too few answers"
        );
        let count = counts.entry(card.kind().name()).or_default();
        let mark = |given: &Given| {
            let verdict = card
                .data()
                .mark(&given.answer(card.data()))
                .expect("the program marks it");
            (verdict.passed, verdict.near_miss)
        };
        for given in &answers.right {
            let (passed, asked) = mark(given);
            count.right += 1;
            count.right_asked += usize::from(asked);
            if !passed && !asked {
                count.refused += 1;
                let _ = writeln!(faults, "{id} refuses {}", given.shown());
            }
        }
        for given in &answers.wrong {
            let (passed, asked) = mark(given);
            count.wrong += 1;
            count.wrong_asked += usize::from(asked);
            if passed {
                count.taken += 1;
                let _ = writeln!(faults, "{id} takes {}", given.shown());
            }
        }
    }
    assert!(corpus.is_empty(), "no such cards: {:?}", corpus.keys());
    for (kind, count) in &counts {
        println!(
            "{kind}: of {} right answers {} refused, {} asked about; of {} wrong ones {} taken, {} asked about",
            count.right,
            count.refused,
            count.right_asked,
            count.wrong,
            count.taken,
            count.wrong_asked
        );
    }
    assert!(faults.is_empty(), "\n{faults}");
}
