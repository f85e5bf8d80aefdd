//! Texts that many records share, each stored once.

use std::hash::BuildHasher as _;
use std::num::NonZeroU32;

use hashbrown::{DefaultHashBuilder, HashTable};

/// The place of a text among its [`Texts`], from 1, so that an `Option` of it takes no more room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text(NonZeroU32);

impl Text {
    /// The text with so many before it.
    const fn after(before: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(before))
    }

    /// The number of texts before this one.
    pub(super) const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Texts by their place, and places by their text.
///
/// They are in one string, one after another: looking one up among a hundred thousand is mostly
/// waiting for memory, and this keeps it close together.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each text ends; the next one begins there.
    ends: Vec<u32>,
    places: HashTable<StoredText>,
    hasher: DefaultHashBuilder,
}

/// One of the texts. Its range is stored here as well, so that a search need not look it up by
/// place.
#[derive(Clone, Debug)]
struct StoredText {
    place: Text,
    start: u32,
    end: u32,
}

impl StoredText {
    fn of<'t>(&self, all: &'t str) -> &'t [u8] {
        &all.as_bytes()[self.start as usize..self.end as usize]
    }
}

impl Texts {
    /// The place of a text, if it is there.
    pub(super) fn find(&self, text: &str) -> Option<Text> {
        let text = text.as_bytes();
        let hash = self.hasher.hash_one(text);
        let found = self.places.find(hash, |kept| kept.of(&self.all) == text);
        found.map(|kept| kept.place)
    }

    /// The place of a text, which is added if it is not there. All together they are far below four
    /// gigabytes: they are the names of cards and sessions.
    pub(super) fn keep(&mut self, text: &str) -> Text {
        let Self {
            all,
            ends,
            places,
            hasher,
        } = self;
        let hash = hasher.hash_one(text.as_bytes());
        if let Some(kept) = places.find(hash, |kept| kept.of(all) == text.as_bytes()) {
            return kept.place;
        }
        let place = Text::after(ends.len() as u32);
        let start = all.len() as u32;
        all.push_str(text);
        let end = all.len() as u32;
        ends.push(end);
        let kept = StoredText { place, start, end };
        places.insert_unique(hash, kept, |kept| hasher.hash_one(kept.of(all)));
        place
    }

    /// A text.
    pub(super) fn get(&self, text: Text) -> &str {
        let before = text.index();
        let start = before.checked_sub(1).map_or(0, |last| self.ends[last]);
        &self.all[start as usize..self.ends[before] as usize]
    }

    /// How many texts there are.
    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_place_and_does_not_run_into_the_next() {
        let names = ["d/a", "d/ab", "", "b"];
        let mut texts = Texts::default();
        let places = names.map(|name| texts.keep(name));
        assert_eq!(names.map(|name| texts.keep(name)), places);
        assert_eq!(names.map(|name| texts.find(name)), places.map(Some));
        assert_eq!(places.map(|place| texts.get(place)), names);
        assert_eq!(
            (texts.find("d/"), texts.find("ad"), texts.len()),
            (None, None, 4)
        );
    }
}
