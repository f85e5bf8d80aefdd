//! The last study day before a goal's date, and the day itself: a few cards, the most important
//! ones.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::deck::Card;
use crate::history::CardState;
use crate::memory::StudyDay;

/// The heaviest weight a card can have: it is asked in most interviews.
const HEAVY: u8 = 3;

/// Heavy cards on the last day.
const WEAKEST: usize = 20;

/// Bugs that were missed and options that were confused, on the last day.
const OWN_MISTAKES: usize = 10;

/// Cards to warm up with on the day itself.
const WARM_UP: usize = 10;

/// A card that may be asked, on one of these days.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'s> {
    /// Its state, if it has any history.
    pub(super) state: Option<&'s CardState>,
    /// The chance that it is remembered on the date; 0 where it was never answered.
    pub(super) recall: f32,
}

impl Candidate<'_> {
    fn answered_on(&self, day: StudyDay) -> bool {
        self.state.is_some_and(|state| state.last == Some(day))
    }

    /// Whether it was failed before this day.
    fn failed_before(&self, day: StudyDay) -> bool {
        self.state
            .and_then(|state| state.failed)
            .is_some_and(|failed| failed < day)
    }
}

/// The last day: the weakest cards of weight 3, those never met before all others, then the learner's own
/// missed bugs and wrong picks, the weakest first. Cards answered today count towards the number.
pub(super) fn last_day<'s>(
    scope: &[&Card],
    of: &impl Fn(usize) -> Option<Candidate<'s>>,
    today: StudyDay,
) -> Vec<usize> {
    let mut heavy = Vec::new();
    let mut mistakes = Vec::new();
    let (mut heavy_done, mut mistakes_done) = (0, 0);
    for (place, card) in scope.iter().enumerate() {
        let Some(candidate) = of(place) else {
            continue;
        };
        let recall = candidate.recall;
        let done = usize::from(candidate.answered_on(today));
        let is_mistake = card.kind().profile().repeats_mistakes && candidate.failed_before(today);
        if card.weight >= HEAVY {
            heavy_done += done;
            if done == 0 {
                heavy.push((recall, place));
            }
        }
        if is_mistake {
            mistakes_done += done;
            if done == 0 {
                mistakes.push((recall, place));
            }
        }
    }
    for list in [&mut heavy, &mut mistakes] {
        list.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    }
    heavy.truncate(WEAKEST.saturating_sub(heavy_done));
    let taken: BTreeSet<usize> = heavy.iter().map(|(_, place)| *place).collect();
    let own = mistakes
        .into_iter()
        .filter(|(_, place)| !taken.contains(place))
        .take(OWN_MISTAKES.saturating_sub(mistakes_done));
    let own: Vec<_> = own.collect();
    heavy
        .into_iter()
        .chain(own)
        .map(|(_, place)| place)
        .collect()
}

/// The day itself: a few well-known cards, the heaviest first, one per topic if possible.
pub(super) fn warm_up<'s>(
    scope: &[&Card],
    of: &impl Fn(usize) -> Option<Candidate<'s>>,
    today: StudyDay,
) -> Vec<usize> {
    let mut sits = Vec::new();
    let mut done = 0;
    for (place, card) in scope.iter().enumerate() {
        let Some(candidate) = of(place) else {
            continue;
        };
        if candidate.answered_on(today) {
            done += 1;
        } else if candidate.recall > 0.0 {
            sits.push((Reverse(card.weight), candidate.recall, place));
        }
    }
    sits.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut topics = BTreeSet::new();
    let (first, others): (Vec<_>, Vec<_>) = sits
        .into_iter()
        .map(|(_, _, place)| place)
        .partition(|&place| topics.insert(&*scope[place].topic));
    first
        .into_iter()
        .chain(others)
        .take(WARM_UP.saturating_sub(done))
        .collect()
}
