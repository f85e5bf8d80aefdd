//! A real disk that is full or read-only: the learner is informed, and the answer is kept and saved
//! once there is room.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Output;

use nodequiz::history::{Event, Mode, Review};
use nodequiz::memory::Grade;
use nodequiz::store::{HistoryStore, Home as Folders, read_all};

use crate::home::{Home, text};
use crate::pty::{End, Terminal};
use crate::tools;

use super::histories::{day, later, minutes};
use super::killed::terms;
use super::means::{as_seen_by, can_mount, injected, journal_files, with_mounts};

const PROGRAM: &str = env!("CARGO_BIN_EXE_nodequiz");

/// A disk of 64 KiB in place of the data folder, with its content, and a copy of everything on it
/// at the end.
const SMALL_DISK: (&str, &str) = (
    "cd \"$NODEQUIZ_HOME\"; mv data seed; mkdir data; mount -t tmpfs -o size=64k none data; cp -r seed/. data",
    "cp -r data kept",
);

/// How many cards are answered before: they nearly fill the journal's first page of 4 KiB, so that
/// a few answers later the disk needs another one.
const BEFORE: usize = 17;

/// A home with some answers, and more questions to come.
fn home() -> Home {
    let home = Home::new();
    home.recall_deck(40);
    let renames = BTreeMap::new();
    let folders = Folders::under(&home.path(""));
    let mut opened = HistoryStore::open(&folders, terms(&renames)).expect("the history");
    let at = minutes(-200);
    for card in first(BEFORE) {
        let review = Review::new(card, Grade::Good, 4210, Mode::Study);
        let saved = opened.append(Event::Review(review), at, day(at));
        saved.expect("saved");
    }
    home
}

/// A session on a small disk.
fn session(home: &Home) -> Terminal {
    let study = [PROGRAM, "study", "mine", "--new", "20"];
    let words = with_mounts(SMALL_DISK.0, &study, SMALL_DISK.1);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let terminal = home.terminal_of(Path::new(words[0]), &words[1..], (80, 24));
    terminal.see(&format!("Question number {BEFORE}?"));
    terminal
}

/// A file on the session's disk that takes all the room there is.
fn fill(home: &Home, terminal: &Terminal) -> PathBuf {
    let path = as_seen_by(terminal.pid(), &home.path("data/filler"));
    let mut filler = File::create(&path).expect("a filler");
    while filler.write_all(&[0; 512]).is_ok() {}
    path
}

fn grade(terminal: &mut Terminal) {
    terminal.press(" ");
    terminal.see("Enter good");
    terminal.press("3");
}

/// Answers until the disk is full; returns the card whose answer was not saved.
fn answer_until_full(terminal: &mut Terminal) -> usize {
    const UNSAVED: &str = "Your last answer is not saved.";
    for card in BEFORE..40 {
        grade(terminal);
        let next = format!("Question number {}?", card + 1);
        if terminal.see_one_of(&[(UNSAVED, true), (&next, false)]) {
            return card;
        }
    }
    panic!("the disk was never full");
}

/// The cards in the remaining journal, in their order; it must have no problems.
fn kept(home: &Home) -> Vec<String> {
    let journal = read_all(&home.path("kept/reviews"), later()).expect("the journal");
    assert_eq!(journal.problems, []);
    journal
        .records()
        .filter_map(|record| record.event.card().map(ToOwned::to_owned))
        .collect()
}

fn first(count: usize) -> Vec<String> {
    (0..count).map(|card| format!("mine/c{card}")).collect()
}

#[test]
fn a_disk_that_fills_up_in_a_session_keeps_the_answer_until_there_is_room() {
    if !can_mount("a session on a disk that fills up") {
        return;
    }
    let home = home();
    let mut terminal = session(&home);
    let filler = fill(&home, &terminal);
    let card = answer_until_full(&mut terminal);
    let screen = terminal.screen();
    // Depending on where the line began in its page, a part of it fitted.
    let why = ["No space left on device", "there was room for"];
    assert!(why.iter().any(|why| screen.contains(why)), "{screen}");
    let offers = [
        "It is kept here",
        "r try again",
        "q end and print the answer",
    ];
    for words in offers {
        assert!(screen.contains(words), "{screen}");
    }
    // Nothing has changed, so the message appears again.
    terminal.press("r");
    terminal.settle();
    terminal.see("Your last answer is not saved.");
    fs::remove_file(filler).expect("room");
    terminal.press("r");
    terminal.see(&format!("Question number {}?", card + 1));
    grade(&mut terminal);
    terminal.see(&format!("Question number {}?", card + 2));
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(kept(&home), first(card + 2));
}

