//! Text being typed: a line of it, or several.

use crate::ask::key_table::Command;
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::Tone;
use crate::terminal::text_field::{FIRST_LINE_KEPT, TextField};

use super::kind_screen::{KeyOutcome, Offer};
use super::text_renderer::{Content, TextRenderer};

/// Lines with a cursor in one of them. There is always at least one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextArea {
    lines: Vec<TextField>,
    at: usize,
}

impl Default for TextArea {
    fn default() -> Self {
        Self {
            lines: vec![TextField::default()],
            at: 0,
        }
    }
}

impl TextArea {
    /// A text to be continued, with the cursor at the end of its first line.
    pub(crate) fn starting(text: &str) -> Self {
        let mut text_area = Self::default();
        text_area.key(&Key::Paste(text.to_owned()));
        text_area.at = 0;
        text_area.lines[0].key(&Key::End);
        text_area
    }

    /// The lines; an empty one at the end, where the next would be typed, does not count.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.lines.iter().map(TextField::text).collect();
        if lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }

    /// Everything that was typed.
    pub(crate) fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Whether only empty lines were typed.
    pub(crate) fn is_blank(&self) -> bool {
        self.lines.iter().all(TextField::is_empty)
    }

    /// Whether the cursor is on an empty line at the end.
    pub(crate) fn at_empty_end(&self) -> bool {
        self.at + 1 == self.lines.len() && self.lines[self.at].is_empty()
    }

    /// Whether a command ends the lines: Enter does so on an empty line after them.
    pub(crate) fn ends_lines(&self, command: Command) -> bool {
        match command {
            Command::Enter => !self.is_blank() && self.at_empty_end(),
            command => command == Command::Done,
        }
    }

    /// The commands for lines that an empty one ends.
    pub(crate) fn offers_of_lines(&self) -> Vec<Offer> {
        let enter = if self.at_empty_end() {
            "done"
        } else {
            "next line, empty: done"
        };
        Offer::those([
            (!self.is_blank(), Offer::saying(Command::Enter, enter)),
            (!self.is_blank(), Offer::silent(Command::Done)),
            (true, Offer::usual(Command::DontKnow)),
            (true, Offer::silent(Command::NewLine)),
            (true, Offer::silent(Command::Editor)),
            (true, Offer::silent(Command::Edit)),
        ])
    }

    /// What can be done with a longer text.
    pub(crate) fn offers_of_a_text(&self) -> Vec<Offer> {
        Offer::those([
            (true, Offer::usual(Command::Done)),
            (!self.is_blank(), Offer::usual(Command::NewLine)),
            (true, Offer::usual(Command::Editor)),
            (true, Offer::usual(Command::DontKnow)),
            (true, Offer::silent(Command::Edit)),
        ])
    }

    /// Carries out what edits. A new line where there is nothing yet does nothing.
    pub(crate) fn take(&mut self, command: Command, key: &Key) -> KeyOutcome {
        let done = match command {
            // Enter on an empty field is more often a mistake than an answer.
            Command::NewLine if self.is_blank() => false,
            Command::Enter if self.lines[self.at].is_empty() => false,
            Command::NewLine | Command::Enter => self.key(&Key::Enter),
            Command::Edit => self.key(key),
            Command::Indent => self.key(&Key::Paste("  ".to_owned())),
            _ => false,
        };
        if done {
            KeyOutcome::Stay
        } else {
            KeyOutcome::Nothing
        }
    }

    /// Replaces what was typed.
    pub(crate) fn replace(&mut self, text: &str) {
        *self = Self::default();
        self.key(&Key::Paste(text.trim().to_owned()));
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
            // A space would be a mistake only at the very beginning.
            Key::Char(' ') if self.at > 0 && here.at_start() => here.type_in(" "),
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
    pub(crate) fn show(&self, renderer: &TextRenderer, content: &mut Content) {
        for (index, field) in self.lines.iter().enumerate() {
            let sign = if index == self.at { "› " } else { "  " };
            let lead = Line::styled(sign, Tone::Accent);
            // One column is for the cursor after a full row.
            let room = renderer.width.saturating_sub(lead.width() + 1).max(2);
            let (rows, (row, column)) = field.rows(room);
            if index == self.at {
                content.cursor = Some((content.lines.len() + row, lead.width() + column));
            }
            for (number, text) in rows.into_iter().enumerate() {
                let lead = if number == 0 {
                    lead.clone()
                } else {
                    Line::from("  ")
                };
                content.add([lead.with(text, Tone::Plain)]);
            }
        }
    }
}

/// The commands for an answer of one line, of which nothing is typed yet or something.
pub(crate) fn offers_of_a_line(is_blank: bool) -> Vec<Offer> {
    Offer::those([
        (!is_blank, Offer::usual(Command::Enter)),
        (true, Offer::usual(Command::DontKnow)),
        (true, Offer::silent(Command::Edit)),
    ])
}

/// Takes a key that edits a field of one line.
pub(crate) fn edit(field: &mut TextField, key: &Key) -> KeyOutcome {
    match field.key(key) {
        true if TextField::keeps_first_line(key) => KeyOutcome::Said(FIRST_LINE_KEPT),
        true => KeyOutcome::Stay,
        false => KeyOutcome::Nothing,
    }
}

/// The commands for code that is typed; `done` is what ends it.
pub(crate) fn offers_of_code(done: Offer) -> Vec<Offer> {
    vec![
        done,
        Offer::usual(Command::Editor),
        Offer::usual(Command::Indent),
        Offer::usual(Command::TakeBack),
        Offer::silent(Command::NewLine),
        Offer::silent(Command::Edit),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> TextArea {
        let mut text_area = TextArea::default();
        for key in keys {
            assert!(text_area.key(key), "{key:?}");
        }
        text_area
    }

    #[test]
    fn lines_are_broken_and_joined() {
        let mut text_area = typed(&[
            Key::Paste("one two".into()),
            Key::Ctrl('w'),
            Key::Enter,
            Key::Char('2'),
        ]);
        assert_eq!(text_area.lines(), ["one ", "2"]);
        text_area.key(&Key::Home);
        text_area.key(&Key::Backspace);
        assert_eq!(text_area.lines(), ["one 2"]);
        text_area.key(&Key::Home);
        text_area.key(&Key::Enter);
        assert_eq!(text_area.lines(), ["", "one 2"]);
        text_area.key(&Key::Up);
        text_area.key(&Key::Delete);
        assert_eq!(text_area.lines(), ["one 2"]);
    }

    #[test]
    fn a_paste_of_many_lines_is_many_lines() {
        let text_area = typed(&[Key::Paste("now\n\nlater\n".into())]);
        assert_eq!(text_area.lines(), ["now", "", "later"]);
        assert_eq!(text_area.text(), "now\n\nlater");
    }

    #[test]
    fn an_empty_line_at_the_end_is_still_to_be_typed() {
        let text_area = typed(&[Key::Char('a'), Key::Enter]);
        assert_eq!(text_area.lines(), ["a"]);
        assert!(TextArea::default().lines().is_empty());
    }
}
