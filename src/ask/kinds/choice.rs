//! Choice: the question alone, then the options, then which were right.

use std::collections::BTreeSet;

use crate::ask::key_table::{Command, Phase, letter, letter_of};
use crate::question::{Answer, Choice as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::kind_screen::{KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::text_renderer::{Content, TextRenderer};
use super::tick_list::moved;

/// A question answered by picking options, in the order of the view.
pub(crate) struct Choice<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    /// Whether the options are on the screen; the learner thinks before seeing them.
    shown: bool,
    cursor: Option<usize>,
    /// Places in the order shown.
    picked: BTreeSet<usize>,
}

impl<'v> Choice<'v> {
    pub(crate) const fn new(view: &'v View<'v>, data: &'v Data, shown: bool) -> Self {
        Self {
            view,
            data,
            shown,
            cursor: None,
            picked: BTreeSet::new(),
        }
    }

    /// What was picked, in deck order. Someone who does not know may have picked something before.
    fn picked(&self) -> BTreeSet<usize> {
        let places = self.picked.iter();
        places.map(|&place| self.view.order[place]).collect()
    }

    fn options_take(&mut self, command: Command, key: &Key) -> KeyOutcome {
        let count = self.data.options.len();
        let several = self.data.several();
        match (command, self.cursor) {
            (Command::DontKnow, _) => return KeyOutcome::Answered(Answer::Unknown),
            (Command::Cursor, at) => self.cursor = Some(moved(at, key, count)),
            (Command::Letter, at) => {
                let Some(place) = letter(key) else {
                    return KeyOutcome::Nothing;
                };
                if at.is_some() {
                    self.cursor = Some(place);
                }
                pick(&mut self.picked, place, several);
            }
            (Command::Space, Some(place)) => pick(&mut self.picked, place, several),
            (Command::Enter | Command::Space, _) if !self.picked.is_empty() => {
                return KeyOutcome::Answered(Answer::Picked(self.picked()));
            }
            _ => return KeyOutcome::Nothing,
        }
        KeyOutcome::Stay
    }

    /// One option while the learner picks.
    fn option_line(&self, place: usize, renderer: &TextRenderer) -> Vec<Line> {
        let pointer = if self.cursor == Some(place) {
            "›"
        } else {
            " "
        };
        let chosen = self.picked.contains(&place);
        let sign = match (self.data.several(), chosen) {
            (true, true) => "[x] ",
            (true, false) => "[ ] ",
            (false, true) => "(x) ",
            (false, false) => "( ) ",
        };
        let lead = Line::styled(format!("{pointer} "), Tone::Accent)
            .with(format!("{} ", letter_of(place)), Tone::Accent)
            .with(sign, Tone::Plain);
        let text = &self.data.options[self.view.order[place]].text;
        let weight = |style: Style| if chosen { style.bold() } else { style };
        renderer.hanging(lead, text, weight)
    }

    /// One option after marking: a sign says what was right, another what was picked.
    fn marked_line(
        &self,
        place: usize,
        picked: &BTreeSet<usize>,
        marked: &MarkedAnswer,
        renderer: &TextRenderer,
    ) -> Vec<Line> {
        let index = self.view.order[place];
        let option = &self.data.options[index];
        let (sign, tone) = match (option.right, picked.contains(&index)) {
            (true, _) => ("✓", Tone::Good),
            (false, true) => ("✗", Tone::Bad),
            (false, false) => (" ", Tone::Dim),
        };
        let mine = if picked.contains(&index) { "›" } else { " " };
        let unknown = marked.answer == Answer::Unknown;
        let note = match (option.right, picked.contains(&index)) {
            (_, true) if unknown => Line::styled("your pick", Tone::Dim),
            (true, false) if !unknown => Line::styled("missed", Tone::Warn),
            (false, true) => Line::styled("not this", Tone::Bad),
            (true | false, _) => Line::new(),
        };
        // No letter: letters are commands now.
        let lead = Line::styled(format!("{mine} "), Tone::Accent)
            .with(sign, tone)
            .with(" ", Style::PLAIN);
        let dim = |style: Style| if tone == Tone::Dim { Style::DIM } else { style };
        renderer.noted(lead, &option.text, dim, &note)
    }
}

/// Picks an option: it replaces the one before if only one is right, else it is added. Picking it
/// again removes it.
fn pick(picked: &mut BTreeSet<usize>, place: usize, several: bool) {
    let there = picked.remove(&place);
    if !several {
        picked.clear();
    }
    if !there {
        picked.insert(place);
    }
}

impl KindScreen for Choice<'_> {
    fn phase(&self) -> Phase {
        match (self.shown, self.data.several()) {
            (false, _) => Phase::Question,
            (true, true) => Phase::Ticks,
            (true, false) => Phase::Pick,
        }
    }

    fn lettered(&self) -> usize {
        if self.shown {
            self.data.options.len()
        } else {
            0
        }
    }

    fn offers(&self) -> Vec<Offer> {
        if !self.shown {
            return vec![
                Offer::saying(Command::Show, "show the options"),
                Offer::usual(Command::DontKnow),
            ];
        }
        let space = match self.cursor {
            Some(_) => Offer::usual(Command::Space),
            None => Offer::silent(Command::Space),
        };
        Offer::those([
            (true, Offer::usual(Command::Letter)),
            (!self.picked.is_empty(), Offer::usual(Command::Enter)),
            (true, space),
            (true, Offer::usual(Command::Cursor)),
            (true, Offer::usual(Command::DontKnow)),
        ])
    }

    fn take(&mut self, command: Command, key: &Key, _: u64) -> KeyOutcome {
        match (self.shown, command) {
            (true, _) => self.options_take(command, key),
            (false, Command::Show) => {
                self.shown = true;
                KeyOutcome::Stay
            }
            (false, Command::DontKnow) => KeyOutcome::Answered(Answer::Unknown),
            (false, _) => KeyOutcome::Nothing,
        }
    }

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>, content: &mut Content) {
        content.gap();
        if let Some(marked) = marked {
            let picked = self.picked();
            content.focus = Some(content.lines.len());
            content.add(self.verdict(marked, renderer));
            for place in 0..self.data.options.len() {
                content.add(self.marked_line(place, &picked, marked, renderer));
            }
            return;
        }
        if !self.shown {
            let count = self.data.options.len();
            let remark = format!("Answer for yourself first. {count} options follow.");
            content.add(renderer.remark(&remark, Tone::Dim));
            return;
        }
        for place in 0..self.data.options.len() {
            if self.cursor == Some(place) {
                content.focus = Some(content.lines.len());
            }
            content.add(self.option_line(place, renderer));
        }
        if self.data.several() {
            content.gap();
            content.add(renderer.remark("More than one is right.", Tone::Dim));
        }
    }
}

impl Choice<'_> {
    fn verdict(&self, marked: &MarkedAnswer, renderer: &TextRenderer) -> Vec<Line> {
        let (sign, tone, words) = match (&marked.answer, marked.passed()) {
            (Answer::Unknown, _) => ("·", Tone::Dim, "You said that you don't know.".to_owned()),
            (_, true) => ("✓", Tone::Good, "Right.".to_owned()),
            (Answer::Picked(picked), false) if self.data.several() => {
                let misses = self.data.misses(picked);
                let parts: Vec<String> = [(misses.wrong, "wrong"), (misses.missed, "missed")]
                    .into_iter()
                    .filter(|(count, _)| *count > 0)
                    .map(|(count, what)| format!("{count} {what}"))
                    .collect();
                ("✗", Tone::Bad, format!("Not right: {}.", parts.join(", ")))
            }
            (_, false) => ("✗", Tone::Bad, "Not right.".to_owned()),
        };
        let lead = Line::styled(sign, tone).with(" ", Tone::Plain);
        renderer.hanging(lead, &words, |style| style)
    }
}
