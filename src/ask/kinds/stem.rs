//! What every kind shows: the question on top, the explanation at the end.

use crate::session::View;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::shown::Shown;
use super::text_renderer::TextRenderer;

/// The question with all that stands above its answer.
pub(crate) fn stem(view: &View<'_>, renderer: &TextRenderer) -> Shown {
    let mut shown = question(view, renderer);
    if !view.card.context().trim().is_empty() {
        shown.gap();
        shown.add(renderer.blocks(view.card.context()));
    }
    shown
}

/// The question with what is said around its code, but without the code itself.
pub(crate) fn heading(view: &View<'_>, renderer: &TextRenderer) -> Shown {
    let mut shown = question(view, renderer);
    let words = without_first_fence(view.card.context());
    if !words.trim().is_empty() {
        shown.gap();
        shown.add(renderer.blocks(&words));
    }
    shown
}

fn question(view: &View<'_>, renderer: &TextRenderer) -> Shown {
    let mut shown = Shown::default();
    shown.add(renderer.hanging(Line::new(), &view.card.question, Style::bold));
    shown
}

/// Markdown without its first fenced block.
pub(crate) fn without_first_fence(text: &str) -> String {
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
pub(crate) fn explanation(view: &View<'_>, renderer: &TextRenderer, shown: &mut Shown) {
    if !view.card.explanation().trim().is_empty() {
        shown.gap();
        shown.add(renderer.blocks(view.card.explanation()));
    }
    if let Some(address) = &view.card.see {
        shown.gap();
        shown.add(renderer.remark(address, Tone::Dim));
    }
}
