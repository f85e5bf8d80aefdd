//! This device's name: the name of its folder among the journals.
//!
//! It lives in the state folder, outside what is synced, together with what tells this machine and
//! this data folder from others: whoever copies a home directory or a data folder gets a new name,
//! so that two machines never write to one file.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use rand::RngExt as _;
use serde::{Deserialize, Serialize};

use super::home::Home;

/// This device could not be given a name.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be written: {cause}. This device's name has to be kept there; make the folder writable", path.display())]
pub struct NoDevice {
    path: PathBuf,
    #[source]
    cause: io::Error,
}

/// What the file in the state folder says.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Identity {
    device: String,
    /// What tells this machine from others.
    machine: String,
    /// The absolute path of the data folder.
    data: String,
}

/// Letters and digits that nobody mistakes for one another.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// This device's name, if it has one already.
#[must_use]
pub fn known(home: &Home) -> Option<String> {
    let file = File::open(path(home)).ok()?;
    let identity: Identity = serde_json::from_str(&io::read_to_string(&file).ok()?).ok()?;
    let here = identity.machine == machine(&file).ok()? && identity.data == data(home);
    let sound = (4..=6).contains(&identity.device.len())
        && identity.device.bytes().all(|byte| LETTERS.contains(&byte));
    (here && sound).then_some(identity.device)
}

/// This device's name; it is given one if it has none.
pub fn name(home: &Home) -> Result<String, NoDevice> {
    match known(home) {
        Some(name) => Ok(name),
        None => give_name(home).map_err(|cause| NoDevice {
            path: path(home),
            cause,
        }),
    }
}

fn path(home: &Home) -> PathBuf {
    home.state().join("device.json")
}

/// Chooses a name that no journal has, and keeps it.
fn give_name(home: &Home) -> io::Result<String> {
    let folder = home.state();
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
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
    file.persist(path(home))?;
    File::open(folder)?.sync_all()?;
    Ok(identity.device)
}

/// A name of four letters, or more where those are taken.
fn free_name(reviews: &Path) -> String {
    let mut rng = rand::rng();
    let mut name = String::new();
    for attempt in 0..64 {
        let length = 4 + attempt / 16;
        name = (0..length.min(6))
            .map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())]))
            .collect();
        if !reviews.join(&name).exists() {
            break;
        }
    }
    name
}

/// What tells this machine from others: a checksum of its id. Where a machine has none (macOS, many
/// containers) it is the file's own number on its disk, which no copy shares.
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
        None => format!("file {}", file.metadata()?.ino()),
    })
}

fn data(home: &Home) -> String {
    let path = std::path::absolute(home.data()).unwrap_or_else(|_| home.data().to_owned());
    path.to_string_lossy().into_owned()
}
