//! `nodequiz export`: all your data in one file, or cards for other programs.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::deck::{self, Card, Deck, Library, image_addresses};
use crate::exchange::{self, Answers, ChosenDeck, Picture, PicturesBeside, decoded_address};
#[cfg(feature = "anki")]
use crate::exchange::{CardProgress, PackageInput, PastAnswer};
use crate::id::markdown_name;
use crate::plan::Filter;
use crate::report::{self, CardsExportReport};
use crate::store::{self, ArchiveError, Home};

#[cfg(feature = "anki")]
use crate::app::OpenHistory;
use crate::app::{Context, Exit, Failure, FilterArgs, LoadedDecks};

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
    answers: Answers,

    /// Replace a file of that name
    #[arg(long)]
    force: bool,

    /// Print what was written as JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
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
        if self.json && out.is_none() {
            return Err(Failure::usage("--json says what was written into a file")
                .hint("add --out FILE, or take --format json for the cards themselves"));
        }
        let loaded = LoadedDecks::load(context);
        let filter = self.filter.resolve(loaded.library)?;
        let decks = chosen_decks(loaded.library, &filter, &context.home);
        if decks.is_empty() {
            return Err(Failure::usage("no card matches all of these filters")
                .hint("nodequiz cards with the same filters shows which cards there are"));
        }
        let mut report = CardsExportReport {
            format: format.name(),
            decks: decks.len(),
            cards: decks.iter().map(|deck| deck.cards.len()).sum(),
            ..CardsExportReport::default()
        };
        if let Some(path) = out {
            check(path, format.is_folder(&decks), self.force)?;
        } else if !format.is_text() {
            return Err(
                Failure::usage("a package is not a text that can be printed")
                    .hint("say where: --out cards.apkg"),
            );
        } else if format.is_folder(&decks) {
            return Err(Failure::usage(format!(
                "{} decks as Markdown are as many files, which cannot be printed as one",
                decks.len()
            ))
            .hint("name a folder for them: --out FOLDER; or name one deck"));
        }
        // The text of a card only names its pictures, so they are written beside the file.
        let beside = if out.is_some() && format.names_pictures() {
            exchange::pictures_beside(&decks)
        } else {
            PicturesBeside::default()
        };
        let decks = with_addresses(decks, &beside);
        report.pictures = beside.pictures.len();
        let file = |text: String| Content::File(text.into_bytes());
        let content = match format {
            #[cfg(feature = "anki")]
            CardFormat::Apkg => {
                let (bytes, packed) = package(context, &loaded, &decks)?;
                report.answers = Some(packed.answers);
                report.pictures = packed.pictures;
                Content::File(bytes)
            }
            CardFormat::AnkiText => file(exchange::anki_text(&decks)),
            CardFormat::Csv => file(exchange::table(&decks, b',')?),
            CardFormat::Tsv => file(exchange::table(&decks, b'\t')?),
            CardFormat::Json => file(exchange::json(&decks)?),
            CardFormat::Markdown => {
                let texts = decks.iter().map(|chosen| {
                    let name = markdown_name(chosen.deck.id.as_str());
                    (name, deck::write(&chosen.whole()))
                });
                let mut texts: Vec<(String, String)> = texts.collect();
                match texts.pop() {
                    Some((_, text)) if texts.is_empty() => file(text),
                    last => Content::Folder(texts.into_iter().chain(last).collect()),
                }
            }
            CardFormat::Html => {
                report.pictures = decks.iter().map(|deck| deck.pictures.len()).sum();
                file(exchange::booklet(&decks, self.answers))
            }
        };
        let Some(path) = out else {
            if let Content::File(bytes) = &content {
                context.output.raw(&String::from_utf8_lossy(bytes))?;
            }
            return Ok(Exit::Done);
        };
        let path = std::path::absolute(path)?;
        report.bytes = write(&path, &content, &beside.pictures, self.force)?;
        report.file = path.display().to_string();
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

