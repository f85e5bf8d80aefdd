//! Asking before something is destroyed.

use std::io;

use crate::terminal::{confirm, is_interactive};

use super::context::Context;
use super::exit::{Exit, Failure};

/// The answer to a question; Ctrl-C ends the program as it does elsewhere.
pub(crate) fn agreed<T>(context: &Context, answer: io::Result<T>) -> Result<T, Failure> {
    answer.map_err(|error| {
        let failure = Failure::failed(format!("the question cannot be asked: {error}"));
        match error.kind() {
            io::ErrorKind::Interrupted => Failure {
                exit: Exit::Signal(context.restore.signal().unwrap_or(2)),
                message: "interrupted; nothing was changed".to_owned(),
                hint: None,
                after_saving: false,
            },
            _ => failure,
        }
    })
}

/// Whether something may be destroyed: because of `--yes`, or because the learner agrees. Fails where
/// there is no terminal to ask on.
pub(crate) fn may_destroy(
    context: &Context,
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
    agreed(
        context,
        confirm(&context.restore, question, context.output.colors()),
    )
}
