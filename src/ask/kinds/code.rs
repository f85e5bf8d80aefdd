//! Code: write it in an editor or a field, run the tests as often as you like, see the model
//! solution.

use crate::ask::key_table::{Command, Phase};
use crate::question::{Answer, CodeTask, Coded};
use crate::session::{TestEnd, TestFailure, TestRun};
use crate::terminal::keys::Key;
use crate::terminal::line::Line;
use crate::terminal::style::{Style, Tone};
use crate::terminal::text;
use crate::terminal::wrap::wrap;
use crate::wording::count;

use super::difference;
use super::kind_screen::{CodeNews, CodeWish, KeyOutcome, KindScreen, MarkedAnswer, Offer};
use super::text_area::{TextArea, offers_of_code};
use super::text_renderer::{Content, TextRenderer, sign};

/// How many lines of what a program printed are shown, and how many characters of each.
const PRINTED: usize = 30;
const LONG: usize = 400;

const NO_EDITOR: &str = "No editor was found; set VISUAL or EDITOR.";

/// A task whose tests decide.
pub(crate) struct Code<'v> {
    task: &'v CodeTask,
    /// The solution as it was saved or typed last; the starter at first.
    text: String,
    /// Whether it is an attempt that was left without an answer before.
    goes_on: bool,
    /// Whether it was typed here, and neither tested nor opened in an editor since.
    typed: bool,
    /// The solution on which the tests ran last.
    tested: Option<String>,
    /// The outcome of that run.
    run: Option<TestRun>,
    runs: u32,
    /// Whether the names of the tests are shown, and whether they were.
    hint: bool,
    hinted: bool,
    /// Whether the tests cannot run: then the learner compares with the model.
    untested: bool,
    /// Why they cannot, if it has to be said.
    why_untested: Option<String>,
    /// What did not work, shown until the next key.
    trouble: Option<String>,
    /// The solution while it is typed here, instead of the task and the last run.
    typing: Option<TextArea>,
}

impl<'v> Code<'v> {
    pub(crate) fn new(task: &'v CodeTask) -> Self {
        Self {
            task,
            text: task.starter.text.to_string(),
            goes_on: false,
            typed: false,
            tested: None,
            run: None,
            runs: 0,
            hint: false,
            hinted: false,
            untested: false,
            why_untested: None,
            trouble: None,
            typing: None,
        }
    }

    /// Takes a solution that was saved; the tests run on it if it is new.
    fn written(&mut self, text: String) -> KeyOutcome {
        self.typing = None;
        self.goes_on = false;
        let before = self.tested.as_deref().unwrap_or(&self.task.starter.text);
        let same = text == before;
        self.text = text;
        if same {
            self.trouble = Some("You changed nothing, so the tests did not run.".to_owned());
            return KeyOutcome::Stay;
        }
        if self.untested {
            return KeyOutcome::Answered(Answer::Revealed);
        }
        let forbidden = self.task.forbidden(&self.text);
        if let Some(name) = forbidden.first() {
            self.trouble = Some(not_allowed(name));
            return KeyOutcome::Stay;
        }
        KeyOutcome::Code(CodeWish::Test(self.text.clone()))
    }

    fn type_here(&mut self) {
        self.typing = Some(TextArea::starting(&text::clean(&self.text)));
    }

    /// The text in the field, if it was changed there.
    fn changed_in_field(&self) -> Option<String> {
        let text = self.typing.as_ref()?.text() + "\n";
        (text.trim_end() != text::clean(&self.text).trim_end()).then_some(text)
    }

    fn take_typed(&mut self) {
        if let Some(text) = self.changed_in_field() {
            self.text = text;
            self.typed = true;
        }
    }

    /// Carries out what was offered with the task.
    fn take_with_task(&mut self, command: Command) -> KeyOutcome {
        self.trouble = None;
        match command {
            Command::Show => return KeyOutcome::Code(CodeWish::Write(self.text.clone())),
            Command::Write => self.type_here(),
            Command::Hint => {
                self.hint = !self.hint;
                self.hinted = true;
            }
            Command::DontKnow if self.untested => {
                return KeyOutcome::Answered(Answer::Revealed);
            }
            Command::DontKnow => return KeyOutcome::Answered(Answer::Unknown),
            _ => return KeyOutcome::Nothing,
        }
        KeyOutcome::Stay
    }

