//! `nodequiz fit`.

use crate::memory::{Accuracy, Fit};
use crate::progress::{Burden, Change, FitReport, InUse, Verdict};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

use super::figures::{count, day};

/// Columns of what a row of the table is about.
const LABEL: usize = 16;

/// Columns of a figure of the table.
const FIGURE: usize = 9;

/// What a fit found, for people.
#[must_use]
pub fn fit(report: &FitReport<'_>, width: usize) -> Vec<Line> {
    let fit = report.fit;
    let answers = count(fit.answers, "answer", "answers");
    let head = Line::styled(format!("Fitted to {answers}"), Style::PLAIN.bold())
        .with(format!(" · {}", day(report.day)), Tone::Dim);
    let mut lines = wrap(&head, width, 0);
    let tested = format!(
        "Tested on the latest {}, each foretold from earlier answers alone.",
        fit.tested
    );
    lines.extend(wrap(&Line::styled(tested, Tone::Dim), width, 0));
    lines.push(Line::new());
    lines.extend(table(fit, width));
    lines.push(Line::new());
    if report.seen > 0 {
        let seen = format!(
            "The parameters in use were fitted to {} of these, which flatters them.",
            report.seen
        );
        lines.extend(wrap(&Line::from(seen), width, 0));
    }
    lines.extend(wrap(&Line::from(verdict(report)), width, 0));
    let mut next = format!(
        "Another fit is worth its time at {} answers.",
        fit.again_at()
    );
    if report.verdict == Verdict::Kept {
        next.push_str(" To take this one back: nodequiz fit --revert");
    }
    lines.extend(wrap(&Line::styled(next, Tone::Dim), width, 0));
    lines
}

/// The parameters in use, for people.
#[must_use]
pub fn parameters_in_use(in_use: &InUse, width: usize) -> Vec<Line> {
    let since = Line::styled(origin(in_use), Style::PLAIN.bold());
    let mut lines = wrap(&since, width, 0);
    let numbers: Vec<String> = in_use
        .parameters
        .numbers()
        .iter()
        .map(|number| format!("{number:>8.4}"))
        .collect();
    lines.push(Line::new());
    for row in numbers.chunks((width / 9).clamp(1, 7)) {
        lines.push(Line::from(row.join(" ")));
    }
    lines.push(Line::new());
    let learnable = count(in_use.answers, "answer", "answers");
    let now = if in_use.answers < in_use.again_at() {
        format!(
            "{learnable} to learn from now; a fit is worth its time at {}.",
            in_use.again_at()
        )
    } else {
        format!("{learnable} to learn from now: a fit is worth its time.")
    };
    lines.extend(wrap(&Line::styled(now, Tone::Dim), width, 0));
    lines
}

/// What is said after a fit was taken back: `in_use` is what holds now.
#[must_use]
pub fn fit_taken_back(in_use: &InUse, change: &Change, retention: f32, width: usize) -> Vec<Line> {
    let text = format!(
        "Taken back. {}. {}",
        origin(in_use),
        meaning(change, retention, false)
    );
    wrap(&Line::from(text), width, 0)
}

/// Where the parameters in use come from.
fn origin(in_use: &InUse) -> String {
    match in_use.fitted {
        None => "In use: the parameters of the average learner".to_owned(),
        Some(fitted) if fitted.answers == 0 => {
            format!("In use: parameters set on {}", day(fitted.day))
        }
        Some(fitted) => format!(
            "In use: parameters fitted on {} to {} answers",
            day(fitted.day),
            fitted.answers
        ),
    }
}

/// The measures before and after.
fn table(fit: &Fit, width: usize) -> Vec<Line> {
    let Fit { before, after, .. } = fit;
    let row = |label: &str, figures: [String; 2], remark: Line| {
        let mut line = Line::styled(format!("{label:<LABEL$}"), Tone::Dim);
        for figure in figures {
            line.push(format!("{figure:>FIGURE$}"), Tone::Plain);
        }
        if !remark.is_empty() {
            line.push("   ", Tone::Plain);
            line.append(&remark);
        }
        wrap(&line, width, LABEL)
    };
    let head = ["in use".to_owned(), "fitted".to_owned()];
    let both = |figure: &dyn Fn(&Accuracy) -> String| [figure(before), figure(after)];
    let fell = fit.gain >= 0.0;
    let gain = format!(
        "{:.4} {}, give or take {:.4}",
        fit.gain.abs(),
        if fell { "less" } else { "more" },
        fit.noise
    );
    let gain = if fit.is_better() {
        Line::styled("✓ ", Tone::Good).with(gain, Tone::Plain)
    } else {
        Line::styled(gain, Tone::Dim)
    };
    let recalled = format!("{:.1} % were recalled", after.recalled * 100.0);
    let mut lines = row("", head, Line::new());
    lines.extend(row(
        "Log loss",
        both(&|of| format!("{:.4}", of.log_loss)),
        gain,
    ));
    lines.extend(row(
        "RMSE (bins)",
        both(&|of| format!("{:.4}", of.rmse_bins)),
        Line::styled("less is better, in both", Tone::Dim),
    ));
    lines.extend(row(
        "Recall expected",
        both(&|of| format!("{:.1} %", of.expected * 100.0)),
        Line::styled(recalled, Tone::Dim),
    ));
    lines
}

/// What became of the fit, and what that means.
fn verdict(report: &FitReport<'_>) -> String {
    let meaning = |would| {
        report.change.map_or_else(String::new, |change| {
            format!(" {}", meaning(&change, report.retention.share(), would))
        })
    };
    match report.verdict {
        Verdict::Kept => format!("Kept.{}", meaning(false)),
        Verdict::Better => format!(
            "Better, and not kept: nodequiz fit keeps it.{}",
            meaning(true)
        ),
        Verdict::AsGood => format!(
            "The parameters you have are as good: the log loss would have to fall by {} at least. Nothing was changed.",
            Fit::MARGIN
        ),
    }
}

/// What other parameters mean for the days to come, in one sentence.
fn meaning(change: &Change, retention: f32, would: bool) -> String {
    let Change { before, after } = change;
    let (is, takes) = if would {
        ("would be", "would take")
    } else {
        ("is", "takes")
    };
    let due = count(after.due_today, "card", "cards");
    let due = if after.due_today == before.due_today {
        format!("{due} due today as before")
    } else {
        format!("{due} due today instead of {}", before.due_today)
    };
    let a_day = |burden: &Burden| {
        let [reviews, minutes] = [burden.reviews_per_day, burden.minutes_per_day];
        format!("{reviews:.1} reviews or {minutes:.1} min")
    };
    format!(
        "Every date {is} computed anew: {due}, and keeping what you know at {:.0} % {takes} {} a day, {} before.",
        retention * 100.0,
        a_day(after),
        a_day(before),
    )
}
