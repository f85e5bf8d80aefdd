//! The learner's history: its schedule, from the snapshot or recomputed, and appending to it.

use std::path::PathBuf;
use std::{fs, io};

use chrono::{DateTime, FixedOffset};

use super::device;
use super::disk::RealDisk;
use super::home::Home;
use super::journal::{AppendError, JournalWriter};
use super::journals::{self, Found, UnreadableJournal};
use super::known_files::KnownFiles;
use super::private;
use crate::history::{
    Basis, Event, FileMark, Fingerprint, Journal, Problem, Record, ReplayedAnswer, Rules, Schedule,
    Snapshot, is_from_the_future, write_snapshot,
};
use crate::memory::StudyDay;

/// Everything that a schedule depends on besides the journal.
#[derive(Debug)]
pub struct Terms<'a> {
    /// How a replay is done.
    pub rules: Rules<'a>,
    /// The hour at which a study day begins.
    pub rollover_hour: u8,
    /// A number that changes whenever the kind of a card may have, such as a checksum of the decks.
    pub kinds: u32,
    /// The time, for recognizing records from the future.
    pub now: DateTime<FixedOffset>,
}

/// The learner's history.
#[derive(Debug)]
pub struct HistoryStore<'a> {
    home: Home,
    terms: Terms<'a>,
    state: State,
    writer: Option<JournalWriter>,
}

/// What is known about the journal.
#[derive(Debug)]
struct State {
    schedule: Schedule,
    files: Vec<FileMark>,
    from_snapshot: bool,
    problem_count: usize,
    problems: Vec<Problem>,
    /// The version of lines that this program cannot read, if there are any: nothing is written then.
    read_only: Option<u64>,
    from_the_future: bool,
    /// Whether the snapshot on disk is that of this schedule.
    kept: bool,
    /// Why the snapshot could not be written.
    snapshot_failure: Option<io::Error>,
}

impl<'a> HistoryStore<'a> {
    /// Opens the history: from the snapshot if it is current, else from the journal, in which case
    /// the snapshot is rewritten.
    pub fn open(home: &Home, terms: Terms<'a>) -> Result<Self, UnreadableJournal> {
        let found = journals::find(&home.reviews())?;
        let mut known = KnownFiles::load(&home.known_journals());
        let state = match from_snapshot(home, &terms, &found, &mut known)? {
            Some(state) => state,
            None => replayed(&found, &terms, &mut known, |_| {})?,
        };
        known.save();
        let mut history = Self::with(home, terms, state);
        history.state.snapshot_failure = history.save().err();
        Ok(history)
    }

    fn with(home: &Home, terms: Terms<'a>, state: State) -> Self {
        Self {
            home: home.clone(),
            terms,
            state,
            writer: None,
        }
    }

    /// Opens the history from the journal alone, and passes every answer to `watch`: for reports over all of
    /// them. The snapshot is neither read nor written.
    pub fn watched(
        home: &Home,
        terms: Terms<'a>,
        watch: impl FnMut(&ReplayedAnswer<'_>),
    ) -> Result<Self, UnreadableJournal> {
        let found = journals::find(&home.reviews())?;
        let mut unused = KnownFiles::default();
        let state = replayed(&found, &terms, &mut unused, watch)?;
        Ok(Self::with(home, terms, state))
    }

    /// The state of every card.
    pub const fn schedule(&self) -> &Schedule {
        &self.state.schedule
    }

    /// Whether the schedule came from the snapshot, so that the journal was not parsed.
    pub const fn is_from_snapshot(&self) -> bool {
        self.state.from_snapshot
    }

    /// The number of problems of the journal.
    pub const fn problem_count(&self) -> usize {
        self.state.problem_count
    }

    /// The problems of the journal; empty if it was not parsed, see [`Self::problem_count`].
    pub fn problems(&self) -> &[Problem] {
        &self.state.problems
    }

    /// Why the snapshot could not be written after the journal was read: only worth a warning.
    pub const fn snapshot_failure(&self) -> Option<&io::Error> {
        self.state.snapshot_failure.as_ref()
    }

    /// The whole journal, for statistics over every answer.
    pub fn journal(&self, now: DateTime<FixedOffset>) -> Result<Journal, UnreadableJournal> {
        journals::read_all(&self.home.reviews(), now)
    }

    /// What a replay needs besides the journal.
    pub const fn rules(&self) -> &Rules<'a> {
        &self.terms.rules
    }

