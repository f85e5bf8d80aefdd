//! Cards for other programs: `export --format`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::home::{Home, text};

const DECK: &str = "\
# Mine \\& *more* {#mine .senior}
<!-- tags: own -->

What it is about.

## What is `1 < 2`? {#less .output}
<!--
weight: 3
tags: signs, two.words
see: https://example.org/a
-->

```js
console.log(1 < 2)
```

---

```text
true
```

It compares, {{nothing}} more.

## Which is right? {#which}

- [x] this
- [ ] -that

Because.

## Where? {#where .beginner}

In ==`timers`|timers== it is, ![a pipe](pictures/pipe.png).
";

fn home() -> Home {
    let home = Home::new();
    home.write("data/decks/mine.md", DECK);
    home.write("data/decks/pictures/pipe.png", "picture");
    home
}

#[test]
fn a_table_has_a_row_for_each_deck_and_card() {
    let table = home().ok(&["export", "mine", "--format", "csv"]);
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let header = rows.headers().expect("a header").clone();
    let header: Vec<&str> = header.iter().collect();
    assert_eq!(
        header.join(" "),
        "id kind level tags metadata question answer"
    );
    let rows: Vec<Vec<String>> = rows
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    let expected = [
        [
            "mine",
            "deck",
            "senior",
            "own",
            "",
            "Mine \\& *more*",
            "What it is about.",
        ],
        [
            "mine/less",
            "output",
            "senior",
            "own, signs, two.words",
            "weight: 3\nsee: https://example.org/a",
            "What is `1 < 2`?\n\n```js\nconsole.log(1 < 2)\n```",
            "```text\ntrue\n```\n\nIt compares, {{nothing}} more.",
        ],
        [
            "mine/which",
            "choice",
            "senior",
            "own",
            "",
            "Which is right?",
            "'- [x] this\n- [ ] -that\n\nBecause.",
        ],
        [
            "mine/where",
            "cloze",
            "beginner",
            "own",
            "",
            "Where?",
            "In ==`timers`|timers== it is, ![a pipe](pictures/pipe.png).",
        ],
    ];
    assert_eq!(rows, expected);
    let tabs = home().ok(&["export", "mine", "--format", "tsv"]);
    assert!(tabs.starts_with("id\tkind\tlevel\t"), "{tabs}");
}

#[test]
fn decks_as_json_and_as_markdown_hold_the_chosen_cards() {
    let home = home();
    let decks: Value = home.json(&["export", "mine", "--level", "beginner", "--format", "json"]);
    let expected = json!({"schema": 1, "decks": [{
        "id": "mine",
        "title": "Mine \\& *more*",
        "level": "senior",
        "description": "What it is about.",
        "tags": ["own"],
        "cards": [{
            "id": "where", "kind": "cloze", "level": "beginner", "tags": ["own"],
            "question": "Where?",
            "answer": "In ==`timers`|timers== it is, ![a pipe](pictures/pipe.png).",
        }],
    }]});
    assert_eq!(decks, expected);
    let deck = home.ok(&["export", "mine", "--format", "markdown"]);
    home.write("copy.md", &deck);
    assert_eq!(
        deck,
        fs::read_to_string(home.path("copy.md")).expect("a deck")
    );
    let printed = home.ok(&["decks", "check", "copy.md"]);
    assert!(printed.contains("3 cards"), "{printed}");
}

#[test]
fn several_decks_as_markdown_go_into_a_folder() {
    let home = home();
    let printed = home.ok(&[
        "export", "mine", "runtime", "--format", "markdown", "--out", "out",
    ]);
    assert!(printed.contains("2 decks"), "{printed}");
    let mut names: Vec<_> = fs::read_dir(home.path("out"))
        .expect("a folder")
        .map(|entry| entry.expect("a file").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["mine.md", "pictures", "runtime.md"]);
    let again = home.run(&[
        "export", "mine", "runtime", "--format", "markdown", "--out", "out",
    ]);
    assert_eq!(again.status.code(), Some(1));
    assert!(
        text(&again.stderr).contains("--force"),
        "{}",
        text(&again.stderr)
    );
    home.ok(&[
        "export", "mine", "runtime", "--format", "markdown", "--out", "out", "--force",
    ]);
    home.ok(&["decks", "check", "out"]);
}

#[test]
fn a_hyphen_prints() {
    let home = home();
    let printed = home.ok(&["export", "mine", "--format", "csv", "--out", "-", "--force"]);
    assert_eq!(printed, home.ok(&["export", "mine", "--format", "csv"]));
    assert!(!home.path("-").exists());
}

