//! `nodequiz fit`: better parameters are found, kept, and taken back; others are not.

use nodequiz::memory::{Evidence, Fit, FitProgress, Grade, Parameters};
use serde_json::Value;

use crate::home::{Home, text};
use crate::pty::{End, TerminalSize};
use crate::simulated::{Learner, another_learner};

const SIZE: TerminalSize = (80, 24);

/// A learner who forgets differently from the average.
const SEED: u64 = 3;

fn another(seed: u64) -> Learner {
    Learner {
        truth: another_learner(),
        new_a_day: 10,
        seed,
    }
}

fn average(seed: u64) -> Learner {
    Learner {
        truth: Parameters::default(),
        ..another(seed)
    }
}

/// A home with the deck of a learner and this many of their answers.
fn home_of(learner: Learner, answers: usize) -> Home {
    let home = Home::new();
    home.recall_deck(600);
    learner.write(answers, &home);
    home
}

/// The log loss of these parameters.
fn loss(evidence: &Evidence, parameters: Parameters) -> f64 {
    evidence.accuracy(parameters).expect("answers").log_loss
}

#[test]
fn a_fit_to_thirty_thousand_answers_comes_within_three_thousandths_of_the_truth() {
    for learner in [another(1), average(3)] {
        let evidence = learner.evidence(30_000);
        let usual = Parameters::default();
        let fit = Fit::new(&evidence, usual, &FitProgress::default()).expect("a fit");
        // Answers of the same learner to other cards, which no fit has seen.
        let fresh = Learner {
            seed: learner.seed + 1000,
            ..learner
        }
        .evidence(30_000);
        let truth = loss(&fresh, learner.truth);
        let fitted = loss(&fresh, fit.parameters);
        assert!(fitted - truth < 0.003, "fitted {fitted}, truth {truth}");
        let other = learner.truth != usual;
        assert_eq!(fit.is_better(), other);
        // The average learner's parameters would not pass.
        assert_eq!(loss(&fresh, usual) - truth > 0.006, other);
    }
}

#[test]
fn the_measures_are_those_of_py_fsrs() {
    let parity: Value =
        serde_json::from_str(include_str!("fixtures/fsrs-parity.json")).expect("JSON");
    let losses: Value = serde_json::from_str(include_str!("fixtures/fit-loss.json")).expect("JSON");
    let mut evidence = Evidence::default();
    for vector in parity["vectors"].as_array().expect("histories") {
        let history = evidence.begin();
        for review in vector["history"].as_array().expect("reviews") {
            let number = |key: &str| {
                let number = review[key].as_u64().expect("a number");
                u32::try_from(number).expect("small")
            };
            let grade = Grade::from_number(number("rating")).expect("1 to 4");
            evidence.take(history, number("elapsed_days"), grade);
        }
    }
    for (name, numbers) in parity["parameter_sets"].as_object().expect("sets") {
        let parameters: Parameters = serde_json::from_value(numbers.clone()).expect("21 numbers");
        let ours = evidence.accuracy(parameters).expect("answers");
        let theirs = &losses["parameter_sets"][name];
        assert_eq!(theirs["answers"], evidence.len());
        for (ours, key) in [
            (ours.log_loss, "log_loss"),
            (ours.rmse_bins, "rmse_bins"),
            (ours.expected, "expected"),
            (ours.recalled, "recalled"),
        ] {
            let theirs = theirs[key].as_f64().expect("a number");
            assert!(
                (ours - theirs).abs() < 1e-5,
                "{name} {key}: {ours}, {theirs}"
            );
        }
    }
}

#[test]
fn three_hundred_answers_are_too_few_and_it_says_so() {
    let home = home_of(another(SEED), 300);
    let before = home.journal();
    let declined = home.run(&["fit"]);
    assert_eq!(declined.status.code(), Some(1));
    assert_eq!(text(&declined.stdout), "");
    let printed = text(&declined.stderr);
    assert!(printed.contains("answers to learn from"), "{printed}");
    assert!(
        printed.contains("1000") && printed.contains("hint"),
        "{printed}"
    );
    let declined = home.run(&["fit", "--json"]);
    assert_eq!(declined.status.code(), Some(1));
    let json: Value = serde_json::from_slice(&declined.stdout).expect("JSON");
    assert_eq!(json["outcome"], "too-few");
    assert!(json["answers"].as_u64().expect("a number") < 300);
    assert_eq!(json["needed"], 1000);
    assert!(json["parameters"].is_null());
    assert_eq!(home.journal(), before);
}

/// The parameters and cards in a snapshot.
fn schedule(home: &Home) -> [Value; 2] {
    let text = std::fs::read(home.path("data/schedule.json")).expect("a snapshot");
    let snapshot: Value = serde_json::from_slice(&text).expect("JSON");
    ["parameters", "cards"].map(|key| snapshot["schedule"][key].clone())
}

