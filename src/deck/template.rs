//! A new deck that explains itself.

use crate::id::DeckId;

/// A card of every kind, with words about how it is written.
const TEMPLATE: &str = include_str!("template.md");

/// The text of a new deck with this title.
#[must_use]
pub fn template(title: &str, id: &DeckId) -> String {
    // A title may hold nothing that means something in a heading.
    let plain = |c: char| c.is_alphanumeric() || " -.,!?+&/'".contains(c);
    let title = title.trim();
    let title = if !title.is_empty() && title.chars().all(plain) {
        title
    } else {
        id.as_str()
    };
    // The title last: it may hold the other word.
    TEMPLATE.replace("ID", id.as_str()).replace("TITLE", title)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{Card, Library, Origin, Source, check, parse};
    use super::*;
    use crate::question::Kind;

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
            let mut found = check(std::slice::from_ref(&deck), Origin::Own);
            found.extend(Library::assemble(Vec::new(), vec![deck]).1);
            assert!(found.is_empty(), "{title}: {found:?}");
        }
    }
}
