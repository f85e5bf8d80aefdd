//! Several lines of text being typed.

use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;

use super::field::Field;
use super::shown::Shown;
use super::text_renderer::TextRenderer;

/// Lines with a cursor in one of them. There is always at least one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Essay {
    lines: Vec<Field>,
    at: usize,
}

impl Default for Essay {
    fn default() -> Self {
        Self {
            lines: vec![Field::default()],
            at: 0,
        }
    }
}

impl Essay {
    /// A text to be written on, with the cursor at the end of its first line.
    pub(crate) fn starting(text: &str) -> Self {
        let mut essay = Self::default();
        essay.key(&Key::Paste(text.to_owned()));
        essay.at = 0;
        essay.lines[0].key(&Key::End);
        essay
    }

    /// Goes to the end of the next line, from the last one to the first.
    pub(crate) fn next_line(&mut self) {
        self.at = (self.at + 1) % self.lines.len();
        self.lines[self.at].key(&Key::End);
    }

    /// The lines; an empty one at the end, where the next would be typed, is none.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.lines.iter().map(Field::text).collect();
        if lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }

    /// All that was typed.
    pub(crate) fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Takes a key that edits; `false` for any other. Enter begins a new line, and so does each line
    /// break of pasted text: neither submits.
    pub(crate) fn key(&mut self, key: &Key) -> bool {
        let last = self.lines.len() - 1;
        let here = &mut self.lines[self.at];
        match key {
            Key::Enter => self.break_line(),
            Key::Paste(text) => {
                for (index, line) in text.trim_end_matches('\n').split('\n').enumerate() {
                    if index > 0 {
                        self.break_line();
                    }
                    self.lines[self.at].type_in(line);
                }
            }
            Key::Backspace if here.at_start() => {
                if self.at > 0 {
                    self.at -= 1;
                    self.join_next();
                }
            }
            Key::Delete if here.at_end() => {
                if self.at < last {
                    self.join_next();
                }
            }
            Key::Up => self.at = self.at.saturating_sub(1),
            Key::Down => self.at = (self.at + 1).min(last),
            key => return here.key(key),
        }
        true
    }

    fn break_line(&mut self) {
        let rest = self.lines[self.at].cut();
        self.at += 1;
        self.lines.insert(self.at, rest);
    }

    fn join_next(&mut self) {
        let next = self.lines.remove(self.at + 1);
        self.lines[self.at].glue(&next);
    }

    /// Adds the lines to what is shown, the cursor with them.
    pub(crate) fn show(&self, renderer: &TextRenderer, shown: &mut Shown) {
        for (index, field) in self.lines.iter().enumerate() {
            let sign = if index == self.at { "› " } else { "  " };
            let lead = Line::styled(sign, Tone::Accent);
            // One column is for the cursor behind a full row.
            let room = renderer.width.saturating_sub(lead.width() + 1).max(2);
            let (rows, (row, column)) = field.rows(room);
            if index == self.at {
                shown.cursor = Some((shown.lines.len() + row, lead.width() + column));
            }
            for (number, text) in rows.into_iter().enumerate() {
                let lead = if number == 0 {
                    lead.clone()
                } else {
                    Line::from("  ")
                };
                shown.add([lead.with(text, Tone::Plain)]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> Essay {
        let mut essay = Essay::default();
        for key in keys {
            assert!(essay.key(key), "{key:?}");
        }
        essay
    }

    #[test]
    fn lines_are_broken_and_joined() {
        let mut essay = typed(&[
            Key::Paste("one two".into()),
            Key::Ctrl('w'),
            Key::Enter,
            Key::Char('2'),
        ]);
        assert_eq!(essay.lines(), ["one ", "2"]);
        essay.key(&Key::Home);
        essay.key(&Key::Backspace);
        assert_eq!(essay.lines(), ["one 2"]);
        essay.key(&Key::Home);
        essay.key(&Key::Enter);
        assert_eq!(essay.lines(), ["", "one 2"]);
        essay.key(&Key::Up);
        essay.key(&Key::Delete);
        assert_eq!(essay.lines(), ["one 2"]);
    }

    #[test]
    fn a_paste_of_many_lines_is_many_lines() {
        let essay = typed(&[Key::Paste("now\n\nlater\n".into())]);
        assert_eq!(essay.lines(), ["now", "", "later"]);
        assert_eq!(essay.text(), "now\n\nlater");
    }

    #[test]
    fn an_empty_line_at_the_end_is_still_to_be_typed() {
        let essay = typed(&[Key::Char('a'), Key::Enter]);
        assert_eq!(essay.lines(), ["a"]);
        assert!(Essay::default().lines().is_empty());
    }
}
