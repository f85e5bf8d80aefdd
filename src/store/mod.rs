//! All that is on disk, and the other ways out of the program: clock, environment, processes.

mod home;

pub use home::{Home, NoHome};
