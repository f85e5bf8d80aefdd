//! The tools of a session on the screen: history, snippet, documentation, report, editor; and help with a card that is
//! forgotten again and again.

use super::dialog::Dialog;
use super::key_table::{Command, Phase, help};
use super::kinds::{CodeNews, Offer, Offers, PointDrill, TextRenderer, difference_columns};
use crate::deck::{Card, Diagnostic, Snippet};
use crate::question::{CodeTask, Question};
use crate::report::{self, card_numbers};
use crate::session::{
    CardTools, Edited, Leech, LeechChoice, RunEnd, SnippetResult, Stop, TestRun, ToolError, View,
};
use crate::terminal::highlight::highlighter;
use crate::terminal::keys::Key;
use crate::terminal::layout::{Header, Hint, Page, Viewport};
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::wrap::wrap;
use crate::terminal::{markdown, text};

/// The outcome of using a tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ToolOutcome {
    /// The card is unchanged; there may be a notice.
    Unchanged(Option<&'static str>),
    /// The card's text was changed.
    Edited,
}

/// Why the tests of a card that is not built in do not run.
pub(crate) const NOT_AGREED: &str = "You did not agree to run its tests.";

/// A session's screen with its tools.
pub(crate) struct ToolDialog<'d, 'a> {
    /// The screen.
    pub(crate) dialog: &'d mut Dialog<'a>,
    pub(crate) tools: &'d mut dyn CardTools,
    /// The top line.
    pub(crate) header: Header,
}

impl ToolDialog<'_, '_> {
    /// Uses a tool on the card of a view.
    pub(crate) fn take(
        &mut self,
        tool: Command,
        view: &View<'_>,
        snippet: Option<&Snippet>,
        revealed: bool,
    ) -> Result<ToolOutcome, Stop> {
        match (tool, snippet, &view.card.see) {
            (Command::EditCard, _, _) => self.edit(view.card),
            (Command::History, _, _) => self.history(view),
            (Command::Open, _, Some(address)) => self.open(address),
            (Command::Image, _, _) => self.open_images(view.card, revealed),
            (Command::Run, Some(snippet), _) => self.run(view.card, snippet),
            (Command::Report, _, _) => self.report(view.card),
            (_, _, _) => Ok(ToolOutcome::Unchanged(None)),
        }
    }

    /// Has a card edited until its text can be read, or the learner leaves it.
    pub(crate) fn edit(&mut self, card: &Card) -> Result<ToolOutcome, Stop> {
        loop {
            match self.released(|tools| tools.edit(card)) {
                Ok(Edited::Unchanged) => return Ok(ToolOutcome::Unchanged(Some("not changed"))),
                Ok(Edited::Changed) => return Ok(ToolOutcome::Edited),
                Ok(Edited::Faulty(found)) => {
                    if !self.edit_again(&found)? {
                        return match self.tools.discard(card) {
                            Ok(()) => Ok(ToolOutcome::Unchanged(Some("the edit is discarded"))),
                            Err(trouble) => self.failed(&trouble),
                        };
                    }
                }
                Err(trouble) => return self.failed(&trouble),
            }
        }
    }

    /// Gives the terminal to an editor while it runs.
    fn released<T>(
        &mut self,
        run: impl FnOnce(&mut dyn CardTools) -> Result<T, ToolError>,
    ) -> Result<T, ToolError> {
        let Self { dialog, tools, .. } = self;
        let done = dialog.while_released(|| run(*tools));
        done.unwrap_or_else(|error| {
            let what = format!("the terminal cannot be given to the editor: {error}");
            Err(ToolError(what))
        })
    }

    /// Shows what is wrong with an edited card; whether it should be edited again.
    fn edit_again(&mut self, found: &[Diagnostic]) -> Result<bool, Stop> {
        let footer = [
            Hint::new("e", "edit again"),
            Hint::new("d", "discard the edit"),
        ];
        let body = |width: usize| {
            let mut lines = vec![
                Line::styled("✗", Tone::Bad).with(
                    " This cannot be read. Discarding the edit brings the old text back.",
                    Style::PLAIN.bold(),
                ),
                Line::new(),
            ];
            lines.extend(report::diagnostics(found, width));
            lines
        };
        loop {
            match self.dialog.show_until_key(&self.header, &body, &footer)? {
                Key::Char('e') => return Ok(true),
                Key::Char('d') => return Ok(false),
                _ => {}
            }
        }
    }

