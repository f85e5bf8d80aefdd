//! `nodequiz roadmap`, and what is done besides the cards: `nodequiz projects` and `nodequiz habits`.

use crate::deck::Level;
use crate::deck::roadmap::{Ladder, Resource, Rhythm};
use crate::history::ProjectState;
use crate::memory::StudyDay;
use crate::progress::{
    HabitRow, HabitsView, LadderView, LevelRow, LevelState, ProjectRow, TopicRow, TopicSuggestion,
};
use crate::terminal::wrap::{truncate, wrap};
use crate::terminal::{Line, Span, Style, Tone, text};
use crate::wording::{bar, count, day, day_and_month, percent, percent_reached};

use super::drawing::{Lines, bold, heading, in_columns, padded, push_markdown};

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

/// Columns of a project's sign and id.
const PROJECT: usize = 27;

/// The sign of a state.
fn sign(state: Option<ProjectState>) -> Line {
    match state {
        Some(ProjectState::Done) => Line::styled("✓ ", Tone::Good),
        Some(ProjectState::Doing) => Line::styled("● ", Tone::Accent),
        Some(ProjectState::Planned) => Line::styled("○ ", Tone::Plain),
        Some(ProjectState::Dropped) => Line::styled("– ", Tone::Dim),
        None => Line::styled("· ", Tone::Dim),
    }
}

/// "2 of 7 done, 1 being done".
fn tally<'p>(projects: impl Iterator<Item = &'p ProjectRow>) -> String {
    let (mut all, mut done, mut doing) = (0, 0, 0);
    for project in projects {
        all += 1;
        done += usize::from(project.state == Some(ProjectState::Done));
        doing += usize::from(project.state == Some(ProjectState::Doing));
    }
    let mut words = format!("{done} of {all} done");
    if doing > 0 {
        words.push_str(&format!(", {doing} being done"));
    }
    words
}

/// A project in one line, or in two on a narrow screen.
fn project_line(lines: &mut Lines, project: &ProjectRow, width: usize) {
    let mut line = Line::from("  ");
    line.append(&sign(project.state));
    line.push(padded(project.id, PROJECT - 4), Tone::Accent);
    let prepared = format!("prepared {} of {}", project.prepared, project.cards.len());
    let stands = match (project.state, project.since) {
        (Some(state), Some(since)) => format!("{state} {since}"),
        _ => prepared,
    };
    let room = width.saturating_sub(PROJECT + 2 + 18);
    if room < 16 {
        let below = format!("{} · {stands}", project.title);
        lines.push(truncate(&line, width));
        return lines.indented(Line::styled(below, Tone::Dim), 4);
    }
    line.push(padded(project.title, room.min(34)), Tone::Plain);
    lines.push(line.with(format!("  {stands}"), Tone::Dim));
}

/// All projects, level by level.
pub fn projects(rows: &[ProjectRow], width: usize) -> Vec<Line> {
    let mut lines = Lines::new(width);
    lines.text(heading("Projects").with(format!(" · {}", tally(rows.iter())), Tone::Dim));
    for level in Level::ALL {
        let of_level: Vec<&ProjectRow> = rows.iter().filter(|row| row.level == level).collect();
        if of_level.is_empty() {
            continue;
        }
        lines.blank();
        let title = Ladder::builtin().rung(level).title.as_str();
        lines.push(bold(title));
        for row in of_level {
            project_line(&mut lines, row, width);
        }
    }
    lines.blank();
    let legend = "✓ done  ● doing  ○ planned  – dropped  · no state yet. Prepared: cards worth knowing \
                  before, right at the last unaided try.";
    lines.dim(legend);
    lines.dim("One of them whole: nodequiz projects ID; how far it is: --state doing --note TEXT");
    lines.all
}

/// One whole project.
pub fn project(row: &ProjectRow, width: usize) -> Vec<Line> {
    let mut lines = Lines::labelled_by(LABEL, width);
    lines.text(bold(row.title).with(format!(" · {}", row.level), Tone::Dim));
    let mut state = sign(row.state);
    match (row.state, row.since) {
        (Some(now), Some(since)) => state.push(format!("{now} since {}", day(since)), Tone::Plain),
        _ => state.push("no state yet", Tone::Dim),
    }
    lines.labelled("State", state);
    if let Some(note) = &row.note {
        lines.labelled("Note", note.as_str());
    }
    lines.blank();
    lines.text(row.description);
    lines.blank();
    for (number, proof) in row.proves.iter().enumerate() {
        let label = if number == 0 { "It proves" } else { "" };
        lines.labelled(label, Line::from("that it ").with(proof, Tone::Plain));
    }
    lines.labelled("Topics", row.topics.join(", "));
    lines.blank();
    let prepared = format!(
        "Prepared {} of {}",
        row.prepared,
        count(row.cards.len(), "card", "cards")
    );
    lines.push(bold(prepared));
    let widest = row.cards.iter().map(|card| text::width(&card.id)).max();
    for card in &row.cards {
        let (mut line, stands) = match (card.right, card.answered) {
            (true, _) => (Line::styled("  ✓ ", Tone::Good), "right"),
            (false, true) => (Line::styled("  ✗ ", Tone::Bad), "missed"),
            (false, false) => (Line::styled("  · ", Tone::Dim), "new"),
        };
        let stands = if card.stable { "stable" } else { stands };
        line.push(padded(stands, 8), Tone::Dim);
        line.push(
            padded(&card.id, widest.unwrap_or(0).min(36) + 2),
            Tone::Accent,
        );
        push_markdown(&mut line, &card.question);
        lines.push(truncate(&line, width));
    }
    if row.history.len() > 1 {
        lines.blank();
        lines.push(bold("History"));
        for step in &row.history {
            let mut words = step.day.to_string();
            if let Some(state) = step.state {
                words.push_str(&format!("  {state}"));
            }
            if let Some(note) = step.note.as_ref().filter(|note| !note.is_empty()) {
                words.push_str(&format!("  {note}"));
            }
            lines.hanging(words, 12);
        }
    }
    lines.blank();
    let learn = row.topics.iter().map(|topic| format!(" --topic {topic}"));
    let learn: String = learn.collect();
    let hint = format!("Prepare: nodequiz study{learn}");
    lines.hanging(Line::styled(hint, Tone::Dim), 2);
    lines.all
}

