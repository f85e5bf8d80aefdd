//! The progress of a placement according to the journal: it can be continued on any day and device.

use crate::deck::Level;
use crate::history::{Event, Note, PlacementNote, Record};

use super::answer::PlacedAnswer;

/// How far a round is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundState {
    /// There are questions left.
    Open,
    /// Its map was shown, and this many cards were claimed.
    Ended {
        /// Cards claimed.
        claimed: usize,
    },
}

/// The newest round that the journal knows of.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedPlacement {
    /// Its name.
    pub round: String,
    /// Its answers, in their order.
    pub answers: Vec<PlacedAnswer>,
    /// How far it is.
    pub state: RoundState,
}

/// The round that was begun last, from a journal's records in their order.
pub fn recorded_placement<'r>(
    records: impl Iterator<Item = Record<'r>>,
) -> Option<RecordedPlacement> {
    let mut rounds: Vec<RecordedPlacement> = Vec::new();
    let notes = records.filter_map(|record| match &record.event {
        Event::Note(Note::Placement { placement }) => Some(placement.clone()),
        _ => None,
    });
    for note in notes {
        match note {
            PlacementNote::Offered => {}
            PlacementNote::Asked {
                round,
                card,
                topic,
                level,
                right,
                guess,
                ms,
            } => {
                let Some(level) = Level::from_name(&level) else {
                    continue;
                };
                let answer = PlacedAnswer {
                    card,
                    topic,
                    level,
                    right,
                    guess,
                    ms,
                };
                let recorded = open(&mut rounds, &round);
                // Two devices may have continued the same round; a question counts once.
                if !recorded
                    .answers
                    .iter()
                    .any(|known| known.card == answer.card)
                {
                    recorded.answers.push(answer);
                }
            }
            PlacementNote::Ended { round, claimed } => {
                open(&mut rounds, &round).state = RoundState::Ended { claimed };
            }
        }
    }
    rounds.pop()
}

fn open<'k>(rounds: &'k mut Vec<RecordedPlacement>, name: &str) -> &'k mut RecordedPlacement {
    let place = rounds
        .iter()
        .position(|recorded| recorded.round == name)
        .unwrap_or_else(|| {
            rounds.push(RecordedPlacement {
                round: name.to_owned(),
                answers: Vec::new(),
                state: RoundState::Open,
            });
            rounds.len() - 1
        });
    &mut rounds[place]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::RecordId;
    use crate::memory::StudyDay;

    fn asked(round: &str, card: &str, right: bool) -> PlacementNote {
        PlacementNote::Asked {
            round: round.into(),
            card: card.into(),
            topic: "async".into(),
            level: "senior".into(),
            right,
            guess: 0.25,
            ms: 5320,
        }
    }

    fn records(notes: &[PlacementNote]) -> Vec<Record<'static>> {
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time");
        let numbered = notes.iter().zip(1u64..);
        numbered
            .map(|(note, seq)| Record {
                id: RecordId::from_bits(u128::from(seq)),
                device: "test".into(),
                seq,
                at,
                day: StudyDay::of(at, 4),
                event: Event::Note(note.clone().into()),
            })
            .collect()
    }

    #[test]
    fn the_round_begun_last_goes_on_where_it_was_left() {
        let notes = [
            PlacementNote::Offered,
            asked("a", "d/1", true),
            PlacementNote::Ended {
                round: "a".into(),
                claimed: 3,
            },
            asked("b", "d/1", false),
            asked("b", "d/2", true),
            asked("b", "d/2", false),
        ];
        let recorded = recorded_placement(records(&notes).into_iter()).expect("a round");
        assert_eq!(
            (recorded.round.as_str(), recorded.state),
            ("b", RoundState::Open)
        );
        let cards: Vec<&str> = recorded.answers.iter().map(|a| a.card.as_str()).collect();
        assert_eq!(cards, ["d/1", "d/2"]);
        assert!(
            recorded.answers[1].right,
            "the first answer to a card counts"
        );
        let first = recorded_placement(records(&notes[..3]).into_iter()).expect("a round");
        assert_eq!(first.state, RoundState::Ended { claimed: 3 });
        assert_eq!(recorded_placement(records(&notes[..1]).into_iter()), None);
    }
}
