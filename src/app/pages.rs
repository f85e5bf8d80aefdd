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
        "goal",
        "a date: what the figures mean, and how they were tested"
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
    page!("architecture", "how the program is built"),
];
