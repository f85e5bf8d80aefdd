//! Reviewing an answer: which points were in it, then what a good answer looks like. At the end of a thread it is
//! rated: four criteria, each from 1 to 4, with a description of what each number means.

use std::collections::BTreeSet;

use super::questioning::question_content;
use crate::ask::key_table::{Command, Phase, normal};
use crate::ask::kinds::{
    Content, Offer, Offers, TextRenderer, add_compared, add_fixed, add_model, add_point,
    add_points, add_test_run, add_typo, explanation, moved, not_allowed, sign, tick, tick_lead,
    written,
};
use crate::plan::Asked;
use crate::question::{Form, Point, Question, STAR, star_parts};
use crate::report::solution;
use crate::session::{CRITERIA, DebriefView, RateView, Ratings, Tested, Ticked};
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::text;
use crate::terminal::wrap::wrap;

/// What a key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DebriefKey {
    /// Nothing.
    Nothing,
    /// What is on the screen has changed.
    Stay,
    /// Another page of the same answer is on the screen, or the cursor is on another line.
    Moved,
    /// The answer was reviewed.
    Finished,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DebriefStage {
    /// The points are ticked, or the program's verdict is shown.
    Points,
    /// The parts of a story are ticked.
    Story,
    /// What a good answer looks like.
    Model,
}

/// An answer being reviewed.
#[derive(Clone, Debug)]
pub(crate) struct Debriefing<'v> {
    view: &'v DebriefView<'v>,
    points: Vec<Point>,
    ticked: BTreeSet<usize>,
    story: BTreeSet<usize>,
    /// The line under the cursor, once there is one.
    cursor: Option<usize>,
    typo: bool,
    stage: DebriefStage,
}

impl<'v> Debriefing<'v> {
    pub(crate) fn new(view: &'v DebriefView<'v>) -> Self {
        Self {
            view,
            points: view.points(),
            ticked: BTreeSet::new(),
            story: BTreeSet::new(),
            cursor: None,
            typo: false,
            stage: DebriefStage::Points,
        }
    }

    /// What was ticked.
    pub(crate) fn ticked(self) -> Ticked {
        let star = self.tells_a_story().then_some(self.story);
        Ticked {
            points: self.ticked,
            star,
            typo: self.typo,
        }
    }

    fn tells_a_story(&self) -> bool {
        self.view.asked.form() == Form::Star && !self.view.given_up
    }

    /// Whether there is anything for the learner to tick now.
    fn ticks(&self) -> bool {
        !self.view.given_up && self.view.marked.is_none()
    }

    fn stages(&self) -> Vec<DebriefStage> {
        let mut stages = vec![DebriefStage::Points];
        stages.extend(self.tells_a_story().then_some(DebriefStage::Story));
        stages.extend(has_model(self.view.asked).then_some(DebriefStage::Model));
        stages
    }

    /// Goes one stage forward or back.
    fn step(&mut self, by: isize) -> DebriefKey {
        let stages = self.stages();
        let at = stages.iter().position(|&stage| stage == self.stage);
        let next = at.unwrap_or(0).checked_add_signed(by);
        match next.map(|next| stages.get(next)) {
            Some(Some(&stage)) => (self.stage, self.cursor) = (stage, None),
            Some(None) => return DebriefKey::Finished,
            None => return DebriefKey::Stay,
        }
        DebriefKey::Moved
    }

    /// The parts of the story that are not empty.
    fn filled_parts(&self) -> BTreeSet<usize> {
        let parts = star_parts(&self.view.text);
        let filled_parts = parts.iter().enumerate();
        filled_parts
            .filter_map(|(index, part)| (!part.is_empty()).then_some(index))
            .collect()
    }

    /// How many lines can be ticked now, and those that the text suggests.
    fn listed(&self) -> (usize, BTreeSet<usize>) {
        match self.stage {
            DebriefStage::Points if self.ticks() => {
                (self.points.len(), self.view.suggested.clone())
            }
            DebriefStage::Story => (STAR.len(), self.filled_parts()),
            DebriefStage::Points | DebriefStage::Model => (0, BTreeSet::new()),
        }
    }

