//! Does what `nodequiz doctor` showed before: each step by itself, so that one that fails stops no other.

use crate::history::Accepted;
use crate::memory::StudyDay;
use crate::progress::health::{Repair, describe};
use crate::store::{self, HistoryStore, device};

use super::context::Context;
use super::loaded_decks::LoadedDecks;
use super::open_history::terms;

/// What became of a step.
pub(crate) struct RepairOutcome {
    /// What was done or tried.
    pub(crate) words: String,
    /// Why it could not be done.
    pub(crate) failure: Option<String>,
}

impl RepairOutcome {
    fn of<T, E: ToString>(words: impl Into<String>, outcome: Result<T, E>) -> Self {
        Self {
            words: words.into(),
            failure: outcome.err().map(|error| error.to_string()),
        }
    }
}

/// Does the steps in their order.
pub(crate) fn mend(
    context: &Context,
    loaded: &LoadedDecks,
    steps: &[&Repair],
) -> Vec<RepairOutcome> {
    let mut done = Vec::new();
    let mut accepted = Vec::new();
    let mut renew = false;
    for step in steps {
        match step {
            Repair::Close { path, mode } => done.push(RepairOutcome::of(
                format!("{} closed to others", path.display()),
                store::close_to_others(path, *mode),
            )),
            Repair::Remove(path) => done.push(RepairOutcome::of(
                format!("{} removed", path.display()),
                store::remove_left_behind(path),
            )),
            Repair::RenewSnapshot { keep } => {
                renew = true;
                done.extend(make_way(context, *keep));
            }
            Repair::RenameDevice => {
                let named = device::rename(&context.home);
                let words = named.as_ref().map_or_else(
                    |_| "a new name for this device".to_owned(),
                    |name| format!("this device is called {name} now"),
                );
                done.push(RepairOutcome::of(words, named));
            }
            Repair::Accept(what) => accepted.push(what.clone()),
        }
    }
    if renew || !accepted.is_empty() {
        done.extend(write_down(context, loaded, &accepted));
    }
    done
}

/// Puts the kept schedule out of the way of a new one.
fn make_way(context: &Context, keep: bool) -> Vec<RepairOutcome> {
    let path = context.home.snapshot();
    if keep {
        let kept = store::put_aside(&path, context.today());
        let words = kept.as_ref().map_or_else(
            |_| "schedule.json kept beside".to_owned(),
            |kept| format!("schedule.json kept as {}", kept.display()),
        );
        vec![RepairOutcome::of(words, kept)]
    } else {
        // It is computed from the journal, and nothing else.
        store::remove_left_behind(&path)
            .err()
            .map(|error| RepairOutcome::of("schedule.json made anew", Err::<(), _>(error)))
            .into_iter()
            .collect()
    }
}

/// Writes what was accepted into this device's journal and keeps the schedule that follows.
pub(crate) fn write_down(
    context: &Context,
    loaded: &LoadedDecks,
    accepted: &[Accepted],
) -> Vec<RepairOutcome> {
    let mut opened = match HistoryStore::open(&context.home, terms(context, loaded)) {
        Ok(opened) => opened,
        Err(error) => return vec![RepairOutcome::of("the journal opened", Err::<(), _>(error))],
    };
    let now = context.clock.now();
    let day = StudyDay::of(now, context.settings().rollover_hour);
    let mut done = Vec::new();
    let (written, failure) = opened.accept(accepted, now, day);
    done.extend(accepted[..written].iter().map(|what| RepairOutcome {
        words: words(what),
        failure: None,
    }));
    if let Some(error) = failure {
        let next = accepted.get(written).map_or_else(String::new, words);
        done.push(RepairOutcome::of(next, Err::<(), _>(error)));
        return done;
    }
    done.push(RepairOutcome::of("the schedule computed", opened.save()));
    done
}

/// What an acceptance does.
fn words(what: &Accepted) -> String {
    match what {
        Accepted::Bytes {
            record: Some(record),
            ..
        } => format!("it counts: {}", describe(record)),
        Accepted::Bytes { record: None, .. } => "a line left out for good".to_owned(),
        Accepted::Missing(gap) if gap.from == gap.to => {
            format!("record {} of device {} given up", gap.from, gap.device)
        }
        Accepted::Missing(gap) => format!(
            "records {} to {} of device {} given up",
            gap.from, gap.to, gap.device
        ),
        Accepted::SameId(id) => format!("all records with the id {id} count"),
        Accepted::Doubled(doubled) => format!(
            "the doubled numbers of device {} up to {} noted",
            doubled.device, doubled.to
        ),
    }
}
