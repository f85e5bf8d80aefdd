//! Single points of a card, asked one after the other.

use crate::ask::key_table::Command;
use crate::deck::Card;
use crate::question::Points;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::kind_screen::{Content, Offer};
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
        let mut content = Content::question(&self.card.question, renderer);
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
