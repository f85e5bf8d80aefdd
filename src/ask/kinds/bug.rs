//! Bug: name the faulty line, say why, see the program mended.

use crate::question::{Answer, Bug as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use super::difference;
use super::essay::Essay;
use super::marked::Marked;
use super::shown::{Ask, KeyOutcome, Shown};
use super::stem::{explanation, heading};
use super::text_renderer::TextRenderer;
use super::ticking::Ticking;

/// A faulty program.
pub(crate) struct Bug<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// The line pointed at, from 1.
    at: usize,
    /// Why, as far as it was typed.
    essay: Essay,
    stage: BugStage,
}

enum BugStage {
    /// Which line? Digits typed so far lead to it.
    Line { digits: String },
    /// Why? The learner speaks.
    Why,
    /// Why? The learner types.
    Writing,
    /// The reasons are on the screen.
    Tick(Ticking),
    /// The learner did not know.
    Unknown(Marked),
}

impl<'v> Bug<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            at: 1,
            essay: Essay::default(),
            stage: BugStage::Line {
                digits: String::new(),
            },
        }
    }

    fn lines(&self) -> usize {
        self.data.code.text.lines().count()
    }

    fn marked(&self, ticking: &Ticking) -> Marked {
        let answer = Answer::Line(self.at, ticking.ticked.clone());
        Marked::new(self.view, answer, ticking.answered_ms)
    }

    fn tick(&mut self, ms: u64) -> KeyOutcome {
        self.stage = BugStage::Tick(Ticking::new(ms, self.essay.text()));
        KeyOutcome::Stay
    }

    fn line_key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        let count = self.lines();
        let BugStage::Line { digits } = &mut self.stage else {
            return KeyOutcome::NotMine;
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
            Key::Enter | Key::Char(' ') => self.stage = BugStage::Why,
            Key::Tab => {
                self.stage = BugStage::Unknown(Marked::new(self.view, Answer::Unknown, ms));
            }
            _ => return KeyOutcome::NotMine,
        }
        KeyOutcome::Stay
    }

    /// The program with numbered lines; after marking the faulty ones carry a sign.
    fn program(&self, renderer: &TextRenderer, told: bool) -> Vec<Line> {
        let unknown = matches!(self.stage, BugStage::Unknown(_));
        let colored = (renderer.highlighter)(&self.data.code.language, &self.data.code.text);
        let widest = self.lines().to_string().len();
        let mut lines = Vec::new();
        for (index, code) in colored.iter().enumerate() {
            let number = index + 1;
            let faulty = self.data.lines.contains(&number);
            // Who did not know has pointed at nothing.
            let here = number == self.at && !unknown;
            let (sign, tone) = match (told, faulty, here) {
                (true, true, true) => ("✓", Tone::Good),
                (true, true, false) => ("→", Tone::Warn),
                (true, false, true) => ("✗", Tone::Bad),
                (false, _, true) => ("›", Tone::Accent),
                (_, _, false) => (" ", Tone::Plain),
            };
            let mut line = Line::styled(sign, tone).with(
                format!(" {number:>widest$}  "),
                if here { Tone::Accent } else { Tone::Dim },
            );
            let indent = line.width();
            for span in code.spans() {
                let style = if here && !told {
                    span.style().bold()
                } else {
                    span.style()
                };
                line.push(span.text(), style);
            }
            lines.extend(wrap(&line, renderer.width, indent + 2));
        }
        lines
    }
}

