//! Rows with a label, and cells beside each other.

use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::text;
use crate::terminal::wrap::{truncate, wrap};

/// A dim label in its column, and a line beside it that goes on below itself.
pub(crate) fn labelled(label: &str, value: &Line, column: usize, width: usize) -> Vec<Line> {
    if width < column + 16 {
        // Too narrow for two columns.
        let mut lines = vec![Line::styled(label, Tone::Dim)];
        lines.retain(|line| !line.is_empty());
        lines.extend(indented(value, 2, width));
        return lines;
    }
    let mut line = Line::styled(padded(label, column), Tone::Dim);
    line.append(value);
    wrap(&line, width, column)
}

/// A line that begins and goes on some columns from the left.
pub(crate) fn indented(line: &Line, columns: usize, width: usize) -> Vec<Line> {
    let mut shifted = Line::from(" ".repeat(columns));
    shifted.append(line);
    wrap(&shifted, width, columns)
}

/// A text in a column: cut where it is too long, filled up with spaces.
pub(crate) fn padded(text: &str, column: usize) -> String {
    let cut = truncate(&Line::from(text), column).plain();
    let missing = column.saturating_sub(text::width(&cut));
    cut + &" ".repeat(missing)
}

/// Lays cells of one width beside each other, as many as there is room for, reading downwards.
pub(crate) fn beside(cells: &[Line], gap: usize, width: usize) -> Vec<Line> {
    let widest = cells.iter().map(Line::width).max().unwrap_or(0);
    let columns = ((width + gap) / (widest + gap).max(1)).clamp(1, cells.len().max(1));
    let rows = cells.len().div_ceil(columns);
    (0..rows)
        .map(|row| {
            let mut line = Line::new();
            for (column, cell) in cells.iter().skip(row).step_by(rows).enumerate() {
                if column > 0 {
                    line.pad(column * (widest + gap));
                }
                line.append(cell);
            }
            line
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_downwards_and_every_one_is_there() {
        let cells: Vec<Line> = ["a", "b", "c", "d", "e"].map(Line::from).into();
        let plain =
            |width| -> Vec<String> { beside(&cells, 2, width).iter().map(Line::plain).collect() };
        assert_eq!(plain(4), ["a  d", "b  e", "c"]);
        assert_eq!(plain(1), ["a", "b", "c", "d", "e"]);
        assert_eq!(plain(80), ["a  b  c  d  e"]);
        assert_eq!(beside(&[], 2, 80), []);
    }
}
