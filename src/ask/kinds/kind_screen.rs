//! How a kind of question is asked on the screen: what each kind's screen can do, and which one a card gets.

use crate::question::Question;
use crate::report::solution::solution;
use crate::session::{Graded, View};
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use super::bug::Bug;
use super::choice::Choice;
use super::cloze::Cloze;
use super::drill::{PointDrill, PointsFirst};
use super::order::Order;
use super::output::Output;
use super::points::Points;
use super::recall::Recall;
use super::text_renderer::TextRenderer;
use super::typed::Typed;

/// What is on the screen between header and footer, and the keys that do something now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// The lines, top to bottom.
    pub(crate) lines: Vec<Line>,
    /// Where text is typed: line and column.
    pub(crate) cursor: Option<(usize, usize)>,
    /// The line that should be in sight where not all fit.
    pub(crate) focus: Option<usize>,
    /// The keys of this kind.
    pub(crate) hints: Vec<Hint>,
}

impl Content {
    /// Adds lines at the end.
    pub(crate) fn add(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.lines.extend(lines);
    }

    /// Adds an empty line, unless the last one is empty.
    pub(crate) fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Line::new());
        }
    }
}

/// Where a key led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyOutcome {
    /// The key means nothing here; it may mean something to the session.
    NotMine,
    /// The screen may have changed.
    Stay,
    /// The card is answered and graded.
    Done(Graded),
}

/// How one kind of question is asked: keys in, screens out.
pub(crate) trait KindScreen {
    /// Takes a key, `ms` milliseconds after the card was shown.
    fn key(&mut self, key: &Key, ms: u64) -> KeyOutcome;

    /// The screen now.
    fn show(&self, renderer: &TextRenderer) -> Content;

    /// Whether letters are text now, so that they must not lead anywhere else.
    fn typing(&self) -> bool {
        false
    }

    /// Whether the answer is on the screen.
    fn revealed(&self) -> bool;
}

/// How this card is asked.
pub(crate) fn kind_screen<'v>(view: &'v View<'v>) -> Box<dyn KindScreen + 'v> {
    let card = by_kind(view);
    match view.card.data() {
        Question::Points(points) if !view.missed_twice.is_empty() => {
            let drill = PointDrill::missed(view.card, points, view.missed_twice.clone());
            Box::new(PointsFirst::new(drill, card))
        }
        Question::Recall(_)
        | Question::Points(_)
        | Question::Choice(_)
        | Question::Cloze(_)
        | Question::Typed(_)
        | Question::Order(_)
        | Question::Output(_)
        | Question::Bug(_) => card,
    }
}

fn by_kind<'v>(view: &'v View<'v>) -> Box<dyn KindScreen + 'v> {
    match view.card.data() {
        Question::Recall(_) => Box::new(Recall::new(view)),
        Question::Points(data) => Box::new(Points::new(view, data)),
        Question::Choice(data) => Box::new(Choice::new(view, data)),
        Question::Cloze(data) => Box::new(Cloze::new(view, data)),
        Question::Typed(data) => Box::new(Typed::new(view, data)),
        Question::Order(data) => Box::new(Order::new(view, data)),
        Question::Output(data) => Box::new(Output::new(view, data)),
        Question::Bug(data) => Box::new(Bug::new(view, data)),
    }
}

/// The question, and under it whether the answer was right and what would have been.
pub(crate) fn feedback(view: &View<'_>, graded: &Graded, renderer: &TextRenderer) -> Vec<Line> {
    let mut lines = renderer.hanging(Line::new(), &view.card.question, Style::bold);
    lines.push(Line::new());
    let mut line = if graded.grade.passed() {
        Line::styled("✓ ", Tone::Good)
    } else {
        Line::styled("✗ ", Tone::Bad)
    };
    let indent = line.width();
    line.append(&solution(view.card));
    lines.extend(wrap(&line, renderer.width, indent));
    lines
}
