//! The parts of an interview prompt: what is said, the key points, the probes, and how weak and
//! strong answers sound.

use std::ops::{Range, RangeInclusive};

use super::diagnostic::{Code, Report};
use super::document::{Block, Document, Shape};
use super::heading::{self, Heading};
use super::heading_line;
use super::kinds::{Frame, bullets};
use super::prompt::{PROBES, Probe};
use super::suggest::nearest;
use crate::question::Point;

/// How many key points a prompt has.
const KEY_POINTS: RangeInclusive<usize> = 3..=5;

/// How many points a probe has.
const PROBE_POINTS: RangeInclusive<usize> = 1..=4;

/// The headings of the last two parts.
const WEAK: &str = "A weak answer";
const STRONG: &str = "A strong answer";

/// What is below a prompt's heading and comment.
pub(super) struct Parts {
    pub(super) spoken: String,
    pub(super) key_points: Vec<Point>,
    pub(super) probes: [Probe; PROBES],
    pub(super) weak: String,
    pub(super) strong: String,
}

/// What a `###` heading begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Probe,
    Weak,
    Strong,
}

/// A `###` heading and what follows it.
struct Part<'d> {
    role: Role,
    /// Its text: inline Markdown.
    text: String,
    /// The bytes of its heading's line.
    heading: Range<usize>,
    /// The blocks below the heading.
    body: &'d [Block],
    /// The bytes below the heading.
    bytes: Range<usize>,
}

impl Parts {
    /// Reads the parts. `None` if a fault, which is reported, leaves one out.
    pub(super) fn read(
        document: &Document<'_>,
        heading: &Heading,
        body: &[Block],
        bytes: Range<usize>,
        report: &mut Report<'_>,
    ) -> Option<Self> {
        let Some(cut) = body.iter().position(Block::parts) else {
            let message = "no line `---` separates what is said from what is expected";
            let help = "write what the interviewer says, an empty line, `---`, an empty line, and \
                       then the key points";
            report.error(Code::Said, heading.bytes.clone(), message, help);
            return None;
        };
        let spoken = spoken(
            document,
            heading,
            (&body[..cut], &body[cut]),
            bytes.start,
            report,
        );
        let below = &body[cut + 1..];
        let first = below
            .iter()
            .position(|block| block.shape == Shape::ProbeHeading)
            .unwrap_or(below.len());
        let frame = Frame {
            document,
            context: &[],
            answer: &below[..first],
            heading: heading.bytes.clone(),
            metadata: None,
            named: true,
        };
        let key_points = key_points(&frame, report);
        let parts = parts(document, &below[first..], bytes.end, report);
        order(&parts, report);
        let probes = probes(document, heading, &parts, report);
        let weak = ending(document, heading, &parts, Role::Weak, report);
        let strong = ending(document, heading, &parts, Role::Strong, report);
        Some(Self {
            spoken: spoken?,
            key_points: key_points?,
            probes: probes?,
            weak: weak?,
            strong: strong?,
        })
    }
}

/// What is said to the learner: the blocks above the line before the key points.
fn spoken(
    document: &Document<'_>,
    heading: &Heading,
    (above, line): (&[Block], &Block),
    start: usize,
    report: &mut Report<'_>,
) -> Option<String> {
    if let Some(early) = above
        .iter()
        .find(|block| block.shape == Shape::ProbeHeading)
    {
        let message = "this heading stands above the line `---`";
        let help = "move `---` and the key points above the first `###`";
        report.error(Code::Said, document.first_line(&early.bytes), message, help);
        return None;
    }
    let end = above.last().map_or(start, |last| last.bytes.end);
    if line.shape != Shape::Rule {
        // The line under the text has made it a heading; that has been reported.
        return None;
    }
    if above.iter().all(Block::is_comment) {
        let message = "nothing is said to the learner";
        let help = "write what the interviewer says between the heading and the line `---`";
        report.error(Code::Said, heading.bytes.clone(), message, help);
        return None;
    }
    Some(document.markdown(start..end))
}

