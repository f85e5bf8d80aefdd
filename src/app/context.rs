//! What every command starts from: folders, settings, clock, output, and questions.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::io;
use std::rc::Rc;
use std::time::{Duration, Instant};

use clap::ColorChoice;
use serde::Serialize;

use crate::history::Schedule;
use crate::memory::{Scheduling, StudyDay};
use crate::plan::{CurrentGoal, Filter, StudyRequest};
use crate::progress::known_on;
use crate::store::{self, Clock, Home, Loaded, Settings, SettingsError};
use crate::terminal::wrap::wrap;
use crate::terminal::{self, Line, Output, TerminalRestore, Tone, is_interactive};

use super::{Exit, Failure};

/// What one run of the program works with.
pub struct Context {
    pub home: Home,
    /// The settings, and where each comes from.
    pub loaded: Loaded,
    /// The wall clock.
    pub clock: Clock,
    /// The seed of all random choices.
    pub seed: u64,
    /// Standard output and standard error.
    pub output: Output,
    /// Restores the terminal when the program ends, however it ends.
    pub restore: TerminalRestore,
    /// Why the settings cannot be read; then the defaults are used, and only `doctor` goes on.
    pub settings_fault: Option<SettingsError>,
    /// Whether this run of the program has saved what it was to do: an event, a card, a setting, a file.
    pub recorded: Rc<Cell<bool>>,
    /// Warnings about decks that were given: some commands read the decks more than once.
    pub warned: BTreeSet<String>,
    pub(crate) started: Instant,
}

impl Context {
    /// Reads environment and settings. `color` and `plain` are what the command line asks for. Settings that cannot be
    /// read are a failure, or with `despite_settings` the defaults.
    pub fn new(
        restore: TerminalRestore,
        color: Option<ColorChoice>,
        plain: bool,
        despite_settings: bool,
    ) -> Result<Self, Failure> {
        let home = Home::from_environment().map_err(|error| {
            Failure::failed(error).hint("set HOME, or NODEQUIZ_HOME=/some/folder")
        })?;
        let (loaded, settings_fault) = match Loaded::read(&home.settings()) {
            Ok(loaded) => (loaded, None),
            Err(error) if despite_settings => (Loaded::defaults(), Some(error)),
            Err(error) => {
                return Err(Failure::failed(error)
                    .hint("correct the settings first; nodequiz doctor checks the rest"));
            }
        };
        let mut output = Output::new(color.unwrap_or(loaded.settings.color));
        if plain || loaded.settings.plain {
            restore.speak_plainly();
            output = output.plainly(&restore);
        }
        // Where this fails, a limit on the size of files ends the program as it would any other.
        let _ = store::outlive_a_file_limit();
        Ok(Self {
            clock: Clock::from_environment().map_err(Failure::usage)?,
            seed: store::seed().map_err(Failure::usage)?,
            output,
            home,
            loaded,
            restore,
            settings_fault,
            recorded: Rc::default(),
            warned: BTreeSet::new(),
            started: Instant::now(),
        })
    }

