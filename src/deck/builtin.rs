//! The decks that come with the program: one line a file.

/// Puts files of the folder `decks` into the program.
macro_rules! decks {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/decks/", $file)))),*]
    };
}

const DECKS: &[(&str, &str)] = decks![
    "01-javascript.md",
    "02-runtime.md",
    "03-modules.md",
    "04-async.md",
    "05-http-express.md",
    "06-api-design.md",
    "07-errors.md",
    "08-testing.md",
    "09-structure.md",
    "10-databases.md",
    "11-auth.md",
    "12-security.md",
    "13-streams-io.md",
    "14-performance.md",
    "15-v8-native.md",
    "16-deployment.md",
    "17-observability.md",
    "18-realtime.md",
    "19-distributed.md",
    "20-career.md",
];

/// The built-in decks in their order: the file's name (`02-runtime.md`) and its text.
#[must_use]
pub const fn builtin() -> &'static [(&'static str, &'static str)] {
    DECKS
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_deck_of_the_folder_is_in_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| Path::new(name).extension().is_some_and(|end| end == "md"))
            .collect();
        files.sort();
        let listed: Vec<&str> = builtin().iter().map(|(file, _)| *file).collect();
        assert_eq!(listed, files, "list every file of decks/, in order");
    }
}
