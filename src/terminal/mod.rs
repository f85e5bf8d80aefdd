//! Everything that a person sees and types. Everything that is drawn is first built as [`Line`]s of
//! styled spans, which are plain data; only [`frame`], [`screen`] and [`restore`] touch the terminal, and [`style`] asks
//! what it can show.

mod blocks;
pub mod frame;
pub mod highlight;
pub mod keys;
pub mod layout;
pub mod line;
pub mod markdown;
pub(crate) mod output;
pub(crate) mod plain;
pub(crate) mod prompts;
pub mod restore;
pub mod screen;
pub mod style;
// What terminals need of the operating system: one file a family, the same functions in each.
#[cfg_attr(unix, path = "system_unix.rs")]
#[cfg_attr(windows, path = "system_windows.rs")]
mod system;
pub mod text;
pub(crate) mod text_field;
pub mod wrap;

pub use frame::{Frame, Size};
pub use keys::Key;
pub use layout::{Header, Hint, Page, Progress, Viewport};
pub use line::{Line, Span, paint};
pub use output::{Numbered, Output, ProgressLine};
pub use prompts::{ask_line, choose, choose_several, is_interactive, offer};
pub use restore::TerminalRestore;
pub use screen::{Input, Inputs, Screen};
pub use style::{Colors, Style, Tone};
