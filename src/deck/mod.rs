//! Decks as text: Markdown in, cards and diagnostics out, and back again.

mod assemble;
mod builtin;
mod card;
mod check;
mod comment;
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
mod metadata_key;
mod missing_ids;
mod near_duplicates;
mod outline;
mod overlay;
mod owner;
mod parser;
mod prompt;
mod prompt_check;
#[cfg(test)]
mod prompt_corpus;
mod prompt_parser;
mod prompt_parts;
mod references;
mod renames;
mod report;
pub mod roadmap;
mod section;
mod source;
mod sources;
mod words;
mod writer;

pub use builtin::{builtin, builtin_prompts};
pub use card::{Card, DEFAULT_WEIGHT, Deck, Needs, Place};
pub use check::{Origin, check};
pub use diagnostic::{Code, Diagnostic, Label, Severity, sort_by_place};
pub use level::Level;
pub use library::Library;
pub use lookup::LookupError;
pub use missing_ids::add_missing_ids;
pub use parser::{Parsed, parse};
pub use prompt::{DEFAULT_MINUTES, PROBES, Probe, Prompt, PromptFile};
pub use prompt_check::check_prompts;
pub use prompt_parser::{ParsedPrompts, parse_prompts};
pub use source::Source;
pub use writer::write;
