//! Packages as Anki makes them, and packages that nobody should open.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use rusqlite::{Connection, MAIN_DB};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::read_anki;
use crate::deck::{Source, parse};
use crate::exchange::anki::package::{PackageInput, package};
use crate::exchange::chosen::ChosenDeck;
use crate::exchange::notes::{BadSource, Found, FoundBody};

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("an entry");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

/// A database after these statements.
fn database(sql: &str) -> Vec<u8> {
    let mut database = Connection::open_in_memory().expect("memory");
    let compare = |a: &str, b: &str| a.to_lowercase().cmp(&b.to_lowercase());
    database
        .create_collation("unicase", compare)
        .expect("a collation");
    database.execute_batch(sql).expect("statements");
    database.serialize(MAIN_DB).expect("bytes").to_vec()
}

const TABLES: &str = "
CREATE TABLE col (id integer PRIMARY KEY, models text, decks text);
CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, tags text, flds text);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, ord integer, odid integer);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, ease integer, time integer, type integer, factor integer);
";

/// A collection of schema 18 with one note type and its template, and what `rows` adds.
fn newer(rows: &str) -> Vec<u8> {
    let template = "X'0A0F7B7B46726F6E747D7D207468656E3F12087B7B4261636B7D7D'";
    database(&format!(
        "{TABLES}
        INSERT INTO col VALUES (1, '', '');
        CREATE TABLE notetypes (id integer PRIMARY KEY, name text NOT NULL COLLATE unicase, config blob);
        CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
        CREATE TABLE templates (ntid integer, ord integer, name text COLLATE unicase, config blob, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
        CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase);
        INSERT INTO notetypes VALUES (7, 'Basic', X'');
        INSERT INTO fields VALUES (7, 1, 'Back'), (7, 0, 'Front');
        INSERT INTO templates VALUES (7, 0, 'Card 1', {template});
        INSERT INTO decks VALUES (3, 'A' || char(31) || 'B');
        {rows}"
    ))
}

const NOTE: &str = "
INSERT INTO notes VALUES (1, 'g1', 7, ' a b::c leech ', 'What,<br>x' || char(31) || '<b>It</b> is.<img src=\"p q.png\">');
INSERT INTO cards VALUES (5, 1, 3, 0, 0);
";

/// Reads a package with this collection of schema 11 or 18, not compressed.
fn read(collection: &[u8], media: &str) -> Result<Found, BadSource> {
    read_anki(&zipped(&[
        ("collection.anki21", collection),
        ("media", media.as_bytes()),
        ("0", b"picture"),
    ]))
}

#[test]
fn a_note_becomes_a_card_with_its_deck_tags_and_picture() {
    let found = read(&newer(NOTE), "{\"0\": \"p q.png\"}").expect("a package");
    let [deck] = &found.decks[..] else {
        panic!("{found:?}")
    };
    assert_eq!(deck.title, "A: B");
    let [card] = &deck.cards[..] else {
        panic!("{found:?}")
    };
    assert_eq!(card.key, "g1");
    assert_eq!(card.question, "What,\nx then?");
    assert_eq!(
        card.body,
        FoundBody::Answer("**It** is.![](pictures/p%20q.png)".to_owned())
    );
    assert_eq!(card.tags, ["a", "b.c"]);
    assert_eq!(found.pictures.len(), 1);
    assert_eq!(
        (&*found.pictures[0].name, &found.pictures[0].bytes[..]),
        ("pictures/p q.png", &b"picture"[..])
    );
    assert_eq!(found.passed_over, []);
}

#[test]
fn answers_that_count_come_along_as_anki_counts_them() {
    let log = "
    INSERT INTO revlog VALUES (10, 5, 3, 900, 0, 0), (11, 5, 1, 900, 1, 0);
    INSERT INTO revlog VALUES (20, 5, 0, 0, 4, 0);
    INSERT INTO revlog VALUES (30, 5, 1, 900, 0, 0), (31, 5, 3, 900, 0, 0), (32, 5, 2, 900, 3, 0), (33, 5, 4, 901, 1, 500),
      (34, 5, 0, 0, 4, 2500), (35, 5, 0, 0, 5, 0);";
    let found = read(&newer(&format!("{NOTE}{log}")), "{}").expect("a package");
    let reviews = &found.decks[0].cards[0].reviews;
    let shown: Vec<(i64, u32, u32)> = reviews
        .iter()
        .map(|review| (review.at, review.grade.number(), review.took))
        .collect();
    assert_eq!(shown, [(30, 1, 900), (31, 3, 900), (33, 4, 901)]);
}

