//! `nodequiz interview`: a mock interview with its debrief.

use std::path::PathBuf;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use crate::ask::InterviewFace;
use crate::deck::{Level, Prompt};
use crate::history::{InterviewScope, Outcome};
use crate::plan::RecordedInterview;
use crate::progress::{InterviewReport, interview_report};
use crate::session::Stop;
use crate::terminal::Tone;

use super::study::StudyArgs;
use crate::app::context::Context;
use crate::app::exit::{Exit, Failure};
use crate::app::filters::{exist, named};
use crate::app::interactive;
use crate::app::interview::{
    InterviewRequest, InterviewRun, Out, hold, kept, pool, print_again, print_history, prompts,
    sit, tell,
};
use crate::app::open_history::OpenHistory;

/// Hold a mock interview: questions without feedback, then a debrief.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "Each thread begins with a prompt reserved for interviews, or with a card, and goes deeper when \
an answer is good, sideways when it is not. Answer aloud and sum it up, or type. Nothing is said \
about your answers until the end; then you tick what was in them. An interview that ends early \
is kept, and the next start offers to go through it.

Examples:
  nodequiz interview
  nodequiz interview --level senior --minutes 45
  nodequiz interview --topic async --topic databases --out interview.md
  nodequiz interview --code                 with code to write at the end
  nodequiz interview --last                 the last report once more
  nodequiz interview --history              how reserved prompts went over time
  nodequiz interview --history --json | jq '.interviews[-1].points'"
)]
pub struct InterviewArgs {
    /// The level; you are asked where it is missing
    #[arg(long, value_name = "LEVEL", value_parser = named(&Level::ALL, Level::name))]
    level: Option<Level>,

    /// How many minutes it takes; a thread takes about seven
    #[arg(long, value_name = "M", default_value_t = 30, value_parser = RangedU64ValueParser::<u32>::new().range(5..=180))]
    minutes: u32,

    /// Only questions on this topic; may be given several times
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,

    /// Only questions with this tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,

    /// Write code at the end: one code card, whose tests run in the debrief
    #[arg(long)]
    code: bool,

    /// Write the report into this file: Markdown (`.md`) or JSON (`.json`)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file if it exists
    #[arg(long, requires = "out")]
    force: bool,

    /// Print the report of the last interview again; asks nothing
    #[arg(long, conflicts_with_all = ["history", "level", "minutes", "topics", "tags", "code"])]
    last: bool,

    /// Print the answers to reserved prompts over time; asks nothing
    #[arg(long, conflicts_with_all = ["out", "level", "minutes", "topics", "tags", "code"])]
    history: bool,

    /// Print JSON (its shape: nodequiz docs json); with --last or --history
    #[arg(long)]
    json: bool,
}

impl InterviewArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
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
            interactive::needs_a_person(context, "interview", instead)?;
        }
        self.begin(context, out.as_ref(), None)
    }

    /// The same, with the questions asked on a screen other than the terminal's, so that nobody needs to be there.
    pub fn run_on(
        self,
        context: &mut Context,
        screen: &mut dyn InterviewFace,
    ) -> Result<Exit, Failure> {
        self.begin(context, None, Some(screen))
    }

    fn begin(
        self,
        context: &mut Context,
        out: Option<&Out>,
        screen: Option<&mut dyn InterviewFace>,
    ) -> Result<Exit, Failure> {
        let mut history = OpenHistory::open(context)?;
        let prompts = prompts(context);
        let all = kept(&history)?;
        if self.history {
            return print_history(&all, self.json, context);
        }
        if self.last {
            let figures = last(&all, &prompts, &history)?;
            return print_again(&figures, out, self.json, context);
        }
        self.check_scope(&history, &prompts)?;
        let lock = interactive::lock(context, "interview")?;
        let request = InterviewRequest {
            level: self.level,
            minutes: self.minutes,
            scope: InterviewScope {
                topics: self.topics,
                tags: self.tags,
            },
            code: self.code,
        };
        let sat = match screen {
            Some(face) => hold(&request, &all, &prompts, face, &mut history, context)?,
            None => sit(&request, &all, &prompts, &mut history, context)?,
        };
        history.save(context);
        match sat {
            InterviewRun::Through { kept, study } => {
                let pool = pool(&prompts, &history, &kept.start.scope);
                let figures = interview_report(&kept, &pool);
                tell(&figures, out, context)?;
                if !study {
                    return Ok(Exit::Done);
                }
                drop(pool);
                drop(history);
                drop(lock);
                StudyArgs::these(figures.study).run(context)
            }
            InterviewRun::Left(exit, remark) => {
                if exit != Exit::Signal(1) {
                    context.remark(&remark, Tone::Plain)?;
                }
                Ok(exit)
            }
            InterviewRun::NotSaved { why, lost, stop } => {
                Ok(not_saved(&why, lost.as_deref(), stop, context))
            }
        }
    }

    fn check_scope(&self, history: &OpenHistory, prompts: &[Prompt]) -> Result<(), Failure> {
        let cards = || history.library.cards();
        let topics = || {
            let of_cards = cards().map(|card| &*card.topic);
            of_cards.chain(prompts.iter().map(|prompt| prompt.topic.as_str()))
        };
        exist("card and no prompt", "topic", &self.topics, topics)?;
        let tags = || {
            let of_cards = cards().flat_map(|card| &card.tags);
            let of_prompts = prompts.iter().flat_map(|prompt| &prompt.tags);
            of_cards.chain(of_prompts).map(String::as_str)
        };
        exist("card and no prompt", "tag", &self.tags, tags)
    }
}

/// The last finished interview in figures.
fn last(
    all: &[RecordedInterview],
    prompts: &[Prompt],
    history: &OpenHistory,
) -> Result<InterviewReport, Failure> {
    let through = |kept: &&RecordedInterview| kept.outcome == Some(Outcome::Debriefed);
    let Some(kept) = all.iter().rev().find(through) else {
        return Err(Failure::failed("no interview has been gone through yet")
            .hint("the first: nodequiz interview"));
    };
    let pool = pool(prompts, history, &kept.start.scope);
    Ok(interview_report(kept, &pool))
}

fn not_saved(why: &str, lost: Option<&str>, stop: Stop, context: &mut Context) -> Exit {
    context.output.say("error", Tone::Bad, why);
    let words = if lost.is_some() {
        "Your last answer is not saved. This is what you typed:"
    } else {
        "What you ticked last is not saved; `nodequiz interview` asks for it again."
    };
    let mut lines = vec![words.into()];
    for line in lost.iter().flat_map(|lost| lost.lines()) {
        lines.push(format!("  {line}").as_str().into());
    }
    context.output.say_lines(&lines);
    interactive::exit_of(stop, Exit::Failed)
}
