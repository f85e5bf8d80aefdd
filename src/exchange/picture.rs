//! Pictures of cards.

use super::Picture;

/// The ends of names by which pictures are known, and their types.
const TYPES: [(&str, &str); 8] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("svg", "image/svg+xml"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
];

impl Picture {
    /// Whether a file of this name is a picture.
    pub fn is_one(name: &str) -> bool {
        type_of(name).is_some()
    }

    /// The picture as an address that holds it.
    pub(super) fn embedded(&self) -> String {
        let kind = type_of(&self.name).unwrap_or("application/octet-stream");
        format!("data:{kind};base64,{}", base64(&self.bytes))
    }
}

fn type_of(name: &str) -> Option<&'static str> {
    let (_, end) = name.rsplit_once('.')?;
    let mut types = TYPES.iter();
    types
        .find(|(known, _)| end.eq_ignore_ascii_case(known))
        .map(|(_, kind)| *kind)
}

/// Bytes in the letters of base64 (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            if at > three.len() {
                text.push('=');
            } else {
                let letter = LETTERS[(bits >> (18 - 6 * at)) as usize & 63];
                text.push(char::from(letter));
            }
        }
    }
    text
}

/// The addresses of pictures in a text of Markdown, as they are written.
pub fn picture_addresses(markdown: &str) -> Vec<String> {
    let events = pulldown_cmark::Parser::new(markdown);
    let addresses = events.filter_map(|event| match event {
        pulldown_cmark::Event::Start(pulldown_cmark::Tag::Image { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    });
    addresses.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_base64() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }

    #[test]
    fn pictures_are_found_where_markdown_has_them() {
        let text = "![a](b/c.png) `![d](e.png)` ![f][g]\n\n[g]: h.gif\n";
        assert_eq!(picture_addresses(text), ["b/c.png", "h.gif"]);
    }
}
