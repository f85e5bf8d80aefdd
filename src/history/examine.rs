//! A damaged line, looked at: what it was, or what it says as it stands.

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value};

use super::event::{Event, Record, RecordId};
use super::journal::Journal;
use super::line::{VERSION, handwritten_id};
use super::parse::{self, Understood};
use super::recover::recovered;

/// What can be told about damaged bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum Examined {
    /// A single damaged byte is known, so that the line is as it was written.
    Recovered {
        /// The sealed line as it was.
        line: String,
        /// What it says.
        record: Box<Record<'static>>,
    },
    /// It can be read, but nobody can say whether it says what was written.
    Readable(Box<Record<'static>>),
    /// It says nothing, for this reason.
    Unreadable(String),
}

impl Examined {
    /// Looks at damaged bytes of a device's folder. What a line lacks is taken from its place: the
    /// device from the folder, the number from the records around its time.
    #[must_use]
    pub fn of(bytes: &[u8], folder: &str, journal: &Journal) -> Self {
        if let Some((line, record)) = recovered(bytes) {
            let record = Box::new(record);
            return Self::Recovered { line, record };
        }
        as_it_stands(bytes, folder, journal).map_or_else(Self::Unreadable, Self::Readable)
    }

    /// What it says, if anything.
    #[must_use]
    pub fn record(&self) -> Option<&Record<'static>> {
        match self {
            Self::Recovered { record, .. } | Self::Readable(record) => Some(record),
            Self::Unreadable(_) => None,
        }
    }
}

/// The id that damaged bytes state in their text, whether or not anything else can be read.
#[must_use]
pub fn stated_id(bytes: &[u8]) -> Option<RecordId> {
    const KEY: &[u8] = b"\"id\":\"";
    const LENGTH: usize = 36;
    let place = bytes.windows(KEY.len()).position(|window| window == KEY)? + KEY.len();
    let id = bytes.get(place..place + LENGTH)?;
    std::str::from_utf8(id).ok()?.parse().ok()
}

fn as_it_stands(
    bytes: &[u8],
    folder: &str,
    journal: &Journal,
) -> Result<Box<Record<'static>>, String> {
    let mut map: Map<String, Value> =
        serde_json::from_slice(bytes).map_err(|_| "it is no whole line".to_owned())?;
    map.insert("v".to_owned(), VERSION.into());
    let sound = |map: &Map<String, Value>, key: &str| match map.get(key) {
        Some(Value::String(text)) => key != "id" || text.parse::<RecordId>().is_ok(),
        _ => false,
    };
    if !sound(&map, "id") {
        map.insert("id".to_owned(), handwritten_id(bytes).to_string().into());
    }
    if !sound(&map, "device") {
        map.insert("device".to_owned(), folder.into());
    }
    let number = map.get("seq").and_then(Value::as_u64);
    if number.is_none_or(|seq| !parse::is_number(seq)) {
        map.insert("seq".to_owned(), 1.into());
    }
    let text = Value::Object(map).to_string();
    let Understood::Record(record) = parse::sealed(&text)? else {
        return Err("it is of another version".to_owned());
    };
    if let Event::Unknown { name, .. } = &record.event {
        return Err(format!("nothing is known of an event `{name}`"));
    }
    let mut record = record.into_owned();
    if number != Some(record.seq) || !is_free(record.seq, &record.device, journal) {
        record.seq = place_by_time(record.at, &record.device, journal);
    }
    Ok(Box::new(record))
}

/// Whether a number is one that the device's next record could have, or one that is missing. Any
/// other is itself damaged, and would tear a gap into the numbers.
fn is_free(seq: u64, device: &str, journal: &Journal) -> bool {
    let highest = journal
        .devices
        .iter()
        .find(|(known, _)| known == device)
        .map_or(0, |(_, highest)| *highest);
    seq == highest + 1
        || journal
            .gaps(device)
            .any(|(from, to)| (from..=to).contains(&seq))
}

/// The number of the device's last record that is not later: the record stands after it.
fn place_by_time(at: DateTime<FixedOffset>, device: &str, journal: &Journal) -> u64 {
    journal
        .records()
        .filter(|record| record.device == device && record.at <= at)
        .map(|record| record.seq)
        .max()
        .unwrap_or(1)
}
