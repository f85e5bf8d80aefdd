//! `docs/screens.md`: every screen as text, captured from the program itself.
//!
//! `NODEQUIZ_SCREENS=write cargo test --test promises screens` regenerates the file; without the
//! variable, the test compares the file with what the program shows.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use nodequiz::terminal::Key;

use crate::home::Home;
use crate::journals::{answer, sealed};
use crate::pty::{End, FRAME_END, Terminal, TerminalSize};
use crate::remote::Remote;
use crate::simulated::{Learner, another_learner};
use crate::study_simulation::{SimulatedStudy, builtin_library, simulate};

const DECK: &str = include_str!("fixtures/screens.md");

const TASK: &str = include_str!("fixtures/code-card.md");

const INTERVIEW_CARDS: &str = include_str!("fixtures/interview-cards.md");
const INTERVIEW_PROMPTS: &str = include_str!("fixtures/interview-prompts.md");

const BROKEN: &str = "\
# Mine {#mine}

## In which phase do sockets wait? {#sockets}

Sockets wait where most callbacks run.
---
In the poll phase.

## Which one? {#which .chioce}

An answer.
";

const WIDE: TerminalSize = (80, 24);
const NARROW: TerminalSize = (40, 12);

/// For printed output, which scrolls by itself.
const LONG: TerminalSize = (80, 60);

struct Screen {
    title: String,
    text: String,
    /// Whether it shows figures of all decks, which change as decks are written, or of a fit, which
    /// may change with the machine.
    of_all_decks: bool,
}

/// The screens captured so far.
#[derive(Default)]
struct Album {
    screens: Vec<Screen>,
}

impl Album {
    fn take(&mut self, title: &str, terminal: &Terminal, proof: &str) {
        terminal.see_drawn(proof, FRAME_END);
        terminal.settle();
        self.keep(title, &terminal.screen(), false);
    }

    fn keep(&mut self, title: &str, screen: &str, of_all_decks: bool) {
        let lines: Vec<&str> = screen.lines().map(str::trim_end).collect();
        self.screens.push(Screen {
            title: title.to_owned(),
            text: lines.join("\n").trim_end_matches('\n').to_owned(),
            of_all_decks,
        });
    }

    fn markdown(&self) -> String {
        let mut out = "\
# What a person sees

Every screen below was captured from the program by a test. After a change, regenerate them:

```sh
NODEQUIZ_SCREENS=write cargo test --test promises screens
```

Without the variable the same test fails where this page is not what the program shows.
"
        .to_owned();
        for screen in &self.screens {
            let _ = write!(
                out,
                "\n## {}\n\n```text\n{}\n```\n",
                screen.title, screen.text
            );
        }
        out
    }
}

fn home() -> Home {
    let home = Home::new().with("NO_COLOR", "1");
    home.write("data/decks/screens.md", DECK);
    home
}

fn press(terminal: &mut Terminal, keys: &[Key]) {
    for key in keys {
        terminal.press_key(key);
    }
}

fn letter(terminal: &Terminal, option: &str) -> String {
    let screen = terminal.screen();
    let line = screen.lines().find(|line| line.contains(option));
    let before = line.and_then(|line| line.split(option).next());
    let letter = before.and_then(|before| before.chars().rev().find(|c| matches!(c, 'a'..='d')));
    letter.expect("a letter").to_string()
}

