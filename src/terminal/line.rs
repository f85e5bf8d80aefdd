//! Styled text: spans, and lines of them. It contains nothing that could move a cursor.

use std::sync::Arc;

use memchr::memmem;

use super::style::{Colors, Style};
use super::text;

/// A piece of text in one style. Its text is clean: no control character, no line break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    text: String,
    style: Style,
    /// The web address that it is, or is a piece of.
    link: Option<Arc<str>>,
}

/// One line of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    spans: Vec<Span>,
}

impl Span {
    /// A piece of text, cleaned; line breaks become spaces.
    pub fn new(text: impl AsRef<str>, style: impl Into<Style>) -> Self {
        Self {
            text: text::clean(text.as_ref()).replace('\n', " "),
            style: style.into(),
            link: None,
        }
    }

    /// A web address, which terminals that know links open with a click: also where it takes two lines. It leads
    /// where it says, for no other text can be a link.
    pub fn address(address: &str, style: impl Into<Style>) -> Self {
        let of_the_web = ["https://", "http://"]
            .iter()
            .any(|scheme| address.starts_with(scheme));
        let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic());
        Self {
            link: (of_the_web && is_plain).then(|| address.into()),
            ..Self::new(address, style)
        }
    }

    /// A piece of running text.
    pub fn plain(text: impl AsRef<str>) -> Self {
        Self::new(text, Style::PLAIN)
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn style(&self) -> Style {
        self.style
    }

    /// Whether it continues another one: the same style, the same address.
    fn continues(&self, before: &Self) -> bool {
        self.style == before.style && self.link == before.link
    }

    /// The columns it takes.
    pub fn width(&self) -> usize {
        text::width(&self.text)
    }
}

impl Line {
    /// An empty line.
    pub fn new() -> Self {
        Self::default()
    }

    /// A line of one span.
    pub fn styled(text: impl AsRef<str>, style: impl Into<Style>) -> Self {
        let mut line = Self::new();
        line.push(text, style);
        line
    }

    /// Adds text at the end; text in the style of the last span joins it.
    pub fn push(&mut self, text: impl AsRef<str>, style: impl Into<Style>) {
        self.push_span(Span::new(text, style));
    }

    /// Adds a span at the end; one in the style of the last joins it.
    pub fn push_span(&mut self, span: Span) {
        if span.text.is_empty() {
            return;
        }
        match self.spans.last_mut() {
            Some(last) if span.continues(last) => last.text.push_str(&span.text),
            _ => self.spans.push(span),
        }
    }

    /// Adds a piece of a span, which is clean as the span is.
    pub(super) fn push_piece(&mut self, piece: &str, of: &Span) {
        match self.spans.last_mut() {
            Some(last) if of.continues(last) => last.text.push_str(piece),
            _ => self.spans.push(Span {
                text: piece.to_owned(),
                style: of.style,
                link: of.link.clone(),
            }),
        }
    }

    /// Adds spaces at the end, up to a width.
    pub fn pad(&mut self, width: usize) {
        let missing = width.saturating_sub(self.width());
        self.push(" ".repeat(missing), Style::PLAIN);
    }

    /// Adds another line's spans at the end.
    pub fn append(&mut self, other: &Self) {
        for span in &other.spans {
            self.push_span(span.clone());
        }
    }

    /// The same with another line's spans at the end.
    pub fn then(mut self, other: &Self) -> Self {
        self.append(other);
        self
    }

    /// The same with its spans in other styles.
    pub fn restyled(&self, style: impl Fn(Style) -> Style) -> Self {
        let mut line = Self::new();
        for span in &self.spans {
            line.push(&span.text, style(span.style));
        }
        line
    }

    /// The same with text added at the end, for building a line in one expression.
    pub fn with(mut self, text: impl AsRef<str>, style: impl Into<Style>) -> Self {
        self.push(text, style);
        self
    }

    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The columns it takes.
    pub fn width(&self) -> usize {
        self.spans.iter().map(Span::width).sum()
    }

    /// Its text without style.
    pub fn plain(&self) -> String {
        self.spans.iter().map(Span::text).collect()
    }

    /// Whether it shows nothing.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::styled(text, Style::PLAIN)
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::styled(text, Style::PLAIN)
    }
}

impl FromIterator<Span> for Line {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut line = Self::new();
        for span in spans {
            line.push_span(span);
        }
        line
    }
}

/// What begins a link; an empty address ends it.
const LINK: &str = "\x1b]8;;";
/// What ends the address of a link.
const LINK_END: &str = "\x1b\\";

/// A line with the escape sequences for these colours, and for links if the terminal knows them; with [`Colors::None`]
/// and without links, only text.
pub fn paint(line: &Line, colors: Colors, links: bool) -> String {
    let painted = |span: &Span| {
        let text = match colors {
            Colors::None => span.text().to_owned(),
            _ => span.style().ansi(colors).apply_to(span.text()).to_string(),
        };
        match span.link.as_ref().filter(|_| links) {
            Some(address) => format!("{LINK}{address}{LINK_END}{text}{LINK}{LINK_END}"),
            None => text,
        }
    };
    line.spans().iter().map(painted).collect()
}

/// Painted text without its links: not every pager knows them.
pub(super) fn without_links(painted: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(painted.len());
    let mut rest = painted;
    while let Some(begin) = memmem::find(rest, LINK.as_bytes()) {
        kept.extend_from_slice(&rest[..begin]);
        let link = &rest[begin..];
        let end = memmem::find(link, LINK_END.as_bytes()).map(|at| at + LINK_END.len());
        rest = &link[end.unwrap_or(link.len())..];
    }
    kept.extend_from_slice(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::super::style::Tone;
    use super::*;

    #[test]
    fn a_line_is_painted_in_the_colours_there_are() {
        let line = Line::from("a ").with("b", Style::of(Tone::Good).bold());
        let cases = [
            (Colors::None, "a b"),
            (Colors::Sixteen, "a \x1b[32m\x1b[1mb\x1b[0m"),
            (Colors::TwoFiftySix, "a \x1b[38;5;28m\x1b[1mb\x1b[0m"),
            (Colors::True, "a \x1b[38;2;40;134;60m\x1b[1mb\x1b[0m"),
        ];
        for (colors, expected) in cases {
            assert_eq!(paint(&line, colors, true), expected);
        }
    }

    #[test]
    fn an_address_is_a_link_where_links_are_known() {
        let mut line = Line::from("see ");
        line.push_span(Span::address("https://nodejs.org/api", Style::PLAIN));
        let link = "see \x1b]8;;https://nodejs.org/api\x1b\\https://nodejs.org/api\x1b]8;;\x1b\\";
        assert_eq!(paint(&line, Colors::None, true), link);
        assert_eq!(paint(&line, Colors::None, false), line.plain());
        assert_eq!(without_links(link.as_bytes()), line.plain().as_bytes());
    }

    #[test]
    fn what_is_not_a_plain_web_address_is_not_a_link() {
        for address in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://a.example/\x1b\\\x1b[31m",
            "https://a.example/\u{202e}b",
        ] {
            let line = Line::from_iter([Span::address(address, Style::PLAIN)]);
            let painted = paint(&line, Colors::None, true);
            assert!(!painted.contains('\x1b'), "{painted:?}");
        }
    }
}
