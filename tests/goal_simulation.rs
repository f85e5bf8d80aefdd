//! What a goal's plan is worth, and whether its projection can be believed: small versions of
//! `cargo run --release --example learning_simulation` and `goal_calibration`.

use nodequiz::memory::Curve;
use nodequiz::plan::Uncertainty;

use crate::learners::{
    Answers, Known, Material, Outcome, Policy, Preparation, SimulatedLearner, outcomes,
};

const CARDS: usize = 400;
const DAYS: u32 = 25;

/// Cards known on the day, at the mean over some novices.
fn known(policy: Policy, minutes: u32, missed: f64) -> f64 {
    const LEARNERS: u64 = 6;
    let material = Material::new(CARDS, Answers::Long);
    let each = (0..LEARNERS).map(|seed| {
        let mut learner = SimulatedLearner::of(&material, seed, Curve::Fsrs, Known::Share(0.0));
        let date = learner.today.plus(DAYS);
        let preparation = Preparation::new(policy, date, minutes);
        preparation.missing(missed).go_on(&mut learner, DAYS);
        f64::from(learner.known())
    });
    each.sum::<f64>() / LEARNERS as f64
}

#[test]
fn a_goal_knows_more_than_the_usual_way_where_time_is_short_although_it_asks_every_miss_again() {
    let usual = known(Policy::LongTerm, 20, 0.0);
    let others = [Policy::Sm2, Policy::RoundRobin].map(|policy| known(policy, 20, 0.0));
    let goal = known(Policy::Goal, 20, 0.0);
    assert!(
        goal >= 1.12 * usual,
        "{goal:.0} of {CARDS}, the usual way {usual:.0}"
    );
    let best = others.into_iter().fold(usual, f64::max);
    assert!(
        goal >= 0.78 * best,
        "{goal:.0} of {CARDS}, the best other {best:.0}"
    );
    let behind = known(Policy::Goal, 20, 0.3) / known(Policy::RoundRobin, 20, 0.3);
    assert!(
        behind >= 0.76,
        "with days missed {behind:.3} of round-robin"
    );
}

#[test]
fn the_range_of_a_projection_holds_most_outcomes_and_not_all() {
    const LEARNERS: u64 = 50;
    let material = Material::new(120, Answers::Long);
    let outcomes: Vec<Outcome> = (0..LEARNERS)
        .flat_map(|seed| {
            let days = (&[(seed % 12) as u32][..], 15);
            outcomes(
                &material,
                (500 + seed, Curve::Fsrs, Known::Share(0.3)),
                days,
                10,
                30,
                &Uncertainty::default(),
            )
        })
        .collect();
    let held = outcomes.iter().filter(|outcome| outcome.holds()).count();
    // Stated as 80 %: four deviations of a sample of this size to each side, at the most.
    assert!((29..=49).contains(&held), "{held} of {LEARNERS}");
    let off: f32 = outcomes
        .iter()
        .map(|outcome| outcome.known - outcome.expected)
        .sum();
    let off = off / LEARNERS as f32;
    assert!(off.abs() < 10.0, "on the mean {off:+.1} cards off");
}
