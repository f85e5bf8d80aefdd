//! The report of an interview, and the trend of several.

use crate::progress::{InterviewRow, Proportion};
use crate::terminal::wrap::{truncate, wrap};
use crate::terminal::{Line, Style, Tone, text};
use crate::wording::{InterviewSection, ReportLine, bar, count, day, proportion};

use super::drawing::{Lines, heading, push_markdown};

/// The columns of labels, and of a label if there is little room.
const LABEL: usize = 26;
const SHORT: usize = 16;

/// The width of remarks, in columns.
const READABLE: usize = 100;

/// A report, section by section.
pub fn interview(sections: &[InterviewSection], width: usize) -> Vec<Line> {
    let mut lines = Lines::new(width.min(READABLE));
    for (title, of_section) in sections {
        if !lines.all.is_empty() {
            lines.blank();
        }
        lines.push(truncate(&heading(format!(" {title}")), width));
        for line in of_section {
            report_line(&mut lines, line, width);
        }
    }
    lines.all
}

fn report_line(lines: &mut Lines, (label, value): &ReportLine, width: usize) {
    let mut line = Line::from("   ");
    if label.is_empty() {
        push_markdown(&mut line, value);
        return lines.hanging(line, 5);
    }
    let columns = if width < 60 { SHORT } else { LABEL };
    line.push(label, Tone::Dim);
    if text::width(label) >= columns {
        line.push("  ", Style::PLAIN);
    }
    line.pad(3 + columns);
    push_markdown(&mut line, value);
    lines.hanging(line, if width < 60 { 5 } else { 3 + columns });
}

/// How many interviews have a row in the trend: the latest ones.
const MOST_ROWS: usize = 200;

/// The trend on reserved prompts, oldest first.
pub fn interview_trend(rows: &[InterviewRow], width: usize) -> Vec<Line> {
    if rows.is_empty() {
        return vec![
            Line::from("No interview has been gone through yet."),
            Line::styled("The first: nodequiz interview", Tone::Dim),
        ];
    }
    let mut lines = Lines::new(width);
    let title = heading(" Interviews");
    lines.hanging(
        title.with("   reserved prompts that you had never met", Tone::Dim),
        1,
    );
    lines.blank();
    let earlier = rows.len().saturating_sub(MOST_ROWS);
    if earlier > 0 {
        let words = format!(
            " {}: nodequiz interview --history --json has them all",
            count(earlier, "earlier one", "earlier ones")
        );
        lines.hanging(Line::styled(words, Tone::Dim), 1);
    }
    for row in &rows[earlier..] {
        trend_row(&mut lines, row, width);
    }
    let sum = |of: &dyn Fn(&InterviewRow) -> Proportion| {
        rows.iter()
            .map(of)
            .fold(Proportion::default(), Proportion::plus)
    };
    if rows.len() > 1 {
        lines.blank();
        lines.hanging(
            format!(
                " all         {} of the points",
                proportion(sum(&|row| row.points))
            ),
            13,
        );
    }
    lines.hanging(
        format!(" answers     {} well", proportion(sum(&|row| row.well))),
        13,
    );
    let claimed = sum(&|row| row.claimed);
    if claimed.hits > 0 {
        let words = format!(
            " claimed     {} of the points, without evidence",
            proportion(claimed)
        );
        lines.hanging(Line::styled(words, Tone::Dim), 13);
    }
    let again: u32 = rows.iter().map(|row| row.asked_before).sum();
    if again > 0 {
        let words = format!(" left out    {again} to prompts that had come up before");
        lines.hanging(Line::styled(words, Tone::Dim), 13);
    }
    lines.blank();
    let words = " Points that you ticked and that your text mentions; the range is right four times in five.";
    lines.extend(wrap(
        &Line::styled(words, Tone::Dim),
        width.min(READABLE),
        1,
    ));
    lines.all
}

fn trend_row(lines: &mut Lines, row: &InterviewRow, width: usize) {
    let level = row.level.map_or("", |level| level.name());
    let share = row.points.share();
    if width < 70 {
        let line = Line::styled(format!(" {}", day(row.day)), Tone::Dim).with(
            format!("  {level}  {}", proportion(row.points)),
            Tone::Plain,
        );
        return lines.hanging(line, 3);
    }
    let mut line = Line::styled(format!(" {:<18}", day(row.day)), Tone::Dim);
    line.push(format!("{level:<14}"), Tone::Plain);
    line.push(
        share.map_or_else(|| " ".repeat(20), |share| bar(share, 20)),
        Tone::Accent,
    );
    line.push(format!("  {}", proportion(row.points)), Tone::Plain);
    lines.push(truncate(&line, width));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deck::Level;

    fn section(label: &str, value: &str) -> InterviewSection {
        ("Interview", vec![(label.to_owned(), value.to_owned())])
    }

    fn trend(hits: u32) -> InterviewRow {
        InterviewRow {
            session: "a".into(),
            day: "2026-11-20".parse().expect("a day"),
            level: Some(Level::Senior),
            well: Proportion { hits: 2, of: 6 },
            points: Proportion { hits, of: 20 },
            claimed: Proportion { hits: 3, of: 20 },
            asked_before: 1,
        }
    }

    #[test]
    fn the_trend_has_a_line_for_each_interview_with_its_range() {
        let lines: Vec<String> = interview_trend(&[trend(8), trend(14)], 80)
            .iter()
            .map(Line::plain)
            .collect();
        assert!(lines[2].contains("20 November 2026") && lines[2].contains("8 of 20 → 27–54 %"));
        assert!(lines.iter().any(|line| line.contains("22 of 40")));
        assert!(
            lines
                .iter()
                .any(|line| line.contains("2 to prompts that had come up"))
        );
    }

    #[test]
    fn of_many_interviews_the_latest_have_a_line_and_all_count() {
        let shown: Vec<String> = interview_trend(&vec![trend(8); 250], 80)
            .iter()
            .map(Line::plain)
            .collect();
        let of = |words: &str| shown.iter().filter(|line| line.contains(words)).count();
        assert_eq!(
            (of("8 of 20"), of("50 earlier ones"), of("2000 of 5000")),
            (200, 1, 1)
        );
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_screen(
            label in ".{0,30}",
            value in ".{0,200}",
            width in 40usize..200,
        ) {
            let lines = interview(&[section(&label, &value)], width);
            let trend = interview_trend(&[trend(3), trend(20)], width);
            for line in lines.iter().chain(&trend) {
                prop_assert!(line.width() <= width, "{}", line.plain());
            }
        }
    }
}
