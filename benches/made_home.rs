//! Fills a folder with a made history of the built-in cards, for timing whole runs of the program:
//!
//! ```sh
//! cargo run --release --example made_home -- /tmp/made 20000
//! NODEQUIZ_HOME=/tmp/made NODEQUIZ_NOW=2026-11-20T10:00:00+01:00 perf stat -r 20 nodequiz due --json
//! ```

use std::path::Path;

use nodequiz::deck::{Source, builtin, parse};
use nodequiz::store::Home;

#[path = "../tests/made_journal.rs"]
#[expect(dead_code, reason = "the benches use more of it")]
mod made_journal;

use made_journal::{Made, write_journal};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder")?;
    let reviews = arguments.next().map_or(Ok(20_000), |count| count.parse())?;
    let cards: Vec<String> = builtin()
        .iter()
        .filter_map(|(file, text)| parse(&Source::new(file, *text)).deck)
        .flat_map(|deck| deck.cards)
        .map(|card| card.id.to_string())
        .collect();
    let made = Made {
        cards: &cards,
        reviews,
        days: 730,
        device: "k3f9",
        last_day: chrono::DateTime::parse_from_rfc3339("2026-11-20T09:00:00+01:00")?,
    };
    write_journal(&made, &Home::under(Path::new(&folder)).reviews())?;
    Ok(())
}
