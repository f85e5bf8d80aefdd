//! The learner's editor, opened at a line.

use std::ffi::OsStr;
use std::path::Path;

use super::program::{NotStarted, Program, is_installed};

/// The editor could not do its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum EditorError {
    /// No editor is configured.
    #[error(
        "no editor was found; install nano or vim, set VISUAL or EDITOR, or: nodequiz config set editor \"vim\""
    )]
    Unknown,
    /// The setting or variable is not a command.
    #[error("the editor `{0}` is not a command: a quote is not closed; correct it")]
    NoCommand(String),
    /// It did not start.
    #[error("the editor {0}")]
    NotStarted(#[from] NotStarted),
    /// It reported a failure.
    #[error("the editor `{0}` ended with an error ({1}); what it saved counts")]
    Failed(String, String),
}

/// Editors to look for if none is configured, the system's default first.
const USUAL: &[&str] = if cfg!(windows) {
    &["code", "nano", "vim", "notepad"]
} else {
    &["sensible-editor", "nano", "vim", "vi"]
};

/// The editor's command: the setting, else `VISUAL`, else `EDITOR`, else a common one that is
/// installed.
pub(super) fn find(setting: &str) -> Result<Program, EditorError> {
    let variable = |name: &str| std::env::var(name).ok();
    let named = [
        Some(setting.to_owned()),
        variable("VISUAL"),
        variable("EDITOR"),
    ];
    let named = named.into_iter().flatten();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let command = named
        .filter(|command| !command.trim().is_empty())
        .chain(usual(&path).map(str::to_owned))
        .next()
        .ok_or(EditorError::Unknown)?;
    Program::parse(&command).ok_or(EditorError::NoCommand(command))
}

/// The first of the common editors in the folders of a search path.
fn usual(path: &OsStr) -> Option<&'static str> {
    USUAL.iter().copied().find(|name| is_installed(path, name))
}

/// Opens a file at a line and waits until the editor exits; it has the terminal until then.
pub(super) fn open(editor: &Program, file: &Path, line: usize) -> Result<(), EditorError> {
    let advice = "see `nodequiz config` and VISUAL";
    let status = editor
        .command()
        .args(place(editor, &file.to_string_lossy(), line))
        .status()
        .map_err(|error| editor.not_started(error, advice))?;
    if status.success() {
        Ok(())
    } else {
        let name = editor.base().to_owned();
        Err(EditorError::Failed(name, status.to_string()))
    }
}

/// The arguments that open a file at a line in each known editor; for others, only the file.
fn place(editor: &Program, file: &str, line: usize) -> Vec<String> {
    let has = |flags: &[&str]| editor.args.iter().any(|arg| flags.contains(&arg.as_str()));
    let plus = || vec![format!("+{line}"), file.to_owned()];
    // These open their own windows and return at once unless asked to wait.
    let waiting = |flag: &str| {
        let wait = (!has(&["--wait", "-w"])).then(|| "--wait".to_owned());
        let flag = (!flag.is_empty()).then(|| flag.to_owned());
        let place = format!("{file}:{line}");
        wait.into_iter().chain(flag).chain([place]).collect()
    };
    match editor.base() {
        "vi" | "vim" | "nvim" | "view" | "vim.basic" | "vim.tiny" | "nano" | "emacs"
        | "emacsclient" | "kak" | "micro" | "hx" | "helix" | "joe" | "mg" => plus(),
        "code" | "codium" | "code-insiders" | "cursor" => waiting("--goto"),
        "subl" | "zed" | "zeditor" => waiting(""),
        _ => vec![file.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_editor_gets_the_line_in_its_own_syntax() {
        let cases: [(&str, &[&str]); 8] = [
            ("vim", &["+7", "f.md"]),
            ("/usr/bin/nvim -u NONE", &["+7", "f.md"]),
            ("nano", &["+7", "f.md"]),
            ("hx", &["+7", "f.md"]),
            ("code", &["--wait", "--goto", "f.md:7"]),
            ("code -w", &["--goto", "f.md:7"]),
            ("subl --wait", &["f.md:7"]),
            ("my-own-editor", &["f.md"]),
        ];
        for (command, expected) in cases {
            let editor = Program::parse(command).expect("a command");
            assert_eq!(place(&editor, "f.md", 7), expected, "{command}");
        }
    }

    #[test]
    fn the_setting_comes_first_and_has_to_be_a_command() {
        assert_eq!(find("ed -x").expect("an editor").name, "ed");
        let broken = find("'ed");
        assert!(matches!(broken, Err(EditorError::NoCommand(command)) if command == "'ed"));
    }

    // Windows has none of these.
    #[cfg(unix)]
    #[test]
    fn an_installed_editor_is_used_if_none_is_configured() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().as_os_str();
        assert_eq!(usual(path), None);
        for (name, found) in [("vi", "vi"), ("nano", "nano"), ("vim", "nano")] {
            std::fs::write(folder.path().join(name), "").expect("a file");
            assert_eq!(usual(path), Some(found));
        }
    }

    // `false` is a program of POSIX.
    #[cfg(unix)]
    #[test]
    fn an_editor_that_is_missing_or_fails_is_named() {
        let open = |command: &str| {
            let editor = Program::parse(command).expect("a command");
            open(&editor, Path::new("f.md"), 1)
                .expect_err("it fails")
                .to_string()
        };
        let missing = open("/no/such/editor");
        assert!(
            missing.starts_with("the editor `/no/such/editor` was not found"),
            "{missing}"
        );
        assert!(open("false").starts_with("the editor `false` ended with an error"));
    }
}
