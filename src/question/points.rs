//! Points: an answer made of two to five statements, some of them essential.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use std::collections::BTreeSet;

use super::Verdict;

/// One statement that belongs to a good answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The statement, as Markdown, without the bold of an essential one.
    #[serde(borrow)]
    pub text: Cow<'static, str>,
    /// Whether an answer without it fails.
    pub essential: bool,
}

/// A question answered aloud or in writing, then ticked point by point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Points {
    /// The points in the order of the deck, two to five.
    pub points: Vec<Point>,
}

impl Points {
    /// Marks the ticked points, given by their index. Right when no essential point is missing.
    pub fn mark(&self, ticked: &BTreeSet<usize>) -> Verdict {
        mark_points(&self.points, ticked)
    }
}

/// Marks ticked points: the share that was ticked, passed when every essential one was.
pub(super) fn mark_points(points: &[Point], ticked: &BTreeSet<usize>) -> Verdict {
    let hit = (0..points.len())
        .filter(|index| ticked.contains(index))
        .count();
    let essentials_hit = points
        .iter()
        .enumerate()
        .all(|(index, point)| !point.essential || ticked.contains(&index));
    let share = hit as f32 / points.len().max(1) as f32;
    Verdict::new(share, essentials_hit && hit > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Points {
        let point = |text: &'static str, essential| Point {
            text: text.into(),
            essential,
        };
        Points {
            points: vec![point("a", true), point("b", true), point("c", false)],
        }
    }

    fn mark(ticked: &[usize]) -> Verdict {
        question().mark(&ticked.iter().copied().collect())
    }

    #[test]
    fn all_essential_points_pass_without_the_others() {
        let verdict = mark(&[0, 1]);
        assert!(verdict.passed);
        assert!((verdict.share - 2.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn one_missing_essential_point_fails() {
        assert!(!mark(&[0, 2]).passed);
    }

    #[test]
    fn ticks_beyond_the_last_point_count_for_nothing() {
        assert!(!mark(&[7, 8]).passed);
        assert!(mark(&[7]).share.abs() < f32::EPSILON);
    }
}
