//! `nodequiz fit`.

use std::cmp::Ordering;

use crate::memory::{Accuracy, Fit, RetentionByWeight};
use crate::progress::{DailyWorkload, FitChange, FitOutcome, FitReport, InUse};
use crate::terminal::wrap::wrap;
use crate::terminal::{Line, Tone};
use crate::wording::{count, day};

use super::drawing::{Lines, bold};

/// Columns of a row's label.
const LABEL: usize = 16;

/// The widest sentences, in columns: longer lines are hard to read.
const PROSE: usize = 90;

/// Columns of a figure of the table.
const FIGURE: usize = 9;

/// The result of a fit, for people.
pub fn fit(report: &FitReport<'_>, width: usize) -> Vec<Line> {
    let width = width.min(PROSE);
    let fit = report.fit;
    let answers = count(fit.answers, "answer", "answers");
    let head =
        bold(format!("Fitted to {answers}")).with(format!(" · {}", day(report.day)), Tone::Dim);
    let mut lines = Lines::new(width);
    lines.text(head);
    lines.dim(format!(
        "Tested on the latest {}, each predicted from earlier answers alone.",
        fit.tested
    ));
    lines.blank();
    table(&mut lines, fit);
    lines.blank();
    if report.seen > 0 {
        lines.text(format!(
            "The parameters in use were fitted to {} of these, which flatters them.",
            report.seen
        ));
    }
    lines.text(outcome(report));
    let mut next = format!(
        "Another fit is worth its time at {} answers.",
        fit.again_at()
    );
    if report.outcome == FitOutcome::Kept {
        next.push_str(" To take this one back: nodequiz fit --revert");
    }
    lines.dim(next);
    lines.all
}

/// The parameters in use, for people.
pub fn parameters_in_use(in_use: &InUse, width: usize) -> Vec<Line> {
    let width = width.min(PROSE);
    let mut lines = Lines::new(width);
    lines.text(bold(origin(in_use)));
    let numbers: Vec<String> = in_use
        .parameters
        .numbers()
        .iter()
        .map(|number| format!("{number:>8.4}"))
        .collect();
    lines.blank();
    for row in numbers.chunks((width / 9).clamp(1, 7)) {
        lines.push(Line::from(row.join(" ")));
    }
    lines.blank();
    let learnable = count(in_use.answers, "answer", "answers");
    let now = if in_use.answers < in_use.again_at() {
        format!(
            "{learnable} to learn from now; a fit is worth its time at {}.",
            in_use.again_at()
        )
    } else {
        format!("{learnable} to learn from now: a fit is worth its time.")
    };
    lines.dim(now);
    lines.all
}

