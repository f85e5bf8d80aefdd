//! Does what `nodequiz doctor` showed before: each step by itself, so that one that fails stops no other.

use crate::history::Accepted;
use crate::memory::StudyDay;
use crate::progress::health::{Repair, said};
use crate::store::{self, Opened, device};

use super::learner::terms;
use super::shelf::Shelf;
use super::world::World;

/// What became of a step.
pub(super) struct Step {
    /// What was done or tried.
    pub(super) words: String,
    /// Why it could not be done.
    pub(super) failure: Option<String>,
}

impl Step {
    fn of<T, E: ToString>(words: impl Into<String>, outcome: Result<T, E>) -> Self {
        Self {
            words: words.into(),
            failure: outcome.err().map(|error| error.to_string()),
        }
    }
}

/// Does the steps in their order.
pub(super) fn mend(world: &World, shelf: &Shelf, steps: &[&Repair]) -> Vec<Step> {
    let mut done = Vec::new();
    let mut accepted = Vec::new();
    let mut renew = false;
    for step in steps {
        match step {
            Repair::Close { path, mode } => done.push(Step::of(
                format!("{} closed to others", path.display()),
                store::close_to_others(path, *mode),
            )),
            Repair::Remove(path) => done.push(Step::of(
                format!("{} removed", path.display()),
                store::remove_left_behind(path),
            )),
            Repair::RenewSnapshot { keep } => {
                renew = true;
                done.extend(make_way(world, *keep));
            }
            Repair::RenameDevice => {
                let named = device::rename(&world.home);
                let words = named.as_ref().map_or_else(
                    |_| "a new name for this device".to_owned(),
                    |name| format!("this device is called {name} now"),
                );
                done.push(Step::of(words, named));
            }
            Repair::Accept(what) => accepted.push(what.clone()),
        }
    }
    if renew || !accepted.is_empty() {
        done.extend(write_down(world, shelf, &accepted));
    }
    done
}

/// Puts the kept schedule out of the way of a new one.
fn make_way(world: &World, keep: bool) -> Vec<Step> {
    let path = world.home.snapshot();
    if keep {
        let kept = store::put_aside(&path, world.today());
        let words = kept.as_ref().map_or_else(
            |_| "schedule.json kept beside".to_owned(),
            |kept| format!("schedule.json kept as {}", kept.display()),
        );
        vec![Step::of(words, kept)]
    } else {
        // It is computed from the journal, and nothing else.
        store::remove_left_behind(&path)
            .err()
            .map(|error| Step::of("schedule.json made anew", Err::<(), _>(error)))
            .into_iter()
            .collect()
    }
}

/// Writes what was accepted into this device's journal and keeps the schedule that follows.
pub(super) fn write_down(world: &World, shelf: &Shelf, accepted: &[Accepted]) -> Vec<Step> {
    let mut opened = match Opened::open(&world.home, terms(world, shelf)) {
        Ok(opened) => opened,
        Err(error) => return vec![Step::of("the journal opened", Err::<(), _>(error))],
    };
    let now = world.clock.now();
    let day = StudyDay::of(now, world.settings().rollover_hour);
    let mut done = Vec::new();
    let (written, failure) = opened.accept(accepted, now, day);
    done.extend(accepted[..written].iter().map(|what| Step {
        words: words(what),
        failure: None,
    }));
    if let Some(error) = failure {
        let next = accepted.get(written).map_or_else(String::new, words);
        done.push(Step::of(next, Err::<(), _>(error)));
        return done;
    }
    done.push(Step::of("the schedule computed", opened.save()));
    done
}

/// What an acceptance does.
fn words(what: &Accepted) -> String {
    match what {
        Accepted::Bytes {
            record: Some(record),
            ..
        } => format!("it counts: {}", said(record)),
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
