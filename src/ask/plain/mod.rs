//! Asking line by line, for screen readers, terminals that cannot redraw, and logs.

mod answering;
mod interview;
mod plain_screen;
mod words;

pub use plain_screen::PlainScreen;
