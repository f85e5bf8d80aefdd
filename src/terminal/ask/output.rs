//! Output: type what the program prints, or think and reveal it.

use crate::memory::Grade;
use crate::question::{Answer, Output as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;

use super::difference;
use super::field::Field;
use super::marked::Marked;
use super::paper::Paper;
use super::shown::{Ask, Shown, Step};
use super::stem::{explanation, stem};

/// A program whose output is asked for.
pub(super) struct Output<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    lines: Vec<String>,
    field: Field,
    marked: Option<Marked>,
}

impl<'v> Output<'v> {
    pub(super) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            lines: Vec::new(),
            field: Field::default(),
            marked: None,
        }
    }

    fn given(&self) -> Vec<String> {
        let last = (!self.field.is_empty()).then(|| self.field.text());
        self.lines.iter().cloned().chain(last).collect()
    }
}

impl Ask for Output<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> Step {
        if let Some(marked) = &self.marked {
            return match key {
                Key::Char('t') if marked.is_near_miss() => marked.graded(Grade::Good, ms, false),
                key => marked.key(key, ms),
            };
        }
        let answer = match key {
            // With lines typed they are marked; without, the answer is only looked at.
            Key::Ctrl('d') | Key::Tab if !self.given().is_empty() => Answer::Lines(self.given()),
            Key::Tab => Answer::Revealed,
            Key::Enter => {
                self.lines.push(self.field.text());
                self.field = Field::default();
                return Step::Stay;
            }
            Key::Backspace | Key::Up if self.field.is_empty() => {
                if let Some(line) = self.lines.pop() {
                    self.field = Field::with(&line);
                }
                return Step::Stay;
            }
            key => {
                return if self.field.key(key) {
                    Step::Stay
                } else {
                    Step::NotMine
                };
            }
        };
        self.marked = Some(Marked::new(self.view, answer, ms));
        Step::Stay
    }

    fn show(&self, paper: &Paper) -> Shown {
        let mut shown = stem(self.view, paper);
        shown.gap();
        let Some(marked) = &self.marked else {
            shown.add(
                self.lines
                    .iter()
                    .map(|line| Line::styled("  ", Tone::Plain).with(line, Tone::Plain)),
            );
            let (line, column) = self
                .field
                .show(&Line::styled("› ", Tone::Accent), paper.width);
            shown.cursor = Some((shown.lines.len(), column));
            shown.add([line]);
            shown.hints = vec![
                Hint::new("Enter", "next line"),
                Hint::new("Ctrl-D", "done"),
                Hint::new("Tab", "show the answer"),
            ];
            return shown;
        };
        shown.focus = Some(shown.lines.len());
        shown.add([paper.rule()]);
        if let Answer::Lines(lines) = &marked.answer {
            shown.add(difference::columns(
                ["you", "it prints"],
                lines,
                &self.data.lines(),
                paper,
            ));
        } else {
            shown.add([Line::styled("    it prints", Tone::Dim)]);
            for line in self.data.lines() {
                let line = Line::styled("    ", Tone::Plain).with(line, Tone::Plain);
                shown.add(wrap(&line, paper.width, 6));
            }
        }
        explanation(self.view, paper, &mut shown);
        shown.hints = marked.hints(self.view);
        shown
    }

    fn typing(&self) -> bool {
        self.marked.is_none()
    }

    fn revealed(&self) -> bool {
        self.marked.is_some()
    }
}
