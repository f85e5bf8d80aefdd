//! All files of a learner in one archive: a zip that any tool opens, with a list of its files.
//!
//! The list (`nodequiz.json`) has the length and the checksum of every file: a zip itself does not
//! notice where a name was changed. Equal content makes equal bytes, so a backup of nothing new is
//! the same file.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read as _, Write as _};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The version of archives that this program writes, and the newest it reads.
const VERSION: u64 = 1;

/// The list of an archive's files.
pub const MANIFEST: &str = "nodequiz.json";

/// The size in bytes up to which an archive is unpacked: real ones are far smaller.
const MOST: u64 = 1 << 30;

/// The files of an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archive {
    /// Their contents by their names, with `/` between the parts.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Names of files that its list does not have: somebody put them in later. Their contents are dropped.
    pub unlisted: Vec<String>,
}

/// Bytes that are not an archive, or one that cannot be trusted. Nothing of it is used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadArchive {
    /// It is not a zip, or it was cut off.
    #[error("it is not an archive, or it was cut off: {0}")]
    NoZip(String),
    /// The list is missing or invalid.
    #[error("it is not a nodequiz archive: {MANIFEST} {0}")]
    NoManifest(String),
    /// A later version of the program made it.
    #[error("a newer nodequiz has made it (version {0}); update nodequiz")]
    Newer(u64),
    /// A file is damaged.
    #[error("it is damaged: {name} {why}")]
    Damaged {
        name: String,
        /// What is wrong.
        why: &'static str,
    },
    /// The path of a file is not allowed.
    #[error("it holds {name:?}, which {why}")]
    Hostile {
        name: String,
        /// What is the matter.
        why: &'static str,
    },
    /// It is too large when unpacked.
    #[error("it unpacks to more than {} MiB", MOST >> 20)]
    TooLarge,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    archive: u64,
    program: String,
    files: Vec<Listed>,
}

#[derive(Serialize, Deserialize)]
struct Listed {
    name: String,
    bytes: u64,
    crc: String,
}

impl Archive {
    /// The archive as one file.
    pub fn pack(&self) -> io::Result<Vec<u8>> {
        let manifest = Manifest {
            archive: VERSION,
            program: format!("nodequiz {}", env!("CARGO_PKG_VERSION")),
            files: self
                .files
                .iter()
                .map(|(name, bytes)| Listed {
                    name: name.clone(),
                    bytes: bytes.len() as u64,
                    crc: checksum(bytes),
                })
                .collect(),
        };
        let mut list = serde_json::to_vec_pretty(&manifest)?;
        list.push(b'\n');
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o600);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let files = self
            .files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes));
        for (name, bytes) in [(MANIFEST, &list)].into_iter().chain(files) {
            zip.start_file(name, options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    /// Reads a whole archive and verifies it.
    pub fn unpack(bytes: &[u8]) -> Result<Self, BadArchive> {
        let no_zip = |error: &dyn std::fmt::Display| BadArchive::NoZip(error.to_string());
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| no_zip(&error))?;
        let mut found = BTreeMap::new();
        let mut room = MOST;
        for index in 0..zip.len() {
            let entry = zip.by_index(index).map_err(|error| no_zip(&error))?;
            let Ok(name) = std::str::from_utf8(entry.name_raw()).map(str::to_owned) else {
                let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
                let why = "is not a name in UTF-8";
                return Err(BadArchive::Hostile { name, why });
            };
            if let Some(why) = hostile(&name, entry.unix_mode()) {
                return Err(BadArchive::Hostile { name, why });
            }
            if entry.is_dir() {
                continue;
            }
            let mut content = Vec::new();
            if entry.take(room + 1).read_to_end(&mut content).is_err() {
                let why = "cannot be unpacked, or its checksum is wrong";
                return Err(BadArchive::Damaged { name, why });
            }
            room = room
                .checked_sub(content.len() as u64)
                .ok_or(BadArchive::TooLarge)?;
            found.insert(name, content);
        }
        listed(found)
    }
}

/// The files of the list, verified; of other files only the names.
fn listed(mut found: BTreeMap<String, Vec<u8>>) -> Result<Archive, BadArchive> {
    let list = found
        .remove(MANIFEST)
        .ok_or_else(|| BadArchive::NoManifest("is missing".to_owned()))?;
    let version = serde_json::from_slice::<serde_json::Value>(&list)
        .ok()
        .and_then(|list| list["archive"].as_u64());
    if let Some(newer) = version.filter(|version| *version > VERSION) {
        return Err(BadArchive::Newer(newer));
    }
    let manifest: Manifest = serde_json::from_slice(&list)
        .map_err(|error| BadArchive::NoManifest(format!("makes no sense: {error}")))?;
    let mut archive = Archive::default();
    for Listed { name, bytes, crc } in manifest.files {
        let Some(content) = found.remove(&name) else {
            let why = "is missing";
            return Err(BadArchive::Damaged { name, why });
        };
        if content.len() as u64 != bytes || checksum(&content) != crc {
            let why = "is not as it was written";
            return Err(BadArchive::Damaged { name, why });
        }
        archive.files.insert(name, content);
    }
    archive.unlisted = found.into_keys().collect();
    Ok(archive)
}

fn checksum(bytes: &[u8]) -> String {
    format!("{:08x}", crc32fast::hash(bytes))
}

