//! The content of a journal line: one enum of events, and who wrote them when.
//!
//! A new event is a variant of [`Event`] with a type for its content. The compiler then lists the places
//! that must decide what to do with it.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::contents::{
    Accepted, GoalChange, HabitEntry, Note, ProjectEntry, Rating, Reached, Redate,
};
use super::ids::{CardName, DeviceId, RecordId, SessionId};
use super::interview::{InterviewEnd, InterviewStart};
use crate::memory::{Grade, Parameters, Stage, StudyDay};

/// One line of a journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<'a> {
    /// Its id, the same on every device.
    pub id: RecordId,
    /// The device that wrote it.
    pub device: DeviceId<'a>,
    /// Its number among the records of that device, from 1.
    pub seq: u64,
    /// When it happened, in local time. Used for ordering only.
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
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event<'a> {
    /// A card was answered and graded.
    Review(#[serde(borrow)] Review<'a>),
    /// An earlier event is taken back.
    Undo {
        /// The record that is undone.
        of: RecordId,
    },
    /// "I know this": not a review; the card is checked in some days.
    Claim {
        card: CardName<'a>,
    },
    /// A card is not asked any more.
    Suspend {
        card: CardName<'a>,
    },
    /// A suspended card is asked again.
    Unsuspend {
        card: CardName<'a>,
    },
    /// A card is not asked for some days.
    Bury {
        card: CardName<'a>,
        /// The first day on which it may be asked again.
        until: StudyDay,
    },
    /// The learner put a mark on a card.
    Mark {
        card: CardName<'a>,
    },
    /// The learner removed the mark from a card.
    Unmark {
        card: CardName<'a>,
    },
    /// A card starts from the beginning.
    Reset {
        card: CardName<'a>,
    },
    /// A card goes by another id, since its question, its place or the name of its deck was edited. It keeps its
    /// history.
    Rename {
        /// Its id before.
        from: CardName<'a>,
        to: CardName<'a>,
    },
    /// Nothing is due for some days.
    Pause {
        /// The first day on which study resumes; today or earlier ends a pause.
        until: StudyDay,
    },
    /// A goal was set or cleared.
    Goal(GoalChange),
    /// The learner rated themselves in the matrix.
    Assess(Rating),
    /// Progress of a project.
    Project(ProjectEntry),
    /// A habit was done, or is wanted or not.
    Habit(HabitEntry),
    /// A level was reached, with the number of its cards at that time.
    Reached(Reached),
    /// A stage of learning began: reviews from then on want its retention.
    Stage {
        stage: Stage,
    },
    Note(Note),
    /// The memory model was fitted to the learner; the newest weights apply to the whole history.
    Parameters {
        parameters: Parameters,
        /// How many answers they were fitted to; 0 where it is not known.
        #[serde(default)]
        answers: u64,
    },
    /// A decision about damage to the journal. Earlier versions wrote these.
    Accept(Accepted),
    /// Records of a clock that was wrong count for another time and day.
    Redate(Redate),
    /// An interview began.
    InterviewStart(InterviewStart),
    /// An interview ended.
    InterviewEnd(InterviewEnd),
    /// An event, or the content of one, that only a later version understands: kept, and otherwise ignored.
    #[serde(skip)]
    Unknown(Unknown),
}

/// An event that this version does not understand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unknown {
    pub name: String,
    /// Its keys, without those of every line.
    pub content: Map<String, Value>,
}

