//! Keys through the state machine of a session: every kind, every phase, every key; and keys at random.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::asking::{Asking, Round, Situation};
use super::card_page::{Notice, PageContext, page};
use super::key_table::{Command, Phase, normal};
use super::kinds::{CodeNews, CodeWish, KeyOutcome};
use crate::deck::{Card, Deck, Source, builtin, parse};
use crate::history::{self, Mode, RecordId, Schedule};
use crate::memory::{Grade, Scheduler, Scheduling, StudyDay};
use crate::plan::{Plan, Task, Why};
use crate::question::Answer;
use crate::session::{
    Ending, Event, Journal, NotSaved, Reply, Retry, Session, SessionScreen, Stop, TestEnd, TestRun,
    View, drive,
};
use crate::terminal::frame::Size;
use crate::terminal::keys::Key;
use crate::terminal::layout::{Hint, Viewport};
use crate::terminal::line::Line;
use crate::terminal::style::Colors;

const DECK: &str = include_str!("../../tests/fixtures/screens.md");

/// The deck's own choice has several right options.
const ONE_OF_TWO: &str = "\n## Which one? {#one}\n\n- [ ] wrong\n- [x] right\n";

/// Only here: the session in docs/screens.md has eight cards.
const TASK: &str = include_str!("../../tests/fixtures/code-card.md");

fn deck() -> Deck {
    let text = format!("{DECK}{ONE_OF_TWO}{TASK}");
    let parsed = parse(&Source::new("screens.md", text));
    parsed.deck.expect("a deck without faults")
}

fn today() -> StudyDay {
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00");
    StudyDay::of(now.expect("a time"), 4)
}

/// A journal that keeps nothing but a count.
struct Counting {
    appended: usize,
    schedule: Schedule,
}

impl Counting {
    fn new() -> Self {
        Self {
            appended: 0,
            schedule: Schedule::default(),
        }
    }
}

impl Journal for Counting {
    fn append(&mut self, _: history::Event<'static>) -> Result<RecordId, NotSaved> {
        self.appended += 1;
        Ok(RecordId::from_bits(self.appended as u128))
    }

    fn schedule(&self) -> &Schedule {
        &self.schedule
    }
}

const STUDY: Situation = Situation {
    round: Round::Study,
    tools: true,
    snippet: true,
};

/// Calls a function with the view of a card.
fn viewing<T>(card: &Card, look: impl FnOnce(&View<'_>) -> T) -> T {
    let task = Task {
        card,
        why: Why::New,
    };
    let session = Session::round([task], today(), Mode::Study, "s".into(), 7);
    let scheduler = Scheduler::new(Scheduling::default());
    let schedule = Schedule::default();
    let view = session.view(&schedule, &scheduler).expect("a card");
    let view = View {
        undoes: Some("mine/other".into()),
        waiting: 2,
        ..view
    };
    look(&view)
}

/// A key by its name in the tables below.
fn key(name: &str) -> Key {
    match name {
        "Enter" => Key::Enter,
        "Space" => Key::Char(' '),
        "Tab" => Key::Tab,
        "Esc" => Key::Esc,
        "Back" => Key::Backspace,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "^D" => Key::Ctrl('d'),
        "^G" => Key::Ctrl('g'),
        "Alt-Enter" => Key::AltEnter,
        one if one.chars().count() == 1 => Key::Char(one.chars().next().unwrap_or(' ')),
        other => match other.strip_prefix("Alt-") {
            Some(letter) => Key::Alt(letter.chars().next().unwrap_or('a')),
            None => Key::Paste(other.to_owned()),
        },
    }
}

fn pressed<'v>(view: &'v View<'v>, situation: Situation, names: &str) -> (Asking<'v>, KeyOutcome) {
    let mut asking = Asking::new(view, situation);
    let mut last = KeyOutcome::Nothing;
    for name in names.split_whitespace() {
        last = asking.press(&key(name), 1_000);
        assert!(
            !matches!(last, KeyOutcome::Event(Event::Graded(_))) || names.ends_with(name),
            "{names}"
        );
    }
    (asking, last)
}

const fn around((width, height): (usize, usize)) -> PageContext<'static> {
    PageContext {
        title: "Screens",
        round: None,
        count: None,
        notice: None,
        size: Size { width, height },
        colors: Colors::None,
    }
}

