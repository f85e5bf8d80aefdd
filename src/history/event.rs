//! What a line of the journal says: the events, and who wrote them when.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::memory::{Grade, Parameters, StudyDay};

/// The name of one record, the same on every device: a UUID.
///
/// Version 7 for what the program writes; for a line written by hand a hash of its bytes (version 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(uuid::Uuid);

/// A text that is no record's id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no record's id: that is a UUID, such as 01936b2e-8c5a-7000-8000-0123456789ab")]
pub struct InvalidRecordId(String);

impl RecordId {
    /// The id with these 128 bits.
    #[must_use]
    pub const fn from_bits(bits: u128) -> Self {
        Self(uuid::Uuid::from_u128(bits))
    }

    /// The id's 128 bits.
    #[must_use]
    pub const fn bits(self) -> u128 {
        self.0.as_u128()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for RecordId {
    type Err = InvalidRecordId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        uuid::Uuid::try_parse(text)
            .map(Self)
            .map_err(|_| InvalidRecordId(text.to_owned()))
    }
}

/// One line of a journal, understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<'a> {
    /// Its name, the same on every device.
    pub id: RecordId,
    /// The device that wrote it.
    pub device: Cow<'a, str>,
    /// Its number among the records of that device, from 1.
    pub seq: u64,
    /// When it happened, in local time. It only orders.
    ///
    /// In a [`Journal`](super::Journal) this is the time by which it was ordered: never before that of
    /// an earlier record of its device, and not far in the future.
    pub at: DateTime<FixedOffset>,
    /// The study day it belongs to, fixed when it was written.
    pub day: StudyDay,
    /// What happened.
    pub event: Event<'a>,
}

/// What can happen. Everything that cannot be computed from the decks is one of these.
#[derive(Clone, Debug, PartialEq)]
pub enum Event<'a> {
    /// A card was answered and graded.
    Review(Review<'a>),
    /// An earlier event is taken back.
    Undo {
        /// The record taken back.
        of: RecordId,
    },
    /// "I know this": not a review; the card is checked in some days.
    Claim {
        /// The card.
        card: Cow<'a, str>,
    },
    /// A card is not asked any more.
    Suspend {
        /// The card.
        card: Cow<'a, str>,
    },
    /// A suspended card is asked again.
    Unsuspend {
        /// The card.
        card: Cow<'a, str>,
    },
    /// A card is not asked for some days.
    Bury {
        /// The card.
        card: Cow<'a, str>,
        /// The first day on which it may be asked again.
        until: StudyDay,
    },
    /// The learner put a mark on a card.
    Mark {
        /// The card.
        card: Cow<'a, str>,
    },
    /// The learner took the mark off a card.
    Unmark {
        /// The card.
        card: Cow<'a, str>,
    },
    /// A card is to be learned from the beginning.
    Reset {
        /// The card.
        card: Cow<'a, str>,
    },
    /// Nothing is due for some days.
    Pause {
        /// The first day on which study goes on; today or earlier ends a pause.
        until: StudyDay,
    },
    /// A goal was set or cleared.
    Goal(Fields),
    /// The learner rated themselves in the matrix.
    Assess(Fields),
    /// Progress of a project.
    Project(Fields),
    /// A habit was kept.
    Habit(Fields),
    /// A level of the ladder was reached, with the cards that there were then.
    Reached(Fields),
    /// A remark.
    Note(Fields),
    /// The memory model was fitted to the learner; the newest set holds for the whole history.
    Parameters {
        /// The new weights.
        parameters: Parameters,
        /// How many answers they were fitted to; 0 where nobody says.
        answers: u64,
    },
    /// The learner decided about a fault of the journal: a damaged line counts, or a loss is known.
    Accept(Fields),
    /// An interview began.
    InterviewStart(Fields),
    /// An interview ended.
    InterviewEnd(Fields),
    /// An event of a later version: kept, and otherwise ignored.
    Unknown {
        /// Its name.
        name: String,
        /// Its own keys.
        fields: Fields,
    },
}

