//! Every screen of every question, at every size.

use std::collections::{BTreeMap, BTreeSet};

use super::debriefing::{DebriefKey, Debriefing, Rating};
use super::questioning::{Clock, Questioning, question_content};
use crate::ask::card_page::ScrollTarget;
use crate::ask::key_table::{Command, Phase};
use crate::ask::kinds::{Content, Offers, TextRenderer};
use crate::deck::{Deck, Prompt, Source, builtin, builtin_prompts, parse, parse_prompts};
use crate::plan::Asked;
use crate::question::{Form, Kind};
use crate::session::{DebriefView, RateView};
use crate::terminal::highlight::plain;
use crate::terminal::keys::Key;
use crate::terminal::{Header, Line, Page, Size, Viewport};

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

/// The beginning of the question and the first key of the footer are on the screen, wherever it is scrolled.
fn in_sight(
    content: &Content,
    offers: &Offers,
    asked: Asked<'_>,
    renderer: &TextRenderer,
    height: usize,
) {
    let size = Size {
        width: renderer.width + 2,
        height,
    };
    let page = Page {
        header: Header {
            left: Line::from("Interview"),
            ..Header::default()
        },
        body: content.lines.clone(),
        pinned: content.pinned,
        cursor: content.cursor,
        notice: None,
        footer: offers.footer(),
    };
    let question = question_content(asked, renderer).lines[0].plain();
    let hint = &offers.footer()[0];
    let (key, does) = (hint.key.as_str(), hint.does.as_str());
    for scroll in [
        None,
        Some(Viewport::to_start as fn(&mut Viewport)),
        Some(Viewport::to_end),
    ] {
        let mut viewport = Viewport::default();
        if let Some(focus) = content.focus {
            ScrollTarget::from(focus).scroll_into_view(&page, size, &mut viewport);
        }
        if let Some(scroll) = scroll {
            page.compose(size, &mut viewport);
            scroll(&mut viewport);
        }
        let frame = page.compose(size, &mut viewport);
        let lines: Vec<String> = frame.lines.iter().map(Line::plain).collect();
        let shown = lines.join("\n");
        let top = &lines[..5];
        assert!(
            top.iter().any(|line| line.trim() == question.trim()),
            "{question}\n{shown}"
        );
        let tail = lines[lines.len() - 3..].join(" ");
        assert!(
            tail.contains(&format!("{key} ")) || tail.contains(does),
            "{key} {does}\n{shown}"
        );
    }
}

/// Walks through all screens of a question.
fn walk(asked: Asked<'_>, renderer: &TextRenderer, look: impl Fn(&Content, &Offers)) {
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
        look(&shown, &asking.offers());
        asking.key(&key, 1000);
    }
    let shown = asking.show(None, renderer);
    look(&shown, &asking.offers());
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
            look(&shown, &debriefing.offers());
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
        let walk = |asked: Asked<'_>| {
            let look =
                |content: &Content, offers: &Offers| fits(content, offers, &renderer, asked.id());
            walk(asked, &renderer, look);
        };
        for prompt in &prompts {
            walk(Asked::Prompt(prompt));
            for index in 0..prompt.probes.len() {
                walk(Asked::Probe(prompt, index));
            }
        }
        // A third of the cards at each width.
        for card in cards.iter().skip(width % 3).step_by(3) {
            walk(Asked::Card(card));
        }
    }
}

#[test]
fn question_and_footer_stay_in_sight_on_the_longest_question_of_each_form() {
    let (prompts, decks) = (prompts(), decks());
    let cards = decks.iter().flat_map(|deck| &deck.cards);
    let asked = cards
        .filter(|card| card.kind().profile().in_interviews || card.kind() == Kind::Code)
        .map(Asked::Card);
    let probes = prompts
        .iter()
        .flat_map(|prompt| (0..prompt.probes.len()).map(|index| Asked::Probe(prompt, index)));
    let prompts = prompts.iter().map(Asked::Prompt);
    let mut longest: BTreeMap<String, (usize, Asked<'_>)> = BTreeMap::new();
    for asked in asked.chain(probes).chain(prompts) {
        let points: usize = asked.points().iter().map(|point| point.text.len()).sum();
        let length = asked.question().len() + asked.spoken().len() + points;
        let best = longest
            .entry(format!("{:?}", asked.form()))
            .or_insert((length, asked));
        if best.0 < length {
            *best = (length, asked);
        }
    }
    assert_eq!(longest.len(), 6, "one of each form: {:?}", longest.keys());
    for (_, asked) in longest.into_values() {
        for (width, height) in [(38, 12), (78, 24), (198, 60)] {
            let renderer = TextRenderer {
                width,
                highlighter: plain,
            };
            let look = |content: &Content, offers: &Offers| {
                in_sight(content, offers, asked, &renderer, height);
            };
            walk(asked, &renderer, look);
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
