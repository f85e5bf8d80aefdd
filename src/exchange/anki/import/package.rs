//! An Anki package as its files: the collection, and pictures by their names; and as much of Protocol Buffers as these
//! need.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use ruzstd::decoding::StreamingDecoder;
use zip::ZipArchive;

use crate::exchange::notes::{BadSource, Picture};

/// Larger collections are not read: they are held in memory.
const LARGEST_COLLECTION: u64 = 256 << 20;
const LARGEST_LIST: u64 = 32 << 20;
const LARGEST_PICTURE: u64 = 32 << 20;
/// All pictures together.
const LARGEST_PICTURES: u64 = 256 << 20;

/// The newest format of packages that is known.
const NEWEST: u64 = 3;

/// Why there is no picture of a name.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoPicture {
    #[error("this is not a plain name of a picture")]
    Name,
    #[error("this picture is not in the package")]
    Absent,
    #[error("this picture is larger than {} MB", LARGEST_PICTURE >> 20)]
    TooLarge,
    #[error("the pictures before it already hold nearly {} MB, more are not read", LARGEST_PICTURES >> 20)]
    TooMany,
    #[error("this picture is damaged: it cannot be unpacked")]
    Damaged,
}

/// An open package.
pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Whether its files are compressed once more, with zstd.
    zstd: bool,
    /// Names of files in the texts, and in the zip.
    media: HashMap<String, String>,
    room: u64,
}

impl<'b> Package<'b> {
    /// Opens a package, and reads its collection.
    pub(super) fn open(bytes: &'b [u8]) -> Result<(Self, Vec<u8>), BadSource> {
        let damaged = |error: zip::result::ZipError| {
            BadSource::Damaged(format!(
                "it is not an Anki package, or it was cut off: {error}"
            ))
        };
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let mut package = Self {
            zip,
            zstd: false,
            media: HashMap::new(),
            room: LARGEST_PICTURES,
        };
        if let Some(meta) = package.read("meta", LARGEST_LIST, false)? {
            let version = number(&meta, 1);
            if version > NEWEST {
                let why = "a newer Anki has made it; in Anki's export, tick \"Support older Anki versions\"";
                return Err(BadSource::Damaged(why.to_owned()));
            }
            package.zstd = version >= 3;
        }
        // The newest first: a package with a new collection has an old one that only says so.
        let mut collection = None;
        for name in [
            "collection.anki21b",
            "collection.anki21",
            "collection.anki2",
        ] {
            package.zstd |= name.ends_with('b') && package.zip.index_for_name(name).is_some();
            // Only the newest form is compressed.
            let zstd = package.zstd && name.ends_with('b');
            collection = package.read(name, LARGEST_COLLECTION, zstd)?;
            if collection.is_some() {
                break;
            }
        }
        let Some(collection) = collection else {
            let why = "it is a zip, but not an Anki package: no collection is in it";
            return Err(BadSource::Damaged(why.to_owned()));
        };
        package.media = package.read_media()?;
        Ok((package, collection))
    }

    /// The content of a file, if there is one of this name. Nothing larger than `largest` is ever held.
    fn read(&mut self, name: &str, largest: u64, zstd: bool) -> Result<Option<Vec<u8>>, BadSource> {
        let damaged = |error: &dyn std::fmt::Display| {
            BadSource::Damaged(format!("it is damaged: {name} cannot be unpacked: {error}"))
        };
        let Some(index) = self.zip.index_for_name(name) else {
            return Ok(None);
        };
        let entry = self.zip.by_index(index).map_err(|error| damaged(&error))?;
        let mut content = Vec::new();
        if zstd {
            let mut decoder = StreamingDecoder::new(entry).map_err(|error| damaged(&error))?;
            (&mut decoder).take(largest + 1).read_to_end(&mut content)
        } else {
            entry.take(largest + 1).read_to_end(&mut content)
        }
        .map_err(|error| damaged(&error))?;
        if content.len() as u64 > largest {
            return Err(BadSource::TooLarge(format!(
                "{} MB in {name}",
                largest >> 20
            )));
        }
        Ok(Some(content))
    }

