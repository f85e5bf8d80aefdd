//! Decks as text: Markdown in, cards and diagnostics out, and back again.

mod addition;
mod assemble;
mod builtin;
mod card;
mod check;
mod copy;
#[cfg(test)]
mod corpus;
mod diagnostic;
mod document;
mod draft;
mod encoding;
mod file_checks;
mod foreign;
mod front_matter;
mod head;
mod heading;
mod identity;
mod keys;
mod kinds;
mod left_out;
mod library;
mod list;
mod metadata;
mod missing_ids;
mod near_duplicates;
mod overlay;
mod parser;
mod prompt;
#[cfg(test)]
mod prompt_corpus;
mod prompt_parser;
mod prompt_parts;
mod prose;
mod references;
pub mod roadmap;
mod sections;
mod snippet;
mod source;
mod suggest;
mod writer;

pub use addition::{AddError, Added, add_card};
pub use builtin::template;
pub use builtin::{builtin, builtin_prompts};
pub use card::Level;
pub use card::{Body, Card, DEFAULT_WEIGHT, Deck, Needs, Place};
pub use check::{Origin, check};
pub use copy::{Copied, CopyError, alone, copy_card};
pub use diagnostic::{Code, Diagnostic, Label, Severity, sort_by_place};
pub use encoding::guessed;
pub use identity::{SeenCard, remembered, renamed, seen_now};
pub use left_out::LeftOut;
pub use library::Library;
pub use library::LookupError;
pub use missing_ids::{add_missing_id, add_missing_ids};
pub use parser::{Parsed, parse};
pub use prompt::check_prompts;
pub use prompt::{DEFAULT_MINUTES, PROBES, Probe, Prompt, PromptFile};
pub use prompt_parser::{ParsedPrompts, parse_prompts};
pub use prose::check_prose;
pub use snippet::Snippet;
pub use source::{ENDINGS, Source};
pub use suggest::nearest;
#[cfg(test)]
pub(crate) use writer::tests::deck_text;
pub use writer::{card_metadata, card_text, deck_metadata, write};
