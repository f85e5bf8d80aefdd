//! Points: say it aloud or type it, reveal, tick what was in it.

use crate::question::{Answer, Points as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::style::Tone;

use super::essay::Essay;
use super::marked::Marked;
use super::shown::{Ask, KeyOutcome, Shown};
use super::stem::{explanation, stem};
use super::text_renderer::TextRenderer;
use super::ticking::Ticking;

/// A question whose answer is ticked point by point.
pub(crate) struct Points<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// What was typed so far; it survives leaving the field.
    essay: Essay,
    stage: PointsStage,
}

enum PointsStage {
    /// The learner speaks.
    Question,
    /// The learner types.
    Writing,
    /// The points are on the screen.
    Tick(Ticking),
}

impl<'v> Points<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            essay: Essay::default(),
            stage: PointsStage::Question,
        }
    }

    fn marked(&self, ticking: &Ticking) -> Marked {
        let answer = Answer::Picked(ticking.ticked.clone());
        Marked::new(self.view, answer, ticking.answered_ms)
    }
}

impl Ask for Points<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        match (&self.stage, key) {
            (PointsStage::Question, Key::Enter | Key::Char(' '))
            | (PointsStage::Writing, Key::Ctrl('d')) => {
                self.stage = PointsStage::Tick(Ticking::new(ms, self.essay.text()));
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
                return if self.essay.key(key) {
                    KeyOutcome::Stay
                } else {
                    KeyOutcome::NotMine
                };
            }
            (PointsStage::Tick(_), _) => {}
        }
        let PointsStage::Tick(ticking) = &self.stage else {
            return KeyOutcome::NotMine;
        };
        let marked = self.marked(ticking);
        let points = self.data.points.len();
        match &mut self.stage {
            PointsStage::Tick(ticking) => ticking.key(key, ms, points, &marked),
            PointsStage::Question | PointsStage::Writing => KeyOutcome::NotMine,
        }
    }

    fn show(&self, renderer: &TextRenderer) -> Shown {
        let mut shown = stem(self.view, renderer);
        shown.gap();
        match &self.stage {
            PointsStage::Question => {
                let count = self.data.points.len();
                let remark =
                    format!("Say your answer aloud, or type it. {count} points belong to it.");
                shown.add(renderer.remark(&remark, Tone::Dim));
                shown.hints = vec![
                    Hint::new("Space", "show the points"),
                    Hint::new("t", "type it"),
                ];
            }
            PointsStage::Writing => {
                self.essay.show(renderer, &mut shown);
                shown.hints = vec![
                    Hint::new("Ctrl-D", "done"),
                    Hint::new("Enter", "new line"),
                    Hint::new("Esc", "back"),
                ];
            }
            PointsStage::Tick(ticking) => {
                let marked = self.marked(ticking);
                let points = &self.data.points;
                shown.focus = Some(shown.lines.len());
                shown.add([renderer.rule()]);
                ticking.show(points, renderer, &mut shown);
                shown.gap();
                shown.add(ticking.verdict(points, &marked, renderer));
                explanation(self.view, renderer, &mut shown);
                shown.hints = ticking.hints(points.len(), self.view, &marked);
            }
        }
        shown
    }

    fn typing(&self) -> bool {
        matches!(self.stage, PointsStage::Writing)
    }

    fn revealed(&self) -> bool {
        matches!(self.stage, PointsStage::Tick(_))
    }
}
