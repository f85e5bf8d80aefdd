//! Simulated learners: how much of what is put off they really know.

use std::collections::HashSet;
use std::fmt::Write as _;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::{Knowledge, MOST_QUESTIONS, Placement};
use crate::deck::{Card, Deck, Source, builtin, parse};
use crate::history::{PlacementAnswer, Schedule};

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

/// An answer to this card, after this many milliseconds.
fn answer(card: &Card, right: bool, ms: u64) -> PlacementAnswer {
    PlacementAnswer {
        round: "abc".to_owned(),
        card: card.id.to_string(),
        topic: card.topic.to_string(),
        level: card.level.name().to_owned(),
        right,
        guess: card.data().chance_of_guessing(),
        ms,
    }
}

/// A normal number.
fn normal(dice: &mut StdRng) -> f64 {
    let (a, b) = (
        dice.random::<f64>().max(f64::MIN_POSITIVE),
        dice.random::<f64>(),
    );
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// What a simulated learner knows before the first question.
#[derive(Clone, Copy, Debug)]
enum Profile {
    Senior,
    Junior,
    FrontEnd,
    /// Experienced, but in another language.
    OtherBackEnd,
    /// Each card by the toss of a coin.
    Coin,
    /// Nothing at all.
    Guesser,
}

impl Profile {
    /// The log-odds of knowing a card of a topic by level, before the topic's own deviation.
    fn odds(self, topic: &str) -> [f64; 4] {
        let by_level = |ability: f64, levels: [f64; 4]| levels.map(|level| ability - level);
        match self {
            Self::Senior => [3.5, 2.5, 1.6, 0.0],
            Self::Junior => [1.5, -0.3, -2.0, -3.5],
            Self::FrontEnd => {
                let ability = match topic {
                    "javascript" | "async" | "modules" => 3.0,
                    "testing" | "http-express" | "structure" | "errors" | "api-design" => 1.5,
                    _ => -1.5,
                };
                by_level(ability, [-0.5, 0.0, 1.0, 2.0])
            }
            Self::OtherBackEnd => {
                let node_only = matches!(
                    topic,
                    "javascript"
                        | "runtime"
                        | "modules"
                        | "async"
                        | "http-express"
                        | "errors"
                        | "streams-io"
                        | "performance"
                        | "v8-native"
                );
                by_level(if node_only { -1.0 } else { 2.5 }, [-0.5, 0.0, 0.8, 1.6])
            }
            Self::Coin => [0.0; 4],
            Self::Guesser => [f64::NEG_INFINITY; 4],
        }
    }

    /// How much topics differ besides, in log-odds.
    fn between_topics(self) -> f64 {
        match self {
            Self::Senior | Self::Junior => 0.7,
            Self::FrontEnd | Self::OtherBackEnd => 0.3,
            Self::Coin | Self::Guesser => 0.0,
        }
    }

    /// The cards that a learner knows.
    fn known<'d>(self, decks: &'d [Deck], dice: &mut StdRng) -> HashSet<&'d str> {
        let mut known = HashSet::new();
        for deck in decks {
            let deviation = self.between_topics() * normal(dice);
            for card in &deck.cards {
                let odds = self.odds(&card.topic)[card.level as usize] + deviation;
                if dice.random::<f64>() < 1.0 / (1.0 + (-odds).exp()) {
                    known.insert(card.id.as_str());
                }
            }
        }
        known
    }
}

/// What many learners of a profile have put off.
#[derive(Clone, Copy, Debug)]
struct PutOff {
    /// Cards a learner.
    cards: f64,
    /// The share of all cards.
    share: f64,
    /// The share of them that is known.
    known: f64,
}

fn put_off(profile: Profile, learners: u64) -> PutOff {
    let files = builtin().iter();
    let decks: Vec<Deck> = files
        .filter_map(|(file, text)| parse(&Source::new(file, (*text).to_owned())).deck)
        .collect();
    let cards: Vec<&Card> = decks.iter().flat_map(|deck| &deck.cards).collect();
    let schedule = Schedule::default();
    let (mut claimed, mut known_of_them) = (0, 0);
    for learner in 0..learners {
        let mut dice = StdRng::seed_from_u64(learner);
        let known = profile.known(&decks, &mut dice);
        let mut placement = Placement::new(cards.iter().copied());
        while let Some(card) = placement.next(learner) {
            let luck = if known.contains(card.id.as_str()) {
                0.96
            } else {
                card.data().chance_of_guessing()
            };
            let right = dice.random::<f64>() < luck;
            placement.answer(answer(card, right, 15_000));
        }
        assert!(placement.answers().len() <= MOST_QUESTIONS);
        let claims = placement
            .map()
            .claims(cards.iter().copied(), &schedule, placement.answers());
        claimed += claims.len();
        known_of_them += claims
            .iter()
            .filter(|card| known.contains(card.id.as_str()))
            .count();
    }
    let learners = learners as f64;
    PutOff {
        cards: claimed as f64 / learners,
        share: claimed as f64 / learners / cards.len() as f64,
        known: known_of_them as f64 / claimed.max(1) as f64,
    }
}

