//! What terminals need of the operating system: one file a family, the same functions in each.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(super) use unix::{KeyReader, Keyboard, LineReader, has_keyboard, on_signals, stop};
#[cfg(windows)]
pub(super) use windows::{KeyReader, Keyboard, LineReader, has_keyboard, on_signals, stop};