#[test]
fn a_better_fit_is_kept_and_taken_back_without_a_trace_in_the_schedule() {
    let home = home_of(another(SEED), 6000);
    home.ok(&["due"]);
    let at_first = schedule(&home);
    assert!(at_first[0].is_null());
    let journal = home.journal();

    let tried = home.json(&["fit", "--dry-run", "--json"]);
    assert_eq!(tried["outcome"], "better");
    assert_eq!(
        (home.journal(), schedule(&home)),
        (journal, at_first.clone())
    );

    let kept = home.json(&["fit", "--json"]);
    assert_eq!(kept["outcome"], "kept");
    for key in ["parameters", "before", "after", "change", "gain"] {
        assert_eq!(kept[key], tried[key], "a dry run shows what would be");
        assert!(!kept[key].is_null(), "{key}");
    }
    let written = home.journal();
    let event = written
        .iter()
        .find(|line| line["event"] == "parameters")
        .expect("the fit");
    assert_eq!(event["parameters"], kept["parameters"]);
    assert_eq!(event["answers"], kept["answers"]);
    let fitted = schedule(&home);
    assert_ne!(fitted, at_first);
    let due = |home: &Home| home.json(&["due", "--json"])["due"].clone();
    assert_eq!(due(&home), kept["change"]["after"]["due_today"]);
    // A start without the snapshot computes the same.
    std::fs::remove_file(home.path("data/schedule.json")).expect("removed");
    home.ok(&["due"]);
    assert_eq!(schedule(&home), fitted);
    let shown = home.json(&["fit", "--show", "--json"]);
    assert_eq!(shown["fitted_to"], kept["answers"]);
    assert_eq!(shown["day"], "2026-11-20");

    // Undo is for answers; a fit is taken back by its own command.
    home.ok(&["review", "mine/c0", "good"]);
    assert!(home.ok(&["undo"]).contains("mine/c0"));
    assert_eq!(home.run(&["undo"]).status.code(), Some(1));
    assert_eq!(schedule(&home), fitted);

    let back = home.json(&["fit", "--revert", "--json"]);
    assert_eq!(back["fitted"], false);
    assert_eq!(back["change"]["after"], kept["change"]["before"]);
    assert_eq!(schedule(&home), at_first);
    assert_eq!(due(&home), kept["change"]["before"]["due_today"]);
    let nothing = home.run(&["fit", "--revert"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(text(&nothing.stderr).contains("no fit to take back"));
}

#[test]
fn parameters_that_are_as_good_are_left_alone() {
    let home = home_of(average(SEED), 6000);
    let before = home.journal();
    let printed = home.ok(&["fit"]);
    assert!(printed.contains("are as good"), "{printed}");
    assert!(printed.contains("Nothing was changed"), "{printed}");
    assert!(!printed.contains('\u{1b}'), "{printed}");
    assert_eq!(home.json(&["fit", "--json"])["outcome"], "as-good");
    assert_eq!(home.journal(), before);
}

#[test]
fn a_second_fit_to_the_same_answers_finds_nothing_better() {
    let home = home_of(another(SEED), 6000);
    assert_eq!(home.json(&["fit", "--json"])["outcome"], "kept");
    let again = home.json(&["fit", "--json"]);
    assert_eq!(again["outcome"], "as-good");
    assert_eq!(again["seen"], again["tested"]);
    let printed = home.ok(&["fit"]);
    assert!(printed.contains("which flatters them"), "{printed}");
}

#[test]
fn at_a_terminal_a_line_shows_how_far_it_is_and_is_gone_afterwards() {
    for (width, height) in [(40, 40), SIZE, (200, 50)] {
        let home = home_of(another(SEED), 6000);
        let mut terminal = home.terminal(&["fit"], (width, height));
        terminal.see("--revert");
        assert_eq!(terminal.wait(), End::Code(0));
        assert!(
            terminal.written().contains("Fitting ━") || terminal.written().contains("Fitting ─")
        );
        let screen = terminal.screen();
        assert!(!screen.contains("Fitting"), "{screen}");
        assert!(screen.contains("Kept. Every date is"), "{screen}");
        terminal.assert_restored();
    }
}

/// Ctrl-C while it works. The history is large enough for the fit to be still running then, but
/// that is not guaranteed; therefore:
///
/// ```sh
/// cargo test --test promises ctrl_c_during_a_fit -- --ignored
/// ```
#[test]
#[ignore = "hangs on how long a large fit takes"]
fn ctrl_c_during_a_fit_ends_it_at_once_and_nothing_is_kept() {
    let home = home_of(another(SEED), 100_000);
    let before = home.journal();
    let mut terminal = home.terminal(&["fit"], SIZE);
    terminal.see("Fitting");
    terminal.type_ahead(b"\x03");
    assert_eq!(terminal.wait(), End::Code(130));
    assert!(!terminal.screen().contains("Fitting"));
    assert_eq!(home.journal(), before);
    terminal.assert_restored();
}
