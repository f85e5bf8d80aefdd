//! The plain screen: a session's port on lines of standard input and output.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use super::words::{grades, inline, letter, verdict};
use crate::ask::asking::{Round, Situation, around};
use crate::ask::dialog::saved_or_not;
use crate::ask::key_table::{Command, Phase, help, normal};
use crate::ask::kinds::{Offer, Offers, TextRenderer};
use crate::deck::Card;
use crate::memory::Grade;
use crate::question::{Answer, Question};
use crate::report::{self, card_numbers};
use crate::session::{
    CardTools, Edited, Event, Graded, Leech, LeechChoice, NotSaved, Reply, Retry, RunEnd,
    SessionScreen, Stop, Suggestion, ToolError, View,
};
use crate::terminal::highlight::plain;
use crate::terminal::keys::Key;
use crate::terminal::plain::{PlainLines, Typed};
use crate::terminal::{Line, TerminalRestore, markdown, text};

/// Why a question was left without an answer.
pub(super) enum Left {
    /// The session ends.
    Stop(Stop),
    /// Something else was done with the card.
    With(Reply),
}

impl Left {
    /// What ends the round.
    pub(super) fn stop(self) -> Stop {
        match self {
            Self::Stop(stop) => stop,
            Self::With(_) => Stop::Quit,
        }
    }
}

impl From<io::Error> for Left {
    fn from(_: io::Error) -> Self {
        // The output was closed.
        Self::Stop(Stop::Signal(1))
    }
}

/// An answer as it was given.
pub(super) struct Given {
    pub(super) answer: Answer,
    /// Milliseconds that it took.
    pub(super) ms: u64,
    /// A grade that was given with it.
    pub(super) grade: Option<Grade>,
}

/// A session on lines.
pub struct PlainScreen<'a> {
    pub(super) lines: PlainLines,
    restore: TerminalRestore,
    /// A monotonic clock, independent of the wall clock.
    elapsed: &'a dyn Fn() -> Duration,
    titles: &'a BTreeMap<&'a str, &'a str>,
    pub(super) tools: Option<&'a mut dyn CardTools>,
    round: Round,
    pub(super) width: usize,
    /// What ends the round once the answer given is on the disk.
    stop: Option<Stop>,
    out_of_time: bool,
    /// Time since the question was shown that was spent on something other than the answer.
    pub(super) aside: Duration,
    /// Whether the first question was asked: then the commands have been explained.
    begun: bool,
}

/// What a line may mean besides an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected<'e> {
    /// Text: only `:q` and the like are commands.
    Text,
    /// One of these keys, or a command by its letter alone.
    Keys(&'e str),
}

impl<'a> PlainScreen<'a> {
    pub fn new(
        restore: &TerminalRestore,
        width: usize,
        elapsed: &'a dyn Fn() -> Duration,
        titles: &'a BTreeMap<&'a str, &'a str>,
        round: Round,
    ) -> Self {
        Self {
            lines: PlainLines::new(restore),
            restore: restore.clone(),
            elapsed,
            titles,
            tools: None,
            round,
            width,
            stop: None,
            out_of_time: false,
            aside: Duration::ZERO,
            begun: false,
        }
    }

    /// The same with tools beside the cards.
    pub fn with_tools(self, tools: &'a mut dyn CardTools) -> Self {
        Self {
            tools: Some(tools),
            ..self
        }
    }

    /// Whether the time of a placement ran out.
    pub const fn out_of_time(&self) -> bool {
        self.out_of_time
    }

    /// The reason why the round should have ended after its last question.
    pub const fn stopped(&self) -> Option<Stop> {
        self.stop
    }

    pub(super) const fn is_study(&self) -> bool {
        matches!(self.round, Round::Study)
    }

    /// Milliseconds since the question was shown, without the time spent on something else.
    pub(super) fn taken(&self, shown_at: Duration) -> u64 {
        let taken = (self.elapsed)().saturating_sub(shown_at);
        u64::try_from(taken.saturating_sub(self.aside).as_millis()).unwrap_or(u64::MAX)
    }

