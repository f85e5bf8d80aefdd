//! Words of a text, in scripts with and without spaces.

use std::collections::HashSet;

/// How many words a text has; of scripts without spaces, two characters count as one word.
pub(super) fn words(text: &str) -> usize {
    let dense = text.chars().filter(|c| is_ideograph(*c)).count();
    let spaced = text
        .split(|c: char| c.is_whitespace() || is_ideograph(c))
        .filter(|word| word.contains(char::is_alphanumeric))
        .count();
    spaced + dense.div_ceil(2)
}

/// Whether a character is of a script that writes no spaces between words.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// The different words of a text, in lower case.
pub(super) fn word_set(text: &str) -> HashSet<String> {
    let mut set = HashSet::new();
    let mut word = String::new();
    for c in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if is_ideograph(c) {
            set.insert(c.to_string());
        }
        if c.is_alphanumeric() && !is_ideograph(c) {
            word.push(c);
        } else if !word.is_empty() {
            set.insert(std::mem::take(&mut word));
        }
    }
    set
}
