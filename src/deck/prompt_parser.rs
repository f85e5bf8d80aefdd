//! Reading interview prompts: Markdown in, prompts and diagnostics out.
//!
//! The syntax is that of decks: `##` begins a prompt, its comment has the keys `topic`, `minutes`,
//! `weight` and `tags`, and `---` separates what is said from the key points. Below these, three
//! `###` headings are probes with points of their own, and the last two, `### A weak answer` and
//! `### A strong answer`, say what such answers sound like.

use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::Report;
use super::document::{Block, Document};
use super::head::Head;
use super::heading::{self, Heading};
use super::keys::Owner;
use super::metadata::Metadata;
use super::parser::{MOST_VALUES, faults, listed, too_many_values, too_much};
use super::prompt::{DEFAULT_MINUTES, Prompt, PromptFile};
use super::prompt_parts::Parts;
use super::sections::{Below, read_below};
use super::sections::{Section, sections};
use super::{Deck, Diagnostic, LeftOut, Place, Source, file_checks, sort_by_place};
use crate::id::{CardId, is_part};

/// The result of reading a file of prompts.
#[derive(Clone, Debug)]
pub struct ParsedPrompts {
    /// The prompts without errors. `None` if the file has no name.
    pub file: Option<PromptFile>,
    /// The prompts with errors; all prompts of a file that has no name.
    pub left_out: Vec<LeftOut>,
    /// All that is wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl ParsedPrompts {
    /// Nothing of a file.
    fn refused(why: Diagnostic) -> Self {
        Self {
            file: None,
            left_out: Vec::new(),
            diagnostics: vec![why],
        }
    }

    /// The file, if there is no error in it.
    pub fn whole(self) -> Option<PromptFile> {
        let errors = self.diagnostics.iter().any(Diagnostic::is_error);
        self.file.filter(|_| !errors)
    }
}

/// Reads a file of prompts. All faults are reported, not only the first; each costs the prompt that it is in.
pub fn parse_prompts(source: &Arc<Source>) -> ParsedPrompts {
    let document = Document::read(&source.text);
    let (top, bodies) = sections(&document);
    if let Some(refused) = too_much(&document, &bodies, Owner::PromptFile, source) {
        return ParsedPrompts::refused(refused);
    }
    let mut report = Report::new(source);
    file_checks::characters(&source.text, &mut report);
    file_checks::blocks(&document, &mut report);
    file_checks::titles(&document, Owner::PromptFile, &mut report);

    let head = Head::read(&document, &top, Owner::PromptFile, &mut report);
    let minutes = head.minutes().unwrap_or(DEFAULT_MINUTES);
    let headed = || {
        let bodies = bodies.iter();
        bodies.filter_map(|body| Some((body, body.heading?)))
    };
    let headings: Vec<Heading> = headed()
        .map(|(_, block)| heading::read(&document, block, Owner::Prompt, &mut report))
        .collect();
    let mut drafts: Vec<Option<Draft>> = Vec::with_capacity(headings.len());
    let mut values = 0;
    for ((body, _), heading) in headed().zip(&headings) {
        let draft = Draft::read(&document, body, heading, &mut report);
        let tags = |draft: &Draft| draft.metadata.tags.len() + head.tags().count();
        values += draft.as_ref().map_or(0, tags);
        if values > MOST_VALUES {
            return ParsedPrompts::refused(too_many_values(source, heading, Owner::Prompt));
        }
        drafts.push(draft);
    }
    if bodies.is_empty() {
        let heading = head.heading.as_ref();
        file_checks::nothing_in_it(&document, heading, Owner::PromptFile, &mut report);
    }
    file_checks::same_ids(&headings, Owner::Prompt, &mut report);

    let mut diagnostics = report.into_found();
    sort_by_place(&mut diagnostics);
    let file = head.into_deck(source, &diagnostics);
    let mut prompts = Vec::with_capacity(bodies.len());
    let mut left_out = Vec::new();
    let faults = faults(&diagnostics, &bodies);
    let (mut line, mut counted) = (1, 0);
    for ((draft, heading), fault) in drafts.into_iter().zip(&headings).zip(faults) {
        let between = source.text.get(counted..heading.bytes.start);
        line += memchr::memchr_iter(b'\n', between.unwrap_or_default().as_bytes()).count();
        counted = heading.bytes.start;
        let prompt = match (&file, draft, fault) {
            (Some(file), Some(draft), None) => draft.into_prompt(file, heading, minutes, line),
            _ => None,
        };
        if let Some(prompt) = prompt {
            prompts.push(prompt);
        } else {
            let at = fault.and_then(Diagnostic::place);
            let line = at.map_or(line, |(_, line, _)| line);
            let id = file.as_ref().map(|file| &file.id);
            left_out.push(LeftOut::new(source, id, &heading.id, line, fault));
        }
    }
    ParsedPrompts {
        file: file.map(|file| PromptFile {
            id: file.id,
            title: file.title,
            description: file.description,
            source: Arc::clone(source),
            prompts,
        }),
        left_out,
        diagnostics: listed(diagnostics, source),
    }
}

/// What stands below the heading of a prompt.
struct Draft {
    metadata: Metadata,
    parts: Parts,
    /// The bytes of the prompt, its heading included.
    bytes: Range<usize>,
}

impl Draft {
    /// Reads one prompt. `None` if a fault, which is reported, prevents that.
    fn read(
        document: &Document<'_>,
        section: &Section<'_>,
        heading: &Heading,
        report: &mut Report<'_>,
    ) -> Option<Self> {
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
        Some(Self {
            metadata,
            parts,
            bytes: heading.bytes.start..section.end,
        })
    }

    /// The prompt; what it does not say is as its file says it. `None` if its id is none.
    fn into_prompt(
        self,
        file: &Deck,
        heading: &Heading,
        minutes: u8,
        line: usize,
    ) -> Option<Prompt> {
        let Self {
            metadata, parts, ..
        } = self;
        let more = metadata.tags.into_iter();
        let more = more.filter(|tag| !file.tags.contains(tag));
        Some(Prompt {
            id: CardId::new(&file.id, &heading.id).ok()?,
            id_written: heading.id_written,
            question: heading.text.clone(),
            said: parts.said,
            level: heading.level.unwrap_or(file.level),
            topic: metadata.topic.unwrap_or_else(|| file.topic.to_string()),
            minutes: metadata.minutes.unwrap_or(minutes),
            weight: metadata.weight.unwrap_or(file.weight),
            tags: file.tags.iter().cloned().chain(more).collect(),
            key_points: parts.key_points,
            probes: parts.probes,
            weak: parts.weak,
            strong: parts.strong,
            place: Place {
                file: Arc::clone(&file.file),
                line,
                bytes: self.bytes,
                heading: heading.bytes.clone(),
            },
        })
    }
}
