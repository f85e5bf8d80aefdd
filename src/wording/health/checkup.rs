//! The whole check: what is examined, and what was found; findings about folders, files and who may read them, and about
//! decks.

use std::collections::BTreeSet;
use std::path::Path;

use super::finding::{
    Area, CheckedCounts, CheckupInput, Code, DeckFault, DeviceName, Finding, HomeState, LinePlace,
    OpenPath, Repair, Severity, SnapshotState,
};
use super::journal;
use crate::history::Journal;
use crate::wording::{count, few};

/// What was found.
#[derive(Clone, Debug)]
pub struct Checkup {
    /// First what is wrong, then what is good to know; each in the order of the areas.
    pub findings: Vec<Finding>,
    /// How much was examined.
    pub checked: CheckedCounts,
}

impl Checkup {
    /// Judges everything.
    pub fn of(input: &CheckupInput<'_>) -> Self {
        let CheckupInput {
            files,
            journal: read,
            is_card,
            ..
        } = *input;
        let mut findings = about_home(input.home);
        if let Some(fault) = input.settings_fault {
            findings.push(
                Finding::wrong(Code::SettingsFault, fault)
                    .costs("no other command works")
                    .advice("correct or remove what is named; `nodequiz config --help` says more"),
            );
        }
        findings.extend(journal::findings(input));
        findings.extend(about_snapshot(input.snapshot));
        findings.extend(input.decks.iter().map(about_deck));
        findings.extend(cards_without_deck(read, is_card));
        findings.sort_by_key(|finding| (finding.severity, finding.code.area()));
        Self {
            findings,
            checked: CheckedCounts {
                journal_files: files.len(),
                records: read.records().len(),
                devices: read.devices.len(),
                own_decks: input.decks_and_cards.0,
                cards: input.decks_and_cards.1,
            },
        }
    }

    /// How many things are wrong.
    pub fn wrong(&self) -> usize {
        self.count(Severity::Wrong)
    }

    /// How many things are good to know.
    pub fn notices(&self) -> usize {
        self.count(Severity::Notice)
    }

    fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings.filter(|one| one.severity == severity).count()
    }

    /// How many things are wrong in an area.
    pub fn wrong_in(&self, area: Area) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|one| one.severity == Severity::Wrong && one.code.area() == area)
            .count()
    }

    /// The findings that `--fix` deals with.
    pub fn fixable(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| !finding.repairs.is_empty())
    }

    /// All steps of `--fix`, each once: in the order in which they are done.
    pub fn repairs(&self) -> Vec<&Repair> {
        let steps = self.fixable().flat_map(|finding| &finding.repairs);
        let mut steps: Vec<&Repair> = steps.collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }
}

fn at(path: &Path) -> LinePlace {
    LinePlace::file(path.display().to_string())
}

/// All findings about the home.
fn about_home(around: &HomeState) -> Vec<Finding> {
    let mut found: Vec<Finding> = around
        .folders
        .iter()
        .map(|fault| {
            Finding::wrong(Code::FolderUnusable, &fault.why)
                .at(at(&fault.path))
                .costs(fault.cost)
                .advice("check that it is your folder, that the disk is not full, and that it can be written to")
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
                "the file with this device's name is damaged or belongs to another device; perhaps the home was copied",
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
            .costs("only disk space")
            .fix("remove it", vec![Repair::Remove(path.clone())]),
        );
    }
    for (file, why) in &around.not_carried {
        found.push(
            Finding::wrong(
                Code::NotCarried,
                "it is in use, but neither export nor sync carries it",
            )
            .at(LinePlace::file(file))
            .costs("no other device and no archive has it")
            .advice(why),
        );
    }
    if let Some(session) = &around.session {
        found.push(
            Finding::notice(Code::SessionRunning, session)
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
        .map(|open| Repair::Restrict {
            path: open.path.clone(),
            // The owner's permissions stay.
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

/// The finding about the saved schedule, if there is one.
fn about_snapshot(state: SnapshotState) -> Option<Finding> {
    let recompute = "recompute it; the old file is kept beside it";
    let renewed = |keep: bool| vec![Repair::RenewSnapshot { keep }];
    let finding = match state {
        SnapshotState::Missing | SnapshotState::Correct => return None,
        SnapshotState::Stale => Finding::notice(
            Code::SnapshotStale,
            "the saved schedule was made of other answers, decks or settings, and is not used",
        )
        .costs("nothing: the next start takes longer")
        .fix("recompute it", renewed(false)),
        SnapshotState::Damaged => Finding::wrong(
            Code::SnapshotDamaged,
            "the saved schedule is damaged, and is not used",
        )
        .costs("nothing: the next start takes longer")
        .fix(recompute, renewed(true)),
        SnapshotState::Wrong => Finding::wrong(
            Code::SnapshotWrong,
            "the saved schedule is used, but is not what follows from your answers",
        )
        .costs("cards may come on the wrong day")
        .fix(recompute, renewed(true)),
        SnapshotState::Unchecked => Finding::notice(
            Code::SnapshotUnchecked,
            "the saved schedule was not compared: not everything it is computed from can be read",
        )
        .costs("nothing by itself")
        .advice("fix the rest, then run nodequiz doctor again"),
    };
    Some(finding.at(LinePlace::file("schedule.json")))
}

/// The finding about one of the learner's own decks.
fn about_deck(fault: &DeckFault) -> Finding {
    let place = LinePlace {
        file: fault.file.clone(),
        line: fault.first.as_ref().map(|(line, _)| *line),
    };
    if let Some(why) = &fault.unreadable {
        return Finding::wrong(
            Code::DeckUnreadable,
            format!("a deck cannot be read: {why}"),
        )
        .at(LinePlace::file(fault.file.clone()))
        .costs("no command that needs cards works")
        .advice("save it as UTF-8 text that you may read, or move it out of the folder");
    }
    let first = fault.first.as_ref().map_or("", |(_, words)| words);
    let more = |many: usize| match many {
        1 => String::new(),
        _ => format!(", and {} more", many - 1),
    };
    if fault.errors > 0 {
        Finding::wrong(Code::DeckErrors, format!("{first}{}", more(fault.errors)))
            .at(place)
            .costs("what is wrong is left out of study; its history stays")
            .command("to see every fault and what to do", "nodequiz decks check")
    } else {
        Finding::notice(
            Code::DeckWarnings,
            format!("{first}{}", more(fault.warnings)),
        )
        .at(place)
        .costs("nothing: the cards are asked")
        .command("to see every remark", "nodequiz decks check")
    }
}

/// The cards of the history that are in no deck.
fn cards_without_deck(journal: &Journal, is_card: &dyn Fn(&str) -> bool) -> Option<Finding> {
    const NAMED: usize = 3;
    let mut met = BTreeSet::new();
    for record in journal.records() {
        if let Some(card) = record.event.card().filter(|card| !met.contains(*card)) {
            met.insert(card.to_owned());
        }
    }
    let cards = met.iter().map(String::as_str);
    let lost: Vec<&str> = cards.filter(|card| !is_card(card)).collect();
    if lost.is_empty() {
        return None;
    }
    let names = few(&lost, NAMED, "more");
    let many = count(lost.len(), "card", "cards");
    Some(
        Finding::notice(
            Code::CardsWithoutDeck,
            format!("the history has {many} that are in no deck: {names}"),
        )
        .costs("nothing: it is kept, and counts again when the card is back")
        .advice("if you renamed a card, write `was: old-id` under its new heading"),
    )
}
