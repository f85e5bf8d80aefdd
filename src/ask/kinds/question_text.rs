//! What every kind shows: the question at the top, the explanation at the end.

use crate::deck::Card;
use crate::session::View;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

use super::kind_screen::Content;
use super::text_renderer::TextRenderer;

/// The question with everything above its answer.
pub(crate) fn question_with_context(view: &View<'_>, renderer: &TextRenderer) -> Content {
    let mut content = question(view, renderer);
    if !view.card.context().trim().is_empty() {
        content.gap();
        content.add(renderer.blocks(view.card.context()));
    }
    content
}

/// The question with the text around its code, but without the code.
pub(crate) fn question_without_code(view: &View<'_>, renderer: &TextRenderer) -> Content {
    let mut content = question(view, renderer);
    let words = without_first_fence(view.card.context());
    if !words.trim().is_empty() {
        content.gap();
        content.add(renderer.blocks(&words));
    }
    content
}

fn question(view: &View<'_>, renderer: &TextRenderer) -> Content {
    let mut content = Content::default();
    content.add(renderer.hanging(Line::new(), &view.card.question, Style::bold));
    content.pinned = content.lines.len();
    content
}

/// Markdown without its first fenced block.
pub(crate) fn without_first_fence(text: &str) -> String {
    let mut rest = String::new();
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
                rest.push_str(line);
                rest.push('\n');
            }
        }
    }
    rest
}

/// What the deck says after the answer, and where to read on.
pub(crate) fn explanation(card: &Card, renderer: &TextRenderer, content: &mut Content) {
    if !card.explanation().trim().is_empty() {
        content.gap();
        content.add(renderer.blocks(card.explanation()));
    }
    if let Some(address) = &card.see {
        content.gap();
        content.add(renderer.address(address));
    }
}

/// What the learner wrote, for comparison with the answer.
pub(crate) fn you_wrote(text: &str, renderer: &TextRenderer, content: &mut Content) {
    written("You wrote", text, renderer, content);
}

/// The same under another title.
pub(crate) fn written(title: &str, text: &str, renderer: &TextRenderer, content: &mut Content) {
    if text.trim().is_empty() {
        return;
    }
    content.add(renderer.remark(title, Tone::Dim));
    for line in text.lines() {
        let lead = Line::styled("│ ", Tone::Accent);
        content.add(renderer.quoted(&lead, line));
    }
    content.gap();
}
