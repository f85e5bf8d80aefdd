//! `nodequiz projects`: what to build, and how far it is.

use std::collections::BTreeMap;

use clap::Args;

use crate::deck::roadmap::Projects;
use crate::history::{Event, ProjectEntry, ProjectState};
use crate::progress::{CardResults, ReadingTimes, projects};
use crate::report;

use crate::app::find::{named, one_of};
use crate::app::{Context, Exit, Failure, OpenHistory};

/// List the practice projects; show one, or record how far it is.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "What you say is kept in your journal. The newest state and the newest note count; an empty note \
removes the note, and --undo takes back your last entry.

Examples:
  nodequiz projects
  nodequiz projects log-cli
  nodequiz projects log-cli --state doing --note \"reads from a pipe, too\"
  nodequiz projects log-cli --undo
  nodequiz projects --json | jq '.projects[] | select(.state == \"done\") | .id'"
)]
pub struct ProjectsArgs {
    /// The project's id, or the start of one
    #[arg(value_name = "PROJECT")]
    project: Option<String>,

    /// How far it is
    #[arg(long, value_name = "STATE", value_parser = named(&ProjectState::ALL, ProjectState::name), requires = "project")]
    state: Option<ProjectState>,

    /// A note: where it lives, what is missing, what you learned
    #[arg(long, value_name = "TEXT", requires = "project")]
    note: Option<String>,

    /// Take back the newest entry about this project
    #[arg(long, requires = "project", conflicts_with_all = ["state", "note"])]
    undo: bool,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long, conflicts_with_all = ["state", "note", "undo"])]
    json: bool,
}

impl ProjectsArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let wanted = self.project.as_deref().map(resolve).transpose()?;
        let mut history = OpenHistory::open(context)?;
        if let Some(id) = wanted.filter(|_| self.undo) {
            return history.take_back(
                id,
                context,
                |event| matches!(event, Event::Project(entry) if entry.project == id),
            );
        }
        if let Some(id) = wanted.filter(|_| self.state.is_some() || self.note.is_some()) {
            return self.say(id, &mut history, context);
        }
        let journal = history.journal()?;
        let reading = ReadingTimes::of(history.library.cards());
        let results = CardResults::follow(&journal, history.rules(), &reading, |_| {});
        let mut rows = projects(&journal, &results, history.schedule(), history.library);
        if let Some(id) = wanted {
            rows.retain(|row| row.id == id);
        }
        let json = BTreeMap::from([("projects", &rows)]);
        context.print(self.json, &json, |width| match rows.first() {
            Some(row) if wanted.is_some() => report::project(row, width),
            _ => report::projects(&rows, width),
        })
    }

    /// Records how far a project is.
    fn say(
        self,
        id: &str,
        history: &mut OpenHistory,
        context: &mut Context,
    ) -> Result<Exit, Failure> {
        let entry = ProjectEntry {
            project: id.to_owned(),
            state: self.state,
            note: self.note.map(|note| note.trim().to_owned()),
        };
        history.append(Event::Project(entry.clone()))?;
        history.save(context);
        let message = match (entry.state, &entry.note) {
            (Some(state), _) => format!("{id} is {state} now."),
            (None, Some(note)) if note.is_empty() => format!("The note on {id} is taken off."),
            (None, _) => format!("The note on {id} is kept."),
        };
        context.done(&message)
    }
}

/// The id of the project named.
fn resolve(name: &str) -> Result<&'static str, Failure> {
    let ids = Projects::builtin()
        .projects
        .iter()
        .map(|one| one.id.as_str());
    one_of(name, ids, "project", "nodequiz projects")
}
