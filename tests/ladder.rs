//! Levels are reached in their order, stay reached, and are not reached by incomplete answers.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use nodequiz::deck::{Card, Level, Library};
use nodequiz::history::Reached;
use nodequiz::memory::{Scheduling, StudyDay};
use nodequiz::plan::Pace;
use nodequiz::progress::{
    LadderHistory, LadderView, LevelState, NextTopicInput, may_be_reached, next_topics, projects,
};

use crate::home::{Home, text};
use crate::pty::End;
use crate::study_simulation::{
    SimulatedStudy, StudyOutcome, builtin_library, simulate, small_library,
};
use crate::tools;

fn all(library: &Library) -> Vec<&Card> {
    library.cards().collect()
}

/// The levels that a learner reached, by a replay of everything they did.
fn reached(library: &Library, outcome: &StudyOutcome) -> Vec<Reached> {
    let nothing = BTreeMap::new();
    outcome.with_journal(|journal, rules| {
        LadderHistory::follow(&all(library), &nothing, journal, rules).reached
    })
}

/// "beginner 2026-04-05", level by level.
fn dated(reached: &[Reached]) -> Vec<String> {
    let words = |one: &Reached| format!("{} {}", one.level, one.on);
    reached.iter().map(words).collect()
}

/// All four levels, each not before the one below it, none in the first weeks.
fn in_order(reached: &[Reached], from: StudyDay) {
    let levels: Vec<&str> = reached.iter().map(|one| one.level.as_str()).collect();
    assert_eq!(levels, Level::ALL.map(Level::name), "{reached:?}");
    assert!(reached.is_sorted_by_key(|one| one.on), "{reached:?}");
    assert!(reached[0].on > from.plus(21), "{reached:?}");
    for one in reached {
        assert!(5 * one.stable >= 4 * one.cards, "{one:?}");
    }
}

#[test]
fn levels_are_reached_in_their_order_at_every_desired_retention() {
    let library = small_library(2);
    for retention in [0.80, 0.85, 0.90] {
        let life = SimulatedStudy {
            retention,
            days: 400,
            ..SimulatedStudy::default()
        };
        let reached = reached(&library, &simulate(&library, &life));
        in_order(&reached, life.from.parse().expect("a day"));
    }
}

/// `cargo test --test promises -- --ignored built_in` takes half a minute.
#[test]
#[ignore = "two years of study with all built-in decks, nine times"]
fn levels_of_the_built_in_decks_are_reached_in_their_order() {
    let library = builtin_library();
    for retention in [0.80, 0.85, 0.90] {
        for seed in 1..=3 {
            let life = SimulatedStudy {
                seed,
                retention,
                days: 730,
                ..SimulatedStudy::default()
            };
            let reached = reached(&library, &simulate(&library, &life));
            in_order(&reached, life.from.parse().expect("a day"));
        }
    }
}

#[test]
fn what_was_reached_stays_reached_with_its_day() {
    let library = small_library(1);
    let life = |days, away| SimulatedStudy {
        days,
        away,
        ..SimulatedStudy::default()
    };
    let before = reached(&library, &simulate(&library, &life(300, 0..0)));
    in_order(&before, "2026-01-01".parse().expect("a day"));
    let week_away = reached(&library, &simulate(&library, &life(307, 300..307)));
    assert_eq!(week_away, before, "a week away");
    let after_it = reached(&library, &simulate(&library, &life(340, 300..307)));
    assert_eq!(after_it, before, "a week away, and the backlog after it");
    let year_away = reached(&library, &simulate(&library, &life(700, 300..690)));
    assert_eq!(year_away, before, "a year away, and much forgotten");
}

#[test]
fn omitting_an_essential_in_every_answer_never_reaches_a_level() {
    let library = small_library(1);
    for retention in [0.80, 0.90] {
        let life = SimulatedStudy {
            retention,
            days: 200,
            omits_essentials: true,
            ..SimulatedStudy::default()
        };
        let outcome = simulate(&library, &life);
        assert!(
            outcome.text.lines().count() > 1000,
            "there are many answers"
        );
        assert_eq!(reached(&library, &outcome), []);
        assert!(!may_be_reached(&all(&library), &outcome.schedule));
    }
}

