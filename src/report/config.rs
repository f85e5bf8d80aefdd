//! `nodequiz config`.

use crate::store::Shown;
use crate::terminal::wrap::wrap;
use crate::terminal::{Line, Tone, text};

/// The settings, a line each; on a narrow screen the descriptions go on lines of their own.
pub fn config(rows: &[Shown], width: usize) -> Vec<Line> {
    let widest = |part: &dyn Fn(&Shown) -> usize| rows.iter().map(part).max().unwrap_or(0);
    let name = widest(&|row| row.name.len());
    let value = widest(&|row| text::width(&row.value)).min(28);
    let about = widest(&|row| text::width(row.about));
    let beside = name + value + ORIGIN + about + 6 <= width;
    rows.iter()
        .flat_map(|row| {
            let mut line = Line::styled(format!("{:<name$}  ", row.name), Tone::Accent);
            let shown = if row.value.is_empty() {
                "–"
            } else {
                &row.value
            };
            line.push(format!("{shown:<value$}  "), Tone::Plain);
            line.push(format!("{:<ORIGIN$}", row.origin.to_string()), Tone::Dim);
            if beside {
                return vec![line.with(format!("  {}", row.about), Tone::Dim)];
            }
            let about = Line::styled(format!("    {}", row.about), Tone::Dim);
            let mut lines = wrap(&line, width, 4);
            lines.extend(wrap(&about, width, 4));
            lines
        })
        .collect()
}

/// Columns of where a value comes from.
const ORIGIN: usize = "environment".len();
