//! `import FILE`: notes and decks of others become decks, and stay them when they are brought in again.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use nodequiz::terminal::Key;
use serde_json::Value;

use crate::home::{Home, text};
use crate::pty::End;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// The files of one kind each, and a change in each of them: a text, what it becomes, and whether a card follows it.
const FILES: [(&str, &str, &str); 20] = [
    ("runtime-plan.txt", "such as SIGTERM", "such as SIGHUP"),
    ("runtime-faq.txt", "every few seconds", "every second"),
    (
        "career.md",
        "More of the inspector",
        "Less of the inspector",
    ),
    (
        "interview.md",
        "By reference, not by content",
        "By identity, not by content",
    ),
    ("basics.md", "Others can use it", "Anybody can use it"),
    (
        "numbered.md",
        "Data that comes in pieces",
        "Data that comes in chunks",
    ),
    ("cards.md", "Names of files", "Names of folders"),
    ("vault.md", "Bytes in order", "Bytes in their order"),
    (
        "words.csv",
        "The terminal is gone",
        "The terminal was closed",
    ),
    ("ports.tsv", "This machine", "The machine itself"),
    ("anki.txt", "A library<br>for", "The library<br>for"),
    (
        "quiz.json",
        "A value that equals no other",
        "A value that is unique",
    ),
    ("own.md", "Since it is a number", "As it is a number"),
    ("glossary.md", "what would block", "what could block"),
    ("notes.md", "Bytes outside", "Octets outside"),
    (
        "labelled.md",
        "keeps about a client",
        "knows about a client",
    ),
    (
        "tasks.md",
        "callbacks and promises",
        "promises and callbacks",
    ),
    ("table.md", "All went well", "Nothing went wrong"),
    ("repaired.txt", "in the log", "in the journal"),
    ("decks.json", "asks for any", "takes any"),
];

/// All decks of the learner, one below the other.
fn decks(home: &Home) -> String {
    let folder = home.path("data/decks");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("decks")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    files.sort();
    let read = files.iter().map(|path| {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        format!(
            "<!-- {name} -->\n{}",
            fs::read_to_string(path).expect("a deck")
        )
    });
    read.collect::<Vec<_>>().join("\n")
}

/// What an import says in JSON, without the places of the test's folder, as lines.
fn summary(json: &Value) -> String {
    let mut out = String::new();
    for file in json["files"].as_array().expect("files") {
        for one in file["passed_over"].as_array().expect("a list") {
            let line = one["line"]
                .as_u64()
                .map_or_else(|| "-".to_owned(), |line| line.to_string());
            let (text, why) = (
                one["text"].as_str().unwrap_or_default(),
                one["why"].as_str().unwrap_or_default(),
            );
            out.push_str(&format!("line {line}: {text} ({why})\n"));
        }
    }
    out
}

fn cards(json: &Value, outcome: &str) -> usize {
    let files = json["files"].as_array().expect("files").iter();
    let decks = files.flat_map(|file| file["decks"].as_array().expect("decks"));
    let cards = decks.flat_map(|deck| deck["cards"].as_array().expect("cards"));
    cards.filter(|card| card["outcome"] == outcome).count()
}

/// Compares with a file of the folder, or writes it where `UPDATE` is set.
fn is_as_written(name: &str, text: &str) {
    let path = folder().join("expected").join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, text).expect("written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == text,
        "{name}: run with UPDATE=1 and read the difference\n{text}"
    );
}

