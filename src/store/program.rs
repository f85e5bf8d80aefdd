//! Programs: this one, and others as given in settings and environment: `code --wait`, `'/my
//! apps/ed' -x`.

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What the files of programs end in.
const ENDINGS: &[&str] = if cfg!(windows) {
    &[".exe", ".cmd", ".bat"]
} else {
    &[]
};

/// A file in the folders of a search path.
fn find(path: &OsStr, name: &str) -> Option<PathBuf> {
    let mut places = std::env::split_paths(path).map(|folder| folder.join(name));
    places.find(|file| file.is_file())
}

/// Whether a program is in the folders of a search path.
pub(super) fn is_installed(path: &OsStr, name: &str) -> bool {
    let endings = ENDINGS.iter().copied().chain([""]);
    let mut names = endings.map(|ending| format!("{name}{ending}"));
    names.any(|name| find(path, &name).is_some())
}

/// A program with its leading arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Program {
    /// The program, looked up in `PATH` if it has no slash.
    pub(super) name: String,
    /// Its first arguments.
    pub(super) args: Vec<String>,
}

impl Program {
    /// Splits a command into words as a shell does. Nothing is expanded, and no shell is started. On Windows
    /// a `\` separates folders and quotes nothing. `None` if there is no word or a quote is not closed.
    pub(super) fn parse(command: &str) -> Option<Self> {
        let command = if cfg!(windows) {
            command.replace('\\', r"\\")
        } else {
            command.to_owned()
        };
        let mut words = shell_words::split(&command).ok()?.into_iter();
        Some(Self {
            name: words.next()?,
            args: words.collect(),
        })
    }

    /// The last part of its name: `vim` of `/usr/bin/vim`, and `code` of `C:\bin\code.cmd`.
    pub(super) fn base(&self) -> &str {
        let separators: &[char] = if cfg!(windows) { &['/', '\\'] } else { &['/'] };
        let base = self.name.rsplit(separators).next().unwrap_or(&self.name);
        let mut endings = ENDINGS
            .iter()
            .filter_map(|ending| base.strip_suffix(ending));
        endings.next().unwrap_or(base)
    }

    /// The program, ready to be started. The system itself looks up names without an ending as `.exe` only,
    /// and many editors are `.cmd` files.
    pub(super) fn command(&self) -> Command {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let found = ENDINGS
            .iter()
            .filter(|_| !self.name.contains(['/', '\\', '.']))
            .find_map(|ending| find(&path, &format!("{}{ending}", self.name)));
        let mut command = found.map_or_else(|| Command::new(&self.name), Command::new);
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
#[derive(Debug, thiserror::Error)]
#[error("`{program}` {}; {advice}", why(cause))]
pub(super) struct NotStarted {
    program: String,
    cause: io::Error,
    advice: String,
}

fn why(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "was not found".to_owned(),
        _ => format!("did not start: {cause}"),
    }
}

/// The path of this program, for whatever starts it later.
pub fn program() -> io::Result<PathBuf> {
    std::env::current_exe()
}

/// Shows a text with `PAGER`, else with `less`, which ends by itself where the text fits on the screen. `false` where
/// there is no pager, or none is wanted (`PAGER=cat`, `PAGER=`): then nothing was shown.
pub fn show_in_pager(text: &[u8]) -> io::Result<bool> {
    let chosen = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let Some(pager) = Program::parse(&chosen).filter(|pager| pager.base() != "cat") else {
        return Ok(false);
    };
    let mut command = pager.command();
    if std::env::var_os("LESS").is_none() {
        // Ends where all fits, shows colours, leaves the text on the screen.
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else {
        return Ok(false);
    };
    if let Some(mut pipe) = child.stdin.take() {
        // A pager that is left early reads no more.
        let _ = pipe.write_all(text);
    }
    child.wait()?;
    Ok(true)
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
