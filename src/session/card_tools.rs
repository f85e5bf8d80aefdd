//! What can be done with a card besides answering it: a port to editor, browser, `node` and files.

use crate::deck::{Card, Diagnostic, Snippet};
use crate::progress::CardEvent;
use crate::question::CodeTask;

/// The tools for the card on the screen.
pub trait CardTools {
    /// Everything that happened to a card, oldest first.
    fn history(&mut self, card: &Card) -> Result<Vec<CardEvent>, ToolError>;

    /// Runs a snippet in a folder of its own and waits for its end, some seconds at the most, and
    /// not longer than `wanted`, which is asked now and then, says yes.
    fn run(
        &mut self,
        snippet: &Snippet,
        wanted: &mut dyn FnMut() -> bool,
    ) -> Result<SnippetResult, ToolError>;

    /// Why the tests of a task cannot be run on this machine, if they cannot.
    fn cannot_test(&mut self, task: &CodeTask) -> Option<String>;

    /// Whether there is an editor.
    fn has_editor(&self) -> bool;

    /// Lets the learner write a solution in their editor, from where they left it or from this text.
    /// The terminal is theirs meanwhile. Returns what they saved.
    fn write_code(&mut self, card: &Card, task: &CodeTask, text: &str)
    -> Result<String, ToolError>;

    /// The card on which code was written is left: what was written is gone but for the last attempt.
    fn leave(&mut self);

    /// Runs a task's tests on a solution, which is kept as the last attempt, and waits for the end,
    /// not longer than `wanted`, which is asked now and then, says yes.
    fn test(
        &mut self,
        card: &Card,
        task: &CodeTask,
        solution: &str,
        wanted: &mut dyn FnMut() -> bool,
    ) -> Result<TestRun, ToolError>;

    /// Whether code of a card may run: it is built in, or the learner has agreed to this very code.
    fn may_run(&self, card: &Card, code: &str) -> bool;

    /// The learner agrees that code runs, now and later.
    fn agree(&mut self, code: &str) -> Result<(), ToolError>;

    /// Opens an address in the learner's browser.
    fn open(&mut self, address: &str) -> Result<(), ToolError>;

    /// Writes down that a card is wrong, ready to be sent. Returns the file.
    fn report(&mut self, card: &Card, note: &str) -> Result<String, ToolError>;

    /// Lets the learner go on writing an answer in their editor. The terminal is theirs meanwhile.
    fn write(&mut self, text: &str) -> Result<String, ToolError>;

    /// Lets the learner edit the text of a card. The terminal is theirs meanwhile.
    fn edit(&mut self, card: &Card) -> Result<Edited, ToolError>;

    /// Brings back the text from before the edit whose faults were told.
    fn discard(&mut self, card: &Card) -> Result<(), ToolError>;
}

/// A tool that did not work: what, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ToolError(pub String);

/// What became of a card's text.
#[derive(Clone, Debug)]
pub enum Edited {
    /// It is as it was.
    Unchanged,
    /// It changed, and can be read.
    Changed,
    /// It changed, and cannot be read: the faults.
    Faulty(Vec<Diagnostic>),
}

/// What a snippet did. Both texts are as they came, control characters and all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnippetResult {
    /// Its standard output.
    pub output: String,
    /// Its standard error.
    pub errors: String,
    /// Whether more was printed than fits in here.
    pub cut: bool,
    /// How it ended.
    pub end: RunEnd,
}

/// How a snippet ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunEnd {
    /// With this exit code.
    Code(i32),
    /// By this signal.
    Killed(i32),
    /// It was ended because it ran longer than so many seconds.
    TooLong(u64),
    /// The learner did not want to wait.
    Stopped,
}

/// What came of running the tests of a code card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestRun {
    /// Each test in the order in which they ended, then those that did not run.
    pub results: Vec<TestResult>,
    /// The first failure.
    pub failure: Option<TestFailure>,
    /// What was printed, and what was printed on standard error; as it came, control characters and all.
    pub output: String,
    /// See `output`.
    pub errors: String,
    /// Whether more was printed than fits in here.
    pub cut: bool,
    /// How it ended.
    pub end: TestEnd,
    /// How many milliseconds it took.
    pub ms: u64,
}

/// A test that ran, or should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// What it expects.
    pub name: String,
    /// Whether it passed; `None` where it did not run.
    pub passed: Option<bool>,
}

/// Why a test failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestFailure {
    /// The test; `None` where the code could not be loaded.
    pub test: Option<String>,
    /// What the error says; empty where the two values say it.
    pub message: String,
    /// What was expected, where an assertion compared two values.
    pub expected: Option<String>,
    /// What came instead.
    pub actual: Option<String>,
}

/// How a run of tests ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestEnd {
    /// Every test ran and passed, and nothing else failed.
    Passed,
    /// A test failed or did not run.
    Failed,
    /// The code could not be loaded.
    NotLoaded,
    /// The process ended before the tests did, with this exit code.
    LeftEarly(i32),
    /// Something failed outside of the tests; the exit code.
    Crashed(i32),
    /// This signal ended it.
    Killed(i32),
    /// It ran longer than so many seconds.
    TooLong(u64),
    /// It took more memory than it may.
    TooMuchMemory,
    /// The learner did not want to wait.
    Stopped,
}
