//! What the screen of a kind of question can do: commands in, lines out. The commands that do something now; keys, the
//! footer and the help screen follow from them. The end of every kind: the answer is on the screen, and a grade is taken.

use chrono::Datelike as _;

use super::text_renderer::{Content, TextRenderer};
use crate::ask::key_table::{Command, Phase, brief, commands, help, label};
use crate::memory::Grade;
use crate::question::{Answer, Question};
use crate::session::{Event, Graded, OnTheDay, Suggestion, TestRun, View};
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

/// A command that does something now, and how the footer describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) command: Command,
    footer: Footer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Footer {
    /// In the words of the table.
    Usual,
    /// In these words.
    Words(String),
    /// With other keys.
    Hints(Vec<Hint>),
    /// Not at all; only the help screen lists it.
    Silent,
}

impl Offer {
    pub(crate) const fn usual(command: Command) -> Self {
        let footer = Footer::Usual;
        Self { command, footer }
    }

    pub(crate) fn saying(command: Command, words: impl Into<String>) -> Self {
        let footer = Footer::Words(words.into());
        Self { command, footer }
    }

    pub(crate) const fn hints(command: Command, hints: Vec<Hint>) -> Self {
        let footer = Footer::Hints(hints);
        Self { command, footer }
    }

    pub(crate) const fn silent(command: Command) -> Self {
        let footer = Footer::Silent;
        Self { command, footer }
    }

    /// Those that do something now.
    pub(crate) fn those<const N: usize>(all: [(bool, Self); N]) -> Vec<Self> {
        let all = all.into_iter();
        all.filter_map(|(applies, offer)| applies.then_some(offer))
            .collect()
    }

    /// What the footer says about it in a phase with `lines` lettered lines.
    pub(crate) fn footer(&self, phase: Phase, lines: usize) -> Vec<Hint> {
        let key = label(phase, self.command, lines);
        match &self.footer {
            Footer::Usual => vec![Hint::new(key, brief(phase, self.command))],
            Footer::Words(words) => vec![Hint::new(key, words)],
            Footer::Hints(hints) => hints.clone(),
            Footer::Silent => Vec::new(),
        }
    }
}

/// The commands that do something now, the most useful first.
#[derive(Clone, Debug)]
pub(crate) struct Offers {
    pub(crate) phase: Phase,
    /// How many lines have a letter.
    pub(crate) lines: usize,
    pub(crate) all: Vec<Offer>,
}

impl Offers {
    /// Where no lines have letters.
    pub(crate) fn of(phase: Phase, all: impl IntoIterator<Item = Offer>) -> Self {
        Self {
            phase,
            lines: 0,
            all: all.into_iter().collect(),
        }
    }

    /// Commands in the words of the table, on a page that can be scrolled.
    pub(crate) fn usual(phase: Phase, commands: impl IntoIterator<Item = Command>) -> Self {
        let commands = commands.into_iter().map(Offer::usual);
        Self::of(phase, commands.chain([Offer::silent(Command::Scroll)]))
    }

    /// The command of a key that [`crate::ask::key_table::normal`] returned.
    pub(crate) fn command(&self, key: &Key) -> Option<Command> {
        let offered = |command: &Command| self.all.iter().any(|offer| offer.command == *command);
        commands(self.phase, key, self.lines).find(offered)
    }

    /// The footer.
    pub(crate) fn footer(&self) -> Vec<Hint> {
        let hints = |offer: &Offer| offer.footer(self.phase, self.lines);
        let hints = self.all.iter().flat_map(hints);
        hints.filter(|hint| !hint.key.is_empty()).collect()
    }

    /// The help screen: every key that does something now.
    pub(crate) fn help(&self) -> Vec<Line> {
        let mut rows = vec![Line::styled("Keys", Style::PLAIN.bold()), Line::new()];
        for offer in &self.all {
            let printed = label(self.phase, offer.command, self.lines);
            for (index, (key, does)) in help(self.phase, offer.command).enumerate() {
                let key = if index == 0 { printed.as_str() } else { key };
                let lead = Line::styled(format!("{key:<14}"), Tone::Accent);
                rows.push(lead.with(does, Tone::Plain));
            }
        }
        rows
    }
}

/// After so many Enters or Spaces in a row that did nothing the screen offers to end.
const IDLE: u8 = 5;

