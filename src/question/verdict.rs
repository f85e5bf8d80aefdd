//! How much of an answer was right.

/// The outcome of marking an answer. It is not a grade: the session suggests one from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The share that was right, 0 to 1.
    pub share: f32,
    /// Whether the answer counts as remembered.
    pub passed: bool,
    /// A miss by letter case or by a single edit: worth the question "typo?".
    pub near_miss: bool,
}

impl Verdict {
    /// Everything was right.
    pub const RIGHT: Self = Self {
        share: 1.0,
        passed: true,
        near_miss: false,
    };
    /// Nothing was right.
    pub const WRONG: Self = Self {
        share: 0.0,
        passed: false,
        near_miss: false,
    };
}
