//! Markdown read into blocks (`CommonMark` with tables, task lists and strikethrough).

use std::iter::Peekable;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::line::{Line, Span};
use super::style::{Style, Tone};
use super::text;
use crate::deck::{ends_inline, html_images};

/// A block of a text. Inline content is styled lines; there are several where the author broke them.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// Running text.
    Paragraph(Vec<Line>),
    /// A heading, with its depth from 1.
    Heading(u8, Vec<Line>),
    /// Code; its language is the first word after the fence.
    Code {
        language: String,
        text: String,
    },
    /// A horizontal rule.
    Rule,
    /// A quotation.
    Quote(Vec<Block>),
    /// A list; numbered from `first` if it is numbered.
    List {
        first: Option<u64>,
        items: Vec<Item>,
    },
    Table(Table),
    /// HTML, as it is written; comments are left out.
    Html(String),
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Item {
    /// Whether it is ticked, in a list of tasks.
    pub(super) task: Option<bool>,
    /// Whether its blocks are separated by empty lines.
    pub(super) loose: bool,
    /// What it says.
    pub(super) blocks: Vec<Block>,
}

/// A table: a header and rows of cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    /// How the columns are aligned.
    pub(super) alignments: Vec<Alignment>,
    /// The cells of the first row.
    pub(super) header: Vec<Line>,
    /// The cells of the others.
    pub(super) rows: Vec<Vec<Line>>,
}

/// Blocks nested deeper than this are flattened: no reader follows them, and the stack is limited.
const DEEPEST: usize = 60;

/// The blocks of a text.
pub(super) fn blocks(markdown: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES;
    // Before parsing, which would tear escape sequences apart.
    let markdown = text::clean(markdown);
    let mut reader = Reader {
        events: Parser::new_ext(&markdown, options).peekable(),
    };
    reader.blocks(0)
}

/// Put before a text so that its first line is no block (`1. first`, `# Title`): it was not meant as one.
const WORD: &str = "x ";

/// The inline content of a text (a heading, an option, a point) as the spans of one line.
pub fn inline(markdown: &str) -> Vec<Span> {
    let mut line = Line::new();
    for block in blocks(&format!("{WORD}{}", markdown.trim())) {
        flatten(block, &mut line);
    }
    let mut rest = WORD.len();
    let mut spans = line.spans().to_vec();
    // The word may be alone, or at the start of a longer span.
    while let Some(first) = spans.first().filter(|_| rest > 0) {
        let cut = rest.min(first.text().len());
        let kept = Span::new(&first.text()[cut..], first.style());
        rest -= cut;
        spans.remove(0);
        if !kept.text().is_empty() {
            spans.insert(0, kept);
        }
    }
    spans
}

/// Adds what a block says to a line.
fn flatten(block: Block, line: &mut Line) {
    let mut add = |part: &Line| {
        if !line.is_empty() {
            line.push(" ", Style::PLAIN);
        }
        line.append(part);
    };
    match block {
        Block::Paragraph(lines) | Block::Heading(_, lines) => lines.iter().for_each(add),
        Block::Code { text, .. } => {
            let words: Vec<&str> = text.split_whitespace().collect();
            add(&Line::styled(words.join(" "), Tone::Code));
        }
        Block::Html(html) => add(&Line::styled(html, Tone::Dim)),
        Block::Quote(blocks) => blocks.into_iter().for_each(|block| flatten(block, line)),
        Block::List { items, .. } => {
            for block in items.into_iter().flat_map(|item| item.blocks) {
                flatten(block, line);
            }
        }
        Block::Table(table) => {
            let rows = std::iter::once(table.header).chain(table.rows);
            rows.flatten().for_each(|cell| add(&cell));
        }
        Block::Rule => {}
    }
}

