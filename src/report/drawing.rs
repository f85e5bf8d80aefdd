//! Rows with a label, headings, tables and curves: what the reports are drawn with.

use crate::terminal::wrap::{truncate, wrap};
use crate::terminal::{Line, Style, Tone, markdown, text};
use crate::wording::bar;

/// The lines of a report, in the order in which they are added.
pub(crate) struct Lines {
    pub(crate) all: Vec<Line>,
    width: usize,
    /// How wide its labels are, in columns.
    pub(crate) label: usize,
}

impl Lines {
    pub(crate) const fn new(width: usize) -> Self {
        Self::labelled_by(0, width)
    }

    /// With labels that are this many columns wide.
    pub(crate) const fn labelled_by(label: usize, width: usize) -> Self {
        let all = Vec::new();
        Self { all, width, label }
    }

    /// A heading with dim words beside it.
    pub(crate) fn titled(title: &str, words: impl AsRef<str>, width: usize) -> Self {
        let mut lines = Self::new(width);
        lines.hanging(heading(title).with(words, Tone::Dim), 2);
        lines
    }

    /// A line that is as wide as it may be, or empty.
    pub(crate) fn push(&mut self, line: Line) {
        self.all.push(line);
    }

    pub(crate) fn extend(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.all.extend(lines);
    }

    pub(crate) fn blank(&mut self) {
        self.push(Line::new());
    }

    /// A line that wraps, its rest from this column on.
    pub(crate) fn hanging(&mut self, line: impl Into<Line>, column: usize) {
        self.all.extend(wrap(&line.into(), self.width, column));
    }

    /// A line that wraps.
    pub(crate) fn text(&mut self, line: impl Into<Line>) {
        self.hanging(line, 0);
    }

    /// Dim words from the left edge on.
    pub(crate) fn dim(&mut self, words: impl AsRef<str>) {
        self.text(Line::styled(words, Tone::Dim));
    }

    /// Something that needs attention.
    pub(crate) fn warning(&mut self, words: impl AsRef<str>) {
        self.hanging(Line::styled("! ", Tone::Warn).with(words, Tone::Plain), 2);
    }

    /// A line that is indented by some columns, including its continuation lines.
    pub(crate) fn indented(&mut self, line: impl Into<Line>, columns: usize) {
        let mut shifted = Line::from(" ".repeat(columns));
        shifted.append(&line.into());
        self.hanging(shifted, columns);
    }

    /// A dim label in its column, and words beside it that wrap in their own column.
    pub(crate) fn row(&mut self, label: &str, words: impl AsRef<str>) {
        let label = Line::styled(format!("{label:<0$}", self.label), Tone::Dim);
        self.hanging(label.with(words, Tone::Plain), self.label);
    }

    /// A share as a bar that is `columns` wide, between its label and its words.
    pub(crate) fn barred(&mut self, label: &str, share: f64, columns: usize, words: &str) {
        let label = Line::styled(format!("{label:<0$}", self.label), Tone::Dim);
        let line = label.with(bar(share, columns), Tone::Accent);
        self.hanging(line.with(format!("  {words}"), Tone::Plain), self.label);
    }

    /// A dim label in its column, and a line beside it that wraps in its own column, or below it where there is too
    /// little room for two columns.
    pub(crate) fn labelled(&mut self, label: &str, value: impl Into<Line>) {
        if self.width < self.label + 16 {
            if !label.is_empty() {
                self.push(Line::styled(label, Tone::Dim));
            }
            self.indented(value, 2);
            return;
        }
        let mut line = Line::styled(padded(label, self.label), Tone::Dim);
        line.append(&value.into());
        self.hanging(line, self.label);
    }
}

/// Words in bold.
pub(crate) fn bold(words: impl AsRef<str>) -> Line {
    Line::styled(words, Style::PLAIN.bold())
}

/// The heading of a report.
pub(crate) fn heading(words: impl AsRef<str>) -> Line {
    Line::styled(words, Style::of(Tone::Accent).bold())
}

/// Adds inline Markdown to a line.
pub(crate) fn push_markdown(line: &mut Line, text: &str) {
    for span in markdown::inline(text) {
        line.push_span(span);
    }
}

/// A text in a column: cut where it is too long, filled up with spaces.
pub(crate) fn padded(text: &str, column: usize) -> String {
    let cut = truncate(&Line::from(text), column).plain();
    let missing = column.saturating_sub(text::width(&cut));
    cut + &" ".repeat(missing)
}

