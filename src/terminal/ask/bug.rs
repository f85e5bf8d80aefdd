//! Bug: name the faulty line, say why, see the program mended.

use std::collections::BTreeSet;

use crate::question::{Answer, Bug as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use super::difference;
use super::marked::Marked;
use super::paper::Paper;
use super::points::ticks;
use super::shown::{Ask, Shown, Step};
use super::stem::{explanation, heading};

/// A faulty program.
pub(super) struct Bug<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// The line pointed at, from 1.
    at: usize,
    stage: Stage,
}

enum Stage {
    /// Which line? Digits typed so far lead to it.
    Line { digits: String },
    /// Why? The learner speaks.
    Why,
    /// The reasons are on the screen.
    Tick {
        ticked: BTreeSet<usize>,
        answered_ms: u64,
    },
    /// The learner did not know, or wants another grade.
    Marked(Marked),
}

impl<'v> Bug<'v> {
    pub(super) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            at: 1,
            stage: Stage::Line {
                digits: String::new(),
            },
        }
    }

    fn lines(&self) -> usize {
        self.data.code.text.lines().count()
    }

    fn marked(&self, ticked: &BTreeSet<usize>, ms: u64) -> Marked {
        Marked::new(self.view, Answer::Line(self.at, ticked.clone()), ms)
    }

    fn line_key(&mut self, key: &Key, ms: u64) -> Step {
        let count = self.lines();
        let Stage::Line { digits } = &mut self.stage else {
            return Step::NotMine;
        };
        match key {
            Key::Up => self.at = self.at.saturating_sub(1).max(1),
            Key::Down => self.at = (self.at + 1).min(count),
            Key::Char(digit) if digit.is_ascii_digit() => {
                digits.push(*digit);
                let number = |text: &str| text.parse().ok().filter(|n| (1..=count).contains(n));
                match number(digits).or_else(|| number(&digit.to_string())) {
                    Some(line) => {
                        if number(digits).is_none() {
                            *digits = digit.to_string();
                        }
                        self.at = line;
                    }
                    None => digits.clear(),
                }
            }
            Key::Enter | Key::Char(' ') => self.stage = Stage::Why,
            Key::Tab => {
                self.stage = Stage::Marked(Marked::new(self.view, Answer::Unknown, ms));
            }
            _ => return Step::NotMine,
        }
        Step::Stay
    }

    /// The program with numbered lines; after marking the faulty ones carry a sign.
    fn program(&self, paper: &Paper, told: bool) -> Vec<Line> {
        let colored = (paper.highlighter)(&self.data.code.language, &self.data.code.text);
        let widest = self.lines().to_string().len();
        let mut lines = Vec::new();
        for (index, code) in colored.iter().enumerate() {
            let number = index + 1;
            let faulty = self.data.lines.contains(&number);
            let (sign, tone) = match (told, faulty, number == self.at) {
                (true, true, true) => ("✓", Tone::Good),
                (true, true, false) => ("→", Tone::Warn),
                (true, false, true) => ("✗", Tone::Bad),
                (false, _, true) => ("›", Tone::Accent),
                (_, _, false) => (" ", Tone::Plain),
            };
            let mut line = Line::styled(sign, tone).with(
                format!(" {number:>widest$}  "),
                if number == self.at {
                    Tone::Accent
                } else {
                    Tone::Dim
                },
            );
            let indent = line.width();
            for span in code.spans() {
                let here = !told && number == self.at;
                let style = if here {
                    span.style().bold()
                } else {
                    span.style()
                };
                line.push(span.text(), style);
            }
            lines.extend(wrap(&line, paper.width, indent + 2));
        }
        lines
    }
}

