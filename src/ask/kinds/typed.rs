//! Typed: one line, compared with what is accepted.

use crate::ask::key_table::{Command, Phase};
use crate::question::{Answer, Typed as Data};
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::text_field::TextField;

use super::difference;
use super::kind_screen::{KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::text_area;
use super::text_renderer::{Content, TextRenderer};

/// A question answered by typing one line.
pub(crate) struct Typed<'v> {
    data: &'v Data,
    field: TextField,
}

impl<'v> Typed<'v> {
    pub(crate) fn new(data: &'v Data) -> Self {
        let field = TextField::default();
        Self { data, field }
    }
}

impl KindScreen for Typed<'_> {
    fn phase(&self) -> Phase {
        Phase::Line
    }

    fn offers(&self) -> Vec<Offer> {
        text_area::offers_of_a_line(self.field.is_blank())
    }

    fn take(&mut self, command: Command, key: &Key, _: u64) -> KeyOutcome {
        let answer = match command {
            Command::DontKnow => Answer::Unknown,
            // Enter on an empty line is more often a mistake than an answer.
            Command::Enter if !self.field.is_blank() => Answer::Typed(vec![self.field.text()]),
            Command::Edit => return text_area::edit(&mut self.field, key),
            _ => return KeyOutcome::Nothing,
        };
        KeyOutcome::Answered(answer)
    }

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>, content: &mut Content) {
        content.gap();
        let Some(marked) = marked else {
            let (line, column) = self
                .field
                .show(&Line::styled("› ", Tone::Accent), renderer.width);
            content.cursor = Some((content.lines.len(), column));
            content.add([line]);
            return;
        };
        content.focus = Some(content.lines.len());
        if marked.passed() {
            let given = self.field.text();
            content.add(renderer.typed(Line::styled("✓ ", Tone::Good), given.trim()));
        } else {
            let given = self.field.text();
            content.add(difference::texts(given.trim(), self.data.shown(), renderer));
            marked.ask_about_typo(renderer, content);
        }
        let others: Vec<String> = self
            .data
            .accepted
            .iter()
            .skip(1)
            .map(|other| format!("`{}`", other.text))
            .collect();
        if !others.is_empty() {
            let lead = Line::styled("  also ", Tone::Dim);
            content.add(renderer.hanging(lead, &others.join(", "), |style| style));
        }
    }
}