/// Puts cells of one width side by side, as many as there is room for, reading downwards.
pub(crate) fn in_columns(cells: &[Line], gap: usize, width: usize) -> Vec<Line> {
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

/// A column of figures.
pub(crate) struct Column {
    head: &'static str,
    cells: Vec<String>,
}

/// The longest bar, the length up to which a bar matters more than a secondary column, and the
/// shortest worth drawing.
const BAR: usize = 20;
const GOOD_BAR: usize = 10;
const SHORTEST_BAR: usize = 6;

/// Columns between two columns.
const GAP: usize = 2;

/// The fewest columns for names.
const NAME: usize = 12;

impl Column {
    /// A column of figures, one per row.
    pub(crate) fn new(head: &'static str, cells: impl Iterator<Item = String>) -> Self {
        Self {
            head,
            cells: cells.collect(),
        }
    }

    fn width(&self) -> usize {
        let widest = self.cells.iter().map(|cell| text::width(cell)).max();
        text::width(self.head).max(widest.unwrap_or(0))
    }
}

/// A table no wider than `width`. If there is not enough room, columns are left out, the last ones
/// first, then the bars; then names are cut. `bars`: whether the shares of the rows, from 0 to 1, are drawn after their
/// names, and how many columns matter more than these.
pub(crate) fn table(
    head: &str,
    rows: &[(&str, f64)],
    bars: Option<usize>,
    mut columns: Vec<Column>,
    width: usize,
) -> Vec<Line> {
    let widest = rows.iter().map(|(name, _)| text::width(name)).max();
    let longest = text::width(head).max(widest.unwrap_or(0));
    let needed =
        |columns: &[Column]| -> usize { columns.iter().map(|column| GAP + column.width()).sum() };
    let dearest = bars.unwrap_or(usize::MAX);
    while columns.len() > dearest && needed(&columns) + longest + GAP + GOOD_BAR > width {
        columns.pop();
    }
    while columns.len() > 1 && needed(&columns) + longest.min(NAME) > width {
        columns.pop();
    }
    let name_width = longest.min(width.saturating_sub(needed(&columns)));
    let spare = width.saturating_sub(name_width + needed(&columns) + GAP);
    let bar_width = match bars {
        Some(_) if spare >= SHORTEST_BAR => spare.min(BAR),
        _ => 0,
    };
    let widths: Vec<usize> = columns.iter().map(Column::width).collect();
    let mut lines = Vec::with_capacity(rows.len() + 1);
    let mut first = truncate(&Line::styled(head, Tone::Dim), name_width);
    first.pad(name_width);
    if bar_width > 0 {
        first.push(" ".repeat(GAP + bar_width), Tone::Plain);
    }
    for (column, width) in columns.iter().zip(&widths) {
        let cell = format!("{:>1$}", column.head, GAP + width);
        first.push(cell, Tone::Dim);
    }
    lines.push(first);
    for (row, (name, share)) in rows.iter().enumerate() {
        let mut line = truncate(&Line::from(*name), name_width);
        line.pad(name_width);
        if bar_width > 0 {
            line.push(" ".repeat(GAP), Tone::Plain);
            line.push(bar(*share, bar_width), Tone::Accent);
        }
        for (column, width) in columns.iter().zip(&widths) {
            let cell = column.cells.get(row).map_or("", String::as_str);
            let missing = width.saturating_sub(text::width(cell));
            line.push(" ".repeat(GAP + missing), Tone::Plain);
            line.push(cell, Tone::Plain);
        }
        lines.push(line);
    }
    lines
}

/// Two blocks side by side: the right one begins at column `at`.
pub(crate) fn side_by_side(left: &[Line], at: usize, right: &[Line]) -> Vec<Line> {
    let rows = left.len().max(right.len());
    let empty = Line::new();
    (0..rows)
        .map(|row| {
            let mut line = truncate(left.get(row).unwrap_or(&empty), at.saturating_sub(1));
            if let Some(right) = right.get(row).filter(|right| !right.is_empty()) {
                line.pad(at);
                line.append(right);
            }
            line
        })
        .collect()
}

/// Draws values from left to right on `columns` by `rows`; `top` is the value of the upper edge.
/// Between two values the curve is a straight line. Returns one text per row, top first.
pub(crate) fn curve(values: &[f64], top: f64, columns: usize, rows: usize) -> Vec<String> {
    let (width, height) = (columns * 2, rows * 4);
    let mut cells = vec![vec![0_u8; columns]; rows];
    if width == 0 || height == 0 || values.is_empty() || top <= 0.0 {
        return vec![" ".repeat(columns); rows];
    }
    let level = |x: usize| -> usize {
        let at = x as f64 / (width.max(2) - 1) as f64 * (values.len() - 1) as f64;
        let (before, part) = (at.floor() as usize, at.fract());
        let after = values[(before + 1).min(values.len() - 1)];
        let value = values[before] + (after - values[before]) * part;
        ((value / top).clamp(0.0, 1.0) * (height - 1) as f64).round() as usize
    };
    let mut last = level(0);
    for x in 0..width {
        let now = level(x);
        // A steep rise is drawn without gaps.
        let from = if now > last { last + 1 } else { now };
        for y in from.min(now)..=now {
            let (row, dot) = ((height - 1 - y) / 4, (height - 1 - y) % 4);
            cells[row][x / 2] |= DOTS[x % 2][dot];
        }
        last = now;
    }
    cells
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| char::from_u32(0x2800 + u32::from(*cell)).unwrap_or(' '))
                .map(|c| if c == '\u{2800}' { ' ' } else { c })
                .collect()
        })
        .collect()
}

