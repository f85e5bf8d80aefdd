//! What nodequiz promises, one file a command or a promise.

mod layers;
mod memory;
mod pty;
mod rendering;
mod terminal;
