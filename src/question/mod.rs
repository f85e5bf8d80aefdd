//! The kinds of question: what each is made of, and how an answer to it is marked.
//!
//! Nothing here knows Markdown, the screen or the disk. A [`Verdict`] says how much of an answer
//! was right; turning it into a grade is the session's business.

mod answer;
mod bug;
mod choice;
mod cloze;
mod code_task;
mod command;
mod key_words;
mod kind;
mod order;
mod output;
mod points;
mod star;
mod text_match;
mod typed;

pub use answer::{Answer, Verdict};
pub use bug::Bug;
pub use choice::{Choice, ChoiceOption, Misses};
pub use cloze::Cloze;
pub use code_task::{Code, CodeTask, Coded, Ease, OLDEST_NODE, Permission};
pub use key_words::{length_in_words, mentions, seems_good, spoken_of};
pub use kind::{Form, Kind, KindProfile, Question};
pub use order::Order;
pub use output::Output;
pub use points::{Point, Points};
pub use star::{STAR, star_form, star_parts, star_words};
pub use text_match::{Accepted, AnswerForm, Match, is_without_spaces};
pub use typed::Typed;