/// The bits of a braille cell: left and right, top to bottom (Unicode, block Braille Patterns).
const DOTS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_downwards_and_every_one_is_there() {
        let cells: Vec<Line> = ["a", "b", "c", "d", "e"].map(Line::from).into();
        let plain = |width| -> Vec<String> {
            in_columns(&cells, 2, width)
                .iter()
                .map(Line::plain)
                .collect()
        };
        assert_eq!(plain(4), ["a  d", "b  e", "c"]);
        assert_eq!(plain(1), ["a", "b", "c", "d", "e"]);
        assert_eq!(plain(80), ["a  b  c  d  e"]);
        assert_eq!(in_columns(&[], 2, 80), []);
    }
}

#[cfg(test)]
mod table_tests {
    use super::*;

    fn made(width: usize) -> Vec<String> {
        let column =
            |head, cells: [&str; 2]| Column::new(head, cells.iter().map(|cell| (*cell).to_owned()));
        let columns = vec![
            column("known", ["7 %", "93 %"]),
            column("due", ["3", "0"]),
            column("lapses", ["12", "4"]),
        ];
        let rows = [("runtime", 0.07), ("a-very-long-topic-name", 0.93)];
        let lines = table("Topic", &rows, Some(2), columns, width);
        lines.iter().map(Line::plain).collect()
    }

    #[test]
    fn a_table_fits_its_width_and_keeps_its_first_columns() {
        for width in 20..120 {
            for line in made(width) {
                assert!(text::width(&line) <= width, "{width}: {line:?}");
            }
            assert!(made(width)[0].contains("known"), "{width}");
        }
        assert!(!made(25)[0].contains("lapses"));
        assert!(made(50)[2].contains('█') && !made(50)[0].contains("lapses"));
        assert!(made(80)[2].contains('█') && made(80)[0].contains("lapses"));
    }

    #[test]
    fn blocks_are_side_by_side_whichever_is_longer() {
        let block =
            |words: &[&str]| -> Vec<Line> { words.iter().map(|word| Line::from(*word)).collect() };
        let both = side_by_side(&block(&["a", "b", "c"]), 4, &block(&["x"]));
        let plain: Vec<String> = both.iter().map(Line::plain).collect();
        assert_eq!(plain, ["a   x", "b", "c"]);
        assert_eq!(
            side_by_side(&block(&["a"]), 4, &block(&["x", "y"])).len(),
            2
        );
    }
}

#[cfg(test)]
mod curve_tests {
    use super::*;

    #[test]
    fn a_line_from_corner_to_corner_rises_through_every_row() {
        let drawn = curve(&[0.0, 10.0], 10.0, 4, 2);
        assert_eq!(drawn.len(), 2);
        assert!(drawn.iter().all(|row| row.chars().count() == 4));
        assert!(drawn[1].starts_with(|c| c != ' '), "{drawn:?}");
        assert!(drawn[0].ends_with(|c| c != ' '), "{drawn:?}");
        assert!(
            drawn[0].starts_with(' ') && drawn[1].ends_with(' '),
            "{drawn:?}"
        );
    }

    #[test]
    fn what_cannot_be_drawn_is_blank() {
        assert_eq!(curve(&[], 10.0, 2, 1), ["  "]);
        assert_eq!(curve(&[1.0], 0.0, 2, 1), ["  "]);
        assert!(curve(&[1.0], 1.0, 0, 0).is_empty());
        assert_eq!(
            curve(&[1.0], 1.0, 2, 1).len(),
            1,
            "one value is a flat line"
        );
    }
}
