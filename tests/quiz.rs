//! `nodequiz quiz`, as a person uses it.

use std::time::Duration;

use nodequiz::terminal::Key;
use rustix::process::Signal;

use crate::home::{Home, text};
use crate::pty::{End, Terminal, TerminalSize};

const SIZE: TerminalSize = (80, 24);

/// Three cards that are marked automatically, and one that is not.
const DECK: &str = "\
# Mine {#mine}

## Which code means too many open files? {#emfile .typed}

`EMFILE`

Each process may open so many.

## Which option is right? {#pick}

- [ ] a wrong one
- [x] the right one

Because it is right.

## Where do timers run? {#timers}

Timers run in the ==timers== phase.

## Say it aloud? {#aloud}

An answer.
";

/// A home in which every card of the deck was answered yesterday.
fn met() -> Home {
    let home = Home::new().at("2026-11-19T09:00:00+01:00");
    home.write("data/decks/mine.md", DECK);
    for card in ["emfile", "pick", "timers", "aloud"] {
        home.ok(&["review", &format!("mine/{card}"), "good"]);
    }
    home.at("2026-11-20T09:00:00+01:00")
}

/// Continues after the feedback to an answer.
fn go_on(terminal: &mut Terminal) {
    terminal.see("Enter go on");
    terminal.press(" ");
    terminal.wait_until_gone("Enter go on");
}

/// The card that is asked, by its short name.
fn asked(terminal: &Terminal) -> &'static str {
    terminal.see_one_of(&[
        ("too many open files", "emfile"),
        ("Which option", "pick"),
        ("Where do timers", "timers"),
    ])
}

/// Answers the question on the screen, whichever it is. Returns the card's short id.
fn answer(terminal: &mut Terminal, right: bool) -> &'static str {
    let card = asked(terminal);
    match card {
        "emfile" => {
            terminal.press(if right { "EMFILE" } else { "ENOENT" });
            terminal.press_key(&Key::Enter);
        }
        "timers" => {
            terminal.press(if right { "timers" } else { "microtask" });
            terminal.press_key(&Key::Enter);
        }
        _ => {
            terminal.press(" ");
            terminal.see("the right one");
            let screen = terminal.screen();
            let wanted = if right {
                "the right one"
            } else {
                "a wrong one"
            };
            let line = screen
                .lines()
                .find(|line| line.contains(wanted))
                .expect("the option");
            let letter = if line.trim_start().starts_with('a') {
                "a"
            } else {
                "b"
            };
            terminal.press(letter);
            terminal.see("(x)");
            terminal.press_key(&Key::Enter);
        }
    }
    terminal.see("Enter go on");
    terminal.see(if right { "✓" } else { "✗" });
    card
}

/// The reviews given in a quiz.
fn quizzed(home: &Home) -> Vec<String> {
    let journal = home.journal();
    let in_quiz = journal.iter().filter(|line| line["mode"] == "quiz");
    let mut reviews: Vec<String> = in_quiz
        .map(|line| format!("{} {}", line["card"], line["grade"]).replace('"', ""))
        .collect();
    reviews.sort();
    reviews
}

#[test]
fn a_round_tells_each_answer_scores_it_and_repeats_only_what_was_wrong() {
    for size in [(40, 12), SIZE, (200, 50)] {
        let home = met();
        let mut terminal = home.terminal(&["quiz", "mine"], size);
        terminal.see("1 of 3");
        for _ in 0..3 {
            let wrong = asked(&terminal) == "emfile";
            answer(&mut terminal, !wrong);
            go_on(&mut terminal);
        }
        terminal.see("2 of 3 right");
        terminal.see("EMFILE");
        terminal.see("Each process may open so many.");
        terminal.see("Again, only the wrong ones?");
        let expected = ["mine/emfile again", "mine/pick good", "mine/timers good"];
        assert_eq!(quizzed(&home), expected, "at {size:?}");

        terminal.press("y");
        terminal.see("Once more");
        assert_eq!(answer(&mut terminal, false), "emfile");
        go_on(&mut terminal);
        terminal.see("0 of 1 right");
        terminal.see("Again, only the wrong ones?");
        terminal.press("y");
        terminal.see("1 of 1");
        assert_eq!(answer(&mut terminal, true), "emfile");
        go_on(&mut terminal);
        terminal.see("1 of 1 right");
        assert_eq!(terminal.wait(), End::Code(0));
        terminal.assert_restored();
        assert_eq!(quizzed(&home), expected, "a repeat writes nothing");
    }
}

#[test]
fn by_default_only_seen_cards_are_asked_and_unseen_ones_count_as_new() {
    let home = Home::new();
    home.write("data/decks/mine.md", DECK);
    let mut terminal = home.terminal(&["quiz", "mine"], SIZE);
    terminal.see("No card that nodequiz can mark has been met yet");
    terminal.see("nodequiz quiz --unseen");
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(home.journal().is_empty());

    let mut terminal = home.terminal(&["quiz", "mine", "--unseen", "--count", "1"], SIZE);
    terminal.see("1 of 1");
    answer(&mut terminal, true);
    go_on(&mut terminal);
    terminal.see("1 of 1 right");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.json(&["stats", "--json"])["today"]["new"], 1);
}