    /// Whether output and questions go line by line.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.restore.is_plain()
    }

    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.loaded.settings
    }

    #[must_use]
    pub fn today(&self) -> StudyDay {
        StudyDay::of(self.clock.now(), self.settings().rollover_hour)
    }

    /// The settings that decide about intervals.
    #[must_use]
    pub fn scheduling(&self) -> Scheduling {
        let settings = self.settings();
        Scheduling {
            retention: settings.retention.unwrap_or_default(),
            by_stage: settings.retention.is_none(),
            max_interval: settings.max_interval,
            fuzz: settings.fuzz,
            ..Scheduling::default()
        }
    }

    /// The learner's goal as seen from today, if they have one.
    #[must_use]
    pub fn aim(&self, schedule: &Schedule) -> Option<CurrentGoal> {
        self.aim_on(schedule, self.today())
    }

    fn aim_on(&self, schedule: &Schedule, day: StudyDay) -> Option<CurrentGoal> {
        let goal = schedule.declared.goal.as_ref()?;
        Some(CurrentGoal::of(goal, day, |day| self.is_off(schedule, day)))
    }

    /// Whether the learner does not study on a day: because of the setting `study_days`, or a pause.
    #[must_use]
    pub fn is_off(&self, schedule: &Schedule, day: StudyDay) -> bool {
        let studies = self.settings().study_days.contains(day.weekday());
        !studies || schedule.paused_until(day).is_some()
    }

    /// The day as of which "known" is stated.
    #[must_use]
    pub fn known_on(&self, schedule: &Schedule) -> StudyDay {
        known_on(schedule, self.today(), |day| self.is_off(schedule, day))
    }

    /// The study request that follows from settings and goal.
    #[must_use]
    pub fn usual_request(&self, schedule: &Schedule) -> StudyRequest {
        self.request_on(schedule, self.today())
    }

    /// The same for a day to come.
    #[must_use]
    pub fn request_on(&self, schedule: &Schedule, day: StudyDay) -> StudyRequest {
        let settings = self.settings();
        let aim = self.aim_on(schedule, day);
        let of_goal = aim.as_ref().filter(|aim| aim.phase.plans());
        // On the date itself there is a warm-up, whatever day it is.
        let may_be_off = of_goal.is_some_and(|aim| aim.days_left > 0);
        StudyRequest {
            filter: Filter::default(),
            minutes: of_goal.map_or(settings.minutes_per_day, |aim| aim.minutes),
            new_per_day: settings.new_per_day,
            new: None,
            limit: None,
            ahead: false,
            day_off: may_be_off && !settings.study_days.contains(day.weekday()),
            aim,
        }
    }

    /// Prints a report: as JSON where that is asked for, otherwise as lines of this width.
    pub(crate) fn print(
        &mut self,
        json: bool,
        report: &impl Serialize,
        lines: impl FnOnce(usize) -> Vec<Line>,
    ) -> Result<Exit, Failure> {
        if json {
            self.json(report)
        } else {
            self.lines(&lines(self.output.width()))
        }
    }

    /// Prints the JSON with which a command ends.
    pub(crate) fn json(&mut self, report: &impl Serialize) -> Result<Exit, Failure> {
        self.output.json(report)?;
        Ok(Exit::Done)
    }

    /// Prints the lines with which a command ends.
    pub(crate) fn lines(&mut self, lines: &[Line]) -> Result<Exit, Failure> {
        self.output.lines(lines)?;
        Ok(Exit::Done)
    }

    /// Prints a remark with which a command ends.
    pub(crate) fn done(&mut self, text: impl AsRef<str>) -> Result<Exit, Failure> {
        self.remark(text, Tone::Plain)?;
        Ok(Exit::Done)
    }

    /// Prints a warning on standard error.
    pub(crate) fn warn(&mut self, text: impl AsRef<str>) {
        self.output.say("warning", Tone::Warn, text.as_ref());
    }

    /// Prints a remark on standard output, wrapped to the screen's width.
    pub(crate) fn remark(&mut self, text: impl AsRef<str>, tone: Tone) -> Result<(), Failure> {
        let lines = wrap(&Line::styled(text, tone), self.output.width(), 0);
        self.output.lines(&lines)?;
        Ok(self.output.flush()?)
    }

    /// The failure of a command that a signal ended. Ctrl-C read as a key counts as one that was sent.
    pub(crate) fn interrupted(&self) -> Failure {
        Failure::interrupted(self.restore.signal().unwrap_or(2))
    }

    /// The time since the program started, from a monotonic clock.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

/// Questions outside of a session. Ctrl-C at one ends the program, and everything asked before it counts.
impl Context {
    /// Whether there is somebody to ask: at a terminal, or line by line, since lines can come from anywhere.
    pub(crate) fn can_ask(&self) -> bool {
        self.is_plain() || is_interactive()
    }

    /// Asks before something is changed. Enter and Esc mean no.
    pub(crate) fn confirm(&self, question: &str) -> Result<bool, Failure> {
        self.offer(question, false)
    }

    /// Offers something; `usual` is what Enter means. Esc means no.
    pub(crate) fn offer(&self, question: &str, usual: bool) -> Result<bool, Failure> {
        let colors = self.output.colors();
        self.answered(terminal::offer(&self.restore, question, usual, colors))
    }

    /// Lets the learner choose one of several items; `None` when they leave with Esc.
    pub(crate) fn choose(&self, prompt: &str, items: &[&str]) -> Result<Option<usize>, Failure> {
        let colors = self.output.colors();
        self.answered(terminal::choose(&self.restore, prompt, items, colors))
    }

    /// Lets the learner choose any number of items, all of which or none is ticked at first; `None` when they
    /// leave with Esc.
    pub(crate) fn choose_several(
        &self,
        prompt: &str,
        items: &[String],
        ticked: bool,
    ) -> Result<Option<Vec<usize>>, Failure> {
        let colors = self.output.colors();
        let chosen = terminal::choose_several(&self.restore, prompt, items, ticked, colors);
        self.answered(chosen)
    }

    /// Asks for a line of text; Enter alone is an empty one.
    pub(crate) fn ask_line(&self, prompt: &str) -> Result<String, Failure> {
        let colors = self.output.colors();
        self.answered(terminal::ask_line(&self.restore, prompt, colors))
    }

    fn answered<T>(&self, answer: io::Result<T>) -> Result<T, Failure> {
        answer.map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => self.interrupted(),
            _ => Failure::failed(format!("the question cannot be asked: {error}")),
        })
    }

    /// Whether something may be destroyed: because of `--yes`, or because the learner agrees. Fails where
    /// there is no terminal to ask on.
    pub(crate) fn may_destroy(
        &self,
        yes: bool,
        what: &str,
        question: &str,
    ) -> Result<bool, Failure> {
        if yes {
            return Ok(true);
        }
        needs_terminal(false, what, "say --yes if that is what you want")?;
        self.confirm(question)
    }
}

/// Fails where nobody can be asked whether `what` may happen: without a terminal, and where JSON is printed.
pub(crate) fn needs_terminal(json: bool, what: &str, hint: &str) -> Result<(), Failure> {
    if json || !is_interactive() {
        let message = format!("{what}, and there is no terminal to ask on");
        return Err(Failure::usage(message).hint(hint));
    }
    Ok(())
}
