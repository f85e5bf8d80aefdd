//! What a day asks for, `nodequiz due`, and how it went at the end of a session.

use crate::memory::StudyDay;
use crate::progress::{DayPlan, DueNow, GoalNow, GoalPhase, MissedCards, OutlookLine, Streak};
use crate::session::Summary;
use crate::terminal::wrap::{truncate, wrap};
use crate::terminal::{Line, Tone};
use crate::wording::{
    asked_short, count, day, day_and_month, day_sentence, doubts, goal_line, goal_short, known_of,
    minutes, outlook_words, percent, sparkline, tomorrow,
};

use super::decks::FaultyFile;
use super::drawing::{Lines, bold, heading, push_markdown};
use super::goal::advice;

/// One line for prompts and status bars; empty when nothing is to be done.
pub fn due_short(now: &DueNow, faulty: &[FaultyFile]) -> String {
    let asked = asked_short(&now.plan);
    let goal = now.goal.as_ref().map(goal_short).unwrap_or_default();
    let mut parts = Vec::new();
    if !asked.is_empty() {
        parts.extend([asked, goal]);
    }
    parts.extend(faulty.iter().map(|file| file.cost.clone()));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// What there is to do today; a card takes at most `row_width` columns.
pub fn due(now: &DueNow, width: usize, row_width: usize) -> Vec<Line> {
    let plan = &now.plan;
    if let Some(until) = plan.paused_until {
        let waiting = count(plan.due, "card waits", "cards wait");
        let remark = format!("{waiting} then; `nodequiz pause off` ends the pause.");
        return vec![
            bold(format!(
                "Paused until {}: nothing is due before.",
                day(until)
            )),
            Line::styled(remark, Tone::Dim),
        ];
    }
    let headline = if plan.queue.cards > 0 {
        day_sentence(plan)
    } else if plan.day_off {
        format!("Today is a day off. Tomorrow: {}.", tomorrow(plan))
    } else if plan.by_goal {
        enough(now)
    } else if plan.due > 0 {
        used_up(plan)
    } else {
        format!("Nothing is due now; tomorrow: {}.", tomorrow(plan))
    };
    let mut lines = Lines::new(width);
    lines.push(bold(headline));
    lines.extend(backlog(plan).map(Line::from));
    if plan.day_off {
        lines.dim(format!(
            "The setting study_days lacks {}. To study anyway: nodequiz study",
            now.day.date().format("%A")
        ));
    }
    if let Some(goal) = &now.goal {
        goal_lines(&mut lines, goal);
    }
    if !now.next.is_empty() {
        lines.blank();
    }
    for card in &now.next {
        let recall = card
            .recall
            .map_or_else(|| "new".to_owned(), |recall| percent(f64::from(recall)));
        let mut line = Line::styled(format!("{recall:>5}  "), Tone::Dim)
            .with(&card.id, Tone::Accent)
            .with("  ", Tone::Plain);
        push_markdown(&mut line, &card.question);
        lines.push(truncate(&line, row_width));
    }
    let more = plan.queue.cards.saturating_sub(now.next.len());
    if more > 0 {
        lines.push(Line::styled(format!("       and {more} more"), Tone::Dim));
    }
    lines.all
}

/// "Today's minutes are used up; 240 due cards wait. Tomorrow: 60 due, about 20 min."
fn used_up(plan: &DayPlan) -> String {
    let waiting = count(plan.due, "due card waits", "due cards wait");
    format!(
        "Today's minutes are used up; {waiting}. Tomorrow: {}.",
        tomorrow(plan)
    )
}

/// Why a goal has nothing left for today, and what it has for tomorrow.
fn enough(now: &DueNow) -> String {
    let why = match now.goal.as_ref().map(|goal| goal.phase) {
        Some(GoalPhase::LastDay | GoalPhase::Today) => return "Today's cards are done.".to_owned(),
        _ if now.plan.minutes_left == 0 => "Today's minutes are used up.",
        _ => "Nothing more would help noticeably today.",
    };
    format!("{why} Tomorrow: {}.", tomorrow(&now.plan))
}

/// How far away the goal is, and what waits until it has passed.
fn goal_lines(lines: &mut Lines, goal: &GoalNow) {
    lines.text(goal_line(goal));
    if goal.plans() && goal.waiting_outside > 0 {
        let waiting = count(goal.waiting_outside, "card is", "cards are");
        lines.dim(format!(
            "{waiting} due outside the goal's scope, and will wait until it is over."
        ));
    }
}

/// How long it takes until no due card waits any more, if that is later than tomorrow.
fn backlog(plan: &DayPlan) -> Option<String> {
    if plan.held_back == 0 || plan.by_goal || plan.tomorrow_new.is_some() {
        return None;
    }
    match plan.clears_in_days {
        Some(..=2) => None,
        Some(days) => Some(format!(
            "More is due than a day holds; at this pace everything is caught up in {days} days."
        )),
        None => Some(
            "More is due than a day holds, and the backlog keeps growing. More minutes a day help: nodequiz config set minutes_per_day 30"
                .to_owned(),
        ),
    }
}

/// The report where not even a card that is not due can be asked. `chosen_by`: as below.
pub fn nothing_ahead(chosen_by: &str, width: usize) -> Vec<Line> {
    let chosen = if chosen_by.is_empty() {
        ""
    } else {
        " among those you chose"
    };
    let words = format!(
        "No card is left to ask{chosen}. Cards that are suspended, buried until tomorrow or asked today already are left out."
    );
    wrap(&Line::from(words), width, 0)
}

/// The report where there is nothing to ask. `chosen_by`: what was typed after `study` to choose the cards, with
/// a space before each word.
pub fn nothing_to_study(now: &DueNow, chosen_by: &str) -> Vec<Line> {
    let all_cards = chosen_by.is_empty();
    let study = format!("nodequiz study{chosen_by}");
    let mut lines = Vec::new();
    let chosen = if all_cards {
        ""
    } else {
        " among the cards you chose"
    };
    if let Some(goal) = now.goal.as_ref().filter(|goal| goal.plans() && all_cards) {
        lines.push(Line::from(enough(now)));
        let advice = advice(goal.phase);
        if advice.is_empty() {
            lines.push(Line::from(goal_line(goal)));
            lines.push(Line::styled(
                format!("More today: {study} --minutes 40"),
                Tone::Dim,
            ));
        }
        lines.extend(advice);
        return lines;
    }
    let plan = &now.plan;
    if plan.minutes_left == 0 {
        lines.push(Line::from(match plan.due {
            0 => "Today's minutes are used up; that is enough for one day.".to_owned(),
            _ => used_up(plan),
        }));
        lines.push(Line::styled(
            format!("More today: {study} --minutes 40"),
            Tone::Dim,
        ));
    } else {
        lines.push(Line::from(format!(
            "Nothing is due{chosen}, and today's new cards have been met."
        )));
        lines.push(Line::from(format!("Tomorrow: {}.", tomorrow(plan))));
        if plan.unmet > 0 {
            lines.push(Line::styled(
                format!("More new cards today: {study} --new 5"),
                Tone::Dim,
            ));
        }
        lines.push(Line::styled(
            format!("Ahead of time: {study} --ahead"),
            Tone::Dim,
        ));
    }
    lines
}

/// Today in two lines, above the menu.
pub fn today_header(now: &DueNow, width: usize) -> Vec<Line> {
    let mut lines: Vec<Line> =
        vec![heading("nodequiz").with(format!("   {}", day(now.day)), Tone::Dim)];
    let all = due(
        &DueNow {
            next: Vec::new(),
            ..now.clone()
        },
        width,
        width,
    );
    lines.extend(
        all.into_iter()
            .filter(|line| !line.plain().starts_with("       and")),
    );
    lines
}

/// What else is shown at the end of a session.
#[derive(Clone, Debug)]
pub struct SessionEnd {
    /// What today still asks for.
    pub now: DueNow,
    /// Days in a row; none if streaks are switched off.
    pub streak: Option<Streak>,
    /// The result of what was missed on the previous study day.
    pub missed: Option<MissedCards>,
    /// Answers on each of the last seven days, today last.
    pub week: [u32; 7],
    /// The study day on which all cards will have been seen at this pace.
    pub all_met: Option<StudyDay>,
    /// Whether the queue was empty at the end.
    pub finished: bool,
    /// Whether it is read line by line: then nothing is drawn.
    pub in_words: bool,
    /// What to expect of the goal's date.
    pub outlook: Option<OutlookLine>,
}

/// The figures of a session, for people.
pub fn summary(summary: &Summary<'_>, end: &SessionEnd, width: usize) -> Vec<Line> {
    let plan = &end.now.plan;
    let is_done = end.finished && plan.queue.cards <= summary.tomorrow;
    let title = match (is_done, end.finished) {
        (true, _) => "Done for today",
        // What was asked for is done; the day has more.
        (false, true) => "Done",
        (false, false) => "Saved",
    };
    let weekday = end.now.day.date().format("%A");
    let date = day_and_month(end.now.day);
    let mut head = heading(format!(" {title}"));
    head.push(format!("   {weekday} {date}"), Tone::Dim);
    if let Some(streak) = end.streak.as_ref().filter(|streak| streak.current > 1) {
        head.push(format!(" · {} days in a row", streak.current), Tone::Dim);
    }
    let mut lines = Lines::labelled_by(15, width);
    lines.hanging(head, 1);
    lines.blank();
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
    lines.row(" answered", &answered);
    lines.row(" cards", cards_and_repeats(summary));
    if let Some(doubts) = doubts(&summary.doubts) {
        lines.row(" noticed", &doubts);
    }
    if let Some(missed) = &end.missed {
        lines.row(" learned", learned(missed));
    }
    if !summary.hard.is_empty() {
        let names: Vec<&str> = summary.hard.iter().map(|card| card.id.as_str()).collect();
        lines.row(" hard today", names.join(", "));
    }
    if summary.tomorrow > 0 {
        let words = format!(
            "{} for a later session: too few others are left to ask before",
            count(summary.tomorrow, "failed card waits", "failed cards wait")
        );
        lines.row(" repeats", &words);
    }
    if let Some(left) = left(plan, is_done) {
        lines.row(" left today", &left);
    }
    let under_goal = end.now.goal.as_ref().filter(|_| plan.by_goal);
    lines.row(" tomorrow", tomorrow(plan));
    lines.row(" last 7 days", answers_of(&end.week, end.in_words));
    if let Some(backlog) = backlog(plan) {
        lines.row(" backlog", &backlog);
    }
    if let Some(met) = end.all_met {
        lines.row(" new until", format!("about {}", day(met)));
    }
    if let Some(goal) = under_goal {
        lines.row(" known", known_of(goal));
    }
    if let Some(outlook) = &end.outlook {
        lines.row(
            &format!(" {}", day_and_month(outlook.date)),
            outlook_words(outlook),
        );
    }
    if let Some(goal) = under_goal.filter(|_| end.finished) {
        let advice = advice(goal.phase);
        if !advice.is_empty() {
            lines.blank();
        }
        for line in advice {
            lines.indented(line, 1);
        }
    }
    lines.all
}

/// "3 new, 12 reviews", and answers to cards that had been answered on the day before: "0 new, 0 reviews, 4 repeats".
fn cards_and_repeats(summary: &Summary<'_>) -> String {
    let reviews = count(summary.reviews, "review", "reviews");
    let mut words = format!("{} new, {reviews}", summary.new);
    if summary.repeats > 0 {
        let repeats = count(summary.repeats, "repeat", "repeats");
        words.push_str(&format!(", {repeats}"));
    }
    words
}

/// The answers of each of the last days, drawn or as numbers.
fn answers_of(week: &[u32], in_words: bool) -> String {
    if in_words {
        let days: Vec<String> = week.iter().map(u32::to_string).collect();
        return format!("{} answers, today last", days.join(", "));
    }
    let days: Vec<f64> = week.iter().copied().map(f64::from).collect();
    sparkline(&days)
}

/// What today still asks for, or what waits because its minutes are used up.
fn left(plan: &DayPlan, is_done: bool) -> Option<String> {
    if plan.queue.cards > 0 && !is_done {
        return Some(format!(
            "{}: continue with nodequiz study",
            asked_short(plan)
        ));
    }
    if plan.minutes_left > 0 || plan.day_off {
        return None;
    }
    let waiting = match plan.held_back {
        0 => "nothing".to_owned(),
        _ if plan.by_goal => "nothing".to_owned(),
        waiting => count(waiting, "due card waits", "due cards wait"),
    };
    Some(format!(
        "{waiting}: today's minutes are used up (more: study --minutes)"
    ))
}

/// "5 of 7 misses of 19 November now known, 1 not asked yet".
fn learned(missed: &MissedCards) -> String {
    let mut words = format!(
        "{} of {} of {} now known",
        missed.known,
        count(missed.missed, "miss", "misses"),
        day_and_month(missed.day)
    );
    if missed.unasked > 0 {
        words.push_str(&format!(", {} not asked yet", missed.unasked));
    }
    words
}
