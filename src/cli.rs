//! The command line: global flags, and one variant per command.

use std::io::{self, Write};
use std::iter;

use clap::builder::Styles;
use clap::{
    ColorChoice, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum as _,
};
use clap_complete::CompleteEnv;

use crate::app::{Context, Exit, Failure};
use crate::commands::{self, completions};
use crate::store;
use crate::terminal::{Output, TerminalRestore, Tone};

/// Get through Node.js interviews, and keep what you learned.
#[derive(Parser, Clone, Debug)]
#[command(
    name = "nodequiz",
    version,
    long_about = "Get through Node.js interviews, and keep what you learned.

Question decks are asked as short daily sessions; each card comes back just before it would be \
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

    /// Say and ask everything line by line, with nothing redrawn (for screen readers; see nodequiz docs plain)
    #[arg(long, global = true)]
    plain: bool,

    /// Say nothing on standard error but errors
    #[arg(short, long, global = true)]
    quiet: bool,

    /// Print long reports as they are, without a pager
    #[arg(long, global = true)]
    no_pager: bool,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Clone, Debug)]
enum Command {
    Study(commands::study::StudyArgs),
    Quiz(commands::quiz::QuizArgs),
    Interview(commands::interview::InterviewArgs),
    Place(commands::place::PlaceArgs),
    Due(commands::due::DueArgs),
    Goal(commands::goal::GoalArgs),
    Stats(commands::stats::StatsArgs),
    Roadmap(commands::roadmap::RoadmapArgs),
    Projects(commands::projects::ProjectsArgs),
    Habits(commands::habits::HabitsArgs),
    Matrix(commands::matrix::MatrixArgs),
    Decks(commands::decks::DecksArgs),
    Cards(commands::cards::CardsArgs),
    Card(commands::card::CardArgs),
    Add(commands::add::AddArgs),
    Edit(commands::edit::EditArgs),
    Review(commands::review::ReviewArgs),
    Undo(commands::undo::UndoArgs),
    Suspend(commands::card_state::SuspendArgs),
    Unsuspend(commands::card_state::UnsuspendArgs),
    Mark(commands::card_state::MarkArgs),
    Reset(commands::card_state::ResetArgs),
    Pause(commands::pause::PauseArgs),
    Fit(commands::fit::FitArgs),
    Doctor(commands::doctor::DoctorArgs),
    Sync(commands::sync::SyncArgs),
    Export(commands::export::ExportArgs),
    Import(commands::import::ImportArgs),
    Config(commands::config::ConfigArgs),
    Remind(commands::remind::RemindArgs),
    Docs(commands::docs::DocsArgs),
    Schema(commands::docs::SchemaArgs),
    Completions(commands::completions::CompletionsArgs),
    Man(commands::man::ManArgs),
}

/// Runs the program with the process's own arguments. Returns its exit code.
#[must_use]
pub fn run(restore: TerminalRestore) -> u8 {
    CompleteEnv::with_factory(|| completions::with_candidates(Cli::command()))
        .var(completions::VARIABLE)
        .complete();
    let cli = command_line().try_get_matches();
    let cli = cli.and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match cli {
        Ok(cli) => cli,
        Err(error) => return help_or_usage(&error),
    };
    // `doctor` reports faulty settings itself.
    let despite_settings = matches!(cli.command, Some(Command::Doctor(_)));
    let mut context = match Context::new(restore, cli.color, cli.plain, despite_settings) {
        Ok(context) => context,
        Err(failure) => return tell(&mut Output::new(cli.color.unwrap_or_default()), &failure),
    };
    context.output = context.output.quietly(cli.quiet);
    // What a session leaves behind stays on the screen, however low that is.
    let is_session = matches!(
        cli.command,
        None | Some(
            Command::Study(_) | Command::Quiz(_) | Command::Place(_) | Command::Interview(_)
        )
    );
    let may_page = !cli.no_pager && !is_session;
    let done = dispatch(cli.command, &mut context);
    let done = done.and_then(|exit| match print(&mut context, may_page) {
        // Nothing can be printed on a terminal that was closed.
        Err(_) if exit == Exit::Signal(1) => Ok(exit),
        flushed => Ok(flushed.map(|()| exit)?),
    });
    // A signal that arrived while the command was finishing still decides the exit code.
    let ended_by = context.restore.signal().map(Exit::Signal);
    match done {
        Ok(exit) => ended_by.unwrap_or(exit).code(),
        Err(_) if ended_by == Some(Exit::Signal(1)) => Exit::Signal(1).code(),
        // Someone who is told that a command failed runs it again, and what is saved would be there twice.
        Err(failure) if failure.after_saving && context.recorded.get() => {
            let message = format!(
                "it is saved; don't run the command again. What comes after that failed: {}",
                failure.message
            );
            context.output.say("warning", Tone::Warn, &message);
            Exit::Done.code()
        }
        Err(failure) => tell(&mut context.output, &failure),
    }
}

