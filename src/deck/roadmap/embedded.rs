//! Reading a file that is compiled in.

use serde::de::DeserializeOwned;

/// The value of a file that comes with the program. Its tests read it, so it cannot fail to be read.
pub(super) fn read<T: DeserializeOwned>(file: &str, text: &str) -> T {
    match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => unreachable!("decks/{file} is not of its type: {error}"),
    }
}