/// One session through all kinds, with the summary at its end.
fn session(album: &mut Album) {
    let home = home();
    let mut terminal = home.terminal(&["study", "screens", "--new", "8"], WIDE);
    album.take("recall, asked", &terminal, "Space show the answer");
    terminal.press("?");
    album.take("The keys", &terminal, "any key");
    press(&mut terminal, &[Key::Esc]);
    terminal.see("Space show the answer");
    terminal.press(" ");
    album.take("recall, revealed", &terminal, "Enter good");
    terminal.press("3");
    terminal.see("Space show the points");
    terminal.press("t");
    terminal.see("Ctrl-D done");
    terminal.paste("JavaScript runs on one thread.\nIt never blocks.");
    album.take("points, typed", &terminal, "never blocks");
    press(&mut terminal, &[Key::Ctrl('d')]);
    album.take("points, not ticked yet", &terminal, "tick what you said");
    terminal.press("ab");
    album.take(
        "points, ticked: one of them is not in what was typed",
        &terminal,
        "Enter good",
    );
    press(&mut terminal, &[Key::Enter]);
    album.take(
        "choice, asked: the question alone",
        &terminal,
        "Space show the options",
    );
    terminal.press(" ");
    terminal.see("a-d tick");
    let (right, wrong) = (
        letter(&terminal, "fs.readFile"),
        letter(&terminal, "a timer"),
    );
    terminal.press(&right);
    terminal.press(&wrong);
    press(&mut terminal, &[Key::Up]);
    terminal.see("›");
    album.take("choice, being picked", &terminal, "a-d tick");
    press(&mut terminal, &[Key::Enter]);
    album.take("choice, marked", &terminal, "Not right");
    terminal.press("3");
    terminal.see("[______]");
    terminal.press("timers");
    press(&mut terminal, &[Key::Enter]);
    terminal.press("chek");
    album.take("cloze, being filled in", &terminal, "[chek__]");
    press(&mut terminal, &[Key::Enter]);
    album.take("cloze, marked", &terminal, "typo? good");
    terminal.press("t");
    terminal.see("file descriptors");
    terminal.press("emfile");
    album.take("typed, asked", &terminal, "› emfile");
    press(&mut terminal, &[Key::Enter]);
    album.take("typed, marked", &terminal, "typo? good");
    terminal.press("t");
    terminal.see("right order");
    terminal.press("ca");
    album.take("order, two steps placed", &terminal, "take back");
    press(&mut terminal, &[Key::Down, Key::Char(' ')]);
    album.take("order, a step being carried", &terminal, "carried");
    press(&mut terminal, &[Key::Enter]);
    terminal.press("b");
    terminal.see("Is that the order?");
    press(&mut terminal, &[Key::Enter]);
    album.take("order, marked", &terminal, "Enter again");
    terminal.press("3");
    terminal.see("What does it print?");
    terminal.paste("now\nlater\nsoon");
    album.take("output, being typed", &terminal, "› soon");
    press(&mut terminal, &[Key::Ctrl('d')]);
    album.take("output, marked", &terminal, "Enter again");
    terminal.press("3");
    terminal.see("Which line is the fault in?");
    press(&mut terminal, &[Key::Char('2')]);
    album.take("bug, a line being chosen", &terminal, "› 2");
    press(&mut terminal, &[Key::Enter]);
    terminal.see("Line 2.");
    press(&mut terminal, &[Key::Char(' ')]);
    terminal.see("The fault is in");
    press(&mut terminal, &[Key::Char('a')]);
    album.take("bug, fixed", &terminal, "1 of 2, the essential one");
    terminal.press("3");
    terminal.see(" Done ");
    assert_eq!(terminal.wait(), End::Code(0));
    // No seed determines how long it took, and how many other cards there are.
    let screen = terminal.screen();
    let took = |line: &str| {
        if line.starts_with(" new until") {
            return Some(" new until     about 1 February 2027".to_owned());
        }
        let (before, rest) = line.split_once(" answers in ")?;
        let (_, after) = rest.split_once(" · ")?;
        Some(format!("{before} answers in 4 min · {after}"))
    };
    let lines: Vec<String> = screen
        .lines()
        .map(|line| took(line).unwrap_or_else(|| line.to_owned()))
        .collect();
    album.keep("The end of a session", &lines.join("\n"), false);
}

/// A task that asks for code; nothing runs, so that the pictures are the same everywhere.
fn code(album: &mut Album) {
    let home = Home::new().with("NO_COLOR", "1");
    home.write("data/decks/code.md", &format!("# Code {{#code}}\n{TASK}"));
    home.write("bin/node", "#!/bin/sh\necho v24.0.0\n");
    let node = home.path("bin/node");
    fs::set_permissions(&node, fs::Permissions::from_mode(0o700)).expect("permissions");
    let home = home.with("NODEQUIZ_NODE", &node.to_string_lossy());
    let mut terminal = home.terminal(&["study", "code"], WIDE);
    terminal.see("write it");
    terminal.press("h");
    album.take(
        "code, the task with the names of its tests",
        &terminal,
        "doubles zero",
    );
    terminal.press("t");
    terminal.see("Ctrl-D test it");
    press(&mut terminal, &[Key::Down, Key::End, Key::Ctrl('u')]);
    terminal.press("return n + n;");
    album.take("code, being typed", &terminal, "return n + n;");
    press(&mut terminal, &[Key::Esc]);
    terminal.see("Enter write it");
    press(&mut terminal, &[Key::Tab]);
    album.take("code, given up", &terminal, "Enter again");
    press(&mut terminal, &[Key::Ctrl('c')]);
    assert_eq!(terminal.wait(), End::Code(130));
}

