//! Putting decks together: overlays, former names, references between cards.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::diagnostic::Code;
use super::keys::Key;
use super::metadata::find_entry;
use super::overlay::lay_over;
use super::references::{LISTED, cut_cycles, resolve_references};
use super::source::{Sources, is_shared};
use super::{Card, Deck, Diagnostic, LeftOut, Library, Source, sort_by_place};
use crate::id::{CardId, DeckId};

impl Library {
    /// Puts decks together. A learner's deck with the id of a built-in one, or of one that somebody else shared,
    /// overrides it: its cards replace those with the same id in their place, the others follow at the end; its
    /// title and description hold if it has a heading. Afterwards `after` and `probe` name only what exists,
    /// and `after` has no circle: what had to be left out is in the diagnostics, which come in the
    /// order of the files.
    pub fn assemble(builtin: Vec<Deck>, own: Vec<Deck>) -> (Self, Vec<Diagnostic>) {
        Self::assemble_without(builtin, own, Vec::new())
    }

    /// The same where some cards have errors: they can be named, but not asked.
    pub fn assemble_without(
        builtin: Vec<Deck>,
        own: Vec<Deck>,
        mut left_out: Vec<LeftOut>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let (shared, own) = own.into_iter().partition(|deck| is_shared(&deck.file));
        let given = builtin.into_iter().chain::<Vec<Deck>>(shared).collect();
        let mut given = one_of_each(given, &mut found, &mut left_out);
        let mut own = one_of_each(own, &mut found, &mut left_out);
        let mut examples = take_examples(&mut given);
        examples.extend(take_examples(&mut own));
        let sources: Vec<Arc<Source>> = given
            .iter()
            .chain(&own)
            .map(|deck| Arc::clone(&deck.source))
            .collect();
        let own_files: Vec<Arc<str>> = own.iter().map(|deck| Arc::clone(&deck.file)).collect();

        let mut library = Self {
            decks: given,
            left_out,
            examples,
            ..Self::default()
        };
        let places: HashMap<DeckId, usize> = (0..)
            .zip(&library.decks)
            .map(|(place, deck)| (deck.id.clone(), place))
            .collect();
        for deck in own {
            match places.get(&deck.id) {
                Some(&place) => {
                    lay_over(&mut library.decks[place], deck, &mut library.originals);
                }
                None => library.decks.push(deck),
            }
        }
        library.index();
        let sources = Sources::new(&sources, &own_files);
        library.renames = collect_renames(&library, &sources, &mut found);
        resolve_references(&mut library, &sources, &mut found);
        cut_cycles(&mut library, &sources, &mut found);
        sort_by_place(&mut found);
        (library, found)
    }

    fn index(&mut self) {
        self.places
            .reserve(self.decks.iter().map(|deck| deck.cards.len()).sum());
        for (at, deck) in self.decks.iter().enumerate() {
            for (index, card) in deck.cards.iter().enumerate() {
                self.places.insert(card.id.clone(), (at, index));
            }
        }
    }
}

/// Takes cards that nobody has written yet out of decks.
fn take_examples(decks: &mut [Deck]) -> Vec<LeftOut> {
    let mut examples = Vec::new();
    for deck in decks {
        let taken = deck.cards.extract_if(.., |card| card.unwritten);
        examples.extend(taken.map(|card| LeftOut::example(&card)));
    }
    examples
}

