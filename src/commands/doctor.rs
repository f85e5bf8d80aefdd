//! `nodequiz doctor`: whether everything is in order, what it costs if not, and how to fix it.

use clap::Args;

use crate::report;
use crate::terminal::{Line, Tone};
use crate::wording::health::Checkup;

use crate::app::checkup::{CheckupJson, Gathered, Judged, RepairOutcome, repair};
use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};

/// Check that everything is in order, and fix what is not
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "It checks folders, permissions, settings, every line of every journal, the saved schedule \
and your decks. Each finding says what it costs you and what to do about it. \
Nothing changes without --fix, and no journal is ever edited, not even then: \
a damaged line costs that line alone, and all others count.

The exit code is 0 where nothing is wrong, and 1 otherwise.

Examples:
  nodequiz doctor
  nodequiz doctor --fix        show what it will do, ask, and do it
  nodequiz doctor --json | jq '.findings[].code'"
)]
pub struct DoctorArgs {
    /// Fix what can be fixed, after showing it
    #[arg(long)]
    fix: bool,

    /// Don't ask before --fix
    #[arg(long, requires = "fix")]
    yes: bool,

    /// Print JSON (its shape: nodequiz docs json)
    #[arg(long)]
    json: bool,
}

impl DoctorArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let gathered = Gathered::of(context);
        let judged = gathered.judge(context);
        if !self.fix {
            self.show(context, &judged, None)?;
            return Ok(exit(&judged.checkup));
        }
        self.fix(context, &gathered, &judged)
    }

    /// Shows what was found.
    fn show(
        &self,
        context: &mut Context,
        judged: &Judged,
        done: Option<&[RepairOutcome]>,
    ) -> Result<(), Failure> {
        let Judged { checkup, snapshot } = judged;
        if self.json {
            context.output.json(&CheckupJson::of(checkup, done))?;
        } else {
            let home = context.home.data().display().to_string();
            let lines = report::doctor(checkup, &home, *snapshot, context.output.width());
            context.output.lines(&lines)?;
        }
        Ok(())
    }

    /// Shows what it will do, asks, does it, and looks again.
    fn fix(
        &self,
        context: &mut Context,
        gathered: &Gathered,
        judged: &Judged,
    ) -> Result<Exit, Failure> {
        let steps = judged.checkup.repairs();
        if steps.is_empty() {
            self.show(context, judged, self.json.then_some(&[]))?;
            if !self.json && judged.checkup.wrong() > 0 {
                context.output.lines(&[Line::from(
                    "There is nothing that --fix can do: see what each finding says.",
                )])?;
            }
            return Ok(exit(&judged.checkup));
        }
        if context.settings_fault.is_some() {
            let message = "the settings cannot be read, and fixing depends on them";
            return Err(Failure::failed(message)
                .hint("correct the settings first: nodequiz doctor says where"));
        }
        let mut plan =
            report::doctor_steps(&judged.checkup, context.today(), context.output.width());
        plan.push(Line::new());
        if self.json {
            context.output.say_lines(&plan);
        } else {
            context.output.lines(&plan)?;
            context.output.flush()?;
        }
        let question = match steps.len() {
            1 => "Do this step?".to_owned(),
            many => format!("Carry out these {many} steps?"),
        };
        let what = "this changes files";
        if !context.may_destroy(self.yes, what, &question)? {
            if self.json {
                self.show(context, judged, Some(&[]))?;
            } else {
                context.output.lines(&[Line::from("Nothing changed.")])?;
            }
            return Ok(exit(&judged.checkup));
        }
        let done = repair(context, &gathered.loaded, &steps);
        let judged = Gathered::of(context).judge(context);
        if !self.json {
            Self::print_outcomes(context, &done)?;
            context.output.lines(&[Line::new()])?;
        }
        self.show(context, &judged, Some(&done))?;
        let failed = done.iter().any(|step| step.why.is_some());
        Ok(if failed {
            Exit::Failed
        } else {
            exit(&judged.checkup)
        })
    }

    /// Says what was done, and what could not be.
    fn print_outcomes(context: &mut Context, steps: &[RepairOutcome]) -> Result<(), Failure> {
        for step in steps {
            let line = match &step.why {
                None => Line::styled("✓ ", Tone::Good).with(&step.step, Tone::Plain),
                Some(why) => {
                    Line::styled("✗ ", Tone::Bad).with(format!("{}: {why}", step.step), Tone::Plain)
                }
            };
            let lines = crate::terminal::wrap::wrap(&line, context.output.width(), 2);
            context.output.lines(&lines)?;
        }
        Ok(())
    }
}

/// 0 only if nothing is wrong.
fn exit(checkup: &Checkup) -> Exit {
    if checkup.wrong() == 0 {
        Exit::Done
    } else {
        Exit::Failed
    }
}
