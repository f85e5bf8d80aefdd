//! What is brought in from elsewhere: files of notes, their pictures, which are kept beside the learner's decks, and
//! answers from other programs as lines of the journal.
//!
//! Answers are written as a device of their own, once and for all: its name and the ids of its records follow from what is
//! in them, so that a second import adds nothing, and what two computers import counts once when their journals are joined.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::device::LETTERS;
use super::home::Home;
use super::{journals, private};
use crate::exchange::{FoundReview, ImportRecord, Picture, decoded_address};
use crate::history::{Event, Mode, Record, RecordId, Review, seal};
use crate::id::CardId;
use crate::memory::{StudyDay, stable_hash};

/// A larger file is not read.
const LONGEST: u64 = 32 << 20;

/// A larger package with pictures is not read.
const LONGEST_PACKAGE: u64 = 512 << 20;

/// The most that all files of a folder may have together.
const LONGEST_TOGETHER: u64 = 1 << 30;

/// Folders in folders are read down to this depth, and at most so many files in them.
const DEEPEST: usize = 16;
const MOST_FILES: usize = 10_000;

/// The endings of the files that are read in a folder.
const ENDINGS: [&str; 9] = [
    "md", "markdown", "txt", "text", "csv", "tsv", "json", "apkg", "colpkg",
];

/// Endings of packages.
const PACKAGES: [&str; 3] = ["apkg", "colpkg", "zip"];

/// A file with what is in it.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its name, or its path below the folder that was named: what a later import knows it by.
    pub name: String,
    /// Its path, as it is shown.
    pub shown: String,
    pub bytes: Vec<u8>,
}

/// A file that cannot be brought in.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("{file}: {cause}")]
    Unreadable {
        file: String,
        #[source]
        cause: io::Error,
    },
    #[error("{file} has more than {} MB, which is the most that is read", limit >> 20)]
    TooLarge { file: String, limit: u64 },
    #[error("{folder} has more than {MOST_FILES} files, or more than {} MB in them", LONGEST_TOGETHER >> 20)]
    TooMany { folder: String },
    #[error("{folder} has no file that ends in .{}", ENDINGS.join(", ."))]
    NoFile { folder: String },
}

impl SourceError {
    /// What is wrong, without the name of the file.
    pub fn why(&self) -> String {
        match self {
            Self::Unreadable { cause, .. } => cause.to_string(),
            Self::TooLarge { limit, .. } => format!(
                "it has more than {} MB, which is the most that is read",
                limit >> 20
            ),
            Self::TooMany { .. } | Self::NoFile { .. } => self.to_string(),
        }
    }
}

/// The files that a path names: one, those of a folder and of folders in it, or standard input for `-`.
pub fn source_files(path: &Path) -> Result<Vec<PathBuf>, SourceError> {
    if path == Path::new("-") || !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let folder = path.display().to_string();
    let mut files = Vec::new();
    let mut bytes = 0;
    walk(path, 0, &mut files, &mut bytes)?;
    if files.len() > MOST_FILES || bytes > LONGEST_TOGETHER {
        return Err(SourceError::TooMany { folder });
    }
    if files.is_empty() {
        return Err(SourceError::NoFile { folder });
    }
    Ok(files)
}

fn walk(
    folder: &Path,
    depth: usize,
    files: &mut Vec<PathBuf>,
    bytes: &mut u64,
) -> Result<(), SourceError> {
    let unreadable = |cause| SourceError::Unreadable {
        file: folder.display().to_string(),
        cause,
    };
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        // It is listed like a file that cannot be read.
        Err(_) if depth > 0 => {
            files.push(folder.to_owned());
            return Ok(());
        }
        Err(cause) => return Err(unreadable(cause)),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        let path = entry.path();
        if hidden || files.len() > MOST_FILES {
            continue;
        }
        if kind.is_dir() && depth < DEEPEST {
            walk(&path, depth + 1, files, bytes)?;
        } else if kind.is_file() && ends_in(&path, &ENDINGS) {
            *bytes += entry.metadata().map_or(0, |metadata| metadata.len());
            files.push(path);
        }
    }
    Ok(())
}

