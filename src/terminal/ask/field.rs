//! A line of text being typed.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::text;

/// One line with a cursor in it, edited by whole characters as people see them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Field {
    before: String,
    after: String,
}

impl Field {
    /// A field with a text in it and the cursor at its end.
    pub(in super::super) fn with(text: &str) -> Self {
        Self {
            before: text.to_owned(),
            after: String::new(),
        }
    }

    /// What has been typed.
    pub(in super::super) fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// Whether nothing has been typed.
    pub(in super::super) fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Takes a key that edits; `false` for any other. Pasted text goes in up to its first line break:
    /// it never submits.
    pub(in super::super) fn key(&mut self, key: &Key) -> bool {
        match key {
            Key::Char(c) => self.before.push(*c),
            Key::Paste(text) => {
                self.before
                    .push_str(text.trim_start().lines().next().unwrap_or(""));
            }
            Key::Backspace => {
                let kept = last_start(&self.before);
                self.before.truncate(kept);
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
            Key::Ctrl('w') => {
                let kept = self
                    .before
                    .trim_end()
                    .rfind(' ')
                    .map_or(0, |space| space + 1);
                self.before.truncate(kept);
            }
            _ => return false,
        }
        true
    }

    /// The field after a lead, no wider than `width`, and the column of its cursor. What does not fit
    /// is cut on the left, so that the cursor stays in sight.
    pub(in super::super) fn show(&self, lead: &Line, width: usize) -> (Line, usize) {
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
}

/// Where the last character that people see begins.
fn last_start(text: &str) -> usize {
    text.grapheme_indices(true)
        .next_back()
        .map_or(0, |(start, _)| start)
}

/// Where the first character that people see ends.
fn first_end(text: &str) -> usize {
    text.graphemes(true).next().map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> Field {
        let mut field = Field::default();
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
    fn words_and_lines_are_cleared_with_the_usual_keys() {
        let field = typed(&[Key::Paste("npm run build".into()), Key::Ctrl('w')]);
        assert_eq!(field.text(), "npm run ");
        assert!(typed(&[Key::Paste("npm".into()), Key::Ctrl('u')]).is_empty());
    }
}
