//! Answering a question: aloud with a summary, or in writing. Keys in, screens out.

use crate::ask::key_table::{Command, Phase, commands, normal};
use crate::ask::kinds::{Content, TextArea, TextRenderer};
use crate::plan::Asked;
use crate::question::Form;
use crate::question::star_form;
use crate::session::SpokenAnswer;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::style::Tone;

use super::question::question_content;

/// What a key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AnswerKey {
    /// The key means nothing here.
    NotMine,
    /// The screen may have changed.
    Stay,
    /// The clock should stop.
    Pause,
    /// The answer is complete.
    Done,
    /// The learner gives the question up.
    GivenUp,
    /// The learner ends the interview here.
    EndInterview,
    /// The list of keys should be shown.
    Help,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AnswerStage {
    /// The learner is thinking or speaking.
    Speaking,
    /// The learner types.
    Writing,
    /// One more key press gives the question up or ends the interview.
    Leaving { all: bool },
}

/// A question being answered.
#[derive(Clone, Debug)]
pub(crate) struct Questioning<'v> {
    asked: Asked<'v>,
    text_area: TextArea,
    stage: AnswerStage,
    said_ms: Option<u64>,
}

impl<'v> Questioning<'v> {
    pub(crate) fn new(asked: Asked<'v>) -> Self {
        let text_area = match asked.form() {
            Form::Star => TextArea::starting(&star_form()),
            Form::Open | Form::Lines | Form::Short | Form::Letters => TextArea::default(),
        };
        Self {
            asked,
            text_area,
            stage: AnswerStage::Speaking,
            said_ms: None,
        }
    }

    /// The answer, after so many milliseconds.
    pub(crate) fn answer(&self, ms: u64) -> SpokenAnswer {
        SpokenAnswer {
            // An untouched form is no text.
            text: self.asked.shown(&self.text_area.text()).to_owned(),
            ms,
            said_ms: self.said_ms,
        }
    }

    /// Whether this question can be answered aloud.
    fn can_be_said(&self) -> bool {
        matches!(self.asked.form(), Form::Open | Form::Star)
    }

    fn is_empty(&self) -> bool {
        self.asked.words(&self.text_area.text()).is_empty()
    }

    /// Takes a key, so many milliseconds after the question was put.
    pub(crate) fn key(&mut self, key: &Key, ms: u64) -> AnswerKey {
        let command = if self.stage == AnswerStage::Writing {
            return self.write(key);
        } else {
            let key = normal(key, Phase::Interview);
            commands(Phase::Interview, &key, 0).next()
        };
        match self.stage {
            AnswerStage::Leaving { all } => {
                self.stage = AnswerStage::Speaking;
                return match key {
                    _ if command == Some(Command::Quit) && all => AnswerKey::EndInterview,
                    _ if command == Some(Command::DontKnow) && !all => AnswerKey::GivenUp,
                    Key::Paste(_) | Key::Unknown => {
                        self.stage = AnswerStage::Leaving { all };
                        AnswerKey::Stay
                    }
                    _ => AnswerKey::Stay,
                };
            }
            AnswerStage::Writing | AnswerStage::Speaking => {}
        }
        match command {
            Some(Command::Show) => {
                if self.can_be_said() && self.is_empty() {
                    self.said_ms.get_or_insert(ms);
                }
                self.stage = AnswerStage::Writing;
            }
            Some(Command::Write) => self.stage = AnswerStage::Writing,
            Some(Command::Pause) => return AnswerKey::Pause,
            Some(Command::DontKnow) => self.stage = AnswerStage::Leaving { all: false },
            Some(Command::Quit) => self.stage = AnswerStage::Leaving { all: true },
            Some(Command::Help) => return AnswerKey::Help,
            _ => return AnswerKey::NotMine,
        }
        AnswerKey::Stay
    }

    fn write(&mut self, key: &Key) -> AnswerKey {
        let one_line = matches!(self.asked.form(), Form::Short | Form::Letters);
        match key {
            Key::Esc => self.stage = AnswerStage::Speaking,
            Key::Ctrl('d') => return self.finish(),
            Key::Enter if one_line => return self.finish(),
            Key::Tab => self.stage = AnswerStage::Leaving { all: false },
            Key::PageUp | Key::PageDown => return AnswerKey::NotMine,
            key => {
                self.text_area.key(key);
            }
        }
        AnswerKey::Stay
    }

    /// A spoken answer needs no summary; an empty page is not an answer.
    fn finish(&self) -> AnswerKey {
        if self.said_ms.is_some() || !self.is_empty() {
            AnswerKey::Done
        } else {
            AnswerKey::Stay
        }
    }

    /// The screen now; `reminder` is what the clock says.
    pub(crate) fn show(&self, reminder: Option<&str>, renderer: &TextRenderer) -> Content {
        let mut content = question_content(self.asked, renderer);
        content.gap();
        if let Some(reminder) = reminder {
            content.add(renderer.remark(reminder, Tone::Warn));
        }
        match self.stage {
            AnswerStage::Speaking => self.speaking(renderer, &mut content),
            AnswerStage::Writing => self.writing(renderer, &mut content),
            AnswerStage::Leaving { all } => {
                let (words, key) = if all {
                    (
                        "End the interview here? What you answered is kept, and we go through it together.",
                        Hint::new("q", "end it"),
                    )
                } else {
                    (
                        "Give this one up? That is fine: nobody knows everything.",
                        Hint::new("g", "give it up"),
                    )
                };
                content.focus = Some(content.lines.len());
                content.add(renderer.remark(words, Tone::Plain));
                content.hints = vec![key, Hint::new("any other key", "go on").or("go on")];
            }
        }
        content
    }

