//! What a template of Anki makes of a note.

use std::collections::{HashMap, HashSet};

/// The longest side of a card, in bytes of HTML; what comes after it is left out.
const LONGEST: usize = 1 << 20;

/// Fields of a note by their names.
pub(super) type FieldsByName<'n> = HashMap<&'n str, Field<'n>>;

/// A field of a note.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Field<'n> {
    pub(super) html: &'n str,
    /// Whether it shows anything.
    filled: bool,
}

impl<'n> Field<'n> {
    pub(super) fn of(html: &'n str) -> Self {
        let filled = !is_blank(html);
        Self { html, filled }
    }
}

/// Which of the fields are shown that Anki shows only after an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// As a question: nothing that is typed or shown on demand, which may be the answer.
    Question,
    /// As an answer: with fields that are shown on demand, `{{hint:Note}}`.
    Answer,
    /// With fields that are typed, too, `{{type:Back}}`.
    All,
}

/// The HTML of a template. `cloze` is what becomes of a field with blanks.
pub(super) fn rendered(
    template: &str,
    fields: &FieldsByName<'_>,
    shown_fields: Shown,
    cloze: &dyn Fn(&str) -> String,
) -> String {
    let mut html = String::new();
    // The sections around, each with whether it is shown, and how many of them are not.
    let mut sections: Vec<(&str, bool)> = Vec::new();
    let mut hidden = 0;
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let shown = hidden == 0;
        if shown {
            html.push_str(before);
        }
        let Some((tag, after)) = after.split_once("}}") else {
            rest = "";
            break;
        };
        rest = after;
        let tag = tag.trim();
        let is_filled = |name: &str| fields.get(name).is_some_and(|field| field.filled);
        let section = match (tag.strip_prefix('#'), tag.strip_prefix('^')) {
            (Some(name), _) => Some((name.trim(), is_filled(name.trim()))),
            (_, Some(name)) => Some((name.trim(), !is_filled(name.trim()))),
            _ => None,
        };
        if let Some(section) = section {
            hidden += usize::from(!section.1);
            sections.push(section);
        } else if let Some(name) = tag.strip_prefix('/') {
            if let Some((_, shown)) = sections.pop_if(|(open, _)| *open == name.trim()) {
                hidden -= usize::from(!shown);
            }
        } else if shown && html.len() < LONGEST {
            html.push_str(&replaced(tag, fields, shown_fields, cloze));
        }
    }
    if hidden == 0 {
        html.push_str(rest);
    }
    html
}

/// What stands for `{{tag}}`.
fn replaced(
    tag: &str,
    fields: &FieldsByName<'_>,
    shown: Shown,
    cloze: &dyn Fn(&str) -> String,
) -> String {
    let (filters, name) = filters_and_name(tag);
    let has = |wanted: &str| filters.contains(&wanted);
    let hidden = has("type") && shown != Shown::All || has("hint") && shown == Shown::Question;
    // What is spoken is not for a terminal; the field is shown elsewhere.
    if hidden || filters.iter().any(|filter| filter.starts_with("tts")) {
        return String::new();
    }
    let Some(field) = fields.get(name) else {
        return String::new();
    };
    if has("cloze") {
        cloze(field.html)
    } else if has("kanji") {
        without_readings(field.html, false)
    } else if has("kana") {
        without_readings(field.html, true)
    } else {
        field.html.to_owned()
    }
}

/// The filters of a tag, the innermost first, and the name of its field.
fn filters_and_name(tag: &str) -> (Vec<&str>, &str) {
    let mut parts = tag.rsplit(':').map(str::trim);
    let name = parts.next().unwrap_or_default();
    (parts.collect(), name)
}

/// The fields that a template shows on demand, as HTML, each once.
pub(super) fn hints<'n>(template: &str, fields: &FieldsByName<'n>) -> Vec<&'n str> {
    let tags = template.split("{{").skip(1);
    let tags = tags.filter_map(|rest| Some(rest.split_once("}}")?.0));
    let mut seen = HashSet::new();
    let hints = tags.filter_map(|tag| {
        let (filters, name) = filters_and_name(tag);
        let field = fields.get(name).filter(|field| field.filled)?;
        let is_new = filters.contains(&"hint") && seen.insert(name);
        is_new.then_some(field.html)
    });
    hints.collect()
}

