//! What the built-in decks and prompts cover, taken as a whole.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use nodequiz::deck::{
    Card, Level, Library, Needs, Prompt, Source, builtin, builtin_prompts, parse, parse_prompts,
};
use nodequiz::plan::{NewCardState, pick_new};
use nodequiz::question::{Kind, Question};

/// The built-in decks, which have neither errors nor broken references.
fn library() -> Library {
    let decks = builtin().iter().map(|(file, text)| {
        let parsed = parse(&Source::new(file, *text));
        parsed
            .deck
            .unwrap_or_else(|| panic!("{file}: {:?}", parsed.diagnostics))
    });
    let (library, found) = Library::assemble(decks.collect(), Vec::new());
    // These would include every circle of `after` and every broken reference.
    assert_eq!(found, []);
    library
}

fn prompts() -> Vec<Prompt> {
    let files = builtin_prompts().iter().map(|(file, text)| {
        let parsed = parse_prompts(&Source::new(file, *text));
        parsed
            .file
            .unwrap_or_else(|| panic!("{file}: {:?}", parsed.diagnostics))
    });
    files.flat_map(|file| file.prompts).collect()
}

/// The ids of the cards that a rule does not hold for.
fn breaking(library: &Library, holds: impl Fn(&Card) -> bool) -> Vec<&str> {
    let cards = library.cards().filter(|card| !holds(card));
    cards.map(|card| card.id.as_str()).collect()
}

/// The text of a card's file from its heading on.
fn text<'l>(library: &'l Library, card: &Card) -> &'l str {
    let deck = library.deck(card.id.deck()).expect("the card's deck");
    &deck.source.text[card.place.bytes.clone()]
}

#[test]
fn there_are_enough_cards_of_every_kind_and_level() {
    let library = library();
    assert!((630..=710).contains(&library.len()), "{}", library.len());
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut levels: BTreeMap<Level, usize> = BTreeMap::new();
    for card in library.cards() {
        *kinds.entry(card.kind().name()).or_default() += 1;
        *levels.entry(card.level).or_default() += 1;
    }
    let wanted = [
        (Kind::Points, 150),
        (Kind::Choice, 60),
        (Kind::Output, 40),
        (Kind::Bug, 30),
        (Kind::Typed, 30),
        (Kind::Cloze, 20),
        (Kind::Order, 8),
        (Kind::Code, 60),
    ];
    for (kind, least) in wanted {
        assert!(
            kinds.get(kind.name()).is_some_and(|&n| n >= least),
            "{kind}: {kinds:?}"
        );
    }
    for level in Level::ALL {
        assert!(
            levels.get(&level).is_some_and(|&n| n >= 90),
            "{level}: {levels:?}"
        );
    }
}

#[test]
fn every_card_says_where_it_comes_from_what_it_weighs_and_where_to_read_on() {
    let library = library();
    assert_eq!(breaking(&library, |card| card.id_written), [""; 0], "id");
    assert_eq!(
        breaking(&library, |card| !card.from.is_empty()),
        [""; 0],
        "from"
    );
    assert_eq!(
        breaking(&library, |card| card.see.is_some()),
        [""; 0],
        "see"
    );
    let weighs = |card: &Card| {
        let mut lines = text(&library, card).lines();
        lines.any(|line| line.trim_start_matches("<!-- ").starts_with("weight: "))
    };
    assert_eq!(breaking(&library, weighs), [""; 0], "weight");
}

#[test]
fn a_deck_has_at_most_two_cards_that_need_nothing_before_them() {
    let library = library();
    for deck in library.decks() {
        let entries = deck.cards.iter().filter(|card| card.after.is_empty());
        let entries: Vec<&str> = entries.map(|card| card.id.as_str()).collect();
        assert!(entries.len() <= 2, "{entries:?}");
    }
}

#[test]
fn every_list_of_points_has_an_essential_one() {
    let library = library();
    let has_essential = |card: &Card| match card.data() {
        Question::Points(points) => points.points.iter().any(|point| point.essential),
        Question::Bug(bug) => bug.points.iter().any(|point| point.essential),
        Question::Recall
        | Question::Choice(_)
        | Question::Cloze(_)
        | Question::Typed(_)
        | Question::Order(_)
        | Question::Output(_)
        | Question::Code(_) => true,
    };
    assert_eq!(breaking(&library, has_essential), [""; 0]);
}

