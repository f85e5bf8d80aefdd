//! What was learned since the last study day.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::history::{Event, Record, Review};
use crate::memory::StudyDay;

/// What became of the cards that were failed on the study day before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Misses {
    /// That day: the last one before today with an answer.
    pub day: StudyDay,
    /// Cards failed on it at least once.
    pub missed: usize,
    /// Of these, those whose first answer today passed.
    pub known: usize,
    /// Of these, those not asked today.
    pub unasked: usize,
}

/// Looks back from today; none where there was no day before, or nothing was failed on it. `renames`
/// leads from former names of cards to those of today.
#[must_use]
pub fn misses<'r>(
    records: &(impl Iterator<Item = Record<'r>> + Clone),
    renames: &BTreeMap<String, String>,
    today: StudyDay,
) -> Option<Misses> {
    let reviews = || {
        records.clone().filter_map(|record| match record.event {
            Event::Review(review) => Some((record.day, review)),
            _ => None,
        })
    };
    let name = |review: &Review<'_>| -> String {
        let named = review.card.as_ref();
        renames.get(named).map_or(named, String::as_str).to_owned()
    };
    let day = reviews()
        .map(|(day, _)| day)
        .filter(|day| *day < today)
        .max()?;
    let missed: BTreeSet<String> = reviews()
        .filter(|(on, review)| *on == day && !review.grade.passed())
        .map(|(_, review)| name(&review))
        .collect();
    let mut first_today: BTreeMap<String, bool> = BTreeMap::new();
    for (_, review) in reviews().filter(|(on, _)| *on == today) {
        let passed = review.grade.passed();
        first_today.entry(name(&review)).or_insert(passed);
    }
    let outcomes = || missed.iter().map(|card| first_today.get(card));
    (!missed.is_empty()).then(|| Misses {
        day,
        missed: missed.len(),
        known: outcomes().filter(|passed| *passed == Some(&true)).count(),
        unasked: outcomes().filter(Option::is_none).count(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Mode, RecordId};
    use crate::memory::Grade;

    fn day(text: &str) -> StudyDay {
        text.parse().expect("a day")
    }

    fn records(answers: &[(&str, &'static str, Grade)]) -> Vec<Record<'static>> {
        let numbered = answers.iter().zip(1u64..);
        numbered
            .map(|((on, card, grade), seq)| Record {
                id: RecordId::from_bits(u128::from(seq)),
                device: "test".into(),
                seq,
                at: chrono::DateTime::parse_from_rfc3339(&format!("{on}T09:00:00Z"))
                    .expect("a time"),
                day: day(on),
                event: Event::Review(Review::new(*card, *grade, 1000, Mode::Study)),
            })
            .collect()
    }

    #[test]
    fn the_first_answer_today_decides_about_what_was_missed_the_study_day_before() {
        let answers = records(&[
            ("2026-11-15", "d/old", Grade::Again),
            ("2026-11-18", "d/a", Grade::Again),
            ("2026-11-18", "d/a", Grade::Good),
            ("2026-11-18", "d/b", Grade::Again),
            ("2026-11-18", "d/former", Grade::Again),
            ("2026-11-18", "d/d", Grade::Good),
            ("2026-11-18", "d/e", Grade::Again),
            ("2026-11-20", "d/a", Grade::Hard),
            ("2026-11-20", "d/b", Grade::Again),
            ("2026-11-20", "d/b", Grade::Good),
            ("2026-11-20", "d/c", Grade::Good),
            ("2026-11-20", "d/old", Grade::Good),
        ]);
        let renames = BTreeMap::from([("d/former".to_owned(), "d/c".to_owned())]);
        let expected = Misses {
            day: day("2026-11-18"),
            missed: 4,
            known: 2,
            unasked: 1,
        };
        assert_eq!(
            misses(&answers.iter().cloned(), &renames, day("2026-11-20")),
            Some(expected)
        );
    }

    #[test]
    fn without_a_day_before_or_without_a_miss_there_is_nothing_to_say() {
        let none = BTreeMap::new();
        let today = records(&[("2026-11-20", "d/a", Grade::Again)]);
        assert_eq!(
            misses(&today.iter().cloned(), &none, day("2026-11-20")),
            None
        );
        let well = records(&[("2026-11-19", "d/a", Grade::Good)]);
        assert_eq!(
            misses(&well.iter().cloned(), &none, day("2026-11-20")),
            None
        );
    }
}