/// Leaves out decks whose id an earlier one has.
fn one_of_each(
    decks: Vec<Deck>,
    found: &mut Vec<Diagnostic>,
    left_out: &mut Vec<LeftOut>,
) -> Vec<Deck> {
    let mut places: HashMap<DeckId, usize> = HashMap::with_capacity(decks.len());
    let mut kept: Vec<Deck> = Vec::with_capacity(decks.len());
    for deck in decks {
        match places.get(&deck.id).map(|&place| &kept[place]) {
            None => {
                places.insert(deck.id.clone(), kept.len());
                kept.push(deck);
            }
            Some(first) => {
                let message = format!("{} is the deck `{}`, too", first.file, deck.id);
                let fault = Diagnostic::error(Code::SameDeck, message)
                    .at(&deck.source, deck.heading.clone(), "this one is left out")
                    .at(&first.source, first.heading.clone(), "the first")
                    .help("give one of them another id, or move its cards into the other");
                let line = fault.place().map_or(1, |(_, line, _)| line);
                left_out.extend(deck.cards.iter().map(|card| {
                    LeftOut::new(
                        &deck.source,
                        Some(&deck.id),
                        card.id.short(),
                        line,
                        Some(&fault),
                    )
                }));
                found.push(fault);
            }
        }
    }
    kept
}

/// Collects what cards were called before. A claim on an existing card, or on a name that another
/// card claims, is left out and reported: answers belong to one card.
pub(super) fn collect_renames(
    library: &Library,
    sources: &Sources<'_>,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let most = found.len() + LISTED;
    let not_asked: HashSet<&str> = library.not_asked().map(|card| &*card.name).collect();
    let mut claims: HashMap<&CardId, &Card> = HashMap::new();
    let mut renames = BTreeMap::new();
    for card in library.cards() {
        for old in &card.was {
            if not_asked.contains(old.as_str()) {
                // That card is there, and its errors have been reported.
                continue;
            }
            let fault = if let Some(living) = library.get(old.as_str()) {
                let message = if living.was.contains(&card.id) && living.id != card.id {
                    format!("`{}` and `{old}` claim to have been each other", card.id)
                } else {
                    format!(
                        "`{old}` is still a card, so `{}` cannot have been it",
                        card.id
                    )
                };
                Some((message, living, "the card with that id"))
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
                if found.len() < most {
                    found.extend(report(sources, card, old, fault));
                }
            } else {
                claims.insert(old, card);
                renames.insert(old.to_string(), card.id.to_string());
            }
        }
    }
    renames_of_decks(library, &mut renames);
    renames
}

/// Adds the former names of cards of renamed decks, except those that are the name, or a former name, of another card.
fn renames_of_decks(library: &Library, renames: &mut BTreeMap<String, String>) {
    for deck in library.decks().iter().filter(|deck| !deck.was.is_empty()) {
        for card in &deck.cards {
            let own = |was: &&CardId| was.deck() == deck.id.as_str();
            let shorts = card.was.iter().filter(own).map(CardId::short);
            for short in shorts.chain([card.id.short()]) {
                for old in deck.was.iter().map(|was| format!("{was}/{short}")) {
                    if library.get(&old).is_none() {
                        renames.entry(old).or_insert_with(|| card.id.to_string());
                    }
                }
            }
        }
    }
}

fn report(
    sources: &Sources<'_>,
    card: &Card,
    old: &CardId,
    (message, other, text): (String, &Card, &str),
) -> Option<Diagnostic> {
    let source = sources.of(&card.place.file)?;
    let raw = source.text.get(card.place.bytes.clone())?;
    let entry = find_entry(raw, Key::Was, old.as_str())
        .or_else(|| find_entry(raw, Key::Was, old.short()))
        .map_or(card.place.heading.clone(), |span| {
            card.place.bytes.start + span.start..card.place.bytes.start + span.end
        });
    // The learner cannot fix a built-in or shared deck.
    let fixed_by_learner = sources.is_own(&card.place.file) || !sources.is_own(&other.place.file);
    let diagnostic = if fixed_by_learner {
        Diagnostic::error(Code::Was, message)
    } else {
        Diagnostic::warning(Code::Was, message)
    };
    let mut diagnostic = diagnostic.at(source, entry, "");
    if let Some(source) = sources.of(&other.place.file) {
        diagnostic = diagnostic.at(source, other.place.heading.clone(), text);
    }
    Some(diagnostic.help("`was` is the former name of one card, which no card has any more"))
}

