//! Tables: drawn if they fit, otherwise shown as records.

use pulldown_cmark::Alignment;

use super::super::line::Line;
use super::super::style::{Style, Tone};
use super::super::wrap::wrap;
use super::parse::Table;

/// The separator between two columns.
const BETWEEN: &str = " │ ";

/// A column that must be wrapped is not made narrower than this.
const NARROWEST: usize = 12;

/// A table as lines of a width. Columns that are too wide are wrapped; if that is not enough, every
/// row becomes a record of "header: value".
pub(super) fn render(table: &Table, width: usize) -> Vec<Line> {
    match column_widths(table, width) {
        Some(widths) => drawn(table, &widths),
        None => records(table, width),
    }
}

/// The widths of the columns, if the table fits.
fn column_widths(table: &Table, width: usize) -> Option<Vec<usize>> {
    let columns = table.header.len();
    let mut widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = table.rows.iter().filter_map(|row| row.get(column));
            let widest = cells.chain(&table.header[column..=column]).map(Line::width);
            widest.max().unwrap_or(0).max(1)
        })
        .collect();
    let between = BETWEEN.chars().count() * columns.saturating_sub(1);
    let room = width.checked_sub(between)?;
    // The widest column shrinks first, down to the width of the next one.
    while widths.iter().sum::<usize>() > room {
        let widest = widths.iter_mut().max()?;
        if *widest <= NARROWEST {
            return None;
        }
        *widest -= 1;
    }
    Some(widths)
}

fn drawn(table: &Table, widths: &[usize]) -> Vec<Line> {
    let header = table.header.iter().map(|cell| cell.restyled(Style::bold));
    let header: Vec<Line> = header.collect();
    let mut lines = row(&header, widths, &table.alignments);
    let rules: Vec<String> = widths.iter().map(|&width| "─".repeat(width)).collect();
    lines.push(Line::styled(rules.join("─┼─"), Tone::Dim));
    for cells in &table.rows {
        lines.extend(row(cells, widths, &table.alignments));
    }
    lines
}

/// A row, on as many lines as its longest cell needs.
fn row(cells: &[Line], widths: &[usize], alignments: &[Alignment]) -> Vec<Line> {
    let empty = Line::new();
    let columns: Vec<Vec<Line>> = widths
        .iter()
        .enumerate()
        .map(|(column, &width)| wrap(cells.get(column).unwrap_or(&empty), width, 0))
        .collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|at| {
            let mut line = Line::new();
            for (column, parts) in columns.iter().enumerate() {
                if column > 0 {
                    line.push(BETWEEN, Tone::Dim);
                }
                let alignment = alignments.get(column).unwrap_or(&Alignment::None);
                let part = parts.get(at).unwrap_or(&empty);
                let last = column + 1 == columns.len();
                line.append(&aligned(part, widths[column], *alignment, last));
            }
            line
        })
        .collect()
}

fn aligned(cell: &Line, width: usize, alignment: Alignment, last: bool) -> Line {
    let spare = width.saturating_sub(cell.width());
    let left = match alignment {
        Alignment::None | Alignment::Left => 0,
        Alignment::Center => spare / 2,
        Alignment::Right => spare,
    };
    let mut line = Line::from(" ".repeat(left)).then(cell);
    if !last {
        line.pad(width);
    }
    line
}

fn records(table: &Table, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, cells) in table.rows.iter().enumerate() {
        if at > 0 {
            lines.push(Line::new());
        }
        for (header, cell) in table.header.iter().zip(cells) {
            let line = header.restyled(Style::bold);
            let line = line.with(": ", Style::PLAIN.bold()).then(cell);
            lines.extend(wrap(&line, width, 2));
        }
    }
    if table.rows.is_empty() {
        for header in &table.header {
            lines.extend(wrap(&header.restyled(Style::bold), width, 2));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::super::parse::Block;
    use super::*;

    const TABLE: &str = "| phase | what runs | 中文 |\n|:--|---|--:|\n| timers | callbacks of `setTimeout` | 定时器 |\n| check | `setImmediate` | 检查 |\n";

    fn rendered(width: usize) -> Vec<String> {
        let [Block::Table(table)] = &parse::blocks(TABLE)[..] else {
            panic!("it is a table");
        };
        render(table, width).iter().map(Line::plain).collect()
    }

    #[test]
    fn a_table_is_drawn_where_it_fits() {
        let expected = [
            "phase  │ what runs               │   中文",
            "───────┼─────────────────────────┼───────",
            "timers │ callbacks of setTimeout │ 定时器",
            "check  │ setImmediate            │   检查",
        ];
        assert_eq!(rendered(60), expected);
    }

    #[test]
    fn wide_cells_are_broken() {
        let expected = [
            "phase  │ what runs      │   中文",
            "───────┼────────────────┼───────",
            "timers │ callbacks of   │ 定时器",
            "       │ setTimeout     │",
            "check  │ setImmediate   │   检查",
        ];
        let lines: Vec<String> = rendered(32)
            .iter()
            .map(|line| line.trim_end().to_owned())
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_table_that_is_too_wide_is_shown_as_records() {
        let expected = [
            "phase: timers",
            "what runs: callbacks",
            "  of setTimeout",
            "中文: 定时器",
            "",
            "phase: check",
            "what runs:",
            "  setImmediate",
            "中文: 检查",
        ];
        assert_eq!(rendered(20), expected);
    }
}