fn screen(view: &View<'_>, asking: &Asking<'_>, size: (usize, usize)) -> String {
    drawn(view, asking, &around(size))
}

fn drawn(view: &View<'_>, asking: &Asking<'_>, around: &PageContext<'_>) -> String {
    scrolled(view, asking, around, |_| {})
}

/// The page as it opens, and after someone has scrolled.
fn scrolled(
    view: &View<'_>,
    asking: &Asking<'_>,
    around: &PageContext<'_>,
    scroll: impl FnOnce(&mut Viewport),
) -> String {
    let (page, focus) = page(view, asking, around);
    let mut viewport = Viewport::default();
    if let Some(focus) = focus {
        focus.scroll_into_view(&page, around.size, &mut viewport);
    }
    // Composed once: what follows the cursor has done so.
    page.compose(around.size, &mut viewport);
    scroll(&mut viewport);
    let frame = page.compose(around.size, &mut viewport);
    let lines: Vec<String> = frame.lines.iter().map(Line::plain).collect();
    lines.join("\n")
}

/// The ways into every phase of every kind: the card, the keys, the phase.
const PHASES: &[(&str, &str, Phase)] = &[
    ("why", "", Phase::Question),
    ("why", "Space", Phase::Answer),
    ("why", "Tab", Phase::Answer),
    ("single-threaded", "", Phase::Question),
    ("single-threaded", "t", Phase::Text),
    ("single-threaded", "t words", Phase::Text),
    ("single-threaded", "t words Esc", Phase::Left),
    ("single-threaded", "Space", Phase::Points),
    ("single-threaded", "Space a", Phase::Points),
    ("single-threaded", "Space Down", Phase::Points),
    ("single-threaded", "Space Esc", Phase::Left),
    ("single-threaded", "Tab", Phase::Answer),
    ("single-threaded", "t words Tab", Phase::Answer),
    ("pool-users", "", Phase::Question),
    ("pool-users", "Space", Phase::Ticks),
    ("pool-users", "Space a", Phase::Ticks),
    ("pool-users", "Space Down Space", Phase::Ticks),
    ("pool-users", "Space Esc", Phase::Left),
    ("pool-users", "Space a Enter", Phase::Answer),
    ("pool-users", "Space Tab", Phase::Answer),
    ("one", "Space", Phase::Pick),
    ("one", "Space a", Phase::Pick),
    ("one", "Space Down", Phase::Pick),
    ("one", "Space b Enter", Phase::Answer),
    ("phases", "", Phase::Blanks),
    ("phases", "timers", Phase::Blanks),
    ("phases", "Esc", Phase::Left),
    ("phases", "timers Enter check Enter", Phase::Answer),
    ("phases", "timers Tab", Phase::Answer),
    ("emfile", "", Phase::Line),
    ("emfile", "EMFILE", Phase::Line),
    ("emfile", "Esc", Phase::Left),
    ("emfile", "EMFILE Enter", Phase::Answer),
    ("emfile", "Tab", Phase::Answer),
    ("request-life", "", Phase::Order),
    ("request-life", "a", Phase::Order),
    ("request-life", "a b c d", Phase::Order),
    ("request-life", "Down Space", Phase::Order),
    ("request-life", "Esc", Phase::Left),
    ("request-life", "a b c d Enter", Phase::Answer),
    ("request-life", "Tab", Phase::Answer),
    ("micro-first", "", Phase::Lines),
    ("micro-first", "now", Phase::Lines),
    ("micro-first", "now Enter", Phase::Lines),
    ("micro-first", "Esc", Phase::Left),
    ("micro-first", "now Enter Enter", Phase::Answer),
    ("micro-first", "now ^D", Phase::Answer),
    ("micro-first", "now Tab", Phase::Answer),
    ("lost-response", "", Phase::Program),
    ("lost-response", "3", Phase::Program),
    ("lost-response", "Down", Phase::Program),
    ("lost-response", "3 Enter", Phase::Reason),
    ("lost-response", "3 Enter t", Phase::Text),
    ("lost-response", "3 Enter Space", Phase::Points),
    ("lost-response", "3 Enter Space a", Phase::Points),
    ("lost-response", "3 Tab", Phase::Answer),
    ("double", "", Phase::Task),
    ("double", "h", Phase::Task),
    ("double", "t", Phase::Code),
    ("double", "t words", Phase::Code),
    ("double", "t words Esc", Phase::Task),
    ("double", "Tab", Phase::Answer),
    ("double", "t words Esc Tab", Phase::Answer),
];

