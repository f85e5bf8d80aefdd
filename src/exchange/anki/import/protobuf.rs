//! As much of Protocol Buffers as the packages of Anki need: the fields of one message.

/// A field of a message: its number and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field<'b> {
    Number(u32, u64),
    Bytes(u32, &'b [u8]),
}

/// The fields of a message, up to the first that is damaged.
pub(super) struct Fields<'b>(pub(super) &'b [u8]);

impl<'b> Iterator for Fields<'b> {
    type Item = Field<'b>;

    fn next(&mut self) -> Option<Field<'b>> {
        loop {
            let tag = self.number()?;
            let field = u32::try_from(tag >> 3).ok()?;
            match tag & 7 {
                0 => return Some(Field::Number(field, self.number()?)),
                1 => self.take(8)?,
                2 => {
                    let length = usize::try_from(self.number()?).ok()?;
                    return Some(Field::Bytes(field, self.take(length)?));
                }
                5 => self.take(4)?,
                _ => return None,
            };
        }
    }
}

impl<'b> Fields<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of seven bits a byte, the lowest first.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for place in 0..10 {
            let byte = *self.take(1)?.first()?;
            number |= u64::from(byte & 0x7f) << (7 * place).min(63);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

/// The text of a field, if the message has it.
pub(super) fn text(message: &[u8], wanted: u32) -> Option<String> {
    Fields(message).find_map(|field| match field {
        Field::Bytes(number, bytes) if number == wanted => String::from_utf8(bytes.to_vec()).ok(),
        _ => None,
    })
}

/// The number of a field; 0 if the message does not have it.
pub(super) fn number(message: &[u8], wanted: u32) -> u64 {
    let found = Fields(message).find_map(|field| match field {
        Field::Number(number, value) if number == wanted => Some(value),
        _ => None,
    });
    found.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_others_are_skipped() {
        let message = [
            0x08, 0x96, 0x01, 0x12, 2, b'h', b'i', 0x1d, 0, 0, 0, 0, 0x18, 1,
        ];
        assert_eq!(number(&message, 1), 150);
        assert_eq!(text(&message, 2).as_deref(), Some("hi"));
        assert_eq!(number(&message, 3), 1);
        for cut in 0..message.len() {
            assert!(Fields(&message[..cut]).count() <= 3);
        }
        assert_eq!(Fields(&[0xff; 30]).count(), 0);
    }
}
