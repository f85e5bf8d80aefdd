//! `nodequiz schema`: JSON Schemas, from the binary.

use clap::Args;

use crate::deck::nearest;
use crate::terminal::{Line, Tone};

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::schemas::SCHEMAS;

/// Print the JSON Schema of what a command prints with --json.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "A schema names the keys that are always there, and those that may be missing. A newer version may print more keys. \
nodequiz docs json says what they mean.

Examples:
  nodequiz schema                    the schemas
  nodequiz schema due
  nodequiz schema stats > stats.schema.json"
)]
pub struct SchemaArgs {
    /// The schema; without one they are listed
    #[arg(value_name = "SCHEMA")]
    name: Option<String>,
}

impl SchemaArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let Some(name) = self.name else {
            let lines: Vec<Line> = SCHEMAS
                .iter()
                .map(|schema| {
                    Line::styled(format!("{:<18}", schema.name), Tone::Accent)
                        .with(schema.title(), Tone::Plain)
                })
                .collect();
            context.output.lines(&lines)?;
            return Ok(Exit::Done);
        };
        let Some(schema) = SCHEMAS.iter().find(|schema| schema.name == name) else {
            let names = SCHEMAS.iter().map(|schema| schema.name);
            let hint = match nearest(&name, names) {
                Some(near) => format!("nodequiz schema {near}"),
                None => "nodequiz schema lists the schemas".to_owned(),
            };
            return Err(Failure::usage(format!("there is no schema `{name}`")).hint(hint));
        };
        context.output.raw(schema.text)?;
        Ok(Exit::Done)
    }
}