impl Event<'_> {
    /// Events whose content a later version may extend in ways that this one cannot read.
    const LENIENT: [&'static str; 11] = [
        "goal",
        "assess",
        "project",
        "habit",
        "reached",
        "stage",
        "note",
        "accept",
        "redate",
        "interview-start",
        "interview-end",
    ];

    /// Events whose content never changes, each with the keys that it may have besides those of every line: a line of it
    /// that cannot be read is damaged, and one that was written by hand has no other keys.
    const STRICT: [(&'static str, &'static [&'static str]); 12] = [
        (
            "review",
            &[
                "card",
                "grade",
                "ms",
                "mode",
                "session",
                "verdict",
                "points",
                "guessed",
                "confidence",
            ],
        ),
        ("undo", &["of"]),
        ("claim", &["card"]),
        ("suspend", &["card"]),
        ("unsuspend", &["card"]),
        ("mark", &["card"]),
        ("unmark", &["card"]),
        ("reset", &["card"]),
        ("bury", &["card", "until"]),
        ("rename", &["from", "to"]),
        ("pause", &["until"]),
        ("parameters", &["parameters", "answers"]),
    ];

    /// The keys of such an event.
    pub(super) fn strict_keys(name: &str) -> Option<&'static [&'static str]> {
        let mut strict = Self::STRICT.iter();
        strict
            .find(|(known, _)| *known == name)
            .map(|(_, keys)| *keys)
    }

    /// The names of all events that this version knows.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        let strict = Self::STRICT.iter().map(|(name, _)| *name);
        strict.chain(Self::LENIENT)
    }

    /// Whether this version knows an event of this name.
    pub fn is_known(name: &str) -> bool {
        Self::names().any(|known| known == name)
    }

    /// Its name in the journal.
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
            Self::Rename { .. } => "rename",
            Self::Pause { .. } => "pause",
            Self::Goal(_) => "goal",
            Self::Assess(_) => "assess",
            Self::Project(_) => "project",
            Self::Habit(_) => "habit",
            Self::Reached(_) => "reached",
            Self::Stage { .. } => "stage",
            Self::Note(_) => "note",
            Self::Parameters { .. } => "parameters",
            Self::Accept(_) => "accept",
            Self::Redate(_) => "redate",
            Self::InterviewStart(_) => "interview-start",
            Self::InterviewEnd(_) => "interview-end",
            Self::Unknown(unknown) => &unknown.name,
        }
    }

    /// The card it is about, if it is about one.
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
            | Self::Rename { .. }
            | Self::Pause { .. }
            | Self::Goal(_)
            | Self::Assess(_)
            | Self::Project(_)
            | Self::Habit(_)
            | Self::Reached(_)
            | Self::Stage { .. }
            | Self::Note(_)
            | Self::Parameters { .. }
            | Self::Accept(_)
            | Self::Redate(_)
            | Self::InterviewStart(_)
            | Self::InterviewEnd(_)
            | Self::Unknown(_) => None,
        }
    }

    /// Whether an `undo` event removes it from the history: everything that the command `undo` takes back,
    /// and a fit and notes on projects, habits and areas, which are taken back by commands of their own. An
    /// undo is never undone.
    pub fn can_be_taken_out(&self) -> bool {
        match self {
            Self::Parameters { .. } | Self::Project(_) | Self::Habit(_) | Self::Assess(_) => true,
            Self::Unknown(unknown) => ["project", "habit", "assess"].contains(&&*unknown.name),
            _ => self.can_be_undone(),
        }
    }

    /// Whether the command `undo` can undo it.
    pub const fn can_be_undone(&self) -> bool {
        matches!(
            self,
            Self::Review(_)
                | Self::Claim { .. }
                | Self::Suspend { .. }
                | Self::Bury { .. }
                | Self::Mark { .. }
                | Self::Reset { .. }
                | Self::Rename { .. }
        )
    }

    /// The same event, owning its texts.
    pub fn into_owned(self) -> Event<'static> {
        match self {
            Self::Review(review) => Event::Review(review.into_owned()),
            Self::Undo { of } => Event::Undo { of },
            Self::Claim { card } => Event::Claim {
                card: card.into_owned(),
            },
            Self::Suspend { card } => Event::Suspend {
                card: card.into_owned(),
            },
            Self::Unsuspend { card } => Event::Unsuspend {
                card: card.into_owned(),
            },
            Self::Bury { card, until } => Event::Bury {
                card: card.into_owned(),
                until,
            },
            Self::Mark { card } => Event::Mark {
                card: card.into_owned(),
            },
            Self::Unmark { card } => Event::Unmark {
                card: card.into_owned(),
            },
            Self::Reset { card } => Event::Reset {
                card: card.into_owned(),
            },
            Self::Rename { from, to } => Event::Rename {
                from: from.into_owned(),
                to: to.into_owned(),
            },
            Self::Pause { until } => Event::Pause { until },
            Self::Goal(change) => Event::Goal(change),
            Self::Assess(rating) => Event::Assess(rating),
            Self::Project(entry) => Event::Project(entry),
            Self::Habit(entry) => Event::Habit(entry),
            Self::Reached(reached) => Event::Reached(reached),
            Self::Stage { stage } => Event::Stage { stage },
            Self::Note(note) => Event::Note(note),
            Self::Parameters {
                parameters,
                answers,
            } => Event::Parameters {
                parameters,
                answers,
            },
            Self::Accept(accepted) => Event::Accept(accepted),
            Self::Redate(redate) => Event::Redate(redate),
            Self::InterviewStart(start) => Event::InterviewStart(start),
            Self::InterviewEnd(end) => Event::InterviewEnd(end),
            Self::Unknown(unknown) => Event::Unknown(unknown),
        }
    }
}

