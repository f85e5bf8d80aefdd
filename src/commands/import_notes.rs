//! `nodequiz import FILE`: brings in notes and decks of others.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::exchange::{
    BadSource, Columns, Format, FoundBody, ReadSource, is_anki_package, read_notes, take_pictures,
};
use crate::id::DeckId;
use crate::report::{self, NotesDeckReport, NotesReport};
use crate::store::{self, LeftOut, SourceFile};
use crate::terminal::{Tone, is_interactive};
use crate::wording::count;

use super::import_plan::{Plan, cards, nothing_changed};
use crate::app::find::deck_id;
use crate::app::{Context, Exit, Failure, OpenHistory, interactive, needs_terminal};

/// Notes and decks of others: which, and how they are read.
#[derive(Args, Clone, Debug)]
pub(super) struct NotesArgs {
    /// Files of notes, folders with such files, or `-` for standard input
    #[arg(value_name = "FILE", conflicts_with = "archive")]
    pub(super) files: Vec<PathBuf>,

    /// Read the files as: document, deck, hashcards, obsidian, csv, tsv, anki-text, apkg, json
    #[arg(long, value_name = "FORMAT", conflicts_with = "archive", value_parser = Format::named)]
    pub(super) format: Option<Format>,

    /// The deck to write to; by default one for each deck that is found
    #[arg(long, value_name = "ID", conflicts_with = "archive")]
    pub(super) deck: Option<String>,

    /// The column of a table that asks: its name, or its number from 1
    #[arg(long, value_name = "COL", conflicts_with = "archive")]
    pub(super) question: Option<String>,

    /// The column that answers
    #[arg(long, value_name = "COL", conflicts_with = "archive")]
    pub(super) answer: Option<String>,

    /// The column with tags
    #[arg(long, value_name = "COL", conflicts_with = "archive")]
    pub(super) tags: Option<String>,

    /// Write questions without answers, too, to be filled in
    #[arg(long, conflicts_with = "archive")]
    pub(super) outline: bool,

    /// Also import the answers given in the other program
    #[arg(long, conflicts_with = "archive")]
    pub(super) progress: bool,

    /// Only show what would be done
    #[arg(long)]
    pub(super) dry_run: bool,

    /// Write without asking
    #[arg(long, conflicts_with = "archive")]
    pub(super) yes: bool,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long)]
    pub(super) json: bool,
}

impl NotesArgs {
    /// What is known of the columns of tables.
    fn columns(&self) -> Columns {
        Columns {
            question: self.question.clone(),
            answer: self.answer.clone(),
            tags: self.tags.clone(),
            headed: false,
        }
    }
}

#[derive(Serialize)]
struct NotesJson<'a> {
    /// Whether anything was written.
    written: bool,
    files: &'a [NotesReport],
    /// Files of a folder that could not be read, or have no questions.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    left_out: &'a [LeftOut],
}

