//! The whole examination: what is looked at, and what was found.

use std::collections::HashSet;

use super::code::{Area, Code};
use super::examination::Examination;
use super::finding::{Finding, Repair, Severity};
use super::lines::bad_lines;
use super::{decks, home, journal, snapshot};
use crate::history::Accepted;

/// How much was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Journal files.
    pub files: usize,
    /// Records that count.
    pub records: usize,
    /// Devices.
    pub devices: usize,
    /// The learner's own deck files.
    pub own_decks: usize,
    /// Cards in all decks.
    pub cards: usize,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Checkup {
    /// What is wrong first, then what is good to know; each in the order of the areas.
    pub findings: Vec<Finding>,
    /// How much was looked at.
    pub looked: Looked,
}

impl Checkup {
    /// Judges everything.
    #[must_use]
    pub fn of(examination: &Examination<'_>) -> Self {
        let Examination {
            files,
            journal: read,
            is_card,
            now,
            ..
        } = *examination;
        let bad = bad_lines(files, read, is_card, now);
        let mut findings = home::findings(examination.surroundings);
        if let Some(fault) = examination.settings_fault {
            findings.push(
                Finding::wrong(Code::SettingsFault, fault)
                    .costs("no other command works")
                    .advice("correct or remove what is named; `nodequiz config --help` says more"),
            );
        }
        findings.extend(journal::findings(examination, &bad));
        findings.extend(snapshot::finding(examination.snapshot));
        findings.extend(decks::findings(examination.decks));
        findings.extend(decks::without_deck(read, is_card));
        findings.sort_by_key(|finding| (finding.severity, finding.code.area()));
        Self {
            findings,
            looked: Looked {
                files: files.len(),
                records: read.records().len(),
                devices: read.devices.len(),
                own_decks: examination.decks_and_cards.0,
                cards: examination.decks_and_cards.1,
            },
        }
    }

    /// How many things are wrong.
    #[must_use]
    pub fn wrong(&self) -> usize {
        self.count(Severity::Wrong)
    }

    /// How many things are good to know.
    #[must_use]
    pub fn notices(&self) -> usize {
        self.count(Severity::Notice)
    }

    fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings.filter(|one| one.severity == severity).count()
    }

    /// How many things are wrong in an area.
    #[must_use]
    pub fn wrong_in(&self, area: Area) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|one| one.severity == Severity::Wrong && one.code.area() == area)
            .count()
    }

    /// The findings that `--fix` mends.
    pub fn mendable(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| !finding.repairs.is_empty())
    }

    /// All steps of `--fix`, each once: permissions first, what is written into the journal last.
    #[must_use]
    pub fn repairs(&self) -> Vec<&Repair> {
        let mut known = HashSet::new();
        let steps = self.mendable().flat_map(|finding| &finding.repairs);
        let mut steps: Vec<&Repair> = steps.filter(|step| known.insert(key(step))).collect();
        steps.sort_by_key(|step| match step {
            Repair::Close { .. } => 0,
            Repair::Remove(_) => 1,
            Repair::RenewSnapshot { .. } => 2,
            Repair::RenameDevice => 3,
            Repair::Accept(_) => 4,
        });
        steps
    }
}

/// What tells a step from others: a copy of a file repeats its damage.
fn key(step: &Repair) -> String {
    match step {
        Repair::Accept(Accepted::Bytes { name, .. }) => name.to_string(),
        step => format!("{step:?}"),
    }
}