    pub(super) const fn renderer(&self) -> TextRenderer {
        TextRenderer {
            width: self.width,
            highlighter: plain,
        }
    }

    /// Says a sentence.
    pub(super) fn say(&self, words: &str) -> Result<(), Left> {
        Ok(self.lines.say(&[Line::from(words)])?)
    }

    /// Says a text line by line, indented.
    pub(super) fn say_indented(&self, text: &str) -> Result<(), Left> {
        let mut lines = text.lines();
        lines.try_for_each(|line| self.say(&format!("  {line}")))
    }

    /// Says code with the numbers of its lines.
    pub(super) fn say_numbered(&self, code: &str) -> Result<(), Left> {
        let mut lines = code.lines().zip(1..);
        lines.try_for_each(|(line, number)| self.say(&format!("{number:>3}  {line}")))
    }

    /// Says each with its letter.
    pub(super) fn say_list(&self, words: impl IntoIterator<Item = String>) -> Result<(), Left> {
        let mut words = words.into_iter().enumerate();
        words.try_for_each(|(place, words)| self.say(&format!("  {}. {words}", letter(place))))
    }

    /// Reads out Markdown, after an empty line.
    pub(super) fn read_out(&self, text: &str) -> Result<(), Left> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.say("")?;
        Ok(self.lines.say(&markdown::render(text, self.width, plain))?)
    }

    /// Asks for lines and carries out commands until a line is not a command.
    pub(super) fn ask_line(
        &mut self,
        view: &View<'_>,
        prompt: &str,
        expected: Expected<'_>,
        revealed: bool,
    ) -> Result<String, Left> {
        loop {
            let line = self.typed(prompt)?;
            let began = (self.elapsed)();
            let word = line.trim();
            let letter = match (word.strip_prefix(':'), expected) {
                (Some(rest), _) => only(rest),
                (None, Expected::Keys(keys)) => only(word).filter(|letter| !keys.contains(*letter)),
                (None, Expected::Text) => None,
            };
            let Some(letter) = letter else {
                return Ok(line);
            };
            if !self.command(letter, view, revealed)? {
                return Ok(line);
            }
            self.aside += (self.elapsed)().saturating_sub(began);
        }
    }

    /// A line as it was typed.
    pub(super) fn typed(&mut self, prompt: &str) -> Result<String, Left> {
        let left = match self.round {
            Round::Place { until } => Some(until.saturating_sub((self.elapsed)())),
            Round::Study | Round::Quiz | Round::Repeat => None,
        };
        match self.lines.ask(prompt, left)? {
            Typed::Line(line) => Ok(text::clean(&line).into_owned()),
            Typed::End => Err(Left::Stop(Stop::Quit)),
            Typed::Signal(number) => Err(Left::Stop(Stop::Signal(number))),
            Typed::Late => {
                self.out_of_time = true;
                self.say("The time is over.")?;
                Err(Left::Stop(Stop::Quit))
            }
        }
    }

    /// The commands besides answering.
    fn offers(&self, view: &View<'_>, revealed: bool) -> Offers {
        let situation = Situation {
            round: self.round,
            tools: self.is_study() && self.tools.is_some(),
            snippet: view.card.snippet().is_some(),
        };
        Offers::of(Phase::Plain, around(view, situation, revealed))
    }

    /// Carries out a command; `false` if the letter is not a command here.
    fn command(&mut self, letter: char, view: &View<'_>, revealed: bool) -> Result<bool, Left> {
        let key = normal(&Key::Char(letter), Phase::Plain);
        let Some(command) = self.offers(view, revealed).command(&key) else {
            return Ok(false);
        };
        let id = &view.card.id;
        let (event, message) = match command {
            Command::Quit => return Err(Left::Stop(Stop::Quit)),
            Command::Help => return self.help(view, revealed).map(|()| true),
            Command::Undo => {
                let card = view.undoes.as_deref().unwrap_or_default();
                (Event::Undo, format!("Undone: {card}."))
            }
            Command::Skip => (Event::Skip, format!("Skipped, asked at the end: {id}.")),
            Command::Suspend => (
                Event::Suspend,
                format!("Suspended, not asked any more: {id}. u undoes that."),
            ),
            Command::Bury => (
                Event::Bury,
                format!("Buried until tomorrow: {id}. u undoes that."),
            ),
            Command::Mark if view.standing.marked => {
                (Event::Mark, format!("Mark taken off: {id}. u undoes that."))
            }
            Command::Mark => (Event::Mark, format!("Marked: {id}. u undoes that.")),
            Command::Claim => (
                Event::Claim,
                format!("Noted as known, checked in some days: {id}. u undoes that."),
            ),
            tool => return self.tool(tool, view, revealed).map(|()| true),
        };
        self.say(&message)?;
        Err(Left::With(Reply::Event(event)))
    }

    /// What can be typed now.
    fn help(&self, view: &View<'_>, revealed: bool) -> Result<(), Left> {
        let mut offers = self.offers(view, revealed);
        if !revealed {
            offers.all.insert(0, Offer::usual(Command::DontKnow));
        }
        self.say_commands(&offers)
    }

    /// Lists commands.
    pub(super) fn say_commands(&self, offers: &Offers) -> Result<(), Left> {
        self.say(
            "Commands, each on its own line. Where an answer is typed, or where the letter is",
        )?;
        self.say("taken by an option, put a colon before it: :q")?;
        for offer in &offers.all {
            for (keys, does) in help(Phase::Plain, offer.command) {
                self.say(&format!("  {keys:<4}{does}"))?;
            }
        }
        Ok(())
    }

    /// Uses a tool.
    fn tool(&mut self, command: Command, view: &View<'_>, revealed: bool) -> Result<(), Left> {
        let card = view.card;
        match (command, &card.see, card.snippet()) {
            (Command::EditCard, _, _) if self.edit(card)? => {
                return Err(Left::With(Reply::Edited));
            }
            (Command::History, _, _) => {
                if let Some(history) = self.used(|tools| tools.history(card))? {
                    let lines = card_numbers(&view.standing, &history, self.width);
                    self.lines.say(&lines)?;
                }
            }
            (Command::Open, Some(address), _)
                if self.used(|tools| tools.open(address))?.is_some() =>
            {
                self.say("Opened in the browser.")?;
            }
            (Command::Image, _, _) => {
                for image in card.images(revealed) {
                    if self.used(|tools| tools.open_image(card, &image))?.is_some() {
                        self.say(&format!("Opened: {image}"))?;
                    }
                }
            }
            (Command::Run, _, Some(snippet)) => {
                self.say("node runs it.")?;
                if let Some(ran) = self.used(|tools| tools.run(&snippet, &mut || true))? {
                    let end = match ran.end {
                        RunEnd::Code(code) => format!("It ended with code {code}. It printed:"),
                        RunEnd::Killed(signal) => format!("Signal {signal} ended it. It printed:"),
                        RunEnd::TooLong(seconds) => {
                            format!("It was ended after {seconds} s. It printed:")
                        }
                        RunEnd::Stopped => "It was ended. It printed:".to_owned(),
                    };
                    self.say(&end)?;
                    self.say_indented(&ran.output)?;
                    self.say_indented(&ran.errors)?;
                }
            }
            (Command::Report, _, _) => {
                let note = self.typed("What is wrong with it? One line; Enter alone goes back.")?;
                if note.trim().is_empty() {
                    return Ok(());
                }
                if let Some(file) = self.used(|tools| tools.report(card, &note))? {
                    self.say(&format!("Written down, ready to be sent: {file}"))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn with_tools_of<T>(
        &mut self,
        what: impl FnOnce(&mut dyn CardTools) -> Result<T, ToolError>,
    ) -> Result<T, ToolError> {
        match self.tools.as_deref_mut() {
            Some(tools) => what(tools),
            None => Err(ToolError("there are no tools here".to_owned())),
        }
    }

    /// Uses a tool; if that does not work, prints why.
    pub(super) fn used<T>(
        &mut self,
        what: impl FnOnce(&mut dyn CardTools) -> Result<T, ToolError>,
    ) -> Result<Option<T>, Left> {
        match self.with_tools_of(what) {
            Ok(done) => Ok(Some(done)),
            Err(ToolError(why)) => self
                .say(&format!("That did not work: {why}"))
                .map(|()| None),
        }
    }

    /// The same for an editor, which has the terminal meanwhile.
    pub(super) fn used_away<T>(
        &mut self,
        what: impl FnOnce(&mut dyn CardTools) -> Result<T, ToolError>,
    ) -> Result<Option<T>, Left> {
        let restore = self.restore.clone();
        self.used(|tools| restore.given_away(|| what(tools)))
    }

    /// Has a card edited until its text can be read or the learner discards it. Returns whether it
    /// changed.
    fn edit(&mut self, card: &Card) -> Result<bool, Left> {
        loop {
            match self.used_away(|tools| tools.edit(card))? {
                None => return Ok(false),
                Some(Edited::Unchanged) => {
                    self.say(&format!("Not changed: {}.", card.id))?;
                    return Ok(false);
                }
                Some(Edited::Changed) => {
                    self.say(&format!("Edited: {}.", card.id))?;
                    return Ok(true);
                }
                Some(Edited::Faulty(found)) => {
                    self.say("This cannot be read:")?;
                    self.lines.say(&report::diagnostics(&found, self.width))?;
                    let answer = self.typed("e edits again, d discards the change.")?;
                    if answer.trim() != "e" {
                        if self.used(|tools| tools.discard(card))?.is_some() {
                            self.say(&format!("Discarded; {} is as it was.", card.id))?;
                        }
                        return Ok(false);
                    }
                }
            }
        }
    }

    /// Prints how far the round is.
    fn position(&mut self, view: &View<'_>) -> Result<(), Left> {
        if !self.begun {
            self.begun = true;
            self.say("Type ? if you don't know, :h for the commands, :q to end.")?;
        }
        let number = view.answered + 1;
        let behind = view.waiting.saturating_sub(1);
        let left = match (behind, self.round) {
            (1.., Round::Place { until }) => {
                let left = until.saturating_sub((self.elapsed)());
                let minutes = left.as_secs().div_ceil(60);
                format!("at most {behind} more in {minutes} min")
            }
            // A study session goes on while its day has minutes.
            (0, Round::Study) => "the last one planned".to_owned(),
            (0, _) => "the last one".to_owned(),
            (behind, _) => format!("{behind} more after it"),
        };
        let repeat = match (view.repeat, view.spacer) {
            (false, _) => "",
            (true, false) => " Once more.",
            (true, true) => " Again, to space out a repeat.",
        };
        self.say("")?;
        self.say(&format!("Question {number}, {left}.{repeat}"))
    }

    /// Asks until a card is answered or left.
    fn asked(&mut self, view: &View<'_>) -> Result<Graded, Left> {
        self.position(view)?;
        self.aside = Duration::ZERO;
        if self.is_study() {
            self.ask_missed_points(view)?;
        }
        let given = self.answer(view)?;
        if self.is_study() {
            self.grade(view, given)
        } else {
            Ok(self.settle(view, given))
        }
    }

    /// The points that were left out twice, before the card itself.
    fn ask_missed_points(&mut self, view: &View<'_>) -> Result<(), Left> {
        let Question::Points(points) = view.card.data() else {
            return Ok(());
        };
        let missed = view.missed_twice.iter();
        let missed: Vec<_> = missed
            .filter_map(|index| points.points.get(*index))
            .collect();
        if missed.is_empty() {
            return Ok(());
        }
        let began = (self.elapsed)();
        self.say(&inline(&view.card.question))?;
        for point in missed {
            let prompt = "You left out a point twice. Say it, then press Enter.";
            self.ask_line(view, prompt, Expected::Keys(""), false)?;
            self.say(&format!("The point: {}", inline(&point.text)))?;
        }
        self.say("Now the whole card.")?;
        self.aside = (self.elapsed)().saturating_sub(began);
        Ok(())
    }

    /// Prints whether the answer was right, and what would have been.
    fn outcome(
        &self,
        view: &View<'_>,
        answer: &Answer,
        suggestion: Suggestion,
    ) -> Result<(), Left> {
        if let Some(words) = verdict(suggestion.verdict, answer, view.card.data()) {
            self.say(&words)?;
        }
        self.say_solution(view, answer)
    }

    /// What the deck says after the answer.
    fn explain(&self, view: &View<'_>) -> Result<(), Left> {
        self.read_out(view.card.explanation())?;
        if let Some(address) = &view.card.see {
            self.say(&format!("Read on: {address}"))?;
        }
        let deck = view.card.id.deck();
        let title = self.titles.get(deck).copied().unwrap_or(deck);
        self.say(&format!("From {title}, {}.", view.card.level))
    }

    /// Takes the grade of an answer.
    fn grade(&mut self, view: &View<'_>, given: Given) -> Result<Graded, Left> {
        let Given { answer, ms, grade } = given;
        let suggestion = view.suggest(&answer, ms);
        self.outcome(view, &answer, suggestion)?;
        self.explain(view)?;
        let graded = |grade, guessed| Graded {
            answer: answer.clone(),
            grade,
            ms,
            guessed,
        };
        if let Some(grade) = grade {
            self.say(&format!("Graded: {grade}."))?;
            return Ok(graded(grade, false));
        }
        let unticked = match (&answer, view.card.data()) {
            (Answer::Picked(ticked), Question::Points(_)) => ticked.is_empty(),
            _ => false,
        };
        let (may_be_luck, near_miss, or) = doubts(view, suggestion);
        self.say("")?;
        self.say(&grades(view))?;
        let mut prompt = "Grade 1-4".to_owned();
        if !unticked {
            prompt.push_str(&format!(", Enter for {}", suggestion.grade));
        }
        prompt.push_str(&or);
        prompt.push(':');
        loop {
            let line = self.ask_line(view, &prompt, Expected::Keys("1234gt"), true)?;
            let word = line.trim();
            let digit = only(word).and_then(|c| c.to_digit(10));
            let taken = match word {
                "" if !unticked => Some(graded(suggestion.grade, false)),
                "g" if may_be_luck => Some(graded(Grade::Again, true)),
                "t" if near_miss => Some(graded(Grade::Good, false)),
                _ => digit
                    .and_then(Grade::from_number)
                    .map(|grade| graded(grade, false)),
            };
            match taken {
                Some(taken) => {
                    self.say(&format!("Graded: {}.", taken.grade))?;
                    return Ok(taken);
                }
                None if unticked => self.say("You ticked nothing; give a grade from 1 to 4.")?,
                None => self.say("That is not a grade. h lists the commands.")?,
            }
        }
    }

    /// Takes the suggested grade at once, as quick rounds do.
    fn settle(&mut self, view: &View<'_>, given: Given) -> Graded {
        let Given { answer, ms, .. } = given;
        // An answer that was only revealed counts as not known.
        let answer = if answer == Answer::Revealed {
            Answer::Unknown
        } else {
            answer
        };
        let suggestion = view.suggest(&answer, ms);
        let mut graded = Graded {
            answer,
            grade: suggestion.grade,
            ms,
            guessed: false,
        };
        // From here on the answer is given: whatever ends the round, it is saved first.
        if let Err(Left::Stop(stop)) = self.settled(view, &mut graded, suggestion) {
            self.stop = Some(stop);
        }
        graded
    }

    fn settled(
        &mut self,
        view: &View<'_>,
        graded: &mut Graded,
        suggestion: Suggestion,
    ) -> Result<(), Left> {
        self.outcome(view, &graded.answer, suggestion)?;
        if self.round.is_place() {
            return Ok(());
        }
        self.explain(view)?;
        let (may_be_luck, near_miss, or) = doubts(view, suggestion);
        let prompt = format!("Enter goes on{or}, q ends.");
        loop {
            let line = self.typed(&prompt)?;
            match line.trim() {
                "q" | ":q" => return Err(Left::Stop(Stop::Quit)),
                "g" if may_be_luck => {
                    graded.grade = Grade::Again;
                    graded.guessed = true;
                }
                "t" if near_miss => graded.grade = Grade::Good,
                "" => {}
                _ => continue,
            }
            return Ok(());
        }
    }

    fn help_with_leech(&mut self, leech: &Leech<'_>) -> Result<LeechChoice, Left> {
        self.say("")?;
        self.say(&format!(
            "This card was forgotten {} times: {}",
            leech.lapses,
            inline(&leech.card.question)
        ))?;
        loop {
            let line = self.typed("Enter goes on, e edits it, x suspends it.")?;
            match line.trim() {
                "" => return Ok(LeechChoice::GoOn),
                "e" if self.edit(leech.card)? => return Ok(LeechChoice::Edited),
                "x" => {
                    self.say(&format!("Suspended: {}.", leech.card.id))?;
                    return Ok(LeechChoice::Suspend);
                }
                "q" => return Err(Left::Stop(Stop::Quit)),
                _ => {}
            }
        }
    }

    pub(super) fn what_to_do(&mut self, problem: &NotSaved) -> Result<Retry, Left> {
        self.say("")?;
        self.say(saved_or_not(problem.on_disk))?;
        self.say(&problem.why)?;
        let prompt = if problem.retry {
            "r tries again, q ends and prints the answer."
        } else {
            "q ends."
        };
        loop {
            match self.typed(prompt)?.trim() {
                "r" | "" if problem.retry => return Ok(Retry::Again),
                "q" => return Ok(Retry::GiveUp(Stop::Quit)),
                _ => {}
            }
        }
    }

    /// The learner leaves a card on which they wrote code.
    pub(super) fn leave_tools(&mut self, answered: bool) {
        if let Some(tools) = &mut self.tools {
            tools.leave(answered);
        }
    }

    /// The time of the answer starts here.
    pub(super) fn now(&self) -> Duration {
        (self.elapsed)()
    }
}

/// Whether a right pick may have been a guess, whether a miss may have been a typo, and the keys that say so.
fn doubts(view: &View<'_>, suggestion: Suggestion) -> (bool, bool, String) {
    let is_choice = matches!(view.card.data(), Question::Choice(_));
    let may_be_luck = is_choice && suggestion.grade.passed();
    let near_miss = suggestion.verdict.is_some_and(|verdict| verdict.near_miss);
    let guessed = if may_be_luck {
        ", g if you guessed"
    } else {
        ""
    };
    let typo = if near_miss {
        ", t if it was a typo"
    } else {
        ""
    };
    (may_be_luck, near_miss, format!("{guessed}{typo}"))
}

/// The only character of a text.
pub(super) fn only(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

impl SessionScreen for PlainScreen<'_> {
    fn ask(&mut self, view: &View<'_>) -> Result<Reply, Stop> {
        if let Some(stop) = self.stop {
            return Err(stop);
        }
        let asked = self.asked(view);
        self.leave_tools(asked.is_ok());
        match asked {
            Ok(graded) => Ok(Reply::Event(Event::Graded(graded))),
            Err(Left::With(reply)) => Ok(reply),
            Err(Left::Stop(stop)) => Err(stop),
        }
    }

    fn on_leech(&mut self, leech: &Leech<'_>) -> Result<LeechChoice, Stop> {
        if !self.is_study() {
            return Ok(LeechChoice::GoOn);
        }
        self.help_with_leech(leech).map_err(Left::stop)
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        self.what_to_do(problem)
            .unwrap_or_else(|left| Retry::GiveUp(left.stop()))
    }
}
