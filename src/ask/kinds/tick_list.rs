//! An answer in the learner's own words, and the points of it that they tick; single points, asked one after the other.

use std::collections::BTreeSet;

use crate::ask::key_table::{Command, Phase, letter, letter_of};
use crate::deck::Card;
use crate::question::{Answer, Point, mentions};
use crate::session::View;
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::kind_screen::{KeyOutcome, MarkedAnswer, Offer, grades};
use super::text_area::TextArea;
use super::text_renderer::{Content, TextRenderer, sign, written};

/// How far an answer in one's own words is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TickStage {
    /// The learner speaks.
    #[default]
    Speaking,
    /// The learner types.
    Writing,
    /// The points are on the screen.
    Ticking,
}

/// An answer that is said or typed, and then ticked point by point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TickedAnswer {
    pub(crate) stage: TickStage,
    /// What was typed so far; it survives leaving the field.
    pub(crate) text_area: TextArea,
    /// The points that were in the answer, by index.
    pub(crate) ticked: BTreeSet<usize>,
    /// When the points were shown: the answer had been given by then.
    pub(crate) answered_ms: u64,
    /// The point under the cursor, once there is one.
    cursor: Option<usize>,
    /// Whether anything was ticked: until then, nothing shows which points are essential.
    touched: bool,
}

impl TickedAnswer {
    /// What is on the screen; `speaking` while the learner speaks.
    pub(crate) fn phase(&self, speaking: Phase) -> Phase {
        match self.stage {
            TickStage::Speaking => speaking,
            TickStage::Writing => Phase::Text,
            TickStage::Ticking => Phase::Points,
        }
    }

    /// How many of the points have a letter now.
    pub(crate) fn lettered(&self, points: &[Point]) -> usize {
        if self.stage == TickStage::Ticking {
            points.len()
        } else {
            0
        }
    }

    /// The text being typed.
    pub(crate) fn text(&self) -> Option<String> {
        (self.stage == TickStage::Writing).then(|| self.text_area.text())
    }

    /// Carries out a command; `marked` is the verdict on the ticks so far.
    pub(crate) fn take(
        &mut self,
        command: Command,
        key: &Key,
        ms: u64,
        points: usize,
        marked: &MarkedAnswer,
    ) -> KeyOutcome {
        match (self.stage, command) {
            (TickStage::Speaking | TickStage::Writing, Command::DontKnow) => {
                return KeyOutcome::Answered(Answer::Unknown);
            }
            (TickStage::Speaking, Command::Show) | (TickStage::Writing, Command::Done) => {
                self.stage = TickStage::Ticking;
                self.answered_ms = ms;
            }
            (TickStage::Speaking, Command::Write) => self.stage = TickStage::Writing,
            (TickStage::Speaking, _) => return KeyOutcome::Nothing,
            (TickStage::Writing, _) => return self.text_area.take(command, key),
            (TickStage::Ticking, Command::Cursor) => {
                self.cursor = Some(moved(self.cursor, key, points));
            }
            (TickStage::Ticking, _) => {
                if !tick(&mut self.ticked, self.cursor, command, key, points) {
                    return marked.take(command, key, ms);
                }
                self.touched = true;
            }
        }
        KeyOutcome::Stay
    }

    /// What the learner wrote, the points, and the verdict on the ticks, which is `marked`.
    pub(crate) fn show(
        &self,
        points: &[Point],
        marked: &MarkedAnswer,
        renderer: &TextRenderer,
        content: &mut Content,
    ) {
        let wrote = self.text_area.text();
        self.show_written(renderer, content);
        content.add(renderer.remark("Which of these were in your answer?", Tone::Dim));
        for (index, point) in points.iter().enumerate() {
            if self.cursor == Some(index) {
                content.focus = Some(content.lines.len());
            }
            self.point(index, point, &wrote, renderer, content);
        }
        let mut numbered = points.iter().enumerate();
        if numbered.any(|(index, point)| self.is_doubtful(index, point, &wrote)) {
            content.gap();
            let lead = Line::styled("? ", Tone::Warn);
            let words = "ticked, but its key words are not in what you wrote";
            content.add(renderer.hanging(lead, words, |_| Style::DIM));
        }
        content.gap();
        content.add(self.verdict(points, marked, renderer));
    }

