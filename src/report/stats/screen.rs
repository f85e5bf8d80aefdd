//! `nodequiz stats` on one screen, and section by section.

use super::{calendar, forecast, sections, top};
use crate::progress::Overview;
use crate::report::drawing::{Lines, side_by_side};
use crate::terminal::line::Line;
use crate::wording::Section;

/// The width from which blocks are drawn side by side.
const WIDE: usize = 76;

/// Where the right one of two blocks begins.
const RIGHT: usize = 42;

/// Columns of the calendar's half year, with the gap after it.
const CALENDAR: usize = 59;

/// The greatest width used: longer lines are hard to read.
const WIDEST: usize = 120;

/// The statistics on one screen.
pub fn stats(overview: &Overview, width: usize, show_streak: bool) -> Vec<Line> {
    let mut lines = Lines::new(width);
    lines.text(top::head(overview, width, show_streak));
    lines.blank();
    lines.extend(top::rows(overview, width));
    lines.blank();
    let wide = width >= WIDE;
    let full = width.min(WIDEST);
    let grid = calendar::grid(overview, if wide { CALENDAR - 2 } else { width });
    if wide {
        let weakest = sections::weakest(overview, 7, full - CALENDAR);
        lines.extend(side_by_side(&grid, CALENDAR, &weakest));
    } else {
        lines.extend(grid);
    }
    lines.extend(calendar::key(overview, width));
    lines.blank();
    if wide {
        let due = forecast::block(overview, RIGHT - 2);
        let remembered = sections::remembered(overview, full.min(80) - RIGHT);
        lines.extend(side_by_side(&due, RIGHT, &remembered));
    } else {
        lines.extend(forecast::block(overview, width));
        lines.blank();
        lines.extend(sections::remembered(overview, width));
        lines.blank();
        lines.extend(sections::weakest(overview, 5, width));
    }
    lines.dim("More: nodequiz stats --all, or --section topics");
    lines.all
}

/// The header and these sections; all of them if none is given.
pub fn stats_in_full(
    overview: &Overview,
    sections: &[Section],
    width: usize,
    show_streak: bool,
) -> Vec<Line> {
    let mut lines = Lines::new(width);
    lines.text(top::head(overview, width, show_streak));
    if sections.is_empty() {
        lines.blank();
        lines.extend(top::rows(overview, width));
    }
    let all: Vec<Section> = Section::ALL
        .into_iter()
        .filter(|section| *section != Section::Tags || !overview.tags.is_empty())
        .collect();
    let shown = if sections.is_empty() { &all } else { sections };
    for shown in shown {
        lines.blank();
        lines.extend(sections::lines(*shown, overview, width));
    }
    lines.all
}