/// Writes the event's own keys; its name comes earlier in a line.
impl Serialize for Event<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Default, Serialize)]
        struct Content<'c> {
            #[serde(skip_serializing_if = "Option::is_none")]
            of: Option<RecordId>,
            #[serde(skip_serializing_if = "Option::is_none")]
            card: Option<&'c str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            from: Option<&'c str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            to: Option<&'c str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            until: Option<StudyDay>,
            #[serde(skip_serializing_if = "Option::is_none")]
            stage: Option<Stage>,
            #[serde(skip_serializing_if = "Option::is_none")]
            parameters: Option<&'c Parameters>,
            #[serde(skip_serializing_if = "Option::is_none")]
            answers: Option<u64>,
        }
        let content = match self {
            Self::Review(review) => return review.serialize(serializer),
            Self::Goal(change) => return change.serialize(serializer),
            Self::Assess(rating) => return rating.serialize(serializer),
            Self::Project(entry) => return entry.serialize(serializer),
            Self::Habit(entry) => return entry.serialize(serializer),
            Self::Reached(reached) => return reached.serialize(serializer),
            Self::Note(note) => return note.serialize(serializer),
            Self::Accept(accepted) => return accepted.serialize(serializer),
            Self::Redate(redate) => return redate.serialize(serializer),
            Self::InterviewStart(start) => return start.serialize(serializer),
            Self::InterviewEnd(end) => return end.serialize(serializer),
            Self::Unknown(unknown) => return unknown.content.serialize(serializer),
            Self::Undo { of } => Content {
                of: Some(*of),
                ..Content::default()
            },
            Self::Claim { card }
            | Self::Suspend { card }
            | Self::Unsuspend { card }
            | Self::Mark { card }
            | Self::Unmark { card }
            | Self::Reset { card } => Content {
                card: Some(card),
                ..Content::default()
            },
            Self::Bury { card, until } => Content {
                card: Some(card),
                until: Some(*until),
                ..Content::default()
            },
            Self::Rename { from, to } => Content {
                from: Some(from),
                to: Some(to),
                ..Content::default()
            },
            Self::Pause { until } => Content {
                until: Some(*until),
                ..Content::default()
            },
            Self::Stage { stage } => Content {
                stage: Some(*stage),
                ..Content::default()
            },
            Self::Parameters {
                parameters,
                answers,
            } => Content {
                parameters: Some(parameters),
                answers: Some(*answers).filter(|answers| *answers > 0),
                ..Content::default()
            },
        };
        content.serialize(serializer)
    }
}

