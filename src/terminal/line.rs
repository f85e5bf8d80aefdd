//! Styled text: spans, and lines of them. It contains nothing that could move a cursor.

use super::style::{Colors, Style};
use super::text;

/// A piece of text in one style. Its text is clean: no control character, no line break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    text: String,
    style: Style,
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
            Some(last) if last.style == span.style => last.text.push_str(&span.text),
            _ => self.spans.push(span),
        }
    }

    /// Adds a piece of a span, which is clean as the span is.
    pub(super) fn push_piece(&mut self, piece: &str, style: Style) {
        match self.spans.last_mut() {
            Some(last) if last.style == style => last.text.push_str(piece),
            _ => self.spans.push(Span {
                text: piece.to_owned(),
                style,
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

/// A line with the escape sequences for these colours; with [`Colors::None`], only text.
pub fn paint(line: &Line, colors: Colors) -> String {
    let painted = |span: &Span| match colors {
        Colors::None => span.text().to_owned(),
        _ => span.style().ansi(colors).apply_to(span.text()).to_string(),
    };
    line.spans().iter().map(painted).collect()
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
            assert_eq!(paint(&line, colors), expected);
        }
    }
}
