//! `nodequiz import FILE`: brings in notes and decks of others.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::deck::Source;
use crate::exchange::{
    BadTable, Columns, Format, Found, FoundBody, FoundDeck, FoundReview, ImportRecord, Picture,
    ReadSource, Target, UpdatedDeck, is_anki_package, read_notes, update_deck,
};
use crate::history::RecordId;
use crate::id::{CardId, DeckId, slug};
use crate::report::{self, NotesDeckReport, NotesReport, YourCards};
use crate::store::{self, SourceFile};
use crate::terminal::wrap::wrap;
use crate::terminal::{Line, choose, is_interactive, offer};
use crate::wording::count;

use crate::app::confirm::agreed;
use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::files;
use crate::app::loaded_decks::{LoadedDecks, OwnDecks};
use crate::app::open_history::OpenHistory;

/// What the command line says about an import of notes.
#[derive(Clone, Debug)]
pub(super) struct NotesRequest {
    pub(super) paths: Vec<PathBuf>,
    pub(super) format: Option<Format>,
    pub(super) deck: Option<String>,
    pub(super) columns: Columns,
    pub(super) outline: bool,
    pub(super) progress: bool,
    pub(super) dry_run: bool,
    pub(super) yes: bool,
    pub(super) json: bool,
}

#[derive(Serialize)]
struct NotesJson<'a> {
    schema: u32,
    /// Whether anything was written.
    written: bool,
    files: &'a [NotesReport],
}

/// A deck file that is to be written.
struct Planned {
    id: DeckId,
    /// Answers in the other program that are not in the journal yet.
    reviews: Vec<NewReview>,
    pictures: Vec<Picture>,
    /// The file that is there, as it is shown.
    there: Option<String>,
    record: String,
    updated: UpdatedDeck,
}

