//! Bug: name the faulty line, say why, see the program fixed.

use crate::ask::key_table::{Command, Phase};
use crate::question::{Answer, Bug as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use super::difference;
use super::kind_screen::{KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::text_renderer::{Content, TextRenderer, sign};
use super::tick_list::{TickStage, TickedAnswer, add_points, moved};

/// A faulty program.
pub(crate) struct Bug<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// The line chosen, from 1, once there is one.
    at: Option<usize>,
    /// While the line is asked for: the digits typed so far.
    digits: Option<String>,
    /// Why it is wrong.
    why: TickedAnswer,
}

impl<'v> Bug<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            at: None,
            digits: Some(String::new()),
            why: TickedAnswer::default(),
        }
    }

    fn lines(&self) -> usize {
        self.data.code.text.lines().count()
    }

    fn marked(&self) -> MarkedAnswer {
        let answer = Answer::Line(self.at.unwrap_or(0), self.why.ticked.clone());
        MarkedAnswer::new(self.view, answer, self.why.answered_ms)
    }

    fn line_take(&mut self, command: Command, key: &Key) -> KeyOutcome {
        let count = self.lines();
        let Some(digits) = &mut self.digits else {
            return KeyOutcome::Nothing;
        };
        match (command, key) {
            (Command::DontKnow, _) => return KeyOutcome::Answered(Answer::Unknown),
            (Command::Cursor, key) => {
                digits.clear();
                self.at = Some(moved(self.at.map(|at| at - 1), key, count) + 1);
            }
            (Command::Digit, Key::Char(digit)) => {
                digits.push(*digit);
                let number = |text: &str| text.parse().ok().filter(|n| (1..=count).contains(n));
                if number(digits).is_none() {
                    *digits = digit.to_string();
                }
                self.at = number(digits);
                if self.at.is_none() {
                    digits.clear();
                }
            }
            (Command::TakeBack, _) if self.at.is_some() => {
                digits.pop();
                self.at = digits.parse().ok();
            }
            (Command::Enter, _) if self.at.is_some() => self.digits = None,
            _ => return KeyOutcome::Nothing,
        }
        KeyOutcome::Stay
    }

    /// The program with numbered lines; once the reasons are shown, a sign marks the faulty ones.
    fn program(&self, renderer: &TextRenderer, unknown: bool) -> Vec<Line> {
        let marked_now = unknown || self.why.stage == TickStage::Ticking;
        let colored = (renderer.highlighter)(&self.data.code.language, &self.data.code.text);
        let widest = self.lines().to_string().len();
        let mut lines = Vec::new();
        for (index, code) in colored.iter().enumerate() {
            let number = index + 1;
            let faulty = self.data.lines.contains(&number);
            let here = self.at == Some(number);
            let (sign, tone) = match (marked_now, faulty, here) {
                (true, true, true) if !unknown => ("✓", Tone::Good),
                (true, true, _) => ("→", Tone::Warn),
                (true, false, true) if !unknown => ("✗", Tone::Bad),
                // What was named before "don't know" was said stays in sight.
                (_, _, true) => ("›", Tone::Accent),
                (_, _, false) => (" ", Tone::Plain),
            };
            let mut line = Line::styled(sign, tone).with(
                format!(" {number:>widest$}  "),
                if here { Tone::Accent } else { Tone::Dim },
            );
            let indent = line.width();
            let chosen = here && !marked_now;
            line.append(&code.restyled(|style| if chosen { style.bold() } else { style }));
            lines.extend(wrap(&line, renderer.width, indent + 2));
        }
        lines
    }
}

