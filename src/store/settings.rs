//! The settings: what the learner chose, and where each choice comes from.
//!
//! A flag overrides the environment (`NODEQUIZ_MINUTES_PER_DAY=30`), the environment overrides the
//! file, and the file overrides the default. An unknown key is an error, so that a typo is noticed.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::ops::Range;
use std::path::Path;

use chrono::{Weekday, WeekdaySet};
use clap::{ColorChoice, ValueEnum as _};
use serde::Serialize;
use toml_edit::{DocumentMut, Item, Value};

use super::disk::if_there;
use super::portable_files::FileError;
use super::private;
use crate::deck::nearest;
use crate::memory::{RetentionByWeight, Scheduling};

/// All settings with their values.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Minutes of study a day.
    pub minutes_per_day: u32,
    /// New cards a day, at the most; `None` where only the day's minutes count.
    pub new_per_day: Option<u32>,
    /// The share of due cards to be remembered, by weight; `None` where the stages of learning decide.
    pub retention: Option<RetentionByWeight>,
    /// The longest interval, in days.
    pub max_interval: u32,
    /// Whether intervals are spread by up to 5 %.
    pub fuzz: bool,
    /// The hour at which a study day begins, 0 to 23.
    pub rollover_hour: u8,
    /// The weekdays that count for the streak and for a goal.
    pub study_days: WeekdaySet,
    /// Whether streaks are shown.
    pub streak: bool,
    /// When to use colour.
    pub color: ColorChoice,
    /// Whether output is line by line, with nothing redrawn.
    pub plain: bool,
    /// The editor's command; `VISUAL` or `EDITOR` when empty.
    pub editor: String,
    /// The command that runs JavaScript.
    pub node: String,
    /// The git remote that holds the learner's data.
    pub sync_remote: String,
    /// How many seconds the remote may take to respond.
    pub sync_timeout: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            minutes_per_day: 20,
            new_per_day: None,
            retention: None,
            max_interval: Scheduling::LONGEST,
            fuzz: true,
            rollover_hour: 4,
            study_days: WeekdaySet::ALL,
            streak: true,
            color: ColorChoice::Auto,
            plain: false,
            editor: String::new(),
            node: "node".to_owned(),
            sync_remote: String::new(),
            sync_timeout: 60,
        }
    }
}

/// One setting: its name, what it is for, and how it is read and shown as text.
struct Key {
    name: &'static str,
    about: &'static str,
    set: fn(&mut Settings, &str) -> Result<(), Expected>,
    show: fn(&Settings) -> String,
}

/// The values that a setting accepts, for errors about invalid ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Expected {
    /// An integer in a range.
    #[error("a whole number from {0} to {1}")]
    Whole(u32, u32),
    /// A number of new cards, or none.
    #[error("a whole number from 0 to 9999, or `none`")]
    Ceiling,
    /// A switch.
    #[error("`true` or `false`")]
    Switch,
    /// Some days of the week.
    #[error("weekdays such as `mon,tue,wed,thu,fri`")]
    Weekdays,
    /// A share of cards to remember.
    #[error("a number from 0.70 to 0.99, three of them for weights 1, 2 and 3, or `stages`")]
    Retention,
    /// A choice of colours.
    #[error("`auto`, `always` or `never`")]
    Color,
    /// A command.
    #[error("a command such as `node`")]
    Command,
}

fn whole<T>(text: &str, least: u32, most: u32) -> Result<T, Expected>
where
    T: TryFrom<u32>,
{
    text.trim()
        .parse::<u32>()
        .ok()
        .filter(|number| (least..=most).contains(number))
        .and_then(|number| T::try_from(number).ok())
        .ok_or(Expected::Whole(least, most))
}

fn switch(text: &str) -> Result<bool, Expected> {
    match text.trim() {
        "true" | "yes" | "on" => Ok(true),
        "false" | "no" | "off" => Ok(false),
        _ => Err(Expected::Switch),
    }
}

fn weekdays(text: &str) -> Result<WeekdaySet, Expected> {
    let days: Option<WeekdaySet> = text
        .split([',', ' '])
        .filter(|word| !word.is_empty())
        .map(|word| word.parse::<Weekday>().ok())
        .collect();
    days.filter(|days| !days.is_empty())
        .ok_or(Expected::Weekdays)
}

