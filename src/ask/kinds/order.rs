//! Order: type the letters of the steps in their order, or move the steps.

use crate::ask::key_table::{Command, Phase, letter, letter_of};
use crate::question::{Answer, Order as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::kind_screen::{KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::text_renderer::{Content, TextRenderer};
use super::tick_list::moved;

/// Steps to be arranged.
pub(crate) struct Order<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// Positions in deck order, as shown on the screen.
    arranged: Vec<usize>,
    /// How many of them, from the top, were placed by their letters.
    placed: usize,
    /// Whether any step was moved to its place.
    carried: bool,
    cursor: Option<usize>,
    held: bool,
}

impl<'v> Order<'v> {
    pub(crate) fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            arranged: view.order.clone(),
            placed: 0,
            carried: false,
            cursor: None,
            held: false,
        }
    }

    /// The original place of a step: its letter.
    fn first_place(&self, step: usize) -> usize {
        let mut order = self.view.order.iter();
        order.position(|&shown| shown == step).unwrap_or(0)
    }

    /// Whether there is an order to mark.
    fn complete(&self) -> bool {
        // Only one place is left for the last step.
        self.carried || self.placed + 1 >= self.arranged.len()
    }

    fn move_step(&mut self, from: usize, to: usize) {
        let step = self.arranged.remove(from);
        self.arranged.insert(to, step);
    }

    /// The step with this letter comes next.
    fn place(&mut self, key: &Key) -> KeyOutcome {
        let Some(&step) = letter(key).and_then(|place| self.view.order.get(place)) else {
            return KeyOutcome::Nothing;
        };
        let at = self.arranged.iter().position(|&arranged| arranged == step);
        match at {
            Some(at) if at >= self.placed => {
                self.move_step(at, self.placed);
                self.placed += 1;
                KeyOutcome::Stay
            }
            _ => KeyOutcome::Nothing,
        }
    }

    /// Moves the cursor, and the step that is being moved.
    fn go(&mut self, key: &Key) {
        let to = moved(self.cursor, key, self.arranged.len());
        if let Some(from) = self.cursor.filter(|_| self.held) {
            self.carried |= from != to;
            self.move_step(from, to);
        }
        self.cursor = Some(to);
    }
}

impl KindScreen for Order<'_> {
    fn phase(&self) -> Phase {
        Phase::Order
    }

    fn lettered(&self) -> usize {
        self.arranged.len()
    }

    fn offers(&self) -> Vec<Offer> {
        let held = self.held;
        let space = match (self.cursor, held) {
            (None, _) => Offer::silent(Command::Space),
            (Some(_), false) => Offer::usual(Command::Space),
            (Some(_), true) => Offer::saying(Command::Space, "put down"),
        };
        let left = self.placed < self.arranged.len();
        let enter = if held { "put down" } else { "done" };
        let arrows = if held { "carry it" } else { "cursor" };
        Offer::those([
            (
                self.complete() || held,
                Offer::saying(Command::Enter, enter),
            ),
            (left && !held, Offer::usual(Command::Letter)),
            (self.placed > 0 && !held, Offer::usual(Command::TakeBack)),
            (true, space),
            (true, Offer::saying(Command::Cursor, arrows)),
            (true, Offer::usual(Command::DontKnow)),
        ])
    }

    fn take(&mut self, command: Command, key: &Key, _: u64) -> KeyOutcome {
        let answer = match command {
            Command::Cursor => {
                self.go(key);
                return KeyOutcome::Stay;
            }
            Command::Letter => return self.place(key),
            Command::TakeBack => {
                self.placed = self.placed.saturating_sub(1);
                return KeyOutcome::Stay;
            }
            // The step being moved is put down first.
            Command::Enter if self.held => {
                self.held = false;
                return KeyOutcome::Stay;
            }
            Command::Space if self.cursor.is_some() => {
                self.held = !self.held;
                return KeyOutcome::Stay;
            }
            Command::DontKnow => Answer::Unknown,
            Command::Enter | Command::Space if self.complete() => {
                Answer::Arranged(self.arranged.clone())
            }
            _ => return KeyOutcome::Nothing,
        };
        KeyOutcome::Answered(answer)
    }

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>, content: &mut Content) {
        content.gap();
        let Some(marked) = marked else {
            for (place, &step) in self.arranged.iter().enumerate() {
                let here = self.cursor == Some(place);
                let carried = here && self.held;
                let sign = match (here, carried) {
                    (_, true) => "↕",
                    (true, false) => "›",
                    (false, false) => " ",
                };
                if here {
                    content.focus = Some(content.lines.len());
                }
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
                let number = if place < self.placed || self.carried {
                    (place + 1).to_string()
                } else {
                    "·".to_owned()
                };
                let letter = letter_of(self.first_place(step));
                let lead = Line::styled(format!("{sign} "), Tone::Accent)
                    .with(format!("{number} "), Tone::Dim)
                    .with(format!("{letter} "), Tone::Accent);
                content.add(renderer.noted(lead, &self.data.steps[step], weight, &note));
            }
            content.gap();
            let words = if self.complete() {
                "Is that the order?"
            } else {
                "Type the letters in the right order."
            };
            content.add(renderer.remark(words, Tone::Dim));
            return;
        };
        content.focus = Some(content.lines.len());
        let misplaced = match &marked.answer {
            Answer::Arranged(arranged) => Some(self.data.misplaced(arranged)),
            _ => None,
        };
        for (place, step) in self.data.steps.iter().enumerate() {
            let yours = self.arranged.iter().position(|&arranged| arranged == place);
            let wrong = misplaced.as_ref().map(|steps| steps.contains(&place));
            let (sign, tone) = match wrong {
                Some(false) => ("✓", Tone::Good),
                Some(true) => ("✗", Tone::Bad),
                None => ("·", Tone::Dim),
            };
            let tone_of_yours = match (wrong, yours) {
                (Some(true), _) => Some(Tone::Bad),
                // Placed before "don't know" was said.
                (None, Some(yours)) if self.carried || yours < self.placed => Some(Tone::Dim),
                _ => None,
            };
            let note = match (tone_of_yours, yours) {
                (Some(tone), Some(yours)) => {
                    Line::styled(format!("you had it {}", ordinal(yours + 1)), tone)
                }
                _ => Line::new(),
            };
            let lead = Line::styled(sign, tone).with(format!(" {} ", place + 1), Tone::Accent);
            content.add(renderer.noted(lead, step, |style| style, &note));
        }
    }
}

/// A place in words that fit after a step.
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
