//! Texts that many records share, each kept once.

use std::hash::BuildHasher as _;
use std::num::NonZeroU32;

use hashbrown::{DefaultHashBuilder, HashTable};

/// A text's place among its [`Texts`], one up: so none at all takes no room.
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
/// They lie one behind the other in one piece: looking one up among a hundred thousand is mostly
/// waiting for memory, and this keeps it close together.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each text ends; the next one begins there.
    ends: Vec<u32>,
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// A text among others, by its place.
fn nth<'t>(all: &'t str, ends: &[u32], place: usize) -> &'t str {
    let start = match place {
        0 => 0,
        _ => ends[place - 1] as usize,
    };
    &all[start..ends[place] as usize]
}

impl Texts {
    /// The place of a text, if it is there.
    pub(super) fn find(&self, text: &str) -> Option<Text> {
        let hash = self.hasher.hash_one(text);
        self.places
            .find(hash, |&place| {
                nth(&self.all, &self.ends, place as usize) == text
            })
            .map(|&place| Text::after(place))
    }

    /// The place of a text, which is added if it is not there. All together are far below four gigabytes:
    /// they are the names of cards and sessions.
    pub(super) fn keep(&mut self, text: &str) -> Text {
        let Self {
            all,
            ends,
            places,
            hasher,
        } = self;
        let hash = hasher.hash_one(text);
        if let Some(&place) = places.find(hash, |&place| nth(all, ends, place as usize) == text) {
            return Text::after(place);
        }
        let place = ends.len() as u32;
        all.push_str(text);
        ends.push(all.len() as u32);
        places.insert_unique(hash, place, |&place| {
            hasher.hash_one(nth(all, ends, place as usize))
        });
        Text::after(place)
    }

    /// A text.
    pub(super) fn get(&self, text: Text) -> &str {
        nth(&self.all, &self.ends, text.index())
    }

    /// The text at a place.
    pub(super) fn at(&self, place: u32) -> Option<&str> {
        ((place as usize) < self.ends.len()).then(|| self.get(Text::after(place)))
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
    fn equal_texts_share_a_place_and_keep_it() {
        let mut texts = Texts::default();
        let places: Vec<Text> = (0..1000)
            .map(|number| texts.keep(&format!("d/{number}")))
            .collect();
        for (number, place) in places.into_iter().enumerate() {
            let text = format!("d/{number}");
            assert_eq!(texts.keep(&text), place);
            assert_eq!(texts.find(&text), Some(place));
            assert_eq!(texts.get(place), text);
        }
        assert_eq!((texts.len(), texts.find("d/x")), (1000, None));
    }
}
