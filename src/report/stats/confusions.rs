//! Wrong options that were taken for right ones.

use crate::progress::Overview;
use crate::terminal::line::Line;
use crate::terminal::markdown;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::{truncate, wrap};
use crate::wording::figures::count;

use super::retention::period;

/// The section on confusions.
pub(crate) fn section(overview: &Overview, width: usize) -> Vec<Line> {
    let words = format!("  wrong options picked most, {}", period(overview));
    let title = Line::styled("Confusions", Style::of(Tone::Accent).bold()).with(words, Tone::Dim);
    let mut lines = wrap(&title, width, 2);
    if overview.confusions.is_empty() {
        let nothing = Line::from("No wrong option was picked.");
        lines.extend(wrap(&nothing, width, 0));
    }
    for confusion in &overview.confusions {
        let mut card = Line::styled(&confusion.card, Tone::Accent).with("  ", Tone::Plain);
        for span in markdown::inline(&confusion.question) {
            card.push_span(span);
        }
        lines.push(truncate(&card, width));
        let times = count(confusion.times as usize, "time", "times");
        let mut option = Line::styled(format!("  {times} ✗ "), Tone::Bad);
        for span in markdown::inline(&confusion.text) {
            option.push_span(span);
        }
        lines.push(truncate(&option, width));
    }
    lines
}
