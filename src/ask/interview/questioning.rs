//! Answering a question: aloud with a summary, or in writing. Keys in, screens out.

use std::time::Duration;

use crate::ask::key_table::{Command, Phase, normal};
use crate::ask::kinds::{
    Content, KeyOutcome, Offer, Offers, TextArea, TextRenderer, context, offers_of_a_line,
    offers_of_code,
};
use crate::plan::Asked;
use crate::question::{Form, Question, star_form};
use crate::session::{BrokenOff, SpokenAnswer};
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::text;
use crate::terminal::wrap::wrap;

/// What a key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AnswerKey {
    /// Nothing.
    Nothing,
    /// The screen may have changed.
    Stay,
    /// The clock should stop.
    Pause,
    /// The learner goes on writing in an editor.
    Editor,
    /// The answer is complete, or the learner leaves the question.
    Left(Result<(), BrokenOff>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AnswerStage {
    /// The learner is thinking or speaking.
    Speaking,
    /// The learner types.
    Writing,
    /// One more key press gives the question up or ends the interview.
    /// `writing`: this was pressed in the field, which a "no" leads back to.
    Leaving { all: bool, writing: bool },
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
        let text_area = match (asked.form(), asked.code()) {
            (Form::Star, _) => TextArea::starting(&star_form()),
            (_, Some((_, task))) => TextArea::starting(&text::clean(&task.starter.text)),
            (_, None) => TextArea::default(),
        };
        Self {
            asked,
            text_area,
            stage: AnswerStage::Speaking,
            said_ms: None,
        }
    }

    /// The text so far, for an editor.
    pub(crate) fn text(&self) -> String {
        self.text_area.text() + "\n"
    }

    /// Replaces the text with what came from an editor.
    pub(crate) fn replace_text(&mut self, text: &str) {
        self.text_area.replace(text);
        self.write();
    }

    /// Goes on in the field.
    pub(crate) fn write(&mut self) {
        self.stage = AnswerStage::Writing;
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

    /// A spoken answer needs no summary; an empty page is not an answer.
    fn may_be_done(&self) -> bool {
        self.said_ms.is_some() || !self.is_empty()
    }

    fn phase(&self) -> Phase {
        match (self.stage, self.asked.form()) {
            (AnswerStage::Speaking | AnswerStage::Leaving { .. }, _) => Phase::Interview,
            (AnswerStage::Writing, Form::Short | Form::Letters) => Phase::Line,
            (AnswerStage::Writing, Form::Lines) => Phase::Lines,
            (AnswerStage::Writing, Form::Open | Form::Star) => Phase::Text,
            (AnswerStage::Writing, Form::Code) => Phase::Code,
        }
    }

    /// The commands that do something now.
    pub(crate) fn offers(&self) -> Offers {
        let phase = self.phase();
        let mut all = match self.stage {
            AnswerStage::Speaking => self.offers_of_speaking(),
            AnswerStage::Leaving { all, .. } => {
                let (command, key, does) = if all {
                    (Command::Quit, "q", "end it")
                } else {
                    (Command::DontKnow, "Tab g", "give it up")
                };
                let go_on = Hint::new("any other key", "go on").or("go on");
                vec![Offer::hints(command, vec![Hint::new(key, does), go_on])]
            }
            AnswerStage::Writing => self.offers_of_writing(phase),
        };
        all.retain(|offer| offer.command != Command::Done || self.may_be_done());
        if !matches!(self.stage, AnswerStage::Leaving { .. }) {
            all.push(Offer::silent(Command::Scroll));
        }
        Offers::of(phase, all)
    }

    fn offers_of_speaking(&self) -> Vec<Offer> {
        let show = match (self.may_be_done(), self.asked.form()) {
            (true, _) if self.is_empty() => Offer::saying(Command::Show, "sum it up"),
            (true, _) => Offer::saying(Command::Show, "go on writing"),
            (false, Form::Open | Form::Star) => {
                let hint = Hint::new("Enter", "when you have said it").or("I said it");
                Offer::hints(Command::Show, vec![hint])
            }
            (false, Form::Code) => Offer::saying(Command::Show, "write it"),
            (false, _) => Offer::saying(Command::Show, "type it"),
        };
        let code = self.asked.form() == Form::Code;
        let write = match (self.can_be_said() && !self.may_be_done(), code) {
            (true, _) => Offer::usual(Command::Write),
            (false, true) => Offer::saying(Command::Write, "type it here"),
            (false, false) => Offer::silent(Command::Write),
        };
        let quit = Hint::new("q", "end the interview").or("end");
        vec![
            show,
            write,
            Offer::usual(Command::Pause),
            Offer::usual(Command::DontKnow),
            Offer::hints(Command::Quit, vec![quit]),
            Offer::usual(Command::Help),
        ]
    }

    fn offers_of_writing(&self, phase: Phase) -> Vec<Offer> {
        let mut offers = match phase {
            Phase::Line => offers_of_a_line(self.text_area.is_blank()),
            Phase::Lines => self.text_area.offers_of_lines(),
            Phase::Code => offers_of_code(Offer::saying(Command::Done, "done")),
            _ => self.text_area.offers_of_a_text(),
        };
        if self.asked.form() == Form::Star {
            let next = vec![Hint::new("↓", "next part")];
            offers.insert(1, Offer::hints(Command::Edit, next));
        }
        if phase != Phase::Code {
            offers.push(Offer::usual(Command::Leave));
        }
        offers
    }

    /// Takes a key, so many milliseconds after the question was put.
    pub(crate) fn key(&mut self, key: &Key, ms: u64) -> AnswerKey {
        let offers = self.offers();
        let key = normal(key, offers.phase);
        let command = offers.command(&key);
        let writing = matches!(
            self.stage,
            AnswerStage::Writing | AnswerStage::Leaving { writing: true, .. }
        );
        if let AnswerStage::Leaving { all, .. } = self.stage {
            if matches!(key, Key::Paste(_) | Key::Unknown) {
                return AnswerKey::Stay;
            }
            self.stage = if writing {
                AnswerStage::Writing
            } else {
                AnswerStage::Speaking
            };
            return match (command, all) {
                (None, _) => AnswerKey::Stay,
                (Some(_), true) => AnswerKey::Left(Err(BrokenOff::EndInterview)),
                (Some(_), false) => AnswerKey::Left(Err(BrokenOff::GaveUp)),
            };
        }
        let Some(command) = command else {
            return AnswerKey::Nothing;
        };
        match command {
            Command::Show if self.asked.form() == Form::Code => return AnswerKey::Editor,
            Command::Show => {
                if self.can_be_said() && self.is_empty() {
                    self.said_ms.get_or_insert(ms);
                }
                self.write();
            }
            Command::Write => self.write(),
            Command::Pause => return AnswerKey::Pause,
            Command::Editor => return AnswerKey::Editor,
            Command::DontKnow => {
                self.stage = AnswerStage::Leaving {
                    all: false,
                    writing,
                }
            }
            Command::Quit => self.stage = AnswerStage::Leaving { all: true, writing },
            Command::Leave | Command::TakeBack => self.stage = AnswerStage::Speaking,
            Command::Enter if offers.phase == Phase::Line => return self.finish(),
            command if self.text_area.ends_lines(command) => return self.finish(),
            command => {
                if self.text_area.take(command, &key) == KeyOutcome::Nothing {
                    return AnswerKey::Nothing;
                }
            }
        }
        AnswerKey::Stay
    }

    fn finish(&self) -> AnswerKey {
        if self.may_be_done() {
            AnswerKey::Left(Ok(()))
        } else {
            AnswerKey::Nothing
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
            AnswerStage::Speaking => {
                let words = match (self.may_be_done(), self.asked.form()) {
                    (true, _) if self.is_empty() => "You have said it. Sum it up in a few lines.",
                    (true, _) => "What you typed is kept.",
                    (_, Form::Open) => "Say it aloud, or type it.",
                    (_, Form::Star) => {
                        "One real story: situation, task, action, result. Say it aloud, or type it."
                    }
                    (_, Form::Lines) => "What does it print? One line each.",
                    (_, Form::Short) => "A word or two.",
                    (_, Form::Letters) => "In which order? The letters are enough.",
                    (_, Form::Code) => "Write it. Its tests run in the debrief, not before.",
                };
                content.add(renderer.remark(words, Tone::Dim));
            }
            AnswerStage::Writing => {
                if self.said_ms.is_some() {
                    let words = "Sum it up in a few lines: the debrief is based on them.";
                    content.add(renderer.remark(words, Tone::Dim));
                }
                self.text_area.show(renderer, &mut content);
            }
            AnswerStage::Leaving { all, .. } => {
                let words = if all {
                    "End the interview here? What you answered is kept, and we go through it together."
                } else {
                    "Give this one up? That is fine: nobody knows everything."
                };
                content.focus = Some(content.lines.len());
                content.add(renderer.remark(words, Tone::Plain));
            }
        }
        content
    }
}

/// The clock moves in steps of a few seconds, so that it does not distract.
const STEP: u64 = 5;

/// How the time is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    /// Spent on this question.
    pub(crate) here: Duration,
    pub(crate) planned: Duration,
    /// Spent on all questions.
    pub(crate) spent: Duration,
    /// Planned for all.
    pub(crate) minutes: u32,
}

