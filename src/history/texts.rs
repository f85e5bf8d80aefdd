//! Texts that many records share, each kept once.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// A text's place among its [`Texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text(u32);

impl Text {
    /// The number of texts before this one.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Texts by their place, and places by their text.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    all: Vec<Box<str>>,
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Texts {
    /// The place of a text, if it is there.
    pub(super) fn find(&self, text: &str) -> Option<Text> {
        let hash = self.hasher.hash_one(text);
        self.places
            .find(hash, |&place| &*self.all[place as usize] == text)
            .map(|&place| Text(place))
    }

    /// The place of a text, which is added if it is not there.
    pub(super) fn keep(&mut self, text: &str) -> Text {
        if let Some(kept) = self.find(text) {
            return kept;
        }
        let Self {
            all,
            places,
            hasher,
        } = self;
        let place = all.len() as u32;
        all.push(text.into());
        places.insert_unique(hasher.hash_one(text), place, |&place| {
            hasher.hash_one(&*all[place as usize])
        });
        Text(place)
    }

    /// A text.
    pub(super) fn get(&self, text: Text) -> &str {
        &self.all[text.index()]
    }

    /// The text at a place.
    pub(super) fn at(&self, place: u32) -> Option<&str> {
        self.all.get(place as usize).map(AsRef::as_ref)
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
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
