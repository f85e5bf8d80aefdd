//! Sample decks for benches: every common kind, and the same every time.

use std::fmt::Write as _;

/// Cards in a sample deck.
pub(crate) const CARDS_IN_DECK: usize = 100;

/// The decks for this many cards: file name and text. Every tenth file has lines that end with a
/// carriage return, and code fences hold lines that look like card headings.
pub(crate) fn sample_decks(cards: usize) -> Vec<(String, String)> {
    (0..cards.div_ceil(CARDS_IN_DECK))
        .map(|deck| {
            let first = deck * CARDS_IN_DECK;
            let last = cards.min(first + CARDS_IN_DECK);
            let text = sample_deck(deck, last - first);
            let text = if deck % 10 == 9 {
                text.replace('\n', "\r\n")
            } else {
                text
            };
            (format!("{deck:04}-sample.md"), text)
        })
        .collect()
}

/// The full names of the cards of [`sample_decks`].
pub(crate) fn sample_names(cards: usize) -> Vec<String> {
    (0..cards)
        .map(|card| {
            let deck = card / CARDS_IN_DECK;
            format!("sample-{deck:04}/card-{:03}", card % CARDS_IN_DECK)
        })
        .collect()
}

fn sample_deck(deck: usize, cards: usize) -> String {
    let level = ["beginner", "intermediate", "senior", "expert"][deck % 4];
    let mut text = format!(
        "# Sample deck {deck} {{#sample-{deck:04} .{level}}}\n\nCards about subject {deck}.\n\n\
         <!--\ntopic: topic-{:02}\n-->\n",
        deck % 40
    );
    for card in 0..cards {
        let class = ["", "", "", " .typed", " .output"][card % 5];
        let _ = write!(
            text,
            "\n## What is to be known about detail {card} of subject {deck}? {{#card-{card:03}{class}}}\n\
             <!--\nweight: {}\nsee: https://example.org/{deck}/{card}\n{}-->\n\n{}\n",
            card % 3 + 1,
            if card % 10 == 9 {
                format!("after: card-{:03}\n", card - 1)
            } else {
                String::new()
            },
            body(card),
        );
    }
    text
}

fn body(card: usize) -> String {
    match card % 5 {
        0 => format!(
            "It is a plain answer of one sentence, number {card}.\n\n```md\n## No card, a line in a fence {{#no-{card}}}\n```\n"
        ),
        1 => format!(
            "- **the essential point {card} comes first**\n- another point stands beside it\n- and a third one\n\nAn explanation follows.\n"
        ),
        2 => format!(
            "- [ ] a wrong option about {card}\n- [x] the right option about {card}\n- [ ] another wrong one\n- [ ] one more\n\nThe second is right, for a reason.\n"
        ),
        3 => format!("`answer-{card}`\n\nThe words are those of the manual.\n"),
        _ => format!(
            "```js\nconsole.log({card});\n```\n\n---\n\n```text\n{card}\n```\n\nA number is printed as it is.\n"
        ),
    }
}
