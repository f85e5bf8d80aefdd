//! Decoding what the keyboard sends into keys.
//!
//! A terminal sends bytes: characters in UTF-8, and for other keys sequences that begin with an
//! escape character (ECMA-48, xterm's control sequences). The decoder takes them one by one, so it
//! does not matter how they were split on the way. It consumes every unknown sequence completely:
//! otherwise the end of one would be taken for keys and answer a card. Text pasted arrives between
//! two marks (xterm's bracketed paste) and becomes one key.

use std::mem;
use std::time::Duration;

use super::text;

/// One key press or paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A character, including the space.
    Char(char),
    /// Return.
    Enter,
    /// Escape, alone.
    Esc,
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// The arrow.
    Up,
    /// The arrow.
    Down,
    /// The arrow.
    Left,
    /// The arrow.
    Right,
    PageUp,
    PageDown,
    /// To the start.
    Home,
    End,
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Control and a lower-case letter. Ctrl-C is not a key but a signal.
    Ctrl(char),
    /// Alt and an ASCII letter.
    Alt(char),
    /// Alt and Return.
    AltEnter,
    /// Control or Alt and the arrow.
    WordLeft,
    /// Control or Alt and the arrow.
    WordRight,
    /// Text pasted in one go, cleaned; lines end with `\n`. It never answers a card.
    Paste(String),
    /// Anything else; to be ignored.
    Unknown,
}

impl Key {
    /// The key as a command: by its place on a Cyrillic keyboard, by its narrow form, without Alt.
    pub fn as_command(&self) -> Self {
        match self {
            Self::Char(c) => Self::Char(by_place(narrow(*c))),
            Self::Alt(letter) => Self::Char(*letter),
            key => key.clone(),
        }
    }
}

/// A full-width character as the usual one.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xff01 + u32::from(b'!')).unwrap_or(c),
        c => c,
    }
}

/// A Cyrillic letter as the letter that stands on the same key of a Latin keyboard.
fn by_place(c: char) -> char {
    const CYRILLIC: &str = "йцукенгшщзфывапролдячсмитьіЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬІ";
    const LATIN: &str = "qwertyuiopasdfghjklzxcvbnmsQWERTYUIOPASDFGHJKLZXCVBNMS";
    let place = CYRILLIC.chars().position(|cyrillic| cyrillic == c);
    place
        .and_then(|place| LATIN.chars().nth(place))
        .unwrap_or(c)
}

/// Pasted text beyond this many bytes is dropped: no answer is that long.
const PASTE_LIMIT: usize = 1 << 20;

/// After this long without a byte, the end of pasted text counts as lost; otherwise the keyboard
/// would stop responding.
const PASTE_TIMEOUT: Duration = Duration::from_secs(5);

/// A control sequence beyond this many bytes is not interpreted.
const SEQUENCE_LIMIT: usize = 32;

const PASTE_END: &[u8] = b"\x1b[201~";

/// Turns the bytes of a terminal into keys.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
}

/// The state after the bytes so far.
#[derive(Debug, Default)]
enum State {
    #[default]
    Nothing,
    /// An escape character: the Escape key if nothing follows at once.
    Escape,
    /// A character of several bytes.
    Character { bytes: Vec<u8>, length: usize },
    /// `ESC [` and the parameters so far.
    Sequence(Vec<u8>),
    /// `ESC O`, or `ESC [[` as the Linux console says it: one more byte.
    OneMore { function: bool },
    /// `ESC` and a character that begins a control string, such as a report that was not requested.
    Text { escaped: bool },
    /// Pasted text, and how many bytes of its end mark have been seen.
    Paste { bytes: Vec<u8>, ending: usize },
}

impl Decoder {
    /// Takes the next byte; gives the key that it completes.
    pub fn feed(&mut self, byte: u8) -> Option<Key> {
        let (state, key) = match mem::take(&mut self.state) {
            State::Nothing => first(byte),
            State::Escape => escaped(byte),
            State::Character { bytes, length } => character(bytes, length, byte),
            State::Sequence(parameters) => sequence(parameters, byte),
            State::OneMore { function } => (State::Nothing, Some(one_more(function, byte))),
            State::Text { escaped } => string(escaped, byte),
            State::Paste { bytes, ending } => paste(bytes, ending, byte),
        };
        self.state = state;
        key
    }

