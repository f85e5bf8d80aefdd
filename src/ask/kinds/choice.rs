//! Choice: the question alone, then the options, then which were right.

use std::collections::BTreeSet;

use crate::ask::key_table::{Command, Phase, letter, letter_of};
use crate::question::{Answer, Choice as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::kind_screen::{Content, KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::text_renderer::TextRenderer;
use super::tick_list::moved;

/// A question answered by picking options, in the order of the view.
pub(crate) struct Choice<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    stage: ChoiceStage,
}

enum ChoiceStage {
    /// The learner thinks before seeing the options.
    Question,
    /// The options are on the screen. Places count in the order shown.
    Options {
        cursor: Option<usize>,
        picked: BTreeSet<usize>,
    },
}

impl<'v> Choice<'v> {
    pub(crate) const fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            stage: ChoiceStage::Question,
        }
    }

    /// The same, with its options shown at once.
    pub(crate) const fn with_options(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            stage: ChoiceStage::Options {
                cursor: None,
                picked: BTreeSet::new(),
            },
        }
    }

    /// What was picked, in deck order. Someone who does not know may have picked something before.
    fn picked(&self) -> BTreeSet<usize> {
        match &self.stage {
            ChoiceStage::Options { picked, .. } => {
                picked.iter().map(|&place| self.view.order[place]).collect()
            }
            ChoiceStage::Question => BTreeSet::new(),
        }
    }

    fn options_take(&mut self, command: Command, key: &Key) -> KeyOutcome {
        let count = self.data.options.len();
        let several = self.data.several();
        let ChoiceStage::Options { cursor, picked } = &mut self.stage else {
            return KeyOutcome::Nothing;
        };
        match (command, *cursor) {
            (Command::DontKnow, _) => return KeyOutcome::Answered(Answer::Unknown),
            (Command::Cursor, at) => *cursor = Some(moved(at, key, count)),
            (Command::Letter, at) => {
                let Some(place) = letter(key) else {
                    return KeyOutcome::Nothing;
                };
                if at.is_some() {
                    *cursor = Some(place);
                }
                pick(picked, place, several);
            }
            (Command::Space, Some(place)) => pick(picked, place, several),
            (Command::Enter | Command::Space, _) if !picked.is_empty() => {
                return KeyOutcome::Answered(Answer::Picked(self.picked()));
            }
            _ => return KeyOutcome::Nothing,
        }
        KeyOutcome::Stay
    }

    /// One option while the learner picks.
    fn option_line(
        &self,
        place: usize,
        cursor: Option<usize>,
        picked: &BTreeSet<usize>,
        renderer: &TextRenderer,
    ) -> Vec<Line> {
        let pointer = if cursor == Some(place) { "›" } else { " " };
        let chosen = picked.contains(&place);
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
        match self.stage {
            ChoiceStage::Question => Phase::Question,
            ChoiceStage::Options { .. } if self.data.several() => Phase::Ticks,
            ChoiceStage::Options { .. } => Phase::Pick,
        }
    }

    fn lettered(&self) -> usize {
        match self.stage {
            ChoiceStage::Options { .. } => self.data.options.len(),
            ChoiceStage::Question => 0,
        }
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.stage {
            ChoiceStage::Question => vec![
                Offer::saying(Command::Show, "show the options"),
                Offer::usual(Command::DontKnow),
            ],
            ChoiceStage::Options { cursor, picked } => {
                let mut offers = vec![Offer::usual(Command::Letter)];
                if !picked.is_empty() {
                    offers.push(Offer::usual(Command::Enter));
                }
                offers.push(if cursor.is_some() {
                    Offer::usual(Command::Space)
                } else {
                    Offer::silent(Command::Space)
                });
                offers.extend([
                    Offer::usual(Command::Cursor),
                    Offer::usual(Command::DontKnow),
                ]);
                offers
            }
        }
    }

    fn take(&mut self, command: Command, key: &Key, _: u64) -> KeyOutcome {
        match (&self.stage, command) {
            (ChoiceStage::Question, Command::Show) => {
                *self = Self::with_options(self.view, self.data);
                KeyOutcome::Stay
            }
            (ChoiceStage::Question, Command::DontKnow) => KeyOutcome::Answered(Answer::Unknown),
            (ChoiceStage::Question, _) => KeyOutcome::Nothing,
            (ChoiceStage::Options { .. }, _) => self.options_take(command, key),
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
        match &self.stage {
            ChoiceStage::Question => {
                let count = self.data.options.len();
                let remark = format!("Answer for yourself first. {count} options follow.");
                content.add(renderer.remark(&remark, Tone::Dim));
            }
            ChoiceStage::Options { cursor, picked } => {
                for place in 0..self.data.options.len() {
                    if *cursor == Some(place) {
                        content.focus = Some(content.lines.len());
                    }
                    content.add(self.option_line(place, *cursor, picked, renderer));
                }
                if self.data.several() {
                    content.gap();
                    content.add(renderer.remark("More than one is right.", Tone::Dim));
                }
            }
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