    fn speaking(&self, renderer: &TextRenderer, content: &mut Content) {
        let go_on = !self.is_empty() || self.said_ms.is_some();
        let words = match (go_on, self.asked.form()) {
            (true, _) => "What you typed is kept.",
            (_, Form::Open) => "Say it aloud, or type it.",
            (_, Form::Star) => {
                "One real story: situation, task, action, result. Say it aloud, or type it."
            }
            (_, Form::Lines) => "What does it print? One line each.",
            (_, Form::Short) => "A word or two.",
            (_, Form::Letters) => "In which order? The letters are enough.",
        };
        content.add(renderer.remark(words, Tone::Dim));
        content.hints = match (go_on, self.can_be_said()) {
            (true, _) => vec![Hint::new("Enter", "go on writing")],
            (false, true) => vec![
                Hint::new("Enter", "when you have said it").or("I said it"),
                Hint::new("t", "type it"),
            ],
            (false, false) => vec![Hint::new("Enter", "type it")],
        };
        content.hints.extend([
            Hint::new("p", "pause"),
            Hint::new("g", "give up"),
            Hint::new("q", "end the interview").or("end"),
            Hint::new("?", "keys"),
        ]);
    }

    fn writing(&self, renderer: &TextRenderer, content: &mut Content) {
        if self.said_ms.is_some() {
            let words = "Sum it up in a few lines: the debrief goes by them.";
            content.add(renderer.remark(words, Tone::Dim));
        }
        self.text_area.show(renderer, content);
        let one_line = matches!(self.asked.form(), Form::Short | Form::Letters);
        if self.said_ms.is_some() || !self.is_empty() {
            let done = if one_line { "Enter" } else { "Ctrl-D" };
            content.hints.push(Hint::new(done, "done"));
        }
        if !one_line {
            content.hints.push(Hint::new("Enter", "new line"));
        }
        if self.asked.form() == Form::Star {
            content.hints.push(Hint::new("↓", "next part"));
        }
        content.hints.push(Hint::new("Tab", "give up"));
        content.hints.push(Hint::new("Esc", "back"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Deck, Source, parse};

    fn deck() -> Deck {
        let text = "# D {#d}\n\n## Why? {#w}\n\nBecause.\n\n## Code? {#c .typed}\n\n`EMFILE`\n";
        parse(&Source::new("d.md", text)).deck.expect("a deck")
    }

    fn questioning<'d>(deck: &'d Deck, card: usize, keys: &[Key]) -> (Questioning<'d>, AnswerKey) {
        let mut asking = Questioning::new(Asked::Card(&deck.cards[card]));
        let mut last = AnswerKey::Stay;
        for (ms, key) in (1..).zip(keys) {
            last = asking.key(key, ms * 1000);
        }
        (asking, last)
    }

    #[test]
    fn said_aloud_then_summed_up() {
        let deck = deck();
        let keys = [
            Key::Enter,
            Key::Char('q'),
            Key::Enter,
            Key::Char('p'),
            Key::Ctrl('d'),
        ];
        let (asking, last) = questioning(&deck, 0, &keys);
        assert_eq!(last, AnswerKey::Done);
        let expected = SpokenAnswer {
            text: "q\np".into(),
            ms: 9000,
            said_ms: Some(1000),
        };
        assert_eq!(asking.answer(9000), expected);
    }

    #[test]
    fn nothing_typed_and_nothing_said_is_no_answer() {
        let deck = deck();
        let (_, last) = questioning(&deck, 0, &[Key::Char('t'), Key::Ctrl('d')]);
        assert_eq!(last, AnswerKey::Stay);
        let (_, last) = questioning(&deck, 0, &[Key::Enter, Key::Ctrl('d')]);
        assert_eq!(last, AnswerKey::Done, "it was said aloud");
    }

    #[test]
    fn pasted_lines_are_text_and_no_keys() {
        let deck = deck();
        let paste = Key::Paste("q\ng\ng\n".into());
        let (asking, last) = questioning(&deck, 0, std::slice::from_ref(&paste));
        assert_eq!(
            (last, asking.stage),
            (AnswerKey::NotMine, AnswerStage::Speaking)
        );
        let (asking, last) = questioning(&deck, 0, &[Key::Char('g'), paste.clone()]);
        assert_eq!(last, AnswerKey::Stay);
        assert_eq!(asking.answer(1).text, "");
        let (asking, _) = questioning(&deck, 0, &[Key::Char('t'), paste]);
        assert_eq!(asking.answer(1).text, "q\ng\ng");
    }

    #[test]
    fn giving_up_takes_two_keys_and_any_other_goes_on() {
        let deck = deck();
        let g = Key::Char('g');
        let (_, last) = questioning(&deck, 0, &[g.clone(), g.clone()]);
        assert_eq!(last, AnswerKey::GivenUp);
        let (_, last) = questioning(&deck, 0, &[g.clone(), Key::Esc]);
        assert_eq!(last, AnswerKey::Stay);
        let (_, last) = questioning(&deck, 0, &[g, Key::Char('q'), Key::Char('q')]);
        assert_eq!(last, AnswerKey::Stay, "the first q only went on");
        let q = Key::Char('q');
        let (_, last) = questioning(&deck, 0, &[q.clone(), q]);
        assert_eq!(last, AnswerKey::EndInterview);
    }

    #[test]
    fn a_word_is_done_with_enter() {
        let deck = deck();
        let (asking, last) = questioning(&deck, 1, &[Key::Enter, Key::Char('x'), Key::Enter]);
        assert_eq!(last, AnswerKey::Done);
        assert_eq!(asking.answer(5).said_ms, None);
    }
}
