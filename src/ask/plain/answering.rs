//! How each kind of question is answered on lines, and what was right.

use std::collections::BTreeSet;

use crate::memory::Grade;
use crate::question::{Answer, Bug, Choice, Cloze, Order, Output, Point, Question};
use crate::session::View;

use super::plain_screen::{Expected, Given, Left, PlainScreen, only};
use super::words::{inline, letter, places};

/// What means "I don't know".
const UNKNOWN: &str = "?";

impl PlainScreen<'_> {
    /// Shows the question and takes its answer.
    pub(super) fn answer(&mut self, view: &View<'_>) -> Result<Given, Left> {
        let shown_at = self.now();
        let (answer, grade, ms) = match view.card.data() {
            Question::Recall(_) => {
                self.question(view)?;
                let answer = self.say_aloud(view, "Say the answer, then press Enter.")?;
                let ms = self.taken(shown_at);
                self.read_out(view.card.answer())?;
                (answer, None, ms)
            }
            Question::Points(points) => {
                self.question(view)?;
                let count = points.points.len();
                let prompt = format!("Say the answer; it has {count} points. Then press Enter.");
                let answer = self.say_aloud(view, &prompt)?;
                let ms = self.taken(shown_at);
                let (answer, grade) = self.ticked(view, &points.points, answer)?;
                (answer, grade, ms)
            }
            Question::Choice(choice) => {
                self.question(view)?;
                let answer = self.pick(view, choice)?;
                (answer, None, self.taken(shown_at))
            }
            Question::Cloze(cloze) => {
                self.say(&inline(&view.card.question))?;
                let answer = self.blanks(view, cloze)?;
                (answer, None, self.taken(shown_at))
            }
            Question::Typed(_) => {
                self.question(view)?;
                let answer = self.type_in(view, "Your answer:")?;
                let answer = answer.map_or(Answer::Unknown, |text| Answer::Typed(vec![text]));
                (answer, None, self.taken(shown_at))
            }
            Question::Order(order) => {
                self.question(view)?;
                let answer = self.arrange(view, order)?;
                (answer, None, self.taken(shown_at))
            }
            Question::Output(output) => {
                self.question(view)?;
                let answer = self.output(view, output)?;
                (answer, None, self.taken(shown_at))
            }
            Question::Code(task) => {
                self.question(view)?;
                let answer = self.code(view, task)?;
                (answer, None, self.taken(shown_at))
            }
            Question::Bug(bug) => {
                self.question_of_bug(view, bug)?;
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
                for line in bug.fixed.text.lines() {
                    self.say(&format!("  {line}"))?;
                }
                (answer, grade, ms)
            }
        };
        Ok(Given { answer, ms, grade })
    }

    /// Says what was right.
    pub(super) fn say_solution(&self, view: &View<'_>, answer: &Answer) -> Result<(), Left> {
        for line in solution(view, answer) {
            self.say(&line)?;
        }
        Ok(())
    }

    fn question(&self, view: &View<'_>) -> Result<(), Left> {
        self.say(&inline(&view.card.question))?;
        self.read_out(view.card.context())
    }

    /// The code with the numbers of its lines.
    fn question_of_bug(&self, view: &View<'_>, bug: &Bug) -> Result<(), Left> {
        self.say(&inline(&view.card.question))?;
        self.read_out(&crate::ask::kinds::without_first_fence(view.card.context()))?;
        self.say("")?;
        for (line, number) in bug.code.text.lines().zip(1..) {
            self.say(&format!("{number:>3}  {line}"))?;
        }
        Ok(())
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
        for (place, point) in points.iter().enumerate() {
            self.say(&format!("  {}. {}", letter(place), inline(&point.text)))?;
        }
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
        for (place, index) in view.order.iter().enumerate() {
            let option = inline(&choice.options[*index].text);
            self.say(&format!("  {}. {option}", letter(place)))?;
        }
        let several = choice.several();
        let prompt = if several {
            "More than one is right. Which? All their letters:"
        } else {
            "Which one? Its letter:"
        };
        let keys: String = (0..count).map(letter).chain(UNKNOWN.chars()).collect();
        loop {
            let line = self.ask_line(view, prompt, Expected::Keys(&keys), false)?;
            let word = line.trim();
            if word == UNKNOWN {
                return Ok(Answer::Unknown);
            }
            match places(word, count) {
                Some(picked) if several || picked.len() == 1 => {
                    let picked = picked.into_iter().map(|place| view.order[place]);
                    return Ok(Answer::Picked(picked.collect()));
                }
                _ => self.say("Type a letter of an option; ? if you don't know; :h for help.")?,
            }
        }
    }

    fn blanks(&mut self, view: &View<'_>, cloze: &Cloze) -> Result<Answer, Left> {
        let count = cloze.blanks.len();
        let mut text = String::new();
        for (index, part) in cloze.parts.iter().enumerate() {
            text.push_str(part);
            if index < count {
                text.push_str(&format!("(blank {})", index + 1));
            }
        }
        self.read_out(view.card.context())?;
        self.read_out(&text)?;
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
        for (place, index) in view.order.iter().enumerate() {
            self.say(&format!(
                "  {}. {}",
                letter(place),
                inline(&order.steps[*index])
            ))?;
        }
        let count = order.steps.len();
        let keys: String = (0..count).map(letter).chain(UNKNOWN.chars()).collect();
        loop {
            let prompt = format!("All {count} letters in the right order:");
            let line = self.ask_line(view, &prompt, Expected::Keys(&keys), false)?;
            let word = line.trim();
            if word == UNKNOWN {
                return Ok(Answer::Unknown);
            }
            match places(word, count) {
                Some(arranged) if arranged.len() == count => {
                    let arranged = arranged.into_iter().map(|place| view.order[place]);
                    return Ok(Answer::Arranged(arranged.collect()));
                }
                _ => self.say(&format!(
                    "Each of the {count} letters once; ? if you don't know; :h for help."
                ))?,
            }
        }
    }

    fn output(&mut self, view: &View<'_>, _: &Output) -> Result<Answer, Left> {
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
}

