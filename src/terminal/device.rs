//! The terminal as a device: what it can do, its size, the sequences that change it.

use console::Term;

use super::frame::Size;
use super::style::kind;

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
