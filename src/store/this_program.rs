//! Where this program is, for what starts it later.

use std::io;
use std::path::PathBuf;

/// The program's own file.
pub fn program() -> io::Result<PathBuf> {
    std::env::current_exe()
}
