//! The decks with the learner's history.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::deck::Library;
use crate::history::{Event, Journal, RecordId, ReplayedAnswer, Rules, Schedule, current_name};
use crate::memory::{Scheduler, Scheduling, Stage, StudyDay};
use crate::plan::{Pace, stage_of};
use crate::session::{self, NotSaved, OnDisk};
use crate::store::{self, AppendError, Clock, HistoryStore, Home, Terms, UnreadableJournal};
use crate::terminal::Tone;
use crate::wording::{self, count};

use super::loaded_decks::EditedCards;
use super::{Context, Exit, Failure, LoadedDecks};

/// The decks with the learner's history.
pub(crate) struct OpenHistory {
    pub(crate) library: &'static Library,
    /// The memory model, with the learner's own parameters where they were fitted.
    pub(crate) scheduler: Scheduler,
    pub(crate) today: StudyDay,
    /// The stage of learning that begins with the next review.
    begins: Option<Stage>,
    history: HistoryStore<'static>,
    clock: Clock,
    rollover_hour: u8,
    /// Set once something is recorded.
    recorded: Rc<Cell<bool>>,
    /// Cards that were edited, until they are recorded.
    edited: Option<EditedCards>,
    /// The renames that were recorded, until a command reports them.
    renamed: Vec<(String, String)>,
    decks: u32,
    home: Home,
}

impl OpenHistory {
    /// Reads the decks and opens the history.
    pub(crate) fn open(context: &mut Context) -> Result<Self, Failure> {
        let loaded = LoadedDecks::load(context);
        Self::of(context, &loaded)
    }

    /// Opens the history of decks that are read.
    pub(crate) fn of(context: &mut Context, loaded: &LoadedDecks) -> Result<Self, Failure> {
        Self::open_with(context, loaded, HistoryStore::open)
    }

    /// Opens the history and passes every answer to `watch`.
    pub(crate) fn watched(
        context: &mut Context,
        loaded: &LoadedDecks,
        watch: impl FnMut(&ReplayedAnswer<'_>),
    ) -> Result<Self, Failure> {
        Self::open_with(context, loaded, |home, terms| {
            HistoryStore::watched(home, terms, watch)
        })
    }

    fn open_with(
        context: &mut Context,
        loaded: &LoadedDecks,
        open: impl FnOnce(&Home, Terms<'static>) -> Result<HistoryStore<'static>, UnreadableJournal>,
    ) -> Result<Self, Failure> {
        let scheduling = context.scheduling();
        let rollover_hour = context.settings().rollover_hour;
        let terms = terms(context, loaded);
        let history = open(&context.home, terms).map_err(|error| {
            Failure::failed(error)
                .hint("nothing was changed; nodequiz doctor checks every file, this one too")
        })?;
        if history.problem_count() > 0 {
            context.warn(format!(
                "{} in the journal; everything else counts, and nothing was deleted: see `nodequiz doctor`",
                count(history.problem_count(), "problem", "problems"),
            ));
        }
        if let Some(error) = history.snapshot_failure() {
            context.warn(format!(
                "the schedule could not be saved for the next start: {error}"
            ));
        }
        let schedule = history.schedule();
        let parameters = schedule.parameters.unwrap_or(scheduling.parameters);
        let begun = schedule.declared.stage;
        let begins = scheduling
            .by_stage
            .then(|| stage_of(loaded.library.cards(), schedule))
            .filter(|stage| Some(*stage) > begun);
        Ok(Self {
            library: loaded.library,
            scheduler: Scheduler::new(Scheduling {
                parameters,
                retention: scheduling.retention_in(begins.or(begun)),
                ..scheduling
            }),
            begins,
            today: context.today(),
            history,
            clock: context.clock,
            rollover_hour,
            recorded: Rc::clone(&context.recorded),
            edited: loaded.edited.clone(),
            renamed: Vec::new(),
            decks: loaded.checksum,
            home: context.home.clone(),
        })
    }

    pub(crate) const fn schedule(&self) -> &Schedule {
        self.history.schedule()
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
        let day = StudyDay::of(self.clock.now(), self.rollover_hour);
        self.write_on(day, event)
    }

    fn write_on(&mut self, day: StudyDay, event: Event<'_>) -> Result<RecordId, AppendError> {
        let now = self.clock.now();
        self.record_edited(day)?;
        if let (Event::Review(_), Some(stage)) = (&event, self.begins) {
            self.history.append(Event::Stage { stage }, now, day)?;
            self.begins = None;
        }
        let appended = self.history.append(event, now, day);
        let recorded = matches!(appended, Ok(_) | Err(AppendError::SavedButNotRead(_)));
        self.recorded.set(self.recorded.get() || recorded);
        appended.map(|record| record.id)
    }

    /// Writes down which cards go by another id since they were edited, those that have a history.
    fn record_edited(&mut self, day: StudyDay) -> Result<(), AppendError> {
        let Some(EditedCards { renamed, seen }) = self.edited.take() else {
            return Ok(());
        };
        for (from, to) in renamed {
            if self
                .schedule()
                .card(current_name(&to, self.library.renames()))
                .is_none()
            {
                continue;
            }
            let event = Event::Rename {
                from: from.clone().into(),
                to: to.clone().into(),
            };
            self.history.append(event, self.clock.now(), day)?;
            self.renamed.push((from, to));
        }
        store::keep_seen(&self.home, self.decks, &seen);
        Ok(())
    }

    /// The same, under another study day.
    pub(crate) fn append_on(
        &mut self,
        day: StudyDay,
        event: Event<'_>,
    ) -> Result<RecordId, Failure> {
        self.write_on(day, event).map_err(|error| given_up(&error))
    }

    /// The name of this device, if it has written something.
    pub(crate) fn device(&self) -> Option<String> {
        self.history.device()
    }

    /// What a replay needs, for reports that look at every answer.
    pub(crate) const fn rules(&self) -> &Rules<'static> {
        self.history.rules()
    }

    /// The whole journal, for reports that look at every answer.
    pub(crate) fn journal(&self) -> Result<Journal, UnreadableJournal> {
        self.history.journal(self.clock.now())
    }

    /// Former names of cards, those that a journal says among them.
    pub(crate) fn renames(&self, journal: &Journal) -> Cow<'static, BTreeMap<String, String>> {
        let is_card = |id: &str| self.library.get(id).is_some();
        journal.renames(self.library.renames(), is_card)
    }

