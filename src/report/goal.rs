//! `nodequiz goal`.

use crate::progress::{GoalNow, GoalPhase, Outlook};
use crate::terminal::wrap::truncate;
use crate::terminal::{Line, Tone, text};
use crate::wording::{
    bar, count, day, day_and_month, known_before, known_of, known_unmet, percent,
};

use super::drawing::{Lines, bold, curve, heading};

/// Columns of a label.
const LABEL: usize = 13;

/// The most topics that are listed.
const WEAKEST: usize = 5;

/// Advice for the last day of study, and for the date itself, once its cards are answered; none for other days.
pub(crate) fn advice(phase: GoalPhase) -> Vec<Line> {
    match phase {
        GoalPhase::LastDay => vec![
            Line::from("One short interview: nodequiz interview --minutes 15"),
            bold("Then stop now. A night's sleep brings more than one more card."),
        ],
        GoalPhase::Today => vec![bold("Stop now. Good luck!")],
        _ => Vec::new(),
    }
}

/// The report without a goal.
pub fn no_goal() -> Vec<Line> {
    vec![
        Line::from("No goal: the long-term schedule plans your days."),
        Line::styled(
            "Before an interview: nodequiz goal set DATE --minutes 20",
            Tone::Dim,
        ),
    ]
}

/// A goal on one page.
pub fn goal(now: &GoalNow, outlook: Option<&Outlook>, width: usize) -> Vec<Line> {
    let mut lines = Lines::labelled_by(LABEL, width);
    head(&mut lines, now);
    if now.phase == GoalPhase::Passed {
        lines.text("The day has passed. The long-term schedule was kept all along and plans your days again.");
        lines.dim("Take the goal away: nodequiz goal clear. Another one: nodequiz goal set DATE");
        return lines.all;
    }
    scope(&mut lines, now);
    let bar_width = width.saturating_sub(LABEL + 20).clamp(4, 40);
    let share = |known: f32| f64::from(known) / now.cards.max(1) as f64;
    lines.barred("Known", share(now.known), bar_width, &known_of(now));
    if let Some(outlook) = outlook {
        if let Some(words) = known_unmet(now, outlook) {
            lines.row("", format!("and {words}"));
        }
        let expected = format!(
            "{:.0} ± {:.0} of {}",
            outlook.expected,
            outlook.give_or_take(),
            now.cards
        );
        lines.barred("On the day", share(outlook.expected), bar_width, &expected);
        lines.row(
            "",
            format!(
                "{:.0} to {:.0} in eight of ten such learners",
                outlook.low, outlook.high
            ),
        );
        if let Some(words) = known_before(outlook) {
            lines.row("", format!("of these {words}"));
        }
        if now.unmet == now.cards {
            lines.row(
                "",
                "narrower once you have answered something: nodequiz place",
            );
        }
        efforts(&mut lines, now, outlook, bar_width);
        days(&mut lines, now, outlook, width);
        topics(&mut lines, outlook, width);
    } else if now.days_left > 0 && now.cards > 0 {
        lines.row(
            "On the day",
            "it is too far away to say; nearer to the day, nodequiz goal does",
        );
    }
    if now.phase == GoalPhase::LastDay {
        lines.blank();
        for line in advice(now.phase) {
            lines.text(line);
        }
    }
    lines.blank();
    lines.dim("Known means recalling the answer to this wording, no more than that.");
    lines.all
}

fn head(lines: &mut Lines, now: &GoalNow) {
    let head = heading(day(now.date));
    let left = match now.phase {
        GoalPhase::Passed => String::new(),
        GoalPhase::Today => "   today".to_owned(),
        _ => format!(
            "   {} left · {} a day",
            count(now.days_left as usize, "day", "days"),
            count(now.minutes as usize, "minute", "minutes")
        ),
    };
    lines.text(head.with(left, Tone::Dim));
    lines.blank();
}

