//! The text of a deck file, and places in it; what a file that is not UTF-8 may be encoded in.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

/// A deck file: the name under which it is shown, and its content.
#[derive(Debug, Serialize, Deserialize)]
pub struct Source {
    /// The file, as it is shown: `decks/mine.md`, or `built-in decks/02-runtime.md`.
    pub file: Arc<str>,
    /// All of its text, a byte order mark included, so that byte offsets are those of the file.
    #[serde(skip)]
    pub text: Cow<'static, str>,
    /// Where its lines end, once a place was asked for: a file may have a fault in every line.
    #[serde(skip)]
    line_ends: OnceLock<Vec<usize>>,
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.file == other.file && self.text == other.text
    }
}

impl Eq for Source {}

impl Source {
    /// A file with its text.
    pub fn new(file: &str, text: impl Into<Cow<'static, str>>) -> Arc<Self> {
        Arc::new(Self {
            file: file.into(),
            text: text.into(),
            line_ends: OnceLock::new(),
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
        let line_ends = self
            .line_ends
            .get_or_init(|| memchr::memchr_iter(b'\n', self.text.as_bytes()).collect());
        let line = line_ends.partition_point(|at| *at < end);
        let line_start = line
            .checked_sub(1)
            .map_or(0, |before| line_ends[before] + 1);
        let column = before
            .get(line_start..)
            .unwrap_or_default()
            .chars()
            .filter(|&c| c != BYTE_ORDER_MARK)
            .count();
        (line + 1, column + 1)
    }

    /// The last part of the file's name, without `.md`.
    pub fn stem(&self) -> &str {
        let name = self.file.rsplit(['/', '\\']).next().unwrap_or_default();
        match name.rsplit_once('.') {
            Some((stem, end)) if ENDINGS.iter().any(|known| end.eq_ignore_ascii_case(known)) => {
                stem
            }
            _ => name,
        }
    }
}

/// Whether a deck file came with decks of others, by its path as it is shown: `decks/shared/NAME/…`.
pub fn is_shared(file: &str) -> bool {
    let below = file.strip_prefix("decks/shared/");
    below.is_some_and(|below| below.contains('/'))
}

/// How the names of deck files end, in upper or lower case.
pub const ENDINGS: [&str; 2] = ["md", "markdown"];

/// What some editors put at the start of a file; it takes no column.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// The texts of all files, by the names that places have.
pub(super) struct Sources<'s> {
    by_file: HashMap<&'s str, &'s Arc<Source>>,
    own: HashSet<&'s str>,
}

impl<'s> Sources<'s> {
    pub(super) fn new(sources: &'s [Arc<Source>], own: &'s [Arc<str>]) -> Self {
        Self {
            by_file: sources
                .iter()
                .map(|source| (&*source.file, source))
                .collect(),
            own: own.iter().map(|file| &**file).collect(),
        }
    }

    /// The text of a file.
    pub(super) fn of(&self, file: &str) -> Option<&'s Arc<Source>> {
        self.by_file.get(file).copied()
    }

    /// Whether a file is the learner's to change.
    pub(super) fn is_own(&self, file: &str) -> bool {
        self.own.contains(file)
    }
}

/// The characters of Windows-1252 from 0x80 to 0x9F, where it differs from Latin-1; a space where there is none.
const WINDOWS: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// The likely encoding, and the text in it: UTF-16 where the file says so, else Windows-1252. It is a guess, for
/// somebody to look at.
pub fn guessed(bytes: &[u8]) -> Option<(&'static str, String)> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let units = pairs.iter().map(|pair| unit(*pair));
        let text: Option<String> = char::decode_utf16(units).map(Result::ok).collect();
        text.filter(|_| rest.is_empty())
    };
    match bytes {
        [0xff, 0xfe, text @ ..] => Some(("UTF-16", utf16(text, u16::from_le_bytes)?)),
        [0xfe, 0xff, text @ ..] => Some(("UTF-16", utf16(text, u16::from_be_bytes)?)),
        _ => {
            let text: Option<String> = bytes.iter().map(|byte| windows(*byte)).collect();
            Some(("Windows-1252", text?))
        }
    }
}

fn windows(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9f => WINDOWS
            .chars()
            .nth(usize::from(byte - 0x80))
            .filter(|c| *c != ' '),
        0 => None,
        _ => Some(char::from(byte)),
    }
}

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
        assert_eq!(Source::new("a.b/Mine.MARKDOWN", "").stem(), "Mine");
    }

    #[test]
    fn western_and_utf_16_texts_are_guessed_and_binary_ones_are_not() {
        assert_eq!(
            guessed(b"Caf\xe9 \x80"),
            Some(("Windows-1252", "Café €".to_owned()))
        );
        assert_eq!(
            guessed(b"\xff\xfe#\0\x0a\0"),
            Some(("UTF-16", "#\n".to_owned()))
        );
        assert_eq!(guessed(b"\xfe\xff\0#"), Some(("UTF-16", "#".to_owned())));
        for none in [&b"\xff\xfe#"[..], b"a\0b", b"\x81"] {
            assert_eq!(guessed(none), None, "{none:?}");
        }
        assert_eq!(WINDOWS.chars().count(), 32);
    }
}