/// The settings that run a program or say where data goes.
const REACHING_OUT: [&str; 3] = ["editor", "node", "sync.remote"];

/// Every setting, in the order in which they are shown.
const KEYS: [Key; 14] = [
    Key {
        name: "minutes_per_day",
        about: "minutes of study a day",
        set: |to, text| whole(text, 1, 1440).map(|value| to.minutes_per_day = value),
        show: |from| from.minutes_per_day.to_string(),
    },
    Key {
        name: "new_per_day",
        about: "the most new cards a day; `none` fills the day's minutes",
        set: |to, text| {
            to.new_per_day = match text.trim() {
                "none" => None,
                number => Some(whole(number, 0, 9999).map_err(|_| Expected::Ceiling)?),
            };
            Ok(())
        },
        show: |from| {
            from.new_per_day
                .map_or_else(|| "none".to_owned(), |most| most.to_string())
        },
    },
    Key {
        name: "retention",
        about: "the share of due cards to be remembered: `stages`, one number, or three by weight",
        set: |to, text| {
            to.retention = match text.trim() {
                "stages" => None,
                numbers => Some(numbers.parse().map_err(|_| Expected::Retention)?),
            };
            Ok(())
        },
        show: |from| {
            from.retention
                .map_or_else(|| "stages".to_owned(), |value| value.to_string())
        },
    },
    Key {
        name: "max_interval",
        about: "the longest interval, in days",
        set: |to, text| whole(text, 1, Scheduling::LONGEST).map(|value| to.max_interval = value),
        show: |from| from.max_interval.to_string(),
    },
    Key {
        name: "fuzz",
        about: "spread intervals by up to 5 %, so that cards met together drift apart",
        set: |to, text| switch(text).map(|value| to.fuzz = value),
        show: |from| from.fuzz.to_string(),
    },
    Key {
        name: "rollover_hour",
        about: "the hour at which a study day begins",
        set: |to, text| whole(text, 0, 23).map(|value| to.rollover_hour = value),
        show: |from| from.rollover_hour.to_string(),
    },
    Key {
        name: "study_days",
        about: "the weekdays that count for the streak and for a goal",
        set: |to, text| weekdays(text).map(|value| to.study_days = value),
        show: |from| {
            let names: Vec<String> = from
                .study_days
                .iter(Weekday::Mon)
                .map(|day| day.to_string().to_lowercase())
                .collect();
            names.join(",")
        },
    },
    Key {
        name: "streak",
        about: "show how many days in a row you studied",
        set: |to, text| switch(text).map(|value| to.streak = value),
        show: |from| from.streak.to_string(),
    },
    Key {
        name: "color",
        about: "colour: auto, always or never",
        set: |to, text| {
            to.color = ColorChoice::from_str(text.trim(), false).map_err(|_| Expected::Color)?;
            Ok(())
        },
        show: |from| from.color.to_string(),
    },
    Key {
        name: "plain",
        about: "say everything line by line, for screen readers",
        set: |to, text| switch(text).map(|value| to.plain = value),
        show: |from| from.plain.to_string(),
    },
    Key {
        name: "editor",
        about: "the editor for decks; VISUAL, EDITOR or an installed one when empty",
        set: |to, text| {
            text.trim().clone_into(&mut to.editor);
            Ok(())
        },
        show: |from| from.editor.clone(),
    },
    Key {
        name: "node",
        about: "the command that runs JavaScript",
        set: |to, text| {
            if text.trim().is_empty() {
                return Err(Expected::Command);
            }
            text.trim().clone_into(&mut to.node);
            Ok(())
        },
        show: |from| from.node.clone(),
    },
    Key {
        name: "sync.remote",
        about: "the git remote that holds your data",
        set: |to, text| {
            text.trim().clone_into(&mut to.sync_remote);
            Ok(())
        },
        show: |from| from.sync_remote.clone(),
    },
    Key {
        name: "sync.timeout",
        about: "seconds the remote may take for an answer",
        set: |to, text| whole(text, 1, 3600).map(|value| to.sync_timeout = value),
        show: |from| from.sync_timeout.to_string(),
    },
];

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The default.
    Default,
    /// The settings file.
    File,
    /// An environment variable.
    Environment,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Default => "default",
            Self::File => "file",
            Self::Environment => "environment",
        })
    }
}

