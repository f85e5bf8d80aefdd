//! Files of the kinds that people have: beside each in `tests/decks/outside` is what its cards look like.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::home::{Home, text};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/decks/outside");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    files.sort();
    files
}

/// The cards of a file as `nodequiz card` shows them, without what follows about their state.
fn shown(file: &Path) -> String {
    let home = Home::new();
    let name = file.file_name().expect("a name").to_string_lossy();
    home.write(
        &format!("data/decks/{name}"),
        &fs::read_to_string(file).expect("a deck"),
    );
    let cards = home.run(&["cards", "--json"]);
    let cards: Vec<serde_json::Value> = serde_json::from_slice(&cards.stdout).expect("JSON");
    let own = home.run(&["decks", "list", "--json"]);
    let own: serde_json::Value = serde_json::from_slice(&own.stdout).expect("JSON");
    let decks = own["decks"].as_array().expect("decks").iter();
    let own: Vec<_> = decks
        .filter(|deck| deck["own"] == true)
        .map(|deck| deck["id"].clone())
        .collect();
    let mut written = String::new();
    for card in cards.iter().filter(|card| own.contains(&card["deck"])) {
        let id = card["id"].as_str().expect("an id");
        let printed = text(&home.run(&["card", id]).stdout);
        let (texts, _) = printed.split_once("\ncard  ").expect("what it is");
        writeln!(written, "=== {id}\n{texts}").expect("writing to a string");
    }
    written
}

/// `UPDATE=1 cargo test` rewrites what is beside the files.
#[test]
fn cards_of_files_from_outside_look_as_they_should() {
    for file in files() {
        let beside = file.with_extension("cards");
        let shown = shown(&file);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&beside, &shown).expect("writing what is shown");
        }
        let wanted = fs::read_to_string(&beside).unwrap_or_default();
        assert_eq!(shown, wanted, "{}", file.display());
    }
}
