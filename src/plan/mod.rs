//! Which card comes next: today's queue within the day's minutes, a quiz, a placement, an interview.

mod current_goal;
mod goal;
mod interview;
mod new_cards;
mod pick;
mod placement;
mod placement_model;
mod priority;
mod projection;
mod projection_setup;
mod queue;
mod recall;
mod today;

pub use current_goal::{CurrentGoal, Filter, GoalPhase};
pub use interview::{
    Asked, Before, DEEPEST, Interview, Pool, RecordedAnswer, RecordedInterview, Turn, asked_before,
    draw, draw_code, likely_level, recorded_interviews, threads,
};
pub use new_cards::{NewCardState, pick_new, stage_of};
pub use pick::{Needs, Picks, Room, pick};
pub use placement::{Knowledge, MOST_MS, MapCell, MapRow, Placement, PlacementMap};
pub use placement_model::MOST_QUESTIONS;
pub use priority::{CardStatus, PriorityModel, StudyCandidate, StudyValue};
pub use projection::{Forecast, TopicForecast, forecast};
pub use projection_setup::{Projection, ProjectionTerms, StudyEffort, Uncertainty};
pub use queue::{
    DayAhead, Pace, Plan, QuizRequest, StudyRequest, Task, Why, days_after_goal_day, plan_quiz,
};
pub use recall::{Belief, chance_known, chance_of_guessing, recall_now};
pub use today::plan_today;
