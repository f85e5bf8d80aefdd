//! What was remembered, beside what the model expected.

use crate::progress::{Overview, Remembered};
use crate::wording::{percent, share};

use super::html::{Column, Room, section, table, text};

/// The section.
pub(crate) fn part(overview: &Overview) -> String {
    let mut rows: Vec<(String, Remembered)> = overview
        .remembered
        .iter()
        .map(|window| (format!("last {} days", window.days), window.all))
        .collect();
    if let Some(longest) = overview.remembered.last() {
        rows.push(("under 21 days".to_owned(), longest.young));
        rows.push(("from 21 days".to_owned(), longest.mature));
    }
    if rows.iter().all(|(_, remembered)| remembered.asked == 0) {
        let nothing = "<p>No card has come back yet.</p>\n";
        return section("retention", "Remembered", Room::Tall, nothing);
    }
    let kinds: Vec<(String, Remembered)> = overview
        .kinds
        .iter()
        .filter(|row| row.group.remembered.asked > 0)
        .map(|row| (row.kind.to_owned(), row.group.remembered))
        .collect();
    let mut html = of(&rows, "Cards asked again", "answers");
    if !kinds.is_empty() {
        let caption = format!("By kind, last {} days", overview.period.days);
        html.push_str(&of(&kinds, &caption, "kind"));
    }
    html.push_str(
        "<p class=\"dim\">First answers of a day to cards met on an earlier day. The line marks what the model \
         expected of just these. Under 21 days are cards that it thought would be remembered for less \
         long.</p>\n",
    );
    section("retention", "Remembered", Room::Tall, &html)
}

fn of(rows: &[(String, Remembered)], caption: &str, head: &str) -> String {
    let names: Vec<String> = rows.iter().map(|(name, _)| text(name)).collect();
    let all = || rows.iter().map(|(_, remembered)| remembered);
    let columns = [
        Column::of("asked", all().map(|row| row.asked.to_string())),
        Column {
            head: "right",
            cells: all().map(right).collect(),
            secondary: false,
        },
        Column::of(
            "expected",
            all().map(|row| row.expected.map_or_else(|| "–".to_owned(), percent)),
        ),
    ];
    table(caption, head, &names, &columns)
}

/// The share as a bar with a line where it was expected to end.
fn right(row: &Remembered) -> String {
    let (Some(right), Some(expected)) = (row.share, row.expected) else {
        return "–".to_owned();
    };
    format!(
        "<span class=\"share\"><span class=\"track\"><span class=\"fill\" style=\"width:{:.1}%\"></span>\
         <span class=\"mark\" style=\"left:{:.1}%\"></span></span><span class=\"value\">{}</span></span>",
        right * 100.0,
        expected * 100.0,
        text(&share(row.right, row.asked))
    )
}
