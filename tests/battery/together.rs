//! Two processes and a session at once on one home: every acknowledged answer is there, once.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use nodequiz::history::Problem;
use nodequiz::store::{HistoryStore, Home as Folders, read_all};

use crate::home::{Home, text};
use crate::pty::{End, Terminal};

use super::figures::{Part, Size, on_all_cores};
use super::histories::later;
use super::killed::{From, kill_after, read, terms};

fn grade(terminal: &mut Terminal, card: usize) {
    terminal.see(&format!("Question number {card}?"));
    terminal.press(" ");
    terminal.see("Enter good");
    terminal.press("3");
}

/// A session answers while two other processes grade cards by command. Returns how many answers
/// there were.
fn commands_beside_a_session(commands: usize) -> usize {
    const ANSWERS: usize = 6;
    let home = Home::new();
    home.recall_deck(ANSWERS + 2 * commands + 1);
    let mut session = home.terminal(&["study", "mine", "--limit", "8"], (80, 24));
    session.see("Question number 0?");
    let acknowledged = thread::scope(|scope| {
        let review = |from: usize| {
            (from..from + commands)
                .map(|card| {
                    let card = format!("mine/c{card}");
                    let output = home.run(&["review", &card, "good"]);
                    let printed = text(&output.stdout);
                    assert!(printed.starts_with(&format!("{card}: good")), "{printed}");
                    // On a busy machine, one process may see half of what another is writing.
                    let printed = text(&output.stderr);
                    let half = printed.contains("ends in the middle of a line");
                    assert!(printed.is_empty() || half, "{printed}");
                    card
                })
                .collect::<Vec<String>>()
        };
        let one = scope.spawn(move || review(ANSWERS));
        let other = scope.spawn(move || review(ANSWERS + commands));
        for card in 0..ANSWERS {
            grade(&mut session, card);
        }
        session.see(&format!("Question number {ANSWERS}?"));
        let mut all: Vec<String> = (0..ANSWERS).map(|card| format!("mine/c{card}")).collect();
        all.extend(one.join().expect("answers"));
        all.extend(other.join().expect("answers"));
        all
    });
    session.press("q");
    assert_eq!(session.wait(), End::Code(0));
    let journal = read_all(&home.path("data/reviews"), later()).expect("the journal");
    assert_eq!(journal.problems, []);
    let mut there: Vec<String> = journal
        .records()
        .filter_map(|record| record.event.card().map(ToOwned::to_owned))
        .collect();
    let mut expected = acknowledged.clone();
    there.sort();
    expected.sort();
    assert_eq!(there, expected);
    // The resulting snapshot is that of the whole journal.
    let quick = home.ok(&["cards", "--json"]);
    std::fs::remove_file(home.path("data/schedule.json")).expect("a snapshot");
    assert_eq!(home.ok(&["cards", "--json"]), quick);
    acknowledged.len()
}

/// Two appenders write as fast as they can, from the very first answer of a learner on, until they
/// are killed. How many answers there were, and how many lines a kill has torn.
fn two_appenders(life: Duration) -> (usize, usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let acknowledged: Vec<String> = thread::scope(|scope| {
        let appenders =
            [(); 2].map(|()| scope.spawn(|| kill_after(folder.path(), life, From::FirstAnswer)));
        appenders
            .into_iter()
            .flat_map(|appender| appender.join().expect("what was acknowledged"))
            .collect()
    });
    let (there, problems) = read(folder.path());
    // A kill between two pages of a write leaves half a line, of an unacknowledged answer.
    let torn = problems.len();
    let is_damage = |problem: &Problem| matches!(problem, Problem::Damage { .. });
    assert!(
        torn <= 2 && problems.iter().all(is_damage),
        "more than what each was about to write: {problems:?}"
    );
    for id in &acknowledged {
        assert_eq!(there.get(id), Some(&1), "record {id}");
    }
    assert!(
        there.len() <= acknowledged.len() + 2,
        "more than what each was about to acknowledge"
    );
    let renames = BTreeMap::new();
    let home = Folders::under(folder.path());
    let warm = HistoryStore::open(&home, terms(&renames)).expect("the history");
    let _ = std::fs::remove_file(home.snapshot());
    let cold = HistoryStore::open(&home, terms(&renames)).expect("the history");
    assert_eq!(warm.schedule(), cold.schedule());
    (acknowledged.len(), torn)
}

fn together(size: Size) {
    let part = Part::begin(size);
    let answers: usize = on_all_cores(size.of(1, 40), |share| {
        share
            .map(|_| commands_beside_a_session(size.of(8, 60)))
            .sum::<usize>()
    })
    .into_iter()
    .sum();
    part.end(
        "answers of a session and of commands in two other processes",
        answers,
        "each there once, no number missing",
    );
    let part = Part::begin(size);
    let pairs = size.of(2, 100);
    let life = Duration::from_millis(size.of(150, 500));
    let (answers, torn) = (0..pairs)
        .map(|_| two_appenders(life))
        .fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    assert!(answers > 0, "nothing was ever acknowledged");
    let result = format!(
        "{answers} answers acknowledged, each there once, no number missing; {torn} torn lines"
    );
    part.end(
        "two appenders at once from the first answer on, then killed",
        pairs,
        &result,
    );
}

#[test]
fn two_processes_and_a_session_at_once_lose_and_double_nothing() {
    together(Size::Reduced);
}

#[test]
#[ignore = "full size, see the battery's first lines"]
fn full_two_processes_and_a_session_at_once_lose_and_double_nothing() {
    together(Size::Full);
}

#[test]
fn a_second_session_says_where_the_first_is() {
    let home = Home::new();
    home.recall_deck(5);
    let mut first = home.terminal(&["study", "mine"], (80, 24));
    grade(&mut first, 0);
    first.see("Question number 1?");
    let mut second = home.terminal(&["study", "mine"], (80, 24));
    assert_eq!(second.wait(), End::Code(1));
    let printed = second.screen();
    let process = format!("process {}", first.pid().as_raw_nonzero());
    assert!(
        printed.contains("another session is open: `nodequiz study`"),
        "{printed}"
    );
    assert!(printed.replace('\n', " ").contains(&process), "{printed}");
    // It has changed nothing, and the first goes on.
    grade(&mut first, 1);
    first.see("Question number 2?");
    first.press("q");
    assert_eq!(first.wait(), End::Code(0));
    assert_eq!(home.reviews(), ["mine/c0 good", "mine/c1 good"]);
    let third = home.run(&["due", "--json"]);
    assert!(third.status.success(), "{}", text(&third.stderr));
}
