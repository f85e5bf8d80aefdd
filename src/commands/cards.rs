//! `nodequiz cards`: every card, for people and for scripts.

use clap::Args;
use serde::Serialize;

use crate::deck::{Card, Level};
use crate::history::CardState;
use crate::memory::StudyDay;
use crate::question::Question;
use crate::terminal::report::{self, CardRow};

use super::exit::{Exit, Failure};
use super::filters::FilterArgs;
use super::learner::Learner;
use super::shelf::Shelf;
use super::world::World;

/// List cards.
#[derive(Args, Clone, Debug, Default)]
#[command(after_long_help = "Examples:
  nodequiz cards runtime
  nodequiz cards --search backpressure
  nodequiz cards --json | jq -r '.[].id'")]
pub struct CardsArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// Only cards in which this text stands, in any case; Chinese terms are searched, too
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,

    /// Print JSON: an array of cards (its shape is in docs/json.md)
    #[arg(long)]
    json: bool,
}

/// A card as scripts see it.
#[derive(Serialize)]
struct JsonCard<'a> {
    id: &'a str,
    deck: &'a str,
    kind: &'static str,
    level: Level,
    topic: &'a str,
    weight: u8,
    question: String,
    answer: Option<&'a str>,
    explanation: Option<&'a str>,
    options: Option<Vec<JsonOption<'a>>>,
    from: &'a [String],
}

#[derive(Serialize)]
struct JsonOption<'a> {
    text: &'a str,
    right: bool,
}

/// A text, or nothing where it is empty.
fn present(text: &str) -> Option<&str> {
    (!text.trim().is_empty()).then_some(text)
}

impl<'a> JsonCard<'a> {
    fn of(card: &'a Card) -> Self {
        let options = match card.data() {
            Question::Choice(choice) => Some(
                choice
                    .options
                    .iter()
                    .map(|option| JsonOption {
                        text: &option.text,
                        right: option.right,
                    })
                    .collect(),
            ),
            Question::Recall(_)
            | Question::Points(_)
            | Question::Cloze(_)
            | Question::Typed(_)
            | Question::Order(_)
            | Question::Output(_)
            | Question::Bug(_) => None,
        };
        let question = match present(card.context()) {
            Some(context) => format!("{}\n\n{context}", card.question),
            None => card.question.clone(),
        };
        Self {
            id: card.id.as_str(),
            deck: card.id.deck(),
            kind: card.kind().name(),
            level: card.level,
            topic: &card.topic,
            weight: card.weight,
            question,
            // A choice's answer is its options.
            answer: if options.is_some() {
                None
            } else {
                present(card.answer())
            },
            explanation: present(card.explanation()),
            options,
            from: &card.from,
        }
    }
}

impl CardsArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let shelf = Shelf::load(world)?;
        let learner = Learner::open(world, &shelf)?;
        let filter = self.filter.resolve(learner.library)?;
        let wanted = self.search.as_deref().map(str::to_lowercase);
        let chosen: Vec<&Card> = learner
            .library
            .cards()
            .filter(|card| filter.takes(card))
            .filter(|card| wanted.as_deref().is_none_or(|text| mentions(card, text)))
            .collect();
        if self.json {
            let cards: Vec<JsonCard<'_>> = chosen.into_iter().map(JsonCard::of).collect();
            world.output.json(&cards)?;
            return Ok(Exit::Done);
        }
        let rows: Vec<CardRow<'_>> = chosen
            .into_iter()
            .map(|card| {
                let state = learner.schedule().card(card.id.as_str());
                CardRow {
                    card,
                    state: state_words(state, learner.today),
                }
            })
            .collect();
        let lines = report::cards(&rows, world.output.width());
        world.output.lines(&lines)?;
        Ok(Exit::Done)
    }
}

/// Whether a text, in lower case, stands somewhere on the card.
fn mentions(card: &Card, text: &str) -> bool {
    [
        card.id.as_str(),
        &card.question,
        card.context(),
        card.answer(),
        card.explanation(),
    ]
    .into_iter()
    .chain(card.tags.iter().chain(&card.zh).map(String::as_str))
    .any(|part| part.to_lowercase().contains(text))
}

/// How far a card is, in a word or two.
pub(super) fn state_words(state: Option<&CardState>, today: StudyDay) -> String {
    let Some(state) = state else {
        return "new".to_owned();
    };
    if state.suspended {
        return "suspended".to_owned();
    }
    if !state.may_be_asked(today) {
        return "buried".to_owned();
    }
    match state.due {
        None => "new".to_owned(),
        Some(due) => match due.days_since(today) {
            days if days <= 0 => "due".to_owned(),
            1 => "tomorrow".to_owned(),
            days => format!("in {days} d"),
        },
    }
}
