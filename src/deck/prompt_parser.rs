//! Reading interview prompts: Markdown in, prompts and diagnostics out.
//!
//! The syntax is that of decks: `##` begins a prompt, its comment has the keys `topic`, `minutes`,
//! `weight` and `tags`, and `---` separates what is said from the key points. Below these, three
//! `###` headings are probes with points of their own, and the last two, `### A weak answer` and
//! `### A strong answer`, say what such answers sound like.

use std::sync::Arc;

use super::diagnostic::Report;
use super::document::{Block, Document};
use super::head::Head;
use super::heading::{self, Heading};
use super::keys::Owner;
use super::prompt::{DEFAULT_MINUTES, Prompt, PromptFile};
use super::prompt_parts::Parts;
use super::sections::{Below, read_below};
use super::sections::{Section, sections};
use super::{Deck, Diagnostic, Place, Source, file_checks, sort_by_place};
use crate::id::{CardId, is_part};

/// The result of reading a file of prompts.
#[derive(Clone, Debug)]
pub struct ParsedPrompts {
    /// The prompts, unless there is an error.
    pub file: Option<PromptFile>,
    /// All that is wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file of prompts. All faults are reported, not only the first.
pub fn parse_prompts(source: &Arc<Source>) -> ParsedPrompts {
    let document = Document::read(&source.text);
    let mut report = Report::new(source);
    file_checks::characters(&source.text, &mut report);
    file_checks::blocks(&document, &mut report);
    file_checks::titles(&document, Owner::PromptFile, &mut report);

    let (top, bodies) = sections(&document);
    let head = Head::read(&document, &top, Owner::PromptFile, &mut report);
    let minutes = head.minutes().unwrap_or(DEFAULT_MINUTES);
    let heading_of_file = head.heading.clone();
    let file = head.into_deck(source);
    let mut headings = Vec::with_capacity(bodies.len());
    let mut prompts = Vec::with_capacity(bodies.len());
    for body in &bodies {
        let Some(block) = body.heading else {
            continue;
        };
        let heading = heading::read(&document, block, Owner::Prompt, &mut report);
        prompts.extend(prompt(
            &document,
            body,
            &heading,
            file.as_ref(),
            minutes,
            &mut report,
        ));
        headings.push(heading);
    }
    if bodies.is_empty() {
        file_checks::nothing_in_it(heading_of_file.as_ref(), Owner::PromptFile, &mut report);
    }
    file_checks::same_ids(&headings, Owner::Prompt, &mut report);

    let mut diagnostics = report.into_found();
    sort_by_place(&mut diagnostics);
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let file = file.filter(|_| sound && prompts.len() == bodies.len());
    ParsedPrompts {
        file: file.map(|file| PromptFile {
            id: file.id,
            title: file.title,
            description: file.description,
            source: Arc::clone(source),
            prompts,
        }),
        diagnostics,
    }
}

/// Reads one prompt. `None` if a fault, which is reported, prevents that.
fn prompt(
    document: &Document<'_>,
    section: &Section<'_>,
    heading: &Heading,
    file: Option<&Deck>,
    minutes: u8,
    report: &mut Report<'_>,
) -> Option<Prompt> {
    if !is_part(&heading.id) {
        heading::report_id(heading, Owner::Prompt, report);
    }
    let Below {
        metadata,
        body,
        start,
    } = read_below(document, section, Owner::Prompt, report);
    if section.body.iter().any(Block::is_open) {
        // What an unclosed comment or fence hides cannot be judged.
        return None;
    }
    for block in body.iter().filter(|block| block.is_comment()) {
        file_checks::unread_comment(document, block, report);
    }
    let parts = Parts::read(document, heading, body, start..section.end, report)?;
    let file = file?;
    let mut tags = file.tags.clone();
    tags.extend(
        metadata
            .tags
            .into_iter()
            .filter(|tag| !file.tags.contains(tag)),
    );
    let (line, _) = report.source().line_column(heading.bytes.start);
    Some(Prompt {
        id: CardId::new(&file.id, &heading.id).ok()?,
        id_written: heading.id_written,
        question: heading.text.clone(),
        said: parts.said,
        level: heading.level.unwrap_or(file.level),
        topic: metadata.topic.unwrap_or_else(|| file.topic.to_string()),
        minutes: metadata.minutes.unwrap_or(minutes),
        weight: metadata.weight.unwrap_or(file.weight),
        tags,
        key_points: parts.key_points,
        probes: parts.probes,
        weak: parts.weak,
        strong: parts.strong,
        place: Place {
            file: Arc::clone(&file.file),
            line,
            bytes: heading.bytes.start..section.end,
            heading: heading.bytes.clone(),
        },
    })
}
