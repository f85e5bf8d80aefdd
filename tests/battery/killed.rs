//! `kill -9` at random moments: what was acknowledged is there afterwards, once.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use nodequiz::history::{Event, Mode, Problem, Review, Rules};
use nodequiz::memory::{Grade, Scheduling};
use nodequiz::question::Kind;
use nodequiz::store::{HistoryStore, Home as Folders, Terms, read_all};
use rustix::process::Signal;

use crate::home::Home;
use crate::pty::{End, Terminal};

use super::figures::{Part, Size, on_all_cores};
use super::histories::{day, later, minutes};
use super::test_rng::TestRng;

/// Where the appender writes, if it is one.
const APPEND_TO: &str = "NODEQUIZ_BATTERY_APPEND_TO";

/// The name of the test that the appender is.
const APPENDER: &str = "battery::killed::what_the_appender_acknowledges_is_in_the_journal";

/// Every card is of this kind.
static RECALL: fn(&str) -> Option<Kind> = |_| Some(Kind::Recall);

pub(super) fn terms(renames: &BTreeMap<String, String>) -> Terms<'_> {
    Terms {
        rules: Rules {
            scheduling: Scheduling::default(),
            renames,
            kind: &RECALL,
            weight: &|_| 1,
        },
        rollover_hour: 4,
        kinds: 0,
        now: minutes(0),
    }
}

/// Answers this many questions like a session, and reports each one once it is saved.
fn append(folder: &Path, answers: usize, mut acknowledge: impl FnMut(String)) {
    let renames = BTreeMap::new();
    let mut opened =
        HistoryStore::open(&Folders::under(folder), terms(&renames)).expect("the history");
    for number in 0..answers {
        let card = format!("deck/card-{}", number % 40);
        let event = Event::Review(Review::new(card, Grade::Good, 4210, Mode::Study));
        let saved = opened
            .append(event, minutes(0), day(minutes(0)))
            .expect("saved");
        acknowledge(saved.id.to_string());
        if number % 8 == 7 {
            opened.save().expect("a snapshot");
        }
    }
}

/// How often each record is in the journal, and what is wrong with it.
pub(super) fn read(folder: &Path) -> (BTreeMap<String, usize>, Vec<Problem>) {
    let journal = read_all(&Folders::under(folder).reviews(), later()).expect("the journal");
    let mut counts = BTreeMap::new();
    for record in journal.records() {
        *counts.entry(record.id.to_string()).or_default() += 1;
    }
    (counts, journal.problems)
}

/// The part that is killed. It runs in a separate process with only this test; run by itself, it
/// shows that an appender that is not killed reports correctly.
#[test]
fn what_the_appender_acknowledges_is_in_the_journal() {
    if let Some(folder) = env::var_os(APPEND_TO) {
        append(Path::new(&folder), usize::MAX, |id| {
            // Straight to standard output, bypassing the harness.
            let _ = io::stdout().write_all(format!("saved {id}\n").as_bytes());
        });
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut acknowledged = Vec::new();
    append(folder.path(), 20, |id| acknowledged.push(id));
    let (there, problems) = read(folder.path());
    assert_eq!(problems, []);
    assert_eq!(there, acknowledged.into_iter().map(|id| (id, 1)).collect());
}

/// The result of killing.
#[derive(Debug, Default)]
struct Killed {
    kills: usize,
    acknowledged: usize,
    /// Kills that left a torn line behind.
    torn: usize,
    /// Records that are there but were not acknowledged yet.
    unacknowledged: usize,
}

impl Killed {
    fn and(self, other: &Self) -> Self {
        Self {
            kills: self.kills + other.kills,
            acknowledged: self.acknowledged + other.acknowledged,
            torn: self.torn + other.torn,
            unacknowledged: self.unacknowledged + other.unacknowledged,
        }
    }
}

/// When the time before an appender is killed starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// When it starts: it may be killed before it has written anything.
    Birth,
    /// With its first acknowledged answer, however slow the machine.
    FirstAnswer,
}