    fn offers_of_the_task(&self) -> Vec<Offer> {
        let write = if self.untested {
            "write it, then compare"
        } else if self.run.is_some() || self.goes_on {
            "keep writing"
        } else {
            "write it"
        };
        let give_up = if self.untested {
            "show the model"
        } else {
            "give up"
        };
        vec![
            Offer::saying(Command::Show, write),
            Offer::usual(Command::Write),
            Offer::usual(Command::Hint),
            Offer::saying(Command::DontKnow, give_up),
        ]
    }
}

impl KindScreen for Code<'_> {
    fn phase(&self) -> Phase {
        match self.typing {
            None => Phase::Task,
            Some(_) => Phase::Code,
        }
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.typing {
            None => self.offers_of_the_task(),
            Some(_) => offers_of_code(if self.untested {
                Offer::saying(Command::Done, "compare it with the model")
            } else {
                Offer::usual(Command::Done)
            }),
        }
    }

    fn take(&mut self, command: Command, key: &Key, _: u64) -> KeyOutcome {
        match (&mut self.typing, command) {
            (None, command) => self.take_with_task(command),
            (Some(_), Command::Done) => {
                self.take_typed();
                self.written(self.text.clone())
            }
            (Some(_), Command::TakeBack) => {
                self.take_typed();
                self.typing = None;
                KeyOutcome::Stay
            }
            (Some(_), Command::Editor) => {
                self.take_typed();
                KeyOutcome::Code(CodeWish::Write(self.text.clone()))
            }
            (Some(area), command) => area.take(command, key),
        }
    }

    fn code_news(&mut self, news: CodeNews) -> KeyOutcome {
        match news {
            CodeNews::Written(text) => {
                self.typed = false;
                return self.written(text);
            }
            CodeNews::Tested(run) => {
                self.typed = false;
                self.tested = Some(self.text.clone());
                // A run that the learner stopped says nothing about the code.
                self.runs += u32::from(run.end != TestEnd::Stopped);
                let end = run.end;
                self.run = Some(run);
                if end == TestEnd::Passed {
                    let coded = Coded {
                        runs: self.runs,
                        hinted: self.hinted,
                    };
                    return KeyOutcome::Answered(Answer::Coded(coded));
                }
                if end == TestEnd::Stopped {
                    self.tested = None;
                }
            }
            CodeNews::NoEditor if self.typing.is_some() => {
                return KeyOutcome::Said(NO_EDITOR);
            }
            CodeNews::NoEditor => self.type_here(),
            CodeNews::CannotTest(why) => {
                self.untested = true;
                self.why_untested = why;
            }
            CodeNews::LeftBefore(text) => {
                self.text = text;
                self.goes_on = true;
            }
            CodeNews::Failed(why) => {
                // Editor and tests save the code first.
                self.typed = false;
                self.typing = None;
                self.trouble = Some(why);
            }
        }
        KeyOutcome::Stay
    }

    fn show(&self, renderer: &TextRenderer, marked: Option<&MarkedAnswer>, content: &mut Content) {
        content.gap();
        if let Some(marked) = marked {
            content.rule(renderer);
            self.show_end(marked, renderer, content);
            return;
        }
        match &self.typing {
            None => self.show_state(renderer, content),
            Some(area) => {
                content.add(renderer.remark(&format!("{}:", self.task.file()), Tone::Dim));
                area.show(renderer, content);
            }
        }
    }

    fn unsaved_code(&self) -> Option<String> {
        self.changed_in_field()
            .or_else(|| self.typed.then(|| self.text.clone()))
    }
}

