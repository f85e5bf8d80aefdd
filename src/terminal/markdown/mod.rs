//! Markdown as lines for the screen: parsed into blocks, blocks rendered at a width.

mod parse;
mod render;
mod table;

pub use parse::{first_paragraph, inline};
pub use render::render;
