//! The given answer beside the expected one.

use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::{ChangeTag, DiffOp, DiffTag, group_diff_ops};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::text;
use crate::terminal::wrap::wrap;

use super::text_renderer::{TextRenderer, sign};

/// From this share of equal characters on, the difference says more than the two texts.
const ALIKE: f32 = 0.6;

/// The typed text above the expected one, and signs that say which is which. Where they are alike, differences are
/// underlined.
pub(crate) fn texts(given: &str, wanted: &str, renderer: &TextRenderer) -> Vec<Line> {
    let mut yours = Line::styled("✗", Tone::Bad).with(" you     ", Tone::Dim);
    let mut right = Line::styled("✓", Tone::Good).with(" answer  ", Tone::Dim);
    let indent = yours.width();
    if given.trim().is_empty() {
        yours.push("nothing", Tone::Dim);
        right.push(wanted, Tone::Plain);
    } else {
        let given_parts: Vec<&str> = given.graphemes(true).collect();
        let wanted_parts: Vec<&str> = wanted.graphemes(true).collect();
        let mut steps = steps(&given_parts, &wanted_parts);
        let equal: usize = steps
            .iter()
            .filter(|op| op.tag() == DiffTag::Equal)
            .map(|op| op.new_range().len())
            .sum();
        let all = given_parts.len() + wanted_parts.len();
        if ((2 * equal) as f32) < ALIKE * all as f32 {
            yours.push(given, Tone::Bad);
            right.push(wanted, Tone::Good);
            steps.clear();
        }
        for change in steps
            .iter()
            .flat_map(|op| op.iter_changes(&given_parts, &wanted_parts))
        {
            let value: &str = change.value();
            match change.tag() {
                ChangeTag::Equal => {
                    yours.push(value, Tone::Plain);
                    right.push(value, Tone::Plain);
                }
                // An extra space would not be seen.
                ChangeTag::Delete => {
                    yours.push(value.replace(' ', "␣"), Style::of(Tone::Bad).underline());
                }
                ChangeTag::Insert => {
                    right.push(value.replace(' ', "␣"), Style::of(Tone::Good).underline());
                }
            }
        }
    }
    let mut lines = wrap(&yours, renderer.width, indent);
    lines.extend(wrap(&right, renderer.width, indent));
    lines
}

/// Lines that were given beside the lines that are printed, each pair with a sign that says whether
/// it is `right`, in two columns; under each other where there is no room for two.
pub(crate) fn columns(
    titles: [&str; 2],
    given: &[String],
    wanted: &[&str],
    right: &[bool],
    renderer: &TextRenderer,
) -> Vec<Line> {
    let [left, behind] = titles;
    let rows: Vec<(bool, Line, Line)> = right
        .iter()
        .enumerate()
        .map(|(place, &equal)| {
            let mark = |tone| if equal { Tone::Plain } else { tone };
            let given = given.get(place).map(String::as_str);
            let wanted = wanted.get(place).copied();
            (
                equal,
                cell(given, mark(Tone::Bad)),
                cell(wanted, mark(Tone::Good)),
            )
        })
        .collect();
    let given = rows.iter().map(|(_, given, _)| given.width());
    let widest = given.max().unwrap_or(0).max(text::width(left));
    let wanted = rows.iter().map(|(_, _, wanted)| wanted.width());
    let widest_wanted = wanted.max().unwrap_or(0).max(text::width(behind));
    let side_by_side = 4 + widest + 3 + widest_wanted <= renderer.width;
    let mut lines = Vec::new();
    if side_by_side {
        lines.push(Line::styled(
            format!("    {left:widest$}   {behind}"),
            Tone::Dim,
        ));
    }
    for (equal, given, wanted) in rows {
        let mut line = Line::from("  ").then(&sign(equal)).with(" ", Style::PLAIN);
        line.append(&given);
        if side_by_side {
            line.pad(4 + widest + 3);
            line.append(&wanted);
            lines.push(line);
        } else {
            lines.extend(wrap(&line, renderer.width, 4));
            if !equal {
                let below = Line::styled("    → ", Tone::Dim).then(&wanted);
                lines.extend(wrap(&below, renderer.width, 6));
            }
        }
    }
    lines
}

