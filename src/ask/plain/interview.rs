//! An interview line by line.

use std::collections::BTreeSet;
use std::time::Duration;

use super::plain_screen::{Left, PlainScreen, only};
use super::words::{inline, places};
use crate::ask::interview::{DebriefChoice, InterviewFace, InterviewIntro, SURE, rating_question};
use crate::ask::key_table::{Command, Phase, normal};
use crate::ask::kinds::{Content, Offer, Offers, add_model, add_test_run, context, not_allowed};
use crate::deck::{Card, Level};
use crate::plan::Asked;
use crate::question::{CodeTask, Form, Question, STAR};
use crate::report;
use crate::session::{
    BrokenOff, CRITERIA, DebriefView, InterviewView, Interviewer, NotSaved, RateView, Ratings,
    Retry, SpokenAnswer, Stop, Tested, Ticked,
};
use crate::terminal::Line;
use crate::terminal::keys::Key;
use crate::terminal::text::clean;

impl From<Left> for BrokenOff {
    fn from(left: Left) -> Self {
        Self::Stop(left.stop())
    }
}

impl PlainScreen<'_> {
    /// Prints the question.
    fn interview_question(&self, asked: Asked<'_>) -> Result<(), Left> {
        self.say(&inline(asked.question()))?;
        let Asked::Card(card) = asked else {
            return self.read_out(asked.spoken());
        };
        self.read_out(&context(card))?;
        match card.data() {
            Question::Bug(bug) => self.say_numbered(&bug.code.text),
            Question::Order(order) => {
                let steps = asked.steps().into_iter();
                self.say_list(steps.map(|step| inline(&order.steps[step])))
            }
            _ => Ok(()),
        }
    }

    /// Asks for a line of an answer; a command behind a colon, or `?` alone, is carried out.
    fn answer_line(
        &mut self,
        prompt: &str,
        asked: Asked<'_>,
        given: &mut SpokenAnswer,
    ) -> Result<String, BrokenOff> {
        let usual = [
            Command::Help,
            Command::DontKnow,
            Command::Pause,
            Command::Editor,
            Command::Quit,
        ];
        let offers = Offers::of(Phase::Plain, usual.map(Offer::usual));
        loop {
            let line = self.typed(prompt)?;
            let word = line.trim();
            let letter = match word.strip_prefix(':') {
                Some(rest) => only(rest),
                None => Some('?').filter(|_| word == "?"),
            };
            let command =
                letter.and_then(|letter| offers.command(&normal(&Key::Char(letter), Phase::Plain)));
            match command {
                None => return Ok(line),
                Some(Command::Help) => self.say_commands(&offers)?,
                Some(Command::Pause) => {
                    let from = self.now();
                    self.typed("The clock is stopped. Enter continues.")?;
                    self.aside += self.now().saturating_sub(from);
                }
                Some(Command::Editor) => {
                    self.in_editor(asked, given)?;
                    return Ok(String::new());
                }
                Some(Command::Quit) => {
                    let words = "End the interview here? y ends it, and we go through your answers; Enter goes on.";
                    if self.typed(words)?.trim() == "y" {
                        return Err(BrokenOff::EndInterview);
                    }
                }
                Some(_) => {
                    let words = "Give this one up? y gives it up, Enter goes on.";
                    if self.typed(words)?.trim() == "y" {
                        return Err(BrokenOff::GaveUp);
                    }
                }
            }
        }
    }

    /// Has the answer written in the editor.
    fn in_editor(&mut self, asked: Asked<'_>, given: &mut SpokenAnswer) -> Result<(), Left> {
        let from = given.text.clone();
        let written = self.used_away(|tools| match asked.code() {
            Some((card, task)) => tools.write_code(card, task, &from),
            None => tools.write(&from),
        })?;
        if let Some(text) = written {
            given.text = clean(&text).into_owned();
            let count = given.text.lines().count();
            self.say(&crate::wording::count(
                count,
                "line is kept.",
                "lines are kept.",
            ))?;
        }
        Ok(())
    }

    /// Lines until one that says only this.
    fn answer_lines(
        &mut self,
        asked: Asked<'_>,
        given: &mut SpokenAnswer,
        end: &str,
    ) -> Result<(), BrokenOff> {
        loop {
            let number = given.text.lines().count() + 1;
            let line = self.answer_line(&format!("Line {number}:"), asked, given)?;
            if line.trim() == end {
                return Ok(());
            }
            given.text.push_str(line.trim_end());
            given.text.push('\n');
        }
    }

    /// Takes code from the editor, or line by line if there is none.
    fn take_code(&mut self, asked: Asked<'_>, given: &mut SpokenAnswer) -> Result<(), BrokenOff> {
        let editor = self.with_tools_of(|tools| Ok(tools.has_editor()));
        if editor == Ok(true) {
            if let Some((_, task)) = asked.code().filter(|_| given.text.is_empty()) {
                given.text = task.starter.text.to_string();
            }
            let prompt = "Enter opens your editor; the tests run in the debrief, not before.";
            self.answer_line(prompt, asked, given)?;
            if asked.words(&given.text).is_empty() {
                self.in_editor(asked, given)?;
            }
            return Ok(());
        }
        self.say("There is no editor. Type the code; a line with only a full stop ends it.")?;
        self.answer_lines(asked, given, ".")
    }

    fn take_answer(
        &mut self,
        view: &InterviewView<'_>,
        began: Duration,
        given: &mut SpokenAnswer,
    ) -> Result<(), BrokenOff> {
        let asked = view.turn.asked;
        let left = (u64::from(view.minutes) * 60_000).saturating_sub(view.spent_ms);
        self.say("")?;
        self.say(&format!(
            "Thread {} of {}, question {}. Planned for it: {}. Left: {}.",
            view.turn.thread,
            view.threads,
            view.turn.number,
            minutes(asked.planned().as_secs()),
            minutes(left / 1000),
        ))?;
        self.interview_question(asked)?;
        loop {
            match asked.form() {
                Form::Short | Form::Letters => {
                    let prompt = if asked.form() == Form::Short {
                        "A word or two:"
                    } else {
                        "In which order? The letters:"
                    };
                    given.text = self.answer_line(prompt, asked, given)?;
                }
                Form::Code => self.take_code(asked, given)?,
                Form::Star => {
                    self.say("One real story, part by part; an empty line leaves a part out.")?;
                    for (part, what) in STAR {
                        let line = self.answer_line(&format!("{part}, {what}:"), asked, given)?;
                        given.text.push_str(&format!("{part}: {line}\n"));
                    }
                }
                Form::Open => {
                    let prompt = "Say it aloud and press Enter, or type it. Line 1:";
                    let line = self.answer_line(prompt, asked, given)?;
                    if line.trim().is_empty() && given.text.is_empty() {
                        given.said_ms = Some(self.taken(began));
                        self.say("Sum it up in a few lines: the debrief is based on them. An empty line ends it.")?;
                        self.answer_lines(asked, given, "")?;
                        return Ok(());
                    }
                    if !line.trim().is_empty() {
                        given.text = format!("{line}\n");
                        self.answer_lines(asked, given, "")?;
                    }
                }
                Form::Lines => {
                    self.say("What does it print? Line by line; an empty line ends it.")?;
                    self.answer_lines(asked, given, "")?;
                }
            }
            if !asked.words(&given.text).is_empty() {
                return Ok(());
            }
            self.say("Nothing is typed yet. ? gives it up, :h lists the commands.")?;
        }
    }

    /// A number from 1 to 4; `None` for `s`, where that is offered.
    fn number(&mut self, prompt: &str, may_be_left_out: bool) -> Result<Option<u8>, Left> {
        loop {
            match self.typed(prompt)?.trim() {
                "q" | ":q" => return Err(Left::Stop(Stop::Quit)),
                "s" if may_be_left_out => return Ok(None),
                word => match word.parse() {
                    Ok(number @ 1..=4) => return Ok(Some(number)),
                    _ => self.say("A number from 1 to 4; q ends here.")?,
                },
            }
        }
    }

    /// Letters of a list.
    fn letters(
        &mut self,
        prompt: &str,
        count: usize,
        suggested: &BTreeSet<usize>,
    ) -> Result<BTreeSet<usize>, Left> {
        loop {
            match self.typed(prompt)?.trim() {
                ":q" => return Err(Left::Stop(Stop::Quit)),
                "" => return Ok(BTreeSet::new()),
                "A" => return Ok((0..count).collect()),
                "~" if !suggested.is_empty() => return Ok(suggested.clone()),
                letters => match places(letters, count) {
                    Some(places) => return Ok(places.into_iter().collect()),
                    None => self.say("These are not letters of the list; :q ends here.")?,
                },
            }
        }
    }

    fn go_through(&mut self, view: &DebriefView<'_>) -> Result<Ticked, Left> {
        let asked = view.asked;
        self.say("")?;
        self.say(&format!("Answer {} of {}.", view.number, view.total))?;
        self.interview_question(asked)?;
        if !view.text.trim().is_empty() {
            self.say(if view.spoken {
                "You summed up:"
            } else {
                "You wrote:"
            })?;
            self.say_indented(view.text.trim())?;
        }
        let mut ticked = Ticked::default();
        if let Some(tested) = &view.tested {
            let mut content = Content::default();
            match tested {
                Tested::Ran(run) => add_test_run(run, &self.renderer(), &mut content),
                Tested::NotAllowed(name) => content.add([Line::from(not_allowed(name))]),
                Tested::Cannot(why) => {
                    content.add([Line::from(format!("The tests cannot run: {why}"))]);
                    content.add([Line::from("Compare your code with the model.")]);
                    self.add_model_of(asked, view, &mut content);
                }
            }
            self.lines.say(&content.lines)?;
        }
        let points = view.points();
        match (view.given_up, view.marked) {
            (true, _) => {
                self.say("You gave it up. A good answer has:")?;
                for point in &points {
                    self.say(&format!("  {}", inline(&point.text)))?;
                }
            }
            (false, Some(marked)) => {
                self.say(if marked.passed {
                    "Right."
                } else {
                    "Not right."
                })?;
                if marked.near_miss {
                    let prompt = "Close. t if it was a typo, Enter goes on.";
                    ticked.typo = self.typed(prompt)?.trim() == "t";
                }
            }
            (false, None) => {
                self.say("Which of these were in your answer?")?;
                self.say_list(points.iter().enumerate().map(|(place, point)| {
                    let spoken = if view.suggested.contains(&place) {
                        " (~ your text seems to speak of it)"
                    } else {
                        ""
                    };
                    format!("{}{spoken}", inline(&point.text))
                }))?;
                let marks = if view.suggested.is_empty() {
                    ""
                } else {
                    "~ for those, "
                };
                let prompt = format!("Their letters, {marks}A for all, Enter for none:");
                ticked.points = self.letters(&prompt, points.len(), &view.suggested)?;
                self.say_essential(&points)?;
            }
        }
        if asked.form() == Form::Star && !view.given_up {
            self.say_list(STAR.map(|(part, what)| format!("{part}: {what}")))?;
            let prompt = "Which parts did your story have? Letters, A for all, Enter for none:";
            ticked.star = Some(self.letters(prompt, STAR.len(), &BTreeSet::new())?);
        }
        self.how_it_is_answered(view)?;
        match self.typed("Enter goes on, q ends here.")?.trim() {
            "q" | ":q" => Err(Left::Stop(Stop::Quit)),
            _ => Ok(ticked),
        }
    }

    fn how_it_is_answered(&self, view: &DebriefView<'_>) -> Result<(), Left> {
        match view.asked {
            Asked::Prompt(prompt) => {
                self.say("A weak answer:")?;
                self.read_out(&prompt.weak)?;
                self.say("A strong answer:")?;
                self.read_out(&prompt.strong)
            }
            Asked::Probe(..) => Ok(()),
            Asked::Card(card) => {
                match card.data() {
                    Question::Code(_) if !matches!(view.tested, Some(Tested::Cannot(_))) => {
                        let mut content = Content::default();
                        self.add_model_of(view.asked, view, &mut content);
                        self.lines.say(&content.lines)?;
                    }
                    // Their points were read out.
                    Question::Code(_) | Question::Recall | Question::Points(_) => {}
                    Question::Bug(bug) => {
                        self.say("Fixed:")?;
                        self.say_indented(&bug.fixed.text)?;
                    }
                    _ => self.lines.say(&[report::solution(card)])?,
                }
                self.read_out(card.explanation())
            }
        }
    }

    fn rated(&mut self, view: &RateView<'_>) -> Result<Ratings, Left> {
        let mut ratings = Ratings::default();
        self.say("")?;
        let question = rating_question(view.answers);
        self.say(&format!("Thread {}. {question}", view.thread))?;
        for (rating, (name, anchors)) in ratings.iter_mut().zip(CRITERIA) {
            self.say(&format!("{name}:"))?;
            for (anchor, number) in anchors.iter().zip(1..) {
                self.say(&format!("  {number} {anchor}"))?;
            }
            *rating = self.number(&format!("{name}, 1 to 4, s leaves it out:"), true)?;
        }
        Ok(ratings)
    }

    fn add_model_of(&self, asked: Asked<'_>, view: &DebriefView<'_>, content: &mut Content) {
        if let Some((_, task)) = asked.code() {
            add_model(task, &view.text, &self.renderer(), content);
        }
    }
}

