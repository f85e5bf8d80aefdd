//! What can be done with a card besides answering it: a port to editor, browser, `node` and files.

use crate::deck::{Card, Diagnostic, Snippet};
use crate::progress::CardEvent;

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
