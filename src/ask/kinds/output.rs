//! Output: type what the program prints, or think and reveal it.

use crate::ask::key_table::{Command, Phase};
use crate::question::{Answer, Match, Output as Data};
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;

use super::difference;
use super::kind_screen::{KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::text_area::TextArea;
use super::text_renderer::{Content, TextRenderer};

/// A program whose output is asked for.
pub(crate) struct Output<'v> {
    data: &'v Data,
    text_area: TextArea,
}

impl<'v> Output<'v> {
    pub(crate) fn new(data: &'v Data) -> Self {
        let text_area = TextArea::default();
        Self { data, text_area }
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

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>, content: &mut Content) {
        content.gap();
        let Some(marked) = marked else {
            content.add(renderer.remark("What does it print? One line each.", Tone::Dim));
            self.text_area.show(renderer, content);
            return;
        };
        content.rule(renderer);
        if self.text_area.is_blank() {
            content.add([Line::styled("    it prints", Tone::Dim)]);
            for line in self.data.lines() {
                let line = Line::styled("    ", Tone::Plain).with(line, Tone::Plain);
                content.add(wrap(&line, renderer.width, 6));
            }
        } else {
            add_compared(self.data, &self.text_area.lines(), renderer, content);
        }
        marked.ask_about_typo(renderer, content);
    }
}

/// Adds the lines that were given beside those that the program prints.
pub(crate) fn add_compared(
    output: &Data,
    lines: &[String],
    renderer: &TextRenderer,
    content: &mut Content,
) {
    let found = output.compare(lines).into_iter();
    let right: Vec<bool> = found.map(|found| found == Match::Right).collect();
    let titles = ["you", "it prints"];
    let wanted = output.lines();
    content.add(difference::columns(
        titles, lines, &wanted, &right, renderer,
    ));
}
