//! What was given beside what was wanted.

use similar::{Algorithm, ChangeTag, TextDiff};

use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::text;
use crate::terminal::wrap::wrap;

use super::paper::Paper;

/// A typed text above the wanted one; what differs is underlined, signs say which is which.
pub(super) fn texts(given: &str, wanted: &str, paper: &Paper) -> Vec<Line> {
    let mut yours = Line::styled("✗", Tone::Bad).with(" you     ", Tone::Dim);
    let mut right = Line::styled("✓", Tone::Good).with(" answer  ", Tone::Dim);
    let indent = yours.width();
    if given.trim().is_empty() {
        yours.push("nothing", Tone::Dim);
        right.push(wanted, Tone::Plain);
    } else {
        let diff = TextDiff::configure()
            .algorithm(Algorithm::Myers)
            .diff_graphemes(given, wanted);
        for change in diff.iter_all_changes() {
            let value = change.value();
            match change.tag() {
                ChangeTag::Equal => {
                    yours.push(value, Tone::Plain);
                    right.push(value, Tone::Plain);
                }
                ChangeTag::Delete => yours.push(value, Style::of(Tone::Bad).underline()),
                ChangeTag::Insert => right.push(value, Style::of(Tone::Good).underline()),
            }
        }
    }
    let mut lines = wrap(&yours, paper.width, indent);
    lines.extend(wrap(&right, paper.width, indent));
    lines
}

/// Lines that were given beside the lines that are printed, in two columns; under each other where
/// there is no room for two.
pub(in super::super) fn columns(
    titles: [&str; 2],
    given: &[String],
    wanted: &[&str],
    paper: &Paper,
) -> Vec<Line> {
    let [left, right_title] = titles;
    let count = given.len().max(wanted.len());
    let cell = |lines: &[&str], place: usize| lines.get(place).copied().unwrap_or("").to_owned();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let widest = given
        .iter()
        .map(|line| text::width(line))
        .max()
        .unwrap_or(0)
        .max(left.len());
    let widest_wanted = wanted
        .iter()
        .map(|line| text::width(line))
        .max()
        .unwrap_or(0)
        .max(right_title.len());
    let side_by_side = 4 + widest + 3 + widest_wanted <= paper.width;
    let mut lines = Vec::new();
    if side_by_side {
        lines.push(Line::styled(
            format!("    {left:widest$}   {right_title}"),
            Tone::Dim,
        ));
    }
    for place in 0..count {
        let (yours, right) = (cell(&given, place), cell(wanted, place));
        let equal = yours.trim() == right.trim() && place < given.len() && place < wanted.len();
        let (sign, tone) = if equal {
            ("✓", Tone::Good)
        } else {
            ("✗", Tone::Bad)
        };
        let lead = Line::styled("  ", Tone::Plain)
            .with(sign, tone)
            .with(" ", Tone::Plain);
        if side_by_side {
            let padding = " ".repeat(widest - text::width(&yours) + 3);
            lines.push(lead.with(yours + &padding + &right, Tone::Plain));
        } else {
            lines.extend(wrap(&lead.with(yours, Tone::Plain), paper.width, 4));
            if !equal {
                let shown = Line::styled("    → ", Tone::Dim).with(right, Tone::Plain);
                lines.extend(wrap(&shown, paper.width, 6));
            }
        }
    }
    lines
}

/// Code before and after a change, with `-` and `+` before the lines that differ.
pub(super) fn code(before: &str, after: &str, paper: &Paper) -> Vec<Line> {
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for op in diff.ops() {
        for change in diff.iter_changes(op) {
            let (sign, tone) = match change.tag() {
                ChangeTag::Equal => (" ", Tone::Plain),
                ChangeTag::Delete => ("-", Tone::Bad),
                ChangeTag::Insert => ("+", Tone::Good),
            };
            let line = Line::styled(format!("  {sign} "), tone)
                .with(change.value().trim_end_matches(['\n', '\r']), tone);
            lines.extend(wrap(&line, paper.width, 6));
        }
    }
    lines
}
