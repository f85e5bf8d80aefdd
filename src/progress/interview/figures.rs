//! What the report of an interview is made of.

use serde::Serialize;

use crate::deck::Level;
use crate::history::{AskedKind, Way};
use crate::memory::StudyDay;

use super::out_of::OutOf;

/// What the answers at a level say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LevelEvidence {
    /// There are too few answers to say anything.
    TooFew,
    /// The whole range is above what a level asks for.
    Held,
    /// The whole range is below.
    NotYet,
    /// The range lies on both sides.
    Undecided,
}

/// The answers at a level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LevelFigure {
    /// The level.
    pub level: Level,
    /// Good answers, on evidence.
    pub well: OutOf,
    /// What that says.
    pub standing: LevelEvidence,
}

/// One thread.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThreadFigure {
    /// Its number, from 1.
    pub thread: u32,
    /// What it began with.
    pub opener: String,
    /// Its topic.
    pub topic: String,
    /// Good answers, on evidence.
    pub well: OutOf,
    /// Deeper questions asked.
    pub deeper: u32,
    /// The ratings from 1 to 4: correct, deep, trade-offs, clear.
    pub ratings: [Option<u8>; 4],
}

/// The learner's own ratings by one criterion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Criterion {
    /// `correct`, `deep`, `trade-offs` or `clear`.
    pub name: &'static str,
    /// Threads rated by it.
    pub count: u32,
    /// Their mean, 1 to 4.
    pub mean: f64,
    /// The lowest.
    pub lowest: u8,
    /// The highest.
    pub highest: u8,
}

/// An essential point that was missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeakPoint {
    /// The question.
    pub question: String,
    /// The point: Markdown.
    pub point: String,
}

/// One question with what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionFigure {
    /// The question: Markdown.
    pub question: String,
    /// The prompt or card, by its full id.
    pub id: String,
    /// Which of a prompt's deeper questions, from 1; 0 for the others.
    pub probe: u32,
    /// Its thread, from 1.
    pub thread: u32,
    /// How it came to be asked.
    pub way: Way,
    /// Where it comes from.
    pub kind: AskedKind,
    /// Its topic.
    pub topic: String,
    /// Its level.
    pub level: String,
    /// What was typed.
    pub text: String,
    /// Whether it was said aloud and summed up.
    pub spoken: bool,
    /// Whether it was given up.
    pub given_up: bool,
    /// How sure the learner was, 1 to 4.
    pub confidence: Option<u8>,
    /// The share that was right, 0 to 1; `None` where it was not gone through.
    pub share: Option<f32>,
    /// Whether it counts as known; `None` where it was not gone through.
    pub passed: Option<bool>,
    /// Whether that rests on what was typed or marked by the program, not on ticks alone.
    pub on_evidence: bool,
    /// The points, each with whether it was ticked, and whether the text bears that out.
    pub points: Vec<PointFigure>,
}

/// A point of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PointFigure {
    /// The point: Markdown.
    pub point: String,
    /// Whether an answer without it has failed.
    pub essential: bool,
    /// Whether it was ticked.
    pub ticked: bool,
    /// Whether the typed text speaks of it.
    pub borne_out: bool,
}

/// An interview in figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InterviewReport {
    /// Its name.
    pub session: String,
    /// The study day.
    pub day: StudyDay,
    /// The level it was held at.
    pub level: Option<Level>,
    /// Minutes planned.
    pub minutes: u32,
    /// Seconds spent on questions.
    pub seconds: f64,
    /// Threads planned.
    pub threads_planned: u32,
    /// Questions asked.
    pub questions: u32,
    /// Of those, given up.
    pub given_up: u32,
    /// Questions that no deck holds any more: they could not be gone through.
    pub gone: u32,
    /// Good answers on evidence, of all.
    pub well: OutOf,
    /// Right, of those that the program marked.
    pub marked: OutOf,
    /// Good by ticks that the typed text bears out, of those that the learner ticked.
    pub ticked: OutOf,
    /// Good by ticks alone, of those that the learner ticked.
    pub claimed: OutOf,
    /// Points ticked that the text bears out, of all points.
    pub points: OutOf,
    /// Points ticked that it does not, of all points.
    pub points_claimed: OutOf,
    /// Good answers to reserved prompts.
    pub reserved: OutOf,
    /// Good answers to cards that had been studied.
    pub studied: OutOf,
    /// Good answers to cards never met before.
    pub unmet: OutOf,
    /// Good answers by how sure the learner was, from 1 to 4.
    pub confidence: [OutOf; 4],
    /// The answers level by level.
    pub levels: Vec<LevelFigure>,
    /// The threads.
    pub threads: Vec<ThreadFigure>,
    /// The learner's ratings.
    pub ratings: Vec<Criterion>,
    /// Parts of stories told, where any was asked for.
    pub star: Option<OutOf>,
    /// The questions answered best, on evidence.
    pub strongest: Vec<String>,
    /// Essential points that were missing.
    pub weakest: Vec<WeakPoint>,
    /// Cards to study next, by id.
    pub study: Vec<String>,
    /// Every question.
    pub asked: Vec<QuestionFigure>,
}
