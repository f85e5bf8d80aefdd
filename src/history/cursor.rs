//! Reading JSON of exactly the form in which this program writes it, without a parser.

use std::borrow::Cow;

/// A line of JSON that this program wrote, read up to a place.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The beginning of a line.
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// How many bytes are left.
    pub(super) const fn left(&self) -> usize {
        self.text.len() - self.at
    }

    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// Steps over these bytes, if they are next.
    pub(super) fn literal<const N: usize>(&mut self, expected: &[u8; N]) -> Option<()> {
        if self.rest().first_chunk::<N>()? != expected {
            return None;
        }
        self.at += N;
        Some(())
    }

    /// A text of so many bytes, and its closing quotation mark. Whoever takes it must take nothing that
    /// JSON would write otherwise.
    pub(super) fn quoted(&mut self, length: usize) -> Option<&'a str> {
        let end = self.at + length;
        let text = self.text.get(self.at..end)?;
        self.at = end;
        self.literal(b"\"")?;
        Some(text)
    }

    /// A text without escapes, and its closing quotation mark.
    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = self
            .rest()
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))?;
        self.quoted(length)
    }

    /// A text of which the opening quotation mark was read, and its closing one; escapes become what
    /// they stand for.
    pub(super) fn escaped(&mut self) -> Option<Cow<'a, str>> {
        let start = self.at;
        if let Some(text) = self.text() {
            return Some(Cow::Borrowed(text));
        }
        self.at = start;
        let opening = start.checked_sub(1)?;
        let mut rest = self.rest().iter();
        loop {
            match rest.next()? {
                b'"' => break,
                b'\\' => {
                    rest.next()?;
                }
                _ => {}
            }
        }
        self.at = self.text.len() - rest.len();
        let text = serde_json::from_str(self.text.get(opening..self.at)?).ok()?;
        Some(Cow::Owned(text))
    }

    /// A whole number of up to 15 digits, with a sign where it is below zero.
    pub(super) fn integer(&mut self) -> Option<i64> {
        let below = self.literal(b"-").is_some();
        let number = self.number()?.cast_signed();
        Some(if below { -number } else { number })
    }

    /// A whole number of up to 15 digits.
    pub(super) fn number(&mut self) -> Option<u64> {
        let start = self.at;
        let mut number = 0;
        while let Some(digit @ b'0'..=b'9') = self.rest().first() {
            number = number * 10 + u64::from(digit - b'0');
            self.at += 1;
            if self.at - start > 15 {
                return None;
            }
        }
        let sound = match self.at - start {
            0 => false,
            1 => true,
            _ => self.text.as_bytes()[start] != b'0',
        };
        sound.then_some(number)
    }

    /// A whole number of 32 bits.
    pub(super) fn count(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// Reads what follows these bytes, if they are next. `None` where it cannot be read.
    pub(super) fn optional<const N: usize, T>(
        &mut self,
        key: &[u8; N],
        value: &mut Option<T>,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<()> {
        if self.literal(key).is_some() {
            *value = Some(read(self)?);
        }
        Some(())
    }

    /// A share such as `1`, `0.75` or `0.6666667`: few enough digits to be read exactly.
    pub(super) fn share(&mut self) -> Option<f32> {
        let start = self.at;
        self.number().filter(|whole| *whole < 10)?;
        if self.literal(b".").is_some() {
            let first = self.at;
            while self.rest().first().is_some_and(u8::is_ascii_digit) {
                self.at += 1;
            }
            (1..=9).contains(&(self.at - first)).then_some(())?;
        }
        // By way of f64, as a JSON parser does.
        self.text
            .get(start..self.at)?
            .parse::<f64>()
            .ok()
            .map(|share| share as f32)
    }

    /// A number as short as one of 32 bits can be written.
    pub(super) fn real(&mut self) -> Option<f32> {
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e');
        let length = self.rest().iter().take_while(|byte| is_part(byte)).count();
        let text = self.text.get(self.at..self.at + length)?;
        self.at += length;
        text.parse().ok()
    }

    /// The rest of a list of numbers; how many there were.
    pub(super) fn numbers(&mut self, numbers: &mut Vec<u32>) -> Option<u32> {
        let mut count = 0;
        if self.literal(b"]").is_some() {
            return Some(count);
        }
        loop {
            numbers.push(self.count()?);
            count += 1;
            if self.literal(b"]").is_some() {
                return Some(count);
            }
            self.literal(b",")?;
        }
    }
}
