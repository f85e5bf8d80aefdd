//! Markdown as lines of a width: parsed into blocks, which are rendered; tables are drawn if they fit, otherwise shown as
//! records.

use pulldown_cmark::Alignment;

use super::blocks::{Block, Item, Table, blocks};
use super::highlight::Highlighter;
use super::line::Line;
use super::style::{Style, Tone};
use super::wrap::{split, wrap};

pub use super::blocks::{first_paragraph, inline};

const CODE_INDENT: usize = 4;

/// Content is never squeezed below this many columns: its indent is dropped instead.
const NARROWEST: usize = 8;

/// Begins the rest of a line of code that was too long for one.
const CONTINUED: &str = "↪ ";

/// Renders Markdown at a width: no line is wider, and nothing is lost.
///
/// There is an empty line between blocks, and none at either end. Code is indented, and its long
/// lines continue after a `↪`. A table that is too wide becomes records of "header: value".
pub fn render(markdown: &str, width: usize, highlighter: Highlighter) -> Vec<Line> {
    Renderer { highlighter }.blocks(&blocks(markdown), width, true, 0)
}

struct Renderer {
    highlighter: Highlighter,
}

impl Renderer {
    fn blocks(&self, blocks: &[Block], width: usize, apart: bool, depth: usize) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for block in blocks {
            let rendered = self.block(block, width, depth);
            if apart && !lines.is_empty() && !rendered.is_empty() {
                lines.push(Line::new());
            }
            lines.extend(rendered);
        }
        lines
    }

    fn block(&self, block: &Block, width: usize, depth: usize) -> Vec<Line> {
        match block {
            Block::Paragraph(lines) => paragraph(lines, width),
            Block::Heading(level, lines) => heading(*level, lines, width),
            Block::Code { language, text } => self.code(language, text, width),
            Block::Rule => vec![Line::styled("─".repeat(width), Tone::Dim)],
            Block::Quote(blocks) => {
                let bar = Line::styled("│ ", Tone::Dim);
                inside(&bar, &bar, width, |width| {
                    self.blocks(blocks, width, true, depth)
                })
            }
            Block::List { first, items } => self.list(*first, items, width, depth),
            Block::Table(table) => fitted(table, width),
            Block::Html(html) => html
                .lines()
                .flat_map(|line| wrap(&Line::styled(line, Tone::Dim), width, 0))
                .collect(),
        }
    }

    fn list(&self, first: Option<u64>, items: &[Item], width: usize, depth: usize) -> Vec<Line> {
        let loose = items.iter().any(|item| item.loose);
        let number = |at: usize| first.map(|first| first.saturating_add(at as u64));
        let last = number(items.len().saturating_sub(1));
        let widest = last.map_or(0, |last| last.to_string().len() + 2);
        let mut lines: Vec<Line> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            if loose && at > 0 {
                lines.push(Line::new());
            }
            let mut marker = match (number(at), item.task) {
                (Some(number), _) => {
                    let marker = format!("{number}. ");
                    Line::styled(format!("{marker:>widest$}"), Tone::Dim)
                }
                (None, Some(_)) => Line::new(),
                (None, None) => Line::styled(["• ", "◦ ", "▪ "][depth % 3], Tone::Dim),
            };
            match item.task {
                Some(true) => marker.push("[x] ", Style::PLAIN),
                Some(false) => marker.push("[ ] ", Style::PLAIN),
                None => {}
            }
            let rest = Line::from(" ".repeat(marker.width()));
            lines.extend(inside(&marker, &rest, width, |width| {
                self.blocks(&item.blocks, width, item.loose, depth + 1)
            }));
        }
        lines
    }

    fn code(&self, language: &str, text: &str, width: usize) -> Vec<Line> {
        let indent = if width >= CODE_INDENT + 2 * NARROWEST {
            CODE_INDENT
        } else {
            0
        };
        let room = width - indent;
        let mut lines = Vec::new();
        for line in (self.highlighter)(language, text) {
            // The first part is as wide as the room, the others shorter by the mark.
            let parts = if line.width() <= room {
                vec![line]
            } else {
                split(&line, room - CONTINUED.chars().count())
            };
            for (at, part) in parts.into_iter().enumerate() {
                let mut whole = Line::from(" ".repeat(indent));
                if at > 0 {
                    whole.push(CONTINUED, Tone::Dim);
                }
                whole.append(&part);
                lines.push(if part.is_empty() { Line::new() } else { whole });
            }
        }
        lines
    }
}

fn paragraph(lines: &[Line], width: usize) -> Vec<Line> {
    lines.iter().flat_map(|line| wrap(line, width, 0)).collect()
}

fn heading(level: u8, lines: &[Line], width: usize) -> Vec<Line> {
    let style = |style: Style| {
        let style = style.bold();
        match style.tone {
            Tone::Plain if level <= 2 => style.toned(Tone::Accent),
            _ => style,
        }
    };
    let heading: Vec<Line> = lines.iter().map(|line| line.restyled(style)).collect();
    paragraph(&heading, width)
}

