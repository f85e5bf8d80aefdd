//! The release lines of Node.js that the decks cover, and running a program under one of them.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

/// The maintained release lines; what the decks teach holds for each of them.
const LINES: [u32; 3] = [22, 24, 26];

/// The variable that names the executables to use, separated by `:`. Without it, `node` is used.
const VARIABLE: &str = "NODEQUIZ_NODES";

/// How long a program may run.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often it is polled.
const GLANCE: Duration = Duration::from_millis(2);

/// A Node.js that is installed here.
pub(crate) struct Node {
    /// The number of its release line, as in Node 24.
    line: u32,
    program: PathBuf,
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Node {}", self.line)
    }
}

/// The region in which a program seems to run. What a card says holds everywhere.
#[derive(Debug)]
pub(crate) struct Region {
    time_zone: &'static str,
    locale: &'static str,
}

/// Time zones on both sides of UTC, and locales that write numbers and dates unlike English.
pub(crate) const REGIONS: [Region; 3] = [
    Region {
        time_zone: "UTC",
        locale: "C",
    },
    Region {
        time_zone: "Asia/Shanghai",
        locale: "zh_CN.UTF-8",
    },
    Region {
        time_zone: "America/New_York",
        locale: "de_DE.UTF-8",
    },
];

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TZ={} LC_ALL={}", self.time_zone, self.locale)
    }
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With an exit code.
    Code(i32),
    /// By a signal.
    Killed(i32),
    /// It exceeded its time.
    TooLong,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "exit code {code}"),
            Self::Killed(signal) => write!(f, "signal {signal}"),
            Self::TooLong => write!(f, "still running after {} s", PATIENCE.as_secs()),
        }
    }
}

impl From<ExitStatus> for End {
    fn from(status: ExitStatus) -> Self {
        match (status.code(), status.signal()) {
            (Some(code), _) => Self::Code(code),
            (None, signal) => Self::Killed(signal.unwrap_or_default()),
        }
    }
}

/// The result of a run.
pub(crate) struct Outcome {
    /// How the program ended.
    pub(crate) end: End,
    /// What it printed on standard output.
    pub(crate) printed: String,
    /// What it printed on standard error.
    pub(crate) complained: String,
}

/// The Nodes to check with. If there is none, that is printed on the real standard error, bypassing
/// the test harness, and the list is empty; if `CI` is set, the test fails unless all three release
/// lines are there.
pub(crate) fn nodes(checks: &str) -> &'static [Node] {
    static FOUND: OnceLock<Result<Vec<Node>, String>> = OnceLock::new();
    match FOUND.get_or_init(find) {
        Ok(nodes) => nodes,
        Err(why) => {
            let message = format!("NOT CHECKED: {checks}, because {why}\n");
            let _ = std::io::stderr().write_all(message.as_bytes());
            assert!(!in_ci() && env::var_os(VARIABLE).is_none(), "{message}");
            &[]
        }
    }
}

/// Whether this is the gate, which must not skip anything.
pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some()
}

fn find() -> Result<Vec<Node>, String> {
    let named = env::var_os(VARIABLE).unwrap_or_else(|| "node".into());
    let nodes = env::split_paths(&named)
        .map(|program| Node::at(&program))
        .collect::<Result<Vec<_>, _>>()?;
    let missing = LINES
        .iter()
        .find(|line| !nodes.iter().any(|node| node.line == **line));
    match missing {
        Some(line) if in_ci() => Err(format!(
            "Node {line} is not there: set {VARIABLE}=\"$(.ci/nodes)\""
        )),
        _ => Ok(nodes),
    }
}

impl Node {
    /// Asks an executable for its version and its real path: a version manager's shim would not run
    /// in the bare environment of a check.
    fn at(program: &Path) -> Result<Self, String> {
        let shown = program.display();
        let asked = Command::new(program)
            .args(["-p", "process.versions.node + '\\n' + process.execPath"])
            .output()
            .map_err(|error| format!("`{shown}` does not run: {error}"))?;
        let printed = String::from_utf8_lossy(&asked.stdout);
        let mut printed = printed.lines();
        let version = printed.next().unwrap_or_default();
        let line = version.split('.').next().and_then(|line| line.parse().ok());
        match (line, printed.next()) {
            (Some(line), _) if line < LINES[0] => Err(format!(
                "`{shown}` is Node {version}, older than {}",
                LINES[0]
            )),
            (Some(line), Some(place)) => Ok(Self {
                line,
                program: place.into(),
            }),
            _ => Err(format!("`{shown}` does not say which Node it is")),
        }
    }

    /// Writes a file into an empty folder and runs Node there, with the file as its last argument.
    /// The environment is empty but for `PATH`, which begins with this very Node, a folder for
    /// temporary files, and the region.
    pub(crate) fn run(
        &self,
        region: &Region,
        arguments: &[&OsStr],
        (name, text): (&str, &str),
    ) -> Outcome {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let here = folder.path().join("here");
        let scratch = folder.path().join("tmp");
        for folder in [&here, &scratch] {
            fs::create_dir(folder).expect("a folder");
        }
        let file = here.join(name);
        fs::write(&file, text).expect("a file");
        let [printed, complained] = ["printed", "complained"].map(|name| folder.path().join(name));
        // Files, not pipes: they need no reader, and children that keep them open do not delay
        // anything.
        let output = |path: &Path| Stdio::from(File::create(path).expect("a file"));
        let mut child = Command::new(&self.program)
            .args(arguments)
            .arg(&file)
            .current_dir(&here)
            .env_clear()
            .env("PATH", self.path())
            .env("TMPDIR", &scratch)
            .env("TZ", region.time_zone)
            .env("LC_ALL", region.locale)
            .stdin(Stdio::null())
            .stdout(output(&printed))
            .stderr(output(&complained))
            .process_group(0)
            .spawn()
            .expect("Node starts");
        let end = wait(&mut child);
        let text = |path| String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned();
        Outcome {
            end,
            printed: text(printed),
            complained: text(complained),
        }
    }

    /// `PATH`, with the folder of this Node first.
    fn path(&self) -> OsString {
        let own = self.program.parent().map(Path::to_path_buf);
        let inherited = env::var_os("PATH").unwrap_or_default();
        env::join_paths(own.into_iter().chain(env::split_paths(&inherited)))
            .expect("parts of a PATH make a PATH")
    }
}

/// Waits for the end; if it takes too long, kills the program and its children.
fn wait(child: &mut Child) -> End {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().expect("a child of this process") {
            return status.into();
        }
        thread::sleep(GLANCE);
    }
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    let _ = child.wait();
    End::TooLong
}