/// A text with the readings of its words in brackets, `漢字[かんじ]`, without these, or with only these.
fn without_readings(html: &str, only_readings: bool) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((reading, after)) = after.split_once(']') else {
            break;
        };
        let start = before.rfind([' ', '>', '\n', ';']).map_or(0, |at| at + 1);
        let (plain, word) = before.split_at(start);
        if word.is_empty() || reading.starts_with("sound:") {
            out.push_str(&format!("{before}[{reading}]"));
        } else {
            // The space before a word says only where it begins.
            out.push_str(plain.strip_suffix(' ').unwrap_or(plain));
            out.push_str(if only_readings { reading } else { word });
        }
        rest = after;
    }
    out + rest
}

/// The part of an answer below its line, where it has one: above it the front is repeated. A line in a comment is none.
pub(super) fn below_the_line(back: &str) -> &str {
    let comments_end = back.rfind("-->").unwrap_or(0);
    let mut at = 0;
    while let Some(found) = back[at..].find('<') {
        let start = at + found;
        let tag = &back[start..];
        let length = if tag.starts_with("<!--") && start < comments_end {
            tag.find("-->").map(|end| end + 3)
        } else if tag.starts_with("<hr") {
            tag.find('>').map(|end| end + 1)
        } else {
            // It may be a character of the text, as in `a < b`.
            Some(1)
        };
        let Some(length) = length else { break };
        if tag.starts_with("<hr") && tag[..length].contains("answer") {
            return &tag[length..];
        }
        at = start + length;
    }
    back
}

/// Whether a field shows nothing.
pub(super) fn is_blank(html: &str) -> bool {
    if html.contains("<img") || html.contains("[sound:") {
        return false;
    }
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        if !is_space(before) {
            return false;
        }
        let Some((_, after)) = after.split_once('>') else {
            return false;
        };
        rest = after;
    }
    is_space(rest)
}

fn is_space(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(after) = rest.strip_prefix("&nbsp;") {
        rest = after.trim_start();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_sections_and_words_of_a_template_are_shown() {
        let fields: FieldsByName<'_> = [
            ("Country", "France"),
            ("Capital", "Paris"),
            ("Note", "<br>&nbsp; "),
            ("Word", "日本語[にほんご]の 本[ほん]"),
        ]
        .map(|(name, html)| (name, Field::of(html)))
        .into();
        let cases = [
            ("Capital of {{Country}}?", "Capital of France?"),
            ("{{#Note}}{{Note}}{{/Note}}{{^Note}}none{{/Note}}", "none"),
            ("{{#Country}}a{{#Note}}b{{/Note}}c{{/Country}}d", "acd"),
            (
                "{{type:Capital}}{{hint:Capital}}{{ text:Country }}",
                "France",
            ),
            (
                "{{kanji:Word}}, {{kana:Word}}",
                "日本語の本, にほんごのほん",
            ),
            ("{{cloze:Capital}}", "[Paris]"),
            ("{{nosuch}}{{Country", ""),
            (
                "{{FrontSide}}\n<hr id=answer>\n{{Capital}}",
                "\n<hr id=answer>\nParis",
            ),
        ];
        for (template, expected) in cases {
            let html = rendered(template, &fields, Shown::Question, &|field| {
                format!("[{field}]")
            });
            assert_eq!(html, expected, "{template}");
        }
        let all = Shown::All;
        let html = rendered("{{type:Capital}} {{hint:Country}}", &fields, all, &|_| {
            String::new()
        });
        assert_eq!(html, "Paris France");
        assert_eq!(
            hints(
                "{{Capital}}{{#Note}}{{hint:Country}}{{/Note}}{{hint:Country}}{{hint:Note}}",
                &fields
            ),
            ["France"]
        );
        assert_eq!(below_the_line("a<hr>b<hr id=\"answer\">c"), "c");
        assert_eq!(below_the_line("a<hr>b"), "a<hr>b");
        assert_eq!(below_the_line("1 < 2<hr id=answer>b"), "b");
        // A line in a comment divides nothing.
        for whole in [
            "<!--<hr id=answer>-->b",
            "<!-- a --><!--<hr id=answer>-->",
            "<!--",
        ] {
            assert_eq!(below_the_line(whole), whole);
        }
        assert_eq!(
            below_the_line("<!-- a --><hr id=answer>b<!-- c -->"),
            "b<!-- c -->"
        );
    }
}
