//! A git remote to sync through: a bare repository in its own folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::home::{Home, text};

pub(crate) struct Remote {
    folder: TempDir,
}

impl Remote {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let remote = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        git(
            remote.folder.path(),
            &["init", "--quiet", "--bare", "data.git"],
        );
        remote
    }

    /// The bare repository.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("data.git")
    }

    pub(crate) fn address(&self) -> String {
        self.path().to_string_lossy().into_owned()
    }

    /// A file beside the repository.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Lets this script decide whether a push is accepted.
    pub(crate) fn guarded_by(&self, script: &str) {
        script_at(&self.path().join("hooks/pre-receive"), script);
    }
}

/// Writes a shell script that can be run.
pub(crate) fn script_at(path: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, format!("#!/bin/sh\n{script}\n")).expect("a script");
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(path, mode).expect("a mode");
}

/// Runs git without any user settings; returns what it printed.
pub(crate) fn git(folder: &Path, args: &[&str]) -> String {
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
    let output = Command::new("git")
        .args(who)
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git starts");
    let errors = text(&output.stderr);
    assert!(output.status.success(), "git {args:?}: {errors}");
    text(&output.stdout)
}

/// A home with the deck `mine` of five cards.
pub(crate) fn learner() -> Home {
    let home = Home::new();
    home.recall_deck(5);
    home
}

/// A home that has joined a remote.
pub(crate) fn joined(remote: &Remote) -> Home {
    let home = Home::new();
    home.ok(&["sync", "init", &remote.address()]);
    home
}

/// Runs a command that has to fail with exit code 1; returns its message.
pub(crate) fn refused(home: &Home, args: &[&str]) -> String {
    let output = home.run(args);
    let printed = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{args:?}: {printed}");
    printed
}

/// What a home shows of its schedule.
pub(crate) fn shown(home: &Home) -> [Value; 3] {
    [
        home.json(&["due", "--json"]),
        home.json(&["stats", "--json"]),
        home.json(&["cards", "mine", "--json"]),
    ]
}

/// The ids of all events, sorted; each as often as it is there.
pub(crate) fn events(home: &Home) -> Vec<String> {
    let mut ids: Vec<String> = home
        .journal()
        .iter()
        .map(|line| line["id"].as_str().expect("an id").to_owned())
        .collect();
    ids.sort();
    ids
}