/// The first paragraph of a text, which can stand in a line, and the blocks below it.
pub fn first_paragraph(markdown: &str) -> (&str, &str) {
    let markdown = markdown.trim();
    let fence = markdown.starts_with("```") || markdown.starts_with("~~~");
    if fence || !markdown.contains('\n') {
        return if fence {
            ("", markdown)
        } else {
            (markdown, "")
        };
    }
    let text = format!("{WORD}{markdown}");
    let mut events = Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter();
    let end = match events.next() {
        Some((Event::Start(Tag::Paragraph), range)) => range.end.saturating_sub(WORD.len()),
        _ => markdown.len(),
    };
    let (first, rest) = markdown.split_at_checked(end).unwrap_or((markdown, ""));
    (first, rest.trim_start_matches('\n'))
}

struct Reader<'a, I: Iterator<Item = Event<'a>>> {
    events: Peekable<I>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Reader<'a, I> {
    /// The blocks up to the end of the one they are in, or of the text.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        // How many blocks have begun that are read flat.
        let mut flat = 0;
        while let Some(event) = self.events.peek() {
            match event {
                Event::End(_) => {
                    self.events.next();
                    if flat == 0 {
                        break;
                    }
                    flat -= 1;
                }
                Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) if depth >= DEEPEST => {
                    self.events.next();
                    flat += 1;
                }
                Event::Start(tag) if !is_inline(tag) => {
                    let tag = tag.clone();
                    self.events.next();
                    blocks.extend(self.block(&tag, depth));
                }
                Event::Rule => {
                    self.events.next();
                    blocks.push(Block::Rule);
                }
                // In the items of a tight list, text has no paragraph around it.
                _ => blocks.push(Block::Paragraph(self.inlines())),
            }
        }
        blocks
    }

    fn block(&mut self, tag: &Tag<'a>, depth: usize) -> Vec<Block> {
        let one = match tag {
            Tag::Paragraph => Block::Paragraph(self.inlines_to_end()),
            Tag::Heading { level, .. } => Block::Heading(*level as u8, self.heading()),
            Tag::CodeBlock(kind) => Block::Code {
                language: language_of(kind),
                text: self.text(),
            },
            Tag::HtmlBlock => return html(&self.text(), depth),
            Tag::FootnoteDefinition(label) => {
                let mut blocks = self.blocks(depth + 1);
                if let Some(Block::Paragraph(lines)) = blocks.first_mut() {
                    let first = lines.first().cloned().unwrap_or_default();
                    let line = Line::styled(format!("[{label}] "), Tone::Dim).then(&first);
                    *lines = std::iter::once(line)
                        .chain(lines.drain(..).skip(1))
                        .collect();
                }
                return blocks;
            }
            Tag::BlockQuote(_) if depth < DEEPEST => Block::Quote(self.blocks(depth + 1)),
            Tag::List(first) if depth < DEEPEST => Block::List {
                first: *first,
                items: self.items(depth + 1),
            },
            Tag::Table(alignments) => Block::Table(self.table(alignments.clone())),
            _ => return self.blocks(depth + 1),
        };
        vec![one]
    }

    fn items(&mut self, depth: usize) -> Vec<Item> {
        let mut items = Vec::new();
        while let Some(Event::Start(Tag::Item)) = self.events.next() {
            let loose = matches!(self.events.peek(), Some(Event::Start(Tag::Paragraph)));
            let task = match self.events.peek() {
                Some(Event::TaskListMarker(ticked)) => Some(*ticked),
                _ => None,
            };
            if task.is_some() {
                self.events.next();
            }
            let mut item = Item {
                task,
                loose,
                blocks: Vec::new(),
            };
            if loose && task.is_none() {
                // In a loose list the box is in the paragraph.
                self.events.next();
                if let Some(Event::TaskListMarker(ticked)) = self.events.peek() {
                    item.task = Some(*ticked);
                    self.events.next();
                }
                item.blocks.push(Block::Paragraph(self.inlines_to_end()));
            }
            item.blocks.extend(self.blocks(depth));
            items.push(item);
        }
        items
    }

    fn table(&mut self, alignments: Vec<pulldown_cmark::Alignment>) -> Table {
        let mut table = Table {
            alignments,
            ..Table::default()
        };
        loop {
            match self.events.next() {
                Some(Event::Start(Tag::TableHead)) => table.header = self.cells(),
                Some(Event::Start(Tag::TableRow)) => {
                    let row = self.cells();
                    table.rows.push(row);
                }
                Some(Event::End(TagEnd::Table)) | None => return table,
                Some(_) => {}
            }
        }
    }

    fn cells(&mut self) -> Vec<Line> {
        let mut cells = Vec::new();
        while let Some(Event::Start(Tag::TableCell)) = self.events.next() {
            let mut cell = Line::new();
            for line in self.inlines_to_end() {
                if !cell.is_empty() {
                    cell.push(" ", Style::PLAIN);
                }
                cell.append(&line);
            }
            cells.push(cell);
        }
        cells
    }

    /// The plain text up to the end of the block.
    fn text(&mut self) -> String {
        let mut all = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::End(_) => break,
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                    all.push_str(&text);
                }
                _ => {}
            }
        }
        text::clean(&all).into_owned()
    }

    /// Inline content, and the end of the block that it is in.
    fn inlines_to_end(&mut self) -> Vec<Line> {
        let lines = self.inlines();
        self.events.next();
        lines
    }

    /// The text of a heading without its attributes. The parser is told to take them for text, because it panics at some
    /// of them otherwise.
    fn heading(&mut self) -> Vec<Line> {
        let goes_on = |event: &Event<'_>| !matches!(event, Event::End(TagEnd::Heading(_)));
        let mut events: Vec<Event<'a>> = self.events.by_ref().take_while(goes_on).collect();
        if let Some(Event::Text(text)) = events.last_mut()
            && let Some((before, _)) = text
                .strip_suffix('}')
                .and_then(|inside| inside.rsplit_once('{'))
                .filter(|(_, inside)| is_attributes(inside))
        {
            *text = before.trim_end().to_owned().into();
        }
        let mut inlines = Inlines::default();
        for event in events {
            inlines.add(event);
        }
        inlines.finish()
    }

    /// Inline content, up to the next block event.
    fn inlines(&mut self) -> Vec<Line> {
        let mut inlines = Inlines::default();
        while let Some(event) = self.events.peek() {
            let goes_on = match event {
                Event::Start(tag) => is_inline(tag),
                Event::End(end) => ends_inline(*end),
                Event::Rule => false,
                _ => true,
            };
            if !goes_on {
                break;
            }
            if let Some(event) = self.events.next() {
                inlines.add(event);
            }
        }
        inlines.finish()
    }
}