    /// Takes a key.
    pub(crate) fn key(&mut self, key: &Key) -> DebriefKey {
        let offers = self.offers();
        let key = &normal(key, offers.phase);
        let Some(command) = offers.command(key) else {
            return DebriefKey::Nothing;
        };
        match command {
            Command::Show => return self.step(1),
            Command::TakeBack => return self.step(-1),
            Command::Typo => {
                self.typo = !self.typo;
                return DebriefKey::Stay;
            }
            _ => {}
        }
        let cursor = self.cursor;
        let (count, suggested) = self.listed();
        let ticked = match self.stage {
            DebriefStage::Story => &mut self.story,
            DebriefStage::Points | DebriefStage::Model => &mut self.ticked,
        };
        match command {
            Command::Cursor => {
                self.cursor = Some(moved(cursor, key, count));
                return DebriefKey::Moved;
            }
            Command::Suggested => ticked.extend(suggested),
            command if tick(ticked, cursor, command, key, count) => {}
            _ => return DebriefKey::Nothing,
        }
        DebriefKey::Stay
    }

    fn near_miss(&self) -> bool {
        !self.view.given_up && self.view.marked.is_some_and(|marked| marked.near_miss)
    }

    /// The screen now.
    pub(crate) fn show(&self, renderer: &TextRenderer) -> Content {
        let mut content = question_content(self.view.asked, renderer);
        content.gap();
        match self.stage {
            DebriefStage::Points => {
                self.written(renderer, &mut content);
                content.rule(renderer);
                if let Some(tested) = &self.view.tested {
                    tests(tested, renderer, &mut content);
                }
                if self.view.given_up && self.view.asked.code().is_some() {
                    content.add(renderer.remark("You gave it up.", Tone::Dim));
                } else if self.view.given_up {
                    content.add(renderer.remark("You gave it up. A good answer has:", Tone::Dim));
                    self.told_points(renderer, &mut content);
                } else if self.view.marked.is_some() {
                    self.marked(renderer, &mut content);
                } else {
                    self.points(renderer, &mut content);
                }
            }
            DebriefStage::Story => {
                self.written(renderer, &mut content);
                content.rule(renderer);
                content.add(renderer.remark("Which parts did your story have?", Tone::Dim));
                let filled_parts = self.filled_parts();
                for (index, (part, what)) in STAR.iter().enumerate() {
                    if self.cursor == Some(index) {
                        content.focus = Some(content.lines.len());
                    }
                    let lead = self.lead(index, &self.story, &filled_parts);
                    let words = format!("**{part}**: {what}");
                    content.add(renderer.hanging(lead, &words, |style| style));
                }
                legend(&filled_parts, renderer, &mut content);
            }
            DebriefStage::Model => {
                content.rule(renderer);
                self.missing(renderer, &mut content);
                model(self.view, renderer, &mut content);
            }
        }
        content
    }

    fn written(&self, renderer: &TextRenderer, content: &mut Content) {
        let text = self.view.text.trim();
        if text.is_empty() {
            if self.view.spoken && !self.view.given_up {
                content.add(renderer.remark("You said it aloud and typed nothing.", Tone::Dim));
                content.gap();
            }
            return;
        }
        let who = if self.view.spoken {
            "You summed up"
        } else {
            "You wrote"
        };
        written(who, text, renderer, content);
    }

    fn points(&self, renderer: &TextRenderer, content: &mut Content) {
        content.add(renderer.remark("Which of these were in your answer?", Tone::Dim));
        for (index, point) in self.points.iter().enumerate() {
            if self.cursor == Some(index) {
                content.focus = Some(content.lines.len());
            }
            let lead = self.lead(index, &self.ticked, &self.view.suggested);
            // Before the first tick it would suggest what to tick.
            let essential = point.essential && !self.ticked.is_empty();
            add_point(lead, point, essential, renderer, content);
        }
        legend(&self.view.suggested, renderer, content);
    }

    fn told_points(&self, renderer: &TextRenderer, content: &mut Content) {
        if self.points.is_empty()
            && let Asked::Card(card) = self.view.asked
        {
            content.add(wrap(&solution(card), renderer.width, 2));
        }
        add_points(&self.points, renderer, content);
    }

    /// The program's verdict on the answer.
    fn marked(&self, renderer: &TextRenderer, content: &mut Content) {
        let (Asked::Card(card), None) = (self.view.asked, &self.view.tested) else {
            return;
        };
        let passed = self.typo || self.view.marked.is_some_and(|marked| marked.passed);
        if let Question::Output(output) = card.data() {
            let lines: Vec<String> = self.view.text.lines().map(str::to_owned).collect();
            add_compared(output, &lines, renderer, content);
        } else {
            let sign = sign(passed).with(" ", Style::PLAIN);
            content.add(wrap(&sign.then(&solution(card)), renderer.width, 2));
        }
        if self.near_miss() {
            let words = if self.typo {
                "Counted as right: a typo."
            } else {
                "Close. If it was a typo, **t** counts it as right."
            };
            add_typo(words, renderer, content);
        }
    }

