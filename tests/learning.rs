//! How the program decides when a card comes back and what is new, seen from outside.

use crate::home::Home;

/// A home as a new learner has it: nothing is set.
fn usual() -> Home {
    Home::new()
        .with("NODEQUIZ_RETENTION", "")
        .with("NODEQUIZ_NEW_PER_DAY", "")
}

fn events(home: &Home) -> Vec<String> {
    let name = |line: &serde_json::Value| line["event"].as_str().unwrap_or_default().to_owned();
    home.journal().iter().map(name).collect()
}

/// The day on which a card is due.
fn due(home: &Home, card: &str) -> String {
    let shown = home.json(&["card", card, "--json"]);
    shown["due"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_first_answer_of_a_new_learner_begins_the_first_stage() {
    let home = usual();
    home.recall_deck(30);
    home.json(&["due", "--json"]);
    assert!(home.journal().is_empty(), "looking begins nothing");
    home.ok(&["review", "mine/c0", "easy"]);
    home.ok(&["review", "mine/c1", "good"]);
    assert_eq!(events(&home), ["stage", "review", "review"]);
    assert_eq!(home.journal()[0]["stage"], "first");
    let at_ninety = Home::new();
    at_ninety.recall_deck(30);
    at_ninety.ok(&["review", "mine/c0", "easy"]);
    assert_eq!(
        events(&at_ninety),
        ["review"],
        "a retention that is set needs no stage"
    );
    let (staged, set) = (due(&home, "mine/c0"), due(&at_ninety, "mine/c0"));
    assert!(staged > set, "{staged} {set}");
}

#[test]
fn dates_stay_when_a_stage_begins_and_change_when_a_retention_is_set() {
    let home = Home::new();
    home.recall_deck(30);
    home.ok(&["review", "mine/c0", "easy"]);
    let before = due(&home, "mine/c0");
    let home = home.with("NODEQUIZ_RETENTION", "");
    assert_eq!(due(&home, "mine/c0"), before, "nothing has begun");
    home.ok(&["review", "mine/c1", "easy"]);
    assert_eq!(due(&home, "mine/c0"), before);
    assert!(due(&home, "mine/c1") > before);
    let home = home.with("NODEQUIZ_RETENTION", "0.9,0.8,0.8");
    assert!(due(&home, "mine/c0") >= before);
    assert_eq!(due(&home, "mine/c0"), due(&home, "mine/c1"));
}

#[test]
fn new_cards_fill_the_minutes_of_the_day_up_to_the_ceiling_that_is_set() {
    let home = usual();
    home.recall_deck(200);
    let new = |home: &Home| home.json(&["due", "--json"])["new"].as_u64();
    let filled = new(&home).expect("a number");
    assert!(filled > 8, "{filled} cards for 20 minutes");
    assert_eq!(new(&home.with("NODEQUIZ_NEW_PER_DAY", "5")), Some(5));
}

#[test]
fn a_script_gets_the_whole_queue_and_what_a_card_says_and_gives_times() {
    let home = Home::new();
    home.recall_deck(30);
    home.ok(&["review", "mine/c0", "good", "--ms", "8200", "--guessed"]);
    let line = home.journal().pop().expect("a line");
    assert_eq!(
        (&line["ms"], &line["guessed"]),
        (&8200.into(), &true.into())
    );
    let due = home.json(&["due", "mine", "--json", "--queue"]);
    let asks = due["asks"].as_array().expect("the queue");
    assert_eq!(Some(asks.len() as u64), due["queue"]["cards"].as_u64());
    for (key, value) in [("kind", "recall"), ("why", "new")] {
        assert_eq!(asks[0][key], value);
    }
    assert_eq!(asks[0]["weight"], 2);
    assert_eq!(asks[0]["after"], serde_json::json!([]));
    assert!(asks[0]["seconds"].as_f64() > Some(1.0));
    assert!(home.json(&["due", "--json"])["asks"].is_null());
    let card = home.json(&["card", "mine/c0", "--json"]);
    assert_eq!(card["question"], "Question number 0?");
    assert_eq!(card["answer"], "Answer number 0.");
    let cards = home.json(&["cards", "mine", "--json"]);
    assert_eq!(cards[0]["after"], serde_json::json!([]));
}

#[test]
fn what_remembering_more_would_take_is_a_section_of_its_own() {
    let home = Home::new();
    home.recall_deck(30);
    for card in 0..5 {
        home.ok(&["review", &format!("mine/c{card}"), "good"]);
    }
    let costs = home.json(&["stats", "--json"])["workload"].clone();
    let minutes = |place: usize| costs[place]["minutes_per_day"].as_f64();
    assert_eq!(costs.as_array().map(Vec::len), Some(5));
    assert!(minutes(0) < minutes(4), "{costs}");
    let shown = home.ok(&["stats", "--section", "workload"]);
    assert!(
        shown.contains("min a day") && shown.contains("95 %"),
        "{shown}"
    );
}

#[test]
fn a_placement_is_a_table_for_a_profile_page() {
    let home = Home::new();
    let table = home.ok(&["place", "--markdown"]);
    assert!(table.starts_with("| topic | beginner"), "{table}");
}
