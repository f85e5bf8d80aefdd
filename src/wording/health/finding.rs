//! One finding: what was found, what it costs, what fixes it.

use std::path::PathBuf;

use super::code::Code;
use super::place::LinePlace;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something is wrong.
    Wrong,
    /// Nothing is wrong, but it is good to know.
    Notice,
}

impl Severity {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Notice => "notice",
        }
    }
}

/// What fixes a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// `nodequiz doctor --fix`, which does this.
    Fix(String),
    /// A command that the learner decides to run, and when it is the right one.
    Command {
        /// The command.
        command: String,
        /// Words before it.
        when: String,
    },
    /// Something that no program can know or do.
    Advice(String),
    /// Nothing needs to be done.
    Nothing,
}

/// A step of `--fix`, in the order in which they are done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    /// A file or folder gets these permissions.
    Close {
        /// What.
        path: PathBuf,
        /// The permission bits.
        mode: u32,
    },
    /// A file that nothing needs is removed.
    Remove(PathBuf),
    /// The schedule is computed and kept anew; a damaged one is kept beside it.
    RenewSnapshot {
        /// Whether the old one is kept beside.
        keep: bool,
    },
    /// This device gets a new name.
    RenameDevice,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// Where it is, if it is in one place.
    pub place: Option<LinePlace>,
    /// What was found, a sentence without its full stop.
    pub found: String,
    /// What it costs the learner.
    pub cost: String,
    /// What fixes it.
    pub mend: Mend,
    /// The steps of `--fix` that fix it.
    pub repairs: Vec<Repair>,
}

impl Finding {
    /// Something wrong of which nothing more is known yet.
    pub(crate) fn wrong(code: Code, found: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Wrong,
            place: None,
            found: found.into(),
            cost: "nothing".to_owned(),
            mend: Mend::Nothing,
            repairs: Vec::new(),
        }
    }

    /// Something that is good to know.
    pub(crate) fn notice(code: Code, found: impl Into<String>) -> Self {
        Self {
            severity: Severity::Notice,
            ..Self::wrong(code, found)
        }
    }

    pub(crate) fn at(mut self, place: LinePlace) -> Self {
        self.place = Some(place);
        self
    }

    pub(crate) fn costs(mut self, cost: impl Into<String>) -> Self {
        self.cost = cost.into();
        self
    }

    pub(crate) fn command(mut self, when: impl Into<String>, command: impl Into<String>) -> Self {
        let (when, command) = (when.into(), command.into());
        self.mend = Mend::Command { command, when };
        self
    }

    pub(crate) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.mend = Mend::Advice(advice.into());
        self
    }

    /// What `--fix` does, in words and steps.
    pub(crate) fn fix(mut self, words: impl Into<String>, repairs: Vec<Repair>) -> Self {
        self.mend = Mend::Fix(words.into());
        self.repairs = repairs;
        self
    }
}
