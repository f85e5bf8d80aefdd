//! Cards in the formats of other programs.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::deck::{self, Card, Deck, Library, image_addresses};
use crate::exchange::{
    self, Answers, ChosenDeck, Picture, PicturesBeside, Separator, decoded_address,
};
#[cfg(feature = "anki")]
use crate::exchange::{CardProgress, PackageInput, PastAnswer};
use crate::id::markdown_name;
use crate::plan::Filter;
use crate::report::CardsExportReport;
use crate::store::{self, Home};

use super::context::Context;
use super::exit::Failure;
use super::filters::FilterArgs;
use super::loaded_decks::LoadedDecks;
#[cfg(feature = "anki")]
use super::open_history::OpenHistory;

/// A format in which cards are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CardFormat {
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
    pub(crate) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// What is to be exported, and where.
pub(crate) struct CardsExport<'a> {
    pub(crate) format: CardFormat,
    pub(crate) filter: &'a FilterArgs,
    /// Where the answers of a booklet are.
    pub(crate) answers: Answers,
    /// The file or folder; `None` prints.
    pub(crate) out: Option<&'a Path>,
    /// Whether existing files are replaced.
    pub(crate) force: bool,
}

/// What an export consists of.
enum Content {
    File(Vec<u8>),
    /// Names and texts of files.
    Folder(Vec<(String, String)>),
}

impl CardsExport<'_> {
    /// Exports the cards. `None` if they were printed.
    pub(crate) fn run(&self, context: &mut Context) -> Result<Option<CardsExportReport>, Failure> {
        let loaded = LoadedDecks::load(context);
        let filter = self.filter.resolve(loaded.library)?;
        let decks = chosen_decks(loaded.library, &filter, &context.home);
        if decks.is_empty() {
            return Err(Failure::usage("no card matches all of these filters")
                .hint("nodequiz cards with the same filters shows which cards there are"));
        }
        let mut report = CardsExportReport {
            format: self.format.name(),
            file: String::new(),
            bytes: 0,
            decks: decks.len(),
            cards: decks.iter().map(|deck| deck.cards.len()).sum(),
            pictures: 0,
            answers: None,
        };
        if let Some(path) = self.out {
            self.check(path, self.is_folder(&decks))?;
        } else if !self.is_text() {
            return Err(
                Failure::usage("a package is not a text that can be printed")
                    .hint("say where: --out cards.apkg"),
            );
        } else if self.is_folder(&decks) {
            return Err(Failure::usage(format!(
                "{} decks as Markdown are as many files, which cannot be printed as one",
                decks.len()
            ))
            .hint("name a folder for them: --out FOLDER; or name one deck"));
        }
        // The text of a card only names its pictures, so they are written beside the file.
        let beside = if self.out.is_some() && self.names_pictures() {
            exchange::pictures_beside(&decks)
        } else {
            PicturesBeside::default()
        };
        let decks = with_addresses(decks, &beside);
        report.pictures = beside.pictures.len();
        let content = self.content(context, &loaded, &decks, &mut report)?;
        let Some(path) = self.out else {
            if let Content::File(bytes) = &content {
                context.output.raw(&String::from_utf8_lossy(bytes))?;
            }
            return Ok(None);
        };
        let path = std::path::absolute(path)?;
        report.bytes = write(&path, &content, &beside.pictures, self.force)?;
        report.file = path.display().to_string();
        Ok(Some(report))
    }

    /// Whether what is written names the pictures of cards without holding them, and can be read again by `import`.
    fn names_pictures(&self) -> bool {
        use CardFormat::{Csv, Json, Markdown, Tsv};
        matches!(self.format, Csv | Tsv | Json | Markdown)
    }

    fn is_text(&self) -> bool {
        #[cfg(feature = "anki")]
        return self.format != CardFormat::Apkg;
        #[cfg(not(feature = "anki"))]
        true
    }

    fn is_folder(&self, decks: &[ChosenDeck<'_>]) -> bool {
        self.format == CardFormat::Markdown && decks.len() > 1
    }

    /// Checks whether the export could be written, before it is made.
    fn check(&self, path: &Path, folder: bool) -> Result<(), Failure> {
        if folder && path.is_dir() {
            return Ok(());
        }
        let free = store::may_write_outside(path, self.force && !folder);
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

    #[cfg_attr(
        not(feature = "anki"),
        expect(unused_variables, reason = "only a package has answers")
    )]
    fn content(
        &self,
        context: &mut Context,
        loaded: &LoadedDecks,
        decks: &[ChosenDeck<'_>],
        report: &mut CardsExportReport,
    ) -> Result<Content, Failure> {
        let text = match self.format {
            #[cfg(feature = "anki")]
            CardFormat::Apkg => {
                let (bytes, packed) = package(context, loaded, decks)?;
                report.answers = Some(packed.answers);
                report.pictures = packed.pictures;
                return Ok(Content::File(bytes));
            }
            CardFormat::AnkiText => exchange::anki_text(decks),
            CardFormat::Csv => exchange::table(decks, Separator::Comma)?,
            CardFormat::Tsv => exchange::table(decks, Separator::Tab)?,
            CardFormat::Json => exchange::json(decks)?,
            CardFormat::Markdown => {
                let texts = decks.iter().map(|chosen| {
                    let name = markdown_name(chosen.deck.id.as_str());
                    (name, deck::write(&chosen.whole()))
                });
                let mut texts: Vec<(String, String)> = texts.collect();
                if texts.len() > 1 {
                    return Ok(Content::Folder(texts));
                }
                texts.pop().map_or_else(String::new, |(_, text)| text)
            }
            CardFormat::Html => {
                report.pictures = decks.iter().map(|deck| deck.pictures.len()).sum();
                exchange::booklet(decks, self.answers)
            }
        };
        Ok(Content::File(text.into_bytes()))
    }
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
