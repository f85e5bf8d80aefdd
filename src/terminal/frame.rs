//! The terminal as a device: what it can do, its size, the content of the whole screen, and what must be written to show
//! it.

use std::fmt::Write as _;

use console::Term;

use super::line::{Line, paint};
use super::style::{Colors, kind};
use super::wrap::truncate;

/// Alternate screen, cleared; bracketed paste; cursor hidden; no automatic wrap.
pub(super) const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J";

/// The inverse of [`ENTER`].
pub(super) const LEAVE: &str = "\x1b[?7h\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Marks what is pasted, outside of a session.
pub(super) const MARK_PASTES: &str = "\x1b[?2004h";

/// The inverse of [`MARK_PASTES`].
pub(super) const PASTES_UNMARKED: &str = "\x1b[?2004l";

/// Back to the first column, with the line erased.
pub(super) const WIPE_LINE: &str = "\r\x1b[K";

/// The numbers of the signals that a session hears of, as POSIX has them.
pub(super) const HANGUP: i32 = 1;
pub(super) const INTERRUPT: i32 = 2;

/// Whether the terminal can do more than print lines.
pub(super) fn knows_escapes() -> bool {
    !matches!(kind().as_str(), "" | "dumb")
}

/// Whether the terminal is known to open web addresses with a click (OSC 8); `FORCE_HYPERLINK=0` says no, and `1` yes.
pub(super) fn knows_links() -> bool {
    knows_escapes() && supports_hyperlinks::supports_hyperlinks()
}

