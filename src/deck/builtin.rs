//! The decks and interview prompts that come with the program: one line per file.

use crate::id::DeckId;

/// Puts files of a folder into the program: their names and their texts.
macro_rules! files {
    ($folder:literal: $($file:literal),* $(,)?) => {
        &[$((
            $file,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $folder, "/", $file)),
        )),*]
    };
}

const DECKS: &[(&str, &str)] = files!["decks":
    "01-javascript.md",
    "02-runtime.md",
    "03-modules.md",
    "04-async.md",
    "05-http-express.md",
    "06-api-design.md",
    "07-errors.md",
    "08-testing.md",
    "09-structure.md",
    "10-databases.md",
    "11-auth.md",
    "12-security.md",
    "13-streams-io.md",
    "14-performance.md",
    "15-v8-native.md",
    "16-deployment.md",
    "17-observability.md",
    "18-realtime.md",
    "19-distributed.md",
    "20-career.md",
];

const PROMPTS: &[(&str, &str)] = files!["decks/interview":
    "behavioural.md",
    "bugs.md",
    "designs.md",
    "foundations.md",
    "incidents.md",
    "scenarios.md",
];

/// The built-in decks in their order: the file's name (`02-runtime.md`) and its text.
pub const fn builtin() -> &'static [(&'static str, &'static str)] {
    DECKS
}

/// The built-in interview prompts in the order of their files: the file's name (`incidents.md`) and
/// its text. They are not decks: study never asks them.
pub const fn builtin_prompts() -> &'static [(&'static str, &'static str)] {
    PROMPTS
}

/// A card of every kind, with words about how it is written.
pub(super) const TEMPLATE: &str = include_str!("template.md");

/// The text of a new deck with this title.
pub fn template(title: &str, id: &DeckId) -> String {
    // A title must not contain what has a meaning in a heading.
    let plain = |c: char| c.is_alphanumeric() || " -.,!?+&/'".contains(c);
    let title = title.trim();
    let title = if !title.is_empty() && title.chars().all(plain) {
        title
    } else {
        id.as_str()
    };
    // The title last: it may contain the other placeholder.
    TEMPLATE.replace("ID", id.as_str()).replace("TITLE", title)
}

/// The answer of a card that the learner has yet to write.
pub const TO_BE_WRITTEN: &str = "*To be written.*";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::super::{Card, Library, Origin, Source, check, parse};
    use super::*;
    use crate::question::Kind;

    fn files_of(folder: &str) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| Path::new(name).extension().is_some_and(|end| end == "md"))
            .collect();
        files.sort();
        files
    }

    fn names(listed: &[(&'static str, &str)]) -> Vec<&'static str> {
        listed.iter().map(|(file, _)| *file).collect()
    }

    #[test]
    fn every_deck_of_the_folder_is_in_the_program() {
        let files = files_of("decks");
        assert_eq!(
            names(builtin()),
            files,
            "list every file of decks/, in order"
        );
    }

    #[test]
    fn every_file_of_prompts_is_in_the_program() {
        let files = files_of("decks/interview");
        assert_eq!(
            names(builtin_prompts()),
            files,
            "list every file of decks/interview/, in order"
        );
    }

    #[test]
    fn it_has_every_kind_and_nothing_to_complain_about() {
        for title in [
            "Mine",
            "事件循环",
            "My ID, C++ & Node.js!",
            "a {#b} `c` *d*",
        ] {
            let id = DeckId::new("my-own").expect("an id");
            let parsed = parse(&Source::new("my-own.md", template(title, &id)));
            assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
            let deck = parsed.deck.expect("a deck");
            assert_eq!(deck.id, id);
            let kinds: BTreeSet<Kind> = deck.cards.iter().map(Card::kind).collect();
            assert_eq!(kinds, Kind::ALL.into(), "{title}");
            let mut found = check(&[&deck], Origin::Own);
            found.extend(Library::assemble(Vec::new(), vec![deck]).1);
            assert!(found.is_empty(), "{title}: {found:?}");
        }
    }

    #[test]
    fn its_cards_are_examples_until_they_are_changed() {
        let id = DeckId::new("mine").expect("an id");
        let text = template("Mine", &id);
        let assembled = |text: &str| {
            let parsed = parse(&Source::new("decks/mine.md", text.to_owned()));
            Library::assemble(Vec::new(), parsed.deck.into_iter().collect()).0
        };
        let new = assembled(&text);
        assert_eq!((new.len(), new.examples().len()), (0, Kind::ALL.len()));
        assert!(new.deck("mine").is_some());
        // With line ends of Windows, and with another id, it is still the example.
        let same = assembled(&text.replace('\n', "\r\n").replace("{#recall}", "{#first}"));
        assert_eq!(same.len(), 0);
        let to_write = assembled(&format!(
            "# T {{#t}}\n\n## A {{#a}}\n\n{TO_BE_WRITTEN}\n\n## B {{#b}}\n\nc\n"
        ));
        assert_eq!((to_write.len(), to_write.examples().len()), (1, 1));
        let changed = assembled(&text.replace("A question in the heading", "The question"));
        let ids: Vec<&str> = changed.cards().map(|card| card.id.as_str()).collect();
        assert_eq!(ids, ["mine/recall"]);
    }
}
