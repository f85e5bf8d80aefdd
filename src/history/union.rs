//! Two copies of one journal file: which lines one needs from the other.
//!
//! Nothing is ever removed. A copy that is still being written may end in the middle of a line;
//! such a fragment is ignored if the whole line is known.

use std::collections::HashSet;

use super::line::{self, Seal};

/// What the copy here needs in order to have every line of another copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Union {
    Nothing,
    /// These bytes at its end, whole lines; it begins with a newline where the file does not end in one.
    Append(Vec<u8>),
    /// The other copy instead, which has every line of this one.
    Replace,
}

/// Brings the lines of another copy into the copy here.
///
/// `own`: this device writes the file, perhaps at this moment, so that it may only be appended to.
/// Any other file is replaced by the other copy if that has every line, so that in the end every device
/// has the same bytes.
pub fn union(here: &[u8], other: &[u8], own: bool) -> Union {
    if here == other {
        return Union::Nothing;
    }
    if !own && other.starts_with(here) {
        return Union::Replace;
    }
    let missing = lines_only_in(other, here);
    if !own && lines_only_in(here, other).is_empty() {
        return Union::Replace;
    }
    if missing.is_empty() {
        return Union::Nothing;
    }
    let mut bytes = Vec::new();
    if here.last().is_some_and(|last| *last != b'\n') {
        bytes.push(b'\n');
    }
    for line in missing {
        bytes.extend_from_slice(line);
        bytes.push(b'\n');
    }
    Union::Append(bytes)
}

/// The lines of one copy that the other does not have, each once, in their order.
pub fn lines_only_in<'a>(copy: &'a [u8], other: &[u8]) -> Vec<&'a [u8]> {
    if other.starts_with(copy) {
        return Vec::new();
    }
    // Two copies mostly share their beginning: only what follows is looked at line by line.
    let shared = shared_lines(copy, other);
    let mut known: HashSet<&[u8]> = lines(other).collect();
    let torn = torn_end(copy);
    lines(&copy[shared..])
        .filter(|line| {
            let piece = torn == Some(*line) && known.iter().any(|whole| whole.starts_with(line));
            !piece && !known.contains(line)
        })
        .collect::<Vec<_>>()
        .into_iter()
        .filter(|line| known.insert(line))
        .collect()
}

/// How many bytes both begin with, up to the end of a line.
fn shared_lines(a: &[u8], b: &[u8]) -> usize {
    let equal = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    memchr::memrchr(b'\n', &a[..equal]).map_or(0, |end| end + 1)
}

/// The lines as the reader sees them: without line ends, byte order marks and blank lines.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .split(|byte| *byte == b'\n')
        .map(trimmed)
        .filter(|line| !line.iter().all(u8::is_ascii_whitespace))
}

fn trimmed(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line)
}

/// The last line, where the file ends in the middle of it.
fn torn_end(bytes: &[u8]) -> Option<&[u8]> {
    let last = trimmed(bytes.rsplit(|byte| *byte == b'\n').next()?);
    (!last.is_empty() && line::check(last) != Seal::Whole).then_some(last)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::history::test_support::{lines as sealed, record, review};
    use crate::memory::Grade;

    /// The copy after the union.
    fn after(here: &[u8], other: &[u8], own: bool) -> Vec<u8> {
        match union(here, other, own) {
            Union::Nothing => here.to_vec(),
            Union::Append(bytes) => [here, &bytes].concat(),
            Union::Replace => other.to_vec(),
        }
    }

    fn set(bytes: &[u8]) -> HashSet<Vec<u8>> {
        lines(bytes).map(<[u8]>::to_vec).collect()
    }

    fn journal(count: u64) -> String {
        let records: Vec<_> = (1..=count)
            .map(|seq| record("k3f9", seq, seq.cast_signed(), review("a/b", Grade::Good)))
            .collect();
        sealed(&records)
    }

    #[test]
    fn a_copy_that_grew_takes_the_place_of_the_older_one_but_not_on_the_device_that_writes_it() {
        let (short, long) = (journal(2), journal(4));
        let (short, long) = (short.as_bytes(), long.as_bytes());
        assert_eq!(union(long, short, false), Union::Nothing);
        assert_eq!(union(short, long, false), Union::Replace);
        let rest = long[short.len()..].to_vec();
        assert_eq!(union(short, long, true), Union::Append(rest));
    }

    #[test]
    fn a_line_caught_in_the_middle_is_completed_wherever_it_was_cut() {
        let whole = journal(3);
        let whole = whole.as_bytes();
        let other_end = [whole, journal(5).as_bytes()].concat();
        for cut in 0..=whole.len() {
            let torn = &whole[..cut];
            assert_eq!(after(torn, whole, false), whole, "cut at {cut}");
            assert_eq!(set(&after(whole, torn, false)), set(whole), "cut at {cut}");
            // The device has written more in the meantime.
            assert_eq!(after(&other_end, torn, true), other_end, "cut at {cut}");
        }
    }

    #[test]
    fn a_missing_last_newline_joins_no_lines() {
        let (one, two) = (journal(1), journal(2));
        let unended = one.trim_end().as_bytes();
        let joined = after(unended, two.as_bytes(), true);
        assert_eq!(set(&joined), set(two.as_bytes()));
        let other = two[one.len()..].trim_end().as_bytes();
        let joined = after(unended, other, false);
        assert_eq!(set(&joined), set(two.as_bytes()));
        assert!(joined.ends_with(b"\n"));
    }

    #[test]
    fn other_line_ends_and_repeated_lines_are_not_new() {
        let two = journal(2);
        let foreign = format!("\u{feff}{}{two}\n", two.replace('\n', "\r\n"));
        assert!(lines_only_in(foreign.as_bytes(), two.as_bytes()).is_empty());
        assert_eq!(
            union(two.as_bytes(), foreign.as_bytes(), true),
            Union::Nothing
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_nothing_comes_twice_and_a_second_time_changes_nothing(
            here in vec(0u8..12, 0..12),
            other in vec(0u8..12, 0..12),
            unended in any::<(bool, bool)>(),
            own in any::<bool>(),
        ) {
            let text = |numbers: &[u8], unended: bool| {
                let mut seen = HashSet::new();
                let mut text: String = numbers
                    .iter()
                    .filter(|number| seen.insert(**number))
                    .map(|number| sealed(&[record("k3f9", u64::from(*number), 0, review("a/b", Grade::Good))]))
                    .collect();
                if unended {
                    text.truncate(text.trim_end().len());
                }
                text.into_bytes()
            };
            let (here, other) = (text(&here, unended.0), text(&other, unended.1));
            let joined = after(&here, &other, own);
            let all: HashSet<Vec<u8>> = set(&here).union(&set(&other)).cloned().collect();
            prop_assert_eq!(set(&joined), all);
            prop_assert_eq!(lines(&joined).count(), set(&joined).len());
            prop_assert_eq!(&after(&joined, &other, own), &joined);
            // An older copy brings no line back; only what is between lines may be taken over.
            let again = after(&joined, &here, own);
            prop_assert_eq!(set(&again), set(&joined));
            prop_assert_eq!(lines(&again).count(), lines(&joined).count());
            if own {
                prop_assert!(joined.starts_with(&here));
            }
            // The other side takes the result, byte for byte.
            prop_assert_eq!(after(&other, &joined, false), joined);
        }
    }
}
