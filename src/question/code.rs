//! Code in a question.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A piece of code in a question: what is in a fence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The fence's language, as written; empty when none was given.
    #[serde(borrow)]
    pub language: Cow<'static, str>,
    /// The lines between the fences, each with its newline.
    #[serde(borrow)]
    pub text: Cow<'static, str>,
}
