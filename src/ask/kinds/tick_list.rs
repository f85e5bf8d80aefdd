//! The points of an answer, and which of them the learner ticks.

use std::collections::BTreeSet;

use crate::ask::key_table::{Command, letter, letter_of};
use crate::question::{Point, mentions};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::kind_screen::{Content, KeyOutcome, MarkedAnswer, Offer};
use super::marked_answer::grades;
use super::question_text::you_wrote;
use super::text_renderer::TextRenderer;

/// Points on the screen, being ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TickList {
    /// The points that were in the answer, by index.
    pub(crate) ticked: BTreeSet<usize>,
    /// When the points were shown: the answer had been given by then.
    pub(crate) answered_ms: u64,
    /// The answer, where it was typed.
    written: String,
    /// The point under the cursor, once there is one.
    cursor: Option<usize>,
    /// Whether anything was ticked: until then, nothing shows which points are essential.
    touched: bool,
}

impl TickList {
    /// Points shown after `answered_ms`, to someone who wrote this.
    pub(crate) const fn new(answered_ms: u64, written: String) -> Self {
        Self {
            ticked: BTreeSet::new(),
            answered_ms,
            written,
            cursor: None,
            touched: false,
        }
    }

    /// Carries out a command; `marked` is the verdict on the ticks so far.
    pub(crate) fn take(
        &mut self,
        command: Command,
        key: &Key,
        ms: u64,
        points: usize,
        marked: &MarkedAnswer,
    ) -> KeyOutcome {
        match command {
            Command::Letter => match letter(key) {
                Some(place) => self.toggle(place),
                None => return KeyOutcome::Nothing,
            },
            Command::Space => match self.cursor {
                Some(place) => self.toggle(place),
                None => return KeyOutcome::Nothing,
            },
            Command::Cursor => self.cursor = Some(moved(self.cursor, key, points)),
            Command::All => {
                let all: BTreeSet<usize> = (0..points).collect();
                self.touched = true;
                self.ticked = if self.ticked == all {
                    BTreeSet::new()
                } else {
                    all
                };
            }
            command => return marked.take(command, key, ms),
        }
        KeyOutcome::Stay
    }

    fn toggle(&mut self, place: usize) {
        self.touched = true;
        if !self.ticked.remove(&place) {
            self.ticked.insert(place);
        }
    }

    /// What the learner wrote, the points, and the verdict on the ticks.
    pub(crate) fn show(&self, points: &[Point], renderer: &TextRenderer, content: &mut Content) {
        you_wrote(&self.written, renderer, content);
        content.add(renderer.remark("Which of these were in your answer?", Tone::Dim));
        for (index, point) in points.iter().enumerate() {
            if self.cursor == Some(index) {
                content.focus = Some(content.lines.len());
            }
            self.point(index, point, renderer, content);
        }
        if self.doubtful(points) {
            content.gap();
            let lead = Line::styled("? ", Tone::Warn);
            let words = "ticked, but its key words are not in what you wrote";
            content.add(renderer.hanging(lead, words, |_| Style::DIM));
        }
    }

    /// The points for someone who said that they don't know: there is nothing to tick, and letters are commands.
    pub(crate) fn show_unticked(points: &[Point], renderer: &TextRenderer, content: &mut Content) {
        for point in points {
            add_point(
                Line::styled("  · ", Tone::Dim),
                point,
                point.essential,
                renderer,
                content,
            );
        }
    }

    fn point(&self, index: usize, point: &Point, renderer: &TextRenderer, content: &mut Content) {
        let mut lead = tick_lead(index, self.cursor, self.ticked.contains(&index));
        if !self.written.trim().is_empty() {
            let doubt = if self.is_doubtful(index, point) {
                "?"
            } else {
                " "
            };
            lead.push(doubt, Tone::Warn);
        }
        lead.push(" ", Style::PLAIN);
        add_point(
            lead,
            point,
            point.essential && self.touched,
            renderer,
            content,
        );
    }

    /// Whether a point was ticked that the written answer does not mention.
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
        if !self.touched {
            return Vec::new();
        }
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
        let mut words = format!("{} of {}{of_essentials}", self.ticked.len(), points.len());
        if !self.ticked.is_empty() {
            words.push_str(&format!(" → {}", marked.suggestion.grade));
        }
        let lead = Line::styled(sign, tone).with(" ", Tone::Plain);
        renderer.hanging(lead, &words, |style| style)
    }

    /// The commands that do something now: without a tick no grade is suggested.
    pub(crate) fn offers(&self, view: &View<'_>, marked: &MarkedAnswer) -> Vec<Offer> {
        let mut offers = if self.ticked.is_empty() {
            vec![Offer::saying(Command::Letter, "tick what you said")]
        } else {
            vec![
                Offer::saying(Command::Take, marked.suggestion.grade.name()),
                Offer::usual(Command::Letter),
            ]
        };
        if self.cursor.is_some() {
            offers.push(Offer::usual(Command::Space));
        }
        offers.push(grades(view));
        offers.push(Offer::usual(Command::All));
        offers.push(Offer::silent(Command::Cursor));
        offers
    }
}

/// Adds a point, and whether it is shown as essential.
pub(crate) fn add_point(
    lead: Line,
    point: &Point,
    essential: bool,
    renderer: &TextRenderer,
    content: &mut Content,
) {
    let note = if essential {
        Line::styled("essential", Tone::Dim)
    } else {
        Line::new()
    };
    let weight = |style: Style| if essential { style.bold() } else { style };
    content.add(renderer.noted(lead, &point.text, weight, &note));
}

/// Where a list's cursor goes: the first arrow key shows it at the nearer end.
pub(crate) fn moved(cursor: Option<usize>, key: &Key, count: usize) -> usize {
    let last = count.saturating_sub(1);
    match (cursor, key) {
        (None, Key::Up) => last,
        (None, _) => 0,
        (Some(at), Key::Up) => at.saturating_sub(1),
        (Some(at), _) => (at + 1).min(last),
    }
}

/// `› a ✓`: the cursor, the letter, whether it is ticked.
pub(crate) fn tick_lead(index: usize, cursor: Option<usize>, ticked: bool) -> Line {
    let (sign, tone) = if ticked {
        ("✓", Tone::Good)
    } else {
        ("·", Tone::Dim)
    };
    let here = if cursor == Some(index) { "›" } else { " " };
    Line::styled(format!("{here} {} ", letter_of(index)), Tone::Accent).with(sign, tone)
}
