//! What a template of Anki makes of a note.

use std::collections::HashMap;

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

/// The HTML of a template. `cloze` is what becomes of a field with blanks.
pub(super) fn rendered(
    template: &str,
    fields: &FieldsByName<'_>,
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
            html.push_str(&replaced(tag, fields, cloze));
        }
    }
    if hidden == 0 {
        html.push_str(rest);
    }
    html
}

/// What stands for `{{tag}}`.
fn replaced(tag: &str, fields: &FieldsByName<'_>, cloze: &dyn Fn(&str) -> String) -> String {
    let mut parts = tag.rsplit(':').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let filters: Vec<&str> = parts.collect();
    // What is typed, spoken or shown on demand is for a screen; the answer has it, too.
    if filters
        .iter()
        .any(|filter| *filter == "type" || filter.starts_with("tts"))
    {
        return String::new();
    }
    let Some(field) = fields.get(name) else {
        return String::new();
    };
    if filters.contains(&"cloze") {
        cloze(field.html)
    } else {
        field.html.to_owned()
    }
}

/// The part of an answer below its line, where it has one: above it the front is repeated.
pub(super) fn below_the_line(back: &str) -> &str {
    let mut rest = back;
    while let Some(at) = rest.find("<hr") {
        let tag = &rest[at..];
        let Some(end) = tag.find('>') else { break };
        if tag[..end].contains("answer") {
            return &tag[end + 1..];
        }
        rest = &tag[end + 1..];
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
        ]
        .map(|(name, html)| (name, Field::of(html)))
        .into();
        let cases = [
            ("Capital of {{Country}}?", "Capital of France?"),
            ("{{#Note}}{{Note}}{{/Note}}{{^Note}}none{{/Note}}", "none"),
            ("{{#Country}}a{{#Note}}b{{/Note}}c{{/Country}}d", "acd"),
            (
                "{{type:Capital}}{{hint:Capital}}{{ text:Country }}",
                "ParisFrance",
            ),
            ("{{cloze:Capital}}", "[Paris]"),
            ("{{nosuch}}{{Country", ""),
            (
                "{{FrontSide}}\n<hr id=answer>\n{{Capital}}",
                "\n<hr id=answer>\nParis",
            ),
        ];
        for (template, expected) in cases {
            let html = rendered(template, &fields, &|field| format!("[{field}]"));
            assert_eq!(html, expected, "{template}");
        }
        assert_eq!(below_the_line("a<hr>b<hr id=\"answer\">c"), "c");
        assert_eq!(below_the_line("a<hr>b"), "a<hr>b");
    }
}
