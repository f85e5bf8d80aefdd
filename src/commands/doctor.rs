//! `nodequiz doctor`: is everything sound, what does it cost if not, and what mends it.

use std::collections::HashSet;

use clap::Args;

use crate::history::{Accepted, Journal};
use crate::progress::health::{BadLine, Checkup, loss, loss_named};
use crate::report;
use crate::terminal::{Line, Tone};

use crate::app::checkup::{Gathered, Judged};
use crate::app::checkup_json::{CheckupJson, LinesJson, StepsJson};
use crate::app::confirm::may_destroy;
use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::repair::{RepairOutcome, mend, write_down};

/// Check that everything is sound, and mend what is not.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "It looks at folders, permissions, settings, every line of every journal, the kept \
schedule and your decks, and says of each finding what it costs you and what mends it. \
Nothing is changed without --fix, --accept or --leave. A journal file is never edited, \
not even then: what you decide about a damaged line is written as a new line of this \
device, so it holds on all your devices and no answer can be lost by it.

The exit code is 0 where nothing is wrong, and 1 otherwise.

Examples:
  nodequiz doctor
  nodequiz doctor --fix                   show what it will do, ask, and do it
  nodequiz doctor --lines                 damaged lines, with what they say
  nodequiz doctor --accept reviews/k3f9/2026-11.jsonl:14
  nodequiz doctor --leave k3f9:120-124    records that are lost for good
  nodequiz doctor --json | jq '.findings[].code'"
)]
pub struct DoctorArgs {
    /// Mend what can be mended, after showing it
    #[arg(long, conflicts_with_all = ["lines", "accept", "leave"])]
    fix: bool,

    /// Don't ask before --fix
    #[arg(long, requires = "fix")]
    yes: bool,

    /// Show every damaged line: what it says, what is wrong, what can be done
    #[arg(long, conflicts_with_all = ["accept", "leave"])]
    lines: bool,

    /// Let a damaged line count as it stands, in its own place
    #[arg(long, value_name = "FILE:LINE", conflicts_with = "leave")]
    accept: Vec<String>,

    /// Leave a damaged line out for good, or give lost records up: a place, what the report names, or
    /// `all`
    #[arg(long, value_name = "WHAT")]
    leave: Vec<String>,

    /// Print JSON (its shape is in docs/json.md)
    #[arg(long)]
    json: bool,
}

