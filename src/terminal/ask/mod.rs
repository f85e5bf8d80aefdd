//! How each kind of question is asked: one file a kind, keys in, screens out.

mod asking;
mod bug;
mod choice;
mod cloze;
mod difference;
mod essay;
mod field;
mod marked;
mod order;
mod output;
mod paper;
mod points;
mod recall;
mod shown;
mod stem;
mod ticking;
mod typed;

pub(super) use asking::asking;
pub(super) use paper::Paper;
pub(super) use shown::{Ask, Step};