    /// Notes that nothing arrived for this long; returns the key that this completes.
    pub fn timeout(&mut self, lasted: Duration) -> Option<Key> {
        match mem::take(&mut self.state) {
            State::Nothing => None,
            State::Escape => Some(Key::Esc),
            State::Paste { bytes, ending } if lasted < PASTE_TIMEOUT => {
                self.state = State::Paste { bytes, ending };
                None
            }
            State::Paste { bytes, .. } => Some(pasted(&bytes)),
            State::Character { .. }
            | State::Sequence(_)
            | State::OneMore { .. }
            | State::Text { .. } => Some(Key::Unknown),
        }
    }

    /// Whether a paste is in progress, so that many bytes may be read at once.
    pub fn is_pasting(&self) -> bool {
        matches!(self.state, State::Paste { .. })
    }
}

type Decoded = (State, Option<Key>);

fn first(byte: u8) -> Decoded {
    let key = match byte {
        0x1b => return (State::Escape, None),
        b'\r' | b'\n' => Key::Enter,
        b'\t' => Key::Tab,
        0x08 | 0x7f => Key::Backspace,
        0x01..=0x1a => Key::Ctrl(char::from(byte - 1 + b'a')),
        b' '..=b'~' => Key::Char(char::from(byte)),
        0xc2..=0xdf => return several(byte, 2),
        0xe0..=0xef => return several(byte, 3),
        0xf0..=0xf4 => return several(byte, 4),
        _ => Key::Unknown,
    };
    (State::Nothing, Some(key))
}

fn several(byte: u8, length: usize) -> Decoded {
    let bytes = vec![byte];
    (State::Character { bytes, length }, None)
}

fn character(mut bytes: Vec<u8>, length: usize, byte: u8) -> Decoded {
    if !matches!(byte, 0x80..=0xbf) {
        // The character was cut short; the byte that cut it is a separate key.
        return first(byte);
    }
    bytes.push(byte);
    if bytes.len() < length {
        return (State::Character { bytes, length }, None);
    }
    let shown = std::str::from_utf8(&bytes)
        .ok()
        .and_then(|text| text.chars().next())
        .filter(|&c| text::is_shown(c));
    (State::Nothing, Some(shown.map_or(Key::Unknown, Key::Char)))
}

fn escaped(byte: u8) -> Decoded {
    match byte {
        0x1b => (State::Escape, Some(Key::Esc)),
        b'[' => (State::Sequence(Vec::new()), None),
        b'O' => (State::OneMore { function: true }, None),
        b']' | b'P' | b'X' | b'^' | b'_' => (State::Text { escaped: false }, None),
        b'a'..=b'z' | b'A'..=b'Z' => (State::Nothing, Some(Key::Alt(char::from(byte)))),
        b'\r' | b'\n' => (State::Nothing, Some(Key::AltEnter)),
        // Alt and Backspace: the word before the cursor.
        0x08 | 0x7f => (State::Nothing, Some(Key::Ctrl('w'))),
        // Alt and a character of several bytes: swallow all of them.
        0xc2..=0xf4 => match first(byte) {
            (State::Character { length, .. }, _) => {
                let bytes = vec![0xff];
                (State::Character { bytes, length }, None)
            }
            _ => (State::Nothing, Some(Key::Unknown)),
        },
        _ => (State::Nothing, Some(Key::Unknown)),
    }
}

fn sequence(mut parameters: Vec<u8>, byte: u8) -> Decoded {
    match byte {
        0x1b => (State::Escape, None),
        b'[' if parameters.is_empty() => (State::OneMore { function: false }, None),
        b' '..=b'?' => {
            if parameters.len() < SEQUENCE_LIMIT {
                parameters.push(byte);
            }
            (State::Sequence(parameters), None)
        }
        b'~' if parameters == b"200" => {
            let bytes = Vec::new();
            (State::Paste { bytes, ending: 0 }, None)
        }
        b'@'..=b'~' => (State::Nothing, Some(named(&parameters, byte))),
        _ => (State::Nothing, Some(Key::Unknown)),
    }
}