    /// What the learner wrote, for comparison with the answer.
    pub(crate) fn show_written(&self, renderer: &TextRenderer, content: &mut Content) {
        written("You wrote", &self.text_area.text(), renderer, content);
    }

    fn point(
        &self,
        index: usize,
        point: &Point,
        wrote: &str,
        renderer: &TextRenderer,
        content: &mut Content,
    ) {
        let mut lead = tick_lead(index, self.cursor, self.ticked.contains(&index));
        if !wrote.trim().is_empty() {
            let doubt = self.is_doubtful(index, point, wrote);
            lead.push(if doubt { "?" } else { " " }, Tone::Warn);
        }
        lead.push(" ", Style::PLAIN);
        let essential = point.essential && self.touched;
        add_point(lead, point, essential, renderer, content);
    }

    /// Whether a point was ticked that the answer does not mention, where one was typed.
    fn is_doubtful(&self, index: usize, point: &Point, wrote: &str) -> bool {
        let unmentioned = || !wrote.trim().is_empty() && !mentions(wrote, &point.text);
        self.ticked.contains(&index) && unmentioned()
    }

    /// "2 of 3, both essentials → good".
    fn verdict(
        &self,
        points: &[Point],
        marked: &MarkedAnswer,
        renderer: &TextRenderer,
    ) -> Vec<Line> {
        if !self.touched {
            return Vec::new();
        }
        let essentials = points.iter().filter(|point| point.essential).count();
        let hit = points
            .iter()
            .enumerate()
            .filter(|(index, point)| point.essential && self.ticked.contains(index))
            .count();
        let of_essentials = match (hit, essentials) {
            (_, 0) => String::new(),
            (1, 1) => ", the essential one".to_owned(),
            (2, 2) => ", both essentials".to_owned(),
            (hit, all) if hit == all => ", all essentials".to_owned(),
            (hit, all) => format!(", {hit} of {all} essentials"),
        };
        let mut words = format!("{} of {}{of_essentials}", self.ticked.len(), points.len());
        if !self.ticked.is_empty() {
            words.push_str(&format!(" → {}", marked.suggestion.grade));
        }
        let lead = sign(marked.passed()).with(" ", Tone::Plain);
        renderer.hanging(lead, &words, |style| style)
    }

    /// The commands that do something once the learner no longer speaks: without a tick no grade is suggested.
    pub(crate) fn offers(&self, view: &View<'_>, marked: &MarkedAnswer) -> Vec<Offer> {
        if self.stage == TickStage::Writing {
            return self.text_area.offers_of_a_text();
        }
        let none = self.ticked.is_empty();
        let grade = marked.suggestion.grade.name();
        Offer::those([
            (none, Offer::saying(Command::Letter, "tick what you said")),
            (!none, Offer::saying(Command::Take, grade)),
            (!none, Offer::usual(Command::Letter)),
            (self.cursor.is_some(), Offer::usual(Command::Space)),
            (true, grades(view)),
            (true, Offer::usual(Command::All)),
            (true, Offer::silent(Command::Cursor)),
        ])
    }
}

/// Ticks what a command ticks in a list of `count`; `false` for any other command.
pub(crate) fn tick(
    ticked: &mut BTreeSet<usize>,
    cursor: Option<usize>,
    command: Command,
    key: &Key,
    count: usize,
) -> bool {
    let place = match command {
        Command::All => {
            let all: BTreeSet<usize> = (0..count).collect();
            *ticked = if *ticked == all { BTreeSet::new() } else { all };
            return true;
        }
        Command::Letter => letter(key),
        Command::Space => cursor,
        _ => None,
    };
    let Some(place) = place else {
        return false;
    };
    if !ticked.remove(&place) {
        ticked.insert(place);
    }
    true
}

