//! How each kind of question is asked: one file per kind, keys in, screens out.

mod bug;
mod choice;
mod cloze;
mod code;
mod difference;
mod kind_screen;
mod order;
mod output;
mod points;
mod recall;
mod text_area;
mod text_renderer;
mod tick_list;
mod typed;

pub(crate) use bug::{Bug, add_fixed};
pub(crate) use choice::Choice;
pub(crate) use cloze::Cloze;
pub(crate) use code::{Code, add_model, add_test_run, not_allowed};
pub(crate) use difference::columns as difference_columns;
pub(crate) use kind_screen::{
    CodeNews, CodeWish, Idle, KeyOutcome, KindScreen, MarkedAnswer, Offer, Offers, add_typo,
};
pub(crate) use order::Order;
pub(crate) use output::{Output, add_compared};
pub(crate) use points::Points;
pub(crate) use recall::Recall;
pub(crate) use text_area::{TextArea, offers_of_a_line, offers_of_code};
pub(crate) use text_renderer::{Content, TextRenderer, context, explanation, sign, written};
pub(crate) use tick_list::{PointDrill, add_point, add_points, moved, tick, tick_lead};
pub(crate) use typed::Typed;
