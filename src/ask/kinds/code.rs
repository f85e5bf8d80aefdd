//! Code: write it, and compare it with the model.

use crate::question::{Answer, CodeTask};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;

use super::marked::Marked;
use super::shown::{Ask, KeyOutcome, Shown};
use super::stem::{explanation, stem};
use super::text_renderer::TextRenderer;
use crate::terminal::style::Tone;

/// A task whose solution the learner compares with the model.
pub(crate) struct Code<'v> {
    view: &'v View<'v>,
    task: &'v CodeTask,
    marked: Option<Marked>,
}

impl<'v> Code<'v> {
    pub(crate) const fn new(view: &'v View<'v>, task: &'v CodeTask) -> Self {
        Self {
            view,
            task,
            marked: None,
        }
    }
}

impl Ask for Code<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        match (&self.marked, key) {
            (Some(marked), key) => marked.key(key, ms),
            (None, Key::Enter | Key::Char(' ')) => {
                self.marked = Some(Marked::new(self.view, Answer::Revealed, ms));
                KeyOutcome::Stay
            }
            (None, Key::Tab) => {
                self.marked = Some(Marked::new(self.view, Answer::Unknown, ms));
                KeyOutcome::Stay
            }
            (None, _) => KeyOutcome::NotMine,
        }
    }

    fn show(&self, renderer: &TextRenderer) -> Shown {
        let mut shown = stem(self.view, renderer);
        match &self.marked {
            None => {
                shown.hints = vec![
                    Hint::new("Space", "show the model"),
                    Hint::new("Tab", "give up"),
                ]
            }
            Some(marked) => {
                shown.gap();
                shown.focus = Some(shown.lines.len());
                shown.add([renderer.rule()]);
                shown.add(renderer.remark("The model", Tone::Dim));
                let model = &self.task.solution;
                shown.add((renderer.highlighter)(&model.language, &model.text));
                explanation(self.view, renderer, &mut shown);
                shown.hints = marked.hints(self.view);
            }
        }
        shown
    }

    fn revealed(&self) -> bool {
        self.marked.is_some()
    }
}
