//! Which fitted weights a journal names, and since when.

use super::event::{Event, RecordId};
use super::journal::Journal;
use crate::memory::{Parameters, StudyDay};

/// Weights that were fitted and kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// The record that names them: an undo of it takes them back.
    pub record: RecordId,
    /// The day on which they were kept.
    pub day: StudyDay,
    /// The weights.
    pub parameters: Parameters,
    /// How many answers they were fitted to; 0 where nobody says.
    pub answers: u64,
}

impl Journal {
    /// The newest fitted weights, which hold for the whole history; none where nothing was fitted.
    #[must_use]
    pub fn fitted(&self) -> Option<Fitted> {
        self.all_fitted().next()
    }

    /// The fitted weights that were kept and not taken back, newest first.
    pub fn all_fitted(&self) -> impl Iterator<Item = Fitted> {
        self.happened()
            .rev()
            .filter_map(|entry| match self.kept.other(entry) {
                Some(Event::Parameters {
                    parameters,
                    answers,
                }) => Some(Fitted {
                    record: entry.id,
                    day: entry.day,
                    parameters: *parameters,
                    answers: *answers,
                }),
                _ => None,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::test_support::{files, journal_of, record};
    use crate::memory::Grade;

    fn fitted(first: f32) -> Event<'static> {
        let mut numbers = *Parameters::default().numbers();
        numbers[0] = first;
        Event::Parameters {
            parameters: Parameters::new(&numbers).expect("21 numbers"),
            answers: 1000,
        }
    }

    #[test]
    fn an_undo_of_the_newest_fit_leaves_the_one_before_and_then_none() {
        let mut records = vec![
            record("aaaa", 1, 0, fitted(0.3)),
            record("bbbb", 1, 5, fitted(0.4)),
        ];
        let mut seen = Vec::new();
        for seq in 2..=4 {
            let texts = files(&records);
            let journal = journal_of(&texts);
            assert_eq!(journal.problems, []);
            let newest = journal.fitted();
            seen.push(newest.map(|fitted| fitted.parameters.numbers()[0]));
            if let Some(newest) = newest {
                let undo = Event::Undo { of: newest.record };
                records.push(record("aaaa", seq, 10 + seq.cast_signed(), undo));
            }
        }
        assert_eq!(seen, [Some(0.4), Some(0.3), None]);
    }

    #[test]
    fn a_fit_is_not_what_the_command_undo_takes_back() {
        let records = [
            record(
                "aaaa",
                1,
                0,
                super::super::test_support::review("d/a", Grade::Good),
            ),
            record("aaaa", 2, 1, fitted(0.3)),
        ];
        let texts = files(&records);
        let undoable = journal_of(&texts).undoable("aaaa").map(|record| record.seq);
        assert_eq!(undoable, Some(1));
    }
}
