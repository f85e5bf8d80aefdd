//! Packages of Anki, read.

mod blanks;
mod cards;
mod collection;
mod package;
mod protobuf;
mod template;
#[cfg(test)]
mod tests;

pub use cards::read_anki;