fn minutes(seconds: u64) -> String {
    let minutes = seconds.div_ceil(60) as usize;
    crate::wording::count(minutes, "minute", "minutes")
}

impl Interviewer for PlainScreen<'_> {
    fn ask(&mut self, view: &InterviewView<'_>) -> (SpokenAnswer, Result<(), BrokenOff>) {
        let (began, mut given) = (self.now(), SpokenAnswer::default());
        self.aside = Duration::ZERO;
        let done = self.take_answer(view, began, &mut given);
        given.text = view.turn.asked.shown(&given.text).to_owned();
        given.ms = self.taken(began);
        self.leave_tools(false);
        (given, done)
    }

    fn sure(&mut self, _: &InterviewView<'_>) -> Result<u8, Stop> {
        let words = (1..)
            .zip(SURE)
            .map(|(number, words): (u8, _)| format!("{number} {words}"));
        let words: Vec<String> = words.collect();
        let prompt = format!("How sure are you of that? {}:", words.join("; "));
        let number = self.number(&prompt, false).map_err(Left::stop)?;
        Ok(number.unwrap_or(1))
    }

    fn test(&mut self, card: &Card, task: &CodeTask, solution: &str) -> Result<Tested, Stop> {
        self.tested(card, task, solution).map_err(Left::stop)
    }

    fn tick(&mut self, view: &DebriefView<'_>) -> Result<Ticked, Stop> {
        self.go_through(view).map_err(Left::stop)
    }

    fn rate(&mut self, view: &RateView<'_>) -> Result<Ratings, Stop> {
        self.rated(view).map_err(Left::stop)
    }

    fn not_saved(&mut self, problem: &NotSaved) -> Retry {
        self.what_to_do(problem)
            .unwrap_or_else(|left| Retry::GiveUp(left.stop()))
    }
}

