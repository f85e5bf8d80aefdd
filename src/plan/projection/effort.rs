//! How much is studied.

/// How much the learner studies, compared with the goal's minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Times the goal's minutes.
    pub minutes: f32,
    /// Whether two days of each seven are missed.
    pub skips: bool,
}

impl Effort {
    /// The goal's minutes, each day.
    pub const AS_PLANNED: Self = Self {
        minutes: 1.0,
        skips: false,
    };
}