#[test]
fn a_package_of_ours_is_read_back_with_the_ids_of_its_cards() {
    let text = "# Mine {#mine}\n\n## One? {#one}\n\nA `b` *c*.\n\n## Two? {#two}\n\nIn ==`x`== it is.\n\n\
                ## Three? {#three}\n\n- [x] right\n- [ ] wrong\n\nWhy.\n";
    let deck = parse(&Source::new("decks/mine.md", text))
        .deck
        .expect("a deck");
    let decks = [ChosenDeck {
        deck: &deck,
        cards: deck.cards.iter().collect(),
        pictures: BTreeMap::new(),
    }];
    let input = PackageInput {
        decks: &decks,
        progress: &HashMap::new(),
        now: chrono::DateTime::parse_from_rfc3339("2026-11-20T20:00:00+01:00").expect("a time"),
        rollover_hour: 4,
        decay: 0.15,
    };
    let (bytes, _) = package(&input).expect("a package");
    let found = read_anki(&bytes).expect("a package");
    let [deck] = &found.decks[..] else {
        panic!("{found:?}")
    };
    assert_eq!((deck.id.as_deref(), &*deck.title), (Some("mine"), "Mine"));
    let mut cards: Vec<_> = deck.cards.iter().collect();
    cards.sort_by_key(|card| card.key.clone());
    let ids: Vec<Option<&str>> = cards.iter().map(|card| card.id.as_deref()).collect();
    assert_eq!(ids, [Some("one"), Some("three"), Some("two")]);
    assert_eq!(cards[0].body, FoundBody::Answer("A `b` _c_.".to_owned()));
    assert_eq!(cards[1].question, "Three?\n\n- right\n- wrong");
    assert_eq!(cards[1].explanation, "Why.");
    assert_eq!(
        cards[2].body,
        FoundBody::Cloze("In ==`x`== it is.".to_owned())
    );
}

#[test]
fn what_is_not_a_package_is_refused_with_the_reason() {
    let whole = zipped(&[("collection.anki2", &newer(NOTE)), ("media", b"{}")]);
    let cases: [(Vec<u8>, &str); 8] = [
        (b"text".to_vec(), "not an Anki package, or it was cut off"),
        (Vec::new(), "not an Anki package, or it was cut off"),
        (
            whole[..whole.len() / 2].to_vec(),
            "not an Anki package, or it was cut off",
        ),
        (
            zipped(&[("nodequiz.json", b"{}")]),
            "no collection is in it",
        ),
        (
            zipped(&[("meta", &[8, 9]), ("collection.anki21b", b"x")]),
            "a newer Anki has made it",
        ),
        (
            zipped(&[("collection.anki21b", b"no zstd")]),
            "cannot be unpacked",
        ),
        (
            zipped(&[("collection.anki2", b"no database")]),
            "its database is damaged",
        ),
        (
            zipped(&[("collection.anki2", &database("CREATE TABLE x (a)"))]),
            "it has no table `col`",
        ),
    ];
    for (bytes, words) in cases {
        let refused = read_anki(&bytes).expect_err(words).to_string();
        assert!(refused.contains(words), "{refused}");
    }
}

#[test]
fn a_database_that_never_ends_is_refused() {
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                   SELECT i AS id, 'g' AS guid, 7 AS mid, '' AS tags, 'x' AS flds FROM n";
    let view = newer(&format!(
        "DROP TABLE notes; CREATE VIEW notes AS {endless};"
    ));
    let refused = read(&view, "{}").expect_err("a view").to_string();
    assert_eq!(refused, "its database is damaged: it has no table `notes`");
    let long = newer(
        "DROP TABLE notes; CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, tags text,
         flds text AS (printf('%.*c', 30000000, 'x')));
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100)
         INSERT INTO notes SELECT i, 'g', 7, '' FROM n;",
    );
    let refused = read(&long, "{}").expect_err("too long").to_string();
    assert!(refused.contains("it says more than it holds"), "{refused}");
}

#[test]
fn a_collection_that_unpacks_to_too_much_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("collection.anki2", SimpleFileOptions::default())
        .expect("an entry");
    let zeros = vec![0; 1 << 20];
    for _ in 0..257 {
        zip.write_all(&zeros).expect("written");
    }
    let bytes = zip.finish().expect("a zip").into_inner();
    let refused = read_anki(&bytes).expect_err("too much").to_string();
    assert_eq!(refused, "it holds more than 256 MB in collection.anki2");
}

#[test]
fn many_cards_of_one_long_note_are_refused() {
    let rows = "
    INSERT INTO notes VALUES (1, 'g', 7, '', printf('%.*c', 4000, 'x') || char(31) || 'a');
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000)
    INSERT INTO cards SELECT i, 1, 3, 0, 0 FROM n;";
    let package = zipped(&[("collection.anki21", &newer(rows))]);
    let refused = super::cards::read_within(&package, 1 << 20).expect_err("too much");
    assert_eq!(
        refused.to_string(),
        "it holds more than 1 MB of text in its cards"
    );
    assert!(super::cards::read_within(&package, 5 << 20).is_ok());
}

