//! Starts the program and returns its exit code.

use std::hint::black_box;
use std::process::ExitCode;

use nodequiz::cli;
use nodequiz::terminal::TerminalRestore;

fn main() -> ExitCode {
    keep_memory();
    ExitCode::from(cli::run(TerminalRestore::install()))
}

/// Lets pieces of memory of up to 31 megabytes be used again within the program.
///
/// The allocator of glibc hands pieces above 128 kilobytes back to the system as soon as they are
/// free, and a thousand deck files would each be read into fresh pages. Whenever such a piece comes
/// back it raises that limit to the piece's size (`M_MMAP_THRESHOLD` in mallopt(3)). This piece is
/// never touched, so it takes no memory; with other allocators this has no effect.
fn keep_memory() {
    drop(black_box(Vec::<u8>::with_capacity(31 << 20)));
}
