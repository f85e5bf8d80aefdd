//! Before the questions: what to expect, or an earlier interview that waits for its debrief.

use crate::ask::key_table::{Command, Phase};
use crate::ask::offers::Offers;
use crate::deck::Level;
use crate::history::InterviewScope;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;

/// What the interview will be like.
#[derive(Clone, Debug)]
pub struct InterviewIntro {
    /// The level proposed, or asked for.
    pub level: Level,
    /// Whether the level can be chosen here.
    pub choose: bool,
    /// The minutes planned.
    pub minutes: u32,
    /// The threads planned.
    pub threads: usize,
    pub scope: InterviewScope,
    /// Whether there is code to write at the end.
    pub code: bool,
}

impl InterviewIntro {
    pub(crate) fn lines(&self, width: usize) -> Vec<Line> {
        let threads = match self.threads {
            1 => "one thread".to_owned(),
            2 => "two threads".to_owned(),
            3 => "three threads".to_owned(),
            4 => "four threads".to_owned(),
            more => format!("{more} threads"),
        };
        let each = if self.threads == 1 { "" } else { "each " };
        let on = self.scope.on();
        let frame = format!(
            "Welcome. We have {} minutes and {threads}{on}. I begin {each}with a question and \
             then follow up on what you say.",
            self.minutes
        );
        let code = if self.code {
            "At the end you write code; its own minutes come on top. The tests run in the debrief."
        } else {
            ""
        };
        let paragraphs = [
            frame.as_str(),
            "Answer aloud and sum it up in a few lines, or type your answer. After each I ask how sure \
             you are. I say nothing about your answers until the end; then we go through them together.",
            "There is a clock, but nobody cuts you off. You can pause it, give up a question, or end \
             the interview: what you answered is kept.",
            code,
        ];
        let mut lines = Vec::new();
        for paragraph in paragraphs.into_iter().filter(|words| !words.is_empty()) {
            lines.extend(wrap(&Line::from(paragraph), width.min(READABLE), 0));
            lines.push(Line::new());
        }
        if self.choose {
            lines.push(Line::styled("At which level?", Tone::Dim));
            for (number, level) in (1..).zip(Level::ALL) {
                let here = level == self.level;
                let sign = if here { "›" } else { " " };
                let style = if here {
                    Style::PLAIN.bold()
                } else {
                    Style::PLAIN
                };
                lines.push(
                    Line::styled(format!("{sign} {number} "), Tone::Accent)
                        .with(level.name(), style),
                );
            }
        }
        lines
    }

    /// The commands that do something now.
    pub(crate) fn offers(&self) -> Offers {
        let all = [Command::Show, Command::Grade, Command::Quit, Command::Help];
        let offered = |command: &Command| self.choose || *command != Command::Grade;
        Offers::usual(Phase::Opening, all.into_iter().filter(offered))
    }
}

/// The width of running text, in columns.
const READABLE: usize = 100;

/// What to do with an interview that waits for its debrief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebriefChoice {
    /// Debrief it now.
    Debrief,
    Discard,
    /// Leave it for later.
    Later,
}
