//! What the keys of a session do with a card, in one place for the keyboard, the footer and the help screen.

use crate::session::{Event, View};
use crate::terminal::layout::Hint;

/// A tool beside the cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Edit the card's text.
    Edit,
    /// Its figures and history.
    History,
    /// Open its documentation.
    Open,
    /// Run its snippet.
    Run,
    /// Say that it is wrong.
    Report,
}

/// What a key does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Something is done with the card; the words confirm it.
    Event(Event, &'static str),
    /// A tool is used.
    Tool(Tool),
    /// The session ends.
    Quit,
}

/// A key that does something now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    /// The key.
    pub(crate) letter: char,
    /// What it does, on the screen of keys.
    pub(crate) does: &'static str,
    /// What it does.
    pub(crate) action: Action,
}

/// What there is to offer besides what the view says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Situation {
    /// Whether there are tools.
    pub(crate) tools: bool,
    /// Whether the answer is on the screen: what would give it away waits for that.
    pub(crate) revealed: bool,
    /// Whether the card has a snippet that can be run.
    pub(crate) snippet: bool,
}

/// The keys that do something with this card now.
pub(crate) fn offers(view: &View<'_>, situation: Situation) -> Vec<Offer> {
    let event = |letter, does, event, notice| {
        let action = Action::Event(event, notice);
        Offer {
            letter,
            does,
            action,
        }
    };
    let tool = |letter, does, tool| {
        let action = Action::Tool(tool);
        Offer {
            letter,
            does,
            action,
        }
    };
    let Situation {
        tools,
        revealed,
        snippet,
    } = situation;
    let mark = if view.marked {
        event('m', "take the mark off", Event::Mark, "mark taken off")
    } else {
        event('m', "mark this card", Event::Mark, "marked")
    };
    let all = [
        (
            view.can_undo,
            event('u', "undo what was done last", Event::Undo, "undone"),
        ),
        (
            view.waiting > 1,
            event(
                's',
                "skip: ask this card at the end",
                Event::Skip,
                "skipped to the end",
            ),
        ),
        (
            true,
            event(
                'b',
                "bury: not before tomorrow",
                Event::Bury,
                "buried until tomorrow",
            ),
        ),
        (
            true,
            event(
                'x',
                "suspend: not any more, until `nodequiz unsuspend`",
                Event::Suspend,
                "suspended",
            ),
        ),
        (true, mark),
        (
            view.new,
            event(
                'k',
                "I know this: check it in some days",
                Event::Claim,
                "noted as known",
            ),
        ),
        (
            tools,
            tool('e', "edit this card in your editor", Tool::Edit),
        ),
        (
            tools,
            tool('i', "its figures and its history", Tool::History),
        ),
        (
            tools && revealed && view.card.see.is_some(),
            tool('o', "open its documentation in the browser", Tool::Open),
        ),
        (
            tools && revealed && snippet,
            tool('r', "run its code with node", Tool::Run),
        ),
        (
            tools,
            tool('w', "this card is wrong: write a report", Tool::Report),
        ),
        (
            true,
            Offer {
                letter: 'q',
                does: "end; every answer is saved already (Ctrl-C, too)",
                action: Action::Quit,
            },
        ),
    ];
    let offered = all.into_iter().filter(|(applies, _)| *applies);
    offered.map(|(_, offer)| offer).collect()
}

/// The keys that have a place in the footer, the most wanted first.
pub(crate) fn hints(offers: &[Offer]) -> Vec<Hint> {
    [('u', "undo"), ('r', "run"), ('o', "docs"), ('q', "quit")]
        .into_iter()
        .filter(|(letter, _)| offers.iter().any(|offer| offer.letter == *letter))
        .map(|(letter, does)| Hint::new(letter.to_string(), does))
        .collect()
}
