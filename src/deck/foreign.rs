//! Forms of question and answer that other programs read, by name: a deck is not written so.

use serde::de::IgnoredAny;

use super::document::Document;

/// What a file without cards has instead, and how it becomes cards. `None` where nothing is recognised.
pub(super) fn recognised(document: &Document<'_>) -> Option<(String, &'static str)> {
    let text = document.text.get(document.start..).unwrap_or_default();
    if text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok()
    {
        let help = "a deck is Markdown; `nodequiz import FILE` makes one of it";
        return Some(("it holds JSON".to_owned(), help));
    }
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let tabbed = lines
        .iter()
        .filter(|line| line.trim().contains('\t'))
        .count();
    let anki = lines.iter().take(10).any(|line| {
        let mut known = ["#separator:", "#html:", "#deck:", "#notetype:", "#columns:"].iter();
        known.any(|key| line.starts_with(key))
    });
    if anki || (tabbed > 1 && tabbed * 2 > lines.len()) {
        let help = "a deck is Markdown; `nodequiz import FILE` makes one of it";
        return Some((
            "it holds notes as Anki exports them to text".to_owned(),
            help,
        ));
    }
    let starting = |mark: &str| lines.iter().filter(|line| line.starts_with(mark)).count();
    let alone = |mark: &str| lines.iter().filter(|line| **line == mark).count();
    let inside = |mark: &str| lines.iter().filter(|line| line.contains(mark)).count();
    let rules = lines.iter().filter(|line| is_table_rule(line)).count();
    let headings = |level: usize| starting(&format!("{} ", "#".repeat(level)));
    let mut forms: Vec<(usize, String)> = vec![
        (starting("Q:"), "in the form `Q:` and `A:`".to_owned()),
        (
            alone("?") + alone("??"),
            "above a line `?`, as for Obsidian".to_owned(),
        ),
        (inside("::"), "in the form `question::answer`".to_owned()),
        (
            inside("<details"),
            "with its answer in `<details>`".to_owned(),
        ),
        // Each table has a line above its rule that is no question.
        (
            starting("|").saturating_sub(2 * rules) * rules.min(1),
            "in a row of a table".to_owned(),
        ),
    ];
    forms.extend((3..=6).map(|level| (headings(level), format!("in a heading of level {level}"))));
    forms.retain(|(count, _)| *count > 0);
    if forms.is_empty() {
        return None;
    }
    let listed: Vec<String> = forms
        .iter()
        .map(|(count, form)| format!("{count} {form}"))
        .collect();
    let help = "only headings make cards; `nodequiz import FILE` makes a deck of other forms";
    let message = format!("other programs find questions in it: {}", listed.join(", "));
    Some((message, help))
}

/// Whether a line separates the head of a table from its rows: `|---|:-:|`.
fn is_table_rule(line: &str) -> bool {
    line.starts_with('|') && line.contains("--") && line.bytes().all(|byte| b"|-: ".contains(&byte))
}
