//! Limits that the system sets to this process.

use std::io;
use std::sync::Arc;

use signal_hook::consts::SIGXFSZ;

/// A write beyond the largest size that a file may have (`ulimit -f`) is to fail like any other, so
/// that what is not saved can be said; without this the process is killed on the spot.
///
/// Programs that are started from here are not touched by it.
pub fn outlive_a_file_limit() -> io::Result<()> {
    // Nobody looks at the flag: that somebody handles the signal is enough.
    signal_hook::flag::register(SIGXFSZ, Arc::default()).map(drop)
}
