//! Figures, days and findings in words, for what several outputs share.

mod figures;
pub mod health;
mod interview;
mod section;
mod today;

pub use figures::{
    DayShades, bar, card_event, card_state, card_status, count, day, day_and_month, doubts, few,
    hours, last_days, load, minutes, month, month_names, new_a_day, percent, percent_or_dash,
    proportion, seconds_or_dash, share, short_day, time,
};
pub(crate) use figures::{percent_reached, sparkline};
pub use interview::{InterviewSection, ReportLine, interview_markdown, interview_sections};
pub use section::{GroupTable, Section, remembered_by_time};
pub use today::{
    asked_short, asked_today, cards_ahead, day_sentence, goal_line, goal_short, known_before,
    known_of, known_unmet, known_when, outlook_words, tomorrow, what_is_known,
};
