//! `nodequiz docs` and `nodequiz schema`: the documentation and JSON Schemas, from the binary.

use clap::Args;

use crate::deck::nearest;
use crate::terminal::highlight::highlighter;
use crate::terminal::{Line, Tone, markdown};

use crate::app::{Context, Exit, Failure};

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

/// A page of the documentation, or a JSON Schema.
pub(super) struct Document {
    pub(super) name: &'static str,
    about: Option<&'static str>,
    /// Markdown, or JSON.
    text: &'static str,
}

impl Document {
    /// What it is about. A schema's title says which commands print such JSON.
    pub(super) fn about(&self) -> &'static str {
        let title = || {
            let (_, after) = self.text.split_once("\"title\": \"")?;
            Some(after.split_once('"')?.0)
        };
        self.about.or_else(title).unwrap_or_default()
    }
}

/// The text with this name; where none is given, lists all, with names in `columns`. `what` they are, and the command
/// that prints them, go into the message if there is none.
fn named(
    texts: &'static [Document],
    name: Option<&str>,
    (what, command): (&str, &str),
    columns: usize,
    context: &mut Context,
) -> Result<Option<&'static Document>, Failure> {
    let Some(name) = name else {
        let line = |text: &Document| {
            Line::styled(format!("{:<columns$}", text.name), Tone::Accent)
                .with(text.about(), Tone::Plain)
        };
        let lines: Vec<Line> = texts.iter().map(line).collect();
        context.output.lines(&lines)?;
        return Ok(None);
    };
    if let Some(text) = texts.iter().find(|text| text.name == name) {
        return Ok(Some(text));
    }
    let hint = match nearest(name, texts.iter().map(|text| text.name)) {
        Some(near) => format!("nodequiz {command} {near}"),
        None => format!("nodequiz {command} lists the {what}s"),
    };
    Err(Failure::usage(format!("there is no {what} `{name}`")).hint(hint))
}

macro_rules! page {
    ($name:literal, $about:literal) => {
        Document {
            name: $name,
            about: Some($about),
            text: include_str!(concat!("../../docs/", $name, ".md")),
        }
    };
}

/// All pages, in the order in which they are listed.
pub(super) const PAGES: &[Document] = &[
    page!("commands", "every command with its options, in a line each"),
    page!("four-weeks", "four weeks to an interview, day by day"),
    page!(
        "decks",
        "how a deck is written: every kind of card, every key"
    ),
    page!(
        "notes",
        "notes that you have already, and what becomes of them"
    ),
    page!(
        "import",
        "notes and decks of other programs: what is read, and how"
    ),
    page!("export", "cards for Anki, spreadsheets, paper"),
    page!("sharing", "decks of others, and publishing your own"),
    page!("data", "where your data lives, several devices, a backup"),
    page!(
        "goal",
        "a date: what the figures mean, and how they were tested"
    ),
    page!(
        "learning",
        "when a card comes back, and what that rule gains"
    ),
    page!("interview", "what the figures of a mock interview rest on"),
    page!("levels", "when a level is reached"),
    page!("words", "what due, known, today and other words mean"),
    page!("keys", "every key on every screen"),
    page!("screens", "every screen, as it looks"),
    page!(
        "plain",
        "without screens: for screen readers and slow lines"
    ),
    page!("json", "the shapes of what --json prints"),
    page!(
        "reliability",
        "what is promised of your answers, and how it is shown"
    ),
    page!("systems", "what differs on Windows and macOS"),
    page!("architecture", "how the program is built"),
];

macro_rules! schemas {
    ($($name:literal),* $(,)?) => {
        &[$(Document {
            name: $name,
            about: None,
            text: include_str!(concat!("../../docs/schema/", $name, ".json")),
        }),*]
    };
}

/// All schemas, in the order of `docs/json.md`.
pub(super) const SCHEMAS: &[Document] = schemas![
    "due",
    "goal",
    "stats",
    "roadmap",
    "projects",
    "habits",
    "matrix",
    "cards",
    "card",
    "doctor",
    "pause",
    "place",
    "fit",
    "fit-show",
    "interview",
    "interview-history",
    "sync",
    "sync-status",
    "export",
    "import-notes",
    "export-cards",
    "decks",
    "import",
    "decks-list",
    "decks-shared",
    "decks-check",
    "config",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::{PAGES, SCHEMAS};

    #[test]
    fn every_page_of_the_documentation_is_in_the_binary() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        let files = folder.read_dir().expect("the docs").flatten();
        let files: BTreeSet<String> = files
            .filter_map(|file| {
                let name = file.file_name().into_string().ok()?;
                name.strip_suffix(".md").map(str::to_owned)
            })
            .collect();
        let pages: BTreeSet<String> = PAGES.iter().map(|page| page.name.to_owned()).collect();
        assert_eq!(pages, files);
    }

    #[test]
    fn every_schema_is_in_the_binary() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
        let files = folder.read_dir().expect("the schemas").flatten();
        let files: BTreeSet<String> = files
            .map(|file| file.file_name().to_string_lossy().into_owned())
            .collect();
        let listed = SCHEMAS.iter().map(|schema| format!("{}.json", schema.name));
        assert_eq!(listed.collect::<BTreeSet<String>>(), files);
    }

    #[test]
    fn every_output_that_is_described_has_a_schema() {
        let page = PAGES.iter().find(|page| page.name == "json");
        let text = page.expect("the page about JSON").text;
        let headings = text.lines().filter(|line| line.starts_with("## "));
        let commands = headings.flat_map(|line| line.split('`').skip(1).step_by(2));
        let titles: Vec<&str> = SCHEMAS
            .iter()
            .flat_map(|one| one.about().split(", "))
            .collect();
        for command in commands {
            let title = format!("nodequiz {command}");
            assert!(titles.contains(&title.as_str()), "{title} has no schema");
        }
    }
}
