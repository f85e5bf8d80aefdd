//! The nine kinds, as a name and as the data of one question.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Answer, Bug, Choice, Cloze, CodeTask, Order, Output, Points, Typed, Verdict};

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
    /// Put steps in order.
    Order,
    /// Say what a program prints.
    Output,
    /// Find the faulty line and say why.
    Bug,
    /// Write code that passes tests.
    Code,
}

impl Kind {
    /// Every kind, in the order in which the deck format lists them.
    pub const ALL: [Self; 9] = [
        Self::Recall,
        Self::Points,
        Self::Choice,
        Self::Cloze,
        Self::Typed,
        Self::Order,
        Self::Output,
        Self::Bug,
        Self::Code,
    ];

    /// The properties of this kind.
    pub const fn profile(self) -> &'static KindProfile {
        match self {
            Self::Recall => &RECALL,
            Self::Points => &KindProfile {
                name: "points",
                usual_ms: 35_000,
                longest_ms: 180_000,
                ..RECALL
            },
            Self::Choice => &KindProfile {
                name: "choice",
                marked: true,
                usual_ms: 15_000,
                in_quick_rounds: true,
                in_interviews: false,
                repeats_mistakes: true,
                ..RECALL
            },
            Self::Cloze => &KindProfile {
                name: "cloze",
                marked: true,
                usual_ms: 12_000,
                in_quick_rounds: true,
                in_interviews: false,
                chance_of_guessing: 0.02,
                ..RECALL
            },
            Self::Typed => &KindProfile {
                name: "typed",
                marked: true,
                usual_ms: 15_000,
                in_quick_rounds: true,
                form: Form::Short,
                interview_seconds: 60,
                chance_of_guessing: 0.02,
                needs_class: true,
                ..RECALL
            },
            Self::Order => &KindProfile {
                name: "order",
                marked: true,
                in_quick_rounds: true,
                form: Form::Letters,
                interview_seconds: 60,
                needs_class: true,
                ..RECALL
            },
            Self::Output => &KindProfile {
                name: "output",
                marked: true,
                usual_ms: 25_000,
                in_quick_rounds: true,
                form: Form::Lines,
                interview_seconds: 90,
                chance_of_guessing: 0.1,
                about_code: true,
                needs_class: true,
                ..RECALL
            },
            Self::Bug => &KindProfile {
                name: "bug",
                marked: true,
                usual_ms: 40_000,
                longest_ms: 180_000,
                repeats_mistakes: true,
                about_code: true,
                needs_class: true,
                ..RECALL
            },
            Self::Code => &KindProfile {
                name: "code",
                marked: true,
                usual_ms: 900_000,
                longest_ms: 1_800_000,
                in_interviews: false,
                form: Form::Code,
                interview_seconds: 1_800,
                chance_of_guessing: 0.02,
                about_code: true,
                needs_class: true,
                ..RECALL
            },
        }
    }

    /// The word for this kind in decks, on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        self.profile().name
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The properties of a kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KindProfile {
    /// The word for it in decks, on the command line and in JSON.
    pub name: &'static str,
    /// Whether the program can mark an answer, or a part of it.
    pub marked: bool,
    /// An estimate of the time of an answer before any was measured.
    pub usual_ms: u32,
    /// The longest time that counts for an answer: after that the learner was away.
    pub longest_ms: u64,
    /// Whether quizzes and placements ask it: the program marks all of it, and an answer is quick.
    pub in_quick_rounds: bool,
    /// Whether an interviewer can ask it: options and blanks cannot be read aloud.
    pub in_interviews: bool,
    /// How an answer is typed in an interview.
    pub form: Form,
    /// How long an answer may take in an interview.
    pub interview_seconds: u64,
    /// The chance, 0 to 1, that someone who does not know the answer guesses it. For choices and
    /// orders it follows from their data; see [`Question::chance_of_guessing`].
    pub chance_of_guessing: f64,
    /// Whether mistakes are worth repeating the day before a goal's date.
    pub repeats_mistakes: bool,
    /// Whether the question is about code, so that the first fence belongs to it.
    pub about_code: bool,
    /// Whether the heading must name it, because the answer alone would be of another kind.
    pub needs_class: bool,
}

/// The properties of recall; they are also the defaults of the other kinds.
const RECALL: KindProfile = KindProfile {
    name: "recall",
    marked: false,
    usual_ms: 20_000,
    longest_ms: 60_000,
    in_quick_rounds: false,
    in_interviews: true,
    form: Form::Open,
    interview_seconds: 120,
    chance_of_guessing: 0.5,
    repeats_mistakes: false,
    about_code: false,
    needs_class: false,
};

/// How an answer is typed in an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In one's own words, said aloud or typed.
    Open,
    /// A story in four parts.
    Star,
    /// What a program prints, line by line; the program marks it.
    Lines,
    /// A word or two; the program marks it.
    Short,
    /// The letters of steps in their order; the program marks it.
    Letters,
    /// Code; its tests mark it.
    Code,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One question with the data that its kind needs. All texts are Markdown unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum Question {
    /// See [`Kind::Recall`].
    Recall,
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
    Bug(Box<Bug>),
    /// See [`Kind::Code`].
    Code(Box<CodeTask>),
}

impl Question {
    /// The kind of this question.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Recall => Kind::Recall,
            Self::Points(_) => Kind::Points,
            Self::Choice(_) => Kind::Choice,
            Self::Cloze(_) => Kind::Cloze,
            Self::Typed(_) => Kind::Typed,
            Self::Order(_) => Kind::Order,
            Self::Output(_) => Kind::Output,
            Self::Bug(_) => Kind::Bug,
            Self::Code(_) => Kind::Code,
        }
    }

    /// How many options or steps are shown in random order.
    pub const fn shuffled(&self) -> usize {
        match self {
            Self::Choice(choice) => choice.options.len(),
            Self::Order(order) => order.steps.len(),
            Self::Recall
            | Self::Points(_)
            | Self::Cloze(_)
            | Self::Typed(_)
            | Self::Output(_)
            | Self::Bug(_)
            | Self::Code(_) => 0,
        }
    }

    /// The chance, 0 to 1, that someone who does not know the answer gives it.
    pub fn chance_of_guessing(&self) -> f64 {
        match self {
            // Any set of options but the empty one may be picked.
            Self::Choice(choice) if choice.several() => {
                1.0 / ((choice.options.len() as f64).exp2() - 1.0).max(1.0)
            }
            Self::Choice(choice) => 1.0 / choice.options.len().max(1) as f64,
            // What comes first and last is often obvious; the rest is luck.
            Self::Order(order) => {
                1.0 / (2..order.steps.len().max(2)).product::<usize>().max(2) as f64
            }
            other => other.kind().profile().chance_of_guessing,
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
            (Self::Code(_), Answer::Coded(_)) => Some(Verdict::RIGHT),
            (
                Self::Recall
                | Self::Points(_)
                | Self::Choice(_)
                | Self::Cloze(_)
                | Self::Typed(_)
                | Self::Order(_)
                | Self::Output(_)
                | Self::Bug(_)
                | Self::Code(_),
                _,
            ) => None,
        }
    }
}
