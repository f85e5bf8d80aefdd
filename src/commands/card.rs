//! `nodequiz card`: one card, its figures and its history.

use clap::Args;
use serde::Serialize;

use crate::memory::StudyDay;
use crate::progress::{CardEvent, CardProgress, card_history};
use crate::question::Question;
use crate::report;
use crate::store::last_attempt;
use crate::terminal::highlight::highlighter;
use crate::terminal::{Line, Tone};
use crate::wording::card_status;

use crate::app::{Context, Exit, Failure, OpenHistory, find};

/// Show one card with its answer, its figures and its history.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz card runtime/single-threaded
  nodequiz card single-threaded --json")]
pub struct CardArgs {
    /// The card's id; its short id where that is unique
    card: String,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
}

/// What is known of a card.
#[derive(Serialize)]
struct CardJson<'a> {
    id: &'a str,
    file: &'a str,
    line: usize,
    state: String,
    due: Option<StudyDay>,
    stability: Option<f32>,
    difficulty: Option<f32>,
    recall: Option<f32>,
    reviews: u32,
    lapses: u32,
    marked: bool,
    /// The heading, and what stands above the answer, as Markdown.
    question: String,
    answer: &'a str,
    history: &'a [CardEvent],
}

impl CardArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let history = OpenHistory::open(context)?;
        let card = find::recorded_card(&history, &self.card)?;
        let journal = history.journal()?;
        let renames = history.renames(&journal);
        let entries = card_history(card.id.as_str(), &journal, &renames);
        let progress =
            CardProgress::of(card, history.schedule(), &history.scheduler, history.today);
        if self.json {
            return context.json(&CardJson::of(&progress, &entries));
        }
        let (width, colored) = (context.output.width(), highlighter(context.output.colors()));
        let mut lines = report::card(&progress, &entries, width, colored);
        if let Question::Code(task) = card.data()
            && let Some(path) = last_attempt(&context.home, card, task)
        {
            lines.push(Line::new());
            let path = path.display().to_string();
            lines.push(Line::styled("Your last attempt: ", Tone::Dim).with(path, Tone::Accent));
        }
        context.lines(&lines)
    }
}

impl<'a> CardJson<'a> {
    fn of(progress: &'a CardProgress<'a>, history: &'a [CardEvent]) -> Self {
        let card = progress.card;
        Self {
            id: card.id.as_str(),
            file: &card.place.file,
            line: card.place.line,
            state: card_status(progress.status),
            due: progress.due,
            stability: progress.memory.map(|memory| memory.stability),
            difficulty: progress.memory.map(|memory| memory.difficulty),
            recall: progress.recall,
            reviews: progress.reviews,
            lapses: progress.lapses,
            marked: progress.marked,
            question: format!("{}\n\n{}", card.question, card.context())
                .trim_end()
                .to_owned(),
            answer: card.answer(),
            history,
        }
    }
}
