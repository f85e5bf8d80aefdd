//! This device: its name, which is that of its folder among the journals; its clock; random seeds, and the ids of records.
//!
//! The name is in the state folder, which is not synced, together with what identifies this machine and
//! this data folder: a copied home directory or data folder gets a new name, so that two machines
//! never write to the same file.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, Local};
use rand::RngExt;
use rand::rand_core::UnwrapErr;
use rand::rngs::SysRng;
use serde::{Deserialize, Serialize};

use super::home::Home;
use super::system::{file_number, for_owner, of_owner, sync_folder};
use crate::history::RecordId;

/// The current time: the system's, or a fixed one for tests and simulations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    frozen: Option<DateTime<FixedOffset>>,
}

/// An environment variable that is not a time or a seed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEnvironment {
    /// `NODEQUIZ_NOW` is not a time.
    #[error(
        "NODEQUIZ_NOW is set to `{0}`, which is not an RFC 3339 time; unset it, or write it like 2026-11-20T09:15:30+01:00"
    )]
    Now(String),
    /// `NODEQUIZ_SEED` is not a number.
    #[error(
        "NODEQUIZ_SEED is set to `{0}`, which is not a whole number from 0 to 18446744073709551615; correct or unset it"
    )]
    Seed(String),
}

impl Clock {
    /// The system's clock, or frozen at `NODEQUIZ_NOW` (RFC 3339).
    pub fn from_environment() -> Result<Self, InvalidEnvironment> {
        match variable("NODEQUIZ_NOW") {
            None => Ok(Self::system()),
            Some(text) => DateTime::parse_from_rfc3339(&text)
                .map(Self::frozen_at)
                .map_err(|_| InvalidEnvironment::Now(text)),
        }
    }

    /// The system's clock.
    pub const fn system() -> Self {
        Self { frozen: None }
    }

    /// A clock that always shows this time.
    pub const fn frozen_at(time: DateTime<FixedOffset>) -> Self {
        Self { frozen: Some(time) }
    }

    /// The local time with its offset.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.frozen.unwrap_or_else(|| Local::now().fixed_offset())
    }
}

/// The seed: `NODEQUIZ_SEED` if it is set, else a random one.
pub fn seed() -> Result<u64, InvalidEnvironment> {
    match variable("NODEQUIZ_SEED") {
        // Every command needs one, and setting up a generator would take longer.
        None => Ok(UnwrapErr(SysRng).random()),
        Some(text) => text.parse().map_err(|_| InvalidEnvironment::Seed(text)),
    }
}

/// A new record's id: UUID version 7 from the system's time and randomness, ignoring the
/// environment, so that no two records have the same id.
pub fn new_record_id() -> RecordId {
    RecordId::from_bits(uuid::Uuid::now_v7().as_u128())
}

/// A short name for a round of questions, by which its answers are found together in the journal.
pub fn session_name() -> String {
    random_letters(6)
}

/// Letters and digits that are hard to confuse.
pub(super) const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A word of this many [`LETTERS`].
fn random_letters(count: usize) -> String {
    let mut rng = rand::rng();
    let letter = |_| char::from(LETTERS[rng.random_range(0..LETTERS.len())]);
    (0..count).map(letter).collect()
}

/// A variable that is not empty; invalid Unicode is replaced.
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(|value| value.to_string_lossy().into_owned())
}

/// This device could not be given a name.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be written: {cause}. This device's name has to be kept there; make the folder writable", path.display())]
pub struct NoDevice {
    path: PathBuf,
    #[source]
    cause: io::Error,
}

/// The content of the file in the state folder.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Identity {
    device: String,
    /// What identifies this machine.
    machine: String,
    /// The absolute path of the data folder.
    data: String,
}

/// This device's name, if it has one already.
pub fn known(home: &Home) -> Option<String> {
    let file = File::open(file(home)).ok()?;
    let identity: Identity = serde_json::from_str(&io::read_to_string(&file).ok()?).ok()?;
    let here = identity.machine == machine(&file).ok()? && identity.data == data(home);
    let valid = (4..=6).contains(&identity.device.len())
        && identity.device.bytes().all(|byte| LETTERS.contains(&byte));
    (here && valid).then_some(identity.device)
}

/// This device's name, which is chosen if it has none.
pub fn name(home: &Home) -> Result<String, NoDevice> {
    if let Some(name) = known(home) {
        return Ok(name);
    }
    let failed = |cause| NoDevice {
        path: file(home),
        cause,
    };
    of_owner().create(home.state()).map_err(failed)?;
    // Two programs that start at once agree on one name; where nothing can be locked, two names do no harm. Windows
    // locks no folders.
    let file = for_owner().open(home.state().join("device.lock"));
    let _locked = file.map(|file| file.lock().map(|()| file));
    known(home).map_or_else(|| give_name(home).map_err(failed), Ok)
}

