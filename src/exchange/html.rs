//! Markdown as HTML that is safe to show: HTML in a deck becomes text, links lead to the web or nowhere, and only pictures
//! that the caller knows are shown.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html::push_html};

/// The address under which a picture is found, by the address in the deck; `None` shows its description instead.
pub(super) type PictureAddress<'p> = dyn Fn(&str) -> Option<String> + 'p;

/// Blocks of Markdown as HTML.
pub(super) fn html(markdown: &str, picture: &PictureAddress<'_>) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES;
    let markdown = visible(markdown);
    let events = Safe {
        picture,
        ends: Vec::new(),
        comment: false,
    };
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    let parser = Parser::new_ext(&markdown, options);
    push_html(&mut html, events.of(parser));
    html.truncate(html.trim_end().len());
    html
}

/// One line of Markdown as HTML.
pub(super) fn inline_html(markdown: &str, picture: &PictureAddress<'_>) -> String {
    // In a heading of its own a text cannot begin a list or a quote.
    let line = markdown.replace(['\n', '\r'], " ");
    let html = html(&format!("# {line} #"), picture);
    let inside = html
        .strip_prefix("<h1>")
        .and_then(|html| html.strip_suffix("</h1>"));
    inside.unwrap_or(&html).to_owned()
}

/// The words of one line of Markdown.
pub(super) fn plain(markdown: &str) -> String {
    let line = visible(&markdown.replace(['\n', '\r'], " "));
    let heading = format!("# {line} #");
    let events = Parser::new_ext(&heading, Options::ENABLE_STRIKETHROUGH);
    let words = events.filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => Some(text.into_string()),
        _ => None,
    });
    words.collect::<String>().trim().to_owned()
}

/// A text without characters that nobody sees, line ends and tabs kept.
fn visible(text: &str) -> String {
    let seen = |c: &char| {
        let is_seen = !c.is_control() || matches!(c, '\n' | '\t');
        // Those that turn text around, and those for private use, which mark blanks.
        is_seen
            && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e000}'..='\u{f8ff}')
    };
    text.replace("\r\n", "\n").chars().filter(seen).collect()
}

/// Whether a link may lead there.
pub(super) fn is_web(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|start| address.starts_with(start))
}

struct Safe<'p> {
    picture: &'p PictureAddress<'p>,
    /// What closes the open links and pictures, the innermost last; `None` where nothing was opened.
    ends: Vec<Option<TagEnd>>,
    /// Whether a comment in HTML is open.
    comment: bool,
}

impl<'p> Safe<'p> {
    fn of<'t>(mut self, events: Parser<'t>) -> impl Iterator<Item = Event<'t>> + use<'t, 'p> {
        events.filter_map(move |event| self.safe(event))
    }

    fn safe<'t>(&mut self, event: Event<'t>) -> Option<Event<'t>> {
        Some(match event {
            // Where lines are joined to one, words beside code stay apart.
            Event::SoftBreak => Event::Text(CowStr::Borrowed(" ")),
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(self.without_comment(&raw)?),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => {
                self.comment = false;
                Event::End(TagEnd::Paragraph)
            }
            Event::Start(Tag::Link {
                dest_url, title, ..
            }) => self.link(&dest_url, title)?,
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => match (self.picture)(&dest_url) {
                Some(address) => {
                    self.ends.push(Some(TagEnd::Image));
                    Event::Start(Tag::Image {
                        link_type: LinkType::Inline,
                        dest_url: address.into(),
                        title,
                        id: CowStr::Borrowed(""),
                    })
                }
                None => self.link(&dest_url, title)?,
            },
            Event::End(TagEnd::Link | TagEnd::Image) => Event::End(self.ends.pop()??),
            Event::TaskListMarker(true) => Event::Text("☑ ".into()),
            Event::TaskListMarker(false) => Event::Text("☐ ".into()),
            other => other,
        })
    }

    fn link<'t>(&mut self, address: &str, title: CowStr<'t>) -> Option<Event<'t>> {
        if !is_web(address) {
            self.ends.push(None);
            return None;
        }
        self.ends.push(Some(TagEnd::Link));
        Some(Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: address.to_owned().into(),
            title,
            id: CowStr::Borrowed(""),
        }))
    }

    /// A piece of HTML as text, without comments.
    fn without_comment<'t>(&mut self, raw: &str) -> Option<CowStr<'t>> {
        let mut text = String::new();
        let mut rest = raw;
        loop {
            let mark = if self.comment { "-->" } else { "<!--" };
            let Some((before, after)) = rest.split_once(mark) else {
                if !self.comment {
                    text.push_str(rest);
                }
                break;
            };
            if !self.comment {
                text.push_str(before);
            }
            self.comment = !self.comment;
            rest = after;
        }
        (!text.trim().is_empty()).then(|| text.into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn without_pictures(markdown: &str) -> String {
        html(markdown, &|_| None)
    }

    #[test]
    fn markdown_becomes_html_and_html_becomes_text() {
        let cases = [
            (
                "a **b** `c < d`",
                "<p>a <strong>b</strong> <code>c &lt; d</code></p>",
            ),
            (
                "```js\na\n\n<b>\n```",
                "<pre><code class=\"language-js\">a\n\n&lt;b&gt;\n</code></pre>",
            ),
            ("- [x] a\n- b", "<ul>\n<li>☑ a</li>\n<li>b</li>\n</ul>"),
            (
                "<script>alert(1)</script>",
                "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
            ),
            ("a <img onerror=x> b", "<p>a &lt;img onerror=x&gt; b</p>"),
            ("<!-- a\nb -->\n\nc", "<p></p>\n<p>c</p>"),
            (
                "[a](javascript:alert(1)) [b](https://c.d)",
                "<p>a <a href=\"https://c.d\">b</a></p>",
            ),
            (
                "![a *b*](c.png) ![d](https://e.f/g.png)",
                "<p>a <em>b</em> <a href=\"https://e.f/g.png\">d</a></p>",
            ),
            ("a\u{202e}b\u{7}", "<p>ab</p>"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(without_pictures(markdown), expected, "{markdown:?}");
        }
        let known = html("![a](b.png)", &|address| {
            (address == "b.png").then(|| "7.png".to_owned())
        });
        assert_eq!(known, "<p><img src=\"7.png\" alt=\"a\" /></p>");
    }

    #[test]
    fn a_line_is_html_without_a_paragraph() {
        let line = |markdown| inline_html(markdown, &|address| Some(format!("p/{address}")));
        assert_eq!(line("1. `a` & b"), "1. <code>a</code> &amp; b");
        assert_eq!(line("![a](b.png)"), "<img src=\"p/b.png\" alt=\"a\" />");
        assert_eq!(
            plain("What does `a < b` do, *really*?"),
            "What does a < b do, really?"
        );
    }

    proptest! {
        #[test]
        fn no_tag_of_a_deck_gets_through(markdown in "([a-c<>/=\"'!\\[\\]()`*#\\- \n&;:]|<script>|<img |javascript:|```|<!--|-->|https://){0,30}") {
            let html = without_pictures(&markdown).to_lowercase();
            for tag in ["<script", "<img", "<!--", "href=\"javascript"] {
                prop_assert!(!html.contains(tag), "{html}");
            }
        }
    }
}