/// What was right, in lines.
fn solution(view: &View<'_>, answer: &Answer) -> Vec<String> {
    match view.card.data() {
        // Their answers are read out in full.
        Question::Recall(_) | Question::Points(_) | Question::Bug(_) => Vec::new(),
        Question::Choice(choice) => {
            let picked =
                |index: &usize| matches!(answer, Answer::Picked(picked) if picked.contains(index));
            let options = view.order.iter().enumerate();
            options
                .map(|(place, index)| {
                    let option = &choice.options[*index];
                    let is = match (option.right, picked(index)) {
                        (true, true) => "right, your pick",
                        (true, false) => "right",
                        (false, true) => "wrong, your pick",
                        (false, false) => "wrong",
                    };
                    format!("  {} is {is}: {}", letter(place), inline(&option.text))
                })
                .collect()
        }
        Question::Cloze(cloze) => {
            let blanks = cloze.blanks.iter().zip(1..);
            let mut lines = vec!["The blanks:".to_owned()];
            lines.extend(
                blanks.map(|(blank, number)| format!("  Blank {number}: {}", blank.shown())),
            );
            lines
        }
        Question::Typed(typed) => {
            let accepted: Vec<&str> = typed.accepted.iter().map(|one| &*one.text).collect();
            vec![format!("The answer: {}", accepted.join(", or "))]
        }
        Question::Order(order) => {
            let mut lines = vec!["The right order:".to_owned()];
            let steps = order.steps.iter().zip(1..);
            lines.extend(steps.map(|(step, number)| format!("  {number}. {}", inline(step))));
            lines
        }
        Question::Output(output) => {
            let mut lines = vec!["It prints:".to_owned()];
            lines.extend(output.lines().iter().map(|line| format!("  {line}")));
            lines
        }
        Question::Code(task) => {
            let mut lines = vec!["The model:".to_owned()];
            lines.extend(task.solution.text.lines().map(|line| format!("  {line}")));
            lines
        }
    }
}
