//! Deck text as blocks: the one file that calls the Markdown parser.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::front_matter::FrontMatter;
use super::heading_line::parts;
use super::source::BYTE_ORDER_MARK;
use crate::question::Code;

/// An event of the Markdown parser with its bytes in the file.
pub(super) type Token<'t> = (Event<'t>, Range<usize>);

/// What a block at the outermost level is, as far as decks are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `# …`
    Title,
    /// `## …`
    CardHeading,
    /// `### …`: text in a card, a probe in a prompt.
    ProbeHeading,
    /// A heading made by a line of `-` (`rule`) or `=` under a paragraph.
    Underlined {
        rule: bool,
    },
    /// A line of three or more `-`. Lines of `*` or `_`, or with spaces in between, are plain
    /// thematic breaks.
    Rule,
    Paragraph,
    /// A list; `ordered` if it has numbers.
    List {
        ordered: bool,
    },
    /// Code, in a fence or indented.
    Code {
        fenced: bool,
        closed: bool,
    },
    /// `<!-- … -->`
    Comment {
        closed: bool,
    },
    /// HTML such as `<pre>` that goes on to its end mark, which is missing.
    OpenHtml,
    /// Tables, quotes, deeper headings, HTML, lines of `*`.
    Other,
}

/// A block at the outermost level.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) shape: Shape,
    /// Its bytes in the file, without white space at the end.
    pub(super) bytes: Range<usize>,
    /// How many blocks are around its innermost one.
    pub(super) depth: usize,
    tokens: Range<usize>,
}

impl Block {
    /// Its level, if it is a heading of one line.
    fn level(&self, document: &Document<'_>) -> Option<usize> {
        let (event, _) = document.tokens(self).first()?;
        let Event::Start(Tag::Heading { level, .. }) = event else {
            return None;
        };
        let raw = document.raw(self.bytes.clone());
        let lines = raw.lines().count();
        (is_atx(raw) || lines == 2).then_some(*level as usize)
    }

    pub(super) fn is_comment(&self) -> bool {
        matches!(self.shape, Shape::Comment { .. })
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.shape, Shape::List { .. })
    }

    pub(super) fn is_fence(&self) -> bool {
        matches!(self.shape, Shape::Code { fenced: true, .. })
    }

    /// Whether it is a comment, fence or other HTML that is never closed.
    pub(super) fn is_open(&self) -> bool {
        matches!(
            self.shape,
            Shape::Comment { closed: false } | Shape::Code { closed: false, .. } | Shape::OpenHtml
        )
    }

    /// Whether it separates the question from the answer.
    pub(super) fn parts(&self) -> bool {
        matches!(self.shape, Shape::Rule | Shape::Underlined { rule: true })
    }
}

/// How many comments and fences without an end are ended for the cards that they hide. For each, the rest of
/// the file is read again.
const OPEN_BLOCKS: usize = 50;

/// How often a file is read again, at most, to find out which of its fences lacks its end.
const RECONSIDERED: usize = 8;

/// At most how many bytes are read in all for fences and comments without an end.
const REREAD: usize = 32 << 20;

/// Blocks, lines and marks of a file, at most: more take seconds and gigabytes.
pub(super) const MOST_TOKENS: usize = 1_000_000;

/// A deck file, read as Markdown once.
pub(super) struct Document<'t> {
    pub(super) text: &'t str,
    /// Where the text begins: behind a byte order mark.
    pub(super) start: usize,
    pub(super) blocks: Vec<Block>,
    /// What stands above it all between two lines of `---`.
    pub(super) front_matter: Option<FrontMatter>,
    tokens: Vec<Token<'t>>,
    /// Where fences begin that have no end, although a line looks like one.
    opened: Vec<usize>,
    /// Whether there is more in it than is read.
    pub(super) is_cut: bool,
}

