//! Several interviews: the answers to reserved prompts over time.

use std::collections::BTreeSet;

use serde::Serialize;

use super::proportion::Proportion;
use crate::deck::Level;
use crate::history::{AskedKind, InterviewDebriefed, Outcome};
use crate::memory::StudyDay;
use crate::plan::{RecordedAnswer, RecordedInterview};

/// One interview of the trend: answers to reserved prompts that had never been asked before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InterviewRow {
    /// Its name.
    pub session: String,
    /// The study day.
    pub day: StudyDay,
    pub level: Option<Level>,
    /// Good answers, on evidence.
    pub well: Proportion,
    /// Ticked points that the typed text supports, of all points.
    pub points: Proportion,
    /// Ticked points that it does not support, of all points.
    pub claimed: Proportion,
    /// Answers left out because their prompt had come up in an earlier interview.
    pub asked_before: u32,
}

/// The trend, oldest first: interviews that were debriefed. What was asked a second time is left
/// out, because it is no longer new to the learner.
pub fn interview_history(interviews: &[RecordedInterview]) -> Vec<InterviewRow> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut rows = Vec::new();
    for kept in interviews {
        let reserved = || {
            let answers = kept.answers.iter();
            answers.filter(|kept| kept.answer.kind == AskedKind::Prompt)
        };
        let new = |kept: &&RecordedAnswer| !known.contains(kept.answer.question.as_str());
        let judged = || {
            let new = reserved().filter(new);
            new.filter_map(|kept| kept.debriefed.as_ref())
        };
        if kept.outcome == Some(Outcome::Debriefed) {
            let points = |hits: &dyn Fn(&InterviewDebriefed) -> usize| Proportion {
                hits: judged().map(|debriefed| hits(debriefed) as u32).sum(),
                of: judged()
                    .map(|debriefed| debriefed.of)
                    .fold(0, u32::saturating_add),
            };
            rows.push(InterviewRow {
                session: kept.start.session.clone(),
                day: kept.day,
                level: kept.level(),
                well: Proportion::of(judged().map(InterviewDebriefed::passes_on_evidence)),
                points: points(&|debriefed| debriefed.borne_out.len()),
                claimed: points(&|debriefed| {
                    let borne = debriefed.borne_out.len();
                    debriefed.ticked.len().saturating_sub(borne)
                }),
                asked_before: reserved().filter(|kept| !new(kept)).count() as u32,
            });
        }
        known.extend(reserved().map(|kept| kept.answer.question.as_str()));
    }
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::history::{InterviewAnswer, InterviewStart, Way};

    /// An interview with these answers to prompts: the prompt, and the points ticked and borne out of
    /// three, the first of which is essential.
    fn interview(
        outcome: Option<Outcome>,
        answers: &[(&str, &[u32], &[u32])],
    ) -> RecordedInterview {
        let answer = |(question, ticked, borne_out): &(&str, &[u32], &[u32])| RecordedAnswer {
            answer: InterviewAnswer {
                session: "a".into(),
                thread: 1,
                way: Way::Opener,
                question: (*question).into(),
                probe: 0,
                kind: if question.starts_with('p') {
                    AskedKind::Prompt
                } else {
                    AskedKind::Studied
                },
                level: "senior".into(),
                topic: "async".into(),
                text: String::new(),
                ms: 1000,
                said_ms: None,
                given_up: false,
                unfinished: false,
            },
            confidence: None,
            debriefed: Some(InterviewDebriefed {
                session: "a".into(),
                question: (*question).into(),
                probe: 0,
                of: 3,
                essential: vec![0],
                ticked: ticked.to_vec(),
                borne_out: borne_out.to_vec(),
                star: None,
                passed: ticked.contains(&0),
                share: 0.0,
            }),
        };
        RecordedInterview {
            start: InterviewStart {
                session: "a".into(),
                level: "senior".into(),
                minutes: 30,
                threads: 4,
                scope: crate::history::InterviewScope::default(),
            },
            day: "2026-11-20".parse().expect("a day"),
            answers: answers.iter().map(answer).collect(),
            ratings: BTreeMap::new(),
            reviewed: BTreeSet::new(),
            outcome,
        }
    }

    #[test]
    fn the_trend_counts_prompts_when_they_are_new_and_cards_never() {
        let through = Some(Outcome::Debriefed);
        let rows = interview_history(&[
            interview(through, &[("p/1", &[0, 1], &[0]), ("d/card", &[0], &[0])]),
            interview(None, &[("p/2", &[0], &[0])]),
            interview(
                through,
                &[
                    ("p/1", &[0], &[0]),
                    ("p/2", &[0], &[0]),
                    ("p/3", &[1], &[1]),
                ],
            ),
        ]);
        assert_eq!(rows.len(), 2, "one waits for its debrief");
        assert_eq!(rows[0].well, Proportion { hits: 1, of: 1 });
        assert_eq!(rows[0].points, Proportion { hits: 1, of: 3 });
        assert_eq!(rows[0].claimed, Proportion { hits: 1, of: 3 });
        assert_eq!(rows[1].well, Proportion { hits: 0, of: 1 });
        assert_eq!(rows[1].asked_before, 2);
    }
}
