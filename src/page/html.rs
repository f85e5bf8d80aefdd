//! HTML in small pieces, and the one way for text to get into it.

use std::fmt::Write as _;

use crate::terminal::markdown;
use crate::terminal::style::Tone;
use crate::terminal::text::clean;

/// Text as HTML, for content and for attributes in double quotes: no character of it means anything
/// to a browser, and none is left that could deceive a reader.
#[must_use]
pub(crate) fn text(raw: &str) -> String {
    let mut html = String::with_capacity(raw.len());
    for c in clean(raw).chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

/// Inline Markdown of a deck as HTML: code is set as code, all else is text.
#[must_use]
pub(crate) fn inline(markdown: &str) -> String {
    markdown::inline(markdown)
        .iter()
        .map(|span| match span.style().tone {
            Tone::Code => format!("<code>{}</code>", text(span.text())),
            _ => text(span.text()),
        })
        .collect()
}

/// The room that a part takes where the page has two columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// One column.
    One,
    /// One column, beside two others.
    Tall,
    /// Both columns.
    Wide,
}

/// A part of the page under a heading of its own.
#[must_use]
pub(crate) fn section(id: &str, title: &str, room: Room, content: &str) -> String {
    let class = match room {
        Room::One => "panel",
        Room::Tall => "panel tall",
        Room::Wide => "panel wide",
    };
    let title = text(title);
    format!(
        "<section class=\"{class}\" aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n{content}</section>\n"
    )
}

/// A drawing that says in words what it shows.
#[must_use]
pub(crate) fn svg(
    id: &str,
    size: (f64, f64),
    title: &str,
    description: &str,
    content: &str,
) -> String {
    let (width, height) = size;
    format!(
        "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n{content}</svg>\n",
        text(title),
        text(description),
    )
}

/// The figures of a drawing as a table, folded away.
#[must_use]
pub(crate) fn figures(table: &str) -> String {
    format!("<details>\n<summary>As a table</summary>\n{table}</details>\n")
}

/// A column of a table.
pub(crate) struct Column {
    /// What stands over it.
    pub(crate) head: &'static str,
    /// Its cells as HTML, one a row.
    pub(crate) cells: Vec<String>,
    /// Whether it is left out on a narrow screen.
    pub(crate) secondary: bool,
}

impl Column {
    /// A column of plain figures.
    pub(crate) fn of(head: &'static str, figures: impl Iterator<Item = String>) -> Self {
        Self {
            head,
            cells: figures.map(|figure| text(&figure)).collect(),
            secondary: false,
        }
    }

    /// The same, left out on a narrow screen.
    pub(crate) fn secondary(self) -> Self {
        Self {
            secondary: true,
            ..self
        }
    }
}

/// A table: `names` are the heads of its rows, as HTML. It scrolls by itself where it is too wide.
#[must_use]
pub(crate) fn table(caption: &str, head: &str, names: &[String], columns: &[Column]) -> String {
    let mut html = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table>\n\
         <caption>{0}</caption>\n<thead><tr><th scope=\"col\">{1}</th>",
        text(caption),
        text(head)
    );
    let class = |column: &Column| {
        if column.secondary {
            " class=\"secondary\""
        } else {
            ""
        }
    };
    for column in columns {
        let _ = write!(
            html,
            "<th scope=\"col\"{}>{}</th>",
            class(column),
            text(column.head)
        );
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for (row, name) in names.iter().enumerate() {
        let _ = write!(html, "<tr><th scope=\"row\">{name}</th>");
        for column in columns {
            let cell = column.cells.get(row).map_or("", String::as_str);
            let _ = write!(html, "<td{}>{cell}</td>", class(column));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    html
}

/// A share as a little bar with its percentage in words beside it.
#[must_use]
pub(crate) fn bar(share: f64, words: &str) -> String {
    format!(
        "<span class=\"share\"><span class=\"track\"><span class=\"fill\" style=\"width:{:.1}%\"></span></span>\
         <span class=\"value\">{}</span></span>",
        share.clamp(0.0, 1.0) * 100.0,
        text(words)
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_means_anything_to_a_browser(raw in "[a-z<>&\"'/ \\x00-\\x1f\u{202e}]{0,40}") {
            for html in [text(&raw), inline(&raw).replace("<code>", "").replace("</code>", "")] {
                prop_assert!(!html.contains(['<', '>', '"', '\'']), "{html}");
                let ampersands = html.matches('&').count();
                let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
                let known: usize = entities.iter().map(|entity| html.matches(entity).count()).sum();
                prop_assert_eq!(ampersands, known, "{}", html);
            }
        }
    }
}
