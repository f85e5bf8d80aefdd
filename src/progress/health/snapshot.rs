//! Findings about the schedule kept for the next start.

use super::code::Code;
use super::facts::SnapshotState;
use super::finding::{Finding, Repair};
use super::place::LinePlace;

/// What is to be said about it, if anything.
pub(super) fn finding(state: SnapshotState) -> Option<Finding> {
    let at = |finding: Finding| finding.at(LinePlace::file("schedule.json"));
    let anew = "compute it anew; the file is kept beside";
    match state {
        SnapshotState::Missing | SnapshotState::Sound => None,
        SnapshotState::Stale => Some(
            at(Finding::notice(
                Code::SnapshotStale,
                "the kept schedule was made of other answers, decks or settings, and is not used",
            ))
            .costs("nothing: the next start takes longer")
            .fix(
                "compute it anew",
                vec![Repair::RenewSnapshot { keep: false }],
            ),
        ),
        SnapshotState::Damaged => Some(
            at(Finding::wrong(
                Code::SnapshotDamaged,
                "the kept schedule is damaged, and is not used",
            ))
            .costs("nothing: the next start takes longer")
            .fix(anew, vec![Repair::RenewSnapshot { keep: true }]),
        ),
        SnapshotState::Wrong => Some(
            at(Finding::wrong(
                Code::SnapshotWrong,
                "the kept schedule is used, but is not what follows from your answers",
            ))
            .costs("cards may come on the wrong day")
            .fix(anew, vec![Repair::RenewSnapshot { keep: true }]),
        ),
        SnapshotState::Unchecked => Some(
            at(Finding::notice(
                Code::SnapshotUnchecked,
                "the kept schedule was not compared: what it is made of cannot all be read",
            ))
            .costs("nothing by itself")
            .advice("mend the rest, then run nodequiz doctor again"),
        ),
    }
}
