//! Recall: think, reveal, grade yourself.

use crate::ask::key_table::{Command, Phase};
use crate::question::Answer;
use crate::session::View;
use crate::terminal::keys::Key;

use super::kind_screen::{KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::text_renderer::{Content, TextRenderer};

/// A question whose answer is shown on a key.
pub(crate) struct Recall<'v> {
    view: &'v View<'v>,
}

impl<'v> Recall<'v> {
    pub(crate) const fn new(view: &'v View<'v>) -> Self {
        Self { view }
    }
}

impl KindScreen for Recall<'_> {
    fn phase(&self) -> Phase {
        Phase::Question
    }

    fn offers(&self) -> Vec<Offer> {
        vec![Offer::usual(Command::Show), Offer::usual(Command::DontKnow)]
    }

    fn take(&mut self, command: Command, _: &Key, _: u64) -> KeyOutcome {
        match command {
            Command::Show => KeyOutcome::Answered(Answer::Revealed),
            Command::DontKnow => KeyOutcome::Answered(Answer::Unknown),
            _ => KeyOutcome::Nothing,
        }
    }

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>, content: &mut Content) {
        if marked.is_some() {
            content.gap();
            content.rule(renderer);
            content.add(renderer.blocks(self.view.card.answer()));
        }
    }
}
