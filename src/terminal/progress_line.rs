//! One line on standard error that shows the progress of a long computation.

use std::io::{self, Write as _};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::device;
use super::restore::TerminalRestore;

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
        if !console::user_attended_stderr() || !device::knows_escapes() {
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
            let _ = io::stderr().write_all(device::WIPE_LINE.as_bytes());
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
