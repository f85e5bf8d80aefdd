//! `nodequiz export`, and `nodequiz import --archive`.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::store::{Applied, Arrivals, Difference, Exported, LeftOut, SettingsArrival};
use crate::terminal::Line;
use crate::wording::{count, few};

use super::drawing::Lines;

/// What to do about files that are not carried.
pub fn files_left_out(files: &[LeftOut], width: usize) -> Vec<Line> {
    let mut lines = Lines::new(width);
    for LeftOut { file, why } in files {
        lines.warning(format!("left out: {file}: {why}"));
    }
    lines.all
}

/// The result of an import, real or as a dry run.
#[derive(Default, Serialize)]
pub struct ImportReport {
    /// Whether it was a dry run.
    dry_run: bool,
    /// Events that were missing here.
    events: usize,
    /// The devices that wrote them.
    devices: BTreeSet<String>,
    /// Decks and other texts that were missing here.
    new: Vec<String>,
    /// How many files are here with the same content.
    known: usize,
    /// Texts that differ: the local one stays.
    beside: Vec<BesideReport>,
    /// The result for the settings: `none`, `same`, `taken`, `stay`, `unsound`.
    settings: &'static str,
    /// What is wrong with them.
    settings_fault: Option<String>,
    /// Settings that differ from those here.
    differences: Vec<Difference>,
    /// Settings that run a program or say where your data goes.
    reaching_out: Vec<SettingReport>,
    /// Files that have no place here.
    left_out: Vec<String>,
    /// Files that the archive's list does not name.
    unlisted: Vec<String>,
}

/// A setting that runs a program or says where data goes.
#[derive(Serialize)]
struct SettingReport {
    name: &'static str,
    /// Its value in the archive.
    value: String,
    /// Whether it was taken over.
    taken: bool,
}

/// A text that differs from the local one.
#[derive(Serialize)]
struct BesideReport {
    /// The text.
    file: String,
    /// The file that holds the archive's version.
    other: String,
    /// Whether it was there already.
    known: bool,
}

impl ImportReport {
    /// What arrived, or would arrive; `agreed`: whether settings that run a program are taken over.
    pub fn of(arrivals: &Arrivals, dry_run: bool, agreed: bool) -> Self {
        let mut report = Self {
            dry_run,
            left_out: arrivals.left_out.clone(),
            unlisted: arrivals.unlisted.clone(),
            ..Self::default()
        };
        for file in &arrivals.files {
            match &file.applied {
                Applied::Events(events) => {
                    report.events += events;
                    report
                        .devices
                        .extend(file.name.split('/').nth(1).map(str::to_owned));
                }
                Applied::New => report.new.push(file.name.clone()),
                Applied::Beside { file: other, known } => report.beside.push(BesideReport {
                    file: file.name.clone(),
                    other: other.clone(),
                    known: *known,
                }),
                _ => report.known += 1,
            }
        }
        report.settings = match &arrivals.settings {
            SettingsArrival::None => "none",
            SettingsArrival::Same => "same",
            SettingsArrival::Taken { reaching_out } => {
                let each = reaching_out.iter();
                report.reaching_out = each
                    .map(|(name, value)| SettingReport {
                        name,
                        value: value.clone(),
                        taken: agreed,
                    })
                    .collect();
                "taken"
            }
            SettingsArrival::Different(differences) => {
                report.differences.clone_from(differences);
                "stay"
            }
            SettingsArrival::Invalid(fault) => {
                report.settings_fault = Some(fault.clone());
                "unsound"
            }
        };
        report
    }

    /// Whether everything is here already.
    pub fn changes_nothing(&self) -> bool {
        self.events == 0
            && self.new.is_empty()
            && self.beside.iter().all(|text| text.known)
            && self.settings != "taken"
    }
}

/// Columns of the labels.
const LABEL: usize = 10;

/// The most names that are listed.
const FEW: usize = 8;

