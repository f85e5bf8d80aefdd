//! The parts that sections are built from: headings, drawings, tables, bars.

use maud::{Markup, Render, html};

use crate::terminal::markdown;
use crate::terminal::style::Tone;

/// The width of a chart, and where its drawing area lies.
pub(crate) const WIDTH: f64 = 400.0;
pub(crate) const LEFT: f64 = 30.0;
pub(crate) const TOP: f64 = 8.0;

/// The height below the drawing area, for dates.
pub(crate) const UNDER: f64 = 18.0;

/// Inline Markdown of a deck: code is set as code, everything else is text.
pub(crate) fn inline(markdown: &str) -> Markup {
    html! {
        @for span in markdown::inline(markdown) {
            @if span.style().tone == Tone::Code { code { (span.text()) } } @else { (span.text()) }
        }
    }
}

/// A length of a drawing, to a tenth.
pub(crate) fn px(length: f64) -> String {
    format!("{length:.1}")
}

/// The room that a section takes where the page has two columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// One column.
    One,
    /// One column, beside two others.
    Tall,
    /// Both columns.
    Wide,
}

/// A section of the page with its heading.
pub(crate) fn section(id: &str, title: &str, room: Room, content: &Markup) -> Markup {
    let class = match room {
        Room::One => "panel",
        Room::Tall => "panel tall",
        Room::Wide => "panel wide",
    };
    html! {
        section class=(class) aria-labelledby=(id) { h2 id=(id) { (title) } (content) }
    }
}

/// A drawing with a description in words.
pub(crate) fn svg(
    id: &str,
    (width, height): (f64, f64),
    title: &str,
    description: &str,
    content: &Markup,
) -> Markup {
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-desc"));
    html! {
        svg viewBox=(format!("0 0 {width} {height}")) role="img" aria-labelledby={ (title_id) " " (description_id) } {
            title id=(title_id) { (title) }
            desc id=(description_id) { (description) }
            (content)
        }
    }
}

/// Lines across a chart at zero, half and all of `top`, with their figures. The drawing area ends
/// at `bottom`.
pub(crate) fn grid(bottom: f64, height: f64, top: f64) -> Markup {
    html! {
        @for share in [0.0, 0.5, 1.0] {
            @let y = bottom - height * share;
            line class="grid" x1=(LEFT) x2=(WIDTH) y1=(y) y2=(y) {}
            text class="end" x=(LEFT - 5.0) y=(y + 4.0) { (format!("{:.0}", top * share)) }
        }
    }
}

/// A square of a legend.
pub(crate) fn key(class: &str) -> Markup {
    html! { span class={ "key " (class) } aria-hidden="true" {} }
}

/// The figures of a drawing as a table, folded away.
pub(crate) fn figures(table: &Markup) -> Markup {
    folded("As a table", table)
}

/// Content that is shown on request.
pub(crate) fn folded(summary: &str, content: &Markup) -> Markup {
    html! { details { summary { (summary) } (content) } }
}

/// A column of a table.
pub(crate) struct Column {
    head: &'static str,
    cells: Vec<Markup>,
    /// Whether it is left out on a narrow screen.
    secondary: bool,
}

impl Column {
    /// A column of figures, one per row.
    pub(crate) fn new(head: &'static str, cells: impl IntoIterator<Item = impl Render>) -> Self {
        Self {
            head,
            cells: cells.into_iter().map(|cell| cell.render()).collect(),
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

/// A table; `names` are the heads of its rows. It scrolls by itself where it is too wide.
pub(crate) fn table(
    caption: &str,
    head: &str,
    names: impl IntoIterator<Item = impl Render>,
    columns: &[Column],
) -> Markup {
    let class = |column: &Column| column.secondary.then_some("secondary");
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (head) }
                    @for column in columns { th scope="col" class=[class(column)] { (column.head) } }
                } }
                tbody {
                    @for (row, name) in names.into_iter().enumerate() {
                        tr {
                            th scope="row" { (name) }
                            @for column in columns {
                                td class=[class(column)] { @if let Some(cell) = column.cells.get(row) { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A share as a bar with words beside it, and with a mark where it was expected to end.
pub(crate) fn bar(share: f64, expected: Option<f64>, words: &str) -> Markup {
    let percent = |share: f64| px(share.clamp(0.0, 1.0) * 100.0);
    html! {
        span class="share" {
            span class="track" {
                span class="fill" style={ "width:" (percent(share)) "%" } {}
                @if let Some(expected) = expected {
                    span class="mark" style={ "left:" (percent(expected)) "%" } {}
                }
            }
            span class="value" { (words) }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn text_from_decks_never_becomes_markup(raw in "[a-z<>&\"'/ \\x00-\\x1f\u{202e}]{0,40}") {
            let code_left_out = |html: Markup| html.into_string().replace("<code>", "").replace("</code>", "");
            let value = html! { (raw) };
            for html in [value.into_string(), code_left_out(inline(&raw))] {
                prop_assert!(!html.contains(['<', '>', '"']), "{html}");
                let ampersands = html.matches('&').count();
                let entities = ["&amp;", "&lt;", "&gt;", "&quot;"];
                let known: usize = entities.iter().map(|entity| html.matches(entity).count()).sum();
                prop_assert_eq!(ampersands, known, "{}", html);
            }
            let hidden = |c: char| c.is_control() || c == '\u{202e}';
            prop_assert!(!inline(&raw).into_string().contains(hidden));
        }
    }
}
