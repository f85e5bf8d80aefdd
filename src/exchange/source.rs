//! A file from elsewhere: how its bytes are text, what format it has, and what is in it.

use std::fmt;
use std::ops::Range;

use clap::ValueEnum;

use crate::deck::{Deck, FrontMatter, Source, guessed, parse};

use super::chosen::{answer, question};
use super::notes::{BadSource, Found, FoundBody, FoundCard, FoundDeck};
use super::rows::Columns;
use super::{document, obsidian, quiz, rows};

/// Formats of notes that can be brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Markdown and plain text.
    #[value(aliases = ["markdown", "md", "text", "txt"])]
    Document,
    /// A deck of ours.
    Deck,
    Hashcards,
    Obsidian,
    Csv,
    Tsv,
    #[value(alias = "anki")]
    AnkiText,
    /// An Anki package.
    Apkg,
    Json,
}

impl Format {
    /// The format of this name.
    pub fn named(name: &str) -> Result<Self, String> {
        ValueEnum::from_str(name, false).map_err(|_| {
            let all = Self::value_variants().iter().map(Self::to_string);
            format!("the formats are {}", all.collect::<Vec<_>>().join(", "))
        })
    }

    /// The format of a file, from its name and its text.
    pub fn guess(name: &str, text: &str) -> Self {
        let ending = name
            .rsplit_once('.')
            .map_or("", |(_, ending)| ending)
            .to_lowercase();
        let anki = text.lines().take(8).any(|line| {
            let keys = [
                "#separator:",
                "#html:",
                "#notetype:",
                "#deck:",
                "#columns:",
                "#guid column:",
                "#notetype column:",
            ];
            keys.iter().any(|key| line.starts_with(key))
        });
        if anki && text.starts_with('#') {
            return Self::AnkiText;
        }
        match ending.as_str() {
            "csv" => return Self::Csv,
            "tsv" => return Self::Tsv,
            "json" => return Self::Json,
            _ => {}
        }
        let start = text.trim_start();
        if start.starts_with(['{', '['])
            && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
        {
            return Self::Json;
        }
        if is_tabbed(text) {
            return Self::Tsv;
        }
        if own_deck(name, text).is_some() {
            return Self::Deck;
        }
        let starting = |mark: &str| text.lines().filter(|line| line.starts_with(mark)).count();
        let headings = starting("## ") + starting("### ");
        if headings == 0
            && (starting("Q:") > 0 && starting("A:") > 0
                || starting("C:") > 0 && text.contains('['))
        {
            return Self::Hashcards;
        }
        let tagged = text.contains("#flashcards")
            || FrontMatter::read(text, 0)
                .is_some_and(|front| front.tags.iter().any(|tag| tag.starts_with("flashcards")));
        let forms = obsidian::forms(text);
        if forms > 0 && (tagged || text.contains("<!--SR:") || forms * 8 >= text.lines().count()) {
            return Self::Obsidian;
        }
        Self::Document
    }

