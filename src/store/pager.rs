//! Long reports, shown by the learner's pager.

use std::io::{self, Write as _};
use std::process::Stdio;

use super::program::Program;

/// Shows a text with `PAGER`, else with `less`, which ends by itself where the text fits on the screen. `false` where
/// there is no pager, or none is wanted (`PAGER=cat`, `PAGER=`): then nothing was shown.
pub fn show_in_pager(text: &[u8]) -> io::Result<bool> {
    let chosen = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let Some(pager) = Program::parse(&chosen).filter(|pager| pager.base() != "cat") else {
        return Ok(false);
    };
    let mut command = pager.command();
    if std::env::var_os("LESS").is_none() {
        // Ends where all fits, shows colours, leaves the text on the screen.
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else {
        return Ok(false);
    };
    if let Some(mut pipe) = child.stdin.take() {
        // A pager that is left early reads no more.
        let _ = pipe.write_all(text);
    }
    child.wait()?;
    Ok(true)
}
