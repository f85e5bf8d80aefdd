//! What an interview comes to, and what several of them do.

mod figures;
mod history;
mod out_of;
mod report;
mod words;

pub use figures::{
    Criterion, InterviewReport, LevelEvidence, LevelFigure, PointFigure, QuestionFigure,
    ThreadFigure, WeakPoint,
};
pub use history::{InterviewRow, interview_history};
pub use out_of::OutOf;
pub use report::interview_report;
pub use words::{Figure, Section, interview_markdown, interview_sections};
