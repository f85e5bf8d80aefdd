//! What it adds up to: pure figures from decks and schedule, ready to be printed or drawn.

mod burden;
mod counts;
mod due;
mod fitting;
mod habits;
pub mod health;
mod ladder;
mod ladder_rule;
mod matrix;
mod misses;
mod next_step;
mod overview;
mod projects;
mod proof;
mod retention;
mod standing;
mod streak;
mod workload;

pub use burden::{Burden, burden};
pub use counts::{Counts, MATURE_DAYS, Stage, stage};
pub use due::{DueNow, QueuedCard};
pub use fitting::{Change, FitReport, InUse, Verdict};
pub use habits::{HabitRow, HabitsView, Kept, Period, habits_due};
pub use ladder::{
    Climb, LadderView, LevelRow, LevelState, Rule, Since, TopicRow, is_on_ladder, may_be_reached,
};
pub use ladder_rule::{LevelTallies, LevelTally, Tally};
pub use matrix::{AreaLevel, AreaRow, Confidence, MatrixView, Measured, RatingThen};
pub use misses::{Misses, misses};
pub use next_step::{Grounds, TopicStep, next_topics};
pub use overview::{DeckRow, DueSoon, Overview, Today, overview};
pub use projects::{PreparingCard, ProjectRow, ProjectStep, next_project, projects};
pub use proof::{Proof, STABLE_DAYS, Shown, Turn};
pub use retention::{Retained, retained};
pub use standing::{CardStanding, Happened, card_history, state_words};
pub use streak::{Streak, streak};
pub use workload::{Load, workload};