    /// `› a ✓~ `: the cursor, the letter, whether it is ticked, whether the text suggests it.
    fn lead(&self, index: usize, ticked: &BTreeSet<usize>, suggested: &BTreeSet<usize>) -> Line {
        let hint = if suggested.contains(&index) { "~" } else { " " };
        tick_lead(index, self.cursor, ticked.contains(&index))
            .with(hint, Tone::Warn)
            .with(" ", Style::PLAIN)
    }

    /// The points that were left out, repeated.
    fn missing(&self, renderer: &TextRenderer, content: &mut Content) {
        let numbered = self.points.iter().enumerate();
        let missing: Vec<&Point> = numbered
            .filter(|(index, _)| !self.ticked.contains(index))
            .map(|(_, point)| point)
            .collect();
        if self.view.marked.is_some() || missing.is_empty() {
            return;
        }
        let words = if self.view.given_up {
            "A good answer has"
        } else {
            "Missing"
        };
        content.add(renderer.remark(words, Tone::Dim));
        add_points(missing, renderer, content);
        content.gap();
    }

    /// The commands that do something now.
    pub(crate) fn offers(&self) -> Offers {
        let last = self.stages().last() == Some(&self.stage);
        let next = last && self.view.number < self.view.total;
        let (lines, suggested) = self.listed();
        let first = self.stage == DebriefStage::Points;
        let all = Offer::those([
            (lines > 0, Offer::usual(Command::Letter)),
            (self.cursor.is_some(), Offer::usual(Command::Space)),
            (
                true,
                Offer::saying(Command::Show, if next { "next" } else { "go on" }),
            ),
            (!suggested.is_empty(), Offer::usual(Command::Suggested)),
            (lines > 1, Offer::usual(Command::All)),
            (lines > 0, Offer::silent(Command::Cursor)),
            (first && self.near_miss(), Offer::usual(Command::Typo)),
            (!first, Offer::usual(Command::TakeBack)),
            (true, Offer::usual(Command::Quit)),
            (true, Offer::usual(Command::Help)),
            (true, Offer::silent(Command::Scroll)),
        ]);
        let phase = if lines > 0 {
            Phase::DebriefTicks
        } else {
            Phase::Debrief
        };
        Offers { phase, lines, all }
    }
}

/// What the sign of a suggestion means.
fn legend(suggested: &BTreeSet<usize>, renderer: &TextRenderer, content: &mut Content) {
    if !suggested.is_empty() {
        content.gap();
        let lead = Line::styled("~ ", Tone::Warn);
        let words = "your text seems to speak of it; only what you tick counts";
        content.add(renderer.hanging(lead, words, |_| Style::DIM));
    }
}

/// Whether there is more to say about a good answer than its points.
fn has_model(asked: Asked<'_>) -> bool {
    match asked {
        Asked::Prompt(_) => true,
        Asked::Probe(..) => false,
        Asked::Card(card) => {
            !card.explanation().trim().is_empty()
                || matches!(card.data(), Question::Bug(_) | Question::Code(_))
        }
    }
}

/// The outcome of the tests.
fn tests(tested: &Tested, renderer: &TextRenderer, content: &mut Content) {
    match tested {
        Tested::Ran(run) => add_test_run(run, renderer, content),
        Tested::NotAllowed(name) => {
            let words = not_allowed(&text::clean(name));
            let line = Line::styled("✗ ", Tone::Bad).with(words, Tone::Plain);
            content.add(wrap(&line, renderer.width, 2));
        }
        Tested::Cannot(why) => {
            let words = format!("The tests cannot run: {}", text::clean(why));
            let line = Line::styled("! ", Tone::Warn).with(words, Tone::Plain);
            content.add(wrap(&line, renderer.width, 2));
            let how = "Compare your code with the model; Enter shows it, Esc comes back.";
            content.add(renderer.remark(how, Tone::Dim));
            content.gap();
        }
    }
}

