//! Standard output and standard error, for everything that is not a session.

use std::io::{self, Write};

use clap::ColorChoice;
use console::Term;
use serde::Serialize;

use super::line::{Line, paint};
use super::plain::in_ascii;
use super::restore::TerminalRestore;
use super::style::{Colors, Style, Tone};
use super::text;
use super::wrap::wrap;

/// Where reports go, and how they may look.
pub struct Output {
    out: io::BufWriter<io::Stdout>,
    colors: Colors,
    error_colors: Colors,
    width: usize,
    /// Whether everything is printed in ASCII.
    ascii: bool,
}

impl Output {
    /// The columns of a report if the width is unknown.
    const WIDTH: usize = 80;

    /// Output to the process's standard streams.
    pub fn new(choice: ColorChoice) -> Self {
        let stdout = Term::stdout();
        let width = stdout
            .size_checked()
            .map_or(Self::WIDTH, |(_, columns)| usize::from(columns).max(20));
        Self {
            out: io::BufWriter::new(io::stdout()),
            colors: Colors::detect(choice, &stdout),
            error_colors: Colors::detect(choice, &Term::stderr()),
            width,
            ascii: false,
        }
    }

    /// The same without colours, and in ASCII if the locale is not UTF-8.
    #[must_use]
    pub fn plainly(self, restore: &TerminalRestore) -> Self {
        Self {
            colors: Colors::None,
            error_colors: Colors::None,
            ascii: restore.is_ascii(),
            ..self
        }
    }

    /// A line as it is printed in these colours.
    fn painted(&self, line: &Line, colors: Colors) -> String {
        let painted = paint(line, colors);
        if self.ascii {
            in_ascii(&painted)
        } else {
            painted
        }
    }

    /// The columns that a report may take.
    pub const fn width(&self) -> usize {
        self.width
    }

    /// The colours of a report.
    pub const fn colors(&self) -> Colors {
        self.colors
    }

    /// Prints lines on standard output.
    pub fn lines(&mut self, lines: &[Line]) -> io::Result<()> {
        for line in lines {
            let painted = self.painted(line, self.colors);
            writeln!(self.out, "{painted}")?;
        }
        Ok(())
    }

    /// Prints text for machines as it is: a path, a completion script.
    pub fn raw(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Prints a value as JSON on standard output, indented, with a newline at its end.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, value)?;
        writeln!(self.out)
    }

    /// Flushes the output. A report counts as printed only after this.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Prints a message on standard error; if even that is closed, it is dropped.
    pub fn say(&mut self, word: &str, tone: Tone, message: &str) {
        // What was printed before should appear before.
        let _ = self.out.flush();
        let mut error = io::stderr().lock();
        for (index, part) in text::clean(message).lines().enumerate() {
            let line = if index == 0 {
                Line::styled(word, Style::of(tone).bold()).with(format!(": {part}"), Tone::Plain)
            } else {
                Line::from(part)
            };
            let _ = writeln!(error, "{}", self.painted(&line, self.error_colors));
        }
    }

    /// Prints lines on standard error.
    pub fn say_lines(&mut self, lines: &[Line]) {
        let _ = self.out.flush();
        let mut error = io::stderr().lock();
        for line in lines.iter().flat_map(|line| wrap(line, self.width, 0)) {
            let _ = writeln!(error, "{}", self.painted(&line, self.error_colors));
        }
    }
}
