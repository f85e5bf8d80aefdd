//! `nodequiz pause`: days on which nothing is due.

use std::collections::BTreeMap;
use std::str::FromStr;

use clap::Args;

use crate::history::Event;
use crate::terminal::Line;
use crate::wording;

use crate::app::dates::DayOrLength;
use crate::app::{Context, Exit, Failure, OpenHistory, dates};

/// Pause for a holiday: nothing is due, and the streak is kept.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Study resumes on the day you name. Cards that come due in the meantime are spread over the days \
after it.

Examples:
  nodequiz pause                 is there a pause?
  nodequiz pause 2026-12-27      study goes on on 27 December
  nodequiz pause 3d              today and two more days
  nodequiz pause 2w
  nodequiz pause off"
)]
pub struct PauseArgs {
    /// The day on which study resumes, or a length (`3d`, `2w`), or `off`
    #[arg(value_name = "UNTIL")]
    until: Option<Until>,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long, conflicts_with = "until")]
    json: bool,
}

/// The end of a pause, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    Off,
    At(DayOrLength),
}

/// The longest pause, in days: a year.
const LONGEST: u32 = 366;

impl FromStr for Until {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim().to_lowercase();
        if ["off", "end", "none"].contains(&text.as_str()) {
            return Ok(Self::Off);
        }
        let wrong_length = format!("a pause lasts 1 day to {LONGEST} days");
        let unknown =
            "that is not the end of a pause; write a day like 2026-12-27, `3d`, `2w`, or `off`";
        dates::day_or_length(&text, LONGEST, &wrong_length, unknown).map(Self::At)
    }
}

impl PauseArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let mut history = OpenHistory::open(context)?;
        let today = history.today;
        let paused_until = history.schedule().paused_until(today);
        if self.json {
            return context.json(&BTreeMap::from([("paused_until", paused_until)]));
        }
        let until = match self.until {
            None => None,
            Some(Until::Off) => Some(today),
            Some(Until::At(DayOrLength::Days(days))) => Some(today.plus(days)),
            Some(Until::At(DayOrLength::Day(day))) if day <= today => {
                let message = format!(
                    "{} is not in the future, today is {}",
                    wording::day(day),
                    wording::day(today)
                );
                return Err(Failure::usage(message).hint("nodequiz pause off ends a pause"));
            }
            Some(Until::At(DayOrLength::Day(day)))
                if day.days_since(today) > i64::from(LONGEST) =>
            {
                let message = format!("{} is more than a year away", wording::day(day));
                let hint = format!("a pause lasts at most {LONGEST} days");
                return Err(Failure::usage(message).hint(hint));
            }
            Some(Until::At(DayOrLength::Day(day))) => Some(day),
        };
        let message = match (until, paused_until) {
            (None, None) => "No pause.".to_owned(),
            (None, Some(until)) => format!(
                "Paused until {}; nodequiz pause off ends that.",
                wording::day(until)
            ),
            (Some(until), None) if until == today => "There was no pause.".to_owned(),
            (Some(until), _) => {
                history.append(Event::Pause { until })?;
                history.save(context);
                if until == today {
                    "The pause is over.".to_owned()
                } else {
                    format!("Paused: nothing is due before {}.", wording::day(until))
                }
            }
        };
        context.lines(&[Line::from(message.as_str())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_pause_is_a_day_a_length_or_off() {
        let day = "2026-12-27".parse().expect("a day");
        let cases = [
            ("2026-12-27", Some(Until::At(DayOrLength::Day(day)))),
            ("3d", Some(Until::At(DayOrLength::Days(3)))),
            ("2W", Some(Until::At(DayOrLength::Days(14)))),
            ("OFF", Some(Until::Off)),
            ("0d", None),
            ("53w", None),
            ("99999999999w", None),
            ("3", None),
            ("tomorrow", None),
            ("2026-02-30", None),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Until>().ok(), expected, "{text}");
        }
    }
}