/// A printed text as words with one space between them.
fn plain(printed: &str) -> String {
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn import(home: &Home, file: &str, more: &[&str]) -> Value {
    let mut args = vec!["import", file, "--yes", "--json"];
    args.extend(more);
    home.json(&args)
}

#[test]
fn each_kind_of_file_becomes_the_deck_that_is_written_beside_it_and_follows_its_changes() {
    for (file, before, after) in FILES {
        let home = Home::new();
        let source = fs::read_to_string(folder().join(file)).expect("a file");
        assert!(source.contains(before), "{file}");
        home.write(file, &source);
        let first = import(&home, file, &[]);
        let written = decks(&home);
        is_as_written(
            &format!("{file}.txt"),
            &format!("{}\n{written}", summary(&first)),
        );
        let checked = home.run(&["decks", "check", "data/decks"]);
        assert!(
            checked.status.success(),
            "{file}: {}",
            text(&checked.stdout)
        );
        // Again: nothing. Then a change of the source, and one of the learner.
        let again = import(&home, file, &[]);
        assert_eq!(
            (cards(&again, "new"), cards(&again, "updated")),
            (0, 0),
            "{file}"
        );
        assert_eq!(decks(&home), written, "{file}");
        home.write(file, &source.replace(before, after));
        let changed = import(&home, file, &[]);
        assert_eq!(cards(&changed, "new"), 0, "{file}: {changed}");
        assert!(cards(&changed, "updated") >= 1, "{file}: {changed}");
        let plain = |text: &str| text.replace("<br>", "\n");
        assert_eq!(
            decks(&home),
            written.replace(&plain(before), &plain(after)),
            "{file}"
        );
    }
}

#[test]
fn cards_of_each_kind_of_file_are_studied() {
    for (file, question) in [
        ("runtime-plan.txt", "What ends a process?"),
        ("runtime-faq.txt", "What is a health check?"),
        ("numbered.md", "What is a stream?"),
        ("cards.md", "What does fs.watch report?"),
        ("vault.md", "What is a socket"),
        ("words.csv", "What is a"),
        ("ports.tsv", "What is a port?"),
        ("anki.txt", "What is libuv?"),
        ("glossary.md", "Event loop"),
        ("notes.md", "Buffers"),
        ("career.md", "Debugging (skill)"),
        ("interview.md", "What is a module"),
        ("basics.md", "What is a service?"),
        ("labelled.md", "What is a session?"),
        ("table.md", "What does code 0 say?"),
        ("repaired.txt", "What does a → b say?"),
        ("decks.json", "What does listen do?"),
    ] {
        let home = Home::new();
        let path = folder().join(file);
        let json = import(&home, &path.to_string_lossy(), &["--deck", "brought"]);
        assert!(cards(&json, "new") > 0, "{json}");
        let mut terminal = home.terminal(&["study", "brought", "--limit", "1"], (80, 24));
        terminal.see(question);
        terminal.press(" ");
        terminal.see("3 good");
        terminal.press("3");
        terminal.press("q");
        terminal.wait();
        let reviews = home
            .journal()
            .iter()
            .filter(|line| line["event"] == "review")
            .count();
        assert_eq!(reviews, 1, "{file}");
    }
}

#[test]
fn quizzes_and_decks_are_studied_in_the_form_that_they_have() {
    for (file, question, keys) in [
        (
            "quiz.json",
            "What is typeof null?",
            &[
                (Key::Char(' '), "a-b"),
                (Key::Char('a'), "Enter "),
                (Key::Enter, "The tag of objects"),
            ][..],
        ),
        (
            "tasks.md",
            "Which module reads files?",
            &[
                (Key::Char(' '), "a-c"),
                (Key::Char('b'), "Enter "),
                (Key::Enter, "It has callbacks"),
            ],
        ),
        (
            "own.md",
            "What is printed?",
            &[(Key::Tab, "Since it is a number")],
        ),
    ] {
        let home = Home::new();
        let path = folder().join(file);
        import(&home, &path.to_string_lossy(), &["--deck", "brought"]);
        let mut terminal = home.terminal(&["study", "brought", "--limit", "1"], (80, 24));
        terminal.see(question);
        for (key, then) in keys {
            terminal.press_key(key);
            terminal.see(then);
        }
        terminal.press_key(&Key::Enter);
        terminal.see(" Done ");
        terminal.wait();
        let journal = home.journal();
        assert!(
            journal.iter().any(|line| line["event"] == "review"),
            "{file}"
        );
    }
}

#[test]
fn documents_without_answers_say_so_and_offer_an_outline() {
    for (file, deck, topics) in [
        ("topics.txt", "a-way-to-services-beginner-expert", 6),
        ("stages.txt", "服务端学习路线", 5),
        ("lists.md", "questions-of-a-team", 4),
    ] {
        let home = Home::new();
        let path = folder().join(file).to_string_lossy().into_owned();
        let printed = home.ok(&["import", &path]);
        assert!(
            printed.contains("without an answer; --outline writes"),
            "{printed}"
        );
        assert!(!home.path("data/decks").exists());
        let json = import(&home, &path, &["--outline"]);
        assert_eq!(cards(&json, "new"), topics, "{json}");
        assert_eq!(json["files"][0]["decks"][0]["deck"], deck);
        is_as_written(&format!("{file}.txt"), &decks(&home));
        let checked = home.ok(&["decks", "check", "data/decks"]);
        assert!(
            checked.contains(&format!("0 cards ({topics} not written yet)")),
            "{checked}"
        );
        let mut terminal = home.terminal(&["import", &path, "--deck", "other"], (100, 30));
        terminal.see("No answers. Write an outline of");
        terminal.press("n");
        terminal.see("nothing was written");
        assert_eq!(terminal.wait(), End::Code(0));
    }
}

#[test]
fn an_outline_that_was_filled_in_is_studied_and_stays() {
    let home = Home::new();
    let path = folder().join("lists.md").to_string_lossy().into_owned();
    import(&home, &path, &["--outline"]);
    let deck = "data/decks/questions-of-a-team.md";
    let outline = fs::read_to_string(home.path(deck)).expect("a deck");
    let filled = outline.replacen("To be written.", "A function with its scope.", 1);
    home.write(deck, &filled);
    let mut terminal = home.terminal(&["study", "questions-of-a-team"], (80, 24));
    terminal.see("Explain closures.");
    terminal.press(" ");
    terminal.see("A function with its scope.");
    terminal.press("3");
    terminal.see(" Done ");
    terminal.wait();
    assert_eq!(home.reviews().len(), 1);
    let again = import(&home, &path, &["--outline"]);
    assert_eq!((cards(&again, "new"), cards(&again, "updated")), (0, 0));
    assert_eq!(fs::read_to_string(home.path(deck)).expect("a deck"), filled);
}

#[test]
fn a_table_that_is_too_large_for_one_deck_becomes_several_and_stays_so() {
    let home = Home::new();
    let row = |number: usize, word: &str| format!("What is {number}?,{}\n", word.repeat(15_000));
    let table = |rows: &[(usize, &str)]| {
        let rows = rows.iter().map(|(number, word)| row(*number, word));
        format!("question,answer\n{}", rows.collect::<String>())
    };
    let mut rows: Vec<(usize, &str)> = (0..84).map(|number| (number, "words ")).collect();
    home.write("large.csv", &table(&rows));
    let json = import(&home, "large.csv", &[]);
    assert_eq!(cards(&json, "new"), 84, "{json}");
    let decks = json["files"][0]["decks"].as_array().expect("decks");
    let names: Vec<&str> = decks
        .iter()
        .filter_map(|deck| deck["deck"].as_str())
        .collect();
    assert_eq!(names, ["large", "large-2"]);
    // The order changes, a card changes, one is new.
    rows.reverse();
    rows[0].1 = "terms ";
    rows.insert(50, (84, "words "));
    home.write("large.csv", &table(&rows));
    let json = import(&home, "large.csv", &[]);
    let counts = ["new", "updated", "same", "gone"].map(|outcome| cards(&json, outcome));
    assert_eq!(counts, [1, 1, 83, 0]);
}

#[test]
fn what_the_learner_changed_stays_and_progress_is_kept() {
    let home = Home::new();
    let source = "# Streams\n\n## What is a stream?\n\nData in pieces.\n\n## What is a pipe?\n\nTwo streams.\n";
    home.write("streams.md", source);
    import(&home, "streams.md", &[]);
    home.ok(&["review", "streams/what-is-a-stream", "good"]);
    let mine = decks(&home).replace("Two streams.", "Two streams, joined.");
    home.write(
        "data/decks/streams.md",
        mine.split_once('\n').expect("a name").1,
    );
    home.write(
        "streams.md",
        &source
            .replace("What is a stream?", "What is a data stream?")
            .replace("Two streams.", "A pair."),
    );
    let printed = home.ok(&["import", "streams.md", "--yes"]);
    assert!(printed.contains("1 changed, 1 kept"), "{printed}");
    assert!(
        printed.contains("(streams/what-is-a-pipe): kept yours"),
        "{printed}"
    );
    let now = decks(&home);
    assert!(
        now.contains("## What is a data stream? {#what-is-a-stream}"),
        "{now}"
    );
    assert!(now.contains("Two streams, joined."), "{now}");
    let card = home.json(&["card", "streams/what-is-a-stream", "--json"]);
    assert_eq!(card["reviews"], 1);
}

#[test]
fn nothing_is_written_without_consent() {
    let home = Home::new();
    home.write("a.md", "## What is a?\n\nA letter.\n");
    let refused = home.run(&["import", "a.md"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused.stderr).contains("--yes"),
        "{}",
        text(&refused.stderr)
    );
    let shown = home.ok(&["import", "a.md", "--dry-run"]);
    assert!(
        shown.contains("1 new") && shown.contains("(--dry-run)"),
        "{shown}"
    );
    assert!(!home.path("data/decks").exists());
    let mut terminal = home.terminal(&["import", &home.path("a.md").to_string_lossy()], (80, 24));
    terminal.see("Write 1 deck?");
    terminal.press("y");
    terminal.see("Written.");
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(home.path("data/decks/a.md").exists());
}

#[test]
fn columns_are_named_by_flags_or_asked_for() {
    let home = Home::new();
    home.write("t.csv", "1,So.,Why?\n2,Well.,How?\n");
    let refused = home.run(&["import", "t.csv", "--yes"]);
    assert!(
        text(&refused.stderr).contains("--question COL"),
        "{}",
        text(&refused.stderr)
    );
    let path = home.path("t.csv").to_string_lossy().into_owned();
    let mut terminal = home.terminal(&["import", &path], (80, 24));
    terminal.see("Which column is the question?");
    terminal.press("j");
    terminal.press("j");
    terminal.press("\r");
    terminal.see("Which column is the answer?");
    terminal.press("j");
    terminal.press("\r");
    terminal.see("Is the first row a card?");
    terminal.press("y");
    terminal.see("Write 1 deck?");
    terminal.press("y");
    terminal.see("Written.");
    assert_eq!(terminal.wait(), End::Code(0));
    let asked = decks(&home);
    assert!(asked.contains("## Why? {#why}\n\nSo."), "{asked}");
    let home = Home::new();
    home.write("t.csv", "1,So.,Why?\n2,Well.,How?\n");
    import(&home, "t.csv", &["--question", "3", "--answer", "2"]);
    assert_eq!(decks(&home), asked);
}

#[test]
fn a_folder_and_standard_input_are_read_too() {
    let home = Home::new();
    home.write("all/a.md", "## What is a?\n\nA letter.\n");
    home.write("all/sub/b.txt", "Q: What is b?\nA: A letter, too.\n");
    home.write("all/.hidden.md", "## What is c?\n\nNothing.\n");
    let json = import(&home, "all", &[]);
    assert_eq!(cards(&json, "new"), 2);
    let piped = |args: &[&str], input: &str| {
        let mut command = home.command(args);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        pipe.write_all(input.as_bytes()).expect("written");
        drop(pipe);
        child.wait_with_output().expect("it ends")
    };
    let notes = "Q: What is d?\nA: The next.\n";
    let done = piped(&["import", "-", "--yes", "--deck", "piped"], notes);
    assert!(done.status.success());
    // Nothing says which deck: a second text would go to that of the first.
    let refused = piped(&["import", "-", "--yes"], notes);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--deck ID"));
    let done = piped(
        &["import", "-", "--yes"],
        "# Other\n\nQ: What is e?\nA: The next.\n",
    );
    assert!(done.status.success());
    assert!(home.path("data/decks/other.md").exists());
    assert!(home.path("data/decks/piped.md").exists());
    assert!(home.run(&["decks", "check"]).status.success());
}

#[test]
fn a_file_of_a_folder_that_cannot_be_read_is_left_out_and_the_others_go_on() {
    let home = Home::new();
    home.write("all/a.md", "## What is a?\n\nA letter.\n");
    home.write("all/b.json", "[{");
    home.write("all/c.csv", "x,y,z\n1,2,3\n");
    home.write("all/d.md", "Nothing asks here.\n");
    home.write("all/e.md", "## What is e?\n\nA vowel.\n");
    let printed = home.ok(&["import", "all", "--dry-run"]);
    let words = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    for left_out in [
        "all/b.json: line 1",
        "all/c.csv: its columns do not say",
        "all/d.md: no questions were found in it",
    ] {
        assert!(
            words.contains(&format!("left out: {left_out}")),
            "{printed}"
        );
    }
    let json = import(&home, "all", &[]);
    assert_eq!(cards(&json, "new"), 2, "{json}");
    let left_out = json["left_out"].as_array().expect("a list");
    assert_eq!(left_out.len(), 3, "{json}");
    let named = home.run(&["import", "all/a.md", "all/b.json", "--yes"]);
    assert_eq!(named.status.code(), Some(1));
    assert!(text(&named.stderr).contains("all/b.json: line 1"));
}

#[test]
fn columns_chosen_for_one_table_are_not_used_for_another() {
    let home = Home::new();
    home.write("all/a.csv", "Nr,Word,Says\n1,Why?,So.\n");
    home.write("all/b.csv", "Nr,Word,Says\n1,How?,Well.\n");
    home.write("all/c.csv", "Tells,Place,Asks\nNow.,x,When?\n");
    let path = home.path("all").to_string_lossy().into_owned();
    let mut terminal = home.terminal(&["import", &path, "--deck", "mine"], (80, 24));
    terminal.see("Which column is the question? (a.csv)");
    terminal.press("j");
    terminal.press("\r");
    terminal.see("Which column is the answer? (a.csv)");
    terminal.press("j");
    terminal.press("\r");
    terminal.see("Is the first row a card?");
    terminal.press("n");
    terminal.see("Which column is the question? (c.csv)");
    terminal.press("j");
    terminal.press("j");
    terminal.press("\r");
    terminal.see("Which column is the answer? (c.csv)");
    terminal.press("\r");
    terminal.see("Is the first row a card?");
    terminal.press("n");
    terminal.see("Write ");
    terminal.press("y");
    terminal.see("Written.");
    assert_eq!(terminal.wait(), End::Code(0));
    let written = decks(&home);
    for card in [
        "## Why? {#why}\n\nSo.",
        "## How? {#how}\n\nWell.",
        "## When? {#when}\n\nNow.",
    ] {
        assert!(written.contains(card), "{written}");
    }
    assert_eq!(written.matches("## ").count(), 3, "{written}");
}

#[test]
fn an_export_that_comes_back_adds_nothing_and_what_was_changed_in_it_becomes_yours() {
    for (format, file) in [("json", "a.json"), ("csv", "a.csv"), ("markdown", "a.md")] {
        let home = Home::new();
        let path = home.path(file).to_string_lossy().into_owned();
        home.ok(&["export", "runtime", "--format", format, "--out", &path]);
        let printed = home.ok(&["import", &path, "--yes"]);
        assert!(printed.contains("already there"), "{format}: {printed}");
        assert!(printed.contains("Nothing new"), "{format}: {printed}");
        assert!(!home.path("data/decks").exists(), "{format}");
        let exported = fs::read_to_string(&path).expect("an export");
        let (before, after) = ("Is Node.js single-threaded?", "Has Node.js one thread?");
        assert!(exported.contains(before), "{format}");
        home.write(file, &exported.replace(before, after));
        let json = import(&home, file, &[]);
        assert_eq!(
            (cards(&json, "updated"), cards(&json, "new")),
            (1, 0),
            "{json}"
        );
        let card = home.json(&["card", "runtime/single-threaded", "--json"]);
        assert_eq!(card["question"], after, "{format}");
        let written = decks(&home);
        assert_eq!(written.matches("\n## ").count(), 1, "{written}");
        let again = import(&home, file, &[]);
        assert_eq!((cards(&again, "updated"), cards(&again, "new")), (0, 0));
        assert_eq!(decks(&home), written, "{format}");
        // What the learner has changed since is not replaced, unless they say so.
        home.write(file, &exported);
        let printed = plain(&home.ok(&["import", file, "--yes"]));
        assert!(printed.contains("kept yours, which differs"), "{printed}");
        assert!(
            printed.contains("--deck runtime takes the cards of the file"),
            "{printed}"
        );
        assert_eq!(decks(&home), written, "{format}");
        import(&home, file, &["--deck", "runtime"]);
        assert!(decks(&home).contains(before), "{format}");
        home.ok(&["decks", "check"]);
    }
}

#[test]
fn a_new_card_of_a_deck_that_comes_back_is_added_to_it() {
    let home = Home::new();
    let deck = "# Hash {#hash}\n\n## What is a hash? {#what}\n\nA number.\n";
    home.write("data/decks/hash.md", deck);
    home.write("hash.md", deck);
    let printed = home.ok(&["import", "hash.md", "--dry-run"]);
    assert!(printed.contains("1 already there"), "{printed}");
    home.write("hash.md", &format!("{deck}\n## Why? {{#why}}\n\nSo.\n"));
    let printed = home.ok(&["import", "hash.md", "--yes"]);
    assert!(printed.contains("1 new, 1 already there"), "{printed}");
    let written = fs::read_to_string(home.path("data/decks/hash.md")).expect("the deck");
    assert_eq!(written, format!("{deck}\n## Why? {{#why}}\n\nSo.\n"));
}

#[test]
fn a_deck_of_somebody_else_with_the_same_name_stays_a_deck_of_its_own() {
    let home = Home::new();
    let mine = "# Hash {#hash}\n\n## What is a hash? {#what}\n\nA number.\n";
    home.write("data/decks/hash.md", mine);
    home.write("hash.md", "# Hash {#hash}\n\n## Why? {#why}\n\nSo.\n");
    let printed = home.ok(&["import", "hash.md", "--yes"]);
    assert!(
        printed.contains("you have a deck `hash`; --deck hash compares with it"),
        "{printed}"
    );
    assert!(home.path("data/decks/hash-2.md").exists());
}

#[test]
fn notes_for_a_built_in_deck_leave_its_title_and_its_description() {
    let home = Home::new();
    let title = |home: &Home| {
        let json = home.json(&["decks", "list", "--json"]);
        let decks = json["decks"].as_array().expect("decks").clone();
        let runtime = decks.into_iter().find(|deck| deck["id"] == "runtime");
        runtime.expect("the deck")["title"].clone()
    };
    let before = title(&home);
    home.write("mine.md", "# Mine\n\nAbout mine.\n\n## Why not?\n\nSo.\n");
    import(&home, "mine.md", &["--deck", "runtime"]);
    assert_eq!(title(&home), before);
    let written = decks(&home);
    assert!(!written.contains("# Mine"), "{written}");
}

#[test]
fn pictures_of_a_document_go_beside_the_deck_and_travel_with_it() {
    let home = Home::new();
    let png = b"\x89PNG\r\n\x1a\n\xff".to_vec();
    for name in ["notes/img/the loop.png", "notes/top.svg", "secret.png"] {
        let path = home.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, &png).expect("a picture");
    }
    home.write("notes/sub/a.md",
        "## What is the loop?\n\n![Loop](../img/the%20loop.png) and <img src=\"/top.svg\" alt=\"top\">\n\n\
         ## What is missing?\n\n![no](no.png) ![out](../../secret.png) ![web](https://a.b/c.png)\n");
    let json = import(&home, "notes", &["--deck", "mine"]);
    assert_eq!(json["files"][0]["pictures"], 2, "{json}");
    let printed = summary(&json);
    assert!(
        printed.contains("no.png (there is no such picture)"),
        "{printed}"
    );
    assert!(
        printed.contains("secret.png (the picture is outside"),
        "{printed}"
    );
    let written = decks(&home);
    assert!(
        written.contains("![Loop](pictures/the%20loop.png)"),
        "{written}"
    );
    assert!(written.contains("src=\"pictures/top.svg\""), "{written}");
    let read = |home: &Home| fs::read(home.path("data/decks/pictures/the loop.png")).expect("it");
    assert_eq!(read(&home), png);
    // Nothing new the second time; a picture that changed is another one.
    let again = import(&home, "notes", &["--deck", "mine"]);
    assert_eq!(again["files"][0]["pictures"], Value::Null, "{again}");
    fs::write(home.path("notes/img/the loop.png"), b"other").expect("a picture");
    let changed = import(&home, "notes", &["--deck", "mine"]);
    assert_eq!(changed["files"][0]["pictures"], 1, "{changed}");
    assert_eq!(cards(&changed, "updated"), 1, "{changed}");
    assert_eq!(read(&home), png);
    // They are in an archive, in a booklet, and beside a table.
    let archive = home.path("a.zip").to_string_lossy().into_owned();
    home.ok(&["export", "--archive", &archive]);
    let other = Home::new();
    other.ok(&["import", "--archive", &archive]);
    assert_eq!(read(&other), png);
    let exported = |format: &str| {
        let out = home
            .path(&format!("out.{format}"))
            .to_string_lossy()
            .into_owned();
        home.json(&[
            "export", "mine", "--format", format, "--out", &out, "--json",
        ])
    };
    assert_eq!(exported("html")["pictures"], 2);
    assert_eq!(exported("csv")["pictures"], 2);
}

