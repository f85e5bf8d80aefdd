//! Order: steps are brought into their order with the arrow keys.

use crate::question::{Answer, Order as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::kind_screen::{Content, KeyOutcome, KindScreen};
use super::marked_answer::MarkedAnswer;
use super::question_text::{explanation, question_with_context};
use super::text_renderer::TextRenderer;

/// Steps to be arranged.
pub(crate) struct Order<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// Positions in deck order, as they stand on the screen.
    arranged: Vec<usize>,
    at: usize,
    held: bool,
    marked: Option<MarkedAnswer>,
}

impl<'v> Order<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            arranged: view.order.clone(),
            at: 0,
            held: false,
            marked: None,
        }
    }

    /// Goes to a place, with the step that is carried.
    fn go(&mut self, to: usize) {
        if self.held {
            let step = self.arranged.remove(self.at);
            self.arranged.insert(to, step);
        }
        self.at = to;
    }
}

impl KindScreen for Order<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        if let Some(marked) = &self.marked {
            return marked.key(key, ms);
        }
        let last = self.arranged.len().saturating_sub(1);
        let answer = match key {
            Key::Up => {
                self.go(self.at.saturating_sub(1));
                return KeyOutcome::Stay;
            }
            Key::Down => {
                self.go((self.at + 1).min(last));
                return KeyOutcome::Stay;
            }
            Key::Char(' ') => {
                self.held = !self.held;
                return KeyOutcome::Stay;
            }
            Key::Char(digit) if digit.is_ascii_digit() => {
                let place = digit.to_digit(10).and_then(|digit| digit.checked_sub(1));
                if let Some(place) = place.map(|place| place as usize)
                    && place <= last
                {
                    self.go(place);
                }
                return KeyOutcome::Stay;
            }
            // What is carried is put down first.
            Key::Enter | Key::Esc if self.held => {
                self.held = false;
                return KeyOutcome::Stay;
            }
            Key::Tab => Answer::Unknown,
            Key::Enter => Answer::Arranged(self.arranged.clone()),
            _ => return KeyOutcome::NotMine,
        };
        self.marked = Some(MarkedAnswer::new(self.view, answer, ms));
        KeyOutcome::Stay
    }

    fn show(&self, renderer: &TextRenderer) -> Content {
        let mut content = question_with_context(self.view, renderer);
        content.gap();
        let Some(marked) = &self.marked else {
            for (place, &step) in self.arranged.iter().enumerate() {
                let here = place == self.at;
                let sign = match (here, self.held) {
                    (true, true) => "↕ ",
                    (true, false) => "› ",
                    (false, _) => "  ",
                };
                if here {
                    content.focus = Some(content.lines.len());
                }
                let carried = here && self.held;
                let weight = |style: Style| match (here, carried) {
                    (_, true) => style.bold().reversed(),
                    (true, false) => style.bold(),
                    (false, false) => style,
                };
                let note = if carried {
                    Line::styled("carried", Tone::Warn)
                } else {
                    Line::new()
                };
                let lead = Line::styled(format!("{sign}{} ", place + 1), Tone::Accent);
                content.add(renderer.noted(lead, &self.data.steps[step], weight, &note));
            }
            let keys = format!("↑↓ 1-{}", self.arranged.len());
            content.hints = if self.held {
                vec![Hint::new(keys, "carry it"), Hint::new("Space", "put down")]
            } else {
                vec![
                    Hint::new(keys, "choose"),
                    Hint::new("Space", "pick up"),
                    Hint::new("Enter", "done"),
                    Hint::new("Tab", "show the answer"),
                ]
            };
            return content;
        };
        content.focus = Some(content.lines.len());
        let moved = match &marked.answer {
            Answer::Arranged(arranged) => Some(self.data.misplaced(arranged)),
            _ => None,
        };
        for (place, step) in self.data.steps.iter().enumerate() {
            let yours = self.arranged.iter().position(|&arranged| arranged == place);
            let wrong = moved.as_ref().map(|moved| moved.contains(&place));
            let (sign, tone) = match wrong {
                Some(false) => ("✓", Tone::Good),
                Some(true) => ("✗", Tone::Bad),
                None => ("·", Tone::Dim),
            };
            let note = match (wrong, yours) {
                (Some(true), Some(yours)) => {
                    Line::styled(format!("you had it {}", ordinal(yours + 1)), Tone::Bad)
                }
                _ => Line::new(),
            };
            let lead = Line::styled(sign, tone).with(format!(" {} ", place + 1), Tone::Accent);
            content.add(renderer.noted(lead, step, |style| style, &note));
        }
        explanation(self.view, renderer, &mut content);
        content.hints = marked.hints(self.view);
        content
    }

    fn revealed(&self) -> bool {
        self.marked.is_some()
    }
}

/// A place in words that fit behind a step.
fn ordinal(place: usize) -> String {
    let ending = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}