fn every_key() -> Vec<Key> {
    let mut keys: Vec<Key> = (' '..='~').map(Key::Char).collect();
    keys.extend("йцуЕ１？\u{3000}é".chars().map(Key::Char));
    keys.extend([
        Key::Enter,
        Key::AltEnter,
        Key::Esc,
        Key::Tab,
        Key::BackTab,
        Key::Backspace,
        Key::Delete,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::WordLeft,
        Key::WordRight,
        Key::Home,
        Key::End,
        Key::PageUp,
        Key::PageDown,
        Key::Unknown,
        Key::Alt('x'),
        Key::Alt('b'),
        Key::Ctrl('d'),
        Key::Ctrl('g'),
        Key::Ctrl('u'),
        Key::Paste("two\nlines".to_owned()),
    ]);
    keys
}

/// The grade that a footer offers on a key.
fn offered(footer: &[Hint], key: &Key) -> Option<Grade> {
    let find = |name: &str| footer.iter().find(|hint| hint.key == name);
    match key {
        Key::Char(digit @ '1'..='4') => {
            let hint = find(&digit.to_string())?;
            let grade = Grade::from_number(digit.to_digit(10)?)?;
            hint.does.starts_with(grade.name()).then_some(grade)
        }
        Key::Enter | Key::Char(' ') => {
            let hint = find("Enter")?;
            let named = Grade::ALL
                .into_iter()
                .find(|grade| hint.does == grade.name());
            named.or((hint.does == "knew it").then_some(Grade::Good))
        }
        Key::Char('g') => find("g").map(|_| Grade::Again),
        Key::Char('t') => find("t")
            .filter(|hint| hint.does == "typo? good")
            .map(|_| Grade::Good),
        _ => None,
    }
}

#[test]
fn every_key_of_every_phase_of_every_kind_does_what_the_table_says() {
    let deck = deck();
    let mut seen = BTreeSet::new();
    for (name, way, phase) in PHASES {
        let card = deck.cards.iter().find(|card| card.id.short() == *name);
        let card = card.unwrap_or_else(|| panic!("no card {name}"));
        seen.insert((format!("{:?}", card.kind()), format!("{phase:?}")));
        for key in every_key() {
            viewing(card, |view| {
                let (mut asking, _) = pressed(view, STUDY, way);
                assert_eq!(asking.phase(), *phase, "{name}: {way}");
                let what = format!("{name}, {way:?}, then {key:?}");
                let (footer, before) = (asking.footer(), screen(view, &asking, (80, 24)));
                let meant = normal(&key, *phase);
                let command = asking.offers().command(&meant);
                let revealed = asking.revealed();
                let result = asking.press(&key, 1_000);
                let after = screen(view, &asking, (80, 24));
                match (&result, command) {
                    (KeyOutcome::Nothing, _) => assert_eq!(before, after, "{what}"),
                    (_, None) => panic!("{what}: {result:?} by no row of the table"),
                    (KeyOutcome::Event(Event::Graded(graded)), Some(_)) => {
                        assert!(revealed, "{what}: the answer was not shown");
                        let grade = offered(&footer, &meant);
                        assert_eq!(Some(graded.grade), grade, "{what}: {footer:?}");
                    }
                    (KeyOutcome::Round(done), Some(command)) => {
                        assert_eq!(*done, command, "{what}");
                    }
                    (KeyOutcome::Event(_), Some(_)) => {
                        assert!(!phase.is_field(), "{what}: text is no command");
                    }
                    (KeyOutcome::Stay | KeyOutcome::Said(_), Some(Command::DontKnow)) => {
                        let taken = asking.press(&Key::Enter, 1_000);
                        let KeyOutcome::Event(Event::Graded(graded)) = taken else {
                            panic!("{what}: {taken:?}");
                        };
                        assert_eq!(
                            (graded.grade, graded.answer),
                            (Grade::Again, Answer::Unknown)
                        );
                    }
                    (KeyOutcome::Stay | KeyOutcome::Said(_) | KeyOutcome::Code(_), Some(_)) => {}
                    (KeyOutcome::Answered(_), Some(_)) => panic!("{what}: not marked"),
                }
            });
        }
    }
    assert_eq!(seen.len(), 32, "{seen:?}");
}

