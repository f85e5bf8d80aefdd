//! What was remembered, beside what the model expected.

use crate::progress::{Overview, Remembered};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;
use crate::wording::figures::{percent, share};

use super::table::{Column, table};

/// Rows of times on the one screen.
const TIMES: usize = 3;

fn rows(head: &str, rows: &[(String, Remembered)], width: usize) -> Vec<Line> {
    let names: Vec<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    let all = || rows.iter().map(|(_, remembered)| remembered);
    let columns = vec![
        Column::new("asked", all().map(|of| of.asked.to_string())),
        Column::new("right", all().map(|of| share(of.right, of.asked))),
        Column::new("expected", all().map(expected)),
    ];
    table(head, &names, None, columns, width)
}

fn expected(remembered: &Remembered) -> String {
    remembered.expected.map_or_else(|| "–".to_owned(), percent)
}

/// The times looked back over, longest last, and young and mature cards of the longest.
fn times(overview: &Overview, most: usize) -> Vec<(String, Remembered)> {
    let windows = &overview.remembered;
    let shown = &windows[windows.len().saturating_sub(most)..];
    let mut rows: Vec<(String, Remembered)> = shown
        .iter()
        .map(|window| {
            let name = match window.days {
                1 => "today".to_owned(),
                days => format!("last {days} days"),
            };
            (name, window.all)
        })
        .collect();
    if let Some(longest) = windows.last() {
        rows.push(("under 21 days".to_owned(), longest.young));
        rows.push(("from 21 days".to_owned(), longest.mature));
    }
    rows
}

/// The table for the one screen: six lines.
pub(crate) fn block(overview: &Overview, width: usize) -> Vec<Line> {
    let rows_of = times(overview, TIMES);
    if rows_of.iter().all(|(_, remembered)| remembered.asked == 0) {
        let nothing = Line::styled("No card has come back yet.", Tone::Dim);
        let mut lines = vec![Line::styled("Remembered", Tone::Dim)];
        lines.extend(wrap(&nothing, width, 0));
        return lines;
    }
    rows("Remembered", &rows_of, width)
}

/// The section: by time, by how well a card was known, by kind of question.
pub(crate) fn section(overview: &Overview, width: usize) -> Vec<Line> {
    let mut lines = vec![Line::styled("Retention", Style::of(Tone::Accent).bold())];
    lines.extend(rows(
        "Cards asked again",
        &times(overview, usize::MAX),
        width,
    ));
    lines.push(Line::new());
    let kinds: Vec<(String, Remembered)> = overview
        .kinds
        .iter()
        .filter(|row| row.group.remembered.asked > 0)
        .map(|row| (row.kind.to_owned(), row.group.remembered))
        .collect();
    if !kinds.is_empty() {
        lines.extend(rows("Kind", &kinds, width));
        lines.push(Line::new());
    }
    let words = "Counted are first answers of a day to cards met on an earlier day. Expected is what the \
                 model thought of just these. Under 21 days: cards that the model thought would be \
                 remembered for less long.";
    lines.extend(wrap(&Line::styled(words, Tone::Dim), width, 0));
    lines
}

/// The period in words.
pub(crate) fn period(overview: &Overview) -> String {
    match overview.period.days {
        1 => "today".to_owned(),
        days => format!("last {days} days"),
    }
}