pub(super) fn ends_in(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().unwrap_or_default();
    endings
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

/// Reads a file that [`source_files`] named below `root`.
pub fn read_source(root: &Path, path: &Path) -> Result<SourceFile, SourceError> {
    let stdin = path == Path::new("-");
    let shown = if stdin {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    let limit = if ends_in(path, &PACKAGES) {
        LONGEST_PACKAGE
    } else {
        LONGEST
    };
    let mut bytes = Vec::new();
    let read = if stdin {
        io::stdin().lock().take(limit + 1).read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
    };
    read.map_err(|cause| SourceError::Unreadable {
        file: shown.clone(),
        cause,
    })?;
    if bytes.len() as u64 > limit {
        return Err(SourceError::TooLarge { file: shown, limit });
    }
    let below = path
        .strip_prefix(root)
        .ok()
        .filter(|below| !below.as_os_str().is_empty());
    let name = match below {
        Some(below) => below.to_string_lossy().replace('\\', "/"),
        None => path
            .file_name()
            .map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned()),
    };
    Ok(SourceFile {
        name: if stdin { "-".to_owned() } else { name },
        shown,
        bytes,
    })
}

/// The folder of the records of imports, below that of the decks: they go where the decks go.
const RECORDS: &str = "imported";

/// The records of imports by the names of their files, which begin with the id of a deck.
pub fn import_records(home: &Home) -> Vec<(String, ImportRecord)> {
    let folder = home.decks().join(RECORDS);
    let Ok(entries) = fs::read_dir(&folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "json"))
        .collect();
    names.sort();
    let read = |name: String| {
        let text = fs::read_to_string(folder.join(&name)).ok()?;
        Some((name, ImportRecord::read(&text)?))
    };
    names.into_iter().filter_map(read).collect()
}

/// Keeps what was brought into a deck.
pub fn keep_record(home: &Home, name: &str, record: &ImportRecord) -> io::Result<()> {
    let path = home.decks().join(RECORDS).join(name);
    private::save(&path, record.write().as_bytes())
}

/// Larger files are not read.
const LARGEST: u64 = 32 << 20;

/// The picture that a card in this file names (`decks/io/streams.md`, `pictures/pipe.png`), if it is a file in the folder of the
/// decks.
pub fn picture_beside(home: &Home, deck: &str, address: &str) -> Option<Vec<u8>> {
    let folder = Path::new(deck.strip_prefix("decks/")?).parent()?;
    let decks = fs::canonicalize(home.decks()).ok()?;
    let found = [address.to_owned(), decoded_address(address)].into_iter();
    let path = found
        .filter(|address| !address.is_empty())
        .find_map(|address| fs::canonicalize(decks.join(folder).join(address)).ok())?;
    // An address or a link in a deck from elsewhere could lead to any file.
    let size = fs::metadata(&path)
        .ok()
        .filter(fs::Metadata::is_file)?
        .len();
    if !path.starts_with(&decks) || size > LARGEST {
        return None;
    }
    fs::read(path).ok()
}

/// Why a picture of a document is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NoPicture {
    #[error("its name does not end like that of a picture")]
    Name,
    #[error("there is no such picture")]
    Absent,
    #[error("the picture is outside of the folder that is imported")]
    Outside,
    #[error("this is not a file")]
    NoFile,
    #[error("the picture is larger than {} MB", LARGEST >> 20)]
    TooLarge,
    #[error("the picture cannot be read: {0}")]
    Unreadable(#[from] io::Error),
}

