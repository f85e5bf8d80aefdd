//! Code in a question.

use serde::{Deserialize, Serialize};

/// A piece of code in a question: what is in a fence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The fence's language, as written; empty when none was given.
    pub language: String,
    /// The lines between the fences, each with its newline.
    pub text: String,
}