/// Starts an appender, kills it after this time, and returns what it had acknowledged.
pub(super) fn kill_after(folder: &Path, life: Duration, from: From) -> Vec<String> {
    let mut child = Command::new(env::current_exe().expect("this test"))
        .args([APPENDER, "--exact"])
        .env(APPEND_TO, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("an appender");
    let mut output = child.stdout.take().expect("its output");
    let (first, heard) = mpsc::channel();
    let reader = thread::spawn(move || {
        let mut printed = Vec::new();
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut bytes) {
            printed.extend_from_slice(&bytes[..count]);
            if printed.windows(6).any(|word| word == b"saved ") {
                let _ = first.send(());
            }
        }
        String::from_utf8(printed).expect("text")
    });
    if from == From::FirstAnswer {
        let waited = heard.recv_timeout(Duration::from_secs(60));
        waited.expect("a first answer");
    }
    thread::sleep(life);
    let ended = child.try_wait().expect("a child");
    assert_eq!(ended, None, "the appender ended by itself");
    child.kill().expect("killed");
    child.wait().expect("a child");
    let printed = reader.join().expect("what it printed");
    // An incomplete line does not count.
    printed
        .split_inclusive('\n')
        .filter_map(|line| line.strip_prefix("saved ")?.strip_suffix('\n'))
        .map(ToOwned::to_owned)
        .collect()
}

/// Kills the appenders of one home one after another, and reads the journal after each.
fn home_of_kills(seed: usize, kills: usize) -> Killed {
    let folder = tempfile::tempdir().expect("a folder");
    let mut rng = TestRng::new(seed as u64);
    let mut acknowledged: Vec<String> = Vec::new();
    let mut torn = 0;
    for kill in 0..kills {
        let life = Duration::from_micros(rng.below(20_000) as u64);
        let from = rng.pick(&[From::Birth, From::FirstAnswer, From::FirstAnswer]);
        acknowledged.extend(kill_after(folder.path(), life, from));
        let (there, problems) = read(folder.path());
        for id in &acknowledged {
            assert_eq!(
                there.get(id),
                Some(&1),
                "home {seed}, kill {kill}: record {id}"
            );
        }
        let damage = |problem: &Problem| matches!(problem, Problem::Damage { .. });
        assert!(
            problems.iter().all(damage),
            "home {seed}, kill {kill}: {problems:?}"
        );
        assert!(
            problems.len() <= torn + 1,
            "home {seed}, kill {kill}: {problems:?}"
        );
        torn = problems.len();
    }
    // The next run works, and the snapshot that the killed ones left is right.
    let renames = BTreeMap::new();
    let home = Folders::under(folder.path());
    let warm = HistoryStore::open(&home, terms(&renames)).expect("the history");
    let _ = std::fs::remove_file(home.snapshot());
    let cold = HistoryStore::open(&home, terms(&renames)).expect("the history");
    assert_eq!(warm.schedule(), cold.schedule(), "home {seed}");
    let there = read(folder.path()).0.len();
    Killed {
        kills,
        acknowledged: acknowledged.len(),
        torn,
        unacknowledged: there - acknowledged.len(),
    }
}

fn killed_appenders(size: Size) {
    let part = Part::begin(size);
    let (homes, kills) = size.of((2, 10), (190, 50));
    let killed = on_all_cores(homes, |share| {
        share.fold(Killed::default(), |all, home| {
            all.and(&home_of_kills(home, kills))
        })
    });
    let killed = killed.iter().fold(Killed::default(), Killed::and);
    assert!(killed.acknowledged > 0, "nothing was ever acknowledged");
    let result = format!(
        "{} answers acknowledged, 0 lost, 0 doubled; {} torn lines; {} there before they were acknowledged",
        killed.acknowledged, killed.torn, killed.unacknowledged
    );
    part.end(
        "kill -9 of an appender on the program's own store",
        killed.kills,
        &result,
    );
}

