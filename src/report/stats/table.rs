//! Tables: names on the left, figures on the right, as many columns as there is room for.

use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::text;
use crate::terminal::wrap::truncate;
use crate::wording::figures::bar;

/// A column of figures.
pub(crate) struct Column {
    head: &'static str,
    cells: Vec<String>,
}

/// The longest bar, one that is worth more than a secondary column, and the shortest worth drawing.
const BAR: usize = 20;
const GOOD_BAR: usize = 10;
const SHORTEST_BAR: usize = 6;

/// Columns between two columns.
const GAP: usize = 2;

/// The fewest columns for names.
const NAME: usize = 12;

impl Column {
    /// A column of figures, one a row.
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

/// Shares drawn as bars after the names.
pub(crate) struct Bars<'a> {
    /// One share a row, 0 to 1.
    pub(crate) shares: &'a [f64],
    /// How many columns are worth more than the bars.
    pub(crate) after: usize,
}

/// A table no wider than `width`. Columns that have no room are left out, the last ones first; then
/// the bars, then names are cut.
pub(crate) fn table(
    head: &str,
    names: &[String],
    bars: Option<&Bars<'_>>,
    mut columns: Vec<Column>,
    width: usize,
) -> Vec<Line> {
    let widest = names.iter().map(|name| text::width(name)).max();
    let longest = text::width(head).max(widest.unwrap_or(0));
    let needed =
        |columns: &[Column]| -> usize { columns.iter().map(|column| GAP + column.width()).sum() };
    let dearest = bars.map_or(usize::MAX, |bars| bars.after);
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
    let mut lines = Vec::with_capacity(names.len() + 1);
    let mut first = truncate(&Line::styled(head, Tone::Dim), name_width);
    first.pad(name_width);
    if bar_width > 0 {
        first.push(" ".repeat(GAP + bar_width), Tone::Plain);
    }
    for column in &columns {
        let cell = format!("{:>1$}", column.head, GAP + column.width());
        first.push(cell, Tone::Dim);
    }
    lines.push(first);
    for (row, name) in names.iter().enumerate() {
        let mut line = truncate(&Line::from(name.as_str()), name_width);
        line.pad(name_width);
        if let Some(share) = bars
            .and_then(|bars| bars.shares.get(row))
            .filter(|_| bar_width > 0)
        {
            line.push(" ".repeat(GAP), Tone::Plain);
            line.push(bar(*share, bar_width), Tone::Accent);
        }
        for column in &columns {
            let cell = column.cells.get(row).map_or("", String::as_str);
            let missing = column.width().saturating_sub(text::width(cell));
            line.push(" ".repeat(GAP + missing), Tone::Plain);
            line.push(cell, Tone::Plain);
        }
        lines.push(line);
    }
    lines
}

/// Two blocks side by side: the right one begins at column `at`.
pub(crate) fn beside(left: &[Line], at: usize, right: &[Line]) -> Vec<Line> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn made(width: usize) -> Vec<String> {
        let column =
            |head, cells: [&str; 2]| Column::new(head, cells.iter().map(|cell| (*cell).to_owned()));
        let columns = vec![
            column("known", ["7 %", "93 %"]),
            column("due", ["3", "0"]),
            column("lapses", ["12", "4"]),
        ];
        let names = ["runtime".to_owned(), "a-very-long-topic-name".to_owned()];
        let bars = Bars {
            shares: &[0.07, 0.93],
            after: 2,
        };
        let lines = table("Topic", &names, Some(&bars), columns, width);
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
    fn blocks_stand_side_by_side_whichever_is_longer() {
        let block =
            |words: &[&str]| -> Vec<Line> { words.iter().map(|word| Line::from(*word)).collect() };
        let both = beside(&block(&["a", "b", "c"]), 4, &block(&["x"]));
        let plain: Vec<String> = both.iter().map(Line::plain).collect();
        assert_eq!(plain, ["a   x", "b", "c"]);
        assert_eq!(beside(&block(&["a"]), 4, &block(&["x", "y"])).len(), 2);
    }
}
