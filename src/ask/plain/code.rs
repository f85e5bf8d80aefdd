//! A code card on lines: the code comes from the editor, or line by line, and its tests run on it.

use crate::ask::kinds::{Content, add_test_run};
use crate::question::{Answer, CodeTask, Coded};
use crate::session::{TestEnd, Tested, View};
use crate::terminal::text::clean;
use crate::wording::count;

use super::plain_screen::{Expected, Left, PlainScreen};

/// What gives up.
const GIVE_UP: &str = "?";

impl PlainScreen<'_> {
    /// Takes code until its tests pass, or the learner gives up or compares with the model.
    pub(super) fn code(&mut self, view: &View<'_>, task: &CodeTask) -> Result<Answer, Left> {
        let minutes = count(usize::from(task.minutes), "minute", "minutes");
        self.say(&format!("Expected time: {minutes}."))?;
        if let Some(why) = self.cannot_test(task) {
            return self.compare(view, &why);
        }
        let editor = self.with_tools_of(|tools| Ok(tools.has_editor())) == Ok(true);
        let prompt = if editor {
            "Enter opens your editor, and the tests run when you leave it; ? gives up."
        } else {
            "Enter, then the code line by line; a line with only a full stop ends it; ? gives up."
        };
        let left = self.begin_code(view.card, task);
        if let Some(left) = &left {
            self.say("You left an attempt at this:")?;
            for line in left.lines() {
                self.say(&format!("  {}", clean(line)))?;
            }
        }
        let mut text = left.unwrap_or_else(|| task.starter.text.to_string());
        let mut tested = task.starter.text.to_string();
        let mut runs = 0;
        loop {
            let line = self.ask_line(view, prompt, Expected::Keys(GIVE_UP), false)?;
            match line.trim() {
                "" => {}
                GIVE_UP => return Ok(Answer::Unknown),
                _ => {
                    self.say("Press Enter to write; ? gives up; h for help.")?;
                    continue;
                }
            }
            let written = if editor {
                self.code_of_editor(view, task, &text)?
            } else {
                Some(self.code_of_lines(view, task)?)
            };
            let Some(written) = written else { continue };
            if written == tested {
                self.say("You changed nothing, so the tests did not run.")?;
                continue;
            }
            text = written;
            text.clone_into(&mut tested);
            if let Some(name) = task.forbidden(&text).first() {
                self.say(&format!(
                    "Your code uses {name}, which this task does not allow; the tests did not run."
                ))?;
                continue;
            }
            match self.tested(view.card, task, &text)? {
                Tested::Ran(run) => {
                    runs += u32::from(run.end != TestEnd::Stopped);
                    let mut content = Content::default();
                    add_test_run(&run, &self.renderer(), &mut content);
                    self.lines.say(&content.lines)?;
                    if run.end == TestEnd::Passed {
                        let hinted = false;
                        return Ok(Answer::Coded(Coded { runs, hinted }));
                    }
                }
                Tested::Cannot(why) => return self.compare(view, &why),
                // It was looked at before.
                Tested::NotAllowed(_) => {}
            }
        }
    }

    /// The learner marks themselves, for this reason.
    fn compare(&mut self, view: &View<'_>, why: &str) -> Result<Answer, Left> {
        self.say(&format!("The tests cannot run: {why}"))?;
        let prompt = "Write the code, then press Enter to compare it with the model.";
        self.say_aloud(view, prompt)
    }

    /// What was saved in the editor; `None` if that did not work, which was said.
    fn code_of_editor(
        &mut self,
        view: &View<'_>,
        task: &CodeTask,
        text: &str,
    ) -> Result<Option<String>, Left> {
        let restore = self.restore.clone();
        let written = self
            .with_tools_of(|tools| restore.given_away(|| tools.write_code(view.card, task, text)));
        self.told(written)
    }

    /// Code typed line by line. It is saved whatever comes after it.
    fn code_of_lines(&mut self, view: &View<'_>, task: &CodeTask) -> Result<String, Left> {
        let mut text = String::new();
        let ended = loop {
            let number = text.lines().count() + 1;
            match self.typed(&format!("Line {number}:")) {
                Ok(line) if line.trim() == "." => break Ok(()),
                Ok(line) => {
                    text.push_str(line.trim_end());
                    text.push('\n');
                }
                Err(left) => break Err(left),
            }
        };
        if !text.is_empty() {
            let kept = self.with_tools_of(|tools| tools.keep_code(view.card, task, &text));
            self.told(kept)?;
        }
        ended.map(|()| text)
    }
}
