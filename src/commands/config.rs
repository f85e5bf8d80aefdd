//! `nodequiz config`: the settings.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};

use crate::report;
use crate::store;
use crate::terminal::Line;

use crate::app::{Context, Exit, Failure};

/// Show or change settings.
#[derive(Args, Clone, Debug)]
#[command(
    after_long_help = "A flag beats the environment (NODEQUIZ_MINUTES_PER_DAY=30), the environment beats the \
file, the file beats the default.

Examples:
  nodequiz config
  nodequiz config get minutes_per_day
  nodequiz config set minutes_per_day 30
  nodequiz config path"
)]
pub struct ConfigArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    /// Show every setting, its value and where it comes from
    Show {
        /// Print JSON (its shape: nodequiz docs json)
        #[arg(long)]
        json: bool,
    },
    /// Print the value of a setting
    Get {
        /// The setting's name
        key: String,
    },
    /// Write a setting into the settings file
    Set {
        /// The setting's name
        key: String,
        /// Its new value
        value: String,
    },
    /// Print the path of the settings file
    Path,
}

impl ConfigArgs {
    pub fn run(self, context: &mut Context) -> Result<Exit, Failure> {
        match self.action.unwrap_or(Action::Show { json: false }) {
            Action::Show { json } => {
                let settings = &context.loaded.shown();
                return context.print(json, &BTreeMap::from([("settings", settings)]), |width| {
                    report::config(settings, width)
                });
            }
            Action::Get { key } => {
                let value = context.loaded.value(&key).map_err(Failure::usage)?;
                context.output.raw(&format!("{value}\n"))?;
            }
            Action::Set { key, value } => {
                let path = context.home.settings();
                store::set_in_file(&path, &key, &value).map_err(|error| match error {
                    store::SettingsError::File { .. } => Failure::failed(error),
                    _ => Failure::usage(error),
                })?;
                context.recorded.set(true);
                let line = Line::from(format!("{key} = {value} in {}", path.display()));
                context.output.lines(&[line])?;
            }
            Action::Path => {
                let path = context.home.settings();
                context.output.raw(&format!("{}\n", path.display()))?;
            }
        }
        Ok(Exit::Done)
    }
}