/// Gives this device a new name; what it wrote under the old one still counts.
pub fn rename(home: &Home) -> Result<String, NoDevice> {
    give_name(home).map_err(|cause| NoDevice {
        path: file(home),
        cause,
    })
}

/// The file that holds this device's name.
pub(super) fn file(home: &Home) -> PathBuf {
    home.state().join("device.json")
}

/// Chooses a name that no journal has, and saves it.
fn give_name(home: &Home) -> io::Result<String> {
    let folder = home.state();
    of_owner().create(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".device-")
        .tempfile_in(folder)?;
    let identity = Identity {
        device: free_name(&home.reviews()),
        machine: machine(file.as_file())?,
        data: data(home),
    };
    file.write_all(serde_json::to_string(&identity)?.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(self::file(home))?;
    sync_folder(folder)?;
    Ok(identity.device)
}

/// A name of four letters, or more where those are taken.
fn free_name(reviews: &Path) -> String {
    let mut name = String::new();
    for attempt in 0..64 {
        name = random_letters((4 + attempt / 16).min(6));
        if !reviews.join(&name).exists() {
            break;
        }
    }
    name
}

/// What identifies this machine: a checksum of its id. If the machine has none (macOS, Windows,
/// many containers), it is the number of the file on its disk, which no copy shares.
fn machine(file: &File) -> io::Result<String> {
    let id = ["/etc/machine-id", "/var/lib/dbus/machine-id"]
        .into_iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .map(|id| id.trim().to_owned())
        .find(|id| !id.is_empty());
    Ok(match id {
        // The id itself is meant to stay secret.
        Some(id) => format!(
            "{:08x}",
            crc32fast::hash(format!("nodequiz:{id}").as_bytes())
        ),
        None => format!("file {}", file_number(file)?),
    })
}

fn data(home: &Home) -> String {
    let path = std::path::absolute(home.data()).unwrap_or_else(|_| home.data().to_owned());
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_does_not_move_but_ids_stay_unique() {
        let time = DateTime::parse_from_rfc3339("2026-11-20T09:15:30+01:00").expect("a time");
        let clock = Clock::frozen_at(time);
        assert_eq!((clock.now(), clock.now()), (time, time));
        let ids: Vec<RecordId> = (0..100).map(|_| new_record_id()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "ids rise");
        assert!(ids.iter().all(|id| id.bits() >> 76 & 0xf == 7), "version 7");
    }

    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder") {
            let path = entry.expect("an entry").path();
            let target = to.join(path.file_name().expect("a name"));
            if path.is_dir() {
                copy(&path, &target);
            } else {
                fs::copy(&path, target).expect("a copy");
            }
        }
    }

    #[test]
    fn a_device_keeps_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        assert_eq!(known(&home), None);
        let name = name(&home).expect("a name");
        assert_eq!(name.len(), 4);
        assert_eq!(super::name(&home).expect("a name"), name);
    }

    #[test]
    fn programs_that_start_at_once_agree_on_one_name() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().expect("a folder");
            let home = Home::under(folder.path());
            let names: Vec<String> = std::thread::scope(|scope| {
                let starts: Vec<_> = (0..8).map(|_| scope.spawn(|| super::name(&home))).collect();
                let each = starts.into_iter();
                each.map(|start| start.join().expect("no panic").expect("a name"))
                    .collect()
            });
            assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
        }
    }

    #[test]
    fn a_copied_home_gets_a_name_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let original = Home::under(&folder.path().join("one"));
        let name = name(&original).expect("a name");
        copy(&folder.path().join("one"), &folder.path().join("two"));
        let copied = Home::under(&folder.path().join("two"));
        assert_eq!(known(&copied), None);
        assert_ne!(super::name(&copied).expect("a name"), name);
        assert_eq!(known(&original), Some(name));
    }

    #[test]
    fn another_machine_gets_a_name_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        name(&home).expect("a name");
        let text = fs::read_to_string(file(&home)).expect("text");
        let mut identity: Identity = serde_json::from_str(&text).expect("an identity");
        identity.machine.push('x');
        fs::write(file(&home), serde_json::to_string(&identity).expect("JSON")).expect("written");
        assert_eq!(known(&home), None);
    }

    #[test]
    fn a_name_is_never_one_that_a_journal_has() {
        let folder = tempfile::tempdir().expect("a folder");
        for _ in 0..50 {
            let name = free_name(folder.path());
            assert!(name.bytes().all(|byte| LETTERS.contains(&byte)));
            fs::create_dir(folder.path().join(&name)).expect("a free name");
        }
    }

    #[test]
    fn a_name_that_could_lead_elsewhere_is_not_believed() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let name = name(&home).expect("a name");
        let text = fs::read_to_string(file(&home)).expect("text");
        for bad in ["../..", "k/3f", "", "K3F9"] {
            fs::write(file(&home), text.replace(&name, bad)).expect("written");
            assert_eq!(known(&home), None, "{bad}");
        }
    }
}
