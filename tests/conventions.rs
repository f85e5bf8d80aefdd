//! Conventions of command-line programs.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::home::{Home, text};
use crate::pty::End;
use crate::tools;

const SIZE: (u16, u16) = (80, 24);

/// Every command that reports, and its arguments.
const REPORTS: [&[&str]; 12] = [
    &["due"],
    &["due", "--short"],
    &["stats"],
    &["stats", "--all"],
    &["decks", "list"],
    &["decks", "check"],
    &["cards", "mine"],
    &["card", "mine/c0"],
    &["config", "show"],
    &["config", "path"],
    &["remind"],
    &["sync", "status"],
];

fn studied() -> Home {
    let home = Home::new();
    home.recall_deck(5);
    home.ok(&["review", "mine/c0", "good"]);
    home.ok(&["review", "mine/c1", "again"]);
    home
}

#[test]
fn help_has_examples_and_goes_to_standard_output() {
    let home = Home::new();
    let long = home.ok(&["--help"]);
    assert!(
        long.contains("Examples:") && long.contains("nodequiz study"),
        "{long}"
    );
    let short = home.ok(&["-h"]);
    assert!(short.len() < long.len(), "-h is the short one");
    assert!(home.ok(&["--version"]).starts_with("nodequiz "));
    for command in [
        "study", "quiz", "place", "due", "stats", "decks", "cards", "card", "review", "undo",
        "config", "remind",
    ] {
        let help = home.ok(&[command, "--help"]);
        assert!(help.contains("nodequiz "), "{command}: {help}");
    }
}

#[test]
fn a_misspelt_command_gets_a_suggestion_and_exit_2() {
    for (args, meant) in [
        (vec!["stduy"], "study"),
        (vec!["study", "--minuts", "5"], "--minutes"),
        (vec!["cards", "runtme"], "runtime"),
        (vec!["cards", "--topic", "asnyc"], "async"),
        (vec!["card", "single-threadd"], "single-threaded"),
        (vec!["config", "set", "retenton", "0.9"], "retention"),
    ] {
        let output = Home::new().run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(text(&output.stdout), "", "{args:?}");
        assert!(
            text(&output.stderr).contains(meant),
            "{args:?}: {}",
            text(&output.stderr)
        );
    }
}

