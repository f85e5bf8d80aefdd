//! Topics of a document that holds no answers.

use super::answer::Below;
use super::lines::{Line, Shape};
use super::reader::Reader;

/// Longer lines are prose.
const LONGEST: usize = 160;

/// Adds a question without an answer for each topic: points of lists and lines of their own, not what is above
/// others.
pub(super) fn read(reader: &mut Reader<'_>) {
    let is_list = reader
        .lines
        .iter()
        .any(|line| matches!(line.shape, Shape::Item { .. }));
    // The first line that is not empty is the title.
    let title = reader.lines.iter().position(|line| !line.is_blank());
    let below = title.map_or(0, |title| title + 1);
    let topics: Vec<(usize, String)> = (below..reader.lines.len())
        .filter(|at| reader.is_free(*at))
        .filter_map(|at| Some((at, topic(&reader.lines, at, is_list)?)))
        .collect();
    if topics.len() < 2 {
        return;
    }
    for (at, topic) in topics {
        reader.add(at, &topic, &topic, Below::default());
    }
}

fn topic(lines: &[Line<'_>], at: usize, is_list: bool) -> Option<String> {
    let line = &lines[at];
    let text = match &line.shape {
        Shape::Item { text, .. } => text.as_str(),
        Shape::Text if !is_list => line.text(),
        _ => return None,
    };
    // What others are indented below is a group.
    let next = lines[at + 1..].iter().find(|line| !line.is_blank());
    let group = next.is_some_and(|next| next.indent > line.indent && !next.is_heading());
    let first = text.chars().next()?;
    let named = first.is_alphanumeric() || matches!(first, '`' | '*' | '_' | '[' | '(' | '.' | '@');
    let label = text.split_once([':', '：']).is_some_and(|(label, _)| {
        ["goal", "目标", "note", "source", "purpose"]
            .contains(&label.trim().to_lowercase().as_str())
    });
    let open = text.ends_with([':', '：']);
    let link = text.contains("](#");
    (!group && named && !label && !open && !link && text.chars().count() <= LONGEST)
        .then(|| text.trim_end_matches('.').to_owned())
}