impl Record<'_> {
    /// The same record, owning its texts.
    pub fn into_owned(self) -> Record<'static> {
        Record {
            id: self.id,
            device: self.device.into_owned(),
            seq: self.seq,
            at: self.at,
            day: self.day,
            event: self.event.into_owned(),
        }
    }
}

/// One answer to a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review<'a> {
    /// The card's full name, `deck/card`, as it was then.
    #[serde(borrow)]
    pub card: CardName<'a>,
    /// How well it was remembered.
    pub grade: Grade,
    /// Milliseconds from the question to the answer, uncapped; 0 if it was not measured.
    #[serde(default)]
    pub ms: u64,
    /// In which mode it was asked.
    #[serde(default)]
    pub mode: Mode,
    /// Keys that only some reviews have.
    #[serde(flatten)]
    pub details: Details<'a>,
}

impl<'a> Review<'a> {
    /// A review without details.
    pub fn new(card: impl Into<CardName<'a>>, grade: Grade, ms: u64, mode: Mode) -> Self {
        Self {
            card: card.into(),
            grade,
            ms,
            mode,
            details: Details::default(),
        }
    }

    /// The same review, owning its texts.
    pub fn into_owned(self) -> Review<'static> {
        Review {
            card: self.card.into_owned(),
            grade: self.grade,
            ms: self.ms,
            mode: self.mode,
            details: self.details.into_owned(),
        }
    }
}

/// What only some reviews have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Details<'a> {
    /// The round of questions it belongs to.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId<'a>>,
    /// The share that was right, 0 to 1, if the answer was marked.
    #[serde(skip_serializing_if = "is_not_finite")]
    pub verdict: Option<f32>,
    /// The points ticked or the options picked, by index in deck order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<Box<[u32]>>,
    /// Whether the learner said that they guessed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guessed: bool,
    /// How sure the learner was, 0 to 1, if they were asked.
    #[serde(skip_serializing_if = "is_not_finite")]
    pub confidence: Option<f32>,
}

impl Details<'_> {
    pub(super) fn into_owned(self) -> Details<'static> {
        Details {
            session: self.session.map(SessionId::into_owned),
            verdict: self.verdict,
            points: self.points,
            guessed: self.guessed,
            confidence: self.confidence,
        }
    }
}

/// Whether a share is missing, or not a number that JSON has.
#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_not_finite(share: &Option<f32>) -> bool {
    share.is_none_or(|share| !share.is_finite())
}

/// How a question came to be asked.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// `nodequiz study`.
    Study,
    /// `nodequiz quiz`.
    Quiz,
    /// `nodequiz interview`.
    Interview,
    /// `nodequiz place`.
    Place,
    /// `nodequiz review`: an editor or a script, or a line written by hand.
    #[default]
    Command,
}

impl Mode {
    pub const ALL: [Self; 5] = [
        Self::Study,
        Self::Quiz,
        Self::Interview,
        Self::Place,
        Self::Command,
    ];

    /// The word for this mode in the journal.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Quiz => "quiz",
            Self::Interview => "interview",
            Self::Place => "place",
            Self::Command => "command",
        }
    }
}

/// Any event at all, for tests.
#[cfg(test)]
pub(super) mod generated {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::history::contents::{
        Doubled, Gap, Goal, Mastery, PlacementAnswer, PlacementNote, ProjectState,
    };
    use crate::history::interview::{
        AskedKind, InterviewAnswer, InterviewNote, InterviewScope, InterviewSure, Outcome, Way,
    };
    use crate::history::test_support::{day, minutes};

