//! Texts of cards as other programs keep them, HTML or plain, as Markdown.

use super::chosen::{code_span, fence_for};
use super::notes::encoded_address;

/// The Markdown of some HTML. Emphasis, code, lists, links and pictures are kept, scripts and styles dropped, and of
/// everything else the text stays. The time is linear in the length of the HTML.
pub(super) fn of_html(html: &str) -> String {
    let mut out = Writer::default();
    // After the last of these nothing is a tag, or ends a comment.
    let mut tags_end = html.rfind('>').map_or(0, |at| at + 1);
    let comments_end = html.rfind("-->").unwrap_or(0);
    let mut at = 0;
    while let Some(start) = html[at..tags_end.max(at)].find('<').map(|found| at + found) {
        out.text(&html[at..start]);
        let tail = &html[start..tags_end];
        let named =
            tail[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        if !named {
            out.text("<");
            at = start + 1;
            continue;
        }
        let comment = tail.starts_with("<!--") && start < comments_end;
        let end = if comment {
            tail.find("-->").map(|end| end + 2)
        } else {
            tail.find('>')
        };
        let Some(end) = end else {
            tags_end = start;
            at = start;
            continue;
        };
        let tag = &tail[1..end];
        at = start + end + 1;
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if ["script", "style"].contains(&name.as_str()) && !tag.starts_with('/') {
            at = closing(html, at, &name).unwrap_or(html.len());
        } else {
            out.tag(&name, tag);
        }
    }
    out.text(html.get(at..).unwrap_or_default());
    out.finish()
}

/// Where `</name` is, from an offset on.
fn closing(html: &str, from: usize, name: &str) -> Option<usize> {
    let ends = html.get(from..)?.match_indices("</");
    let mut ends = ends.map(|(at, _)| from + at);
    ends.find(|at| {
        let found = html.as_bytes().get(at + 2..at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    })
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Inside of `<pre>`, where white space counts: where it begins, and its language.
    pre: Option<(usize, String)>,
    /// Inside of `<code>` without `<pre>`: where it begins.
    code: Option<usize>,
    /// The lists around: the next number, or 0 for one without.
    lists: Vec<usize>,
    links: Vec<String>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let text = decoded(text);
        if self.pre.is_some() || self.code.is_some() {
            self.out.push_str(&text);
            return;
        }
        for c in text.chars() {
            match c {
                '\n' | '\r' | '\t' | ' ' | '\u{a0}' => {
                    if !self.out.ends_with([' ', '\n']) && !self.out.is_empty() {
                        self.out.push(' ');
                    }
                }
                '<' => self.out.push_str("\\<"),
                c => self.out.push(c),
            }
        }
    }

    fn line(&mut self) {
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    fn paragraph(&mut self) {
        let kept = self.out.trim_end().len();
        self.out.truncate(kept);
        if !self.out.is_empty() {
            self.out.push_str("\n\n");
        }
    }

    /// Whether a point of a list has begun, and has no text yet.
    fn begins_item(&self) -> bool {
        let line = self.out.rsplit('\n').next().unwrap_or_default().trim();
        let digits = line.strip_suffix('.').unwrap_or_default();
        let numbered = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        !self.lists.is_empty() && (line == "-" || numbered)
    }

    fn mark(&mut self, mark: &str, closes: bool) {
        if closes && self.out.ends_with(' ') {
            // A mark touches what it emphasises.
            self.out.pop();
            self.out.push_str(mark);
            self.out.push(' ');
        } else {
            self.out.push_str(mark);
        }
    }

    fn tag(&mut self, name: &str, tag: &str) {
        let closes = tag.starts_with('/');
        match name {
            "br" if self.pre.is_some() || self.code.is_some() => self.out.push('\n'),
            "br" => self.line(),
            "pre" if closes => self.end_block(),
            "pre" if self.pre.is_none() => {
                self.end_code();
                self.paragraph();
                self.pre = Some((self.out.len(), String::new()));
            }
            "code" if self.pre.is_some() => self.language(tag),
            "div" | "p" if self.pre.is_some() && !closes && !self.out.ends_with('\n') => {
                self.out.push('\n');
            }
            _ if self.pre.is_some() => {}
            "code" | "kbd" | "tt" | "samp" if closes => self.end_code(),
            "code" | "kbd" | "tt" | "samp" => self.code = self.code.or(Some(self.out.len())),
            "img" | "a" | "ul" | "ol" | "li" | "p" | "div" | "table" | "h1" | "h2" | "h3"
                if self.code.is_some() =>
            {
                self.end_code();
                self.tag(name, tag);
            }
            _ if self.code.is_some() => {}
            "b" | "strong" => self.mark("**", closes),
            "i" | "em" => self.mark("_", closes),
            "ul" | "ol" => {
                if closes {
                    self.lists.pop();
                } else if self.lists.len() < 20 {
                    self.lists.push(usize::from(name == "ol"));
                }
                if self.lists.is_empty() {
                    self.paragraph();
                }
            }
            "li" if !closes => {
                let kept = self.out.trim_end().len();
                self.out.truncate(kept);
                self.line();
                let depth = self.lists.len().saturating_sub(1);
                self.out.push_str(&"  ".repeat(depth));
                match self.lists.last_mut() {
                    Some(number) if *number > 0 => {
                        self.out.push_str(&format!("{number}. "));
                        *number += 1;
                    }
                    _ => self.out.push_str("- "),
                }
            }
            // Points of a list with paragraphs in them.
            "p" | "div" if self.begins_item() => {}
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "blockquote" => {
                self.paragraph();
            }
            "div" | "tr" | "dt" | "dd" if !self.out.ends_with('\n') => self.line(),
            "td" | "th" if closes => self.out.push(' '),
            "a" if closes => {
                if let Some(target) = self.links.pop() {
                    self.out.push_str(&format!("]({target})"));
                }
            }
            "a" => {
                if let Some(target) = attribute(tag, "href") {
                    self.out.push('[');
                    self.links.push(target);
                }
            }
            "img" => {
                if let Some(source) = attribute(tag, "src") {
                    self.out.push_str(&format!("![]({source})"));
                }
            }
            _ => {}
        }
    }

    /// Notes the language of a block of code, which `<code class="language-js">` says.
    fn language(&mut self, tag: &str) {
        let class = attribute(tag, "class").unwrap_or_default();
        let named = class
            .split("%20")
            .find_map(|class| class.strip_prefix("language-"));
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '#');
        if let (Some((_, language)), Some(named)) = (&mut self.pre, named)
            && named.chars().all(is_plain)
        {
            named.clone_into(language);
        }
    }

    /// Ends a block of code.
    fn end_block(&mut self) {
        if let Some((start, language)) = self.pre.take() {
            let code = self.out.split_off(start);
            self.block(&code, &language);
        }
    }

    fn block(&mut self, code: &str, language: &str) {
        let fence = fence_for(code, 3);
        let code = code.trim_start_matches('\n').trim_end();
        self.out
            .push_str(&format!("{fence}{language}\n{code}\n{fence}\n\n"));
    }

    /// Ends a code span. One of several lines is a block.
    fn end_code(&mut self) {
        let Some(start) = self.code.take() else {
            return;
        };
        let code = self.out.split_off(start);
        if code.trim().contains('\n') {
            self.paragraph();
            self.block(&code, "");
        } else if code.trim().is_empty() {
            self.out.push_str(&code);
        } else {
            self.out.push_str(&code_span(&code));
        }
    }

    fn finish(mut self) -> String {
        self.end_code();
        self.end_block();
        let mut lines: Vec<&str> = Vec::new();
        let mut in_code = false;
        for line in self.out.trim().lines() {
            in_code ^= line.starts_with("```");
            let line = if in_code { line } else { line.trim_end() };
            let twice = line.is_empty() && lines.last().is_some_and(|last| last.is_empty());
            if in_code || !twice {
                lines.push(line);
            }
        }
        lines.join("\n")
    }
}

/// The value of an attribute, without spaces and brackets that would end a link.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.to_ascii_lowercase().find(&format!(" {name}="))?;
    let value = tag.get(at + name.len() + 2..)?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value[1..].split(quote).next()?,
        None => value.split_whitespace().next()?,
    };
    let value = encoded_address(&decoded(value));
    let safe = !value
        .to_ascii_lowercase()
        .trim_start()
        .starts_with("javascript:")
        && !value.contains(char::is_control);
    safe.then_some(value)
}

