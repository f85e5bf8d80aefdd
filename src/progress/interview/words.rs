//! The report of an interview in words: once, for the screen and for the file.

use std::fmt::Write as _;

use crate::history::AskedKind;

use super::figures::{Criterion, InterviewReport, LevelEvidence, QuestionFigure, ThreadFigure};

/// One line of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What it is; empty where it is a remark.
    pub label: String,
    /// The figure, or the remark: inline Markdown.
    pub value: String,
}

/// Some lines under a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The title.
    pub title: &'static str,
    /// The lines.
    pub figures: Vec<Figure>,
}

fn figure(label: impl Into<String>, value: impl Into<String>) -> Figure {
    Figure {
        label: label.into(),
        value: value.into(),
    }
}

fn remark(words: impl Into<String>) -> Figure {
    figure("", words)
}

fn minutes(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round();
    if minutes < 1.0 {
        "under a minute".to_owned()
    } else {
        format!("{minutes:.0} min")
    }
}

/// The first line: level, day, time.
fn headline(report: &InterviewReport) -> String {
    let level = report.level.map_or("any level", |level| level.name());
    let date = report.day;
    let used = minutes(report.seconds);
    format!("{level} · {date} · {used} of {} min", report.minutes)
}

/// The report, section by section; those that have nothing to say are left out.
#[must_use]
pub fn interview_sections(report: &InterviewReport) -> Vec<Section> {
    let sections = [
        Section {
            title: "Interview",
            figures: overall(report),
        },
        Section {
            title: "What it rests on",
            figures: evidence(report),
        },
        Section {
            title: "Prompts and cards",
            figures: kinds(report),
        },
        Section {
            title: "How sure you were",
            figures: confidence(report),
        },
        Section {
            title: "Levels",
            figures: levels(report),
        },
        Section {
            title: "Threads",
            figures: report.threads.iter().map(thread).collect(),
        },
        Section {
            title: "Your ratings, 1 to 4",
            figures: ratings(report),
        },
        Section {
            title: "Strongest",
            figures: report.strongest.iter().map(remark).collect(),
        },
        Section {
            title: "Weakest: what was missing",
            figures: weakest(report),
        },
        Section {
            title: "Study next",
            figures: report.study.iter().map(remark).collect(),
        },
    ];
    sections
        .into_iter()
        .filter(|section| !section.figures.is_empty())
        .collect()
}

fn overall(report: &InterviewReport) -> Vec<Figure> {
    let held = report.threads.len() as u32;
    let threads = if held < report.threads_planned {
        format!("{held} of {} threads", report.threads_planned)
    } else if held == 1 {
        "1 thread".to_owned()
    } else {
        format!("{held} threads")
    };
    let mut asked = format!("{} in {threads}", report.questions);
    if report.given_up > 0 {
        let _ = write!(asked, ", {} given up", report.given_up);
    }
    let mut figures = vec![
        remark(headline(report)),
        figure("questions", asked),
        figure("answered well", report.well.to_string()),
    ];
    if report.gone > 0 {
        let gone = format!("{} not in any deck any more", report.gone);
        figures.push(figure("left out", gone));
    }
    figures
}

fn evidence(report: &InterviewReport) -> Vec<Figure> {
    let mut figures = vec![
        figure("marked by the program", report.marked.to_string()),
        figure("ticked, and in your text", report.ticked.to_string()),
        figure("claimed without evidence", report.claimed.to_string()),
        figure("points in your text", report.points.to_string()),
        figure("points only claimed", report.points_claimed.to_string()),
    ];
    figures.extend(
        report
            .star
            .map(|star| figure("parts of your stories", star.to_string())),
    );
    figures.push(remark(
        "Claimed: ticked, but nothing that you typed speaks of it. It does not count as answered well.",
    ));
    figures
}

fn kinds(report: &InterviewReport) -> Vec<Figure> {
    [
        ("reserved prompts", report.reserved),
        ("studied cards", report.studied),
        ("cards never met", report.unmet),
    ]
    .into_iter()
    .filter(|(_, tally)| tally.of > 0)
    .map(|(label, tally)| figure(label, tally.to_string()))
    .collect()
}

fn confidence(report: &InterviewReport) -> Vec<Figure> {
    let words = ["1 a guess", "2 unsure", "3 fairly sure", "4 certain"];
    words
        .into_iter()
        .zip(report.confidence)
        .filter(|(_, tally)| tally.of > 0)
        .map(|(label, tally)| figure(label, tally.to_string()))
        .collect()
}