/// The cards that an interviewer would go on to, one after the other.
fn chain<'l>(library: &'l Library, card: &'l Card) -> Vec<&'l str> {
    let mut seen = Vec::new();
    let mut next = card.probe.as_ref();
    while let Some(id) = next {
        assert!(!seen.contains(&id.as_str()), "a circle of probes at {id}");
        seen.push(id.as_str());
        next = library
            .get(id.as_str())
            .unwrap_or_else(|| panic!("there is no {id}"))
            .probe
            .as_ref();
    }
    seen
}

#[test]
fn sixty_cards_of_most_interviews_can_be_probed_three_deep_and_never_in_a_circle() {
    let library = library();
    let deep = library
        .cards()
        .filter(|card| chain(&library, card).len() >= 3 && card.weight == 3)
        .count();
    assert!(deep >= 60, "{deep}");
}

#[test]
fn eight_new_cards_a_day_meet_every_card_and_none_before_what_it_needs() {
    let library = library();
    let scope: Vec<&Card> = library.cards().collect();
    let mut met: HashSet<&str> = HashSet::new();
    let mut order: Vec<&Card> = Vec::new();
    while order.len() < scope.len() {
        let standing = |card: &Card| {
            if met.contains(card.id.as_str()) {
                NewCardState::Met
            } else {
                NewCardState::New
            }
        };
        let today: Vec<&Card> = pick_new(&scope, standing, |_| false, 8, false)
            .take(8)
            .collect();
        let left = scope.len() - order.len();
        assert_eq!(today.len(), left.min(8), "{left} cards are never reached");
        for card in today {
            for need in &card.after {
                let known = match need {
                    Needs::Card(id) => met.contains(id.as_str()),
                    Needs::Deck(id) => {
                        let deck = library.deck(id.as_str()).expect("a deck that is there");
                        let mut cards = deck.cards.iter();
                        cards.all(|other| met.contains(other.id.as_str()))
                    }
                };
                assert!(known, "{} before {need}", card.id);
            }
            assert!(met.insert(card.id.as_str()), "{} twice", card.id);
            order.push(card);
        }
    }
    let first = order.iter().take(80).map(|card| &*card.topic);
    let topics: BTreeSet<&str> = first.collect();
    assert!(topics.len() >= 12, "after 80 cards only {topics:?}");
}

#[test]
fn seventy_eight_prompts_twelve_of_them_about_what_the_learner_has_done_are_for_the_interview() {
    let prompts = prompts();
    assert_eq!(prompts.len(), 78);
    let of = |tag: &str| {
        prompts
            .iter()
            .filter(|one| one.tags.iter().any(|t| t == tag))
            .count()
    };
    assert_eq!(of("behavioural"), 12);
    for tag in ["scenario", "design", "incident", "bug"] {
        assert!(of(tag) >= 10, "{tag}: {}", of(tag));
    }
    for level in Level::ALL {
        let of_level = prompts
            .iter()
            .filter(|prompt| prompt.level == level)
            .count();
        assert!(of_level >= 8, "{level}: {of_level}");
    }
    for prompt in &prompts {
        let asked = prompt.probes.iter().map(|probe| &probe.question);
        let asked: BTreeSet<&String> = asked.collect();
        assert_eq!(asked.len(), 3, "{} asks the same twice", prompt.id);
        assert!((3..=8).contains(&prompt.minutes), "{}", prompt.id);
    }
}

#[test]
fn every_topic_has_a_prompt_and_no_prompt_is_in_the_library() {
    let library = library();
    let prompts = prompts();
    let of_cards: BTreeSet<&str> = library.cards().map(|card| &*card.topic).collect();
    let of_prompts: BTreeSet<&str> = prompts.iter().map(|one| one.topic.as_str()).collect();
    assert_eq!(of_prompts, of_cards);
    for prompt in &prompts {
        assert!(library.get(prompt.id.as_str()).is_none(), "{}", prompt.id);
        assert!(library.deck(prompt.id.deck()).is_none(), "{}", prompt.id);
    }
}
