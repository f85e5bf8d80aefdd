//! What `nodequiz doctor --json` prints.

use serde::Serialize;

use crate::app::repair::RepairOutcome;
use crate::wording::health::{Checkup, Finding, Mend};

#[derive(Serialize)]
pub(crate) struct CheckupJson<'a> {
    schema: u32,
    wrong: usize,
    notices: usize,
    looked_at: LookedJson,
    findings: Vec<FindingJson<'a>>,
    /// What `--fix` did.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<Vec<StepJson<'a>>>,
}

#[derive(Serialize)]
pub(crate) struct LookedJson {
    journal_files: usize,
    records: usize,
    devices: usize,
    own_decks: usize,
    cards: usize,
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
    mend: MendJson<'a>,
}

#[derive(Serialize)]
pub(crate) struct MendJson<'a> {
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
        let looked = checkup.looked;
        Self {
            schema: 1,
            wrong: checkup.wrong(),
            notices: checkup.notices(),
            looked_at: LookedJson {
                journal_files: looked.files,
                records: looked.records,
                devices: looked.devices,
                own_decks: looked.own_decks,
                cards: looked.cards,
            },
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
            mend: MendJson::of(&finding.mend),
        }
    }
}

impl<'a> MendJson<'a> {
    fn of(mend: &'a Mend) -> Self {
        let (kind, command, words) = match mend {
            Mend::Fix(words) => ("fix", Some("nodequiz doctor --fix"), Some(words.as_str())),
            Mend::Command { command, when } => {
                ("command", Some(command.as_str()), Some(when.as_str()))
            }
            Mend::Advice(words) => ("advice", None, Some(words.as_str())),
            Mend::Nothing => ("nothing", None, None),
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