pub(super) fn run(context: &mut Context, mut request: NotesRequest) -> Result<Exit, Failure> {
    let wanted = match &request.deck {
        Some(name) => Some(deck_id(name)?),
        None => None,
    };
    let lock = files::lock(context, "import")?;
    let mut read = Vec::new();
    for path in request.paths.clone() {
        for file in store::source_files(&path).map_err(|error| nothing_changed(&error))? {
            let source =
                store::read_source(&path, &file).map_err(|error| nothing_changed(&error))?;
            let name = (source.name.clone(), source.shown.clone());
            read.push((name, read_one(context, source, &mut request)?));
        }
    }
    let answered = |read: &ReadSource| cards(read).any(|body| *body != FoundBody::Unanswered);
    let open: usize = read
        .iter()
        .filter(|(_, read)| !answered(read))
        .map(|(_, read)| cards(read).count())
        .sum();
    let asks = !request.json && !request.yes && is_interactive();
    if open > 0 && !request.outline && asks && !request.dry_run {
        let question = format!(
            "There are no answers to {}. Write an outline to fill in?",
            count(open, "question or topic", "questions and topics")
        );
        request.outline = agreed(
            context,
            offer(&context.restore, &question, false, context.output.colors()),
        )?;
    }
    let mut plan = Plan::new(context, &request)?;
    let mut reports = Vec::new();
    for ((name, shown), read) in read {
        reports.push(plan.add(context, &name, shown, read, wanted.as_ref())?);
    }
    if !request.json {
        for report in &reports {
            let lines = report::notes(report, context.output.width());
            context.output.lines(&lines)?;
        }
        context.output.flush()?;
    }
    let decks = reports.iter().flat_map(|report| &report.decks);
    let new: usize = decks
        .filter(|deck| deck.changes() || deck.reviews > 0)
        .count();
    let new = new + usize::from(!plan.yours.is_empty());
    let may_write = !request.dry_run && new > 0 && (request.yes || agrees(context, &request, new)?);
    if may_write {
        plan.write(context, &mut reports)?;
        drop(lock);
        files::warm_up(context)?;
    }
    if request.json {
        let json = NotesJson {
            schema: 1,
            written: may_write,
            files: &reports,
        };
        context.output.json(&json)?;
        return Ok(Exit::Done);
    }
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
        context
            .output
            .lines(&wrap(&Line::from(words), context.output.width(), 0))?;
    }
    let words = match (request.dry_run, new, may_write) {
        (true, ..) => "Nothing was written (--dry-run).".to_owned(),
        (false, 0, _) => "Nothing new; nothing was written.".to_owned(),
        (false, _, false) => "Nothing was written.".to_owned(),
        (false, _, true) => {
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
    context
        .output
        .lines(&wrap(&Line::from(words), context.output.width(), 0))?;
    Ok(Exit::Done)
}

fn nothing_changed(error: &dyn std::fmt::Display) -> Failure {
    Failure::failed(error.to_string()).hint("nothing was changed")
}

fn cards(read: &ReadSource) -> impl Iterator<Item = &FoundBody> {
    let cards = read.found.decks.iter().flat_map(|deck| &deck.cards);
    cards.map(|card| &card.body)
}

fn deck_id(name: &str) -> Result<DeckId, Failure> {
    DeckId::new(name)
        .or_else(|_| DeckId::new(&slug(name)))
        .map_err(|_| {
            Failure::usage(format!("`{name}` has no letter or digit to name a deck by"))
                .hint("a name such as `mine`")
        })
}

/// Whether the learner wants it written.
fn agrees(context: &Context, request: &NotesRequest, decks: usize) -> Result<bool, Failure> {
    if request.json || !is_interactive() {
        let message = format!(
            "{} would be written, and there is no terminal to ask on",
            count(decks, "deck", "decks")
        );
        return Err(Failure::usage(message).hint("--yes writes, --dry-run only shows"));
    }
    let question = format!("Write {}?", count(decks, "deck", "decks"));
    agreed(
        context,
        offer(&context.restore, &question, true, context.output.colors()),
    )
}

/// Reads one file; asks which columns hold questions and answers where nothing says so.
fn read_one(
    context: &Context,
    file: SourceFile,
    request: &mut NotesRequest,
) -> Result<ReadSource, Failure> {
    let SourceFile { name, shown, bytes } = file;
    let has = |name: &str| memchr::memmem::find(&bytes, name.as_bytes()).is_some();
    if is_anki_package(&bytes) {
        // It may be large: it is not copied.
        let read = read_notes(&name, bytes, request.format, &request.columns);
        return read.map_err(|error| nothing_changed(&format!("{shown}: {error}")));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let failure = Failure::failed(format!("{shown} is not a file of notes"));
        return Err(if has(crate::exchange::MANIFEST) {
            failure.hint(format!(
                "it is an archive of nodequiz: nodequiz import --archive {shown}"
            ))
        } else {
            failure.hint("unpack it, and import the folder")
        });
    }
    let mut columns = request.columns.clone();
    for _ in 0..2 {
        match read_notes(&name, bytes.clone(), request.format, &columns) {
            Ok(read) => {
                request.columns = columns;
                return Ok(read);
            }
            Err(BadTable::Unmapped(names)) if is_interactive() && !request.json => {
                let Some(chosen) = ask_columns(context, &names, &columns)? else {
                    return Err(Failure::failed("nothing was chosen").hint("nothing was changed"));
                };
                columns = chosen;
            }
            Err(error) => {
                let failure = Failure::failed(format!("{shown}: {error}"));
                return Err(match error {
                    BadTable::Bad(_) => {
                        failure.hint("nothing was changed; --format says how to read it")
                    }
                    _ => failure.hint(
                        "nothing was changed; name them: --question COL --answer COL [--tags COL]",
                    ),
                });
            }
        }
    }
    Err(Failure::failed(format!("{shown}: its columns are not known")).hint("nothing was changed"))
}

fn ask_columns(
    context: &Context,
    names: &[String],
    known: &Columns,
) -> Result<Option<Columns>, Failure> {
    let items: Vec<&str> = names.iter().map(String::as_str).collect();
    let ask = |prompt: &str| -> Result<Option<String>, Failure> {
        let width = context.output.width();
        let chosen = choose(
            &context.restore,
            prompt,
            &items,
            width,
            context.output.colors(),
        );
        let chosen = chosen
            .map_err(|error| Failure::failed(format!("the question cannot be asked: {error}")))?;
        Ok(chosen.map(|at| (at + 1).to_string()))
    };
    let question = match &known.question {
        Some(question) => question.clone(),
        None => match ask("Which column is the question?")? {
            Some(question) => question,
            None => return Ok(None),
        },
    };
    let answer = match &known.answer {
        Some(answer) => answer.clone(),
        None => match ask("Which column is the answer?")? {
            Some(answer) => answer,
            None => return Ok(None),
        },
    };
    Ok(Some(Columns {
        question: Some(question),
        answer: Some(answer),
        tags: known.tags.clone(),
    }))
}

/// Answers to the cards of a deck in the other program that are not in the journal yet.
fn reviews(
    context: &Context,
    deck: &FoundDeck,
    planned: &Planned,
) -> Result<Vec<NewReview>, Failure> {
    let ids = planned.updated.record.ids();
    let of_cards = deck.cards.iter().filter_map(|card| {
        let id = ids.get(crate::exchange::short_key(&card.key).as_str())?;
        let id = CardId::new(&planned.id, id).ok()?;
        Some(
            card.reviews
                .iter()
                .map(move |review| (id.clone(), review.clone())),
        )
    });
    let found: Vec<(CardId, FoundReview)> = of_cards.flatten().collect();
    new_reviews(context, &found)
}

fn new_reviews(
    context: &Context,
    found: &[(CardId, FoundReview)],
) -> Result<Vec<NewReview>, Failure> {
    store::new_reviews(&context.home, found, context.clock.now()).map_err(|error| {
        Failure::failed(format!("the journal cannot be read: {error}")).hint("nothing was changed")
    })
}

/// The end of a picture in Markdown that has this name.
fn in_markdown(name: &str) -> String {
    let name = name
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29");
    format!("]({name})")
}

/// When the learner's cards were answered, in milliseconds since 1970.
type AnsweredAt = HashMap<String, Vec<i64>>;

/// An export moves an answer by some milliseconds, if two were given in one.
const SAME_ANSWER_MS: i64 = 50;

fn is_known(answered: &AnsweredAt, card: &CardId, review: &FoundReview) -> bool {
    let times = answered.get(card.as_str()).into_iter().flatten();
    times
        .into_iter()
        .any(|at| (at - review.at).abs() <= SAME_ANSWER_MS)
}

/// An answer that the journal does not hold yet.
type NewReview = (RecordId, CardId, FoundReview);

/// What is to be written.
struct Plan {
    library: &'static crate::deck::Library,
    own: OwnDecks,
    records: Vec<(String, ImportRecord)>,
    outline: bool,
    progress: bool,
    planned: Vec<Planned>,
    /// Answers to cards that are the learner's already.
    yours: Vec<NewReview>,
    answered: AnsweredAt,
}

impl Plan {
    fn new(context: &mut Context, request: &NotesRequest) -> Result<Self, Failure> {
        let loaded = LoadedDecks::load(context);
        let mut answered = AnsweredAt::new();
        if request.progress {
            OpenHistory::watched(context, &loaded, |answer| {
                let at = answer.at.timestamp_millis();
                answered.entry(answer.card.to_owned()).or_default().push(at);
            })?;
        }
        Ok(Self {
            library: loaded.library,
            own: OwnDecks::read(context),
            records: store::import_records(&context.home),
            outline: request.outline,
            progress: request.progress,
            planned: Vec::new(),
            yours: Vec::new(),
            answered,
        })
    }

    /// Takes out the cards of a package of ours that are here already. Of these only answers given since count.
    fn take_yours(
        &mut self,
        context: &Context,
        decks: &mut [FoundDeck],
    ) -> Result<YourCards, Failure> {
        let mut cards = 0;
        let mut reviews = Vec::new();
        for deck in decks {
            let Some(deck_id) = deck.id.clone() else {
                continue;
            };
            deck.cards.retain_mut(|card| {
                let short = card.id.as_deref().unwrap_or_default();
                let Ok(here) = self.library.resolve(&format!("{deck_id}/{short}")) else {
                    return true;
                };
                cards += 1;
                let new = std::mem::take(&mut card.reviews).into_iter();
                let new = new.filter(|review| !is_known(&self.answered, &here.id, review));
                reviews.extend(new.map(|review| (here.id.clone(), review)));
                false
            });
        }
        let mut yours = YourCards { cards, reviews: 0 };
        if self.progress {
            let new = new_reviews(context, &reviews)?;
            yours.reviews = new.len();
            self.yours.extend(new);
        }
        Ok(yours)
    }

    /// Gives another name to a picture whose name an existing one has.
    fn name_pictures(context: &Context, found: &mut Found) {
        for picture in &mut found.pictures {
            let there = store::picture_beside(&context.home, "decks/deck.md", &picture.name);
            if there.is_none_or(|there| there == picture.bytes) {
                continue;
            }
            let (folder, file) = picture.name.rsplit_once('/').unwrap_or(("", &picture.name));
            let name = format!("{folder}/{:08x}-{file}", crc32fast::hash(&picture.bytes));
            let (old, new) = (in_markdown(&picture.name), in_markdown(&name));
            for card in found.decks.iter_mut().flat_map(|deck| &mut deck.cards) {
                let body = match &mut card.body {
                    FoundBody::Answer(text) | FoundBody::Cloze(text) => Some(text),
                    _ => None,
                };
                for text in [&mut card.question, &mut card.explanation]
                    .into_iter()
                    .chain(body)
                {
                    *text = text.replace(&old, &new);
                }
            }
            picture.name = name;
        }
    }

    fn add(
        &mut self,
        context: &Context,
        name: &str,
        shown: String,
        mut read: ReadSource,
        wanted: Option<&DeckId>,
    ) -> Result<NotesReport, Failure> {
        let yours = match read.format {
            Format::Apkg => self.take_yours(context, &mut read.found.decks)?,
            _ => YourCards::default(),
        };
        Self::name_pictures(context, &mut read.found);
        let unanswered = cards(&read)
            .filter(|body| **body == FoundBody::Unanswered)
            .count();
        let mut report = NotesReport {
            file: shown,
            format: read.format.name().to_owned(),
            remark: read.remark.map(str::to_owned),
            decks: Vec::new(),
            yours,
            pictures: 0,
            unanswered: if self.outline { 0 } else { unanswered },
            passed_over: read.found.passed_over,
        };
        let mut decks = read.found.decks;
        if wanted.is_some() && decks.len() > 1 {
            let cards = decks
                .iter_mut()
                .flat_map(|deck| std::mem::take(&mut deck.cards))
                .collect();
            decks.truncate(1);
            decks[0].cards = cards;
        }
        for deck in decks {
            let writes = |body: &FoundBody| self.outline || *body != FoundBody::Unanswered;
            let some = deck.cards.iter().any(|card| writes(&card.body));
            let has_answers = deck
                .cards
                .iter()
                .any(|card| card.body != FoundBody::Unanswered);
            if !some {
                continue;
            }
            let mut planned = self.update(name, &deck, wanted)?;
            let named =
                |picture: &&Picture| planned.updated.text.contains(&in_markdown(&picture.name));
            planned.pictures = read.found.pictures.iter().filter(named).cloned().collect();
            report.pictures += planned.pictures.len();
            if self.progress {
                planned.reviews = reviews(context, &deck, &planned)?;
            }
            let mut passed_over = planned.updated.passed_over.clone();
            if !has_answers {
                passed_over.clear();
            }
            report.passed_over.extend(passed_over);
            report.decks.push(NotesDeckReport {
                deck: planned.id.to_string(),
                title: deck.title.clone(),
                file: planned
                    .there
                    .clone()
                    .unwrap_or_else(|| format!("decks/{}.md", planned.id)),
                cards: planned.updated.changes.clone(),
                reviews: planned.reviews.len(),
            });
            self.planned.push(planned);
        }
        report.passed_over.sort_by_key(|one| one.line);
        Ok(report)
    }

    fn update(
        &self,
        source: &str,
        deck: &FoundDeck,
        wanted: Option<&DeckId>,
    ) -> Result<Planned, Failure> {
        let stem = Path::new(source)
            .file_stem()
            .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let stem = if source == "-" {
            "notes".to_owned()
        } else {
            stem
        };
        let title = if deck.title.trim().is_empty() {
            stem.as_str()
        } else {
            deck.title.trim()
        };
        let (id, record_name) = self.place(source, deck, wanted, title)?;
        // A second file for the same deck goes on where the first has written.
        let before = self.planned.iter().rev().find(|planned| planned.id == id);
        let there = before.and_then(|before| before.there.clone());
        let own = self.own.find(&id);
        let file = match before {
            Some(before) => Some(Source::new(
                &there.clone().unwrap_or_else(|| format!("decks/{id}.md")),
                before.updated.text.clone(),
            )),
            None => own.cloned(),
        };
        let in_library = self.library.deck(id.as_str());
        let taken: HashSet<String> = in_library
            .into_iter()
            .flat_map(|deck| &deck.cards)
            .map(|card| card.id.short().to_owned())
            .collect();
        let record = before
            .filter(|before| before.record == record_name)
            .map(|before| before.updated.record.clone())
            .or_else(|| {
                self.records
                    .iter()
                    .find(|(name, _)| *name == record_name)
                    .map(|(_, record)| record.clone())
            });
        let updated = update_deck(
            deck,
            Target {
                id: &id,
                title,
                file: file.as_ref(),
                record: record.as_ref(),
                source,
                taken: &taken,
                outline: self.outline,
            },
        );
        Ok(Planned {
            there: own.map(|own| own.file.to_string()),
            record: record_name,
            reviews: Vec::new(),
            pictures: Vec::new(),
            updated,
            id,
        })
    }

    /// Which deck the cards go to, and the name of its record: that of the last import, that which is wanted, or a new
    /// one.
    fn place(
        &self,
        source: &str,
        deck: &FoundDeck,
        wanted: Option<&DeckId>,
        title: &str,
    ) -> Result<(DeckId, String), Failure> {
        let short = crate::exchange::short_slug(source);
        let named = |id: &DeckId| {
            store::record_name(id.as_str(), if short.is_empty() { "input" } else { &short })
        };
        if let Some(id) = wanted {
            return Ok((id.clone(), named(id)));
        }
        let known = self
            .records
            .iter()
            .find(|(_, record)| record.is_of(source, &deck.title));
        if let Some((name, _)) = known
            && let Some(id) = name.split('.').next().and_then(|id| DeckId::new(id).ok())
        {
            return Ok((id, name.clone()));
        }
        let first = deck
            .id
            .clone()
            .filter(|id| DeckId::new(id).is_ok() && !id.contains('.'));
        let first = first.unwrap_or_else(|| crate::exchange::short_slug(title));
        let first = if DeckId::new(&first).is_ok() {
            first
        } else {
            "notes".to_owned()
        };
        let free = |id: &DeckId| {
            let there = self.library.deck(id.as_str()).is_some() || self.own.find(id).is_some();
            !there && !self.planned.iter().any(|planned| planned.id == *id)
        };
        let numbered = (1..10_000).map(|number| match number {
            1 => first.clone(),
            number => format!("{first}-{number}"),
        });
        let id = numbered.filter_map(|id| DeckId::new(&id).ok()).find(free);
        let id = id.ok_or_else(|| {
            Failure::failed("no name is free for the deck").hint("give it one with --deck")
        })?;
        let name = named(&id);
        Ok((id, name))
    }

    /// Writes decks and records; says in the reports which files they are.
    fn write(&self, context: &Context, reports: &mut [NotesReport]) -> Result<(), Failure> {
        let failed = |error: std::io::Error| {
            Failure::failed(format!("the decks could not be written: {error}"))
                .hint("what was written so far counts; run it again, nothing comes twice")
        };
        store::keep_reviews(
            &context.home,
            &self.yours,
            context.clock.now(),
            context.settings().rollover_hour,
        )
        .map_err(failed)?;
        let mut decks = reports.iter_mut().flat_map(|report| &mut report.decks);
        let mut written: Vec<(DeckId, String)> = Vec::new();
        for planned in &self.planned {
            let before = written
                .iter()
                .find(|(id, _)| *id == planned.id)
                .map(|(_, file)| file.clone());
            let there = before.or_else(|| planned.there.clone());
            let file = store::write_deck(
                &context.home,
                there.as_deref(),
                &planned.id,
                &planned.updated.text,
            )
            .map_err(failed)?;
            store::keep_record(&context.home, &planned.record, &planned.updated.record)
                .map_err(failed)?;
            let now = context.clock.now();
            store::keep_reviews(
                &context.home,
                &planned.reviews,
                now,
                context.settings().rollover_hour,
            )
            .map_err(failed)?;
            for picture in &planned.pictures {
                store::keep_picture(&context.home, &file, &picture.name, &picture.bytes)
                    .map_err(failed)?;
            }
            if let Some(report) = decks.next() {
                report.file.clone_from(&file);
            }
            written.push((planned.id.clone(), file));
        }
        Ok(())
    }
}
