//! The documentation that is in the binary.

/// A page of the documentation.
pub(crate) struct DocPage {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// Its text, as Markdown.
    pub(crate) text: &'static str,
}

macro_rules! page {
    ($name:literal, $about:literal) => {
        DocPage {
            name: $name,
            about: $about,
            text: include_str!(concat!("../../docs/", $name, ".md")),
        }
    };
}

/// All pages, in the order in which they are listed.
pub(crate) const PAGES: &[DocPage] = &[
    page!("commands", "every command with its options, in a line each"),
    page!("four-weeks", "four weeks to an interview, day by day"),
    page!(
        "decks",
        "how a deck is written: every kind of card, every key"
    ),
    page!(
        "notes",
        "notes that you have already, and what becomes of them"
    ),
    page!(
        "import",
        "notes and decks of other programs: what is read, and how"
    ),
    page!("export", "cards for Anki, spreadsheets, paper"),
    page!("sharing", "decks of others, and publishing your own"),
    page!("data", "where your data lives, several devices, a backup"),
    page!(
        "goal",
        "a date: what the figures mean, and how they were tested"
    ),
    page!(
        "learning",
        "when a card comes back, and what that rule gains"
    ),
    page!("interview", "what the figures of a mock interview rest on"),
    page!("levels", "when a level is reached"),
    page!("words", "what due, known, today and other words mean"),
    page!("keys", "every key on every screen"),
    page!("screens", "every screen, as it looks"),
    page!(
        "plain",
        "without screens: for screen readers and slow lines"
    ),
    page!("json", "the shapes of what --json prints"),
    page!(
        "reliability",
        "what is promised of your answers, and how it is shown"
    ),
    page!("systems", "what differs on Windows and macOS"),
    page!("architecture", "how the program is built"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::PAGES;

    #[test]
    fn every_page_of_the_documentation_is_in_the_binary() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        let files = folder.read_dir().expect("the docs").flatten();
        let files: BTreeSet<String> = files
            .filter_map(|file| {
                let name = file.file_name().into_string().ok()?;
                name.strip_suffix(".md").map(str::to_owned)
            })
            .collect();
        let pages: BTreeSet<String> = PAGES.iter().map(|page| page.name.to_owned()).collect();
        assert_eq!(pages, files);
    }
}
