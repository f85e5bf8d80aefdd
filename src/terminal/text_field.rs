//! A line of text being typed.

use unicode_segmentation::UnicodeSegmentation as _;

use super::keys::Key;
use super::line::Line;
use super::style::Tone;
use super::text;

/// The notice for a paste of which [`TextField::keeps_first_line`].
pub(crate) const FIRST_LINE_KEPT: &str =
    "Only one line fits here: the first line that you pasted is kept.";

/// One line with a cursor in it, edited by whole characters as people see them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextField {
    before: String,
    after: String,
}

impl TextField {
    /// What has been typed.
    pub(crate) fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// Whether nothing has been typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Whether nothing but spaces has been typed.
    pub(crate) fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// Whether the cursor is at the start.
    pub(crate) fn at_start(&self) -> bool {
        self.before.is_empty()
    }

    /// Whether the cursor is at the end.
    pub(crate) fn at_end(&self) -> bool {
        self.after.is_empty()
    }

    /// Removes what follows the cursor and returns it as a field with the cursor at its start.
    pub(crate) fn cut(&mut self) -> Self {
        Self {
            before: String::new(),
            after: std::mem::take(&mut self.after),
        }
    }

    /// Appends another field's text, with the cursor between the two.
    pub(crate) fn glue(&mut self, other: &Self) {
        self.before.push_str(&std::mem::take(&mut self.after));
        self.after = other.text();
    }

    /// Types a text without line breaks.
    pub(crate) fn type_in(&mut self, text: &str) {
        self.before.push_str(text);
    }

    /// Where the cursor is, in characters.
    pub(crate) fn cursor(&self) -> usize {
        self.before.chars().count()
    }

    /// Takes a key that edits; `false` for any other. Pasted text goes in up to its first line break:
    /// it never submits.
    pub(crate) fn key(&mut self, key: &Key) -> bool {
        match key {
            // A space at the very beginning is more often a wrong key than text.
            Key::Char(' ') if self.before.is_empty() => return false,
            Key::Char(c) => self.before.push(*c),
            Key::Paste(text) => {
                self.before
                    .push_str(text.trim_start().lines().next().unwrap_or(""));
            }
            Key::Backspace => {
                let rest = last_start(&self.before);
                self.before.truncate(rest);
            }
            Key::Delete => {
                let first = first_end(&self.after);
                self.after.drain(..first);
            }
            Key::Left => {
                let moved = self.before.split_off(last_start(&self.before));
                self.after.insert_str(0, &moved);
            }
            Key::Right => {
                let moved: String = self.after.drain(..first_end(&self.after)).collect();
                self.before.push_str(&moved);
            }
            Key::Home | Key::Ctrl('a') => {
                self.after.insert_str(0, &std::mem::take(&mut self.before));
            }
            Key::End | Key::Ctrl('e') => self.before.push_str(&std::mem::take(&mut self.after)),
            Key::Ctrl('u') => self.before.clear(),
            Key::Ctrl('k') => self.after.clear(),
            Key::Ctrl('w') => self.before.truncate(word_start(&self.before)),
            Key::WordLeft | Key::Alt('b') => {
                let moved = self.before.split_off(word_start(&self.before));
                self.after.insert_str(0, &moved);
            }
            Key::WordRight | Key::Alt('f') => {
                let moved: String = self.after.drain(..word_end(&self.after)).collect();
                self.before.push_str(&moved);
            }
            Key::Alt('d') => {
                self.after.drain(..word_end(&self.after));
            }
            _ => return false,
        }
        true
    }

    /// Whether this is a paste of which only the first line goes in.
    pub(crate) fn keeps_first_line(key: &Key) -> bool {
        matches!(key, Key::Paste(text) if text.trim().lines().count() > 1)
    }

    /// The field after a lead, no wider than `width`, and the column of its cursor. What does not fit
    /// is cut on the left, so that the cursor stays in sight.
    pub(crate) fn show(&self, lead: &Line, width: usize) -> (Line, usize) {
        let room = width.saturating_sub(lead.width() + 1).max(1);
        let mut before = self.before.as_str();
        while text::width(before) > room {
            before = &before[first_end(before)..];
        }
        let mut after = String::new();
        for grapheme in self.after.graphemes(true) {
            if text::width(before) + text::width(&after) + text::width(grapheme) > room {
                break;
            }
            after.push_str(grapheme);
        }
        let column = lead.width() + text::width(before);
        let mut line = lead.clone();
        line.push(format!("{before}{after}"), Tone::Plain);
        (line, column)
    }

