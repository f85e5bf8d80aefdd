//! Points: say it aloud or type it, reveal, tick what was in it.

use crate::question::{Answer, Points as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::style::Tone;

use super::essay::Essay;
use super::marked::Marked;
use super::paper::Paper;
use super::shown::{Ask, Shown, Step};
use super::stem::{explanation, stem};
use super::ticking::Ticking;

/// A question whose answer is ticked point by point.
pub(super) struct Points<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// What was typed so far; it survives leaving the field.
    essay: Essay,
    stage: Stage,
}

enum Stage {
    /// The learner speaks.
    Question,
    /// The learner types.
    Writing,
    /// The points are on the screen.
    Tick(Ticking),
}

impl<'v> Points<'v> {
    pub(super) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            essay: Essay::default(),
            stage: Stage::Question,
        }
    }

    fn marked(&self, ticking: &Ticking) -> Marked {
        let answer = Answer::Picked(ticking.ticked.clone());
        Marked::new(self.view, answer, ticking.answered_ms)
    }
}

impl Ask for Points<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> Step {
        match (&self.stage, key) {
            (Stage::Question, Key::Enter | Key::Char(' ')) | (Stage::Writing, Key::Ctrl('d')) => {
                self.stage = Stage::Tick(Ticking::new(ms, self.essay.text()));
                return Step::Stay;
            }
            (Stage::Question, Key::Char('t')) => {
                self.stage = Stage::Writing;
                return Step::Stay;
            }
            (Stage::Question, _) => return Step::NotMine,
            (Stage::Writing, Key::Esc) => {
                self.stage = Stage::Question;
                return Step::Stay;
            }
            (Stage::Writing, key) => {
                return if self.essay.key(key) {
                    Step::Stay
                } else {
                    Step::NotMine
                };
            }
            (Stage::Tick(_), _) => {}
        }
        let Stage::Tick(ticking) = &self.stage else {
            return Step::NotMine;
        };
        let marked = self.marked(ticking);
        let points = self.data.points.len();
        match &mut self.stage {
            Stage::Tick(ticking) => ticking.key(key, ms, points, &marked),
            Stage::Question | Stage::Writing => Step::NotMine,
        }
    }

    fn show(&self, paper: &Paper) -> Shown {
        let mut shown = stem(self.view, paper);
        shown.gap();
        match &self.stage {
            Stage::Question => {
                let count = self.data.points.len();
                let remark =
                    format!("Say your answer aloud, or type it. {count} points belong to it.");
                shown.add(paper.remark(&remark, Tone::Dim));
                shown.hints = vec![
                    Hint::new("Space", "show the points"),
                    Hint::new("t", "type it"),
                ];
            }
            Stage::Writing => {
                self.essay.show(paper, &mut shown);
                shown.hints = vec![
                    Hint::new("Ctrl-D", "done"),
                    Hint::new("Enter", "new line"),
                    Hint::new("Esc", "back"),
                ];
            }
            Stage::Tick(ticking) => {
                let marked = self.marked(ticking);
                let points = &self.data.points;
                shown.focus = Some(shown.lines.len());
                shown.add([paper.rule()]);
                ticking.show(points, paper, &mut shown);
                shown.gap();
                shown.add(ticking.verdict(points, &marked, paper));
                explanation(self.view, paper, &mut shown);
                shown.hints = ticking.hints(points.len(), self.view, &marked);
            }
        }
        shown
    }

    fn typing(&self) -> bool {
        matches!(self.stage, Stage::Writing)
    }

    fn revealed(&self) -> bool {
        matches!(self.stage, Stage::Tick(_))
    }
}
