//! What an interview prompt is, once it has been read.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::diagnostic::{Code, Report};
use super::suggest::nearest;
use super::{Diagnostic, Level, Place, Source, sort_by_place};
use crate::id::{CardId, DeckId};
use crate::question::Point;

/// How many minutes a prompt takes if it does not say so.
pub const DEFAULT_MINUTES: u8 = 6;

/// How many deeper questions a prompt has.
pub const PROBES: usize = 3;

/// A deeper question, asked after the answer to what comes before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The question: inline Markdown.
    pub question: String,
    /// What a good answer has, one to four points; at least one is essential.
    pub points: Vec<Point>,
}

/// Something that an interviewer says, what a good answer to it has, and what is asked next.
/// Prompts are asked in the mock interview and never in study: they are not part of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// Its full id, `file/prompt`; the answers given in interviews refer to it.
    pub id: CardId,
    /// Whether the id was written in the file; else it is the slug of the title.
    pub id_written: bool,
    /// Its title, the heading: inline Markdown.
    pub question: String,
    /// What is said to the learner: the Markdown above `---`.
    pub spoken: String,
    /// Its level: its own, or its file's.
    pub level: Level,
    /// Its topic, which is one of the decks': its own, or its file's.
    pub topic: String,
    /// How long it takes with its probes, in minutes from 1 to 15.
    pub minutes: u8,
    /// How often it is asked in interviews: 3 in most, 2, 1 rarely.
    pub weight: u8,
    /// Free labels, such as the kind of conversation: its file's, then its own.
    pub tags: Vec<String>,
    /// What a good answer has: three to five points, one to three of them essential.
    pub key_points: Vec<Point>,
    /// The deeper questions, each deeper than the one before.
    pub probes: [Probe; PROBES],
    /// How a weak answer sounds, as Markdown.
    pub weak: String,
    /// How a strong answer sounds, as Markdown.
    pub strong: String,
    /// Where it is written.
    pub place: Place,
}

/// A file of interview prompts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptFile {
    /// Its name, the first half of its prompts' ids.
    pub id: DeckId,
    /// Its heading: inline Markdown. The file's name, if it has no heading.
    pub title: String,
    /// What is between the heading and the first prompt, as Markdown without comments.
    pub description: String,
    /// The file's text, for pointing into it.
    pub source: Arc<Source>,
    /// Its prompts, in their order.
    pub prompts: Vec<Prompt>,
}

/// Checks files of prompts as a reviewer would. `topics` are those of the decks: a prompt
/// of another topic is never asked when topics are chosen. Of two files with one id the second is
/// an error.
pub fn check_prompts(files: &[PromptFile], topics: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, file) in files.iter().enumerate() {
        if let Some(first) = files[..at].iter().find(|other| other.id == file.id) {
            let message = format!("two files of prompts have the id `{}`", file.id);
            found.push(
                Diagnostic::error(Code::SameDeck, message)
                    .at(&file.source, 0..0, "the second")
                    .at(&first.source, 0..0, "the first")
                    .help("give one of them another id, or move its prompts into the other"),
            );
        }
        let mut report = Report::new(&file.source);
        for prompt in &file.prompts {
            check(prompt, topics, &mut report);
        }
        found.extend(report.into_found());
    }
    sort_by_place(&mut found);
    found
}

fn check(prompt: &Prompt, topics: &BTreeSet<&str>, report: &mut Report<'_>) {
    if !prompt.id_written {
        let help = format!(
            "write `{{#{}}}` after the title, or run `nodequiz decks check --fix`; then it can be \
             reworded without losing its history",
            prompt.id.short()
        );
        let message = "the id of this prompt is not written";
        report.warning(Code::MissingId, prompt.place.heading.clone(), message, help);
    }
    if !topics.contains(prompt.topic.as_str()) {
        let help = nearest(&prompt.topic, topics.iter().copied()).map_or_else(
            || "write `topic:` and the id of a deck; `nodequiz decks` lists them".to_owned(),
            |known| format!("did you mean `{known}`?"),
        );
        let message = format!("no deck has the topic `{}`", prompt.topic);
        let span = prompt.place.heading.clone();
        report.warning(Code::UnknownTopic, span, message, help);
    }
}
