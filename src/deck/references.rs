//! References between cards: `after` and `probe` name what exists, and `after` has no circle.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::Code;
use super::keys::Key;
use super::metadata::find_entry;
use super::source::Sources;
use super::{Card, Deck, Diagnostic, Library, Needs, Source};
use crate::id::{CardId, DeckId};

/// How many faults in references are listed; a file may have thousands.
pub(super) const LISTED: usize = 500;

/// Leaves out names in `after` and `probe` that do not exist, and replaces former names by current
/// ones.
pub(super) fn resolve_references(
    library: &mut Library,
    sources: &Sources<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let mut fixed = Vec::new();
    let most = found.len() + LISTED;
    // Cards with errors, which were reported.
    let left_out: HashSet<&str> = library.not_asked().map(|card| card.name.as_str()).collect();
    let unreported = |needs: &Needs| match needs {
        Needs::Card(id) => !left_out.contains(id.as_str()),
        Needs::Deck(id) => !left_out.contains(id.as_str()),
    };
    for (at, deck) in library.decks().iter().enumerate() {
        let now = resolved(&deck.after, |needs| {
            let now = present(library, needs);
            if now.is_none() && unreported(needs) && found.len() < most {
                let (source, span) = in_deck(deck, needs);
                found.push(unknown(Key::After, &needs.to_string(), source, span));
            }
            now
        });
        fixed.extend(now.map(|now| (at, None, Change::After(now))));
        let of_deck: HashSet<&Needs> = deck.after.iter().collect();
        for (index, card) in deck.cards.iter().enumerate() {
            let now = resolved(&card.after, |needs| {
                let formerly = || match needs {
                    Needs::Deck(name) if !of_deck.contains(needs) => former(library, deck, name),
                    _ => None,
                };
                let now = present(library, needs).or_else(formerly);
                // What the whole deck comes after has been reported at the deck.
                if now.is_none()
                    && unreported(needs)
                    && found.len() < most
                    && !of_deck.contains(needs)
                {
                    found.extend(unknown_in_card(Key::After, needs, card, sources));
                }
                now
            });
            fixed.extend(now.map(|now| (at, Some(index), Change::After(now))));
            if let Some(probe) = &card.probe {
                let needs = Needs::Card(probe.clone());
                let now = present(library, &needs);
                if now.is_none() && unreported(&needs) && found.len() < most {
                    found.extend(unknown_in_card(Key::Probe, &needs, card, sources));
                }
                if now.as_ref() != Some(&needs) {
                    fixed.push((at, Some(index), Change::Probe(now)));
                }
            }
        }
    }
    for (deck, card, change) in fixed {
        apply(&mut library.decks_mut()[deck], card, change);
    }
}

/// What these names mean now, each once; `None` if nothing changes.
fn resolved(
    names: &[Needs],
    mut present: impl FnMut(&Needs) -> Option<Needs>,
) -> Option<Vec<Needs>> {
    let mut now: Vec<Needs> = names.iter().filter_map(&mut present).collect();
    if now.len() > 1 {
        let mut known = HashSet::new();
        now.retain(|meant| known.insert(meant.clone()));
    }
    (now != names).then_some(now)
}

/// What becomes of names that are not all those of existing cards and decks.
enum Change {
    After(Vec<Needs>),
    Probe(Option<Needs>),
}

fn apply(deck: &mut Deck, card: Option<usize>, change: Change) {
    let card = card.and_then(|index| deck.cards.get_mut(index));
    match change {
        Change::Probe(now) => {
            if let Some(card) = card {
                card.probe = match now {
                    Some(Needs::Card(id)) => Some(id),
                    Some(Needs::Deck(_)) | None => None,
                };
            }
        }
        Change::After(now) => *card.map_or(&mut deck.after, |card| &mut card.after) = now,
    }
}

/// The existing card or deck that is meant.
fn present(library: &Library, needs: &Needs) -> Option<Needs> {
    match needs {
        Needs::Card(id) if library.get(id.as_str()).is_some() => Some(needs.clone()),
        Needs::Card(id) => {
            let now = library.renames().get(id.as_str())?;
            library.get(now).map(|card| Needs::Card(card.id.clone()))
        }
        Needs::Deck(id) => library.deck(id.as_str()).map(|_| needs.clone()),
    }
}

/// The living card that a plain name meant as long as the deck had a card of that name.
fn former(library: &Library, deck: &Deck, name: &DeckId) -> Option<Needs> {
    let card = CardId::new(&deck.id, name.as_str()).ok()?;
    present(library, &Needs::Card(card))
}

