//! How a placement is kept in the journal: as remarks, so that it goes on on any day and device.
//!
//! ```text
//! {"placement":{"step":"asked","round":"x7k2mp","card":"async/tick","topic":"async","level":"senior","right":true,"guess":0.25,"ms":5320}}
//! {"placement":{"step":"ended","round":"x7k2mp","claimed":140}}
//! {"placement":{"step":"offered"}}
//! ```

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::deck::Level;
use crate::history::{Event, Fields, Record};

use super::answer::PlacedAnswer;

/// The key under which all of it stands.
const KEY: &str = "placement";

/// One remark.
#[derive(Clone, Debug, PartialEq)]
pub enum PlacementNote {
    /// It was offered at the first start, and is not offered again.
    Offered,
    /// A question of a round was answered.
    Asked {
        /// The round's name.
        round: String,
        /// The answer.
        answer: PlacedAnswer,
    },
    /// A round is over and its map was shown.
    Ended {
        /// The round's name.
        round: String,
        /// How many cards were claimed; none where the learner did not want that.
        claimed: usize,
    },
}

/// A remark as JSON.
#[derive(Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "lowercase")]
enum Form {
    Offered,
    Asked {
        round: String,
        card: String,
        topic: String,
        level: Level,
        right: bool,
        guess: f64,
        ms: u64,
    },
    Ended {
        round: String,
        claimed: usize,
    },
}

impl PlacementNote {
    /// The event that keeps it.
    #[must_use]
    pub fn event(&self) -> Event<'static> {
        let form = match self.clone() {
            Self::Offered => Form::Offered,
            Self::Asked { round, answer } => Form::Asked {
                round,
                card: answer.card,
                topic: answer.topic,
                level: answer.level,
                right: answer.right,
                guess: answer.guess,
                ms: answer.ms,
            },
            Self::Ended { round, claimed } => Form::Ended { round, claimed },
        };
        // Words and numbers are always JSON, and the key is none that every line has.
        let value = serde_json::to_value(form).unwrap_or_default();
        let map = Map::from_iter([(KEY.to_owned(), value)]);
        Event::Note(Fields::of_line(map))
    }

    /// The remark that these fields keep, if it is one of a placement.
    #[must_use]
    pub fn read(fields: &Fields) -> Option<Self> {
        let value: &Value = fields.as_map().get(KEY)?;
        let note = match Form::deserialize(value).ok()? {
            Form::Offered => Self::Offered,
            Form::Asked {
                round,
                card,
                topic,
                level,
                right,
                guess,
                ms,
            } => Self::Asked {
                round,
                answer: PlacedAnswer {
                    card,
                    topic,
                    level,
                    right,
                    guess,
                    ms,
                },
            },
            Form::Ended { round, claimed } => Self::Ended { round, claimed },
        };
        Some(note)
    }
}

/// How far a round is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundState {
    /// There are questions left.
    Open,
    /// Its map was shown, and so many cards were claimed.
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
#[must_use]
pub fn recorded_placement<'r>(
    records: impl Iterator<Item = Record<'r>>,
) -> Option<RecordedPlacement> {
    let mut rounds: Vec<RecordedPlacement> = Vec::new();
    let notes = records.filter_map(|record| match &record.event {
        Event::Note(fields) => PlacementNote::read(fields),
        _ => None,
    });
    for note in notes {
        match note {
            PlacementNote::Offered => {}
            PlacementNote::Asked { round, answer } => {
                let kept = open(&mut rounds, &round);
                // Two devices may have gone on with one round; a question counts once.
                if !kept.answers.iter().any(|known| known.card == answer.card) {
                    kept.answers.push(answer);
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
        .position(|kept| kept.round == name)
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
            answer: PlacedAnswer {
                card: card.into(),
                topic: "async".into(),
                level: Level::Senior,
                right,
                guess: 0.25,
                ms: 5320,
            },
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
                event: note.event(),
            })
            .collect()
    }

    #[test]
    fn every_remark_is_read_as_it_was_written() {
        let ended = PlacementNote::Ended {
            round: "a".into(),
            claimed: 140,
        };
        for note in [PlacementNote::Offered, asked("a", "d/c", true), ended] {
            let Event::Note(fields) = note.event() else {
                panic!("a remark")
            };
            assert_eq!(PlacementNote::read(&fields), Some(note));
        }
        assert_eq!(PlacementNote::read(&Fields::default()), None);
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
        let kept = recorded_placement(records(&notes).into_iter()).expect("a round");
        assert_eq!((kept.round.as_str(), kept.state), ("b", RoundState::Open));
        let cards: Vec<&str> = kept.answers.iter().map(|a| a.card.as_str()).collect();
        assert_eq!(cards, ["d/1", "d/2"]);
        assert!(kept.answers[1].right, "the first answer to a card counts");
        let first = recorded_placement(records(&notes[..3]).into_iter()).expect("a round");
        assert_eq!(first.state, RoundState::Ended { claimed: 3 });
        assert_eq!(recorded_placement(records(&notes[..1]).into_iter()), None);
    }
}
