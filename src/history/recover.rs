//! What a damaged line was, where its checksum tells: one byte changed, lost, or added.
//!
//! CRC-32 is linear: a changed byte alters the checksum in a way that depends only on the change and
//! on how many bytes follow. So each place is asked which change, if any, explains the difference;
//! the answer is believed only if it is the only one and a record.

use super::event::Record;
use super::line::{SEAL_LENGTH, Seal, check, sealed_crc, written_seal};
use super::parse::{self, Understood};

/// Lines longer than this are not tried: with each byte a chance explanation becomes likelier.
const LONGEST: usize = 8 * 1024;

/// The polynomial of CRC-32 (IEEE), bits reversed.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// What one byte adds to a checksum.
const EFFECT: [u32; 256] = {
    let mut table = [0_u32; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ POLYNOMIAL
            } else {
                crc >> 1
            };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};

/// The byte whose effect has this upper byte: no two share one.
const BYTE_OF: [u8; 256] = {
    let mut table = [0_u8; 256];
    let mut byte = 0;
    while byte < 256 {
        table[(EFFECT[byte] >> 24) as usize] = byte as u8;
        byte += 1;
    }
    table
};

/// The line as it was sealed and its record, if a single damaged byte explains how it is now.
#[must_use]
pub(super) fn recovered(line: &[u8]) -> Option<(String, Record<'static>)> {
    if line.len() > LONGEST {
        return None;
    }
    let place = line.len().checked_sub(SEAL_LENGTH)?;
    let (content, seal) = line.split_at(place);
    let mut candidates = match check(line) {
        Seal::Whole => return None,
        Seal::Missing => Vec::new(),
        Seal::Broken => explained(content, sealed_crc(seal)?),
    };
    let expected = written_seal(crc32fast::hash(content));
    let differences = expected.bytes().zip(seal).filter(|(a, b)| a != *b).count();
    if differences == 1 {
        candidates.push(content.to_vec());
    }
    candidates.sort_unstable();
    candidates.dedup();
    let mut records = candidates.into_iter().filter_map(sealed_again);
    let found = records.next()?;
    records.next().is_none().then_some(found)
}

/// The line of this content with its seal, and the record that it is.
fn sealed_again(content: Vec<u8>) -> Option<(String, Record<'static>)> {
    let crc = crc32fast::hash(&content);
    let line = String::from_utf8(content).ok()? + &written_seal(crc);
    match parse::sealed(&line) {
        Ok(Understood::Record(record)) => {
            let record = record.into_owned();
            Some((line, record))
        }
        _ => None,
    }
}

/// All contents with this checksum that differ from the given one in a single byte.
fn explained(content: &[u8], crc: u32) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    // A byte changed.
    let mut difference = crc ^ crc32fast::hash(content);
    for place in (0..content.len()).rev() {
        if let Some(change) = change(difference).filter(|change| *change != 0) {
            let mut bytes = content.to_vec();
            bytes[place] ^= change;
            found.push(bytes);
        }
        difference = before(difference);
    }
    // A byte too many.
    for place in 0..content.len() {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&content[..place]);
        hasher.update(&content[place + 1..]);
        if hasher.finalize() == crc {
            found.push([&content[..place], &content[place + 1..]].concat());
        }
    }
    // A byte too few: a zero is put in, and asked how it would have to change.
    for place in 0..=content.len() {
        let bytes = [&content[..place], &[0], &content[place..]].concat();
        let mut difference = crc ^ crc32fast::hash(&bytes);
        for _ in place..content.len() {
            difference = before(difference);
        }
        if let Some(change) = change(difference) {
            let mut bytes = bytes;
            bytes[place] = change;
            found.push(bytes);
        }
    }
    found
}

/// The change of the last byte that makes this difference, if one does.
fn change(difference: u32) -> Option<u8> {
    let byte = BYTE_OF[(difference >> 24) as usize];
    (EFFECT[usize::from(byte)] == difference).then_some(byte)
}

/// The difference as it was one byte earlier.
fn before(difference: u32) -> u32 {
    let byte = BYTE_OF[(difference >> 24) as usize];
    (difference ^ EFFECT[usize::from(byte)]) << 8 | u32::from(byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::history::seal;
    use crate::history::test_support::{event, record};

    proptest! {
        #[test]
        fn a_single_damaged_byte_is_mended_exactly_or_not_at_all(
            event in event(), place in any::<prop::sample::Index>(), byte in any::<u8>(), how in 0..3,
        ) {
            let whole = seal(&record("k3f9", 7, 3, event));
            let mut bytes = whole.clone().into_bytes();
            let content = bytes.len() - SEAL_LENGTH;
            match how {
                0 => {
                    let place = place.index(bytes.len());
                    bytes[place] = byte;
                }
                1 => {
                    bytes.remove(place.index(content));
                }
                _ => bytes.insert(place.index(content), byte),
            }
            if let Some((line, _)) = recovered(&bytes) {
                prop_assert_eq!(line, whole);
            } else if bytes != whole.as_bytes() {
                // Only a twin among the explanations may keep it from being told.
                let stated = sealed_crc(&bytes[bytes.len() - SEAL_LENGTH..]);
                let twins = stated.map_or(2, |crc| {
                    explained(&bytes[..bytes.len() - SEAL_LENGTH], crc).len()
                });
                prop_assert!(twins > 1 || whole.len() > LONGEST, "{}", whole);
            }
        }

        #[test]
        fn two_damaged_bytes_are_never_mended_wrongly(
            event in event(), places in any::<[prop::sample::Index; 2]>(), flips in any::<[u8; 2]>(),
        ) {
            let whole = seal(&record("k3f9", 7, 3, event));
            let mut bytes = whole.clone().into_bytes();
            for (place, flip) in places.iter().zip(flips) {
                let place = place.index(bytes.len());
                bytes[place] ^= flip;
            }
            if let Some((line, _)) = recovered(&bytes) {
                prop_assert_eq!(line, whole);
            }
        }
    }

    #[test]
    fn a_grade_that_was_changed_by_hand_is_not_guessed() {
        let whole = seal(&record(
            "k3f9",
            7,
            3,
            crate::history::test_support::review("a/b", crate::memory::Grade::Good),
        ));
        let changed = whole.replace("good", "easy");
        assert_eq!(recovered(changed.as_bytes()), None);
    }
}
