//! Compares what the commands say about one home at one time.

use serde_json::Value;

/// Runs commands in one home at one time.
pub(crate) trait Commands {
    /// What a command prints, which has to succeed.
    fn printed(&self, args: &[&str]) -> String;

    /// The same of a command with `--json`.
    fn json(&self, args: &[&str]) -> Value {
        let printed = self.printed(args);
        serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
    }
}

pub(crate) fn count(value: &Value) -> u64 {
    value
        .as_u64()
        .unwrap_or_else(|| panic!("{value} is no count"))
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// Seconds in whole minutes, rounded up, in the program's precision.
fn minutes(seconds: f64) -> u64 {
    (seconds as f32 / 60.0).ceil() as u64
}

fn assert_near(a: f64, b: f64, what: &str) {
    assert!(
        (a - b).abs() <= 1e-3 * a.abs().max(1.0),
        "{what}: {a} and {b}"
    );
}

/// A text in one line: on a narrow screen its words are in several.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(text: &str, words: &str) {
    let text = unwrapped(text);
    assert!(text.contains(words), "{words:?} is not in\n{text}");
}

/// What `due` says of one moment, in numbers.
pub(crate) struct Figures {
    pub(crate) reviews: u64,
    pub(crate) new: u64,
    /// Reviews and new cards of tomorrow; new ones only where a goal plans it.
    pub(crate) tomorrow: (u64, u64),
    minutes_tomorrow: u64,
}

impl Figures {
    pub(crate) fn of(due: &Value) -> Self {
        let load = |key: &str| {
            let load = &due[key];
            let seconds = load["seconds"].as_f64().unwrap_or(0.0);
            (load["cards"].as_u64().unwrap_or(0), seconds)
        };
        let (reviews, new) = (load("tomorrow"), load("tomorrow_new"));
        Self {
            reviews: count(&due["reviews"]),
            new: count(&due["new"]),
            tomorrow: (reviews.0, new.0),
            minutes_tomorrow: minutes(reviews.1 + new.1),
        }
    }
}

/// "6 reviews, 11 new", as far as there are any.
fn reviews_and_new(reviews: u64, new: u64) -> String {
    let mut parts = Vec::new();
    match reviews {
        0 => {}
        1 => parts.push("1 review".to_owned()),
        _ => parts.push(format!("{reviews} reviews")),
    }
    if new > 0 {
        parts.push(format!("{new} new"));
    }
    parts.join(", ")
}

/// Cards that a goal still far away asks again because they were missed: they are not due.
fn missed(due: &Value) -> u64 {
    let asked = count(&due["held_back"]) + Figures::of(due).reviews;
    if due["by_goal"] == false && due["goal"]["phase"] == "far" {
        asked.saturating_sub(count(&due["due"]))
    } else {
        0
    }
}

/// What today asks, in the words of every screen.
fn today_in_words(due_json: &Value) -> String {
    let figures = Figures::of(due_json);
    if due_json["by_goal"] == true {
        return reviews_and_new(figures.reviews, figures.new);
    }
    let mut parts = Vec::new();
    match (count(&due_json["due"]), count(&due_json["held_back"])) {
        (0, _) => {}
        (due, 0) => parts.push(format!("{due} due")),
        (due, _) => parts.push(format!(
            "{} of {due} due",
            figures.reviews - missed(due_json)
        )),
    }
    if missed(due_json) > 0 {
        parts.push(format!("{} missed", missed(due_json)));
    }
    if figures.new > 0 {
        parts.push(format!("{} new", figures.new));
    }
    parts.join(", ")
}

/// What tomorrow asks, in the words of reports.
pub(crate) fn tomorrow_in_words(due: &Value) -> String {
    let figures = Figures::of(due);
    let (reviews, new) = figures.tomorrow;
    let minutes = figures.minutes_tomorrow;
    match (due["tomorrow_new"].is_null(), reviews + new) {
        (true, 0) => "nothing due".to_owned(),
        (true, _) => format!("{reviews} due, about {minutes} min"),
        (false, 0) => "nothing".to_owned(),
        (false, _) => format!("{}, about {minutes} min", reviews_and_new(reviews, new)),
    }
}

/// What today still asks, in the words of prompts, menu and summaries; empty where that is nothing.
pub(crate) fn asked_in_words(due: &Value) -> String {
    if due["queue"]["cards"] == 0 {
        return String::new();
    }
    let minutes = minutes(number(&due["queue"]["seconds"]));
    format!("{}, {minutes} min", today_in_words(due))
}

