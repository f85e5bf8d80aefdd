//! Readers given files that nobody meant: those that people write, changed at random.
//!
//! What makes a reader answer in a way that it did not answer before is changed further. A small set of such files is kept in
//! `tests/import/corpus`, and read by the ordinary tests.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::{Columns, Format, FoundBody, ReadSource, Target, read_notes, update_deck};
use crate::deck::{Source, parse};
use crate::id::DeckId;

/// The readers: `None` finds out the format itself.
const READERS: [Option<Format>; 9] = [
    None,
    Some(Format::Document),
    Some(Format::Deck),
    Some(Format::Hashcards),
    Some(Format::Obsidian),
    Some(Format::Csv),
    Some(Format::Tsv),
    Some(Format::AnkiText),
    Some(Format::Json),
];

/// What documents, tables and quizzes are made of.
const PIECES: [&str; 73] = [
    "# ",
    "## ",
    "### ",
    "What is ",
    "? ",
    "\n",
    "\n\n",
    "Q: ",
    "A: ",
    "C: ",
    "T: ",
    "D: ",
    "[",
    "]",
    "(",
    ")",
    "::",
    ":::",
    "\n?\n",
    "\n??\n",
    ";;",
    "==",
    "<!--",
    "-->",
    "<!--SR:!2026-01-01,3,250-->",
    "|",
    "\n|--|--|\n",
    "- [x] ",
    "- [ ] ",
    "- ",
    "1. ",
    "> ",
    "```",
    "~~~",
    "---\n",
    "===\n",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "**",
    "`",
    "\"",
    ",",
    "\t",
    ";",
    "#separator:tab\n",
    "#deck:",
    "{{c1::",
    "}}",
    "{\"question\":",
    "[{",
    "}]",
    ":",
    "{#",
    "}",
    " {.typed}",
    "<b>",
    "<pre>",
    "<script>",
    "&lt;",
    "\\",
    "\u{feff}",
    "\0",
    "â†’",
    "事件",
    "Answer: B\n",
    "a) ",
    "#flashcards/a ",
    "![a](b.png)",
    "    ",
    "\r\n",
    "---\ntags: [a, b]\n---\n",
];

fn name_of(reader: Option<Format>) -> String {
    reader.map_or_else(|| "guessed".to_owned(), |format| format.to_string())
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

fn read_as(reader: Option<Format>, bytes: &[u8]) -> Option<ReadSource> {
    read_notes("a.md", bytes.to_vec(), reader, &Columns::default()).ok()
}

/// Reads a file and writes what was found: it is a deck without errors, and a second import of the same changes nothing.
fn survives(reader: Option<Format>, bytes: &[u8]) -> Result<Option<ReadSource>, TestCaseError> {
    let Some(read) = read_as(reader, bytes) else {
        return Ok(None);
    };
    for deck in &read.found.decks {
        let id = DeckId::new("d").expect("an id");
        let target = Target {
            id: &id,
            title: "T",
            file: None,
            over: None,
            record: None,
            source: "a.md",
            taken: &HashSet::new(),
            outline: true,
        };
        let updated = update_deck(deck, target);
        let file = Source::new("d.md", updated.text.clone());
        let parsed = parse(&file);
        let errors: Vec<String> = parsed
            .diagnostics
            .iter()
            .filter(|one| one.is_error())
            .map(|one| one.message.clone())
            .collect();
        let cards = parsed.deck.map_or(0, |deck| deck.cards.len());
        if !updated.changes.is_empty() {
            prop_assert!(
                errors.is_empty(),
                "{reader:?}: {errors:?}\n{}",
                updated.text
            );
            prop_assert_eq!(
                cards,
                updated.changes.len(),
                "{:?}\n{}",
                reader,
                updated.text
            );
        }
        let again = Target {
            file: Some(&file),
            record: Some(&updated.record),
            ..target
        };
        prop_assert_eq!(&update_deck(deck, again).text, &updated.text);
    }
    Ok(Some(read))
}

fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => prop::sample::select(PIECES.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => "[a-zA-Z ]{1,8}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..3),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_file_holds_the_decks_that_come_of_it_are_sound(bytes in hostile()) {
        for reader in READERS {
            survives(reader, &bytes)?;
        }
    }
}

/// The kept files of a reader. Each character of these strings is one byte.
fn kept(reader: Option<Format>) -> Vec<Vec<u8>> {
    let path = tests()
        .join("corpus")
        .join(format!("{}.json", name_of(reader)));
    let Ok(text) = fs::read_to_string(&path) else {
        return Vec::new();
    };
    let files: Vec<String> = serde_json::from_str(&text).expect("a list of strings");
    let bytes = |file: &String| file.chars().map(|c| c as u8).collect();
    files.iter().map(bytes).collect()
}

fn keep(reader: Option<Format>, files: &[Vec<u8>]) {
    let text = |file: &Vec<u8>| {
        file.iter()
            .map(|byte| char::from(*byte))
            .collect::<String>()
    };
    let files: Vec<String> = files.iter().map(text).collect();
    let folder = tests().join("corpus");
    fs::create_dir_all(&folder).expect("a folder");
    let json = serde_json::to_string_pretty(&files).expect("JSON");
    fs::write(
        folder.join(format!("{}.json", name_of(reader))),
        json + "\n",
    )
    .expect("written");
}

#[test]
fn the_kept_files_are_read() {
    for reader in READERS {
        let files = kept(reader);
        assert!(!files.is_empty(), "{reader:?}");
        for file in files {
            let read = survives(reader, &file);
            let text = String::from_utf8_lossy(&file);
            assert!(read.is_ok(), "{reader:?}: {text:?}: {:?}", read.err());
        }
    }
}

