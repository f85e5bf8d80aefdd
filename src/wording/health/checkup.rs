//! The whole examination: what is looked at, and what was found.

use super::code::{Area, Code};
use super::facts::{Examination, Looked};
use super::finding::{Finding, Repair, Severity};
use super::lines::damaged_lines;
use super::{decks, home, journal};

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
            ..
        } = *examination;
        let damaged = damaged_lines(files, read);
        let mut findings = home::findings(examination.surroundings);
        if let Some(fault) = examination.settings_fault {
            findings.push(
                Finding::wrong(Code::SettingsFault, fault)
                    .costs("no other command works")
                    .advice("correct or remove what is named; `nodequiz config --help` says more"),
            );
        }
        findings.extend(journal::findings(examination, &damaged));
        findings.extend(home::snapshot(examination.snapshot));
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

    /// The findings that `--fix` deals with.
    pub fn fixable(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| !finding.repairs.is_empty())
    }

    /// All steps of `--fix`, each once: in the order in which they are done.
    #[must_use]
    pub fn repairs(&self) -> Vec<&Repair> {
        let steps = self.fixable().flat_map(|finding| &finding.repairs);
        let mut steps: Vec<&Repair> = steps.collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }
}