    /// Reads a text of this format. `name` is that of the file.
    pub fn read(self, name: &str, text: &str, columns: &Columns) -> Result<Found, BadSource> {
        Ok(match self {
            Self::Document => document::read(text),
            Self::Deck => Found {
                decks: own_deck(name, text)
                    .as_ref()
                    .map(found_deck)
                    .into_iter()
                    .collect(),
                ..Found::default()
            },
            Self::Hashcards => document::labelled_only(text),
            Self::Obsidian => obsidian::read(text),
            Self::Csv => rows::read(text, None, columns)?,
            Self::Tsv | Self::AnkiText => rows::read(text, Some(b'\t'), columns)?,
            Self::Apkg => {
                let why = "it is not an Anki package";
                return Err(BadSource::Damaged(why.to_owned()));
            }
            Self::Json => quiz::read(text)?,
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value();
        value.map_or(Ok(()), |value| f.write_str(value.get_name()))
    }
}

/// Lines that nearly all have one or two tabs.
fn is_tabbed(text: &str) -> bool {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(50)
        .collect();
    let tabs = |line: &&&str| {
        let inside = line.trim();
        (1..=2).contains(&inside.matches('\t').count()) && !line.starts_with('\t')
    };
    let tabbed = lines.iter().filter(tabs).count();
    tabbed > 0 && tabbed * 10 >= lines.len() * 9
}

/// A text that is a deck of ours without errors: at least one id is written in it.
fn own_deck(name: &str, text: &str) -> Option<Deck> {
    if !text.contains("{#") {
        return None;
    }
    let deck = parse(&Source::new(name, text.to_owned())).whole()?;
    let written = deck.cards.iter().any(|card| card.id_written);
    (written && !deck.cards.is_empty()).then_some(deck)
}

fn found_deck(deck: &Deck) -> FoundDeck {
    let keys = |keys: Vec<(&'static str, String)>| {
        let each = keys.into_iter();
        each.map(|(key, value)| (key.to_owned(), value))
            .collect::<Vec<_>>()
    };
    let cards = deck.cards.iter().map(|card| FoundCard {
        key: card.id.short().to_owned(),
        id: Some(card.id.short().to_owned()),
        question: question(card),
        body: FoundBody::Markdown(answer(card)),
        kind: Some(card.kind()),
        level: Some(card.level),
        keys: keys(crate::deck::card_metadata(deck, card)),
        line: Some(card.place.line),
        ..FoundCard::default()
    });
    FoundDeck {
        id: Some(deck.id.to_string()),
        title: deck.title.clone(),
        description: deck.description.clone(),
        level: deck.level_written.then_some(deck.level),
        keys: keys(crate::deck::deck_metadata(deck)),
        cards: cards.collect(),
    }
}

/// What a file holds that is not an archive: its format, its cards, and what was done to read it.
pub struct ReadSource {
    pub format: Format,
    pub found: Found,
    /// What the learner should know about how it was read.
    pub remark: Option<&'static str>,
}

/// Whether a file is an Anki package.
pub fn is_anki_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && memchr::memmem::find(bytes, b"collection.anki").is_some()
}

#[cfg(feature = "anki")]
fn package(bytes: &[u8]) -> Result<Found, BadSource> {
    super::anki::read_anki(bytes)
}

#[cfg(not(feature = "anki"))]
fn package(_: &[u8]) -> Result<Found, BadSource> {
    let why = "it is an Anki package, and this nodequiz was built without the feature `anki`; export the notes as text from Anki";
    Err(BadSource::Damaged(why.to_owned()))
}

/// What a clone without Git LFS has instead of a large file.
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// The most lines of a text that is read.
const MOST_LINES: usize = 1_000_000;

/// Reads a file of notes.
pub fn read_notes(
    name: &str,
    bytes: Vec<u8>,
    format: Option<Format>,
    columns: &Columns,
) -> Result<ReadSource, BadSource> {
    if is_anki_package(&bytes) {
        return Ok(ReadSource {
            format: Format::Apkg,
            found: package(&bytes)?,
            remark: None,
        });
    }
    if bytes.starts_with(POINTER) {
        let why = "it only says where Git LFS has the file; `git lfs pull` brings it";
        return Err(BadSource::Damaged(why.to_owned()));
    }
    let Some((text, remark)) = text_of(bytes) else {
        return Err(BadSource::Damaged("it is not text".to_owned()));
    };
    // What is found in a line takes up to a kilobyte. JSON takes less, and its lines say nothing about its size.
    let is_long = memchr::memchr_iter(b'\n', text.as_bytes()).count() > MOST_LINES;
    let too_large = || BadSource::TooLarge(format!("{MOST_LINES} lines"));
    // To guess its format, a text may be read as a deck, which takes room, too.
    if is_long && format != Some(Format::Json) && !text.trim_start().starts_with(['{', '[']) {
        return Err(too_large());
    }
    let format = format.unwrap_or_else(|| Format::guess(name, &text));
    if is_long && format != Format::Json {
        return Err(too_large());
    }
    let found = format.read(name, &text, columns)?;
    Ok(ReadSource {
        format,
        found,
        remark,
    })
}

/// The text in some bytes, and what was done to read it, for the learner. `None` where they are not text.
fn text_of(bytes: Vec<u8>) -> Option<(String, Option<&'static str>)> {
    let (text, how) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => match guessed(error.as_bytes())? {
            ("UTF-16", text) => (text, Some("it was read as UTF-16")),
            (_, text) => (text, Some("it is not UTF-8 and was read as Windows-1252")),
        },
    };
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if text.contains('\0') {
        return None;
    }
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    };
    match unmixed(&text) {
        Some(repaired) => Some((
            repaired,
            Some("characters that had been decoded wrongly were repaired"),
        )),
        None => Some((text, how)),
    }
}

