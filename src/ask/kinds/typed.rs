//! Typed: one line, compared with what is accepted.

use crate::question::{Answer, Typed as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;

use super::difference;
use super::field::Field;
use super::marked::Marked;
use super::shown::{Ask, KeyOutcome, Shown};
use super::stem::{explanation, stem};
use super::text_renderer::TextRenderer;

/// A question answered by typing one line.
pub(crate) struct Typed<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    field: Field,
    marked: Option<Marked>,
}

impl<'v> Typed<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            field: Field::default(),
            marked: None,
        }
    }
}

impl Ask for Typed<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        if let Some(marked) = &self.marked {
            return marked.key(key, ms);
        }
        let answer = match key {
            Key::Tab => Answer::Unknown,
            // Enter on an empty line is more often a slip than an answer.
            Key::Enter if self.field.text().trim().is_empty() => return KeyOutcome::Stay,
            Key::Enter => Answer::Typed(vec![self.field.text()]),
            key if self.field.key(key) => return KeyOutcome::Stay,
            _ => return KeyOutcome::NotMine,
        };
        self.marked = Some(Marked::new(self.view, answer, ms));
        KeyOutcome::Stay
    }

    fn show(&self, renderer: &TextRenderer) -> Shown {
        let mut shown = stem(self.view, renderer);
        shown.gap();
        let Some(marked) = &self.marked else {
            let (line, column) = self
                .field
                .show(&Line::styled("› ", Tone::Accent), renderer.width);
            shown.cursor = Some((shown.lines.len(), column));
            shown.add([line]);
            shown.hints = vec![
                Hint::new("Enter", "done"),
                Hint::new("Tab", "show the answer"),
            ];
            return shown;
        };
        shown.focus = Some(shown.lines.len());
        let wanted = self
            .data
            .accepted
            .first()
            .map_or("", |accepted| accepted.text.as_str());
        if marked.passed() {
            let given = self.field.text();
            shown.add(renderer.typed(Line::styled("✓ ", Tone::Good), given.trim()));
        } else {
            let given = match &marked.answer {
                Answer::Typed(texts) => texts.concat(),
                _ => String::new(),
            };
            shown.add(difference::texts(given.trim(), wanted, renderer));
            marked.ask_about_typo(renderer, &mut shown);
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
            shown.add(renderer.hanging(lead, &others.join(", "), |style| style));
        }
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
