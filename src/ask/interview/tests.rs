//! Every screen of every question, at every width.

use std::collections::BTreeSet;

use super::clock::Clock;
use super::debriefing::{DebriefKey, Debriefing};
use super::questioning::Questioning;
use super::rating::Rating;
use crate::ask::key_table::{Command, Phase};
use crate::ask::kinds::{Content, TextRenderer};
use crate::ask::offers::Offers;
use crate::deck::{Deck, Prompt, Source, builtin, builtin_prompts, parse, parse_prompts};
use crate::plan::Asked;
use crate::question::{Form, Kind};
use crate::session::{DebriefView, RateView};
use crate::terminal::highlight::plain;
use crate::terminal::keys::Key;

fn prompts() -> Vec<Prompt> {
    let files = builtin_prompts()
        .iter()
        .filter_map(|(file, text)| parse_prompts(&Source::new(file, *text)).file);
    files.flat_map(|file| file.prompts).collect()
}

fn decks() -> Vec<Deck> {
    let decks = builtin().iter();
    decks
        .filter_map(|(file, text)| parse(&Source::new(file, *text)).deck)
        .collect()
}

fn fits(content: &Content, offers: &Offers, renderer: &TextRenderer, what: &str) {
    for line in &content.lines {
        assert!(
            line.width() <= renderer.width,
            "{what} in {} columns: {}",
            renderer.width,
            line.plain()
        );
    }
    if let Some((row, column)) = content.cursor {
        assert!(
            row < content.lines.len() && column < renderer.width,
            "{what}"
        );
    }
    assert!(!offers.footer().is_empty(), "{what} can be left");
}

/// Walks through all screens of a question.
fn walk(asked: Asked<'_>, renderer: &TextRenderer) {
    let what = asked.id();
    let mut asking = Questioning::new(asked);
    let long = "a summary of several words ".repeat(10);
    for key in [
        Key::Char('t'),
        Key::Paste(long.clone()),
        Key::Esc,
        Key::Char('g'),
    ] {
        let shown = asking.show(Some("a reminder"), renderer);
        fits(&shown, &asking.offers(), renderer, what);
        asking.key(&key, 1000);
    }
    fits(
        &asking.show(None, renderer),
        &asking.offers(),
        renderer,
        what,
    );
    for given_up in [false, true] {
        let view = DebriefView {
            asked,
            number: 1,
            total: 2,
            thread: 1,
            text: long.clone(),
            spoken: true,
            given_up,
            marked: asked.mark(&long),
            tested: None,
            suggested: BTreeSet::from([0]),
        };
        let mut debriefing = Debriefing::new(&view);
        for step in 0.. {
            let shown = debriefing.show(renderer);
            fits(&shown, &debriefing.offers(), renderer, what);
            debriefing.key(&Key::Char('a'));
            if debriefing.key(&Key::Enter) == DebriefKey::Finished {
                break;
            }
            assert!(step < 3, "{what} comes to an end");
        }
    }
}

#[test]
fn every_screen_of_every_question_fits() {
    let (prompts, decks) = (prompts(), decks());
    let cards = decks.iter().flat_map(|deck| &deck.cards);
    let cards: Vec<_> = cards
        .filter(|card| card.kind().profile().in_interviews || card.kind() == Kind::Code)
        .collect();
    for width in [38, 78, 198] {
        let renderer = TextRenderer {
            width,
            highlighter: plain,
        };
        for prompt in &prompts {
            walk(Asked::Prompt(prompt), &renderer);
            for index in 0..prompt.probes.len() {
                walk(Asked::Probe(prompt, index), &renderer);
            }
        }
        // A third of the cards at each width.
        for card in cards.iter().skip(width % 3).step_by(3) {
            walk(Asked::Card(card), &renderer);
        }
    }
}

#[test]
fn what_was_in_an_answer_is_ticked_by_letter_or_with_a_cursor_and_space() {
    let prompts = prompts();
    let mut asked = prompts.iter().map(Asked::Prompt);
    let several = asked.find(|one| one.form() == Form::Open && one.points().len() > 2);
    let asked = several.expect("a prompt with points");
    let view = DebriefView {
        asked,
        number: 1,
        total: 2,
        thread: 1,
        text: "words".into(),
        spoken: true,
        given_up: false,
        marked: None,
        tested: None,
        suggested: BTreeSet::new(),
    };
    let renderer = TextRenderer {
        width: 78,
        highlighter: plain,
    };
    let ticked = |names: &str| {
        let mut debriefing = Debriefing::new(&view);
        for name in names.chars() {
            let key = match name {
                '↓' => Key::Down,
                '↑' => Key::Up,
                letter => Key::Char(letter),
            };
            assert_ne!(
                debriefing.key(&key),
                DebriefKey::Nothing,
                "{names}: {key:?}"
            );
        }
        let cursor = debriefing
            .show(&renderer)
            .lines
            .iter()
            .any(|line| line.plain().starts_with('›'));
        (
            debriefing.ticked().points.into_iter().collect::<Vec<_>>(),
            cursor,
        )
    };
    assert_eq!(ticked("b"), (vec![1], false));
    assert_eq!(ticked("↓ "), (vec![0], true));
    assert_eq!(ticked("↓↓ ↓ ↑ "), (vec![2], true));
    // Without a cursor Space is Enter: the model is shown, and arrows scroll there.
    let mut debriefing = Debriefing::new(&view);
    assert_eq!(debriefing.key(&Key::Char(' ')), DebriefKey::Moved);
    assert_eq!(debriefing.offers().phase, Phase::Debrief);
    let scrolled = debriefing.offers().command(&Key::Down);
    assert_eq!(scrolled, Some(Command::Scroll));
}

#[test]
fn the_ratings_fit_and_each_number_says_what_it_means() {
    let prompts = prompts();
    let renderer = TextRenderer {
        width: 38,
        highlighter: plain,
    };
    let view = RateView {
        thread: 1,
        opener: Some(Asked::Prompt(&prompts[0])),
        answers: 3,
    };
    let mut rating = Rating::default();
    for key in ['1', '2', '3'] {
        let content = rating.show(&view, &renderer);
        fits(&content, &rating.offers(), &renderer, "ratings");
        let last = content.lines.last().map(crate::terminal::Line::plain);
        assert!(last.is_some_and(|line| !line.trim().is_empty()));
        rating.key(&Key::Char(key));
    }
}

#[test]
fn the_clock_leaves_room_for_the_title_in_a_narrow_window() {
    let hour = std::time::Duration::from_secs(3599);
    let clock = Clock {
        here: hour,
        planned: hour,
        spent: hour,
        minutes: 180,
    };
    assert!(
        clock.line(true).width() < 25,
        "{}",
        clock.line(true).plain()
    );
}