/// Columns before an id: sign and margin.
const SIGN: usize = 4;

/// All habits that are wanted, or all of them.
pub fn habits(view: &HabitsView, everything: bool, width: usize) -> Vec<Line> {
    let shown: Vec<&HabitRow> = view
        .habits
        .iter()
        .filter(|row| everything || row.wanted)
        .collect();
    let mut lines = Lines::new(width);
    lines.text(heading("Habits").with(format!(" · {}", day(view.day)), Tone::Dim));
    // Someone who keeps habits knows what they are for.
    let explain = everything || view.habits.iter().all(|row| row.last.is_none());
    let parts = [
        (Rhythm::Week, "This week", view.week),
        (Rhythm::Quarter, "This quarter", view.quarter),
    ];
    for (every, title, period) in parts {
        let rows: Vec<&HabitRow> = shown
            .iter()
            .filter(|row| row.every == every)
            .copied()
            .collect();
        if rows.is_empty() {
            continue;
        }
        lines.blank();
        let done = rows.iter().filter(|row| !row.due && row.wanted).count();
        let wanted = rows.iter().filter(|row| row.wanted).count();
        let until = day_and_month(period.last);
        let kept = format!(" · {done} of {wanted} done · until {until}");
        lines.text(bold(title).with(kept, Tone::Dim));
        for row in rows {
            habit(&mut lines, row, view.day, explain);
        }
    }
    let hidden = view.habits.iter().filter(|row| !row.wanted).count();
    lines.blank();
    if hidden > 0 && !everything {
        lines.dim(format!(
            "{} not wanted: nodequiz habits --all",
            count(hidden, "habit is", "habits are")
        ));
    }
    lines.dim("Kept one? nodequiz habits done ID. Not for you? nodequiz habits drop ID");
    lines.all
}

/// A habit: what it is, whether it is due, when it was last done, and how regularly.
fn habit(lines: &mut Lines, row: &HabitRow, today: StudyDay, explain: bool) {
    let (mut line, state) = match (row.wanted, row.due) {
        (false, _) => (Line::styled("  – ", Tone::Dim), "not wanted"),
        (true, true) => (Line::styled("  ○ ", Tone::Accent), "due"),
        (true, false) => (Line::styled("  ✓ ", Tone::Good), "done"),
    };
    line.push(padded(row.id, 20), Tone::Accent);
    line.push(row.title, Tone::Plain);
    lines.hanging(line, SIGN);
    let mut below = Line::from(state);
    if let Some(last) = row.last {
        let ago = match today.days_since(last) {
            days if days <= 0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        };
        below.push(format!(" · last {last}, {ago}"), Tone::Dim);
        let signs: String = row
            .periods
            .iter()
            .map(|kept| if *kept { '✓' } else { '·' })
            .collect();
        let every = match row.every {
            Rhythm::Week => "weeks",
            Rhythm::Quarter => "quarters",
        };
        below.push(format!(" · {every} {signs}"), Tone::Dim);
    } else {
        below.push(" · never kept", Tone::Dim);
    }
    lines.indented(below, SIGN);
    let note = row.kept.last().and_then(|kept| kept.note.as_ref());
    if let Some(note) = note {
        let line = Line::styled(format!("“{note}”"), Tone::Dim);
        lines.indented(line, SIGN);
    }
    if explain {
        lines.indented(Line::styled(row.why, Tone::Dim), SIGN);
    }
}

/// What is due this week, in one line for the start; none if nothing is.
pub fn habits_line(due: &[&str], width: usize) -> Vec<Line> {
    if due.is_empty() {
        return Vec::new();
    }
    let names = due.join(", ");
    let whole = format!("Habits due: {names}.");
    let words = if text::width(&whole) <= width {
        whole
    } else {
        let due = count(due.len(), "habit is due", "habits are due");
        format!("{due}: nodequiz habits")
    };
    wrap(&Line::styled(words, Tone::Dim), width, 0)
}