#[test]
fn a_look_at_the_schedule_never_misses_a_level() {
    let library = small_library(1);
    let mut late = 0;
    for days in (40..160).step_by(20) {
        let life = SimulatedStudy {
            days,
            ..SimulatedStudy::default()
        };
        let outcome = simulate(&library, &life);
        let met = outcome.with_journal(|journal, rules| {
            let ladder = LadderHistory::follow(&all(&library), &BTreeMap::new(), journal, rules);
            ladder.tallies.level(Level::Beginner).is_met()
        });
        late += usize::from(met);
        assert!(
            !met || may_be_reached(&all(&library), &outcome.schedule),
            "{days}"
        );
    }
    assert!(late > 0);
}

#[test]
fn a_level_that_was_written_down_holds_whatever_the_decks_became() {
    let library = small_library(1);
    let outcome = simulate(
        &library,
        &SimulatedStudy {
            days: 5,
            ..SimulatedStudy::default()
        },
    );
    let beginner = Reached {
        level: "beginner".to_owned(),
        on: "2025-11-20".parse().expect("a day"),
        cards: 12,
        stable: 10,
    };
    let kept = BTreeMap::from([("beginner".to_owned(), beginner.clone())]);
    outcome.with_journal(|journal, rules| {
        let ladder = LadderHistory::follow(&all(&library), &kept, journal, rules);
        let view = LadderView::of(
            &all(&library),
            &ladder,
            &outcome.schedule,
            &outcome.scheduler,
            outcome.today,
            false,
        );
        assert_eq!(view.next_level, Some(Level::Intermediate));
        let row = view.level(Level::Beginner);
        assert_eq!(row.state, LevelState::Reached);
        assert_eq!(
            row.reached.map(|since| (since.on, since.cards)),
            Some((beginner.on, 12))
        );
        assert!(!row.met_now);
    });
}

#[test]
fn fresh_and_fading_follow_the_desired_retention_and_never_overlap() {
    let library = small_library(1);
    for retention in [0.80, 0.85, 0.90] {
        let life = SimulatedStudy {
            retention,
            days: 90,
            ..SimulatedStudy::default()
        };
        let outcome = simulate(&library, &life);
        for later in [0, 7, 60, 400] {
            let view = outcome.with_journal(|journal, rules| {
                let ladder =
                    LadderHistory::follow(&all(&library), &BTreeMap::new(), journal, rules);
                let day = outcome.today.plus(later);
                LadderView::of(
                    &all(&library),
                    &ladder,
                    &outcome.schedule,
                    &outcome.scheduler,
                    day,
                    false,
                )
            });
            for row in &view.levels {
                assert!(row.fresh + row.fading <= row.answered && row.answered <= row.cards);
            }
            let sum = |part: fn(&nodequiz::progress::LevelRow) -> usize| -> usize {
                view.levels.iter().map(part).sum()
            };
            match later {
                0 => assert!(sum(|row| row.fresh) * 10 > sum(|row| row.answered) * 7),
                400 => assert!(sum(|row| row.fading) > 0, "{retention}"),
                _ => {}
            }
        }
    }
}

