//! What nodequiz promises, one file a command or a promise.