/// How the answers of a reader differ: how many decks, which sorts of cards, what was left out and why.
fn answer(read: Option<&ReadSource>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let Some(read) = read else { return 0 };
    read.format.to_string().hash(&mut hasher);
    read.remark.hash(&mut hasher);
    read.found.decks.len().min(4).hash(&mut hasher);
    let cards = read.found.decks.iter().flat_map(|deck| &deck.cards);
    let sort = |body: &FoundBody| match body {
        FoundBody::Unanswered => (0, 0),
        FoundBody::Answer(text) => (1, usize::from(text.contains("```"))),
        FoundBody::Markdown(_) => (2, 0),
        FoundBody::Cloze(text) => (3, text.matches("==").count().min(6)),
        FoundBody::Choice(options) => (4, options.len().min(6)),
    };
    let sorts: BTreeSet<_> = cards
        .map(|card| {
            let explained = !card.explanation.is_empty();
            let context = card.question.contains('\n');
            let marks = (card.tags.len().min(3), card.reviews.len().min(2));
            (sort(&card.body), explained, context, marks)
        })
        .collect();
    sorts.hash(&mut hasher);
    let why: BTreeSet<String> = read
        .found
        .passed_over
        .iter()
        .map(|one| {
            one.why
                .to_string()
                .replace(|c: char| c.is_ascii_digit(), "#")
        })
        .collect();
    why.hash(&mut hasher);
    hasher.finish()
}

/// A file made of others.
fn changed(corpus: &[Vec<u8>], random: &mut StdRng) -> Vec<u8> {
    const LONGEST: usize = 16 << 10;
    let mut file = corpus[random.random_range(0..corpus.len())].clone();
    for _ in 0..random.random_range(1..6) {
        let at = random.random_range(0..=file.len());
        let end = (at + random.random_range(0..40)).min(file.len());
        match random.random_range(0..7) {
            0 if at < file.len() => file[at] = random.random(),
            1 => drop(file.drain(at..end)),
            2 => {
                let part = file[at..end].to_vec();
                let to = random.random_range(0..=file.len());
                file.splice(to..to, part);
            }
            3 => file.truncate(at),
            4 => {
                let other = &corpus[random.random_range(0..corpus.len())];
                let from = random.random_range(0..=other.len());
                let to = (from + random.random_range(0..400)).min(other.len());
                file.splice(at..at, other[from..to].iter().copied());
            }
            _ => {
                let piece = PIECES[random.random_range(0..PIECES.len())];
                file.splice(at..end.min(at + piece.len()), piece.bytes());
            }
        }
    }
    file.truncate(LONGEST);
    file
}

/// Gives a reader changed files for ten minutes, or as many seconds as `NODEQUIZ_FUZZ` says. With `NODEQUIZ_CORPUS=write`
/// the shortest file for each answer is kept.
#[expect(clippy::print_stdout, reason = "what was done is worth knowing")]
fn fuzz(reader: Option<Format>) {
    let seconds = std::env::var("NODEQUIZ_FUZZ")
        .ok()
        .and_then(|text| text.parse().ok());
    let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(600));
    let mut random = StdRng::seed_from_u64(rand::random());
    let written = fs::read_dir(tests()).expect("files").flatten();
    let written = written.filter(|entry| entry.path().is_file());
    let mut corpus: Vec<Vec<u8>> = written
        .map(|entry| fs::read(entry.path()).expect("a file"))
        .collect();
    corpus.extend(kept(reader));
    let mut shortest: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
    let (mut count, mut slowest) = (0_usize, Duration::ZERO);
    while Instant::now() < end {
        let file = changed(&corpus, &mut random);
        let start = Instant::now();
        let read =
            std::panic::catch_unwind(|| survives(reader, &file).map(|read| answer(read.as_ref())));
        slowest = slowest.max(start.elapsed());
        count += 1;
        let Ok(Ok(answer)) = read else {
            let mut files = kept(reader);
            files.push(file.clone());
            keep(reader, &files);
            panic!(
                "{}: the file is kept in tests/import/corpus: {:?}",
                name_of(reader),
                String::from_utf8_lossy(&file)
            );
        };
        if shortest
            .get(&answer)
            .is_none_or(|known| file.len() < known.len())
        {
            if !shortest.contains_key(&answer) {
                corpus.push(file.clone());
            }
            shortest.insert(answer, file);
        }
    }
    println!(
        "{}: {count} files, {} different answers, {slowest:?} at most",
        name_of(reader),
        shortest.len()
    );
    assert!(
        slowest < Duration::from_secs(20),
        "{}: {slowest:?}",
        name_of(reader)
    );
    if std::env::var("NODEQUIZ_CORPUS").is_ok_and(|value| value == "write") {
        let mut files: Vec<Vec<u8>> = shortest
            .into_values()
            .filter(|file| file.len() < 1_000)
            .collect();
        files.sort_by_key(Vec::len);
        files.truncate(60);
        keep(reader, &files);
    }
}

macro_rules! for_ten_minutes {
    ($($test:ident: $reader:expr,)*) => {
        $(
            #[test]
            #[ignore = "takes ten minutes"]
            fn $test() {
                fuzz($reader);
            }
        )*
    };
}

for_ten_minutes! {
    files_of_any_format_for_ten_minutes: None,
    documents_for_ten_minutes: Some(Format::Document),
    decks_for_ten_minutes: Some(Format::Deck),
    hashcards_for_ten_minutes: Some(Format::Hashcards),
    notes_of_obsidian_for_ten_minutes: Some(Format::Obsidian),
    tables_with_commas_for_ten_minutes: Some(Format::Csv),
    tables_with_tabs_for_ten_minutes: Some(Format::Tsv),
    texts_of_anki_for_ten_minutes: Some(Format::AnkiText),
    quizzes_for_ten_minutes: Some(Format::Json),
}
