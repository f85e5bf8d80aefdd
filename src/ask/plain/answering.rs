//! How each kind of question is answered on lines, and what was right, in words.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::ask::kinds::{Content, add_test_run, context, not_allowed};
use crate::deck::Card;
use crate::memory::Grade;
use crate::question::{Answer, Bug, Choice, Cloze, CodeTask, Coded, Order, Point, Question};
use crate::session::{TestEnd, Tested, ToolError, View};
use crate::wording::count;

use super::plain_screen::{Expected, Given, Left, PlainScreen, only};
use super::words::{inline, letter, places};

/// What means "I don't know".
const UNKNOWN: &str = "?";

impl PlainScreen<'_> {
    /// Shows the question and takes its answer.
    pub(super) fn answer(&mut self, view: &View<'_>) -> Result<Given, Left> {
        let shown_at = self.now();
        self.say(&inline(&view.card.question))?;
        self.read_out(&context(view.card))?;
        let answer = match view.card.data() {
            Question::Recall => {
                let answer = self.say_aloud(view, "Say the answer, then press Enter.")?;
                let ms = self.taken(shown_at);
                self.read_out(view.card.answer())?;
                let grade = None;
                return Ok(Given { answer, ms, grade });
            }
            Question::Points(points) => {
                let count = points.points.len();
                let prompt = format!("Say the answer; it has {count} points. Then press Enter.");
                let answer = self.say_aloud(view, &prompt)?;
                let ms = self.taken(shown_at);
                let (answer, grade) = self.ticked(view, &points.points, answer)?;
                return Ok(Given { answer, ms, grade });
            }
            Question::Bug(bug) => return self.bug(view, bug, shown_at),
            Question::Choice(choice) => self.pick(view, choice)?,
            Question::Cloze(cloze) => self.blanks(view, cloze)?,
            Question::Typed(_) => {
                let answer = self.type_in(view, "Your answer:")?;
                answer.map_or(Answer::Unknown, |text| Answer::Typed(vec![text]))
            }
            Question::Order(order) => self.arrange(view, order)?,
            Question::Output(_) => self.output(view)?,
            Question::Code(task) => self.code(view, task)?,
        };
        let (ms, grade) = (self.taken(shown_at), None);
        Ok(Given { answer, ms, grade })
    }

    /// Asks for the faulty line of a program, and why it is wrong.
    fn bug(&mut self, view: &View<'_>, bug: &Bug, shown_at: Duration) -> Result<Given, Left> {
        self.say("")?;
        self.say_numbered(&bug.code.text)?;
        let line = self.faulty_line(view, bug)?;
        let why = match line {
            Some(_) => self.say_aloud(view, "Why? Say it, then press Enter.")?,
            None => Answer::Unknown,
        };
        let ms = self.taken(shown_at);
        let at: Vec<String> = bug.lines.iter().map(ToString::to_string).collect();
        let named = match line {
            Some(line) if bug.lines.contains(&line) => "; you named it".to_owned(),
            Some(line) => format!("; you named line {line}"),
            None => String::new(),
        };
        self.say(&format!("The fault is in line {}{named}.", at.join(" or ")))?;
        let (answer, grade) = self.ticked(view, &bug.points, why)?;
        let answer = match (line, answer) {
            (Some(line), Answer::Picked(ticked)) => Answer::Line(line, ticked),
            (_, answer) => answer,
        };
        self.say("Fixed:")?;
        self.say_indented(&bug.fixed.text)?;
        Ok(Given { answer, ms, grade })
    }

    /// Says what was right.
    pub(super) fn say_solution(&self, view: &View<'_>, answer: &Answer) -> Result<(), Left> {
        match view.card.data() {
            // Their answers are read out in full.
            Question::Recall | Question::Points(_) | Question::Bug(_) => Ok(()),
            Question::Choice(choice) => {
                let picked = |index: &usize| matches!(answer, Answer::Picked(picked) if picked.contains(index));
                let mut options = view.order.iter().enumerate();
                options.try_for_each(|(place, index)| {
                    let option = &choice.options[*index];
                    let is = match (option.right, picked(index)) {
                        (true, true) => "right, your pick",
                        (true, false) => "right",
                        (false, true) => "wrong, your pick",
                        (false, false) => "wrong",
                    };
                    let words = inline(&option.text);
                    self.say(&format!("  {} is {is}: {words}", letter(place)))
                })
            }
            Question::Cloze(cloze) => {
                self.say("The blanks:")?;
                let mut blanks = cloze.blanks.iter().zip(1..);
                blanks.try_for_each(|(blank, number)| {
                    self.say(&format!("  Blank {number}: {}", blank.shown()))
                })
            }
            Question::Typed(typed) => {
                let accepted: Vec<&str> = typed.accepted.iter().map(|one| &*one.text).collect();
                self.say(&format!("The answer: {}", accepted.join(", or ")))
            }
            Question::Order(order) => {
                self.say("The right order:")?;
                let mut steps = order.steps.iter().zip(1..);
                steps.try_for_each(|(step, number)| {
                    self.say(&format!("  {number}. {}", inline(step)))
                })
            }
            Question::Output(output) => {
                self.say("It prints:")?;
                let lines = output.lines();
                let mut lines = lines.iter();
                lines.try_for_each(|line| self.say(&format!("  {line}")))
            }
            Question::Code(task) => {
                self.say("The model:")?;
                self.say_indented(&task.solution.text)
            }
        }
    }

    /// Waits until the learner has answered, or says that they don't know.
    pub(super) fn say_aloud(&mut self, view: &View<'_>, prompt: &str) -> Result<Answer, Left> {
        loop {
            let line = self.ask_line(view, prompt, Expected::Keys(UNKNOWN), false)?;
            match line.trim() {
                "" => return Ok(Answer::Revealed),
                UNKNOWN => return Ok(Answer::Unknown),
                _ => self.say("Press Enter for the answer; ? if you don't know; h for help.")?,
            }
        }
    }

    /// A text that is not empty; `None` for "I don't know".
    fn type_in(&mut self, view: &View<'_>, prompt: &str) -> Result<Option<String>, Left> {
        loop {
            let line = self.ask_line(view, prompt, Expected::Text, false)?;
            match line.trim() {
                "" => self.say("Type the answer; ? if you don't know; :h for help.")?,
                UNKNOWN => return Ok(None),
                text => return Ok(Some(text.to_owned())),
            }
        }
    }

    /// Reads out the points, and asks which were said.
    fn ticked(
        &mut self,
        view: &View<'_>,
        points: &[Point],
        answer: Answer,
    ) -> Result<(Answer, Option<Grade>), Left> {
        self.say("")?;
        if answer == Answer::Unknown {
            self.say("You said that you don't know. The points:")?;
        } else {
            self.say("The points:")?;
        }
        let keys: String = (0..points.len())
            .map(letter)
            .chain("A1234".chars())
            .collect();
        self.say_list(points.iter().map(|point| inline(&point.text)))?;
        if answer == Answer::Unknown {
            self.say_essential(points)?;
            return Ok((answer, None));
        }
        loop {
            let prompt = "Which did you say? Letters, A for all, Enter for none; or a grade 1-4:";
            let line = self.ask_line(view, prompt, Expected::Keys(&keys), true)?;
            let word = line.trim();
            let digit = only(word).and_then(|c| c.to_digit(10));
            if let Some(grade) = digit
                .and_then(Grade::from_number)
                .filter(|_| self.is_study())
            {
                return Ok((Answer::Picked(BTreeSet::new()), Some(grade)));
            }
            let ticked = match word {
                "" => BTreeSet::new(),
                "A" => (0..points.len()).collect(),
                letters => {
                    let Some(places) = places(letters, points.len()) else {
                        self.say("These are not letters of points.")?;
                        continue;
                    };
                    places.into_iter().collect()
                }
            };
            let count = ticked.len();
            self.say(&format!("{count} of {} said.", points.len()))?;
            self.say_essential(points)?;
            return Ok((Answer::Picked(ticked), None));
        }
    }

    /// Says which points are essential; only after the ticks, which it would suggest.
    pub(super) fn say_essential(&self, points: &[Point]) -> Result<(), Left> {
        let places = (0..points.len()).filter(|&place| points[place].essential);
        let letters: Vec<String> = places.map(|place| letter(place).to_string()).collect();
        if letters.is_empty() {
            return Ok(());
        }
        self.say(&format!("Essential: {}.", letters.join(", ")))
    }

    fn pick(&mut self, view: &View<'_>, choice: &Choice) -> Result<Answer, Left> {
        let count = choice.options.len();
        if self.is_study() {
            let prompt = format!("Answer for yourself first; Enter reads out the {count} options.");
            if self.say_aloud(view, &prompt)? == Answer::Unknown {
                return Ok(Answer::Unknown);
            }
        }
        self.say("")?;
        let options = view.order.iter().map(|index| &choice.options[*index]);
        self.say_list(options.map(|option| inline(&option.text)))?;
        let several = choice.several();
        let prompt = if several {
            "More than one is right. Which? All their letters:"
        } else {
            "Which one? Its letter:"
        };
        let again = "Type a letter of an option; ? if you don't know; :h for help.";
        let picked = self.places(view, prompt, |picked| several || picked == 1, again)?;
        Ok(picked.map_or(Answer::Unknown, |picked| {
            Answer::Picked(picked.into_iter().collect())
        }))
    }

    /// What the letters of a line stand for, in deck order; `None` for "I don't know". Asked again until their number
    /// is right.
    fn places(
        &mut self,
        view: &View<'_>,
        prompt: &str,
        is_right: impl Fn(usize) -> bool,
        again: &str,
    ) -> Result<Option<Vec<usize>>, Left> {
        let count = view.order.len();
        let keys: String = (0..count).map(letter).chain(UNKNOWN.chars()).collect();
        loop {
            let line = self.ask_line(view, prompt, Expected::Keys(&keys), false)?;
            let word = line.trim();
            if word == UNKNOWN {
                return Ok(None);
            }
            match places(word, count).filter(|places| is_right(places.len())) {
                Some(places) => {
                    let places = places.into_iter().map(|place| view.order[place]);
                    return Ok(Some(places.collect()));
                }
                None => self.say(again)?,
            }
        }
    }

    fn blanks(&mut self, view: &View<'_>, cloze: &Cloze) -> Result<Answer, Left> {
        let count = cloze.blanks.len();
        self.read_out(&cloze.filled(|index| format!("(blank {})", index + 1)))?;
        let mut typed = Vec::new();
        for number in 1..=count {
            match self.type_in(view, &format!("Blank {number} of {count}:"))? {
                Some(text) => typed.push(text),
                None => return Ok(Answer::Unknown),
            }
        }
        Ok(Answer::Typed(typed))
    }

    fn arrange(&mut self, view: &View<'_>, order: &Order) -> Result<Answer, Left> {
        self.say("")?;
        let steps = view.order.iter().map(|index| &order.steps[*index]);
        self.say_list(steps.map(|step| inline(step)))?;
        let count = order.steps.len();
        let prompt = format!("All {count} letters in the right order:");
        let again = format!("Each of the {count} letters once; ? if you don't know; :h for help.");
        let arranged = self.places(view, &prompt, |arranged| arranged == count, &again)?;
        Ok(arranged.map_or(Answer::Unknown, Answer::Arranged))
    }

    fn output(&mut self, view: &View<'_>) -> Result<Answer, Left> {
        self.say("What does it print? Line by line; an empty line ends it.")?;
        let mut lines = Vec::new();
        loop {
            let prompt = format!("Line {}:", lines.len() + 1);
            let line = self.ask_line(view, &prompt, Expected::Text, false)?;
            match line.trim_end() {
                "" if lines.is_empty() => self.say("? if you don't know; :h for help.")?,
                "" => return Ok(Answer::Lines(lines)),
                text if text.trim() == UNKNOWN && lines.is_empty() => return Ok(Answer::Unknown),
                text => lines.push(text.to_owned()),
            }
        }
    }

    /// The number of the faulty line; `None` for "I don't know".
    fn faulty_line(&mut self, view: &View<'_>, bug: &Bug) -> Result<Option<usize>, Left> {
        let count = bug.code.text.lines().count();
        loop {
            let keys = Expected::Keys("123456789?");
            let line = self.ask_line(view, "Which line is at fault? Its number:", keys, false)?;
            let word = line.trim();
            if word == UNKNOWN {
                return Ok(None);
            }
            match word.parse() {
                Ok(number) if (1..=count).contains(&number) => return Ok(Some(number)),
                _ => self.say(&format!(
                    "A number from 1 to {count}; ? if you don't know; h for help."
                ))?,
            }
        }
    }

    /// Takes code until its tests pass, or the learner gives up or compares with the model.
    pub(super) fn code(&mut self, view: &View<'_>, task: &CodeTask) -> Result<Answer, Left> {
        let minutes = count(usize::from(task.minutes), "minute", "minutes");
        self.say(&format!("Expected time: {minutes}."))?;
        if let Some(why) = self.cannot_test(task) {
            return self.compare(view, &why);
        }
        let editor = self.with_tools_of(|tools| Ok(tools.has_editor())) == Ok(true);
        let prompt = if editor {
            "Enter opens your editor, and the tests run when you leave it; ? gives up."
        } else {
            "Enter, then the code line by line; a line with only a full stop ends it; ? gives up."
        };
        let tools = self.tools.as_deref_mut();
        let left = tools.and_then(|tools| tools.begin_code(view.card, task));
        if let Some(left) = &left {
            self.say("You left an attempt at this:")?;
            self.say_indented(left)?;
        }
        let mut text = left.unwrap_or_else(|| task.starter.text.to_string());
        let mut tested = task.starter.text.to_string();
        let mut runs = 0;
        loop {
            let line = self.ask_line(view, prompt, Expected::Keys(UNKNOWN), false)?;
            match line.trim() {
                "" => {}
                UNKNOWN => return Ok(Answer::Unknown),
                _ => {
                    self.say("Press Enter to write; ? gives up; h for help.")?;
                    continue;
                }
            }
            let written = if editor {
                self.used_away(|tools| tools.write_code(view.card, task, &text))?
            } else {
                Some(self.code_of_lines(view, task)?)
            };
            let Some(written) = written else { continue };
            if written == tested {
                self.say("You changed nothing, so the tests did not run.")?;
                continue;
            }
            text = written;
            text.clone_into(&mut tested);
            if let Some(name) = task.forbidden(&text).first() {
                self.say(&not_allowed(name))?;
                continue;
            }
            match self.tested(view.card, task, &text)? {
                Tested::Ran(run) => {
                    runs += u32::from(run.end != TestEnd::Stopped);
                    let mut content = Content::default();
                    add_test_run(&run, &self.renderer(), &mut content);
                    self.lines.say(&content.lines)?;
                    if run.end == TestEnd::Passed {
                        let hinted = false;
                        return Ok(Answer::Coded(Coded { runs, hinted }));
                    }
                }
                Tested::Cannot(why) => return self.compare(view, &why),
                // It was looked at before.
                Tested::NotAllowed(_) => {}
            }
        }
    }

    /// Why the tests of a task cannot run, if so.
    pub(super) fn cannot_test(&mut self, task: &CodeTask) -> Option<String> {
        match self.tools.as_deref_mut() {
            Some(tools) => tools.cannot_test(task),
            None => Some("nothing runs here.".to_owned()),
        }
    }

    /// Runs the tests of a task if the learner agrees and `node` is installed.
    pub(super) fn tested(
        &mut self,
        card: &Card,
        task: &CodeTask,
        solution: &str,
    ) -> Result<Tested, Left> {
        if let Some(why) = self.cannot_test(task) {
            return Ok(Tested::Cannot(why));
        }
        let code = task.agreement();
        if self.with_tools_of(|tools| Ok(tools.may_run(card, &code))) != Ok(true) {
            let file = &card.place.file;
            self.say(&format!(
                "This card is from {file}, not built in. This code will run on your machine with your permissions:"
            ))?;
            self.say_indented(&code)?;
            let answer = self.typed("y runs it, now and later; Enter does not.")?;
            if answer.trim() != "y" {
                return Ok(Tested::Cannot("you did not agree to run them.".to_owned()));
            }
            self.used(|tools| tools.agree(&code))?;
        }
        self.say("node runs the tests.")?;
        let ran = self.with_tools_of(|tools| tools.test(card, task, solution, &mut || true));
        Ok(match ran {
            Ok(run) => Tested::Ran(run),
            Err(ToolError(why)) => Tested::Cannot(why),
        })
    }

    /// The learner marks themselves, for this reason.
    fn compare(&mut self, view: &View<'_>, why: &str) -> Result<Answer, Left> {
        self.say(&format!("The tests cannot run: {why}"))?;
        let prompt = "Write the code, then press Enter to compare it with the model.";
        self.say_aloud(view, prompt)
    }

    /// Code typed line by line. It is saved whatever comes after it.
    fn code_of_lines(&mut self, view: &View<'_>, task: &CodeTask) -> Result<String, Left> {
        let mut text = String::new();
        let ended = loop {
            let number = text.lines().count() + 1;
            match self.typed(&format!("Line {number}:")) {
                Ok(line) if line.trim() == "." => break Ok(()),
                Ok(line) => {
                    text.push_str(line.trim_end());
                    text.push('\n');
                }
                Err(left) => break Err(left),
            }
        };
        if !text.is_empty() {
            self.used(|tools| tools.keep_code(view.card, task, &text))?;
        }
        ended.map(|()| text)
    }
}
