//! Choice: the question alone, then the options, then which were right.

use std::collections::BTreeSet;

use crate::memory::Grade;
use crate::question::{Answer, Choice as Data};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::kind_screen::{Content, KeyOutcome, KindScreen};
use super::marked_answer::MarkedAnswer;
use super::question_text::{explanation, question_with_context};
use super::text_renderer::TextRenderer;

/// A question answered by picking options, which stand in the order of the view.
pub(crate) struct Choice<'v> {
    view: &'v View<'v>,
    data: &'v Data,
    stage: ChoiceStage,
}

enum ChoiceStage {
    /// The learner thinks before the options suggest anything.
    Question,
    /// The options are on the screen. Places count in the order shown.
    Options { at: usize, picked: BTreeSet<usize> },
    /// Which were right is on the screen.
    Marked(MarkedAnswer),
}

impl<'v> Choice<'v> {
    pub(crate) const fn new(view: &'v View<'v>, data: &'v Data) -> Self {
        Self {
            view,
            data,
            stage: ChoiceStage::Question,
        }
    }

    /// Marks what was picked, given by places as shown.
    fn mark(&mut self, picked: &BTreeSet<usize>, ms: u64) -> KeyOutcome {
        let answer = if picked.is_empty() {
            Answer::Unknown
        } else {
            Answer::Picked(picked.iter().map(|&place| self.view.order[place]).collect())
        };
        self.stage = ChoiceStage::Marked(MarkedAnswer::new(self.view, answer, ms));
        KeyOutcome::Stay
    }

    fn options_key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        let count = self.data.options.len();
        let several = self.data.several();
        let ChoiceStage::Options { at, picked } = &mut self.stage else {
            return KeyOutcome::NotMine;
        };
        match key {
            Key::Up => *at = (*at + count - 1) % count,
            Key::Down => *at = (*at + 1) % count,
            Key::Char('?') => return self.mark(&BTreeSet::new(), ms),
            Key::Char(' ') if several => toggle(picked, *at),
            Key::Enter if several && picked.is_empty() => {}
            Key::Enter if several => {
                let picked = picked.clone();
                return self.mark(&picked, ms);
            }
            Key::Enter | Key::Char(' ') => {
                let picked = BTreeSet::from([*at]);
                return self.mark(&picked, ms);
            }
            Key::Char(letter) => {
                let Some(place) = place_of(*letter).filter(|place| *place < count) else {
                    return KeyOutcome::NotMine;
                };
                *at = place;
                if several {
                    toggle(picked, place);
                } else {
                    return self.mark(&BTreeSet::from([place]), ms);
                }
            }
            _ => return KeyOutcome::NotMine,
        }
        KeyOutcome::Stay
    }

    /// One option as it stands while the learner picks.
    fn option_line(
        &self,
        place: usize,
        at: usize,
        picked: &BTreeSet<usize>,
        renderer: &TextRenderer,
    ) -> Vec<Line> {
        let several = self.data.several();
        let pointer = if place == at { "›" } else { " " };
        let sign = match (several, picked.contains(&place)) {
            (true, true) => "[x] ",
            (true, false) => "[ ] ",
            (false, _) => "",
        };
        let lead = Line::styled(format!("{pointer} "), Tone::Accent)
            .with(format!("{} ", letter_of(place)), Tone::Accent)
            .with(sign, Tone::Plain);
        let text = &self.data.options[self.view.order[place]].text;
        let weight = |style: Style| if place == at { style.bold() } else { style };
        renderer.hanging(lead, text, weight)
    }

    /// One option after marking: a sign says what was right, another what was picked.
    fn marked_line(
        &self,
        place: usize,
        picked: &BTreeSet<usize>,
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
        let note = match (option.right, picked.contains(&index)) {
            (true, false) if !picked.is_empty() => Line::styled("missed", Tone::Warn),
            (false, true) => Line::styled("not this", Tone::Bad),
            (true | false, _) => Line::new(),
        };
        let lead = Line::styled(format!("{mine} "), Tone::Accent)
            .with(sign, tone)
            .with(format!(" {} ", letter_of(place)), Tone::Dim);
        let dim = |style: Style| if tone == Tone::Dim { Style::DIM } else { style };
        renderer.noted(lead, &option.text, dim, &note)
    }
}

fn toggle(picked: &mut BTreeSet<usize>, place: usize) {
    if !picked.remove(&place) {
        picked.insert(place);
    }
}

fn letter_of(place: usize) -> char {
    (b'a' + u8::try_from(place).unwrap_or(25).min(25)) as char
}

fn place_of(letter: char) -> Option<usize> {
    letter
        .is_ascii_lowercase()
        .then(|| usize::from(letter as u8 - b'a'))
}

impl KindScreen for Choice<'_> {
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome {
        match &self.stage {
            ChoiceStage::Question => match key {
                Key::Enter | Key::Char(' ') => {
                    self.stage = ChoiceStage::Options {
                        at: 0,
                        picked: BTreeSet::new(),
                    };
                    KeyOutcome::Stay
                }
                _ => KeyOutcome::NotMine,
            },
            ChoiceStage::Options { .. } => self.options_key(key, ms),
            ChoiceStage::Marked(marked) => match key {
                Key::Char('g') if marked.passed() => marked.graded(Grade::Again, ms, true),
                key => marked.key(key, ms),
            },
        }
    }

    fn show(&self, renderer: &TextRenderer) -> Content {
        let mut content = question_with_context(self.view, renderer);
        content.gap();
        match &self.stage {
            ChoiceStage::Question => {
                let count = self.data.options.len();
                let remark = format!("Answer for yourself first. {count} options follow.");
                content.add(renderer.remark(&remark, Tone::Dim));
                content.hints.push(Hint::new("Space", "show the options"));
            }
            ChoiceStage::Options { at, picked } => {
                for place in 0..self.data.options.len() {
                    if place == *at {
                        content.focus = Some(content.lines.len());
                    }
                    content.add(self.option_line(place, *at, picked, renderer));
                }
                if self.data.several() {
                    content.gap();
                    content.add(renderer.remark("More than one is right.", Tone::Dim));
                }
                let last = letter_of(self.data.options.len() - 1);
                let keys = format!("a-{last}");
                content.hints = if self.data.several() {
                    vec![
                        Hint::new(keys, "tick"),
                        Hint::new("↑↓ Space", "tick"),
                        Hint::new("Enter", "done"),
                    ]
                } else {
                    vec![
                        Hint::new(keys, "pick"),
                        Hint::new("↑↓", "choose"),
                        Hint::new("Enter", "pick"),
                    ]
                };
                content.hints.push(Hint::new("?", "don't know"));
            }
            ChoiceStage::Marked(marked) => {
                let nothing = BTreeSet::new();
                let picked = match &marked.answer {
                    Answer::Picked(picked) => picked,
                    _ => &nothing,
                };
                content.focus = Some(content.lines.len());
                for place in 0..self.data.options.len() {
                    content.add(self.marked_line(place, picked, renderer));
                }
                content.gap();
                content.add(self.verdict(marked, renderer));
                explanation(self.view, renderer, &mut content);
                content.hints = marked.hints(self.view);
                if marked.passed() {
                    content.hints[0] = Hint::new("Enter", "knew it");
                    content.hints.insert(1, Hint::new("g", "guessed"));
                }
            }
        }
        content
    }

    fn revealed(&self) -> bool {
        matches!(self.stage, ChoiceStage::Marked(_))
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