#[cfg(test)]
pub(super) mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::deck::{LookupError, parse};

    fn deck(file: &str, text: &str) -> Deck {
        let parsed = parse(&Source::new(file, text.to_owned()));
        parsed
            .deck
            .unwrap_or_else(|| panic!("{:?}", parsed.diagnostics))
    }

    fn decks(texts: &[(&str, &str)]) -> Vec<Deck> {
        texts.iter().map(|(file, text)| deck(file, text)).collect()
    }

    pub(in crate::deck) fn assemble(
        builtin: &[(&str, &str)],
        own: &[(&str, &str)],
    ) -> (Library, Vec<String>) {
        let (library, found) = Library::assemble(decks(builtin), decks(own));
        (library, found.iter().map(ToString::to_string).collect())
    }

    pub(in crate::deck) fn ids(library: &Library) -> Vec<&str> {
        library.cards().map(|card| card.id.as_str()).collect()
    }

    pub(in crate::deck) const RUNTIME: (&str, &str) = (
        "built-in decks/02-runtime.md",
        "# Runtime {#runtime .senior}\n\nOf the house.\n\n## One? {#one}\n1\n\n## Two? {#two}\n2\n\n## Three? {#three}\n3\n",
    );
    pub(in crate::deck) const STREAMS: (&str, &str) = (
        "built-in decks/13-streams-io.md",
        "# Streams {#streams-io}\n## Why? {#why}\na\n## Two? {#two}\nb\n",
    );

    #[test]
    fn a_learners_card_with_a_former_name_of_another_deck_is_only_warned_of() {
        let moved = (
            "built-in decks/1-x.md",
            "# X {#x}\n## A {#a}\n<!-- was: y/a -->\n1\n",
        );
        let (library, found) = assemble(&[moved], &[("y.md", "# Y {#y}\n## A {#a}\nm\n")]);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("warning[D33]"), "{}", found[0]);
        assert_eq!((library.len(), library.renames().len()), (2, 0));
    }

    #[test]
    fn of_two_own_files_with_one_id_the_second_is_left_out() {
        let (library, found) = assemble(
            &[],
            &[
                ("a.md", "# A {#x}\n## One {#one}\n1\n"),
                ("b.md", "\n# B {#x}\n## Two {#two}\n2\n"),
            ],
        );
        assert_eq!(ids(&library), ["x/one"]);
        assert_eq!(
            found,
            [
                "b.md:2:1: error[D30]: a.md is the deck `x`, too\n  this one is left out\n  \
              a.md:1:1: the first\n  help: give one of them another id, or move its cards into the other"
            ]
        );
    }

    #[test]
    fn what_after_and_probe_name_must_be_there() {
        let text = "# A {#a}\n<!-- after: nowhere -->\n## One {#one}\n<!--\nafter: 二, streams-io/gone, streams-io\nprobe: three\n-->\n1\n\
                    ## Two {#two}\n<!--\nafter: one\nprobe: streams-io/why\n-->\n2\n";
        let (library, found) = assemble(&[STREAMS], &[("a.md", text)]);
        let starts: Vec<&str> = found.iter().filter_map(|one| one.lines().next()).collect();
        assert_eq!(
            starts,
            [
                "a.md:2:13: warning[D31]: `nowhere` is neither a card of this deck nor a deck",
                "a.md:5:8: warning[D31]: `二` is neither a card of this deck nor a deck",
                "a.md:5:11: warning[D31]: there is no card `streams-io/gone`",
                "a.md:6:8: warning[D31]: there is no card `a/three`",
            ]
        );
        let one = library.get("a/one").expect("the card");
        let after: Vec<_> = one.after.iter().map(ToString::to_string).collect();
        assert_eq!(
            (after.as_slice(), &one.probe),
            (["streams-io".to_owned()].as_slice(), &None)
        );
        let two = library.get("a/two").expect("the card");
        assert!(two.probe.is_some());
        assert!(library.deck("a").expect("the deck").after.is_empty());
    }

    #[test]
    fn circles_are_reported_and_cut() {
        let text = "# A {#a}\n## One {#one}\n<!-- after: three -->\n1\n## Two {#two}\n<!-- after: one -->\n2\n\
                    ## Three {#three}\n<!-- after: two -->\n3\n## Self {#self}\n<!-- after: self -->\n4\n";
        let (library, found) = assemble(&[], &[("a.md", text)]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].starts_with(
                "a.md:6:13: error[D32]: in a circle, each after the next: a/two → a/one → a/three → a/two"
            ),
            "{}",
            found[0]
        );
        assert!(found[1].contains("a/self → a/self"), "{}", found[1]);
        let edges: usize = library.cards().map(|card| card.after.len()).sum();
        assert_eq!(edges, 2);
    }

    #[test]
    fn of_a_long_circle_the_ends_are_named() {
        let card = |n: usize| format!("## C{n} {{#c{n}}}\n<!-- after: c{} -->\n1\n", (n + 1) % 100);
        let text = format!("# A {{#a}}\n{}", (0..100).map(card).collect::<String>());
        let (library, found) = assemble(&[], &[("a.md", &text)]);
        let first = found[0].lines().next().expect("a line");
        assert_eq!(
            first,
            "a.md:300:13: error[D32]: in a circle, each after the next: a/c99 → a/c0 → a/c1 → a/c2 → a/c3 → a/c4 → \
             a/c5 → a/c6 → a/c7 → a/c8 → a/c9 → … → a/c90 → a/c91 → a/c92 → a/c93 → a/c94 → a/c95 → a/c96 → a/c97 → \
             a/c98 → a/c99"
        );
        let uncut = library.cards().filter(|card| !card.after.is_empty());
        assert_eq!(uncut.count(), 99);
    }

    #[test]
    fn a_circle_of_decks_is_reported_once() {
        let (library, found) = assemble(
            &[],
            &[
                (
                    "a.md",
                    "# A {#a}\n<!-- after: b -->\n## One {#one}\n1\n## Two {#two}\n2\n",
                ),
                (
                    "b.md",
                    "# B {#b}\n<!-- after: a/two -->\n## One {#one}\n1\n## Two {#two}\n2\n## Three {#three}\n3\n",
                ),
            ],
        );
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("error[D32]"), "{}", found[0]);
        let edges: usize = library.cards().map(|card| card.after.len()).sum();
        assert!(edges == 2 || edges == 3, "one side is cut: {edges}");
    }

    #[test]
    fn former_names_lead_to_the_living_card() {
        let text = "# A {#a}\n## One {#one}\n<!-- was: uno, b/eins -->\n1\n## Two {#two}\n<!--\nafter: uno\nwas: due\n-->\n2\n";
        let (library, found) = assemble(&[], &[("a.md", text)]);
        assert_eq!(found, [""; 0]);
        let renames: Vec<_> = library
            .renames()
            .iter()
            .map(|(old, new)| (old.as_str(), new.as_str()))
            .collect();
        assert_eq!(
            renames,
            [("a/due", "a/two"), ("a/uno", "a/one"), ("b/eins", "a/one")]
        );
        let two = library.get("a/two").expect("the card");
        assert_eq!(two.after[0].to_string(), "a/one");
        assert_eq!(
            library.resolve("eins").expect("a card").id.as_str(),
            "a/one"
        );
    }

    #[test]
    fn a_deck_that_was_renamed_brings_its_cards_along() {
        let text = "# B {#b}\n<!-- was: a, old -->\n## One {#one}\n<!-- was: uno -->\n1\n## Two {#two}\n2\n";
        let other = "# A {#a}\n## Two {#two}\n2\n";
        let (library, found) = assemble(&[], &[("b.md", text), ("a.md", other)]);
        assert_eq!(found, [""; 0]);
        let renames: Vec<_> = library.renames().iter().collect();
        let renames: Vec<String> = renames
            .iter()
            .map(|(old, new)| format!("{old} {new}"))
            .collect();
        assert_eq!(
            renames,
            [
                "a/one b/one",
                "a/uno b/one",
                "b/uno b/one",
                "old/one b/one",
                "old/two b/two",
                "old/uno b/one"
            ]
        );
    }

    #[test]
    fn wrong_claims_on_names_are_reported() {
        let text = "# A {#a}\n## One {#one}\n<!-- was: two, old -->\n1\n## Two {#two}\n<!-- was: one, old -->\n2\n\
                    ## Three {#three}\n<!-- was: three, two -->\n3\n";
        let (library, found) = assemble(&[], &[("a.md", text)]);
        let starts: Vec<&str> = found.iter().filter_map(|one| one.lines().next()).collect();
        assert_eq!(
            starts,
            [
                "a.md:3:11: error[D33]: `a/one` and `a/two` claim to have been each other",
                "a.md:6:11: error[D33]: `a/two` and `a/one` claim to have been each other",
                "a.md:6:16: error[D33]: two cards claim to have been `a/old`",
                "a.md:9:11: error[D33]: `a/three` is still a card, so `a/three` cannot have been it",
                "a.md:9:18: error[D33]: `a/two` is still a card, so `a/three` cannot have been it",
            ]
        );
        assert_eq!(library.renames().len(), 1);
        assert_eq!(library.renames()["a/old"], "a/one");
    }

    #[test]
    fn cards_are_found_by_full_and_by_unique_short_name() {
        let (library, _) = assemble(&[RUNTIME, STREAMS], &[]);
        assert_eq!(
            library.resolve("runtime/two").expect("a card").id.as_str(),
            "runtime/two"
        );
        assert_eq!(
            library.resolve("why").expect("a card").id.as_str(),
            "streams-io/why"
        );
        let ambiguous = library.resolve("two").expect_err("two of them");
        assert_eq!(
            ambiguous.to_string(),
            "`two` may be runtime/two or streams-io/two: name one of them in full"
        );
        let near = library.resolve("thre").expect_err("none");
        assert_eq!(
            near.to_string(),
            "no card is called `thre`: did you mean `runtime/three`?"
        );
        let far = library.resolve("zebra").expect_err("none");
        assert_eq!(far.to_string(), "no card is called `zebra`");
    }

    #[test]
    fn a_former_short_id_that_one_card_had_twice_is_not_ambiguous() {
        let text = "# A {#a}\n## One {#one}\n<!-- was: old, z/old -->\n1\n## Two {#two}\n<!-- was: older -->\n2\n";
        let (library, _) = assemble(&[("a.md", text)], &[]);
        assert_eq!(library.resolve("old").expect("a card").id.as_str(), "a/one");
    }

    #[test]
    fn decks_are_found_by_id_file_and_unique_beginning() {
        let (library, _) = assemble(&[RUNTIME, STREAMS], &[("decks/strings.md", "## A\nb")]);
        for name in ["runtime", "02-runtime", "run", "02"] {
            assert_eq!(
                library.resolve_deck(name).expect(name).id.as_str(),
                "runtime",
                "{name}"
            );
        }
        assert!(
            matches!(library.resolve_deck("str"), Err(LookupError::Ambiguous { candidates, .. }) if candidates.len() == 2)
        );
        let none = library.resolve_deck("runtme").expect_err("none");
        assert_eq!(
            none.to_string(),
            "no deck is called `runtme`: did you mean `runtime`?"
        );
        assert!(library.resolve_deck("").is_err());
    }

    #[test]
    fn a_long_chain_is_walked_without_recursion() {
        let mut text = "# A {#a}\n".to_owned();
        for index in 0..20_000 {
            let next = (index + 1) % 20_000;
            write!(
                text,
                "## Q{index} {{#q{index}}}\n<!-- after: q{next} -->\na\n"
            )
            .expect("writing to a string");
        }
        let (library, found) = assemble(&[], &[("a.md", &text)]);
        assert_eq!((library.len(), found.len()), (20_000, 1));
    }
}