/// A picture that a document in this file names, below the folder that was brought in (`root`), or else below that of the file.
pub fn picture_of_document(root: &Path, file: &Path, address: &str) -> Result<Vec<u8>, NoPicture> {
    if !Picture::is_one(address) {
        return Err(NoPicture::Name);
    }
    let beside = file.parent().unwrap_or(Path::new(""));
    let is_vault = root.is_dir();
    let root = if is_vault { root } else { beside };
    // The parent of a plain name is the empty path.
    let here = |folder: &Path| Path::new(".").join(folder);
    let found = [address.to_owned(), decoded_address(address)];
    // Sites and vaults write addresses from their root.
    let places = found.iter().flat_map(|address| {
        let address = address.trim_start_matches('/');
        [here(beside).join(address), here(root).join(address)]
    });
    let path = places
        .into_iter()
        .find_map(|path| fs::canonicalize(path).ok());
    // A vault names a picture without the folder that it is in.
    let elsewhere = || below(root, &decoded_address(address), 0, &mut 0);
    let path = path
        .or_else(|| is_vault.then(elsewhere).flatten())
        .ok_or(NoPicture::Absent)?;
    if !path.starts_with(fs::canonicalize(here(root))?) {
        return Err(NoPicture::Outside);
    }
    let file = fs::metadata(&path)?;
    if !file.is_file() {
        return Err(NoPicture::NoFile);
    }
    if file.len() > LARGEST {
        return Err(NoPicture::TooLarge);
    }
    Ok(fs::read(&path)?)
}

/// The file of this name in a folder or in those below it. What is deep or among very many files is not found.
fn below(folder: &Path, name: &str, depth: usize, seen: &mut usize) -> Option<PathBuf> {
    const DEEPEST: usize = 8;
    const MOST: usize = 10_000;
    if name.is_empty() || name.contains(['/', '\\']) || depth > DEEPEST {
        return None;
    }
    let mut entries: Vec<_> = fs::read_dir(folder).ok()?.flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    *seen += entries.len();
    if *seen > MOST {
        return None;
    }
    let is_folder = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let hidden = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with('.');
    let here = entries
        .iter()
        .find(|entry| entry.file_name() == *name && !is_folder(entry));
    let folders = entries
        .iter()
        .filter(|entry| is_folder(entry) && !hidden(entry));
    let mut deeper = folders.filter_map(|entry| below(&entry.path(), name, depth + 1, seen));
    match here {
        Some(entry) => fs::canonicalize(entry.path()).ok(),
        None => deeper.next(),
    }
}

/// Writes a picture beside a deck file (`decks/io/streams.md`). One that is there stays as it is.
pub fn keep_picture(home: &Home, deck: &str, name: &str, bytes: &[u8]) -> io::Result<()> {
    let below = deck.strip_prefix("decks/").unwrap_or(deck);
    let folder = Path::new(below).parent().unwrap_or(Path::new(""));
    if !is_below(Path::new(name)) || !is_below(folder) {
        return Err(io::Error::other(format!("{name} leads out of the folder")));
    }
    let path = home.decks().join(folder).join(name);
    match private::save_new(&path, bytes) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        written => written,
    }
}