/// One line of `config show`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The setting's name.
    pub name: &'static str,
    /// Its value as text.
    pub value: String,
    /// Where the value comes from.
    pub origin: Origin,
    /// What it is for.
    pub about: &'static str,
}

/// Settings that could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file exists but cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is not TOML.
    #[error("{place}: {message}")]
    Syntax {
        /// The file with line and column.
        place: String,
        /// The parser's message.
        message: String,
    },
    /// No setting has this name.
    #[error("{place}: there is no setting `{name}`{}", hint(suggestion.as_deref()))]
    Unknown {
        /// Where it was given: a file with its line, a variable, or the command line.
        place: String,
        name: String,
        /// The most similar existing name.
        suggestion: Option<String>,
    },
    /// The value is invalid.
    #[error("{place}: `{name}` is {wanted}, not `{value}`")]
    Value {
        /// Where it was set.
        place: String,
        name: String,
        /// What it accepts.
        wanted: Expected,
        /// The value given.
        value: String,
    },
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(
        || "; `nodequiz config show` lists them".to_owned(),
        |name| format!("; did you mean `{name}`?"),
    )
}

fn key(place: &str, name: &str) -> Result<&'static Key, SettingsError> {
    KEYS.iter()
        .find(|key| key.name == name)
        .ok_or_else(|| SettingsError::Unknown {
            place: place.to_owned(),
            name: name.to_owned(),
            suggestion: nearest(name, KEYS.iter().map(|key| key.name)).map(str::to_owned),
        })
}

/// The settings with their origins.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The values.
    pub settings: Settings,
    origins: BTreeMap<&'static str, Origin>,
}

impl Loaded {
    /// The defaults, for commands that must work even if the settings cannot be read.
    pub fn defaults() -> Self {
        Self {
            settings: Settings::default(),
            origins: BTreeMap::new(),
        }
    }

    /// Reads the file, if there is one, and then the environment, which takes precedence.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let environment = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        Self::from_text(path, &text_of(path)?, environment)
    }

    /// The settings from a file's text and an environment.
    fn from_text(
        path: &Path,
        text: &str,
        environment: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, SettingsError> {
        let mut loaded = Self::defaults();
        let document = toml_edit::Document::parse(text).map_err(|error| {
            let message = error.message().to_owned();
            let place = place(path, text, error.span());
            SettingsError::Syntax { place, message }
        })?;
        for (name, item) in document.iter() {
            let inner: Vec<(String, &Item)> = match item {
                Item::Table(table) => table
                    .iter()
                    .map(|(inner, item)| (format!("{name}.{inner}"), item))
                    .collect(),
                _ => vec![(name.to_owned(), item)],
            };
            for (name, item) in inner {
                let place = place(path, text, item.span());
                loaded.set(&place, &name, &as_text(item), Origin::File)?;
            }
        }
        for key in &KEYS {
            let variable = format!("NODEQUIZ_{}", key.name.to_uppercase().replace('.', "_"));
            if let Some(value) = environment(&variable) {
                loaded.set(
                    &variable,
                    key.name,
                    &value.to_string_lossy(),
                    Origin::Environment,
                )?;
            }
        }
        Ok(loaded)
    }

    fn set(
        &mut self,
        place: &str,
        name: &str,
        value: &str,
        origin: Origin,
    ) -> Result<(), SettingsError> {
        let key = key(place, name)?;
        (key.set)(&mut self.settings, value).map_err(|wanted| SettingsError::Value {
            place: place.to_owned(),
            name: name.to_owned(),
            wanted,
            value: value.to_owned(),
        })?;
        self.origins.insert(key.name, origin);
        Ok(())
    }

    /// The value of a setting, as text.
    pub fn value(&self, name: &str) -> Result<String, SettingsError> {
        Ok((key("settings", name)?.show)(&self.settings))
    }

    /// Every setting with its value and where that comes from.
    pub fn shown(&self) -> Vec<Shown> {
        KEYS.iter()
            .map(|key| Shown {
                name: key.name,
                value: (key.show)(&self.settings),
                origin: self
                    .origins
                    .get(key.name)
                    .copied()
                    .unwrap_or(Origin::Default),
                about: key.about,
            })
            .collect()
    }
}