    /// Texts that JSON must escape, and others.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["[a-z]{1,8}/[a-z-]{1,12}", "\\PC{0,12}", any::<String>()]
    }

    fn a_day() -> impl Strategy<Value = StudyDay> {
        (0_u32..20_000).prop_map(|days| day("2000-01-01").plus(days))
    }

    /// Content that a later version may have written.
    fn unknown() -> impl Strategy<Value = Event<'static>> {
        let key = text().prop_filter("a key of every line", |key| {
            !["v", "event", "id", "device", "seq", "at", "day", "crc"].contains(&&**key)
        });
        (key, text(), any::<u32>()).prop_map(|(key, value, number)| {
            let map = json!({ key: value, "n": number, "list": [1.5, null, {"deep": true}] });
            Event::Unknown(Unknown {
                name: "of-later".to_owned(),
                content: map.as_object().cloned().unwrap_or_default(),
            })
        })
    }

    fn note() -> impl Strategy<Value = Note> {
        (text(), text(), any::<u32>(), 0..4).prop_map(|(session, question, number, which)| {
            match which {
                0 => PlacementNote::Offered.into(),
                1 => PlacementNote::Asked(PlacementAnswer {
                    round: session,
                    card: question,
                    topic: "async".to_owned(),
                    level: "senior".to_owned(),
                    right: number % 2 == 0,
                    guess: 0.25,
                    ms: u64::from(number),
                })
                .into(),
                2 => InterviewNote::Sure(InterviewSure {
                    session,
                    question,
                    probe: number,
                    confidence: 3,
                })
                .into(),
                _ => InterviewNote::Answered(InterviewAnswer {
                    session,
                    thread: 1,
                    way: Way::Deeper,
                    question,
                    probe: number,
                    kind: AskedKind::Prompt,
                    level: "senior".to_owned(),
                    topic: "async".to_owned(),
                    text: "first\nsecond".to_owned(),
                    ms: 93_000,
                    said_ms: Some(60_000),
                    given_up: false,
                    unfinished: true,
                })
                .into(),
            }
        })
    }

    /// Events that are not about a card, whose content a later version may extend.
    fn about_no_card() -> impl Strategy<Value = Event<'static>> {
        let some = (
            text(),
            prop::option::of(text()),
            a_day(),
            any::<u32>(),
            note(),
        );
        (some, 0..13).prop_map(|((name, remark, on, number, note), which)| match which {
            0 => Event::Goal(GoalChange::Clear {}),
            1 => Event::Goal(GoalChange::Set(Goal {
                date: on,
                minutes: number,
                levels: remark.into_iter().collect(),
                topics: Vec::new(),
                tags: vec![name.clone()],
                weights: [(name, 2)].into(),
            })),
            2 => Event::Assess(Rating {
                area: name,
                stage: Mastery::AdvancedBeginner,
                note: remark,
            }),
            3 => Event::Project(ProjectEntry {
                project: name,
                state: Some(ProjectState::Doing),
                note: remark,
            }),
            4 => Event::Habit(HabitEntry {
                habit: name,
                done: Some(on),
                note: remark,
                wanted: None,
            }),
            5 => Event::Reached(Reached {
                level: name,
                on,
                cards: number,
                stable: 1,
            }),
            6 => Event::Stage {
                stage: Stage::ALL[number as usize % 3],
            },
            7 => Event::Note(note),
            8 => Event::InterviewStart(InterviewStart {
                session: name,
                level: "senior".to_owned(),
                minutes: number,
                threads: 4,
                scope: InterviewScope {
                    topics: remark.into_iter().collect(),
                    tags: vec!["io".to_owned()],
                },
            }),
            9 => Event::InterviewEnd(InterviewEnd {
                session: name,
                outcome: Outcome::Discarded,
            }),
            10 => Event::Accept(Accepted::Missing {
                missing: Gap {
                    device: name,
                    from: 1,
                    to: u64::from(number),
                },
            }),
            11 => Event::Redate(Redate {
                records: vec![RecordId::from_bits(u128::from(number))],
                time: minutes(i64::from(number % 10_000_000)),
                study_day: on,
            }),
            _ => Event::Accept(Accepted::Doubled {
                doubled: Doubled {
                    device: name,
                    to: u64::from(number),
                },
            }),
        })
    }

    fn grade() -> impl Strategy<Value = Grade> {
        prop::sample::select(Grade::ALL.to_vec())
    }

    fn a_review() -> impl Strategy<Value = Event<'static>> {
        let details = (
            prop::option::of(text()),
            prop::option::of(0.0_f32..=1.0),
            prop::option::of(prop::collection::vec(any::<u32>(), 0..4)),
            any::<bool>(),
            prop::option::of(0.0_f32..=1.0),
        )
            .prop_map(|(session, verdict, points, guessed, confidence)| Details {
                session: session.map(Into::into),
                verdict,
                points: points.map(Into::into),
                guessed,
                confidence,
            });
        let mode = prop::sample::select(Mode::ALL.to_vec());
        (text(), grade(), any::<u64>(), mode, details).prop_map(
            |(card, grade, ms, mode, details)| {
                Event::Review(Review {
                    card: card.into(),
                    grade,
                    ms,
                    mode,
                    details,
                })
            },
        )
    }

    /// Any event at all.
    pub(crate) fn event() -> impl Strategy<Value = Event<'static>> {
        let about = text().prop_map(CardName::from);
        prop_oneof![
            a_review(),
            any::<u128>().prop_map(|bits| Event::Undo {
                of: RecordId::from_bits(bits)
            }),
            (about, 0..8, a_day(), text()).prop_map(|(card, which, until, to)| match which {
                0 => Event::Claim { card },
                1 => Event::Suspend { card },
                2 => Event::Unsuspend { card },
                3 => Event::Bury { card, until },
                4 => Event::Mark { card },
                5 => Event::Unmark { card },
                6 => Event::Rename {
                    from: card,
                    to: to.into(),
                },
                _ => Event::Reset { card },
            }),
            a_day().prop_map(|until| Event::Pause { until }),
            about_no_card(),
            unknown(),
            (prop::collection::vec(-5.0_f32..30.0, 21), any::<u64>()).prop_map(
                |(numbers, answers)| {
                    Event::Parameters {
                        parameters: Parameters::new(&numbers).expect("21 numbers"),
                        answers,
                    }
                }
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use std::collections::BTreeSet;

    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;

    use super::generated::event;
    use super::*;

    #[test]
    fn every_event_that_can_be_read_is_known_by_name_and_generated() {
        let unknown = serde_json::from_str::<Event<'_>>("{\"event\":\"?\"}");
        let message = unknown.expect_err("no such event").to_string();
        let readable: BTreeSet<&str> = message.split('`').skip(3).step_by(2).collect();
        assert_eq!(readable, Event::names().collect());
        let mut runner = TestRunner::deterministic();
        let generated: BTreeSet<String> = (0..3_000)
            .map(|_| event().new_tree(&mut runner).expect("an event").current())
            .filter(|event| !matches!(event, Event::Unknown(_)))
            .map(|event| event.name().to_owned())
            .collect();
        assert_eq!(readable, generated.iter().map(String::as_str).collect());
    }

    proptest! {
        #[test]
        fn every_event_is_listed_by_its_name(event in event()) {
            let name = event.name();
            let (strict, lenient) = (Event::strict_keys(name), Event::LENIENT.contains(&name));
            let unknown = matches!(event, Event::Unknown(_));
            prop_assert_eq!(strict.is_some(), !unknown && !lenient);
            prop_assert!(!(unknown && lenient));
        }

        #[test]
        fn an_event_has_only_the_keys_that_are_listed(event in event()) {
            if let Some(keys) = Event::strict_keys(event.name()) {
                let written = serde_json::to_value(&event).expect("JSON");
                for key in written.as_object().expect("an object").keys() {
                    prop_assert!(keys.contains(&key.as_str()), "{}", key);
                }
            }
        }
    }
}
