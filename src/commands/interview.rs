//! `nodequiz interview`: a mock interview with its debrief.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use crate::deck::{Level, Prompt};
use crate::history::Outcome;
use crate::plan::KeptInterview;
use crate::progress::{InterviewReport, interview_report};
use crate::session::Stop;
use crate::terminal::Tone;

use super::exit::{Exit, Failure};
use super::filters::level_parser;
use super::interview_report::{Out, print_again, print_history, tell};
use super::interview_sitting::{InterviewWishes, Sat, kept, pool, prompts, sit};
use super::learner::Learner;
use super::named::nearest;
use super::shelf::Shelf;
use super::sitting;
use super::study::StudyArgs;
use super::world::World;

/// Hold a mock interview: questions without feedback, then a debrief.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Each thread begins with a prompt that is kept for interviews, or with a card, and goes \
deeper when an answer is good, sideways when it is not. Answer aloud and sum it up, or \
type. Nothing is said about your answers until the end; then you tick what was in them. \
An interview that was ended, by whatever, is kept; the next start offers to go through \
it.

Examples:
  nodequiz interview
  nodequiz interview --level senior --minutes 45
  nodequiz interview --topic async --topic databases --out interview.md
  nodequiz interview --last                 the last report once more
  nodequiz interview --history              how reserved prompts went over time
  nodequiz interview --history --json | jq '.interviews[-1].points'"
)]
pub struct InterviewArgs {
    /// The level; without it you are asked
    #[arg(long, value_name = "LEVEL", value_parser = level_parser())]
    level: Option<Level>,

    /// How many minutes it takes; one thread in about seven
    #[arg(long, value_name = "M", default_value_t = MINUTES, value_parser = RangedU64ValueParser::<u32>::new().range(5..=180))]
    minutes: u32,

    /// Only questions on this topic; may be given several times
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,

    /// Write the report into this file: Markdown (`.md`) or JSON (`.json`)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file if it is there
    #[arg(long, requires = "out")]
    force: bool,

    /// Print the report of the last interview once more; nothing is asked
    #[arg(long, conflicts_with_all = ["history", "level", "minutes", "topics"])]
    last: bool,

    /// Print how answers to reserved prompts went over time; nothing is asked
    #[arg(long, conflicts_with_all = ["out", "level", "minutes", "topics"])]
    history: bool,

    /// Print JSON (its shape is in docs/json.md); with --last or --history
    #[arg(long)]
    json: bool,
}

/// The minutes of an interview for which nobody says how many.
const MINUTES: u32 = 30;

impl Default for InterviewArgs {
    fn default() -> Self {
        Self {
            level: None,
            minutes: MINUTES,
            topics: Vec::new(),
            out: None,
            force: false,
            last: false,
            history: false,
            json: false,
        }
    }
}

impl InterviewArgs {
    /// Runs the command.
    pub fn run(self, world: &mut World) -> Result<Exit, Failure> {
        let out = self
            .out
            .as_ref()
            .map(|path| Out::new(path, self.force))
            .transpose()?;
        if self.json && !self.last && !self.history {
            let message = "`--json` goes with `--last` or `--history`";
            return Err(Failure::usage(message)
                .hint("an interview is held at a terminal; its report: --out interview.json"));
        }
        if !self.last && !self.history {
            let instead = "`nodequiz interview --last` and `--history` print reports";
            sitting::needs_a_person("interview", instead)?;
        }
        let shelf = Shelf::load(world)?;
        let mut learner = Learner::open(world, &shelf)?;
        let prompts = prompts(world)?;
        let all = kept(&learner)?;
        if self.history {
            return print_history(&all, self.json, world);
        }
        if self.last {
            let figures = last(&all, &prompts, &learner)?;
            return print_again(&figures, out.as_ref(), self.json, world);
        }
        self.check_topics(&learner, &prompts)?;
        let lock = sitting::lock(world, "interview")?;
        let wishes = InterviewWishes {
            level: self.level,
            minutes: self.minutes,
            topics: self.topics,
        };
        let sat = sit(&wishes, &all, &prompts, &mut learner, world)?;
        learner.save(world);
        match sat {
            Sat::Through { kept, study } => {
                let pool = pool(&prompts, &learner, &kept.start.topics);
                let figures = interview_report(&kept, &pool);
                tell(&figures, out.as_ref(), world)?;
                if !study {
                    return Ok(Exit::Done);
                }
                drop(pool);
                drop(learner);
                drop(lock);
                StudyArgs::these(figures.study).run(world)
            }
            Sat::Left(exit, remark) => {
                if exit != Exit::Signal(1) {
                    sitting::remark(world, &remark, Tone::Plain)?;
                }
                Ok(exit)
            }
            Sat::NotSaved { why, lost, stop } => Ok(not_saved(&why, lost.as_deref(), stop, world)),
        }
    }

    fn check_topics(&self, learner: &Learner<'_>, prompts: &[Prompt]) -> Result<(), Failure> {
        let cards = learner.library.cards().map(|card| &*card.topic);
        let prompts = prompts.iter().map(|prompt| prompt.topic.as_str());
        let known: BTreeSet<&str> = cards.chain(prompts).collect();
        for topic in &self.topics {
            if !known.contains(topic.as_str()) {
                let message = format!("no card and no prompt has the topic `{topic}`");
                let failure = Failure::usage(message);
                return Err(match nearest(topic, known.iter().copied()) {
                    Some(near) => failure.hint(format!("did you mean `{near}`?")),
                    None => failure,
                });
            }
        }
        Ok(())
    }
}

/// The last interview that was gone through, in figures.
fn last(
    all: &[KeptInterview],
    prompts: &[Prompt],
    learner: &Learner<'_>,
) -> Result<InterviewReport, Failure> {
    let through = |kept: &&KeptInterview| kept.outcome == Some(Outcome::Debriefed);
    let Some(kept) = all.iter().rev().find(through) else {
        return Err(Failure::failed("no interview has been gone through yet")
            .hint("the first: nodequiz interview"));
    };
    let pool = pool(prompts, learner, &kept.start.topics);
    Ok(interview_report(kept, &pool))
}

fn not_saved(why: &str, lost: Option<&str>, stop: Stop, world: &mut World) -> Exit {
    world.output.say("error", Tone::Bad, why);
    let words = if lost.is_some() {
        "Your last answer is not saved. This is what you typed:"
    } else {
        "What you ticked last is not saved; `nodequiz interview` asks for it again."
    };
    let mut lines = vec![words.into()];
    for line in lost.iter().flat_map(|lost| lost.lines()) {
        lines.push(format!("  {line}").as_str().into());
    }
    world.output.say_lines(&lines);
    match stop {
        Stop::Quit => Exit::Failed,
        Stop::Signal(number) => Exit::Signal(number),
    }
}