/// Prints the help that was asked for, or what is wrong with the command line. Returns the exit code.
fn help_or_usage(error: &clap::Error) -> u8 {
    let code = u8::try_from(error.exit_code()).unwrap_or(Exit::Usage.code());
    match error.print().and_then(|()| io::stdout().flush()) {
        Err(unwritten) if code == Exit::Done.code() => {
            tell(&mut Output::new(ColorChoice::default()), &unwritten.into())
        }
        _ => code,
    }
}

/// Prints what is left, with a pager where it is more than a screen.
fn print(context: &mut Context, may_page: bool) -> io::Result<()> {
    let restore = context.restore.clone();
    let text = context.output.more_than_a_screen();
    if let Some(text) = text.filter(|_| may_page && !restore.is_plain())
        && restore.given_away(|| store::show_in_pager(&text))?
    {
        context.output.forget();
    }
    context.output.flush()
}

/// The groups of commands in the help.
const GROUPS: [(&str, &str); 5] = [
    (
        "Every day",
        "study quiz interview place due goal pause undo",
    ),
    ("Where you stand", "stats roadmap projects habits matrix"),
    (
        "Decks and cards",
        "decks cards card add edit review suspend unsuspend mark reset",
    ),
    ("Your data", "sync export import doctor fit"),
    (
        "Settings and help",
        "config remind completions docs schema man help",
    ),
];

/// The command line, with its help in groups, in the colours that were asked for.
fn command_line() -> clap::Command {
    let mut command = Cli::command().color(Output::new(color_flag()).for_help());
    let styles = Styles::styled();
    let (heading, name_style) = (styles.get_header(), styles.get_literal());
    let mut words = String::new();
    for (group, names) in GROUPS {
        words.push_str(&format!("{heading}{group}:{heading:#}\n"));
        for name in names.split(' ') {
            let about = command
                .find_subcommand(name)
                .and_then(clap::Command::get_about);
            let about = about.map_or_else(
                || "Explain a command, with examples".to_owned(),
                ToString::to_string,
            );
            words.push_str(&format!("  {name_style}{name:<12}{name_style:#} {about}\n"));
        }
        words.push('\n');
    }
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{words}{heading}Options:{heading:#}\n{{options}}{{after-help}}"
    );
    let global = command
        .get_arguments()
        .filter(|arg| arg.is_global_set())
        .map(|arg| arg.clone().hide(true));
    let global: Vec<clap::Arg> = global.collect();
    command = command.mut_subcommands(|one| explained_once(one, &global));
    command.help_template(template)
}

/// Where the options of every command are explained.
const FOR_ALL: &str =
    "With every command: --color, --plain, --quiet and --no-pager, which nodequiz --help explains.";

/// A command whose help leaves out the options that the program's help explains.
fn explained_once(command: clap::Command, global: &[clap::Arg]) -> clap::Command {
    let more = command.get_after_long_help().map(ToString::to_string);
    let more = more.map_or_else(|| FOR_ALL.to_owned(), |more| format!("{more}\n\n{FOR_ALL}"));
    command
        .args(global)
        .after_help(FOR_ALL)
        .after_long_help(more)
}

/// What `--color` says, read before all else: `--help` obeys it, too.
fn color_flag() -> ColorChoice {
    let mut words = std::env::args();
    while let Some(word) = words.next() {
        let value = match word.split_once('=') {
            Some(("--color", value)) => Some(value.to_owned()),
            None if word == "--color" => words.next(),
            _ => None,
        };
        if let Some(choice) = value.and_then(|value| ColorChoice::from_str(&value, true).ok()) {
            return choice;
        }
    }
    ColorChoice::Auto
}

fn dispatch(command: Option<Command>, context: &mut Context) -> Result<Exit, Failure> {
    match command {
        None => commands::menu::menu(context, command_line(), |words, context| {
            let words = iter::once("nodequiz").chain(words.split(' '));
            dispatch(Cli::parse_from(words).command, context)
        }),
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
        Some(Command::Docs(args)) => args.run(context),
        Some(Command::Schema(args)) => args.run(context),
        Some(Command::Completions(args)) => args.run(context),
        Some(Command::Man(args)) => args.run(context, Cli::command()),
    }
}

/// Prints a failure: the one place where that happens.
fn tell(output: &mut Output, failure: &Failure) -> u8 {
    if matches!(failure.exit, Exit::Failed | Exit::Usage) {
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
    fn the_help_lists_every_command_once() {
        let command = Cli::command();
        let names = command.get_subcommands().map(clap::Command::get_name);
        let mut names: Vec<&str> = names.chain(["help"]).collect();
        let listed = GROUPS.iter().flat_map(|(_, names)| names.split(' '));
        let mut listed: Vec<&str> = listed.collect();
        names.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, names);
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
