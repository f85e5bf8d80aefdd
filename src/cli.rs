//! The command line: global flags, and one variant per command.

use clap::{ColorChoice, CommandFactory as _, Parser, Subcommand};

use crate::app::{Context, Exit, Failure};
use crate::commands::{
    AddArgs, CardArgs, CardsArgs, CompletionsArgs, ConfigArgs, DecksArgs, DoctorArgs, DueArgs,
    EditArgs, ExportArgs, FitArgs, GoalArgs, HabitsArgs, ImportArgs, InterviewArgs, ManArgs,
    MarkArgs, MatrixArgs, PauseArgs, PlaceArgs, ProjectsArgs, QuizArgs, RemindArgs, ResetArgs,
    ReviewArgs, RoadmapArgs, StatsArgs, StudyArgs, SuspendArgs, SyncArgs, UndoArgs, UnsuspendArgs,
    menu,
};
use crate::terminal::{Output, TerminalRestore, Tone};

/// Get through Node.js interviews, and keep what you learned.
#[derive(Parser, Clone, Debug)]
#[command(
    name = "nodequiz",
    version,
    long_about = "Get through Node.js interviews, and keep what you learned.

Question decks are asked as short daily sessions; each card comes back just before it would be
forgotten. Your answers are kept as plain text on this machine and nowhere else.",
    after_long_help = "Examples:
  nodequiz                     today at a glance, and a menu
  nodequiz study               what is due, and some new cards
  nodequiz study async --new 5
  nodequiz quiz                ten quick questions
  nodequiz interview           a mock interview, half an hour
  nodequiz place               where to start, if you know some of it already
  nodequiz goal set 2026-12-15 your interview, and what you will know by then
  nodequiz stats               where you stand
  nodequiz roadmap             how far it is to the next level
  nodequiz due --short         one line for your prompt
  nodequiz decks check my.md   check a deck before you study it

Your data: nodequiz config path and nodequiz decks path show where it is; NODEQUIZ_HOME puts all
of it under one folder."
)]
pub struct Cli {
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN")]
    color: Option<ColorChoice>,

    /// Say and ask everything line by line, with nothing redrawn (for screen readers; see docs/plain.md)
    #[arg(long, global = true)]
    plain: bool,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Clone, Debug)]
enum Command {
    Study(StudyArgs),
    Quiz(QuizArgs),
    Interview(InterviewArgs),
    Place(PlaceArgs),
    Due(DueArgs),
    Goal(GoalArgs),
    Stats(StatsArgs),
    Roadmap(RoadmapArgs),
    Projects(ProjectsArgs),
    Habits(HabitsArgs),
    Matrix(MatrixArgs),
    Decks(DecksArgs),
    Cards(CardsArgs),
    Card(CardArgs),
    Add(AddArgs),
    Edit(EditArgs),
    Review(ReviewArgs),
    Undo(UndoArgs),
    Suspend(SuspendArgs),
    Unsuspend(UnsuspendArgs),
    Mark(MarkArgs),
    Reset(ResetArgs),
    Pause(PauseArgs),
    Fit(FitArgs),
    Doctor(DoctorArgs),
    Sync(SyncArgs),
    Export(ExportArgs),
    Import(ImportArgs),
    Config(ConfigArgs),
    Remind(RemindArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Runs the program with the process's own arguments. Returns its exit code.
#[must_use]
pub fn run(restore: TerminalRestore) -> u8 {
    let cli = Cli::parse();
    // `doctor` reports faulty settings itself.
    let look = if matches!(cli.command, Some(Command::Doctor(_))) {
        Context::despite_settings
    } else {
        Context::new
    };
    let mut context = match look(restore, cli.color, cli.plain) {
        Ok(context) => context,
        Err(failure) => return tell(&mut Output::new(cli.color.unwrap_or_default()), &failure),
    };
    let done = dispatch(cli.command, &mut context);
    let done = done.and_then(|exit| match context.output.flush() {
        // Nothing can be printed on a terminal that was closed.
        Err(_) if exit == Exit::Signal(1) => Ok(exit),
        flushed => Ok(flushed.map(|()| exit)?),
    });
    // A signal that arrived while the command was finishing still decides the exit code.
    let ended_by = context.restore.signal().map(Exit::Signal);
    match done {
        Ok(exit) => ended_by.unwrap_or(exit).code(),
        Err(_) if ended_by == Some(Exit::Signal(1)) => Exit::Signal(1).code(),
        // Who is told that a command failed runs it again, and what is recorded would be recorded twice.
        Err(failure) if failure.after_saving && context.recorded.get() => {
            let message = format!(
                "it is recorded; don't run the command again. What comes after that failed: {}",
                failure.message
            );
            context.output.say("warning", Tone::Warn, &message);
            Exit::Done.code()
        }
        Err(failure) => tell(&mut context.output, &failure),
    }
}

fn dispatch(command: Option<Command>, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        None => menu(context, Cli::command()),
        Some(Command::Study(args)) => args.run(context),
        Some(Command::Quiz(args)) => args.run(context),
        Some(Command::Interview(args)) => args.run(context),
        Some(Command::Place(args)) => args.run(context),
        Some(Command::Due(args)) => args.run(context),
        Some(Command::Goal(args)) => args.run(context),
        Some(Command::Stats(args)) => args.run(context),
        Some(Command::Roadmap(args)) => args.run(context),
        Some(Command::Projects(args)) => args.run(context),
        Some(Command::Habits(args)) => args.run(context),
        Some(Command::Matrix(args)) => args.run(context),
        Some(Command::Decks(args)) => args.run(context),
        Some(Command::Cards(args)) => args.run(context),
        Some(Command::Card(args)) => args.run(context),
        Some(Command::Add(args)) => args.run(context),
        Some(Command::Edit(args)) => args.run(context),
        Some(Command::Review(args)) => args.run(context),
        Some(Command::Undo(args)) => args.run(context),
        Some(Command::Suspend(args)) => args.run(context),
        Some(Command::Unsuspend(args)) => args.run(context),
        Some(Command::Mark(args)) => args.run(context),
        Some(Command::Reset(args)) => args.run(context),
        Some(Command::Pause(args)) => args.run(context),
        Some(Command::Fit(args)) => args.run(context),
        Some(Command::Doctor(args)) => args.run(context),
        Some(Command::Sync(args)) => args.run(context),
        Some(Command::Export(args)) => args.run(context),
        Some(Command::Import(args)) => args.run(context),
        Some(Command::Config(args)) => args.run(context),
        Some(Command::Remind(args)) => args.run(context),
        Some(Command::Completions(args)) => args.run(context, Cli::command()),
        Some(Command::Man(args)) => args.run(context, Cli::command()),
    }
}

/// Prints a failure: the one place where that happens.
fn tell(output: &mut Output, failure: &Failure) -> u8 {
    if failure.exit != Exit::Done {
        output.say("error", Tone::Bad, &failure.message);
        if let Some(hint) = &failure.hint {
            output.say("hint", Tone::Accent, hint);
        }
    }
    failure.exit.code()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_long_help().map(ToString::to_string);
            assert!(
                help.is_some_and(|help| help.contains("nodequiz ")),
                "`{}` shows no example",
                command.get_name()
            );
        }
    }
}
