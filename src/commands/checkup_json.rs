//! What `nodequiz doctor --json` prints.

use serde::Serialize;

use super::mending::Step;
use crate::progress::health::{BadLine, Checkup, Finding, Mend};

/// What a checkup found.
#[derive(Serialize)]
pub(super) struct JsonCheckup<'a> {
    schema: u32,
    wrong: usize,
    notices: usize,
    looked_at: JsonLooked,
    findings: Vec<JsonFinding<'a>>,
    /// What `--fix` did.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<Vec<JsonStep<'a>>>,
}

#[derive(Serialize)]
struct JsonLooked {
    journal_files: usize,
    records: usize,
    devices: usize,
    own_decks: usize,
    cards: usize,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    code: &'static str,
    severity: &'static str,
    area: &'static str,
    found: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    cost: &'a str,
    mend: JsonMend<'a>,
}

#[derive(Serialize)]
struct JsonMend<'a> {
    kind: &'static str,
    command: Option<&'a str>,
    words: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonStep<'a> {
    step: &'a str,
    done: bool,
    why: Option<&'a str>,
}

/// The bad lines of the journal.
#[derive(Serialize)]
pub(super) struct JsonLines<'a> {
    schema: u32,
    lines: Vec<JsonLine<'a>>,
}

#[derive(Serialize)]
struct JsonLine<'a> {
    file: &'a str,
    line: Option<usize>,
    code: &'static str,
    fault: &'a str,
    bytes: &'a str,
    name: String,
    says: Option<&'a str>,
    was: Option<&'a str>,
    harmless: Option<&'a str>,
    doubts: &'a [String],
    acceptable: bool,
}

/// What became of some steps.
#[derive(Serialize)]
pub(super) struct JsonSteps<'a> {
    schema: u32,
    done: Vec<JsonStep<'a>>,
}

impl<'a> JsonSteps<'a> {
    /// The steps as JSON.
    pub(super) fn of(steps: &'a [Step]) -> Self {
        Self {
            schema: 1,
            done: steps.iter().map(JsonStep::of).collect(),
        }
    }
}

impl<'a> JsonLines<'a> {
    /// The lines as JSON.
    pub(super) fn of(bad: &'a [BadLine]) -> Self {
        Self {
            schema: 1,
            lines: bad.iter().map(JsonLine::of).collect(),
        }
    }
}

impl<'a> JsonCheckup<'a> {
    /// The findings as JSON, with what `--fix` did.
    pub(super) fn of(checkup: &'a Checkup, done: Option<&'a [Step]>) -> Self {
        let looked = checkup.looked;
        Self {
            schema: 1,
            wrong: checkup.wrong(),
            notices: checkup.notices(),
            looked_at: JsonLooked {
                journal_files: looked.files,
                records: looked.records,
                devices: looked.devices,
                own_decks: looked.own_decks,
                cards: looked.cards,
            },
            findings: checkup.findings.iter().map(JsonFinding::of).collect(),
            done: done.map(|steps| steps.iter().map(JsonStep::of).collect()),
        }
    }
}

impl<'a> JsonFinding<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            code: finding.code.as_str(),
            severity: finding.severity.name(),
            area: finding.code.area().name(),
            found: &finding.found,
            file: finding.place.as_ref().map(|place| place.file.as_str()),
            line: finding.place.as_ref().and_then(|place| place.line),
            cost: &finding.cost,
            mend: JsonMend::of(&finding.mend),
        }
    }
}

impl<'a> JsonMend<'a> {
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

impl<'a> JsonStep<'a> {
    fn of(step: &'a Step) -> Self {
        Self {
            step: &step.words,
            done: step.failure.is_none(),
            why: step.failure.as_deref(),
        }
    }
}

impl<'a> JsonLine<'a> {
    fn of(line: &'a BadLine) -> Self {
        Self {
            file: &line.place.file,
            line: line.place.line,
            code: line.code.as_str(),
            fault: &line.why,
            bytes: &line.text,
            name: line.name.to_string(),
            says: line.says.as_deref().ok(),
            was: line.change.as_deref(),
            harmless: line.harmless,
            doubts: &line.doubts,
            acceptable: line.acceptable,
        }
    }
}