    /// The list of media: JSON in old packages, a message in new ones.
    fn read_media(&mut self) -> Result<HashMap<String, String>, BadSource> {
        let Some(list) = self.read("media", LARGEST_LIST, self.zstd)? else {
            return Ok(HashMap::new());
        };
        if let Ok(names) = serde_json::from_slice::<HashMap<String, String>>(&list) {
            return Ok(names.into_iter().map(|(file, name)| (name, file)).collect());
        }
        let entries = Fields(&list).filter_map(|field| match field {
            Field::Bytes(1, entry) => Some(entry),
            _ => None,
        });
        // Each entry has its number in the zip, also one without a name.
        let entries = entries.enumerate();
        Ok(entries
            .filter_map(|(file, entry)| Some((text(entry, 1)?, file.to_string())))
            .collect())
    }

    /// The picture that a text names.
    pub(super) fn picture(&mut self, name: &str) -> Result<Vec<u8>, NoPicture> {
        if !is_plain(name) || !Picture::is_one(name) {
            return Err(NoPicture::Name);
        }
        let Some(file) = self.media.get(name).cloned() else {
            return Err(NoPicture::Absent);
        };
        let largest = LARGEST_PICTURE.min(self.room);
        match self.read(&file, largest, self.zstd) {
            Ok(Some(bytes)) => {
                self.room -= bytes.len() as u64;
                Ok(bytes)
            }
            Ok(None) => Err(NoPicture::Absent),
            Err(BadSource::TooLarge(_)) if largest < LARGEST_PICTURE => Err(NoPicture::TooMany),
            Err(BadSource::TooLarge(_)) => Err(NoPicture::TooLarge),
            // The names in the zip are numbers, which say nothing to anybody.
            Err(_) => Err(NoPicture::Damaged),
        }
    }
}

/// Whether a name is that of a file beside a deck, and leads nowhere else.
fn is_plain(name: &str) -> bool {
    !name.starts_with('.')
        && !name.contains(['/', '\\', ':'])
        && !name.contains(char::is_control)
        && name.len() < 200
}

/// A field of a message: its number and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field<'b> {
    Number(u32, u64),
    Bytes(u32, &'b [u8]),
}

/// The fields of a message, up to the first that is damaged.
struct Fields<'b>(&'b [u8]);

impl<'b> Iterator for Fields<'b> {
    type Item = Field<'b>;

    fn next(&mut self) -> Option<Field<'b>> {
        loop {
            let tag = self.number()?;
            let field = u32::try_from(tag >> 3).ok()?;
            match tag & 7 {
                0 => return Some(Field::Number(field, self.number()?)),
                1 => self.take(8)?,
                2 => {
                    let length = usize::try_from(self.number()?).ok()?;
                    return Some(Field::Bytes(field, self.take(length)?));
                }
                5 => self.take(4)?,
                _ => return None,
            };
        }
    }
}

impl<'b> Fields<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of seven bits a byte, the lowest first.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for place in 0..10 {
            let byte = *self.take(1)?.first()?;
            number |= u64::from(byte & 0x7f) << (7 * place).min(63);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

/// The text of a field, if the message has it.
pub(super) fn text(message: &[u8], wanted: u32) -> Option<String> {
    Fields(message).find_map(|field| match field {
        Field::Bytes(number, bytes) if number == wanted => String::from_utf8(bytes.to_vec()).ok(),
        _ => None,
    })
}

/// The number of a field; 0 if the message does not have it.
pub(super) fn number(message: &[u8], wanted: u32) -> u64 {
    let found = Fields(message).find_map(|field| match field {
        Field::Number(number, value) if number == wanted => Some(value),
        _ => None,
    });
    found.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_others_are_skipped() {
        let message = [
            0x08, 0x96, 0x01, 0x12, 2, b'h', b'i', 0x1d, 0, 0, 0, 0, 0x18, 1,
        ];
        assert_eq!(number(&message, 1), 150);
        assert_eq!(text(&message, 2).as_deref(), Some("hi"));
        assert_eq!(number(&message, 3), 1);
        for cut in 0..message.len() {
            assert!(Fields(&message[..cut]).count() <= 3);
        }
        assert_eq!(Fields(&[0xff; 30]).count(), 0);
    }
}
