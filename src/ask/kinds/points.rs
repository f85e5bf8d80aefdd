//! Points: say it aloud or type it, reveal, tick what was in it.

use crate::question::{Answer, Points as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::style::Tone;

use super::kind_screen::{Content, KeyOutcome, KindScreen};
use super::marked_answer::MarkedAnswer;
use super::question_text::{explanation, question_with_context};
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
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        match (&self.stage, key) {
            (PointsStage::Question, Key::Enter | Key::Char(' '))
            | (PointsStage::Writing, Key::Ctrl('d')) => {
                self.stage = PointsStage::Tick(TickList::new(ms, self.text_area.text()));
                return KeyOutcome::Stay;
            }
            (PointsStage::Question, Key::Char('t')) => {
                self.stage = PointsStage::Writing;
                return KeyOutcome::Stay;
            }
            (PointsStage::Question, _) => return KeyOutcome::NotMine,
            (PointsStage::Writing, Key::Esc) => {
                self.stage = PointsStage::Question;
                return KeyOutcome::Stay;
            }
            (PointsStage::Writing, key) => {
                return if self.text_area.key(key) {
                    KeyOutcome::Stay
                } else {
                    KeyOutcome::NotMine
                };
            }
            (PointsStage::Tick(_), _) => {}
        }
        let PointsStage::Tick(ticks) = &self.stage else {
            return KeyOutcome::NotMine;
        };
        let marked = self.marked(ticks);
        let points = self.data.points.len();
        match &mut self.stage {
            PointsStage::Tick(ticks) => ticks.key(key, ms, points, &marked),
            PointsStage::Question | PointsStage::Writing => KeyOutcome::NotMine,
        }
    }

    fn show(&self, renderer: &TextRenderer) -> Content {
        let mut content = question_with_context(self.view, renderer);
        content.gap();
        match &self.stage {
            PointsStage::Question => {
                let count = self.data.points.len();
                let remark =
                    format!("Say your answer aloud, or type it. {count} points belong to it.");
                content.add(renderer.remark(&remark, Tone::Dim));
                content.hints = vec![
                    Hint::new("Space", "show the points"),
                    Hint::new("t", "type it"),
                ];
            }
            PointsStage::Writing => {
                self.text_area.show(renderer, &mut content);
                content.hints = vec![
                    Hint::new("Ctrl-D", "done"),
                    Hint::new("Enter", "new line"),
                    Hint::new("Esc", "back"),
                ];
            }
            PointsStage::Tick(ticks) => {
                let marked = self.marked(ticks);
                let points = &self.data.points;
                content.focus = Some(content.lines.len());
                content.add([renderer.rule()]);
                ticks.show(points, renderer, &mut content);
                content.gap();
                content.add(ticks.verdict(points, &marked, renderer));
                explanation(self.view, renderer, &mut content);
                content.hints = ticks.hints(points.len(), self.view, &marked);
            }
        }
        content
    }

    fn typing(&self) -> bool {
        matches!(self.stage, PointsStage::Writing)
    }

    fn revealed(&self) -> bool {
        matches!(self.stage, PointsStage::Tick(_))
    }
}
