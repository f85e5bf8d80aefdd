//! Standard output and standard error, for everything that is not a session; on standard error also one line that shows
//! the progress of a long computation.

use std::io::{self, IsTerminal as _, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use clap::ColorChoice;
use console::Term;
use serde::Serialize;

use super::frame::{WIPE_LINE, knows_escapes, knows_links, speaks_utf8};
use super::line::{Line, paint, without_links};
use super::plain::in_ascii;
use super::restore::TerminalRestore;
use super::style::{Colors, Style, Tone};
use super::text;
use super::wrap::wrap;

/// A report as JSON: `schema`, the version of its shape, and then its own keys.
#[derive(Serialize)]
pub struct Numbered<'r, R> {
    schema: u32,
    #[serde(flatten)]
    report: &'r R,
}

impl<'r, R> Numbered<'r, R> {
    pub const fn of(report: &'r R) -> Self {
        Self { schema: 1, report }
    }
}

/// Where reports go, and how they may look.
pub struct Output {
    /// What was not printed yet. At a terminal it is kept to the end, for a pager may show it.
    out: Vec<u8>,
    is_terminal: bool,
    /// Whether remarks on standard error are left out.
    quiet: bool,
    colors: Colors,
    error_colors: Colors,
    /// Whether addresses on standard output can be clicked.
    links: bool,
    /// Whether everything is printed in ASCII.
    ascii: bool,
}

impl Output {
    /// The columns of a report if the width is unknown.
    const WIDTH: usize = 80;

    /// Output to the process's standard streams.
    pub fn new(choice: ColorChoice) -> Self {
        Self {
            out: Vec::new(),
            is_terminal: io::stdout().is_terminal(),
            quiet: false,
            colors: Colors::detect(choice, &Term::stdout()),
            error_colors: Colors::detect(choice, &Term::stderr()),
            links: io::stdout().is_terminal() && knows_links(),
            ascii: false,
        }
    }

    /// Output that is kept until it is taken, for tests.
    #[cfg(test)]
    pub(crate) fn kept() -> Self {
        Self {
            is_terminal: true,
            quiet: true,
            ..Self::new(ColorChoice::Never)
        }
    }

    /// What was printed since this was last asked.
    #[cfg(test)]
    pub(crate) fn taken(&mut self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut self.out)).into_owned()
    }

    /// The choice for a library that prints help and faults of the command line itself.
    pub fn for_help(&self) -> ColorChoice {
        match (self.colors, self.error_colors) {
            (Colors::None, Colors::None) => ColorChoice::Never,
            (Colors::None, _) | (_, Colors::None) => ColorChoice::Auto,
            _ => ColorChoice::Always,
        }
    }

    /// The same without colours, and in ASCII if the locale is not UTF-8.
    #[must_use]
    pub fn plainly(self, restore: &TerminalRestore) -> Self {
        Self {
            colors: Colors::None,
            error_colors: Colors::None,
            links: false,
            ascii: restore.is_ascii(),
            ..self
        }
    }

    /// The same without remarks on standard error: only errors are printed there.
    #[must_use]
    pub fn quietly(self, quiet: bool) -> Self {
        Self { quiet, ..self }
    }

    /// Whether standard output is a terminal.
    pub const fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// A line as it is printed in these colours, with links or without.
    fn painted(&self, line: &Line, colors: Colors, links: bool) -> String {
        let painted = paint(line, colors, links);
        if self.ascii {
            in_ascii(&painted)
        } else {
            painted
        }
    }

    /// The lines and columns of the terminal as it is now: a window gets another size while a session runs.
    fn size() -> Option<(usize, usize)> {
        let (lines, columns) = Term::stdout().size_checked()?;
        Some((lines.into(), usize::from(columns).max(20)))
    }

    /// The columns that a report may take.
    pub fn width(&self) -> usize {
        Self::size().map_or(Self::WIDTH, |(_, columns)| columns)
    }

    /// The columns of a row that is cut where it is too long: only a terminal is too narrow for one.
    pub fn row_width(&self) -> usize {
        if self.is_terminal {
            self.width()
        } else {
            usize::MAX
        }
    }

    /// The colours of a report.
    pub const fn colors(&self) -> Colors {
        self.colors
    }

    /// Prints lines on standard output.
    pub fn lines(&mut self, lines: &[Line]) -> io::Result<()> {
        for line in lines {
            let painted = self.painted(line, self.colors, self.links);
            writeln!(self.out, "{painted}")?;
        }
        self.pass_on()
    }

    /// Prints text for machines as it is: a path, a completion script. On a terminal it is cleaned.
    pub fn raw(&mut self, text: &str) -> io::Result<()> {
        let shown = if io::stdout().is_terminal() {
            text::clean(text)
        } else {
            text.into()
        };
        self.out.write_all(shown.as_bytes())?;
        self.pass_on()
    }

    /// Prints a text for people as it is written.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        if self.ascii {
            return self.raw(&in_ascii(text));
        }
        self.raw(text)
    }

    /// Prints a row for other programs: fields with tabs between them, cleaned, each in one line.
    pub fn row(&mut self, fields: &[String]) -> io::Result<()> {
        let fields: Vec<String> = fields
            .iter()
            .map(|field| text::clean(field).replace('\n', " "))
            .collect();
        let row = fields.join("\t");
        writeln!(
            self.out,
            "{}",
            if self.ascii { in_ascii(&row) } else { row }
        )?;
        self.pass_on()
    }

    /// Prints a report as JSON, with `schema`, the version of its shape, first.
    pub fn json(&mut self, report: &impl Serialize) -> io::Result<()> {
        self.json_value(&Numbered::of(report))
    }

    /// Prints a value as JSON on standard output, indented, with a newline at its end. What could move a cursor or
    /// deceive a reader is escaped, which JSON allows for every character.
    pub fn json_value(&mut self, value: &impl Serialize) -> io::Result<()> {
        let json = serde_json::to_string_pretty(value)?;
        let mut shown = String::with_capacity(json.len());
        for c in json.chars() {
            if c == '\n' || text::is_shown(c) && (c.is_ascii() || !self.ascii) {
                shown.push(c);
            } else {
                // Outside of its texts JSON is ASCII.
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    shown.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
        writeln!(self.out, "{shown}")?;
        self.pass_on()
    }

    /// Flushes the output. A report counts as printed only after this.
    pub fn flush(&mut self) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(&std::mem::take(&mut self.out))?;
        stdout.flush()
    }

    /// What was not printed yet, as a pager shows it, if it is more than the terminal shows at once.
    pub fn more_than_a_screen(&self) -> Option<Vec<u8>> {
        let lines = memchr::memchr_iter(b'\n', &self.out).count();
        let (height, _) = Self::size()?;
        if !self.is_terminal || lines < height {
            return None;
        }
        let text = without_links(&self.out);
        Some(if speaks_utf8() {
            text
        } else {
            // A pager shows anything else as numbers of bytes.
            in_ascii(&String::from_utf8_lossy(&text)).into_bytes()
        })
    }

    /// Nothing is left to print: a pager has shown it.
    pub fn forget(&mut self) {
        self.out.clear();
    }

    /// Sends a large report on its way where no pager waits for its end.
    fn pass_on(&mut self) -> io::Result<()> {
        if !self.is_terminal && self.out.len() > 8192 {
            self.flush()?;
        }
        Ok(())
    }

    /// Prints a message on standard error; if even that is closed, it is dropped.
    pub fn say(&mut self, word: &str, tone: Tone, message: &str) {
        if self.quiet && tone != Tone::Bad {
            return;
        }
        // What was printed before should be read before.
        let _ = self.flush();
        let mut error = io::stderr().lock();
        for (index, part) in text::clean(message).lines().enumerate() {
            let line = if index == 0 {
                Line::styled(word, Style::of(tone).bold()).with(format!(": {part}"), Tone::Plain)
            } else {
                Line::from(part)
            };
            let _ = writeln!(error, "{}", self.painted(&line, self.error_colors, false));
        }
    }

    /// Prints lines on standard error.
    pub fn say_lines(&mut self, lines: &[Line]) {
        if self.quiet {
            return;
        }
        let _ = self.flush();
        let mut error = io::stderr().lock();
        for line in lines.iter().flat_map(|line| wrap(line, self.width(), 0)) {
            let _ = writeln!(error, "{}", self.painted(&line, self.error_colors, false));
        }
    }
}

