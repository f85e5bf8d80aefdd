//! Many simulated preparations, added up.

use serde::Serialize;

use super::run::{Outcome, run};
use super::setup::{Projection, StudyEffort};

/// A topic on the date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicForecast {
    pub topic: String,
    /// Its cards in scope.
    pub cards: usize,
    /// Cards expected to be known.
    pub expected: f32,
}

/// What will be known on the date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// Cards in scope.
    pub cards: usize,
    /// Cards expected to be known.
    pub expected: f32,
    /// Of these, cards never asked until then: known before.
    pub unmet: f32,
    /// Cards never asked so far that are known today.
    pub unmet_now: f32,
    /// One in ten learners like this one will know fewer.
    pub low: f32,
    /// One in ten will know more.
    pub high: f32,
    /// Cards expected to be known at the end of each day from today on, if asked then; the date last.
    pub by_day: Vec<f32>,
    /// The topics in scope, the weakest first.
    pub topics: Vec<TopicForecast>,
}

impl Forecast {
    /// Half of the range that holds eight outcomes in ten.
    #[must_use]
    pub fn give_or_take(&self) -> f32 {
        (self.high - self.low) / 2.0
    }
}

/// How many runs the curve is drawn from.
const CURVE_RUNS: u64 = 20;

/// Simulates the course so many times. The same seed gives the same forecast, however many threads work
/// on it.
pub fn forecast(
    course: &Projection,
    effort: StudyEffort,
    seed: u64,
    runs: u64,
    threads: u64,
) -> Forecast {
    let threads = threads.clamp(1, runs.max(1));
    let share = |thread: u64| -> Vec<(u64, Outcome)> {
        (thread..runs)
            .step_by(threads as usize)
            .map(|number| {
                (
                    number,
                    run(course, effort, seed, number, number < CURVE_RUNS),
                )
            })
            .collect()
    };
    let mut outcomes: Vec<(u64, Outcome)> = std::thread::scope(|scope| {
        let share = &share;
        let others: Vec<_> = (1..threads)
            .map(|thread| scope.spawn(move || share(thread)))
            .collect();
        let mut all = share(0);
        for (other, thread) in others.into_iter().zip(1..) {
            // The runs of a thread that died are repeated here.
            all.extend(other.join().unwrap_or_else(|_| share(thread)));
        }
        all
    });
    outcomes.sort_by_key(|(number, _)| *number);
    let outcomes: Vec<Outcome> = outcomes.into_iter().map(|(_, outcome)| outcome).collect();
    added_up(course, &outcomes)
}

fn added_up(course: &Projection, outcomes: &[Outcome]) -> Forecast {
    let count = outcomes.len().max(1) as f32;
    // The chances, not the dice that decide each run: so the topics add up to it.
    let chances = outcomes.iter().flat_map(|outcome| &outcome.topics);
    let expected = chances.sum::<f32>() / count;
    let mut sorted: Vec<f32> = outcomes.iter().map(|outcome| outcome.known).collect();
    sorted.sort_by(f32::total_cmp);
    let drawn: Vec<&Vec<f32>> = outcomes
        .iter()
        .map(|outcome| &outcome.by_day)
        .filter(|days| !days.is_empty())
        .collect();
    let mut by_day: Vec<f32> = (0..course.days())
        .map(|day| {
            let sum: f32 = drawn.iter().filter_map(|days| days.get(day)).sum();
            sum / drawn.len().max(1) as f32
        })
        .collect();
    by_day.push(expected);
    let mut topics: Vec<TopicForecast> = course
        .topics
        .iter()
        .enumerate()
        .map(|(index, topic)| TopicForecast {
            topic: topic.clone(),
            cards: course
                .starts
                .iter()
                .filter(|start| start.topic == index)
                .count(),
            expected: outcomes
                .iter()
                .filter_map(|outcome| outcome.topics.get(index))
                .sum::<f32>()
                / count,
        })
        .collect();
    topics.sort_by(|a, b| {
        let share = |topic: &TopicForecast| topic.expected / topic.cards.max(1) as f32;
        share(a)
            .total_cmp(&share(b))
            .then_with(|| a.topic.cmp(&b.topic))
    });
    let mean = |of: fn(&Outcome) -> f32| outcomes.iter().map(of).sum::<f32>() / count;
    Forecast {
        cards: course.cards(),
        expected,
        unmet: mean(|outcome| outcome.unmet),
        unmet_now: mean(|outcome| outcome.unmet_now),
        low: quantile(&sorted, 0.1),
        high: quantile(&sorted, 0.9),
        by_day,
        topics,
    }
}

/// The value below which a share of all sorted values lies, between two of them where it has to be.
fn quantile(sorted: &[f32], share: f32) -> f32 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let place = (share * (sorted.len() as f32 + 1.0) - 1.0).clamp(0.0, last as f32);
    let (below, part) = (place.floor() as usize, place.fract());
    let above = sorted[(below + 1).min(last)];
    sorted[below] + (above - sorted[below]) * part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_lies_between_the_values_around_it() {
        let values: Vec<f32> = (1..=9).map(|value| value as f32).collect();
        assert!((quantile(&values, 0.1) - 1.0).abs() < 1e-4);
        assert!((quantile(&values, 0.5) - 5.0).abs() < 1e-4);
        assert!((quantile(&values, 0.25) - 2.5).abs() < 1e-4);
        assert!((quantile(&[], 0.5)).abs() < 1e-4);
    }
}