fn unknown_in_card(
    key: Key,
    needs: &Needs,
    card: &Card,
    sources: &Sources<'_>,
) -> Option<Diagnostic> {
    let source = sources.of(&card.place.file)?;
    let span = in_card(source, key, needs, card);
    let name = match needs {
        Needs::Card(id) => id.as_str(),
        Needs::Deck(id) => id.as_str(),
    };
    Some(unknown(key, name, source, span))
}

fn unknown(key: Key, name: &str, source: &Arc<Source>, span: Range<usize>) -> Diagnostic {
    let message = match key {
        Key::Probe => format!("there is no card `{name}`"),
        _ if name.contains('/') => format!("there is no card `{name}`"),
        _ => format!("`{name}` is neither a card of this deck nor a deck"),
    };
    Diagnostic::warning(Code::UnknownReference, message)
        .at(source, span, format!("`{}` is ignored", key.name()))
        .help("name a card of this deck by its id, one of another deck by `deck/card`")
}

/// Where a card names another, or its heading.
fn in_card(source: &Source, key: Key, needs: &Needs, card: &Card) -> Range<usize> {
    let start = card.place.bytes.start;
    let raw = source
        .text
        .get(card.place.bytes.clone())
        .unwrap_or_default();
    entry(raw, key, needs).map_or(card.place.heading.clone(), |span| {
        start + span.start..start + span.end
    })
}

/// Where a deck names what it comes after, or its heading.
fn in_deck<'d>(deck: &'d Deck, needs: &Needs) -> (&'d Arc<Source>, Range<usize>) {
    let end = deck
        .cards
        .first()
        .map_or(deck.source.text.len(), |card| card.place.bytes.start);
    let top = deck.heading.end..end.max(deck.heading.end);
    let mut from = top.start;
    // A deck may have several comments.
    while let Some(raw) = deck.source.text.get(from..top.end) {
        if let Some(span) = entry(raw, Key::After, needs) {
            return (&deck.source, from + span.start..from + span.end);
        }
        match raw.find("-->") {
            Some(close) => from += close + 3,
            None => break,
        }
    }
    (&deck.source, deck.heading.clone())
}

fn entry(raw: &str, key: Key, needs: &Needs) -> Option<Range<usize>> {
    match needs {
        Needs::Card(id) => {
            find_entry(raw, key, id.as_str()).or_else(|| find_entry(raw, key, id.short()))
        }
        Needs::Deck(id) => find_entry(raw, key, id.as_str()),
    }
}

/// Reports circles of `after` and cuts each at one place. A reference of the whole deck is cut from
/// all of its cards.
pub(super) fn cut_cycles(
    library: &mut Library,
    sources: &Sources<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let most = found.len() + LISTED;
    loop {
        let cycles = Graph::of(library).cycles();
        if cycles.is_empty() {
            return;
        }
        let mut cut = HashSet::new();
        for cycle in cycles {
            let Some((deck, index, needs)) = weakest(library, &cycle) else {
                continue;
            };
            let deck_wide = library.decks()[deck].after.contains(&needs);
            let edge = (deck, (!deck_wide).then_some(index), needs.clone());
            if cut.insert(edge) && found.len() < most {
                found.extend(circle(library, sources, &cycle, (deck, index, &needs)));
            }
        }
        for (deck, card, needs) in cut {
            let deck = &mut library.decks_mut()[deck];
            let cards = if let Some(index) = card {
                index..index + 1
            } else {
                deck.after.retain(|one| *one != needs);
                0..deck.cards.len()
            };
            for card in &mut deck.cards[cards] {
                card.after.retain(|one| *one != needs);
            }
        }
    }
}

/// A card by its position, or a deck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Card(usize, usize),
    Deck(usize),
}

/// A circle: each of its nodes comes after the next, the last after the first.
struct Circle {
    nodes: Vec<Node>,
    /// Behind so many nodes others are left out: a circle may be as long as a deck.
    gap: Option<usize>,
}

impl Circle {
    /// How many nodes at its beginning and at its end are kept.
    const KEPT: usize = 10;

    /// The circle of these nodes of a graph.
    fn of(path: &[(usize, usize)], nodes: &[Node]) -> Self {
        let named = |path: &[(usize, usize)]| -> Vec<Node> {
            path.iter().map(|&(node, _)| nodes[node]).collect()
        };
        if path.len() <= 2 * Self::KEPT {
            return Self {
                nodes: named(path),
                gap: None,
            };
        }
        let mut kept = named(&path[..Self::KEPT]);
        kept.extend(named(&path[path.len() - Self::KEPT..]));
        Self {
            nodes: kept,
            gap: Some(Self::KEPT),
        }
    }
}