/// A format in which cards are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CardFormat {
    /// Anki's package: cards with their pictures, what you have learned, and every answer
    #[cfg(feature = "anki")]
    Apkg,
    /// Anki's text: cards without what you have learned
    AnkiText,
    /// A table with commas: id, kind, level, tags, metadata, question, answer
    Csv,
    /// The same with tabs
    Tsv,
    /// Decks as JSON (its shape: nodequiz docs json)
    Json,
    /// Decks as nodequiz reads them; several go into a folder, a file each
    Markdown,
    /// A booklet to print or to read in a browser, which loads nothing
    Html,
}

impl CardFormat {
    /// Its name on the command line.
    fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Whether what is written names the pictures of cards without holding them, and can be read again by `import`.
    fn names_pictures(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv | Self::Json | Self::Markdown)
    }

    fn is_text(self) -> bool {
        #[cfg(feature = "anki")]
        return self != Self::Apkg;
        #[cfg(not(feature = "anki"))]
        true
    }

    fn is_folder(self, decks: &[ChosenDeck<'_>]) -> bool {
        self == Self::Markdown && decks.len() > 1
    }
}

/// What an export consists of.
enum Content {
    File(Vec<u8>),
    /// Names and texts of files.
    Folder(Vec<(String, String)>),
}

/// Checks whether the export could be written, before it is made.
fn check(path: &Path, folder: bool, force: bool) -> Result<(), Failure> {
    if folder && path.is_dir() {
        return Ok(());
    }
    let free = store::may_write_outside(path, force && !folder);
    if folder
        && free
            .as_ref()
            .is_err_and(|error| error.kind() == ErrorKind::AlreadyExists)
    {
        return Err(Failure::failed(format!("{} is a file", path.display()))
            .hint("several decks go into a folder: name one"));
    }
    writable(path, free)
}

/// The decks with the addresses that their pictures have beside the export.
fn with_addresses<'d>(
    decks: Vec<ChosenDeck<'d>>,
    beside: &'d PicturesBeside,
) -> Vec<ChosenDeck<'d>> {
    let readdressed = beside.readdressed.iter().map(Option::as_ref);
    let decks = decks
        .into_iter()
        .zip(readdressed.chain(std::iter::repeat(None)));
    let each = decks.map(|(chosen, readdressed)| match readdressed {
        Some(deck) => ChosenDeck {
            deck,
            cards: deck.cards.iter().collect(),
            pictures: chosen.pictures,
        },
        None => chosen,
    });
    each.collect()
}

/// Writes a file, or files into a folder, and pictures beside them. Returns how many bytes.
fn write(
    path: &Path,
    content: &Content,
    pictures: &[Picture],
    force: bool,
) -> Result<usize, Failure> {
    let mut files: Vec<(PathBuf, &[u8])> = match content {
        Content::File(bytes) => vec![(path.to_owned(), bytes)],
        Content::Folder(files) => files
            .iter()
            .map(|(name, text)| (path.join(name), text.as_bytes()))
            .collect(),
    };
    let folder = match content {
        Content::File(_) => path.parent().unwrap_or(path),
        Content::Folder(_) => path,
    };
    let pictures = pictures
        .iter()
        .map(|picture| (folder.join(&picture.name), &picture.bytes[..]));
    // The same picture may be there from an earlier export.
    files.extend(pictures.filter(|(path, bytes)| !store::holds_outside(path, bytes)));
    if files.len() > 1 || matches!(content, Content::Folder(_)) {
        let folders: BTreeSet<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
        for folder in folders {
            store::create_folder_outside(folder).map_err(|error| {
                let message = format!("{} cannot be created: {error}", folder.display());
                Failure::failed(message).hint("choose another place with --out")
            })?;
        }
        // All or none: what cannot be written is found before anything is.
        for (path, _) in &files {
            writable(path, store::may_write_outside(path, force))?;
        }
    }
    let mut written = 0;
    for (path, bytes) in &files {
        writable(path, store::write_outside(path, bytes, force))?;
        written += bytes.len();
    }
    Ok(written)
}

