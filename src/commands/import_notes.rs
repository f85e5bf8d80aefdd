//! `nodequiz import FILE`: brings in notes and decks of others.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use crate::deck::{Deck, Source};
use crate::exchange::{
    BadSource, BadTable, Columns, Format, FoundBody, FoundDeck, FoundReview, Here, ImportRecord,
    Outcome, Picture, ReadSource, Room, Target, UpdatedDeck, is_anki_package, other_name,
    read_notes, returned_deck, take_pictures, update_deck,
};
use crate::history::RecordId;
use crate::id::{CardId, DeckId, slug};
use crate::report::{self, NotesDeckReport, NotesReport, YourCards};
use crate::store::{self, LeftOut, SourceFile};
use crate::terminal::{Tone, is_interactive};
use crate::wording::count;

use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::interactive;
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
    /// Whether anything was written.
    written: bool,
    files: &'a [NotesReport],
    /// Files of a folder that could not be read, or have no questions.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    left_out: &'a [LeftOut],
}

/// A deck file that is to be written.
struct Planned {
    id: DeckId,
    /// Answers in the other program that are not in the journal yet.
    reviews: Vec<NewReview>,
    pictures: Vec<Picture>,
    /// The file that is there, as it is shown.
    there: Option<String>,
    /// What the learner can do about the deck of theirs that has its name.
    hint: Option<String>,
    /// The name of its record. A deck that was compared with the one that is here has none.
    record: Option<String>,
    updated: UpdatedDeck,
}

impl Planned {
    /// Its file, as it is shown.
    fn shown(&self) -> String {
        self.there
            .clone()
            .unwrap_or_else(|| format!("decks/{}.md", self.id))
    }

    /// Whether its file and its record are as they were, and there is none of the one that is written otherwise.
    fn is_as_it_was(&self) -> bool {
        self.record.is_none() && !self.updated.is_changed()
    }
}