#[test]
fn the_footer_names_only_keys_that_do_something_now() {
    let deck = deck();
    for (name, way, phase) in PHASES {
        let card = deck.cards.iter().find(|card| card.id.short() == *name);
        viewing(card.expect("a card"), |view| {
            let (asking, _) = pressed(view, STUDY, way);
            let offers = asking.offers();
            for offer in &offers.all {
                if offer.footer(*phase, offers.lines).is_empty() {
                    continue;
                }
                let works = every_key().into_iter().any(|key| {
                    let (mut asking, _) = pressed(view, STUDY, way);
                    let meant = normal(&key, *phase);
                    asking.offers().command(&meant) == Some(offer.command)
                        && asking.press(&key, 1_000) != KeyOutcome::Nothing
                });
                assert!(works, "{name}, {way:?}: {:?} does nothing", offer.command);
            }
        });
    }
}

#[test]
fn a_notice_says_which_keys_undo_from_where_it_is_read() {
    let deck = deck();
    let notice = Notice::undoable("buried until tomorrow", "mine/other");
    let cases = [
        ("why", "", "mine/other · u undoes"),
        ("emfile", "", "mine/other · Esc, then u undoes"),
        ("emfile", "Esc", "mine/other · u undoes"),
        ("micro-first", "", "mine/other · Esc, then u undoes"),
    ];
    for (name, way, words) in cases {
        let card = deck.cards.iter().find(|card| card.id.short() == name);
        viewing(card.expect("a card"), |view| {
            let (mut asking, _) = pressed(view, STUDY, way);
            let around = PageContext {
                notice: Some(&notice),
                ..around((80, 24))
            };
            let shown = drawn(view, &asking, &around);
            assert!(shown.contains(words), "{name} {way}\n{shown}");
            // The keys that it names do that.
            if words.contains("Esc") {
                asking.press(&Key::Esc, 1);
            }
            let undo = asking.press(&Key::Char('u'), 1);
            assert_eq!(undo, KeyOutcome::Event(Event::Undo));
        });
    }
}

#[test]
fn a_card_that_only_spaces_out_a_repeat_says_so() {
    let deck = deck();
    viewing(&deck.cards[0], |view| {
        for (spacer, words) in [(false, "once more"), (true, "again, to space out a repeat")] {
            let view = View {
                repeat: true,
                spacer,
                ..view.clone()
            };
            let asking = Asking::new(&view, STUDY);
            let shown = screen(&view, &asking, (80, 24));
            assert!(shown.contains(words), "{shown}");
        }
    });
}

#[test]
fn the_help_of_a_round_without_grades_names_none() {
    let deck = deck();
    for round in [
        Round::Quiz,
        Round::Place {
            until: Duration::ZERO,
        },
    ] {
        let situation = Situation {
            round,
            tools: false,
            snippet: false,
        };
        for (name, way) in [
            ("emfile", "Esc"),
            ("pool-users", "Space"),
            ("emfile", "Tab"),
        ] {
            let card = deck.cards.iter().find(|card| card.id.short() == name);
            viewing(card.expect("a card"), |view| {
                let (asking, _) = pressed(view, situation, way);
                let help: Vec<String> = asking.help().iter().map(Line::plain).collect();
                let help = help.join("\n");
                assert!(
                    !help.contains("rade") && !help.contains("Again"),
                    "{name} {way}\n{help}"
                );
            });
        }
    }
}

