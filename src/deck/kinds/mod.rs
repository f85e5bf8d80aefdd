//! How each kind of question is written: one file per kind.

mod bug;
mod choice;
mod cloze;
mod code;
mod frame;
mod order;
mod output;
mod points;
mod read;
mod typed;

pub(super) use cloze::warn_of_loose_marks;
pub(super) use code::{STARTER, is as is_fence_of};
pub(super) use frame::{Frame, Reading};
pub(super) use points::points as bullets;
pub(super) use read::{derive, read};
