//! All that is on disk, and the other ways out of the program: clock, environment, processes.

mod home;
mod private;
mod settings;

pub use home::{Home, NoHome};
pub use settings::{ColorChoice, Loaded, Origin, Settings, SettingsError, Shown, set_in_file};
