//! Recall: think of the answer, reveal it, grade yourself.

use serde::{Deserialize, Serialize};

/// A question whose answer is prose. It has no data of its own and is marked by the learner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recall;
