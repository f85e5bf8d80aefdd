//! Fills a folder with a learner's sample history of the built-in cards: all kinds of answers and
//! events, several devices. The seed chooses which; equal seeds make equal histories.
//!
//! ```sh
//! cargo run --release --example sample_year -- /tmp/year 1 30000 365
//! NODEQUIZ_HOME=/tmp/year NODEQUIZ_NOW=2026-11-20T20:00:00+01:00 nodequiz stats
//! ```

use std::path::Path;

use nodequiz::deck::{Card, Source, builtin, parse};
use nodequiz::store::Home;

#[path = "../tests/sample_journal.rs"]
#[expect(dead_code, reason = "only its numbers and its writing are used here")]
mod sample_journal;
#[path = "../tests/sample_year.rs"]
mod sample_year;

use sample_journal::write_files;
use sample_year::{SampleYear, sample_year};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder")?;
    let seed = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let reviews = arguments.next().map_or(Ok(30_000), |count| count.parse())?;
    let days = arguments.next().map_or(Ok(365), |days| days.parse())?;
    let cards: Vec<Card> = builtin()
        .iter()
        .filter_map(|(file, text)| parse(&Source::new(file, *text)).deck)
        .flat_map(|deck| deck.cards)
        .collect();
    let sample = SampleYear {
        cards: &cards,
        seed,
        reviews,
        days,
        last_day: chrono::DateTime::parse_from_rfc3339("2026-11-20T08:00:00+01:00")?,
    };
    let reviews = Home::under(Path::new(&folder)).reviews();
    write_files(&sample_year(&sample), &reviews)?;
    Ok(())
}