/// Some of them on a small screen.
fn narrow(album: &mut Album) {
    let home = home();
    let mut terminal = home.terminal(&["study", "screens", "--new", "8"], NARROW);
    album.take("recall in 40 columns", &terminal, "show the answer");
    terminal.press(" ");
    album.take("recall in 40 columns, revealed", &terminal, "Enter good");
    terminal.press("3");
    terminal.see("Space show the points");
    terminal.press(" ");
    terminal.see("Which of these");
    terminal.press("ab");
    album.take("points in 40 columns", &terminal, "Enter good");
    press(&mut terminal, &[Key::Enter]);
    terminal.see("Space show the options");
    terminal.press(" ");
    album.take("choice in 40 columns", &terminal, "a-d tick");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

/// A month of answers, for the figures.
fn month(home: &Home) {
    for day in 21..=50_i64 {
        let date = chrono::NaiveDate::from_ymd_opt(2026, 10, 1).expect("a date")
            + chrono::Duration::days(day);
        let mut lines = String::new();
        for answer in 0..(day * 7 % 5) {
            let card = ["why", "single-threaded", "pool-users", "phases", "emfile"];
            let card = card[usize::try_from(answer + day).expect("small") % card.len()];
            let grade = if (day + answer) % 6 == 0 {
                "again"
            } else {
                "good"
            };
            let _ = writeln!(
                lines,
                "{{\"v\":1,\"event\":\"review\",\"at\":\"{date}T09:{answer:02}:30+01:00\",\"day\":\"{date}\",\
                 \"card\":\"screens/{card}\",\"grade\":\"{grade}\",\"ms\":{},\"mode\":\"study\"}}",
                9000 + answer * 2000
            );
        }
        home.write(&format!("data/reviews/hand/{date}.jsonl"), &lines);
    }
}

/// A command that prints and ends.
fn printed(album: &mut Album, title: &str, home: &Home, args: &[&str], of_all_decks: bool) {
    let mut terminal = home.terminal(args, LONG);
    terminal.wait();
    album.keep(title, &terminal.screen(), of_all_decks);
}

fn reports(album: &mut Album) {
    let home = home();
    month(&home);
    printed(album, "stats", &home, &["stats"], true);
    let args = ["stats", "screens", "--section", "retention,hardest"];
    printed(album, "Sections of stats", &home, &args, false);
    printed(album, "due", &home, &["due", "screens"], false);
    let mut terminal = home.terminal(&[], WIDE);
    terminal.see("Leave");
    album.keep("The menu", &terminal.screen(), true);
    terminal.press_key(&Key::Esc);
    terminal.wait();
    home.write("mine.md", BROKEN);
    let file = home.path("mine.md");
    let mut terminal = home.terminal(&["decks", "check", &file.to_string_lossy()], LONG);
    assert_eq!(terminal.wait(), End::Code(1));
    let screen = terminal.screen();
    let folder = home.path("");
    let shown = screen.replace(&*folder.to_string_lossy(), "");
    album.keep("An error in a deck", &shown, false);
}

/// A quick round on one card, and the first question of a placement.
fn rounds(album: &mut Album) {
    let home = home();
    home.ok(&["review", "screens/pool-users", "good"]);
    let mut terminal = home.terminal(&["quiz", "screens"], WIDE);
    terminal.see("Space show the options");
    terminal.press(" ");
    album.take("quiz, asked", &terminal, "a-d");
    press(&mut terminal, &[Key::Tab]);
    album.take("quiz, marked", &terminal, "Enter go on");
    terminal.press_key(&Key::Enter);
    terminal.see("only the wrong");
    terminal.settle();
    album.keep("quiz, the score", &terminal.screen(), false);
    terminal.press("n");
    terminal.wait();
    let mut terminal = home.terminal(&["place"], WIDE);
    terminal.see("1 of at most 24");
    terminal.settle();
    album.keep("place, the first question", &terminal.screen(), true);
    terminal.press_key(&Key::Ctrl('c'));
    terminal.wait();
}

/// A goal on one page, and the grades of a card under it.
fn goal(album: &mut Album) {
    let home = home();
    month(&home);
    let topics = [
        "--topic",
        "async",
        "--topic",
        "databases",
        "--topic",
        "security",
    ];
    home.ok(&[
        &["goal", "set", "2026-12-15", "--minutes", "5"],
        &topics[..],
    ]
    .concat());
    printed(album, "goal", &home, &["goal"], true);
    let home = self::home();
    home.recall_deck(3);
    home.ok(&["goal", "set", "2026-12-15", "--topic", "mine"]);
    let mut terminal = home.terminal(&["study", "mine"], WIDE);
    terminal.see("Space show the answer");
    terminal.press(" ");
    album.take(
        "The grades under a goal: the chance that the card is known on the day",
        &terminal,
        "on 15 Dec",
    );
    terminal.press("q");
    terminal.wait();
}

/// The memory model fitted to a made-up learner.
fn fit(album: &mut Album) {
    let home = Home::new().with("NO_COLOR", "1");
    home.recall_deck(600);
    let learner = Learner {
        truth: another_learner(),
        new_a_day: 10,
        seed: 3,
    };
    learner.write(6000, &home);
    printed(album, "fit", &home, &["fit"], true);
    printed(album, "fit --show", &home, &["fit", "--show"], true);
}

/// Two devices and an archive.
fn moving(album: &mut Album) {
    let remote = Remote::new();
    // The page shows an address that is the same on every machine.
    let known = |home: Home| {
        let settings = format!(
            "[url \"{}\"]\n\tinsteadOf = git@example.com:me/nodequiz-data.git\n",
            remote.address()
        );
        home.write("gitconfig", &settings);
        let path = home.path("gitconfig").to_string_lossy().into_owned();
        home.with("GIT_CONFIG_GLOBAL", &path)
    };
    let deck = "# Mine {#mine}\n\n## Q? {#q}\n\nA.\n";
    let (one, two) = (known(home()), known(Home::new().with("NO_COLOR", "1")));
    one.write("data/decks/mine.md", deck);
    for card in ["mine/q", "screens/pool-users"] {
        one.ok(&["review", card, "good"]);
    }
    let init = ["sync", "init", "git@example.com:me/nodequiz-data.git"];
    printed(album, "sync init, the first device", &one, &init, false);
    printed(album, "sync init, a second device", &two, &init, false);
    one.write("data/decks/mine.md", &deck.replace("A.", "B."));
    two.write("data/decks/mine.md", &deck.replace("A.", "C."));
    two.ok(&["review", "mine/q", "again"]);
    printed(album, "sync status", &two, &["sync", "status"], false);
    one.ok(&["sync"]);
    printed(
        album,
        "sync, a deck changed in two places",
        &two,
        &["sync"],
        false,
    );
    two.ok(&[
        "export",
        "--archive",
        &two.path("backup.zip").to_string_lossy(),
    ]);
    let archive = two.path("backup.zip").to_string_lossy().into_owned();
    let import = ["import", "--archive", &archive, "--dry-run"];
    printed(album, "import --archive --dry-run", &one, &import, false);
}

/// An interview of one thread, from its opening to its report.
fn interview(album: &mut Album) {
    let home = home();
    home.write("data/decks/gamma.md", INTERVIEW_CARDS);
    home.write("data/decks/interview/mine-prompts.md", INTERVIEW_PROMPTS);
    let args = ["interview", "--topic", "alpha", "--minutes", "7"];
    let mut terminal = home.terminal(&args, WIDE);
    album.take("interview, the opening", &terminal, "At which level?");
    terminal.press_key(&Key::Enter);
    terminal.see("Say it aloud");
    terminal.settle();
    // Its clock differs every time.
    album.keep("interview, a question", &terminal.screen(), true);
    terminal.press("t");
    terminal.see("Esc keys");
    terminal.press("I measure where the time goes before changing anything.");
    terminal.press_key(&Key::Enter);
    terminal.press("Then the connection pool: who waits for it?");
    terminal.press_key(&Key::Ctrl('d'));
    album.take("interview, how sure", &terminal, "How sure are you");
    terminal.press("3");
    terminal.wait_until_gone("How sure are you");
    terminal.press("q");
    terminal.see("End the interview here?");
    terminal.press("q");
    album.take("interview, the debrief", &terminal, "Which of these");
    terminal.press("ab");
    terminal.see("b ✓");
    terminal.press_key(&Key::Enter);
    album.take(
        "interview, how it is answered well",
        &terminal,
        "A strong answer",
    );
    terminal.press_key(&Key::Enter);
    terminal.see("1 wrong in the main point");
    terminal.press("43");
    album.take("interview, the rating", &terminal, "one way only");
    terminal.press("33");
    terminal.see("q leave");
    terminal.press("q");
    terminal.wait();
    let mut terminal = home.terminal(&["interview", "--last"], LONG);
    terminal.see("Threads");
    terminal.wait();
    terminal.settle();
    album.keep("interview, the report", &terminal.screen(), false);
    printed(
        album,
        "interview --history",
        &home,
        &["interview", "--history"],
        false,
    );
}

/// Cards in a list, one card in full, and the first commands to try.
fn cards(album: &mut Album) {
    let home = home();
    home.ok(&["review", "screens/pool-users", "good"]);
    printed(album, "cards", &home, &["cards", "screens"], false);
    printed(album, "card", &home, &["card", "screens/pool-users"], false);
    printed(album, "decks", &home, &["decks"], true);
    let usual = Home::new()
        .with("NO_COLOR", "1")
        .with("NODEQUIZ_RETENTION", "")
        .with("NODEQUIZ_NEW_PER_DAY", "");
    printed(album, "config", &usual, &["config"], false);
    let mut terminal = home.terminal(&["study", "screens", "--new", "8"], WIDE);
    terminal.see("Space show the answer");
    terminal.press("w");
    album.take("This card is wrong: a note", &terminal, "›");
    terminal.press_key(&Key::Esc);
    terminal.see("Space show the answer");
    terminal.press("q");
    terminal.wait();
}

/// The doctor's report on a journal with a damaged line, a changed one and a gap.
fn health(album: &mut Album) {
    let home = home();
    let records = [1, 2, 3, 5].map(|seq| answer("k3f9", seq, seq.cast_signed(), "screens/why"));
    let lines = String::from_utf8(sealed(&records)).expect("lines");
    let damaged = lines
        .replacen("\"grade\":\"good\"", "\"grade\":\"gook\"", 2)
        .replacen("\"grade\":\"gook\"", "\"grade\":\"easy\"", 1);
    home.write("data/reviews/k3f9/2026-11.jsonl", &damaged);
    let closed = home.run(&["doctor", "--fix", "--yes"]);
    assert_eq!(closed.status.code(), Some(1), "some is left");
    home.write("data/reviews/k3f9/2026-10.jsonl", "<<<<<<< HEAD\n");
    let folder = home.path("data").to_string_lossy().into_owned();
    let shown = |args: &[&str]| {
        let mut terminal = home.terminal(args, LONG);
        assert_eq!(terminal.wait(), End::Code(1));
        terminal
            .screen()
            .replace(&folder, "~/.local/share/nodequiz")
    };
    album.keep("doctor", &shown(&["doctor"]), true);
}

/// The ladder and the related pages.
fn views(album: &mut Album) {
    let home = Home::new().with("NO_COLOR", "1");
    let life = SimulatedStudy {
        days: 110,
        from: "2026-08-03",
        ..SimulatedStudy::default()
    };
    let lived = simulate(&builtin_library(), &life);
    home.write("data/reviews/made/2026-11.jsonl", &lived.text);
    home.ok(&[
        "projects",
        "log-cli",
        "--state",
        "doing",
        "--note",
        "reads from a pipe",
    ]);
    home.ok(&["habits", "done", "read-profile", "--on", "2026-11-12"]);
    home.ok(&["habits", "done", "incident-drill"]);
    home.ok(&["matrix", "data", "--stage", "competent"]);
    printed(album, "roadmap", &home, &["roadmap"], true);
    printed(album, "projects", &home, &["projects"], true);
    printed(album, "habits", &home, &["habits"], false);
    printed(album, "matrix", &home, &["matrix"], true);
}

/// The screens of the page, by title.
fn sections(page: &str) -> Vec<(&str, &str)> {
    page.split("\n## ")
        .skip(1)
        .filter_map(|section| {
            let (title, rest) = section.split_once('\n')?;
            let text = rest
                .trim()
                .strip_prefix("```text\n")?
                .strip_suffix("\n```")?;
            Some((title, text))
        })
        .collect()
}

#[test]
fn the_page_of_screens_shows_what_the_program_shows() {
    let mut album = Album::default();
    session(&mut album);
    code(&mut album);
    narrow(&mut album);
    reports(&mut album);
    rounds(&mut album);
    goal(&mut album);
    fit(&mut album);
    moving(&mut album);
    interview(&mut album);
    cards(&mut album);
    health(&mut album);
    views(&mut album);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens.md");
    if std::env::var_os("NODEQUIZ_SCREENS").is_some_and(|value| value == "write") {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, album.markdown()).expect("the page");
        return;
    }
    let page = fs::read_to_string(&path).unwrap_or_default();
    let known = sections(&page);
    let titles = |of: &mut dyn Iterator<Item = &str>| of.collect::<Vec<_>>().join("\n");
    assert_eq!(
        titles(&mut known.iter().map(|(title, _)| *title)),
        titles(&mut album.screens.iter().map(|screen| screen.title.as_str())),
        "the page has other screens; regenerate it with NODEQUIZ_SCREENS=write"
    );
    for (screen, (title, text)) in album.screens.iter().zip(known) {
        if screen.of_all_decks {
            assert!(!text.is_empty() && !screen.text.is_empty(), "{title}");
        } else {
            assert_eq!(
                screen.text, text,
                "{title}: regenerate the page with NODEQUIZ_SCREENS=write"
            );
        }
    }
}