    /// Appends an event to the journal, synced, and applies it to the schedule.
    pub fn append(
        &mut self,
        event: Event<'_>,
        at: DateTime<FixedOffset>,
        day: StudyDay,
    ) -> Result<Record<'static>, AppendError> {
        if let Some(version) = self.state.read_only {
            return Err(AppendError::ReadOnly { version });
        }
        let appended = self.writer()?.append(event, at, day)?;
        self.state.kept = false;
        // In a long session, its own answers must not count as coming from the future.
        self.terms.now = self.terms.now.max(at);
        let applied = self
            .state
            .schedule
            .apply(&appended.record, &self.terms.rules);
        // What counts for another day may count differently with every record, and as time goes on.
        let moves = self.state.from_the_future;
        if appended.others_wrote || applied.is_err() || moves {
            self.read_again().map_err(AppendError::SavedButNotRead)?;
        } else {
            self.take_over_marks();
        }
        Ok(appended.record)
    }

    /// The name of this device, if it has written something.
    pub fn device(&self) -> Option<String> {
        device::known(&self.home)
    }

    /// Undoes this device's newest event that can be undone, if there is one.
    pub fn undo(
        &mut self,
        at: DateTime<FixedOffset>,
        day: StudyDay,
    ) -> Result<Option<Record<'static>>, AppendError> {
        let newest = device::known(&self.home).and_then(|name| self.state.schedule.undoable(&name));
        newest
            .map(|of| self.append(Event::Undo { of }, at, day))
            .transpose()
    }

    /// Saves the schedule for the next start. A failure only costs time.
    pub fn save(&mut self) -> io::Result<()> {
        let changes_with_time = self.state.from_the_future || self.state.read_only.is_some();
        if self.state.kept || changes_with_time || self.state.files.is_empty() {
            return Ok(());
        }
        let fingerprint = fingerprint(&self.state.files, &self.terms);
        let problems = self.state.problem_count;
        let text = write_snapshot(&self.state.schedule, problems, &fingerprint);
        private::replace_derived(&self.home.snapshot(), text.as_bytes())?;
        self.state.kept = true;
        Ok(())
    }

    /// The journal files that have changed although nothing has written to them: read at most once a day.
    pub fn check_once_a_day(&self, today: StudyDay) -> Result<Vec<PathBuf>, UnreadableJournal> {
        let found = journals::find(&self.home.reviews())?;
        let mut known = KnownFiles::load(&self.home.known_journals());
        let damaged = journals::check_once_a_day(&found, &mut known, today);
        known.save();
        Ok(damaged)
    }

    /// The writer; this device gets a name if it has none.
    fn writer(&mut self) -> Result<&mut JournalWriter, AppendError> {
        match &mut self.writer {
            Some(writer) => Ok(writer),
            empty => {
                let device = device::name(&self.home)?;
                let seq = self
                    .state
                    .schedule
                    .device(&device)
                    .map_or(0, |state| state.seq);
                let reviews = self.home.reviews();
                let disk = Box::new(RealDisk);
                Ok(empty.insert(JournalWriter::new(
                    disk,
                    &reviews,
                    &device,
                    seq,
                    &self.state.files,
                )))
            }
        }
    }

    /// Reads the whole journal again.
    fn read_again(&mut self) -> Result<(), UnreadableJournal> {
        let found = journals::find(&self.home.reviews())?;
        let mut unused = KnownFiles::default();
        self.state = replayed(&found, &self.terms, &mut unused, |_| {})?;
        Ok(())
    }

    /// The files as they are after an append.
    fn take_over_marks(&mut self) {
        let Some(writer) = &self.writer else { return };
        for mark in writer.marks() {
            match self
                .state
                .files
                .iter_mut()
                .find(|file| file.path == mark.path)
            {
                Some(file) => file.clone_from(mark),
                None => self.state.files.push(mark.clone()),
            }
        }
    }
}

