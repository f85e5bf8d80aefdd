//! Output: type what the program prints, or think and reveal it.

use crate::question::{Answer, Match, Output as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;

use super::difference;
use super::kind_screen::{Content, KeyOutcome, KindScreen};
use super::marked_answer::MarkedAnswer;
use super::question_text::{explanation, question_with_context};
use super::text_area::TextArea;
use super::text_renderer::TextRenderer;

/// A program whose output is asked for.
pub(crate) struct Output<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    text_area: TextArea,
    marked: Option<MarkedAnswer>,
}

impl<'v> Output<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            text_area: TextArea::default(),
            marked: None,
        }
    }
}

impl KindScreen for Output<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        if let Some(marked) = &self.marked {
            return marked.key(key, ms);
        }
        let answer = match key {
            // With lines typed they are marked; without, the answer is only looked at.
            Key::Ctrl('d') | Key::Tab if !self.text_area.text().trim().is_empty() => {
                Answer::Lines(self.text_area.lines())
            }
            Key::Tab => Answer::Revealed,
            key => {
                return if self.text_area.key(key) {
                    KeyOutcome::Stay
                } else {
                    KeyOutcome::NotMine
                };
            }
        };
        self.marked = Some(MarkedAnswer::new(self.view, answer, ms));
        KeyOutcome::Stay
    }

    fn show(&self, renderer: &TextRenderer) -> Content {
        let mut content = question_with_context(self.view, renderer);
        content.gap();
        let Some(marked) = &self.marked else {
            content.add(renderer.remark("What does it print? One line each.", Tone::Dim));
            self.text_area.show(renderer, &mut content);
            content.hints = vec![Hint::new("Enter", "next line"), Hint::new("Ctrl-D", "done")];
            if self.text_area.text().trim().is_empty() {
                content.hints[1] = Hint::new("Tab", "show the answer");
            }
            return content;
        };
        content.focus = Some(content.lines.len());
        content.add([renderer.rule()]);
        if let Answer::Lines(lines) = &marked.answer {
            let right: Vec<bool> = self
                .data
                .compare(lines)
                .into_iter()
                .map(|found| found == Match::Right)
                .collect();
            content.add(difference::columns(
                ["you", "it prints"],
                lines,
                &self.data.lines(),
                &right,
                renderer,
            ));
        } else {
            content.add([Line::styled("    it prints", Tone::Dim)]);
            for line in self.data.lines() {
                let line = Line::styled("    ", Tone::Plain).with(line, Tone::Plain);
                content.add(wrap(&line, renderer.width, 6));
            }
        }
        marked.ask_about_typo(renderer, &mut content);
        explanation(self.view, renderer, &mut content);
        content.hints = marked.hints(self.view);
        content
    }

    fn typing(&self) -> bool {
        self.marked.is_none()
    }

    fn revealed(&self) -> bool {
        self.marked.is_some()
    }
}