/// A text with its entities decoded.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let end = tail.bytes().take(12).position(|byte| byte == b';');
        let decoded = end.and_then(|end| Some((entity(&tail[..end])?, end)));
        if let Some((c, end)) = decoded {
            out.push(c);
            rest = &tail[end + 1..];
        } else {
            out.push('&');
            rest = tail;
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || *c == '\n');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "rarr" => '→',
        "larr" => '←',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "copy" => '©',
        "times" => '×',
        _ => return None,
    })
}

/// Tags that say that a text is HTML.
const TAGS: [&str; 16] = [
    "<br", "<b>", "<i>", "<p>", "<div", "<ul", "<ol", "<li", "<code", "<pre", "<span", "<strong",
    "<em>", "<img", "<a ", "<table",
];

/// A text as Markdown. HTML is converted where it is `html`, or where that is not known and the text has tags in use; a
/// `<` that begins something like a tag is escaped elsewhere, since it would not be shown.
pub(super) fn of_text(text: &str, html: Option<bool>) -> String {
    let is_html = html.unwrap_or_else(|| {
        let lower = text.to_ascii_lowercase();
        !text.contains('`') && TAGS.iter().any(|tag| lower.contains(tag))
    });
    if is_html {
        of_html(text)
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
    fn html_of_cards_becomes_markdown() {
        let cases = [
            ("a<br>b", "a\nb"),
            ("<div>a</div><div>b</div>", "a\nb"),
            ("<b>bold </b>and <i>it</i>", "**bold** and _it_"),
            ("<code>a &lt; b</code>", "`a < b`"),
            (
                "<pre><code>if (a) {\n  b;\n}</code></pre>x",
                "```\nif (a) {\n  b;\n}\n```\n\nx",
            ),
            (
                "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>d",
                "- a\n- b\n  1. c\n\nd",
            ),
            (
                "<ul>\n<li><p>a</p></li>\n<li>\n<div>b</div></li></ul>",
                "- a\n- b",
            ),
            ("<ol><li><p>c</p></li></ol>", "1. c"),
            (
                "<a href=\"https://a.b/c\">d</a> <img src=e.png>",
                "[d](https://a.b/c) ![](e.png)",
            ),
            (
                "a<script>alert(1)</script><style>b{}</style>c<a href='javascript:x'>d</a>",
                "acd",
            ),
            ("1 < 2 &amp; &#8594; &nosuch;", "1 \\< 2 & → &nosuch;"),
            ("&lt;div&gt;", "\\<div>"),
            ("a<!-- <b> -->b", "ab"),
            ("a<!-- <b>c", "ac"),
            ("a<b", "a\\<b"),
            ("<code>a`b</code> <code></code>", "``a`b``"),
            ("x <code>a<br>  b</code>", "x\n\n```\na\n  b\n```"),
            (
                "<pre><code class=\"language-js\">a<br><br><br>```</code></pre>",
                "````js\na\n\n\n```\n````",
            ),
            ("<SCRIPT>a</script x>b</Script>c", "bc"),
        ];
        for (html, markdown) in cases {
            assert_eq!(of_html(html), markdown);
        }
    }

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
            assert_eq!(of_text(text, None), read);
        }
        assert_eq!(of_text("<u>a", Some(false)), "\\<u>a");
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
