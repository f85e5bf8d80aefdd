//! The images that a card shows: the terminal shows their text and address, a key opens them.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

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
        // Nearly no text has one, and this is asked for each frame.
        let may = |text: &str| text.contains("![") || text.contains("<img");
        for (_, text) in texts.iter().filter(|(now, text)| *now && may(text)) {
            for event in Parser::new(text) {
                match event {
                    Event::Start(Tag::Image { dest_url, .. }) => add(dest_url.into_string()),
                    Event::Html(html) | Event::InlineHtml(html) => {
                        html_images(&html).for_each(|image| add(image.address.to_owned()));
                    }
                    _ => {}
                }
            }
        }
        images
    }
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