/// Inline content while it is assembled.
#[derive(Default)]
struct Inlines {
    done: Vec<Line>,
    line: Line,
    /// The styles that are open, innermost last.
    styles: Vec<Style>,
    /// The addresses of the links and pictures that are open, each with what was written before.
    addresses: Vec<(String, usize)>,
    /// A line of the source has ended.
    softly_broken: bool,
}

impl Inlines {
    fn add(&mut self, event: Event<'_>) {
        let style = self.styles.last().copied().unwrap_or_default();
        match event {
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.push(&text, style);
            }
            Event::Code(code) => self.push(&code, style.toned(Tone::Code)),
            Event::FootnoteReference(label) => self.push(&format!("[{label}]"), Style::DIM),
            Event::InlineHtml(html) | Event::Html(html) => self.html(&html),
            Event::SoftBreak => self.softly_broken = true,
            Event::HardBreak => self.hard_break(),
            Event::TaskListMarker(ticked) => self.push(if ticked { "[x] " } else { "[ ] " }, style),
            Event::Start(tag) => self.open(&tag, style),
            Event::End(end) => self.close(end),
            Event::Rule => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>, style: Style) {
        let inner = match tag {
            Tag::Emphasis => style.italic(),
            Tag::Strong => style.bold(),
            Tag::Strikethrough => style.strike(),
            Tag::Link { dest_url, .. } => {
                self.addresses.push((dest_url.to_string(), self.written()));
                style.underline()
            }
            Tag::Image { dest_url, .. } => {
                self.push("image: ", Style::DIM);
                self.addresses.push((dest_url.to_string(), self.written()));
                style.italic()
            }
            _ => style,
        };
        self.styles.push(inner);
    }

