//! A story in four parts: situation, task, action, result.

/// The four parts, each with what belongs in it.
pub const STAR: [(&str, &str); 4] = [
    (
        "Situation",
        "where it was, how large, and what was at stake",
    ),
    ("Task", "what was yours to do, and by when"),
    ("Action", "what you did, in \"I\" sentences"),
    (
        "Result",
        "what came of it, in numbers, and what you learned",
    ),
];

/// The empty form: each part on a line of its own.
pub fn star_form() -> String {
    STAR.map(|(part, _)| format!("{part}: ")).join("\n")
}

/// The words of each part; what comes before the first one belongs to the first.
pub fn star_parts(text: &str) -> [String; 4] {
    let mut parts: [String; 4] = Default::default();
    let mut at = 0;
    for line in text.lines() {
        let begun = STAR.iter().enumerate().find_map(|(index, (part, _))| {
            let head = line.get(..part.len())?;
            let rest = line.get(part.len()..)?.trim_start().strip_prefix(':')?;
            head.eq_ignore_ascii_case(part).then_some((index, rest))
        });
        let rest = begun.map_or(line, |(index, rest)| {
            at = index;
            rest
        });
        let part = &mut parts[at];
        if !part.is_empty() && !rest.trim().is_empty() {
            part.push(' ');
        }
        part.push_str(rest.trim());
    }
    parts
}

/// The text without the names of the parts; empty where the form was left as it was.
pub fn star_words(text: &str) -> String {
    let parts = star_parts(text);
    let written = parts.iter().filter(|part| !part.is_empty());
    written.map(String::as_str).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_untouched_form_tells_nothing() {
        assert_eq!(star_words(&star_form()), "");
        assert_eq!(star_words(""), "");
    }

    #[test]
    fn each_part_has_the_lines_under_its_name() {
        let text =
            "We had an outage.\nsituation: a shop\n1,000 orders\nAction : I rolled back\nResult:\n";
        let parts = star_parts(text);
        assert_eq!(parts[0], "We had an outage. a shop 1,000 orders");
        assert_eq!(parts[1], "");
        assert_eq!(parts[2], "I rolled back");
        assert_eq!(parts[3], "");
    }

    proptest::proptest! {
        #[test]
        fn no_word_of_a_story_is_lost(text in "[a-z事\\n ]{0,60}", part in 0usize..4) {
            let written = star_words(&format!("{}: {text}", STAR[part].0));
            let words = |text: &str| -> Vec<String> {
                text.split_whitespace().map(str::to_owned).collect()
            };
            proptest::prop_assert_eq!(words(&written), words(&text));
        }
    }
}