#[test]
fn a_text_for_anki_has_a_line_for_each_note() {
    let printed = home().ok(&["export", "mine", "--format", "anki-text"]);
    let lines: Vec<&str> = printed
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    assert_eq!(lines.len(), 3, "{printed}");
    assert_eq!(
        lines[0],
        "nodequiz:mine/less\tBasic\tnodequiz::Mine & more\t\"<p><b>What is <code>1 &lt; 2</code>?</b></p><pre><code class=\"\"language-js\"\">\
               console.log(1 &lt; 2)</code></pre>\"\t\"<pre><code class=\"\"language-text\"\">true</code></pre>\
               <p>It compares, &#123;&#123;nothing&#125;&#125; more.</p>\"\tlevel::senior own signs topic::mine two.words"
    );
    assert!(
        lines[2].contains("In {{c1::<code>timers</code>}} it is"),
        "{}",
        lines[2]
    );
}

#[test]
fn a_booklet_loads_nothing_and_holds_its_pictures() {
    let page = home().ok(&["export", "mine", "--format", "html"]);
    assert!(
        page.contains("src=\"data:image/png;base64,cGljdHVyZQ==\""),
        "{page}"
    );
    assert!(page.contains("default-src 'none'"));
    assert!(!page.contains("src=\"http"));
    let beside = home().ok(&["export", "mine", "--format", "html", "--answers", "beside"]);
    assert!(beside.contains("class=\"beside\"") && beside.len() < page.len());
}

#[test]
fn pictures_are_written_beside_decks_and_tables_and_come_back_with_them() {
    for format in ["markdown", "json", "csv", "tsv"] {
        let one = home();
        let file = format!(
            "out/mine.{}",
            if format == "markdown" { "md" } else { format }
        );
        one.write("out/other.txt", "");
        let report = one.json(&[
            "export", "mine", "--format", format, "--out", &file, "--json",
        ]);
        assert_eq!(report["pictures"], 1, "{format}");
        let written = fs::read(one.path("out/pictures/pipe.png")).expect("a picture");
        assert_eq!(written, b"picture", "{format}");
        // The same picture may be there already, another may not.
        one.ok(&[
            "export",
            "mine",
            "--format",
            format,
            "--out",
            "out/again.md",
        ]);
        one.write("out/pictures/pipe.png", "other");
        let refused = one.run(&[
            "export",
            "mine",
            "--format",
            format,
            "--out",
            "out/third.md",
        ]);
        let printed = text(&refused.stderr);
        assert!(
            printed.contains("pipe.png cannot be written: it exists already"),
            "{printed}"
        );
        assert!(!one.path("out/third.md").exists());
        one.ok(&[
            "export", "mine", "--format", format, "--out", &file, "--force",
        ]);
        let two = Home::new();
        let path = one.path(&file).to_string_lossy().into_owned();
        two.ok(&["import", &path, "--yes"]);
        let picture = fs::read(two.path("data/decks/pictures/pipe.png"));
        assert_eq!(picture.expect("a picture"), b"picture", "{format}");
        let again = one.ok(&["import", &path, "--yes"]);
        assert!(again.contains("Nothing new"), "{format}: {again}");
    }
}

#[test]
fn pictures_with_one_name_in_two_folders_are_both_exported() {
    let home = home();
    home.write(
        "data/decks/net/other.md",
        "# Other {#other}\n\n## What is it? {#what}\n\n![](pictures/pipe.png) ![](../img/socket.png)\n",
    );
    home.write("data/decks/net/pictures/pipe.png", "another picture");
    home.write("data/decks/img/socket.png", "a socket");
    let report = home.json(&[
        "export", "mine", "other", "--format", "markdown", "--out", "out", "--json",
    ]);
    assert_eq!(report["pictures"], 3);
    let deck = fs::read_to_string(home.path("out/other.md")).expect("a deck");
    let named: Vec<String> = deck
        .split("![](")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
        .collect();
    let shown = named
        .iter()
        .map(|name| fs::read_to_string(home.path("out").join(name)).expect("a picture"));
    assert_eq!(shown.collect::<Vec<_>>(), ["another picture", "a socket"]);
    let first = fs::read(home.path("out/pictures/pipe.png"));
    assert_eq!(first.expect("a picture"), b"picture");
}