impl Ask for Bug<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> Step {
        let points = self.data.points.len();
        match &mut self.stage {
            Stage::Line { .. } => self.line_key(key, ms),
            Stage::Why => match key {
                Key::Enter | Key::Char(' ') => {
                    self.stage = Stage::Tick {
                        ticked: BTreeSet::new(),
                        answered_ms: ms,
                    };
                    Step::Stay
                }
                Key::Esc => {
                    self.stage = Stage::Line {
                        digits: String::new(),
                    };
                    Step::Stay
                }
                _ => Step::NotMine,
            },
            Stage::Tick {
                ticked,
                answered_ms,
            } => {
                let answered_ms = *answered_ms;
                match key {
                    Key::Enter | Key::Char(' ') => {
                        let ticked = ticked.clone();
                        let marked = self.marked(&ticked, answered_ms);
                        marked.graded(marked.suggestion.grade, ms, false)
                    }
                    Key::Char('g') => {
                        let ticked = ticked.clone();
                        self.stage = Stage::Marked(self.marked(&ticked, answered_ms));
                        Step::Stay
                    }
                    Key::Char(digit) if digit.is_ascii_digit() => {
                        let place = digit.to_digit(10).and_then(|digit| digit.checked_sub(1));
                        if let Some(place) = place
                            .map(|place| place as usize)
                            .filter(|place| *place < points)
                            && !ticked.remove(&place)
                        {
                            ticked.insert(place);
                        }
                        Step::Stay
                    }
                    _ => Step::NotMine,
                }
            }
            Stage::Marked(marked) => marked.key(key, ms),
        }
    }

    fn show(&self, paper: &Paper) -> Shown {
        let mut shown = heading(self.view, paper);
        shown.gap();
        let told = matches!(self.stage, Stage::Tick { .. } | Stage::Marked(_));
        let top = shown.lines.len();
        shown.add(self.program(paper, told));
        match &self.stage {
            Stage::Line { .. } => {
                shown.focus = Some(top + self.at.saturating_sub(1));
                shown.hints = vec![
                    Hint::new("↑↓ 1-9", "the faulty line"),
                    Hint::new("Enter", "that one"),
                    Hint::new("Tab", "show the answer"),
                ];
            }
            Stage::Why => {
                shown.gap();
                let remark = format!("Line {}. Say aloud what is wrong with it.", self.at);
                shown.add(paper.remark(&remark, Tone::Dim));
                shown.hints = vec![
                    Hint::new("Space", "show the reasons"),
                    Hint::new("Esc", "another line"),
                ];
            }
            Stage::Tick {
                ticked,
                answered_ms,
            } => {
                let marked = self.marked(ticked, *answered_ms);
                shown.gap();
                shown.focus = Some(shown.lines.len());
                self.reasons(ticked, paper, &mut shown);
                self.mended(paper, &mut shown);
                shown.hints = vec![
                    Hint::new(format!("1-{}", self.data.points.len()), "you said it"),
                    Hint::new("Enter", marked.suggestion.grade.name()),
                    Hint::new("g", "other grade"),
                ];
            }
            Stage::Marked(marked) => {
                let nothing = BTreeSet::new();
                let ticked = match &marked.answer {
                    Answer::Line(_, ticked) => ticked,
                    _ => &nothing,
                };
                shown.gap();
                shown.focus = Some(shown.lines.len());
                self.reasons(ticked, paper, &mut shown);
                self.mended(paper, &mut shown);
                shown.hints = marked.hints(self.view);
            }
        }
        shown
    }

    fn revealed(&self) -> bool {
        matches!(self.stage, Stage::Tick { .. } | Stage::Marked(_))
    }
}

impl Bug<'_> {
    fn reasons(&self, ticked: &BTreeSet<usize>, paper: &Paper, shown: &mut Shown) {
        let found = self.data.lines.contains(&self.at);
        let places: Vec<String> = self.data.lines.iter().map(usize::to_string).collect();
        let place = if places.len() == 1 { "line" } else { "lines" };
        let (sign, tone) = if found {
            ("✓", Tone::Good)
        } else {
            ("✗", Tone::Bad)
        };
        shown.add([Line::styled(sign, tone)
            .with(
                format!(" The fault is in {place} {}. ", places.join(", ")),
                Style::PLAIN.bold(),
            )
            .with("Which of these did you say?", Tone::Dim)]);
        ticks(&self.data.points, ticked, paper, shown);
    }

    fn mended(&self, paper: &Paper, shown: &mut Shown) {
        shown.gap();
        shown.add(paper.remark("Mended:", Tone::Dim));
        shown.add(difference::code(
            &self.data.code.text,
            &self.data.mended.text,
            paper,
        ));
        explanation(self.view, paper, shown);
    }
}
