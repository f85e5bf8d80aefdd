//! Output: type what the program prints, or think and reveal it.

use crate::ask::key_table::{Command, Phase};
use crate::question::{Answer, Match, Output as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;

use super::difference;
use super::kind_screen::{Content, KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::question_text::{explanation, question_with_context};
use super::text_area::TextArea;
use super::text_renderer::TextRenderer;

/// A program whose output is asked for.
pub(crate) struct Output<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    text_area: TextArea,
}

impl<'v> Output<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            text_area: TextArea::default(),
        }
    }
}

impl KindScreen for Output<'_> {
    fn phase(&self) -> Phase {
        Phase::Lines
    }

    fn offers(&self) -> Vec<Offer> {
        self.text_area.offers_of_lines()
    }

    fn take(&mut self, command: Command, key: &Key, _: u64) -> KeyOutcome {
        let answer = match command {
            Command::DontKnow => Answer::Unknown,
            command if self.text_area.ends_lines(command) => Answer::Lines(self.text_area.lines()),
            command => return self.text_area.take(command, key),
        };
        KeyOutcome::Answered(answer)
    }

    fn text(&self) -> Option<String> {
        Some(self.text_area.text())
    }

    fn replace_text(&mut self, text: &str) {
        self.text_area.replace(text);
    }

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>) -> Content {
        let mut content = question_with_context(self.view, renderer);
        content.gap();
        let Some(marked) = marked else {
            content.add(renderer.remark("What does it print? One line each.", Tone::Dim));
            self.text_area.show(renderer, &mut content);
            return content;
        };
        content.focus = Some(content.lines.len());
        content.add([renderer.rule()]);
        if self.text_area.is_blank() {
            content.add([Line::styled("    it prints", Tone::Dim)]);
            for line in self.data.lines() {
                let line = Line::styled("    ", Tone::Plain).with(line, Tone::Plain);
                content.add(wrap(&line, renderer.width, 6));
            }
        } else {
            let lines = &self.text_area.lines();
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
        }
        marked.ask_about_typo(renderer, &mut content);
        explanation(self.view.card, renderer, &mut content);
        content
    }
}
