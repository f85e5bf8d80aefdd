//! Points: say the answer aloud or type it, reveal the points, tick those that were in it.

use crate::ask::key_table::{Command, Phase};
use crate::question::{Answer, Points as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::style::Tone;

use super::kind_screen::{KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::text_renderer::{Content, TextRenderer};
use super::tick_list::{TickStage, TickedAnswer, add_points};

/// A question whose answer is ticked point by point.
pub(crate) struct Points<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    ticking: TickedAnswer,
}

impl<'v> Points<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        let ticking = TickedAnswer::default();
        Self {
            view,
            data,
            ticking,
        }
    }

    fn marked(&self) -> MarkedAnswer {
        let answer = Answer::Picked(self.ticking.ticked.clone());
        MarkedAnswer::new(self.view, answer, self.ticking.answered_ms)
    }
}

impl KindScreen for Points<'_> {
    fn phase(&self) -> Phase {
        self.ticking.phase(Phase::Question)
    }

    fn lettered(&self) -> usize {
        self.ticking.lettered(&self.data.points)
    }

    fn offers(&self) -> Vec<Offer> {
        match self.ticking.stage {
            TickStage::Speaking => vec![
                Offer::saying(Command::Show, "show the points"),
                Offer::usual(Command::Write),
                Offer::usual(Command::DontKnow),
            ],
            _ => self.ticking.offers(self.view, &self.marked()),
        }
    }

    fn take(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome {
        let marked = self.marked();
        let points = self.data.points.len();
        self.ticking.take(command, key, ms, points, &marked)
    }

    fn text(&self) -> Option<String> {
        self.ticking.text()
    }

    fn replace_text(&mut self, text: &str) {
        self.ticking.text_area.replace(text);
    }

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>, content: &mut Content) {
        content.gap();
        let points = &self.data.points;
        if marked.is_some() {
            content.rule(renderer);
            self.ticking.show_written(renderer, content);
            add_points(points, renderer, content);
            return;
        }
        match self.ticking.stage {
            TickStage::Speaking => {
                let count = points.len();
                let remark = format!("Say your answer aloud, or type it. It has {count} points.");
                content.add(renderer.remark(&remark, Tone::Dim));
            }
            TickStage::Writing => self.ticking.text_area.show(renderer, content),
            TickStage::Ticking => {
                content.rule(renderer);
                self.ticking.show(points, &self.marked(), renderer, content);
            }
        }
    }
}