impl InterviewFace for PlainScreen<'_> {
    fn open(&mut self, opening: &InterviewIntro) -> Result<Option<Level>, Stop> {
        let lines = opening.lines(self.width);
        self.lines.say(&lines).map_err(|_| Stop::Signal(1))?;
        let prompt = if opening.choose {
            "A number for another level; Enter begins, q leaves; in the interview :h lists the commands."
        } else {
            "Enter begins, q leaves; in the interview :h lists the commands."
        };
        loop {
            match self.typed(prompt).map_err(Left::stop)?.trim() {
                "" => return Ok(Some(opening.level)),
                "q" | ":q" => return Ok(None),
                word => {
                    let number = word
                        .parse::<usize>()
                        .ok()
                        .and_then(|one| one.checked_sub(1));
                    let level = number.and_then(|number| Level::ALL.get(number));
                    if let Some(level) = level.filter(|_| opening.choose) {
                        return Ok(Some(*level));
                    }
                }
            }
        }
    }

    fn offer_debrief(&mut self, words: &str) -> Result<DebriefChoice, Stop> {
        self.say(words).map_err(Left::stop)?;
        let prompt = "Enter goes through it now, discard discards it, q leaves it for later.";
        loop {
            match self.typed(prompt).map_err(Left::stop)?.trim() {
                "" => return Ok(DebriefChoice::Debrief),
                "discard" => return Ok(DebriefChoice::Discard),
                "q" | ":q" => return Ok(DebriefChoice::Later),
                _ => {}
            }
        }
    }

    fn report(&mut self, _: &dyn Fn(usize) -> Vec<Line>, _: bool) -> Result<bool, Stop> {
        // The command prints it after every interview.
        Ok(false)
    }
}
