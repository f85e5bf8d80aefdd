//! Running the tests of a code card with the learner's `node`.
//!
//! They run in their own folder, without the environment of this program, with Node's permissions
//! for that folder only, for a few seconds at most, with limited output and memory; then everything
//! that was started is ended. `harness.mjs` runs the tests and records their results, so that what
//! the solution prints, or does to files and to `assert`, has no influence.

use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR, Path};
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::child::{self, End, Finished, Watch};
use super::node::{ADVICE, ENVIRONMENT, NodeError};
use super::program::Program;
use super::system::{Descendants, plain_path, signal_of};
use crate::question::{CodeTask, Permission};
use crate::session::{TestEnd, TestFailure, TestResult, TestRun};

/// How long the tests may run.
const LIMIT: Duration = Duration::from_secs(5);

/// How much of the output is kept.
const KEPT: usize = 64 * 1024;

/// How much memory all of its processes may take together, in bytes.
const MEMORY: u64 = 512 * 1024 * 1024;

/// How large the heap of JavaScript may grow, in megabytes.
const HEAP: u32 = 256;

/// The program that runs the tests.
const HARNESS: &str = include_str!("harness.mjs");

/// A release of Node.js.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeVersion {
    line: u32,
    minor: u32,
}

impl NodeVersion {
    /// The release that a command starts.
    pub(super) fn of(node: &str) -> Result<Self, NodeError> {
        let program = Program::parse(node).ok_or_else(|| NodeError::NoCommand(node.to_owned()))?;
        let mut command = program.command();
        command.arg("--version");
        let mut watch = Watch {
            limit: LIMIT,
            kept: KEPT,
            end_all: true,
            wanted: &mut || true,
        };
        let finished = child::run(&mut command, None, &mut watch)
            .map_err(|error| program.not_started(error, ADVICE))?;
        let said = String::from_utf8_lossy(&finished.output).trim().to_owned();
        Self::read(&said).ok_or_else(|| NodeError::NoNode(node.to_owned(), said))
    }

    fn read(said: &str) -> Option<Self> {
        let mut parts = said.strip_prefix('v')?.split('.');
        Some(Self {
            line: parts.next()?.parse().ok()?,
            minor: parts.next()?.parse().ok()?,
        })
    }

    /// Why it cannot run the tests of a task, if so.
    pub(super) fn refuses(self, task: &CodeTask) -> Option<String> {
        // Older ones have no permissions, or cannot run tests without a separate process.
        let able = match self.line {
            22 => self.minor >= 13,
            23 => self.minor >= 5,
            line => line > 23,
        };
        let strips_types = match self.line {
            22 => self.minor >= 18,
            23 => self.minor >= 6,
            line => line > 23,
        };
        let Self { line, minor } = self;
        let found = format!("your Node.js is {line}.{minor}");
        if !able {
            Some(format!(
                "{found}, and running the tests takes 22.13 or newer"
            ))
        } else if task.starter.language == "ts" && !strips_types {
            Some(format!(
                "{found}, and running TypeScript takes 22.18 or newer"
            ))
        } else if line < task.node {
            Some(format!(
                "{found}, and this card takes {} or newer",
                task.node
            ))
        } else {
            None
        }
    }

    /// The permissions of Node.js that a task gets for a folder.
    fn flags(self, task: &CodeTask, folder: &str) -> Vec<String> {
        let mut flags = vec![
            "--permission".to_owned(),
            format!("--allow-fs-read={folder}"),
            format!("--allow-fs-write={folder}"),
        ];
        for needs in &task.needs {
            match needs {
                Permission::Worker => flags.push("--allow-worker".to_owned()),
                Permission::Child => flags.push("--allow-child-process".to_owned()),
                // Before 25 there is no such flag, and the network is open.
                Permission::Net if self.line >= 25 => flags.push("--allow-net".to_owned()),
                Permission::Net => {}
            }
        }
        flags
    }
}

/// A line of what the harness wrote.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum HarnessLine {
    Test {
        name: String,
        nesting: u32,
        passed: bool,
        suite: bool,
        failure: Option<HarnessFailure>,
    },
    End {
        #[expect(dead_code, reason = "it says that the line is the last")]
        end: bool,
    },
}

#[derive(Debug, Deserialize)]
struct HarnessFailure {
    message: String,
    name: String,
    stack: String,
    generated: bool,
    expected: Option<String>,
    actual: Option<String>,
}