impl<'a> Event<'a> {
    /// The word for this event in the journal.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Review(_) => "review",
            Self::Undo { .. } => "undo",
            Self::Claim { .. } => "claim",
            Self::Suspend { .. } => "suspend",
            Self::Unsuspend { .. } => "unsuspend",
            Self::Bury { .. } => "bury",
            Self::Mark { .. } => "mark",
            Self::Unmark { .. } => "unmark",
            Self::Reset { .. } => "reset",
            Self::Pause { .. } => "pause",
            Self::Goal(_) => "goal",
            Self::Assess(_) => "assess",
            Self::Project(_) => "project",
            Self::Habit(_) => "habit",
            Self::Reached(_) => "reached",
            Self::Note(_) => "note",
            Self::Parameters { .. } => "parameters",
            Self::Accept(_) => "accept",
            Self::InterviewStart(_) => "interview-start",
            Self::InterviewEnd(_) => "interview-end",
            Self::Unknown { name, .. } => name,
        }
    }

    /// The card it is about, if it is about one.
    #[must_use]
    pub fn card(&self) -> Option<&str> {
        match self {
            Self::Review(Review { card, .. })
            | Self::Claim { card }
            | Self::Suspend { card }
            | Self::Unsuspend { card }
            | Self::Bury { card, .. }
            | Self::Mark { card }
            | Self::Unmark { card }
            | Self::Reset { card } => Some(card),
            Self::Undo { .. }
            | Self::Pause { .. }
            | Self::Goal(_)
            | Self::Assess(_)
            | Self::Project(_)
            | Self::Habit(_)
            | Self::Reached(_)
            | Self::Note(_)
            | Self::Parameters { .. }
            | Self::Accept(_)
            | Self::InterviewStart(_)
            | Self::InterviewEnd(_)
            | Self::Unknown { .. } => None,
        }
    }

    /// Whether an undo that names it takes it out of the history: all that the command `undo` takes
    /// back, and what only commands of its own do: a fit, and what was said of a project, a habit or an
    /// area. An undo is never undone.
    #[must_use]
    pub const fn can_be_taken_out(&self) -> bool {
        self.can_be_undone()
            || matches!(
                self,
                Self::Parameters { .. } | Self::Project(_) | Self::Habit(_) | Self::Assess(_)
            )
    }

    /// Whether the command `undo` takes it back.
    #[must_use]
    pub const fn can_be_undone(&self) -> bool {
        matches!(
            self,
            Self::Review(_)
                | Self::Claim { .. }
                | Self::Suspend { .. }
                | Self::Bury { .. }
                | Self::Mark { .. }
                | Self::Reset { .. }
        )
    }

    /// The same event, owning its texts.
    #[must_use]
    pub fn into_owned(self) -> Event<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        match self {
            Self::Review(review) => Event::Review(review.into_owned()),
            Self::Undo { of } => Event::Undo { of },
            Self::Claim { card } => Event::Claim { card: own(card) },
            Self::Suspend { card } => Event::Suspend { card: own(card) },
            Self::Unsuspend { card } => Event::Unsuspend { card: own(card) },
            Self::Bury { card, until } => Event::Bury {
                card: own(card),
                until,
            },
            Self::Mark { card } => Event::Mark { card: own(card) },
            Self::Unmark { card } => Event::Unmark { card: own(card) },
            Self::Reset { card } => Event::Reset { card: own(card) },
            Self::Pause { until } => Event::Pause { until },
            Self::Goal(fields) => Event::Goal(fields),
            Self::Assess(fields) => Event::Assess(fields),
            Self::Project(fields) => Event::Project(fields),
            Self::Habit(fields) => Event::Habit(fields),
            Self::Reached(fields) => Event::Reached(fields),
            Self::Note(fields) => Event::Note(fields),
            Self::Parameters {
                parameters,
                answers,
            } => Event::Parameters {
                parameters,
                answers,
            },
            Self::Accept(fields) => Event::Accept(fields),
            Self::InterviewStart(fields) => Event::InterviewStart(fields),
            Self::InterviewEnd(fields) => Event::InterviewEnd(fields),
            Self::Unknown { name, fields } => Event::Unknown { name, fields },
        }
    }
}

impl Record<'_> {
    /// The same record, owning its texts.
    #[must_use]
    pub fn into_owned(self) -> Record<'static> {
        Record {
            id: self.id,
            device: Cow::Owned(self.device.into_owned()),
            seq: self.seq,
            at: self.at,
            day: self.day,
            event: self.event.into_owned(),
        }
    }
}