    fn close(&mut self, end: TagEnd) {
        self.styles.pop();
        if !matches!(end, TagEnd::Link | TagEnd::Image) {
            return;
        }
        let Some((address, from)) = self.addresses.pop() else {
            return;
        };
        // An address that is also the link's text is not repeated.
        let shown: String = self.all_text().chars().skip(from).collect();
        let same = address.strip_prefix("mailto:").unwrap_or(&address) == shown.trim_start();
        if shown.is_empty() {
            self.push_address(&address);
        } else if !same && !address.is_empty() {
            self.push(" (", Style::DIM);
            self.push_address(&address);
            self.push(")", Style::DIM);
        }
    }

    fn html(&mut self, html: &str) {
        let tag = html.trim_matches(['<', '>', '/', ' ']);
        if tag.eq_ignore_ascii_case("br") {
            self.hard_break();
        } else if !html.starts_with("<!--") && !FOLDS.contains(&tag) {
            self.push(&without_html_images(html), Style::DIM);
        }
    }

    fn push(&mut self, text: &str, style: Style) {
        if std::mem::take(&mut self.softly_broken) && !self.line.is_empty() {
            let last = self.line.spans().last();
            let before = last.and_then(|span| span.text().chars().next_back());
            // A link or emphasis that begins here does not begin with the space.
            let space = last.map(Span::style).filter(|last| *last == style);
            // Between Chinese characters a line break of the source is no space.
            let han = |c: Option<char>| c.is_some_and(is_han);
            if !(han(before) && han(text.chars().next())) {
                self.line.push(" ", space.unwrap_or_default());
            }
        }
        self.line.push(text, style);
    }

    fn push_address(&mut self, address: &str) {
        self.push("", Style::DIM);
        self.line.push_span(Span::address(address, Style::DIM));
    }

    fn hard_break(&mut self) {
        self.softly_broken = false;
        self.done.push(std::mem::take(&mut self.line));
    }

    fn all_text(&self) -> String {
        let lines = self.done.iter().chain([&self.line]);
        lines.map(Line::plain).collect()
    }

    fn written(&self) -> usize {
        self.all_text().chars().count()
    }

    fn finish(mut self) -> Vec<Line> {
        self.done.push(self.line);
        self.done
    }
}

/// Whether a character is of a script that is written without spaces between words.
fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether what is between braces is only an id and classes, `#id .kind`, and not words for a reader.
fn is_attributes(inside: &str) -> bool {
    let mut words = inside.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| word.len() > 1 && word.starts_with(['#', '.']))
}

fn is_inline(tag: &Tag<'_>) -> bool {
    ends_inline(tag.to_end())
}

fn language_of(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Indented => String::new(),
        CodeBlockKind::Fenced(info) => {
            let word = info.split([' ', ',', '{', '\t']).next().unwrap_or_default();
            word.to_lowercase()
        }
    }
}

/// The tags of text that can be folded away: nothing is hidden here.
const FOLDS: [&str; 3] = ["details", "details open", "summary"];

/// HTML with its images as their text and address, as those of Markdown are shown.
fn without_html_images(html: &str) -> String {
    let mut shown = String::new();
    let mut from = 0;
    for image in html_images(html) {
        shown.push_str(html.get(from..image.bytes.start).unwrap_or_default());
        let text = if image.text.is_empty() {
            format!("image: {}", image.address)
        } else {
            format!("image: {} ({})", image.text, image.address)
        };
        shown.push_str(&text);
        from = image.bytes.end;
    }
    shown.push_str(html.get(from..).unwrap_or_default());
    shown
}

