//! Bug: find the faulty line, say why, see it fixed.

use serde::{Deserialize, Serialize};

use std::collections::BTreeSet;

use super::points::mark_points;
use super::{Code, Point, Verdict};

/// A faulty program, where its fault is, why, and the program fixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Bug {
    /// The faulty program.
    pub code: Code,
    /// The lines that count as the place of the fault, from 1.
    pub lines: Vec<usize>,
    /// Why it is a fault.
    pub points: Vec<Point>,
    /// The program without the fault.
    pub fixed: Code,
}

impl Bug {
    /// Marks a named line and the ticked reasons: the line is half of the share.
    pub fn mark(&self, line: usize, ticked: &BTreeSet<usize>) -> Verdict {
        let found = self.lines.contains(&line);
        let why = mark_points(&self.points, ticked);
        let share = f32::midpoint(f32::from(u8::from(found)), why.share);
        Verdict::new(share, found && why.passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_and_the_essential_reason_are_both_needed() {
        let code = Code {
            language: "js".into(),
            text: "a\nb\nc\n".into(),
        };
        let question = Bug {
            code: code.clone(),
            lines: vec![2, 3],
            points: vec![Point {
                text: "why".into(),
                essential: true,
            }],
            fixed: code,
        };
        let why = BTreeSet::from([0]);
        assert!(question.mark(3, &why).passed);
        assert!(!question.mark(1, &why).passed);
        assert!(!question.mark(2, &BTreeSet::new()).passed);
        assert!((question.mark(1, &why).share - 0.5).abs() < 1e-6);
    }
}
