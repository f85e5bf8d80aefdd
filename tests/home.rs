//! A learner's home to run commands in.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

#[cfg(unix)]
use crate::pty::{Terminal, TerminalSize};

/// A folder that holds everything of one learner.
pub(crate) struct Home {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// The text of a command's output.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

impl Home {
    /// An empty home on the morning of 20 November 2026, without fuzz, at one retention, with at
    /// most eight new cards a day.
    pub(crate) fn new() -> Self {
        let home = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            environment: Vec::new(),
        };
        home.at("2026-11-20T09:00:00+01:00")
            .with("NODEQUIZ_FUZZ", "false")
            .with("NODEQUIZ_NEW_PER_DAY", "8")
            .with("NODEQUIZ_RETENTION", "0.9")
            .with("NODEQUIZ_SEED", "1")
    }

    /// The same home with a variable in the environment.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same home at another time.
    pub(crate) fn at(self, time: &str) -> Self {
        self.with("NODEQUIZ_NOW", time)
    }

    /// A file of the home.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    /// Writes a file of the home.
    pub(crate) fn write(&self, inside: &str, text: &str) {
        let path = self.path(inside);
        fs::create_dir_all(path.parent().expect("inside the home")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Writes the deck `mine` with this many recall cards, asked in their order.
    pub(crate) fn recall_deck(&self, cards: usize) {
        let mut deck = "# Mine {#mine}\n".to_owned();
        for card in 0..cards {
            let _ = write!(
                deck,
                "\n## Question number {card}? {{#c{card}}}\n\nAnswer number {card}.\n"
            );
        }
        self.write("data/decks/mine.md", &deck);
    }

    /// The command, ready to be run outside of a terminal.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        self.command_of(env!("CARGO_BIN_EXE_nodequiz").as_ref(), args)
    }

    /// Another program's command, in the environment of this home.
    pub(crate) fn command_of(&self, program: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command
            .args(args)
            .env_clear()
            .current_dir(self.folder.path());
        // Without the folder of the system, programs of Windows find no random numbers.
        for name in ["PATH", "SYSTEMROOT"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("HOME", self.path("home"));
        command.env("NODEQUIZ_HOME", self.folder.path());
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        command
    }

    /// Runs a command outside of a terminal.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program starts")
    }

    /// Runs a command that has to succeed without output on standard error; returns what it
    /// printed.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let error = text(&output.stderr);
        assert!(
            output.status.success() && error.is_empty(),
            "{args:?}: {error}"
        );
        text(&output.stdout)
    }

    /// Runs a command with `--json`; returns what it printed.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let printed = self.ok(args);
        serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
    }

    /// Runs a command in a terminal.
    #[cfg(unix)]
    pub(crate) fn terminal(&self, args: &[&str], size: TerminalSize) -> Terminal {
        self.terminal_of(env!("CARGO_BIN_EXE_nodequiz").as_ref(), args, size)
    }

    /// Runs another program in a terminal, in the environment of this home.
    #[cfg(unix)]
    pub(crate) fn terminal_of(
        &self,
        program: &Path,
        args: &[&str],
        size: TerminalSize,
    ) -> Terminal {
        let folder = self.folder.path().to_string_lossy().into_owned();
        let mut environment: Vec<(&str, &str)> = vec![("NODEQUIZ_HOME", &folder)];
        environment.extend(
            self.environment
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        Terminal::run(program, args, size, &environment)
    }

    /// Every line of the journal, in the order of the files' names.
    pub(crate) fn journal(&self) -> Vec<Value> {
        let mut files = Vec::new();
        collect(&self.path("data/reviews"), &mut files);
        files.sort();
        files
            .iter()
            .flat_map(|file| {
                let text = fs::read_to_string(file).expect("a journal");
                text.lines()
                    .map(|line| serde_json::from_str(line).expect("a line of JSON"))
                    .collect::<Vec<Value>>()
            })
            .collect()
    }

    /// The reviews of the journal as "card grade".
    pub(crate) fn reviews(&self) -> Vec<String> {
        self.journal()
            .iter()
            .filter(|line| line["event"] == "review")
            .map(|line| {
                let word = |key: &str| line[key].as_str().expect("a word").to_owned();
                format!("{} {}", word("card"), word("grade"))
            })
            .collect()
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
