//! `nodequiz card`: one card, its figures and its history.

use clap::Args;
use serde::Serialize;

use crate::deck::Card;
use crate::history::Event;
use crate::terminal::highlight::highlighter;
use crate::terminal::report::{self, CardReport};

use super::cards::state_words;
use super::exit::{Exit, Failure};
use super::learner::Learner;
use super::named;
use super::shelf::Shelf;
use super::world::World;

/// Show one card with its answer, its figures and its history.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz card runtime/single-threaded
  nodequiz card single-threaded --json")]
pub struct CardArgs {
    /// The card's id; its short id where that is unique
    card: String,

    /// Print JSON (its shape is in docs/json.md)
    #[arg(long)]
    json: bool,
}

/// One thing that happened to a card.
#[derive(Serialize)]
struct Entry {
    /// When, as RFC 3339.
    at: String,
    /// The study day.
    day: String,
    /// What.
    event: String,
    /// The grade of a review.
    grade: Option<&'static str>,
    /// Milliseconds that an answer took.
    ms: Option<u64>,
    /// The mode of a review.
    mode: Option<&'static str>,
}

/// What is known of a card.
#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    id: &'a str,
    file: &'a str,
    line: usize,
    state: String,
    due: Option<String>,
    stability: Option<f32>,
    difficulty: Option<f32>,
    recall: Option<f32>,
    reviews: u32,
    lapses: u32,
    marked: bool,
    history: Vec<Entry>,
}

impl CardArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let shelf = Shelf::load(world)?;
        let learner = Learner::open(world, &shelf)?;
        let card = named::card(learner.library, &self.card)?;
        let known = Json::of(card, &learner, history(card, &learner, world)?);
        if self.json {
            world.output.json(&known)?;
            return Ok(Exit::Done);
        }
        let report = CardReport {
            card,
            figures: known.figures(card),
            history: known.history.iter().map(Entry::words).collect(),
        };
        let colors = world.output.colors();
        let lines = report::card(&report, world.output.width(), highlighter(colors));
        world.output.lines(&lines)?;
        Ok(Exit::Done)
    }
}

/// Everything that happened to a card, oldest first; what was undone is left out.
fn history(card: &Card, learner: &Learner<'_>, world: &World) -> Result<Vec<Entry>, Failure> {
    let bytes = learner.journal_bytes()?;
    let journal = bytes.journal(world.clock.now());
    let renames = learner.library.renames();
    let is_this = |name: &str| {
        let now = renames.get(name).map_or(name, String::as_str);
        now == card.id.as_str()
    };
    Ok(journal
        .records
        .iter()
        .filter(|record| record.event.card().is_some_and(is_this))
        .map(|record| {
            let review = match &record.event {
                Event::Review(review) => Some(review),
                _ => None,
            };
            Entry {
                at: record.at.to_rfc3339(),
                day: record.day.to_string(),
                event: record.event.name().to_owned(),
                grade: review.map(|review| review.grade.name()),
                ms: review.map(|review| review.ms),
                mode: review.map(|review| review.mode.name()),
            }
        })
        .collect())
}

impl Entry {
    fn words(&self) -> String {
        let mut words = format!("{}  {}", self.day, self.grade.unwrap_or(&self.event));
        if let Some(ms) = self.ms.filter(|ms| *ms > 0) {
            words.push_str(&format!("  {:.1} s", ms as f64 / 1000.0));
        }
        if let Some(mode) = self.mode.filter(|mode| *mode != "study") {
            words.push_str(&format!("  {mode}"));
        }
        words
    }
}

impl<'a> Json<'a> {
    fn of(card: &'a Card, learner: &Learner<'_>, history: Vec<Entry>) -> Self {
        let state = learner.schedule().card(card.id.as_str());
        let memory = state.and_then(|state| state.memory);
        let recall = state.and_then(|state| {
            let days = u32::try_from(learner.today.days_since(state.last?)).unwrap_or(0);
            Some(learner.scheduler.retrievability(state.memory?, days))
        });
        Self {
            schema: 1,
            id: card.id.as_str(),
            file: &card.place.file,
            line: card.place.line,
            state: state_words(state, learner.today),
            due: state.and_then(|state| state.due).map(|due| due.to_string()),
            stability: memory.map(|memory| memory.stability),
            difficulty: memory.map(|memory| memory.difficulty),
            recall,
            reviews: state.map_or(0, |state| state.reviews),
            lapses: state.map_or(0, |state| state.lapses),
            marked: state.is_some_and(|state| state.marked),
            history,
        }
    }

    fn figures(&self, card: &Card) -> Vec<(&'static str, String)> {
        let mut figures = vec![
            ("card", self.id.to_owned()),
            ("stands in", format!("{}:{}", self.file, self.line)),
            (
                "is",
                format!("{}, {}, weight {}", card.kind(), card.level, card.weight),
            ),
            ("state", self.state.clone()),
        ];
        if let Some(due) = &self.due {
            figures.push(("due", due.clone()));
        }
        if let (Some(stability), Some(difficulty), Some(recall)) =
            (self.stability, self.difficulty, self.recall)
        {
            figures.push((
                "memory",
                format!(
                    "stability {stability:.1} days, difficulty {difficulty:.1} of 10, {} now",
                    report::percent(f64::from(recall))
                ),
            ));
            figures.push((
                "answers",
                format!("{}, {} forgotten", self.reviews, self.lapses),
            ));
        }
        if let Some(see) = &card.see {
            figures.push(("read on", see.clone()));
        }
        if !card.zh.is_empty() {
            figures.push(("zh", card.zh.join(", ")));
        }
        figures
    }
}
