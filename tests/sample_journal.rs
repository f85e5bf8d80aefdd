//! Sample journals for benches and tests: plausible, and the same every time.

use std::path::Path;

use chrono::{DateTime, Duration, FixedOffset};
use nodequiz::history::{Event, Mode, Record, RecordId, Review, seal};
use nodequiz::memory::{Grade, StudyDay};

/// The content of a sample journal.
pub(crate) struct SampleJournal<'a> {
    /// The cards, introduced one after another.
    pub(crate) cards: &'a [String],
    /// How many answers there are.
    pub(crate) reviews: usize,
    /// Over how many days they are spread.
    pub(crate) days: usize,
    /// The devices that wrote them, taking turns.
    pub(crate) devices: &'a [&'a str],
    /// The time of the last day's first answer.
    pub(crate) last_day: DateTime<FixedOffset>,
}

/// A small generator of numbers (`SplitMix64`): journals must not change with a crate.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    /// Numbers that follow from a seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }
}

/// `deck-07/card-0042` and so on.
pub(crate) fn card_names(count: usize) -> Vec<String> {
    (0..count)
        .map(|card| format!("deck-{:02}/card-{card:04}", card % 21))
        .collect()
}

/// The files of a sample journal: the path below the journals' folder, and the content.
pub(crate) fn sample_journal(sample: &SampleJournal<'_>) -> Vec<(String, String)> {
    let mut numbers = Numbers::new(7);
    let mut files: Vec<(String, String)> = Vec::new();
    // For each device its newest file, and the number of its last record.
    let mut ends: Vec<(usize, u64)> = vec![(usize::MAX, 0); sample.devices.len()];
    for index in 0..sample.reviews {
        let day = index * sample.days / sample.reviews;
        let of_day = index - day * sample.reviews / sample.days;
        let back = Duration::days((sample.days - 1 - day).cast_signed() as i64);
        let at =
            sample.last_day - back + Duration::milliseconds(of_day.cast_signed() as i64 * 20_123);
        // Cards are introduced one after another and reviewed again and again.
        let met = (sample.cards.len() * (index + 1) / sample.reviews).max(1);
        let card = &sample.cards[numbers.below(met as u64) as usize];
        let grade = match numbers.below(100) {
            0..12 => Grade::Again,
            12..22 => Grade::Hard,
            22..90 => Grade::Good,
            _ => Grade::Easy,
        };
        let ms = 3000 + numbers.below(30_000);
        let mut review = Review::new(card.as_str(), grade, ms, Mode::Study);
        review.details.session = Some(format!("s{day}").into());
        let stamp = u128::from(at.timestamp_millis() as u64) << 80;
        let turn = index % sample.devices.len();
        let (device, end) = (sample.devices[turn], &mut ends[turn]);
        end.1 += 1;
        let record = Record {
            id: RecordId::from_bits(
                stamp | 0x7 << 76 | 0b10 << 62 | u128::from(numbers.next() >> 2),
            ),
            device: device.into(),
            seq: end.1,
            at,
            day: StudyDay::of(at, 4),
            event: Event::Review(review),
        };
        let name = format!("{device}/{}.jsonl", at.format("%Y-%m"));
        if files.get(end.0).is_none_or(|(newest, _)| *newest != name) {
            end.0 = files.len();
            files.push((name, String::new()));
        }
        let text = &mut files[end.0].1;
        text.push_str(&seal(&record));
        text.push('\n');
    }
    files
}

/// Writes a sample journal into a folder of journals.
pub(crate) fn write_journal(sample: &SampleJournal<'_>, reviews: &Path) -> std::io::Result<()> {
    write_files(&sample_journal(sample), reviews)
}

/// Writes files into a folder of journals.
pub(crate) fn write_files(files: &[(String, String)], reviews: &Path) -> std::io::Result<()> {
    for (name, text) in files {
        let path = reviews.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(reviews))?;
        std::fs::write(path, text)?;
    }
    Ok(())
}