#[test]
fn giving_up_on_a_full_disk_prints_what_was_not_saved() {
    if !can_mount("giving up on a full disk") {
        return;
    }
    let home = home();
    let mut terminal = session(&home);
    fill(&home, &terminal);
    let card = answer_until_full(&mut terminal);
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(1));
    terminal.assert_restored();
    let printed = terminal.written();
    assert!(
        printed.contains(&format!("nodequiz review mine/c{card} good")),
        "{printed}"
    );
    assert!(
        printed.contains(&format!("\"card\":\"mine/c{card}\",\"grade\":\"good\"")),
        "{printed}"
    );
    assert_eq!(kept(&home), first(card));
}

/// Runs `nodequiz review mine/c17 good` with something mounted.
fn review_with(home: &Home, before: &str) -> Output {
    let words = with_mounts(before, &[PROGRAM, "review", "mine/c17", "good"], "");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let command = home.command_of(Path::new(words[0]), &words[1..]).output();
    command.expect("a shell")
}

#[test]
fn a_command_on_a_disk_that_cannot_be_written_says_so_and_prints_the_line() {
    if !can_mount("commands on full and read-only disks") {
        return;
    }
    let home = home();
    let read_only = "cd \"$NODEQUIZ_HOME\"; mount --bind data data; mount -o remount,bind,ro data";
    let read_only_journal = "cd \"$NODEQUIZ_HOME/data/reviews\"; mount --bind . .; mount -o remount,bind,ro \"$NODEQUIZ_HOME/data/reviews\"";
    let full = "cd \"$NODEQUIZ_HOME\"; mkdir -p seed; cp -r data/. seed; mount -t tmpfs -o size=64k none data; cp -r seed/. data; f=$(echo data/reviews/*/*.jsonl); dd if=/dev/zero of=data/filler bs=512 2>/dev/null || true; head -c 700 /dev/zero | tr '\\0' '\\n' >> \"$f\" || true; dd if=/dev/zero of=data/more bs=512 2>/dev/null || true";
    for (mounts, why) in [
        (read_only, "Read-only file system"),
        (read_only_journal, "Read-only file system"),
        (full, "No space left on device"),
    ] {
        let output = review_with(&home, mounts);
        let printed = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{printed}");
        assert!(
            printed.contains(why) && printed.contains("nothing was recorded"),
            "{printed}"
        );
        assert!(
            printed.contains("\"card\":\"mine/c17\",\"grade\":\"good\""),
            "{printed}"
        );
        assert_eq!(text(&output.stdout), "");
    }
    assert_eq!(home.reviews().len(), BEFORE);
    home.ok(&["review", "mine/c17", "good"]);
    assert_eq!(home.reviews().len(), BEFORE + 1);
}

#[test]
fn if_the_device_cannot_be_named_nothing_is_recorded_and_a_message_says_so() {
    if !can_mount("a state folder on a full disk") {
        return;
    }
    let home = Home::new();
    home.recall_deck(20);
    let full = "cd \"$NODEQUIZ_HOME\"; mkdir -p state; mount -t tmpfs -o size=4k none state; dd if=/dev/zero of=state/filler bs=512 2>/dev/null || true";
    let output = review_with(&home, full);
    let printed = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(
        printed.contains("device.json") && printed.contains("nothing was recorded"),
        "{printed}"
    );
    assert!(journal_files(&home.path("data/reviews")).is_empty());
    home.ok(&["review", "mine/c17", "good"]);
}

#[test]
fn a_disk_that_is_read_only_for_a_while_costs_no_answer() {
    if !tools::has(
        "strace",
        "a session whose disk may not be written for a while",
    ) {
        return;
    }
    let home = Home::new();
    home.recall_deck(9);
    home.ok(&["review", "mine/c0", "good"]);
    let journal = journal_files(&home.path("data/reviews"));
    let study = [PROGRAM, "study", "mine"];
    let what = "write:error=EROFS:when=2..3";
    let trace = home.path("trace");
    let words = injected(journal.iter().map(PathBuf::as_path), what, &trace, &study);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut terminal = home.terminal_of(Path::new(words[0]), &words[1..], (80, 24));
    terminal.see("Question number 1?");
    grade(&mut terminal);
    terminal.see("Question number 2?");
    grade(&mut terminal);
    terminal.see("Read-only file system");
    terminal.press("r");
    terminal.settle();
    terminal.see("Your last answer is not saved.");
    terminal.press("r");
    terminal.see("Question number 3?");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(
        home.reviews(),
        ["mine/c0 good", "mine/c1 good", "mine/c2 good"]
    );
}