impl Clock {
    fn all(self) -> Duration {
        Duration::from_secs(u64::from(self.minutes) * 60)
    }

    /// For the right end of the header: `1:10 of 4:00 · 21 min left`, in fewer words where there is
    /// little room.
    pub(crate) fn line(self, narrow: bool) -> Line {
        let of = if narrow { "/" } else { " of " };
        let here = format!("{}{of}{}", face(self.here), face(self.planned));
        let left = self.all().saturating_sub(self.spent);
        let left = match (left.as_secs().div_ceil(60), narrow) {
            (0, _) => "time is over".to_owned(),
            (minutes, true) => format!("{minutes} min"),
            (minutes, false) => format!("{minutes} min left"),
        };
        Line::styled(format!("{here} · {left}"), Tone::Dim)
    }

    /// What is shown when the time is over. The learner may still finish the answer.
    pub(crate) fn reminder(self) -> Option<&'static str> {
        if self.spent >= self.all() {
            Some("The time is over: this is the last question. Take your time to finish it.")
        } else if self.here >= self.planned {
            Some("That is the time planned for it. Take your time to finish.")
        } else {
            None
        }
    }
}

fn face(time: Duration) -> String {
    let seconds = time.as_secs() / STEP * STEP;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The question with the text below it.
pub(crate) fn question_content(asked: Asked<'_>, renderer: &TextRenderer) -> Content {
    let mut content = Content::question(asked.question(), renderer);
    let Asked::Card(card) = asked else {
        content.text(asked.spoken(), renderer);
        return content;
    };
    content.text(&context(card), renderer);
    match card.data() {
        Question::Bug(bug) => {
            content.gap();
            content.add(numbered(&bug.code.language, &bug.code.text, renderer));
        }
        Question::Order(order) => {
            content.gap();
            for (letter, step) in ('a'..='z').zip(asked.steps()) {
                let lead = Line::styled(format!("  {letter} "), Tone::Accent);
                content.add(renderer.hanging(lead, &order.steps[step], |style| style));
            }
        }
        _ => {}
    }
    content
}

/// Code with numbered lines.
fn numbered(language: &str, code: &str, renderer: &TextRenderer) -> Vec<Line> {
    let widest = code.lines().count().to_string().len();
    let colored = (renderer.highlighter)(language, code);
    let numbers = 1..;
    colored
        .iter()
        .zip(numbers)
        .flat_map(|(code, number): (&Line, usize)| {
            let line = Line::styled(format!("{number:>widest$}  "), Tone::Dim);
            let indent = line.width();
            wrap(&line.then(code), renderer.width, indent + 2)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Deck, Source, parse};
    use crate::terminal::highlight::plain;

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
        assert_eq!(last, AnswerKey::Left(Ok(())));
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
        assert_eq!(last, AnswerKey::Nothing);
        let (_, last) = questioning(&deck, 0, &[Key::Enter, Key::Ctrl('d')]);
        assert_eq!(last, AnswerKey::Left(Ok(())), "it was said aloud");
    }

    #[test]
    fn pasted_lines_are_text_and_no_keys() {
        let deck = deck();
        let paste = Key::Paste("q\ng\ng\n".into());
        let (asking, last) = questioning(&deck, 0, std::slice::from_ref(&paste));
        assert_eq!(
            (last, asking.stage),
            (AnswerKey::Nothing, AnswerStage::Speaking)
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
        assert_eq!(last, AnswerKey::Left(Err(BrokenOff::GaveUp)));
        let (_, last) = questioning(&deck, 0, &[g.clone(), Key::Esc]);
        assert_eq!(last, AnswerKey::Stay);
        let (_, last) = questioning(&deck, 0, &[g, Key::Char('q'), Key::Char('q')]);
        assert_eq!(last, AnswerKey::Stay, "the first q only went on");
        let q = Key::Char('q');
        let (_, last) = questioning(&deck, 0, &[q.clone(), q]);
        assert_eq!(last, AnswerKey::Left(Err(BrokenOff::EndInterview)));
    }

    #[test]
    fn a_learner_who_does_not_give_up_is_back_in_the_field() {
        let deck = deck();
        let keys = [Key::Enter, Key::Tab, Key::Enter];
        let (mut asking, _) = questioning(&deck, 0, &keys);
        assert_eq!(asking.stage, AnswerStage::Writing);
        asking.key(&Key::Esc, 1);
        let shown = |asking: &Questioning<'_>| {
            let renderer = TextRenderer {
                width: 60,
                highlighter: plain,
            };
            let lines = asking.show(None, &renderer).lines;
            lines.iter().map(Line::plain).collect::<String>()
        };
        assert!(
            shown(&asking).contains("You have said it."),
            "nothing is typed"
        );
        for key in [Key::Enter, Key::Char('x'), Key::Esc] {
            asking.key(&key, 2);
        }
        assert!(shown(&asking).contains("What you typed is kept."));
    }

    #[test]
    fn a_word_is_done_with_enter() {
        let deck = deck();
        let (asking, last) = questioning(&deck, 1, &[Key::Enter, Key::Char('x'), Key::Enter]);
        assert_eq!(last, AnswerKey::Left(Ok(())));
        assert_eq!(asking.answer(5).said_ms, None);
    }

    fn clock(here: u64, spent: u64) -> Clock {
        Clock {
            here: Duration::from_secs(here),
            planned: Duration::from_secs(240),
            spent: Duration::from_secs(spent),
            minutes: 30,
        }
    }

    #[test]
    fn it_shows_the_question_and_what_is_left_of_the_whole() {
        let words = |clock: Clock, narrow| clock.line(narrow).plain();
        assert_eq!(words(clock(73, 540), false), "1:10 of 4:00 · 21 min left");
        assert_eq!(words(clock(73, 541), true), "1:10/4:00 · 21 min");
        assert_eq!(words(clock(3, 9000), false), "0:00 of 4:00 · time is over");
    }

    #[test]
    fn it_reminds_kindly_and_only_when_time_is_over() {
        assert_eq!(clock(239, 500).reminder(), None);
        let over = clock(240, 500).reminder().expect("a word");
        assert!(over.contains("Take your time"));
        let last = clock(10, 1800).reminder().expect("a word");
        assert!(last.contains("the last question"));
    }
}
