//! Going through an answer: which points were in it, then how it is answered well.

use std::collections::BTreeSet;

use crate::ask::kinds::{Shown, TextRenderer, difference_columns};
use crate::plan::{Asked, Form};
use crate::question::{Match, Point, Question, STAR, star_parts};
use crate::report::solution::solution;
use crate::session::{DebriefView, Ticked};
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use super::model::{has_model, model};
use super::question::put;

/// Where a key led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Gone {
    /// The key means nothing here.
    NotMine,
    /// What is on the screen has changed.
    Stay,
    /// Another page of the same answer is on the screen.
    Moved,
    /// The answer was gone through.
    Through,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DebriefStage {
    /// The points are ticked, or what the program made of it is shown.
    Points,
    /// The parts of a story are ticked.
    Story,
    /// How it is answered well.
    Model,
}

/// An answer being gone through.
#[derive(Clone, Debug)]
pub(crate) struct Debriefing<'v> {
    view: &'v DebriefView<'v>,
    points: Vec<Point>,
    ticked: BTreeSet<usize>,
    story: BTreeSet<usize>,
    slip: bool,
    stage: DebriefStage,
}

impl<'v> Debriefing<'v> {
    pub(crate) fn new(view: &'v DebriefView<'v>) -> Self {
        Self {
            view,
            points: view.asked.points(),
            ticked: BTreeSet::new(),
            story: BTreeSet::new(),
            slip: false,
            stage: DebriefStage::Points,
        }
    }

