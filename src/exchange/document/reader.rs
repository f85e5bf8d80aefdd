//! A document in the process of being read: its lines, which of them a question has taken, and the cards so far.

use std::ops::Range;

use super::answer::{self, Below};
use super::asking::question_of;
use super::lines::{Line, lines};
use crate::deck::FrontMatter;
use crate::exchange::notes::{FoundBody, FoundCard, PassedOver};

/// A document in the process of being read.
pub(super) struct Reader<'t> {
    pub(super) lines: Vec<Line<'t>>,
    /// Which lines a question has taken.
    pub(super) taken: Vec<bool>,
    pub(super) cards: Vec<FoundCard>,
    pub(super) passed_over: Vec<PassedOver>,
    pub(super) front: FrontMatter,
    pub(super) front_lines: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let lines = lines(text);
        Self {
            taken: vec![false; lines.len()],
            lines,
            cards: Vec::new(),
            passed_over: Vec::new(),
            front: FrontMatter::default(),
            front_lines: 0,
        }
    }

    pub(super) fn has_answers(&self) -> bool {
        let answered = |card: &FoundCard| card.body != FoundBody::Unanswered;
        self.cards.iter().any(answered)
    }

    pub(super) fn is_free(&self, at: usize) -> bool {
        !self.taken[at]
    }

    /// Reads what stands between two lines of `---` at the top.
    pub(super) fn front_matter(&mut self, text: &str) {
        if let Some(front) = FrontMatter::read(text, 0) {
            let end = text[..front.end].lines().count().min(self.taken.len());
            self.taken[..end].fill(true);
            self.front_lines = end;
            self.front = front;
        }
    }

    /// Takes a line as a question, which the lines up to `end` answer.
    pub(super) fn take(&mut self, at: usize, text: &str, end: usize) {
        let below = answer::read(&self.lines[at + 1..end], false);
        self.put(at..end.max(at + 1), text, &question_of(text), below);
    }

    /// A card made of these lines.
    pub(super) fn put(&mut self, lines: Range<usize>, key: &str, question: &str, below: Below) {
        self.taken[lines.clone()].fill(true);
        self.add(lines.start, key, question, below);
    }

    pub(super) fn add(&mut self, at: usize, key: &str, question: &str, below: Below) {
        let Below {
            context,
            body,
            explanation,
        } = below;
        let question = if context.is_empty() {
            question.to_owned()
        } else {
            format!("{question}\n\n{context}")
        };
        self.cards.push(FoundCard {
            key: key.to_owned(),
            question,
            body,
            explanation,
            line: Some(at + 1),
            ..FoundCard::default()
        });
    }
}