impl Code<'_> {
    /// What is shown before the end: the last run, what did not work, the names of the tests.
    fn show_state(&self, renderer: &TextRenderer, content: &mut Content) {
        let minutes = count(self.task.minutes.into(), "minute", "minutes");
        let remark = format!("Expected time: {minutes}.");
        content.add(renderer.remark(&remark, Tone::Dim));
        if !self.task.without.is_empty() {
            let names = self.task.without.join(", ");
            content.add(renderer.remark(&format!("Not allowed: {names}."), Tone::Dim));
        }
        if self.goes_on {
            let words = "You left an attempt at this; writing goes on from there.";
            content.add(renderer.remark(words, Tone::Plain));
        }
        let from = content.lines.len();
        let notes = [&self.why_untested, &self.trouble].into_iter().flatten();
        for note in notes {
            content.gap();
            let line = Line::styled("! ", Tone::Warn).with(text::clean(note), Tone::Plain);
            content.add(wrap(&line, renderer.width, 2));
        }
        if self.untested {
            let how = "The tests cannot run: write your solution, then compare it with the model.";
            content.add(renderer.remark(how, Tone::Dim));
        }
        // A card opens with its task in sight, whatever is noted below it.
        let opening =
            self.trouble.is_none() && (self.goes_on || self.text == self.task.starter.text);
        if content.lines.len() > from && !opening {
            content.focus = Some(from);
        }
        if let Some(run) = &self.run {
            content.gap();
            content.add([renderer.rule()]);
            if self.trouble.is_none() {
                content.focus = Some(content.lines.len());
            }
            add_test_run(run, renderer, content);
        } else if self.hint {
            content.gap();
            content.focus = Some(content.lines.len());
            content.add(renderer.remark("The tests expect:", Tone::Dim));
            for name in self.task.test_names() {
                let line = Line::styled("· ", Tone::Dim).with(text::clean(&name), Tone::Plain);
                content.add(wrap(&line, renderer.width, 2));
            }
        }
    }

    /// How it went, and the model solution as a diff against what the learner wrote.
    fn show_end(&self, marked: &MarkedAnswer, renderer: &TextRenderer, content: &mut Content) {
        match (&marked.answer, &self.run) {
            (Answer::Coded(coded), Some(run)) => {
                let tests = count(run.results.len(), "test", "tests");
                let runs = match coded.runs {
                    1 => "at the first run".to_owned(),
                    runs => format!("at run {runs}"),
                };
                let words = format!(" {tests} passed {runs}, in {}.", seconds(run.ms));
                content.add([Line::styled("✓", Tone::Good).with(words, Tone::Plain)]);
                printed(run, renderer, content);
            }
            (Answer::Unknown, Some(run)) => add_ending(run, renderer, content),
            _ => {}
        }
        content.gap();
        add_model(self.task, &self.text, renderer, content);
    }
}

/// What is said of code that uses what its task does not allow.
pub(crate) fn not_allowed(name: &str) -> String {
    format!("Your code uses {name}, which this task does not allow; the tests did not run.")
}

/// The model solution, as a diff against what the learner wrote, if anything.
pub(crate) fn add_model(
    task: &CodeTask,
    written: &str,
    renderer: &TextRenderer,
    content: &mut Content,
) {
    let model = &task.solution;
    if written.trim().is_empty() || written == task.starter.text {
        content.add(renderer.remark("The model", Tone::Dim));
        for line in (renderer.highlighter)(&model.language, &model.text) {
            let indented = Line::from("    ").then(&line);
            content.add(wrap(&indented, renderer.width, 6));
        }
    } else {
        let words = "From your code (-) to the model (+)";
        content.add(renderer.remark(words, Tone::Dim));
        let yours = text::clean(written);
        content.add(difference::code(&yours, &model.text, renderer));
    }
}

