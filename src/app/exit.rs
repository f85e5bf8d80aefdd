//! How a command ends.

use std::fmt;
use std::io;

/// The exit codes of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: it could not be done, or something is wrong.
    Failed,
    /// 2: the command line is wrong.
    Usage,
    /// 128 plus the signal's number: a signal ended it.
    Signal(i32),
}

impl Exit {
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Signal(number) => u8::try_from(128 + number).unwrap_or(1),
        }
    }
}

/// Why a command failed: what, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub exit: Exit,
    /// What went wrong, and where.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// Whether only what comes after saving went wrong, such as printing a report.
    pub after_saving: bool,
}

impl Failure {
    /// The command line is wrong.
    pub fn usage(message: impl fmt::Display) -> Self {
        Self::new(Exit::Usage, message.to_string())
    }

    pub fn failed(message: impl fmt::Display) -> Self {
        Self::new(Exit::Failed, message.to_string())
    }

    /// A signal ended the command; nothing is said about it.
    pub(crate) const fn interrupted(signal: i32) -> Self {
        Self::new(Exit::Signal(signal), String::new())
    }

    const fn new(exit: Exit, message: String) -> Self {
        Self {
            exit,
            message,
            hint: None,
            after_saving: false,
        }
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

impl<E: std::error::Error + 'static> From<E> for Failure {
    /// A closed pipe (`| head`) is not a failure; everything else is.
    fn from(error: E) -> Self {
        let any: &dyn std::error::Error = &error;
        let output = any.downcast_ref::<io::Error>();
        let closed = output.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        let exit = if closed { Exit::Done } else { Exit::Failed };
        Self {
            after_saving: output.is_some(),
            ..Self::new(exit, error.to_string())
        }
    }
}