#[test]
fn the_next_topic_is_where_minutes_bring_most_and_what_comes_before_was_met() {
    let library = builtin_library();
    let cards: Vec<&Card> = library.cards().collect();
    let life = SimulatedStudy {
        days: 40,
        ..SimulatedStudy::default()
    };
    let outcome = simulate(&library, &life);
    outcome.with_journal(|journal, rules| {
        let ladder = LadderHistory::follow(&all(&library), &BTreeMap::new(), journal, rules);
        let pace = Pace::new(|_| 20.0);
        let input = NextTopicInput {
            schedule: &outcome.schedule,
            results: &ladder.results,
            scheduler: &outcome.scheduler,
            pace: &pace,
            today: outcome.today,
        };
        let steps = next_topics(&cards, &ladder.tallies, Level::Beginner, &input);
        assert!(!steps.is_empty());
        for pair in steps.windows(2) {
            // Minutes are rounded up: a step of one minute may take a second.
            let quickest = f64::from(pair[0].minutes - 1).max(1.0 / 60.0);
            let best = pair[0].cards as f64 / quickest;
            assert!(best >= pair[1].cards as f64 / f64::from(pair[1].minutes));
        }
        let tally = ladder.tallies.level(Level::Beginner);
        for step in &steps {
            let (_, of_topic) = tally
                .topics
                .iter()
                .find(|(topic, _)| *topic == step.topic)
                .expect("a topic of the level");
            assert!(step.holds_back && step.cards <= of_topic.topic_lacks());
        }
    });
    // At the very beginning, only topics without prerequisites in others count.
    let nothing = SimulatedStudy {
        days: 0,
        ..SimulatedStudy::default()
    };
    let start = crate::study_simulation::simulate(&library, &nothing);
    start.with_journal(|journal, rules| {
        let ladder = LadderHistory::follow(&all(&library), &BTreeMap::new(), journal, rules);
        let pace = Pace::new(|_| 20.0);
        let input = NextTopicInput {
            schedule: &start.schedule,
            results: &ladder.results,
            scheduler: &start.scheduler,
            pace: &pace,
            today: "2026-01-01".parse().expect("a day"),
        };
        let steps = next_topics(&cards, &ladder.tallies, Level::Beginner, &input);
        let first = &steps[0].topic;
        let waits_for_others = cards
            .iter()
            .filter(|card| *card.topic == **first && card.level == Level::Beginner)
            .all(|card| {
                card.after.iter().any(|need| match need {
                    nodequiz::deck::Needs::Card(id) => library
                        .get(id.as_str())
                        .is_some_and(|need| *need.topic != **first),
                    nodequiz::deck::Needs::Deck(id) => id.as_str() != card.id.deck(),
                })
            });
        assert!(!waits_for_others, "{first}");
    });
}

/// Most of a year with the built-in decks: the journal, and the levels that were reached.
static DILIGENT: LazyLock<(String, Vec<Reached>)> = LazyLock::new(|| {
    let library = builtin_library();
    let life = SimulatedStudy {
        days: 348,
        from: "2025-12-08",
        ..SimulatedStudy::default()
    };
    let outcome = simulate(&library, &life);
    assert_eq!(outcome.scheduler.scheduling(), &Scheduling::default());
    let reached = reached(&library, &outcome);
    (outcome.text, reached)
});

#[test]
fn a_level_is_written_down_when_it_is_noticed_and_only_once() {
    let home = Home::new().with("NODEQUIZ_FUZZ", "true");
    let (text, expected) = &*DILIGENT;
    home.write("data/reviews/made/2026-11.jsonl", text);
    assert!(!expected.is_empty());
    let events = |home: &Home| -> Vec<String> {
        let journal = home.journal();
        let lines = journal.iter().filter(|line| line["event"] == "reached");
        lines
            .map(|line| format!("{} {}", line["level"], line["on"]).replace('"', ""))
            .collect()
    };
    let json = home.json(&["roadmap", "--json"]);
    assert_eq!(
        events(&home),
        [""; 0],
        "a report for scripts writes nothing"
    );
    let shown = home.ok(&["roadmap"]);
    assert_eq!(events(&home), dated(expected));
    assert_eq!(home.ok(&["roadmap"]), shown);
    assert_eq!(events(&home).len(), expected.len());
    assert_eq!(home.json(&["roadmap", "--json"]), json);
    for (row, one) in json["levels"]
        .as_array()
        .expect("levels")
        .iter()
        .zip(expected)
    {
        assert_eq!(row["reached"]["on"], one.on.to_string());
        assert!(shown.contains(&format!("reached {}", one.on)), "{shown}");
    }
    // The answers may be lost; the level is not.
    std::fs::remove_file(home.path("data/reviews/made/2026-11.jsonl")).expect("removed");
    let alone = home.json(&["roadmap", "--json"]);
    assert_eq!(alone["levels"][0]["reached"], json["levels"][0]["reached"]);
}

