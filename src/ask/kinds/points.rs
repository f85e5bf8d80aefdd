//! Points: say the answer aloud or type it, reveal the points, tick those that were in it.

use crate::ask::key_table::{Command, Phase};
use crate::question::{Answer, Points as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::style::Tone;

use super::kind_screen::{Content, KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::question_text::{explanation, question_with_context, you_wrote};
use super::text_area::TextArea;
use super::text_renderer::TextRenderer;
use super::tick_list::TickList;

/// A question whose answer is ticked point by point.
pub(crate) struct Points<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// What was typed so far; it survives leaving the field.
    text_area: TextArea,
    stage: PointsStage,
}

enum PointsStage {
    /// The learner speaks.
    Question,
    /// The learner types.
    Writing,
    /// The points are on the screen.
    Tick(TickList),
}

impl<'v> Points<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            text_area: TextArea::default(),
            stage: PointsStage::Question,
        }
    }

    fn marked(&self, ticks: &TickList) -> MarkedAnswer {
        let answer = Answer::Picked(ticks.ticked.clone());
        MarkedAnswer::new(self.view, answer, ticks.answered_ms)
    }
}

impl KindScreen for Points<'_> {
    fn phase(&self) -> Phase {
        match self.stage {
            PointsStage::Question => Phase::Question,
            PointsStage::Writing => Phase::Text,
            PointsStage::Tick(_) => Phase::Points,
        }
    }

    fn lettered(&self) -> usize {
        match self.stage {
            PointsStage::Tick(_) => self.data.points.len(),
            _ => 0,
        }
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.stage {
            PointsStage::Question => vec![
                Offer::saying(Command::Show, "show the points"),
                Offer::usual(Command::Write),
                Offer::usual(Command::DontKnow),
            ],
            PointsStage::Writing => self.text_area.offers_of_a_text(),
            PointsStage::Tick(ticks) => ticks.offers(self.view, &self.marked(ticks)),
        }
    }

    fn take(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome {
        match (&self.stage, command) {
            (PointsStage::Question | PointsStage::Writing, Command::DontKnow) => {
                return KeyOutcome::Answered(Answer::Unknown);
            }
            (PointsStage::Question, Command::Show) | (PointsStage::Writing, Command::Done) => {
                self.stage = PointsStage::Tick(TickList::new(ms, self.text_area.text()));
            }
            (PointsStage::Question, Command::Write) => self.stage = PointsStage::Writing,
            (PointsStage::Question, _) => return KeyOutcome::Nothing,
            (PointsStage::Writing, _) => return self.text_area.take(command, key),
            (PointsStage::Tick(ticks), command) => {
                let marked = self.marked(ticks);
                let points = self.data.points.len();
                if let PointsStage::Tick(ticks) = &mut self.stage {
                    return ticks.take(command, key, ms, points, &marked);
                }
            }
        }
        KeyOutcome::Stay
    }

    fn text(&self) -> Option<String> {
        matches!(self.stage, PointsStage::Writing).then(|| self.text_area.text())
    }

    fn replace_text(&mut self, text: &str) {
        self.text_area.replace(text);
    }

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>) -> Content {
        let mut content = question_with_context(self.view, renderer);
        content.gap();
        let points = &self.data.points;
        if marked.is_some() {
            content.focus = Some(content.lines.len());
            content.add([renderer.rule()]);
            you_wrote(&self.text_area.text(), renderer, &mut content);
            TickList::show_unticked(points, renderer, &mut content);
            explanation(self.view.card, renderer, &mut content);
            return content;
        }
        match &self.stage {
            PointsStage::Question => {
                let remark = format!(
                    "Say your answer aloud, or type it. It has {} points.",
                    points.len()
                );
                content.add(renderer.remark(&remark, Tone::Dim));
            }
            PointsStage::Writing => self.text_area.show(renderer, &mut content),
            PointsStage::Tick(ticks) => {
                let marked = self.marked(ticks);
                content.focus = Some(content.lines.len());
                content.add([renderer.rule()]);
                ticks.show(points, renderer, &mut content);
                content.gap();
                content.add(ticks.verdict(points, &marked, renderer));
                explanation(self.view.card, renderer, &mut content);
            }
        }
        content
    }
}
