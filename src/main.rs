//! Starts the program and hands its exit code over.

use std::process::ExitCode;

use nodequiz::cli;
use nodequiz::terminal::Guard;

fn main() -> ExitCode {
    ExitCode::from(cli::run(Guard::install()))
}
