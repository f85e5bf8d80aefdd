//! Text that is safe to show, and the columns it takes.

use std::borrow::Cow;

use console::measure_text_width;
use unicode_segmentation::UnicodeSegmentation;

/// What a tab becomes.
const TAB: &str = "    ";

/// The text without anything that could move a cursor or deceive a reader.
///
/// It removes escape sequences, control characters, bidirectional overrides and marks, and
/// characters that show nothing. Line breaks of every kind become `\n`, tabs become spaces. Joiners
/// and variation selectors stay if they have an effect: after a character that is not ASCII, such
/// as inside an emoji or a word of an Indian language.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| matches!(b, b'\n' | b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\x1b' => after_escape(after),
            // The introducers of sequences that are one character long.
            '\u{9b}' => after_csi(after),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => after_string(after),
            '\r' => {
                clean.push('\n');
                after.strip_prefix('\n').unwrap_or(after)
            }
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                clean.push('\n');
                after
            }
            '\t' => {
                clean.push_str(TAB);
                after
            }
            c if is_joining(c) => {
                if joins(&clean, c, after) {
                    clean.push(c);
                }
                after
            }
            c if is_shown(c) => {
                clean.push(c);
                after
            }
            _ => after,
        };
    }
    Cow::Owned(clean)
}

/// Whether a character shows something, or changes how the one before it is shown.
pub fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            // Direction marks, embeddings, overrides and isolates.
            '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Spaces and hyphens of no width, invisible operators, the byte-order mark.
            | '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}' | '\u{feff}'
            // Letters that are blank.
            | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}'
            // Separators of lines, annotations, shorthand and music controls, tags.
            | '\u{2028}' | '\u{2029}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// The columns that a text takes on the screen: the sum over its grapheme clusters.
///
/// An emoji joined from several takes two columns. Terminals that know such emoji show it so;
/// others show the parts side by side, which takes more. So the screen never lets the terminal wrap
/// a line.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(measure_text_width).sum()
}

/// Whether a character only joins or varies others.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}') || is_variation(c)
}

/// Whether a character chooses among the shapes of the one before it.
fn is_variation(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a joining character has an effect between the text before and after it.
fn joins(before: &str, c: char, after: &str) -> bool {
    let Some(previous) = before.chars().next_back() else {
        return false;
    };
    if is_variation(c) {
        let keycap = matches!(previous, '0'..='9' | '#' | '*') && after.starts_with('\u{20e3}');
        keycap || !previous.is_ascii() && !previous.is_whitespace() && !is_joining(previous)
    } else {
        let next = after.chars().next();
        !previous.is_ascii()
            && !matches!(previous, '\u{200c}' | '\u{200d}')
            && next.is_some_and(|next| !next.is_ascii() && is_shown(next) && !is_joining(next))
    }
}

/// The text after an escape character and the sequence it begins.
fn after_escape(rest: &str) -> &str {
    let Some(kind) = rest.chars().next() else {
        return rest;
    };
    let after = &rest[kind.len_utf8()..];
    match kind {
        '[' => after_csi(after),
        ']' | 'P' | 'X' | '^' | '_' => after_string(after),
        ' '..='/' => match after.trim_start_matches(|c| matches!(c, ' '..='/')) {
            end if end.starts_with(|c| matches!(c, '0'..='~')) => &end[1..],
            _ => rest,
        },
        '0'..='~' => after,
        _ => rest,
    }
}

/// The text after a control sequence, given the text after its introducer. One that never ends is
/// shown, without the introducer.
fn after_csi(rest: &str) -> &str {
    let end = rest.trim_start_matches(|c| matches!(c, ' '..='?'));
    if end.starts_with(|c| matches!(c, '@'..='~')) {
        &end[1..]
    } else {
        rest
    }
}

/// The text after a control string (a window title, a link), given the text after its introducer.
/// One that does not end on its line is shown, without the introducer.
fn after_string(rest: &str) -> &str {
    for (at, c) in rest.char_indices() {
        match c {
            '\x07' | '\u{9c}' => return &rest[at + c.len_utf8()..],
            '\x1b' if rest[at + 1..].starts_with('\\') => return &rest[at + 2..],
            '\n' | '\x1b' => return rest,
            _ => {}
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_that_moves_a_cursor_or_deceives_is_left() {
        let cases = [
            ("plain text", "plain text"),
            ("two\nlines", "two\nlines"),
            ("one\r\ntwo\rthree\u{2028}four", "one\ntwo\nthree\nfour"),
            ("a\tb", "a    b"),
            ("\x1b[31mred\x1b[0m", "red"),
            ("\x1b[2J\x1b[1;1Hgone", "gone"),
            ("\x1b[?1049hscreen", "screen"),
            ("\u{9b}31mred", "red"),
            ("\x1b]0;a title\x07text", "text"),
            ("\x1b]8;;https://a.example\x1b\\link\x1b]8;;\x1b\\", "link"),
            ("\x1bPq#0\x1b\\picture", "picture"),
            ("\x1b(0box", "box"),
            ("\x1bcreset", "reset"),
            ("\x1b]never ends\nnext", "never ends\nnext"),
            ("\x1b[12", "12"),
            ("\x1b\x1b[31mred", "red"),
            ("bell\x07 null\0 delete\x7f", "bell null delete"),
            ("user\u{202e}nimda", "usernimda"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("a\u{200d}b a\u{fe0f}b", "ab ab"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
            ("❤\u{fe0f} 1\u{fe0f}\u{20e3}", "❤\u{fe0f} 1\u{fe0f}\u{20e3}"),
            ("👩\u{200d}\u{200d}\u{200d}💻", "👩\u{200d}💻"),
            ("事件循环", "事件循环"),
            ("e\u{301}", "e\u{301}"),
        ];
        for (text, expected) in cases {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn columns_are_those_of_the_screen() {
        let cases = [
            ("", 0),
            ("plain", 5),
            ("事件", 4),
            ("e\u{301}", 1),
            ("👩\u{200d}💻", 2),
            ("🇨🇳", 2),
            ("❤\u{fe0f}", 2),
            ("✓", 1),
        ];
        for (text, expected) in cases {
            assert_eq!(width(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn clean_text_has_no_control_character_but_the_line_break(text in any::<String>()) {
            let clean = clean(&text);
            prop_assert!(clean.chars().all(|c| c == '\n' || is_shown(c)), "{clean:?}");
        }

        #[test]
        fn cleaning_is_done_once_and_for_all(text in "[\\x1b\\[\\]a0;m\\x07\\\\\u{9b}\u{200d}\u{fe0f}👩\r\n]{0,12}") {
            let once = clean(&text).into_owned();
            prop_assert_eq!(clean(&once).into_owned(), once.clone());
        }

        #[test]
        fn letters_that_are_not_part_of_a_sequence_are_kept(text in "[a-z é事\n]{0,40}") {
            prop_assert_eq!(clean(&text).into_owned(), text);
        }
    }
}