/// What is shown if no line was given or printed, and for an empty line.
const NOTHING: &str = "nothing";
const EMPTY: &str = "an empty line";

/// One line of output in its column.
fn cell(line: Option<&str>, tone: Tone) -> Line {
    let Some(line) = line else {
        return Line::styled(NOTHING, Style::DIM.italic());
    };
    match text::clean(line).trim_end() {
        "" => Line::styled(EMPTY, Style::DIM.italic()),
        line => Line::styled(line, tone),
    }
}

/// The steps from one list of texts to another. (`TextDiff` finds the same, but links all algorithms of the
/// crate: half a megabyte.)
fn steps(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut steps = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut steps, old, 0..old.len(), new, 0..new.len());
    steps.into_inner().into_inner().into_ops()
}

/// How many equal lines are shown around a change in code.
const AROUND: usize = 2;

/// Code before and after a change: the lines that differ, with `-` and `+` before them, and some
/// around them.
pub(crate) fn code(before: &str, after: &str, renderer: &TextRenderer) -> Vec<Line> {
    let before: Vec<&str> = before.split_inclusive('\n').collect();
    let after: Vec<&str> = after.split_inclusive('\n').collect();
    let groups = group_diff_ops(steps(&before, &after), AROUND);
    let mut lines = Vec::new();
    for (index, ops) in groups.iter().enumerate() {
        if index > 0 {
            lines.push(Line::styled("  ⋮", Tone::Dim));
        }
        for change in ops.iter().flat_map(|op| op.iter_changes(&before, &after)) {
            let (sign, tone) = match change.tag() {
                ChangeTag::Equal => (" ", Tone::Plain),
                ChangeTag::Delete => ("-", Tone::Bad),
                ChangeTag::Insert => ("+", Tone::Good),
            };
            let line = Line::styled(format!("  {sign} "), tone)
                .with(change.value().trim_end_matches(['\n', '\r']), tone);
            lines.extend(wrap(&line, renderer.width, 6));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::highlight::plain;

    #[test]
    fn a_difference_is_marked_only_where_the_answers_are_alike() {
        let renderer = TextRenderer {
            width: 60,
            highlighter: plain,
        };
        let shown = |given: &str, wanted: &str| -> Vec<String> {
            let lines = texts(given, wanted, &renderer);
            lines.iter().map(Line::plain).collect()
        };
        assert_eq!(
            shown("npm  ci --omit=dev", "npm ci --omit=dev"),
            [
                "✗ you     npm ␣ci --omit=dev",
                "✓ answer  npm ci --omit=dev"
            ],
            "an extra space would not be seen"
        );
        assert_eq!(
            shown("I have no idea at all", "npm ci --omit=dev"),
            [
                "✗ you     I have no idea at all",
                "✓ answer  npm ci --omit=dev"
            ]
        );
    }

    #[test]
    fn columns_are_as_wide_as_what_is_in_them() {
        let renderer = TextRenderer {
            width: 60,
            highlighter: plain,
        };
        let shown = |given: &[&str], wanted: &[&str]| -> Vec<String> {
            let given: Vec<String> = given.iter().map(|line| (*line).to_owned()).collect();
            let right = vec![false; given.len().max(wanted.len())];
            let lines = columns(["you", "it prints"], &given, wanted, &right, &renderer);
            lines.iter().map(Line::plain).collect()
        };
        assert_eq!(
            shown(&["", "b"], &["a", "b", "c"]),
            [
                "    you             it prints",
                "  ✗ an empty line   a",
                "  ✗ b               b",
                "  ✗ nothing         c",
            ]
        );
        assert_eq!(
            shown(&["a"], &[""]),
            ["    you   it prints", "  ✗ a     an empty line"]
        );
    }
}
