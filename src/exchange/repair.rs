//! Bytes as text: encodings that are declared, guessed, or were mistaken for another.

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
/// there is none. A run is such only if all of it is valid UTF-8 again.
fn unmixed(text: &str) -> Option<String> {
    let mut repaired = String::with_capacity(text.len());
    let mut run: Vec<u8> = Vec::new();
    let mut start = 0;
    let mut found = false;
    let mut end_run = |run: &mut Vec<u8>, raw: &str, repaired: &mut String| {
        match std::str::from_utf8(run) {
            Ok(decoded) if run.len() > 1 => {
                repaired.push_str(decoded);
                found = true;
            }
            _ => repaired.push_str(raw),
        }
        run.clear();
    };
    for (at, c) in text.char_indices() {
        if let Some(byte) = windows_byte(c) {
            if run.is_empty() {
                start = at;
            }
            run.push(byte);
            continue;
        }
        if !run.is_empty() {
            end_run(&mut run, &text[start..at], &mut repaired);
        }
        repaired.push(c);
    }
    if !run.is_empty() {
        end_run(&mut run, &text[start..], &mut repaired);
    }
    found.then_some(repaired)
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
