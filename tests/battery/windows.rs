//! Windows of any size, down to one column and one row, that change while somebody studies.

use super::figures::{Part, Size};
use super::test_rng::TestRng;
use crate::home::Home;

/// Starts a command in a window of some size, gives the window other sizes, presses keys, and ends it.
fn live(seed: usize) {
    let mut rng = TestRng::new(seed as u64);
    let home = Home::new();
    home.recall_deck(5);
    let mut size = || match rng.below(3) {
        0 => (1 + rng.below(3) as u16, 1 + rng.below(3) as u16),
        1 => (1 + rng.below(30) as u16, 1 + rng.below(6) as u16),
        _ => (1 + rng.below(220) as u16, 1 + rng.below(70) as u16),
    };
    let first = if seed == 0 { (1, 1) } else { size() };
    let sizes: Vec<_> = (0..6).map(|_| size()).collect();
    let commands: [&[&str]; 6] = [
        &["study", "mine"],
        &["quiz", "mine"],
        &["interview"],
        &["stats"],
        &["place"],
        &["study", "--pick"],
    ];
    let command = commands[seed % commands.len()];
    let mut terminal = home.terminal(command, first);
    let keys = [" ", "1", "?", "\u{1b}", "3", "\r"];
    for (size, key) in sizes.into_iter().zip(keys) {
        terminal.settle();
        terminal.resize(size);
        terminal.type_ahead(key.as_bytes());
    }
    terminal.settle();
    terminal.signal(rustix::process::Signal::TERM);
    terminal.wait();
    let written = terminal.written();
    assert!(
        !written.contains("panicked"),
        "window {seed}: {command:?}: {written}"
    );
    terminal.assert_restored();
}

fn windows(size: Size) {
    let part = Part::begin(size);
    let count = size.of(6, 120);
    (0..count).for_each(live);
    let result = "no panic, the terminal as it was found";
    part.end(
        "windows of random sizes, from 1 × 1 on, that change while they are used",
        count,
        result,
    );
}

#[test]
fn no_window_is_too_small() {
    windows(Size::Reduced);
}

#[test]
#[ignore = "full size, see the battery's first lines"]
fn full_no_window_is_too_small() {
    windows(Size::Full);
}