pub(super) fn run(context: &mut Context, mut request: NotesArgs) -> Result<Exit, Failure> {
    if request.files.is_empty() {
        return Err(Failure::usage("nothing says what to import").hint(
            "nodequiz import FILE brings in notes; nodequiz import --archive FILE brings back what `nodequiz export` wrote",
        ));
    }
    let wanted = match &request.deck {
        Some(name) => Some(DeckId::new(name).or_else(|_| deck_id(name, "mine"))?),
        None => None,
    };
    let lock = interactive::lock_files(context, "import")?;
    let (read, left_out) = read_all(context, &request)?;
    let answered = |read: &ReadSource| cards(read).any(|body| *body != FoundBody::Unanswered);
    let answered_any = read.iter().any(|(_, read)| answered(read));
    let open: usize = read
        .iter()
        .filter(|(_, read)| !answered(read))
        .map(|(_, read)| cards(read).count())
        .sum();
    let asks = !request.json && !request.yes && is_interactive();
    if open > 0 && !request.outline && asks && !request.dry_run {
        let question = format!(
            "No answers. Write an outline of {}?",
            count(open, "topic", "topics")
        );
        request.outline = context.offer(&question, false)?;
    }
    let mut plan = Plan::new(context, request.outline, request.progress)?;
    let mut reports = Vec::new();
    for ((name, shown), read) in read {
        reports.push(plan.add(context, &name, shown, read, wanted.as_ref())?);
    }
    if !request.json {
        let width = context.output.width();
        for report in &reports {
            context.output.lines(&report::notes(report, width))?;
        }
        context
            .output
            .lines(&report::files_left_out(&left_out, width))?;
        context.output.flush()?;
    }
    let new = what_is_new(&reports, plan.yours.len());
    let only_answers = !reports
        .iter()
        .flat_map(|report| &report.decks)
        .any(NotesDeckReport::changes);
    let may_write = match &new {
        Some(what) if !request.dry_run => request.yes || agrees(context, &request, what)?,
        _ => false,
    };
    if may_write {
        plan.write(context, &mut reports)?;
        context.recorded.set(true);
        drop(lock);
        OpenHistory::warm_up(context)?;
    }
    if request.json {
        let json = NotesJson {
            written: may_write,
            files: &reports,
            left_out: &left_out,
        };
        return context.json(&json);
    }
    offer_outline(context, &request, &reports)?;
    let words = match (request.dry_run, new, may_write) {
        (true, ..) => "Nothing was written (--dry-run).".to_owned(),
        (false, None, _) => "Nothing new; nothing was written.".to_owned(),
        (false, _, false) => "Nothing was written.".to_owned(),
        (false, Some(what), true) if only_answers => format!("Written: {what}."),
        (false, Some(_), true) if open > 0 && !answered_any => {
            "Written. nodequiz edit DECK opens a deck; a card is asked once you have written its answer."
                .to_owned()
        }
        (false, Some(_), true) => {
            let decks: Vec<&str> = reports
                .iter()
                .flat_map(|report| &report.decks)
                .map(|deck| deck.deck.as_str())
                .collect();
            match decks.as_slice() {
                [only] => format!(
                    "Written. nodequiz study {only} asks them; nodequiz decks check {only} looks for faults."
                ),
                _ => "Written. nodequiz study asks them; nodequiz decks check looks for faults."
                    .to_owned(),
            }
        }
    };
    context.done(&words)
}

/// What would be written: decks, or where none changes, answers.
fn what_is_new(reports: &[NotesReport], answers_to_yours: usize) -> Option<String> {
    let decks = || reports.iter().flat_map(|report| &report.decks);
    match decks().filter(|deck| deck.changes()).count() {
        0 => {
            let answers = decks().map(|deck| deck.reviews).sum::<usize>() + answers_to_yours;
            (answers > 0).then(|| count(answers, "answer to the journal", "answers to the journal"))
        }
        decks => Some(count(decks, "deck", "decks")),
    }
}

/// Says how questions without answers become a deck.
fn offer_outline(
    context: &mut Context,
    request: &NotesArgs,
    reports: &[NotesReport],
) -> Result<(), Failure> {
    let unanswered: usize = reports.iter().map(|report| report.unanswered).sum();
    if unanswered > 0 && !request.outline {
        let words = format!(
            "{} without an answer; --outline writes them as a deck to fill in.",
            count(
                unanswered,
                "question or topic is",
                "questions and topics are"
            )
        );
        context.remark(&words, Tone::Plain)?;
    }
    Ok(())
}

/// Whether the learner wants it written.
fn agrees(context: &Context, request: &NotesArgs, what: &str) -> Result<bool, Failure> {
    let written = format!("{what} would be written");
    needs_terminal(request.json, &written, "--yes writes, --dry-run only shows")?;
    let question = format!("Write {what}?");
    context.offer(&question, true)
}

/// A file as it is known to later imports and as it is shown, with what is in it.
type ReadFile = ((String, String), ReadSource);

/// Reads all files. In a folder, one that cannot be read or has no questions is left out; one that was named has to be read.
fn read_all(
    context: &Context,
    request: &NotesArgs,
) -> Result<(Vec<ReadFile>, Vec<LeftOut>), Failure> {
    let mut asked = Vec::new();
    let (mut all, mut left_out) = (Vec::new(), Vec::new());
    for path in &request.files {
        let in_folder = path != Path::new("-") && path.is_dir();
        for file in store::source_files(path).map_err(|error| nothing_changed(&error))? {
            let read = match store::read_source(path, &file) {
                Ok(source) => {
                    let name = (source.name.clone(), source.shown.clone());
                    let read = read_one(context, source, request, &mut asked);
                    read.map(|mut read| {
                        if read.format != Format::Apkg && path != Path::new("-") {
                            take_pictures(&mut read.found, true, |address| {
                                store::picture_of_document(path, &file, address)
                            });
                        }
                        (name, read)
                    })
                }
                Err(error) if in_folder => Err(Unread::Bad {
                    why: error.why(),
                    hint: String::new(),
                }),
                Err(error) => return Err(nothing_changed(&error)),
            };
            let why = match read {
                Ok((_, read))
                    if in_folder
                        && cards(&read).next().is_none()
                        && read.found.passed_over.is_empty() =>
                {
                    "no questions were found in it".to_owned()
                }
                Ok(read) => {
                    all.push(read);
                    continue;
                }
                Err(Unread::Bad { why, .. }) if in_folder => why,
                Err(Unread::Bad { why, hint }) => {
                    let shown = if path == Path::new("-") {
                        "standard input".to_owned()
                    } else {
                        file.display().to_string()
                    };
                    return Err(Failure::failed(format!("{shown}: {why}")).hint(hint));
                }
                Err(Unread::Stop(failure)) => return Err(failure),
            };
            let file = file.display().to_string();
            left_out.push(LeftOut { file, why });
        }
    }
    Ok((all, left_out))
}