    /// The whole text in rows no wider than `room`, and the row and column of the cursor. Words stay
    /// whole where they fit; nothing is dropped but spaces at the end of a row.
    pub(crate) fn rows(&self, room: usize) -> (Vec<String>, (usize, usize)) {
        let all = self.text();
        let (mut starts, mut word, mut used) = (vec![0], 0, 0);
        for (at, grapheme) in all.grapheme_indices(true) {
            let width = text::width(grapheme);
            if grapheme == " " {
                // A space may hang over the edge.
                word = at + 1;
                used += width;
                continue;
            }
            loop {
                let row = starts.last().copied().unwrap_or(0);
                if used + width <= room || at == row {
                    break;
                }
                let start = if word > row { word } else { at };
                starts.push(start);
                used = text::width(&all[start..at]);
                word = start;
            }
            used += width;
        }
        let row = starts
            .iter()
            .rposition(|&start| start <= self.before.len())
            .unwrap_or(0);
        let column = text::width(&all[starts[row]..self.before.len()]).min(room);
        let ends = starts.iter().skip(1).copied().chain([all.len()]);
        let rows = starts
            .iter()
            .zip(ends)
            .map(|(&start, end)| all[start..end].trim_end_matches(' ').to_owned())
            .collect();
        (rows, (row, column))
    }
}

/// Where the last character that people see begins.
fn last_start(text: &str) -> usize {
    text.grapheme_indices(true)
        .next_back()
        .map_or(0, |(start, _)| start)
}

/// Where the last word begins.
fn word_start(text: &str) -> usize {
    text.trim_end().rfind(' ').map_or(0, |space| space + 1)
}

/// Where the first word ends.
fn word_end(text: &str) -> usize {
    let before = text.len() - text.trim_start().len();
    text[before..]
        .find(' ')
        .map_or(text.len(), |space| before + space)
}

/// Where the first character that people see ends.
fn first_end(text: &str) -> usize {
    text.graphemes(true).next().map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> TextField {
        let mut field = TextField::default();
        for key in keys {
            assert!(field.key(key), "{key:?}");
        }
        field
    }

    #[test]
    fn editing_goes_by_what_people_see_as_one_character() {
        let mut field = typed(&[Key::Paste("a👩‍👩‍👧e\u{301}".into())]);
        field.key(&Key::Backspace);
        assert_eq!(field.text(), "a👩‍👩‍👧");
        field.key(&Key::Left);
        field.key(&Key::Delete);
        assert_eq!(field.text(), "a");
    }

    #[test]
    fn pasted_text_fills_one_line_and_never_submits() {
        assert_eq!(
            typed(&[Key::Paste("EMFILE\nrm -rf /\n".into())]).text(),
            "EMFILE"
        );
    }

    #[test]
    fn the_cursor_stays_in_sight_in_a_narrow_field() {
        let field = typed(&[Key::Paste("0123456789".into())]);
        let (line, column) = field.show(&Line::from("› "), 8);
        assert_eq!((line.plain().as_str(), column), ("› 56789", 7));
    }

    #[test]
    fn a_long_text_is_laid_in_rows_by_words() {
        let mut field = typed(&[Key::Paste("the loop is blocked".into())]);
        let (rows, cursor) = field.rows(8);
        assert_eq!(rows, ["the loop", "is", "blocked"]);
        assert_eq!(cursor, (2, 7));
        field.key(&Key::Home);
        assert_eq!(field.rows(8).1, (0, 0));
        let field = typed(&[Key::Paste("事件循环被阻塞".into())]);
        assert_eq!(field.rows(5).0, ["事件", "循环", "被阻", "塞"]);
    }

    proptest::proptest! {
        #[test]
        fn rows_fit_and_lose_nothing(text in "[a-z 事件👍e\u{301}]{0,60}", room in 2usize..30) {
            let mut field = TextField::default();
            field.type_in(&text);
            let (rows, (row, column)) = field.rows(room);
            proptest::prop_assert!(rows.iter().all(|row| crate::terminal::text::width(row) <= room));
            proptest::prop_assert!(row < rows.len() && column <= room);
            let shown: String = rows.concat().split(' ').collect();
            proptest::prop_assert_eq!(shown, text.replace(' ', ""));
        }
    }

    #[test]
    fn words_and_lines_are_cleared_with_the_usual_keys() {
        let field = typed(&[Key::Paste("npm run build".into()), Key::Ctrl('w')]);
        assert_eq!(field.text(), "npm run ");
        assert!(typed(&[Key::Paste("npm".into()), Key::Ctrl('u')]).is_empty());
    }

    #[test]
    fn alt_and_control_move_by_words() {
        let mut field = typed(&[
            Key::Paste("npm run build".into()),
            Key::WordLeft,
            Key::Alt('b'),
        ]);
        assert_eq!(field.cursor(), 4);
        field.key(&Key::Alt('f'));
        assert_eq!(field.cursor(), 7);
        field.key(&Key::Alt('d'));
        assert_eq!(field.text(), "npm run");
    }

    #[test]
    fn a_space_before_everything_is_left_out() {
        let mut field = TextField::default();
        assert!(!field.key(&Key::Char(' ')));
        field.key(&Key::Char('a'));
        assert!(field.key(&Key::Char(' ')));
        assert_eq!(field.text(), "a ");
    }
}
