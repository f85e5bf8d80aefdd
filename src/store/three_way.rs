//! Three-way merge of two versions of a text: which one is used. Pure.

use crate::id::numbered;

/// What to do with the local text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ThreeWayMerge {
    /// Nothing: only this side has changed it, or both have the same.
    Keep,
    /// It stays, since this side has changed it, although the other side has deleted it.
    KeepChanged,
    /// It is replaced by the other version: only the other side has changed it.
    Take,
    /// It comes back: deleted here, changed on the other side.
    TakeBack,
    /// It is deleted: the other side has deleted it.
    Remove,
    /// Both have changed it.
    Both,
}

/// Decides by the version that both sides had before, if there is one. `None`: no such file.
pub(crate) fn three_way_merge(
    base: Option<&[u8]>,
    here: Option<&[u8]>,
    other: Option<&[u8]>,
) -> ThreeWayMerge {
    if here == other || other == base {
        return ThreeWayMerge::Keep;
    }
    match (here, other) {
        (_, Some(_)) if here == base => ThreeWayMerge::Take,
        (_, None) if here == base => ThreeWayMerge::Remove,
        (None, _) => ThreeWayMerge::TakeBack,
        (_, None) => ThreeWayMerge::KeepChanged,
        (Some(_), Some(_)) => ThreeWayMerge::Both,
    }
}

/// Names for the version that is not used: never one that would be read as a deck.
pub(crate) fn names_beside(name: &str) -> impl Iterator<Item = String> {
    let plain = in_use(name).unwrap_or(name);
    numbered(format!("{plain}{OTHER}")).take(1000)
}

/// The ending of the name of a version that is not used.
pub(crate) const OTHER: &str = ".other";

/// The file in use, from the name of a version beside it.
pub(crate) fn in_use(beside: &str) -> Option<&str> {
    let (plain, end) = beside.rsplit_once(OTHER)?;
    let number = end.is_empty()
        || end
            .strip_prefix('-')
            .is_some_and(|end| end.bytes().all(|byte| byte.is_ascii_digit()));
    (number && !plain.is_empty()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_both_have_changed_is_for_a_person_to_decide() {
        let (one, two, three) = (Some(&b"1"[..]), Some(&b"2"[..]), Some(&b"3"[..]));
        let cases = [
            ((one, one, one), ThreeWayMerge::Keep),
            ((one, two, one), ThreeWayMerge::Keep),
            ((one, two, two), ThreeWayMerge::Keep),
            ((one, None, one), ThreeWayMerge::Keep),
            ((one, None, None), ThreeWayMerge::Keep),
            ((None, one, None), ThreeWayMerge::Keep),
            ((None, one, one), ThreeWayMerge::Keep),
            ((one, one, two), ThreeWayMerge::Take),
            ((None, None, one), ThreeWayMerge::Take),
            ((one, one, None), ThreeWayMerge::Remove),
            ((one, None, two), ThreeWayMerge::TakeBack),
            ((one, two, None), ThreeWayMerge::KeepChanged),
            ((one, two, three), ThreeWayMerge::Both),
            ((None, one, two), ThreeWayMerge::Both),
        ];
        for ((base, here, other), expected) in cases {
            assert_eq!(
                three_way_merge(base, here, other),
                expected,
                "{base:?} {here:?} {other:?}"
            );
        }
    }

    #[test]
    fn a_version_beside_never_ends_as_a_deck_does_and_leads_back_to_the_one_in_use() {
        for name in [
            "decks/mine.md",
            "decks/mine.md.other",
            "decks/mine.md.other-7",
        ] {
            let beside: Vec<String> = names_beside(name).take(2).collect();
            assert_eq!(beside, ["decks/mine.md.other", "decks/mine.md.other-2"]);
            for name in &beside {
                assert_eq!(in_use(name), Some("decks/mine.md"));
            }
        }
        for name in [
            "decks/mine.md",
            "decks/a.otherwise",
            "decks/mine.md.other-x",
        ] {
            assert_eq!(in_use(name), None, "{name}");
        }
    }
}
