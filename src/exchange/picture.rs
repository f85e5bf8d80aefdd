//! Pictures of cards, and their addresses in Markdown.

use std::collections::HashMap;
use std::fmt;

use super::Picture;
use super::chosen::ChosenDeck;
use super::notes::{Found, FoundDeck, PassedOver, Why, decoded_address, encoded_address};
use crate::deck::{Deck, Source, image_addresses, parse, with_image_addresses, write};

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
/// folder beside the deck. With `keep_places`, those of a deck that comes with its id stay where its cards say, so that
/// their texts stay as they are. `read` reads one, or says why it does not; each that is not taken is reported once.
pub fn take_pictures<E: fmt::Display>(
    found: &mut Found,
    keep_places: bool,
    mut read: impl FnMut(&str) -> Result<Vec<u8>, E>,
) {
    // The address of each in the deck; `None` for one that is not taken.
    let mut seen: HashMap<String, Option<String>> = HashMap::new();
    let keeps = |deck: &FoundDeck| keep_places && deck.id.is_some();
    let cards = found.decks.iter_mut().flat_map(|deck| {
        let keeps = keeps(deck);
        deck.cards.iter_mut().map(move |card| (keeps, card))
    });
    for (keeps, card) in cards {
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
                let path = if keeps {
                    place_beside(address)
                } else {
                    in_folder(address)
                };
                let taken = match read(address) {
                    Ok(bytes) => {
                        let name = free_path(&found.pictures, path, &bytes);
                        let address = if decoded_address(address) == name {
                            address.clone()
                        } else {
                            encoded_address(&name)
                        };
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

/// The path of a picture in the folder for them.
fn in_folder(address: &str) -> String {
    format!("{PICTURES}/{}", file_name(address))
}

/// The path of a picture beside a deck: the one that its address says, if it leads down and every system can have it.
fn place_beside(address: &str) -> String {
    let decoded = decoded_address(address);
    let parts: Vec<&str> = decoded.split('/').filter(|part| *part != ".").collect();
    let plain = |part: &&str| !part.is_empty() && file_name(part) == *part;
    if !parts.is_empty() && parts.iter().all(plain) {
        parts.join("/")
    } else {
        in_folder(address)
    }
}

/// The path for a picture beside the deck that no other picture has.
fn free_path(pictures: &[Picture], path: String, bytes: &[u8]) -> String {
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

/// The pictures of an export, and where they are beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PicturesBeside {
    /// Their paths, and what they show.
    pub pictures: Vec<Picture>,
    /// By deck: a copy with other addresses, if its pictures are not where its cards say.
    pub readdressed: Vec<Option<Deck>>,
}

/// Where the pictures of these decks are when their texts are in one folder: where the cards say, if that is below it
/// and no other deck has another picture there.
pub fn pictures_beside(decks: &[ChosenDeck<'_>]) -> PicturesBeside {
    let mut beside = PicturesBeside::default();
    for chosen in decks {
        let mut moved: HashMap<&str, String> = HashMap::new();
        for (address, picture) in &chosen.pictures {
            let path = free_path(&beside.pictures, place_beside(address), &picture.bytes);
            if path != decoded_address(address) {
                moved.insert(address, encoded_address(&path));
            }
            if !beside.pictures.iter().any(|other| other.name == path) {
                beside.pictures.push(Picture {
                    name: path,
                    bytes: picture.bytes.clone(),
                });
            }
        }
        let readdressed = || {
            let text = write(&chosen.whole());
            let text = with_image_addresses(&text, |address| moved.get(address).cloned());
            parse(&Source::new("", text)).deck
        };
        let deck = (!moved.is_empty()).then(readdressed).flatten();
        beside.readdressed.push(deck);
    }
    beside
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::exchange::notes::FoundCard;

    #[test]
    fn exported_pictures_stay_where_cards_name_them_and_no_two_have_one_place() {
        let text =
            |id: &str, address: &str| format!("# T {{#{id}}}\n\n## Q? {{#q}}\n\n![]({address})\n");
        let addresses = [
            "pictures/a%20b.png",
            "./pictures/a%20b.png",
            "../a.png",
            "pictures/a%20b.png",
        ];
        let shown = ["one", "one", "two", "three"];
        let decks: Vec<Deck> = addresses
            .iter()
            .enumerate()
            .map(|(at, address)| {
                parse(&Source::new("", text(&format!("d{at}"), address)))
                    .deck
                    .expect("a deck")
            })
            .collect();
        let chosen: Vec<ChosenDeck<'_>> = decks
            .iter()
            .zip(addresses.iter().zip(shown))
            .map(|(deck, (address, shown))| ChosenDeck {
                deck,
                cards: deck.cards.iter().collect(),
                pictures: BTreeMap::from([(
                    (*address).to_owned(),
                    Picture {
                        name: String::new(),
                        bytes: shown.into(),
                    },
                )]),
            })
            .collect();
        let beside = pictures_beside(&chosen);
        let paths: Vec<&str> = beside
            .pictures
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        let other = format!("pictures/{:08x}-a b.png", crc32fast::hash(b"three"));
        assert_eq!(paths, ["pictures/a b.png", "pictures/a.png", &other]);
        let answers: Vec<Option<&str>> = beside
            .readdressed
            .iter()
            .map(|deck| Some(deck.as_ref()?.cards[0].answer()))
            .collect();
        let other = format!("![]({})", other.replace(' ', "%20"));
        assert_eq!(
            answers,
            [
                None,
                Some("![](pictures/a%20b.png)"),
                Some("![](pictures/a.png)"),
                Some(other.as_str()),
            ]
        );
    }

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
        take_pictures(&mut found, true, |address| match address {
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

    #[test]
    fn the_pictures_of_a_deck_with_an_id_stay_where_its_cards_say() {
        let texts = "![](img/a%20b.png) ![](./c.png) ![](../d.png) ![](<e f.png>) ![](g/././h.png)";
        let deck = FoundDeck {
            id: Some("d".to_owned()),
            cards: vec![FoundCard {
                question: texts.to_owned(),
                ..FoundCard::default()
            }],
            ..FoundDeck::default()
        };
        let mut found = Found {
            decks: vec![deck],
            ..Found::default()
        };
        take_pictures(&mut found, true, |address| {
            Ok::<_, String>(address.as_bytes().to_vec())
        });
        let names: Vec<&str> = found.pictures.iter().map(|one| one.name.as_str()).collect();
        let expected = [
            "img/a b.png",
            "c.png",
            "pictures/d.png",
            "e f.png",
            "g/h.png",
        ];
        assert_eq!(names, expected);
        assert_eq!(
            found.decks[0].cards[0].question,
            "![](img/a%20b.png) ![](c.png) ![](pictures/d.png) ![](<e f.png>) ![](g/h.png)"
        );
    }
}