#[test]
#[ignore = "measures time"]
fn clozes_and_sections_that_are_never_closed_take_no_longer_than_their_length() {
    let start = Instant::now();
    let field = "{{c".repeat(500_000);
    assert_eq!(super::blanks::marked(&field, 1), field);
    let template = format!("{}{{{{Front}}}}", "{{#Front}}".repeat(200_000));
    let front = super::template::Field::of("x");
    let shown = super::template::Shown::Question;
    let html =
        super::template::rendered(&template, &[("Front", front)].into(), shown, &str::to_owned);
    assert_eq!(html, "x");
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn a_picture_without_a_name_does_not_move_the_others() {
    // Three entries of the list: named `a.png`, without a name, named `p q.png`.
    let list = b"\x0a\x07\x0a\x05a.png\x0a\x02\x10\x01\x0a\x09\x0a\x07p q.png";
    let package = zipped(&[
        ("collection.anki21", &newer(NOTE)),
        ("media", list),
        ("0", b"a"),
        ("1", b"nameless"),
        ("2", b"p q"),
    ]);
    let found = read_anki(&package).expect("a package");
    let [picture] = &found.pictures[..] else {
        panic!("{found:?}")
    };
    assert_eq!(
        (&*picture.name, &*picture.bytes),
        ("pictures/p q.png", &b"p q"[..])
    );
}

#[test]
fn a_picture_that_is_too_large_is_named_and_the_reason_is_said_in_words() {
    let package = zipped(&[
        ("collection.anki21", &newer(NOTE)),
        ("media", b"{\"17\": \"p q.png\"}"),
        ("17", &vec![0; (32 << 20) + 1]),
    ]);
    let found = read_anki(&package).expect("a package");
    let [one] = &found.passed_over[..] else {
        panic!("{found:?}")
    };
    assert_eq!(
        (&*one.text, one.why.to_string()),
        ("p q.png", "this picture is larger than 32 MB".to_owned())
    );
}

#[test]
fn names_of_pictures_that_lead_elsewhere_are_passed_over() {
    for name in [
        "../p.png", "/p.png", "a\\p.png", "C:p.png", "run.sh", ".p.png",
    ] {
        let note = NOTE.replace("p q.png", name);
        let found =
            read(&newer(&note), &serde_json::json!({"0": name}).to_string()).expect("a package");
        assert_eq!(found.pictures, [], "{name}");
        assert_eq!(found.passed_over.len(), 1, "{name}: {found:?}");
    }
}

/// Reads a damaged collection; anything but a panic or a long wait is right.
fn survives(collection: &[u8]) {
    let start = Instant::now();
    let _ = read(collection, "{\"0\": \"p q.png\"}");
    assert!(start.elapsed() < Duration::from_secs(60));
}

/// A collection with some bytes changed and its end cut off.
fn damaged(mut bytes: Vec<u8>, changes: &[(usize, u8)], cut: usize) -> Vec<u8> {
    for (at, byte) in changes {
        let length = bytes.len();
        bytes[at % length] = *byte;
    }
    bytes.truncate(bytes.len() - cut % bytes.len());
    bytes
}

/// A text of what templates, clozes and HTML are made of.
const TEXT: &str = "([a-c ]|\\{\\{|\\}\\}|c1::|::|#|/|<|>|<b>|</b>|<pre>|<code>|</code>|<br>|<script>|<img src=|\"|'|&lt;|==|`|!\\[|\\]\\(|\n|hr id=answer>){0,30}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn damaged_collections_are_read_or_refused(changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..20), cut in prop::option::of(any::<usize>())) {
        survives(&damaged(newer(NOTE), &changes, cut.unwrap_or(0)));
    }

    #[test]
    fn notes_of_any_text_are_read(front in TEXT, template in TEXT, cloze in any::<bool>()) {
        let hex = |text: &str| -> String { text.bytes().fold(String::new(), |all, byte| all + &format!("{byte:02x}")) };
        let message = format!("0a{:02x}{}12087b7b4261636b7d7d", template.len().min(127), hex(&template[..template.len().min(127)]));
        let rows = format!(
            "UPDATE notetypes SET config = X'{}'; UPDATE templates SET config = X'{message}';
             INSERT INTO notes VALUES (1, 'g', 7, '', CAST(X'{}1f61' AS text)); INSERT INTO cards VALUES (5, 1, 3, 0, 0);",
            if cloze { "0801" } else { "" }, hex(&front),
        );
        let found = read(&newer(&rows), "{}");
        prop_assert!(found.is_ok(), "{:?}", found);
    }
}

#[test]
#[ignore = "takes ten minutes"]
fn damaged_collections_for_ten_minutes() {
    let whole = newer(NOTE);
    let zip = zipped(&[("collection.anki2", &whole), ("media", b"{}")]);
    let start = Instant::now();
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    while start.elapsed() < Duration::from_secs(600) {
        let changes: Vec<(usize, u8)> = (0..=next() % 20).map(|_| (next(), next() as u8)).collect();
        let cut = if next() % 4 == 0 { next() } else { 0 };
        survives(&damaged(whole.clone(), &changes, cut));
        // The package around it, too.
        let _ = read_anki(&damaged(zip.clone(), &changes, cut));
    }
}