/// Why an entry must not be unpacked.
fn hostile(name: &str, mode: Option<u32>) -> Option<&'static str> {
    const KIND: u32 = 0o170_000;
    const FILE: u32 = 0o100_000;
    const FOLDER: u32 = 0o040_000;
    let kind = mode.map_or(0, |mode| mode & KIND);
    let parts = || name.strip_suffix('/').unwrap_or(name).split('/');
    if ![0, FILE, FOLDER].contains(&kind) {
        Some("is a link or a device")
    } else if name.starts_with('/') || name.contains('\\') || parts().any(|part| part == "..") {
        Some("leads out of your folders")
    } else if parts().any(|part| part.is_empty() || part == ".") || name.contains(char::is_control)
    {
        Some("is not a plain name")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive() -> Archive {
        let files = [
            ("config.toml", "minutes_per_day = 30\n"),
            ("decks/mine.md", "# Mine {#mine}\n\n## Q? {#q}\n\nA.\n"),
            ("reviews/k3f9/2026-11.jsonl", "{\"v\":1}\n"),
        ];
        Archive {
            files: files
                .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
                .into(),
            unlisted: Vec::new(),
        }
    }

    /// A zip with these entries, as another program might make it.
    fn zip(entries: &[(&str, &[u8], u32)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes, mode) in entries {
            let options = SimpleFileOptions::default().unix_permissions(*mode);
            if *mode & 0o170_000 == 0o120_000 {
                let target = std::str::from_utf8(bytes).expect("a path");
                zip.add_symlink(*name, target, options).expect("a link");
            } else {
                zip.start_file(*name, options).expect("an entry");
                zip.write_all(bytes).expect("written");
            }
        }
        zip.finish().expect("a zip").into_inner()
    }

    #[test]
    fn what_was_packed_is_unpacked_and_equal_content_makes_equal_bytes() {
        let bytes = archive().pack().expect("packed");
        assert_eq!(Archive::unpack(&bytes), Ok(archive()));
        assert_eq!(archive().pack().expect("packed"), bytes);
    }

    #[test]
    fn an_archive_that_was_cut_anywhere_is_refused() {
        let bytes = archive().pack().expect("packed");
        for cut in 0..bytes.len() {
            assert!(Archive::unpack(&bytes[..cut]).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn a_flipped_bit_is_refused_or_changes_nothing() {
        let bytes = archive().pack().expect("packed");
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            match Archive::unpack(&flipped) {
                Ok(read) => assert_eq!(read, archive(), "bit {bit}"),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused_by_name() {
        let cases = [
            ("../decks/x.md", 0o100_600, "leads out"),
            ("decks/../../x.md", 0o100_600, "leads out"),
            ("/etc/passwd", 0o100_600, "leads out"),
            ("C:\\x.md", 0o100_600, "leads out"),
            ("decks\\..\\..\\x.md", 0o100_600, "leads out"),
            ("decks/./x.md", 0o100_600, "not a plain name"),
            ("decks//x.md", 0o100_600, "not a plain name"),
            ("decks/x\n.md", 0o100_600, "not a plain name"),
        ];
        for (name, mode, why) in cases {
            assert!(
                hostile(name, Some(mode)).is_some_and(|fault| fault.contains(why)),
                "{name:?}"
            );
            let bytes = zip(&[(name, b"x", mode)]);
            let refused = Archive::unpack(&bytes).expect_err(name);
            assert!(
                matches!(refused, BadArchive::Hostile { .. }),
                "{name:?}: {refused}"
            );
        }
        let link = zip(&[("decks/x.md", b"/etc/passwd", 0o120_777)]);
        let refused = Archive::unpack(&link).expect_err("a link").to_string();
        assert_eq!(
            refused,
            "it holds \"decks/x.md\", which is a link or a device"
        );
        assert_eq!(hostile("decks/", Some(0o040_755)), None);
    }

    #[test]
    fn a_list_that_does_not_fit_is_refused_and_what_it_does_not_name_is_only_named() {
        let listed = |version: u64, name: &str, bytes: u64| {
            let crc = checksum(b"abc");
            format!(
                "{{\"archive\":{version},\"program\":\"x\",\"files\":[{{\"name\":\"{name}\",\"bytes\":{bytes},\"crc\":\"{crc}\"}}]}}"
            )
        };
        let unpack = |list: &str| {
            let entries: [(&str, &[u8], u32); 3] = [
                (MANIFEST, list.as_bytes(), 0o100_600),
                ("decks/a.md", b"abc", 0o100_600),
                (".DS_Store", b"x", 0o100_600),
            ];
            Archive::unpack(&zip(&entries))
        };
        let read = unpack(&listed(1, "decks/a.md", 3)).expect("a valid archive");
        assert_eq!(read.files.keys().collect::<Vec<_>>(), ["decks/a.md"]);
        assert_eq!(read.unlisted, [".DS_Store"]);
        let cases = [
            (
                listed(1, "decks/b.md", 3),
                "it is damaged: decks/b.md is missing",
            ),
            (
                listed(1, "decks/a.md", 4),
                "it is damaged: decks/a.md is not as it was written",
            ),
            (
                listed(2, "decks/a.md", 3),
                "a newer nodequiz has made it (version 2); update nodequiz",
            ),
        ];
        for (list, expected) in cases {
            assert_eq!(unpack(&list).expect_err("refused").to_string(), expected);
        }
        let other = Archive::unpack(&zip(&[("x", b"x", 0o100_600)])).expect_err("no list");
        assert!(matches!(other, BadArchive::NoManifest(_)));
        assert!(matches!(
            Archive::unpack(b"text"),
            Err(BadArchive::NoZip(_))
        ));
    }
}
