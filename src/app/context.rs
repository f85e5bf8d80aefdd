//! What every command starts from: where things live, the settings, the clock, the output.

use std::time::{Duration, Instant};

use crate::history::Schedule;
use crate::memory::{Scheduling, StudyDay};
use crate::plan::{Aim, Filter, StudyRequest};
use crate::store::{self, Clock, Home, Loaded, Settings, SettingsError};
use crate::terminal::{ColorChoice, Output, TerminalRestore};

use super::exit::Failure;

/// The surroundings of one run of the program.
pub struct Context {
    /// Where things live.
    pub home: Home,
    /// The settings, and where each comes from.
    pub loaded: Loaded,
    /// The wall clock.
    pub clock: Clock,
    /// The dice.
    pub seed: u64,
    /// Standard output and standard error.
    pub output: Output,
    /// The promise that the terminal is left as it was found.
    pub restore: TerminalRestore,
    /// Why the settings are the defaults, where they cannot be read: only a checkup goes on then.
    pub settings_fault: Option<SettingsError>,
    started: Instant,
}

impl Context {
    /// Looks around. `color` is what the command line asks for.
    pub fn new(restore: TerminalRestore, color: Option<ColorChoice>) -> Result<Self, Failure> {
        let context = Self::despite_settings(restore, color)?;
        match context.settings_fault {
            None => Ok(context),
            Some(error) => Err(Failure::failed(error).hint(
                "nodequiz reads no cards before its settings are sound; nodequiz doctor checks the rest",
            )),
        }
    }

    /// Looks around, with the defaults where the settings cannot be read.
    pub fn despite_settings(
        restore: TerminalRestore,
        color: Option<ColorChoice>,
    ) -> Result<Self, Failure> {
        let home = Home::from_environment().map_err(|error| {
            Failure::failed(error).hint("set HOME, or NODEQUIZ_HOME=/some/folder")
        })?;
        let (loaded, settings_fault) = match Loaded::read(&home.settings()) {
            Ok(loaded) => (loaded, None),
            Err(error) => (Loaded::defaults(), Some(error)),
        };
        let color = color.unwrap_or(match loaded.settings.color {
            store::ColorChoice::Auto => ColorChoice::Auto,
            store::ColorChoice::Always => ColorChoice::Always,
            store::ColorChoice::Never => ColorChoice::Never,
        });
        // Where it cannot be had, such a limit kills as it always did.
        let _ = store::outlive_a_file_limit();
        Ok(Self {
            clock: Clock::from_environment().map_err(Failure::usage)?,
            seed: store::seed().map_err(Failure::usage)?,
            output: Output::new(color),
            home,
            loaded,
            restore,
            settings_fault,
            started: Instant::now(),
        })
    }

    /// The settings.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.loaded.settings
    }

    /// The study day.
    #[must_use]
    pub fn today(&self) -> StudyDay {
        StudyDay::of(self.clock.now(), self.settings().rollover_hour)
    }

    /// What decides about intervals.
    #[must_use]
    pub fn scheduling(&self) -> Scheduling {
        let settings = self.settings();
        Scheduling {
            retention: settings.retention,
            max_interval: settings.max_interval,
            fuzz: settings.fuzz,
            ..Scheduling::default()
        }
    }

    /// The learner's goal as it stands today, if they have one.
    #[must_use]
    pub fn aim(&self, schedule: &Schedule) -> Option<Aim> {
        let goal = schedule.declared.goal.as_ref()?;
        let off = |day| self.is_off(schedule, day);
        Some(Aim::of(goal, self.today(), off))
    }

    /// Whether nobody studies on a day: it is no study day, or there is a pause.
    #[must_use]
    pub fn is_off(&self, schedule: &Schedule, day: StudyDay) -> bool {
        let studies = self.settings().study_days.contains(day.weekday());
        !studies || schedule.paused_until(day).is_some()
    }

    /// What settings and goal ask of a day.
    #[must_use]
    pub fn usual_request(&self, schedule: &Schedule) -> StudyRequest {
        let settings = self.settings();
        let aim = self.aim(schedule);
        let of_goal = aim.as_ref().filter(|aim| aim.plans());
        StudyRequest {
            filter: Filter::default(),
            minutes: of_goal.map_or(settings.minutes_per_day, |aim| aim.minutes),
            new_per_day: settings.new_per_day,
            new: None,
            limit: None,
            ahead: false,
            aim,
        }
    }

    /// Time since the program started; it runs on where the wall clock is frozen.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}
