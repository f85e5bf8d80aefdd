//! Decks as text: Markdown in, cards and diagnostics out, and back again.

mod card;
mod diagnostic;
mod document;
mod draft;
mod head;
mod heading;
mod hygiene;
mod kinds;
mod level;
mod list;
mod metadata;
mod parser;
mod report;
mod section;
mod source;

pub use card::{Card, DEFAULT_WEIGHT, Deck, Needs, Place};
pub use diagnostic::{Code, Diagnostic, Label, Severity, sort_by_place};
pub use level::Level;
pub use parser::{Parsed, parse};
pub use source::Source;
