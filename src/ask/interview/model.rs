//! How a question is answered well, beyond the points that were ticked.

use crate::ask::kinds::{Shown, TextRenderer, difference_code};
use crate::plan::Asked;
use crate::question::Question;
use crate::terminal::style::Tone;

/// Whether there is more to say about a good answer than its points.
pub(crate) fn has_model(asked: Asked<'_>) -> bool {
    match asked {
        Asked::Prompt(_) => true,
        Asked::Probe(..) => false,
        Asked::Card(card) => {
            !card.explanation().trim().is_empty() || matches!(card.data(), Question::Bug(_))
        }
    }
}

/// How the question is answered well.
pub(crate) fn model(asked: Asked<'_>, renderer: &TextRenderer, shown: &mut Shown) {
    match asked {
        Asked::Prompt(prompt) => {
            for (title, text) in [
                ("A weak answer", &prompt.weak),
                ("A strong answer", &prompt.strong),
            ] {
                shown.gap();
                shown.add(renderer.remark(title, Tone::Dim));
                shown.add(renderer.blocks(text));
            }
        }
        Asked::Card(card) => {
            if let Question::Bug(bug) = card.data() {
                shown.gap();
                shown.add(renderer.remark("Mended", Tone::Dim));
                shown.add(difference_code(&bug.code.text, &bug.mended.text, renderer));
            }
            if !card.explanation().trim().is_empty() {
                shown.gap();
                shown.add(renderer.blocks(card.explanation()));
            }
            if let Some(address) = &card.see {
                shown.gap();
                shown.add(renderer.remark(address, Tone::Dim));
            }
        }
        Asked::Probe(..) => {}
    }
}