/// The schedule of the snapshot, if it was made from exactly these files.
fn from_snapshot(
    home: &Home,
    terms: &Terms<'_>,
    found: &[Found],
    known: &mut KnownFiles,
) -> Result<Option<State>, UnreadableJournal> {
    let text = fs::read_to_string(home.snapshot()).ok();
    let Some(snapshot) = text.as_deref().and_then(Snapshot::from_text) else {
        return Ok(None);
    };
    // Written while the clock was ahead: those records count differently now.
    let last = snapshot.schedule.last.as_ref();
    if last.is_some_and(|last| is_from_the_future(&last.at, terms.now)) {
        return Ok(None);
    }
    let files = snapshot.fingerprint.files();
    let looks_equal = files.len() == found.len()
        && files
            .iter()
            .zip(found)
            .all(|(mark, file)| mark.path == file.name && mark.length == file.stamp.length);
    if !looks_equal {
        return Ok(None);
    }
    let files = journals::mark(found, known)?;
    if *snapshot.fingerprint != fingerprint(&files, terms) {
        return Ok(None);
    }
    Ok(Some(State {
        schedule: snapshot.schedule.into_owned(),
        files,
        from_snapshot: true,
        problem_count: snapshot.problems,
        problems: Vec::new(),
        read_only: None,
        from_the_future: false,
        kept: true,
        snapshot_failure: None,
    }))
}

