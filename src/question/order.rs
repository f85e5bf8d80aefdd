//! Order: steps to be put in order.

use serde::{Deserialize, Serialize};

use std::collections::BTreeSet;

use super::Verdict;

/// Steps with one right order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The steps in the right order, as Markdown.
    pub steps: Vec<String>,
}

impl Order {
    /// Marks an arrangement, given as positions in the right order: the share is that of right
    /// neighbours, the two ends counted as neighbours of the first and the last step.
    pub fn mark(&self, arranged: &[usize]) -> Verdict {
        let count = self.steps.len();
        // The ends are given positions of their own, so that a rotation does not look right inside.
        let with_ends: Vec<usize> = std::iter::once(0)
            .chain(arranged.iter().map(|position| position + 1))
            .chain(std::iter::once(count + 1))
            .collect();
        let right = with_ends
            .windows(2)
            .filter(|pair| pair[1] == pair[0] + 1)
            .count();
        let passed = arranged.len() == count && right == count + 1;
        Verdict::new((right as f32 / (count + 1) as f32).min(1.0), passed)
    }

    /// The fewest steps that would have to be moved, as positions in the right order: all but a
    /// longest increasing subsequence.
    pub fn misplaced(&self, arranged: &[usize]) -> BTreeSet<usize> {
        // For each place the longest rising run that ends there, and the place before it in the run.
        let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(arranged.len());
        for (place, step) in arranged.iter().enumerate() {
            let before = (0..place)
                .filter(|&before| arranged[before] < *step)
                .max_by_key(|&before| runs[before].0);
            let length = before.map_or(0, |before| runs[before].0) + 1;
            runs.push((length, before));
        }
        let mut misplaced: BTreeSet<usize> = (0..self.steps.len()).collect();
        let mut at = (0..arranged.len()).max_by_key(|&place| runs[place].0);
        while let Some(place) = at {
            misplaced.remove(&arranged[place]);
            at = runs[place].1;
        }
        misplaced
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_neighbours_are_counted() {
        let question = Order {
            steps: ["a", "b", "c", "d"].map(String::from).to_vec(),
        };
        let cases: [(&[usize], f32, bool); 5] = [
            (&[0, 1, 2, 3], 1.0, true),
            (&[1, 0, 2, 3], 0.4, false),
            (&[3, 2, 1, 0], 0.0, false),
            (&[1, 2, 3, 0], 0.4, false),
            (&[0, 1], 0.4, false),
        ];
        for (arranged, share, passed) in cases {
            let verdict = question.mark(arranged);
            assert!(
                (verdict.share - share).abs() < 1e-6,
                "{arranged:?}: {verdict:?}"
            );
            assert_eq!(verdict.passed, passed, "{arranged:?}");
        }
    }

    #[test]
    fn the_fewest_steps_are_called_misplaced() {
        let question = Order {
            steps: ["a", "b", "c", "d"].map(String::from).to_vec(),
        };
        let cases: [(&[usize], &[usize]); 5] = [
            (&[0, 1, 2, 3], &[]),
            (&[1, 2, 3, 0], &[0]),
            (&[3, 0, 1, 2], &[3]),
            (&[0, 2, 3, 1], &[1]),
            (&[0, 1], &[2, 3]),
        ];
        for (arranged, expected) in cases {
            let expected: BTreeSet<usize> = expected.iter().copied().collect();
            assert_eq!(question.misplaced(arranged), expected, "{arranged:?}");
        }
    }
}
