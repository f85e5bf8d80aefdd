//! What the answers add up to: pure figures from decks, schedule and answers. They are put into words in
//! `wording/` and drawn in `report/` and `page/`.

mod answers;
mod card;
mod card_results;
mod days;
mod doubts;
mod fit;
mod forecast;
mod goal;
mod groups;
mod habits;
mod hard_cards;
mod interview;
mod ladder;
mod level_rule;
mod matrix;
mod next_topics;
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
pub use card_results::{CardResult, CardResults, HistoryItem, STABLE_DAYS};
pub use days::{CalendarDay, Streak, calendar, is_free, streak};
pub use doubts::{Doubts, ReadingTimes, is_too_fast};
pub use fit::{FitChange, FitOutcome, FitReport, InUse};
pub use forecast::{AHEAD, Forecast, ForecastDay, NewCards, forecast};
pub use goal::{GoalAhead, GoalHistory, GoalNow, KnownOn, OtherMinutes, Outlook, OutlookLine};
pub use groups::{AskedNow, DeckRow, Group, KindRow, LevelFigures, TopicFigures};
pub use habits::{HabitDay, HabitPeriod, HabitRow, HabitsView, habits_due};
pub use hard_cards::{Confusion, HardCard, LEECH, confusions, hardest, leeches};
pub use interview::{
    Criterion, InterviewReport, InterviewRow, LevelEvidence, LevelFigure, PointFigure,
    QuestionFigure, ThreadFigure, WeakPoint, interview_history, interview_report,
};
pub use ladder::{
    LadderHistory, LadderView, LevelReached, LevelRow, LevelRule, LevelState, TopicRow,
    is_on_ladder, may_be_reached,
};
pub use level_rule::{LevelTallies, LevelTally, Tally};
pub use matrix::{AreaLevel, AreaRow, Confidence, MatrixView, Measured, RatingThen};
pub use next_topics::{NextTopicInput, TopicSuggestion, next_topics};
pub use overview::{DueSoon, Overview, OverviewInput, PeriodTotals, TodayTotals, overview};
pub use projects::{PreparingCard, ProjectRow, ProjectStep, next_project, projects};
pub use proportion::Proportion;
pub use today::{DayPlan, DueNow, MissedCards, QueuedCard, known_on, missed_cards};
pub use workload::{DailyWorkload, Load, RetentionCost, daily_workload, workload};
