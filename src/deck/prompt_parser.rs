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
use super::heading::{self, Heading};
use super::keys::Owner;
use super::metadata::Metadata;
use super::parser::read_file;
use super::prompt::{DEFAULT_MINUTES, Prompt, PromptFile};
use super::prompt_parts::Parts;
use super::sections::{Around, Below, Section, read_below};
use super::{Diagnostic, LeftOut, Place, Source, file_checks};
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
    /// The file, if there is no error in it.
    pub fn whole(self) -> Option<PromptFile> {
        let errors = self.diagnostics.iter().any(Diagnostic::is_error);
        self.file.filter(|_| !errors)
    }
}

/// Reads a file of prompts. All faults are reported, not only the first; each costs the prompt that it is in.
pub fn parse_prompts(source: &Arc<Source>) -> ParsedPrompts {
    let owners = (Owner::PromptFile, Owner::Prompt);
    let read = read_file(
        source,
        owners,
        Draft::read,
        Draft::values,
        Draft::into_prompt,
    );
    ParsedPrompts {
        file: read.deck.map(|file| PromptFile {
            id: file.id,
            title: file.title,
            description: file.description,
            source: Arc::clone(source),
            prompts: read.parts,
        }),
        left_out: read.left_out,
        diagnostics: read.diagnostics,
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
    /// How many values of keys it has, with the tags of its file.
    fn values(&self, _: &Metadata, tags: usize) -> usize {
        self.metadata.tags.len() + tags
    }

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
    fn into_prompt(self, around: &Around<'_>) -> Option<Prompt> {
        let (file, heading) = (around.deck, around.heading);
        let Self {
            metadata, parts, ..
        } = self;
        let minutes = metadata.minutes.or(around.minutes);
        let more = metadata.tags.into_iter();
        let more = more.filter(|tag| !file.tags.contains(tag));
        Some(Prompt {
            id: CardId::new(&file.id, &heading.id).ok()?,
            id_written: heading.id_written,
            question: heading.text.clone(),
            spoken: parts.spoken,
            level: heading.level.unwrap_or(file.level),
            topic: metadata.topic.unwrap_or_else(|| file.topic.to_string()),
            minutes: minutes.unwrap_or(DEFAULT_MINUTES),
            weight: metadata.weight.unwrap_or(file.weight),
            tags: file.tags.iter().cloned().chain(more).collect(),
            key_points: parts.key_points,
            probes: parts.probes,
            weak: parts.weak,
            strong: parts.strong,
            place: Place {
                file: Arc::clone(&file.file),
                line: around.line,
                bytes: self.bytes,
                heading: heading.bytes.clone(),
            },
        })
    }
}
