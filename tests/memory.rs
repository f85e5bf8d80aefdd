//! The memory model agrees with py-fsrs, an independent implementation.

use nodequiz::memory::{Grade, Memory, Parameters, Retention, Scheduler, Scheduling};
use serde_json::Value;

/// 200 histories with the states, intervals and chances that py-fsrs computes for them; the file
/// names the version and the settings that made it.
const HISTORIES: &str = include_str!("fixtures/fsrs-parity.json");

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// Equal to one part in ten thousand, the precision in which single floats can be compared.
fn close(ours: f32, theirs: f64, what: &str) {
    let ours = f64::from(ours);
    let allowed = 1e-4 * theirs.abs().max(1.0);
    assert!(
        (ours - theirs).abs() <= allowed,
        "{what}: ours {ours}, py-fsrs {theirs}"
    );
}

#[test]
fn two_hundred_histories_agree_with_py_fsrs() {
    let fixture: Value = serde_json::from_str(HISTORIES).expect("the fixture is JSON");
    let vectors = fixture["vectors"].as_array().expect("histories");
    assert_eq!(vectors.len(), 200);
    for vector in vectors {
        let id = &vector["id"];
        let numbers: Vec<f32> = fixture["parameter_sets"]
            [vector["parameters"].as_str().expect("a name")]
        .as_array()
        .expect("numbers")
        .iter()
        .map(|n| number(n) as f32)
        .collect();
        let scheduling = Scheduling {
            parameters: Parameters::new(&numbers).expect("21 numbers"),
            fuzz: false,
            ..Scheduling::default()
        };
        let scheduler = Scheduler::new(scheduling);
        let mut memory: Option<Memory> = None;
        let history = vector["history"].as_array().expect("reviews");
        for (step, review) in history.iter().enumerate() {
            let days = u32::try_from(review["elapsed_days"].as_u64().expect("days")).expect("few");
            let rating = u32::try_from(review["rating"].as_u64().expect("1 to 4")).expect("small");
            let grade = Grade::from_number(rating).expect("1 to 4");
            if let (Some(memory), true) = (memory, days > 0) {
                close(
                    scheduler.retrievability(memory, days),
                    number(&vector["retrievability_before"][step]),
                    &format!("history {id}, recall before review {step}"),
                );
            }
            let now = scheduler.after(memory, days, grade);
            let theirs = &vector["states"][step];
            let place = format!("history {id}, review {step}");
            close(now.stability, number(&theirs["stability"]), &place);
            close(now.difficulty, number(&theirs["difficulty"]), &place);
            memory = Some(now);
        }
        let memory = memory.expect("at least one review");
        for (retention, interval) in vector["intervals"].as_object().expect("intervals") {
            let scheduler = Scheduler::new(Scheduling {
                retention: retention.parse::<Retention>().expect("in range"),
                ..scheduling
            });
            let days = interval["days"].as_u64().expect("days");
            assert_eq!(
                u64::from(scheduler.interval(memory, "any/card", history.len() as u32)),
                days,
                "history {id} at {retention}"
            );
        }
        for (days, chance) in vector["retrievability_after_days"]
            .as_object()
            .expect("chances")
        {
            let days = days.parse().expect("days");
            let ours = scheduler.retrievability(memory, days);
            close(
                ours,
                number(chance),
                &format!("history {id} after {days} days"),
            );
        }
    }
}
