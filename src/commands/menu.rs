//! `nodequiz` without a command: today at a glance, and a menu.

use clap::Command;

use crate::progress::habits_due;
use crate::report;
use crate::terminal::{Tone, is_interactive};
use crate::wording;

use super::due::due_now;
use super::place::is_first_start;
use super::study::StudyArgs;
use crate::app::{Context, Exit, Failure, OpenHistory};

/// Shows today and asks what to do; without a terminal, prints the help. `run` runs a command as it is typed.
pub fn menu(
    context: &mut Context,
    mut command: Command,
    run: impl FnOnce(&str, &mut Context) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
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
        () if paused => ("End the pause and study".to_owned(), "study"),
        () if now.plan.day_off => ("Study on a day off".to_owned(), "study"),
        () if asks => (
            format!("Study: {}", wording::asked_short(&now.plan)),
            "study",
        ),
        () => ("Study ahead".to_owned(), "study --ahead"),
    };
    let mut items = vec![study];
    if starts {
        items.push(("Where do I start?".to_owned(), "place"));
    }
    let others = [
        ("Quiz", "quiz"),
        ("Where do I stand?", "stats"),
        ("Goal", "goal"),
        ("Roadmap", "roadmap"),
        ("Interview", "interview"),
        ("What is due?", "due"),
        ("Decks", "decks"),
        ("Leave", ""),
    ];
    items.extend(
        others
            .into_iter()
            .filter(|(_, command)| now.goal.is_some() || *command != "goal")
            .map(|(words, command)| (words.to_owned(), command)),
    );
    let words: Vec<&str> = items.iter().map(|(words, _)| words.as_str()).collect();
    let chosen = context.choose("What now?", &words)?;
    match chosen.and_then(|place| items.get(place)).map(|item| item.1) {
        None | Some("") => Ok(Exit::Done),
        Some("study") => StudyArgs::from_menu().run(context),
        Some(command) => run(command, context),
    }
}