fn scope(lines: &mut Lines, now: &GoalNow) {
    let mut words = count(now.cards, "card", "cards");
    if now.cards == 0 {
        words.push_str("; no deck has any, so nothing is planned for it: see nodequiz goal set");
    }
    if now.unmet > 0 {
        words.push_str(&format!(", {} never met", now.unmet));
    }
    if now.claimed > 0 {
        words.push_str(&format!(", {} claimed and not checked yet", now.claimed));
    }
    let levels: Vec<&str> = now.levels.iter().map(|level| level.name()).collect();
    for names in [
        levels.join(", "),
        now.topics.join(", "),
        now.tags.join(", "),
    ] {
        if !names.is_empty() {
            words.push_str(&format!(" · {names}"));
        }
    }
    lines.row("In scope", &words);
    let heavy: Vec<String> = now
        .weights
        .iter()
        .map(|(topic, times)| format!("{topic} {times} times"))
        .collect();
    if !heavy.is_empty() {
        lines.row("Counts more", heavy.join(", "));
    }
    if now.waiting_outside > 0 {
        lines.row(
            "Waiting",
            format!(
                "{} due outside the scope until the goal is over",
                count(now.waiting_outside, "card", "cards")
            ),
        );
    }
    if let Some(from) = now.plans_from {
        lines.row(
            "Until then",
            format!(
                "the long-term schedule plans your days until {}, then the goal does",
                day(from)
            ),
        );
    }
}

/// What other minutes, and missed days, lead to.
fn efforts(lines: &mut Lines, now: &GoalNow, outlook: &Outlook, bar_width: usize) {
    lines.blank();
    lines.push(Line::styled(
        "On the day, at other minutes a day",
        Tone::Dim,
    ));
    for other in &outlook.by_minutes {
        let share = f64::from(other.expected) / now.cards.max(1) as f64;
        let minutes = if (other.minutes - other.minutes.round()).abs() < 0.05 {
            format!("{:.0}", other.minutes)
        } else {
            format!("{:.1}", other.minutes)
        };
        let words = format!("{:.0}", other.expected);
        lines.barred(&format!("{minutes} min"), share, bar_width, &words);
    }
    let missing = outlook.missing_two_days_a_week;
    let costs = (outlook.expected - missing).max(0.0);
    lines.row(
        "Two days off",
        format!("each week: {missing:.0}, which costs {costs:.0}"),
    );
}

/// The curve of the days until the date.
fn days(lines: &mut Lines, now: &GoalNow, outlook: &Outlook, width: usize) {
    const ROWS: usize = 6;
    if outlook.curve.len() < 3 {
        return;
    }
    let most = now.cards.to_string();
    let margin = text::width(&most) + 2;
    let columns = width.saturating_sub(margin).min(64);
    let values: Vec<f64> = outlook
        .curve
        .iter()
        .map(|point| f64::from(point.known))
        .collect();
    lines.blank();
    lines.push(Line::styled("Known, day by day", Tone::Dim));
    for (index, drawn) in curve(&values, now.cards as f64, columns, ROWS)
        .iter()
        .enumerate()
    {
        let label = match index {
            0 => most.as_str(),
            5 => "0",
            _ => "",
        };
        let label = format!("{label:>0$} ", margin - 1);
        lines.push(Line::styled(label, Tone::Dim).with(drawn.trim_end(), Tone::Accent));
    }
    let date = day_and_month(now.date);
    let gap = columns.saturating_sub("today".len() + text::width(&date));
    let axis = format!("{}today{}{date}", " ".repeat(margin), " ".repeat(gap));
    lines.push(Line::styled(axis, Tone::Dim));
}

