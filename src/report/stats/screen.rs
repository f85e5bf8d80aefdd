//! The report on one screen, and in full.

use crate::progress::Overview;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;
use crate::wording::Section;

use super::section;
use super::table::beside;
use super::{calendar, forecast, glance, retention, tables};

/// From this width on, blocks stand side by side.
const WIDE: usize = 76;

/// Where the right one of two blocks begins.
const RIGHT: usize = 42;

/// Columns of the calendar's half year, with the gap behind it.
const CALENDAR: usize = 59;

/// The widest that the one screen gets: lines any longer are no pleasure to read.
const WIDEST: usize = 120;

/// Where the learner stands, on one screen.
#[must_use]
pub fn stats(overview: &Overview, width: usize, show_streak: bool) -> Vec<Line> {
    let mut lines = glance::head(overview, width, show_streak);
    lines.push(Line::new());
    lines.extend(glance::rows(overview, width));
    lines.push(Line::new());
    let wide = width >= WIDE;
    let full = width.min(WIDEST);
    let grid = calendar::grid(overview, if wide { CALENDAR - 2 } else { width });
    if wide {
        let weakest = tables::weakest(overview, 7, full - CALENDAR);
        lines.extend(beside(&grid, CALENDAR, &weakest));
    } else {
        lines.extend(grid);
    }
    lines.extend(calendar::key(overview, width));
    lines.push(Line::new());
    if wide {
        let due = forecast::block(overview, RIGHT - 2);
        let remembered = retention::block(overview, full.min(80) - RIGHT);
        lines.extend(beside(&due, RIGHT, &remembered));
    } else {
        lines.extend(forecast::block(overview, width));
        lines.push(Line::new());
        lines.extend(retention::block(overview, width));
        lines.push(Line::new());
        lines.extend(tables::weakest(overview, 5, width));
    }
    let more = "More: nodequiz stats --all, or --section topics";
    lines.extend(wrap(&Line::styled(more, Tone::Dim), width, 0));
    lines
}

/// The head and these sections; without any of them named, all.
#[must_use]
pub fn stats_in_full(
    overview: &Overview,
    sections: &[Section],
    width: usize,
    show_streak: bool,
) -> Vec<Line> {
    let mut lines = glance::head(overview, width, show_streak);
    if sections.is_empty() {
        lines.push(Line::new());
        lines.extend(glance::rows(overview, width));
    }
    let all = Section::ALL;
    let shown = if sections.is_empty() { &all } else { sections };
    for shown in shown {
        lines.push(Line::new());
        lines.extend(section::lines(*shown, overview, width));
    }
    lines
}
