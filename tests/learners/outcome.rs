//! A projection made in the middle of a preparation, and what became of it.

use nodequiz::memory::{Curve, StudyDay};
use nodequiz::plan::{Forecast, Projection, ProjectionTerms, StudyEffort, Uncertainty, forecast};

use super::learner::{Known, Material, SimulatedLearner};
use super::policy::{Policy, Preparation, study_request};

/// What was said, and what was so.
pub(crate) struct Outcome {
    pub(crate) low: f32,
    pub(crate) expected: f32,
    pub(crate) high: f32,
    /// Cards recalled on the date, all of them asked.
    pub(crate) known: f32,
}

impl Outcome {
    /// Whether the range held.
    pub(crate) fn holds(&self) -> bool {
        (self.low..=self.high).contains(&self.known)
    }
}

/// What the program says at this point about the date.
fn projected(
    learner: &SimulatedLearner<'_>,
    date: StudyDay,
    minutes: u32,
    runs: u64,
    spread: &Uncertainty,
) -> Forecast {
    let aim = study_request(learner, date, minutes).aim.expect("a goal");
    let pace = learner.pace();
    let terms = ProjectionTerms {
        schedule: &learner.schedule,
        scheduler: &learner.scheduler,
        pace: &pace,
        aim: &aim,
        today: learner.today,
    };
    let course = Projection::new(learner.cards.iter().copied(), &terms, spread, |_| false);
    forecast(&course, StudyEffort::AS_PLANNED, 1, runs, 1)
}

/// Lets a learner prepare for `days` days; projects the rest after each of these numbers of them.
pub(crate) fn outcomes(
    material: &Material,
    (seed, truth, known): (u64, Curve, Known),
    (before, days): (&[u32], u32),
    minutes: u32,
    runs: u64,
    spread: &Uncertainty,
) -> Vec<Outcome> {
    let mut learner = SimulatedLearner::of(material, seed, truth, known);
    let date = learner.today.plus(days);
    let mut preparation = Preparation::new(Policy::Goal, date, minutes);
    let (mut projections, mut done) = (Vec::new(), 0);
    for &day in before {
        preparation.go_on(&mut learner, day - std::mem::replace(&mut done, day));
        projections.push(projected(&learner, date, minutes, runs, spread));
    }
    preparation.go_on(&mut learner, days - done);
    let known = learner.examined() as f32;
    projections
        .into_iter()
        .map(|projection| Outcome {
            low: projection.low,
            expected: projection.expected,
            high: projection.high,
            known,
        })
        .collect()
}
