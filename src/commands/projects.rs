//! `nodequiz projects`: what to build, how far it is, and what it proves.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use serde::Serialize;

use crate::deck::roadmap::Projects;
use crate::history::{ProjectEntry, ProjectState};
use crate::progress::{ProjectRow, Proof, projects};
use crate::terminal::Tone;
use crate::terminal::report;

use super::exit::{Exit, Failure};
use super::learner::Learner;
use super::named::one_of;
use super::shelf::Shelf;
use super::sitting::remark;
use super::taken_back::take_back;
use super::world::World;

/// List the practice projects; show one, or say how far it is.
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_long_help = "What you say is kept in your journal. The newest state holds, and the newest note; an empty note
takes the note off, and --undo takes back what you said last.

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
    #[arg(long, value_name = "STATE", value_parser = state_parser(), requires = "project")]
    state: Option<ProjectState>,

    /// A remark: where it lives, what is missing, what you learned
    #[arg(long, value_name = "TEXT", requires = "project")]
    note: Option<String>,

    /// Take back what was said last about this project
    #[arg(long, requires = "project", conflicts_with_all = ["state", "note"])]
    undo: bool,

    /// Print JSON (its shape is in docs/json.md)
    #[arg(long, conflicts_with_all = ["state", "note", "undo"])]
    json: bool,
}

fn state_parser() -> impl clap::builder::TypedValueParser<Value = ProjectState> {
    PossibleValuesParser::new(ProjectState::ALL.map(ProjectState::name))
        .map(|name| ProjectState::from_name(&name).expect("one of the names just listed"))
}

#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    projects: &'a [ProjectRow],
}

impl ProjectsArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let wanted = self.project.as_deref().map(resolve).transpose()?;
        let shelf = Shelf::load(world)?;
        let mut learner = Learner::open(world, &shelf)?;
        if let Some(id) = wanted.filter(|_| self.undo) {
            return take_back(id, &mut learner, world, |event| {
                ProjectEntry::of(event).is_some_and(|entry| entry.project == id)
            });
        }
        if let Some(id) = wanted.filter(|_| self.state.is_some() || self.note.is_some()) {
            return self.say(id, &mut learner, world);
        }
        let journal = learner.journal()?;
        let proof = Proof::follow(&journal, learner.rules(), |_| {});
        let mut rows = projects(&journal, &proof, learner.schedule(), learner.library);
        if let Some(id) = wanted {
            rows.retain(|row| row.id == id);
        }
        if self.json {
            world.output.json(&Json {
                schema: 1,
                projects: &rows,
            })?;
            return Ok(Exit::Done);
        }
        let width = world.output.width();
        let lines = match rows.first() {
            Some(row) if wanted.is_some() => report::project(row, width),
            _ => report::projects(&rows, width),
        };
        world.output.lines(&lines)?;
        Ok(Exit::Done)
    }

    /// Writes down how far a project is.
    fn say(self, id: &str, learner: &mut Learner<'_>, world: &mut World) -> Result<Exit, Failure> {
        let entry = ProjectEntry {
            project: id.to_owned(),
            state: self.state,
            note: self.note.map(|note| note.trim().to_owned()),
        };
        learner.append(entry.event())?;
        learner.save(world);
        let said = match (entry.state, &entry.note) {
            (Some(state), _) => format!("{id} is {state} now."),
            (None, Some(note)) if note.is_empty() => format!("The note on {id} is taken off."),
            (None, _) => format!("The note on {id} is kept."),
        };
        remark(world, &said, Tone::Plain)?;
        Ok(Exit::Done)
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
