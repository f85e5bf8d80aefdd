//! Pictures of cards.

use std::collections::HashMap;
use std::fmt;

use super::Picture;
use super::address::{decoded_address, encoded_address};
use super::notes::{Found, PassedOver, Why};
use crate::deck::{image_addresses, with_image_addresses};

/// The ends of names by which pictures are known, and their types.
const TYPES: [(&str, &str); 9] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("svg", "image/svg+xml"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("tiff", "image/tiff"),
];

impl Picture {
    /// Whether a file of this name is a picture.
    pub fn is_one(name: &str) -> bool {
        type_of(name).is_some()
    }

    /// The ends of names by which pictures are known.
    pub fn endings() -> impl Iterator<Item = &'static str> {
        TYPES.iter().map(|(ending, _)| *ending)
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

/// The folder beside a deck that pictures are written to.
pub(super) const PICTURES: &str = "pictures";

/// Takes the pictures that cards name by the addresses of files, and changes these to where the pictures will be: in one
/// folder beside the deck. `read` reads one, or says why it does not; each that is not taken is reported once.
pub fn take_pictures<E: fmt::Display>(
    found: &mut Found,
    mut read: impl FnMut(&str) -> Result<Vec<u8>, E>,
) {
    // The address of each in the deck; `None` for one that is not taken.
    let mut seen: HashMap<String, Option<String>> = HashMap::new();
    for card in found.decks.iter_mut().flat_map(|deck| &mut deck.cards) {
        let line = card.line;
        for text in card.texts_mut() {
            if text.contains("![[") {
                *text = without_embeds(text);
            }
            let addresses = image_addresses(text);
            for address in &addresses {
                if seen.contains_key(address) || !is_file(address) {
                    continue;
                }
                let name = file_name(address);
                let taken = match read(address) {
                    Ok(bytes) => {
                        let name = free_name(&found.pictures, &name, &bytes);
                        let address = encoded_address(&name);
                        if !found.pictures.iter().any(|picture| picture.name == name) {
                            found.pictures.push(Picture { name, bytes });
                        }
                        Some(address)
                    }
                    Err(why) => {
                        let shown = decoded_address(address);
                        let why = Why::Other(why.to_string());
                        found.passed_over.push(PassedOver::new(line, &shown, why));
                        None
                    }
                };
                seen.insert(address.clone(), taken);
            }
            if !addresses.is_empty() {
                *text = with_image_addresses(text, |address| seen.get(address).cloned().flatten());
            }
        }
    }
    found.passed_over.sort_by_key(|one| one.line);
}

/// A text in which the pictures that Obsidian embeds, `![[a b.png|300]]`, are those of Markdown.
fn without_embeds(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("![[") {
        let inside = &rest[at + 3..];
        let end = inside.find(['\n', ']']).unwrap_or(inside.len());
        let name = inside[..end].split('|').next().unwrap_or_default().trim();
        out.push_str(&rest[..at]);
        if inside[end..].starts_with("]]") && Picture::is_one(name) && !name.contains('[') {
            out.push_str(&format!("![{name}]({})", encoded_address(name)));
            rest = &inside[end + 2..];
        } else {
            out.push_str("![[");
            rest = inside;
        }
    }
    out + rest
}

/// Whether an address is that of a file, not of something on the web.
fn is_file(address: &str) -> bool {
    let web = ["//", "data:", "#"];
    !(address.is_empty()
        || address.contains("://")
        || web.iter().any(|web| address.starts_with(web)))
}

/// The name of a picture's file without its folder, as every system can have it.
fn file_name(address: &str) -> String {
    let decoded = decoded_address(address);
    let name = decoded.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |c: char| !c.is_control() && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*');
    let name: String = name.chars().filter(|c| plain(*c)).collect();
    name.trim_start_matches('.').to_owned()
}

/// The path for a picture beside the deck that no other picture has.
fn free_name(pictures: &[Picture], name: &str, bytes: &[u8]) -> String {
    let path = format!("{PICTURES}/{name}");
    let other = pictures
        .iter()
        .any(|picture| picture.name == path && picture.bytes != bytes);
    if other {
        other_name(&path, bytes)
    } else {
        path
    }
}

/// Another path for a picture, which follows from what it shows.
pub fn other_name(path: &str, bytes: &[u8]) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or((PICTURES, path));
    format!("{folder}/{:08x}-{file}", crc32fast::hash(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{FoundCard, FoundDeck};

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
    fn embedded_pictures_of_obsidian_become_those_of_markdown() {
        let text = "a ![[b c.png|300]], ![[Note]] and ![[d.png";
        let expected = "a ![b c.png](b%20c.png), ![[Note]] and ![[d.png";
        assert_eq!(without_embeds(text), expected);
    }

    #[test]
    fn pictures_get_names_in_one_folder_and_what_is_not_there_is_said_once() {
        let texts = [
            "![a](x/a%20b.png) and ![b](y/a%20b.png)",
            "![a](x/a%20b.png) ![no](no.png) ![no](no.png) ![w](https://a.b/c.png)",
        ];
        let card = |text: &&str| FoundCard {
            question: (*text).to_owned(),
            ..FoundCard::default()
        };
        let deck = FoundDeck {
            cards: texts.iter().map(card).collect(),
            ..FoundDeck::default()
        };
        let mut found = Found {
            decks: vec![deck],
            ..Found::default()
        };
        take_pictures(&mut found, |address| match address {
            "no.png" => Err("is not there"),
            _ => Ok(address.as_bytes().to_vec()),
        });
        let names: Vec<&str> = found.pictures.iter().map(|one| one.name.as_str()).collect();
        let other = format!("{:08x}-a b.png", crc32fast::hash(b"y/a%20b.png"));
        assert_eq!(names, ["pictures/a b.png", &format!("pictures/{other}")]);
        let questions = found.decks[0]
            .cards
            .iter()
            .map(|card| card.question.clone());
        let other = other.replace(' ', "%20");
        assert_eq!(
            questions.collect::<Vec<_>>(),
            [
                format!("![a](pictures/a%20b.png) and ![b](pictures/{other})"),
                "![a](pictures/a%20b.png) ![no](no.png) ![no](no.png) ![w](https://a.b/c.png)"
                    .to_owned(),
            ]
        );
        assert_eq!(found.passed_over.len(), 1);
    }
}