/// The text with every run of characters that is UTF-8 read as Windows-1252 (`â†’` for `→`) repaired; `None` where
/// there is none. A run is such only if all of it is valid UTF-8 again, and if one of the text cannot be anything else:
/// a letter may stand before a quote or a space that does not break, as in `Spaß“`.
fn unmixed(text: &str) -> Option<String> {
    let mut runs: Vec<(Range<usize>, String)> = Vec::new();
    let mut sure = false;
    let mut at = 0;
    while let Some(found) = text[at..].find(|c| windows_byte(c).is_some()) {
        let start = at + found;
        let run = text[start..].chars().map_while(windows_byte);
        let bytes: Vec<u8> = run.collect();
        let shown = text[start..].chars().take(bytes.len());
        let end = start + shown.map(char::len_utf8).sum::<usize>();
        if bytes.len() > 1
            && let Ok(decoded) = String::from_utf8(bytes)
        {
            sure |= is_sure(text, start..end);
            runs.push((start..end, decoded));
        }
        at = end;
    }
    if !sure {
        return None;
    }
    let mut repaired = String::with_capacity(text.len());
    let mut at = 0;
    for (place, decoded) in runs {
        repaired.push_str(&text[at..place.start]);
        repaired.push_str(&decoded);
        at = place.end;
    }
    repaired.push_str(&text[at..]);
    Some(repaired)
}

/// Whether characters that are valid UTF-8 as bytes of Windows-1252 are nothing that somebody writes.
fn is_sure(text: &str, place: Range<usize>) -> bool {
    let run = &text[place.clone()];
    let beside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let inside = beside(text[..place.start].chars().next_back())
        && beside(text[place.end..].chars().next())
        && !run.contains('\u{a0}');
    inside || run.chars().count() > 3 || run.starts_with(['Ã', 'Â', 'â', 'ï', 'ð'])
}

