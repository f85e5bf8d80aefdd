//! Other programs, as settings and environment name them: `code --wait`, `'/my apps/ed' -x`.

use std::io;
use std::process::Command;

/// A program with the arguments that always come first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Program {
    /// The program, looked up in `PATH` where it has no slash.
    pub(super) name: String,
    /// Its first arguments.
    pub(super) args: Vec<String>,
}

impl Program {
    /// Reads a command as a shell would, as far as words and quotes go; nothing is expanded, and no
    /// shell is asked. `None` where there is no word or a quote is not closed.
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

    /// Why it did not start, with what to do about it.
    pub(super) fn not_started(&self, error: &io::Error, advice: &str) -> String {
        if error.kind() == io::ErrorKind::NotFound {
            format!("`{}` was not found; {advice}", self.name)
        } else {
            format!("`{}` did not start: {error}; {advice}", self.name)
        }
    }
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
