//! The screen for a card, by its kind.

use crate::question::Question;
use crate::session::View;

use super::bug::Bug;
use super::choice::Choice;
use super::cloze::Cloze;
use super::code::Code;
use super::kind_screen::KindScreen;
use super::order::Order;
use super::output::Output;
use super::points::Points;
use super::recall::Recall;
use super::typed::Typed;

/// How this card is asked; in a quick round options are shown at once.
pub(crate) fn kind_screen<'v>(view: &'v View<'v>, quick: bool) -> Box<dyn KindScreen + 'v> {
    match view.card.data() {
        Question::Recall(_) => Box::new(Recall::new(view)),
        Question::Points(data) => Box::new(Points::new(view, data)),
        Question::Choice(data) if quick => Box::new(Choice::with_options(view, data)),
        Question::Choice(data) => Box::new(Choice::new(view, data)),
        Question::Cloze(data) => Box::new(Cloze::new(view, data)),
        Question::Typed(data) => Box::new(Typed::new(view, data)),
        Question::Order(data) => Box::new(Order::new(view, data)),
        Question::Output(data) => Box::new(Output::new(view, data)),
        Question::Bug(data) => Box::new(Bug::new(view, data)),
        Question::Code(task) => Box::new(Code::new(view, task)),
    }
}
