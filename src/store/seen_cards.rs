//! The learner's cards as they were last seen, by which edited cards are recognised.
//!
//! Without the file, or where it is damaged, cards that were edited meanwhile are new.

use std::fs;

use super::home::Home;
use super::private;
use crate::deck::SeenCard;

/// What the file holds, behind the CRC-32 of its bytes.
type Content = (u32, Vec<SeenCard>);

/// The cards that were seen in decks with another checksum than this; `None` where the decks are those that were
/// seen. `Some` of nothing where nothing is known.
pub fn seen_in_other_decks(home: &Home, decks: u32) -> Option<Vec<SeenCard>> {
    let (seen_in, cards) = read(home).unwrap_or_default();
    (seen_in != decks).then_some(cards)
}

fn read(home: &Home) -> Option<Content> {
    let bytes = fs::read(home.seen_cards()).ok()?;
    let (crc, content) = bytes.split_first_chunk()?;
    let whole = u32::from_le_bytes(*crc) == crc32fast::hash(content);
    postcard::from_bytes(content).ok().filter(|_| whole)
}

/// Keeps what was seen in decks with this checksum. A failure costs only what the file is for.
pub fn keep_seen(home: &Home, decks: u32, cards: Vec<SeenCard>) {
    let Ok(content) = postcard::to_extend(&(decks, cards), Vec::new()) else {
        return;
    };
    let mut bytes = crc32fast::hash(&content).to_le_bytes().to_vec();
    bytes.extend(content);
    if private::create_folder(home.state()).is_ok() {
        let _ = private::replace_derived(&home.seen_cards(), &bytes);
    }
}
