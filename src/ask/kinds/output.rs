//! Output: type what the program prints, or think and reveal it.

use crate::question::{Answer, Match, Output as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;

use super::difference;
use super::essay::Essay;
use super::marked::Marked;
use super::shown::{Ask, KeyOutcome, Shown};
use super::stem::{explanation, stem};
use super::text_renderer::TextRenderer;

/// A program whose output is asked for.
pub(crate) struct Output<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    essay: Essay,
    marked: Option<Marked>,
}

impl<'v> Output<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            essay: Essay::default(),
            marked: None,
        }
    }
}

impl Ask for Output<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        if let Some(marked) = &self.marked {
            return marked.key(key, ms);
        }
        let answer = match key {
            // With lines typed they are marked; without, the answer is only looked at.
            Key::Ctrl('d') | Key::Tab if !self.essay.text().trim().is_empty() => {
                Answer::Lines(self.essay.lines())
            }
            Key::Tab => Answer::Revealed,
            key => {
                return if self.essay.key(key) {
                    KeyOutcome::Stay
                } else {
                    KeyOutcome::NotMine
                };
            }
        };
        self.marked = Some(Marked::new(self.view, answer, ms));
        KeyOutcome::Stay
    }

    fn show(&self, renderer: &TextRenderer) -> Shown {
        let mut shown = stem(self.view, renderer);
        shown.gap();
        let Some(marked) = &self.marked else {
            shown.add(renderer.remark("What does it print? One line each.", Tone::Dim));
            self.essay.show(renderer, &mut shown);
            shown.hints = vec![Hint::new("Enter", "next line"), Hint::new("Ctrl-D", "done")];
            if self.essay.text().trim().is_empty() {
                shown.hints[1] = Hint::new("Tab", "show the answer");
            }
            return shown;
        };
        shown.focus = Some(shown.lines.len());
        shown.add([renderer.rule()]);
        if let Answer::Lines(lines) = &marked.answer {
            let right: Vec<bool> = self
                .data
                .compare(lines)
                .into_iter()
                .map(|found| found == Match::Right)
                .collect();
            shown.add(difference::columns(
                ["you", "it prints"],
                lines,
                &self.data.lines(),
                &right,
                renderer,
            ));
        } else {
            shown.add([Line::styled("    it prints", Tone::Dim)]);
            for line in self.data.lines() {
                let line = Line::styled("    ", Tone::Plain).with(line, Tone::Plain);
                shown.add(wrap(&line, renderer.width, 6));
            }
        }
        marked.ask_about_typo(renderer, &mut shown);
        explanation(self.view, renderer, &mut shown);
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
