//! The summary at the end of a session.

use crate::memory::StudyDay;
use crate::progress::{DayPlan, DueNow, MissedCards, OutlookLine, Streak};
use crate::session::Summary;
use crate::terminal::{Line, Tone};
use crate::wording::{
    asked_short, count, day, day_and_month, doubts, known_of, minutes, outlook_words, percent,
    sparkline, tomorrow,
};

use super::drawing::{Lines, heading};
use super::due::backlog;
use super::goal::advice;

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