/// What an archive holds.
pub fn exported(report: &Exported, width: usize) -> Vec<Line> {
    let mut parts = vec![
        count(report.events, "event", "events"),
        count(report.decks, "deck", "decks"),
        count(report.reports, "report", "reports"),
    ];
    if report.settings {
        parts.push("your settings".to_owned());
    }
    let size = match report.bytes {
        bytes if bytes < 1024 => format!("{bytes} bytes"),
        bytes => format!("{} KiB", bytes.div_ceil(1024)),
    };
    let mut lines = Lines::labelled_by(LABEL, width);
    lines.row("Archive", format!("{} ({size})", report.archive));
    lines.row("Holds", parts.join(", "));
    lines.extend(files_left_out(&report.left_out, width));
    lines.all
}

/// What an archive brings.
pub fn imported(report: &ImportReport, width: usize) -> Vec<Line> {
    let mut lines = Lines::labelled_by(LABEL, width);
    let events = match (report.events, report.devices.len()) {
        (0, _) => "nothing new".to_owned(),
        (events, 1) => format!("{} new", count(events, "event", "events")),
        (events, devices) => format!(
            "{} of {devices} devices new",
            count(events, "event", "events")
        ),
    };
    lines.row("Answers", &events);
    let texts = if report.new.is_empty() {
        "nothing new".to_owned()
    } else {
        format!("new: {}", few(&report.new, FEW, "more"))
    };
    lines.row("Decks", &texts);
    let settings = match report.settings {
        "taken" => "taken over: there were none here".to_owned(),
        "same" => "the same as here".to_owned(),
        "stay" => format!("yours are kept; {} in the archive", differences(report)),
        "unsound" => format!(
            "left out: {}",
            report.settings_fault.as_deref().unwrap_or("")
        ),
        _ => "none in the archive".to_owned(),
    };
    lines.row("Settings", &settings);
    for SettingReport { name, value, taken } in &report.reaching_out {
        let words = match (taken, report.dry_run) {
            (true, _) => continue,
            (false, true) => format!(
                "{name} = {value} runs a program or sends your data somewhere: it is taken over only if you agree"
            ),
            (false, false) => format!(
                "left out: {name} = {value}, which runs a program or sends your data somewhere. If it is yours: nodequiz config set {name} '{value}'"
            ),
        };
        lines.warning(&words);
    }
    for text in &report.beside {
        let words = if text.known {
            format!(
                "{} differs from the archive's, which is in {} already.",
                text.file, text.other
            )
        } else {
            format!(
                "{} differs: yours stays in use, the archive's is kept in {}. Copy over what you want of it, then delete it.",
                text.file, text.other
            )
        };
        lines.warning(&words);
    }
    if !report.left_out.is_empty() {
        let names = few(&report.left_out, FEW, "more");
        lines.warning(format!(
            "left out, because it does not belong here: {names}"
        ));
    }
    if !report.unlisted.is_empty() {
        let names = few(&report.unlisted, FEW, "more");
        lines.warning(format!(
            "left out, because it was put into the archive after nodequiz had made it: {names}"
        ));
    }
    lines.all
}

fn differences(report: &ImportReport) -> String {
    let each = report.differences.iter();
    let each = each.map(|difference| {
        let value = match difference.there.as_str() {
            "" => "empty",
            value => value,
        };
        format!("{} is {value}", difference.name)
    });
    each.collect::<Vec<_>>().join(", ")
}

/// What an export of cards wrote.
#[derive(Default, Serialize)]
pub struct CardsExportReport {
    pub format: String,
    /// The file, or the folder.
    pub file: String,
    pub bytes: usize,
    pub decks: usize,
    pub cards: usize,
    pub pictures: usize,
    /// Answers that went along; `None` where the format has no room for them.
    pub answers: Option<usize>,
}

pub fn cards_exported(report: &CardsExportReport, width: usize) -> Vec<Line> {
    let mut parts = vec![
        count(report.cards, "card", "cards"),
        count(report.decks, "deck", "decks"),
    ];
    if report.pictures > 0 {
        parts.push(count(report.pictures, "picture", "pictures"));
    }
    if let Some(answers) = report.answers {
        parts.push(count(answers, "answer", "answers"));
    }
    let mut lines = Lines::labelled_by(LABEL, width);
    lines.row("Written", &report.file);
    lines.row("Holds", parts.join(", "));
    if report.answers.is_some_and(|answers| answers > 0) {
        lines.text("In Anki, tick \"Import any learning progress\" when you import it.");
    }
    lines.all
}