/// The key of a complete sequence. Of those with a modifier, only the arrows that move by words are
/// used.
fn named(parameters: &[u8], last: u8) -> Key {
    match (parameters, last) {
        (b"" | b"1" | b"1;1", b'A'..=b'H') => cursor(last),
        (b"1;3" | b"1;5", b'C') => Key::WordRight,
        (b"1;3" | b"1;5", b'D') => Key::WordLeft,
        (b"", b'Z') => Key::BackTab,
        (b"1" | b"7", b'~') => Key::Home,
        (b"3", b'~') => Key::Delete,
        (b"4" | b"8", b'~') => Key::End,
        (b"5", b'~') => Key::PageUp,
        (b"6", b'~') => Key::PageDown,
        _ => Key::Unknown,
    }
}

fn one_more(function: bool, byte: u8) -> Key {
    match byte {
        b'M' if function => Key::Enter,
        _ if function => cursor(byte),
        _ => Key::Unknown,
    }
}

fn cursor(letter: u8) -> Key {
    match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'F' => Key::End,
        b'H' => Key::Home,
        _ => Key::Unknown,
    }
}

fn string(escaped: bool, byte: u8) -> Decoded {
    match byte {
        0x07 => (State::Nothing, Some(Key::Unknown)),
        b'\\' if escaped => (State::Nothing, Some(Key::Unknown)),
        _ => {
            let escaped = byte == 0x1b;
            (State::Text { escaped }, None)
        }
    }
}

fn paste(mut bytes: Vec<u8>, ending: usize, byte: u8) -> Decoded {
    let ending = if byte == PASTE_END[ending] {
        ending + 1
    } else {
        usize::from(byte == PASTE_END[0])
    };
    if bytes.len() < PASTE_LIMIT {
        bytes.push(byte);
    }
    if ending < PASTE_END.len() {
        return (State::Paste { bytes, ending }, None);
    }
    let text = bytes.strip_suffix(PASTE_END).unwrap_or(&bytes);
    (State::Nothing, Some(pasted(text)))
}