/// Runs every command in one home and compares the figures. `filter` is used where a command takes it.
pub(crate) fn agree(home: &dyn Commands, filter: &[&str]) {
    let with = |args: &[&'static str]| -> Vec<String> {
        let args = args.iter().chain(filter);
        args.map(|word| (*word).to_owned()).collect()
    };
    let json = |args: &[&'static str]| {
        let args = with(args);
        home.json(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let printed = |args: &[&'static str]| {
        let args = with(args);
        home.printed(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let due = json(&["due", "--json", "--queue"]);
    let stats = json(&["stats", "--json"]);
    plans_agree(&due, &stats);
    reports_agree(&due, &printed(&["due", "--short"]), &printed(&["due"]));
    let (chart, page) = (printed(&["stats"]), printed(&["stats", "--html", "-"]));
    statistics_agree(&due, list(&stats["forecast"]["days"]), &chart, &page);
    cards_agree(&due, &stats, &chart, &page);
    let goal = home.json(&["goal", "--json"]);
    for of in [&due["goal"], &stats["goal"]] {
        for key in [
            "known",
            "known_on",
            "cards",
            "days_left",
            "waiting_outside",
            "unmet",
            "claimed",
        ] {
            assert_eq!(of[key], goal["goal"][key], "{key}");
        }
    }
    if !goal["goal"].is_null() && filter.is_empty() {
        goals_agree(home, &goal, &due, &stats, (&chart, &page));
    }
}

/// `due --json` and `stats --json`.
fn plans_agree(due: &Value, stats: &Value) {
    for (key, value) in stats["plan"].as_object().expect("a plan") {
        assert_eq!(value, &due[key], "{key} in stats and in due");
    }
    assert_eq!(stats["due"]["today"]["cards"], due["due"]);
    assert_eq!(stats["due"]["tomorrow"], due["tomorrow"]);
    let days = list(&stats["forecast"]["days"]);
    assert_eq!(days[0]["cards"], due["reviews"]);
    assert_eq!(days[0]["waiting"], due["held_back"]);
    assert_eq!(days[1]["cards"], due["tomorrow"]["cards"]);
    let week: u64 = days[..7].iter().map(|day| count(&day["cards"])).sum();
    assert_eq!(count(&stats["due"]["next_7_days"]["cards"]), week);
    let Figures { reviews, new, .. } = Figures::of(due);
    assert_eq!(count(&due["queue"]["cards"]), reviews + new);
    let asks = list(&due["asks"]);
    assert_eq!(asks.len() as u64, reviews + new, "cards of the queue");
    let unseen = asks.iter().filter(|card| card["why"] == "new").count();
    assert_eq!(unseen as u64, new, "new cards of the queue");
    let by_goal = due["by_goal"] == true;
    if !by_goal {
        let seconds = asks.iter().map(|card| number(&card["seconds"])).sum();
        assert_near(number(&due["queue"]["seconds"]), seconds, "seconds");
    }
    if !by_goal && due["paused_until"].is_null() {
        let asked = count(&due["held_back"]) + reviews;
        assert_eq!(asked, count(&due["due"]) + missed(due));
    }
    if due["day_off"] == true {
        assert!(by_goal, "only a goal knows days off");
        assert_eq!((reviews + new, count(&due["minutes_left"])), (0, 0));
    }
}

/// The one line, the report, and the figures that both are made of.
fn reports_agree(due: &Value, short: &str, report: &str) {
    let (short, figures) = (short.trim_end(), Figures::of(due));
    let today = today_in_words(due);
    let asked = asked_in_words(due);
    let first = report.lines().next().expect("a line");
    if !due["paused_until"].is_null() {
        assert_eq!(short, "");
        assert!(first.starts_with("Paused until "), "{first}");
        return;
    }
    let tomorrow = format!("omorrow: {}.", tomorrow_in_words(due));
    if asked.is_empty() {
        assert_eq!(short, "");
        let is_last = first == "Today's cards are done.";
        assert!(is_last || first.ends_with(&tomorrow), "{first}");
        assert_eq!(
            first.starts_with("Today is a day off. "),
            due["day_off"] == true,
            "{first}"
        );
    } else {
        assert!(short.starts_with(&asked), "{short}");
        let tomorrow = match figures.tomorrow {
            (0, 0) => String::new(),
            (reviews, new) if !due["tomorrow_new"].is_null() => {
                format!("; tomorrow {}", reviews_and_new(reviews, new))
            }
            (reviews, _) if due["by_goal"] == true => format!("; tomorrow {reviews} due"),
            (reviews, _) => format!("; tomorrow {reviews} more"),
        };
        let minutes = minutes(number(&due["queue"]["seconds"]));
        assert_eq!(first, format!("{today} today, {minutes} min{tomorrow}."));
    }
    let goal = &due["goal"];
    if !goal.is_null() && goal["phase"] != "passed" {
        let (known, cards) = (number(&goal["known"]), &goal["cards"]);
        assert_says(report, &format!("{known:.0} of {cards} known"));
        if !asked.is_empty() && goal["phase"] != "far" {
            assert_says(short, &format!("{known:.0}/{cards} known"));
        }
    }
}

/// Statistics and their page: cards seen before, under a goal all cards.
fn statistics_agree(due: &Value, days: &[Value], chart: &str, page: &str) {
    let figures = Figures::of(due);
    let Figures { reviews, new, .. } = figures;
    let by_goal = due["by_goal"] == true;
    let cards = |day: &Value| {
        let new = if by_goal { number(&day["new"]) } else { 0.0 };
        count(&day["cards"]) as f64 + new
    };
    let asked_today = match count(&due["held_back"]) {
        _ if by_goal => (reviews + new).to_string(),
        0 => reviews.to_string(),
        _ => format!("{reviews} of {}", due["due"]),
    };
    let (tomorrow, week) = (cards(&days[1]), days[..7].iter().map(cards).sum::<f64>());
    if by_goal && !due["tomorrow_new"].is_null() {
        let planned = figures.tomorrow.0 + figures.tomorrow.1;
        assert_eq!(tomorrow.round() as u64, planned);
    }
    assert_says(
        chart,
        &format!("{asked_today} today · {tomorrow:.0} tomorrow"),
    );
    let words = format!("Today {asked_today}, tomorrow {tomorrow:.0}, in seven days {week:.0}.");
    assert_says(page, &words);
    assert_says(
        page,
        &format!("{tomorrow:.0} tomorrow, {week:.0} in seven days"),
    );
}

/// The cards of `stats`, in all and by group: suspended ones are counted apart.
fn cards_agree(due: &Value, stats: &Value, chart: &str, page: &str) {
    let cards = &stats["cards"];
    let stages = ["new", "learning", "young", "mature", "suspended"];
    let stages: u64 = stages.iter().map(|stage| count(&cards[*stage])).sum();
    assert_eq!(count(&cards["total"]), stages);
    assert_eq!(stats["forecast"]["unmet"], cards["new"]);
    if due["by_goal"] == false {
        assert_eq!(due["unmet"], cards["new"]);
    }
    for groups in ["topics", "levels", "decks", "kinds"] {
        let rows = list(&stats[groups]);
        let sum = |of: &dyn Fn(&Value) -> u64| rows.iter().map(of).sum::<u64>();
        assert_eq!(sum(&|row| count(&row["due"])), count(&due["due"]));
        for key in ["total", "new", "suspended"] {
            let sum = sum(&|row| count(&row["cards"][key]));
            assert_eq!(sum, count(&cards[key]), "{key} of {groups}");
        }
        let claimed = sum(&|row| count(&row["claimed"]));
        assert_eq!(claimed, count(&stats["claimed"]), "claimed of {groups}");
        let known = rows.iter().map(|row| number(&row["known"])).sum();
        assert_near(number(&stats["known"]), known, groups);
    }
    let active = count(&cards["total"]) - count(&cards["suspended"]);
    let known = number(&stats["known"]);
    assert!(
        known <= active as f64 + 1e-6,
        "{known} of {active} are known"
    );
    assert_says(chart, &format!("{known:.0} of {active} if asked "));
    assert_says(page, &format!("of {active} cards if asked "));
}

/// What is known of a goal's cards, and what to expect of its date: in JSON, in the reports, on the line of
/// `stats`, on the page.
fn goals_agree(
    home: &dyn Commands,
    json: &Value,
    due: &Value,
    stats: &Value,
    (chart, page): (&str, &str),
) {
    let (goal, outlook) = (&json["goal"], &json["outlook"]);
    assert_eq!(goal["known_on"], stats["known_on"]);
    assert_eq!(outlook, &stats["goal"]["outlook"]);
    if due["by_goal"] == true {
        assert_eq!(due["unmet"], goal["unmet"]);
    }
    let takes_all = |key: &str| list(&goal[key]).is_empty();
    if ["topics", "levels", "tags"].into_iter().all(takes_all) {
        let cards = &stats["cards"];
        let active = count(&cards["total"]) - count(&cards["suspended"]);
        assert_eq!(count(&goal["cards"]), active);
        assert_eq!(goal["unmet"], cards["new"]);
        assert_eq!(goal["claimed"], stats["claimed"]);
        assert_near(number(&goal["known"]), number(&stats["known"]), "known");
        assert_eq!(goal["waiting_outside"], 0);
    }
    if outlook.is_null() {
        return;
    }
    let figure = |key: &str| number(&outlook[key]);
    let expected = figure("expected");
    let either_way = (figure("high") - figure("low")) / 2.0;
    let words = format!("{expected:.0} ± {either_way:.0}");
    let reports = [
        home.printed(&["goal"]),
        home.printed(&["stats", "--section", "goal"]),
    ];
    let (unmet, cards) = (figure("unmet_now").round(), &goal["cards"]);
    let known = format!("{:.0} of {cards}", number(&goal["known"]));
    for report in &reports {
        assert_says(report, &words);
        assert_says(report, &known);
        if unmet >= 1.0 {
            assert_says(
                report,
                &format!("and perhaps {unmet:.0} that you have not met"),
            );
        }
    }
    assert_says(page, &words);
    assert_says(page, &format!("now known: {known}"));
    if goal["phase"] != "far" {
        assert_says(chart, &format!("{words} of {cards} known"));
    }
    let topics = list(&outlook["topics"]);
    let sum = topics.iter().map(|topic| number(&topic["expected"])).sum();
    assert_near(sum, expected, "expected in topics and in all");
}