fn writable(path: &Path, result: std::io::Result<()>) -> Result<(), Failure> {
    result.map_err(|error| {
        let (why, hint) = match error.kind() {
            ErrorKind::AlreadyExists => (
                "it exists already".to_owned(),
                "--force replaces it; or choose another name",
            ),
            ErrorKind::IsADirectory => ("it is a folder".to_owned(), "name a file in it"),
            ErrorKind::NotFound => (
                "there is no such folder".to_owned(),
                "create the folder, or choose another",
            ),
            ErrorKind::InvalidInput => (error.to_string(), "choose another name"),
            _ => (
                error.to_string(),
                "see that its folder may be written to, or choose another name",
            ),
        };
        Failure::failed(format!("{} cannot be written: {why}", path.display())).hint(hint)
    })
}

/// The Anki package, with the history of the cards.
#[cfg(feature = "anki")]
fn package(
    context: &mut Context,
    loaded: &LoadedDecks,
    decks: &[ChosenDeck<'_>],
) -> Result<(Vec<u8>, exchange::Packed), Failure> {
    let mut answers: HashMap<String, Vec<PastAnswer>> = HashMap::new();
    let history = OpenHistory::watched(context, loaded, |answered| {
        let answer = PastAnswer::of(answered);
        match answers.get_mut(answered.card) {
            Some(answers) => answers.push(answer),
            None => {
                answers.insert(answered.card.to_owned(), vec![answer]);
            }
        }
    })?;
    let scheduling = history.scheduler.scheduling();
    let mut progress = HashMap::new();
    for card in decks.iter().flat_map(|deck| &deck.cards) {
        if let Some(state) = history.schedule().card(card.id.as_str()) {
            let card_progress = CardProgress {
                state: state.clone(),
                retention: scheduling.retention.of(card.weight),
                answers: answers.remove(card.id.as_str()).unwrap_or_default(),
            };
            progress.insert(card.id.clone(), card_progress);
        }
    }
    let packed = exchange::package(&PackageInput {
        decks,
        progress: &progress,
        now: context.clock.now(),
        rollover_hour: context.settings().rollover_hour,
        decay: scheduling.parameters.decay(),
    });
    packed.map_err(|error| Failure::failed(error).hint("nothing was written"))
}

/// The decks that have a card of the filter, in their order.
fn chosen_decks<'l>(library: &'l Library, filter: &Filter, home: &Home) -> Vec<ChosenDeck<'l>> {
    // The names that pictures got, and what they show.
    let mut named = HashMap::new();
    let decks = library.decks().iter().filter_map(|deck| {
        let cards: Vec<&Card> = deck
            .cards
            .iter()
            .filter(|card| filter.takes(card))
            .collect();
        if cards.is_empty() {
            return None;
        }
        Some(ChosenDeck {
            deck,
            pictures: pictures(library, deck, &cards, home, &mut named),
            cards,
        })
    });
    decks.collect()
}

fn pictures(
    library: &Library,
    deck: &Deck,
    cards: &[&Card],
    home: &Home,
    named: &mut HashMap<String, Vec<u8>>,
) -> BTreeMap<String, Picture> {
    let mut pictures = BTreeMap::new();
    for card in cards {
        let texts = [
            &*card.question,
            card.context(),
            card.answer(),
            card.explanation(),
        ];
        for address in texts.into_iter().flat_map(image_addresses) {
            if pictures.contains_key(&address) || !Picture::is_one(&address) {
                continue;
            }
            let mut files = library.picture_files(card);
            let found = files.find_map(|file| store::picture_beside(home, file, &address));
            let Some(bytes) = found else { continue };
            let name = free_name(deck, &address, &bytes, named);
            pictures.insert(address, Picture { name, bytes });
        }
    }
    pictures
}

/// A plain file name for a picture that no other picture has.
fn free_name(
    deck: &Deck,
    address: &str,
    bytes: &[u8],
    named: &mut HashMap<String, Vec<u8>>,
) -> String {
    let plain: String = decoded_address(address)
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '-'
            }
        })
        .collect();
    let mut name = plain.trim_start_matches(['.', '-']).to_owned();
    while named.get(&name).is_some_and(|other| other != bytes) {
        name = format!("{}-{name}", deck.id);
    }
    named.insert(name.clone(), bytes.to_owned());
    name
}
