//! `nodequiz roadmap`.

use crate::deck::Level;
use crate::deck::roadmap::{Ladder, Resource};
use crate::progress::{LadderView, LevelRow, LevelState, ProjectRow, TopicRow, TopicSuggestion};
use crate::terminal::{Line, Span, Style, Tone, text};
use crate::wording::{bar, count, day, percent, percent_reached};

use super::drawing::{Lines, bold, in_columns, padded};
use super::projects::{project_line, tally};

/// Columns of a label.
const LABEL: usize = 10;

/// Columns of a level's sign and name.
const NAME: usize = 15;

/// Columns beside a level's bar.
const BESIDE: usize = 41;

/// How many of the topics that hold a level back are listed.
const NAMED: usize = 4;

/// What is shown on the roadmap.
#[derive(Clone, Copy, Debug)]
pub struct Roadmap<'a> {
    /// The ladder.
    pub view: &'a LadderView,
    /// What helps most towards the next level, best first.
    pub steps: &'a [TopicSuggestion],
    /// The project to work on next.
    pub project: Option<&'a ProjectRow>,
    pub projects: &'a [ProjectRow],
}

/// The four levels, and what comes next.
pub fn roadmap(roadmap: &Roadmap<'_>, width: usize) -> Vec<Line> {
    let view = roadmap.view;
    let mut lines = Lines::labelled_by(LABEL, width);
    lines.text(headline(view));
    lines.blank();
    for row in view.levels.iter().filter(|row| row.cards > 0) {
        level_row(&mut lines, row, width);
    }
    lines.blank();
    recall(&mut lines, &view.levels, view);
    if let Some(level) = view.next_level.filter(|_| !view.filtered) {
        lines.blank();
        next(&mut lines, roadmap, view.level(level), width);
    } else if view.filtered {
        lines.blank();
        for row in view.levels.iter().filter(|row| row.cards > 0) {
            lines.push(bold(row.title));
            lines.extend(topics(&row.topics, width));
        }
    }
    lines.blank();
    lines.dim(rule(view));
    lines.all
}

/// One whole level: its requirements, its topics, its projects, and what is worth reading.
pub fn roadmap_level(
    roadmap: &Roadmap<'_>,
    level: Level,
    resources: &[&Resource],
    width: usize,
) -> Vec<Line> {
    let view = roadmap.view;
    let row = view.level(level);
    let rung = Ladder::builtin().rung(level);
    let mut lines = Lines::labelled_by(LABEL, width);
    level_row(&mut lines, row, width);
    lines.blank();
    lines.labelled("Goal", row.goal);
    if let Some(boundary) = row.boundary {
        lines.labelled("Beyond", boundary);
    }
    for (number, practice) in rung.practice.iter().enumerate() {
        let label = if number == 0 { "Practice" } else { "" };
        lines.labelled(label, practice.as_str());
    }
    recall(&mut lines, std::slice::from_ref(row), view);
    if !row.met_now {
        lines.labelled("Missing", missing(row));
    }
    lines.blank();
    lines.push(bold("Topics"));
    lines.extend(topics(&row.topics, width));
    lines.blank();
    lines.push(bold("Projects"));
    let of_level = roadmap.projects.iter().filter(|one| one.level == level);
    for project in of_level {
        project_line(&mut lines, project, width);
    }
    if !resources.is_empty() {
        lines.blank();
        lines.push(bold("Worth reading"));
    }
    for resource in resources {
        lines.indented(resource.title.as_str(), 2);
        lines.indented(Line::styled(&resource.why, Tone::Dim), 4);
        lines.indented(
            Line::from_iter([Span::address(&resource.address, Tone::Accent)]),
            4,
        );
    }
    lines.blank();
    lines.dim(rule(view));
    lines.all
}

fn headline(view: &LadderView) -> Line {
    let highest = view
        .levels
        .iter()
        .take_while(|row| row.state == LevelState::Reached)
        .last();
    let mut line = Line::new();
    let strong = Style::of(Tone::Accent).bold();
    if view.filtered {
        line.push("The cards you chose", strong);
    } else if let Some(level) = view.next_level {
        let row = view.level(level);
        if let Some(highest) = highest {
            line.push(format!("{} reached", highest.title), strong);
            line.push(" · ", Tone::Dim);
        }
        line.push(
            format!("{} of the way to {}", percent_reached(row.way), row.title),
            strong,
        );
    } else if let Some(highest) = highest {
        line.push(
            format!("{} reached, the top of the ladder", highest.title),
            strong,
        );
    }
    line.push(format!(" · {}", day(view.day)), Tone::Dim);
    line
}

/// A level in one line, or in two on a narrow screen.
fn level_row(lines: &mut Lines, row: &LevelRow, width: usize) {
    let mut stable = format!("stable {} of {}", row.stable, row.cards);
    if let Some(since) = row.reached {
        stable.push_str(&format!(", reached {}", since.on));
    }
    let wide = width >= 72;
    let room = width.saturating_sub(NAME + 6 + if wide { BESIDE } else { 0 });
    let sign = match row.state {
        LevelState::Reached => Line::styled("✓ ", Tone::Good),
        LevelState::Next => Line::styled("● ", Tone::Accent),
        LevelState::Ahead => Line::styled("○ ", Tone::Dim),
    };
    let mut line = sign.with(padded(row.title, NAME - 2), Style::PLAIN.bold());
    line.push(bar(row.share, room.clamp(4, 40)), Tone::Accent);
    line.push(format!("{:>6}", percent_reached(row.share)), Tone::Plain);
    if wide {
        lines.push(line.with(format!("  {stable}"), Tone::Dim));
    } else {
        lines.push(line);
        lines.indented(Line::styled(stable, Tone::Dim), 2);
    }
}

