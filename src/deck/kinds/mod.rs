//! How each kind of question is written: one kind a file.

mod bug;
mod choice;
mod cloze;
mod essentials;
mod frame;
mod order;
mod output;
mod points;
mod read;
mod reading;
mod recall;
mod typed;

pub(super) use cloze::warn_of_loose_marks;
pub(super) use essentials::points as bullets;
pub(super) use frame::Frame;
pub(super) use read::{derive, read};
pub(super) use reading::Reading;
