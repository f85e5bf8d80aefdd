//! Bytes as text: encodings that are declared, guessed, or were mistaken for another.

use std::ops::Range;

use crate::deck::guessed;

/// The text in some bytes, and what was done to read it, for the learner. `None` where they are not text.
pub(super) fn text_of(bytes: Vec<u8>) -> Option<(String, Option<&'static str>)> {
    let (text, how) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => match guessed(error.as_bytes())? {
            ("UTF-16", text) => (text, Some("it was read as UTF-16")),
            (_, text) => (text, Some("it is not UTF-8 and was read as Windows-1252")),
        },
    };
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if text.contains('\0') {
        return None;
    }
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    };
    match unmixed(&text) {
        Some(repaired) => Some((
            repaired,
            Some("characters that had been decoded wrongly were repaired"),
        )),
        None => Some((text, how)),
    }
}

/// The text with every run of characters that is UTF-8 read as Windows-1252 (`â†’` for `→`) repaired; `None` where
/// there is none. A run is such only if all of it is valid UTF-8 again, and if one of the text cannot be anything else:
/// a letter may stand before a quote or a space that does not break, as in `Spaß“`.
fn unmixed(text: &str) -> Option<String> {
    let mut runs: Vec<(Range<usize>, String)> = Vec::new();
    let mut sure = false;
    let mut at = 0;
    while let Some(found) = text[at..].find(|c| windows_byte(c).is_some()) {
        let start = at + found;
        let run = text[start..].chars().map_while(windows_byte);
        let bytes: Vec<u8> = run.collect();
        let shown = text[start..].chars().take(bytes.len());
        let end = start + shown.map(char::len_utf8).sum::<usize>();
        if bytes.len() > 1
            && let Ok(decoded) = String::from_utf8(bytes)
        {
            sure |= is_sure(text, start..end);
            runs.push((start..end, decoded));
        }
        at = end;
    }
    if !sure {
        return None;
    }
    let mut repaired = String::with_capacity(text.len());
    let mut at = 0;
    for (place, decoded) in runs {
        repaired.push_str(&text[at..place.start]);
        repaired.push_str(&decoded);
        at = place.end;
    }
    repaired.push_str(&text[at..]);
    Some(repaired)
}

/// Whether characters that are valid UTF-8 as bytes of Windows-1252 are nothing that somebody writes.
fn is_sure(text: &str, place: Range<usize>) -> bool {
    let run = &text[place.clone()];
    let beside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let inside = beside(text[..place.start].chars().next_back())
        && beside(text[place.end..].chars().next())
        && !run.contains('\u{a0}');
    inside || run.chars().count() > 3 || run.starts_with(['Ã', 'Â', 'â', 'ï', 'ð'])
}

/// The byte from 0x80 on that Windows-1252 reads as this character.
fn windows_byte(c: char) -> Option<u8> {
    const UPPER: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    if let '\u{a0}'..='\u{ff}' | '\u{80}'..='\u{9f}' = c {
        return Some(c as u8);
    }
    let at = UPPER.chars().position(|upper| upper == c)?;
    u8::try_from(at + 0x80).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<String> {
        text_of(bytes.to_vec()).map(|(text, _)| text)
    }

    #[test]
    fn what_was_decoded_wrongly_is_repaired_and_other_text_stays() {
        let cases = [
            ("Beginner â†’ Senior", "Beginner → Senior"),
            ("ðŸŸ¢ Beginner", "🟢 Beginner"),
            ("itâ€™s Ã©tÃ©", "it’s été"),
            ("Café “quoted” – naïve €5", "Café “quoted” – naïve €5"),
            ("事件循环", "事件循环"),
            ("„Spaß“ und „Ü“", "„Spaß“ und „Ü“"),
            (
                "«\u{a0}café\u{a0}» ENTRÉ\u{a0}!",
                "«\u{a0}café\u{a0}» ENTRÉ\u{a0}!",
            ),
            ("zÅ‚oty siÄ™", "złoty się"),
            ("Ð¿Ñ€Ð¸", "при"),
            ("a\r\nb\rc", "a\nb\nc"),
            ("\u{feff}a", "a"),
        ];
        for (mixed, right) in cases {
            assert_eq!(read(mixed.as_bytes()).as_deref(), Some(right));
        }
    }

    #[test]
    fn other_encodings_are_guessed_and_binary_is_refused() {
        assert_eq!(read(b"Caf\xe9").as_deref(), Some("Café"));
        assert_eq!(read(b"\xff\xfea\0").as_deref(), Some("a"));
        assert_eq!(read(b"a\0b"), None);
    }
}