/// The byte from 0x80 on that Windows-1252 reads as this character.
fn windows_byte(c: char) -> Option<u8> {
    const UPPER: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    if let '\u{a0}'..='\u{ff}' | '\u{80}'..='\u{9f}' = c {
        return Some(c as u8);
    }
    let at = UPPER.chars().position(|upper| upper == c)?;
    u8::try_from(at + 0x80).ok()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn the_format_of_a_file_is_known_by_its_name_or_its_text() {
        let cases = [
            ("a.csv", "x", Format::Csv),
            ("a.json", "x", Format::Json),
            ("a.txt", "#separator:tab\na\tb\n", Format::AnkiText),
            ("a.txt", "a\tb\nc\td\n", Format::Tsv),
            ("a.txt", "[{\"question\": \"a\"}]", Format::Json),
            ("a.md", "# A {#a}\n\n## B? {#b}\n\nc\n", Format::Deck),
            ("a.md", "Q: a\nA: b\n", Format::Hashcards),
            ("a.md", "C: a [b]\n", Format::Hashcards),
            ("a.md", "a::b\nc::d\n", Format::Obsidian),
            (
                "a.md",
                "---\ntags:\n  - flashcards\n---\n\nText.\n\nWhy?\n?\nSo.\n",
                Format::Obsidian,
            ),
            (
                "a.md",
                "a\n?\nb\n<!--SR:!2026-01-01,3,250-->\n",
                Format::Obsidian,
            ),
            (
                "a.md",
                "## What is a?\n\nUse `std::a`, a::b and more.\n\nText.\n\nText.\n\nText.\n",
                Format::Document,
            ),
            ("a.md", "", Format::Document),
        ];
        for (name, text, format) in cases {
            assert_eq!(Format::guess(name, text), format, "{text}");
        }
    }

    #[test]
    fn a_pointer_to_a_large_file_is_not_taken_for_the_file() {
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n";
        let read = read_notes("a.apkg", pointer.to_vec(), None, &Columns::default());
        let error = read.err().expect("an error").to_string();
        assert!(error.contains("git lfs pull"), "{error}");
    }

    #[test]
    fn a_text_of_very_many_lines_is_refused() {
        let read = |line: &str, lines: usize| {
            let text = line.repeat(lines).into_bytes();
            read_notes("a.md", text, Some(Format::Hashcards), &Columns::default())
        };
        // The second could be the beginning of JSON.
        for line in ["a::b\n", "[a]\n"] {
            let refused = read(line, MOST_LINES + 1).err().expect("too many");
            assert_eq!(refused.to_string(), "it holds more than 1000000 lines");
            assert!(read(line, 1_000).is_ok());
        }
    }

    #[test]
    fn every_format_is_named_by_its_own_name() {
        for format in Format::value_variants() {
            assert_eq!(Format::named(&format.to_string()), Ok(*format));
        }
    }

    #[test]
    #[ignore = "takes minutes"]
    fn the_time_is_linear_in_what_a_file_repeats() {
        // Files of one short text again and again.
        let (length, most) = (400_000, Duration::from_secs(60));
        let repeated = [
            "[",
            "<",
            "<!--",
            "<!-- >",
            "<script>",
            "</",
            "|--|\n",
            "|a|b|\n",
            "- a?\n",
            "1. ",
            "1.",
            "#",
            "# a\n",
            "**",
            "==",
            "::",
            "?\n",
            "Q:\n",
            "Q: a\n",
            "C: [\n",
            "T: a\n",
            "{{c1::",
            "{{c",
            "}}",
            "a::b<!--SR:!2026-01-01,3,250-->\n",
            "a<!--SR:!2026-01-01,3,250-->\n",
            "```\n",
            "`",
            "\"",
            ",",
            "\t",
            "<details><summary>a?</summary>\n",
            "\\",
            "&",
            "> ",
            "  - a\n",
            "a - b c d e f\n",
            "#flashcards/a b::c\n",
            "â†’",
            "What is a? It is b c d.\n",
        ];
        for piece in repeated {
            let bytes = piece.as_bytes().repeat(length / piece.len());
            let started = Instant::now();
            for format in Format::value_variants()
                .iter()
                .copied()
                .map(Some)
                .chain([None])
            {
                let _ = read_notes("a.md", bytes.clone(), format, &Columns::default());
            }
            let took = started.elapsed();
            assert!(took < most, "{piece:?}: {took:?}");
        }
    }

    fn read(bytes: &[u8]) -> Option<String> {
        text_of(bytes.to_vec()).map(|(text, _)| text)
    }

    #[test]
    fn what_was_decoded_wrongly_is_repaired_and_other_text_stays() {
        let cases = [
            ("Beginner â†’ Senior", "Beginner → Senior"),
            ("ðŸŸ¢ Beginner", "🟢 Beginner"),
            ("itâ€™s Ã©tÃ©", "it’s été"),
            ("Café “quoted” – naïve €5", "Café “quoted” – naïve €5"),
            ("事件循环", "事件循环"),
            ("„Spaß“ und „Ü“", "„Spaß“ und „Ü“"),
            (
                "«\u{a0}café\u{a0}» ENTRÉ\u{a0}!",
                "«\u{a0}café\u{a0}» ENTRÉ\u{a0}!",
            ),
            ("zÅ‚oty siÄ™", "złoty się"),
            ("Ð¿Ñ€Ð¸", "при"),
            ("a\r\nb\rc", "a\nb\nc"),
            ("\u{feff}a", "a"),
        ];
        for (mixed, right) in cases {
            assert_eq!(read(mixed.as_bytes()).as_deref(), Some(right));
        }
    }

    #[test]
    fn other_encodings_are_guessed_and_binary_is_refused() {
        assert_eq!(read(b"Caf\xe9").as_deref(), Some("Café"));
        assert_eq!(read(b"\xff\xfea\0").as_deref(), Some("a"));
        assert_eq!(read(b"a\0b"), None);
    }
}