/// HTML as blocks: comments and the tags of folds are left out, and what is in a fold is Markdown as elsewhere.
fn html(html: &str, depth: usize) -> Vec<Block> {
    let mut shown = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        shown.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    shown.push_str(rest);
    let mut folded = false;
    for tag in FOLDS.into_iter().chain(["p"]) {
        let open = format!("<{tag}>");
        folded |= shown.contains(&open) || shown.contains(&format!("</{tag}>"));
        shown = shown
            .replace(&open, "\n\n")
            .replace(&format!("</{tag}>"), "\n\n");
    }
    if folded {
        for bold in ["b", "strong"] {
            shown = shown
                .replace(&format!("<{bold}>"), "**")
                .replace(&format!("</{bold}>"), "**");
        }
    }
    let shown = without_html_images(&shown)
        .replace("<br>", "\n")
        .replace("<br/>", "\n")
        .replace("<br />", "\n");
    let shown = shown.trim();
    if folded && depth < DEEPEST && !shown.is_empty() {
        return blocks(shown);
    }
    vec![Block::Html(shown.to_owned())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(markdown: &str) -> String {
        inline(markdown).iter().map(Span::text).collect()
    }

    #[test]
    fn inline_markup_becomes_style_and_nothing_else_changes() {
        let cases = [
            ("plain", "plain"),
            ("`fs.readFile` and *more*", "fs.readFile and more"),
            ("two\nlines", "two lines"),
            ("事件\n循环", "事件循环"),
            ("事件\nloop", "事件 loop"),
            ("a <!-- hidden --> b", "a  b"),
            ("press <kbd>q</kbd>", "press <kbd>q</kbd>"),
            ("[docs](https://nodejs.org)", "docs (https://nodejs.org)"),
            ("at\n<https://nodejs.org>", "at https://nodejs.org"),
            ("![a cat](cat.png)", "image: a cat (cat.png)"),
            (
                "<img width=9 src='cat.png' alt=\"a cat\"/>!",
                "image: a cat (cat.png)!",
            ),
            ("1. not a list", "1. not a list"),
            (
                "1. What does `await` **really** do?",
                "1. What does await really do?",
            ),
            ("- a *b*", "- a b"),
            ("> a", "> a"),
            ("| a `b` |", "| a b |"),
            ("", ""),
            ("**a**", "a"),
            ("one:\n\n```js\nf();\n```", "one: f();"),
            ("one\n- two", "one two"),
            ("a[^1]\n\n[^1]: b", "a[1] [1] b"),
            ("# no heading", "# no heading"),
            ("a\n# b *c* {#d .e}", "a b c"),
            ("a\n# `{b}` {c: d}", "a {b} {c: d}"),
            ("a\n# b {}", "a b {}"),
            ("a\n# b {#d_e .f}", "a b"),
            ("\x1b[31mred", "red"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(plain(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn what_matters_is_marked() {
        let spans = inline("**bold** `code`");
        assert_eq!(spans[0], Span::new("bold", Style::PLAIN.bold()));
        assert_eq!(spans[2], Span::new("code", Tone::Code));
    }

    #[test]
    fn tasks_are_known_in_tight_and_in_loose_lists() {
        for markdown in ["- [x] a\n- [ ] b", "- [x] a\n\n- [ ] b"] {
            let [Block::List { items, .. }] = &blocks(markdown)[..] else {
                panic!("{markdown:?} is a list");
            };
            let tasks: Vec<_> = items.iter().map(|item| item.task).collect();
            assert_eq!(tasks, [Some(true), Some(false)], "{markdown:?}");
        }
    }
}
