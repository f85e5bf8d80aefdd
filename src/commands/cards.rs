//! `nodequiz cards` and `nodequiz card`: every card, and one with its figures and its history, for people and for scripts.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use crate::deck::{Card, Level, Library};
use crate::history::CardState;
use crate::memory::StudyDay;
use crate::progress::{CardEvent, CardProgress, LEECH, card_history};
use crate::question::{CodeTask, Question};
use crate::report;
use crate::store::{self, last_attempt};
use crate::terminal::highlight::highlighter;
use crate::terminal::{Line, Tone};
use crate::wording::{card_state, card_status};

use crate::app::{Context, Exit, Failure, FilterArgs, OpenHistory, find};

/// List cards; in a pipe a line each: id, state and question, with tabs between.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "Examples:
  nodequiz cards runtime
  nodequiz cards --search backpressure
  nodequiz cards --leeches               what you keep forgetting
  nodequiz cards --reported              what you said is wrong, and the files to send
  nodequiz cards --search proxy | cut -f1
  nodequiz cards --json | jq -r '.[].id'")]
pub struct CardsArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// Only cards that contain this text, in any letter case; Chinese terms are searched too
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,

    /// Only cards with a mark
    #[arg(long)]
    marked: bool,

    /// Only cards that are suspended
    #[arg(long)]
    suspended: bool,

    /// Only cards that were forgotten three times or more
    #[arg(long)]
    leeches: bool,

    /// Only cards that you reported as wrong, each with the file of its report
    #[arg(long)]
    reported: bool,

    /// Print JSON: an array of cards (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct CardRowJson<'a> {
    id: &'a str,
    deck: &'a str,
    kind: &'static str,
    level: Level,
    topic: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    weight: u8,
    after: Vec<String>,
    question: String,
    answer: Option<&'a str>,
    explanation: Option<&'a str>,
    options: Option<Vec<OptionJson<'a>>>,
    /// What a code card consists of.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<CodeJson<'a>>,
    from: &'a [String],
    /// The learner's reports that the card is wrong, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    reports: Option<Vec<String>>,
}

#[derive(Serialize)]
struct OptionJson<'a> {
    text: &'a str,
    right: bool,
}

#[derive(Serialize)]
struct CodeJson<'a> {
    file: String,
    starter: &'a str,
    test: &'a str,
    solution: &'a str,
    minutes: u8,
    needs: Vec<&'static str>,
    node: u32,
    without: &'a [String],
}

impl<'a> CodeJson<'a> {
    fn of(task: &'a CodeTask) -> Self {
        Self {
            file: task.file(),
            starter: &task.starter.text,
            test: &task.test.text,
            solution: &task.solution.text,
            minutes: task.minutes,
            needs: task.needs.iter().map(|needs| needs.name()).collect(),
            node: task.node,
            without: &task.without,
        }
    }
}

/// A text, or nothing if it is empty.
fn present(text: &str) -> Option<&str> {
    (!text.trim().is_empty()).then_some(text)
}

impl<'a> CardRowJson<'a> {
    fn of(card: &'a Card) -> Self {
        let options = match card.data() {
            Question::Choice(choice) => Some(
                choice
                    .options
                    .iter()
                    .map(|option| OptionJson {
                        text: &option.text,
                        right: option.right,
                    })
                    .collect(),
            ),
            _ => None,
        };
        let code = match card.data() {
            Question::Code(task) => Some(CodeJson::of(task)),
            _ => None,
        };
        let question = match present(card.context()) {
            Some(context) => format!("{}\n\n{context}", card.question),
            None => card.question.to_string(),
        };
        Self {
            id: card.id.as_str(),
            deck: card.id.deck(),
            kind: card.kind().name(),
            level: card.level,
            topic: &card.topic,
            tags: &card.tags,
            weight: card.weight,
            after: card.after.iter().map(ToString::to_string).collect(),
            question,
            // A choice's answer is its options.
            answer: if options.is_some() {
                None
            } else {
                present(card.answer())
            },
            explanation: present(card.explanation()),
            options,
            code,
            from: &card.from,
            reports: None,
        }
    }
}

impl CardsArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let history = OpenHistory::open(context)?;
        let filter = self.filter.resolve(history.library)?;
        let reports = if self.reported {
            reports_by_card(context, history.library)?
        } else {
            BTreeMap::new()
        };
        let wanted = self.search.as_deref().map(str::to_lowercase);
        let chosen: Vec<&Card> = history
            .library
            .cards()
            .filter(|card| filter.takes(card))
            .filter(|card| {
                let id = card.id.as_str();
                self.takes(history.schedule().card(id))
                    && (!self.reported || reports.contains_key(id))
            })
            .filter(|card| wanted.as_deref().is_none_or(|text| mentions(card, text)))
            .collect();
        if self.json {
            let cards: Vec<CardRowJson<'_>> = chosen
                .into_iter()
                .map(|card| CardRowJson {
                    reports: reports.get(card.id.as_str()).cloned(),
                    ..CardRowJson::of(card)
                })
                .collect();
            context.output.json_value(&cards)?;
            return Ok(Exit::Done);
        }
        if chosen.is_empty() {
            let words = "no card matches; nodequiz cards lists all of them";
            context.output.say("note", Tone::Plain, words);
            return Ok(Exit::Done);
        }
        let rows = chosen.iter().map(|&card| {
            let state = history.schedule().card(card.id.as_str());
            (card, card_state(state, history.today))
        });
        let files = |card: &Card| reports.get(card.id.as_str());
        if !context.output.is_terminal() {
            for (card, state) in rows {
                let words: Vec<&str> = card.question.split_whitespace().collect();
                let mut fields = vec![card.id.to_string(), state, words.join(" ")];
                fields.extend(files(card).map(|files| files.join(" ")));
                context.output.row(&fields)?;
            }
            return Ok(Exit::Done);
        }
        let mut lines = report::cards(&rows.collect::<Vec<_>>(), context.output.row_width());
        for card in &chosen {
            lines.extend(files(card).into_iter().flatten().map(|file| {
                Line::styled(format!("{}  ", card.id), Tone::Dim).with(file, Tone::Plain)
            }));
        }
        context.lines(&lines)
    }

    /// Whether the filters accept a card in this state.
    fn takes(&self, state: Option<&CardState>) -> bool {
        let is = |what: fn(&CardState) -> bool| state.is_some_and(what);
        (!self.marked || is(|state| state.marked))
            && (!self.suspended || is(|state| state.suspended))
            && (!self.leeches || is(|state| state.lapses >= LEECH))
    }
}

/// The files of the learner's reports, by card.
fn reports_by_card(
    context: &Context,
    library: &Library,
) -> Result<BTreeMap<String, Vec<String>>, Failure> {
    let folder = context.home.reports();
    let reports = store::reports(&context.home).map_err(|error| {
        let message = format!("{} cannot be read: {error}", folder.display());
        Failure::failed(message).hint("check that the folder can be read")
    })?;
    let mut by_card: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for report in reports {
        let id = library
            .resolve(&report.card)
            .map_or(report.card, |card| card.id.to_string());
        let file = report.path.display().to_string();
        by_card.entry(id).or_default().push(file);
    }
    Ok(by_card)
}

/// Whether the card contains a text, given in lower case.
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