#[test]
fn the_rows_that_matter_most() {
    use Grade::{Again, Easy, Good, Hard};
    let graded = |grade| Some(Some(grade));
    // The card, the keys, and the grade that the last one gives; `None` where it gives none.
    let rows: &[(&str, &str, Option<Option<Grade>>)] = &[
        ("why", "Space 1", graded(Again)),
        ("why", "Enter 2", graded(Hard)),
        ("why", "Space Space", graded(Good)),
        ("why", "Tab Enter", graded(Again)),
        ("why", "3", None),
        ("single-threaded", "Space Enter", None),
        ("single-threaded", "Space Space", None),
        ("single-threaded", "Space 4", graded(Easy)),
        ("single-threaded", "Space A 1", graded(Again)),
        ("single-threaded", "Space A Enter", graded(Good)),
        ("single-threaded", "Space a a Enter", None),
        ("single-threaded", "Space Down Space Enter", graded(Again)),
        ("single-threaded", "Tab Space", graded(Again)),
        ("pool-users", "Space Enter", None),
        ("pool-users", "Space Down Enter", None),
        ("pool-users", "Space a Enter 3", graded(Good)),
        ("pool-users", "Space Tab Enter", graded(Again)),
        ("one", "Space a", None),
        ("one", "Space a b Enter 2", graded(Hard)),
        ("one", "Space b Down Space Enter 1", graded(Again)),
        ("phases", "Enter", None),
        ("phases", "timers Enter check Enter Enter", graded(Good)),
        ("phases", "Tab 2", graded(Hard)),
        ("emfile", "Enter", None),
        ("emfile", "EMFILE Enter Enter", graded(Good)),
        ("emfile", "emfile Enter t", graded(Good)),
        ("request-life", "Enter", None),
        ("request-life", "a Enter", None),
        ("request-life", "a b c d Enter 1", graded(Again)),
        ("micro-first", "Enter", None),
        ("micro-first", "Tab Enter", graded(Again)),
        ("micro-first", "now Enter Enter 4", graded(Easy)),
        ("lost-response", "Enter", None),
        ("lost-response", "3 Enter Space Enter", None),
        ("lost-response", "3 Enter Space a Enter", graded(Good)),
        (
            "lost-response",
            "3 Enter Back 2 Enter Space a Enter",
            graded(Again),
        ),
        ("lost-response", "3 Tab Enter", graded(Again)),
    ];
    let deck = deck();
    for (name, way, expected) in rows {
        let card = deck.cards.iter().find(|card| card.id.short() == *name);
        viewing(card.expect("a card"), |view| {
            let (_, last) = pressed(view, STUDY, way);
            let grade = match last {
                KeyOutcome::Event(Event::Graded(graded)) => Some(Some(graded.grade)),
                _ => None,
            };
            assert_eq!(grade, *expected, "{name}: {way}");
        });
    }
}

#[test]
fn actions_work_by_ankis_keys_and_not_by_the_letters_of_lines() {
    let rows = [
        ("why", "", "u", Event::Undo),
        ("why", "", "-", Event::Bury),
        ("why", "", "b", Event::Bury),
        ("why", "Space", "@", Event::Suspend),
        ("why", "Space", "*", Event::Mark),
        ("why", "", "и", Event::Bury),
        ("why", "", "Alt-x", Event::Suspend),
        ("single-threaded", "Space", "-", Event::Bury),
        ("single-threaded", "Space", "x", Event::Suspend),
        ("single-threaded", "Space Esc", "b", Event::Bury),
        ("pool-users", "Space", "-", Event::Bury),
        ("emfile", "Esc", "b", Event::Bury),
    ];
    let deck = deck();
    for (name, way, last, event) in rows {
        let card = deck.cards.iter().find(|card| card.id.short() == name);
        viewing(card.expect("a card"), |view| {
            let (_, pressed) = pressed(view, STUDY, &format!("{way} {last}"));
            assert_eq!(pressed, KeyOutcome::Event(event), "{name}: {way} {last}");
        });
    }
}

#[test]
fn what_was_typed_stays_beside_the_answer_after_dont_know() {
    let deck = deck();
    for (name, way, typed) in [
        ("emfile", "ENOENT Tab", "ENOENT"),
        ("phases", "poll Tab", "poll"),
        ("micro-first", "later Tab", "later"),
        ("single-threaded", "t libuv Tab", "libuv"),
        ("one", "Space a Tab", "your pick"),
        ("pool-users", "Space a c Tab", "your pick"),
        ("request-life", "c a Tab", "you had it 2nd"),
        ("lost-response", "2 Tab", "You had named line 2."),
        (
            "lost-response",
            "3 Enter t reason Tab",
            "You had named line 3.",
        ),
    ] {
        let card = deck.cards.iter().find(|card| card.id.short() == name);
        viewing(card.expect("a card"), |view| {
            let (asking, _) = pressed(view, STUDY, way);
            let screen = screen(view, &asking, (80, 40));
            assert!(screen.contains(typed), "{screen}");
        });
    }
}

