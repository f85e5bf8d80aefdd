//! A card as it is read, before the names in it are resolved.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::{Code, Report};
use super::document::{Block, Document, Shape};
use super::heading::{self, Heading};
use super::keys::Owner;
use super::kinds::{self, Frame, Reading};
use super::metadata::{At, Metadata, Reference, without_doubles};
use super::sections::{Around, Below, Section, read_below};
use super::{Body, Card, Needs, Place, file_checks};
use crate::id::{CardId, DeckId, is_part};
use crate::question::{Kind, Question};

/// A card whose `after` may still mean a card or a deck.
pub(super) struct Draft {
    metadata: Metadata,
    body: Body,
    bytes: Range<usize>,
}

impl Draft {
    /// Reads a card. `None` if a fault, which is reported, prevents that.
    pub(super) fn read(
        document: &Document<'_>,
        section: &Section<'_>,
        heading: &Heading,
        report: &mut Report<'_>,
    ) -> Option<Self> {
        let named = is_part(&heading.id);
        if !named {
            heading::report_id(heading, Owner::Card, report);
        }
        let Below {
            metadata,
            body,
            start,
        } = read_below(document, section, Owner::Card, report);
        if section.body.iter().any(Block::is_open) {
            // What an unclosed comment or fence hides cannot be judged.
            return None;
        }
        // A line of `---` with nothing below it separates this card from the next.
        let rule = body.iter().rposition(|block| !block.is_comment());
        let rule = rule.filter(|&at| at > 0 && body[at].shape == Shape::Rule);
        let end = rule.map_or(section.end, |at| body[at].bytes.start);
        let body = &body[..rule.unwrap_or(body.len())];
        let body = read_text(document, heading, &metadata, body, start..end, report)?;
        named.then_some(Self {
            metadata,
            body,
            bytes: heading.bytes.start..section.end,
        })
    }

    /// How many values its keys have and how many parts it hides. What it gets from its deck counts, too: its tags, what
    /// comes before it, and a former name for each pair of a former deck and a former card.
    pub(super) fn values(&self, deck: &Metadata, tags: usize) -> usize {
        let own = &self.metadata;
        let lists = [
            own.from.len(),
            own.zh.len(),
            own.after.len(),
            own.tags.len(),
        ];
        let names = (1 + own.was.len()) * (1 + deck.was.len()) - 1;
        let hidden = match &self.body.data {
            Question::Cloze(cloze) => cloze.blanks.iter().map(|one| one.accepted.len()).sum(),
            _ => 0,
        };
        lists.iter().sum::<usize>() + names + deck.after.len() + tags + hidden
    }

    /// The card, in its deck. A plain name in `after` means a card of this deck if there is one.
    pub(super) fn into_card(self, around: &Around<'_>) -> Option<Card> {
        let (deck, heading) = (around.deck, around.heading);
        let own = |at: At<Reference>| match at.value {
            Reference::Plain(name) => CardId::new(&deck.id, &name).ok(),
            Reference::Full(id) => Some(id),
        };
        let needs = |at: At<Reference>| match &at.value {
            Reference::Plain(name) if !around.names.contains(name.as_str()) => {
                DeckId::new(name).ok().map(Needs::Deck)
            }
            _ => own(at).map(Needs::Card),
        };
        let metadata = self.metadata;
        let after = deck.after.iter().cloned();
        let after = after.chain(metadata.after.into_iter().filter_map(needs));
        let tags = deck.tags.iter().cloned().chain(metadata.tags);
        Some(Card {
            id: CardId::new(&deck.id, &heading.id).ok()?,
            id_written: heading.id_written,
            question: heading.text.clone().into(),
            level: heading.level.unwrap_or(deck.level),
            topic: metadata
                .topic
                .map_or_else(|| deck.topic.clone(), Into::into),
            weight: metadata.weight.unwrap_or(deck.weight),
            after: without_doubles(after),
            probe: metadata.probe.and_then(own),
            was: metadata.was.into_iter().filter_map(own).collect(),
            body: self.body,
            unwritten: false,
            from: metadata.from,
            tags: without_doubles(tags),
            see: metadata.see.map(Cow::Owned),
            zh: metadata.zh,
            place: Place {
                file: Arc::clone(&deck.file),
                line: around.line,
                bytes: self.bytes,
                heading: heading.bytes.clone(),
            },
        })
    }
}