/// The report after a fit was taken back; `in_use` are the parameters in use now.
pub fn fit_taken_back(
    in_use: &InUse,
    change: &FitChange,
    retention: RetentionByWeight,
    width: usize,
) -> Vec<Line> {
    let text = format!(
        "Taken back. {}. {}",
        origin(in_use),
        meaning(change, retention, false)
    );
    wrap(&Line::from(text), width.min(PROSE), 0)
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
fn table(lines: &mut Lines, fit: &Fit) {
    let Fit { before, after, .. } = fit;
    let mut row = |label: &str, figures: [String; 2], remark: Line| {
        let mut line = Line::styled(format!("{label:<LABEL$}"), Tone::Dim);
        for figure in figures {
            line.push(format!("{figure:>FIGURE$}"), Tone::Plain);
        }
        if !remark.is_empty() {
            line.push("   ", Tone::Plain);
            line.append(&remark);
        }
        lines.hanging(line, LABEL);
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
    row("", head, Line::new());
    row("Log loss", both(&|of| format!("{:.4}", of.log_loss)), gain);
    row(
        "RMSE (bins)",
        both(&|of| format!("{:.4}", of.rmse_bins)),
        Line::styled("less is better, in both", Tone::Dim),
    );
    row(
        "Recall expected",
        both(&|of| format!("{:.1} %", of.expected * 100.0)),
        Line::styled(recalled, Tone::Dim),
    );
}

/// The outcome of the fit, and what that means.
fn outcome(report: &FitReport<'_>) -> String {
    let meaning = |would| {
        report.change.map_or_else(String::new, |change| {
            format!(" {}", meaning(&change, report.retention, would))
        })
    };
    match report.outcome {
        FitOutcome::Kept => format!("Kept.{}", meaning(false)),
        FitOutcome::Better => format!(
            "Better, and not kept: nodequiz fit keeps it.{}",
            meaning(true)
        ),
        FitOutcome::AsGood => format!(
            "The parameters you have are as good: the log loss would have to fall by {} at least. Nothing was changed.",
            Fit::MARGIN
        ),
    }
}

/// What other parameters mean for the days to come, in one sentence.
fn meaning(change: &FitChange, retention: RetentionByWeight, would: bool) -> String {
    let FitChange { before, after } = change;
    let (is, takes) = if would {
        ("would be", "would take")
    } else {
        ("is", "takes")
    };
    let due = count(after.due_today, "card", "cards");
    let due = match after.due_today.cmp(&before.due_today) {
        Ordering::Equal => format!("{due} due today as before"),
        Ordering::Less => format!("{due} due today instead of {}", before.due_today),
        Ordering::Greater => format!(
            "{due} due today instead of {} (within your minutes, the rest on the next days)",
            before.due_today
        ),
    };
    let reviews = |load: &DailyWorkload| figure(load.reviews_per_day);
    let minutes = |load: &DailyWorkload| figure(load.minutes_per_day);
    format!(
        "Every date {is} recomputed: {due}, and keeping what you know at {} {takes} {} reviews a day instead of {}, {} min instead of {}.",
        retention.percent(),
        reviews(after),
        reviews(before),
        minutes(after),
        minutes(before),
    )
}

/// A number with one decimal only if that matters.
fn figure(number: f32) -> String {
    if number < 9.95 {
        format!("{number:.1}")
    } else {
        format!("{number:.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Fitted, RecordId};
    use crate::memory::{Parameters, StudyDay};

    fn accuracy(log_loss: f64) -> Accuracy {
        Accuracy {
            log_loss,
            rmse_bins: 0.05,
            expected: 0.87,
            recalled: 0.903,
        }
    }

    fn a_fit(gain: f64) -> Fit {
        Fit {
            parameters: Parameters::default(),
            answers: 2000,
            tested: 1000,
            before: accuracy(0.4),
            after: accuracy(0.4 - gain),
            gain,
            noise: 0.002,
        }
    }

    fn today() -> StudyDay {
        "2026-11-20".parse().expect("a day")
    }

    fn words(fit: &Fit, outcome: FitOutcome, due: [usize; 2], width: usize) -> String {
        let workload = |due_today| DailyWorkload {
            due_today,
            reviews_per_day: 12.34,
            minutes_per_day: 4.56,
        };
        let report = FitReport {
            day: today(),
            fit,
            outcome,
            seen: 0,
            retention: RetentionByWeight::default(),
            change: (outcome != FitOutcome::AsGood).then(|| FitChange {
                before: workload(due[0]),
                after: workload(due[1]),
            }),
        };
        let lines: Vec<String> = super::fit(&report, width).iter().map(Line::plain).collect();
        for line in &lines {
            assert!(crate::terminal::text::width(line) <= width, "{line}");
        }
        lines.join("\n")
    }

    #[test]
    fn a_fit_says_what_it_found_and_what_that_means_in_any_width() {
        for width in [20, 40, 80, 200] {
            let kept = words(&a_fit(0.0123), FitOutcome::Kept, [7, 1], width).replace('\n', " ");
            assert!(kept.contains("0.3877"), "{kept}");
            let words: Vec<&str> = kept.split_whitespace().collect();
            let kept = words.join(" ");
            assert!(kept.contains("✓ 0.0123 less"), "{kept}");
            assert!(kept.contains("1 card due today instead of 7"), "{kept}");
            assert!(
                kept.contains("takes 12 reviews a day instead of 12"),
                "{kept}"
            );
            assert!(kept.contains("4.6 min instead of 4.6"), "{kept}");
        }
    }

    #[test]
    fn what_is_not_better_has_no_tick_and_no_promise() {
        let worse = words(&a_fit(-0.0123), FitOutcome::AsGood, [0, 0], 80);
        assert!(
            worse.contains("0.0123 more") && !worse.contains('✓'),
            "{worse}"
        );
        assert!(worse.contains("Nothing was changed."), "{worse}");
        assert!(!worse.contains("--revert"), "{worse}");
        let tried = words(&a_fit(0.1), FitOutcome::Better, [3, 3], 80).replace('\n', " ");
        assert!(tried.contains("nodequiz fit keeps it"), "{tried}");
        assert!(tried.contains("3 cards due today as before"), "{tried}");
        let more = words(&a_fit(0.1), FitOutcome::Kept, [3, 80], 80).replace('\n', " ");
        assert!(
            more.contains("80 cards due today instead of 3 (within"),
            "{more}"
        );
    }

    #[test]
    fn parameters_say_where_they_come_from() {
        let shown = |fitted: Option<u64>, answers| {
            let in_use = InUse {
                fitted: fitted.map(|answers| Fitted {
                    record: RecordId::from_bits(1),
                    day: today(),
                    parameters: Parameters::default(),
                    answers,
                }),
                parameters: Parameters::default(),
                answers,
            };
            let lines = parameters_in_use(&in_use, 80);
            lines.iter().map(Line::plain).collect::<Vec<_>>().join("\n")
        };
        let usual = shown(None, 12);
        assert!(usual.contains("of the average learner"), "{usual}");
        assert!(usual.contains("12 answers to learn from now"), "{usual}");
        assert!(usual.contains("worth its time at 1000"), "{usual}");
        assert!(usual.contains("0.1542"), "{usual}");
        let own = shown(Some(1500), 3000);
        assert!(
            own.contains("fitted on 20 November 2026 to 1500 answers"),
            "{own}"
        );
        assert!(own.contains("now: a fit is worth its time"), "{own}");
        assert!(shown(Some(0), 0).contains("parameters set on"));
    }
}
