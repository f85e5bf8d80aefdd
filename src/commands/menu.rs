//! `nodequiz` without a command: today at a glance, and a menu.

use clap::Command;

use crate::progress::habits_due;
use crate::report;
use crate::terminal::{Tone, is_interactive};
use crate::wording;

use super::decks::DecksArgs;
use super::due::{DueArgs, due_now};
use super::goal::GoalArgs;
use super::interview::InterviewArgs;
use super::place::{PlaceArgs, is_first_start};
use super::quiz::QuizArgs;
use super::roadmap::RoadmapArgs;
use super::stats::StatsArgs;
use super::study::StudyArgs;
use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::open_history::OpenHistory;

#[derive(Clone, Copy, Debug)]
enum Choice {
    Study,
    Place,
    Quiz,
    Interview,
    Stats,
    Goal,
    Roadmap,
    Due,
    Decks,
    Leave,
}

/// Shows today and asks what to do; without a terminal, prints the help.
pub fn menu(context: &mut Context, mut command: Command) -> Result<Exit, Failure> {
    if !is_interactive() {
        let help = command.render_long_help().to_string();
        context.output.text(&help)?;
        return Ok(Exit::Done);
    }
    let history = OpenHistory::open(context)?;
    let now = due_now(
        context,
        &history,
        &context.usual_request(history.schedule()),
    );
    let starts = is_first_start(&history)?;
    let habits = habits_due(&history.schedule().declared.habits, history.today);
    let interview = history.schedule().declared.interview.clone();
    drop(history);
    let mut lines = report::today_header(&now, context.output.width());
    if now.plan.paused_until.is_none() {
        lines.extend(report::habits_line(&habits, context.output.width()));
    }
    context.output.lines(&lines)?;
    if let Some(open) = interview.filter(|open| open.answers > 0) {
        let answers = wording::count(open.answers as usize, "answer", "answers");
        let words =
            format!("An interview with {answers} waits for its debrief: nodequiz interview");
        context.remark(&words, Tone::Dim)?;
    }
    context.output.flush()?;
    let (asks, paused) = (now.plan.queue.cards > 0, now.plan.paused_until.is_some());
    let study = match () {
        () if paused => "End the pause and study".to_owned(),
        () if now.plan.day_off => "Study on a day off".to_owned(),
        () if asks => format!("Study: {}", wording::asked_short(&now.plan)),
        () => "Study ahead".to_owned(),
    };
    let mut items = vec![(study, Choice::Study)];
    if starts {
        items.push(("Where do I start?".to_owned(), Choice::Place));
    }
    let others = [
        ("Quiz", Choice::Quiz),
        ("Where do I stand?", Choice::Stats),
        ("Goal", Choice::Goal),
        ("Roadmap", Choice::Roadmap),
        ("Interview", Choice::Interview),
        ("What is due?", Choice::Due),
        ("Decks", Choice::Decks),
        ("Leave", Choice::Leave),
    ];
    items.extend(
        others
            .into_iter()
            .filter(|(_, choice)| now.goal.is_some() || !matches!(choice, Choice::Goal))
            .map(|(words, choice)| (words.to_owned(), choice)),
    );
    let words: Vec<&str> = items.iter().map(|(words, _)| words.as_str()).collect();
    let chosen = context.choose("What now?", &words)?;
    match chosen.and_then(|place| items.get(place)).map(|item| item.1) {
        Some(Choice::Study) if !asks && !paused && !now.plan.day_off => {
            StudyArgs::ahead().run(context)
        }
        Some(Choice::Study) => StudyArgs::from_menu().run(context),
        Some(Choice::Place) => PlaceArgs::default().run(context),
        Some(Choice::Interview) => InterviewArgs::default().run(context),
        Some(Choice::Quiz) => QuizArgs::default().run(context),
        Some(Choice::Stats) => StatsArgs::default().run(context),
        Some(Choice::Goal) => GoalArgs::default().run(context),
        Some(Choice::Roadmap) => RoadmapArgs::default().run(context),
        Some(Choice::Due) => DueArgs::default().run(context),
        Some(Choice::Decks) => DecksArgs::default().run(context),
        Some(Choice::Leave) | None => Ok(Exit::Done),
    }
}
