//! Bug: name the faulty line, say why, see the program fixed.

use crate::ask::key_table::{Command, Phase};
use crate::question::{Answer, Bug as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use super::difference;
use super::kind_screen::{Content, KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::question_text::{explanation, question_without_code, you_wrote};
use super::text_area::TextArea;
use super::text_renderer::TextRenderer;
use super::tick_list::{TickList, moved};

/// A faulty program.
pub(crate) struct Bug<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// The line chosen, from 1, once there is one.
    at: Option<usize>,
    /// The reason, as typed so far.
    text_area: TextArea,
    stage: BugStage,
}

enum BugStage {
    /// Which line? The digits typed so far.
    Line { digits: String },
    /// Why? The learner speaks.
    Why,
    /// Why? The learner types.
    Writing,
    /// The reasons are on the screen.
    Tick(TickList),
}

impl<'v> Bug<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            at: None,
            text_area: TextArea::default(),
            stage: BugStage::Line {
                digits: String::new(),
            },
        }
    }

    fn lines(&self) -> usize {
        self.data.code.text.lines().count()
    }

    fn marked(&self, ticks: &TickList) -> MarkedAnswer {
        let answer = Answer::Line(self.at.unwrap_or(0), ticks.ticked.clone());
        MarkedAnswer::new(self.view, answer, ticks.answered_ms)
    }

    fn line_take(&mut self, command: Command, key: &Key) -> KeyOutcome {
        let count = self.lines();
        let BugStage::Line { digits } = &mut self.stage else {
            return KeyOutcome::Nothing;
        };
        match (command, key) {
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
            (Command::Enter, _) if self.at.is_some() => self.stage = BugStage::Why,
            _ => return KeyOutcome::Nothing,
        }
        KeyOutcome::Stay
    }

    /// The program with numbered lines; once the reasons are shown, a sign marks the faulty ones.
    fn program(&self, renderer: &TextRenderer, unknown: bool) -> Vec<Line> {
        let marked_now = unknown || matches!(self.stage, BugStage::Tick(_));
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
            for span in code.spans() {
                let style = if here && !marked_now {
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

impl KindScreen for Bug<'_> {
    fn phase(&self) -> Phase {
        match self.stage {
            BugStage::Line { .. } => Phase::Program,
            BugStage::Why => Phase::Reason,
            BugStage::Writing => Phase::Text,
            BugStage::Tick(_) => Phase::Points,
        }
    }

    fn lettered(&self) -> usize {
        match self.stage {
            BugStage::Tick(_) => self.data.points.len(),
            _ => 0,
        }
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.stage {
            BugStage::Line { digits } => {
                let mut offers = vec![Offer::usual(Command::Digit)];
                if self.at.is_some() {
                    offers.push(Offer::usual(Command::Enter));
                    offers.push(Offer::silent(Command::TakeBack));
                }
                if digits.is_empty() {
                    offers.push(Offer::usual(Command::Cursor));
                } else {
                    offers.push(Offer::silent(Command::Cursor));
                }
                offers.push(Offer::usual(Command::DontKnow));
                offers
            }
            BugStage::Why => vec![
                Offer::saying(Command::Show, "show the reasons"),
                Offer::usual(Command::Write),
                Offer::usual(Command::TakeBack),
                Offer::usual(Command::DontKnow),
            ],
            BugStage::Writing => self.text_area.offers_of_a_text(),
            BugStage::Tick(ticks) => ticks.offers(self.view, &self.marked(ticks)),
        }
    }

    fn take(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome {
        match (&self.stage, command) {
            (BugStage::Line { .. } | BugStage::Why | BugStage::Writing, Command::DontKnow) => {
                return KeyOutcome::Answered(Answer::Unknown);
            }
            (BugStage::Line { .. }, _) => return self.line_take(command, key),
            (BugStage::Why, Command::Show) | (BugStage::Writing, Command::Done) => {
                self.stage = BugStage::Tick(TickList::new(ms, self.text_area.text()));
            }
            (BugStage::Why, Command::Write) => self.stage = BugStage::Writing,
            (BugStage::Why, Command::TakeBack) => {
                let digits = String::new();
                self.stage = BugStage::Line { digits };
            }
            (BugStage::Why, _) => return KeyOutcome::Nothing,
            (BugStage::Writing, _) => return self.text_area.take(command, key),
            (BugStage::Tick(ticks), _) => {
                let marked = self.marked(ticks);
                let points = self.data.points.len();
                if let BugStage::Tick(ticks) = &mut self.stage {
                    return ticks.take(command, key, ms, points, &marked);
                }
            }
        }
        KeyOutcome::Stay
    }

    fn text(&self) -> Option<String> {
        matches!(self.stage, BugStage::Writing).then(|| self.text_area.text())
    }

    fn replace_text(&mut self, text: &str) {
        self.text_area.replace(text);
    }

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>) -> Content {
        let mut content = question_without_code(self.view, renderer);
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
            you_wrote(&self.text_area.text(), renderer, &mut content);
            self.solution(None, renderer, &mut content);
            return content;
        }
        let remark = format!(
            "Line {}. Say aloud what is wrong with it, or type it.",
            self.at.unwrap_or(0)
        );
        match &self.stage {
            BugStage::Line { .. } => {
                content.focus = Some(top + at);
                content.gap();
                content.add(renderer.remark("Which line is the fault in?", Tone::Dim));
            }
            BugStage::Why => {
                content.gap();
                content.focus = Some(content.lines.len());
                content.add(renderer.remark(&remark, Tone::Dim));
            }
            BugStage::Writing => {
                content.gap();
                content.add(renderer.remark(&remark, Tone::Dim));
                self.text_area.show(renderer, &mut content);
            }
            BugStage::Tick(ticks) => {
                self.solution(Some(ticks), renderer, &mut content);
            }
        }
        content
    }
}

impl Bug<'_> {
    /// The row of the program in which the chosen line begins.
    fn row_of(program: &[Line]) -> usize {
        let pointer = |line: &Line| line.plain().starts_with('›');
        program.iter().position(pointer).unwrap_or(0)
    }

    /// Where the fault is, why, and the fixed program; without ticks where the learner did not know.
    fn solution(&self, ticks: Option<&TickList>, renderer: &TextRenderer, content: &mut Content) {
        content.gap();
        content.focus = Some(content.lines.len());
        let places: Vec<String> = self.data.lines.iter().map(usize::to_string).collect();
        let place = if places.len() == 1 { "line" } else { "lines" };
        let found = self.at.is_some_and(|at| self.data.lines.contains(&at));
        let (sign, tone) = match (ticks, found) {
            (None, _) => ("·", Tone::Dim),
            (Some(_), true) => ("✓", Tone::Good),
            (Some(_), false) => ("✗", Tone::Bad),
        };
        let words = format!("The fault is in {place} {}.", places.join(", "));
        let lead = Line::styled(sign, tone).with(" ", Style::PLAIN);
        content.add(renderer.hanging(lead, &words, Style::bold));
        let points = &self.data.points;
        if let Some(ticks) = ticks {
            ticks.show(points, renderer, content);
            content.gap();
            content.add(ticks.verdict(points, &self.marked(ticks), renderer));
        } else {
            TickList::show_unticked(points, renderer, content);
        }
        content.gap();
        content.add(renderer.remark("Fixed", Tone::Dim));
        content.add(difference::code(
            &self.data.code.text,
            &self.data.fixed.text,
            renderer,
        ));
        explanation(self.view.card, renderer, content);
    }
}
