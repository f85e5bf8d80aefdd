//! Which cards fill a day's minutes, and in which order they are asked.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

use super::priority::StudyValue;
use crate::deck::{Card, Needs as CardNeeds};
use crate::question::Kind;

/// Which cards of a scope wait for which, by their places in it.
///
/// A requirement for a whole deck is ignored: there may not be time for that deck before the date.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// What each card waits for.
    before: Vec<Vec<usize>>,
    /// What waits for each card.
    waiting: Vec<Vec<usize>>,
    /// Places in an order in which every card comes after those that it needs.
    order: Vec<usize>,
    /// Which cards ask for code: a day has room for few new ones.
    code: Vec<bool>,
}

impl Needs {
    /// The requirements among these cards; cards outside are not waited for.
    pub fn of(scope: &[&Card]) -> Self {
        let places: HashMap<&str, usize> = scope
            .iter()
            .enumerate()
            .map(|(place, card)| (card.id.as_str(), place))
            .collect();
        let needs = scope
            .iter()
            .map(|card| {
                let needed = card.after.iter().filter_map(|need| match need {
                    CardNeeds::Card(id) => places.get(id.as_str()).copied(),
                    CardNeeds::Deck(_) => None,
                });
                needed.collect()
            })
            .collect();
        Self {
            code: scope.iter().map(|card| card.kind() == Kind::Code).collect(),
            ..Self::new(needs)
        }
    }

    /// Whether a card asks for code.
    pub fn code(&self, place: usize) -> bool {
        self.code[place]
    }

    fn new(mut needs: Vec<Vec<usize>>) -> Self {
        let mut waiting = vec![Vec::new(); needs.len()];
        for (place, needed) in needs.iter().enumerate() {
            for &need in needed {
                waiting[need].push(place);
            }
        }
        let mut open: Vec<usize> = needs.iter().map(Vec::len).collect();
        let mut order: Vec<usize> = (0..needs.len()).filter(|&place| open[place] == 0).collect();
        let mut next = 0;
        while let Some(&place) = order.get(next) {
            next += 1;
            for &after in &waiting[place] {
                open[after] -= 1;
                if open[after] == 0 {
                    order.push(after);
                }
            }
        }
        // Cards that wait for each other in a circle would never be asked: they wait for nothing.
        for (place, open) in open.into_iter().enumerate() {
            if open > 0 {
                needs[place].clear();
                order.push(place);
            }
        }
        Self {
            code: vec![false; needs.len()],
            before: needs,
            waiting,
            order,
        }
    }
}

/// How much fits into a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Seconds; the card that crosses them is still taken.
    pub seconds: f32,
    /// Cards at the most.
    pub cards: usize,
    /// New cards that ask for code at the most.
    pub code: usize,
}

/// The cards picked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picks {
    /// Their places in the scope, highest rank first; a required card comes before the card that
    /// needs it.
    pub places: Vec<usize>,
    /// Seconds that they are expected to take.
    pub seconds: f32,
}

/// A card that can be picked now.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ready {
    rank: f32,
    place: usize,
}

impl Eq for Ready {}

impl Ord for Ready {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_rank = self.rank.total_cmp(&other.rank);
        by_rank.then_with(|| other.place.cmp(&self.place))
    }
}