/// Enters and Spaces in a row that did nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Idle(u8);

impl Idle {
    /// Whether the next Enter or Space ends the round.
    pub(crate) const fn offers_to_end(self) -> bool {
        self.0 >= IDLE
    }

    /// Takes a key; whether it ends the round.
    pub(crate) fn ends(&mut self, key: &Key) -> bool {
        let offered = self.offers_to_end();
        if offered {
            self.0 = 0;
        }
        offered && goes_on(key)
    }

    /// Counts a key that did nothing; any other resets the count.
    pub(crate) fn count(&mut self, key: &Key, did_nothing: bool) {
        self.0 = if did_nothing && goes_on(key) {
            self.0 + 1
        } else {
            0
        };
    }

    /// The footer with the offer.
    pub(crate) fn footer() -> Vec<Hint> {
        vec![
            Hint::new("Enter", "end"),
            Hint::new("any other key", "go on").or("go on"),
        ]
    }
}

const fn goes_on(key: &Key) -> bool {
    matches!(key, Key::Enter | Key::Char(' '))
}

/// What a key or its command did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyOutcome {
    Nothing,
    /// The screen may have changed.
    Stay,
    /// The same, and there is something to say about it.
    Said(&'static str),
    /// Code has to be written or tested; the outcome goes to `code_news`.
    Code(CodeWish),
    /// This is the answer; it is marked, and waits for its grade.
    Answered(Answer),
    /// The card is answered and graded, or the learner did something else with it.
    Event(Event),
    /// The round carries this out: a tool, the help screen, scrolling, the end.
    Round(Command),
}

/// What has to be done with code outside the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeWish {
    /// Write it in an editor, starting from this text.
    Write(String),
    /// Run the tests on this solution.
    Test(String),
}

/// The outcome of writing or testing code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CodeNews {
    /// The learner saved this.
    Written(String),
    /// There is no editor: the code is typed here.
    NoEditor,
    /// The tests ran.
    Tested(TestRun),
    /// The tests cannot run, for this reason, unless it was said before: the learner compares with the
    /// model.
    CannotTest(Option<String>),
    /// The learner left this without an answer before.
    LeftBefore(String),
    /// Something did not work.
    Failed(String),
}

/// An answer that waits for its grade.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MarkedAnswer {
    /// The answer given.
    pub(crate) answer: Answer,
    /// The program's verdict on it.
    pub(crate) suggestion: Suggestion,
}

/// How one kind of question is asked: commands in, screens out.
///
/// After [`KeyOutcome::Answered`] it gets no more commands: grading is the same for all kinds.
pub(crate) trait KindScreen {
    /// What is on the screen while the question is open.
    fn phase(&self) -> Phase;

    /// How many lines have a letter now.
    fn lettered(&self) -> usize {
        0
    }

    /// The commands that do something now, the most useful first.
    fn offers(&self) -> Vec<Offer>;

    /// Carries out a command that was offered, `ms` milliseconds after the card was shown. The key
    /// gives the letter, digit or grade.
    fn take(&mut self, command: Command, key: &Key, ms: u64) -> KeyOutcome;

    /// Adds what is below the question now, down to the explanation; `marked` is the answer once there is one.
    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>, content: &mut Content);

    /// Takes the outcome of writing or testing code; other kinds ignore it.
    fn code_news(&mut self, news: CodeNews) -> KeyOutcome {
        let _ = news;
        KeyOutcome::Stay
    }

    /// Code that was typed and is saved nowhere yet.
    fn unsaved_code(&self) -> Option<String> {
        None
    }

    /// The text being typed, if an editor makes sense for it.
    fn text(&self) -> Option<String> {
        None
    }

    /// Replaces it.
    fn replace_text(&mut self, text: &str) {
        let _ = text;
    }
}

impl MarkedAnswer {
    /// Marks an answer given after `ms` milliseconds.
    pub(crate) fn new(view: &View<'_>, answer: Answer, ms: u64) -> Self {
        let suggestion = view.suggest(&answer, ms);
        Self { answer, suggestion }
    }

    /// Whether it was marked as right.
    pub(crate) fn passed(&self) -> bool {
        self.suggestion.grade.passed()
    }

    /// Whether it may have been only a typo.
    fn is_near_miss(&self) -> bool {
        self.suggestion
            .verdict
            .is_some_and(|verdict| verdict.near_miss)
    }