/// Divides the blocks below a heading into question, answer and explanation.
fn read_text(
    document: &Document<'_>,
    heading: &Heading,
    metadata: &Metadata,
    body: &[Block],
    bytes: Range<usize>,
    report: &mut Report<'_>,
) -> Option<Body> {
    for block in body.iter().filter(|block| block.is_comment()) {
        file_checks::unread_comment(document, block, report);
    }
    let cut = Cut::find(document, body, heading.kind, bytes.clone());
    let answer = &body[cut.answer..];
    let kind = heading
        .kind
        .unwrap_or_else(|| kinds::derive(document, answer));
    if heading.kind.is_none() && kind != Kind::Cloze {
        kinds::warn_of_loose_marks(document, answer, report);
    }
    for at in &metadata.of_kinds {
        let kinds = at.value.kinds().unwrap_or_default();
        if !kinds.contains(&kind) {
            let names: Vec<String> = kinds.iter().map(|kind| format!("`.{kind}`")).collect();
            let message = format!("`{}` is a key of {}", at.value.name(), at.value.cards());
            let help = format!("remove the line, or make the card {}", names.join(" or "));
            report.error(Code::UnknownKey, at.span.clone(), message, help);
        }
    }
    // Kinds about code report by themselves what their answer lacks.
    if !kind.profile().about_code && answer.iter().all(Block::is_comment) {
        let message = "this card has no answer";
        let help = "write it below the question; where the card has a line `---`, below that";
        report.error(Code::EmptyAnswer, heading.bytes.clone(), message, help);
        return None;
    }
    let frame = Frame {
        document,
        context: &body[..cut.context],
        answer,
        heading: heading.bytes.clone(),
        metadata: Some(metadata),
        named: heading.kind.is_some(),
    };
    let Reading { data, blocks } = kinds::read(kind, &frame, report)?;
    let end = match answer.get(blocks) {
        Some(_) => answer[..blocks]
            .last()
            .map_or(cut.answer_from, |last| last.bytes.end),
        None => bytes.end,
    };
    Some(Body {
        context: document.markdown(bytes.start..cut.context_to).into(),
        answer: document.markdown(cut.answer_from..end).into(),
        explanation: document.markdown(end..bytes.end).into(),
        data,
    })
}

/// Where a card's question ends and its answer begins.
struct Cut {
    /// How many blocks are the question's.
    context: usize,
    /// Which block is the answer's first.
    answer: usize,
    context_to: usize,
    answer_from: usize,
}

impl Cut {
    fn find(
        document: &Document<'_>,
        body: &[Block],
        kind: Option<Kind>,
        bytes: Range<usize>,
    ) -> Self {
        if let Some(at) = body.iter().position(Block::parts) {
            return Self {
                context: at,
                answer: at + 1,
                context_to: body[at].bytes.start,
                answer_from: body[at].bytes.end,
            };
        }
        let fence = match kind {
            // A code card may have an example before its starter.
            Some(Kind::Code) => {
                let starter = |block| kinds::is_fence_of(document, block, kinds::STARTER);
                body.iter().position(starter)
            }
            Some(kind) if kind.profile().about_code => body.iter().position(Block::is_fence),
            _ => None,
        };
        match fence {
            Some(at) => Self {
                context: at + 1,
                answer: at + 1,
                context_to: body[at].bytes.end,
                answer_from: body[at].bytes.end,
            },
            None => Self {
                context: 0,
                answer: 0,
                context_to: bytes.start,
                answer_from: bytes.start,
            },
        }
    }
}
