//! Recall: think, reveal, grade yourself.

use crate::question::Answer;
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;

use super::kind_screen::{Content, KeyOutcome, KindScreen};
use super::marked_answer::MarkedAnswer;
use super::question_text::{explanation, question_with_context};
use super::text_renderer::TextRenderer;

/// A question whose answer is shown on a key.
pub(crate) struct Recall<'v> {
    view: &'v View<'v>,
    marked: Option<MarkedAnswer>,
}

impl<'v> Recall<'v> {
    pub(crate) const fn new(view: &'v View<'v>) -> Self {
        Self { view, marked: None }
    }
}

impl KindScreen for Recall<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        match (&self.marked, key) {
            (Some(marked), key) => marked.key(key, ms),
            (None, Key::Enter | Key::Char(' ')) => {
                self.marked = Some(MarkedAnswer::new(self.view, Answer::Revealed, ms));
                KeyOutcome::Stay
            }
            (None, _) => KeyOutcome::NotMine,
        }
    }

    fn show(&self, renderer: &TextRenderer) -> Content {
        let mut content = question_with_context(self.view, renderer);
        match &self.marked {
            None => content.hints.push(Hint::new("Space", "show the answer")),
            Some(marked) => {
                content.gap();
                content.focus = Some(content.lines.len());
                content.add([renderer.rule()]);
                content.add(renderer.blocks(self.view.card.answer()));
                explanation(self.view, renderer, &mut content);
                content.hints = marked.hints(self.view);
            }
        }
        content
    }

    fn revealed(&self) -> bool {
        self.marked.is_some()
    }
}