#[test]
fn everything_reported_is_there_as_json_with_a_schema_and_without_colour() {
    let home = studied();
    for command in [
        &["due"][..],
        &["stats"],
        &["decks", "list"],
        &["decks", "check"],
        &["card", "mine/c0"],
        &["config", "show"],
        &["place"],
        &["sync", "status"],
    ] {
        let mut args = command.to_vec();
        args.extend(["--json", "--color", "always"]);
        let printed = home.ok(&args);
        assert!(!printed.contains('\u{1b}'), "{args:?}");
        let value: Value = serde_json::from_str(&printed).expect("JSON");
        assert_eq!(value["schema"], 1, "{args:?}");
    }
    let cards = home.json(&["cards", "--json"]);
    assert!(cards.as_array().is_some_and(|cards| cards.len() > 60));
    let keys = [
        "id",
        "deck",
        "kind",
        "level",
        "topic",
        "weight",
        "question",
        "answer",
        "explanation",
        "options",
        "from",
    ];
    for card in cards.as_array().expect("an array") {
        for key in keys {
            assert!(card.get(key).is_some(), "{key} in {card}");
        }
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let home = studied();
    let mut child = home
        .command(&["cards"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_a_report_is_an_error_with_a_message() {
    for args in [["cards"].as_slice(), &["help"], &["study", "--help"]] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("Linux has it");
        let output = studied()
            .command(args)
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .and_then(std::process::Child::wait_with_output)
            .expect("it ends");
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(
            text(&output.stderr).contains("No space left"),
            "{args:?}: {}",
            text(&output.stderr)
        );
    }
}

#[test]
fn no_escape_leaves_where_none_is_wanted() {
    let home = studied();
    for args in REPORTS {
        assert!(!home.ok(args).contains('\u{1b}'), "{args:?} into a pipe");
        for (name, value) in [
            ("NO_COLOR", "1"),
            ("TERM", "dumb"),
            ("NODEQUIZ_COLOR", "never"),
        ] {
            let home = studied().with(name, value);
            let mut terminal = home.terminal(args, SIZE);
            assert_eq!(terminal.wait(), End::Code(0), "{args:?}");
            assert!(
                !terminal.written().contains('\u{1b}'),
                "{args:?} with {name}={value}"
            );
        }
    }
    let colored = home.run(&["stats", "--color", "always"]);
    assert!(
        text(&colored.stdout).contains('\u{1b}'),
        "--color always colours a pipe"
    );
}

#[test]
fn help_obeys_the_same_colours_as_reports() {
    let has_color = |home: &Home, args: &[&str]| home.ok(args).contains('\u{1b}');
    let home = Home::new();
    assert!(!has_color(&home, &["--help"]), "into a pipe");
    assert!(has_color(&home, &["--help", "--color", "always"]));
    let forced = home.with("FORCE_COLOR", "1");
    assert!(has_color(&forced, &["--help"]));
    assert!(has_color(&forced, &["help", "study"]));
    assert!(!has_color(&forced, &["--help", "--color=never"]));
    let refused = forced.with("NO_COLOR", "1");
    assert!(!has_color(&refused, &["--help"]));
}

#[test]
fn a_session_without_colour_has_no_colour_and_on_a_dumb_terminal_no_escape_at_all() {
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb")] {
        let home = studied().with(name, value);
        let mut terminal = home.terminal(&["study", "mine"], SIZE);
        terminal.see("Question number 2?");
        terminal.press(" ");
        terminal.see("Answer number 2.");
        terminal.press("3");
        terminal.see("Question number 1?");
        terminal.press("q");
        assert_eq!(terminal.wait(), End::Code(0));
        let written = terminal.written();
        let color = written.split("\u{1b}[").skip(1).any(|rest| {
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';')
                .starts_with('m')
        });
        assert!(!color, "{name}: {written:?}");
        assert!(
            name == "NO_COLOR" || !written.contains('\u{1b}'),
            "{written:?}"
        );
    }
}

#[test]
fn nothing_is_written_in_the_home_directory_where_xdg_says_otherwise() {
    let home = Home::new();
    let variables = [
        ("XDG_DATA_HOME", "xd"),
        ("XDG_CONFIG_HOME", "xc"),
        ("XDG_STATE_HOME", "xs"),
        ("XDG_CACHE_HOME", "xk"),
    ];
    for args in [
        &["review", "runtime/single-threaded", "good"][..],
        &["stats"],
        &["config", "set", "fuzz", "false"],
        &["undo"],
    ] {
        let mut command = home.command(args);
        command.env_remove("NODEQUIZ_HOME");
        for (name, folder) in variables {
            command.env(name, home.path(folder));
        }
        let output = command.output().expect("it starts");
        assert!(
            output.status.success(),
            "{args:?}: {}",
            text(&output.stderr)
        );
    }
    assert!(
        !home.path("home").exists(),
        "the home directory was not even created"
    );
    assert!(home.path("xd/nodequiz/reviews").is_dir());
    assert!(home.path("xc/nodequiz/config.toml").is_file());
}

#[cfg(unix)]
#[test]
fn files_can_be_read_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = studied();
    home.ok(&["config", "set", "fuzz", "false"]);
    let mode = |path: &std::path::Path| {
        std::fs::metadata(path)
            .expect("it exists")
            .permissions()
            .mode()
            & 0o077
    };
    let reviews = home.path("data/reviews");
    let device = std::fs::read_dir(&reviews)
        .expect("a folder")
        .next()
        .expect("a device")
        .expect("it")
        .path();
    let month = std::fs::read_dir(&device)
        .expect("a folder")
        .next()
        .expect("a month")
        .expect("it")
        .path();
    for path in [
        reviews,
        device,
        month,
        home.path("data/schedule.json"),
        home.path("config/config.toml"),
        home.path("config"),
    ] {
        assert_eq!(mode(&path), 0, "{}", path.display());
    }
}

