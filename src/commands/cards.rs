//! `nodequiz cards`: every card, for people and for scripts.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use crate::deck::{Card, Level, Library};
use crate::history::CardState;
use crate::progress::LEECH;
use crate::question::{CodeTask, Question};
use crate::report;
use crate::store;
use crate::terminal::{Line, Tone};
use crate::wording::card_state;

use crate::app::{Context, Exit, Failure, FilterArgs, OpenHistory};

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
