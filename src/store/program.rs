//! Programs: this one, and others as given in settings and environment: `code --wait`, `'/my
//! apps/ed' -x`.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use signal_hook::consts::SIGXFSZ;
use std::{fmt, io};

/// A program with its leading arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Program {
    /// The program, looked up in `PATH` if it has no slash.
    pub(super) name: String,
    /// Its first arguments.
    pub(super) args: Vec<String>,
}

impl Program {
    /// Splits a command into words as a shell does. Nothing is expanded, and no shell is started. `None` if
    /// there is no word or a quote is not closed.
    pub(super) fn parse(command: &str) -> Option<Self> {
        let mut words = shell_words::split(command).ok()?.into_iter();
        Some(Self {
            name: words.next()?,
            args: words.collect(),
        })
    }

    /// The last part of its name: `vim` of `/usr/bin/vim`.
    pub(super) fn base(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }

    /// The program, ready to be started.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.name);
        command.args(&self.args);
        command
    }

    /// The error of a program that did not start, with what to do about it.
    pub(super) fn not_started(&self, cause: io::Error, advice: &str) -> NotStarted {
        NotStarted {
            program: self.name.clone(),
            cause,
            advice: advice.to_owned(),
        }
    }
}

/// A program that could not be started.
#[derive(Debug)]
pub(super) struct NotStarted {
    program: String,
    cause: io::Error,
    advice: String,
}

impl std::error::Error for NotStarted {}

impl fmt::Display for NotStarted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            program,
            cause,
            advice,
        } = self;
        if cause.kind() == io::ErrorKind::NotFound {
            write!(f, "`{program}` was not found; {advice}")
        } else {
            write!(f, "`{program}` did not start: {cause}; {advice}")
        }
    }
}

/// The path of this program, for whatever starts it later.
pub fn program() -> io::Result<PathBuf> {
    std::env::current_exe()
}

/// Makes a write beyond the file size limit (`ulimit -f`) fail like any other, so that it can be
/// reported. Without this the system kills the process. Programs started from here are not
/// affected.
pub fn outlive_a_file_limit() -> io::Result<()> {
    // The flag is not needed, but a handler has to exist.
    signal_hook::flag::register(SIGXFSZ, Arc::default()).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_as_a_shell_splits_it() {
        let cases: [(&str, Option<&[&str]>); 9] = [
            ("vim", Some(&["vim"])),
            ("  code   --wait ", Some(&["code", "--wait"])),
            ("'/my apps/ed' -x", Some(&["/my apps/ed", "-x"])),
            (r#""a \"b\"" c"#, Some(&[r#"a "b""#, "c"])),
            (r"a\ b", Some(&["a b"])),
            (r"'a\b'", Some(&[r"a\b"])),
            ("ed ''", Some(&["ed", ""])),
            ("ed 'open", None),
            ("ed; rm $HOME", Some(&["ed;", "rm", "$HOME"])),
        ];
        for (command, expected) in cases {
            let expected: Option<Vec<String>> =
                expected.map(|words| words.iter().map(|&word| word.to_owned()).collect());
            assert_eq!(shell_words::split(command).ok(), expected, "{command}");
        }
        assert_eq!(Program::parse("  "), None);
    }
}
