//! The commands that do something now. Keys, the footer and the help screen follow from them.

use super::key_table::{Command, Phase, commands, help, label};
use super::kinds::Offer;
use crate::terminal::keys::Key;
use crate::terminal::layout::Hint;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};

/// The commands that do something now, the most useful first.
#[derive(Clone, Debug)]
pub(crate) struct Offers {
    pub(crate) phase: Phase,
    /// How many lines have a letter.
    pub(crate) lines: usize,
    pub(crate) all: Vec<Offer>,
}

impl Offers {
    /// Where no lines have letters.
    pub(crate) fn of(phase: Phase, all: impl IntoIterator<Item = Offer>) -> Self {
        Self {
            phase,
            lines: 0,
            all: all.into_iter().collect(),
        }
    }

    /// Commands in the words of the table, on a page that can be scrolled.
    pub(crate) fn usual(phase: Phase, commands: impl IntoIterator<Item = Command>) -> Self {
        let commands = commands.into_iter().map(Offer::usual);
        Self::of(phase, commands.chain([Offer::silent(Command::Scroll)]))
    }

    /// The command of a key that [`super::key_table::normal`] returned.
    pub(crate) fn command(&self, key: &Key) -> Option<Command> {
        let offered = |command: &Command| self.all.iter().any(|offer| offer.command == *command);
        commands(self.phase, key, self.lines).find(offered)
    }

    /// The footer.
    pub(crate) fn footer(&self) -> Vec<Hint> {
        let hints = |offer: &Offer| offer.footer(self.phase, self.lines);
        let hints = self.all.iter().flat_map(hints);
        hints.filter(|hint| !hint.key.is_empty()).collect()
    }

    /// The help screen: every key that does something now.
    pub(crate) fn help(&self) -> Vec<Line> {
        let mut rows = vec![Line::styled("Keys", Style::PLAIN.bold()), Line::new()];
        for offer in &self.all {
            let printed = label(self.phase, offer.command, self.lines);
            for (index, (key, does)) in help(self.phase, offer.command).enumerate() {
                let key = if index == 0 { printed.as_str() } else { key };
                let lead = Line::styled(format!("{key:<14}"), Tone::Accent);
                rows.push(lead.with(does, Tone::Plain));
            }
        }
        rows
    }
}

/// After so many Enters or Spaces in a row that did nothing the screen offers to end.
const IDLE: u8 = 5;

/// Enters and Spaces in a row that did nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Idle(u8);

impl Idle {
    /// Whether the next Enter or Space ends the round.
    pub(crate) const fn offers_to_end(self) -> bool {
        self.0 >= IDLE
    }

    /// Takes a key; whether it ends the round.
    pub(crate) fn ends(&mut self, key: &Key) -> bool {
        let offered = self.offers_to_end();
        if offered {
            self.0 = 0;
        }
        offered && goes_on(key)
    }

    /// Counts a key that did nothing; any other resets the count.
    pub(crate) fn count(&mut self, key: &Key, did_nothing: bool) {
        self.0 = if did_nothing && goes_on(key) {
            self.0 + 1
        } else {
            0
        };
    }

    /// The footer with the offer.
    pub(crate) fn footer() -> Vec<Hint> {
        vec![
            Hint::new("Enter", "end"),
            Hint::new("any other key", "go on").or("go on"),
        ]
    }
}

const fn goes_on(key: &Key) -> bool {
    matches!(key, Key::Enter | Key::Char(' '))
}