#[test]
fn a_picture_in_the_first_line_of_a_question_is_exported() {
    let home = Home::new();
    let deck = "# Mine {#mine}\n\n## What is ![this](pictures/pipe.png)? {#what}\n\nA pipe.\n";
    home.write("data/decks/mine.md", deck);
    home.write("data/decks/pictures/pipe.png", "picture");
    let page = home.ok(&["export", "mine", "--format", "html"]);
    let shown = "What is <img src=\"data:image/png;base64,cGljdHVyZQ==\" alt=\"this\"";
    assert!(page.contains(shown), "{page}");
    home.ok(&["export", "mine", "--format", "apkg", "--out", "mine.apkg"]);
    let two = Home::new();
    let package = home.path("mine.apkg");
    two.ok(&["import", &package.to_string_lossy(), "--yes"]);
    let again = fs::read_to_string(two.path("data/decks/mine.md")).expect("a deck");
    let named = again
        .split("![](")
        .nth(1)
        .and_then(|rest| rest.split(')').next());
    let named = two.path(&format!("data/decks/{}", named.expect("a picture")));
    assert_eq!(fs::read(named).expect("a picture"), b"picture", "{again}");
}

#[test]
fn a_file_is_replaced_only_when_asked_for() {
    let home = home();
    let args = ["export", "mine", "--format", "html", "--out", "page.html"];
    let printed = home.ok(&args);
    assert!(
        printed.contains("page.html") && printed.contains("3 cards, 1 deck"),
        "{printed}"
    );
    let before = fs::read(home.path("page.html")).expect("a page");
    let again = home.run(&args);
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(fs::read(home.path("page.html")).expect("a page"), before);
    let report = home.json(&[&args[..], &["--force", "--json"]].concat());
    assert_eq!(report["cards"], 3);
    assert_eq!(report["bytes"], before.len());
}

#[test]
fn what_cannot_be_exported_is_said_and_nothing_is_written() {
    let cases: [(&[&str], &str); 7] = [
        (&["export"], "nothing says what to export"),
        (
            &["export", "mine", "--archive", "a.zip"],
            "cannot be used with",
        ),
        (
            &["export", "--archive", "a.zip", "--out", "b.zip"],
            "cannot be used with",
        ),
        (
            &["export", "mine", "runtime", "--format", "markdown"],
            "--out FOLDER",
        ),
        (
            &["export", "mine", "--level", "expert", "--format", "csv"],
            "no card matches all of these filters",
        ),
        (&["export", "mine", "--format", "csv", "--json"], "--out"),
        (
            &[
                "export",
                "mine",
                "--format",
                "csv",
                "--out",
                "no/such/folder.csv",
            ],
            "there is no such folder",
        ),
    ];
    for (args, words) in cases {
        let home = home();
        let refused = home.run(args);
        assert_ne!(refused.status.code(), Some(0), "{args:?}");
        let printed = text(&refused.stderr);
        assert!(printed.contains(words), "{args:?}: {printed}");
        assert!(!home.path("a.zip").exists());
    }
}

/// The commands of a page, in its blocks for a shell.
fn commands(page: &str) -> Vec<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let page = fs::read_to_string(page).expect("a page");
    let mut in_block = false;
    let lines = page.lines().filter(|line| {
        if line.starts_with("```") {
            in_block = *line == "```sh";
        }
        in_block && line.starts_with("nodequiz export ")
    });
    lines.map(str::to_owned).collect()
}

#[test]
fn the_commands_of_the_pages_on_export_work() {
    for (page, least) in [("docs/export.md", 3), ("README.md", 1)] {
        let commands = commands(page);
        assert!(commands.len() >= least, "{page}: {commands:?}");
        for command in commands {
            let words: Vec<&str> = command.split_whitespace().skip(1).collect();
            let home = home();
            home.ok(&words);
            let at = words
                .iter()
                .position(|word| *word == "--out")
                .expect("a file is named");
            assert!(home.path(words[at + 1]).exists(), "{command}");
        }
    }
}

#[cfg(feature = "anki")]
mod packages {
    use std::io::{Cursor, Read as _};

    use super::*;

