//! What was known before it was first asked: it lasts longer than what was learned on that day.

use super::Memory;
use super::formulas::Formulas;

/// How many stabilities a card that never failed is weighed with.
pub const LASTING: usize = 5;

/// A card that passed its first answer was known before. Nobody can tell since when: it may last as long as a card
/// learned on that day, or up to 81 times as long, each as likely on a scale of logarithms.
const TIMES: [f32; LASTING] = [1.0, 3.0, 9.0, 27.0, 81.0];

/// The middle of them.
const USUAL: f32 = 9.0;

/// Stabilities (days) that a card may really have which never failed, each with its weight. `reviews` answers passed
/// within `span` days; `recall` is the chance of recall for a stability and days since the last answer.
pub fn lasting(
    formulas: &Formulas,
    memory: Memory,
    (reviews, span): (u32, u32),
    recall: impl Fn(f32, f32) -> f32,
) -> [(f32, f32); LASTING] {
    let first = first_stability(formulas, memory, reviews);
    let gaps = reviews.saturating_sub(1).min(span);
    let mut each = TIMES.map(|times| {
        let now = memory.stability.max(first * times);
        // Between the first answer and the last the stability lay between the two.
        let then = (first * times * now).sqrt();
        let passed = if gaps == 0 {
            1.0
        } else {
            recall(then, span as f32 / gaps as f32).powf(gaps as f32)
        };
        (passed.max(1e-6), now)
    });
    let sum: f32 = each.iter().map(|(weight, _)| weight).sum();
    for (weight, _) in &mut each {
        *weight /= sum;
    }
    each
}

/// The usual one of these stabilities, where only one is needed.
pub fn usual_lasting(formulas: &Formulas, memory: Memory, reviews: u32) -> f32 {
    let first = first_stability(formulas, memory, reviews);
    memory.stability.max(first * USUAL)
}

/// What the first answer left, by the model.
fn first_stability(formulas: &Formulas, memory: Memory, reviews: u32) -> f32 {
    if reviews <= 1 {
        memory.stability
    } else {
        formulas.first().good.stability.min(memory.stability)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Parameters;

    fn weighed(reviews: u32, span: u32, stability: f32) -> [(f32, f32); LASTING] {
        let formulas = Formulas::new(&Parameters::default());
        let memory = Memory {
            stability,
            difficulty: 5.0,
        };
        lasting(&formulas, memory, (reviews, span), |stability, days| {
            formulas.recall(stability, days)
        })
    }

    #[test]
    fn a_first_answer_leaves_all_of_them_as_likely() {
        for (weight, stability) in weighed(1, 0, 2.0) {
            assert!((weight - 0.2).abs() < 1e-6 && stability >= 2.0);
        }
    }

    #[test]
    fn who_passes_after_weeks_has_known_it_for_long() {
        let weights = weighed(3, 80, 30.0).map(|(weight, _)| weight);
        assert!(weights.is_sorted(), "{weights:?}");
        assert!(weights[0] < 0.17 && weights[4] > 0.2, "{weights:?}");
        let sum: f32 = weights.iter().sum();
        assert!((sum - 1.0).abs() < 1e-5);
    }

    #[test]
    fn none_is_shorter_than_the_model_says() {
        assert!(
            weighed(6, 90, 150.0)
                .iter()
                .all(|(_, stability)| *stability >= 150.0)
        );
    }
}
