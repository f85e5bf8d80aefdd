//! Recall: think, reveal, grade yourself.

use crate::question::Answer;
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;

use super::marked::Marked;
use super::paper::Paper;
use super::shown::{Ask, Shown, Step};
use super::stem::{explanation, stem};

/// A question whose answer is shown on a key.
pub(super) struct Recall<'v> {
    view: &'v View<'v>,
    marked: Option<Marked>,
}

impl<'v> Recall<'v> {
    pub(super) const fn new(view: &'v View<'v>) -> Self {
        Self { view, marked: None }
    }
}

impl Ask for Recall<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> Step {
        match (&self.marked, key) {
            (Some(marked), key) => marked.key(key, ms),
            (None, Key::Enter | Key::Char(' ')) => {
                self.marked = Some(Marked::new(self.view, Answer::Revealed, ms));
                Step::Stay
            }
            (None, _) => Step::NotMine,
        }
    }

    fn show(&self, paper: &Paper) -> Shown {
        let mut shown = stem(self.view, paper);
        match &self.marked {
            None => shown.hints.push(Hint::new("Space", "show the answer")),
            Some(marked) => {
                shown.gap();
                shown.focus = Some(shown.lines.len());
                shown.add([paper.rule()]);
                shown.add(paper.blocks(self.view.card.answer()));
                explanation(self.view, paper, &mut shown);
                shown.hints = marked.hints(self.view);
            }
        }
        shown
    }

    fn revealed(&self) -> bool {
        self.marked.is_some()
    }
}