/// The outcome of a run.
pub(crate) fn add_test_run(run: &TestRun, renderer: &TextRenderer, content: &mut Content) {
    add_ending(run, renderer, content);
    if let Some(failure) = &run.failure {
        failed(failure, renderer, content);
    }
    content.gap();
    // Where none ran, their names say nothing.
    let ran = run.results.iter().any(|result| result.passed.is_some());
    for result in run.results.iter().filter(|_| ran) {
        let (sign, tone, words) = match result.passed {
            Some(true) => ("✓ ", Tone::Good, ""),
            Some(false) => ("✗ ", Tone::Bad, ""),
            None => ("· ", Tone::Dim, "  did not run"),
        };
        let line = Line::styled(sign, tone)
            .with(text::clean(&result.name), Tone::Plain)
            .with(words, Tone::Dim);
        content.add(wrap(&line, renderer.width, 2));
    }
    printed(run, renderer, content);
}

fn add_ending(run: &TestRun, renderer: &TextRenderer, content: &mut Content) {
    let sign = sign(run.end == TestEnd::Passed).with(" ", Style::PLAIN);
    let line = sign.with(ending(run), Style::PLAIN.bold());
    content.add(wrap(&line, renderer.width, 2));
}

fn failed(failure: &TestFailure, renderer: &TextRenderer, content: &mut Content) {
    if let Some(test) = &failure.test {
        content.gap();
        let title = format!("First failure: {test}");
        content.add(renderer.remark(&text::clean(&title), Tone::Dim));
    }
    indented(&failure.message, "    ", renderer, content);
    let values = [
        ("expected  ", &failure.expected),
        ("actual    ", &failure.actual),
    ];
    for (label, value) in values {
        if let Some(value) = value {
            indented(value, &format!("    {label}"), renderer, content);
        }
    }
}

/// What the code printed.
fn printed(run: &TestRun, renderer: &TextRenderer, content: &mut Content) {
    for (title, text) in [
        ("It printed", &run.output),
        ("On standard error", &run.errors),
    ] {
        if !text.trim().is_empty() {
            content.gap();
            content.add(renderer.remark(title, Tone::Dim));
            indented(text, "    ", renderer, content);
        }
    }
    if run.cut {
        let words = "It printed more than 64 KB; the rest is cut.";
        content.add(renderer.remark(words, Tone::Warn));
    }
}

/// Some lines of a text from outside the program, aligned under the first.
fn indented(words: &str, lead: &str, renderer: &TextRenderer, content: &mut Content) {
    let words = text::clean(words);
    let words = words.trim_end();
    for (index, line) in words.lines().take(PRINTED).enumerate() {
        let lead = if index == 0 {
            lead.to_owned()
        } else {
            " ".repeat(lead.len())
        };
        let indent = lead.len();
        let mut shown: String = line.chars().take(LONG).collect();
        if shown.len() < line.len() {
            shown.push('…');
        }
        let line = Line::styled(lead, Tone::Dim).with(shown, Tone::Plain);
        content.add(wrap(&line, renderer.width, indent));
    }
    if words.lines().count() > PRINTED {
        content.add([Line::styled("    …", Tone::Dim)]);
    }
}

/// How a run ended, in a sentence.
fn ending(run: &TestRun) -> String {
    let passed = run.results.iter().filter(|one| one.passed == Some(true));
    let passed = passed.count();
    let all = run.results.len();
    match run.end {
        TestEnd::Passed | TestEnd::Failed => {
            format!("{passed} of {all} tests passed, in {}.", seconds(run.ms))
        }
        TestEnd::NotLoaded => "Your code could not be loaded, so no test ran.".to_owned(),
        TestEnd::LeftEarly(code) => {
            format!("The program ended with exit code {code} before the tests did.")
        }
        TestEnd::FailedOutside => {
            "Every test passed, but something failed outside of them.".to_owned()
        }
        TestEnd::Killed(signal) => format!("Signal {signal} ended the program."),
        TestEnd::TooLong(limit) => format!(
            "It was ended after {limit} s: a loop or a promise does not end, or a timer or a socket is left open."
        ),
        TestEnd::TooMuchMemory => {
            "It was ended because it took more than 512 MB of memory.".to_owned()
        }
        TestEnd::Stopped => "You ended the run.".to_owned(),
    }
}

fn seconds(ms: u64) -> String {
    if ms < 1000 {
        format!("{ms} ms")
    } else {
        format!("{}.{} s", ms / 1000, ms % 1000 / 100)
    }
}