    #[test]
    fn a_package_has_cards_pictures_and_answers_and_is_the_same_each_time() {
        let home = home();
        home.ok(&["review", "mine/which", "good"]);
        home.ok(&["review", "mine/where", "again"]);
        let args = [
            "export",
            "mine",
            "--format",
            "apkg",
            "--out",
            "mine.apkg",
            "--force",
        ];
        let printed = home.ok(&args);
        assert!(
            printed.contains("3 cards, 1 deck, 1 picture, 2 answers"),
            "{printed}"
        );
        assert!(printed.contains("learning progress"), "{printed}");
        let bytes = fs::read(home.path("mine.apkg")).expect("a package");
        home.ok(&args);
        assert_eq!(fs::read(home.path("mine.apkg")).expect("a package"), bytes);
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let names: Vec<String> = zip
            .file_names()
            .map(|name| name.expect("a name").into_owned())
            .collect();
        assert_eq!(names, ["collection.anki2", "media", "0"]);
        let mut media = String::new();
        zip.by_name("media")
            .expect("a list")
            .read_to_string(&mut media)
            .expect("text");
        assert_eq!(media, "{\"0\":\"pictures-pipe.png\"}");
    }

    #[test]
    fn a_package_of_ours_brings_answers_once_and_no_cards_that_are_here() {
        let one = home();
        one.ok(&["review", "mine/which", "good"]);
        one.ok(&["review", "mine/where", "again"]);
        one.ok(&["export", "mine", "--format", "apkg", "--out", "mine.apkg"]);
        let package = one.path("mine.apkg");
        let package = package.to_string_lossy();
        let printed = one.ok(&["import", &package, "--yes"]);
        let plain = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            plain.contains("3 cards of your decks; answers are read with --progress"),
            "{printed}"
        );
        assert!(!printed.contains("no questions"), "{printed}");
        let printed = one.ok(&["import", &package, "--progress", "--yes"]);
        assert!(
            printed.contains("3 cards of your decks, with 0 new answers"),
            "{printed}"
        );
        assert!(printed.contains("Nothing new"), "{printed}");
        let two = home();
        let printed = two.ok(&["import", &package, "--progress", "--yes"]);
        assert!(printed.contains("with 2 new answers"), "{printed}");
        assert!(
            printed.contains("Written: 2 answers to the journal."),
            "{printed}"
        );
        let state = |home: &Home| home.json(&["card", "mine/which", "--json"])["due"].clone();
        assert_eq!(state(&two), state(&one));
        assert_eq!(two.journal().len(), 2);
        two.ok(&["import", &package, "--progress", "--yes"]);
        assert_eq!(two.journal().len(), 2);
        assert_eq!(
            fs::read_dir(two.path("data/decks")).expect("decks").count(),
            2
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_package_follows_its_changes_and_its_cards_are_studied() {
        let one = Home::new();
        let deck = "# Mine {#mine}\n\n## What is a? {#a}\n\nA letter.\n\n## What is b? {#b}\n\nThe next.\n";
        let exported = |text: &str| {
            one.write("data/decks/mine.md", text);
            one.ok(&[
                "export",
                "mine",
                "--format",
                "apkg",
                "--out",
                "mine.apkg",
                "--force",
            ]);
        };
        exported(deck);
        let two = Home::new();
        let package = one.path("mine.apkg").to_string_lossy().into_owned();
        two.ok(&["import", &package, "--yes"]);
        two.ok(&["decks", "check"]);
        let mut terminal = two.terminal(&["study", "mine", "--limit", "1"], (80, 24));
        terminal.see("What is a?");
        terminal.press(" ");
        terminal.see("3 good");
        terminal.press("3");
        terminal.press("q");
        terminal.wait();
        exported(&deck.replace("The next.", "The second letter."));
        let printed = two.ok(&["import", &package, "--yes"]);
        assert!(printed.contains("1 changed, 1 already there"), "{printed}");
        let card = two.json(&["card", "mine/a", "--json"]);
        assert_eq!(card["reviews"], 1);
    }

    /// Packages that Anki made (`tests/oracle/note_types.py`).
    fn packages() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/packages")
    }

