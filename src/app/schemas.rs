//! The JSON Schemas of what `--json` prints, from the binary.

/// A JSON Schema.
pub(crate) struct Schema {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

impl Schema {
    /// The commands that print such JSON, as `nodequiz due --json`.
    pub(crate) fn title(&self) -> &'static str {
        let after = self.text.split_once("\"title\": \"");
        after
            .and_then(|(_, after)| after.split_once('"'))
            .map_or("", |(title, _)| title)
    }
}

macro_rules! schemas {
    ($($name:literal),* $(,)?) => {
        &[$(Schema {
            name: $name,
            text: include_str!(concat!("../../docs/schema/", $name, ".json")),
        }),*]
    };
}

/// All schemas, in the order of `docs/json.md`.
pub(crate) const SCHEMAS: &[Schema] = schemas![
    "due",
    "goal",
    "stats",
    "roadmap",
    "projects",
    "habits",
    "matrix",
    "cards",
    "card",
    "doctor",
    "pause",
    "place",
    "fit",
    "fit-show",
    "interview",
    "interview-history",
    "sync",
    "sync-status",
    "export",
    "import-notes",
    "export-cards",
    "decks",
    "import",
    "decks-list",
    "decks-shared",
    "decks-check",
    "config",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::SCHEMAS;
    use crate::app::pages::PAGES;

    #[test]
    fn every_schema_is_in_the_binary() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
        let files = folder.read_dir().expect("the schemas").flatten();
        let files: BTreeSet<String> = files
            .map(|file| file.file_name().to_string_lossy().into_owned())
            .collect();
        let listed = SCHEMAS.iter().map(|schema| format!("{}.json", schema.name));
        assert_eq!(listed.collect::<BTreeSet<String>>(), files);
    }

    #[test]
    fn every_output_that_is_described_has_a_schema() {
        let page = PAGES.iter().find(|page| page.name == "json");
        let text = page.expect("the page about JSON").text;
        let headings = text.lines().filter(|line| line.starts_with("## "));
        let commands = headings.flat_map(|line| line.split('`').skip(1).step_by(2));
        let titles: Vec<&str> = SCHEMAS
            .iter()
            .flat_map(|one| one.title().split(", "))
            .collect();
        for command in commands {
            let title = format!("nodequiz {command}");
            assert!(titles.contains(&title.as_str()), "{title} has no schema");
        }
    }
}