#[test]
fn nothing_acknowledged_is_lost_when_an_appender_is_killed() {
    killed_appenders(Size::Reduced);
}

#[test]
#[ignore = "full size, see the battery's first lines"]
fn full_nothing_acknowledged_is_lost_when_an_appender_is_killed() {
    killed_appenders(Size::Full);
}

/// The number of the first question.
const FIRST: usize = 1000;

/// A deck of this many questions, asked in their order, with four-digit numbers.
fn deck(home: &Home, cards: usize) {
    let mut deck = "# Mine {#mine}\n".to_owned();
    for card in FIRST..FIRST + cards {
        let _ = write!(
            deck,
            "\n## Question number {card}? {{#c{card}}}\n\nIt is {card}.\n"
        );
    }
    home.write("data/decks/mine.md", &deck);
}

/// The question on the screen.
fn asked(terminal: &Terminal) -> Option<usize> {
    let screen = terminal.screen();
    let (_, rest) = screen.split_once("Question number ")?;
    let (number, _) = rest.split_once('?')?;
    number.parse().ok()
}

/// Studies on one home again and again, and kills the program each time while keys are pressed.
fn killed_studies_of(seed: usize, kills: usize) -> Killed {
    const MOST_ANSWERS: usize = 6;
    let home = Home::new();
    deck(&home, kills * (MOST_ANSWERS + 2));
    let mut rng = TestRng::new(seed as u64);
    let mut killed = Killed::default();
    let mut answered = 0;
    for kill in 0..kills {
        let new = (MOST_ANSWERS + 2).to_string();
        let mut terminal = home.terminal(&["study", "mine", "--new", &new], (80, 24));
        // The next run works: it asks what was not answered yet.
        terminal.see(&format!("Question number {}?", FIRST + answered));
        let mut shown = answered;
        for _ in 0..rng.below(MOST_ANSWERS) {
            terminal.press(" ");
            terminal.see("Enter good");
            terminal.press("3");
            shown += 1;
            terminal.see(&format!("Question number {}?", FIRST + shown));
        }
        // And one more, which may be cut off anywhere.
        terminal.press(" ");
        terminal.see("Enter good");
        terminal.press("3");
        thread::sleep(Duration::from_micros(rng.below(6_000) as u64));
        terminal.signal(Signal::KILL);
        assert!(matches!(terminal.wait(), End::Killed(_)));
        let shown = asked(&terminal).map_or(shown, |number| shown.max(number - FIRST));
        let reviews = home.reviews();
        let there: Vec<String> = (FIRST..FIRST + reviews.len())
            .map(|card| format!("mine/c{card} good"))
            .collect();
        // Each once, in the order in which they were asked.
        assert_eq!(reviews, there, "home {seed}, kill {kill}");
        assert!(
            reviews.len() >= shown,
            "home {seed}, kill {kill}: answer {shown} is lost"
        );
        killed.kills += 1;
        killed.acknowledged += shown - answered;
        killed.unacknowledged += reviews.len() - shown;
        answered = reviews.len();
    }
    killed
}

fn killed_studies(size: Size) {
    let part = Part::begin(size);
    let (homes, kills) = size.of((2, 3), (20, 25));
    let killed = on_all_cores(homes, |share| {
        share.fold(Killed::default(), |all, home| {
            all.and(&killed_studies_of(home, kills))
        })
    });
    let killed = killed.iter().fold(Killed::default(), Killed::and);
    let result = format!(
        "{} answers acknowledged by the next card, 0 lost, 0 doubled; {} there before the next card was shown",
        killed.acknowledged, killed.unacknowledged
    );
    part.end(
        "kill -9 of `study` in a terminal while keys are pressed",
        killed.kills,
        &result,
    );
}

#[test]
fn nothing_answered_is_lost_when_a_session_is_killed() {
    killed_studies(Size::Reduced);
}

#[test]
#[ignore = "full size, see the battery's first lines"]
fn full_nothing_answered_is_lost_when_a_session_is_killed() {
    killed_studies(Size::Full);
}