/// Runs a task's tests on a solution and waits for the end, as long as `wanted` returns true.
pub(super) fn run(
    node: &str,
    version: NodeVersion,
    task: &CodeTask,
    solution: &str,
    wanted: &mut dyn FnMut() -> bool,
) -> Result<TestRun, NodeError> {
    let program = Program::parse(node).ok_or_else(|| NodeError::NoCommand(node.to_owned()))?;
    let folder = tempfile::Builder::new()
        .prefix("nodequiz-")
        .tempdir()
        .map_err(NodeError::Folder)?;
    // Permissions are for the folder itself, not for a link to it.
    let path = folder.path().canonicalize().map_err(NodeError::Folder)?;
    let path = plain_path(path);
    let written = write_files(&path, task, solution);
    written.map_err(NodeError::Folder)?;
    let secret =
        uuid::Uuid::now_v7().simple().to_string() + &format!("{:016x}", rand::random::<u64>());
    let mut command = program.command();
    command
        .args(version.flags(task, &path.to_string_lossy()))
        .arg(format!("--max-old-space-size={HEAP}"))
        .arg("harness.mjs")
        .current_dir(&path)
        .env_clear()
        .env("TERM", "dumb")
        .env("NO_COLOR", "1")
        .env("NODE_NO_WARNINGS", "1");
    for name in ENVIRONMENT {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    let descendants = Descendants::watched();
    let mut too_much = false;
    let started = Instant::now();
    let finished = {
        let mut wanted = || {
            too_much = too_much || descendants.memory() > MEMORY;
            !too_much && wanted()
        };
        let mut watch = Watch {
            limit: LIMIT,
            kept: KEPT,
            end_all: true,
            wanted: &mut wanted,
        };
        child::run(&mut command, Some(secret.clone().into_bytes()), &mut watch)
    };
    let took = started.elapsed();
    descendants.end_detached();
    let finished = finished.map_err(|error| program.not_started(error, ADVICE))?;
    let results = fs::read_to_string(path.join("results")).unwrap_or_default();
    Ok(judged(
        task, &path, &secret, &results, &finished, too_much, took,
    ))
}

fn write_files(folder: &Path, task: &CodeTask, solution: &str) -> io::Result<()> {
    let test_file = task.test_file();
    let harness = serde_json::json!({
        "file": folder.join(&test_file),
        "folder": address(folder),
    });
    let files = [
        ("package.json", "{ \"type\": \"module\" }\n"),
        ("harness.mjs", HARNESS),
        ("harness.json", &harness.to_string()),
        (&test_file, &task.test.text),
        (&task.file(), solution),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}

/// The address of a folder, as stacks have it: `file:///tmp/x/`, `file:///C:/Temp/x/`.
fn address(folder: &Path) -> String {
    let path = folder.display().to_string().replace(MAIN_SEPARATOR, "/");
    format!("file:///{}/", path.trim_start_matches('/'))
}

/// The result of a run. It passed only if every test of the task ran and passed, none failed, the
/// harness reached its end, and the process exited normally.
fn judged(
    task: &CodeTask,
    folder: &Path,
    secret: &str,
    results: &str,
    finished: &Finished,
    too_much: bool,
    took: Duration,
) -> TestRun {
    let lines = results.lines().filter_map(|line| line.strip_prefix(secret));
    let lines: Vec<HarnessLine> = lines
        .filter_map(|line| serde_json::from_str(line.trim()).ok())
        .collect();
    let complete = matches!(lines.last(), Some(HarnessLine::End { .. }));
    let mut failure = None;
    let mut results: Vec<TestResult> = Vec::new();
    let mut not_loaded = false;
    let file = folder.join(task.test_file()).display().to_string();
    for line in lines {
        let HarnessLine::Test {
            name,
            nesting,
            passed,
            suite,
            failure: why,
        } = line
        else {
            continue;
        };
        let is_file = name == file;
        if let (Some(why), None, false) = (why, &failure, suite && nesting == 0) {
            failure = Some(TestFailure {
                test: (!is_file).then(|| name.clone()),
                message: message(&why),
                expected: why.expected,
                actual: why.actual,
            });
        }
        not_loaded |= is_file && !passed;
        if nesting == 0 && !is_file {
            results.push(TestResult {
                name,
                passed: Some(passed),
            });
        }
    }
    for name in task.test_names() {
        if !results.iter().any(|result| result.name == name) {
            results.push(TestResult { name, passed: None });
        }
    }
    let all_passed = results.iter().all(|result| result.passed == Some(true));
    let clean = matches!(finished.end, End::Exited(Some(status)) if status.success());
    let end = match finished.end {
        _ if too_much => TestEnd::TooMuchMemory,
        End::TooLong => TestEnd::TooLong(LIMIT.as_secs()),
        End::Stopped => TestEnd::Stopped,
        End::Exited(_) if complete && clean && all_passed && failure.is_none() => TestEnd::Passed,
        End::Exited(_) if not_loaded => TestEnd::NotLoaded,
        End::Exited(_) if complete && (!all_passed || failure.is_some()) => TestEnd::Failed,
        // Something failed outside the tests.
        End::Exited(Some(status)) if complete => TestEnd::Crashed(status.code().unwrap_or(0)),
        End::Exited(Some(status)) => match status.code() {
            Some(code) => TestEnd::LeftEarly(code),
            None if signal_of(status) == Some(6) => TestEnd::TooMuchMemory,
            None => TestEnd::Killed(signal_of(status).unwrap_or(0)),
        },
        End::Exited(None) => TestEnd::Killed(0),
    };
    let text = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes)
            .replace(&address(folder), "")
            .replace(&format!("{}{MAIN_SEPARATOR}", folder.display()), "")
    };
    TestRun {
        results,
        failure,
        output: text(&finished.output),
        errors: text(&finished.errors),
        cut: finished.cut,
        end,
        ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
    }
}

