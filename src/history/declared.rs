//! What the learner declared besides answers: it hangs on no card, and holds until said otherwise.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::event::{Event, Fields, Record};
use super::goal::Goal;

/// All declarations that hold at the end of the history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Declared {
    /// What the learner prepares for, unless it was cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
}

impl Declared {
    /// Takes in what an event about no card declares. Fields that make no sense declare nothing: a
    /// later version may have written them.
    pub(super) fn take(&mut self, record: &Record<'_>) {
        if let Event::Goal(fields) = &record.event {
            self.goal = decoded(fields);
        }
    }
}

/// The fields of an event as what they mean; `None` where they mean nothing here.
fn decoded<T: DeserializeOwned>(fields: &Fields) -> Option<T> {
    serde_json::from_value(Value::Object(fields.as_map().clone())).ok()
}
