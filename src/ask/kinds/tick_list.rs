//! The points of an answer, and which of them the learner ticks.

use std::collections::BTreeSet;

use crate::question::{Point, mentions};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::kind_screen::{Content, KeyOutcome};
use super::marked_answer::MarkedAnswer;
use super::text_renderer::TextRenderer;

/// Points on the screen, being ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TickList {
    /// The points that were in the answer, by index.
    pub(crate) ticked: BTreeSet<usize>,
    /// When the points came on the screen: the answer had been given by then.
    pub(crate) answered_ms: u64,
    /// The answer, where it was typed.
    written: String,
    /// Whether the learner wants another grade than the points suggest.
    choosing: bool,
}

impl TickList {
    /// Points shown after `answered_ms`, to someone who wrote this.
    pub(crate) fn new(answered_ms: u64, written: String) -> Self {
        Self {
            ticked: BTreeSet::new(),
            answered_ms,
            written,
            choosing: false,
        }
    }

    /// Takes a key; `marked` is what comes of the ticks so far.
    pub(crate) fn key(
        &mut self,
        key: &Key,
        ms: u64,
        points: usize,
        marked: &MarkedAnswer,
    ) -> KeyOutcome {
        if self.choosing {
            if matches!(key, Key::Esc | Key::Char('g')) {
                self.choosing = false;
                return KeyOutcome::Stay;
            }
            return marked.key(key, ms);
        }
        match key {
            Key::Enter | Key::Char(' ') => marked.graded(marked.suggestion.grade, ms, false),
            Key::Char('g') => {
                self.choosing = true;
                KeyOutcome::Stay
            }
            Key::Char('a') => {
                let all: BTreeSet<usize> = (0..points).collect();
                self.ticked = if self.ticked == all {
                    BTreeSet::new()
                } else {
                    all
                };
                KeyOutcome::Stay
            }
            Key::Char(digit) if digit.is_ascii_digit() => {
                // A number that ticks nothing must not grade either.
                let place = digit.to_digit(10).and_then(|digit| digit.checked_sub(1));
                if let Some(place) = place.map(|place| place as usize)
                    && place < points
                    && !self.ticked.remove(&place)
                {
                    self.ticked.insert(place);
                }
                KeyOutcome::Stay
            }
            _ => KeyOutcome::NotMine,
        }
    }

    /// What the learner wrote, the points, and what their ticks come to.
    pub(crate) fn show(&self, points: &[Point], renderer: &TextRenderer, content: &mut Content) {
        if !self.written.trim().is_empty() {
            content.add(renderer.remark("You wrote", Tone::Dim));
            for line in self.written.lines() {
                let lead = Line::styled("│ ", Tone::Accent);
                content.add(renderer.quoted(&lead, line));
            }
            content.gap();
        }
        content.add(renderer.remark("Which of these were in your answer?", Tone::Dim));
        for (index, point) in points.iter().enumerate() {
            self.point(index, point, renderer, content);
        }
        if self.doubtful(points) {
            content.gap();
            let lead = Line::styled("? ", Tone::Warn);
            let words = "ticked, but its key words are not in what you wrote";
            content.add(renderer.hanging(lead, words, |_| Style::DIM));
        }
    }

    /// The points for someone who said that they don't know: there is nothing to tick.
    pub(crate) fn show_unticked(points: &[Point], renderer: &TextRenderer, content: &mut Content) {
        for (index, point) in points.iter().enumerate() {
            Self::new(0, String::new()).point(index, point, renderer, content);
        }
    }

    fn point(&self, index: usize, point: &Point, renderer: &TextRenderer, content: &mut Content) {
        let (sign, tone) = if self.ticked.contains(&index) {
            ("✓", Tone::Good)
        } else {
            ("·", Tone::Dim)
        };
        let mut lead = Line::styled(format!("  {} ", index + 1), Tone::Accent).with(sign, tone);
        if !self.written.trim().is_empty() {
            let doubt = if self.is_doubtful(index, point) {
                "?"
            } else {
                " "
            };
            lead.push(doubt, Tone::Warn);
        }
        lead.push(" ", Style::PLAIN);
        let note = if point.essential {
            Line::styled("essential", Tone::Dim)
        } else {
            Line::new()
        };
        let weight = |style: Style| if point.essential { style.bold() } else { style };
        content.add(renderer.noted(lead, &point.text, weight, &note));
    }

    /// Whether a point was ticked that the written answer does not speak of.
    fn is_doubtful(&self, index: usize, point: &Point) -> bool {
        !self.written.trim().is_empty()
            && self.ticked.contains(&index)
            && !mentions(&self.written, &point.text)
    }

    fn doubtful(&self, points: &[Point]) -> bool {
        let mut points = points.iter().enumerate();
        points.any(|(index, point)| self.is_doubtful(index, point))
    }

    /// "2 of 3, both essentials → good".
    pub(crate) fn verdict(
        &self,
        points: &[Point],
        marked: &MarkedAnswer,
        renderer: &TextRenderer,
    ) -> Vec<Line> {
        let essentials = points.iter().filter(|point| point.essential).count();
        let hit = points
            .iter()
            .enumerate()
            .filter(|(index, point)| point.essential && self.ticked.contains(index))
            .count();
        let of_essentials = match (hit, essentials) {
            (_, 0) => String::new(),
            (1, 1) => ", the essential one".to_owned(),
            (2, 2) => ", both essentials".to_owned(),
            (hit, all) if hit == all => ", all essentials".to_owned(),
            (hit, all) => format!(", {hit} of {all} essentials"),
        };
        let (sign, tone) = if marked.passed() {
            ("✓", Tone::Good)
        } else {
            ("✗", Tone::Bad)
        };
        let words = format!(
            "{} of {}{of_essentials} → {}",
            self.ticked.len(),
            points.len(),
            marked.suggestion.grade
        );
        let lead = Line::styled(sign, tone).with(" ", Tone::Plain);
        renderer.hanging(lead, &words, |style| style)
    }

    /// The keys that do something now.
    pub(crate) fn hints(&self, points: usize, view: &View<'_>, marked: &MarkedAnswer) -> Vec<Hint> {
        if self.choosing {
            return marked.hints(view);
        }
        vec![
            Hint::new(format!("1-{points}"), "tick"),
            Hint::new("Enter", marked.suggestion.grade.name()),
            Hint::new("a", "all"),
            Hint::new("g", "other grade"),
        ]
    }
}