impl<'t> Document<'t> {
    /// Reads a text. A comment or fence that is never closed hides the rest of the file; so that
    /// the faults in there are reported as well, parsing starts again at the next card heading.
    /// A fence that lacks its end takes the first line of the next fence for it. Where a fence is
    /// left open at the end, the first that has a heading in it may be the one that was meant.
    pub(super) fn read(text: &'t str) -> Self {
        let mark = text.starts_with(BYTE_ORDER_MARK);
        let start = if mark { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        let front_matter = FrontMatter::read(text, start);
        let start = front_matter.as_ref().map_or(start, |front| front.end);
        let mut document = if cells(text) > MOST_TOKENS / 2 {
            Self::empty(text, start, true)
        } else {
            Self::read_part(text, start, Vec::new())
        };
        let rounds = RECONSIDERED.min(REREAD / text.len().max(1) / 2);
        for _ in 0..rounds {
            if document.is_cut {
                break;
            }
            let Some(better) = document.with_another_open_fence() else {
                break;
            };
            document = better;
        }
        document.front_matter = front_matter;
        document.find_cards();
        document
    }

    /// The same file with the first fence taken for open that may have hidden a card, if as many others
    /// then have their end.
    fn with_another_open_fence(&self) -> Option<Self> {
        let open = |one: &Block| matches!(one.shape, Shape::Code { closed: false, .. });
        let last = self.blocks.iter().rposition(open)?;
        let hides = |one: &&Block| {
            let closed = one.is_fence() && !one.is_open();
            closed && holds_card(self.raw(one.bytes.clone()))
        };
        let first = self.blocks[..last].iter().find(hides)?;
        let mut opened = self.opened.clone();
        opened.push(first.bytes.start);
        let other = Self::read_part(self.text, self.start, opened);
        let count = |document: &Self| document.blocks.iter().filter(|one| open(one)).count();
        (count(&other) <= count(self)).then_some(other)
    }

    fn empty(text: &'t str, start: usize, is_cut: bool) -> Self {
        Self {
            text,
            start,
            opened: Vec::new(),
            is_cut,
            front_matter: None,
            blocks: Vec::new(),
            tokens: Vec::new(),
        }
    }

    /// Reads from an offset on; places are still those in the whole text. The fences that begin at `opened`
    /// have no end.
    fn read_part(text: &'t str, mut start: usize, opened: Vec<usize>) -> Self {
        let mut document = Self {
            opened,
            // As many as cards of some lines have: to grow would copy what is there again and again.
            blocks: Vec::with_capacity((text.len() - start) / 40),
            tokens: Vec::with_capacity((text.len() - start) / 8),
            ..Self::empty(text, start, false)
        };
        let mut left = REREAD;
        for _ in 0..OPEN_BLOCKS {
            left = left.saturating_sub(text.len() - start);
            match document.read_from(start) {
                Some(next) if left > 0 => start = next,
                _ => break,
            }
        }
        document
    }

    /// Which headings make cards in a file without `##`: those over a line of `---`; else the shallowest that
    /// there are several of. A heading over a line of `===` is a title where no other can be.
    fn find_cards(&mut self) {
        let levels: Vec<Option<usize>> = self.blocks.iter().map(|one| one.level(self)).collect();
        let of_shape = |shape: Shape| self.blocks.iter().position(|one| one.shape == shape);
        let (title, card) = (of_shape(Shape::Title), of_shape(Shape::CardHeading));
        if card.is_none() {
            let several =
                |level: usize| levels.iter().filter(|one| **one == Some(level)).count() > 1;
            let over_rule = levels.contains(&Some(2)).then_some(2);
            let deeper = || (3..=6).find(|level| several(*level));
            let level = Some(1)
                .filter(|one| several(*one))
                .or(over_rule)
                .or_else(deeper);
            let Some(level) = level else {
                return self.title_over_line(&levels, title, None);
            };
            let at = |index: usize| levels[index] == Some(level);
            let mut all = (0..self.blocks.len())
                .filter(|index| at(*index))
                .collect::<Vec<_>>();
            // Directly above another of its level it asks nothing: it is the title.
            if level == 1 && all.len() > 1 && all[0] + 1 == all[1] {
                self.blocks[all.remove(0)].shape = Shape::Title;
            }
            for index in &all {
                self.blocks[*index].shape = Shape::CardHeading;
            }
            return self.title_over_line(
                &levels,
                title.filter(|at| !all.contains(at)),
                all.first().copied(),
            );
        }
        self.title_over_line(&levels, title, card);
    }

    fn title_over_line(
        &mut self,
        levels: &[Option<usize>],
        title: Option<usize>,
        card: Option<usize>,
    ) {
        let end = card.unwrap_or(self.blocks.len());
        let over_line =
            |index: &usize| self.blocks[*index].shape == (Shape::Underlined { rule: false });
        let found = (0..end)
            .filter(over_line)
            .find(|index| levels[*index] == Some(1));
        if let (None, Some(index)) = (title, found) {
            self.blocks[index].shape = Shape::Title;
        }
    }

    /// Reads from an offset to the end; returns where to read on if a block hid card headings.
    fn read_from(&mut self, start: usize) -> Option<usize> {
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
        let mut depth = 0_usize;
        let mut deepest = 0;
        let mut first = self.tokens.len();
        for (event, range) in Parser::new_ext(&self.text[start..], options).into_offset_iter() {
            let range = range.start + start..range.end + start;
            if depth == 0 {
                first = self.tokens.len();
                deepest = 0;
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            deepest = deepest.max(depth);
            self.tokens.push((event, range));
            if self.tokens.len() > MOST_TOKENS {
                self.is_cut = true;
                return None;
            }
            if depth == 0 {
                self.cut_attributes(first);
                self.close_block(first, deepest);
                if let Some(hidden) = self.hidden_by_last() {
                    return Some(hidden);
                }
            }
        }
        None
    }

    /// Removes the attributes from the words of a heading of one line, whose events are those from `first` on.
    fn cut_attributes(&mut self, first: usize) {
        let Some((Event::Start(Tag::Heading { .. }), whole)) = self.tokens.get(first) else {
            return;
        };
        let line = self.first_line(whole);
        let parts = parts(self.text, &line);
        let raw = self.raw(whole.clone());
        if parts.attributes.is_none() || !(is_atx(raw) || raw.lines().count() == 2) {
            return;
        }
        let end = parts.text.end;
        let mut kept = self.tokens.split_off(first);
        let heading_end = kept.pop();
        kept.retain(|(_, range)| range.start < end);
        for (event, range) in &mut kept {
            if let Event::Text(text) = event
                && range.end > end
            {
                *range = range.start..end;
                *text = self.text.get(range.clone()).unwrap_or_default().into();
            }
        }
        self.tokens.append(&mut kept);
        self.tokens.extend(heading_end);
    }

    /// Ends an open block before the first card that it hides; returns where that card begins.
    fn hidden_by_last(&mut self) -> Option<usize> {
        let text = self.text;
        let last = self.blocks.last_mut().filter(|block| block.is_open())?;
        let hidden = text.get(last.bytes.clone())?;
        let hidden = match hidden.find("\n## ") {
            // A file without `##` may have cards at other levels.
            None if !text.contains("\n## ") => {
                let other = |marks| hidden.find(marks);
                other("\n# ")
                    .or_else(|| other("\n### "))
                    .or_else(|| other("\n#### "))?
            }
            found => found?,
        } + 1;
        last.bytes.end = last.bytes.start + hidden;
        Some(last.bytes.end)
    }

    fn close_block(&mut self, first: usize, depth: usize) {
        let Some((event, range)) = self.tokens.get(first) else {
            return;
        };
        let raw = self.text.get(range.clone()).unwrap_or_default();
        let shape = match shape_of(event, raw) {
            Shape::Code { fenced: true, .. } if self.opened.contains(&range.start) => Shape::Code {
                fenced: true,
                closed: false,
            },
            shape => shape,
        };
        let bytes = range.start..range.start + raw.trim_end().len();
        self.blocks.push(Block {
            shape,
            bytes,
            depth,
            tokens: first..self.tokens.len(),
        });
    }

    /// The events of a block, including its own start and end.
    pub(super) fn tokens(&self, block: &Block) -> &[Token<'t>] {
        self.tokens.get(block.tokens.clone()).unwrap_or_default()
    }

    /// The raw text of some bytes.
    pub(super) fn raw(&self, bytes: Range<usize>) -> &'t str {
        self.text.get(bytes).unwrap_or_default()
    }

    /// Markdown as cards keep it: lines end with a line feed, no empty lines around it.
    pub(super) fn markdown(&self, bytes: Range<usize>) -> String {
        let raw = self.raw(bytes).trim_end();
        let first_text = raw.len() - raw.trim_start().len();
        let start = raw
            .get(..first_text)
            .and_then(|space| space.rfind(['\n', '\r']))
            .map_or(0, |at| at + 1);
        with_line_feeds(raw.get(start..).unwrap_or_default()).into_owned()
    }

    /// The first line of a span: enough to point at a block.
    pub(super) fn first_line(&self, bytes: &Range<usize>) -> Range<usize> {
        let raw = self.raw(bytes.clone());
        let length = memchr::memchr2(b'\n', b'\r', raw.as_bytes()).unwrap_or(raw.len());
        bytes.start..bytes.start + raw.get(..length).unwrap_or_default().trim_end().len()
    }

    /// What is in a block of code.
    pub(super) fn code(&self, block: &Block) -> Code {
        let mut language = "";
        let mut lines = String::new();
        for (event, _) in self.tokens(block) {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    language = info.split_whitespace().next().unwrap_or_default();
                }
                Event::Text(text) => lines.push_str(&with_line_feeds(text)),
                _ => {}
            }
        }
        Code {
            language: language.to_owned().into(),
            text: lines.into(),
        }
    }

    /// The word after the language of a fence, if there is one.
    pub(super) fn second_word(&self, block: &Block) -> Option<String> {
        self.tokens(block)
            .iter()
            .find_map(|(event, _)| match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    info.split_whitespace().nth(1).map(str::to_owned)
                }
                _ => None,
            })
    }

    /// The words of a block, without marks.
    pub(super) fn plain(&self, block: &Block) -> String {
        plain(self.tokens(block))
    }
}

