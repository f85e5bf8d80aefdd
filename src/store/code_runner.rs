//! Running the tests of a code card with the learner's `node`.
//!
//! They run in their own folder, without the environment of this program, with Node's permissions
//! for that folder only, for a few seconds at most, with limited output and memory; then everything
//! that was started is ended. `harness.mjs` runs the tests and records their results, so that what
//! the solution prints, or does to files and to modules of Node.js, has no influence.

use std::fs;
use std::io;
use std::path::{MAIN_SEPARATOR, Path};
use std::process::Command;
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::child::{self, End, Finished};
use super::node::{self, ADVICE, LIMIT, NodeError};
use super::program::Program;
use super::system::{Descendants, plain_path, signal_of};
use crate::question::{CodeTask, Permission};
use crate::session::{TestEnd, TestFailure, TestResult, TestRun};

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
        let program = node::program(node)?;
        let mut command = program.command();
        let mut always = || true;
        let mut watch = node::watch(&mut always);
        let finished = child::run(command.arg("--version"), None, &mut watch)
            .map_err(|error| program.not_started(error, ADVICE))?;
        let printed = String::from_utf8_lossy(&finished.output).trim().to_owned();
        Self::read(&printed).ok_or_else(|| NodeError::NoNode(node.to_owned(), printed))
    }

    fn read(printed: &str) -> Option<Self> {
        let mut parts = printed.strip_prefix('v')?.split('.');
        Some(Self {
            line: parts.next()?.parse().ok()?,
            minor: parts.next()?.parse().ok()?,
        })
    }

    /// Why it cannot run the tests of a task, if so.
    pub(super) fn refuses(self, task: &CodeTask) -> Option<String> {
        let is_from = |of_22: u32, of_23: u32| match self.line {
            22 => self.minor >= of_22,
            23 => self.minor >= of_23,
            line => line > 23,
        };
        let Self { line, minor } = self;
        // Older ones have no permissions, or cannot run tests without a separate process.
        let needed = if !is_from(13, 5) {
            "running the tests needs 22.13 or newer".to_owned()
        } else if task.starter.language == "ts" && !is_from(18, 6) {
            "running TypeScript takes 22.18 or newer".to_owned()
        } else if line < task.node {
            format!("this card takes {} or newer", task.node)
        } else {
            return None;
        };
        Some(format!("your Node.js is {line}.{minor}, and {needed}"))
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
    /// The last line.
    End {
        /// Whether nothing failed, in tests or outside of them.
        success: bool,
        /// The first error that no test caused.
        outside: Option<HarnessFailure>,
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
    let program = node::program(node)?;
    let folder = node::temporary_folder()?;
    // Permissions are for the folder itself, not for a link to it.
    let path = folder.path().canonicalize().map_err(NodeError::Folder)?;
    let path = plain_path(path);
    let written = write_files(&path, task, solution);
    written.map_err(NodeError::Folder)?;
    let secret =
        uuid::Uuid::now_v7().simple().to_string() + &format!("{:016x}", rand::random::<u64>());
    let mut command = command_in(&program, &path);
    command
        .args(version.flags(task, &path.to_string_lossy()))
        .arg(format!("--max-old-space-size={HEAP}"))
        .arg("harness.mjs");
    let descendants = Descendants::watched();
    let mut too_much = false;
    let started = Instant::now();
    let finished = {
        let mut wanted = || {
            too_much = too_much || descendants.memory() > MEMORY;
            !too_much && wanted()
        };
        let mut watch = node::watch(&mut wanted);
        child::run(&mut command, Some(secret.clone().into_bytes()), &mut watch)
    };
    let took = started.elapsed();
    descendants.end_detached();
    let finished = finished.map_err(|error| program.not_started(error, ADVICE))?;
    let results = fs::read(path.join("results")).unwrap_or_default();
    let results = String::from_utf8_lossy(&results);
    let mut run = judged(task, &path, &secret, &results, &finished, too_much, took);
    if let (TestEnd::NotLoaded, Some(failure)) = (run.end, &mut run.failure)
        && failure.message.starts_with("SyntaxError")
        && !failure.message.contains('\n')
        && let Some(place) = place_of_syntax_error(&program, task, &path)
    {
        failure.message = format!("{}\n{place}", failure.message);
    }
    Ok(run)
}

/// A command that runs the program in a folder, without Node's own warnings.
fn command_in(program: &Program, folder: &Path) -> Command {
    let mut command = node::command_in(program, folder);
    command.env("NODE_NO_WARNINGS", "1");
    command
}

/// Where a solution that cannot be parsed is wrong: `solution.js:3`, the line itself, and a mark below
/// it. The error that the tests get names no place in JavaScript, so Node.js is asked to check the file,
/// which does not run it.
fn place_of_syntax_error(program: &Program, task: &CodeTask, folder: &Path) -> Option<String> {
    let mut command = command_in(program, folder);
    command.arg("--check").arg(task.file());
    let mut always = || true;
    let finished = child::run(&mut command, None, &mut node::watch(&mut always)).ok()?;
    place(&without_folder(&finished.errors, folder), &task.file())
}

/// The place that an error's text names in a file: the line of a stack, or a line number with the line
/// itself and a mark below it.
fn place(text: &str, file: &str) -> Option<String> {
    let named = format!("{file}:");
    let mut lines = text.lines().skip_while(|line| !line.contains(&named));
    let first = lines.next()?.trim();
    if !first.starts_with(&named) {
        return Some(first.to_owned());
    }
    let quoted = lines.take_while(|line| !line.trim().is_empty());
    let quoted: Vec<&str> = [first].into_iter().chain(quoted).collect();
    Some(quoted.join("\n"))
}

/// What a program printed, without the folder in its paths.
fn without_folder(bytes: &[u8], folder: &Path) -> String {
    String::from_utf8_lossy(bytes)
        .replace(&address(folder), "")
        .replace(&format!("{}{MAIN_SEPARATOR}", folder.display()), "")
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

/// What the tests of a run came to.
#[derive(Debug, Default)]
struct Outcome {
    /// Each test in the order in which they ended, with how deep in suites and tests it is.
    tests: Vec<(u32, TestResult)>,
    failure: Option<TestFailure>,
    /// Whether any test or suite failed.
    failed: bool,
    /// Whether the file of tests, and with it the solution, could not be loaded.
    not_loaded: bool,
}

impl Outcome {
    /// Takes what came of a test, a suite, or the file of tests.
    fn take(&mut self, line: HarnessLine, task: &CodeTask, test_file: &str) {
        let HarnessLine::Test {
            name,
            nesting,
            passed,
            suite,
            failure,
        } = line
        else {
            return;
        };
        let is_file = name == test_file;
        self.failed |= !passed;
        self.not_loaded |= is_file && !passed;
        if let (Some(why), None) = (failure, &self.failure) {
            self.failure = Some(TestFailure {
                test: (!is_file).then(|| name.clone()),
                ..described(why, task)
            });
        }
        if suite {
            // Its tests stay in the list, in its place.
            let inside = self.tests.iter_mut().rev();
            for (depth, _) in inside.take_while(|(depth, _)| *depth > nesting) {
                *depth = nesting;
            }
        } else if !is_file {
            // The parts of a test are in it; they say why it failed.
            while self.tests.last().is_some_and(|(depth, _)| *depth > nesting) {
                self.tests.pop();
            }
            let passed = Some(passed);
            self.tests.push((nesting, TestResult { name, passed }));
        }
    }
}

/// The result of a run. It passed only if every test of the task ran and passed, nothing failed in or
/// outside of tests, the harness reached its end, and the process exited normally.
fn judged(
    task: &CodeTask,
    folder: &Path,
    secret: &str,
    results: &str,
    finished: &Finished,
    too_much: bool,
    took: Duration,
) -> TestRun {
    let read = |line: &str| serde_json::from_str::<HarnessLine>(line.trim()).ok();
    let trusted = results.lines().filter_map(|line| line.strip_prefix(secret));
    let mut lines: Vec<HarnessLine> = trusted.filter_map(read).collect();
    let end = if let Some(HarnessLine::End { success, outside }) = lines.pop() {
        Some((success, outside))
    } else {
        // It did not get to its end. What it wrote until then shows how far it came.
        lines = results.lines().filter_map(read).collect();
        None
    };
    let mut outcome = Outcome::default();
    let test_file = folder.join(task.test_file()).display().to_string();
    for line in lines {
        outcome.take(line, task, &test_file);
    }
    let no_test_ran = outcome.tests.is_empty() && !outcome.failed;
    let complete = end.is_some();
    let (success, outside) = end.unwrap_or_default();
    let outside = outside.map(|why| described(why, task));
    let endless = (complete && no_test_ran).then(|| TestFailure {
        test: None,
        message: "An `await` outside of functions does not end.".to_owned(),
        expected: None,
        actual: None,
    });
    let failure = outcome.failure.or(outside).or(endless);
    let mut results: Vec<TestResult> = outcome.tests.into_iter().map(|(_, test)| test).collect();
    for name in task.test_names() {
        if !results.iter().any(|result| result.name == name) {
            results.push(TestResult { name, passed: None });
        }
    }
    let all_passed = results.iter().all(|result| result.passed == Some(true)) && !outcome.failed;
    let clean = matches!(finished.end, End::Exited(Some(status)) if status.success());
    let end = match finished.end {
        _ if too_much => TestEnd::TooMuchMemory,
        End::TooLong => TestEnd::TooLong(LIMIT.as_secs()),
        End::Stopped => TestEnd::Stopped,
        End::Exited(_) if complete && clean && success && all_passed => TestEnd::Passed,
        End::Exited(_) if outcome.not_loaded || complete && no_test_ran => TestEnd::NotLoaded,
        End::Exited(_) if complete && !all_passed => TestEnd::Failed,
        End::Exited(_) if complete => TestEnd::FailedOutside,
        End::Exited(Some(status)) => match status.code() {
            Some(code) => TestEnd::LeftEarly(code),
            None if signal_of(status) == Some(6) => TestEnd::TooMuchMemory,
            None => TestEnd::Killed(signal_of(status).unwrap_or(0)),
        },
        End::Exited(None) => TestEnd::Killed(0),
    };
    TestRun {
        results,
        failure,
        output: without_folder(&finished.output, folder),
        errors: without_folder(&finished.errors, folder),
        cut: finished.cut,
        end,
        ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
    }
}

/// An error of no test in particular.
fn described(why: HarnessFailure, task: &CodeTask) -> TestFailure {
    TestFailure {
        test: None,
        message: message(&why, &task.file()),
        expected: why.expected,
        actual: why.actual,
    }
}

/// The description of an error: for an assertion that compares two values, the values, unless it
/// has its own message; for any other error, its name and where in the solution it comes from.
fn message(why: &HarnessFailure, file: &str) -> String {
    if why.generated && why.expected.is_some() {
        return String::new();
    }
    if why.name == "AssertionError" {
        return why.message.clone();
    }
    let message = match why.name.as_str() {
        "" => why.message.clone(),
        name => format!("{name}: {}", why.message),
    };
    match place(&why.stack, file) {
        Some(place) => format!("{message}\n{place}"),
        None => message,
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

    /// Prints that nothing is run here on the real standard error, bypassing the test harness.
    fn not_checked(why: &str) {
        let message = format!("NOT CHECKED: how code is run, because {why}\n");
        let _ = std::io::Write::write_all(&mut std::io::stderr(), message.as_bytes());
    }

    /// Runs the tests on a solution, if there is a `node`.
    fn ran(solution: &str) -> Option<TestRun> {
        let Ok(version) = NodeVersion::of("node") else {
            not_checked("there is no `node`");
            return None;
        };
        if let Some(why) = version.refuses(&task()) {
            not_checked(&why);
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
        let skipping = "import { AsyncResource } from 'node:async_hooks';
            const { runInAsyncScope } = AsyncResource.prototype;
            try {
              AsyncResource.prototype.runInAsyncScope = function (run, ...rest) {
                if (!String(run).includes('assert')) return runInAsyncScope.call(this, run, ...rest);
              };
            } catch {}
            export const one = () => 2;";
        ends(skipping, TestEnd::Failed);
        let quietly = "import assert from 'node:assert/strict';
            try { assert.equal = () => {}; } catch {}
            export const one = () => 2;";
        ends(quietly, TestEnd::Failed);
    }

    #[test]
    fn what_fails_outside_of_the_tests_is_named_with_its_place() {
        let late = "export const one = () => 1;\nsetTimeout(() => { throw new Error('x'); });\n\
                    process.on('exit', () => { process.exitCode = 0; });";
        let rejected = "export const one = () => 1;\nPromise.reject(new Error('x'));";
        for solution in [late, rejected] {
            let Some(ran) = ran(solution) else { return };
            assert_eq!(ran.end, TestEnd::FailedOutside, "{solution}");
            let failure = ran.failure.expect("a failure");
            assert_eq!(failure.test, None);
            assert!(failure.message.starts_with("Error: x\n"), "{failure:?}");
            assert!(failure.message.contains("solution.js:2:"), "{failure:?}");
        }
        let Some(ran) = ran("export const one = await new Promise(() => {});") else {
            return;
        };
        assert_eq!(ran.end, TestEnd::NotLoaded);
        assert!(ran.failure.expect("a failure").message.contains("await"));
    }

    #[test]
    fn a_syntax_error_is_reported_with_its_message() {
        let Some(ran) = ran("export const one = () => {;\n") else {
            return;
        };
        assert_eq!(ran.end, TestEnd::NotLoaded);
        let message = ran.failure.expect("a failure").message;
        assert!(message.starts_with("SyntaxError: "), "{message}");
        assert!(message.contains("\nsolution.js:2"), "{message}");
    }

    #[test]
    fn the_place_of_an_error_is_found_in_stacks_and_in_complaints_about_syntax() {
        let stack = "Error: x\n    at test (solution.test.js:1:2)\n    at one (solution.js:3:4)\n";
        assert_eq!(
            place(stack, "solution.js").as_deref(),
            Some("at one (solution.js:3:4)")
        );
        let syntax = "solution.ts:2\nconst a: = 1;\n         ^\n\nSyntaxError: x\n";
        let quoted = "solution.ts:2\nconst a: = 1;\n         ^";
        assert_eq!(place(syntax, "solution.ts").as_deref(), Some(quoted));
        assert_eq!(
            place("Error: x\n    at solution.test.js:1:2\n", "solution.js"),
            None
        );
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
        assert_eq!(loud.output.len(), node::KEPT);
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
        let is_left = || {
            let listed = std::process::Command::new("ps")
                .args(["-A", "-o", "args="])
                .output();
            let listed = listed.expect("ps").stdout;
            String::from_utf8_lossy(&listed).contains(&format!("sleep {mark}"))
        };
        // A process that was killed may have to wait for a processor to end.
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
        while is_left() {
            assert!(std::time::Instant::now() < deadline, "one still runs");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }

    #[test]
    fn an_old_node_is_refused_with_a_reason() {
        let read = |printed| NodeVersion::read(printed).expect("a version");
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
                "your Node.js is 20.19, and running the tests needs 22.13 or newer",
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
        for (printed, task, expected) in cases {
            assert_eq!(
                read(printed).refuses(&task).as_deref(),
                Some(expected),
                "{printed}"
            );
        }
        for printed in ["v22.18.0", "v24.0.0", "v26.10.1"] {
            assert_eq!(read(printed).refuses(&typed), None, "{printed}");
        }
    }

    #[test]
    fn flags_follow_the_node_that_was_found() {
        let needs = CodeTask {
            needs: Permission::ALL.to_vec(),
            ..task()
        };
        let flags = |printed| {
            NodeVersion::read(printed)
                .expect("a version")
                .flags(&needs, "/f")
        };
        let before = ["--permission", "--allow-fs-read=/f", "--allow-fs-write=/f"];
        let needed = ["--allow-worker", "--allow-child-process"];
        assert_eq!(flags("v24.1.0"), [&before[..], &needed[..]].concat());
        assert!(flags("v26.1.0").contains(&"--allow-net".to_owned()));
    }
}
