//! What a file that is not UTF-8 may be encoded in.

/// The characters of Windows-1252 from 0x80 to 0x9F, where it differs from Latin-1; a space where there is none.
const WINDOWS: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// The likely encoding, and the text in it: UTF-16 where the file says so, else Windows-1252. It is a guess, for
/// somebody to look at.
pub fn guessed(bytes: &[u8]) -> Option<(&'static str, String)> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let units = pairs.iter().map(|pair| unit(*pair));
        let text: Option<String> = char::decode_utf16(units).map(Result::ok).collect();
        text.filter(|_| rest.is_empty())
    };
    match bytes {
        [0xff, 0xfe, text @ ..] => Some(("UTF-16", utf16(text, u16::from_le_bytes)?)),
        [0xfe, 0xff, text @ ..] => Some(("UTF-16", utf16(text, u16::from_be_bytes)?)),
        _ => {
            let text: Option<String> = bytes.iter().map(|byte| windows(*byte)).collect();
            Some(("Windows-1252", text?))
        }
    }
}

fn windows(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9f => WINDOWS
            .chars()
            .nth(usize::from(byte - 0x80))
            .filter(|c| *c != ' '),
        0 => None,
        _ => Some(char::from(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn western_and_utf_16_texts_are_guessed_and_binary_ones_are_not() {
        assert_eq!(
            guessed(b"Caf\xe9 \x80"),
            Some(("Windows-1252", "Café €".to_owned()))
        );
        assert_eq!(
            guessed(b"\xff\xfe#\0\x0a\0"),
            Some(("UTF-16", "#\n".to_owned()))
        );
        assert_eq!(guessed(b"\xfe\xff\0#"), Some(("UTF-16", "#".to_owned())));
        for none in [&b"\xff\xfe#"[..], b"a\0b", b"\x81"] {
            assert_eq!(guessed(none), None, "{none:?}");
        }
        assert_eq!(WINDOWS.chars().count(), 32);
    }
}