fn topics(lines: &mut Lines, outlook: &Outlook, width: usize) {
    if outlook.topics.len() < 2 {
        return;
    }
    lines.blank();
    lines.push(Line::styled("Weakest on the day", Tone::Dim));
    let shown = &outlook.topics[..WEAKEST.min(outlook.topics.len())];
    let widest = shown.iter().map(|topic| text::width(&topic.topic)).max();
    let name_width = widest.unwrap_or(0).min(width.saturating_sub(24)).max(4);
    for topic in shown {
        let share = f64::from(topic.expected) / topic.cards.max(1) as f64;
        let mut line = truncate(&Line::from(topic.topic.as_str()), name_width);
        line.pad(name_width + 2);
        line.push(bar(share, 10), Tone::Accent);
        line.push(
            format!(
                "{:>6}  {:.0} of {}",
                percent(share),
                topic.expected,
                topic.cards
            ),
            Tone::Plain,
        );
        lines.push(truncate(&line, width));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::progress::{KnownOn, OtherMinutes, TopicForecast};

    fn now(phase: GoalPhase) -> GoalNow {
        GoalNow {
            date: "2026-12-15".parse().expect("a day"),
            days_left: 25,
            phase,
            plans_from: None,
            minutes: 20,
            levels: Vec::new(),
            topics: Vec::new(),
            tags: Vec::new(),
            weights: BTreeMap::from([("distributed".to_owned(), 3)]),
            cards: 520,
            known_on: "2026-11-20".parse().expect("a day"),
            known: 213.6,
            claimed: 12,
            unmet: 240,
            waiting_outside: 3,
        }
    }

    fn outlook() -> Outlook {
        let day = |days| {
            "2026-11-20"
                .parse::<crate::memory::StudyDay>()
                .expect("a day")
                .plus(days)
        };
        Outlook {
            expected: 311.2,
            unmet: 38.4,
            unmet_now: 40.4,
            low: 290.0,
            high: 331.0,
            by_minutes: [10.0, 20.0, 30.0, 40.0]
                .map(|minutes| OtherMinutes {
                    minutes,
                    expected: 250.0 + minutes,
                })
                .to_vec(),
            missing_two_days_a_week: 270.0,
            curve: (0..26)
                .map(|days| KnownOn {
                    day: day(days),
                    known: 214.0 + 4.0 * days as f32,
                })
                .collect(),
            topics: ["distributed-and-a-very-long-name", "auth", "v8"]
                .map(|topic| TopicForecast {
                    topic: topic.to_owned(),
                    cards: 30,
                    expected: 14.0,
                })
                .to_vec(),
        }
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        for width in [40, 80, 200] {
            for phase in [
                GoalPhase::Far,
                GoalPhase::Running,
                GoalPhase::LastDay,
                GoalPhase::Today,
                GoalPhase::Passed,
            ] {
                for line in goal(&now(phase), Some(&outlook()), width) {
                    assert!(line.width() <= width, "{width}: {}", line.plain());
                }
            }
        }
    }

    #[test]
    fn it_says_known_and_never_ready() {
        let lines = goal(&now(GoalPhase::Running), Some(&outlook()), 80);
        let page: Vec<String> = lines.iter().map(Line::plain).collect();
        let page = page.join("\n");
        for words in [
            "25 days left · 20 minutes a day",
            "520 cards, 240 never met, 12 claimed and not checked yet",
            "311 ± 20 of 520",
            "290 to 331 in eight of ten",
            "10 min ",
            "40 min ",
            "each week: 270, which costs 41",
            "distributed 3 times",
            "3 cards due outside the scope",
            "Known means recalling the answer to this wording",
        ] {
            assert!(page.contains(words), "{words} is missing:\n{page}");
        }
        assert!(!page.contains("ready"), "{page}");
    }

    #[test]
    fn before_the_first_answers_it_says_how_the_range_gets_narrower() {
        let shown = |now: &GoalNow| {
            let lines = goal(now, Some(&outlook()), 80);
            lines
                .iter()
                .any(|line| line.plain().contains("nodequiz place"))
        };
        let now = now(GoalPhase::Running);
        assert!(!shown(&now));
        let fresh = GoalNow {
            unmet: now.cards,
            ..now
        };
        assert!(shown(&fresh));
    }

    #[test]
    fn a_goal_fits_in_a_line_and_in_a_prompt() {
        assert_eq!(
            crate::wording::goal_line(&now(GoalPhase::Running)),
            "15 December: 25 days left, 214 of 520 known"
        );
        assert_eq!(
            crate::wording::goal_short(&now(GoalPhase::Running)),
            "25 days · 214/520 known"
        );
        assert_eq!(crate::wording::goal_short(&now(GoalPhase::Passed)), "");
        assert!(crate::wording::goal_line(&now(GoalPhase::Passed)).contains("nodequiz goal clear"));
    }
}