/// One answer to a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Review<'a> {
    /// The card's full name, `deck/card`, as it was then.
    pub card: Cow<'a, str>,
    /// How well it was remembered.
    pub grade: Grade,
    /// Milliseconds from the question to the answer, uncapped; 0 where nobody measured.
    pub ms: u64,
    /// In which mode it was asked.
    pub mode: Mode,
    /// What else is known about the answer.
    pub details: Details<'a>,
}

impl<'a> Review<'a> {
    /// A review with nothing but what every review has.
    #[must_use]
    pub fn new(card: impl Into<Cow<'a, str>>, grade: Grade, ms: u64, mode: Mode) -> Self {
        Self {
            card: card.into(),
            grade,
            ms,
            mode,
            details: Details::default(),
        }
    }

    /// The same review, owning its texts.
    #[must_use]
    pub fn into_owned(self) -> Review<'static> {
        Review {
            card: Cow::Owned(self.card.into_owned()),
            grade: self.grade,
            ms: self.ms,
            mode: self.mode,
            details: Details {
                session: self
                    .details
                    .session
                    .map(|text| Cow::Owned(text.into_owned())),
                verdict: self.details.verdict,
                points: self.details.points,
                guessed: self.details.guessed,
                confidence: self.details.confidence,
            },
        }
    }
}

/// What only some reviews have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details<'a> {
    /// A name for the round of questions it belongs to.
    pub session: Option<Cow<'a, str>>,
    /// The share that was right, 0 to 1, where something marked it.
    pub verdict: Option<f32>,
    /// The points ticked or the options picked, by index in deck order.
    pub points: Option<Box<[u32]>>,
    /// Whether the learner said that they guessed.
    pub guessed: bool,
    /// How sure the learner was, 0 to 1, where they were asked.
    pub confidence: Option<f32>,
}

/// How a question came to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// `nodequiz study`.
    Study,
    /// `nodequiz quiz`.
    Quiz,
    /// `nodequiz interview`.
    Interview,
    /// `nodequiz place`.
    Place,
    /// `nodequiz review`: an editor or a script.
    Command,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 5] = [
        Self::Study,
        Self::Quiz,
        Self::Interview,
        Self::Place,
        Self::Command,
    ];

    /// The word for this mode in the journal.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Quiz => "quiz",
            Self::Interview => "interview",
            Self::Place => "place",
            Self::Command => "command",
        }
    }

    /// The mode with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// The own keys of an event whose content a feature defines: any JSON, save the keys that every
/// line has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Map<String, Value>);

/// A key that every line has, and that an event therefore cannot use for itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is a key of every journal line; give the field another name")]
pub struct ReservedKey(pub String);

impl Fields {
    /// The keys that every line has.
    pub const RESERVED: [&'static str; 8] =
        ["v", "event", "id", "device", "seq", "at", "day", "crc"];

    /// Fields from a JSON object.
    pub fn new(map: Map<String, Value>) -> Result<Self, ReservedKey> {
        match map.keys().find(|key| Self::is_reserved(key)) {
            Some(key) => Err(ReservedKey(key.clone())),
            None => Ok(Self(map)),
        }
    }

    /// What is left of a whole line's object.
    #[must_use]
    pub fn of_line(mut line: Map<String, Value>) -> Self {
        line.retain(|key, _| !Self::is_reserved(key));
        Self(line)
    }

    /// The fields of a struct; its keys must be none of [`Self::RESERVED`].
    #[must_use]
    pub fn of(content: &impl Serialize) -> Self {
        match serde_json::to_value(content) {
            Ok(Value::Object(map)) => Self::of_line(map),
            // A struct of texts and numbers always is an object.
            _ => Self::default(),
        }
    }

    /// The fields as what they mean; `None` where they mean nothing here: a later version may have
    /// written them.
    #[must_use]
    pub fn decoded<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_value(Value::Object(self.0.clone())).ok()
    }

    /// The fields, in the order of their names.
    #[must_use]
    pub const fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }

    fn is_reserved(key: &str) -> bool {
        Self::RESERVED.contains(&key)
    }
}