/// The schedule that follows from these files.
fn replayed(
    found: &[Found],
    terms: &Terms<'_>,
    known: &mut KnownFiles,
    watch: impl FnMut(&ReplayedAnswer<'_>),
) -> Result<State, UnreadableJournal> {
    let (journal, files) = journals::read(found, terms.now, known)?;
    Ok(State {
        schedule: Schedule::replay_watched(&journal, &terms.rules, watch),
        files,
        from_snapshot: false,
        problem_count: wrong(&journal),
        problems: journal.problems,
        read_only: journal.read_only,
        from_the_future: journal.from_the_future,
        kept: false,
        snapshot_failure: None,
    })
}

/// The number of problems of a journal.
pub(crate) fn wrong(journal: &Journal) -> usize {
    let problems = journal.problems.iter();
    problems.filter(|problem| problem.is_wrong()).count()
}

pub(crate) fn fingerprint(files: &[FileMark], terms: &Terms<'_>) -> Fingerprint {
    let basis = Basis {
        scheduling: &terms.rules.scheduling,
        rollover_hour: terms.rollover_hour,
        renames: terms.rules.renames,
        kinds: terms.kinds,
    };
    Fingerprint::new(files, &basis)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    #[cfg(unix)]
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::history::{Mode, Review};
    use crate::memory::{Grade, Scheduling};
    use crate::question::Kind;

    fn at(minute: i64) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-20T09:15:30+01:00").expect("a time")
            + chrono::Duration::minutes(minute)
    }

    /// Every card is of this kind.
    static RECALL: fn(&str) -> Option<Kind> = |_| Some(Kind::Recall);

    fn terms(renames: &BTreeMap<String, String>) -> Terms<'_> {
        Terms {
            rules: Rules {
                scheduling: Scheduling::default(),
                renames,
                kind: &RECALL,
                weight: &|_| 1,
            },
            rollover_hour: 4,
            kinds: 0,
            now: at(0),
        }
    }

    fn answer(card: &str, grade: Grade) -> Event<'_> {
        Event::Review(Review::new(card, grade, 4210, Mode::Study))
    }

    fn give(history: &mut HistoryStore<'_>, card: &str, minute: i64) -> Record<'static> {
        let day = StudyDay::of(at(minute), 4);
        history
            .append(answer(card, Grade::Good), at(minute), day)
            .expect("saved")
    }

    struct TestHome {
        _folder: tempfile::TempDir,
        home: Home,
        renames: BTreeMap<String, String>,
    }

    impl TestHome {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let home = Home::under(folder.path());
            Self {
                _folder: folder,
                home,
                renames: BTreeMap::new(),
            }
        }

        fn open(&self) -> HistoryStore<'_> {
            HistoryStore::open(&self.home, terms(&self.renames)).expect("the history")
        }

        /// The schedule computed only from the journal.
        fn rebuilt(&self) -> Schedule {
            let journal = journals::read_all(&self.home.reviews(), at(0)).expect("the journal");
            Schedule::replay(&journal, &terms(&self.renames).rules)
        }
    }

    #[test]
    fn looking_at_an_empty_history_writes_nothing() {
        let learner = TestHome::new();
        let history = learner.open();
        assert_eq!(history.schedule(), &Schedule::default());
        assert!(!learner.home.data().exists() && !learner.home.state().exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_session_leaves_a_snapshot_that_the_next_start_uses() {
        let learner = TestHome::new();
        let mut history = learner.open();
        for minute in 0..5 {
            give(&mut history, &format!("d/{minute}"), minute);
        }
        history.save().expect("a snapshot");
        let warm = learner.open();
        assert!(warm.is_from_snapshot());
        assert_eq!(warm.schedule(), history.schedule());
        assert_eq!(warm.schedule(), &learner.rebuilt());
        let mode = fs::metadata(learner.home.snapshot())
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_snapshot_is_the_same_bytes_however_it_came_about() {
        let learner = TestHome::new();
        let mut history = learner.open();
        for minute in 0..5 {
            give(&mut history, &format!("d/{minute}"), minute);
        }
        history.save().expect("a snapshot");
        let kept = fs::read(learner.home.snapshot()).expect("a snapshot");
        fs::remove_file(learner.home.snapshot()).expect("removed");
        assert!(!learner.open().is_from_snapshot());
        assert_eq!(fs::read(learner.home.snapshot()).expect("a snapshot"), kept);
    }

    #[test]
    fn a_journal_of_equal_length_but_other_bytes_is_read_again() {
        let learner = TestHome::new();
        let mut history = learner.open();
        give(&mut history, "d/a", 0);
        history.save().expect("a snapshot");
        let file = journals::find(&learner.home.reviews())
            .expect("files")
            .remove(0);
        let text = fs::read_to_string(&file.path).expect("text");
        fs::write(&file.path, text.replace("good", "easy")).expect("written");
        let cold = learner.open();
        assert!(!cold.is_from_snapshot());
        assert_eq!(cold.problems().len(), 1);
        // The next start is quick again, and still knows that something is wrong.
        let warm = learner.open();
        assert!(warm.is_from_snapshot());
        assert_eq!(warm.problem_count(), 1);
    }

    #[test]
    fn a_broken_snapshot_is_only_a_slow_start() {
        let learner = TestHome::new();
        give(&mut learner.open(), "d/a", 0);
        for text in ["", "{", "{\"fingerprint\":{}},\n", "\u{0}\u{0}\u{0}"] {
            fs::write(learner.home.snapshot(), text).expect("written");
            assert_eq!(learner.open().schedule(), &learner.rebuilt());
        }
    }

    #[test]
    fn undo_takes_back_the_newest_answer_of_this_device_again_and_again() {
        let learner = TestHome::new();
        let mut history = learner.open();
        let first = give(&mut history, "d/a", 0);
        let second = give(&mut history, "d/b", 1);
        let today = StudyDay::of(at(2), 4);
        for expected in [second.id, first.id] {
            let undo = history.undo(at(2), today).expect("saved").expect("an undo");
            assert_eq!(undo.event, Event::Undo { of: expected });
        }
        assert_eq!(history.undo(at(3), today).expect("nothing to save"), None);
        assert_eq!(history.schedule().cards, []);
        assert_eq!(history.schedule(), &learner.rebuilt());
    }

    #[test]
    fn what_another_process_wrote_meanwhile_is_in_the_schedule() {
        let learner = TestHome::new();
        let mut session = learner.open();
        give(&mut session, "d/a", 0);
        give(&mut learner.open(), "d/b", 1);
        give(&mut session, "d/c", 2);
        assert_eq!(session.schedule().cards.len(), 3);
        assert_eq!(session.schedule(), &learner.rebuilt());
        session.save().expect("a snapshot");
        assert!(learner.open().is_from_snapshot());
    }

    #[test]
    fn a_journal_of_a_newer_program_is_read_but_not_written() {
        let learner = TestHome::new();
        give(&mut learner.open(), "d/a", 0);
        let sealed = "{\"v\":2,\"event\":\"review\"";
        let crc = crc32fast::hash(sealed.as_bytes());
        let folder = learner.home.reviews().join("zzzz");
        fs::create_dir(&folder).expect("a folder");
        let line = format!("{sealed},\"crc\":\"{crc:08x}\"}}\n");
        fs::write(folder.join("2026-11.jsonl"), line).expect("written");
        let mut history = learner.open();
        assert_eq!(history.schedule().cards.len(), 1);
        let refused = history.append(answer("d/b", Grade::Good), at(1), StudyDay::of(at(1), 4));
        let error = refused.expect_err("read only").to_string();
        assert!(error.contains("update nodequiz"), "{error}");
        assert!(!learner.open().is_from_snapshot());
    }

    #[test]
    fn a_history_from_the_future_is_not_kept_in_a_snapshot() {
        let learner = TestHome::new();
        let mut history = learner.open();
        give(&mut history, "d/a", 60 * 24 * 30);
        let cold = learner.open();
        assert!(!cold.is_from_snapshot());
        assert_eq!(cold.problems().len(), 1);
        assert!(!learner.home.snapshot().exists());
    }
}