    /// Has an answer written in the editor; `None` if that did not work, which was reported.
    pub(crate) fn write(&mut self, text: &str) -> Result<Option<String>, Stop> {
        match self.released(|tools| tools.write(text)) {
            Ok(text) => Ok(Some(text)),
            Err(trouble) => self.failed(&trouble).map(|_| None),
        }
    }

    fn history(&mut self, view: &View<'_>) -> Result<ToolOutcome, Stop> {
        let history = match self.tools.history(view.card) {
            Ok(history) => history,
            Err(trouble) => return self.failed(&trouble),
        };
        self.back(&|width| {
            let mut lines = question(view.card, width);
            lines.push(Line::new());
            lines.extend(card_numbers(&view.standing, &history, width));
            lines
        })
    }

    fn open(&mut self, address: &str) -> Result<ToolOutcome, Stop> {
        match self.tools.open(address) {
            Ok(()) => Ok(ToolOutcome::Unchanged(Some("opened in the browser"))),
            Err(trouble) => self.failed(&trouble),
        }
    }

    fn open_images(&mut self, card: &Card, revealed: bool) -> Result<ToolOutcome, Stop> {
        for image in card.images(revealed) {
            if let Err(trouble) = self.tools.open_image(card, &image) {
                return self.failed(&trouble);
            }
        }
        Ok(ToolOutcome::Unchanged(Some("opened")))
    }

    fn run(&mut self, card: &Card, snippet: &Snippet) -> Result<ToolOutcome, Stop> {
        if !self.agreed(card, &snippet.text)? {
            return Ok(ToolOutcome::Unchanged(Some("not run")));
        }
        match self.wait(|tools, wanted| tools.run(snippet, wanted))? {
            Ok(ran) => {
                let colors = self.dialog.colors();
                self.back(&move |width| {
                    let highlighter = highlighter(colors);
                    result(snippet, &ran, &TextRenderer { width, highlighter })
                })
            }
            Err(trouble) => self.failed(&trouble),
        }
    }

    /// Has a solution written in the editor.
    pub(crate) fn write_code(&mut self, card: &Card, task: &CodeTask, text: &str) -> CodeNews {
        if !self.tools.has_editor() {
            return CodeNews::NoEditor;
        }
        match self.released(|tools| tools.write_code(card, task, text)) {
            Ok(text) => CodeNews::Written(text),
            Err(ToolError(why)) => CodeNews::Failed(why),
        }
    }

    /// Runs the tests of a task on a solution; `None` where the learner does not agree to that.
    pub(crate) fn test(
        &mut self,
        card: &Card,
        task: &CodeTask,
        solution: &str,
    ) -> Result<Option<Result<TestRun, ToolError>>, Stop> {
        if !self.agreed(card, &task.agreement())? {
            return Ok(None);
        }
        self.wait(|tools, wanted| tools.test(card, task, solution, wanted))
            .map(Some)
    }

    /// Whether code of a card may run; where the card is not built in, the learner is asked once.
    fn agreed(&mut self, card: &Card, code: &str) -> Result<bool, Stop> {
        if self.tools.may_run(card, code) {
            return Ok(true);
        }
        let colors = self.dialog.colors();
        let body = |width: usize| {
            let what = format!(
                "This card is from {}, not built in. This code will run on your machine with your permissions:",
                card.place.file
            );
            let mut lines = wrap(&Line::styled(what, Style::PLAIN.bold()), width, 0);
            lines.push(Line::new());
            lines.extend(highlighter(colors)("js", code));
            lines
        };
        let footer = [
            Hint::new("y", "run it, now and later"),
            Hint::new("Esc", "do not run it"),
        ];
        loop {
            match self.dialog.show_until_key(&self.header, &body, &footer)? {
                Key::Char('y') => break,
                Key::Esc | Key::Char('n' | 'q') => return Ok(false),
                _ => {}
            }
        }
        if let Err(trouble) = self.tools.agree(code) {
            self.failed(&trouble)?;
        }
        Ok(true)
    }

    /// Waits for a running program, until the learner ends it.
    fn wait<T>(
        &mut self,
        run: impl FnOnce(&mut dyn CardTools, &mut dyn FnMut() -> bool) -> T,
    ) -> Result<T, Stop> {
        let waiting = |_| vec![Line::styled("node runs it …", Tone::Dim)];
        let footer = [Hint::new("Esc", "end it")];
        self.dialog.show(&self.header, &waiting, &footer)?;
        let mut stop = None;
        let dialog = &mut *self.dialog;
        let mut wanted = || match dialog.keep_waiting() {
            Ok(waits) => waits,
            Err(ended_by) => {
                stop = Some(ended_by);
                false
            }
        };
        let ran = run(self.tools, &mut wanted);
        match stop {
            Some(stop) => Err(stop),
            None => Ok(ran),
        }
    }

