//! Findings about folders, files and who may read them.

use std::path::Path;

use super::code::Code;
use super::facts::{DeviceName, OpenPath, SnapshotState, Surroundings};
use super::finding::{Finding, Repair};
use super::place::LinePlace;
use crate::wording::figures::count;

fn at(path: &Path) -> LinePlace {
    LinePlace::file(path.display().to_string())
}

/// Everything that is to be said about the home.
pub(crate) fn findings(around: &Surroundings) -> Vec<Finding> {
    let mut found: Vec<Finding> = around
        .folders
        .iter()
        .map(|fault| {
            Finding::wrong(Code::FolderUnusable, &fault.why)
                .at(at(&fault.path))
                .costs(fault.cost)
                .advice("see that it is a folder of yours, that its disk is not full, and that it can be written to")
        })
        .collect();
    let (reachable, shut): (Vec<&OpenPath>, Vec<_>) =
        around.open.iter().partition(|path| path.reachable);
    found.extend(open(&reachable, true));
    found.extend(open(&shut, false));
    if let Some((what, folder)) = &around.unfinished {
        found.push(
            Finding::wrong(
                Code::UnfinishedMerge,
                format!("your data is in the middle of a git {what}"),
            )
            .at(at(folder))
            .costs("nodequiz sync does nothing until it is finished")
            .command(
                "to go back to before it",
                format!("git -C '{}' {what} --abort", folder.display()),
            ),
        );
    }
    if let DeviceName::Foreign(path) = &around.device {
        found.push(
            Finding::notice(
                Code::DeviceName,
                "the file with this device's name is not its own, or damaged: a copied home, perhaps",
            )
            .at(at(path))
            .costs("nothing: with the next answer this device gets a new name, and all lines stay"),
        );
    }
    for path in &around.temporary {
        found.push(
            Finding::notice(
                Code::TemporaryFile,
                "a program that was stopped left a file behind",
            )
            .at(at(path))
            .costs("nothing but room")
            .fix("remove it", vec![Repair::Remove(path.clone())]),
        );
    }
    if let Some(session) = &around.session {
        found.push(
            Finding::notice(Code::SessionRunning, &session.words)
                .costs("nothing: what it records meanwhile is looked at next time"),
        );
    }
    found
}

/// One finding for all files and folders that others could read.
fn open(paths: &[&OpenPath], reachable: bool) -> Option<Finding> {
    let first = paths.first()?;
    let many = count(paths.len(), "file or folder is", "files and folders are");
    let steps = paths
        .iter()
        .map(|open| Repair::Close {
            path: open.path.clone(),
            // What the owner may do stays.
            mode: open.mode & !0o077,
        })
        .collect();
    let finding = if reachable {
        Finding::wrong(
            Code::OpenToOthers,
            format!("{many} open to others on this machine"),
        )
        .costs("others can read what you answered, or change it")
    } else {
        Finding::notice(Code::OpenToOthers, format!("{many} not for you alone"))
            .costs("nothing now: a folder above keeps others out")
    };
    Some(
        finding
            .at(at(&first.path))
            .fix("close to others what is open", steps),
    )
}

/// The finding about the schedule kept for the next start, if there is one.
pub(crate) fn snapshot(state: SnapshotState) -> Option<Finding> {
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
                "the kept schedule was not compared: not everything it is computed from can be read",
            ))
            .costs("nothing by itself")
            .advice("fix the rest, then run nodequiz doctor again"),
        ),
    }
}
