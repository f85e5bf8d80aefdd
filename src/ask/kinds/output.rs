//! Output: type what the program prints, or think and reveal it.

use crate::ask::key_table::{Command, Phase};
use crate::question::{Answer, Match, Output as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;

use super::difference;
use super::kind_screen::{Content, KeyOutcome, KindScreen, Offer};
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
    fn phase(&self) -> Phase {
        match self.marked {
            None => Phase::Lines,
            Some(_) => Phase::Answer,
        }
    }

    fn offers(&self) -> Vec<Offer> {
        if let Some(marked) = &self.marked {
            return marked.offers(self.view);
        }
        let mut offers = Vec::new();
        if self.text_area.is_blank() {
            offers.push(Offer::usual(Command::Enter));
        } else {
            let enter = if self.text_area.at_empty_end() {
                "done"
            } else {
                "next line, empty: done"
            };
            offers.push(Offer::saying(Command::Enter, enter));
            offers.push(Offer::silent(Command::Done));
        }
        offers.extend([
            Offer::usual(Command::DontKnow),
            Offer::silent(Command::NewLine),
            Offer::silent(Command::Editor),
            Offer::silent(Command::Edit),
        ]);
        offers
    }

    fn take(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome {
        if let Some(marked) = &self.marked {
            return marked.take(command, key, ms);
        }
        let answer = match command {
            Command::DontKnow => Answer::Unknown,
            // Enter on an empty field is more often a mistake than an answer.
            Command::Enter if self.text_area.is_blank() => return KeyOutcome::Nothing,
            Command::Done => Answer::Lines(self.text_area.lines()),
            Command::Enter if self.text_area.at_empty_end() => {
                Answer::Lines(self.text_area.lines())
            }
            Command::Enter if self.text_area.on_empty_line() => return KeyOutcome::Nothing,
            Command::Enter => return self.text_area.take(Command::NewLine, key),
            command => return self.text_area.take(command, key),
        };
        self.marked = Some(MarkedAnswer::new(self.view, answer, ms));
        KeyOutcome::Stay
    }

    fn text(&self) -> Option<String> {
        self.marked.is_none().then(|| self.text_area.text())
    }

    fn replace_text(&mut self, text: &str) {
        self.text_area.replace(text);
    }

    fn show(&self, renderer: &TextRenderer) -> Content {
        let mut content = question_with_context(self.view, renderer);
        content.gap();
        let Some(marked) = &self.marked else {
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
        explanation(self.view, renderer, &mut content);
        content
    }
}
