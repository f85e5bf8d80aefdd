//! Programs of the learner, as given in settings and environment (`code --wait`, `'/my apps/ed' -x`): the editor, opened
//! at a line; the browser, for addresses; the program for images; the pager. And the path of this program.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::system::alone;
use crate::exchange::{Picture, decoded_address};

/// What the files of programs end in.
const ENDINGS: &[&str] = if cfg!(windows) {
    &[".exe", ".cmd", ".bat"]
} else {
    &[]
};

/// A file in the folders of a search path.
fn found(path: &OsStr, name: &str) -> Option<PathBuf> {
    let mut places = std::env::split_paths(path).map(|folder| folder.join(name));
    places.find(|file| file.is_file())
}

/// Whether a program is in the folders of a search path.
fn is_installed(path: &OsStr, name: &str) -> bool {
    let endings = ENDINGS.iter().copied().chain([""]);
    let mut names = endings.map(|ending| format!("{name}{ending}"));
    names.any(|name| found(path, &name).is_some())
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
            .find_map(|ending| found(&path, &format!("{}{ending}", self.name)));
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
pub(super) fn editor(setting: &str) -> Result<Program, EditorError> {
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
pub(super) fn open_in_editor(
    editor: &Program,
    file: &Path,
    line: usize,
) -> Result<(), EditorError> {
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

/// How long to wait for an opener to fail; one that is still running by then has succeeded.
const PATIENCE: Duration = Duration::from_millis(800);

const INTERVAL: Duration = Duration::from_millis(20);

/// An address that was not opened. The message names it, so that it can be opened by hand.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotOpened {
    #[error("`{0}` is not a web address, so it is not opened")]
    NotWeb(String),
    #[error("the image {} cannot be opened: {error}", path.display())]
    NoImage { path: PathBuf, error: io::Error },
    #[error("{} is not opened, since only images are: {}", path.display(), endings())]
    NotAnImage { path: PathBuf },
    #[error("no browser is known; open it by hand: {0}")]
    NoBrowser(String),
    #[error(transparent)]
    NotStarted(#[from] NotStarted),
    #[error("`{program}` failed ({status}); {advice}")]
    Failed {
        program: String,
        status: ExitStatus,
        advice: String,
    },
}

/// Opens an address with `BROWSER`, else with the opener of the desktop.
///
/// The `opener` crate does less: it takes no arguments in `BROWSER`, does not notice an opener that
/// fails, and depends on `url` with twenty crates.
pub(super) fn open_address(address: &str) -> Result<(), NotOpened> {
    if !(address.starts_with("https://") || address.starts_with("http://")) {
        return Err(NotOpened::NotWeb(address.to_owned()));
    }
    open_any(OsStr::new(address))
}

/// Opens an image that a deck names: an address of the web, or a file below the first of these folders that has it.
pub(super) fn open_image(folders: &[PathBuf], address: &str) -> Result<(), NotOpened> {
    let not_web = match open_address(address) {
        Err(error @ NotOpened::NotWeb(_)) => error,
        opened => return opened,
    };
    let mut found = folders.iter().map(|folder| image(folder, address));
    let mut first = found.next().unwrap_or(Err(not_web));
    if first.is_err()
        && let Some(other) = found.find(Result::is_ok)
    {
        first = other;
    }
    open_any(first?.as_os_str())
}

fn endings() -> String {
    Picture::endings().collect::<Vec<_>>().join(", ")
}

/// The file of an image. Where no file has the name as it is written, `%20` in it is a space, and so on.
fn image(folder: &Path, address: &str) -> Result<PathBuf, NotOpened> {
    let path = folder.join(address);
    let decoded = decoded_address(address);
    // Two slashes or backslashes name another computer, to which Windows would send the learner's name.
    let names_computer = |address: &str| {
        let start = address.get(..2);
        start.is_some_and(|start| start.bytes().all(|byte| matches!(byte, b'/' | b'\\')))
    };
    let elsewhere = names_computer(address) || names_computer(&decoded);
    // A deck may name any file, programs included.
    let is_image = |path: &Path| Picture::is_one(&path.to_string_lossy());
    if elsewhere || !is_image(&path) {
        return Err(NotOpened::NotAnImage { path });
    }
    // A link may have the name of an image and lead to a program.
    let found = fs::canonicalize(&path)
        .or_else(|error| fs::canonicalize(folder.join(&decoded)).map_err(|_| error));
    match found {
        Ok(file) if is_image(&file) && file.is_file() => Ok(file),
        Ok(file) => Err(NotOpened::NotAnImage { path: file }),
        Err(error) => Err(NotOpened::NoImage { path, error }),
    }
}

/// Opens an address or the file at a path.
fn open_any(address: &OsStr) -> Result<(), NotOpened> {
    let shown = address.to_string_lossy().into_owned();
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        // `explorer` reports a failure whatever happens.
        "rundll32 url.dll,FileProtocolHandler"
    } else {
        "xdg-open"
    };
    let chosen = std::env::var("BROWSER").ok();
    let program = chosen
        .and_then(|command| Program::parse(&command))
        .or_else(|| Program::parse(opener))
        .ok_or_else(|| NotOpened::NoBrowser(shown.clone()))?;
    let advice = format!("set BROWSER, or open it by hand: {shown}");
    let mut child = alone(program.command().arg(address))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| program.not_started(error, &advice))?;
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                return Err(NotOpened::Failed {
                    program: program.name,
                    status,
                    advice,
                });
            }
            Ok(None) => thread::sleep(INTERVAL),
            Err(_) => break,
        }
    }
    // It is the browser itself; it has to be waited for.
    thread::spawn(move || child.wait());
    Ok(())
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
        assert_eq!(editor("ed -x").expect("an editor").name, "ed");
        let broken = editor("'ed");
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
            open_in_editor(&editor, Path::new("f.md"), 1)
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

    #[test]
    fn only_web_addresses_are_opened() {
        for address in ["file:///etc/passwd", "--help", "javascript:alert(1)"] {
            assert!(open_address(address).is_err(), "{address}");
        }
    }

    #[test]
    fn only_images_are_opened_and_links_do_not_make_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let here = folder.path();
        for name in ["a b.PNG", "run.sh", "evil.desktop"] {
            fs::write(here.join(name), "x").expect("a file");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(here.join("evil.desktop"), here.join("link.png"))
            .expect("a link");
        let found = |name: &str| image(here, name).is_ok();
        assert!(found("a b.PNG") && found("a%20b.PNG") && found("./a%20b.PNG"));
        for none in [
            "run.sh",
            "evil.desktop",
            "link.png",
            "none.png",
            "//host/share/a.png",
            "",
            "%",
            "a.png%00",
            "javascript:alert(1).png",
        ] {
            assert!(!found(none), "{none}");
        }
    }
}
