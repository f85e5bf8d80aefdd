//! What the answers add up to: pure figures from decks, schedule and answers. They are put into words in
//! `wording/` and drawn in `report/` and `page/`.

mod answers;
mod card;
mod card_results;
mod days;
mod goal;
mod groups;
mod habits;
mod interview;
mod ladder;
mod level_rule;
mod matrix;
mod overview;
mod projects;
mod proportion;
mod today;
mod workload;

pub use crate::plan::{GoalPhase, TopicForecast};
pub use answers::{Answers, CountedAnswer, Period, Remembered, Scope, Tested, Window, window};
pub use card::{
    CardEvent, CardProgress, CardStage, CardStatus, Counts, MATURE_DAYS, card_history, stage,
};
pub use card_results::{
    CardResult, CardResults, Doubts, HistoryItem, ReadingTimes, STABLE_DAYS, is_too_fast,
};
pub use days::{
    AHEAD, CalendarDay, Forecast, ForecastDay, NewCards, Streak, calendar, forecast, is_free,
    streak,
};
pub use goal::{GoalAhead, GoalHistory, GoalNow, KnownOn, OtherMinutes, Outlook, OutlookLine};
pub use groups::{
    AskedNow, Confusion, DeckRow, Group, HardCard, KindRow, LEECH, LevelFigures, TopicFigures,
    confusions, hardest, leeches,
};
pub use habits::{HabitDay, HabitPeriod, HabitRow, HabitsView, habits_due};
pub use interview::{
    Criterion, InterviewReport, InterviewRow, LevelEvidence, LevelFigure, PointFigure,
    QuestionFigure, ThreadFigure, WeakPoint, interview_history, interview_report,
};
pub use ladder::{
    LadderHistory, LadderView, LevelReached, LevelRow, LevelRule, LevelState, TopicRow,
    is_on_ladder, may_be_reached,
};
pub use level_rule::{
    LevelTallies, LevelTally, NextTopicInput, Tally, TopicSuggestion, next_topics,
};
pub use matrix::{AreaLevel, AreaRow, Confidence, MatrixView, Measured, RatingThen};
pub use overview::{DueSoon, Overview, OverviewInput, PeriodTotals, TodayTotals, overview};
pub use projects::{PreparingCard, ProjectRow, ProjectStep, next_project, projects};
pub use proportion::Proportion;
pub use today::{DayPlan, DueNow, MissedCards, QueuedCard, known_on, missed_cards};
pub use workload::{
    DailyWorkload, FitChange, FitOutcome, FitReport, InUse, Load, RetentionCost, daily_workload,
    workload,
};
