//! Former names of cards: `was`.

use std::collections::{BTreeMap, HashMap};

use super::diagnostic::Code;
use super::metadata::find_entry;
use super::metadata_key::Key;
use super::sources::Sources;
use super::{Card, Diagnostic, Library};
use crate::id::CardId;

/// Collects what cards were called before. A claim on a living card or on a name that another card
/// claims is left out and reported: answers belong to one card.
pub(super) fn collect_renames(
    library: &Library,
    sources: &Sources<'_>,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut claims: HashMap<&CardId, &Card> = HashMap::new();
    let mut renames = BTreeMap::new();
    for card in library.cards() {
        for old in &card.was {
            let fault = if let Some(living) = library.get(old.as_str()) {
                let message = if living.was.contains(&card.id) && living.id != card.id {
                    format!("`{}` and `{old}` claim to have been each other", card.id)
                } else {
                    format!(
                        "`{old}` is a card that lives, so `{}` cannot have been it",
                        card.id
                    )
                };
                Some((message, living, "the living card"))
            } else {
                claims
                    .get(old)
                    .filter(|other| other.id != card.id)
                    .map(|other| {
                        let message = format!("two cards claim to have been `{old}`");
                        (message, *other, "the first claim")
                    })
            };
            if let Some(fault) = fault {
                found.extend(report(sources, card, old, fault));
            } else {
                claims.insert(old, card);
                renames.insert(old.to_string(), card.id.to_string());
            }
        }
    }
    renames
}

fn report(
    sources: &Sources<'_>,
    card: &Card,
    old: &CardId,
    (message, other, text): (String, &Card, &str),
) -> Option<Diagnostic> {
    let source = sources.of(card)?;
    let raw = source.text.get(card.place.bytes.clone())?;
    let entry = find_entry(raw, Key::Was, old.as_str())
        .or_else(|| find_entry(raw, Key::Was, old.short()))
        .map_or(card.place.heading.clone(), |span| {
            card.place.bytes.start + span.start..card.place.bytes.start + span.end
        });
    // A learner cannot mend what the program brought along.
    let mended_by_learner = sources.is_own(card) || !sources.is_own(other);
    let diagnostic = if mended_by_learner {
        Diagnostic::error(Code::Was, message)
    } else {
        Diagnostic::warning(Code::Was, message)
    };
    let mut diagnostic = diagnostic.at(source, entry, "");
    if let Some(source) = sources.of(other) {
        diagnostic = diagnostic.at(source, other.place.heading.clone(), text);
    }
    Some(diagnostic.help("`was` is the former name of one card, which no card has any more"))
}
