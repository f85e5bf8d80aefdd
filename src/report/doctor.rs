//! `nodequiz doctor`.

use std::collections::BTreeMap;

use crate::memory::StudyDay;
use crate::terminal::{Line, Style, Tone};
use crate::wording::count;
use crate::wording::health::{
    Area, Checkup, Code, Finding, Remedy, Repair, Severity, SnapshotState, backup_name,
};

use super::drawing::{Lines, bold};

/// How many findings of one kind are shown one by one; the rest is counted.
const SHOWN: usize = 5;

/// Columns of a label under a finding, its indent included.
const LABEL: usize = 10;

/// Columns of an area's name and its sign.
const AREA: usize = 13;

/// What was examined and what was found.
pub fn doctor(checkup: &Checkup, home: &str, snapshot: SnapshotState, width: usize) -> Vec<Line> {
    let mut lines = Lines::new(width);
    for area in Area::ALL {
        let wrong = checkup.wrong_in(area);
        let mut line = sign(
            if wrong == 0 {
                Severity::Notice
            } else {
                Severity::Wrong
            },
            true,
        );
        line.push(
            format!("{:<1$}", area.name(), AREA - 2),
            Style::PLAIN.bold(),
        );
        if wrong > 0 {
            line.push(format!("{wrong} wrong · "), Tone::Bad);
        }
        line.push(area_words(checkup, area, home, snapshot, wrong), Tone::Dim);
        lines.hanging(line, AREA);
    }
    let mut kinds: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    for finding in &checkup.findings {
        let kind = (finding.severity, finding.code);
        let shown = kinds.entry(kind).or_default();
        *shown += 1;
        if *shown <= SHOWN {
            lines.blank();
            about(&mut lines, finding, width);
        }
    }
    for ((_, code), number) in kinds.iter().filter(|(_, number)| **number > SHOWN) {
        lines.blank();
        lines.dim(format!(
            "{} more of {}: nodequiz doctor --json has them all",
            number - SHOWN,
            code.as_str()
        ));
    }
    lines.blank();
    end(&mut lines, checkup);
    lines.all
}

fn sign(severity: Severity, settled: bool) -> Line {
    match severity {
        Severity::Wrong => Line::styled("✗ ", Tone::Bad),
        Severity::Notice if settled => Line::styled("✓ ", Tone::Good),
        Severity::Notice => Line::styled("· ", Tone::Accent),
    }
}

fn area_words(
    checkup: &Checkup,
    area: Area,
    home: &str,
    snapshot: SnapshotState,
    wrong: usize,
) -> String {
    let checked = checkup.checked;
    match area {
        Area::Home => home.to_owned(),
        Area::Settings if wrong == 0 => "in order".to_owned(),
        Area::Settings => "the defaults are used here".to_owned(),
        Area::Journal if checked.journal_files == 0 => "no answers yet".to_owned(),
        Area::Journal => format!(
            "{} of {} in {}",
            count(checked.records, "record", "records"),
            count(checked.devices, "device", "devices"),
            count(checked.journal_files, "file", "files"),
        ),
        Area::Schedule => match snapshot {
            SnapshotState::Correct => "byte for byte what follows from the journal",
            SnapshotState::Missing => "none kept; it is computed when needed",
            _ => "it can be computed again at any time",
        }
        .to_owned(),
        Area::Decks => format!(
            "{}, {} of your own",
            count(checked.cards, "card", "cards"),
            count(checked.own_decks, "file", "files"),
        ),
    }
}

fn about(lines: &mut Lines, finding: &Finding, width: usize) {
    let mut head = sign(finding.severity, false);
    head.push(&finding.found, Style::PLAIN.bold());
    head.push(format!("  [{}]", finding.code.as_str()), Tone::Dim);
    lines.hanging(head, 2);
    let mut row = |label: &str, words: Line| {
        let mut line = Line::styled(format!("    {label:<0$}", LABEL - 4), Tone::Dim);
        line.append(&words);
        lines.hanging(line, LABEL.min(width / 3));
    };
    if let Some(place) = &finding.place {
        row("where", Line::from(place.to_string()));
    }
    row("costs", Line::from(finding.cost.as_str()));
    if let Some(remedy) = fix(&finding.remedy) {
        row("fix", remedy);
    }
}

/// What fixes a finding; a command is not wrapped if it fits on a line.
fn fix(remedy: &Remedy) -> Option<Line> {
    Some(match remedy {
        Remedy::Fix(words) => Line::styled("nodequiz doctor --fix", Tone::Code)
            .with(format!(" will {words}"), Tone::Plain),
        Remedy::Command { command, when } => {
            Line::from(format!("{when}: ")).with(command, Tone::Code)
        }
        Remedy::Advice(words) => Line::from(words.as_str()),
        Remedy::Nothing => return None,
    })
}

fn end(lines: &mut Lines, checkup: &Checkup) {
    let (wrong, notices) = (checkup.wrong(), checkup.notices());
    let know = |number: usize| format!("{number} good to know");
    let line = match (wrong, notices) {
        (0, 0) => "Nothing is wrong.".to_owned(),
        (0, _) => format!("Nothing is wrong; {}.", know(notices)),
        (_, 0) => format!("{wrong} wrong."),
        _ => format!("{wrong} wrong, {}.", know(notices)),
    };
    lines.text(bold(line));
    let fixable = checkup.fixable().count();
    if fixable > 0 {
        lines.text(Line::styled("nodequiz doctor --fix", Tone::Code).with(
            format!(" fixes {fixable} of them; it first shows what it will do."),
            Tone::Plain,
        ));
    }
}

/// What `--fix` will do, step by step.
pub fn doctor_steps(checkup: &Checkup, day: StudyDay, width: usize) -> Vec<Line> {
    let mut lines = Lines::new(width);
    lines.push(bold("This is what it will do:"));
    for finding in checkup.fixable() {
        let Remedy::Fix(words) = &finding.remedy else {
            continue;
        };
        let mut line = Line::from("  • ");
        if let Some(place) = &finding.place {
            line.push(format!("{place}: "), Tone::Accent);
        }
        line.push(words, Tone::Plain);
        lines.hanging(line, 4);
        for step in &finding.repairs {
            if let Some(words) = step_words(step, day) {
                lines.hanging(Line::styled(format!("    {words}"), Tone::Dim), 6);
            }
        }
    }
    lines.all
}

/// What a step does to files.
fn step_words(step: &Repair, day: StudyDay) -> Option<String> {
    match step {
        Repair::Restrict { path, mode } => Some(format!("chmod {mode:o} {}", path.display())),
        Repair::Remove(path) => Some(format!("remove {}", path.display())),
        Repair::RenewSnapshot { keep: true } => {
            Some(format!("keep it as {}", backup_name("schedule.json", day)))
        }
        Repair::Redate(_) | Repair::RenewSnapshot { keep: false } | Repair::RenameDevice => None,
    }
}