fn pasted(bytes: &[u8]) -> Key {
    let text = String::from_utf8_lossy(bytes);
    Key::Paste(text::clean(&text).into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The keys of some bytes, with silence after them.
    fn keys(bytes: &[u8]) -> Vec<Key> {
        let mut decoder = Decoder::default();
        let mut keys: Vec<Key> = bytes
            .iter()
            .filter_map(|&byte| decoder.feed(byte))
            .collect();
        keys.extend(decoder.timeout(PASTE_TIMEOUT));
        keys
    }

    #[test]
    fn keys_are_known_by_what_terminals_send() {
        use Key::{
            Alt, AltEnter, BackTab, Backspace, Char, Ctrl, Delete, Down, End, Enter, Esc, Home,
            Left, PageDown, PageUp, Right, Tab, Unknown, Up, WordLeft, WordRight,
        };
        let cases: [(&[u8], &[Key]); 34] = [
            (b"a 1", &[Char('a'), Char(' '), Char('1')]),
            ("é事👩".as_bytes(), &[Char('é'), Char('事'), Char('👩')]),
            (b"\r", &[Enter]),
            (b"\n", &[Enter]),
            (b"\x1bOM", &[Enter]),
            (b"\t\x1b[Z", &[Tab, BackTab]),
            (b"\x7f\x08", &[Backspace, Backspace]),
            (b"\x01\x04\x1a", &[Ctrl('a'), Ctrl('d'), Ctrl('z')]),
            (b"\0\x1c\x1f", &[Unknown, Unknown, Unknown]),
            (b"\x1b", &[Esc]),
            (b"\x1b\x1b", &[Esc, Esc]),
            (b"\x1b\x1b[A", &[Esc, Up]),
            (b"\x1b[A\x1b[B\x1b[C\x1b[D", &[Up, Down, Right, Left]),
            (b"\x1bOA\x1bOB\x1bOC\x1bOD", &[Up, Down, Right, Left]),
            (b"\x1b[H\x1b[1~\x1b[7~\x1bOH", &[Home, Home, Home, Home]),
            (b"\x1b[F\x1b[4~\x1b[8~\x1bOF", &[End, End, End, End]),
            (b"\x1b[3~\x1b[5~\x1b[6~", &[Delete, PageUp, PageDown]),
            // Control or Alt and an arrow move by words.
            (b"\x1b[1;5C\x1b[1;3D", &[WordRight, WordLeft]),
            (b"\x1bb\x1b\rx", &[Alt('b'), AltEnter, Char('x')]),
            (b"\x1b\x7f", &[Ctrl('w')]),
            // Shift-Right, Shift-F5, F1 of xterm and of the Linux console: no part of them is a
            // key.
            (b"\x1b[1;2Cx", &[Unknown, Char('x')]),
            (b"\x1b[15;2~x", &[Unknown, Char('x')]),
            (b"\x1bOPx", &[Unknown, Char('x')]),
            (b"\x1b[[Ax", &[Unknown, Char('x')]),
            // Alt and a digit, and a letter of two bytes.
            (b"\x1b1x", &[Unknown, Char('x')]),
            ("\x1béx".as_bytes(), &[Unknown, Char('x')]),
            // Reports: cursor position, background colour, version.
            (b"\x1b[24;80Rx", &[Unknown, Char('x')]),
            (b"\x1b]11;rgb:0/0/0\x07x", &[Unknown, Char('x')]),
            (b"\x1bP>|xterm\x1b\\x", &[Unknown, Char('x')]),
            // Truncated, or not text at all.
            (b"\x1b[1;5", &[Unknown]),
            (b"\xe4\xba", &[Unknown]),
            (b"\xffx", &[Unknown, Char('x')]),
            (b"\xe4x", &[Char('x')]),
            // A character that shows nothing is not typed by a person.
            ("\u{202e}".as_bytes(), &[Unknown]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(
                keys(bytes),
                expected,
                "{:?}",
                bytes.escape_ascii().to_string()
            );
        }
    }

    #[test]
    fn pasted_text_is_one_key_and_clean() {
        let cases = [
            ("1", "1"),
            ("two\rlines\r\nthree", "two\nlines\nthree"),
            ("\x1b[31mred\x1b[0m \x1b[2", "red 2"),
            ("a\x1b[201", "a201"),
            ("", ""),
            ("事件\u{202e}", "事件"),
        ];
        for (text, expected) in cases {
            let bytes = format!("\x1b[200~{text}\x1b[201~x");
            assert_eq!(
                keys(bytes.as_bytes()),
                [Key::Paste(expected.to_owned()), Key::Char('x')],
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_paste_waits_for_its_end_but_not_for_ever() {
        let mut decoder = Decoder::default();
        assert!(
            b"\x1b[200~1\x1b[20"
                .iter()
                .all(|&byte| decoder.feed(byte).is_none())
        );
        assert!(decoder.is_pasting());
        assert_eq!(decoder.timeout(Duration::from_secs(1)), None);
        assert_eq!(decoder.feed(b'1'), None);
        assert_eq!(decoder.feed(b'~'), Some(Key::Paste("1".to_owned())));

        assert!(
            b"\x1b[200~lost"
                .iter()
                .all(|&byte| decoder.feed(byte).is_none())
        );
        assert_eq!(
            decoder.timeout(PASTE_TIMEOUT),
            Some(Key::Paste("lost".to_owned()))
        );
        assert_eq!(decoder.feed(b'x'), Some(Key::Char('x')));
    }

    #[test]
    fn a_huge_paste_is_swallowed_to_its_end() {
        let mut bytes = b"\x1b[200~".to_vec();
        bytes.extend(std::iter::repeat_n(b'y', 2 * PASTE_LIMIT));
        bytes.extend(b"\x1b[201~x");
        let keys = keys(&bytes);
        assert!(
            matches!(&keys[..], [Key::Paste(text), Key::Char('x')] if text.len() == PASTE_LIMIT)
        );
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_answers_nothing(text in any::<String>()) {
            prop_assume!(!text.contains("\x1b[201~"));
            let found = keys(format!("\x1b[200~{text}\x1b[201~").as_bytes());
            prop_assert!(matches!(&found[..], [Key::Paste(_)]), "{:?}", found);
        }

        #[test]
        fn after_any_bytes_and_a_silence_the_keyboard_works(bytes in any::<Vec<u8>>()) {
            let mut decoder = Decoder::default();
            for byte in bytes {
                decoder.feed(byte);
            }
            decoder.timeout(PASTE_TIMEOUT);
            prop_assert_eq!(decoder.feed(b'x'), Some(Key::Char('x')));
        }
    }
}