/// A setting that differs between two files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The setting's name.
    pub name: &'static str,
    /// Its value here, as text.
    pub here: String,
    /// Its value there.
    #[serde(rename = "archive")]
    pub there: String,
}

/// The settings that differ between two files.
pub(super) fn differences(here: &str, there: &str) -> Result<Vec<Difference>, SettingsError> {
    let file = Path::new("config.toml");
    let shown = |text| Loaded::from_text(file, text, |_| None).map(|loaded| loaded.shown());
    let pairs = shown(here)?.into_iter().zip(shown(there)?);
    Ok(pairs
        .filter(|(here, there)| here.value != there.value)
        .map(|(here, there)| Difference {
            name: here.name,
            here: here.value,
            there: there.value,
        })
        .collect())
}

/// Settings with their values.
pub type NamedValues = Vec<(&'static str, String)>;

/// The settings of a file that run a program or say where data goes, with their values, and its text
/// without them.
pub(super) fn reaching_out(text: &str) -> Result<(NamedValues, String), SettingsError> {
    let loaded = Loaded::from_text(Path::new("config.toml"), text, |_| None)?;
    let mut document: DocumentMut = text.parse().expect("it has just been read");
    let mut found = Vec::new();
    let set = KEYS
        .iter()
        .filter(|key| loaded.origins.contains_key(key.name));
    for key in set.filter(|key| REACHING_OUT.contains(&key.name)) {
        found.push((key.name, (key.show)(&loaded.settings)));
        match key.name.split_once('.') {
            Some((table, inner)) => {
                document[table]
                    .as_table_like_mut()
                    .and_then(|table| table.remove(inner));
            }
            None => {
                document.remove(key.name);
            }
        }
    }
    Ok((found, document.to_string()))
}

/// A place in the file as `file:line:column`. Both count from 1, the column in characters.
fn place(path: &Path, text: &str, span: Option<Range<usize>>) -> String {
    let before = text
        .get(..span.map_or(0, |span| span.start))
        .unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    format!("{}:{line}:{column}", path.display())
}

/// A TOML value as the text that it would have in the environment.
fn as_text(item: &Item) -> String {
    match item {
        Item::Value(Value::String(text)) => text.value().clone(),
        Item::Value(Value::Array(values)) => values
            .iter()
            .map(|value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            })
            .collect::<Vec<_>>()
            .join(","),
        other => other.to_string().trim().to_owned(),
    }
}

/// The text of a settings file; empty if there is none.
fn text_of(path: &Path) -> Result<String, SettingsError> {
    let text = if_there(fs::read_to_string(path)).map_err(FileError::at(path))?;
    Ok(text.unwrap_or_default())
}

/// Writes one setting into the file, leaving its comments and order as they are.
pub fn set_in_file(path: &Path, name: &str, value: &str) -> Result<(), SettingsError> {
    let changed = set_in_text(path, &text_of(path)?, name, value)?;
    Ok(private::save(path, changed.as_bytes()).map_err(FileError::at(path))?)
}

