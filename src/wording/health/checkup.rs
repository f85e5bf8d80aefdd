//! The whole check: what is examined, and what was found.

use super::finding::{Area, CheckedCounts, CheckupInput, Code, Finding, Repair, Severity};
use super::journal::damaged_lines;
use super::{home, journal};

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
        let damaged = damaged_lines(files, read);
        let mut findings = home::findings(input.home);
        if let Some(fault) = input.settings_fault {
            findings.push(
                Finding::wrong(Code::SettingsFault, fault)
                    .costs("no other command works")
                    .advice("correct or remove what is named; `nodequiz config --help` says more"),
            );
        }
        findings.extend(journal::findings(input, &damaged));
        findings.extend(home::snapshot(input.snapshot));
        findings.extend(home::decks(input.decks));
        findings.extend(home::cards_without_deck(read, is_card));
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