/// The last step of a circle that comes from a card's own `after`.
fn weakest(library: &Library, circle: &Circle) -> Option<(usize, usize, Needs)> {
    let next = circle.nodes.iter().skip(1).chain(circle.nodes.first());
    let steps: Vec<(&Node, &Node)> = circle.nodes.iter().zip(next).collect();
    // The two nodes beside a gap make no step. A deck is left by way of its cards, so the last two steps have one.
    let steps = steps[circle.gap.unwrap_or(0)..].iter();
    steps.rev().find_map(|(from, to)| {
        let Node::Card(deck, card) = **from else {
            return None;
        };
        let needs = match **to {
            Node::Card(deck, card) => {
                Needs::Card(library.decks().get(deck)?.cards.get(card)?.id.clone())
            }
            Node::Deck(deck) => Needs::Deck(library.decks().get(deck)?.id.clone()),
        };
        Some((deck, card, needs))
    })
}

fn circle(
    library: &Library,
    sources: &Sources<'_>,
    circle: &Circle,
    (deck, index, needs): (usize, usize, &Needs),
) -> Option<Diagnostic> {
    let deck = library.decks().get(deck)?;
    let card = deck.cards.get(index)?;
    let name = |node: &Node| match *node {
        Node::Card(deck, card) => library.decks()[deck].cards[card].id.to_string(),
        Node::Deck(deck) => library.decks()[deck].id.to_string(),
    };
    // The circle is reported from the card where it is cut.
    let mut names: Vec<String> = circle.nodes.iter().map(name).collect();
    let start = names.iter().position(|name| *name == card.id.as_str());
    let start = start.unwrap_or(0);
    if let Some(gap) = circle.gap {
        names.insert(gap, "…".to_owned());
    }
    names.rotate_left(start + usize::from(circle.gap.is_some_and(|gap| gap <= start)));
    names.push(card.id.to_string());
    let message = format!("in a circle, each after the next: {}", names.join(" → "));
    let (source, span) = if deck.after.contains(needs) {
        in_deck(deck, needs)
    } else {
        let source = sources.of(&card.place.file)?;
        (source, in_card(source, Key::After, needs, card))
    };
    Some(
        Diagnostic::error(Code::Cycle, message)
            .at(
                source,
                span,
                "this `after` closes the circle and is ignored",
            )
            .help("a card comes after what must be known before it: remove one of these `after`"),
    )
}

/// Cards and decks with what each comes after.
struct Graph {
    nodes: Vec<Node>,
    edges: Vec<Vec<usize>>,
}

impl Graph {
    fn of(library: &Library) -> Self {
        let decks = library.decks();
        let mut nodes: Vec<Node> = (0..decks.len()).map(Node::Deck).collect();
        let mut starts = Vec::with_capacity(decks.len());
        for (at, deck) in decks.iter().enumerate() {
            starts.push(nodes.len());
            nodes.extend((0..deck.cards.len()).map(|index| Node::Card(at, index)));
        }
        let card = |id: &CardId| {
            library
                .position(id.as_str())
                .map(|(deck, index)| starts[deck] + index)
        };
        let deck = |id: &str| decks.iter().position(|deck| deck.id.as_str() == id);
        let edges = nodes
            .iter()
            .map(|node| match *node {
                // A deck is learned when all of its cards are.
                Node::Deck(at) => (starts[at]..starts[at] + decks[at].cards.len()).collect(),
                Node::Card(at, index) => decks[at].cards[index]
                    .after
                    .iter()
                    .filter_map(|needs| match needs {
                        Needs::Card(id) => card(id),
                        Needs::Deck(id) => deck(id.as_str()),
                    })
                    .collect(),
            })
            .collect();
        Self { nodes, edges }
    }

    /// Circles, at least one if there are any: those that a depth-first walk closes.
    fn cycles(&self) -> Vec<Circle> {
        let mut cycles = Vec::new();
        let mut seen = vec![false; self.nodes.len()];
        let mut depth_of = vec![None; self.nodes.len()];
        // The path to the current node, with the next edge to follow. No recursion: chains of
        // `after` may be as long as a deck.
        let mut path: Vec<(usize, usize)> = Vec::new();
        for root in 0..self.nodes.len() {
            if std::mem::replace(&mut seen[root], true) {
                continue;
            }
            path.push((root, 0));
            depth_of[root] = Some(0);
            while let Some((node, edge)) = path.last_mut() {
                let Some(&next) = self.edges[*node].get(*edge) else {
                    depth_of[*node] = None;
                    path.pop();
                    continue;
                };
                *edge += 1;
                if let Some(depth) = depth_of[next] {
                    cycles.push(Circle::of(&path[depth..], &self.nodes));
                } else if !std::mem::replace(&mut seen[next], true) {
                    depth_of[next] = Some(path.len());
                    path.push((next, 0));
                }
            }
        }
        cycles
    }
}