impl DoctorArgs {
    /// Runs the command.
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        let gathered = Gathered::of(context);
        let journal = gathered.journal(context);
        if self.lines {
            return self.show_lines(context, &gathered.bad_lines(context, &journal));
        }
        if !self.accept.is_empty() || !self.leave.is_empty() {
            let decided = self.decided(context, &gathered, &journal)?;
            let steps = write_down(context, &gathered.loaded, &decided);
            return self.tell(context, &steps);
        }
        let judged = gathered.judge(context, &journal);
        if !self.fix {
            self.show(context, &judged, None)?;
            return Ok(exit(&judged.checkup));
        }
        self.mend(context, &gathered, &judged)
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
    fn mend(
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
                    "There is nothing that --fix could mend: see what each finding says.",
                )])?;
            }
            return Ok(exit(&judged.checkup));
        }
        if context.settings_fault.is_some() {
            let message = "the settings cannot be read, and what is mended depends on them";
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
            many => format!("Do these {many} steps?"),
        };
        let what = "this changes files";
        if !may_destroy(context, self.yes, what, &question)? {
            if self.json {
                self.show(context, judged, Some(&[]))?;
            } else {
                context.output.lines(&[Line::from("Nothing changed.")])?;
            }
            return Ok(exit(&judged.checkup));
        }
        let done = mend(context, &gathered.loaded, &steps);
        let again = Gathered::of(context);
        let journal = again.journal(context);
        let judged = again.judge(context, &journal);
        if !self.json {
            self.tell(context, &done)?;
            context.output.lines(&[Line::new()])?;
        }
        self.show(context, &judged, Some(&done))?;
        let failed = done.iter().any(|step| step.failure.is_some());
        Ok(if failed {
            Exit::Failed
        } else {
            exit(&judged.checkup)
        })
    }

    /// Says what was done, and what could not be.
    fn tell(&self, context: &mut Context, steps: &[RepairOutcome]) -> Result<Exit, Failure> {
        let mut exit = Exit::Done;
        if self.json && !self.fix {
            context.output.json(&StepsJson::of(steps))?;
        }
        for step in steps {
            let line = match &step.failure {
                None => Line::styled("✓ ", Tone::Good).with(&step.words, Tone::Plain),
                Some(why) => {
                    exit = Exit::Failed;
                    Line::styled("✗ ", Tone::Bad)
                        .with(format!("{}: {why}", step.words), Tone::Plain)
                }
            };
            if !self.json {
                let lines = crate::terminal::wrap::wrap(&line, context.output.width(), 2);
                context.output.lines(&lines)?;
            }
        }
        Ok(exit)
    }

    fn show_lines(&self, context: &mut Context, bad: &[BadLine]) -> Result<Exit, Failure> {
        if self.json {
            context.output.json(&LinesJson::of(bad))?;
        } else {
            let lines = report::doctor_lines(bad, context.output.width());
            context.output.lines(&lines)?;
        }
        Ok(if bad.is_empty() {
            Exit::Done
        } else {
            Exit::Failed
        })
    }

    /// What the learner decided, ready to be written down.
    fn decided(
        &self,
        context: &Context,
        gathered: &Gathered,
        journal: &Journal,
    ) -> Result<Vec<Accepted>, Failure> {
        if context.settings_fault.is_some() {
            let message = "the settings cannot be read, and what is recorded depends on them";
            return Err(Failure::failed(message)
                .hint("correct the settings first: nodequiz doctor says where"));
        }
        let bad = gathered.bad_lines(context, journal);
        let data = format!("{}/", context.home.data().display());
        let mut decided = Vec::new();
        for target in &self.accept {
            let lines = at(&bad, target, &data);
            let counted: Vec<Accepted> = lines.iter().filter_map(|line| line.counted()).collect();
            if counted.is_empty() {
                return Err(not_acceptable(target, &lines));
            }
            decided.extend(counted);
        }
        for target in &self.leave {
            let lines = if target == "all" {
                bad.iter().collect()
            } else {
                at(&bad, target, &data)
            };
            decided.extend(lines.iter().flat_map(|line| line.left_out(journal)));
            if target == "all" {
                decided.extend(journal.problems.iter().filter_map(loss));
            } else if lines.is_empty() {
                let loss = loss_named(target, journal);
                decided.push(loss.ok_or_else(|| unknown(target))?);
            }
        }
        // A copy of a file repeats its damage.
        let mut known = HashSet::new();
        decided.retain(|one| known.insert(format!("{:?}", one.fields())));
        Ok(decided)
    }
}

/// The bad lines at a place, written as it is shown, below the journals' folder, or as a whole path.
fn at<'b>(bad: &'b [BadLine], target: &str, data: &str) -> Vec<&'b BadLine> {
    let target = target.strip_prefix(data).unwrap_or(target);
    bad.iter()
        .filter(|line| {
            let place = line.place.to_string();
            place == target || place.strip_prefix("reviews/") == Some(target)
        })
        .collect()
}

fn unknown(target: &str) -> Failure {
    Failure::failed(format!(
        "`{target}` is nothing that is wrong with the journal"
    ))
    .hint("nodequiz doctor says what is, and how it is named")
}

fn not_acceptable(target: &str, lines: &[&BadLine]) -> Failure {
    let Some(line) = lines.first() else {
        return unknown(target);
    };
    let message = match (line.harmless, line.doubts.first()) {
        (Some(why), _) => format!("{target}: there is nothing to count, {why}"),
        (None, Some(doubt)) => format!("{target}: it cannot be accepted, {doubt}"),
        (None, None) => format!("{target}: it says nothing that can be read"),
    };
    Failure::failed(message).hint(format!(
        "leave it out for good: {}",
        line.command("--leave")
    ))
}

/// 0 only where nothing is wrong.
fn exit(checkup: &Checkup) -> Exit {
    if checkup.wrong() == 0 {
        Exit::Done
    } else {
        Exit::Failed
    }
}