#[test]
fn a_level_is_shown_even_if_it_cannot_be_recorded() {
    let home = Home::new().with("NODEQUIZ_FUZZ", "true");
    let (life, _) = &*DILIGENT;
    // A line of a later version makes the program read-only.
    let lines = life.clone() + &later_version();
    home.write("data/reviews/made/2026-11.jsonl", &lines);
    let output = home.run(&["roadmap"]);
    assert!(output.status.success());
    assert!(text(&output.stdout).contains("reached 2026-"));
    assert!(text(&output.stderr).contains("could not be recorded"));
}

/// A sealed line that says it is of version 2.
fn later_version() -> String {
    let line = "{\"v\":2,\"event\":\"review\"";
    let crc = crc32fast::hash(line.as_bytes());
    format!("{line},\"crc\":\"{crc:08x}\"}}\n")
}

#[test]
fn projects_do_not_count_for_levels() {
    let home = Home::new();
    let before = home.json(&["roadmap", "--json"]);
    for project in [
        "log-cli",
        "crud-api",
        "signup-api",
        "upload-service",
        "small-portfolio",
    ] {
        home.ok(&["projects", project, "--state", "done"]);
    }
    let after = home.json(&["roadmap", "--json"]);
    assert_eq!(before["levels"], after["levels"]);
    assert!(before["next"]["project"].is_string());
    assert!(
        after["next"]["project"].is_null(),
        "all of the level are done"
    );
    let library = builtin_library();
    let nobody = simulate(
        &library,
        &SimulatedStudy {
            days: 1,
            ..SimulatedStudy::default()
        },
    );
    nobody.with_journal(|journal, rules| {
        let ladder = LadderHistory::follow(&all(&library), &BTreeMap::new(), journal, rules);
        let rows = projects(journal, &ladder.results, &nobody.schedule, &library);
        assert!(
            rows.iter()
                .all(|row| row.state.is_none() && !row.cards.is_empty())
        );
    });
}

#[test]
fn the_end_of_a_session_says_that_a_level_was_reached() {
    let home = Home::new().with("NODEQUIZ_FUZZ", "true");
    let (life, expected) = &*DILIGENT;
    home.write("data/reviews/made/2026-11.jsonl", life);
    home.recall_deck(1);
    let session = || {
        let mut terminal = home.terminal(&["study", "mine", "--ahead", "--new", "1"], (80, 24));
        terminal.see("Question number 0?");
        terminal.press("q");
        assert_eq!(terminal.wait(), End::Code(0));
        terminal.screen()
    };
    let screen = session();
    assert!(screen.contains("✓ Beginner reached: "), "{screen}");
    let journal = home.journal();
    let kept = journal.iter().filter(|line| line["event"] == "reached");
    assert_eq!(kept.count(), expected.len());
    assert!(!session().contains("reached"), "said once is enough");
}

#[test]
fn another_program_finds_the_same_figures() {
    if !tools::has(
        "python3",
        "the figures of roadmap, by tests/oracle/ladder.py",
    ) {
        return;
    }
    let (life, _) = &*DILIGENT;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/ladder.py");
    for day in ["2026-11-20", "2027-09-01"] {
        let home = Home::new().with("NODEQUIZ_FUZZ", "true");
        let home = home.at(&format!("{day}T09:00:00+01:00"));
        home.write("data/reviews/made/2026-11.jsonl", life);
        for command in ["cards", "roadmap"] {
            home.write(&format!("{command}.json"), &home.ok(&[command, "--json"]));
        }
        let decks = home.path("decks.json");
        let out = decks.to_str().expect("a path");
        home.ok(&["export", "--format", "json", "--out", out]);
        let output = Command::new("python3")
            .arg(&script)
            .args(["", "cards.json", "roadmap.json", "decks.json"].map(|file| home.path(file)))
            .output()
            .expect("python3");
        assert!(
            output.status.success(),
            "{}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
    }
}
