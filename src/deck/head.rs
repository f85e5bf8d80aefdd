//! The part of a file above its first card or prompt: heading, comments, description.

use std::borrow::Cow;
use std::sync::Arc;

use super::diagnostic::{Code, Report};
use super::document::{Document, Shape};
use super::heading::{self, Heading};
use super::keys::Owner;
use super::metadata::{Metadata, Reader, Reference, without_doubles};
use super::sections::Section;
use super::{DEFAULT_WEIGHT, Deck, Diagnostic, Level, Needs, Source};
use crate::id::{DeckId, slug};

/// What is above the first card.
pub(super) struct Head {
    pub(super) heading: Option<Heading>,
    id: Option<DeckId>,
    /// Whether the id was written: in the heading, or as the deck's name in the front matter.
    named: bool,
    title: String,
    description: String,
    /// Those of the front matter.
    tags: Vec<String>,
    metadata: Metadata,
}

impl Head {
    pub(super) fn read(
        document: &Document<'_>,
        section: &Section<'_>,
        owner: Owner,
        report: &mut Report<'_>,
    ) -> Self {
        let heading = section
            .heading
            .map(|block| heading::read(document, block, owner, report));
        let front = document.front_matter.clone().unwrap_or_default();
        let name = stem(report.source().stem());
        let written = heading.as_ref().is_some_and(|heading| heading.id_written);
        let id = match &front.deck {
            Some(name) if !written => DeckId::new(&slug(name)).ok(),
            _ => None,
        };
        let title = front.title.or_else(|| front.deck.clone());
        let name = title.as_deref().unwrap_or(name);
        let id = id.or_else(|| deck_id(heading.as_ref(), name, owner, report));
        let (description, metadata) = Self::body(document, section, owner, report);
        if let Some(id) = &id {
            own_needs(id, &metadata, report);
        }
        Self {
            title: heading
                .as_ref()
                .map_or_else(|| name.to_owned(), |heading| heading.text.clone()),
            named: written || front.deck.is_some(),
            heading,
            id,
            description,
            tags: front
                .tags
                .iter()
                .map(|tag| slug(tag))
                .filter(|tag| !tag.is_empty())
                .collect(),
            metadata,
        }
    }

    /// The description, which is everything but the comments, and what the comments say.
    fn body(
        document: &Document<'_>,
        section: &Section<'_>,
        owner: Owner,
        report: &mut Report<'_>,
    ) -> (String, Metadata) {
        let mut reader = Reader::new(owner, report);
        let mut pieces = Vec::new();
        let mut from = section.start;
        for block in section.body.iter().filter(|block| block.is_comment()) {
            pieces.push(document.markdown(from..block.bytes.start));
            if block.shape == (Shape::Comment { closed: true }) {
                reader.comment(document.raw(block.bytes.clone()), block.bytes.start);
            }
            from = block.bytes.end;
        }
        pieces.push(document.markdown(from..section.end));
        pieces.retain(|piece| !piece.is_empty());
        (pieces.join("\n\n"), reader.finish())
    }

    /// What the comments say.
    pub(super) fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The tags of all cards.
    pub(super) fn tags(&self) -> impl Iterator<Item = &String> {
        self.tags.iter().chain(&self.metadata.tags)
    }

    /// How many minutes a prompt of the file takes if it does not say so.
    pub(super) fn minutes(&self) -> Option<u8> {
        self.metadata.minutes
    }

    /// The deck without its cards, if it has a name. Where that would be made of a heading with an error, it
    /// has none: with the error, its name would change.
    pub(super) fn into_deck(self, source: &Arc<Source>, found: &[Diagnostic]) -> Option<Deck> {
        let id = self.id?;
        if let Some(heading) = self.heading.as_ref().filter(|_| !self.named) {
            let inside = |fault: &Diagnostic| {
                let mut labels = fault.labels.iter();
                labels.any(|label| label.primary && heading.bytes.contains(&label.span.start))
            };
            if found.iter().any(|fault| fault.is_error() && inside(fault)) {
                return None;
            }
        }
        let level = self.heading.as_ref().and_then(|heading| heading.level);
        let after = self
            .metadata
            .after
            .into_iter()
            .filter_map(|at| match at.value {
                Reference::Plain(name) => DeckId::new(&name).ok().map(Needs::Deck),
                Reference::Full(card) => Some(Needs::Card(card)),
            });
        let was = self
            .metadata
            .was
            .into_iter()
            .filter_map(|at| match at.value {
                Reference::Plain(name) => DeckId::new(&name).ok(),
                Reference::Full(_) => None,
            });
        Some(Deck {
            id_written: self.named,
            title: self.title,
            titled: self.heading.is_some(),
            description: self.description,
            level: level.unwrap_or(Level::DEFAULT),
            level_written: level.is_some(),
            topic: self
                .metadata
                .topic
                .map_or_else(|| id.to_string().into(), Into::into),
            weight: self.metadata.weight.unwrap_or(DEFAULT_WEIGHT),
            after: after.collect(),
            was: was.collect(),
            from: self.metadata.from,
            tags: without_doubles(self.tags.into_iter().chain(self.metadata.tags)),
            see: self.metadata.see.map(Cow::Owned),
            zh: self.metadata.zh,
            file: Arc::clone(&source.file),
            source: Arc::clone(source),
            heading: self.heading.map_or(0..0, |heading| heading.bytes),
            cards: Vec::new(),
            id,
        })
    }
}

/// A file's name without a leading number: `02-runtime` is `runtime`.
fn stem(stem: &str) -> &str {
    let rest = stem.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['-', '_', ' ']) {
        Some(name) if rest.len() < stem.len() && !name.is_empty() => name,
        _ => stem,
    }
}

fn deck_id(
    heading: Option<&Heading>,
    name: &str,
    owner: Owner,
    report: &mut Report<'_>,
) -> Option<DeckId> {
    let Some(heading) = heading else {
        let id = DeckId::new(&slug(name)).ok();
        if id.is_none() {
            let message = "no deck id can be made of the file's name";
            let help = "begin the file with a heading that has one: `# Title {#id}`";
            report.error(Code::NoId, 0..0, message, help);
        }
        return id;
    };
    let id = DeckId::new(&heading.id).ok();
    if id.is_none() {
        heading::report_id(heading, owner, report);
    }
    id
}

/// Reports a deck that comes after itself or one of its cards.
fn own_needs(id: &DeckId, metadata: &Metadata, report: &mut Report<'_>) {
    for at in &metadata.after {
        let own = match &at.value {
            Reference::Plain(deck) => deck == id.as_str(),
            Reference::Full(card) => card.deck() == id.as_str(),
        };
        if own {
            let message = "a deck cannot come after itself";
            let help = "name other decks or their cards; the order of cards within a deck is \
                       said at the cards";
            report.error(Code::Value, at.span.clone(), message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_loses_its_number() {
        let cases = [
            ("02-runtime", "runtime"),
            ("13-streams-io", "streams-io"),
            ("7_x", "x"),
            ("mine", "mine"),
            ("2026", "2026"),
            ("2026-", "2026-"),
            ("3d", "3d"),
        ];
        for (name, expected) in cases {
            assert_eq!(stem(name), expected, "{name}");
        }
    }
}
