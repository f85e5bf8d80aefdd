//! Help with a card that is forgotten again and again, on one small screen.

use super::key_table::{Command, Phase, help};
use super::kinds::{Offer, PointDrill};
use super::offers::Offers;
use super::tool_dialog::{ToolDialog, ToolOutcome, question};
use crate::question::Question;
use crate::session::{Leech, LeechChoice, Stop};
use crate::terminal::highlight::highlighter;
use crate::terminal::layout::{Hint, Page, Viewport};
use crate::terminal::line::Line;
use crate::terminal::markdown;
use crate::terminal::style::Tone;
use crate::terminal::wrap::wrap;

impl ToolDialog<'_, '_> {
    /// Offers help until the learner has decided what to do with the card.
    pub(crate) fn help(&mut self, leech: &Leech<'_>) -> Result<LeechChoice, Stop> {
        let points = point_count(leech);
        let offers = offers(points > 0);
        let footer = offers.footer();
        let body = |width: usize| page(leech, &offers, width);
        loop {
            let key = self.dialog.show_until_key(&self.header, &body, &footer)?;
            match offers.command(&key) {
                Some(Command::Show) => self.answer(leech)?,
                Some(Command::OneByOne) => self.drill(leech, points)?,
                Some(Command::EditCard) if self.edit(leech.card)? == ToolOutcome::Edited => {
                    return Ok(LeechChoice::Edited);
                }
                Some(Command::Suspend) => return Ok(LeechChoice::Suspend),
                Some(Command::Quit) => return Ok(LeechChoice::Stop(Stop::Quit)),
                Some(Command::Take) => return Ok(LeechChoice::GoOn),
                Some(Command::Help) => self.dialog.help(&self.header, &offers.help(), "back")?,
                _ => {}
            }
        }
    }

    /// Shows the card with its answer and explanation.
    fn answer(&mut self, leech: &Leech<'_>) -> Result<(), Stop> {
        let colors = self.dialog.colors();
        let card = leech.card;
        let body = move |width: usize| {
            let mut lines = question(card, width);
            for part in [card.context(), card.answer(), card.explanation()] {
                if !part.trim().is_empty() {
                    lines.push(Line::new());
                    lines.extend(markdown::render(part, width, highlighter(colors)));
                }
            }
            lines
        };
        let footer = [Hint::new("any key", "back")];
        self.dialog.show_until_key(&self.header, &body, &footer)?;
        Ok(())
    }

    /// Asks the card's points one by one.
    fn drill(&mut self, leech: &Leech<'_>, count: usize) -> Result<(), Stop> {
        let Question::Points(points) = leech.card.data() else {
            return Ok(());
        };
        let all: Vec<usize> = (0..count).collect();
        let mut drill = PointDrill::one_by_one(leech.card, points, all);
        let mut viewport = Viewport::default();
        while !drill.is_done() {
            let content = drill.show(&self.dialog.renderer());
            let others = [Command::Return, Command::Quit, Command::Help].map(Offer::usual);
            let offers = Offers {
                phase: Phase::Drill,
                lines: 0,
                all: [drill.offer()].into_iter().chain(others).collect(),
            };
            let page = Page {
                header: self.header.clone(),
                body: content.lines,
                pinned: content.pinned,
                footer: offers.footer(),
                ..Page::default()
            };
            self.dialog.draw(&page, None, &mut viewport)?;
            let Some(key) = self.dialog.key()? else {
                continue;
            };
            match offers.command(&key.as_command()) {
                Some(Command::Show) => drill.step(),
                Some(Command::Return) => return Ok(()),
                Some(Command::Quit) => return Err(Stop::Quit),
                Some(Command::Help) => self.dialog.help(&self.header, &offers.help(), "back")?,
                _ => {}
            }
        }
        Ok(())
    }
}

/// How many points the card has that can be asked one by one.
fn point_count(leech: &Leech<'_>) -> usize {
    match leech.card.data() {
        Question::Points(points) => points.points.len(),
        _ => 0,
    }
}

/// What can be done with the card.
fn offers(points: bool) -> Offers {
    let helps = [Command::Show, Command::OneByOne, Command::EditCard];
    let helps = helps
        .into_iter()
        .filter(|&help| points || help != Command::OneByOne);
    let others = [
        Command::Suspend,
        Command::Take,
        Command::Help,
        Command::Quit,
    ];
    Offers {
        phase: Phase::Leech,
        lines: 0,
        all: helps.chain(others).map(Offer::usual).collect(),
    }
}

fn page(leech: &Leech<'_>, offers: &Offers, width: usize) -> Vec<Line> {
    let mut lines = question(leech.card, width);
    let times = format!(
        "Forgotten {} times. Asking it more often will not help; this may:",
        leech.lapses
    );
    lines.push(Line::new());
    lines.extend(wrap(&Line::from(times.as_str()), width, 0));
    lines.push(Line::new());
    let of_the_session = [Command::Take, Command::Help, Command::Quit];
    let offered = offers.all.iter().map(|offer| offer.command);
    for command in offered.filter(|command| !of_the_session.contains(command)) {
        for (key, does) in help(offers.phase, command) {
            let line = Line::styled(format!("  {key}  "), Tone::Accent).with(does, Tone::Plain);
            lines.extend(wrap(&line, width, 5));
        }
    }
    lines
}
