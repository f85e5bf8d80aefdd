//! Order: steps are brought into their order with the arrow keys.

use crate::question::{Answer, Order as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::marked::Marked;
use super::paper::Paper;
use super::shown::{Ask, Shown, Step};
use super::stem::{explanation, stem};

/// Steps to be arranged.
pub(super) struct Order<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// Positions in deck order, as they stand on the screen.
    arranged: Vec<usize>,
    at: usize,
    held: bool,
    marked: Option<Marked>,
}

impl<'v> Order<'v> {
    pub(super) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            arranged: view.order.clone(),
            at: 0,
            held: false,
            marked: None,
        }
    }

    fn go(&mut self, to: usize) {
        if self.held {
            self.arranged.swap(self.at, to);
        }
        self.at = to;
    }
}

impl Ask for Order<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> Step {
        if let Some(marked) = &self.marked {
            return marked.key(key, ms);
        }
        let last = self.arranged.len().saturating_sub(1);
        let answer = match key {
            Key::Up => {
                self.go(self.at.saturating_sub(1));
                return Step::Stay;
            }
            Key::Down => {
                self.go((self.at + 1).min(last));
                return Step::Stay;
            }
            Key::Char(' ') => {
                self.held = !self.held;
                return Step::Stay;
            }
            Key::Tab => Answer::Unknown,
            Key::Enter => Answer::Arranged(self.arranged.clone()),
            _ => return Step::NotMine,
        };
        self.marked = Some(Marked::new(self.view, answer, ms));
        Step::Stay
    }

    fn show(&self, paper: &Paper) -> Shown {
        let mut shown = stem(self.view, paper);
        shown.gap();
        let Some(marked) = &self.marked else {
            for (place, &step) in self.arranged.iter().enumerate() {
                let here = place == self.at;
                let sign = match (here, self.held) {
                    (true, true) => "↕ ",
                    (true, false) => "› ",
                    (false, _) => "  ",
                };
                if here {
                    shown.focus = Some(shown.lines.len());
                }
                let weight = |style: Style| if here { style.bold() } else { style };
                let lead = Line::styled(format!("{sign}{} ", place + 1), Tone::Accent);
                shown.add(paper.hanging(lead, &self.data.steps[step], weight));
            }
            shown.hints = vec![
                Hint::new("↑↓", if self.held { "carry" } else { "choose" }),
                Hint::new("Space", if self.held { "put down" } else { "pick up" }),
                Hint::new("Enter", "done"),
                Hint::new("Tab", "show the answer"),
            ];
            return shown;
        };
        shown.focus = Some(shown.lines.len());
        for (place, step) in self.data.steps.iter().enumerate() {
            let yours = self.arranged.iter().position(|&arranged| arranged == place);
            let (sign, tone) = match (&marked.answer, yours) {
                (Answer::Arranged(_), Some(yours)) if yours == place => ("✓", Tone::Good),
                (Answer::Arranged(_), _) => ("✗", Tone::Bad),
                _ => ("·", Tone::Dim),
            };
            let was = match (&marked.answer, yours) {
                (Answer::Arranged(_), Some(yours)) if yours != place => {
                    format!(" *(you: {})*", yours + 1)
                }
                _ => String::new(),
            };
            let lead = Line::styled(sign, tone).with(format!(" {} ", place + 1), Tone::Accent);
            shown.add(paper.hanging(lead, &format!("{step}{was}"), |style| style));
        }
        explanation(self.view, paper, &mut shown);
        shown.hints = marked.hints(self.view);
        shown
    }

    fn revealed(&self) -> bool {
        self.marked.is_some()
    }
}
