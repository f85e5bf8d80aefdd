//! `nodequiz config`.

use serde::Serialize;

use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;

/// A setting as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingRow {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where the value comes from: default, file, environment.
    pub origin: String,
    /// What it is for.
    pub about: String,
}

/// The settings, a line each.
#[must_use]
pub fn config(rows: &[SettingRow], width: usize) -> Vec<Line> {
    let name = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let value = rows
        .iter()
        .map(|row| row.value.len())
        .max()
        .unwrap_or(0)
        .min(28);
    rows.iter()
        .flat_map(|row| {
            let mut line = Line::styled(format!("{:<name$}  ", row.name), Tone::Accent);
            let shown = if row.value.is_empty() {
                "–"
            } else {
                &row.value
            };
            line.push(format!("{shown:<value$}  "), Tone::Plain);
            line.push(format!("{:<11}  ", row.origin), Tone::Dim);
            line.push(&row.about, Tone::Dim);
            wrap(&line, width, 4)
        })
        .collect()
}