#[test]
fn an_answer_page_prints_no_letters_since_letters_are_commands_there() {
    let deck = deck();
    for (name, way) in [
        ("single-threaded", "Tab"),
        ("lost-response", "3 Tab"),
        ("pool-users", "Space b Enter"),
        ("one", "Space a Tab"),
        ("request-life", "a b c d Enter"),
    ] {
        let card = deck.cards.iter().find(|card| card.id.short() == name);
        viewing(card.expect("a card"), |view| {
            let (asking, _) = pressed(view, STUDY, way);
            assert_eq!(asking.lettered(), 0);
            let screen = screen(view, &asking, (80, 40));
            let starts = |line: &&str| {
                let text = line.trim_start_matches([' ', '›', '✓', '✗', '·']);
                let letter = |c: char| ('b'..='f').contains(&c);
                text.starts_with(letter) && text[1..].starts_with(' ')
            };
            let lettered: Vec<&str> = screen.lines().filter(starts).collect();
            assert!(lettered.is_empty(), "{name}: {lettered:?}");
        });
    }
}

#[test]
fn five_idle_enters_or_spaces_offer_to_end_and_the_next_ends() {
    let deck = deck();
    for name in [
        "emfile",
        "phases",
        "micro-first",
        "request-life",
        "lost-response",
    ] {
        let card = deck.cards.iter().find(|card| card.id.short() == name);
        for idle in [Key::Enter, Key::Char(' ')] {
            viewing(card.expect("a card"), |view| {
                let mut asking = Asking::new(view, STUDY);
                for _ in 0..5 {
                    assert!(!asking.offers_to_end(), "{name}");
                    assert_eq!(asking.press(&idle, 1), KeyOutcome::Nothing, "{name}");
                }
                assert!(asking.offers_to_end(), "{name}");
                let shown = screen(view, &asking, (80, 24));
                assert!(shown.contains("ends here"), "{shown}");
                asking.press(&Key::Unknown, 1);
                assert!(!asking.offers_to_end(), "any other key goes on");
                for _ in 0..5 {
                    asking.press(&idle, 1);
                }
                assert_eq!(asking.press(&idle, 1), KeyOutcome::Round(Command::Quit));
            });
        }
    }
}

#[test]
fn the_help_screen_lists_what_applies_and_nothing_else() {
    let deck = deck();
    for (name, way, _) in PHASES {
        let card = deck.cards.iter().find(|card| card.id.short() == *name);
        viewing(card.expect("a card"), |view| {
            let (asking, _) = pressed(view, STUDY, way);
            let help: Vec<String> = asking.help().iter().map(Line::plain).collect();
            let help = help.join("\n");
            for hint in asking.footer() {
                let there = help.contains(&hint.key) || "1 2 3 4".contains(&hint.key);
                assert!(there, "{name} {way}: {hint:?} is not in\n{help}");
            }
            // The code of a task is run by its tests.
            let run = asking.revealed();
            assert_eq!(help.contains("run its code"), run, "{name} {way}\n{help}");
        });
    }
}

#[test]
fn a_quick_round_takes_no_grade() {
    let deck = deck();
    for round in [
        Round::Quiz,
        Round::Repeat,
        Round::Place {
            until: Duration::ZERO,
        },
    ] {
        let situation = Situation {
            round,
            tools: false,
            snippet: false,
        };
        for (name, way) in [("emfile", "x Enter"), ("request-life", "Tab")] {
            let card = deck.cards.iter().find(|card| card.id.short() == name);
            viewing(card.expect("a card"), |view| {
                for digit in '1'..='4' {
                    let (mut asking, _) = pressed(view, situation, way);
                    assert_eq!(asking.press(&Key::Char(digit), 1), KeyOutcome::Nothing);
                    let footer = asking.footer();
                    assert_eq!(footer[0].does, "go on", "{footer:?}");
                }
            });
        }
    }
}

