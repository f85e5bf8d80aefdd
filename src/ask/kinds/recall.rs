//! Recall: think, reveal, grade yourself.

use crate::question::Answer;
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;

use super::marked::Marked;
use super::shown::{Ask, KeyOutcome, Shown};
use super::stem::{explanation, stem};
use super::text_renderer::TextRenderer;

/// A question whose answer is shown on a key.
pub(crate) struct Recall<'v> {
    view: &'v View<'v>,
    marked: Option<Marked>,
}

impl<'v> Recall<'v> {
    pub(crate) const fn new(view: &'v View<'v>) -> Self {
        Self { view, marked: None }
    }
}

impl Ask for Recall<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        match (&self.marked, key) {
            (Some(marked), key) => marked.key(key, ms),
            (None, Key::Enter | Key::Char(' ')) => {
                self.marked = Some(Marked::new(self.view, Answer::Revealed, ms));
                KeyOutcome::Stay
            }
            (None, _) => KeyOutcome::NotMine,
        }
    }

    fn show(&self, renderer: &TextRenderer) -> Shown {
        let mut shown = stem(self.view, renderer);
        match &self.marked {
            None => shown.hints.push(Hint::new("Space", "show the answer")),
            Some(marked) => {
                shown.gap();
                shown.focus = Some(shown.lines.len());
                shown.add([renderer.rule()]);
                shown.add(renderer.blocks(self.view.card.answer()));
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
