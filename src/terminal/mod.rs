//! All that a person sees or types. Whatever is drawn is first built as [`Line`]s of styled spans,
//! pure data; only `device`, [`screen`], [`guard`] and [`input`] touch the terminal, and [`colors`]
//! asks what it can show.

mod actions;
mod ask;
mod board;
pub mod colors;
mod device;
pub mod diagnostics;
mod face;
pub mod frame;
pub mod guard;
pub mod highlight;
pub mod input;
mod interview;
pub mod keys;
pub mod layout;
pub mod line;
pub mod markdown;
mod meter;
mod output;
pub mod page;
mod prompts;
mod quick;
pub mod report;
pub mod screen;
mod sheet;
mod solution;
mod stuck;
pub mod style;
pub mod text;
mod tools;
mod unsaved;
pub mod wrap;

pub use colors::{ColorChoice, Colors, Stream, paint};
pub use face::TerminalFace;
pub use frame::{Frame, Size};
pub use guard::Guard;
pub use input::{Input, Inputs};
pub use interview::{Debt, InterviewFace, Opening};
pub use keys::Key;
pub use layout::{Header, Hint, Page, Progress, Viewport};
pub use line::{Line, Span};
pub use meter::Meter;
pub use output::Output;
pub use prompts::{ask_line, choose, choose_several, confirm, is_interactive, offer};
pub use quick::QuickFace;
pub use screen::Screen;
pub use style::{Style, Tone};