/// The question and the footer are on every screen of the longest card of each kind, in every round that asks it.
#[test]
fn question_and_footer_stay_in_sight_on_the_longest_cards() {
    let mut longest: BTreeMap<String, Card> = BTreeMap::new();
    for (file, text) in builtin() {
        for card in parse(&Source::new(file, *text)).deck.expect("a deck").cards {
            let length = |card: &Card| {
                card.question.len()
                    + card.context().len()
                    + card.answer().len()
                    + card.explanation().len()
            };
            let best = longest
                .entry(format!("{:?}", card.kind()))
                .or_insert_with(|| card.clone());
            if length(best) < length(&card) {
                *best = card;
            }
        }
    }
    assert_eq!(longest.len(), 9, "one of each kind");
    let ways: &[&str] = &[
        "",
        "Space",
        "Space a",
        "Space a Enter",
        "Tab",
        "t words ^D",
        "words Enter",
        "words Enter Enter",
        "1 Enter",
        "1 Enter Space",
        "1 Enter Space A",
        "a b c d e f g",
        "a b c d e f g Enter",
        "Down Down",
        "h",
        "t",
        "t Esc",
    ];
    let place = Round::Place {
        until: Duration::from_secs(480),
    };
    let rounds = [Round::Study, Round::Quiz, place];
    for (card, round) in longest
        .values()
        .flat_map(|card| rounds.map(|round| (card, round)))
    {
        if round != Round::Study && !card.kind().profile().in_quick_rounds {
            continue;
        }
        let situation = Situation { round, ..STUDY };
        for size in [(40, 12), (80, 24), (200, 60)] {
            let around = PageContext {
                round: round.title(),
                ..around(size)
            };
            for way in ways {
                viewing(card, |view| {
                    let mut asking = Asking::new(view, situation);
                    for name in way.split_whitespace() {
                        if matches!(
                            asking.press(&key(name), 1),
                            KeyOutcome::Event(Event::Graded(_))
                        ) {
                            return;
                        }
                    }
                    let plain = |text: &str| {
                        let words: Vec<String> = text
                            .split_whitespace()
                            .map(|word| word.replace(['`', '*', '_', '\\'], ""))
                            .collect();
                        words.join(" ")
                    };
                    let question = plain(&view.card.question);
                    let start: Vec<&str> = question.split(' ').take(3).collect();
                    let hint = &asking.footer()[0];
                    let hint = plain(&format!("{} {}", hint.key, hint.does));
                    for shown in [
                        drawn(view, &asking, &around),
                        scrolled(view, &asking, &around, Viewport::to_end),
                        scrolled(view, &asking, &around, Viewport::to_start),
                    ] {
                        let lines: Vec<&str> = shown.lines().collect();
                        let what = format!("{}: {way} {size:?} {round:?}\n{shown}", view.card.id);
                        // Below the header, and above whatever is scrolled.
                        let top = plain(&lines[1..5].join(" "));
                        assert!(top.contains(&start.join(" ")), "{what}");
                        let tail = plain(&lines[lines.len() - 3..].join(" "));
                        assert!(tail.contains(&hint), "{hint:?} {what}");
                    }
                });
            }
        }
    }
}

/// Presses keys until the session ends, and compares every grade with its screen.
struct Robot<'k> {
    next: &'k mut dyn FnMut() -> Key,
    left: usize,
    pressed: usize,
    grades: usize,
}

impl Robot<'_> {
    /// The next key; when all are pressed, the way out.
    fn key(&mut self, asking: &Asking<'_>) -> Key {
        self.pressed += 1;
        if self.left == 0 {
            let text = asking.phase().is_field();
            return if text { Key::Esc } else { Key::Char('q') };
        }
        self.left -= 1;
        (self.next)()
    }
}

/// An editor that adds a line, and tests that pass if the code is long enough.
fn news_of(wish: CodeWish) -> CodeNews {
    match wish {
        CodeWish::Write(text) => CodeNews::Written(text + "// more\n"),
        CodeWish::Test(text) => CodeNews::Tested(TestRun {
            results: Vec::new(),
            failure: None,
            output: String::new(),
            errors: String::new(),
            cut: false,
            end: if text.len() > 90 {
                TestEnd::Passed
            } else {
                TestEnd::Failed
            },
            ms: 20,
        }),
    }
}

