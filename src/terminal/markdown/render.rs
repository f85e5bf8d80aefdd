//! Rendering blocks as lines of a width.

use super::super::highlight::Highlighter;
use super::super::line::Line;
use super::super::style::{Style, Tone};
use super::super::wrap::{split, wrap};
use super::parse::{Block, Item};
use super::{parse, table};

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
    Renderer { highlighter }.blocks(&parse::blocks(markdown), width, true, 0)
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
            Block::Table(table) => table::render(table, width),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::highlight::plain;
    use super::super::super::text::is_shown;
    use super::*;

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
}
