//! Texts that many records share, each kept once.

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
/// They are in one string, one after another: finding one among a hundred thousand is mostly waiting for
/// memory, and this keeps it close together.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each text ends; the next one begins there.
    ends: Vec<u32>,
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// The text with so many before it.
fn nth<'t>(all: &'t str, ends: &[u32], before: usize) -> &'t str {
    let start = before.checked_sub(1).map_or(0, |last| ends[last]);
    &all[start as usize..ends[before] as usize]
}

impl Texts {
    /// The place of a text, if it is there.
    pub(super) fn find(&self, text: &str) -> Option<Text> {
        let is_it = |place: &u32| nth(&self.all, &self.ends, *place as usize) == text;
        let place = self.places.find(self.hasher.hash_one(text), is_it)?;
        Some(Text::after(*place))
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
        let hash = hasher.hash_one(text);
        if let Some(place) = places.find(hash, |place| nth(all, ends, *place as usize) == text) {
            return Text::after(*place);
        }
        let place = ends.len() as u32;
        all.push_str(text);
        ends.push(all.len() as u32);
        places.insert_unique(hash, place, |place| {
            hasher.hash_one(nth(all, ends, *place as usize))
        });
        Text::after(place)
    }

    /// A text.
    pub(super) fn get(&self, text: Text) -> &str {
        nth(&self.all, &self.ends, text.index())
    }

    /// How many texts there are.
    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }
}
