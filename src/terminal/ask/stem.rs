//! What every kind shows: the question on top, the explanation at the end.

use crate::session::View;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::paper::Paper;
use super::shown::Shown;

/// The question with all that stands above its answer.
pub(super) fn stem(view: &View<'_>, paper: &Paper) -> Shown {
    let mut shown = question(view, paper);
    if !view.card.context().trim().is_empty() {
        shown.gap();
        shown.add(paper.blocks(view.card.context()));
    }
    shown
}

/// The question with what is said around its code, but without the code itself.
pub(super) fn heading(view: &View<'_>, paper: &Paper) -> Shown {
    let mut shown = question(view, paper);
    let words = without_first_fence(view.card.context());
    if !words.trim().is_empty() {
        shown.gap();
        shown.add(paper.blocks(&words));
    }
    shown
}

fn question(view: &View<'_>, paper: &Paper) -> Shown {
    let mut shown = Shown::default();
    shown.add(paper.hanging(Line::new(), &view.card.question, Style::bold));
    shown
}

/// Markdown without its first fenced block.
pub(in super::super) fn without_first_fence(text: &str) -> String {
    let mut kept = String::new();
    let mut fence: Option<&str> = None;
    let mut passed = false;
    for line in text.lines() {
        let start = line.trim_start();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) if !passed => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark && !passed => {
                fence = None;
                passed = true;
            }
            (Some(_), _) => {}
            (None, _) => {
                kept.push_str(line);
                kept.push('\n');
            }
        }
    }
    kept
}

/// What the deck says after the answer, and where to read on.
pub(super) fn explanation(view: &View<'_>, paper: &Paper, shown: &mut Shown) {
    if !view.card.explanation().trim().is_empty() {
        shown.gap();
        shown.add(paper.blocks(view.card.explanation()));
    }
    if let Some(address) = &view.card.see {
        shown.gap();
        shown.add(paper.remark(address, Tone::Dim));
    }
}
