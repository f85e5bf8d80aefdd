//! Decks as text: Markdown in, cards and diagnostics out, and back again.

mod card;
mod level;

pub use card::{Card, Deck, Place};
pub use level::Level;
