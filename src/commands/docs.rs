//! `nodequiz docs` and `nodequiz schema`: the documentation and JSON Schemas, from the binary.

use clap::Args;

use crate::terminal::highlight::highlighter;
use crate::terminal::markdown;

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::pages::{PAGES, SCHEMAS, named};

/// Show the documentation.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "In a pipe, the page is printed as Markdown.

Examples:
  nodequiz docs               the pages
  nodequiz docs decks         how a deck is written
  nodequiz docs json > json.md")]
pub struct DocsArgs {
    /// The page; without one they are listed
    #[arg(value_name = "PAGE")]
    page: Option<String>,
}

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

impl DocsArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let name = self.page.as_deref();
        let name = name.map(|name| name.strip_suffix(".md").unwrap_or(name));
        let Some(page) = named(PAGES, name, ("page", "docs"), 14, context)? else {
            return Ok(Exit::Done);
        };
        if context.output.is_terminal() {
            // Wider lines are hard to read.
            let width = context.output.width().min(100);
            let colored = highlighter(context.output.colors());
            return context.lines(&markdown::render(page.text, width, colored));
        }
        context.output.text(page.text)?;
        Ok(Exit::Done)
    }
}

impl SchemaArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let name = self.name.as_deref();
        if let Some(schema) = named(SCHEMAS, name, ("schema", "schema"), 18, context)? {
            context.output.raw(schema.text)?;
        }
        Ok(Exit::Done)
    }
}
