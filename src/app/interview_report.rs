//! The reports of `nodequiz interview`: printed, and written into a file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::plan::RecordedInterview;
use crate::progress::{InterviewReport, InterviewRow, interview_history};
use crate::report;
use crate::store::{may_write_outside, write_outside};
use crate::terminal::Numbered;
use crate::wording::{interview_markdown, interview_sections};

use super::context::Context;
use super::exit::{Exit, Failure};
use super::interactive;

/// The file that the report is written to.
pub(crate) struct Out {
    path: PathBuf,
    form: Form,
    replace: bool,
}

#[derive(Clone, Copy)]
enum Form {
    Markdown,
    Json,
}

#[derive(Serialize)]
struct HistoryJson<'a> {
    interviews: &'a [InterviewRow],
}

impl Out {
    /// The format follows from the file's ending. Fails before the interview where it cannot be written.
    pub(crate) fn new(path: &Path, replace: bool) -> Result<Self, Failure> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let form = match ending.map(str::to_lowercase).as_deref() {
            Some("md") => Form::Markdown,
            Some("json") => Form::Json,
            _ => {
                let message = format!("{} ends in neither .md nor .json", path.display());
                return Err(
                    Failure::usage(message).hint("the ending says what kind of report it is")
                );
            }
        };
        may_write_outside(path, replace).map_err(|error| {
            let failure = Failure::usage(format!("{}: {error}", path.display()));
            match error.kind() {
                ErrorKind::AlreadyExists => {
                    Failure::usage(format!("{} is there already", path.display()))
                        .hint("name another file, or replace it with --force")
                }
                ErrorKind::NotFound => Failure::usage(format!(
                    "{} cannot be written: its folder is not there",
                    path.display()
                ))
                .hint("create the folder, or name another file"),
                _ => failure.hint("name another file"),
            }
        })?;
        Ok(Self {
            path: path.to_owned(),
            form,
            replace,
        })
    }

    fn write(&self, figures: &InterviewReport) -> Result<(), Failure> {
        let text = match self.form {
            Form::Markdown => interview_markdown(figures),
            Form::Json => {
                let mut text = serde_json::to_string_pretty(&Numbered::of(figures))?;
                text.push('\n');
                text
            }
        };
        write_outside(&self.path, text.as_bytes(), self.replace).map_err(|error| {
            Failure::failed(format!("{}: {error}", self.path.display()))
                .hint("the interview is kept; try again: nodequiz interview --last --out FILE")
        })
    }
}

/// Prints a report, and writes it to its file.
pub(crate) fn tell(
    figures: &InterviewReport,
    out: Option<&Out>,
    context: &mut Context,
) -> Result<(), Failure> {
    let lines = report::interview(&interview_sections(figures), context.output.width());
    interactive::after_lines(context)?;
    context.output.lines(&lines)?;
    context.output.flush()?;
    if let Some(out) = out {
        out.write(figures)?;
        let words = format!("Written to {}", out.path.display());
        context.output.say_lines(&[words.as_str().into()]);
    }
    Ok(())
}

/// Prints the report of an earlier interview.
pub(crate) fn print_again(
    figures: &InterviewReport,
    out: Option<&Out>,
    json: bool,
    context: &mut Context,
) -> Result<Exit, Failure> {
    if json {
        context.output.json(figures)?;
        if let Some(out) = out {
            out.write(figures)?;
        }
    } else {
        tell(figures, out, context)?;
    }
    Ok(Exit::Done)
}

/// The answers to reserved prompts over time.
pub(crate) fn print_history(
    all: &[RecordedInterview],
    json: bool,
    context: &mut Context,
) -> Result<Exit, Failure> {
    let interviews = &interview_history(all);
    context.print(json, &HistoryJson { interviews }, |width| {
        report::interview_trend(interviews, width)
    })
}