impl PartialOrd for Ready {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Picks the cards of the highest rank until the room is filled.
///
/// `values` holds the priority of each card of the scope; `None` is not asked. `unseen` says which
/// were never seen: they wait for the unseen cards that they need, and a card that others wait for
/// ranks as high as the best chain that begins with it.
pub fn pick(values: &[Option<StudyValue>], unseen: &[bool], needs: &Needs, room: Room) -> Picks {
    let mut chains: Vec<Option<StudyValue>> = values.to_vec();
    for &place in needs.order.iter().rev() {
        let (Some(own), true) = (values[place], unseen[place]) else {
            continue;
        };
        for &after in needs.waiting[place].iter().filter(|&&after| unseen[after]) {
            let Some(chain) = chains[after] else { continue };
            let longer = StudyValue {
                gain: own.gain + chain.gain,
                seconds: own.seconds + chain.seconds,
            };
            if chains[place].is_none_or(|best| longer.rank() > best.rank()) {
                chains[place] = Some(longer);
            }
        }
    }
    let mut open: Vec<usize> = needs
        .before
        .iter()
        .enumerate()
        .map(|(place, needed)| {
            let open = needed.iter().filter(|&&need| unseen[need]);
            if unseen[place] { open.count() } else { 0 }
        })
        .collect();
    let ready = |place: usize| {
        chains[place].map(|value| Ready {
            rank: value.rank(),
            place,
        })
    };
    let free = (0..values.len()).filter(|&place| open[place] == 0);
    let mut heap: BinaryHeap<Ready> = free.filter_map(ready).collect();
    let mut picks = Picks::default();
    let mut code = 0;
    while picks.seconds < room.seconds && picks.places.len() < room.cards {
        let Some(Ready { place, .. }) = heap.pop() else {
            break;
        };
        if unseen[place] && needs.code[place] {
            if code == room.code {
                continue;
            }
            code += 1;
        }
        picks.seconds += values[place].map_or(0.0, |value| value.seconds);
        picks.places.push(place);
        if !unseen[place] {
            continue;
        }
        for &after in &needs.waiting[place] {
            if unseen[after] && open[after] > 0 {
                open[after] -= 1;
                if open[after] == 0 {
                    heap.extend(ready(after));
                }
            }
        }
    }
    picks
}

/// The same cards with topics interleaved: never two of one topic in a row while there is another.
/// A required card stays before the card that needs it.
pub(super) fn interleaved<'a>(
    places: &[usize],
    needs: &Needs,
    topic: impl Fn(usize) -> &'a str,
) -> Vec<usize> {
    let mut left = places.to_vec();
    let mut queue: Vec<usize> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let free = |place: usize| !needs.before[place].iter().any(|need| left.contains(need));
        let last = queue.last().map(|&place| topic(place));
        let next = (0..left.len())
            .find(|&index| Some(topic(left[index])) != last && free(left[index]))
            .or_else(|| (0..left.len()).find(|&index| free(left[index])))
            .unwrap_or(0);
        queue.push(left.remove(next));
    }
    queue
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: Room = Room {
        seconds: f32::INFINITY,
        cards: usize::MAX,
        code: 1,
    };

    fn values(gains: &[f32]) -> Vec<Option<StudyValue>> {
        let value = |gain: &f32| StudyValue {
            gain: *gain,
            seconds: 10.0,
        };
        gains.iter().map(value).map(Some).collect()
    }

    #[test]
    fn the_highest_rank_comes_first_until_the_room_is_filled() {
        let needs = Needs::new(vec![Vec::new(); 4]);
        let room = Room {
            seconds: 25.0,
            ..ALL
        };
        let picks = pick(&values(&[1.0, 4.0, 2.0, 3.0]), &[false; 4], &needs, room);
        assert_eq!(picks.places, [1, 3, 2], "the last one crosses the end");
        assert!((picks.seconds - 30.0).abs() < 1e-3);
    }

    #[test]
    fn what_is_needed_comes_first_and_ranks_with_what_waits_for_it() {
        // 0 needs 1; alone 1 would come last.
        let needs = Needs::new(vec![vec![1], vec![], vec![]]);
        let gains = values(&[9.0, 1.0, 3.0]);
        let picked = |unseen: [bool; 3]| pick(&gains, &unseen, &needs, ALL).places;
        assert_eq!(picked([true; 3]), [1, 0, 2]);
        assert_eq!(picked([false, true, true]), [0, 2, 1], "0 was met already");
        assert_eq!(picked([true, false, true]), [0, 2, 1], "its need was met");
    }

    #[test]
    fn cards_that_wait_for_each_other_are_asked_all_the_same() {
        let needs = Needs::new(vec![vec![1], vec![0], vec![0]]);
        let picks = pick(&values(&[1.0, 2.0, 3.0]), &[true; 3], &needs, ALL);
        assert_eq!(picks.places.len(), 3);
    }

    #[test]
    fn no_more_new_code_is_picked_than_there_is_room_for() {
        let needs = Needs {
            code: vec![true, true, false, true],
            ..Needs::new(vec![vec![]; 4])
        };
        let unseen = [true, true, true, false];
        let picks = pick(&values(&[3.0, 4.0, 1.0, 2.0]), &unseen, &needs, ALL);
        assert_eq!(picks.places, [1, 3, 2], "the second new one waits");
        let room = Room { code: 0, ..ALL };
        let picks = pick(&values(&[3.0, 4.0, 1.0, 2.0]), &unseen, &needs, room);
        assert_eq!(picks.places, [3, 2]);
    }

    #[test]
    fn topics_take_turns_as_long_as_there_are_several() {
        let topics = ["a", "a", "a", "b", "c"];
        let needs = Needs::new(vec![vec![], vec![], vec![], vec![4], vec![]]);
        let queue = interleaved(&[0, 1, 2, 3, 4], &needs, |place| topics[place]);
        assert_eq!(queue, [0, 4, 1, 3, 2]);
    }

    proptest! {
        #[test]
        fn picks_are_never_over_by_more_than_one_card_and_never_before_what_they_need(
            cards in prop::collection::vec(
                (0.001_f32..5.0, 1.0_f32..90.0, any::<bool>(), prop::collection::vec(0_usize..40, 0..3)),
                1..40,
            ),
            seconds in 0.0_f32..2000.0,
        ) {
            let count = cards.len();
            // Only earlier cards are needed, as in decks without circles.
            let needed: Vec<Vec<usize>> = cards
                .iter()
                .enumerate()
                .map(|(place, card)| {
                    card.3.iter().copied().filter(|need| *need < place).collect()
                })
                .collect();
            let needs = Needs::new(needed.clone());
            let values: Vec<Option<StudyValue>> = cards
                .iter()
                .map(|card| Some(StudyValue { gain: card.0, seconds: card.1 }))
                .collect();
            let unseen: Vec<bool> = cards.iter().map(|card| card.2).collect();
            let picks = pick(&values, &unseen, &needs, Room { seconds, cards: count, code: count });
            let last = picks.places.last().map_or(0.0, |&place| cards[place].1);
            prop_assert!(picks.seconds - last < seconds.max(f32::MIN_POSITIVE));
            let queue = interleaved(&picks.places, &needs, |place| if place % 2 == 0 { "a" } else { "b" });
            let mut sorted = (queue.clone(), picks.places.clone());
            sorted.0.sort_unstable();
            sorted.1.sort_unstable();
            prop_assert_eq!(&sorted.0, &sorted.1);
            for order in [&picks.places, &queue] {
                for (index, &place) in order.iter().enumerate() {
                    for need in needed[place].iter().filter(|&&need| unseen[need] && unseen[place]) {
                        prop_assert!(order[..index].contains(need), "{need} before {place}");
                    }
                }
            }
        }
    }
}
