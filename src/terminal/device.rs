//! The terminal as a device: what it can do, its size, its settings, the sequences that change it.

use std::io;

use rustix::termios::{
    InputModes, LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush,
    tcgetattr, tcgetwinsize, tcsetattr,
};

use super::frame::Size;

/// Alternate screen, cleared; bracketed paste; cursor hidden; no automatic wrap.
pub(super) const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J";

/// The inverse of [`ENTER`].
pub(super) const LEAVE: &str = "\x1b[?7h\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Back to the first column, with the line erased.
pub(super) const WIPE_LINE: &[u8] = b"\r\x1b[K";

/// The value that disables a special character of the terminal (POSIX `_POSIX_VDISABLE`).
const SWITCHED_OFF: u8 = if cfg!(any(target_os = "linux", target_os = "android")) {
    0
} else {
    0xff
};

/// Whether the terminal can do more than print lines.
pub(super) fn knows_escapes() -> bool {
    std::env::var_os("TERM").is_some_and(|term| !term.is_empty() && term != "dumb")
}

/// Whether the locale uses UTF-8.
pub(super) fn speaks_utf8() -> bool {
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
    match tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Size {
            width: size.ws_col.into(),
            height: size.ws_row.into(),
        },
        _ => Size::USUAL,
    }
}

/// Sets the terminal so that keys arrive one by one, without echo.
pub(super) fn take_keyboard(found: &Termios) -> io::Result<()> {
    tcsetattr(io::stdin(), OptionalActions::Now, &session_settings(found))?;
    Ok(())
}

/// Drops keys that have not been read yet.
pub(super) fn forget_typed_ahead() -> io::Result<()> {
    tcflush(io::stdin(), QueueSelector::IFlush)?;
    Ok(())
}

/// Restores the terminal's settings.
pub(super) fn give_back_keyboard(found: &Termios) -> io::Result<()> {
    tcsetattr(io::stdin(), OptionalActions::Now, found)?;
    Ok(())
}

/// Whether our settings are still in effect: the shell may have reset them while the program was
/// stopped. An error means that the terminal is gone.
pub(super) fn has_keyboard() -> io::Result<bool> {
    let modes = tcgetattr(io::stdin())?.local_modes;
    Ok(!modes.intersects(LocalModes::ICANON | LocalModes::ECHO))
}

/// No echo, no lines, no translation; Ctrl-C stays a signal, so that it works even while no key is
/// read; Ctrl-Z and Ctrl-\ become keys. A read waits a tenth of a second at most.
fn session_settings(found: &Termios) -> Termios {
    let mut settings = found.clone();
    settings.local_modes -=
        LocalModes::ICANON | LocalModes::ECHO | LocalModes::ECHONL | LocalModes::IEXTEN;
    settings.local_modes |= LocalModes::ISIG;
    settings.input_modes -= InputModes::ICRNL
        | InputModes::INLCR
        | InputModes::IGNCR
        | InputModes::ISTRIP
        | InputModes::IXON;
    settings.special_codes[SpecialCodeIndex::VMIN] = 0;
    settings.special_codes[SpecialCodeIndex::VTIME] = 1;
    settings.special_codes[SpecialCodeIndex::VSUSP] = SWITCHED_OFF;
    settings.special_codes[SpecialCodeIndex::VQUIT] = SWITCHED_OFF;
    settings
}
