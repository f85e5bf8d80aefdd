//! Help with a card that is forgotten again and again, on one small screen.

use super::kinds::{PointDrill, TextRenderer};
use super::tool_dialog::{ToolDialog, ToolOutcome, question};
use crate::question::Question;
use crate::session::{Leech, LeechChoice, Stop};
use crate::terminal::highlight::highlighter;
use crate::terminal::keys::Key;
use crate::terminal::layout::{Hint, Page, Viewport};
use crate::terminal::line::Line;
use crate::terminal::markdown;
use crate::terminal::style::{Style, Tone};

impl ToolDialog<'_, '_> {
    /// Offers help until the learner has decided what to do with the card.
    pub(crate) fn help(&mut self, leech: &Leech<'_>) -> Result<LeechChoice, Stop> {
        let points = point_count(leech);
        let mut footer = vec![Hint::new("a", "see the answer")];
        if points > 0 {
            footer.push(Hint::new("p", "its points one by one"));
        }
        footer.extend([
            Hint::new("e", "edit"),
            Hint::new("x", "suspend"),
            Hint::new("Enter", "go on"),
        ]);
        let body = |width: usize| offer(leech, points > 0, width);
        loop {
            match self.dialog.show_until_key(&self.header, &body, &footer)? {
                Key::Char('a') => self.answer(leech)?,
                Key::Char('p') if points > 0 => self.drill(leech, points)?,
                Key::Char('e') if self.edit(leech.card)? == ToolOutcome::Edited => {
                    return Ok(LeechChoice::Edited);
                }
                Key::Char('x') => return Ok(LeechChoice::Suspend),
                Key::Char('q') => return Ok(LeechChoice::Stop(Stop::Quit)),
                Key::Enter | Key::Esc | Key::Char(' ') => return Ok(LeechChoice::GoOn),
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
            let renderer = TextRenderer {
                width: Page::body_width(self.dialog.size()),
                highlighter: highlighter(self.dialog.colors()),
            };
            let content = drill.show(&renderer);
            let mut footer = content.hints;
            footer.push(Hint::new("Esc", "back"));
            let page = Page {
                header: self.header.clone(),
                body: content.lines,
                pinned: content.pinned,
                footer,
                ..Page::default()
            };
            self.dialog.draw(&page, None, &mut viewport)?;
            match self.dialog.key()? {
                Some(Key::Esc | Key::Char('q')) => return Ok(()),
                Some(key) => {
                    drill.key(&key);
                }
                None => {}
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

fn offer(leech: &Leech<'_>, points: bool, width: usize) -> Vec<Line> {
    let mut lines = question(leech.card, width);
    let times = format!(
        "Forgotten {} times. Asking it more often will not help; this may:",
        leech.lapses
    );
    lines.push(Line::new());
    lines.extend(crate::terminal::wrap::wrap(
        &Line::from(times.as_str()),
        width,
        0,
    ));
    lines.push(Line::new());
    let offers = [
        (true, "a", "read the answer once more, with its reasons"),
        (points, "p", "answer its points one by one"),
        (true, "e", "edit it: a smaller question, a hook of your own"),
        (true, "x", "suspend it: some cards are not worth it"),
    ];
    for (_, key, does) in offers.into_iter().filter(|(applies, _, _)| *applies) {
        let line =
            Line::styled(format!("  {key}  "), Style::of(Tone::Accent)).with(does, Tone::Plain);
        lines.extend(crate::terminal::wrap::wrap(&line, width, 5));
    }
    lines
}
