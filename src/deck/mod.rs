//! Decks as text: Markdown in, cards and diagnostics out, and back again.

mod assemble;
mod builtin;
mod card;
mod changes;
mod check;
#[cfg(test)]
mod corpus;
mod diagnostic;
mod document;
mod draft;
mod edits;
mod file_checks;
mod front_matter;
mod head;
mod heading;
mod heading_line;
mod identity;
mod images;
mod keys;
mod kinds;
mod library;
mod list;
mod metadata;
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
mod unwritten;
mod writer;

pub use builtin::{TO_BE_WRITTEN, builtin, builtin_prompts, template};
pub use card::{Body, Card, DEFAULT_WEIGHT, Deck, Level, Needs, Place};
pub use changes::{DeckChanges, deck_changes};
pub use check::{Origin, check};
pub use diagnostic::{Code, Diagnostic, Label, LeftOut, Severity, sort_by_place};
pub use edits::{
    AddError, Added, Copied, CopyError, add_card, add_missing_id, add_missing_ids, alone,
    copy_card, copy_cards, head_over,
};
pub use front_matter::FrontMatter;
pub use identity::{SeenCard, remembered, renamed, seen_now};
pub use images::{HtmlImage, html_images, image_addresses, with_image_addresses};
pub use library::{Library, LookupError};
pub use list::ends_inline;
pub use parser::Parsed;
pub use prompt::{DEFAULT_MINUTES, PROBES, Probe, Prompt, PromptFile, check_prompts};
pub use prompt_parser::{ParsedPrompts, parse_prompts};
pub use prose::check_prose;
pub use snippet::Snippet;
pub use source::{ENDINGS, Source, guessed, is_shared};
pub use suggest::nearest;
pub use unwritten::parse;
#[cfg(test)]
pub(crate) use writer::tests::deck_text;
pub use writer::{card_metadata, card_text, deck_metadata, write};