    /// What was ticked.
    pub(crate) fn ticked(self) -> Ticked {
        let star = self.tells_a_story().then_some(self.story);
        Ticked {
            points: self.ticked,
            star,
            slip: self.slip,
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

    /// Steps or stays: one stage on, or one back.
    fn step(&mut self, by: isize) -> Gone {
        let stages = self.stages();
        let at = stages.iter().position(|&stage| stage == self.stage);
        let next = at.unwrap_or(0).checked_add_signed(by);
        match next.map(|next| stages.get(next)) {
            Some(Some(&stage)) => self.stage = stage,
            Some(None) => return Gone::Through,
            None => return Gone::Stay,
        }
        Gone::Moved
    }

    /// The parts of the story that have words in them.
    fn told(&self) -> BTreeSet<usize> {
        let parts = star_parts(&self.view.text);
        let told = parts.iter().enumerate();
        told.filter_map(|(index, part)| (!part.is_empty()).then_some(index))
            .collect()
    }

    /// What can be ticked now, what is ticked, and what the text suggests.
    fn list(&mut self) -> Option<(usize, &mut BTreeSet<usize>, BTreeSet<usize>)> {
        match self.stage {
            DebriefStage::Points if self.ticks() => Some((
                self.points.len(),
                &mut self.ticked,
                self.view.suggested.clone(),
            )),
            DebriefStage::Story => {
                let told = self.told();
                Some((STAR.len(), &mut self.story, told))
            }
            DebriefStage::Points | DebriefStage::Model => None,
        }
    }

    /// Takes a key.
    pub(crate) fn key(&mut self, key: &Key) -> Gone {
        match key {
            Key::Enter | Key::Char(' ') => return self.step(1),
            Key::Esc if self.stage != DebriefStage::Points => return self.step(-1),
            Key::Char('t') if self.near_miss() && self.stage == DebriefStage::Points => {
                self.slip = !self.slip;
                return Gone::Stay;
            }
            _ => {}
        }
        let Some((count, ticked, suggested)) = self.list() else {
            return Gone::NotMine;
        };
        match key {
            Key::Char('a') => {
                let all: BTreeSet<usize> = (0..count).collect();
                *ticked = if *ticked == all { BTreeSet::new() } else { all };
            }
            Key::Char('s') if !suggested.is_empty() => ticked.extend(suggested),
            Key::Char(digit) if digit.is_ascii_digit() => {
                let place = digit.to_digit(10).and_then(|digit| digit.checked_sub(1));
                if let Some(place) = place.map(|place| place as usize)
                    && place < count
                    && !ticked.remove(&place)
                {
                    ticked.insert(place);
                }
            }
            _ => return Gone::NotMine,
        }
        Gone::Stay
    }

    fn near_miss(&self) -> bool {
        !self.view.given_up && self.view.marked.is_some_and(|marked| marked.near_miss)
    }

    /// The screen now.
    pub(crate) fn show(&self, renderer: &TextRenderer) -> Shown {
        let mut shown = put(self.view.asked, renderer);
        shown.gap();
        match self.stage {
            DebriefStage::Points => {
                self.written(renderer, &mut shown);
                shown.focus = Some(shown.lines.len());
                shown.add([renderer.rule()]);
                if self.view.given_up {
                    shown.add(renderer.remark("You gave it up. A good answer has:", Tone::Dim));
                    self.told_points(renderer, &mut shown);
                } else if self.view.marked.is_some() {
                    self.marked(renderer, &mut shown);
                } else {
                    self.points(renderer, &mut shown);
                }
            }
            DebriefStage::Story => {
                self.written(renderer, &mut shown);
                shown.focus = Some(shown.lines.len());
                shown.add([renderer.rule()]);
                shown.add(renderer.remark("Which parts did your story have?", Tone::Dim));
                let told = self.told();
                for (index, (part, what)) in STAR.iter().enumerate() {
                    let lead = lead(index, &self.story, &told);
                    let words = format!("**{part}**: {what}");
                    shown.add(renderer.hanging(lead, &words, |style| style));
                }
                legend(&told, renderer, &mut shown);
            }
            DebriefStage::Model => {
                shown.focus = Some(shown.lines.len());
                shown.add([renderer.rule()]);
                self.missing(renderer, &mut shown);
                model(self.view.asked, renderer, &mut shown);
            }
        }
        shown.hints = self.hints();
        shown
    }

    fn written(&self, renderer: &TextRenderer, shown: &mut Shown) {
        let text = self.view.text.trim();
        if text.is_empty() {
            if self.view.spoken && !self.view.given_up {
                shown.add(renderer.remark("You said it aloud and typed nothing.", Tone::Dim));
                shown.gap();
            }
            return;
        }
        let who = if self.view.spoken {
            "You summed up"
        } else {
            "You wrote"
        };
        shown.add(renderer.remark(who, Tone::Dim));
        for line in text.lines() {
            shown.add(renderer.quoted(&Line::styled("│ ", Tone::Accent), line));
        }
        shown.gap();
    }

    fn points(&self, renderer: &TextRenderer, shown: &mut Shown) {
        shown.add(renderer.remark("Which of these were in your answer?", Tone::Dim));
        for (index, point) in self.points.iter().enumerate() {
            let lead = lead(index, &self.ticked, &self.view.suggested);
            shown.add(noted(point, lead, renderer));
        }
        legend(&self.view.suggested, renderer, shown);
    }

    fn told_points(&self, renderer: &TextRenderer, shown: &mut Shown) {
        if self.points.is_empty()
            && let Asked::Card(card) = self.view.asked
        {
            shown.add(wrap(&solution(card), renderer.width, 2));
        }
        for point in &self.points {
            let lead = Line::styled("  · ", Tone::Dim);
            shown.add(noted(point, lead, renderer));
        }
    }

    /// What the program made of the answer.
    fn marked(&self, renderer: &TextRenderer, shown: &mut Shown) {
        let Asked::Card(card) = self.view.asked else {
            return;
        };
        let passed = self.slip || self.view.marked.is_some_and(|marked| marked.passed);
        let (sign, tone) = if passed {
            ("✓ ", Tone::Good)
        } else {
            ("✗ ", Tone::Bad)
        };
        if let Question::Output(output) = card.data() {
            let lines: Vec<String> = self.view.text.lines().map(str::to_owned).collect();
            let found = output.compare(&lines);
            let right: Vec<bool> = found.into_iter().map(|one| one == Match::Right).collect();
            let titles = ["you", "it prints"];
            shown.add(difference_columns(
                titles,
                &lines,
                &output.lines(),
                &right,
                renderer,
            ));
        } else {
            let mut line = Line::styled(sign, tone);
            line.append(&solution(card));
            shown.add(wrap(&line, renderer.width, 2));
        }
        if self.near_miss() {
            shown.gap();
            let words = if self.slip {
                "Counted as right: a slip of the fingers."
            } else {
                "Close. If it was a typo, **t** counts it as right."
            };
            let lead = Line::styled("? ", Tone::Warn);
            shown.add(renderer.hanging(lead, words, |style| style));
        }
    }

    /// What was left out, once more.
    fn missing(&self, renderer: &TextRenderer, shown: &mut Shown) {
        let left_out = |index: &usize| !self.ticked.contains(index);
        let missing: Vec<&Point> = (0..self.points.len())
            .filter(left_out)
            .map(|index| &self.points[index])
            .collect();
        if self.view.marked.is_some() || missing.is_empty() {
            return;
        }
        let words = if self.view.given_up {
            "A good answer has"
        } else {
            "Missing"
        };
        shown.add(renderer.remark(words, Tone::Dim));
        for point in missing {
            let lead = Line::styled("  · ", Tone::Dim);
            shown.add(noted(point, lead, renderer));
        }
        shown.gap();
    }

    fn hints(&self) -> Vec<Hint> {
        let last = self.stages().last() == Some(&self.stage);
        let on = match (last, self.view.number < self.view.total) {
            (true, true) => "next",
            (true, false) | (false, _) => "go on",
        };
        let mut hints = Vec::new();
        let (count, suggested) = match self.stage {
            DebriefStage::Points if self.ticks() => {
                (self.points.len(), !self.view.suggested.is_empty())
            }
            DebriefStage::Story => (STAR.len(), !self.told().is_empty()),
            DebriefStage::Points | DebriefStage::Model => (0, false),
        };
        match count {
            0 => {}
            1 => hints.push(Hint::new("1", "tick")),
            count => hints.push(Hint::new(format!("1-{count}"), "tick")),
        }
        hints.push(Hint::new("Enter", on));
        if suggested {
            hints.push(Hint::new("s", "tick all ~").or("all ~"));
        }
        if count > 1 {
            hints.push(Hint::new("a", "all"));
        }
        if self.near_miss() && self.stage == DebriefStage::Points {
            hints.push(Hint::new("t", "a typo"));
        }
        if self.stage != DebriefStage::Points {
            hints.push(Hint::new("Esc", "back"));
        }
        hints.push(Hint::new("q", "later"));
        hints
    }
}

/// `  1 ✓~ `: the number, whether it is ticked, whether the text suggests it.
fn lead(index: usize, ticked: &BTreeSet<usize>, suggested: &BTreeSet<usize>) -> Line {
    let (sign, tone) = if ticked.contains(&index) {
        ("✓", Tone::Good)
    } else {
        ("·", Tone::Dim)
    };
    let hint = if suggested.contains(&index) { "~" } else { " " };
    Line::styled(format!("  {} ", index + 1), Tone::Accent)
        .with(sign, tone)
        .with(hint, Tone::Warn)
        .with(" ", Style::PLAIN)
}

fn noted(point: &Point, lead: Line, renderer: &TextRenderer) -> Vec<Line> {
    let note = if point.essential {
        Line::styled("essential", Tone::Dim)
    } else {
        Line::new()
    };
    let weight = |style: Style| if point.essential { style.bold() } else { style };
    renderer.noted(lead, &point.text, weight, &note)
}

/// What the sign of a suggestion means.
fn legend(suggested: &BTreeSet<usize>, renderer: &TextRenderer, shown: &mut Shown) {
    if !suggested.is_empty() {
        shown.gap();
        let lead = Line::styled("~ ", Tone::Warn);
        let words = "your text seems to speak of it; only what you tick counts";
        shown.add(renderer.hanging(lead, words, |_| Style::DIM));
    }
}
