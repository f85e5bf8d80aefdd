//! Simulated learners: how often the map agrees with what they know.

use std::collections::HashSet;
use std::fmt::Write as _;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::answer::PlacedAnswer;
use super::round::{MOST_QUESTIONS, Placement};
use crate::deck::{Card, Deck, Source, parse};

/// Twenty topics with six questions a level: choices with four options, typed ones, an order.
fn decks() -> Vec<Deck> {
    (0..20)
        .map(|topic| {
            let mut text = format!("# Topic {topic} {{#t{topic}}}\n");
            for (level, name) in ["beginner", "intermediate", "senior", "expert"]
                .iter()
                .enumerate()
            {
                for card in 0..6 {
                    let (kind, body) = match card {
                        0..=3 => ("", "- [x] a\n- [ ] b\n- [ ] c\n- [ ] d\n"),
                        4 => (" .typed", "`EMFILE`\n"),
                        _ => (" .order", "1. one\n2. two\n3. three\n4. four\n"),
                    };
                    let _ = write!(
                        text,
                        "\n## Question {topic} {level} {card}? {{#c{level}{card} .{name}{kind}}}\n\n{body}"
                    );
                }
            }
            let source = Source::new(&format!("{topic}.md"), text);
            parse(&source).deck.expect("a valid deck")
        })
        .collect()
}

/// A normal number.
fn normal(dice: &mut StdRng) -> f64 {
    let (a, b) = (
        dice.random::<f64>().max(f64::MIN_POSITIVE),
        dice.random::<f64>(),
    );
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// The learners' knowledge.
#[derive(Clone, Copy)]
struct SimulatedLearner {
    /// How much a learner's topics differ, in levels.
    between_topics: f64,
    /// The chance that a card is known whose level is so far below the learner's.
    known: fn(f64) -> f64,
}

/// The cards that a learner knows: drawn by level, each topic with a level of its own.
fn known_cards<'d>(
    decks: &'d [Deck],
    world: SimulatedLearner,
    dice: &mut StdRng,
) -> HashSet<&'d str> {
    let common = 1.2 + 1.2 * normal(dice);
    let mut known = HashSet::new();
    for deck in decks {
        let own = common + world.between_topics * normal(dice);
        for card in &deck.cards {
            let chance = (world.known)(own - card.level as usize as f64);
            if dice.random::<f64>() < chance {
                known.insert(card.id.as_str());
            }
        }
    }
    known
}

/// The share of asked fields in which the map leans to the side on which the learner is: knowing at
/// least half of the field's cards, or fewer. And the share of claimed cards that are known.
fn agreement(world: SimulatedLearner, learners: u64) -> (f64, f64) {
    let decks = decks();
    let cards: Vec<&Card> = decks.iter().flat_map(|deck| &deck.cards).collect();
    let (mut agree, mut asked, mut claimed, mut claimed_known) = (0, 0, 0, 0);
    for learner in 0..learners {
        let mut dice = StdRng::seed_from_u64(learner);
        let known = known_cards(&decks, world, &mut dice);
        let mut placement = Placement::new(cards.iter().copied());
        while let Some(card) = placement.next(learner) {
            let luck = if known.contains(card.id.as_str()) {
                0.95
            } else {
                card.data().chance_of_guessing()
            };
            let right = dice.random::<f64>() < luck;
            placement.answer(PlacedAnswer::new(card, right, 15_000));
        }
        assert!(placement.answers().len() <= MOST_QUESTIONS);
        for (row, deck) in placement.map().rows.iter().zip(&decks) {
            for (field, of_field) in row.fields.iter().flatten().zip(deck.cards.chunks(6)) {
                let knows = of_field
                    .iter()
                    .filter(|card| known.contains(card.id.as_str()))
                    .count();
                if field.sign == super::Knowledge::Known {
                    claimed += of_field.len();
                    claimed_known += knows;
                }
                if field.asked > 0 {
                    asked += 1;
                    let truth = 2 * knows >= of_field.len();
                    agree += usize::from((field.share >= 0.5) == truth);
                }
            }
        }
    }
    (
        f64::from(u32::try_from(agree).expect("few")) / f64::from(asked),
        claimed_known as f64 / claimed as f64,
    )
}

#[test]
fn the_map_agrees_with_500_learners_in_at_least_85_of_100_asked_fields() {
    // A level's cards are known by who has reached it, nine in ten; of the others one in ten.
    let world = SimulatedLearner {
        between_topics: 0.5,
        known: |above| if above >= 0.0 { 0.9 } else { 0.1 },
    };
    let (agree, claims) = agreement(world, 500);
    assert!(
        agree >= 0.85,
        "the map agrees in {agree:.3} of asked fields"
    );
    assert!(claims >= 0.85, "{claims:.3} of claimed cards are known");
}

#[test]
fn the_map_is_still_worth_having_where_knowledge_fades_out_slowly() {
    // Far from the model's assumptions: half of the fields that are asked are half known.
    let world = SimulatedLearner {
        between_topics: 0.6,
        known: |above| 1.0 / (1.0 + (-3.0 * above).exp()),
    };
    let (agree, claims) = agreement(world, 100);
    assert!(
        agree >= 0.75,
        "the map agrees in {agree:.3} of asked fields"
    );
    assert!(claims >= 0.85, "{claims:.3} of claimed cards are known");
}

#[test]
fn who_knows_everything_or_nothing_gets_that_map() {
    let decks = decks();
    let cards: Vec<&Card> = decks.iter().flat_map(|deck| &deck.cards).collect();
    for knows in [true, false] {
        let mut placement = Placement::new(cards.iter().copied());
        while let Some(card) = placement.next(7) {
            placement.answer(PlacedAnswer::new(card, knows, 15_000));
        }
        let sign = if knows {
            super::Knowledge::Known
        } else {
            super::Knowledge::Unknown
        };
        let map = placement.map();
        assert!(map.count(sign) > 70, "{} of {}", map.count(sign), map.len());
    }
}

#[test]
fn it_is_over_after_eight_minutes() {
    let decks = decks();
    let cards: Vec<&Card> = decks.iter().flat_map(|deck| &deck.cards).collect();
    let mut placement = Placement::new(cards.iter().copied());
    let mut minutes = 0;
    while let Some(card) = placement.next(7) {
        placement.answer(PlacedAnswer::new(card, true, 60_000));
        minutes += 1;
    }
    assert_eq!(minutes, 8);
}

#[test]
fn the_first_question_is_intermediate_then_up_after_right_answers_and_down_after_wrong_ones() {
    let decks = decks();
    let cards: Vec<&Card> = decks.iter().flat_map(|deck| &deck.cards).collect();
    for right in [true, false] {
        let mut placement = Placement::new(cards.iter().copied());
        let mut levels = Vec::new();
        while let Some(card) = placement.next(7) {
            levels.push(card.level as usize);
            placement.answer(PlacedAnswer::new(card, right, 1000));
        }
        assert_eq!(levels[0], 1);
        let (rising, end) = if right { (true, 3) } else { (false, 0) };
        assert!(
            levels
                .windows(2)
                .all(|pair| (pair[0] <= pair[1]) == rising || pair[0] == pair[1]),
            "{levels:?}"
        );
        assert_eq!(levels.last(), Some(&end), "{levels:?}");
    }
}