/// The points of a frame whose only block is their list; anything else is reported.
fn only_points(
    frame: &Frame<'_, '_>,
    code: Code,
    missing: (&str, &str),
    report: &mut Report<'_>,
) -> Option<Vec<Point>> {
    let mut seen = frame.answer.iter().filter(|block| !block.is_comment());
    let first = seen.next();
    let Some(list) = first.filter(|block| block.shape == Shape::List { ordered: false }) else {
        frame.fault(report, code, first, missing.0, missing.1);
        return None;
    };
    if let Some(other) = seen.next() {
        let message = "only points belong here";
        let help = "make it a point, move it above `---`, or remove it";
        frame.fault(report, Code::BesidePoints, Some(other), message, help);
    }
    Some(bullets(frame, list, code, report))
}

fn key_points(frame: &Frame<'_, '_>, report: &mut Report<'_>) -> Option<Vec<Point>> {
    let missing = (
        "the key points are missing",
        "write three to five bullets below the line `---`, one to three of them wholly **bold**",
    );
    let points = only_points(frame, Code::KeyPoints, missing, report)?;
    let list = frame.answer.iter().find(|block| block.is_list());
    if !KEY_POINTS.contains(&points.len()) {
        let message = format!(
            "a prompt has three to five key points, this one has {}",
            points.len()
        );
        let help = if points.len() < *KEY_POINTS.start() {
            "add what else a good answer has"
        } else {
            "leave what a good answer has; the rest belongs in the probes"
        };
        frame.fault(report, Code::KeyPoints, list, &message, help);
    }
    essential(frame, &points, Code::KeyPoints, report);
    Some(points)
}

/// Reports points of which none is essential.
fn essential(frame: &Frame<'_, '_>, points: &[Point], code: Code, report: &mut Report<'_>) {
    if !points.iter().any(|point| point.essential) {
        let list = frame.answer.iter().find(|block| block.is_list());
        let help = "make wholly **bold** what an answer fails without";
        frame.fault(report, code, list, "no point is essential", help);
    }
}

/// Divides the blocks below the key points at their `###` headings.
fn parts<'d>(
    document: &Document<'_>,
    blocks: &'d [Block],
    end: usize,
    report: &mut Report<'_>,
) -> Vec<Part<'d>> {
    let heads: Vec<usize> = (0..blocks.len())
        .filter(|&at| blocks[at].shape == Shape::ProbeHeading)
        .collect();
    let mut parts = Vec::with_capacity(heads.len());
    for (index, &at) in heads.iter().enumerate() {
        let next = heads.get(index + 1).copied().unwrap_or(blocks.len());
        let bytes_end = blocks.get(next).map_or(end, |block| block.bytes.start);
        let line = document.first_line(&blocks[at].bytes);
        let split = heading_line::parts(document.text, &line);
        if let Some(inside) = split.attributes {
            let message = "a probe has no attributes";
            let help = "remove them; only the `##` heading of the prompt has an id and a level";
            let span = inside.start - 1..inside.end + 1;
            report.error(Code::Attribute, span, message, help);
        } else {
            heading::unread_attributes(document, &split.text, report);
        }
        let text = document.raw(split.text).to_owned();
        parts.push(Part {
            role: role(&text, &line, report),
            text,
            bytes: blocks[at].bytes.end..bytes_end,
            body: &blocks[at + 1..next],
            heading: line,
        });
    }
    parts
}

/// What a heading begins; a heading that is nearly the name of a last part is reported and treated
/// as that.
fn role(text: &str, line: &Range<usize>, report: &mut Report<'_>) -> Role {
    let role = match nearest(text, [WEAK, STRONG]) {
        None => return Role::Probe,
        Some(WEAK) => Role::Weak,
        Some(_) => Role::Strong,
    };
    let name = if role == Role::Weak { WEAK } else { STRONG };
    if text != name {
        let message = format!("`{text}` is not the name of a last part");
        let help = format!("did you mean `### {name}`?");
        report.error(Code::LastParts, line.clone(), message, help);
    }
    role
}

