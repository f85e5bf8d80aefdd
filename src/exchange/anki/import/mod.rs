//! Packages of Anki, read.

mod blanks;
mod cards;
mod collection;
mod package;
mod template;
#[cfg(test)]
mod tests;

pub(in crate::exchange) use cards::read_anki;