impl SessionScreen for Robot<'_> {
    fn ask(&mut self, view: &View<'_>) -> Result<Reply, Stop> {
        let mut asking = Asking::new(view, STUDY);
        loop {
            let key = self.key(&asking);
            let (footer, phase) = (asking.footer(), asking.phase());
            let mut pressed = asking.press(&key, 1_000);
            while let KeyOutcome::Code(wish) = pressed {
                pressed = asking.code_news(news_of(wish), 1_000);
            }
            match pressed {
                KeyOutcome::Event(Event::Graded(graded)) => {
                    let meant = normal(&key, phase);
                    assert_eq!(
                        Some(graded.grade),
                        offered(&footer, &meant),
                        "{}: {key:?} on {footer:?}",
                        view.card.id
                    );
                    self.grades += 1;
                    return Ok(Reply::Event(Event::Graded(graded)));
                }
                KeyOutcome::Event(event) => return Ok(Reply::Event(event)),
                KeyOutcome::Round(Command::Quit) => return Err(Stop::Quit),
                // The key that closes the help does nothing else.
                KeyOutcome::Round(Command::Help) if self.left > 0 => {
                    self.key(&asking);
                }
                KeyOutcome::Nothing
                | KeyOutcome::Stay
                | KeyOutcome::Said(_)
                | KeyOutcome::Code(_)
                | KeyOutcome::Answered(_)
                | KeyOutcome::Round(_) => {}
            }
        }
    }

    fn not_saved(&mut self, _: &NotSaved) -> Retry {
        Retry::GiveUp(Stop::Quit)
    }
}

/// One session in memory; how many keys it took, and how many grades it gave.
fn session(deck: &Deck, keys: usize, next: &mut dyn FnMut() -> Key) -> (usize, usize, Ending) {
    let cards: Vec<&Card> = deck.cards.iter().collect();
    let plan = Plan::of(&cards, &Schedule::default(), today());
    let mut session = Session::new(&plan, today(), Mode::Study, "s".into(), 7);
    let scheduler = Scheduler::new(Scheduling::default());
    let mut robot = Robot {
        next,
        left: keys,
        pressed: 0,
        grades: 0,
    };
    let mut journal = Counting::new();
    let ending = drive(&mut session, &scheduler, &mut robot, &mut journal);
    assert!(
        session.answered().len() <= robot.grades,
        "undone ones are fewer"
    );
    (robot.pressed, robot.grades, ending)
}

#[test]
fn ten_thousand_sessions_of_random_keys_record_only_what_was_offered_and_end() {
    let deck = deck();
    let keys = every_key();
    let (mut pressed, mut grades) = (0, 0);
    for seed in 0..10_000_u64 {
        let mut rng = StdRng::seed_from_u64(seed);
        // One in a hundred goes on to its last key.
        let patient = seed % 100 == 0;
        let most = if patient {
            2_000
        } else {
            rng.random_range(1..200)
        };
        let usual = [
            Key::Enter,
            Key::Char(' '),
            Key::Char('a'),
            Key::Tab,
            Key::Char('3'),
        ];
        let mut next = || {
            let key = if rng.random_bool(0.3) {
                usual[rng.random_range(0..usual.len())].clone()
            } else {
                keys[rng.random_range(0..keys.len())].clone()
            };
            match key {
                Key::Char('q' | 'й') if patient => Key::Enter,
                key => key,
            }
        };
        let (keys, given, _) = session(&deck, most, &mut next);
        assert!(keys <= most + 4, "session {seed} took {keys} keys");
        pressed += keys;
        grades += given;
    }
    assert!(grades > 0, "{pressed} keys and no grade");
    assert!(grades > 10_000, "{grades}");
}

#[test]
fn enter_alone_and_space_alone_end_a_session() {
    let deck = deck();
    for key in [Key::Enter, Key::Char(' ')] {
        let (keys, grades, ending) = session(&deck, 2_000, &mut || key.clone());
        assert!(keys < 100, "{key:?}: {keys} keys");
        assert_eq!(ending, Ending::Stopped(Stop::Quit), "{key:?}");
        assert_eq!(grades, 1, "only the first card asks for nothing more");
    }
}
