//! Which card comes next: today's queue within the day's minutes, a quiz, a placement, an interview.

mod aim;
mod budget;
mod filter;
mod goal;
mod interview;
mod known;
mod new_cards;
mod placement;
mod projection;
mod queue;
mod quiz;
mod today;

pub use aim::{Aim, Phase};
pub use budget::{Pace, days_to_clear};
pub use filter::Filter;
pub use goal::{GoalScope, Needs, Picks, Prospect, Room, Stand, Value, Worth, pick, scope_of};
pub use interview::{
    Asked, Before, DEEPEST, Form, Interview, Pool, RecordedAnswer, RecordedInterview, Turn,
    asked_before, draw, is_open, likely_level, recorded_interviews, threads,
};
pub use known::{chance_known, chance_of_guessing, recall_now};
pub use new_cards::{NewCardState, pick_new};
pub use placement::{
    Field, MOST_MS, MOST_QUESTIONS, MapRow, PlacedAnswer, Placement, PlacementMap, PlacementNote,
    RecordedPlacement, RoundState, Sign, recorded_placement,
};
pub use projection::{Course, Effort, Forecast, Spread, Tendency, Terms, TopicForecast, forecast};
pub use queue::{Plan, StudyRequest, Task, Why};
pub use quiz::{QuizRequest, plan_quiz};
pub use today::plan_today;
