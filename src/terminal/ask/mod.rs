//! How each kind of question is asked: one file a kind, keys in, screens out.

mod asking;
mod bug;
mod choice;
mod cloze;
mod difference;
mod drill;
mod essay;
mod feedback;
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
pub(super) use difference::{code as difference_code, columns as difference_columns};
pub(super) use drill::Drill;
pub(super) use essay::Essay;
pub(super) use feedback::feedback;
pub(super) use field::Field;
pub(super) use paper::Paper;
pub(super) use shown::{Ask, Shown, Step};
pub(super) use stem::without_first_fence;
