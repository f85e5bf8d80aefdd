//! Starts the program and hands its exit code over.

fn main() {}
