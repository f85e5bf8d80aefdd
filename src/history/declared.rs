//! Declarations of the learner that are not about a card: each holds until the next one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::contents::{Goal, GoalChange, HabitState, Note, PlacementNote, PlacementRound, Reached};
use super::event::Event;
use super::interview::InterviewNote;
use crate::memory::Stage;

/// All declarations that hold at the end of the history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Declared {
    /// What the learner prepares for, unless it was cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// Habits that were done or declined, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub habits: BTreeMap<String, HabitState>,
    /// Levels that were reached, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reached: BTreeMap<String, Reached>,
    /// The latest stage of learning that has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The interview without a debrief yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interview: Option<OpenInterview>,
    /// The placements, in the order in which they were begun.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub placements: Vec<PlacementRound>,
}

/// An interview without a debrief yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInterview {
    pub session: String,
    /// How many answers it has.
    pub answers: u32,
}

/// How many placements are remembered, and how many answers of each: more than anybody gives, so that a
/// journal of nothing else is read in linear time.
const MOST_ROUNDS: usize = 8;
const MOST_ANSWERS: usize = 100;

impl Declared {
    /// Applies an event that is not about a card.
    pub(super) fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Goal(GoalChange::Set(goal)) => self.goal = Some(goal.clone()),
            Event::Goal(GoalChange::Clear {}) => self.goal = None,
            Event::Habit(entry) => {
                let state = self.habits.entry(entry.habit.clone()).or_default();
                state.take(entry);
            }
            Event::Reached(reached) => {
                let first = self.reached.entry(reached.level.clone());
                let first = first.or_insert_with(|| reached.clone());
                if reached.on < first.on {
                    first.clone_from(reached);
                }
            }
            Event::Stage { stage } => self.stage = self.stage.max(Some(*stage)),
            Event::InterviewStart(start) => {
                self.interview = Some(OpenInterview {
                    session: start.session.clone(),
                    answers: 0,
                });
            }
            Event::InterviewEnd(end) => {
                self.interview.take_if(|open| open.session == end.session);
            }
            Event::Note(Note::Interview {
                interview: InterviewNote::Answered(answer),
            }) => {
                if let Some(open) = &mut self.interview
                    && open.session == answer.session
                {
                    open.answers += 1;
                }
            }
            Event::Note(Note::Placement { placement }) => self.take_placement(placement),
            // These are read from the whole journal, or are about cards or the journal itself.
            Event::Note(_)
            | Event::Assess(_)
            | Event::Project(_)
            | Event::Review(_)
            | Event::Undo { .. }
            | Event::Claim { .. }
            | Event::Suspend { .. }
            | Event::Unsuspend { .. }
            | Event::Bury { .. }
            | Event::Mark { .. }
            | Event::Unmark { .. }
            | Event::Reset { .. }
            | Event::Rename { .. }
            | Event::Pause { .. }
            | Event::Parameters { .. }
            | Event::Accept(_)
            | Event::Redate(_)
            | Event::Unknown(_) => {}
        }
    }

    fn take_placement(&mut self, note: &PlacementNote) {
        match note {
            PlacementNote::Offered => {}
            PlacementNote::Asked(answer) => {
                let answers = &mut self.placement(&answer.round).answers;
                // Two devices may have continued the same round; a question counts once.
                if answers.len() < MOST_ANSWERS
                    && answers.iter().all(|known| known.card != answer.card)
                {
                    answers.push(answer.clone());
                }
            }
            PlacementNote::Ended { round, claimed } => {
                self.placement(round).claimed = Some(*claimed);
            }
        }
    }

    /// The placement with this name, which may begin with this.
    fn placement(&mut self, round: &str) -> &mut PlacementRound {
        let known = self
            .placements
            .iter()
            .position(|known| known.round == round);
        let place = known.unwrap_or_else(|| {
            if self.placements.len() == MOST_ROUNDS {
                self.placements.remove(0);
            }
            self.placements.push(PlacementRound {
                round: round.to_owned(),
                ..PlacementRound::default()
            });
            self.placements.len() - 1
        });
        &mut self.placements[place]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::contents::{PlacementAnswer, Reached};
    use crate::history::interview::{
        AskedKind, InterviewAnswer, InterviewEnd, InterviewStart, Outcome, Way,
    };
    use crate::history::test_support::day;
    use crate::memory::StudyDay;

    #[test]
    fn of_two_devices_that_saw_a_level_reached_the_earlier_day_holds() {
        let mut declared = Declared::default();
        for (on, cards) in [
            ("2026-11-20", 109),
            ("2026-11-18", 108),
            ("2026-11-19", 110),
        ] {
            let reached = Reached {
                level: "beginner".to_owned(),
                on: day(on),
                cards,
                stable: 90,
            };
            declared.take(&Event::Reached(reached));
        }
        let kept = &declared.reached["beginner"];
        assert_eq!((kept.on, kept.cards), (day("2026-11-18"), 108));
    }

    #[test]
    fn a_goal_holds_until_another_is_set_or_it_is_cleared() {
        let goal = Goal {
            date: StudyDay::from_date("2026-12-15".parse().expect("a day")),
            minutes: 20,
            levels: vec!["senior".to_owned()],
            topics: Vec::new(),
            tags: Vec::new(),
            weights: BTreeMap::from([("async".to_owned(), 3)]),
        };
        let mut declared = Declared::default();
        declared.take(&Event::Goal(GoalChange::Set(goal.clone())));
        assert_eq!(declared.goal, Some(goal));
        declared.take(&Event::Goal(GoalChange::Clear {}));
        assert_eq!(declared.goal, None);
    }

    fn placed(round: &str, card: &str, right: bool) -> PlacementNote {
        PlacementNote::Asked(PlacementAnswer {
            round: round.into(),
            card: card.into(),
            topic: "async".into(),
            level: "senior".into(),
            right,
            guess: 0.25,
            ms: 5320,
        })
    }

    #[test]
    fn a_placement_goes_on_where_it_was_left_and_a_question_counts_once() {
        let notes = [
            PlacementNote::Offered,
            placed("a", "d/1", true),
            PlacementNote::Ended {
                round: "a".into(),
                claimed: 3,
            },
            placed("b", "d/1", false),
            placed("b", "d/2", true),
            placed("b", "d/2", false),
            placed("a", "d/4", true),
        ];
        let mut declared = Declared::default();
        for note in notes {
            declared.take(&Event::Note(note.into()));
        }
        let [first, last] = &*declared.placements else {
            panic!("{:?}", declared.placements);
        };
        assert_eq!((first.claimed, last.claimed), (Some(3), None));
        let answers = last.answers.iter();
        let answers: Vec<(&str, bool)> = answers
            .map(|answer| (&*answer.card, answer.right))
            .collect();
        assert_eq!(answers, [("d/1", false), ("d/2", true)]);
    }

    fn start(session: &str) -> Event<'static> {
        Event::InterviewStart(InterviewStart {
            session: session.into(),
            level: "senior".into(),
            minutes: 30,
            threads: 4,
            scope: crate::history::InterviewScope::default(),
        })
    }

    fn answer(session: &str) -> InterviewAnswer {
        InterviewAnswer {
            session: session.into(),
            thread: 1,
            way: Way::Deeper,
            question: "interview-bugs/async-filter".into(),
            probe: 2,
            kind: AskedKind::Prompt,
            level: "beginner".into(),
            topic: "async".into(),
            text: "first\nsecond".into(),
            ms: 93_000,
            said_ms: Some(60_000),
            given_up: false,
            unfinished: true,
        }
    }

    #[test]
    fn an_interview_is_open_from_its_start_to_its_end_and_counts_its_answers() {
        let end = |session: &str| {
            let session = session.to_owned();
            let outcome = Outcome::Discarded;
            Event::InterviewEnd(InterviewEnd { session, outcome })
        };
        let answered = |session: &str| Event::Note(InterviewNote::Answered(answer(session)).into());
        let open = |events: &[Event<'_>]| {
            let mut declared = Declared::default();
            for event in events {
                declared.take(event);
            }
            declared.interview.map(|open| (open.session, open.answers))
        };
        assert_eq!(open(&[answered("a")]), None);
        let events = [start("a"), answered("a"), answered("b"), end("b")];
        assert_eq!(open(&events), Some(("a".to_owned(), 1)));
        assert_eq!(open(&[start("a"), answered("a"), end("a")]), None);
    }
}
