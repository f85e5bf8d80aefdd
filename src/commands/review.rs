//! `nodequiz review`: one grade without a screen, for editors and scripts.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};

use crate::history::{Event, Mode, Review};
use crate::memory::Grade;
use crate::terminal::Line;

use super::exit::{Exit, Failure};
use super::learner::Learner;
use super::named;
use super::shelf::Shelf;
use super::world::World;

/// Record one grade for a card without asking it.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz review runtime/single-threaded good
  nodequiz review single-threaded again")]
pub struct ReviewArgs {
    /// The card's id; its short id where that is unique
    card: String,

    /// How well it was remembered
    #[arg(value_parser = grade_parser())]
    grade: Grade,
}

fn grade_parser() -> impl clap::builder::TypedValueParser<Value = Grade> {
    PossibleValuesParser::new(Grade::ALL.map(Grade::name)).map(|name| {
        Grade::ALL
            .into_iter()
            .find(|grade| grade.name() == name)
            .expect("one of the names just listed")
    })
}

impl ReviewArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let shelf = Shelf::quick(world)?;
        let mut learner = Learner::open(world, &shelf)?;
        let id = named::card(learner.library, &self.card)?.id.clone();
        let review = Review::new(id.to_string(), self.grade, 0, Mode::Command);
        learner.append(Event::Review(review))?;
        learner.save(world);
        let due = learner
            .schedule()
            .card(id.as_str())
            .and_then(|state| state.due)
            .filter(|due| *due > learner.today)
            .map_or_else(|| "again today".to_owned(), |due| format!("next on {due}"));
        world
            .output
            .lines(&[Line::from(format!("{id}: {}, {due}", self.grade))])?;
        Ok(Exit::Done)
    }
}