fn levels(report: &InterviewReport) -> Vec<Figure> {
    report
        .levels
        .iter()
        .map(|level| {
            let verdict = match level.standing {
                LevelEvidence::TooFew => "too few answers for a verdict",
                LevelEvidence::Held => "held in this interview",
                LevelEvidence::NotYet => "not yet",
                LevelEvidence::Undecided => "it could be either: more interviews will tell",
            };
            figure(level.level.name(), format!("{} · {verdict}", level.well))
        })
        .collect()
}

fn thread(thread: &ThreadFigure) -> Figure {
    let deeper = match thread.deeper {
        0 => "no deeper question".to_owned(),
        1 => "1 deeper question".to_owned(),
        deeper => format!("{deeper} deeper questions"),
    };
    let value = format!("{} · {deeper} · {}", thread.well, thread.opener);
    figure(format!("{} {}", thread.thread, thread.topic), value)
}

fn ratings(report: &InterviewReport) -> Vec<Figure> {
    report
        .ratings
        .iter()
        .map(|rating| {
            let threads = if rating.count == 1 {
                "1 thread".to_owned()
            } else {
                format!("{} threads", rating.count)
            };
            let value = if rating.lowest == rating.highest {
                format!("{} in {threads}", rating.lowest)
            } else {
                let Criterion {
                    mean,
                    lowest,
                    highest,
                    ..
                } = rating;
                format!("{mean:.1} in {threads}, {lowest} to {highest}")
            };
            figure(rating.name, value)
        })
        .collect()
}

fn weakest(report: &InterviewReport) -> Vec<Figure> {
    let weak = report.weakest.iter();
    weak.map(|weak| remark(format!("{} — {}", weak.question, weak.point)))
        .collect()
}

/// The report with every question as Markdown.
#[must_use]
pub fn interview_markdown(report: &InterviewReport) -> String {
    let mut out = format!("# Interview: {}\n", headline(report));
    out.push_str(
        "\nEach figure is a count with the range in which the share behind it lies four times in five \
         (Wilson's\nscore interval, 80 %).\n",
    );
    for (index, section) in interview_sections(report).into_iter().enumerate() {
        let _ = write!(out, "\n## {}\n\n", section.title);
        // The headline stands above.
        for figure in section.figures.iter().skip(usize::from(index == 0)) {
            let _ = if figure.label.is_empty() {
                writeln!(out, "- {}", figure.value)
            } else {
                writeln!(out, "- {}: {}", figure.label, figure.value)
            };
        }
    }
    out.push_str("\n## Question by question\n");
    for (index, question) in report.asked.iter().enumerate() {
        question_markdown(index + 1, question, &mut out);
    }
    out
}

fn question_markdown(number: usize, question: &QuestionFigure, out: &mut String) {
    let _ = write!(out, "\n### {number}. {}\n\n", question.question);
    let kind = match question.kind {
        AskedKind::Prompt => "reserved prompt",
        AskedKind::Studied => "studied card",
        AskedKind::Unmet => "card never met",
    };
    let mut id = format!("`{}`", question.id);
    if question.probe > 0 {
        let _ = write!(id, ", deeper question {}", question.probe);
    }
    let result = match (question.given_up, question.passed, question.on_evidence) {
        (true, ..) => "given up",
        (_, None, _) => "not gone through",
        (_, Some(true), true) => "answered well",
        (_, Some(true), false) => "claimed without evidence",
        (_, Some(false), _) => "not answered well",
    };
    let _ = write!(
        out,
        "{kind} {id} · thread {} · {} · {result}",
        question.thread, question.level
    );
    if let Some(confidence) = question.confidence {
        let _ = write!(out, " · {confidence} of 4 sure");
    }
    out.push('\n');
    if !question.text.is_empty() {
        out.push('\n');
        for line in question.text.lines() {
            let _ = writeln!(out, "> {line}");
        }
    }
    if !question.points.is_empty() {
        out.push('\n');
    }
    for point in &question.points {
        let mark = if point.ticked { 'x' } else { ' ' };
        let text = if point.essential {
            format!("**{}**", point.point)
        } else {
            point.point.clone()
        };
        let claimed = if point.ticked && !point.borne_out {
            " (claimed)"
        } else {
            ""
        };
        let _ = writeln!(out, "- [{mark}] {text}{claimed}");
    }
}