#[test]
fn a_vault_names_a_picture_without_its_folder() {
    let home = Home::new();
    let picture = home.path("vault/attachments/a pipe.png");
    fs::create_dir_all(picture.parent().expect("a folder")).expect("a folder");
    fs::write(picture, "picture").expect("a picture");
    let note = "---\ntags:\n  - flashcards\n---\n\nSome text.\n\n- **What is a pipe?**\n?\n  ![[a pipe.png|300]]\n";
    home.write("vault/deep/note.md", note);
    let json = import(&home, "vault", &[]);
    assert_eq!(json["files"][0]["format"], "obsidian", "{json}");
    let written = decks(&home);
    assert!(
        written.contains("## **What is a pipe?** {#what-is-a-pipe}"),
        "{written}"
    );
    assert!(
        written.contains("![a pipe.png](pictures/a%20pipe.png)"),
        "{written}"
    );
    assert!(home.path("data/decks/pictures/a pipe.png").exists());
}

#[test]
fn pictures_of_the_same_name_in_two_folders_are_both_kept() {
    let home = Home::new();
    for folder in ["a", "b"] {
        let path = home.path(&format!("all/{folder}/x.png"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, folder).expect("a picture");
        let text = format!("## What is {folder}?\n\n![it](x.png)\n");
        home.write(&format!("all/{folder}/{folder}.md"), &text);
    }
    import(&home, "all", &[]);
    let pictures = fs::read_dir(home.path("data/decks/pictures")).expect("pictures");
    assert_eq!(pictures.count(), 2);
    let written = decks(&home);
    assert!(written.contains("![it](pictures/x.png)"), "{written}");
    assert!(written.contains("-x.png)"), "{written}");
}

#[test]
fn tags_at_the_top_of_a_document_become_tags_of_its_cards() {
    let home = Home::new();
    home.write(
        "a.md",
        "---\ntitle: Mine\ntags: [node, 'event loop']\n---\n\n## What is a?\n\nA letter.\n",
    );
    import(&home, "a.md", &[]);
    let written = decks(&home);
    assert!(written.contains("# Mine {#mine}"), "{written}");
    assert!(
        written.contains("<!-- tags: node, event-loop -->"),
        "{written}"
    );
}

#[test]
fn a_deck_whose_name_has_a_dot_is_found_again() {
    let home = Home::new();
    home.write("n.md", "## What is a?\n\nA letter.\n");
    import(&home, "n.md", &["--deck", "a.b"]);
    let again = import(&home, "n.md", &[]);
    assert_eq!(again["files"][0]["decks"][0]["deck"], "a.b", "{again}");
    assert_eq!(cards(&again, "same"), 1);
}

#[test]
fn faults_of_decks_are_said_once() {
    let home = Home::new();
    home.write(
        "data/decks/bad.md",
        "# Bad {#bad}\n\n## {#x\n\n## Why? {#why}\n\nSo.\n",
    );
    home.write("n.md", "## What is a?\n\nA letter.\n");
    let done = home.run(&["import", "n.md", "--yes"]);
    assert_eq!(
        text(&done.stderr).matches("warning").count(),
        1,
        "{}",
        text(&done.stderr)
    );
}

#[test]
fn a_name_that_a_deck_has_is_not_taken() {
    let home = Home::new();
    home.write("async.md", "# Async\n\n## What is a?\n\nA letter.\n");
    let json = import(&home, "async.md", &[]);
    assert_eq!(json["files"][0]["decks"][0]["deck"], "async-2");
    let again = import(&home, "async.md", &[]);
    assert_eq!(again["files"][0]["decks"][0]["deck"], "async-2");
    assert_eq!(cards(&again, "same"), 1);
}

#[test]
fn what_cannot_be_read_is_one_clear_error_and_changes_nothing() {
    let home = Home::new();
    home.write("broken.json", "[{\"question\": \"Why?\",\n}]");
    home.write("list.json", "{\"name\": \"a\"}");
    fs::write(home.path("binary.md"), b"a\0b\xff").expect("written");
    fs::write(home.path("large.md"), vec![b'x'; (32 << 20) + 1]).expect("written");
    home.write("empty/x.png", "");
    let other = Home::new();
    other.recall_deck(1);
    let archive = home.path("backup.zip").to_string_lossy().into_owned();
    other.ok(&["export", "--archive", &archive]);
    for (args, says) in [
        (
            &["import", "broken.json"][..],
            "line 2, column 1: this is not JSON",
        ),
        (&["import", "list.json"], "no list of questions"),
        (&["import", "binary.md"], "it is not text"),
        (&["import", "large.md"], "has more than 32 MB"),
        (&["import", "empty"], "has no file that ends in"),
        (&["import", "nosuch.md"], "nosuch.md"),
        (
            &["import", "backup.zip"],
            "nodequiz import --archive backup.zip",
        ),
        (
            &["import", "broken.json", "--format", "nosuch"],
            "the formats are document",
        ),
    ] {
        let refused = home.run(args);
        assert!(!refused.status.success(), "{args:?}");
        let error = text(&refused.stderr);
        assert!(error.contains(says), "{args:?}: {error}");
        assert!(!home.path("data/decks").exists(), "{args:?}");
    }
}

#[test]
fn answers_of_the_other_program_arrive_once() {
    let home = Home::new();
    let path = folder().join("vault.md").to_string_lossy().into_owned();
    let without = import(&home, &path, &[]);
    assert_eq!(without["files"][0]["decks"][0]["reviews"], 0);
    assert_eq!(home.journal().len(), 0);
    let json = import(&home, &path, &["--progress"]);
    let written = home.journal().len();
    assert!(written > 1, "{json}");
    let card = home.json(&["card", "vault/what-is-a-socket", "--json"]);
    assert!(card["reviews"].as_u64() > Some(1), "{card}");
    import(&home, &path, &["--progress"]);
    assert_eq!(home.journal().len(), written);
    home.ok(&["doctor"]);
}

#[test]
fn the_commands_of_the_page_and_of_the_readme_do_what_they_say() {
    let home = Home::new();
    let notes = "## What is a?\n\nA letter.\n";
    home.write("notes.md", notes);
    home.write("folder/more.md", notes);
    home.write("words.csv", "front,back\na,the first letter\n");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/import.md")).expect("the page");
    let commands: Vec<&str> = page
        .lines()
        .filter(|line| line.starts_with("nodequiz import "))
        .collect();
    assert_eq!(commands.len(), 4);
    for command in commands {
        let words = command
            .split('#')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .skip(1);
        home.ok(&words.collect::<Vec<_>>());
    }
    assert!(home.path("data/decks/words.md").exists());
    let home = Home::new();
    home.write("notes.md", notes);
    let readme = fs::read_to_string(root.join("README.md")).expect("the readme");
    assert!(
        readme.contains("\nnodequiz import notes.md --dry-run ")
            && readme.contains("\nnodequiz import notes.md  ")
    );
    home.ok(&["import", "notes.md", "--dry-run"]);
    let path = home.path("notes.md").to_string_lossy().into_owned();
    let mut terminal = home.terminal(&["import", &path], (80, 24));
    terminal.see("Write 1 deck?");
    terminal.press("y");
    terminal.see("Written.");
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(home.path("data/decks/notes.md").exists());
}