/// Whether the locale says that text is UTF-8; on Windows the console takes any text.
pub(super) fn speaks_utf8() -> bool {
    if cfg!(windows) {
        return true;
    }
    let variables = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter();
    let mut set = variables
        .filter_map(std::env::var_os)
        .filter(|value| !value.is_empty());
    set.next().is_some_and(|locale| {
        let locale = locale.to_string_lossy().to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// The size of the terminal behind standard output; 80 by 24 if it is unknown.
pub(super) fn size() -> Size {
    match Term::stdout().size_checked() {
        Some((height, width)) if width > 0 && height > 0 => Size {
            width: width.into(),
            height: height.into(),
        },
        _ => Size::USUAL,
    }
}

/// Terminals that support synchronized output show what is between the two at once.
const BEGIN_UPDATE: &str = "\x1b[?2026h";
const END_UPDATE: &str = "\x1b[?2026l";

/// The size of the screen in character cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Size {
    /// What is assumed if the size is unknown.
    pub const USUAL: Self = Self {
        width: 80,
        height: 24,
    };

    /// The smallest size that is drawn for; a smaller screen shows the upper left part.
    pub const SMALLEST: Self = Self {
        width: 20,
        height: 6,
    };
}

/// The content of the whole screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// As many lines as the screen has rows, none wider than the screen.
    pub lines: Vec<Line>,
    /// Where the cursor is shown, as row and column from zero; hidden if `None`.
    pub cursor: Option<(usize, usize)>,
}

/// What must be written so that a screen of this size shows a frame, in these colours and with links or without. Rows that
/// are already right are left alone, and no row is cleared before it is written, so nothing flickers.
pub(super) fn update(
    before: Option<&Frame>,
    frame: &Frame,
    size: Size,
    (colors, links): (Colors, bool),
) -> String {
    if before == Some(frame) {
        return String::new();
    }
    let empty = Line::new();
    let mut out = format!("{BEGIN_UPDATE}\x1b[?25l");
    for row in 0..size.height {
        let line = frame.lines.get(row).unwrap_or(&empty);
        if before.is_some_and(|before| before.lines.get(row).unwrap_or(&empty) == line) {
            continue;
        }
        let line = truncate(line, size.width);
        place(&mut out, (row, 0));
        out.push_str(&paint(&line, colors, links));
        // At the right edge the cursor stays on the last character, which must not be erased.
        if line.width() < size.width {
            out.push_str("\x1b[K");
        }
    }
    if let Some((row, column)) = frame.cursor {
        let row = row.min(size.height.saturating_sub(1));
        place(&mut out, (row, column.min(size.width.saturating_sub(1))));
        out.push_str("\x1b[?25h");
    }
    out.push_str(END_UPDATE);
    out
}

/// Moves the cursor to a row and a column, counted from zero.
fn place(out: &mut String, (row, column): (usize, usize)) {
    let written = write!(out, "\x1b[{};{}H", row + 1, column + 1);
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
}

/// The lines of a frame that the previous one did not have, as plain text.
pub(super) fn new_lines(before: Option<&Frame>, frame: &Frame) -> String {
    let known = before.map_or(&[][..], |before| &before.lines);
    let mut out = String::new();
    for line in &frame.lines {
        if !line.is_empty() && !known.contains(line) {
            out.push_str(line.plain().trim_end());
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use super::super::style::Style;
    use super::*;

    fn frame(lines: &[&str], cursor: Option<(usize, usize)>) -> Frame {
        Frame {
            lines: lines.iter().map(|&line| Line::from(line)).collect(),
            cursor,
        }
    }

    /// What a terminal shows after some updates, and where its cursor is if it shows one.
    fn terminal(size: Size, updates: &[String]) -> (String, Option<(u16, u16)>) {
        let mut terminal = vt100::Parser::new(cells(size.height), cells(size.width), 0);
        // What was on it before, as after a resize.
        terminal.process(b"leftover leftover leftover\r\nleftover leftover\r\nleftover");
        for update in updates {
            terminal.process(update.as_bytes());
        }
        let screen = terminal.screen();
        let cursor = (!screen.hide_cursor()).then(|| screen.cursor_position());
        let rows: Vec<String> = screen.rows(0, size.width as u16).collect();
        (rows.join("\n"), cursor)
    }

    fn cells(count: usize) -> NonZero<u16> {
        NonZero::new(count as u16).expect("the sizes of these tests are not zero")
    }

    const SMALL: Size = Size {
        width: 10,
        height: 3,
    };

    #[test]
    fn a_frame_covers_whatever_was_on_the_screen() {
        let frame = frame(&["one", "exactly 10", "事件"], Some((1, 3)));
        let update = update(None, &frame, SMALL, (Colors::None, false));
        let (contents, cursor) = terminal(SMALL, &[update]);
        assert_eq!(contents, "one\nexactly 10\n事件");
        assert_eq!(cursor, Some((1, 3)));
    }

    #[test]
    fn a_frame_larger_than_the_screen_shows_its_upper_left_part() {
        let frame = frame(&["far too wide", "2", "3", "4"], Some((3, 11)));
        let update = update(None, &frame, SMALL, (Colors::None, false));
        let (contents, cursor) = terminal(SMALL, &[update]);
        assert_eq!(contents, "far too w…\n2\n3");
        assert_eq!(cursor, Some((2, 9)));
    }

    #[test]
    fn only_rows_that_changed_are_written() {
        let before = frame(&["one", "two", "three"], None);
        let after = frame(&["one", "2", "three"], None);
        let first = update(None, &before, SMALL, (Colors::None, false));
        let second = update(Some(&before), &after, SMALL, (Colors::None, false));
        assert!(!second.contains("one") && !second.contains("three"));
        assert_eq!(terminal(SMALL, &[first, second]).0, "one\n2\nthree");
        assert_eq!(
            update(Some(&after), &after, SMALL, (Colors::None, false)),
            ""
        );
    }

    #[test]
    fn without_colours_the_cursor_still_moves_but_nothing_is_coloured() {
        let mut frame = frame(&["", "", ""], None);
        frame.lines[0].push("bold", Style::PLAIN.bold());
        assert!(!update(None, &frame, SMALL, (Colors::None, false)).contains('m'));
        assert!(update(None, &frame, SMALL, (Colors::Sixteen, false)).contains("\x1b[1mbold"));
    }

    #[test]
    fn a_dumb_terminal_gets_each_new_line_once() {
        let before = frame(&["question", "", "keys"], None);
        let after = frame(&["question", "answer", "keys"], None);
        assert_eq!(new_lines(None, &before), "question\nkeys\n");
        assert_eq!(new_lines(Some(&before), &after), "answer\n");
    }
}
