//! The answers that the memory model is fitted to, including those to cards that are no longer in a
//! deck.

use std::collections::HashMap;

use super::journal::Journal;
use super::replay::Rules;
use super::schedule::Schedule;
use crate::memory::Evidence;

/// The answers that weights are fitted to. Every mode counts; claims and undone answers don't; a reset
/// begins a new history; a renamed card continues under its new name.
pub fn evidence(journal: &Journal, rules: &Rules<'_>) -> Evidence {
    let mut evidence = Evidence::default();
    let mut histories: HashMap<Box<str>, usize> = HashMap::new();
    let _ = Schedule::replay_watched(journal, rules, |answered| {
        let known = histories.get(answered.card).copied();
        let history = known
            .filter(|_| answered.before.is_some())
            .unwrap_or_else(|| {
                let history = evidence.begin();
                histories.insert(answered.card.into(), history);
                history
            });
        evidence.take(history, answered.elapsed, answered.grade);
    });
    evidence
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::history::test_support::{files, journal_of, record, review};
    use crate::history::{Event, Mode, Record, Review};
    use crate::memory::{Grade, Scheduling};

    const A_DAY: i64 = 24 * 60;

    fn of(records: &[Record<'_>]) -> Evidence {
        let renames = BTreeMap::from([("d/old".to_owned(), "d/a".to_owned())]);
        let rules = Rules {
            scheduling: Scheduling::default(),
            renames: &renames,
            kind: &|_| None,
        };
        evidence(&journal_of(&files(records)), &rules)
    }

    /// The expected result: the number of histories, and their answers in the order of time.
    fn expected(histories: usize, answers: &[(usize, u32, Grade)]) -> Evidence {
        let mut evidence = Evidence::default();
        for _ in 0..histories {
            evidence.begin();
        }
        for &(history, elapsed, grade) in answers {
            evidence.take(history, elapsed, grade);
        }
        evidence
    }

    #[test]
    fn every_answer_counts_in_its_history_whatever_the_mode_and_the_name() {
        let spoken = Event::Review(Review::new("d/a", Grade::Hard, 0, Mode::Interview));
        let records = [
            record("aaaa", 1, 0, review("d/old", Grade::Again)),
            record("aaaa", 2, 1, review("d/old", Grade::Good)),
            record("aaaa", 3, 2, review("gone/b", Grade::Easy)),
            record("aaaa", 4, 2 * A_DAY, spoken),
            record("aaaa", 5, 9 * A_DAY, review("gone/b", Grade::Again)),
        ];
        let evidence = of(&records);
        assert_eq!(evidence.len(), 2);
        assert_eq!(
            evidence,
            expected(
                2,
                &[
                    (0, 0, Grade::Again),
                    (0, 0, Grade::Good),
                    (1, 0, Grade::Easy),
                    (0, 2, Grade::Hard),
                    (1, 9, Grade::Again),
                ]
            )
        );
    }

    #[test]
    fn claims_and_undone_answers_do_not_count_and_a_reset_starts_a_new_history() {
        let undone = record("aaaa", 4, 4 * A_DAY, review("d/a", Grade::Again));
        let records = [
            record("aaaa", 1, 0, Event::Claim { card: "d/a".into() }),
            record("aaaa", 2, A_DAY, review("d/a", Grade::Good)),
            record("aaaa", 3, 3 * A_DAY, review("d/a", Grade::Good)),
            undone.clone(),
            record("aaaa", 5, 4 * A_DAY + 1, Event::Undo { of: undone.id }),
            record("aaaa", 6, 5 * A_DAY, Event::Reset { card: "d/a".into() }),
            record("aaaa", 7, 8 * A_DAY, review("d/a", Grade::Easy)),
        ];
        assert_eq!(
            of(&records),
            expected(
                2,
                &[
                    (0, 0, Grade::Good),
                    (0, 2, Grade::Good),
                    (1, 0, Grade::Easy),
                ]
            )
        );
    }
}
