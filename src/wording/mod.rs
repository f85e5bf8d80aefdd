//! Figures, days and findings in words, for what several outputs share.

mod calendar;
mod card;
mod figures;
mod goal;
pub mod health;
mod interview;
mod section;
mod today;

pub use calendar::{DayShades, month_names};
pub use card::{card_event, card_state, card_status, doubts};
pub use figures::{
    bar, count, day, day_and_month, few, hours, last_days, load, minutes, month, new_a_day,
    percent, percent_or_dash, proportion, seconds_or_dash, share, short_day, time,
};
pub(crate) use figures::{percent_reached, sparkline};
pub use goal::{
    goal_line, goal_short, known_before, known_of, known_unmet, known_when, outlook_words,
    what_is_known,
};
pub use interview::{InterviewSection, ReportLine, interview_markdown, interview_sections};
pub use section::{GroupTable, Section, remembered_by_time};
pub use today::{asked_short, asked_today, cards_ahead, day_sentence, tomorrow};
