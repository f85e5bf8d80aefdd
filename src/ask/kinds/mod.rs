//! How each kind of question is asked: one file a kind, keys in, screens out.

pub(crate) mod asking;
pub(crate) mod bug;
pub(crate) mod choice;
pub(crate) mod cloze;
pub(crate) mod difference;
pub(crate) mod drill;
pub(crate) mod essay;
pub(crate) mod feedback;
pub(crate) mod field;
pub(crate) mod marked;
pub(crate) mod order;
pub(crate) mod output;
pub(crate) mod points;
pub(crate) mod recall;
pub(crate) mod shown;
pub(crate) mod stem;
pub(crate) mod ticking;
pub(crate) mod typed;

pub(crate) use asking::asking;
pub(crate) use difference::{code as difference_code, columns as difference_columns};
pub(crate) use drill::Drill;
pub(crate) use essay::Essay;
pub(crate) use feedback::feedback;
pub(crate) use field::Field;
pub(crate) use shown::{Ask, KeyOutcome, Shown};
pub(crate) use stem::without_first_fence;
pub(crate) mod text_renderer;

pub(crate) use text_renderer::TextRenderer;
