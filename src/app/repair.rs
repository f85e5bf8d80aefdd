//! Does the steps that `nodequiz doctor --fix` showed before. A step that fails does not stop the others.

use crate::store::{self, HistoryStore, device};
use crate::wording::health::Repair;

use super::context::Context;
use super::loaded_decks::LoadedDecks;
use super::open_history::terms;

pub(crate) struct RepairOutcome {
    pub(crate) words: String,
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
pub(crate) fn repair(
    context: &Context,
    loaded: &LoadedDecks,
    steps: &[&Repair],
) -> Vec<RepairOutcome> {
    let mut done = Vec::new();
    let mut renew = false;
    for step in steps {
        match step {
            Repair::Restrict { path, mode } => done.push(RepairOutcome::of(
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
                    |name| format!("this device is now called {name}"),
                );
                done.push(RepairOutcome::of(words, named));
            }
        }
    }
    if renew {
        done.push(save_schedule(context, loaded));
    }
    done
}

/// Moves the old schedule file out of the way.
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
        store::remove_left_behind(&path)
            .err()
            .map(|error| RepairOutcome::of("schedule.json written again", Err::<(), _>(error)))
            .into_iter()
            .collect()
    }
}

/// Computes the schedule from the journal and saves it for the next start.
fn save_schedule(context: &Context, loaded: &LoadedDecks) -> RepairOutcome {
    match HistoryStore::open(&context.home, terms(context, loaded)) {
        Ok(mut opened) => RepairOutcome::of("the schedule computed", opened.save()),
        Err(error) => RepairOutcome::of("the journal opened", Err::<(), _>(error)),
    }
}