/// Content with something before each of its lines. If that would leave too little room, what goes
/// before the first line gets its own lines, and the rest gets nothing.
fn inside(
    first: &Line,
    rest: &Line,
    width: usize,
    content: impl FnOnce(usize) -> Vec<Line>,
) -> Vec<Line> {
    let before = first.width();
    if width < before + NARROWEST {
        let mut lines = wrap(first, width, 0);
        lines.extend(content(width));
        return lines;
    }
    let mut content = content(width - before);
    if content.is_empty() {
        content.push(Line::new());
    }
    content
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            let before = if at == 0 { first } else { rest };
            if line.is_empty() && before.plain().trim().is_empty() {
                return Line::new();
            }
            before.clone().then(&line)
        })
        .collect()
}

/// The separator between two columns.
const BETWEEN: &str = " │ ";

/// A column that must be wrapped is not made narrower than this.
const NARROWEST_COLUMN: usize = 12;

/// A table as lines of a width. Columns that are too wide are wrapped; if that is not enough, every
/// row becomes a record of "header: value".
fn fitted(table: &Table, width: usize) -> Vec<Line> {
    match column_widths(table, width) {
        Some(widths) => drawn(table, &widths),
        None => records(table, width),
    }
}

/// The widths of the columns, if the table fits.
fn column_widths(table: &Table, width: usize) -> Option<Vec<usize>> {
    let columns = table.header.len();
    let mut widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = table.rows.iter().filter_map(|row| row.get(column));
            let widest = cells.chain(&table.header[column..=column]).map(Line::width);
            widest.max().unwrap_or(0).max(1)
        })
        .collect();
    let between = BETWEEN.chars().count() * columns.saturating_sub(1);
    let room = width.checked_sub(between)?;
    // The widest column shrinks first, down to the width of the next one.
    while widths.iter().sum::<usize>() > room {
        let widest = widths.iter_mut().max()?;
        if *widest <= NARROWEST_COLUMN {
            return None;
        }
        *widest -= 1;
    }
    Some(widths)
}

fn drawn(table: &Table, widths: &[usize]) -> Vec<Line> {
    let header = table.header.iter().map(|cell| cell.restyled(Style::bold));
    let header: Vec<Line> = header.collect();
    let mut lines = row(&header, widths, &table.alignments);
    let rules: Vec<String> = widths.iter().map(|&width| "─".repeat(width)).collect();
    lines.push(Line::styled(rules.join("─┼─"), Tone::Dim));
    for cells in &table.rows {
        lines.extend(row(cells, widths, &table.alignments));
    }
    lines
}

/// A row, on as many lines as its longest cell needs.
fn row(cells: &[Line], widths: &[usize], alignments: &[Alignment]) -> Vec<Line> {
    let empty = Line::new();
    let columns: Vec<Vec<Line>> = widths
        .iter()
        .enumerate()
        .map(|(column, &width)| wrap(cells.get(column).unwrap_or(&empty), width, 0))
        .collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|at| {
            let mut line = Line::new();
            for (column, parts) in columns.iter().enumerate() {
                if column > 0 {
                    line.push(BETWEEN, Tone::Dim);
                }
                let alignment = alignments.get(column).unwrap_or(&Alignment::None);
                let part = parts.get(at).unwrap_or(&empty);
                let last = column + 1 == columns.len();
                line.append(&aligned(part, widths[column], *alignment, last));
            }
            line
        })
        .collect()
}

fn aligned(cell: &Line, width: usize, alignment: Alignment, last: bool) -> Line {
    let spare = width.saturating_sub(cell.width());
    let left = match alignment {
        Alignment::None | Alignment::Left => 0,
        Alignment::Center => spare / 2,
        Alignment::Right => spare,
    };
    let mut line = Line::from(" ".repeat(left)).then(cell);
    if !last {
        line.pad(width);
    }
    line
}

