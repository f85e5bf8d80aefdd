//! `nodequiz docs`: the documentation, from the binary.

use clap::Args;

use crate::deck::nearest;
use crate::terminal::highlight::highlighter;
use crate::terminal::{Line, Tone, markdown};

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::pages::PAGES;

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

impl DocsArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let Some(name) = self.page else {
            let lines: Vec<Line> = PAGES
                .iter()
                .map(|page| {
                    Line::styled(format!("{:<14}", page.name), Tone::Accent)
                        .with(page.about, Tone::Plain)
                })
                .collect();
            context.output.lines(&lines)?;
            return Ok(Exit::Done);
        };
        let wanted = name.strip_suffix(".md").unwrap_or(&name);
        let Some(page) = PAGES.iter().find(|page| page.name == wanted) else {
            let names = PAGES.iter().map(|page| page.name);
            let hint = match nearest(wanted, names) {
                Some(near) => format!("nodequiz docs {near}"),
                None => "nodequiz docs lists the pages".to_owned(),
            };
            return Err(Failure::usage(format!("there is no page `{name}`")).hint(hint));
        };
        if context.output.is_terminal() {
            // Wider lines are hard to read.
            let width = context.output.width().min(100);
            let colored = highlighter(context.output.colors());
            context
                .output
                .lines(&markdown::render(page.text, width, colored))?;
        } else {
            context.output.text(page.text)?;
        }
        Ok(Exit::Done)
    }
}
