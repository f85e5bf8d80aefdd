//! How a command ends.

use std::fmt;
use std::io;

/// The exit codes of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: it could not be done, or something was found wrong.
    Failed,
    /// 2: it was asked for in the wrong way.
    Usage,
    /// 128 and the signal's number: it was asked to end.
    Signal(i32),
}

impl Exit {
    /// The number that the shell sees.
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

/// Why a command could not do what it was asked: what, where, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What went wrong, and where.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Failure {
    /// It was asked for in the wrong way.
    pub fn usage(message: impl fmt::Display) -> Self {
        Self {
            exit: Exit::Usage,
            message: message.to_string(),
            hint: None,
        }
    }

    /// It could not be done.
    pub fn failed(message: impl fmt::Display) -> Self {
        Self {
            exit: Exit::Failed,
            message: message.to_string(),
            hint: None,
        }
    }

    /// The same, with what to do next.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

impl<E: std::error::Error + 'static> From<E> for Failure {
    /// A reader that has seen enough (`| head`) is no failure; everything else is.
    fn from(error: E) -> Self {
        let any: &dyn std::error::Error = &error;
        let closed = any
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        let exit = if closed { Exit::Done } else { Exit::Failed };
        Self {
            exit,
            message: error.to_string(),
            hint: None,
        }
    }
}