fn records(table: &Table, width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for (at, cells) in table.rows.iter().enumerate() {
        if at > 0 {
            lines.push(Line::new());
        }
        for (header, cell) in table.header.iter().zip(cells) {
            let line = header.restyled(Style::bold);
            let line = line.with(": ", Style::PLAIN.bold()).then(cell);
            lines.extend(wrap(&line, width, 2));
        }
    }
    if table.rows.is_empty() {
        for header in &table.header {
            lines.extend(wrap(&header.restyled(Style::bold), width, 2));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::terminal::highlight::plain;
    use crate::terminal::text::is_shown;

    fn rendered(markdown: &str, width: usize) -> Vec<String> {
        render(markdown, width, plain)
            .iter()
            .map(Line::plain)
            .collect()
    }

    #[test]
    fn blocks_are_separated_and_lists_indented() {
        let markdown = "# Title\n\none two three four\n\n- point\n  1. first\n  2. second\n- [ ] open\n\n> quoted\n\n---\nend";
        let expected = [
            "Title",
            "",
            "one two three four",
            "",
            "• point",
            "  1. first",
            "  2. second",
            "[ ] open",
            "",
            "│ quoted",
            "",
            "────────────────────",
            "",
            "end",
        ];
        assert_eq!(rendered(markdown, 20), expected);
    }

    #[test]
    fn long_code_goes_on_after_a_mark() {
        let markdown = "```js\nconst answer = await ask(question);\n\n  x\n```";
        let expected = [
            "    const answer = await as",
            "    ↪ k(question);",
            "",
            "      x",
        ];
        assert_eq!(rendered(markdown, 29), expected);
    }

    #[test]
    fn numbers_of_a_list_are_aligned() {
        let markdown = "9. nine\n10. ten\n";
        assert_eq!(rendered(markdown, 20), [" 9. nine", "10. ten"]);
    }

    #[test]
    fn any_depth_of_nesting_is_read() {
        for mark in ["> ", "- ", "1. "] {
            let markdown = format!("{}deep", mark.repeat(20_000));
            assert!(rendered(&markdown, 40).concat().contains("deep"), "{mark}");
        }
    }

    #[test]
    fn comments_and_folds_are_not_shown_and_other_html_is() {
        assert_eq!(rendered("<!-- from: x -->\n", 20), [""; 0]);
        assert_eq!(rendered("<div>x</div>\n", 40), ["<div>x</div>"]);
        assert_eq!(
            rendered(
                "<details><summary>Answer</summary>\n\nAn *engine*.\n</details>\n",
                40
            ),
            ["Answer", "", "An engine."]
        );
    }

    /// Text that often is Markdown.
    fn markdown() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("- "),
            Just("1. "),
            Just("  "),
            Just("    "),
            Just("> "),
            Just("\n"),
            Just("\n\n"),
            Just("```js\n"),
            Just("```"),
            Just("| a | b |\n|---|--:|\n| "),
            Just(" | "),
            Just("|\n"),
            Just("`"),
            Just("**"),
            Just("*"),
            Just("~~"),
            Just("[x] "),
            Just("[a](b)"),
            Just("![a](b)"),
            Just("<br>"),
            Just("<!--"),
            Just("-->"),
            Just("# "),
            Just("---\n"),
            Just("word "),
            Just("incomprehensibilities "),
            Just("事件循环"),
            Just("👩\u{200d}💻"),
            Just("\t"),
            Just("\x1b[2J"),
            Just("\\\n"),
            Just("999999999. "),
            Just("\u{301}"),
            Just("https://nodejs.org/en/learn "),
            Just("const x = () => 1; "),
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    /// What must not get lost: letters and digits of plain words.
    fn words(text: &str) -> usize {
        text.matches('w').count() + text.matches('循').count() + text.matches("=>").count()
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_screen(markdown in markdown(), width in 10usize..100) {
            for line in render(&markdown, width, plain) {
                prop_assert!(line.width() <= width, "{:?}", line.plain());
                prop_assert!(line.plain().chars().all(is_shown));
            }
        }

        #[test]
        fn any_text_at_all_is_rendered(text in any::<String>(), width in 10usize..100) {
            for line in render(&text, width, plain) {
                prop_assert!(line.width() <= width, "{:?}", line.plain());
                prop_assert!(line.plain().chars().all(is_shown));
            }
        }

        #[test]
        fn no_word_of_a_card_is_lost(
            words_of in prop::collection::vec("[a-z事件]{1,30}", 1..30), width in 10usize..60,
        ) {
            let prose = words_of.join(" ");
            let markdown = format!("{prose}\n\n- {prose}\n  1. {prose}\n\n> {prose}\n\n```\n{prose}\n```\n\n| h |\n|---|\n| {prose} |\n");
            let shown = rendered(&markdown, width).concat();
            for c in words_of.concat().chars() {
                let wanted = 6 * prose.matches(c).count();
                prop_assert!(shown.matches(c).count() >= wanted, "{c}");
            }
            prop_assert!(words(&shown) >= 6 * words(&prose));
        }
    }

    const TABLE: &str = "| phase | what runs | 中文 |\n|:--|---|--:|\n| timers | callbacks of `setTimeout` | 定时器 |\n| check | `setImmediate` | 检查 |\n";

    #[test]
    fn a_table_is_drawn_where_it_fits() {
        let expected = [
            "phase  │ what runs               │   中文",
            "───────┼─────────────────────────┼───────",
            "timers │ callbacks of setTimeout │ 定时器",
            "check  │ setImmediate            │   检查",
        ];
        assert_eq!(rendered(TABLE, 60), expected);
    }

    #[test]
    fn wide_cells_are_broken() {
        let expected = [
            "phase  │ what runs      │   中文",
            "───────┼────────────────┼───────",
            "timers │ callbacks of   │ 定时器",
            "       │ setTimeout     │",
            "check  │ setImmediate   │   检查",
        ];
        let lines: Vec<String> = rendered(TABLE, 32)
            .iter()
            .map(|line| line.trim_end().to_owned())
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_table_that_is_too_wide_is_shown_as_records() {
        let expected = [
            "phase: timers",
            "what runs: callbacks",
            "  of setTimeout",
            "中文: 定时器",
            "",
            "phase: check",
            "what runs:",
            "  setImmediate",
            "中文: 检查",
        ];
        assert_eq!(rendered(TABLE, 20), expected);
    }
}