impl Ask for Bug<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        match (&self.stage, key) {
            (BugStage::Line { .. }, _) => self.line_key(key, ms),
            (BugStage::Why, Key::Enter | Key::Char(' ')) | (BugStage::Writing, Key::Ctrl('d')) => {
                self.tick(ms)
            }
            (BugStage::Why, Key::Char('t')) => {
                self.stage = BugStage::Writing;
                KeyOutcome::Stay
            }
            (BugStage::Why, Key::Esc) => {
                self.stage = BugStage::Line {
                    digits: String::new(),
                };
                KeyOutcome::Stay
            }
            (BugStage::Why, _) => KeyOutcome::NotMine,
            (BugStage::Writing, Key::Esc) => {
                self.stage = BugStage::Why;
                KeyOutcome::Stay
            }
            (BugStage::Writing, key) => {
                if self.essay.key(key) {
                    KeyOutcome::Stay
                } else {
                    KeyOutcome::NotMine
                }
            }
            (BugStage::Tick(ticking), key) => {
                let marked = self.marked(ticking);
                let points = self.data.points.len();
                match &mut self.stage {
                    BugStage::Tick(ticking) => ticking.key(key, ms, points, &marked),
                    _ => KeyOutcome::NotMine,
                }
            }
            (BugStage::Unknown(marked), key) => marked.key(key, ms),
        }
    }

    fn show(&self, renderer: &TextRenderer) -> Shown {
        let mut shown = heading(self.view, renderer);
        shown.gap();
        let top = shown.lines.len();
        let program = self.program(renderer, self.revealed());
        let at = Self::row_of(&program);
        shown.add(program);
        let remark = format!(
            "Line {}. Say aloud what is wrong with it, or type it.",
            self.at
        );
        match &self.stage {
            BugStage::Line { .. } => {
                shown.focus = Some(top + at);
                shown.gap();
                shown.add(renderer.remark("Which line is the fault in?", Tone::Dim));
                shown.hints = vec![
                    Hint::new("↑↓ 1-9", "the faulty line"),
                    Hint::new("Enter", "that one"),
                    Hint::new("Tab", "show the answer"),
                ];
            }
            BugStage::Why => {
                shown.gap();
                shown.focus = Some(shown.lines.len());
                shown.add(renderer.remark(&remark, Tone::Dim));
                shown.hints = vec![
                    Hint::new("Space", "show the reasons"),
                    Hint::new("t", "type it"),
                    Hint::new("Esc", "another line"),
                ];
            }
            BugStage::Writing => {
                shown.gap();
                shown.add(renderer.remark(&remark, Tone::Dim));
                self.essay.show(renderer, &mut shown);
                shown.hints = vec![
                    Hint::new("Ctrl-D", "done"),
                    Hint::new("Enter", "new line"),
                    Hint::new("Esc", "back"),
                ];
            }
            BugStage::Tick(ticking) => {
                let marked = self.marked(ticking);
                self.solution(ticking, Some(&marked), renderer, &mut shown);
                shown.hints = ticking.hints(self.data.points.len(), self.view, &marked);
            }
            BugStage::Unknown(marked) => {
                let ticking = Ticking::new(0, String::new());
                self.solution(&ticking, None, renderer, &mut shown);
                shown.hints = marked.hints(self.view);
            }
        }
        shown
    }

    fn typing(&self) -> bool {
        matches!(self.stage, BugStage::Writing)
    }

    fn revealed(&self) -> bool {
        matches!(self.stage, BugStage::Tick(_) | BugStage::Unknown(_))
    }
}

impl Bug<'_> {
    /// The row of the program in which the line pointed at begins.
    fn row_of(program: &[Line]) -> usize {
        let pointer = |line: &Line| line.plain().starts_with('›');
        program.iter().position(pointer).unwrap_or(0)
    }

    /// Where the fault is, why, and the program mended.
    fn solution(
        &self,
        ticking: &Ticking,
        marked: Option<&Marked>,
        renderer: &TextRenderer,
        shown: &mut Shown,
    ) {
        shown.gap();
        shown.focus = Some(shown.lines.len());
        let places: Vec<String> = self.data.lines.iter().map(usize::to_string).collect();
        let place = if places.len() == 1 { "line" } else { "lines" };
        let found = self.data.lines.contains(&self.at);
        let (sign, tone) = match (marked, found) {
            (None, _) => ("·", Tone::Dim),
            (Some(_), true) => ("✓", Tone::Good),
            (Some(_), false) => ("✗", Tone::Bad),
        };
        let words = format!("The fault is in {place} {}.", places.join(", "));
        let lead = Line::styled(sign, tone).with(" ", Style::PLAIN);
        shown.add(renderer.hanging(lead, &words, Style::bold));
        let points = &self.data.points;
        if let Some(marked) = marked {
            ticking.show(points, renderer, shown);
            shown.gap();
            shown.add(ticking.verdict(points, marked, renderer));
        } else {
            Ticking::told(points, renderer, shown);
        }
        shown.gap();
        shown.add(renderer.remark("Mended", Tone::Dim));
        shown.add(difference::code(
            &self.data.code.text,
            &self.data.mended.text,
            renderer,
        ));
        explanation(self.view, renderer, shown);
    }
}
