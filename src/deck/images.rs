//! The images that a card shows: the terminal shows their text and address, a key opens them.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::Card;

impl Card {
    /// The addresses of its images, each once, in their order: those of the question, and once the answer is
    /// `revealed`, all.
    pub fn images(&self, revealed: bool) -> Vec<String> {
        let texts = [
            (true, &*self.question),
            (true, self.context()),
            (revealed, self.answer()),
            (revealed, self.explanation()),
        ];
        let mut images: Vec<String> = Vec::new();
        let mut add = |address: String| {
            if !images.contains(&address) {
                images.push(address);
            }
        };
        for (_, text) in texts.iter().filter(|(now, _)| *now) {
            image_addresses(text).into_iter().for_each(&mut add);
        }
        images
    }
}

/// The addresses of the images in a text, as they are written.
pub fn image_addresses(text: &str) -> Vec<String> {
    let mut addresses = Vec::new();
    // Nearly no text has one, and this is asked for each frame.
    if !(text.contains("![") || text.contains("<img")) {
        return addresses;
    }
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => addresses.push(dest_url.into_string()),
            Event::Html(html) | Event::InlineHtml(html) => {
                addresses.extend(html_images(&html).map(|image| image.address.to_owned()));
            }
            _ => {}
        }
    }
    addresses
}

/// The text with other addresses for its images, where `new` says one.
pub fn with_image_addresses(text: &str, new: impl Fn(&str) -> Option<String>) -> String {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut edit = |range: Range<usize>, address: &str| {
        let Some(new) = new(address) else { return };
        // The address stands last: what comes before it may be the same text.
        if let Some(at) = text[range.clone()].rfind(address) {
            let start = range.start + at;
            edits.push((start..start + address.len(), new));
        }
    };
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Image {
                link_type: LinkType::Inline,
                dest_url,
                ..
            }) => edit(range, &dest_url),
            Event::Html(html) | Event::InlineHtml(html) => {
                for image in html_images(&html) {
                    let tag = range.start + image.bytes.start..range.start + image.bytes.end;
                    if text.get(tag.clone()) == html.get(image.bytes) {
                        edit(tag, image.address);
                    }
                }
            }
            _ => {}
        }
    }
    let mut out = text.to_owned();
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut done = text.len();
    for (range, address) in edits {
        if range.end <= done {
            done = range.start;
            out.replace_range(range, &address);
        }
    }
    out
}

/// An image in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlImage<'h> {
    /// The bytes of its tag.
    pub bytes: Range<usize>,
    /// What it shows, in words; may be empty.
    pub text: &'h str,
    pub address: &'h str,
}

/// The images in HTML: `<img src="a.png" alt="words">`. A tag without an address is left out.
pub fn html_images(html: &str) -> impl Iterator<Item = HtmlImage<'_>> {
    html.match_indices("<img").filter_map(|(start, _)| {
        let tag = html.get(start..)?;
        let tag = tag.get(..=tag.find('>')?)?;
        Some(HtmlImage {
            bytes: start..start + tag.len(),
            text: attribute(tag, "alt").unwrap_or_default(),
            address: attribute(tag, "src").filter(|address| !address.is_empty())?,
        })
    })
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let begins = |(at, _): &(usize, &str)| tag[..*at].ends_with(char::is_whitespace);
    let (at, _) = tag.match_indices(name).find(begins)?;
    let value = tag[at + name.len()..]
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    match value.strip_prefix(['"', '\'']) {
        Some(inside) => inside.split(['"', '\'']).next(),
        None => value.split([' ', '\t', '\n', '>']).next(),
    }
}

#[cfg(test)]
mod tests {
    proptest::proptest! {
        #[test]
        fn no_text_makes_the_change_of_addresses_panic(text in "([a-b]|!\\[|\\]\\(|\\)|\\]|\\[|<img src=|\"|>|<|\\\\|\n|é| ){0,30}") {
            super::with_image_addresses(&text, |_| Some("new".to_owned()));
            proptest::prop_assert_eq!(super::with_image_addresses(&text, |_| None), text);
        }
    }

    #[test]
    fn addresses_are_replaced_where_an_image_has_them_and_nowhere_else() {
        let text = "![a.png](a.png \"a\") `![x](a.png)` a.png <img src=\"a.png\" alt=\"b\"> ![c](<b c.png>)";
        let new = |address: &str| Some(format!("p/{}", address.replace(' ', "%20")));
        let expected = "![a.png](p/a.png \"a\") `![x](a.png)` a.png <img src=\"p/a.png\" alt=\"b\"> ![c](<p/b%20c.png>)";
        assert_eq!(super::with_image_addresses(text, new), expected);
    }

    use crate::deck::{Source, parse};

    #[test]
    fn a_card_shows_the_images_of_its_answer_only_with_the_answer() {
        let text = "# T {#t}\n\n## What is ![this](a%20b.png)? {#q}\n\n![one][1], `![no](no.png)`\n\n[1]: c.png\n\n\
            ---\n\n![that](<d e.png>) and ![again](a%20b.png)\n\n\
            <p><img alt='x' src=f.png></p>\n";
        let deck = parse(&Source::new("t.md", text)).deck.expect("a deck");
        let card = &deck.cards[0];
        assert_eq!(card.images(false), ["a%20b.png", "c.png"]);
        assert_eq!(
            card.images(true),
            ["a%20b.png", "c.png", "d e.png", "f.png"]
        );
    }
}
