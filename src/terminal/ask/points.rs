//! Points: say it aloud, reveal, tick what was in it.

use std::collections::BTreeSet;

use crate::question::{Answer, Point, Points as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::marked::Marked;
use super::paper::Paper;
use super::shown::{Ask, Shown, Step};
use super::stem::{explanation, stem};

/// A question whose answer is ticked point by point.
pub(super) struct Points<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    stage: Stage,
}

enum Stage {
    /// The learner speaks.
    Question,
    /// The points are on the screen; `answered_ms` is when they came.
    Tick {
        ticked: BTreeSet<usize>,
        answered_ms: u64,
    },
    /// The learner wants another grade than the points suggest.
    Grade {
        ticked: BTreeSet<usize>,
        answered_ms: u64,
    },
}

impl<'v> Points<'v> {
    pub(super) const fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            stage: Stage::Question,
        }
    }

    fn marked(&self, ticked: &BTreeSet<usize>, answered_ms: u64) -> Marked {
        Marked::new(self.view, Answer::Picked(ticked.clone()), answered_ms)
    }
}

impl Ask for Points<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> Step {
        match &mut self.stage {
            Stage::Question => match key {
                Key::Enter | Key::Char(' ') => {
                    self.stage = Stage::Tick {
                        ticked: BTreeSet::new(),
                        answered_ms: ms,
                    };
                    Step::Stay
                }
                _ => Step::NotMine,
            },
            Stage::Tick {
                ticked,
                answered_ms,
            } => match key {
                Key::Enter | Key::Char(' ') => {
                    let (ticked, answered_ms) = (ticked.clone(), *answered_ms);
                    let marked = self.marked(&ticked, answered_ms);
                    marked.graded(marked.suggestion.grade, ms, false)
                }
                Key::Char('g') => {
                    let (ticked, answered_ms) = (ticked.clone(), *answered_ms);
                    self.stage = Stage::Grade {
                        ticked,
                        answered_ms,
                    };
                    Step::Stay
                }
                Key::Char('a') => {
                    let all: BTreeSet<usize> = (0..self.data.points.len()).collect();
                    *ticked = if *ticked == all { BTreeSet::new() } else { all };
                    Step::Stay
                }
                Key::Char(digit) => {
                    let place = digit.to_digit(10).and_then(|digit| digit.checked_sub(1));
                    match place.map(|place| place as usize) {
                        Some(place) if place < self.data.points.len() => {
                            if !ticked.remove(&place) {
                                ticked.insert(place);
                            }
                            Step::Stay
                        }
                        // A number that ticks nothing must not grade either.
                        Some(_) => Step::Stay,
                        None => Step::NotMine,
                    }
                }
                _ => Step::NotMine,
            },
            Stage::Grade {
                ticked,
                answered_ms,
            } => {
                let (ticked, answered_ms) = (ticked.clone(), *answered_ms);
                if matches!(key, Key::Esc | Key::Char('g')) {
                    self.stage = Stage::Tick {
                        ticked,
                        answered_ms,
                    };
                    return Step::Stay;
                }
                self.marked(&ticked, answered_ms).key(key, ms)
            }
        }
    }

    fn show(&self, paper: &Paper) -> Shown {
        let mut shown = stem(self.view, paper);
        let (ticked, answered_ms, choosing) = match &self.stage {
            Stage::Question => {
                let count = self.data.points.len();
                shown.gap();
                shown.add(paper.remark(
                    &format!("Say your answer aloud. {count} points belong to it."),
                    Tone::Dim,
                ));
                shown.hints.push(Hint::new("Space", "show the points"));
                return shown;
            }
            Stage::Tick {
                ticked,
                answered_ms,
            } => (ticked, *answered_ms, false),
            Stage::Grade {
                ticked,
                answered_ms,
            } => (ticked, *answered_ms, true),
        };
        let marked = self.marked(ticked, answered_ms);
        shown.gap();
        shown.focus = Some(shown.lines.len());
        shown.add([paper.rule()]);
        shown.add(paper.remark("Which of these were in your answer?", Tone::Dim));
        shown.gap();
        ticks(&self.data.points, ticked, paper, &mut shown);
        shown.gap();
        shown.add([verdict_line(&self.data.points, ticked, &marked)]);
        explanation(self.view, paper, &mut shown);
        shown.hints = if choosing {
            marked.hints(self.view)
        } else {
            vec![
                Hint::new(format!("1-{}", self.data.points.len()), "tick"),
                Hint::new("Enter", marked.suggestion.grade.name()),
                Hint::new("a", "all"),
                Hint::new("g", "other grade"),
            ]
        };
        shown
    }

    fn revealed(&self) -> bool {
        !matches!(self.stage, Stage::Question)
    }
}

/// The points with their numbers and ticks.
pub(super) fn ticks(points: &[Point], ticked: &BTreeSet<usize>, paper: &Paper, shown: &mut Shown) {
    for (index, point) in points.iter().enumerate() {
        let (sign, tone) = if ticked.contains(&index) {
            ("✓", Tone::Good)
        } else {
            ("·", Tone::Dim)
        };
        let lead = Line::styled(format!("{} ", index + 1), Tone::Accent)
            .with(sign, tone)
            .with(" ", Tone::Plain);
        let text = if point.essential {
            format!("{} *essential*", point.text)
        } else {
            point.text.clone()
        };
        let emphasis = |style: Style| if point.essential { style.bold() } else { style };
        shown.add(paper.hanging(lead, &text, emphasis));
    }
}

/// "2 of 3, both essentials → good".
fn verdict_line(points: &[Point], ticked: &BTreeSet<usize>, marked: &Marked) -> Line {
    let essentials = points.iter().filter(|point| point.essential).count();
    let hit = points
        .iter()
        .enumerate()
        .filter(|(index, point)| point.essential && ticked.contains(index))
        .count();
    let of_essentials = match (hit, essentials) {
        (_, 0) => String::new(),
        (hit, all) if hit == all && all == 1 => ", the essential one".to_owned(),
        (hit, all) if hit == all && all == 2 => ", both essentials".to_owned(),
        (hit, all) if hit == all => ", all essentials".to_owned(),
        (hit, all) => format!(", {hit} of {all} essentials"),
    };
    let (sign, tone) = if marked.passed() {
        ("✓", Tone::Good)
    } else {
        ("✗", Tone::Bad)
    };
    Line::styled(sign, tone).with(
        format!(
            " {} of {}{of_essentials} → {}",
            ticked.len(),
            points.len(),
            marked.suggestion.grade
        ),
        Tone::Plain,
    )
}
