//! The decks with the learner's history.

use crate::deck::Library;
use crate::history::{Event, Journal, RecordId, ReplayedAnswer, Rules, Schedule};
use crate::memory::{Scheduler, Scheduling, StudyDay};
use crate::plan::Pace;
use crate::session::{self, NotSaved, OnDisk};
use crate::store::{AppendError, Clock, HistoryStore, Home, Terms, UnreadableJournal};
use crate::terminal::Tone;
use crate::wording::count;

use super::context::Context;
use super::exit::Failure;
use super::loaded_decks::LoadedDecks;

/// The decks with the learner's history.
pub(crate) struct OpenHistory<'s> {
    pub(crate) library: &'s Library,
    /// The memory model, with the learner's own parameters where they were fitted.
    pub(crate) scheduler: Scheduler,
    pub(crate) today: StudyDay,
    opened: HistoryStore<'s>,
    clock: Clock,
    rollover_hour: u8,
}

impl<'s> OpenHistory<'s> {
    pub(crate) fn open(context: &mut Context, loaded: &'s LoadedDecks) -> Result<Self, Failure> {
        Self::opened(context, loaded, HistoryStore::open)
    }

    /// Opens the history and passes every answer to `watch`.
    pub(crate) fn watched(
        context: &mut Context,
        loaded: &'s LoadedDecks,
        watch: impl FnMut(&ReplayedAnswer<'_>),
    ) -> Result<Self, Failure> {
        Self::opened(context, loaded, |home, terms| {
            HistoryStore::watched(home, terms, watch)
        })
    }

    fn opened(
        context: &mut Context,
        loaded: &'s LoadedDecks,
        open: impl FnOnce(&Home, Terms<'s>) -> Result<HistoryStore<'s>, UnreadableJournal>,
    ) -> Result<Self, Failure> {
        let scheduling = context.scheduling();
        let rollover_hour = context.settings().rollover_hour;
        let terms = terms(context, loaded);
        let opened = open(&context.home, terms).map_err(|error| {
            Failure::failed(error)
                .hint("nothing was changed; nodequiz doctor checks every file, this one too")
        })?;
        if opened.problem_count() > 0 {
            let message = format!(
                "{} in the journal; everything else counts, and nothing was deleted: see `nodequiz doctor`",
                count(opened.problem_count(), "problem", "problems"),
            );
            context.output.say("warning", Tone::Warn, &message);
        }
        if let Some(error) = opened.snapshot_failure() {
            let message = format!("the schedule could not be saved for the next start: {error}");
            context.output.say("warning", Tone::Warn, &message);
        }
        let parameters = opened
            .schedule()
            .parameters
            .unwrap_or(scheduling.parameters);
        Ok(Self {
            library: loaded.library,
            scheduler: Scheduler::new(Scheduling {
                parameters,
                ..scheduling
            }),
            today: context.today(),
            opened,
            clock: context.clock,
            rollover_hour,
        })
    }

    pub(crate) const fn schedule(&self) -> &Schedule {
        self.opened.schedule()
    }

    /// The learner's usual answer times.
    pub(crate) fn pace(&self) -> Pace {
        let habits = &self.schedule().habits;
        Pace::new(|kind| habits.median_ms(kind) as f32 / 1000.0)
    }

    /// Appends an event, for a command that does only this: an event that is not saved is printed.
    pub(crate) fn append(&mut self, event: Event<'_>) -> Result<RecordId, Failure> {
        self.write(event).map_err(|error| given_up(&error))
    }

    fn write(&mut self, event: Event<'_>) -> Result<RecordId, AppendError> {
        let now = self.clock.now();
        let day = StudyDay::of(now, self.rollover_hour);
        self.opened.append(event, now, day).map(|record| record.id)
    }

    /// The same, under another study day.
    pub(crate) fn append_on(
        &mut self,
        day: StudyDay,
        event: Event<'_>,
    ) -> Result<RecordId, Failure> {
        let now = self.clock.now();
        let appended = self.opened.append(event, now, day);
        appended
            .map(|record| record.id)
            .map_err(|error| given_up(&error))
    }

    /// The name of this device, if it has written something.
    pub(crate) fn device(&self) -> Option<String> {
        self.opened.device()
    }

    /// What a replay needs, for reports that look at every answer.
    pub(crate) const fn rules(&self) -> &Rules<'s> {
        self.opened.rules()
    }

    /// The whole journal, for reports that look at every answer.
    pub(crate) fn journal(&self) -> Result<Journal, UnreadableJournal> {
        self.opened.journal(self.clock.now())
    }

    /// Saves the schedule for the next start; a failure costs only time and is a warning.
    pub(crate) fn save(&mut self, context: &mut Context) {
        if let Err(error) = self.opened.save() {
            let message = format!("the schedule could not be saved for the next start: {error}");
            context.output.say("warning", Tone::Warn, &message);
        }
    }
}

/// What a schedule depends on besides the journal.
pub(crate) fn terms<'s>(context: &Context, loaded: &'s LoadedDecks) -> Terms<'s> {
    Terms {
        rules: Rules {
            scheduling: context.scheduling(),
            renames: loaded.library.renames(),
            kind: &*loaded.kind,
        },
        rollover_hour: context.settings().rollover_hour,
        kinds: loaded.checksum,
        now: context.clock.now(),
    }
}

/// The failure of a command that could not write its event, with the line that is missing.
fn given_up(error: &AppendError) -> Failure {
    let hint = match on_disk(error) {
        OnDisk::No => "nothing was recorded; run the command again once that is fixed",
        OnDisk::Perhaps => {
            "it is not known whether it is recorded; `nodequiz card CARD` shows it if it is"
        }
        OnDisk::Yes => "it is recorded; don't run the command again",
    };
    let line = error.line().map_or_else(String::new, |line| {
        format!("\nThis line may be missing from the journal:\n{line}")
    });
    Failure::failed(format!("{error}{line}")).hint(hint)
}

/// Whether the event of a failed append is on the disk.
const fn on_disk(error: &AppendError) -> OnDisk {
    match error {
        AppendError::NotSaved { .. }
        | AppendError::Stopped { .. }
        | AppendError::ReadOnly { .. }
        | AppendError::NoDevice(_) => OnDisk::No,
        AppendError::SyncFailed { .. } => OnDisk::Perhaps,
        AppendError::SavedButNotRead(_) => OnDisk::Yes,
    }
}

impl session::Journal for OpenHistory<'_> {
    fn append(&mut self, event: Event<'static>) -> Result<RecordId, NotSaved> {
        self.write(event).map_err(|error| {
            let retry = matches!(
                error,
                AppendError::NotSaved { .. } | AppendError::NoDevice(_)
            );
            NotSaved {
                why: error.to_string(),
                retry,
                on_disk: on_disk(&error),
                line: error.line().map(ToOwned::to_owned),
            }
        })
    }

    fn schedule(&self) -> &Schedule {
        Self::schedule(self)
    }
}