/// Why a file was not read.
enum Unread {
    /// It is not a file of notes, or its columns are not known.
    Bad { why: String, hint: String },
    /// The learner does not want to go on, or cannot be asked.
    Stop(Failure),
}

/// The columns that were chosen at the terminal for tables whose columns have these names.
type Asked = Vec<(Vec<String>, Columns)>;

/// Reads one file; asks which columns ask and answer where nothing says so.
fn read_one(
    context: &Context,
    file: SourceFile,
    request: &NotesArgs,
    asked: &mut Asked,
) -> Result<ReadSource, Unread> {
    let SourceFile { name, shown, bytes } = file;
    let columns = request.columns();
    let bad = |why: String, hint: &str| Unread::Bad {
        why,
        hint: hint.to_owned(),
    };
    let has = |name: &str| memchr::memmem::find(&bytes, name.as_bytes()).is_some();
    if is_anki_package(&bytes) {
        // It may be large: it is not copied.
        let read = read_notes(&name, bytes, request.format, &columns);
        return read.map_err(|error| bad(error.to_string(), "nothing was changed"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let hint = if has(crate::exchange::MANIFEST) {
            format!("it is a nodequiz archive: nodequiz import --archive {shown}")
        } else {
            "unpack it, and import the folder".to_owned()
        };
        return Err(bad("it is not a file of notes".to_owned(), &hint));
    }
    let mut read = read_notes(&name, bytes.clone(), request.format, &columns);
    if let Err(BadSource::Unmapped(names)) = &read {
        let before = asked.iter().find(|(before, _)| before == names);
        let chosen = match before {
            Some((_, chosen)) => Some(chosen.clone()),
            None if is_interactive() && !request.json => {
                let chosen = ask_columns(context, &name, names, &columns);
                let chosen = chosen.map_err(Unread::Stop)?;
                asked.push((names.clone(), chosen.clone()));
                Some(chosen)
            }
            None => None,
        };
        if let Some(chosen) = chosen {
            read = read_notes(&name, bytes, request.format, &chosen);
        }
    }
    read.map_err(|error| match error {
        BadSource::TooLarge(_) => bad(
            error.to_string(),
            "nothing was changed; divide it, and import its parts",
        ),
        BadSource::Broken { .. } | BadSource::Damaged(_) => bad(
            error.to_string(),
            "nothing was changed; --format says how to read it",
        ),
        _ => bad(
            error.to_string(),
            "nothing was changed; name them: --question COL --answer COL [--tags COL]",
        ),
    })
}

/// Asks which columns of a file are question and answer, and whether its first row is a card.
fn ask_columns(
    context: &Context,
    file: &str,
    names: &[String],
    known: &Columns,
) -> Result<Columns, Failure> {
    let ask = |role: &str, but: Option<&str>| -> Result<String, Failure> {
        let numbered = (1..).map(|number: usize| number.to_string()).zip(names);
        let (numbers, items): (Vec<String>, Vec<&str>) = numbered
            .filter(|(number, name)| but.is_none_or(|but| but != number && but != *name))
            .map(|(number, name)| (number, name.as_str()))
            .unzip();
        let prompt = format!("Which column is the {role}? ({file})");
        context
            .choose(&prompt, &items)?
            .and_then(|at| numbers.get(at).cloned())
            .ok_or_else(|| Failure::failed("nothing was chosen").hint("nothing was changed"))
    };
    let question = match &known.question {
        Some(question) => question.clone(),
        None => ask("question", known.answer.as_deref())?,
    };
    let answer = match &known.answer {
        Some(answer) => answer.clone(),
        None => ask("answer", Some(&question))?,
    };
    let is_card = context.offer("Is the first row a card?", false)?;
    Ok(Columns {
        question: Some(question),
        answer: Some(answer),
        tags: known.tags.clone(),
        headed: !is_card,
    })
}