/// The words of some events, without marks; line ends are spaces.
pub(super) fn plain(tokens: &[Token<'_>]) -> String {
    let mut words = String::new();
    for (event, _) in tokens {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

/// Line ends as line feeds.
pub(super) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn shape_of(event: &Event<'_>, raw: &str) -> Shape {
    match event {
        Event::Rule if is_splitting_line(raw) => Shape::Rule,
        Event::Start(tag) => match tag {
            Tag::Heading { level, .. } => match (is_atx(raw), *level as u8) {
                (true, 1) => Shape::Title,
                (true, 2) => Shape::CardHeading,
                (true, 3) => Shape::ProbeHeading,
                (true, _) => Shape::Other,
                (false, level) => Shape::Underlined { rule: level == 2 },
            },
            Tag::Paragraph => Shape::Paragraph,
            Tag::List(first) => Shape::List {
                ordered: first.is_some(),
            },
            Tag::CodeBlock(CodeBlockKind::Indented) => Shape::Code {
                fenced: false,
                closed: true,
            },
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => Shape::Code {
                fenced: true,
                closed: is_closed(raw) && !holds_fence(raw),
            },
            Tag::HtmlBlock if raw.trim_start().starts_with("<!--") => Shape::Comment {
                // Comments do not nest: if another begins, this one was meant to end before it.
                closed: raw.contains("-->") && raw.matches("<!--").count() == 1,
            },
            Tag::HtmlBlock if missing_end(raw).is_some() => Shape::OpenHtml,
            _ => Shape::Other,
        },
        _ => Shape::Other,
    }
}

/// Whether a heading begins with its `#`, and is not made by the line under it: a paragraph may
/// begin with `#` too, if no space follows.
pub(super) fn is_atx(heading: &str) -> bool {
    let text = heading.trim_start_matches('#');
    let hashes = heading.len() - text.len();
    let ends = text
        .chars()
        .next()
        .is_none_or(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
    (1..=6).contains(&hashes) && ends
}

/// Whether a line, if it is a thematic break, separates question and answer: three or more `-`.
pub(super) fn is_splitting_line(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

/// Whether a fenced block ends with its closing fence.
fn is_closed(raw: &str) -> bool {
    let mark = raw.chars().next().unwrap_or('`');
    let count = raw.chars().take_while(|&c| c == mark).count();
    // Spaces may follow the closing fence; a tab keeps it from closing.
    let Some((_, last)) = raw.rsplit_once(['\n', '\r']) else {
        return false;
    };
    let last = last.trim_end_matches(' ');
    let fence = last.trim_start_matches(' ');
    last.len() - fence.len() <= 3 && fence.len() >= count && fence.chars().all(|c| c == mark)
}

/// Whether a fence goes on over a heading to the beginning of another, which says its language, or has an empty
/// line above it as no end has: its own end is missing.
fn holds_fence(raw: &str) -> bool {
    let mark = raw.chars().next().unwrap_or('`');
    let count = raw.chars().take_while(|&c| c == mark).count();
    let Some(heading) = raw.find("\n## ") else {
        return false;
    };
    let above_last = raw.lines().rev().nth(1);
    if above_last.is_some_and(|line| line.trim().is_empty()) && holds_card(raw) {
        return true;
    }
    raw[heading..].lines().any(|line| {
        let fence = line.trim_start_matches(' ');
        let info = fence.trim_start_matches(mark);
        let marks = fence.len() - info.len();
        line.len() - fence.len() <= 3
            && marks >= count
            && !info.trim().is_empty()
            && !info.contains('`')
    })
}

/// Whether there is a heading as cards have it: between empty lines, or above a comment.
fn holds_card(raw: &str) -> bool {
    let mut lines = raw.lines().map(str::trim).skip(1).peekable();
    let mut empty = false;
    while let Some(line) = lines.next() {
        let below = lines.peek().copied().unwrap_or_default();
        if empty && line.starts_with("## ") && (below.is_empty() || below.starts_with("<!--")) {
            return true;
        }
        empty = line.is_empty();
    }
    false
}

/// The mark that HTML lacks at its end. Without it, it goes on to the end of the file.
pub(super) fn missing_end(raw: &str) -> Option<&'static str> {
    let raw = raw.trim_start();
    let begins = |with: &str| {
        let start = raw.get(..with.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    let ends = [
        ("<script", "</script>"),
        ("<pre", "</pre>"),
        ("<style", "</style>"),
        ("<textarea", "</textarea>"),
    ];
    let names = |with: &str| {
        let after = raw.get(with.len()..).and_then(|rest| rest.chars().next());
        begins(with) && after.is_none_or(|c| c == '>' || c.is_whitespace())
    };
    if let Some((_, end)) = ends.iter().find(|(start, _)| names(start)) {
        let lower = raw.to_ascii_lowercase();
        let closed = lower.contains(end);
        // After a heading another may begin: then it is that one's end.
        let below = lower.find("\n## ").and_then(|at| lower.get(at..));
        let another =
            below.is_some_and(|below| ends.iter().any(|(start, _)| below.contains(start)));
        return (!closed || another).then_some(*end);
    }
    let others = [("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")];
    let (_, end) = others.into_iter().find(|(start, _)| begins(start))?;
    let before = raw.find(end).and_then(|at| raw.get(..at));
    let closed = before.is_some_and(|before| !before.contains("\n## "));
    (!closed).then_some(end)
}

/// At most how many cells the tables of a text have. The parser gives each row as many cells as the table has columns,
/// whatever the row contains, so a few megabytes can become hundreds of millions of cells.
fn cells(text: &str) -> usize {
    let in_line = |byte: u8| b" \t>|:-+*.)".contains(&byte) || byte.is_ascii_digit();
    let lines = text.as_bytes().split(|byte| *byte == b'\n');
    let without_end = |line: &'_ [u8]| line.strip_suffix(b"\r").map_or(line.len(), <[u8]>::len);
    let lines = lines.flat_map(|line| line[..without_end(line)].split(|byte| *byte == b'\r'));
    let (mut columns, mut cells) = (0, 0);
    for line in lines {
        if line.trim_ascii().is_empty() {
            columns = 0;
        } else if line.contains(&b'-') && line.iter().all(|byte| in_line(*byte)) {
            columns = columns.max(memchr::memchr_iter(b'|', line).count() + 1);
        }
        cells += columns;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(text: &str) -> Vec<Shape> {
        let document = Document::read(text);
        document.blocks.iter().map(|block| block.shape).collect()
    }

    #[test]
    fn blocks_are_distinguished() {
        use Shape::{CardHeading, Other, Paragraph, ProbeHeading, Rule, Title, Underlined};
        let list = |ordered| Shape::List { ordered };
        let fence = |closed| Shape::Code {
            fenced: true,
            closed,
        };
        let cases: [(&str, &[Shape]); 21] = [
            (
                "# A\n## B\n### C\n#### D",
                &[Title, CardHeading, ProbeHeading, Other],
            ),
            (
                "## x\n\na\n---\nb\n===",
                &[
                    CardHeading,
                    Underlined { rule: true },
                    Underlined { rule: false },
                ],
            ),
            (
                "t\n===\n\na\n---\nb\n---",
                &[Title, CardHeading, CardHeading],
            ),
            (
                "# t\n### a\n### b\n#### c",
                &[Title, CardHeading, CardHeading, Other],
            ),
            (
                "# t\n# a\nb\n# c",
                &[Title, CardHeading, Paragraph, CardHeading],
            ),
            ("# t\n### a", &[Title, ProbeHeading]),
            ("a\n\n---\n\n-----", &[Paragraph, Rule, Rule]),
            ("***\n___\n- - -", &[Other, Other, Other]),
            ("- a\n\n1. b", &[list(false), list(true)]),
            ("```js\na\n```\nb", &[fence(true), Paragraph]),
            ("```js\na\n", &[fence(false)]),
            ("```", &[fence(false)]),
            ("```\n```\n\n", &[fence(true)]),
            ("~~~~\na\n~~~\n", &[fence(false)]),
            ("```\na\n  ````  \nb", &[fence(true), Paragraph]),
            ("```\na\n```\t\nb", &[fence(false)]),
            (
                "<!-- a -->\n<b>\n",
                &[Shape::Comment { closed: true }, Other],
            ),
            ("<!-- a\n\nb", &[Shape::Comment { closed: false }]),
            ("\u{feff}# A", &[Title]),
            ("> ## A\n\n- ## B", &[Other, list(false)]),
            (
                "#a\n---\n####### b\n===",
                &[CardHeading, Underlined { rule: false }],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(shapes(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_an_open_comment_or_fence_hides_is_read_all_the_same() {
        use Shape::CardHeading;
        let open = [Shape::Comment { closed: false }, CardHeading, CardHeading];
        assert_eq!(shapes("<!--\na\n## B\n## C\n"), open);
        let closed_by_another = shapes("<!--\na\n## B\n<!-- c -->\n## C\n");
        assert_eq!(closed_by_another[2], Shape::Comment { closed: true });
        assert_eq!(
            shapes("<!--\n## B\n-->\n"),
            [Shape::Comment { closed: true }]
        );
        let text = "```js\na\n## B\n";
        let document = Document::read(text);
        assert_eq!(document.blocks[1].bytes, 8..12);
    }

    #[test]
    fn markdown_loses_empty_lines_around_it_but_no_indentation() {
        let text = "\r\n \r\n    code\r\n  b\r\n\r\n";
        let document = Document::read(text);
        assert_eq!(document.markdown(0..text.len()), "    code\n  b");
    }

    #[test]
    fn code_has_its_language_and_its_lines() {
        let document = Document::read("````js title=x\r\na\r\n```\r\n````\r\n");
        let code = document.code(&document.blocks[0]);
        assert_eq!((&*code.language, &*code.text), ("js", "a\n```\n"));
    }
}