/// The description of an error: for an assertion that compares two values, the values, unless it
/// has its own message; for any other error, its name and where it comes from.
fn message(why: &HarnessFailure) -> String {
    if why.generated && why.expected.is_some() {
        return String::new();
    }
    if why.name == "AssertionError" {
        return why.message.clone();
    }
    let place = why
        .stack
        .lines()
        .find(|line| line.contains("solution.") && !line.contains("solution.test."));
    let said = match why.name.as_str() {
        "" => why.message.clone(),
        name => format!("{name}: {}", why.message),
    };
    match place {
        Some(place) => format!("{said}\n{}", place.trim()),
        None => said,
    }
}

#[cfg(test)]
#[expect(clippy::print_stderr, reason = "what a test did not check is results")]
mod tests {
    use super::*;
    use crate::question::{Code, OLDEST_NODE};

    fn task() -> CodeTask {
        let code = |text: &'static str| Code {
            language: "js".into(),
            text: text.to_owned().into(),
        };
        CodeTask {
            starter: code("export function one() {}\n"),
            test: code(
                "import { test } from 'node:test';\nimport assert from 'node:assert/strict';\n\
                 import { one } from './solution.js';\n\
                 test('gives one', () => assert.equal(one(), 1));\n\
                 test('gives one again', async () => assert.equal(await one(), 1));\n",
            ),
            solution: code("export const one = () => 1;\n"),
            minutes: 5,
            needs: vec![Permission::Child],
            node: OLDEST_NODE,
            without: Vec::new(),
        }
    }

    /// Runs the tests on a solution, if there is a `node`.
    fn ran(solution: &str) -> Option<TestRun> {
        let Ok(version) = NodeVersion::of("node") else {
            eprintln!("there is no node: nothing is run");
            return None;
        };
        if let Some(why) = version.refuses(&task()) {
            eprintln!("{why}: nothing is run");
            return None;
        }
        Some(run("node", version, &task(), solution, &mut || true).expect("it runs"))
    }

    fn end(solution: &str) -> Option<TestEnd> {
        let ran = ran(solution)?;
        eprintln!("{ran:?}");
        Some(ran.end)
    }

    /// Checks how runs end, if there is a `node`.
    fn ends(solution: &str, expected: TestEnd) {
        if let Some(end) = end(solution) {
            assert_eq!(end, expected, "{solution}");
        }
    }

    #[test]
    fn a_right_solution_passes_and_a_wrong_one_says_what_was_expected() {
        ends("export const one = () => 1;", TestEnd::Passed);
        let Some(wrong) = ran("let n = 0; console.log('hi'); export const one = () => ++n;") else {
            return;
        };
        assert_eq!(wrong.end, TestEnd::Failed);
        let passed: Vec<_> = wrong.results.iter().map(|result| result.passed).collect();
        assert_eq!(passed, [Some(true), Some(false)]);
        let failure = wrong.failure.expect("a failure");
        assert_eq!(failure.test.as_deref(), Some("gives one again"));
        assert_eq!(failure.expected.as_deref(), Some("1"));
        assert_eq!(failure.actual.as_deref(), Some("2"));
        assert_eq!(wrong.output, "hi\n");
    }

    #[test]
    fn no_trick_passes() {
        ends(
            "process.exit(0); export const one = 1;",
            TestEnd::LeftEarly(0),
        );
        ends(
            "export const one = () => process.exit(0);",
            TestEnd::LeftEarly(0),
        );
        let overwritten = "import fs from 'node:fs';
            for (const file of fs.readdirSync('.')) {
              if (file.includes('test') || file.includes('harness')) fs.writeFileSync(file, '');
            }
            export const one = () => 2;";
        ends(overwritten, TestEnd::Failed);
        let trick = "import fs from 'node:fs';
            const line = JSON.stringify({ name: 'gives one', nesting: 0, passed: true, suite: false });
            fs.writeFileSync('results', `${line}\\n{\"end\":true}\\n`);
            export const one = () => process.exit(0);";
        ends(trick, TestEnd::LeftEarly(0));
        let patched = "import assert from 'node:assert/strict';
            assert.equal = () => {};
            export const one = () => 2;";
        ends(patched, TestEnd::NotLoaded);
        let quietly = "import assert from 'node:assert/strict';
            try { assert.equal = () => {}; } catch {}
            export const one = () => 2;";
        ends(quietly, TestEnd::Failed);
        let late =
            "export const one = () => { setTimeout(() => { throw new Error('x'); }); return 1; };";
        assert_ne!(end(late), Some(TestEnd::Passed));
    }

    #[test]
    fn a_syntax_error_is_reported_with_its_message() {
        let Some(ran) = ran("export const one = () => {;\n") else {
            return;
        };
        assert_eq!(ran.end, TestEnd::NotLoaded);
        let message = ran.failure.expect("a failure").message;
        assert!(message.contains("SyntaxError"), "{message}");
    }

    #[test]
    fn what_takes_too_much_is_ended() {
        ends(
            "export const one = () => { const all = []; for (;;) all.push(Buffer.alloc(1 << 24, 1)); };",
            TestEnd::TooMuchMemory,
        );
        let Some(loud) = ran("console.log('x'.repeat(10_000_000)); export const one = () => 1;")
        else {
            return;
        };
        assert_eq!((loud.end, loud.cut), (TestEnd::Passed, true));
        assert_eq!(loud.output.len(), KEPT);
    }

    #[test]
    fn nothing_that_was_started_is_left() {
        let mark = format!("{}", 100_000 + std::process::id());
        let solution = format!(
            "import {{ spawn }} from 'node:child_process';
             spawn('sleep', ['{mark}'], {{ stdio: 'ignore' }}).unref();
             spawn('sleep', ['{mark}'], {{ stdio: 'ignore', detached: true }}).unref();
             export const one = () => 1;"
        );
        let Some(ran) = ran(&solution) else { return };
        assert_eq!(ran.end, TestEnd::Passed, "{ran:?}");
        let left = std::process::Command::new("ps")
            .args(["-A", "-o", "args="])
            .output();
        let left = String::from_utf8_lossy(&left.expect("ps").stdout).into_owned();
        assert!(!left.contains(&format!("sleep {mark}")), "{left}");
    }

    #[test]
    fn an_old_node_is_refused_with_a_reason() {
        let read = |said| NodeVersion::read(said).expect("a version");
        assert_eq!(NodeVersion::read("node 3"), None);
        let typed = CodeTask {
            starter: Code {
                language: "ts".into(),
                text: "".into(),
            },
            ..task()
        };
        let newer = CodeTask { node: 24, ..task() };
        let cases = [
            (
                "v20.19.0",
                task(),
                "your Node.js is 20.19, and running the tests takes 22.13 or newer",
            ),
            (
                "v22.14.0",
                typed.clone(),
                "your Node.js is 22.14, and running TypeScript takes 22.18 or newer",
            ),
            (
                "v22.20.0",
                newer,
                "your Node.js is 22.20, and this card takes 24 or newer",
            ),
        ];
        for (said, task, expected) in cases {
            assert_eq!(
                read(said).refuses(&task).as_deref(),
                Some(expected),
                "{said}"
            );
        }
        for said in ["v22.18.0", "v24.0.0", "v26.10.1"] {
            assert_eq!(read(said).refuses(&typed), None, "{said}");
        }
    }

    #[test]
    fn flags_follow_the_node_that_was_found() {
        let needs = CodeTask {
            needs: Permission::ALL.to_vec(),
            ..task()
        };
        let flags = |said| {
            NodeVersion::read(said)
                .expect("a version")
                .flags(&needs, "/f")
        };
        let before = ["--permission", "--allow-fs-read=/f", "--allow-fs-write=/f"];
        let needed = ["--allow-worker", "--allow-child-process"];
        assert_eq!(flags("v24.1.0"), [&before[..], &needed[..]].concat());
        assert!(flags("v26.1.0").contains(&"--allow-net".to_owned()));
    }
}
