//! The learner's cards as they were last seen, by which edited cards are recognised: a CRC-32, the checksum of the
//! decks, the cards.
//!
//! Without the file, or where it is damaged, cards that were edited meanwhile are new.

use std::fs::File;
use std::io::Read as _;

use super::home::Home;
use super::private;
use crate::deck::SeenCard;

/// The cards that were seen in decks with another checksum than this; `None` where the decks are those that were
/// seen, `Some` of nothing where nothing is known.
pub fn seen_in_other_decks(home: &Home, decks: u32) -> Option<Vec<SeenCard>> {
    // The checksums first: most often the decks are the same, and the cards need not be read.
    let (mut crc, mut seen_in) = ([0; 4], [0; 4]);
    let Ok(mut file) = File::open(home.seen_cards()) else {
        return Some(Vec::new());
    };
    if file
        .read_exact(&mut crc)
        .and_then(|()| file.read_exact(&mut seen_in))
        .is_err()
    {
        return Some(Vec::new());
    }
    if seen_in == decks.to_le_bytes() {
        return None;
    }
    let mut content = seen_in.to_vec();
    let read = file.read_to_end(&mut content).is_ok();
    let whole = read && u32::from_le_bytes(crc) == crc32fast::hash(&content);
    let cards = postcard::from_bytes(&content[seen_in.len()..]);
    Some(cards.ok().filter(|_| whole).unwrap_or_default())
}

/// Keeps what was seen in decks with this checksum. A failure costs only what the file is for.
pub fn keep_seen(home: &Home, decks: u32, cards: &[SeenCard]) {
    let Ok(content) = postcard::to_io(cards, decks.to_le_bytes().to_vec()) else {
        return;
    };
    let mut bytes = crc32fast::hash(&content).to_le_bytes().to_vec();
    bytes.extend(content);
    let _ = private::replace_derived(&home.seen_cards(), &bytes);
}
