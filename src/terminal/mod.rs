//! Everything that a person sees and types. Everything that is drawn is first built as [`Line`]s of
//! styled spans, which are plain data; only `device`, [`screen`], [`restore`] and [`input`] touch
//! the terminal, and [`style`] asks what it can show.

pub(crate) mod device;
pub mod frame;
pub mod highlight;
pub mod input;
pub mod keys;
pub mod layout;
pub mod line;
pub mod markdown;
pub(crate) mod output;
pub(crate) mod plain;
pub(crate) mod progress_line;
pub(crate) mod prompts;
pub mod restore;
pub mod screen;
pub mod style;
mod system;
pub mod text;
pub(crate) mod text_field;
pub mod wrap;

pub use frame::{Frame, Size};
pub use input::{Input, Inputs};
pub use keys::Key;
pub use layout::{Header, Hint, Page, Progress, Viewport};
pub use line::{Line, Span, paint};
pub use output::{Numbered, Output};
pub use progress_line::ProgressLine;
pub use prompts::{ask_line, choose, choose_several, is_interactive, offer};
pub use restore::TerminalRestore;
pub use screen::Screen;
pub use style::{Colors, Style, Tone};
