//! How each kind of question is asked: one file per kind, keys in, screens out.

mod bug;
mod choice;
mod cloze;
mod code;
mod difference;
mod drill;
mod kind_screen;
mod marked_answer;
mod order;
mod output;
mod points;
mod recall;
mod text_area;
mod text_renderer;
mod tick_list;
mod typed;

pub(crate) use bug::add_fixed;
pub(crate) use code::{add_model, add_test_run, not_allowed};
pub(crate) use difference::columns as difference_columns;
pub(crate) use drill::PointDrill;
pub(crate) use kind_screen::{
    CodeNews, CodeWish, Content, KeyOutcome, KindScreen, MarkedAnswer, Offer,
};
pub(crate) use marked_answer::add_typo;
pub(crate) use output::add_compared;
pub(crate) use text_area::{TextArea, offers_of_a_line, offers_of_code};
pub(crate) use text_renderer::{TextRenderer, context, explanation, written};
pub(crate) use tick_list::{add_point, add_points, moved, tick, tick_lead};

use crate::question::Question;
use crate::session::View;

/// How this card is asked; in a quick round options are shown at once.
pub(crate) fn kind_screen<'v>(view: &'v View<'v>, quick: bool) -> Box<dyn KindScreen + 'v> {
    match view.card.data() {
        Question::Recall(_) => Box::new(recall::Recall::new(view)),
        Question::Points(data) => Box::new(points::Points::new(view, data)),
        Question::Choice(data) => Box::new(choice::Choice::new(view, data, quick)),
        Question::Cloze(data) => Box::new(cloze::Cloze::new(data)),
        Question::Typed(data) => Box::new(typed::Typed::new(data)),
        Question::Order(data) => Box::new(order::Order::new(view, data)),
        Question::Output(data) => Box::new(output::Output::new(data)),
        Question::Bug(data) => Box::new(bug::Bug::new(view, data)),
        Question::Code(task) => Box::new(code::Code::new(task)),
    }
}