impl KindScreen for Bug<'_> {
    fn phase(&self) -> Phase {
        match self.digits {
            Some(_) => Phase::Program,
            None => self.why.phase(Phase::Reason),
        }
    }

    fn lettered(&self) -> usize {
        self.why.lettered(&self.data.points)
    }

    fn offers(&self) -> Vec<Offer> {
        match (&self.digits, self.why.stage) {
            (Some(digits), _) => {
                let typed = !digits.is_empty();
                Offer::those([
                    (true, Offer::usual(Command::Digit)),
                    (self.at.is_some(), Offer::usual(Command::Enter)),
                    (self.at.is_some(), Offer::silent(Command::TakeBack)),
                    (!typed, Offer::usual(Command::Cursor)),
                    (typed, Offer::silent(Command::Cursor)),
                    (true, Offer::usual(Command::DontKnow)),
                ])
            }
            (None, TickStage::Speaking) => vec![
                Offer::saying(Command::Show, "show the reasons"),
                Offer::usual(Command::Write),
                Offer::usual(Command::TakeBack),
                Offer::usual(Command::DontKnow),
            ],
            (None, _) => self.why.offers(self.view, &self.marked()),
        }
    }

    fn take(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome {
        match (&self.digits, command) {
            (Some(_), _) => self.line_take(command, key),
            (None, Command::TakeBack) => {
                self.digits = Some(String::new());
                KeyOutcome::Stay
            }
            (None, _) => {
                let (marked, points) = (self.marked(), self.data.points.len());
                self.why.take(command, key, ms, points, &marked)
            }
        }
    }

    fn text(&self) -> Option<String> {
        self.why.text()
    }

    fn replace_text(&mut self, text: &str) {
        self.why.text_area.replace(text);
    }

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>, content: &mut Content) {
        content.gap();
        let top = content.lines.len();
        let program = self.program(renderer, marked.is_some());
        let at = Self::row_of(&program);
        content.add(program);
        if marked.is_some() {
            content.gap();
            if let Some(at) = self.at {
                let words = format!("You had named line {at}.");
                content.add(renderer.remark(&words, Tone::Dim));
                content.gap();
            }
            self.why.show_written(renderer, content);
            self.solution(false, renderer, content);
            return;
        }
        let remark = format!(
            "Line {}. Say aloud what is wrong with it, or type it.",
            self.at.unwrap_or(0)
        );
        match (&self.digits, self.why.stage) {
            (Some(_), _) => {
                content.focus = Some(top + at);
                content.gap();
                content.add(renderer.remark("Which line is the fault in?", Tone::Dim));
            }
            (None, TickStage::Speaking) => {
                content.gap();
                content.focus = Some(content.lines.len());
                content.add(renderer.remark(&remark, Tone::Dim));
            }
            (None, TickStage::Writing) => {
                content.gap();
                content.add(renderer.remark(&remark, Tone::Dim));
                self.why.text_area.show(renderer, content);
            }
            (None, TickStage::Ticking) => self.solution(true, renderer, content),
        }
    }
}

impl Bug<'_> {
    /// The row of the program in which the chosen line begins.
    fn row_of(program: &[Line]) -> usize {
        let pointer = |line: &Line| line.plain().starts_with('›');
        program.iter().position(pointer).unwrap_or(0)
    }

    /// Where the fault is, why, and the fixed program; without ticks where the learner did not know.
    fn solution(&self, ticks: bool, renderer: &TextRenderer, content: &mut Content) {
        content.gap();
        content.focus = Some(content.lines.len());
        let places: Vec<String> = self.data.lines.iter().map(usize::to_string).collect();
        let place = if places.len() == 1 { "line" } else { "lines" };
        let found = self.at.is_some_and(|at| self.data.lines.contains(&at));
        let sign = if ticks {
            sign(found)
        } else {
            Line::styled("·", Tone::Dim)
        };
        let words = format!("The fault is in {place} {}.", places.join(", "));
        let lead = sign.with(" ", Style::PLAIN);
        content.add(renderer.hanging(lead, &words, Style::bold));
        let points = &self.data.points;
        if ticks {
            self.why.show(points, &self.marked(), renderer, content);
        } else {
            add_points(points, renderer, content);
        }
        add_fixed(self.data, renderer, content);
    }
}

/// Adds the fixed program, as a diff against the faulty one.
pub(crate) fn add_fixed(bug: &Data, renderer: &TextRenderer, content: &mut Content) {
    content.gap();
    content.add(renderer.remark("Fixed", Tone::Dim));
    content.add(difference::code(&bug.code.text, &bug.fixed.text, renderer));
}