pub(super) fn run(context: &mut Context, mut request: NotesRequest) -> Result<Exit, Failure> {
    let wanted = match &request.deck {
        Some(name) => Some(deck_id(name)?),
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
    let mut plan = Plan::new(context, &request)?;
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
    request: &NotesRequest,
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
fn agrees(context: &Context, request: &NotesRequest, what: &str) -> Result<bool, Failure> {
    if request.json || !is_interactive() {
        let message = format!("{what} would be written, and there is no terminal to ask on");
        return Err(Failure::usage(message).hint("--yes writes, --dry-run only shows"));
    }
    let question = format!("Write {what}?");
    context.offer(&question, true)
}

/// A file as it is known to later imports and as it is shown, with what is in it.
type ReadFile = ((String, String), ReadSource);

/// Reads all files. In a folder, one that cannot be read or has no questions is left out; one that was named has to be read.
fn read_all(
    context: &Context,
    request: &NotesRequest,
) -> Result<(Vec<ReadFile>, Vec<LeftOut>), Failure> {
    let mut asked = Vec::new();
    let (mut all, mut left_out) = (Vec::new(), Vec::new());
    for path in &request.paths {
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
    request: &NotesRequest,
    asked: &mut Asked,
) -> Result<ReadSource, Unread> {
    let SourceFile { name, shown, bytes } = file;
    let bad = |why: String, hint: &str| Unread::Bad {
        why,
        hint: hint.to_owned(),
    };
    let has = |name: &str| memchr::memmem::find(&bytes, name.as_bytes()).is_some();
    if is_anki_package(&bytes) {
        // It may be large: it is not copied.
        let read = read_notes(&name, bytes, request.format, &request.columns);
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
    let mut read = read_notes(&name, bytes.clone(), request.format, &request.columns);
    if let Err(BadTable::Unmapped(names)) = &read {
        let before = asked.iter().find(|(before, _)| before == names);
        let chosen = match before {
            Some((_, chosen)) => Some(chosen.clone()),
            None if is_interactive() && !request.json => {
                let chosen = ask_columns(context, &name, names, &request.columns);
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
        BadTable::Bad(BadSource::TooLarge(_)) => bad(
            error.to_string(),
            "nothing was changed; divide it, and import its parts",
        ),
        BadTable::Bad(_) => bad(
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

/// Answers to the cards of a deck in the other program that are not in the journal yet.
fn reviews(
    context: &Context,
    deck: &FoundDeck,
    planned: &Planned,
    answered: &AnsweredAt,
) -> Result<Vec<NewReview>, Failure> {
    let ids = planned.updated.record.ids();
    let of_cards = deck.cards.iter().filter_map(|card| {
        let id = ids.get(crate::exchange::short_key(&card.key).as_str())?;
        let id = CardId::new(&planned.id, id).ok()?;
        let new = card
            .reviews
            .iter()
            .filter(|review| !is_known(answered, &id, review));
        let new = new.map(|review| (id.clone(), review.clone()));
        Some(new.collect::<Vec<_>>())
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

/// Fails where a deck would become one that is not read.
fn too_large(id: &DeckId, text: &str) -> Result<(), Failure> {
    let why = if text.len() as u64 > store::LONGEST_DECK {
        Some(format!("it has more than {} MB", store::LONGEST_DECK >> 20))
    } else {
        let source = Source::new(&format!("decks/{id}.md"), text.to_owned());
        let mut found = crate::deck::parse(&source).diagnostics.into_iter();
        let refused = found.find(|one| one.code == crate::deck::Code::Unreadable);
        refused.map(|refused| refused.message)
    };
    why.map_or(Ok(()), |why| {
        let message = format!("the deck `{id}` would be too large to be read: {why}");
        Err(Failure::failed(message)
            .hint("nothing was written; divide the source, and import its parts one by one"))
    })
}

/// When the learner's cards were answered, in milliseconds since 1970.
type AnsweredAt = HashMap<String, Vec<i64>>;

/// An export moves an answer by some milliseconds, if two were given in one.
const SAME_ANSWER_MS: u64 = 50;

fn is_known(answered: &AnsweredAt, card: &CardId, review: &FoundReview) -> bool {
    let times = answered.get(card.as_str()).into_iter().flatten();
    times
        .into_iter()
        .any(|at| at.abs_diff(review.at) <= SAME_ANSWER_MS)
}

/// An answer that the journal does not hold yet.
type NewReview = (RecordId, CardId, FoundReview);

/// The title of a deck: what the source gives, else the name of the file.
fn title_of(source: &str, deck: &FoundDeck) -> String {
    let title = deck.title.trim();
    let stem = || {
        Path::new(source)
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
    };
    if title.is_empty() {
        stem().unwrap_or_default()
    } else {
        title.to_owned()
    }
}

/// The name of the record of an import from a source into a deck.
fn record_name(deck: &DeckId, source: &str) -> String {
    format!("{deck}{}", record_end(source))
}

/// What follows the id of the deck in the name of a record.
fn record_end(source: &str) -> String {
    let short = crate::exchange::short_slug(source);
    format!(".{}.json", if short.is_empty() { "input" } else { &short })
}

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
    /// Checksums of the pictures beside decks, by their folders and names.
    pictures: HashMap<(String, String), u32>,
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
            pictures: HashMap::new(),
        })
    }

    /// Takes out the cards of a package of ours that are here already. Of these only answers given since count. A deck that
    /// an import has brought goes on to follow its source.
    fn take_yours(
        &mut self,
        context: &Context,
        source: &str,
        decks: &mut [FoundDeck],
    ) -> Result<YourCards, Failure> {
        let mut cards = 0;
        let mut reviews = Vec::new();
        for deck in decks {
            let mut records = self.records.iter();
            let follows = records.any(|(_, record)| record.is_of(source, &deck.title));
            let Some(deck_id) = deck.id.clone().filter(|_| !follows) else {
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
        let mut yours = YourCards {
            cards,
            reviews: 0,
            unread: !self.progress && !reviews.is_empty(),
        };
        if self.progress {
            let new = new_reviews(context, &reviews)?;
            yours.reviews = new.len();
            self.yours.extend(new);
        }
        Ok(yours)
    }

    /// The pictures of a deck that are not beside its file yet. One whose name another picture has gets another name.
    fn place_pictures(
        &mut self,
        context: &Context,
        deck: &mut FoundDeck,
        pictures: &[Picture],
        file: &str,
    ) -> Vec<Picture> {
        let named = deck.picture_paths();
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut placed = Vec::new();
        for picture in pictures.iter().filter(|one| named.contains(&one.name)) {
            let crc = crc32fast::hash(&picture.bytes);
            let other = other_name(&picture.name, &picture.bytes);
            for name in [&picture.name, &other] {
                let place = (folder.to_owned(), name.clone());
                let there = self.pictures.get(&place).copied().or_else(|| {
                    let there = store::picture_beside(&context.home, file, name)?;
                    Some(crc32fast::hash(&there))
                });
                if there.is_some_and(|there| there != crc) {
                    continue;
                }
                if *name != picture.name {
                    deck.readdress(&picture.name, name);
                }
                if there.is_none() {
                    let bytes = picture.bytes.clone();
                    placed.push(Picture {
                        name: name.clone(),
                        bytes,
                    });
                }
                self.pictures.insert(place, crc);
                break;
            }
        }
        placed
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
            Format::Apkg => self.take_yours(context, name, &mut read.found.decks)?,
            _ => YourCards::default(),
        };
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
        let titles: HashSet<String> = decks.iter().map(|deck| deck.title.clone()).collect();
        let parts = decks
            .into_iter()
            .flat_map(|deck| self.parts(name, deck, &titles, wanted))
            .collect::<Vec<_>>();
        for (mut deck, wanted) in parts {
            let wanted = wanted.as_ref();
            let writes = |body: &FoundBody| self.outline || *body != FoundBody::Unanswered;
            let some = deck.cards.iter().any(|card| writes(&card.body));
            let has_answers = deck
                .cards
                .iter()
                .any(|card| card.body != FoundBody::Unanswered);
            if !some {
                continue;
            }
            if name == "-" && deck.title.trim().is_empty() && deck.id.is_none() && wanted.is_none()
            {
                return Err(Failure::usage(
                    "what was read from standard input has no title to name a deck by",
                )
                .hint("say where the cards go: --deck ID"));
            }
            let file = self.target(name, &deck, wanted)?;
            let pictures = self.place_pictures(context, &mut deck, &read.found.pictures, &file);
            let mut planned = self.update(name, &deck, wanted)?;
            too_large(&planned.id, &planned.updated.text)?;
            report.pictures += pictures.len();
            planned.pictures = pictures;
            if self.progress {
                planned.reviews = reviews(context, &deck, &planned, &self.answered)?;
            }
            let mut passed_over = planned.updated.passed_over.clone();
            if !has_answers {
                passed_over.clear();
            }
            report.passed_over.extend(passed_over);
            report.decks.push(NotesDeckReport {
                deck: planned.id.to_string(),
                title: deck.title.clone(),
                hint: planned.hint.clone(),
                file: planned.shown(),
                cards: planned.updated.changes.clone(),
                reviews: planned.reviews.len(),
            });
            self.planned.push(planned);
        }
        report.passed_over.sort_by_key(|one| one.line);
        Ok(report)
    }

    /// A deck that is larger than one of ours may be, as several with numbers, each with the deck that it has to go to.
    fn parts(
        &self,
        source: &str,
        deck: FoundDeck,
        titles: &HashSet<String>,
        wanted: Option<&DeckId>,
    ) -> Vec<(FoundDeck, Option<DeckId>)> {
        let (title, id) = (deck.title.clone(), deck.id.clone());
        let shown = title_of(source, &deck);
        let mut numbers = (2..).filter(|number| !titles.contains(&format!("{shown} {number}")));
        let mut names = vec![(title, id.clone(), wanted.cloned())];
        let mut name_at = |at: usize| {
            while names.len() <= at {
                let number = numbers.next().unwrap_or(usize::MAX);
                let numbered = |id: &dyn std::fmt::Display| format!("{id}-{number}");
                names.push((
                    format!("{shown} {number}"),
                    id.as_ref().map(|id| numbered(id)),
                    wanted.and_then(|id| DeckId::new(&numbered(id)).ok()),
                ));
            }
            names[at].clone()
        };
        let record = |(title, _, wanted): (String, Option<String>, Option<DeckId>)| {
            let mut records = self.records.iter();
            let found = records.find(|(name, record)| match &wanted {
                Some(id) => *name == record_name(id, source),
                None => record.is_of(source, &title),
            });
            found.map(|(_, record)| record)
        };
        let records: Vec<&ImportRecord> = (0..).map(&mut name_at).map_while(record).collect();
        let parts = crate::exchange::parts(deck, &records, Room::WHOLE, Room::PART);
        let named = parts.into_iter().enumerate().map(|(at, part)| {
            let (title, id, wanted) = name_at(at);
            (FoundDeck { id, title, ..part }, wanted)
        });
        named.collect()
    }

    /// The file that the cards of a deck go to, as it is shown.
    fn target(
        &self,
        source: &str,
        deck: &FoundDeck,
        wanted: Option<&DeckId>,
    ) -> Result<String, Failure> {
        let id = match self.here(source, deck, wanted) {
            Some(here) => here.id.clone(),
            None => self.place(source, deck, wanted, &title_of(source, deck))?.0,
        };
        let (there, _) = self.file_of(&id);
        Ok(there.unwrap_or_else(|| format!("decks/{id}.md")))
    }

    fn update(
        &self,
        source: &str,
        deck: &FoundDeck,
        wanted: Option<&DeckId>,
    ) -> Result<Planned, Failure> {
        let title = &title_of(source, deck);
        if let Some(here) = self.here(source, deck, wanted) {
            return self.compare(source, deck, here, wanted.is_some());
        }
        let (id, record_name, hint) = self.place(source, deck, wanted, title)?;
        let before = self.planned.iter().rev().find(|planned| planned.id == id);
        let (there, file) = self.file_of(&id);
        let in_library = self.library.deck(id.as_str());
        let taken: HashSet<String> = in_library
            .into_iter()
            .flat_map(|deck| &deck.cards)
            .map(|card| card.id.short().to_owned())
            .collect();
        let record = before
            .filter(|before| before.record.as_ref() == Some(&record_name))
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
                over: in_library,
                record: record.as_ref(),
                source,
                taken: &taken,
                outline: self.outline,
            },
        );
        Ok(Planned {
            there,
            hint,
            record: Some(record_name),
            reviews: Vec::new(),
            pictures: Vec::new(),
            updated,
            id,
        })
    }

    /// The deck that comes back with a source: one that is here and has cards with ids of the source. Where an import is
    /// remembered, that is what counts.
    fn here(
        &self,
        source: &str,
        deck: &FoundDeck,
        wanted: Option<&DeckId>,
    ) -> Option<&'static Deck> {
        let id = deck.id.as_deref()?;
        let other = wanted.is_some_and(|wanted| wanted.as_str() != id);
        let remembered = self.records.iter().any(|(name, record)| match wanted {
            Some(id) => *name == record_name(id, source),
            None => record.is_of(source, &deck.title),
        });
        if other || remembered {
            return None;
        }
        let here = self.library.deck(id)?;
        let ids = here
            .cards
            .iter()
            .flat_map(|card| card.was.iter().chain([&card.id]));
        let ids: HashSet<&str> = ids.map(CardId::short).collect();
        let mut found = deck.cards.iter().filter_map(|card| card.id.as_deref());
        found.any(|id| ids.contains(id)).then_some(here)
    }

    fn compare(
        &self,
        source: &str,
        deck: &FoundDeck,
        here: &Deck,
        replaces: bool,
    ) -> Result<Planned, Failure> {
        let id = here.id.clone();
        let (there, file) = self.file_of(&id);
        let compared = Here {
            deck: here,
            file: file.as_ref(),
            replaces,
        };
        let updated = returned_deck(deck, compared, source, self.outline)
            .map_err(|error| nothing_changed(&error))?;
        let kept = updated
            .changes
            .iter()
            .any(|card| card.outcome == Outcome::Kept);
        let built_in = || here.cards.first().map(|card| card.place.file.to_string());
        let there = match there {
            None if !updated.is_changed() => built_in(),
            there => there,
        };
        Ok(Planned {
            there,
            hint: kept.then(|| format!("--deck {id} takes the cards of the file instead of yours")),
            record: None,
            reviews: Vec::new(),
            pictures: Vec::new(),
            updated,
            id,
        })
    }

    /// The file that the cards of a deck go to, and what will be in it so far: a second file for the same deck goes on
    /// where the first has written.
    fn file_of(&self, id: &DeckId) -> (Option<String>, Option<Arc<Source>>) {
        let own = self.own.find(id);
        let there = own.map(|own| own.file.to_string());
        let before = self.planned.iter().rev().find(|planned| planned.id == *id);
        let file = match before.filter(|before| !before.is_as_it_was()) {
            Some(before) => Some(Source::new(&before.shown(), before.updated.text.clone())),
            None => own.cloned(),
        };
        (there, file)
    }

    /// Which deck the cards go to, and the name of its record: that of the last import, that which is wanted, or a new
    /// one; then also a hint, if the learner has a deck of its name already.
    fn place(
        &self,
        source: &str,
        deck: &FoundDeck,
        wanted: Option<&DeckId>,
        title: &str,
    ) -> Result<(DeckId, String, Option<String>), Failure> {
        if let Some(id) = wanted {
            return Ok((id.clone(), record_name(id, source), None));
        }
        let known = self
            .records
            .iter()
            .find(|(_, record)| record.is_of(source, &deck.title));
        if let Some((name, _)) = known
            && let Some(id) = name.strip_suffix(&record_end(source))
            && let Ok(id) = DeckId::new(id)
        {
            return Ok((id, name.clone(), None));
        }
        let first = deck.id.clone().filter(|id| DeckId::new(id).is_ok());
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
        let name = record_name(&id, source);
        let there = DeckId::new(&first).ok();
        let there = there.filter(|there| *there != id && self.own.find(there).is_some());
        let hint =
            |there: DeckId| format!("you have a deck `{there}`; --deck {there} compares with it");
        Ok((id, name, there.map(hint)))
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
            let report = decks.next();
            if planned.is_as_it_was() {
                continue;
            }
            let there = before.or_else(|| planned.there.clone());
            let file = store::write_deck(
                &context.home,
                there.as_deref(),
                &planned.id,
                &planned.updated.text,
            )
            .map_err(failed)?;
            if let Some(name) = &planned.record {
                store::keep_record(&context.home, name, &planned.updated.record).map_err(failed)?;
            }
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
            if let Some(report) = report {
                report.file.clone_from(&file);
            }
            written.push((planned.id.clone(), file));
        }
        Ok(())
    }
}
