//! Resources: what is worth reading, level by level.

use std::sync::LazyLock;

use serde::Deserialize;

use super::ladder::read_embedded;
use crate::deck::Level;

static RESOURCES: LazyLock<Resources> = LazyLock::new(|| {
    read_embedded(
        "resources.json",
        include_str!("../../../decks/resources.json"),
    )
});

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resources {
    /// The resources, those of lower levels first.
    pub resources: Vec<Resource>,
}

/// A book, a site or a reference.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The level from which it helps.
    pub level: Level,
    /// What it is called.
    pub title: String,
    /// Its web address.
    pub address: String,
    /// What it is good for.
    pub why: String,
    /// Items of the sources that it covers.
    pub from: Vec<String>,
}

impl Resources {
    /// The resources that come with the program.
    pub fn builtin() -> &'static Self {
        &RESOURCES
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_level_has_something_to_read_at_an_address_of_its_own() {
        let resources = &Resources::builtin().resources;
        assert!(resources.is_sorted_by_key(|one| one.level));
        for level in Level::ALL {
            let of_level = resources.iter().filter(|one| one.level == level).count();
            assert!(of_level >= 5, "{level}: {of_level}");
        }
        let addresses: BTreeSet<&str> = resources.iter().map(|one| one.address.as_str()).collect();
        assert_eq!(addresses.len(), resources.len(), "each address once");
        for one in resources {
            assert!(one.address.starts_with("https://"), "{}", one.address);
            assert!(
                !one.why.is_empty() && !one.title.is_empty(),
                "{}",
                one.address
            );
        }
    }
}