/// Whether a path leads nowhere but down.
fn is_below(path: &Path) -> bool {
    path.components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Answers before this are mistakes: 1990, in milliseconds since 1970.
const OLDEST: i64 = 631_152_000_000;

/// The records of the reviews that the journal does not hold yet, oldest first.
pub fn new_reviews(
    home: &Home,
    reviews: &[(CardId, FoundReview)],
    now: DateTime<FixedOffset>,
) -> io::Result<Vec<(RecordId, CardId, FoundReview)>> {
    let known = known_ids(home)?;
    let mut new = BTreeMap::new();
    for (card, review) in reviews {
        let id = id_of(card, review);
        let plausible = (OLDEST..=now.timestamp_millis()).contains(&review.at);
        if plausible && !known.contains(&id.to_string()) {
            new.insert((review.at, id), (card.clone(), review.clone()));
        }
    }
    let new = new.into_iter();
    Ok(new
        .map(|((_, id), (card, review))| (id, card, review))
        .collect())
}

/// Writes such records. `now` says in which time zone the days are, `rollover` when they begin.
pub fn keep_reviews(
    home: &Home,
    new: &[(RecordId, CardId, FoundReview)],
    now: DateTime<FixedOffset>,
    rollover: u8,
) -> io::Result<()> {
    let ids: Vec<String> = new.iter().map(|(id, _, _)| id.to_string()).collect();
    let device = device_of(&ids.concat());
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for ((id, card, review), seq) in new.iter().zip(1..) {
        let Some(at) = DateTime::from_timestamp_millis(review.at) else {
            continue;
        };
        let at = at.with_timezone(now.offset());
        let event = Review::new(card.as_str(), review.grade, review.took.into(), Mode::Study);
        let record = Record {
            id: *id,
            device: device.clone().into(),
            seq,
            at,
            day: StudyDay::of(at, rollover),
            event: Event::Review(event),
        };
        let file = files.entry(at.format("%Y-%m").to_string()).or_default();
        file.push_str(&seal(&record));
        file.push('\n');
    }
    if files.is_empty() {
        return Ok(());
    }
    // All of it or nothing: a folder that is there already was written by the same import.
    let folder = home.reviews().join(&device);
    for (month, text) in files {
        private::save(&folder.join(format!("{month}.jsonl")), text.as_bytes())?;
    }
    Ok(())
}

/// The ids of all records.
fn known_ids(home: &Home) -> io::Result<HashSet<String>> {
    const BEFORE: &[u8] = b"\"id\":\"";
    const LENGTH: usize = 36;
    let files = journals::find(&home.reviews()).map_err(io::Error::other)?;
    let mut ids = HashSet::new();
    for file in files {
        let bytes = fs::read(&file.path)?;
        for at in memchr::memmem::find_iter(&bytes, BEFORE) {
            let start = at + BEFORE.len();
            let id = bytes
                .get(start..start + LENGTH)
                .and_then(|id| std::str::from_utf8(id).ok());
            ids.extend(id.map(str::to_owned));
        }
    }
    Ok(ids)
}

/// The id of a review: a hash of what it is (a UUID of version 8).
fn id_of(card: &CardId, review: &FoundReview) -> RecordId {
    let what = format!("{card} {} {}", review.at, review.grade as u8);
    let half = |salt: &str| stable_hash(format!("{salt} {what}").bytes());
    RecordId::of_hash(half("first"), half("second"))
}

/// The name of a device that wrote this.
fn device_of(content: &str) -> String {
    let mut number = stable_hash(content.bytes());
    let letters = (0..5).map(|_| {
        let letter = LETTERS[(number % LETTERS.len() as u64) as usize];
        number /= LETTERS.len() as u64;
        char::from(letter)
    });
    std::iter::once('i').chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Journal, JournalFile};
    use crate::memory::Grade;

    #[test]
    fn a_folder_is_read_with_those_in_it_and_names_are_below_it() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("b")).expect("a folder");
        for (name, text) in [
            ("a.md", "x"),
            ("b/c.csv", "y"),
            (".d.md", "z"),
            ("e.png", "z"),
        ] {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        let files = source_files(folder.path()).expect("files");
        let read = files
            .iter()
            .map(|file| read_source(folder.path(), file).expect("a file"));
        let names: Vec<String> = read.map(|file| file.name).collect();
        assert_eq!(names, ["a.md", "b/c.csv"]);
        let one = folder.path().join("b/c.csv");
        assert_eq!(read_source(&one, &one).expect("a file").name, "c.csv");
        let empty = tempfile::tempdir().expect("a folder");
        assert!(matches!(
            source_files(empty.path()),
            Err(SourceError::NoFile { .. })
        ));
    }

    #[test]
    fn pictures_are_read_below_the_decks_and_nowhere_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let inside = home.decks().join("io/pictures");
        fs::create_dir_all(&inside).expect("folders");
        fs::write(inside.join("a b.png"), "picture").expect("written");
        fs::write(folder.path().join("secret.png"), "secret").expect("written");
        let read = |address: &str| picture_beside(&home, "decks/io/x.md", address);
        assert_eq!(read("pictures/a%20b.png"), Some(b"picture".to_vec()));
        assert_eq!(read("../io/pictures/a%20b.png"), Some(b"picture".to_vec()));
        let secret = folder.path().join("secret.png");
        for address in [
            "../../../secret.png",
            &secret.to_string_lossy(),
            "pictures",
            "https://a.b/c.png",
            "",
        ] {
            assert_eq!(read(address), None, "{address}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&secret, inside.join("link.png")).expect("a link");
            assert_eq!(read("pictures/link.png"), None);
        }
        assert_eq!(picture_beside(&home, "built-in decks/x.md", "a.png"), None);
        keep_picture(&home, "decks/io/x.md", "pictures/new.png", b"new").expect("written");
        keep_picture(&home, "decks/io/x.md", "pictures/new.png", b"other").expect("kept");
        assert_eq!(read("pictures/new.png"), Some(b"new".to_vec()));
        assert!(keep_picture(&home, "decks/io/x.md", "../../new.png", b"new").is_err());
    }

    #[test]
    fn reviews_are_written_once_in_their_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let now = DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time");
        let card: CardId = "a/b".parse().expect("an id");
        let review = |days: i64| {
            let at = now.timestamp_millis() - days * 86_400_000;
            let (grade, took) = (Grade::Good, 1000);
            (card.clone(), FoundReview { at, grade, took })
        };
        let found = [review(1), review(40), review(-3), review(20_000)];
        let new = new_reviews(&home, &found, now).expect("read");
        assert_eq!(new.len(), 2);
        assert!(new[0].2.at < new[1].2.at);
        keep_reviews(&home, &new, now, 4).expect("written");
        assert_eq!(new_reviews(&home, &found, now).expect("read"), []);
        let more = new_reviews(&home, &[review(1), review(2)], now).expect("read");
        assert_eq!(more.len(), 1);
    }

    #[test]
    fn what_two_homes_imported_counts_once_when_they_are_joined() {
        let now = DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time");
        let elsewhere = DateTime::parse_from_rfc3339("2026-11-20T22:00:00+14:00").expect("a time");
        let card: CardId = "a/b".parse().expect("an id");
        let found: Vec<(CardId, FoundReview)> = (1..=4)
            .map(|days| {
                let at = now.timestamp_millis() - days * 86_400_000;
                let (grade, took) = (Grade::Good, 1000);
                (card.clone(), FoundReview { at, grade, took })
            })
            .collect();
        let folders = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let homes = folders.each_ref().map(|folder| Home::under(folder.path()));
        // The second computer imports the deck when it was studied further, and in another time zone.
        for (home, found, now) in [
            (&homes[0], &found[1..], now),
            (&homes[1], &found[..], elsewhere),
        ] {
            let new = new_reviews(home, found, now).expect("read");
            keep_reviews(home, &new, now, 4).expect("written");
        }
        let mut texts = Vec::new();
        for home in &homes {
            for file in journals::find(&home.reviews()).expect("files") {
                let bytes = fs::read(&file.path).expect("read");
                let path = file.path.strip_prefix(home.reviews()).expect("below");
                texts.push((path.to_string_lossy().into_owned(), bytes));
            }
        }
        let files: Vec<JournalFile<'_>> = texts
            .iter()
            .map(|(path, bytes)| JournalFile { path, bytes })
            .collect();
        let journal = Journal::read(&files, now);
        assert_eq!(journal.devices.len(), 2);
        assert_eq!(journal.records().count(), 4);
        assert_eq!(journal.problems, []);
    }
}
