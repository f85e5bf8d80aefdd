//! The eight kinds, as a name and as the data of one question.

use serde::{Deserialize, Serialize};

use std::fmt;

use super::{Answer, Bug, Choice, Cloze, Order, Output, Points, Recall, Typed, Verdict};

/// The kind of a question, without its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Think, reveal, grade yourself.
    Recall,
    /// Say it, then tick the points that were in it.
    Points,
    /// Pick one or several options.
    Choice,
    /// Fill in hidden parts of a text.
    Cloze,
    /// Type the answer.
    Typed,
    /// Bring steps into their order.
    Order,
    /// Say what a program prints.
    Output,
    /// Find the faulty line and say why.
    Bug,
}

impl Kind {
    /// Every kind, in the order in which the deck format lists them.
    pub const ALL: [Self; 8] = [
        Self::Recall,
        Self::Points,
        Self::Choice,
        Self::Cloze,
        Self::Typed,
        Self::Order,
        Self::Output,
        Self::Bug,
    ];

    /// The word for this kind in decks, on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recall => "recall",
            Self::Points => "points",
            Self::Choice => "choice",
            Self::Cloze => "cloze",
            Self::Typed => "typed",
            Self::Order => "order",
            Self::Output => "output",
            Self::Bug => "bug",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether the program can mark an answer of this kind by itself.
    #[must_use]
    pub const fn marks_itself(self) -> bool {
        match self {
            Self::Recall | Self::Points => false,
            Self::Choice | Self::Cloze | Self::Typed | Self::Order | Self::Output | Self::Bug => {
                true
            }
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One question with the data that its kind needs. All texts are Markdown unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// See [`Kind::Recall`].
    Recall(Recall),
    /// See [`Kind::Points`].
    Points(Points),
    /// See [`Kind::Choice`].
    Choice(Choice),
    /// See [`Kind::Cloze`].
    Cloze(Cloze),
    /// See [`Kind::Typed`].
    Typed(Typed),
    /// See [`Kind::Order`].
    Order(Order),
    /// See [`Kind::Output`].
    Output(Output),
    /// See [`Kind::Bug`].
    Bug(Bug),
}

impl Question {
    /// The kind of this question.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Recall(_) => Kind::Recall,
            Self::Points(_) => Kind::Points,
            Self::Choice(_) => Kind::Choice,
            Self::Cloze(_) => Kind::Cloze,
            Self::Typed(_) => Kind::Typed,
            Self::Order(_) => Kind::Order,
            Self::Output(_) => Kind::Output,
            Self::Bug(_) => Kind::Bug,
        }
    }

    /// Marks an answer. `None` where the learner has to: for a revealed answer, and for an answer
    /// in a form that this kind does not take.
    #[must_use]
    pub fn mark(&self, answer: &Answer) -> Option<Verdict> {
        match (self, answer) {
            (_, Answer::Unknown) => Some(Verdict::WRONG),
            (Self::Points(points), Answer::Picked(ticked)) => Some(points.mark(ticked)),
            (Self::Choice(choice), Answer::Picked(picked)) => Some(choice.mark(picked)),
            (Self::Cloze(cloze), Answer::Typed(texts)) => Some(cloze.mark(texts)),
            (Self::Typed(typed), Answer::Typed(texts)) => {
                Some(typed.mark(texts.first().map_or("", String::as_str)))
            }
            (Self::Order(order), Answer::Arranged(steps)) => Some(order.mark(steps)),
            (Self::Output(output), Answer::Lines(lines)) => Some(output.mark(lines)),
            (Self::Bug(bug), Answer::Line(line, ticked)) => Some(bug.mark(*line, ticked)),
            (
                Self::Recall(_)
                | Self::Points(_)
                | Self::Choice(_)
                | Self::Cloze(_)
                | Self::Typed(_)
                | Self::Order(_)
                | Self::Output(_)
                | Self::Bug(_),
                _,
            ) => None,
        }
    }
}
