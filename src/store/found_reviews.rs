//! Answers from other programs as lines of the journal.
//!
//! They are written as a device of their own, once and for all: its name and the ids of its records follow from what is in
//! them, so that a second import adds nothing, and what two computers import counts once when their journals are joined.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io;

use chrono::{DateTime, FixedOffset};

use super::device::LETTERS;
use super::home::Home;
use super::{journals, private};
use crate::exchange::FoundReview;
use crate::history::{Event, Mode, Record, RecordId, Review, seal};
use crate::id::CardId;
use crate::memory::{StudyDay, stable_hash};

/// Answers before this are mistakes: 1990, in milliseconds since 1970.
const OLDEST: i64 = 631_152_000_000;

/// The records of the reviews that the journal does not hold yet, oldest first.
pub fn new_reviews(
    home: &Home,
    reviews: &[(CardId, FoundReview)],
    now: DateTime<FixedOffset>,
) -> io::Result<Vec<(RecordId, CardId, FoundReview)>> {
    let known = known_ids(home)?;
    let mut new = BTreeMap::new();
    for (card, review) in reviews {
        let id = id_of(card, review);
        let plausible = (OLDEST..=now.timestamp_millis()).contains(&review.at);
        if plausible && !known.contains(&id.to_string()) {
            new.insert((review.at, id), (card.clone(), review.clone()));
        }
    }
    let new = new.into_iter();
    Ok(new
        .map(|((_, id), (card, review))| (id, card, review))
        .collect())
}

/// Writes such records. `now` says in which time zone the days are, `rollover` when they begin.
pub fn keep_reviews(
    home: &Home,
    new: &[(RecordId, CardId, FoundReview)],
    now: DateTime<FixedOffset>,
    rollover: u8,
) -> io::Result<()> {
    let ids: Vec<String> = new.iter().map(|(id, _, _)| id.to_string()).collect();
    let device = device_of(&ids.concat());
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for ((id, card, review), seq) in new.iter().zip(1..) {
        let Some(at) = DateTime::from_timestamp_millis(review.at) else {
            continue;
        };
        let at = at.with_timezone(now.offset());
        let event = Review::new(card.as_str(), review.grade, review.took.into(), Mode::Study);
        let record = Record {
            id: *id,
            device: device.clone().into(),
            seq,
            at,
            day: StudyDay::of(at, rollover),
            event: Event::Review(event),
        };
        let file = files.entry(at.format("%Y-%m").to_string()).or_default();
        file.push_str(&seal(&record));
        file.push('\n');
    }
    if files.is_empty() {
        return Ok(());
    }
    // All of it or nothing: a folder that is there already was written by the same import.
    let folder = home.reviews().join(&device);
    for (month, text) in files {
        private::save(&folder.join(format!("{month}.jsonl")), text.as_bytes())?;
    }
    Ok(())
}

/// The ids of all records.
fn known_ids(home: &Home) -> io::Result<HashSet<String>> {
    const BEFORE: &[u8] = b"\"id\":\"";
    const LENGTH: usize = 36;
    let files = journals::find(&home.reviews()).map_err(io::Error::other)?;
    let mut ids = HashSet::new();
    for file in files {
        let bytes = fs::read(&file.path)?;
        for at in memchr::memmem::find_iter(&bytes, BEFORE) {
            let start = at + BEFORE.len();
            let id = bytes
                .get(start..start + LENGTH)
                .and_then(|id| std::str::from_utf8(id).ok());
            ids.extend(id.map(str::to_owned));
        }
    }
    Ok(ids)
}

/// The id of a review: a hash of what it is (a UUID of version 8).
fn id_of(card: &CardId, review: &FoundReview) -> RecordId {
    let what = format!("{card} {} {}", review.at, review.grade as u8);
    let half = |salt: &str| stable_hash(format!("{salt} {what}").bytes());
    RecordId::of_hash(half("first"), half("second"))
}

/// The name of a device that wrote this.
fn device_of(content: &str) -> String {
    let mut number = stable_hash(content.bytes());
    let letters = (0..5).map(|_| {
        let letter = LETTERS[(number % LETTERS.len() as u64) as usize];
        number /= LETTERS.len() as u64;
        char::from(letter)
    });
    std::iter::once('i').chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Journal, JournalFile};
    use crate::memory::Grade;

    #[test]
    fn reviews_are_written_once_in_their_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::under(folder.path());
        let now = DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time");
        let card: CardId = "a/b".parse().expect("an id");
        let review = |days: i64| {
            let at = now.timestamp_millis() - days * 86_400_000;
            let (grade, took) = (Grade::Good, 1000);
            (card.clone(), FoundReview { at, grade, took })
        };
        let found = [review(1), review(40), review(-3), review(20_000)];
        let new = new_reviews(&home, &found, now).expect("read");
        assert_eq!(new.len(), 2);
        assert!(new[0].2.at < new[1].2.at);
        keep_reviews(&home, &new, now, 4).expect("written");
        assert_eq!(new_reviews(&home, &found, now).expect("read"), []);
        let more = new_reviews(&home, &[review(1), review(2)], now).expect("read");
        assert_eq!(more.len(), 1);
    }

    #[test]
    fn what_two_homes_imported_counts_once_when_they_are_joined() {
        let now = DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00").expect("a time");
        let elsewhere = DateTime::parse_from_rfc3339("2026-11-20T22:00:00+14:00").expect("a time");
        let card: CardId = "a/b".parse().expect("an id");
        let found: Vec<(CardId, FoundReview)> = (1..=4)
            .map(|days| {
                let at = now.timestamp_millis() - days * 86_400_000;
                let (grade, took) = (Grade::Good, 1000);
                (card.clone(), FoundReview { at, grade, took })
            })
            .collect();
        let folders = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let homes = folders.each_ref().map(|folder| Home::under(folder.path()));
        // The second computer imports the deck when it was studied further, and in another time zone.
        for (home, found, now) in [
            (&homes[0], &found[1..], now),
            (&homes[1], &found[..], elsewhere),
        ] {
            let new = new_reviews(home, found, now).expect("read");
            keep_reviews(home, &new, now, 4).expect("written");
        }
        let mut texts = Vec::new();
        for home in &homes {
            for file in journals::find(&home.reviews()).expect("files") {
                let bytes = fs::read(&file.path).expect("read");
                let path = file.path.strip_prefix(home.reviews()).expect("below");
                texts.push((path.to_string_lossy().into_owned(), bytes));
            }
        }
        let files: Vec<JournalFile<'_>> = texts
            .iter()
            .map(|(path, bytes)| JournalFile { path, bytes })
            .collect();
        let journal = Journal::read(&files, now);
        assert_eq!(journal.devices.len(), 2);
        assert_eq!(journal.records().count(), 4);
        assert_eq!(journal.problems, []);
    }
}
