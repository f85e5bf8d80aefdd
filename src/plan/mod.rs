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
    Asked, Before, DEEPEST, Form, Interview, KeptAnswer, KeptInterview, Pool, Turn, asked_before,
    draw, is_open, kept_interviews, likely_level, threads,
};
pub use known::{chance_known, chance_of_guessing, recall_now};
pub use new_cards::{Standing, pick_new};
pub use placement::{
    Field, KeptPlacement, MOST_MS, MOST_QUESTIONS, MapRow, PlacedAnswer, Placement, PlacementMap,
    PlacementNote, RoundState, Sign, kept_placement,
};
pub use projection::{Course, Effort, Forecast, Spread, Tendency, Terms, TopicForecast, forecast};
pub use queue::{Plan, Task, Why, Wishes};
pub use quiz::{QuizWishes, plan_quiz};
pub use today::plan_today;