/// How often the line is drawn.
const BEAT: Duration = Duration::from_millis(100);

/// Columns of the bar if there is room.
const BAR: usize = 24;

/// Draws the line until it is dropped, then erases it. If standard error is not a terminal, nothing
/// is drawn.
pub struct ProgressLine {
    drawing: Option<(Sender<()>, JoinHandle<()>)>,
    restore: TerminalRestore,
}

impl ProgressLine {
    /// Begins to draw. `share` is polled for how much of the work is done, 0 to 1.
    pub fn start(
        restore: &TerminalRestore,
        title: &'static str,
        share: impl Fn() -> f32 + Send + 'static,
    ) -> Self {
        let mut meter = Self {
            drawing: None,
            restore: restore.clone(),
        };
        if !console::user_attended_stderr() || !knows_escapes() {
            return meter;
        }
        let width = usize::from(console::Term::stderr().size().1);
        let draw = move |share: f32| {
            // If even standard error is closed, the line cannot be shown.
            let _ = write!(io::stderr(), "\r{}", line(title, share, width));
        };
        meter.restore.set_open_line(true);
        draw(share());
        let (sender, receiver) = mpsc::channel::<()>();
        let thread = thread::spawn(move || {
            while receiver.recv_timeout(BEAT) == Err(RecvTimeoutError::Timeout) {
                draw(share());
            }
        });
        meter.drawing = Some((sender, thread));
        meter
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.drawing.take() {
            drop(sender);
            // A failed drawing thread needs no further handling.
            let _ = thread.join();
            self.restore.set_open_line(false);
            let _ = io::stderr().write_all(WIPE_LINE.as_bytes());
        }
    }
}

/// The line, one column short of the screen at the most: its end must not wrap.
fn line(title: &str, share: f32, width: usize) -> String {
    let share = share.clamp(0.0, 1.0);
    let percent = format!("{:>3.0} %", share * 100.0);
    let room = width.saturating_sub(title.len() + percent.len() + 3);
    if room < 4 {
        return percent;
    }
    let bar = room.min(BAR);
    let full = (share * bar as f32).round() as usize;
    format!(
        "{title} {}{} {percent}",
        "━".repeat(full),
        "─".repeat(bar - full)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::text;

    #[test]
    fn the_line_fits_and_does_not_jump_about() {
        assert_eq!(
            line("Fitting", 0.5, 80),
            "Fitting ━━━━━━━━━━━━──────────── \u{20}50 %"
        );
        for width in [8, 20, 30, 40, 200] {
            let widths: Vec<usize> = [0.0, 0.094, 0.5, 1.0, 7.0, f32::NAN]
                .into_iter()
                .map(|share| text::width(&line("Fitting", share, width)))
                .collect();
            assert!(widths.iter().all(|&drawn| drawn < width), "{widths:?}");
            assert!(widths[..4].iter().all(|drawn| *drawn == widths[0]));
        }
    }
}