    fn report(&mut self, card: &Card) -> Result<ToolOutcome, Stop> {
        let body = |width: usize| {
            let mut lines = question(card, width);
            let what = "What is wrong with this card? One line is enough.";
            lines.extend([Line::new(), Line::from(what)]);
            lines
        };
        let footer = [
            Hint::new("Enter", "write it down"),
            Hint::new("Esc", "leave it"),
        ];
        let Some(note) = self.dialog.line(&self.header, &body, &footer)? else {
            return Ok(ToolOutcome::Unchanged(None));
        };
        match self.tools.report(card, &note) {
            Ok(file) => self.back(&|width| {
                let lines = [
                    Line::styled("✓", Tone::Good)
                        .with(" Written down, ready to be sent:", Tone::Plain),
                    Line::new(),
                    Line::styled("  ", Tone::Plain).with(&file, Tone::Accent),
                    Line::new(),
                    Line::styled(
                        "`nodequiz cards --reported` lists what you reported.",
                        Tone::Dim,
                    ),
                ];
                lines.iter().flat_map(|line| wrap(line, width, 2)).collect()
            }),
            Err(trouble) => self.failed(&trouble),
        }
    }

    /// Reports that a tool did not work.
    pub(crate) fn failed(&mut self, trouble: &ToolError) -> Result<ToolOutcome, Stop> {
        self.back(&|width| {
            let lead = Line::styled("✗ ", Tone::Bad);
            wrap(&lead.with(&trouble.0, Tone::Plain), width, 2)
        })
    }

    /// Shows something until any key leads back to the card.
    fn back(&mut self, body: &dyn Fn(usize) -> Vec<Line>) -> Result<ToolOutcome, Stop> {
        let footer = [Hint::new("any key", "back")];
        self.dialog.show_until_key(&self.header, body, &footer)?;
        Ok(ToolOutcome::Unchanged(None))
    }
}

/// A card's question.
pub(crate) fn question(card: &Card, width: usize) -> Vec<Line> {
    let line: Line = markdown::inline(&card.question).into_iter().collect();
    wrap(&line.restyled(Style::bold), width, 0)
}

/// What a snippet printed, beside what the card says it prints.
fn result(snippet: &Snippet, ran: &SnippetResult, renderer: &TextRenderer) -> Vec<Line> {
    let lines_of = |text: &str| -> Vec<String> {
        let text = text::clean(text);
        text.trim_end().lines().map(str::to_owned).collect()
    };
    let output = lines_of(&ran.output);
    let errors = lines_of(&ran.errors);
    let mut lines = vec![how_it_ended(ran.end), Line::new()];
    let plain = |text: &String| {
        let line = Line::styled("    ", Tone::Plain).with(text, Tone::Plain);
        wrap(&line, renderer.width, 6)
    };
    if let Some(prints) = &snippet.prints {
        let wanted = lines_of(prints);
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let count = output.len().max(wanted.len());
        let right: Vec<bool> = (0..count)
            .map(|place| output.get(place).map(String::as_str) == wanted.get(place).copied())
            .collect();
        lines.extend(difference_columns(
            ["node printed", "the card says"],
            &output,
            &wanted,
            &right,
            renderer,
        ));
    } else if output.is_empty() {
        lines.push(Line::styled("It printed nothing.", Tone::Dim));
    } else {
        lines.push(Line::styled("    node printed", Tone::Dim));
        lines.extend(output.iter().flat_map(plain));
    }
    if !errors.is_empty() {
        lines.push(Line::new());
        lines.push(Line::styled("    on standard error", Tone::Dim));
        lines.extend(errors.iter().flat_map(plain));
    }
    if ran.cut {
        lines.push(Line::new());
        lines.push(Line::styled(
            "It printed more than 64 KB; the rest is cut.",
            Tone::Warn,
        ));
    }
    lines
}

