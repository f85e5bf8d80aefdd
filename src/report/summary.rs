//! What is said at the end of a session.

use chrono::Datelike as _;

use crate::memory::StudyDay;
use crate::progress::{GoalNow, Load, Misses, OutlookLine, Streak};
use crate::session::Summary;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use super::goal::last_words;
use crate::wording::figures::{count, load, minutes, percent, sparkline};
use crate::wording::outlook_words;

/// What else is known at the end of a session.
#[derive(Clone, Debug)]
pub struct Evening {
    /// The study day.
    pub day: StudyDay,
    /// Days in a row; nothing where streaks are switched off.
    pub streak: Option<Streak>,
    /// What became of what was missed on the study day before.
    pub misses: Option<Misses>,
    /// What comes due tomorrow.
    pub tomorrow: Load,
    /// Cards that are still due today.
    pub still_due: usize,
    /// Cards that the day's minutes had no room for.
    pub left: usize,
    /// Answers on each of the last seven days, today last.
    pub week: [u32; 7],
    /// The study day on which all cards will have been met at this pace.
    pub all_met: Option<StudyDay>,
    /// What is said when more is due than a day can hold.
    pub backlog: Option<String>,
    /// Whether the queue was empty at the end.
    pub finished: bool,
    /// What is to be expected of the goal's date.
    pub outlook: Option<OutlookLine>,
    /// The goal, if there is one.
    pub goal: Option<GoalNow>,
}

/// The figures of a session, for people.
#[must_use]
pub fn summary(summary: &Summary<'_>, evening: &Evening, width: usize) -> Vec<Line> {
    let label = 14;
    let row = |name: &str, value: &str| {
        let line = Line::styled(format!(" {name:<label$}"), Tone::Dim).with(value, Tone::Plain);
        wrap(&line, width, label + 1)
    };
    let title = if evening.finished && evening.still_due == 0 {
        "Done for today"
    } else {
        "Saved"
    };
    let date = format!("{}", evening.day.date().format("%A "));
    let mut head = Line::styled(format!(" {title}"), Style::of(Tone::Accent).bold());
    head.push(
        format!(
            "   {date}{} {}",
            evening.day.date().day(),
            evening.day.date().format("%B")
        ),
        Tone::Dim,
    );
    if let Some(streak) = evening.streak.as_ref().filter(|streak| streak.current > 1) {
        head.push(format!(" · {} days in a row", streak.current), Tone::Dim);
    }
    let mut lines = wrap(&head, width, 1);
    lines.push(Line::new());
    let mut answered = format!(
        "{} in {}",
        count(summary.answers, "answer", "answers"),
        minutes(summary.ms as f64 / 1000.0)
    );
    if summary.first_tries > 0 {
        let share = summary.right_at_first as f64 / summary.first_tries as f64;
        answered.push_str(&format!(
            " · {} of {} right at first, {}",
            summary.right_at_first,
            summary.first_tries,
            percent(share)
        ));
    }
    lines.extend(row("answered", &answered));
    lines.extend(row(
        "cards",
        &format!(
            "{} new, {}",
            summary.new,
            count(summary.reviews, "review", "reviews")
        ),
    ));
    if let Some(misses) = &evening.misses {
        lines.extend(row("learned", &learned(misses)));
    }
    if !summary.hard.is_empty() {
        let names: Vec<&str> = summary.hard.iter().map(|card| card.id.as_str()).collect();
        lines.extend(row("hard today", &names.join(", ")));
    }
    if evening.left > 0 {
        lines.extend(row(
            "left",
            &format!(
                "{} for tomorrow: today's minutes are used up (more: study --minutes)",
                count(evening.left, "card", "cards")
            ),
        ));
    } else if evening.still_due > 0 {
        lines.extend(row(
            "still due",
            &format!(
                "{}: nodequiz study goes on with them",
                count(evening.still_due, "card", "cards")
            ),
        ));
    }
    let under_goal = evening.goal.as_ref().filter(|goal| goal.plans());
    if under_goal.is_none() {
        lines.extend(row("tomorrow", &load(evening.tomorrow)));
    }
    let week: Vec<f64> = evening.week.iter().copied().map(f64::from).collect();
    lines.extend(row("last 7 days", &sparkline(&week)));
    if let Some(backlog) = &evening.backlog {
        lines.extend(row("backlog", backlog));
    }
    if let Some(day) = evening.all_met {
        lines.extend(row(
            "all cards met",
            &format!("about {}", crate::wording::figures::day(day)),
        ));
    }
    if let Some(outlook) = &evening.outlook {
        lines.extend(outlook_row(outlook, &row));
    }
    if let Some(goal) = under_goal.filter(|_| evening.finished) {
        lines.extend(farewell(goal, width));
    }
    lines
}

/// What is said at the end of the last days before a goal's date.
fn farewell(goal: &GoalNow, width: usize) -> Vec<Line> {
    let words = match goal.phase {
        "last-day" => last_words(),
        "today" => vec![Line::styled("Stop now. Good luck!", Style::PLAIN.bold())],
        _ => return Vec::new(),
    };
    let mut lines = vec![Line::new()];
    for line in words {
        let mut indented = Line::from(" ");
        indented.append(&line);
        lines.extend(wrap(&indented, width, 1));
    }
    lines
}

/// When a goal's date is, and what is to be expected of it.
fn outlook_row(outlook: &OutlookLine, row: &impl Fn(&str, &str) -> Vec<Line>) -> Vec<Line> {
    let date = outlook.date.date();
    let label = format!("{} {}", date.day(), date.format("%B"));
    row(&label, &outlook_words(outlook))
}

/// "5 of 7 misses of 19 November now known, 1 not asked yet".
fn learned(misses: &Misses) -> String {
    let date = misses.day.date();
    let mut words = format!(
        "{} of {} of {} {} now known",
        misses.known,
        count(misses.missed, "miss", "misses"),
        date.day(),
        date.format("%B")
    );
    if misses.unasked > 0 {
        words.push_str(&format!(", {} not asked yet", misses.unasked));
    }
    words
}
