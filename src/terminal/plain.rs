//! Plain lines instead of screens: one after the other, nothing redrawn, no escape sequence.

use std::io::{self, IsTerminal as _, Write as _};
use std::task::Poll;
use std::time::{Duration, Instant};

use unicode_normalization::UnicodeNormalization as _;

use super::line::Line;
use super::restore::TerminalRestore;
use super::system::next_byte;
use super::text;

/// What came on standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// A line, without its end.
    Line(String),
    /// End of input.
    End,
    /// The program was asked to end.
    Signal(i32),
    /// The time ran out first.
    Late,
}

/// Standard input and output, line by line.
#[derive(Clone, Debug)]
pub(crate) struct PlainLines {
    restore: TerminalRestore,
}

impl PlainLines {
    pub(crate) fn new(restore: &TerminalRestore) -> Self {
        Self {
            restore: restore.clone(),
        }
    }

    /// Prints lines. An error means that the output was closed.
    pub(crate) fn say(&self, lines: &[Line]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        for line in lines {
            let words = line.plain();
            writeln!(out, "{}", self.spoken(words.trim_end()))?;
        }
        out.flush()
    }

    /// Prints a prompt and reads a line, with a time limit if one is given.
    pub(crate) fn ask(&self, prompt: &str, within: Option<Duration>) -> io::Result<Typed> {
        let until = within.and_then(|time| Instant::now().checked_add(time));
        let mut out = io::stdout().lock();
        write!(out, "{} ", self.spoken(&Line::from(prompt).plain()))?;
        out.flush()?;
        let typed = self.read(until);
        match &typed {
            // Input from a file or a pipe is not echoed by a terminal.
            Typed::Line(line) if !io::stdin().is_terminal() => {
                writeln!(out, "{}", self.spoken(&text::clean(line)))?;
            }
            Typed::Line(_) => {}
            Typed::End | Typed::Signal(_) | Typed::Late => writeln!(out)?,
        }
        out.flush()?;
        Ok(typed)
    }

    /// A text as it can be printed here: in ASCII if the locale requires it.
    fn spoken(&self, words: &str) -> String {
        if self.restore.is_ascii() {
            in_ascii(words)
        } else {
            words.to_owned()
        }
    }

    /// Reads to the end of a line, byte by byte: what follows is left for the next reader.
    fn read(&self, until: Option<Instant>) -> Typed {
        let mut bytes = Vec::new();
        loop {
            if let Some(signal) = self.restore.take_signal() {
                return Typed::Signal(signal);
            }
            if until.is_some_and(|until| Instant::now() >= until) {
                return Typed::Late;
            }
            let Ok(read) = next_byte() else {
                // The terminal is gone.
                return Typed::End;
            };
            match read {
                Poll::Pending => {}
                Poll::Ready(None) if bytes.is_empty() => return Typed::End,
                Poll::Ready(None | Some(b'\n')) => break,
                Poll::Ready(Some(byte)) => bytes.push(byte),
            }
        }
        let line = String::from_utf8_lossy(&bytes);
        Typed::Line(line.trim_end_matches('\r').to_owned())
    }
}

/// A text in ASCII: signs become the words or signs that are nearest, accents are left out.
pub(super) fn in_ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            plain.push(c);
            continue;
        }
        let sign = match c {
            '‘' | '’' | '‚' | '′' => "'",
            '“' | '”' | '„' | '″' | '«' | '»' => "\"",
            '–' | '—' | '‐' | '‑' | '−' | '─' | '━' | '·' | '▃' | '▒' => "-",
            '…' => "...",
            '→' => "->",
            '←' => "<-",
            '↔' => "<->",
            '⇒' => "=>",
            '↑' => "up",
            '↓' => "down",
            '⏎' | '│' | '┃' | '▏' => "|",
            '✓' | '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '╎' | '▅' | '▓' => {
                "+"
            }
            '•' | '◦' | '▪' | '▆' | '●' | '\u{2801}'..='\u{28ff}' => "*",
            '✗' | '×' => "x",
            '›' | '↪' => ">",
            '‹' => "<",
            '÷' => "/",
            '≤' => "<=",
            '≥' => ">=",
            '≠' => "!=",
            '≈' => "~",
            '±' => "+-",
            '∞' => "infinity",
            '°' => " degrees",
            'µ' | 'μ' => "u",
            '↕' => "^",
            '⋮' => ":",
            '␣' => "_",
            '€' => "EUR",
            // Bars, shades and curves.
            '█' | '▉' | '▊' | '▋' | '▌' | '▍' | '▎' | '▇' => "#",
            '▁' | '░' => ".",
            '▂' => ",",
            '▄' => "=",
            '\u{2800}' => " ",
            'ß' => "ss",
            'æ' => "ae",
            'ø' | '○' => "o",
            'ł' => "l",
            _ => {
                let before = plain.len();
                plain.extend(c.nfkd().filter(char::is_ascii));
                if plain.len() == before {
                    plain.push('?');
                }
                continue;
            }
        };
        plain.push_str(sign);
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn signs_become_the_ascii_that_is_nearest() {
        let cases = [
            ("a → b", "a -> b"),
            ("“it’s”", "\"it's\""),
            ("naïve café", "naive cafe"),
            ("5 ≤ 6…", "5 <= 6..."),
            ("● ○ ░▒▓ ▁▇", "* o .-+ .#"),
            ("⠀⢀⣀", " **"),
            ("const x\n↪ = 1", "const x\n> = 1"),
            ("½", "12"),
            ("事", "?"),
        ];
        for (text, expected) in cases {
            assert_eq!(in_ascii(text), expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_but_ascii_is_left(text in ".*") {
            prop_assert!(in_ascii(&text).is_ascii());
        }
    }
}