fn how_it_ended(end: RunEnd) -> Line {
    let (sign, tone, words) = match end {
        RunEnd::Code(0) => ("✓", Tone::Good, "It ran to its end.".to_owned()),
        RunEnd::Code(code) => ("✗", Tone::Bad, format!("It ended with exit code {code}.")),
        RunEnd::Killed(signal) => ("✗", Tone::Bad, format!("Signal {signal} ended it.")),
        RunEnd::TooLong(seconds) => (
            "✗",
            Tone::Warn,
            format!("It was ended after {seconds} s; this is what it printed until then."),
        ),
        RunEnd::Stopped => (
            "✗",
            Tone::Warn,
            "You ended it; this is what it printed until then.".to_owned(),
        ),
    };
    Line::styled(sign, tone).with(format!(" {words}"), Tone::Plain)
}

impl ToolDialog<'_, '_> {
    /// Offers help until the learner has decided what to do with the card.
    pub(crate) fn help_with_leech(&mut self, leech: &Leech<'_>) -> Result<LeechChoice, Stop> {
        let offers = leech_offers(matches!(leech.card.data(), Question::Points(_)));
        let footer = offers.footer();
        let body = |width: usize| leech_page(leech, &offers, width);
        loop {
            let key = self.dialog.show_until_key(&self.header, &body, &footer)?;
            match offers.command(&key) {
                Some(Command::Show) => self.answer(leech)?,
                Some(Command::OneByOne) => self.drill(leech)?,
                Some(Command::EditCard) if self.edit(leech.card)? == ToolOutcome::Edited => {
                    return Ok(LeechChoice::Edited);
                }
                Some(Command::Suspend) => return Ok(LeechChoice::Suspend),
                Some(Command::Quit) => return Err(Stop::Quit),
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
        self.back(&body).map(|_| ())
    }

    /// Asks the card's points one by one.
    fn drill(&mut self, leech: &Leech<'_>) -> Result<(), Stop> {
        let Question::Points(points) = leech.card.data() else {
            return Ok(());
        };
        let mut drill = PointDrill::new(leech.card, &points.points, false);
        let mut viewport = Viewport::default();
        while !drill.is_done() {
            let content = drill.show(&self.dialog.renderer());
            let others = [Command::Return, Command::Quit, Command::Help].map(Offer::usual);
            let offers = Offers::of(Phase::Drill, [drill.offer()].into_iter().chain(others));
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

/// What can be done with a card that is forgotten again and again.
fn leech_offers(points: bool) -> Offers {
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
    Offers::of(Phase::Leech, helps.chain(others).map(Offer::usual))
}

fn leech_page(leech: &Leech<'_>, offers: &Offers, width: usize) -> Vec<Line> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::highlight::plain;

    fn shown(output: &str, errors: &str, prints: Option<&str>, end: RunEnd) -> String {
        let snippet = Snippet {
            text: String::new(),
            module: false,
            prints: prints.map(str::to_owned),
        };
        let ran = SnippetResult {
            output: output.to_owned(),
            errors: errors.to_owned(),
            cut: false,
            end,
        };
        let renderer = TextRenderer {
            width: 60,
            highlighter: plain,
        };
        let lines = result(&snippet, &ran, &renderer);
        let lines: Vec<String> = lines.iter().map(Line::plain).collect();
        lines.join("\n")
    }

    #[test]
    fn output_stands_beside_what_the_card_says_line_by_line() {
        let shown = shown("a\nc\n", "", Some("a\nb\n"), RunEnd::Code(0));
        let expected = "\
✓ It ran to its end.

    node printed   the card says
  ✓ a              a
  ✗ c              b";
        assert_eq!(shown, expected);
    }

    #[test]
    fn no_control_character_of_a_program_reaches_the_screen() {
        let shown = shown(
            "\x1b[31mred\x1b[0m\x07\r\n\tx",
            "\x1b]0;title\x07e\u{202e}",
            None,
            RunEnd::Code(1),
        );
        assert!(
            shown.contains("red") && shown.contains("    x") && shown.contains('e'),
            "{shown}"
        );
        assert!(
            shown.chars().all(|c| c == '\n' || text::is_shown(c)),
            "{shown:?}"
        );
        assert!(
            !shown.contains("[31m") && !shown.contains("title"),
            "{shown}"
        );
    }

    #[test]
    fn every_end_is_said() {
        let cases = [
            (RunEnd::Code(3), "exit code 3"),
            (RunEnd::Killed(9), "Signal 9"),
            (RunEnd::TooLong(5), "after 5 s"),
            (RunEnd::Stopped, "You ended it"),
        ];
        for (end, words) in cases {
            let shown = shown("", "", None, end);
            assert!(
                shown.contains(words) && shown.contains("It printed nothing."),
                "{shown}"
            );
        }
    }
}
