//! The text of a deck file, and where in it something stands.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A deck file: how it is called when it is shown, and what is in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The file, as it is to be shown: `decks/mine.md`, or `built-in decks/02-runtime.md`.
    pub file: Arc<str>,
    /// All of its text, a byte order mark included, so that byte offsets are those of the file.
    pub text: FileText,
}

/// The text of a file, which may be read only when somebody wants it.
pub struct FileText {
    read: OnceLock<Option<Cow<'static, str>>>,
    read_again: Option<ReadAgain>,
}

/// Reads a file again that was read before; `None` where it is no longer the same.
pub type ReadAgain = Box<dyn Fn() -> Option<String> + Send + Sync>;

impl FileText {
    /// Whether the text could not be read again as it was; it is empty then.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.text().is_none()
    }

    fn text(&self) -> Option<&str> {
        let read = || Some(Cow::Owned(self.read_again.as_ref()?()?));
        self.read.get_or_init(read).as_deref()
    }
}

impl Deref for FileText {
    type Target = str;

    fn deref(&self) -> &str {
        self.text().unwrap_or_default()
    }
}

impl fmt::Debug for FileText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl PartialEq for FileText {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for FileText {}

impl Source {
    /// A file with its text.
    #[must_use]
    pub fn new(file: &str, text: impl Into<Cow<'static, str>>) -> Arc<Self> {
        Arc::new(Self {
            file: file.into(),
            text: FileText {
                read: OnceLock::from(Some(text.into())),
                read_again: None,
            },
        })
    }

    /// A file that was read before, and is read again when its text is asked for.
    #[must_use]
    pub fn known(file: &str, read_again: ReadAgain) -> Arc<Self> {
        Arc::new(Self {
            file: file.into(),
            text: FileText {
                read: OnceLock::new(),
                read_again: Some(read_again),
            },
        })
    }

    /// The line and the column of a byte, both from 1. Lines end with a line feed. A column counts
    /// Unicode scalar values (a Chinese character is one), not bytes and not screen cells. Offsets
    /// past the end stand for the end, and one inside a character for that character.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = self.text.get(..end).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let column = before
            .get(line_start..)
            .unwrap_or_default()
            .chars()
            .filter(|&c| c != BYTE_ORDER_MARK)
            .count();
        (line, column + 1)
    }

    /// The last part of the file's name, without `.md`.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file.rsplit(['/', '\\']).next().unwrap_or_default();
        name.strip_suffix(".md").unwrap_or(name)
    }
}

/// What some editors put at the start of a file; it takes no column.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let source = Source::new("a.md", "ab\n事件循环 x\n\nend");
        let cases = [
            (0, (1, 1)),
            (2, (1, 3)),
            (3, (2, 1)),
            (16, (2, 6)),
            (18, (3, 1)),
            (22, (4, 4)),
            (999, (4, 4)),
            (4, (2, 1)),
        ];
        for (offset, expected) in cases {
            assert_eq!(source.line_column(offset), expected, "byte {offset}");
        }
    }

    #[test]
    fn a_byte_order_mark_takes_bytes_but_no_column() {
        let source = Source::new("a.md", "\u{feff}# Title");
        assert_eq!(source.line_column(3), (1, 1));
        assert_eq!(source.line_column(5), (1, 3));
    }

    #[test]
    fn the_stem_is_the_name_without_folder_and_extension() {
        assert_eq!(Source::new("decks/02-runtime.md", "").stem(), "02-runtime");
        assert_eq!(Source::new("mine", "").stem(), "mine");
    }
}
