//! Decks as text: Markdown in, cards and diagnostics out, and back again.

mod assemble;
mod builtin;
mod card;
mod check;
#[cfg(test)]
mod corpus;
mod diagnostic;
mod document;
mod draft;
mod head;
mod heading;
mod hygiene;
mod kinds;
mod level;
mod library;
mod list;
mod lookup;
mod metadata;
mod missing_ids;
mod near_duplicates;
mod overlay;
mod parser;
mod references;
mod renames;
mod report;
mod section;
mod source;
mod sources;
mod template;
mod words;
mod writer;

pub use builtin::builtin;
pub use card::{Card, DEFAULT_WEIGHT, Deck, Needs, Place};
pub use check::{Origin, check};
pub use diagnostic::{Code, Diagnostic, Label, Severity, sort_by_place};
pub use level::Level;
pub use library::Library;
pub use lookup::LookupError;
pub use missing_ids::add_missing_ids;
pub use parser::{Parsed, parse};
pub use source::Source;
pub use template::template;
pub use writer::write;
