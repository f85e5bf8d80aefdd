//! Web addresses that a click opens, in terminals that are known to do so.

use crate::home::Home;
use crate::pty::End;

const ADDRESS: &str = "https://nodejs.org/api/event-loop-and-timers.html#phases";

/// What makes a terminal open an address with a click.
fn link() -> String {
    format!("\x1b]8;;{ADDRESS}\x1b\\")
}

fn home() -> Home {
    let home = Home::new().with("TERM_PROGRAM", "WezTerm");
    let deck =
        format!("# Mine {{#mine}}\n\n## Why? {{#c1}}\n<!-- see: {ADDRESS} -->\n\nBecause.\n");
    home.write("data/decks/mine.md", &deck);
    home
}

#[test]
fn where_to_read_on_is_a_link_on_both_of_its_lines() {
    let home = home();
    let mut terminal = home.terminal(&["study", "mine"], (40, 24));
    terminal.see("Why?");
    terminal.press(" ");
    terminal.see("Because.");
    terminal.see("phases");
    assert_eq!(terminal.written().matches(&link()).count(), 2);
    terminal.press("q");
    terminal.wait();
}

#[test]
fn terminals_that_are_not_known_to_open_links_get_none() {
    let unknown = home().with("TERM_PROGRAM", "Apple_Terminal");
    let refused = home().with("FORCE_HYPERLINK", "0");
    let dumb = home().with("TERM", "dumb");
    for home in [unknown, refused, dumb] {
        let mut terminal = home.terminal(&["card", "mine/c1"], (80, 24));
        assert_eq!(terminal.wait(), End::Code(0));
        let written = terminal.written();
        assert!(
            written.contains(ADDRESS) && !written.contains("\x1b]8"),
            "{written:?}"
        );
    }
}

#[test]
fn neither_a_pipe_nor_a_pager_nor_plain_output_gets_links() {
    let home = home().with("FORCE_HYPERLINK", "1");
    assert!(!home.ok(&["card", "mine/c1"]).contains('\x1b'));
    let mut terminal = home.terminal(&["card", "mine/c1", "--plain"], (80, 24));
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(!terminal.written().contains("\x1b]8"));

    let written_with = |pager: &str, lines: u16| {
        let home = Home::new()
            .with("PAGER", pager)
            .with("FORCE_HYPERLINK", "1");
        let mut terminal = home.terminal(&["roadmap", "--level", "senior"], (80, lines));
        assert_eq!(terminal.wait(), End::Code(0));
        terminal.written()
    };
    let (paged, whole) = (written_with("sed s/^/:/", 10), written_with("cat", 10));
    assert!(
        paged.starts_with(':') && paged.contains("https://"),
        "{paged:?}"
    );
    assert!(!paged.contains("\x1b]8"), "{paged:?}");
    assert!(whole.contains("\x1b]8;;https://"), "{whole:?}");
}

#[test]
fn a_link_leads_where_it_says() {
    let home = Home::new().with("TERM_PROGRAM", "WezTerm");
    let deck = "# Mine {#mine}\n\n## Why? {#c1}\n\n[https://nodejs.org](https://a.example/) and [here](javascript:x)\n";
    home.write("data/decks/mine.md", deck);
    let mut terminal = home.terminal(&["card", "mine/c1"], (80, 24));
    assert_eq!(terminal.wait(), End::Code(0));
    let written = terminal.written();
    let links: Vec<&str> = written.split("\x1b]8;;").skip(1).step_by(2).collect();
    assert_eq!(links.len(), 1, "{written:?}");
    let (address, shown) = links[0]
        .split_once("\x1b\\")
        .expect("the end of an address");
    assert!(
        address == "https://a.example/" && shown.contains(address),
        "{links:?}"
    );
}
