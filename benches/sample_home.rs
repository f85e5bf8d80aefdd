//! Fills a folder with a sample history, for timing whole runs of the program: of the built-in
//! cards, or of a number of cards in own decks.
//!
//! ```sh
//! cargo run --release --example sample_home -- /tmp/sample 20000
//! cargo run --release --example sample_home -- /tmp/large 1000000 100000
//! NODEQUIZ_HOME=/tmp/sample NODEQUIZ_NOW=2026-11-20T10:00:00+01:00 perf stat -r 20 nodequiz due --json
//! ```

use std::path::Path;

use nodequiz::deck::{Source, builtin, parse};
use nodequiz::store::Home;

mod sample_decks;
#[path = "../tests/sample_journal.rs"]
#[expect(dead_code, reason = "the benches use more of it")]
mod sample_journal;

use sample_decks::{sample_decks, sample_names};
use sample_journal::{SampleJournal, write_journal};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder")?;
    let reviews: usize = arguments.next().map_or(Ok(20_000), |count| count.parse())?;
    let own: usize = arguments.next().map_or(Ok(0), |count| count.parse())?;
    let home = Home::under(Path::new(&folder));
    let cards: Vec<String> = if own == 0 {
        builtin()
            .iter()
            .filter_map(|(file, text)| parse(&Source::new(file, *text)).deck)
            .flat_map(|deck| deck.cards)
            .map(|card| card.id.to_string())
            .collect()
    } else {
        std::fs::create_dir_all(home.decks())?;
        for (name, text) in sample_decks(own) {
            std::fs::write(home.decks().join(name), text)?;
        }
        sample_names(own)
    };
    let sample = SampleJournal {
        cards: &cards,
        reviews,
        // At most a hundred answers a day, and at least two years.
        days: (reviews / 100).max(730),
        devices: &["d8w2", "k3f9", "q71x"],
        last_day: chrono::DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00")?,
    };
    write_journal(&sample, &home.reviews())?;
    Ok(())
}
