//! `nodequiz interview`: a mock interview with its debrief.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::RangedU64ValueParser;

use crate::ask::{
    DebriefChoice, InterviewFace, InterviewIntro, InterviewScreen, PlainScreen, Round,
};
use crate::deck::{Level, Prompt};
use crate::history::{Event, InterviewEnd, InterviewScope, InterviewStart, Outcome};
use crate::plan::{
    Interview, Pool, RecordedInterview, asked_before, chance_known, draw, draw_code, likely_level,
    recall_now, recorded_interviews, threads,
};
use crate::progress::{InterviewReport, interview_history, interview_report};
use crate::report;
use crate::session::{Interrupted, Stop, conduct, debrief};
use crate::store::{self, SystemTools, may_write_outside, write_outside};
use crate::terminal::{Numbered, Tone};
use crate::wording::{self, interview_markdown, interview_sections};

use super::study::StudyArgs;
use crate::app::find::{exist, named};
use crate::app::{Context, Exit, Failure, OpenHistory, interactive, loaded_decks};

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
            let interviews = &interview_history(&all);
            let json = BTreeMap::from([("interviews", interviews)]);
            return context.print(self.json, &json, |width| {
                report::interview_trend(interviews, width)
            });
        }
        if self.last {
            let figures = last(&all, &prompts, &history)?;
            if self.json {
                context.output.json(&figures)?;
                out.map_or(Ok(()), |out| out.write(&figures))?;
            } else {
                print_report(&figures, out, context)?;
            }
            return Ok(Exit::Done);
        }
        self.check_scope(&history, &prompts)?;
        let lock = interactive::lock(context, "interview")?;
        let run = match screen {
            Some(face) => hold(&self, &all, &prompts, face, &mut history, context)?,
            None => hold_at_terminal(&self, &all, &prompts, &mut history, context)?,
        };
        history.save(context);
        match run {
            InterviewRun::Through { kept, study } => {
                let pool = pool(&prompts, &history, &kept.start.scope);
                let figures = interview_report(&kept, &pool);
                print_report(&figures, out, context)?;
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

    /// What it is about.
    fn scope(&self) -> InterviewScope {
        InterviewScope {
            topics: self.topics.clone(),
            tags: self.tags.clone(),
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

enum InterviewRun {
    /// The interview is finished, and whether the learner wants to study what it named.
    Through {
        kept: RecordedInterview,
        study: bool,
    },
    /// The learner left it, with a remark.
    Left(Exit, String),
    /// Something was not saved.
    NotSaved {
        why: String,
        lost: Option<String>,
        stop: Stop,
    },
}

impl InterviewRun {
    fn left(stop: Stop, remark: impl Into<String>) -> Self {
        Self::Left(interactive::exit_of(stop, Exit::Done), remark.into())
    }
}

/// Holds the terminal from the first page to the report.
fn hold_at_terminal(
    args: &InterviewArgs,
    all: &[RecordedInterview],
    prompts: &[Prompt],
    history: &mut OpenHistory,
    context: &Context,
) -> Result<InterviewRun, Failure> {
    let elapsed = || context.elapsed();
    let settings = context.settings();
    let (editor, node) = (&settings.editor, &settings.node);
    let mut tools = SystemTools::new(&context.home, context.clock, history.library, editor, node);
    if context.is_plain() {
        let (titles, width) = (interactive::titles(history.library), context.output.width());
        let mut face = PlainScreen::new(&context.restore, width, &elapsed, &titles, Round::Study)
            .with_tools(&mut tools);
        let restore = &context.restore;
        return restore.defer_signals(|| hold(args, all, prompts, &mut face, history, context));
    }
    let (mut screen, mut inputs) = interactive::screen(context)?;
    let mut face = InterviewScreen::new(&mut screen, &mut inputs, &elapsed, &mut tools);
    hold(args, all, prompts, &mut face, history, context)
}

/// Holds an interview, or goes through one that waits.
fn hold(
    args: &InterviewArgs,
    all: &[RecordedInterview],
    prompts: &[Prompt],
    face: &mut dyn InterviewFace,
    history: &mut OpenHistory,
    context: &Context,
) -> Result<InterviewRun, Failure> {
    if let Some(open) = all.iter().rev().find(|kept| kept.is_open()) {
        match face.offer_debrief(&waiting(open)) {
            Ok(DebriefChoice::Debrief) => {
                return Ok(go_through(open.clone(), prompts, face, history));
            }
            Ok(DebriefChoice::Discard) => {
                let session = open.start.session.clone();
                end(session, Outcome::Discarded, history)?;
            }
            Ok(DebriefChoice::Later) => {
                let words = "It waits. Continue with: nodequiz interview";
                return Ok(InterviewRun::left(Stop::Quit, words));
            }
            Err(stop) => return Ok(InterviewRun::left(stop, "It waits.")),
        }
    }
    let (minutes, scope) = (args.minutes, args.scope());
    let opening = InterviewIntro {
        level: args.level.unwrap_or_else(|| guessed_level(history)),
        choose: args.level.is_none(),
        minutes,
        threads: threads(minutes),
        scope: scope.clone(),
        code: args.code,
    };
    let level = match face.open(&opening) {
        Ok(Some(level)) => level,
        Ok(None) => {
            let words = "Another time. Nothing was changed.";
            return Ok(InterviewRun::left(Stop::Quit, words));
        }
        Err(stop) => return Ok(InterviewRun::left(stop, "Nothing was changed.")),
    };
    let pool = pool(prompts, history, &scope).after(asked_before(all));
    let openers = draw(&pool, level, opening.threads, context.seed);
    if openers.is_empty() {
        let on = scope.on();
        let message = format!("there is nothing to ask at the level {level}{on}");
        return Err(
            Failure::failed(message).hint("choose another level, or leave out topics and tags")
        );
    }
    let code = args.code.then(|| draw_code(&pool, level, context.seed));
    if code == Some(None) {
        let on = scope.on();
        let message = format!("there is no code card at the level {level}{on}");
        return Err(Failure::failed(message).hint("choose another level, or leave out --code"));
    }
    let mut interview =
        Interview::new(pool, openers, minutes, context.seed).with_code(code.flatten());
    let session = store::session_name();
    let start = InterviewStart {
        session: session.clone(),
        level: level.name().to_owned(),
        minutes: interview.minutes(),
        threads: interview.threads() as u32,
        scope,
    };
    history.append(Event::InterviewStart(start))?;
    let conducted = conduct(&mut interview, &session, level, face, history);
    let kept = kept(history)?
        .into_iter()
        .find(|kept| kept.start.session == session && kept.is_open());
    let stopped = match conducted {
        Ok(()) => None,
        Err(Interrupted::Stopped(stop)) => Some(stop),
        Err(Interrupted::NotSaved {
            problem,
            lost,
            stop,
        }) => {
            let why = problem.why;
            return Ok(InterviewRun::NotSaved { why, lost, stop });
        }
    };
    Ok(match (kept, stopped) {
        (Some(kept), None) => go_through(kept, prompts, face, history),
        (Some(kept), Some(stop)) => {
            let answers = wording::count(kept.answers.len(), "answer is", "answers are");
            let words = format!("{answers} kept. To go through them: nodequiz interview");
            InterviewRun::left(stop, words)
        }
        (None, stopped) => {
            end(session, Outcome::Empty, history)?;
            let words = "Nothing answered, nothing changed.";
            InterviewRun::left(stopped.unwrap_or(Stop::Quit), words)
        }
    })
}

/// The debrief with its report.
fn go_through(
    mut kept: RecordedInterview,
    prompts: &[Prompt],
    face: &mut dyn InterviewFace,
    history: &mut OpenHistory,
) -> InterviewRun {
    let pool = pool(prompts, history, &kept.start.scope);
    match debrief(&mut kept, &pool, face, history) {
        Ok(()) => {
            let figures = interview_report(&kept, &pool);
            let sections = interview_sections(&figures);
            let lines = |width: usize| report::interview(&sections, width);
            let study = match face.report(&lines, !figures.study.is_empty()) {
                Ok(study) => study,
                Err(Stop::Signal(1)) => {
                    return InterviewRun::left(Stop::Signal(1), "");
                }
                // Everything is saved by now, and the report is still printed.
                Err(_) => false,
            };
            InterviewRun::Through { kept, study }
        }
        Err(Interrupted::Stopped(stop)) => {
            let words = "What you ticked is kept. Continue with: nodequiz interview";
            InterviewRun::left(stop, words)
        }
        Err(Interrupted::NotSaved {
            problem,
            lost,
            stop,
        }) => InterviewRun::NotSaved {
            why: problem.why,
            lost,
            stop,
        },
    }
}

fn end(session: String, outcome: Outcome, history: &mut OpenHistory) -> Result<(), Failure> {
    history.append(Event::InterviewEnd(InterviewEnd { session, outcome }))?;
    Ok(())
}

/// The unfinished interview in words.
fn waiting(open: &RecordedInterview) -> String {
    let answers = wording::count(open.answers.len(), "answer", "answers");
    let done = open.answers.iter().filter(|kept| kept.debriefed.is_some());
    let done = match done.count() {
        0 => String::new(),
        done => format!(", {done} of them gone through"),
    };
    format!(
        "The debrief of the interview of {} at {} level is not finished: {answers}{done}.",
        wording::day(open.day),
        open.start.level
    )
}

/// Every interview in the journal.
fn kept(history: &OpenHistory) -> Result<Vec<RecordedInterview>, Failure> {
    Ok(recorded_interviews(history.journal()?.records()))
}

fn pool<'p>(prompts: &'p [Prompt], history: &OpenHistory, scope: &InterviewScope) -> Pool<'p> {
    let cards = history.library.cards();
    Pool::new(
        prompts,
        cards,
        history.schedule(),
        history.today,
        scope.clone(),
    )
}

/// The interview prompts: the learner's own, and the built-in ones that they do not replace.
fn prompts(context: &mut Context) -> Vec<Prompt> {
    let mut found = Vec::new();
    let own = loaded_decks::sources(store::own_decks(&context.home).prompts);
    let (own, left_out) = loaded_decks::read_prompts(&own, &mut found);
    let builtin = loaded_decks::builtin_prompt_sources();
    let (builtin, _) = loaded_decks::read_prompts(&builtin, &mut found);
    let faulty = report::prompts_left_out(&found, &own, &left_out);
    loaded_decks::warn(context, &faulty);
    let mut ids = BTreeSet::new();
    let files = own.into_iter().chain(builtin);
    let prompts = files.flat_map(|file| file.prompts);
    prompts
        .filter(|prompt| ids.insert(prompt.id.clone()))
        .collect()
}

/// The level at which an interview is most informative, given what the learner knows.
fn guessed_level(history: &OpenHistory) -> Level {
    let schedule = history.schedule();
    if schedule.last.is_none() {
        return Level::DEFAULT;
    }
    likely_level(|level| {
        let cards = history.library.cards().filter(|card| card.level == level);
        let (mut known, mut all) = (0.0, 0);
        for card in cards {
            all += 1;
            let state = schedule.card(card.id.as_str());
            let recall = |state| recall_now(state, &history.scheduler, history.today);
            if let Some(recall) = state.and_then(recall) {
                known += f64::from(chance_known(card, recall));
            }
        }
        // There is no interview at a level without cards.
        known / f64::from(all.max(1))
    })
}

/// The file that the report is written to.
struct Out {
    path: PathBuf,
    form: Form,
    replace: bool,
}

#[derive(Clone, Copy)]
enum Form {
    Markdown,
    Json,
}

impl Out {
    /// The format follows from the file's ending. Fails before the interview where it cannot be written.
    fn new(path: &Path, replace: bool) -> Result<Self, Failure> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let form = match ending.map(str::to_lowercase).as_deref() {
            Some("md") => Form::Markdown,
            Some("json") => Form::Json,
            _ => {
                let message = format!("{} ends in neither .md nor .json", path.display());
                return Err(
                    Failure::usage(message).hint("the ending says what kind of report it is")
                );
            }
        };
        may_write_outside(path, replace).map_err(|error| {
            let failure = Failure::usage(format!("{}: {error}", path.display()));
            match error.kind() {
                ErrorKind::AlreadyExists => {
                    Failure::usage(format!("{} is there already", path.display()))
                        .hint("name another file, or replace it with --force")
                }
                ErrorKind::NotFound => Failure::usage(format!(
                    "{} cannot be written: its folder is not there",
                    path.display()
                ))
                .hint("create the folder, or name another file"),
                _ => failure.hint("name another file"),
            }
        })?;
        Ok(Self {
            path: path.to_owned(),
            form,
            replace,
        })
    }

    fn write(&self, figures: &InterviewReport) -> Result<(), Failure> {
        let text = match self.form {
            Form::Markdown => interview_markdown(figures),
            Form::Json => {
                let mut text = serde_json::to_string_pretty(&Numbered::of(figures))?;
                text.push('\n');
                text
            }
        };
        write_outside(&self.path, text.as_bytes(), self.replace).map_err(|error| {
            Failure::failed(format!("{}: {error}", self.path.display()))
                .hint("the interview is kept; try again: nodequiz interview --last --out FILE")
        })
    }
}

/// Prints a report, and writes it to its file.
fn print_report(
    figures: &InterviewReport,
    out: Option<&Out>,
    context: &mut Context,
) -> Result<(), Failure> {
    let lines = report::interview(&interview_sections(figures), context.output.width());
    interactive::after_lines(context)?;
    context.output.lines(&lines)?;
    context.output.flush()?;
    if let Some(out) = out {
        out.write(figures)?;
        let words = format!("Written to {}", out.path.display());
        context.output.say_lines(&[words.as_str().into()]);
    }
    Ok(())
}
