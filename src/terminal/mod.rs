//! All that a person sees or types. Whatever is drawn is first built as [`Line`]s of styled spans,
//! pure data; only `device`, [`screen`], [`restore`] and [`input`] touch the terminal, and [`colors`]
//! asks what it can show.

pub mod colors;
pub(crate) mod device;
pub mod frame;
pub mod highlight;
pub mod input;
pub mod keys;
pub mod layout;
pub mod line;
pub mod markdown;
pub(crate) mod meter;
pub(crate) mod output;
pub(crate) mod prompts;
pub mod screen;
pub mod style;
pub mod text;
pub mod wrap;

pub use colors::{ColorChoice, Colors, Stream, paint};
pub use frame::{Frame, Size};
pub use input::{Input, Inputs};
pub use keys::Key;
pub use layout::{Header, Hint, Page, Progress, Viewport};
pub use line::{Line, Span};
pub use meter::Meter;
pub use output::Output;
pub use prompts::{ask_line, choose, choose_several, confirm, is_interactive, offer};
pub use screen::Screen;
pub use style::{Style, Tone};
pub mod restore;

pub use restore::TerminalRestore;
