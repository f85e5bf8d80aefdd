//! Questions outside of a session. Ctrl-C at one ends the program, and everything asked before it counts.

use std::io;

use crate::terminal::{self, is_interactive};

use super::context::Context;
use super::exit::Failure;

impl Context {
    /// Whether there is somebody to ask: at a terminal, or line by line, since lines can come from anywhere.
    pub(crate) fn can_ask(&self) -> bool {
        self.is_plain() || is_interactive()
    }

    /// Asks before something is changed. Enter and Esc mean no.
    pub(crate) fn confirm(&self, question: &str) -> Result<bool, Failure> {
        self.offer(question, false)
    }

    /// Offers something; `usual` is what Enter means. Esc means no.
    pub(crate) fn offer(&self, question: &str, usual: bool) -> Result<bool, Failure> {
        let colors = self.output.colors();
        self.answered(terminal::offer(&self.restore, question, usual, colors))
    }

    /// Lets the learner choose one of several items; `None` when they leave with Esc.
    pub(crate) fn choose(&self, prompt: &str, items: &[&str]) -> Result<Option<usize>, Failure> {
        let colors = self.output.colors();
        self.answered(terminal::choose(&self.restore, prompt, items, colors))
    }

    /// Lets the learner choose any number of items, all of which or none is ticked at first; `None` when they
    /// leave with Esc.
    pub(crate) fn choose_several(
        &self,
        prompt: &str,
        items: &[String],
        ticked: bool,
    ) -> Result<Option<Vec<usize>>, Failure> {
        let colors = self.output.colors();
        let chosen = terminal::choose_several(&self.restore, prompt, items, ticked, colors);
        self.answered(chosen)
    }

    /// Asks for a line of text; Enter alone is an empty one.
    pub(crate) fn ask_line(&self, prompt: &str) -> Result<String, Failure> {
        let colors = self.output.colors();
        self.answered(terminal::ask_line(&self.restore, prompt, colors))
    }

    fn answered<T>(&self, answer: io::Result<T>) -> Result<T, Failure> {
        answer.map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => self.interrupted(),
            _ => Failure::failed(format!("the question cannot be asked: {error}")),
        })
    }

    /// Whether something may be destroyed: because of `--yes`, or because the learner agrees. Fails where
    /// there is no terminal to ask on.
    pub(crate) fn may_destroy(
        &self,
        yes: bool,
        what: &str,
        question: &str,
    ) -> Result<bool, Failure> {
        if yes {
            return Ok(true);
        }
        if !is_interactive() {
            let message = format!("{what}, and there is no terminal to ask on");
            return Err(Failure::usage(message).hint("say --yes if that is what you want"));
        }
        self.confirm(question)
    }
}
