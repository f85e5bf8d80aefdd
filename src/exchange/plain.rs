//! Texts of cards from tables and JSON as Markdown.

use super::from_html;

/// Tags that say that a text is HTML.
const TAGS: [&str; 16] = [
    "<br", "<b>", "<i>", "<p>", "<div", "<ul", "<ol", "<li", "<code", "<pre", "<span", "<strong",
    "<em>", "<img", "<a ", "<table",
];

/// A text as Markdown. HTML is converted where it is `html`, or where that is not known and the text has tags in use; a
/// `<` that begins something like a tag is escaped elsewhere, since it would not be shown.
pub(super) fn markdown(text: &str, html: Option<bool>) -> String {
    let is_html = html.unwrap_or_else(|| {
        let lower = text.to_ascii_lowercase();
        !text.contains('`') && TAGS.iter().any(|tag| lower.contains(tag))
    });
    if is_html {
        from_html::markdown(text)
    } else {
        escaped(text.trim())
    }
}

/// Escapes what looks like a tag, outside of code.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut code = false;
    let mut fence = false;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            fence = !fence;
            code = false;
            out.push_str(line);
            continue;
        }
        let spans = line.matches('`').count() % 2 == 0;
        let mut chars = line.chars().peekable();
        let mut before = ' ';
        while let Some(c) = chars.next() {
            if c == '`' && spans {
                code = !code;
            }
            let tag = chars
                .peek()
                .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'));
            if c == '<' && tag && !code && !fence && before != '\\' {
                out.push('\\');
            }
            out.push(c);
            before = c;
        }
        code = false;
    }
    out
}

/// A text with Anki's hidden parts, `{{c1::word::hint}}`, as ours; `None` where it has none.
pub(super) fn cloze(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut hidden = false;
    // Nothing is hidden after the last end.
    let last = text.rfind("}}")?;
    while let Some(at) = rest
        .find("{{c")
        .filter(|at| text.len() - rest.len() + at < last)
    {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 3..];
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        let inside = tail[digits..].strip_prefix("::").filter(|_| digits > 0);
        let Some((inside, end)) = inside.and_then(|inside| Some((inside, inside.find("}}")?)))
        else {
            out.push_str("{{c");
            rest = tail;
            continue;
        };
        let word = inside[..end].split("::").next().unwrap_or_default().trim();
        if word.is_empty() {
            out.push_str(&inside[..end]);
        } else {
            hidden = true;
            out.push_str(&format!("=={}==", word.replace("==", "= =")));
        }
        rest = &inside[end + 2..];
    }
    out.push_str(rest);
    hidden.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_converted_or_escaped_and_code_stays() {
        let cases = [
            (
                "What does <b>this</b> do?<br>x",
                "What does **this** do?\nx",
            ),
            (
                "What is `<div>`, what a <header>?",
                "What is `<div>`, what a \\<header>?",
            ),
            ("a < b", "a < b"),
            ("```html\n<p>\n```", "```html\n<p>\n```"),
        ];
        for (text, read) in cases {
            assert_eq!(markdown(text, None), read);
        }
        assert_eq!(markdown("<u>a", Some(false)), "\\<u>a");
    }

    #[test]
    fn hidden_parts_of_anki_become_ours() {
        let text = "{{c1::V8::engine}} runs {{c2::JavaScript}} {{c3}}";
        assert_eq!(
            cloze(text).as_deref(),
            Some("==V8== runs ==JavaScript== {{c3}}")
        );
        assert_eq!(cloze("{{c1::a"), None);
    }
}