/// Adds points where there is nothing to tick, and letters are commands.
pub(crate) fn add_points<'p>(
    points: impl IntoIterator<Item = &'p Point>,
    renderer: &TextRenderer,
    content: &mut Content,
) {
    for point in points {
        let lead = Line::styled("  · ", Tone::Dim);
        add_point(lead, point, point.essential, renderer, content);
    }
}

/// Adds a point, and whether it is shown as essential.
pub(crate) fn add_point(
    lead: Line,
    point: &Point,
    essential: bool,
    renderer: &TextRenderer,
    content: &mut Content,
) {
    let note = if essential {
        Line::styled("essential", Tone::Dim)
    } else {
        Line::new()
    };
    let weight = |style: Style| if essential { style.bold() } else { style };
    content.add(renderer.noted(lead, &point.text, weight, &note));
}

/// Where a list's cursor goes: the first arrow key shows it at the nearer end.
pub(crate) fn moved(cursor: Option<usize>, key: &Key, count: usize) -> usize {
    let last = count.saturating_sub(1);
    match (cursor, key) {
        (None, Key::Up) => last,
        (None, _) => 0,
        (Some(at), Key::Up) => at.saturating_sub(1),
        (Some(at), _) => (at + 1).min(last),
    }
}

/// `› a ✓`: the cursor, the letter, whether it is ticked.
pub(crate) fn tick_lead(index: usize, cursor: Option<usize>, ticked: bool) -> Line {
    let (sign, tone) = if ticked {
        ("✓", Tone::Good)
    } else {
        ("·", Tone::Dim)
    };
    let here = if cursor == Some(index) { "›" } else { " " };
    Line::styled(format!("{here} {} ", letter_of(index)), Tone::Accent).with(sign, tone)
}

/// Some points of a card, each asked separately.
pub(crate) struct PointDrill<'v> {
    card: &'v Card,
    /// The points that are asked.
    asked: Vec<&'v Point>,
    /// How many of them have been asked.
    done: usize,
    revealed: bool,
    /// Whether they are asked because they were left out twice.
    missed: bool,
}

impl<'v> PointDrill<'v> {
    /// Asks these points in their order.
    pub(crate) fn new(
        card: &'v Card,
        asked: impl IntoIterator<Item = &'v Point>,
        missed: bool,
    ) -> Self {
        Self {
            card,
            asked: asked.into_iter().collect(),
            done: 0,
            revealed: false,
            missed,
        }
    }

    /// Whether every point was asked.
    pub(crate) fn is_done(&self) -> bool {
        self.done >= self.asked.len()
    }

    /// Shows the point, or goes on to the next one.
    pub(crate) fn step(&mut self) {
        if self.revealed {
            self.done += 1;
        }
        self.revealed = !self.revealed;
    }

    /// What [`PointDrill::step`] does now.
    pub(crate) fn offer(&self) -> Offer {
        let words = if self.revealed {
            "go on"
        } else {
            "show the point"
        };
        Offer::saying(Command::Show, words)
    }

    /// The point that is asked now.
    pub(crate) fn show(&self, renderer: &TextRenderer) -> Content {
        let mut content = Content::question(&self.card.question, renderer);
        let Some(point) = self.asked.get(self.done) else {
            return content;
        };
        content.gap();
        let essential = if point.essential {
            "an essential "
        } else {
            "a "
        };
        let ask = if self.missed {
            format!("You left out {essential}point twice. Which one?")
        } else {
            let count = self.asked.len();
            let essential = if point.essential { ", essential" } else { "" };
            format!(
                "Point {} of {count}{essential}. Say it aloud.",
                self.done + 1
            )
        };
        content.add(renderer.remark(&ask, Tone::Plain));
        if self.revealed {
            content.gap();
            content.add([renderer.rule()]);
            let lead = Line::styled("✓ ", Tone::Good);
            content.add(renderer.hanging(lead, &point.text, Style::bold));
        }
        content
    }
}