/// Reports last parts that occur twice, or not at the end in their order.
fn order(parts: &[Part<'_>], report: &mut Report<'_>) {
    for (role, name) in [(Role::Weak, WEAK), (Role::Strong, STRONG)] {
        let same: Vec<_> = parts.iter().filter(|part| part.role == role).collect();
        for second in same.iter().skip(1) {
            let message = format!("`### {name}` occurs twice");
            let lines = (same[0].heading.clone(), second.heading.clone());
            report.twice(Code::LastParts, message, lines, "leave one of them");
        }
    }
    let rank = |part: &Part<'_>| match part.role {
        Role::Probe => 0,
        Role::Weak => 1,
        Role::Strong => 2,
    };
    let late = parts
        .iter()
        .zip(parts.iter().skip(1))
        .find(|(before, after)| rank(before) > rank(after));
    if let Some((_, late)) = late {
        let message = "this is after a last part";
        let help = "the probes come first, then `### A weak answer`, then `### A strong answer`";
        report.error(Code::LastParts, late.heading.clone(), message, help);
    }
}

/// The probes, if there are as many as a prompt must have.
fn probes(
    document: &Document<'_>,
    heading: &Heading,
    parts: &[Part<'_>],
    report: &mut Report<'_>,
) -> Option<[Probe; PROBES]> {
    let found: Vec<&Part<'_>> = parts
        .iter()
        .filter(|part| part.role == Role::Probe)
        .collect();
    if found.len() != PROBES {
        let span = found
            .get(PROBES)
            .map_or(heading.bytes.clone(), |extra| extra.heading.clone());
        let message = format!("a prompt has three probes, this one has {}", found.len());
        let help = "write three `###` questions with their points, each deeper than the one before";
        report.error(Code::Probes, span, message, help);
    }
    let read: Option<Vec<Probe>> = found
        .into_iter()
        .map(|part| probe(document, part, report))
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    read?.try_into().ok()
}

fn probe(document: &Document<'_>, part: &Part<'_>, report: &mut Report<'_>) -> Option<Probe> {
    if part.text.is_empty() {
        let message = "this heading has no text";
        let help = "write the deeper question after `###`";
        report.error(Code::EmptyHeading, part.heading.clone(), message, help);
    }
    let frame = Frame {
        document,
        context: &[],
        answer: part.body,
        heading: part.heading.clone(),
        metadata: None,
        named: false,
    };
    let missing = (
        "the points of this probe are missing",
        "write one to four bullets below it, at least one of them wholly **bold**",
    );
    let points = only_points(&frame, Code::ProbePoints, missing, report)?;
    if !PROBE_POINTS.contains(&points.len()) {
        let message = format!(
            "a probe has one to four points, this one has {}",
            points.len()
        );
        let help = "leave what a good answer has";
        frame.fault(
            report,
            Code::ProbePoints,
            part.body.iter().find(|block| block.is_list()),
            &message,
            help,
        );
    }
    essential(&frame, &points, Code::ProbePoints, report);
    Some(Probe {
        question: part.text.clone(),
        points,
    })
}

/// The text of a last part.
fn ending(
    document: &Document<'_>,
    heading: &Heading,
    parts: &[Part<'_>],
    role: Role,
    report: &mut Report<'_>,
) -> Option<String> {
    let (name, how) = if role == Role::Weak {
        (WEAK, "weak")
    } else {
        (STRONG, "strong")
    };
    let part = parts.iter().find(|part| part.role == role);
    let text = part
        .filter(|part| !part.body.iter().all(Block::is_comment))
        .map(|part| document.markdown(part.bytes.clone()));
    if text.is_none() {
        let message = format!("this prompt does not say how a {how} answer sounds");
        let help = format!("say it in a sentence or two below `### {name}`, after the probes");
        let span = part.map_or(heading.bytes.clone(), |part| part.heading.clone());
        report.error(Code::LastParts, span, message, help);
    }
    text
}
