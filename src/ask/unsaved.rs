//! What stands on the screen where an answer cannot be saved.

use crate::session::{NotSaved, OnDisk, Retry, Stop};

use super::dialog::Dialog;
use crate::terminal::keys::Key;
use crate::terminal::layout::{Header, Hint};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

/// Says that an answer is not saved, until the learner knows what to do.
pub(crate) fn unsaved(dialog: &mut Dialog<'_>, problem: &NotSaved) -> Retry {
    asked(dialog, problem).unwrap_or_else(Retry::GiveUp)
}

fn asked(dialog: &mut Dialog<'_>, problem: &NotSaved) -> Result<Retry, Stop> {
    let body = |width: usize| {
        let heading = match problem.on_disk {
            OnDisk::No => " Your last answer is not saved.",
            OnDisk::Perhaps => " Your last answer may not be saved.",
            OnDisk::Yes => " Your last answer is saved, but the session cannot go on.",
        };
        let mut body = vec![
            Line::styled("✗", Tone::Bad).with(heading, Style::PLAIN.bold()),
            Line::new(),
        ];
        body.extend(wrap(&Line::from(problem.why.as_str()), width, 0));
        if problem.retry {
            body.push(Line::new());
            body.push(Line::from("It is kept here until it can be saved."));
        }
        body
    };
    let mut footer = Vec::new();
    if problem.retry {
        footer.push(Hint::new("r", "try again"));
    }
    footer.push(match problem.on_disk {
        OnDisk::No | OnDisk::Perhaps => Hint::new("q", "end and print the answer"),
        OnDisk::Yes => Hint::new("q", "end"),
    });
    let header = Header {
        left: match problem.on_disk {
            OnDisk::No | OnDisk::Perhaps => "Not saved".into(),
            OnDisk::Yes => "Saved, but not read".into(),
        },
        ..Header::default()
    };
    loop {
        match dialog.sheet(&header, &body, &footer)? {
            Key::Char('r') | Key::Enter if problem.retry => return Ok(Retry::Again),
            Key::Char('q') => return Ok(Retry::GiveUp(Stop::Quit)),
            _ => {}
        }
    }
}