#[test]
fn a_flag_beats_the_environment_beats_the_file_beats_the_default() {
    let home = Home::new();
    home.recall_deck(200);
    let minutes = |home: &Home| home.json(&["due", "--json"])["minutes_left"].clone();
    assert_eq!(minutes(&home), 20, "the default");
    home.ok(&["config", "set", "minutes_per_day", "30"]);
    assert_eq!(minutes(&home), 30, "the file");
    let home = home
        .with("NODEQUIZ_MINUTES_PER_DAY", "40")
        .with("NODEQUIZ_NEW_PER_DAY", "200");
    assert_eq!(minutes(&home), 40, "the environment");
    // A new card takes forty seconds: one minute has room for two of them.
    let mut terminal = home.terminal(&["study", "mine", "--minutes", "1"], SIZE);
    terminal.see("1 of 2");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn completion_scripts_are_valid() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = home.ok(&["completions", shell]);
        assert!(script.contains("NODEQUIZ_COMPLETE"), "{shell}");
        if tools::has(shell, &format!("the syntax of the {shell} completions")) {
            let mut check = std::process::Command::new(shell)
                .arg("-n")
                .stdin(Stdio::piped())
                .spawn()
                .expect("the shell starts");
            check
                .stdin
                .take()
                .expect("a pipe")
                .write_all(script.as_bytes())
                .expect("it reads");
            assert!(check.wait().expect("it ends").success(), "{shell}");
        }
    }
}

#[test]
fn manual_pages_are_accepted_by_mandoc() {
    let home = Home::new();
    let pages: [&[&str]; 4] = [
        &["man"],
        &["man", "study"],
        &["man", "decks"],
        &["man", "config"],
    ];
    for args in pages {
        let page = home.ok(args);
        assert!(page.contains(".SH NAME"), "{page}");
        if tools::has("mandoc", "the manual pages") {
            let mut check = std::process::Command::new("mandoc")
                .args(["-T", "lint", "-W", "warning"])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .expect("mandoc starts");
            check
                .stdin
                .take()
                .expect("a pipe")
                .write_all(page.as_bytes())
                .expect("it reads");
            let output = check.wait_with_output().expect("it ends");
            assert!(
                output.status.success(),
                "{args:?}: {}",
                text(&output.stdout)
            );
        }
    }
}

#[test]
fn nothing_overflows_at_40_or_200_columns() {
    for columns in [40, 200] {
        let home = studied();
        for args in REPORTS {
            let mut terminal = home.terminal(args, (columns, 50));
            assert_eq!(terminal.wait(), End::Code(0));
            for line in terminal.written().lines() {
                let shown = nodequiz::terminal::text::width(&strip(line));
                // A path is printed whole, for programs.
                let whole = args == ["config", "path"];
                assert!(
                    shown <= usize::from(columns) || whole,
                    "{args:?} at {columns}: {line:?}"
                );
            }
        }
    }
}

/// A line without its colours.
fn strip(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line.trim_end_matches('\r');
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        shown.push_str(before);
        rest = after
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == ';')
            .get(1..)
            .unwrap_or("");
    }
    shown + rest
}

#[test]
fn nodequiz_alone_shows_today_and_a_menu_and_prints_help_elsewhere() {
    let home = studied();
    assert!(home.ok(&[]).contains("Usage:"), "outside of a terminal");
    let home = home.with("NO_COLOR", "1");
    let mut terminal = home.terminal(&[], SIZE);
    terminal.see("What now?");
    assert!(
        !terminal.screen().contains("What now?:"),
        "{}",
        terminal.screen()
    );
    terminal.see("1 due");
    terminal.press_key(&nodequiz::terminal::Key::Esc);
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
    let mut terminal = home.terminal(&[], SIZE);
    terminal.see("What now?");
    terminal.press_key(&nodequiz::terminal::Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    terminal.assert_restored();
    let mut terminal = home.terminal(&[], SIZE);
    terminal.see("What now?");
    terminal.press_key(&nodequiz::terminal::Key::Down);
    terminal.press_key(&nodequiz::terminal::Key::Down);
    terminal.press_key(&nodequiz::terminal::Key::Enter);
    terminal.see("mine");
    terminal.see("Weakest topic");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn while_study_is_paused_nothing_is_due() {
    let home = studied();
    home.ok(&["pause", "3d"]);
    assert_eq!(home.ok(&["due", "--short"]), "");
    let due = home.ok(&["due"]);
    assert!(
        due.starts_with("Paused until 23 November 2026: nothing is due before."),
        "{due}"
    );
    assert_eq!(due.lines().count(), 2, "{due}");
    home.ok(&["pause", "off"]);
    assert!(home.ok(&["due"]).starts_with("1 due, "));
}