    /// Undoes the latest event about something, whichever device wrote it.
    pub(crate) fn take_back(
        &mut self,
        about: &str,
        context: &mut Context,
        is_about: impl Fn(&Event<'_>) -> bool,
    ) -> Result<Exit, Failure> {
        let journal = self.journal()?;
        let newest = journal.records().rev().find(|one| is_about(&one.event));
        let Some(record) = newest else {
            let message = format!("there is no entry about `{about}` to take back");
            return Err(Failure::failed(message));
        };
        self.append(Event::Undo { of: record.id })?;
        self.save(context);
        let day = wording::day(record.day);
        context.done(format!("Taken back: the entry about {about} of {day}."))
    }

    /// Computes and saves the schedule, so that the next start is quick.
    pub(crate) fn warm_up(context: &mut Context) -> Result<(), Failure> {
        Self::open(context).map(|_| ())
    }

    /// Saves the schedule for the next start; a failure costs only time and is a warning.
    /// Says which edited cards were recognised.
    pub(crate) fn save(&mut self, context: &mut Context) {
        if let Some((from, to)) = self.renamed.first() {
            let more = match self.renamed.len() - 1 {
                0 => String::new(),
                more => format!(" and {} like it", count(more, "other", "others")),
            };
            let message = format!(
                "the edited card {to}{more} keeps the history of {from}; `nodequiz undo` can take that back"
            );
            context.output.say("note", Tone::Dim, &message);
            self.renamed.clear();
        }
        if let Err(error) = self.history.save() {
            context.warn(format!(
                "the schedule could not be saved for the next start: {error}"
            ));
        }
        // What cannot be read is reported at the next start.
        for path in self
            .history
            .check_once_a_day(self.today)
            .unwrap_or_default()
        {
            context.warn(format!(
                "{} is not as it was read before, although nothing wrote to it: the disk may be failing. nodequiz doctor says which lines are damaged; keep a copy elsewhere",
                path.display()
            ));
        }
    }
}

/// What a schedule depends on besides the journal.
pub(crate) fn terms(context: &Context, loaded: &LoadedDecks) -> Terms<'static> {
    Terms {
        rules: Rules {
            scheduling: context.scheduling(),
            renames: loaded.library.renames(),
            kind: loaded.kind,
            weight: loaded.weight,
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
    Failure {
        after_saving: matches!(on_disk(error), OnDisk::Yes),
        ..Failure::failed(format!("{error}{line}")).hint(hint)
    }
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

impl session::Journal for OpenHistory {
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