    #[test]
    fn every_type_of_note_becomes_cards_or_is_named_with_the_reason() {
        for schema in ["schema-11", "schema-18"] {
            let home = Home::new();
            let package = packages().join(format!("{schema}.apkg"));
            let package = package.to_string_lossy();
            let report = home.json(&["import", &package, "--yes", "--json"]);
            let file = &report["files"][0];
            let cards = home.json(&["export", "types", "--format", "json"]);
            let cards = cards["decks"][0]["cards"].as_array().expect("cards");
            let cards: Vec<(&str, &str)> = cards
                .iter()
                .map(|card| {
                    let text = |key: &str| card[key].as_str().unwrap_or_default();
                    (text("question"), text("answer"))
                })
                .collect();
            let expected = [
                ("What is libuv?", "A library for events."),
                ("Which command starts a program?", "node"),
                ("epoll", "Tells which sockets are ready."),
                ("Tells which sockets are ready.", "epoll"),
                ("kqueue", "The same on macOS."),
                ("The same on macOS.", "kqueue"),
                (
                    "Timers run in the … phase, then comes poll.",
                    "Timers run in the ==timers== phase, then comes poll.\n\nIn libuv.",
                ),
                (
                    "Timers run in the timers phase, then comes ….",
                    "Timers run in the timers phase, then comes ==poll==.\n\nIn libuv.",
                ),
                ("What does 日本 mean?", "Japan\n\nHint: a country"),
                ("How is 日本 read?", "にほん"),
                ("What does 本 mean?\n\nNo note.", "a book"),
            ];
            assert_eq!(cards, expected, "{schema}");
            let passed_over: Vec<(&str, &str)> = file["passed_over"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|one| {
                    let text = |key: &str| one[key].as_str().unwrap_or_default();
                    (text("text"), text("why"))
                })
                .collect();
            assert_eq!(
                passed_over.iter().map(|(_, why)| *why).collect::<Vec<_>>(),
                ["it hides parts of a picture", "its question is a sound"],
                "{schema}: {passed_over:?}"
            );
            home.ok(&["decks", "check"]);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_package_of_anki_follows_its_changes_and_its_cards_are_studied() {
        for schema in ["schema-11", "schema-18"] {
            let home = Home::new();
            let package = packages().join(format!("{schema}.apkg"));
            home.ok(&["import", &package.to_string_lossy(), "--yes"]);
            let again = home.ok(&["import", &package.to_string_lossy(), "--yes"]);
            assert!(again.contains("Nothing new"), "{again}");
            let mut terminal = home.terminal(&["study", "types", "--limit", "1"], (80, 24));
            terminal.see("What is libuv?");
            terminal.press(" ");
            terminal.see("A library for events.");
            terminal.press("3");
            terminal.press("q");
            terminal.wait();
            assert_eq!(home.reviews().len(), 1, "{schema}");
            // The file has its old name, as when it is exported once more.
            let changed = packages().join(format!("{schema}-changed.apkg"));
            let bytes = fs::read(changed).expect("a package");
            let same = home.path(&format!("{schema}.apkg"));
            fs::write(&same, bytes).expect("written");
            let printed = home.ok(&["import", &same.to_string_lossy(), "--yes"]);
            assert!(printed.contains("1 changed, 10 already there"), "{printed}");
            let card = home.json(&["card", "types/what-is-libuv", "--json"]);
            assert_eq!(card["answer"], "A library for events and threads.");
            assert_eq!(card["reviews"], 1);
        }
    }

    #[test]
    fn a_package_brings_decks_with_pictures_where_they_are_not_here() {
        let one = home();
        one.ok(&["export", "mine", "--format", "apkg", "--out", "mine.apkg"]);
        let two = Home::new();
        two.write("data/decks/pictures/pictures-pipe.png", "another picture");
        let package = one.path("mine.apkg");
        two.ok(&["import", &package.to_string_lossy(), "--yes"]);
        let deck = fs::read_to_string(two.path("data/decks/mine.md")).expect("a deck");
        assert!(deck.contains("## Where? {#where"), "{deck}");
        assert!(deck.contains("In ==`timers`== it is"), "{deck}");
        let named = deck
            .split("](")
            .nth(1)
            .and_then(|rest| rest.split(')').next());
        let named = named.expect("a picture");
        assert_ne!(named, "pictures/pictures-pipe.png");
        let picture = two.path(&format!("data/decks/{named}"));
        assert_eq!(fs::read(picture).expect("a picture"), b"picture");
        two.ok(&["decks", "check"]);
    }

    #[test]
    fn what_is_not_a_package_changes_nothing() {
        let home = home();
        home.write("bad.apkg", "PK\u{3}\u{4} collection.anki2");
        let refused = home.run(&["import", "bad.apkg", "--yes"]);
        assert_eq!(refused.status.code(), Some(1));
        let printed = text(&refused.stderr);
        assert!(
            printed.contains("bad.apkg: it is not an Anki package, or it was cut off"),
            "{printed}"
        );
        assert!(printed.contains("nothing was changed"), "{printed}");
    }

    #[test]
    fn a_package_is_not_printed() {
        let refused = home().run(&["export", "mine", "--format", "apkg"]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains("--out cards.apkg"));
    }
}
