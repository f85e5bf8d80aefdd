//! Bug: name the faulty line, say why, see the program fixed.

use crate::question::{Answer, Bug as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use super::difference;
use super::kind_screen::{Content, KeyOutcome, KindScreen};
use super::marked_answer::MarkedAnswer;
use super::question_text::{explanation, question_without_code};
use super::text_area::TextArea;
use super::text_renderer::TextRenderer;
use super::tick_list::TickList;

/// A faulty program.
pub(crate) struct Bug<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// The line pointed at, from 1.
    at: usize,
    /// Why, as far as it was typed.
    text_area: TextArea,
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
    Tick(TickList),
    /// The learner did not know.
    Unknown(MarkedAnswer),
}

impl<'v> Bug<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            at: 1,
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
        let answer = Answer::Line(self.at, ticks.ticked.clone());
        MarkedAnswer::new(self.view, answer, ticks.answered_ms)
    }

    fn tick(&mut self, ms: u64) -> KeyOutcome {
        self.stage = BugStage::Tick(TickList::new(ms, self.text_area.text()));
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
                self.stage = BugStage::Unknown(MarkedAnswer::new(self.view, Answer::Unknown, ms));
            }
            _ => return KeyOutcome::NotMine,
        }
        KeyOutcome::Stay
    }

    /// The program with numbered lines; after marking the faulty ones carry a sign.
    fn program(&self, renderer: &TextRenderer, marked_now: bool) -> Vec<Line> {
        let unknown = matches!(self.stage, BugStage::Unknown(_));
        let colored = (renderer.highlighter)(&self.data.code.language, &self.data.code.text);
        let widest = self.lines().to_string().len();
        let mut lines = Vec::new();
        for (index, code) in colored.iter().enumerate() {
            let number = index + 1;
            let faulty = self.data.lines.contains(&number);
            // Who did not know has pointed at nothing.
            let here = number == self.at && !unknown;
            let (sign, tone) = match (marked_now, faulty, here) {
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
                if self.text_area.key(key) {
                    KeyOutcome::Stay
                } else {
                    KeyOutcome::NotMine
                }
            }
            (BugStage::Tick(ticks), key) => {
                let marked = self.marked(ticks);
                let points = self.data.points.len();
                match &mut self.stage {
                    BugStage::Tick(ticks) => ticks.key(key, ms, points, &marked),
                    _ => KeyOutcome::NotMine,
                }
            }
            (BugStage::Unknown(marked), key) => marked.key(key, ms),
        }
    }

    fn show(&self, renderer: &TextRenderer) -> Content {
        let mut content = question_without_code(self.view, renderer);
        content.gap();
        let top = content.lines.len();
        let program = self.program(renderer, self.revealed());
        let at = Self::row_of(&program);
        content.add(program);
        let remark = format!(
            "Line {}. Say aloud what is wrong with it, or type it.",
            self.at
        );
        match &self.stage {
            BugStage::Line { .. } => {
                content.focus = Some(top + at);
                content.gap();
                content.add(renderer.remark("Which line is the fault in?", Tone::Dim));
                content.hints = vec![
                    Hint::new("↑↓ 1-9", "the faulty line"),
                    Hint::new("Enter", "that one"),
                    Hint::new("Tab", "show the answer"),
                ];
            }
            BugStage::Why => {
                content.gap();
                content.focus = Some(content.lines.len());
                content.add(renderer.remark(&remark, Tone::Dim));
                content.hints = vec![
                    Hint::new("Space", "show the reasons"),
                    Hint::new("t", "type it"),
                    Hint::new("Esc", "another line"),
                ];
            }
            BugStage::Writing => {
                content.gap();
                content.add(renderer.remark(&remark, Tone::Dim));
                self.text_area.show(renderer, &mut content);
                content.hints = vec![
                    Hint::new("Ctrl-D", "done"),
                    Hint::new("Enter", "new line"),
                    Hint::new("Esc", "back"),
                ];
            }
            BugStage::Tick(ticks) => {
                let marked = self.marked(ticks);
                self.solution(ticks, Some(&marked), renderer, &mut content);
                content.hints = ticks.hints(self.data.points.len(), self.view, &marked);
            }
            BugStage::Unknown(marked) => {
                let ticks = TickList::new(0, String::new());
                self.solution(&ticks, None, renderer, &mut content);
                content.hints = marked.hints(self.view);
            }
        }
        content
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

    /// Where the fault is, why, and the fixed program.
    fn solution(
        &self,
        ticks: &TickList,
        marked: Option<&MarkedAnswer>,
        renderer: &TextRenderer,
        content: &mut Content,
    ) {
        content.gap();
        content.focus = Some(content.lines.len());
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
        content.add(renderer.hanging(lead, &words, Style::bold));
        let points = &self.data.points;
        if let Some(marked) = marked {
            ticks.show(points, renderer, content);
            content.gap();
            content.add(ticks.verdict(points, marked, renderer));
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
        explanation(self.view, renderer, content);
    }
}