    /// Carries out what was offered: the suggested grade, any grade, a guess, a typo.
    pub(crate) fn take(&self, command: Command, key: &Key, ms: u64) -> KeyOutcome {
        match command {
            Command::Take => self.graded(self.suggestion.grade, ms, false),
            Command::Typo => self.graded(Grade::Good, ms, false),
            Command::Guessed => self.graded(Grade::Again, ms, true),
            Command::Grade => {
                grade_of(key).map_or(KeyOutcome::Nothing, |grade| self.graded(grade, ms, false))
            }
            _ => KeyOutcome::Nothing,
        }
    }

    /// Asks whether a miss was only a typo.
    pub(crate) fn ask_about_typo(&self, renderer: &TextRenderer, content: &mut Content) {
        if self.is_near_miss() {
            let words = "Close. If it was a typo, **t** counts it as good.";
            add_typo(words, renderer, content);
        }
    }

    /// The card is done.
    fn graded(&self, grade: Grade, ms: u64, guessed: bool) -> KeyOutcome {
        KeyOutcome::Event(Event::Graded(Graded {
            answer: self.answer.clone(),
            grade,
            ms,
            guessed,
        }))
    }

    /// The suggestion and the four grades. A right pick may have been a guess.
    pub(crate) fn offers(&self, view: &View<'_>) -> Vec<Offer> {
        let may_be_luck = self.passed() && matches!(view.card.data(), Question::Choice(_));
        let take = if may_be_luck {
            "knew it"
        } else {
            self.suggestion.grade.name()
        };
        Offer::those([
            (true, Offer::saying(Command::Take, take)),
            (may_be_luck, Offer::usual(Command::Guessed)),
            (self.is_near_miss(), Offer::usual(Command::Typo)),
            (true, grades(view)),
        ])
    }
}

/// What is said about a near miss.
pub(crate) fn add_typo(words: &str, renderer: &TextRenderer, content: &mut Content) {
    content.gap();
    let lead = Line::styled("? ", Tone::Warn);
    content.add(renderer.hanging(lead, words, |style| style));
}

/// The grade of a digit.
fn grade_of(key: &Key) -> Option<Grade> {
    let Key::Char(digit) = key else {
        return None;
    };
    digit.to_digit(10).and_then(Grade::from_number)
}

/// The four grades, each with the day on which it would bring the card back.
pub(crate) fn grades(view: &View<'_>) -> Offer {
    let hint = |grade: Grade| {
        let when = view.on_the_day.map_or_else(
            || interval_words(view.interval(grade)),
            |on_the_day| chance_words(&on_the_day, grade),
        );
        Hint::new(grade.number().to_string(), format!("{grade} {when}")).or(grade.name())
    };
    Offer::hints(Command::Grade, Grade::ALL.map(hint).into())
}

/// What a grade would leave on the date of a goal; the last of the four says what the percentages
/// mean.
fn chance_words(on_the_day: &OnTheDay, grade: Grade) -> String {
    let recall = on_the_day.recall[grade.number() as usize - 1];
    let share = format!("{:.0} %", (recall * 100.0).min(99.0));
    match grade {
        Grade::Again => "today".to_owned(),
        Grade::Hard | Grade::Good => share,
        Grade::Easy => {
            let date = on_the_day.date.date();
            format!("{share} on {} {}", date.day(), date.format("%b"))
        }
    }
}

/// A number of days in words that fit into a footer.
fn interval_words(days: u32) -> String {
    let tenths = |days: f64, unit: f64| {
        let count = days / unit;
        if count < 9.95 {
            format!("{count:.1}")
        } else {
            format!("{count:.0}")
        }
    };
    match days {
        0 => "today".to_owned(),
        1 => "1 day".to_owned(),
        2..=59 => format!("{days} days"),
        60..=364 => format!("{} months", tenths(f64::from(days), 30.4)),
        _ => format!("{} years", tenths(f64::from(days), 365.25)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_told_in_the_largest_unit_that_says_enough() {
        let cases = [
            (0, "today"),
            (1, "1 day"),
            (45, "45 days"),
            (60, "2.0 months"),
            (364, "12 months"),
            (365, "1.0 years"),
            (36_500, "100 years"),
        ];
        for (days, words) in cases {
            assert_eq!(interval_words(days), words);
        }
    }
}
