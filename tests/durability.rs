//! An answer is on disk before the next card is on the screen.

use std::fs;
use std::path::Path;

use crate::home::Home;
use crate::pty::End;
use crate::tools;

/// Runs a session under `strace` and reads the order of its system calls.
#[cfg(target_os = "linux")]
#[test]
fn each_answer_is_synced_before_a_byte_of_the_next_card_is_written() {
    if !tools::has("strace", "the order of sync and screen") {
        return;
    }
    let home = Home::new();
    home.recall_deck(5);
    let trace = home.path("trace");
    let trace_name = trace.to_string_lossy().into_owned();
    let program = env!("CARGO_BIN_EXE_nodequiz");
    let args = [
        "-f",
        "-s",
        "4096",
        "-e",
        "trace=write,fdatasync,fsync",
        "-o",
        &trace_name,
        program,
        "study",
        "mine",
    ];
    let mut terminal = home.terminal_of(Path::new("strace"), &args, (80, 24));
    for card in 0..3 {
        terminal.see(&format!("Question number {card}?"));
        terminal.press(" ");
        terminal.see("Enter good");
        terminal.press("3");
    }
    terminal.see("Question number 3?");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));

    let calls = fs::read_to_string(trace).expect("the trace");
    let calls: Vec<&str> = calls.lines().collect();
    for card in 0..3 {
        let written = calls
            .iter()
            .position(|call| call.contains(&format!("\\\"card\\\":\\\"mine/c{card}\\\"")))
            .unwrap_or_else(|| panic!("the answer to card {card} was written"));
        let next = calls
            .iter()
            .position(|call| {
                call.contains("write(1,") && call.contains(&format!("umber {}?", card + 1))
            })
            .unwrap_or_else(|| panic!("card {} was shown", card + 1));
        let synced = calls[written..]
            .iter()
            .position(|call| call.contains("fdatasync") && call.trim_end().ends_with("= 0"))
            .map(|place| written + place)
            .expect("a sync that returned");
        assert!(
            written < synced && synced < next,
            "{written} {synced} {next}"
        );
    }
}
