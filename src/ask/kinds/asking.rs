//! The right way of asking for each kind.

use crate::question::Question;
use crate::session::View;

use super::bug::Bug;
use super::choice::Choice;
use super::cloze::Cloze;
use super::drill::{Drill, PointsFirst};
use super::order::Order;
use super::output::Output;
use super::points::Points;
use super::recall::Recall;
use super::shown::Ask;
use super::typed::Typed;

/// How this card is asked.
pub(crate) fn asking<'v>(view: &'v View<'v>) -> Box<dyn Ask + 'v> {
    let card = by_kind(view);
    match view.card.data() {
        Question::Points(points) if !view.missed_twice.is_empty() => {
            let drill = Drill::missed(view.card, points, view.missed_twice.clone());
            Box::new(PointsFirst::new(drill, card))
        }
        Question::Recall(_)
        | Question::Points(_)
        | Question::Choice(_)
        | Question::Cloze(_)
        | Question::Typed(_)
        | Question::Order(_)
        | Question::Output(_)
        | Question::Bug(_) => card,
    }
}

fn by_kind<'v>(view: &'v View<'v>) -> Box<dyn Ask + 'v> {
    match view.card.data() {
        Question::Recall(_) => Box::new(Recall::new(view)),
        Question::Points(data) => Box::new(Points::new(view, data)),
        Question::Choice(data) => Box::new(Choice::new(view, data)),
        Question::Cloze(data) => Box::new(Cloze::new(view, data)),
        Question::Typed(data) => Box::new(Typed::new(view, data)),
        Question::Order(data) => Box::new(Order::new(view, data)),
        Question::Output(data) => Box::new(Output::new(view, data)),
        Question::Bug(data) => Box::new(Bug::new(view, data)),
    }
}
