//! `nodequiz export`: all your data in one file, or cards for other programs.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::exchange::Answers;
use crate::report;
use crate::store::{self, ArchiveError};

use crate::app::cards_export::{CardFormat, CardsExport};
use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::filters::FilterArgs;

/// Write all your data into one file, or cards for Anki, a spreadsheet, paper.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "The archive is a zip with your journals, decks, prompts, reports, attempts at code and settings as they \
are. Only you can read the file. nodequiz import --archive brings it back, here or on \
another machine.

With --format it is cards instead: those that the filters choose, or all. nodequiz docs export says what each \
format holds.

Examples:
  nodequiz export --archive ~/nodequiz-backup.zip
  nodequiz export --archive ~/nodequiz-backup.zip --force     over the one of last week
  nodequiz export --format apkg --out nodequiz.apkg           for Anki, with what you have learned
  nodequiz export runtime async --format html --out print.html
  nodequiz export mine --format csv | head"
)]
pub struct ExportArgs {
    #[command(flatten)]
    filter: FilterArgs,

    /// The archive to write
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "out", "answers", "decks", "topics", "tags", "levels"])]
    archive: Option<PathBuf>,

    /// Write cards, in this format
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<CardFormat>,

    /// The file to write, or with several decks as Markdown the folder; without it, or as `-`, they are printed
    #[arg(long, value_name = "FILE", requires = "format")]
    out: Option<PathBuf>,

    /// In a booklet, where the answers are
    #[arg(
        long,
        value_name = "WHERE",
        value_enum,
        requires = "format",
        default_value = "end"
    )]
    answers: AnswersPlace,

    /// Replace a file of that name
    #[arg(long)]
    force: bool,

    /// Print what was written as JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
}

/// Where the answers of a booklet are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum AnswersPlace {
    /// After all questions
    End,
    /// Beside each question
    Beside,
}

impl ExportArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        match (&self.archive, self.format) {
            (Some(path), _) => self.archive(context, path),
            (None, Some(format)) => self.cards(context, format),
            (None, None) => Err(Failure::usage("nothing says what to export").hint(
                "nodequiz export --archive FILE writes all your data into one file; --format FORMAT writes cards",
            )),
        }
    }

    fn cards(&self, context: &mut Context, format: CardFormat) -> Result<Exit, Failure> {
        let out = self.out.as_deref().filter(|path| *path != Path::new("-"));
        let export = CardsExport {
            format,
            filter: &self.filter,
            answers: match self.answers {
                AnswersPlace::End => Answers::End,
                AnswersPlace::Beside => Answers::Beside,
            },
            out,
            force: self.force,
        };
        if self.json && out.is_none() {
            return Err(Failure::usage("--json says what was written into a file")
                .hint("add --out FILE, or take --format json for the cards themselves"));
        }
        let Some(report) = export.run(context)? else {
            return Ok(Exit::Done);
        };
        context.print(self.json, &report, |width| {
            report::cards_exported(&report, width)
        })
    }

    fn archive(&self, context: &mut Context, path: &Path) -> Result<Exit, Failure> {
        let exported = store::export(&context.home, path, self.force).map_err(|error| {
            let hint = match &error {
                ArchiveError::Exists(_) => "--force replaces it; or choose another name",
                ArchiveError::Nothing(_) => {
                    "is that the right place? NODEQUIZ_HOME and XDG_DATA_HOME decide about it"
                }
                _ => "nothing was written; see that it can be read and written",
            };
            Failure::failed(&error).hint(hint)
        })?;
        context.recorded.set(true);
        context.print(self.json, &exported, |width| {
            report::exported(&exported, width)
        })
    }
}
