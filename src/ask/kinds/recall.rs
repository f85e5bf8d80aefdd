//! Recall: think, reveal, grade yourself.

use crate::ask::key_table::{Command, Phase};
use crate::question::Answer;
use crate::session::View;
use crate::terminal::keys::Key;

use super::kind_screen::{Content, KeyOutcome, KindScreen, Offer};
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
    fn phase(&self) -> Phase {
        match self.marked {
            None => Phase::Question,
            Some(_) => Phase::Answer,
        }
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.marked {
            None => vec![Offer::usual(Command::Show), Offer::usual(Command::DontKnow)],
            Some(marked) => marked.offers(self.view),
        }
    }

    fn take(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome {
        if let Some(marked) = &self.marked {
            return marked.take(command, key, ms);
        }
        let answer = match command {
            Command::Show => Answer::Revealed,
            Command::DontKnow => Answer::Unknown,
            _ => return KeyOutcome::Nothing,
        };
        self.marked = Some(MarkedAnswer::new(self.view, answer, ms));
        KeyOutcome::Stay
    }

    fn show(&self, renderer: &TextRenderer) -> Content {
        let mut content = question_with_context(self.view, renderer);
        if self.marked.is_some() {
            content.gap();
            content.focus = Some(content.lines.len());
            content.add([renderer.rule()]);
            content.add(renderer.blocks(self.view.card.answer()));
            explanation(self.view, renderer, &mut content);
        }
        content
    }
}
