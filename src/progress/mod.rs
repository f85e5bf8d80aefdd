//! What it adds up to: pure figures from decks, schedule and answers, ready to be printed or drawn.

mod answers;
mod burden;
mod calendar;
mod confusions;
mod counts;
mod due;
mod fitting;
mod forecast;
mod goal;
mod groups;
mod habits;
mod hardest;
mod hindsight;
mod interview;
mod ladder;
mod ladder_rule;
mod matrix;
mod misses;
mod next_step;
mod overview;
mod period;
mod projects;
mod proof;
mod retention;
mod scope;
mod standing;
mod streak;
mod workload;

pub use answers::{Answers, CountedAnswer, Tested};
pub use burden::{Burden, burden};
pub use calendar::{CalendarDay, calendar};
pub use confusions::{Confusion, confusions};
pub use counts::{CardStage, Counts, MATURE_DAYS, stage};
pub use due::{DueNow, QueuedCard};
pub use fitting::{Change, FitReport, InUse, Verdict};
pub use forecast::{AHEAD, Forecast, ForecastDay, forecast};
pub use goal::{GoalAhead, GoalNow, KnownOn, OtherMinutes, Outlook, OutlookLine, TopicOnTheDay};
pub use groups::{AskedNow, DeckRow, Group, KindRow, LevelFigures, TopicFigures};
pub use habits::{HabitDay, HabitPeriod, HabitRow, HabitsView, habits_due};
pub use hardest::{HardCard, LEECH, hardest, leeches};
pub use hindsight::Hindsight;
pub use interview::{
    Criterion, Figure, InterviewReport, InterviewRow, LevelEvidence, LevelFigure, OutOf,
    PointFigure, QuestionFigure, Section, ThreadFigure, WeakPoint, interview_history,
    interview_markdown, interview_report, interview_sections,
};
pub use ladder::{
    Climb, LadderView, LevelRow, LevelState, Rule, Since, TopicRow, is_on_ladder, may_be_reached,
};
pub use ladder_rule::{LevelTallies, LevelTally, Tally};
pub use matrix::{AreaLevel, AreaRow, Confidence, MatrixView, Measured, RatingThen};
pub use misses::{Misses, misses};
pub use next_step::{Grounds, TopicStep, next_topics};
pub use overview::{Done, DueSoon, Moment, Overview, Today, overview};
pub use period::Period;
pub use projects::{PreparingCard, ProjectRow, ProjectStep, next_project, projects};
pub use proof::{Proof, STABLE_DAYS, Shown, Turn};
pub use retention::{Remembered, Window, window};
pub use scope::Scope;
pub use standing::{CardProgress, Happened, card_history, state_words};
pub use streak::{Streak, is_free, streak};
pub use workload::{Load, workload};
