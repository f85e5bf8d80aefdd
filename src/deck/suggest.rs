//! "Did you mean": the names that a mistyped one is most like.

/// The similarity (Jaro-Winkler, 0 to 1) from which a name is suggested.
const ALIKE: f64 = 0.75;

/// How many characters of a name are compared: a file may have names of any length.
const COMPARED: usize = 100;

/// The items whose names are similar to a mistyped one, the most similar first.
pub(super) fn suggestions<'n, T: Ord>(
    typed: &str,
    names: impl IntoIterator<Item = (&'n str, T)>,
) -> Vec<T> {
    let compared = |name: &str| -> String {
        let beginning = name.chars().take(COMPARED);
        beginning.flat_map(char::to_lowercase).collect()
    };
    let typed = compared(typed);
    let mut alike: Vec<(f64, T)> = names
        .into_iter()
        .map(|(name, meant)| (strsim::jaro_winkler(&typed, &compared(name)), meant))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    alike.into_iter().map(|(_, meant)| meant).collect()
}

/// The name that is most similar to a mistyped one, if any is similar enough.
pub fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let names = names.into_iter().map(|name| (name, name));
    suggestions(typed, names).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_similar_names_are_suggested() {
        let names = ["beginner", "senior", "points"];
        assert_eq!(nearest("begginer", names), Some("beginner"));
        assert_eq!(nearest("Point", names), Some("points"));
        assert_eq!(nearest("banana", names), None);
    }
}