fn set_in_text(path: &Path, text: &str, name: &str, value: &str) -> Result<String, SettingsError> {
    // The file must be valid before and after, or the program would fail to start later.
    let mut loaded = Loaded::from_text(path, text, |_| None)?;
    loaded.set("config set", name, value, Origin::File)?;
    let shown = (key("config set", name)?.show)(&loaded.settings);
    let mut document: DocumentMut = text.parse().expect("it has just been read");
    let value: Value = match name {
        "study_days" => shown.split(',').collect::<Value>(),
        _ if REACHING_OUT.contains(&name) => shown.into(),
        // Numbers and switches; else a word, such as `none`.
        _ => shown.parse().unwrap_or_else(|_| shown.into()),
    };
    match name.split_once('.') {
        Some((table, inner)) => {
            if !document.contains_table(table) {
                document[table] = toml_edit::table();
            }
            document[table][inner] = Item::Value(value);
        }
        None => document[name] = Item::Value(value),
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Loaded, SettingsError> {
        Loaded::from_text(Path::new("config.toml"), text, |_| None)
    }

    #[test]
    fn the_file_beats_the_default_and_the_environment_beats_the_file() {
        let text = "minutes_per_day = 30\nretention = 0.85\n[sync]\nremote = \"backup\"\n";
        let environment =
            |name: &str| (name == "NODEQUIZ_MINUTES_PER_DAY").then(|| OsString::from("45"));
        let loaded =
            Loaded::from_text(Path::new("c"), text, environment).expect("all settings are valid");
        assert_eq!(loaded.settings.minutes_per_day, 45);
        assert_eq!(loaded.settings.retention, "0.85".parse().ok());
        assert_eq!(loaded.settings.sync_remote, "backup");
        assert_eq!(loaded.settings.new_per_day, None);
        let origins: Vec<Origin> = loaded
            .shown()
            .iter()
            .take(3)
            .map(|line| line.origin)
            .collect();
        assert_eq!(
            origins,
            [Origin::Environment, Origin::Default, Origin::File]
        );
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_place_and_a_suggestion() {
        let error = read("# mine\nminutes_per_dya = 30\n").expect_err("a typo");
        assert_eq!(
            error.to_string(),
            "config.toml:2:19: there is no setting `minutes_per_dya`; did you mean `minutes_per_day`?"
        );
    }

    #[test]
    fn a_value_that_makes_no_sense_is_refused_with_what_it_takes() {
        let cases = [
            ("minutes_per_day = 0", "a whole number from 1 to 1440"),
            ("minutes_per_day = -5", "a whole number from 1 to 1440"),
            ("retention = 1.5", "a number from 0.70 to 0.99"),
            ("fuzz = \"maybe\"", "`true` or `false`"),
            ("rollover_hour = 24", "a whole number from 0 to 23"),
            ("study_days = [\"someday\"]", "weekdays such as"),
            ("color = \"red\"", "`auto`, `always` or `never`"),
        ];
        for (text, wanted) in cases {
            let error = read(text).expect_err(text).to_string();
            assert!(error.contains(wanted), "{text}: {error}");
        }
    }

    #[test]
    fn a_file_that_is_not_toml_is_refused_with_line_and_column() {
        let error = read("fuzz = true\nminutes_per_day =\n")
            .expect_err("no value")
            .to_string();
        assert!(error.starts_with("config.toml:2:"), "{error}");
    }

    #[test]
    fn setting_a_value_keeps_comments_and_the_other_values() {
        let text = "# how much\nminutes_per_day = 30 # enough\n";
        let text =
            set_in_text(Path::new("c"), text, "study_days", "mon,fri").expect("valid settings");
        let text =
            set_in_text(Path::new("c"), &text, "sync.remote", "a b").expect("valid settings");
        let text = set_in_text(Path::new("c"), &text, "retention", "0.85").expect("valid settings");
        assert!(
            text.starts_with("# how much\nminutes_per_day = 30 # enough\n"),
            "{text}"
        );
        let loaded = read(&text).expect("what was written can be read");
        let days = WeekdaySet::from_iter([Weekday::Mon, Weekday::Fri]);
        assert_eq!(loaded.settings.study_days, days);
        assert_eq!(loaded.settings.sync_remote, "a b");
        assert_eq!(loaded.settings.retention, "0.85".parse().ok());
    }

    #[test]
    fn what_was_set_is_read_again() {
        for (name, value) in [
            ("new_per_day", "none"),
            ("new_per_day", "5"),
            ("retention", "stages"),
            ("retention", "0.90,0.85,0.80"),
            ("study_days", "mon,fri"),
            ("streak", "false"),
            ("color", "never"),
            ("editor", "true"),
            ("node", "7"),
        ] {
            let text = set_in_text(Path::new("c"), "", name, value).expect(value);
            let loaded = read(&text).expect(value);
            assert_eq!(loaded.value(name).expect(value), value, "{text}");
        }
    }

    #[test]
    fn every_default_is_a_value_that_can_be_set() {
        let defaults = Settings::default();
        for key in &KEYS {
            let mut settings = Settings::default();
            (key.set)(&mut settings, &(key.show)(&defaults)).expect(key.name);
            assert_eq!(settings, defaults, "{}", key.name);
        }
    }
}