/// Checks all profiles with this many learners each, allowing for chance with few.
#[expect(clippy::print_stdout, reason = "--nocapture shows the figures")]
fn assert_claims_hold(learners: u64, chance: f64) {
    let at_least = [
        (Profile::Senior, 0.90, 80.0),
        (Profile::Junior, 0.84, 5.0),
        (Profile::FrontEnd, 0.80, 20.0),
        (Profile::OtherBackEnd, 0.82, 10.0),
    ];
    for (profile, known, cards) in at_least {
        let found = put_off(profile, learners);
        println!("{profile:?}: {found:.3?}");
        assert!(
            found.known >= known - chance && found.cards >= cards,
            "{profile:?}: {found:?}"
        );
    }
    for profile in [Profile::Coin, Profile::Guesser] {
        let found = put_off(profile, learners);
        println!("{profile:?}: {found:.3?}");
        assert!(found.share <= 0.10, "{profile:?}: {found:?}");
    }
}

#[test]
fn what_is_put_off_is_known_by_seniors_juniors_and_specialists_and_little_is_by_chance() {
    assert_claims_hold(20, 0.08);
}

#[test]
#[ignore = "300 learners a profile take minutes"]
fn what_300_learners_a_profile_put_off_is_known() {
    assert_claims_hold(300, 0.0);
}

#[test]
fn who_knows_everything_or_nothing_gets_that_map() {
    let decks = decks();
    let cards: Vec<&Card> = decks.iter().flat_map(|deck| &deck.cards).collect();
    for knows in [true, false] {
        let mut placement = Placement::new(cards.iter().copied());
        while let Some(card) = placement.next(7) {
            placement.answer(answer(card, knows, 15_000));
        }
        let map = placement.map();
        if knows {
            // Five topics, each proved by three right answers at the highest level.
            assert!(
                map.count(Knowledge::Known) >= 16,
                "{}",
                map.count(Knowledge::Known)
            );
            assert_eq!(map.count(Knowledge::Unknown), 0);
        } else {
            assert_eq!(map.count(Knowledge::Known), 0);
            assert_eq!(map.count(Knowledge::Partly), 0);
        }
    }
}

#[test]
fn a_wrong_answer_ends_a_row_in_its_topic() {
    let decks = decks();
    let cards: Vec<&Card> = decks.iter().flat_map(|deck| &deck.cards).collect();
    let known_after = |answers: &[bool]| {
        let mut placement = Placement::new(cards.iter().copied());
        let of_topic = cards
            .iter()
            .filter(|card| card.id.deck() == "t3" && card.level as usize == 2);
        for (card, right) in of_topic.zip(answers) {
            placement.answer(answer(card, *right, 15_000));
        }
        placement.map().count(Knowledge::Known)
    };
    assert_eq!(known_after(&[true, true]), 0);
    assert_eq!(known_after(&[true, false, true, true]), 0);
    assert!(known_after(&[true, true, true]) >= 1);
}

#[test]
fn it_is_over_after_eight_minutes() {
    let decks = decks();
    let cards: Vec<&Card> = decks.iter().flat_map(|deck| &deck.cards).collect();
    let mut placement = Placement::new(cards.iter().copied());
    let mut minutes = 0;
    while let Some(card) = placement.next(7) {
        placement.answer(answer(card, true, 60_000));
        minutes += 1;
    }
    assert_eq!(minutes, 8);
}

#[test]
fn the_first_questions_look_at_the_largest_topics_and_rise_with_right_answers() {
    let decks = decks();
    let cards: Vec<&Card> = decks.iter().flat_map(|deck| &deck.cards).collect();
    for right in [true, false] {
        let mut placement = Placement::new(cards.iter().copied());
        let mut asked = Vec::new();
        for _ in 0..8 {
            let card = placement.next(7).expect("a question");
            asked.push((card.id.deck(), card.level as usize));
            placement.answer(answer(card, right, 1000));
        }
        let topics: HashSet<&str> = asked.iter().map(|(topic, _)| *topic).collect();
        assert_eq!(topics.len(), 8);
        assert_eq!(asked[0].1, 1, "the first question is intermediate");
        assert!(
            asked
                .windows(2)
                .all(|pair| (pair[0].1 <= pair[1].1) == right || pair[0].1 == pair[1].1),
            "{asked:?}"
        );
    }
}