/// How well the answered cards are remembered now, independent of the levels reached.
fn recall(lines: &mut Lines, rows: &[LevelRow], view: &LadderView) {
    let sum = |part: fn(&LevelRow) -> usize| rows.iter().map(part).sum::<usize>();
    let answered = sum(|row| row.answered);
    if answered == 0 {
        return lines.labelled("Now", "no card answered yet");
    }
    let (fresh, fading) = (sum(|row| row.fresh), sum(|row| row.fading));
    let rule = view.rule;
    let from = percent(f64::from(rule.fresh_from));
    let below = percent(f64::from(rule.fading_below.min(rule.fresh_from)));
    let mut line = Line::from(format!("fresh {fresh}"));
    line.push(format!(" (recall {from} or more)"), Tone::Dim);
    line.push(format!(" · fading {fading}"), Tone::Plain);
    line.push(format!(" (below {below})"), Tone::Dim);
    line.push(format!(" · answered {answered}"), Tone::Plain);
    lines.labelled("Now", line);
}

/// What the next level requires, what is missing, and what helps most.
fn next(lines: &mut Lines, roadmap: &Roadmap<'_>, row: &LevelRow, width: usize) {
    lines.push(bold(format!("To reach {}", row.title)));
    let below = (row.level as usize).checked_sub(1);
    let step = below.and_then(|below| roadmap.view.levels[below].boundary);
    if let Some(step) = step {
        lines.labelled("Step", step);
    }
    lines.labelled("Goal", row.goal);
    lines.labelled("Missing", missing(row));
    let of_level = roadmap.projects.iter().filter(|one| one.level == row.level);
    let projects = format!("{}; they do not count for the level", tally(of_level));
    lines.labelled("Projects", projects);
    let steps = roadmap.steps.iter().take(1).map(|step| {
        let command = format!("nodequiz study --topic {}", step.topic);
        let gain = format!(
            "{} more, about {} min",
            count(step.cards, "card", "cards"),
            step.minutes
        );
        (command, gain)
    });
    let project = roadmap.project.map(|project| {
        let prepared = format!("prepared {} of {}", project.prepared, project.cards.len());
        (format!("nodequiz projects {}", project.id), prepared)
    });
    for (number, (command, gain)) in steps.chain(project).enumerate() {
        let label = if number == 0 { "Next" } else { "" };
        lines.labelled(
            label,
            Line::styled(command, Tone::Accent).with(format!("  {gain}"), Tone::Dim),
        );
    }
    lines.blank();
    lines.extend(topics(&row.topics, width));
}

/// What a level still lacks.
fn missing(row: &LevelRow) -> Line {
    let mut line = Line::from(match row.missing {
        0 => "nothing: its rule is met".to_owned(),
        missing => format!("{} to become stable", count(missing, "card", "cards")),
    });
    let mut held: Vec<&TopicRow> = row.topics.iter().filter(|topic| !topic.enough).collect();
    held.sort_by(|a, b| a.share.total_cmp(&b.share));
    for (number, topic) in held.iter().take(NAMED).enumerate() {
        let lead = if number == 0 { ": " } else { " · " };
        line.push(
            format!("{lead}{} {}", topic.topic, percent_reached(topic.share)),
            Tone::Plain,
        );
        if number == 0 {
            line.push(" (60 needed)", Tone::Dim);
        }
    }
    if held.len() > NAMED {
        let more = count(held.len() - NAMED, "more topic", "more topics");
        line.push(format!(" · {more} below 60 %"), Tone::Plain);
    }
    if held.is_empty() && row.missing > 0 {
        line.push(
            format!(" ({}, 80 needed)", percent_reached(row.share)),
            Tone::Dim,
        );
    }
    line
}

/// Topics with their bars, side by side.
fn topics(rows: &[TopicRow], width: usize) -> Vec<Line> {
    let widest = rows.iter().map(|row| text::width(&row.topic)).max();
    let name = widest.unwrap_or(0).min(width.saturating_sub(22).max(8));
    let cells: Vec<Line> = rows
        .iter()
        .map(|row| {
            let mut cell = match (row.alone, row.enough) {
                (true, true) => Line::styled("✓ ", Tone::Good),
                (true, false) => Line::styled("○ ", Tone::Plain),
                (false, _) => Line::styled("· ", Tone::Dim),
            };
            cell.push(padded(&row.topic, name + 1), Tone::Plain);
            cell.push(bar(row.share, 8), Tone::Accent);
            cell.push(format!("{:>6}", percent_reached(row.share)), Tone::Plain);
            let of = format!("{}/{}", row.stable, row.cards);
            cell.push(format!("{of:>6}"), Tone::Dim);
            cell
        })
        .collect();
    in_columns(&cells, 3, width)
}

fn rule(view: &LadderView) -> String {
    let rule = view.rule;
    format!(
        "Reached, once and for good: {} of a level's cards and {} of each of its topics are stable, \
         topics of one or two cards aside. Stable: a stability of {} days or more, and the last unaided answer was \
         right.",
        percent(rule.of_level),
        percent(rule.of_topic),
        rule.stability_days
    )
}
