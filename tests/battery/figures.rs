//! The output at full size: a row of the table in `docs/reliability.md` for every part.

use std::io::Write as _;
use std::thread;
use std::time::Instant;

/// The size of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// A sample, with every `cargo test`.
    Reduced,
    /// Everything, with the figures printed.
    Full,
}

impl Size {
    /// One of two numbers.
    pub(super) const fn of<T: Copy>(self, reduced: T, full: T) -> T {
        match self {
            Self::Reduced => reduced,
            Self::Full => full,
        }
    }
}

/// A part that is running.
pub(super) struct Part {
    size: Size,
    began: Instant,
}

impl Part {
    /// Begins a part.
    pub(super) fn begin(size: Size) -> Self {
        Self {
            size,
            began: Instant::now(),
        }
    }

    /// Ends it: at full size its row goes to the real standard output, bypassing the harness.
    pub(super) fn end(self, what: &str, cases: usize, outcome: &str) {
        if self.size == Size::Full {
            let seconds = self.began.elapsed().as_secs_f32();
            let row = format!("\n| {what} | {cases} | {outcome} | {seconds:.0} s |\n");
            let _ = std::io::stdout().write_all(row.as_bytes());
        }
    }
}

/// Runs the cases from 0 to below `count` on all cores; returns the result of each share.
pub(super) fn on_all_cores<T: Send>(
    count: usize,
    share: impl Fn(&mut dyn Iterator<Item = usize>) -> T + Sync,
) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, Into::into);
    thread::scope(|scope| {
        let share = &share;
        let workers: Vec<_> = (0..cores)
            .map(|core| scope.spawn(move || share(&mut (core..count).step_by(cores))))
            .collect();
        workers
            .into_iter()
            .map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}
