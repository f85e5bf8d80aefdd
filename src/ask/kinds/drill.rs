//! Single points of a card, asked one after the other.

use crate::ask::key_table::{Command, Phase};
use crate::deck::Card;
use crate::question::Points;
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::kind_screen::{Content, KeyOutcome, KindScreen, Offer};
use super::text_renderer::TextRenderer;

/// Some points of a card, each asked separately.
pub(crate) struct PointDrill<'v> {
    card: &'v Card,
    points: &'v Points,
    /// The points that are asked, by index.
    asked: Vec<usize>,
    /// How many of them have been asked.
    done: usize,
    revealed: bool,
    /// Whether they are asked because they were left out twice.
    missed: bool,
}

impl<'v> PointDrill<'v> {
    /// Points that were left out twice.
    pub(crate) fn missed(card: &'v Card, points: &'v Points, asked: Vec<usize>) -> Self {
        Self {
            card,
            points,
            asked,
            done: 0,
            revealed: false,
            missed: true,
        }
    }

    /// Points in their order.
    pub(crate) fn one_by_one(card: &'v Card, points: &'v Points, asked: Vec<usize>) -> Self {
        Self {
            missed: false,
            ..Self::missed(card, points, asked)
        }
    }

    /// Whether every point was asked.
    pub(crate) fn is_done(&self) -> bool {
        self.done >= self.asked.len()
    }

    /// Shows the point, or goes on to the next one.
    pub(crate) fn step(&mut self) {
        if self.revealed {
            self.done += 1;
        }
        self.revealed = !self.revealed;
    }

    /// What [`PointDrill::step`] does now.
    pub(crate) fn offer(&self) -> Offer {
        let words = if self.revealed {
            "go on"
        } else {
            "show the point"
        };
        Offer::saying(Command::Show, words)
    }

    /// The point that is asked now.
    pub(crate) fn show(&self, renderer: &TextRenderer) -> Content {
        let mut content = Content::default();
        content.add(renderer.hanging(Line::new(), &self.card.question, Style::bold));
        content.pinned = content.lines.len();
        let Some(index) = self.asked.get(self.done).copied() else {
            return content;
        };
        let Some(point) = self.points.points.get(index) else {
            return content;
        };
        content.gap();
        let essential = if point.essential {
            "an essential "
        } else {
            "a "
        };
        let ask = if self.missed {
            format!("You left out {essential}point twice. Which one?")
        } else {
            let count = self.asked.len();
            let essential = if point.essential { ", essential" } else { "" };
            format!(
                "Point {} of {count}{essential}. Say it aloud.",
                self.done + 1
            )
        };
        content.add(renderer.remark(&ask, Tone::Plain));
        if self.revealed {
            content.gap();
            content.add([renderer.rule()]);
            let lead = Line::styled("✓ ", Tone::Good);
            content.add(renderer.hanging(lead, &point.text, Style::bold));
        }
        content
    }
}

/// A card that is asked after the points that were left out twice.
pub(crate) struct PointsFirst<'v> {
    drill: PointDrill<'v>,
    /// Milliseconds that the points took; they are not part of the card's answer.
    took: u64,
    card: Box<dyn KindScreen + 'v>,
}

impl<'v> PointsFirst<'v> {
    pub(crate) fn new(drill: PointDrill<'v>, card: Box<dyn KindScreen + 'v>) -> Self {
        Self {
            drill,
            took: 0,
            card,
        }
    }
}

impl KindScreen for PointsFirst<'_> {
    fn phase(&self) -> Phase {
        if self.drill.is_done() {
            self.card.phase()
        } else {
            Phase::Question
        }
    }

    fn lettered(&self) -> usize {
        if self.drill.is_done() {
            self.card.lettered()
        } else {
            0
        }
    }

    fn offers(&self) -> Vec<Offer> {
        if self.drill.is_done() {
            return self.card.offers();
        }
        vec![self.drill.offer()]
    }

    fn take(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome {
        if self.drill.is_done() {
            return self.card.take(command, key, ms.saturating_sub(self.took));
        }
        if command != Command::Show {
            return KeyOutcome::Nothing;
        }
        self.drill.step();
        self.took = ms;
        KeyOutcome::Stay
    }

    fn show(&self, renderer: &TextRenderer) -> Content {
        if self.drill.is_done() {
            self.card.show(renderer)
        } else {
            self.drill.show(renderer)
        }
    }

    fn text(&self) -> Option<String> {
        self.card.text()
    }

    fn replace_text(&mut self, text: &str) {
        self.card.replace_text(text);
    }
}
