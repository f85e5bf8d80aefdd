//! Names of files among the journals: those of the program, of sync tools, and others.

use crate::memory::StudyDay;

/// What the name of a journal file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// `k3f9/2026-11.jsonl`, as a device writes it.
    Usual,
    /// A month with something added: what sync tools call a copy.
    Copy,
    /// Anything else. It is read all the same.
    Odd,
}

/// Looks at a path below the journals' folder.
pub(crate) fn named(path: &str) -> Named {
    let mut parts = path.split('/');
    let (Some(_), Some(file), None) = (parts.next(), parts.next(), parts.next()) else {
        return Named::Odd;
    };
    let stem = file.strip_suffix(".jsonl").unwrap_or(file);
    match stem.split_at_checked("2026-11".len()) {
        Some((month, added)) if is_month(month) => {
            if added.is_empty() {
                Named::Usual
            } else {
                Named::Copy
            }
        }
        _ => Named::Odd,
    }
}

fn is_month(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(year, month)| year.len() == 4 && digits(year) && digits(month))
}

/// What stands between a kept file's own name and the day.
const KEPT: &str = ".before-doctor-";

/// The name under which the original of a mended file is kept beside it. It ends in no ending that
/// anything reads.
#[must_use]
pub fn kept_name(file: &str, day: StudyDay) -> String {
    format!("{file}{KEPT}{day}")
}

/// Whether a name is one of those.
pub(crate) fn is_kept(name: &str) -> bool {
    name.contains(KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_sync_tools_are_told_from_others() {
        for (path, expected) in [
            ("k3f9/2026-11.jsonl", Named::Usual),
            (
                "k3f9/2026-11.sync-conflict-20261120-091530-ABCDEFG.jsonl",
                Named::Copy,
            ),
            (
                "k3f9/2026-11 (Anna's conflicted copy 2026-11-20).jsonl",
                Named::Copy,
            ),
            ("k3f9/2026-11 2.jsonl", Named::Copy),
            ("2026-11.jsonl", Named::Odd),
            ("k3f9/old/2026-11.jsonl", Named::Odd),
            ("k3f9/notes.jsonl", Named::Odd),
            ("k3f9/二〇二六.jsonl", Named::Odd),
        ] {
            assert_eq!(named(path), expected, "{path}");
        }
    }

    #[test]
    fn what_is_kept_beside_is_no_journal() {
        let kept = kept_name("2026-11.jsonl", "2026-11-20".parse().expect("a day"));
        assert_eq!(kept, "2026-11.jsonl.before-doctor-2026-11-20");
        assert!(is_kept(&kept));
    }
}
