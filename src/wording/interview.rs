//! The report of an interview in words, for the screen and for the file.

use std::fmt::Write as _;

use crate::history::AskedKind;

use crate::progress::{
    Criterion, InterviewReport, LevelEvidence, Proportion, QuestionFigure, ThreadFigure,
};

use super::figures::{count, day, minutes, proportion};

/// A label, and a figure: inline Markdown. A remark has an empty label.
pub type ReportLine = (String, String);

/// Lines under a title.
pub type InterviewSection = (&'static str, Vec<ReportLine>);

fn line(label: impl Into<String>, value: impl Into<String>) -> ReportLine {
    (label.into(), value.into())
}

fn remark(words: impl Into<String>) -> ReportLine {
    line("", words)
}

/// The first line: level, day, time.
fn headline(report: &InterviewReport) -> String {
    let level = report.level.map_or("any level", |level| level.name());
    let date = day(report.day);
    let used = minutes(report.seconds);
    format!("{level} · {date} · {used} of {} min", report.minutes)
}

/// The section with which the figures begin.
const FIGURES: &str = "In figures";

/// The report, section by section: what was missing and what to do about it, then the figures. An
/// empty section is left out.
pub fn interview_sections(report: &InterviewReport) -> Vec<InterviewSection> {
    let sections = [
        ("Interview", vec![remark(headline(report))]),
        ("What was missing", weakest(report)),
        ("Study next", report.study.iter().map(remark).collect()),
        ("Strongest", report.strongest.iter().map(remark).collect()),
        (FIGURES, overall(report)),
        ("What it rests on", evidence(report)),
        ("Prompts and cards", kinds(report)),
        ("How sure you were", confidence(report)),
        ("Levels", levels(report)),
        ("Threads", report.threads.iter().map(thread).collect()),
        ("Your ratings, 1 to 4", ratings(report)),
    ];
    let sections = sections.into_iter();
    sections.filter(|(_, lines)| !lines.is_empty()).collect()
}

fn overall(report: &InterviewReport) -> Vec<ReportLine> {
    let held = report.threads.len() as u32;
    let threads = if held < report.threads_planned {
        format!("{held} of {} threads", report.threads_planned)
    } else {
        count(held as usize, "thread", "threads")
    };
    let mut asked = format!("{} in {threads}", report.questions);
    if report.given_up > 0 {
        let _ = write!(asked, ", {} given up", report.given_up);
    }
    let mut lines = vec![
        line("questions", asked),
        line("answered well", proportion(report.well)),
    ];
    if report.gone > 0 {
        let gone = format!("{} not in any deck any more", report.gone);
        lines.push(line("left out", gone));
    }
    lines
}

fn evidence(report: &InterviewReport) -> Vec<ReportLine> {
    let mut lines = vec![
        line("marked by the program", proportion(report.marked)),
        line("ticked, and in your text", proportion(report.ticked)),
        line("claimed without evidence", proportion(report.claimed)),
        line("points in your text", proportion(report.points)),
        line("points only claimed", proportion(report.points_claimed)),
    ];
    lines.extend(
        report
            .star
            .map(|star| line("parts of your stories", proportion(star))),
    );
    lines.push(remark(
        "Claimed: ticked, but nothing that you typed mentions it. It does not count as answered well.",
    ));
    lines
}

fn kinds(report: &InterviewReport) -> Vec<ReportLine> {
    proportions([
        ("reserved prompts", report.reserved),
        ("studied cards", report.studied),
        ("cards never met", report.unmet),
    ])
}

fn confidence(report: &InterviewReport) -> Vec<ReportLine> {
    let [guess, unsure, sure, certain] = report.confidence;
    proportions([
        ("1 a guess", guess),
        ("2 unsure", unsure),
        ("3 fairly sure", sure),
        ("4 certain", certain),
    ])
}

fn proportions<const N: usize>(rows: [(&str, Proportion); N]) -> Vec<ReportLine> {
    let asked = rows.into_iter().filter(|(_, answers)| answers.of > 0);
    asked
        .map(|(label, answers)| line(label, proportion(answers)))
        .collect()
}

fn levels(report: &InterviewReport) -> Vec<ReportLine> {
    report
        .levels
        .iter()
        .map(|level| {
            let verdict = match level.evidence {
                LevelEvidence::TooFew => "too few answers for a verdict",
                LevelEvidence::Held => "held in this interview",
                LevelEvidence::NotYet => "not yet",
                LevelEvidence::Undecided => "it could be either: more interviews will tell",
            };
            line(
                level.level.name(),
                format!("{} · {verdict}", proportion(level.well)),
            )
        })
        .collect()
}

fn thread(thread: &ThreadFigure) -> ReportLine {
    let deeper = match thread.deeper {
        0 => "no deeper question".to_owned(),
        deeper => count(deeper as usize, "deeper question", "deeper questions"),
    };
    let value = format!("{} · {deeper} · {}", proportion(thread.well), thread.opener);
    line(format!("{} {}", thread.thread, thread.topic), value)
}

fn ratings(report: &InterviewReport) -> Vec<ReportLine> {
    report
        .ratings
        .iter()
        .map(|rating| {
            let threads = count(rating.count as usize, "thread", "threads");
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
            line(rating.name, value)
        })
        .collect()
}

fn weakest(report: &InterviewReport) -> Vec<ReportLine> {
    let weak = report.weakest.iter();
    weak.map(|weak| remark(format!("{} — {}", weak.question, in_short(&weak.point))))
        .collect()
}

/// A point with more characters than this is a whole answer.
const POINT: usize = 160;

/// A point, or the first sentence of a whole answer, which is what is missing of a card without points.
fn in_short(point: &str) -> String {
    if point.chars().count() <= POINT {
        return point.to_owned();
    }
    let ends = point.match_indices(". ").map(|(at, _)| &point[..=at]);
    // Not within inline code.
    let mut sentences = ends.filter(|start| start.matches('`').count() % 2 == 0);
    sentences
        .next()
        .map_or_else(|| point.to_owned(), |sentence| format!("{sentence} …"))
}

/// The report with every question as Markdown.
pub fn interview_markdown(report: &InterviewReport) -> String {
    let mut out = format!("# Interview: {}\n", headline(report));
    // The first section is the headline, which is the title of the file.
    for (title, lines) in interview_sections(report).into_iter().skip(1) {
        let _ = write!(out, "\n## {title}\n\n");
        if title == FIGURES {
            out.push_str(
                "Each figure is a count with the range in which the share behind it lies four times in five \
                 (Wilson's\nscore interval, 80 %).\n\n",
            );
        }
        for (label, value) in lines {
            let _ = if label.is_empty() {
                writeln!(out, "- {value}")
            } else {
                writeln!(out, "- {label}: {value}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_whole_answer_the_first_sentence_is_enough() {
        assert_eq!(
            in_short("a short point. With two."),
            "a short point. With two."
        );
        let rest = "And so on. ".repeat(20);
        let answer = format!("Call `a. b` first. {rest}");
        assert_eq!(in_short(&answer), "Call `a. b` first. …");
        assert_eq!(in_short(&"x".repeat(200)), "x".repeat(200));
    }
}