/// What a good answer to the question looks like.
fn model(view: &DebriefView<'_>, renderer: &TextRenderer, content: &mut Content) {
    match view.asked {
        Asked::Prompt(prompt) => {
            for (title, text) in [
                ("A weak answer", &prompt.weak),
                ("A strong answer", &prompt.strong),
            ] {
                content.gap();
                content.add(renderer.remark(title, Tone::Dim));
                content.add(renderer.blocks(text));
            }
        }
        Asked::Card(card) => {
            if let Question::Code(task) = card.data() {
                content.gap();
                add_model(task, &view.text, renderer, content);
            }
            if let Question::Bug(bug) = card.data() {
                add_fixed(bug, renderer, content);
            }
            explanation(card, renderer, content);
        }
        Asked::Probe(..) => {}
    }
}

/// Ratings being given.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rating {
    given: Ratings,
    at: usize,
}

impl Rating {
    /// The commands that do something now.
    pub(crate) fn offers(self) -> Offers {
        let all = [
            Command::Grade,
            Command::Skip,
            Command::TakeBack,
            Command::Quit,
            Command::Help,
        ];
        let offered = |command: &Command| self.at > 0 || *command != Command::TakeBack;
        Offers::usual(Phase::Rating, all.into_iter().filter(offered))
    }

    /// Takes a key; `Some(true)` once everything is rated, `None` if the key means nothing here.
    pub(crate) fn key(&mut self, key: &Key) -> Option<bool> {
        let last = CRITERIA.len() - 1;
        let key = normal(key, Phase::Rating);
        match (self.offers().command(&key), &key) {
            (Some(Command::Grade), Key::Char(digit)) => {
                self.given[self.at] = digit.to_digit(10).map(|digit| digit as u8);
            }
            (Some(Command::Skip), _) => self.given[self.at] = None,
            (Some(Command::TakeBack), _) => {
                self.at -= 1;
                return Some(false);
            }
            _ => return None,
        }
        if self.at == last {
            return Some(true);
        }
        self.at += 1;
        Some(false)
    }

    /// The ratings given.
    pub(crate) const fn given(self) -> Ratings {
        self.given
    }

    /// The screen now.
    pub(crate) fn show(self, view: &RateView<'_>, renderer: &TextRenderer) -> Content {
        let mut content = Content::default();
        if let Some(opener) = view.opener {
            content.add(renderer.hanging(Line::new(), opener.question(), Style::bold));
            content.gap();
        }
        content.add(renderer.remark(&rating_question(view.answers), Tone::Dim));
        content.gap();
        for (index, (name, anchors)) in CRITERIA.iter().enumerate() {
            if index > self.at {
                break;
            }
            let mut head = Line::styled(*name, Style::PLAIN.bold());
            if index < self.at {
                let given = match self.given[index] {
                    Some(rating) => {
                        let anchor = anchors[usize::from(rating.clamp(1, 4)) - 1];
                        format!("  {rating}  {anchor}")
                    }
                    None => "  not rated".to_owned(),
                };
                head.push(given, Tone::Dim);
                content.add(wrap(&head, renderer.width, 2));
                continue;
            }
            content.focus = Some(content.lines.len());
            content.add([head]);
            for (anchor, rating) in anchors.iter().zip(1..) {
                let lead = Line::styled(format!("  {rating} "), Tone::Accent);
                content.add(renderer.hanging(lead, anchor, |style| style));
            }
        }
        content
    }
}

/// Asks for the rating of a thread with this many answers.
pub(crate) fn rating_question(answers: usize) -> String {
    if answers == 1 {
        "How good was this answer? Rate it as you would a colleague's.".to_owned()
    } else {
        format!("How good were these {answers} answers? Rate them as you would a colleague's.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_keys_rate_a_thread_and_one_goes_back() {
        let mut rating = Rating::default();
        assert_eq!(rating.key(&Key::Char('5')), None);
        assert_eq!(rating.key(&Key::Esc), None, "there is nothing before");
        assert_eq!(rating.key(&Key::Char('1')), Some(false));
        assert_eq!(rating.key(&Key::Esc), Some(false));
        assert_eq!(rating.key(&Key::Char('3')), Some(false));
        assert_eq!(rating.key(&Key::Char('s')), Some(false));
        assert_eq!(rating.key(&Key::Char('2')), Some(false));
        assert_eq!(rating.key(&Key::Char('4')), Some(true));
        assert_eq!(rating.given(), [Some(3), None, Some(2), Some(4)]);
    }
}