#[test]
fn the_same_seed_asks_the_same_cards_in_the_same_order() {
    let first = |seed: &str| {
        let home = met().with("NODEQUIZ_SEED", seed);
        let mut terminal = home.terminal(&["quiz", "mine"], SIZE);
        let card = asked(&terminal);
        terminal.press_key(&Key::Ctrl('c'));
        assert_eq!(terminal.wait(), End::Code(130));
        card
    };
    assert_eq!(first("7"), first("7"));
}

#[test]
fn a_lucky_pick_does_not_count_as_known_but_a_typo_does() {
    let home = met();
    let mut terminal = home.terminal(&["quiz", "mine"], SIZE);
    for _ in 0..3 {
        match asked(&terminal) {
            "emfile" => {
                terminal.press("emfile");
                terminal.press_key(&Key::Enter);
                terminal.see("t typo?");
                terminal.press("t");
            }
            "pick" => {
                answer(&mut terminal, true);
                terminal.see("g guessed");
                terminal.press("g");
            }
            _ => {
                terminal.press_key(&Key::Tab);
                terminal.see("[timers]");
                terminal.press(" ");
            }
        }
        terminal.wait_until_gone("Enter go on");
    }
    terminal.see("1 of 3 right");
    terminal.see("Again, only");
    terminal.press_key(&Key::Esc);
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(
        quizzed(&home),
        ["mine/emfile good", "mine/pick again", "mine/timers again"]
    );
    let journal = home.journal();
    let pick = journal.iter().rfind(|line| line["card"] == "mine/pick");
    assert_eq!(pick.expect("a review")["guessed"], true);
}

#[test]
fn the_keys_shown_after_an_answer_leave_its_time_as_it_was() {
    let home = met();
    let mut terminal = home.terminal(&["quiz", "mine"], SIZE);
    terminal.see("1 of 3");
    std::thread::sleep(Duration::from_secs(1));
    let card = format!("mine/{}", answer(&mut terminal, true));
    terminal.see("Enter go on");
    terminal.press("?");
    terminal.see("any key");
    std::thread::sleep(Duration::from_secs(2));
    terminal.press(" ");
    go_on(&mut terminal);
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    let journal = home.journal();
    let quizzed = journal.iter().filter(|line| line["mode"] == "quiz");
    let took: Vec<_> = quizzed
        .map(|line| (line["card"].as_str(), line["ms"].as_u64() >= Some(1_000)))
        .collect();
    assert_eq!(took, [(Some(card.as_str()), true)], "{journal:?}");
}

#[test]
fn whatever_ends_a_round_every_answer_given_is_kept() {
    type Ending = fn(&mut Terminal);
    let endings: [(Ending, u32); 3] = [
        (|terminal| terminal.press("q"), 0),
        (|terminal| terminal.press_key(&Key::Ctrl('c')), 130),
        (|terminal| terminal.signal(Signal::TERM), 143),
    ];
    for (end, code) in endings {
        let home = met();
        let mut terminal = home.terminal(&["quiz", "mine"], SIZE);
        answer(&mut terminal, true);
        end(&mut terminal);
        terminal.see("1 of 1 right");
        assert_eq!(terminal.wait(), End::Code(code));
        terminal.assert_restored();
        assert_eq!(quizzed(&home).len(), 1);
    }
}

#[test]
fn an_undo_takes_the_last_answer_back() {
    let home = met();
    let mut terminal = home.terminal(&["quiz", "mine"], SIZE);
    let first = answer(&mut terminal, false);
    go_on(&mut terminal);
    terminal.see("2 of 3");
    let typing = asked(&terminal) != "pick";
    if typing {
        // Letters are text here: the answer is given first.
        terminal.press_key(&Key::Tab);
        terminal.see("Enter go on");
        terminal.press("q");
        assert_eq!(terminal.wait(), End::Code(0));
        home.ok(&["undo"]);
        home.ok(&["undo"]);
    } else {
        terminal.press("u");
        terminal.see("1 of 3");
        assert_eq!(
            first,
            terminal.see_one_of(&[
                ("too many open files", "emfile"),
                ("Where do timers", "timers"),
            ])
        );
        terminal.press_key(&Key::Ctrl('c'));
        assert_eq!(terminal.wait(), End::Code(130));
    }
    let due = home.json(&["card", &format!("mine/{first}"), "--json"]);
    assert_eq!(due["reviews"], 1, "only yesterday's answer counts");
}

#[test]
fn it_needs_a_terminal_no_other_session_and_valid_filters() {
    let home = met();
    let output = home.run(&["quiz"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no terminal"));
    let output = home.run(&["quiz", "--count", "0"]);
    assert_eq!(output.status.code(), Some(2));
    let mut first = home.terminal(&["quiz", "mine"], SIZE);
    first.see("1 of 3");
    let mut second = home.terminal(&["study", "mine"], SIZE);
    second.see("`nodequiz quiz`");
    assert_eq!(second.wait(), End::Code(1));
    first.press_key(&Key::Ctrl('c'));
    assert_eq!(first.wait(), End::Code(130));
    let mut wrong = home.terminal(&["quiz", "mnie"], SIZE);
    wrong.see("did you mean `mine`");
    assert_eq!(wrong.wait(), End::Code(2));
}
