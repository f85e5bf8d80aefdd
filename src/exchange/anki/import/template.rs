//! What a template of Anki makes of a note.

use std::collections::HashMap;

/// The longest side of a card, in bytes of HTML; what comes after it is left out.
const LONGEST: usize = 1 << 20;

/// Fields of a note by their names, HTML.
pub(super) type FieldsByName<'n> = HashMap<&'n str, &'n str>;

/// The HTML of a template. `cloze` is what becomes of a field with blanks.
pub(super) fn rendered(
    template: &str,
    fields: &FieldsByName<'_>,
    cloze: &dyn Fn(&str) -> String,
) -> String {
    let mut html = String::new();
    // The sections around, each with whether it is shown.
    let mut sections: Vec<(&str, bool)> = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let shown = sections.iter().all(|(_, shown)| *shown);
        if shown {
            html.push_str(before);
        }
        let Some((tag, after)) = after.split_once("}}") else {
            rest = "";
            break;
        };
        rest = after;
        let tag = tag.trim();
        let is_filled = |name: &str| fields.get(name).is_some_and(|field| !is_blank(field));
        if let Some(name) = tag.strip_prefix('#') {
            sections.push((name.trim(), is_filled(name.trim())));
        } else if let Some(name) = tag.strip_prefix('^') {
            sections.push((name.trim(), !is_filled(name.trim())));
        } else if let Some(name) = tag.strip_prefix('/') {
            if sections
                .last()
                .is_some_and(|(open, _)| *open == name.trim())
            {
                sections.pop();
            }
        } else if shown && html.len() < LONGEST {
            html.push_str(&replaced(tag, fields, cloze));
        }
    }
    if sections.iter().all(|(_, shown)| *shown) {
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
    let Some(&field) = fields.get(name) else {
        return String::new();
    };
    if filters.contains(&"cloze") {
        cloze(field)
    } else {
        field.to_owned()
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
    text.replace("&nbsp;", " ").trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_sections_and_words_of_a_template_are_shown() {
        let fields: FieldsByName<'_> = [
            ("Country", "France"),
            ("Capital", "Paris"),
            ("Note", "<br>"),
        ]
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
