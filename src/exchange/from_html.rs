//! HTML of cards as Markdown: what other programs keep their texts in.

/// The Markdown of some HTML. Emphasis, code, lists, links and pictures are kept, scripts and styles dropped, and of
/// everything else the text stays.
pub(super) fn markdown(html: &str) -> String {
    let mut out = Writer::default();
    let mut rest = html;
    // Behind the last tag and the last comment none is looked for.
    let last_tag = html.rfind('>').unwrap_or(0);
    let last_comment = html.rfind("-->").unwrap_or(0);
    while let Some(at) = rest.find('<') {
        let place = html.len() - rest.len() + at;
        if place > last_tag {
            break;
        }
        out.text(&rest[..at]);
        let tail = &rest[at..];
        let named =
            tail[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let Some(end) = named.then(|| tail.find('>')).flatten() else {
            out.text("<");
            rest = &tail[1..];
            continue;
        };
        let is_comment = tail.starts_with("<!--") && place < last_comment;
        let end = if is_comment {
            tail.find("-->").map_or(end, |close| close + 2)
        } else {
            end
        };
        let tag = &tail[1..end];
        rest = &tail[end + 1..];
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if ["script", "style"].contains(&name.as_str()) && !tag.starts_with('/') {
            rest = closing(rest, &name);
            continue;
        }
        out.tag(&name, tag);
    }
    out.text(rest);
    out.finish()
}

/// A text from the closing tag of this name on; nothing where there is none.
fn closing<'t>(text: &'t str, name: &str) -> &'t str {
    let closes = |at: &usize| {
        let tag = text.as_bytes().get(at + 2..at + 2 + name.len());
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    };
    let found = memchr::memmem::find_iter(text.as_bytes(), "</").find(closes);
    found.map_or("", |at| &text[at..])
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Inside of `<pre>`, where white space counts.
    pre: bool,
    /// Inside of `<code>` without `<pre>`.
    code: bool,
    /// The lists around: the next number, or 0 for one without.
    lists: Vec<usize>,
    links: Vec<String>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let text = decoded(text);
        if self.pre || self.code {
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
            "br" if self.pre => self.out.push('\n'),
            "br" => self.line(),
            "pre" => {
                self.paragraph();
                self.out.push_str(if closes { "" } else { "```\n" });
                if closes {
                    let kept = self.out.trim_end().len();
                    self.out.truncate(kept);
                    self.out.push_str("\n```\n\n");
                }
                self.pre = !closes;
            }
            _ if self.pre => {}
            "code" | "kbd" | "tt" | "samp" => {
                self.out.push('`');
                self.code = !closes;
            }
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

    fn finish(self) -> String {
        let mut text = self.out;
        if self.pre {
            text.push_str("\n```");
        }
        let mut lines: Vec<&str> = Vec::new();
        for line in text.trim().lines().map(str::trim_end) {
            if !(line.is_empty() && lines.last().is_some_and(|last| last.is_empty())) {
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
    let value = decoded(value)
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29");
    let safe = !value
        .to_ascii_lowercase()
        .trim_start()
        .starts_with("javascript:")
        && !value.contains(char::is_control);
    safe.then_some(value)
}

/// A text with its entities decoded.
pub(super) fn decoded(text: &str) -> String {
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

#[cfg(test)]
mod tests {
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
        ];
        for (html, markdown) in cases {
            assert_eq!(super::markdown(html), markdown);
        }
    }
}
