//! What `nodequiz doctor --json` prints.

use serde::Serialize;

use crate::app::repair::RepairOutcome;
use crate::wording::health::{CheckedCounts, Checkup, Finding, Remedy};

#[derive(Serialize)]
pub(crate) struct CheckupJson<'a> {
    wrong: usize,
    notices: usize,
    looked_at: CheckedCounts,
    findings: Vec<FindingJson<'a>>,
    /// What `--fix` did.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<Vec<StepJson<'a>>>,
}

#[derive(Serialize)]
pub(crate) struct FindingJson<'a> {
    code: &'static str,
    severity: &'static str,
    area: &'static str,
    found: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    cost: &'a str,
    #[serde(rename = "mend")]
    remedy: RemedyJson<'a>,
}

#[derive(Serialize)]
pub(crate) struct RemedyJson<'a> {
    kind: &'static str,
    command: Option<&'a str>,
    words: Option<&'a str>,
}

#[derive(Serialize)]
pub(crate) struct StepJson<'a> {
    step: &'a str,
    done: bool,
    why: Option<&'a str>,
}

impl<'a> CheckupJson<'a> {
    /// The findings as JSON, with what `--fix` did.
    pub(crate) fn of(checkup: &'a Checkup, done: Option<&'a [RepairOutcome]>) -> Self {
        Self {
            wrong: checkup.wrong(),
            notices: checkup.notices(),
            looked_at: checkup.checked,
            findings: checkup.findings.iter().map(FindingJson::of).collect(),
            done: done.map(|steps| steps.iter().map(StepJson::of).collect()),
        }
    }
}

impl<'a> FindingJson<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            code: finding.code.as_str(),
            severity: finding.severity.name(),
            area: finding.code.area().name(),
            found: &finding.found,
            file: finding.place.as_ref().map(|place| place.file.as_str()),
            line: finding.place.as_ref().and_then(|place| place.line),
            cost: &finding.cost,
            remedy: RemedyJson::of(&finding.remedy),
        }
    }
}

impl<'a> RemedyJson<'a> {
    fn of(remedy: &'a Remedy) -> Self {
        let (kind, command, words) = match remedy {
            Remedy::Fix(words) => ("fix", Some("nodequiz doctor --fix"), Some(words.as_str())),
            Remedy::Command { command, when } => {
                ("command", Some(command.as_str()), Some(when.as_str()))
            }
            Remedy::Advice(words) => ("advice", None, Some(words.as_str())),
            Remedy::Nothing => ("nothing", None, None),
        };
        Self {
            kind,
            command,
            words,
        }
    }
}

impl<'a> StepJson<'a> {
    fn of(step: &'a RepairOutcome) -> Self {
        Self {
            step: &step.words,
            done: step.failure.is_none(),
            why: step.failure.as_deref(),
        }
    }
}
