//! Documents that people write: Markdown and plain text with questions in one form or another.

mod answer;
mod asking;
mod code;
mod headings;
mod labelled;
mod lines;
mod read;
mod reader;
mod terms;

pub(super) use read::{labelled_only, read};
