//! What `stats` shows: the figures, the screen at every width, the page.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{DateTime, Duration, FixedOffset, WeekdaySet};
use nodequiz::deck::{Card, Deck, Level, Library, Source, parse};
use nodequiz::history::{AnswerStats, Journal, JournalFile, Rules, Schedule};
use nodequiz::memory::{Scheduler, Scheduling, StudyDay};
use nodequiz::page::stats_page;
use nodequiz::plan::{Filter, Pace, StudyRequest, plan_today};
use nodequiz::progress::{
    Answers, DayPlan, GoalAhead, GoalNow, Group, KnownOn, OtherMinutes, Outlook, Overview,
    OverviewInput, Period, Scope, TopicForecast, known_on, overview,
};
use nodequiz::question::Kind;
use nodequiz::report::{stats, stats_in_full};
use nodequiz::terminal::{Colors, Line, paint, text::width};
use nodequiz::wording::Section;
use serde_json::Value;

use crate::home::{Home, text};
use crate::sample_year::{SampleYear, sample_year};

const CARDS: &str = include_str!("fixtures/screens.md");

/// Six decks with the same eight cards of all kinds.
fn decks() -> Vec<Deck> {
    let names = [
        "runtime",
        "async",
        "http",
        "databases",
        "security",
        "testing",
    ];
    let levels = ["beginner", "intermediate", "senior", "expert"];
    let deck = |(place, name): (usize, &&str)| {
        let text = CARDS.replace(
            "screens .intermediate",
            &format!("{name} .{}", levels[place % 4]),
        );
        let file = format!("{place}-{name}.md");
        parse(&Source::new(&file, text)).deck.expect("a deck")
    };
    names.iter().enumerate().map(deck).collect()
}

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-20T20:00:00+01:00").expect("a time")
}

/// A sample learner of those decks after this many days, as the report sees them.
fn learner(days: u32, reviews: usize) -> Overview {
    let decks = decks();
    let cards: Vec<Card> = decks.iter().flat_map(|deck| deck.cards.clone()).collect();
    let files = if days == 0 {
        Vec::new()
    } else {
        sample_year(&SampleYear {
            cards: &cards,
            seed: 1,
            reviews,
            days,
            last_day: now() - Duration::hours(12),
        })
    };
    of_files(decks, &files)
}

fn of_files(decks: Vec<Deck>, files: &[(String, String)]) -> Overview {
    let (library, _) = Library::assemble(decks, Vec::new());
    let files: Vec<JournalFile<'_>> = files
        .iter()
        .map(|(path, text)| JournalFile {
            path,
            bytes: text.as_bytes(),
        })
        .collect();
    let journal = Journal::read(&files, now());
    let kind = |id: &str| library.get(id).map(Card::kind);
    let rules = Rules {
        scheduling: Scheduling::default(),
        renames: library.renames(),
        kind: &kind,
        weight: &|_| 1,
    };
    let scope = Scope::new(&library, &Filter::default());
    let mut answers = Answers::new(&scope, Period::new(StudyDay::of(now(), 4), None));
    let schedule = Schedule::replay_watched(&journal, &rules, |answered| answers.watch(answered));
    let habits: &AnswerStats = &schedule.habits;
    let pace = Pace::new(|kind: Kind| habits.median_ms(kind) as f32 / 1000.0);
    let scheduler = Scheduler::new(Scheduling::default());
    let today = StudyDay::of(now(), 4);
    let request = StudyRequest {
        filter: Filter::default(),
        minutes: 20,
        new_per_day: Some(8),
        new: None,
        limit: None,
        ahead: false,
        day_off: false,
        aim: None,
    };
    let plan = plan_today(
        library.cards(),
        &schedule,
        &scheduler,
        &pace,
        today,
        &request,
    );
    overview(
        &answers,
        &OverviewInput {
            schedule: &schedule,
            scheduler: &scheduler,
            pace,
            now: now(),
            study_days: WeekdaySet::ALL,
            new_per_day: Some(8),
            minutes: 20,
            plan: DayPlan::of(&plan),
            known_on: known_on(&schedule, today, |_| false),
        },
    )
}

/// A report at three widths, one under the other.
fn at_widths(draw: impl Fn(usize) -> Vec<Line>) -> String {
    let mut all = String::new();
    for width in [40, 80, 200] {
        let lines: Vec<String> = draw(width)
            .iter()
            .map(|line| line.plain().trim_end().to_owned())
            .collect();
        all.push_str(&format!("── {width} columns ──\n{}\n\n", lines.join("\n")));
    }
    all
}

#[test]
fn an_empty_journal() {
    let overview = learner(0, 0);
    insta::assert_snapshot!(at_widths(|width| stats(&overview, width, true)));
}

#[test]
fn the_first_day() {
    let overview = learner(1, 12);
    insta::assert_snapshot!(at_widths(|width| stats(&overview, width, true)));
}

#[test]
fn a_year() {
    let overview = learner(365, 3000);
    insta::assert_snapshot!(at_widths(|width| stats(&overview, width, true)));
}

#[test]
fn five_years() {
    let overview = learner(1826, 9000);
    insta::assert_snapshot!(at_widths(|width| stats(&overview, width, true)));
}

#[test]
fn every_section_of_a_year() {
    let overview = learner(365, 3000);
    insta::assert_snapshot!(at_widths(|width| {
        stats_in_full(&overview, &[], width, true)
    }));
}

#[test]
fn a_year_in_sixteen_colours() {
    let overview = learner(365, 3000);
    let painted: Vec<String> = stats(&overview, 80, true)
        .iter()
        .map(|line| paint(line, Colors::Sixteen, false).replace('\x1b', "␛"))
        .collect();
    insta::assert_snapshot!(painted.join("\n"));
}

/// The same with a goal, and what to expect of it.
fn with_goal(mut overview: Overview) -> Overview {
    let days = || 0..26_u32;
    overview.goal = Some(GoalAhead {
        now: GoalNow {
            date: overview.day.plus(25),
            days_left: 25,
            phase: nodequiz::progress::GoalPhase::Running,
            plans_from: None,
            minutes: 20,
            levels: vec![Level::Senior],
            topics: vec!["async".to_owned(), "databases".to_owned()],
            tags: Vec::new(),
            weights: BTreeMap::from([("async".to_owned(), 3)]),
            cards: 520,
            known_on: overview.day,
            known: 213.6,
            claimed: 12,
            unmet: 240,
            waiting_outside: 3,
        },
        outlook: Some(Outlook {
            expected: 311.2,
            unmet: 38.4,
            unmet_now: 40.4,
            low: 290.0,
            high: 331.0,
            by_minutes: [10.0, 20.0, 30.0, 40.0]
                .map(|minutes| OtherMinutes {
                    minutes,
                    expected: 250.0 + minutes,
                })
                .to_vec(),
            missing_two_days_a_week: 270.0,
            curve: days()
                .map(|days| KnownOn {
                    day: overview.day.plus(days),
                    known: 254.0 + 2.3 * days as f32,
                })
                .collect(),
            topics: ["databases", "async"]
                .map(|topic| TopicForecast {
                    topic: topic.to_owned(),
                    cards: 260,
                    expected: 140.0,
                })
                .to_vec(),
        }),
        line: None,
    });
    overview
}

#[test]
fn the_goal_on_the_screen_and_as_a_section() {
    let overview = with_goal(learner(365, 3000));
    insta::assert_snapshot!(at_widths(|width| {
        let mut lines: Vec<Line> = stats(&overview, width, true).into_iter().take(8).collect();
        lines.extend(stats_in_full(&overview, &[Section::Goal], width, true));
        lines
    }));
}

#[test]
fn no_line_is_wider_than_the_screen_whatever_there_is_to_show() {
    let goal = with_goal(learner(2, 9));
    for overview in [learner(0, 0), learner(2, 9), learner(400, 3000), goal] {
        for columns in [20, 24, 31, 39, 40, 57, 69, 76, 77, 80, 99, 131] {
            let lines = stats(&overview, columns, true);
            let all = stats_in_full(&overview, &[], columns, false);
            for line in lines.iter().chain(&all) {
                let plain = line.plain();
                assert!(width(&plain) <= columns, "{columns}: {plain}");
            }
        }
    }
}

#[test]
fn the_one_screen_is_one_screen() {
    let goal = with_goal(learner(365, 3000));
    for overview in [learner(0, 0), learner(1, 12), learner(365, 3000), goal] {
        assert!(stats(&overview, 80, true).len() <= 24);
    }
}

#[test]
fn topics_levels_decks_and_kinds_add_up_to_the_whole() {
    let overview = learner(200, 2000);
    let topics = overview.topics.iter().map(|row| row.group).collect();
    let levels = overview.levels.iter().map(|row| row.group).collect();
    let decks = overview.decks.iter().map(|row| row.group).collect();
    let kinds = overview.kinds.iter().map(|row| row.group).collect();
    for groups in [topics, levels, decks, kinds] {
        let groups: Vec<Group> = groups;
        let sum = |of: fn(&Group) -> usize| -> usize { groups.iter().map(of).sum() };
        assert_eq!(sum(|group| group.cards.total), overview.cards.total);
        assert_eq!(sum(|group| group.cards.mature), overview.cards.mature);
        assert_eq!(sum(|group| group.due), overview.due.today.cards);
        assert_eq!(sum(|group| group.claimed), overview.claimed);
        let known: f64 = groups.iter().map(|group| group.known).sum();
        assert!((known - overview.known).abs() < 1e-9);
    }
    // One of the counted cards is in no deck any more.
    let of_cards: u32 = overview.decks.iter().map(|row| row.group.answers).sum();
    assert!(of_cards < overview.period.answers && of_cards + 40 > overview.period.answers);
    let shorter: Vec<u32> = overview
        .remembered
        .iter()
        .map(|window| window.all.asked)
        .collect();
    assert!(shorter.is_sorted());
    for window in &overview.remembered {
        assert_eq!(window.all.asked, window.young.asked + window.mature.asked);
        assert_eq!(window.all.right, window.young.right + window.mature.right);
    }
}

/// Cards reviewed on a day: card, grade.
fn reviewed(home: Home, day: &str, answers: &[(&str, &str)]) -> Home {
    let home = home.at(&format!("{day}T09:00:00+01:00"));
    for (card, grade) in answers {
        home.ok(&["review", &format!("mine/{card}"), grade]);
    }
    home
}

#[test]
fn only_first_answers_to_cards_met_before_say_what_was_remembered() {
    let home = Home::new();
    home.recall_deck(4);
    let home = reviewed(
        home,
        "2026-11-01",
        &[("c0", "good"), ("c1", "good"), ("c2", "again")],
    );
    let home = reviewed(
        home,
        "2026-11-18",
        &[
            ("c0", "again"),
            ("c0", "good"),
            ("c1", "hard"),
            ("c3", "good"),
        ],
    );
    let home = reviewed(home, "2026-11-20", &[("c3", "again")]);
    let printed = home.json(&["stats", "mine", "--json"]);
    let last = printed["remembered"].as_array().and_then(|all| all.last());
    let last = last.expect("the period");
    assert_eq!((&last["asked"], &last["right"]), (&3.into(), &1.into()));
    let expected = last["expected"].as_f64().expect("a share");
    assert!((0.3..0.98).contains(&expected), "{expected}");
    assert_eq!(last["mature"]["asked"], 0);
    assert_eq!(last["mature"]["share"], Value::Null);
    assert_eq!(printed["today"]["answers"], 1);
    let since = home.json(&["stats", "mine", "--since", "2026-11-19", "--json"]);
    assert_eq!(since["period"]["answers"], 1);
    assert_eq!(since["remembered"][0]["days"], 2);
    assert_eq!(since["calendar"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        since["streak"], printed["streak"],
        "a row of days is what it is"
    );
    let page = home.ok(&["stats", "mine", "--since", "2026-11-20", "--html", "-"]);
    assert!(page.contains("answers: today") && !page.contains("of the last 1 days"));
    let shown = home.ok(&["stats", "mine"]);
    assert!(
        shown.contains("1 of 3"),
        "few are counted, not shared: {shown}"
    );
}

#[test]
fn what_was_failed_today_is_not_known_until_it_is_passed() {
    let home = Home::new();
    home.ok(&["goal", "set", "+3d", "--topic", "runtime"]);
    let card = "runtime/what-is-node";
    let known = || {
        let stats = home.json(&["stats", "--json"]);
        let goal = home.json(&["goal", "--json"]);
        let roadmap = home.json(&["roadmap", "--json"]);
        let levels = roadmap["levels"].as_array().expect("levels").iter();
        let fresh: u64 = levels.filter_map(|level| level["fresh"].as_u64()).sum();
        let all = [&stats["known"], &stats["hardest"][0]["recall"]];
        let [all, hardest] = all.map(|figure| figure.as_f64().expect("a number"));
        let of_card = home.json(&["card", card, "--json"])["recall"].as_f64();
        let of_goal = goal["goal"]["known"].as_f64().expect("a number");
        (all, hardest, of_goal, of_card, fresh)
    };
    home.ok(&["review", card, "again"]);
    assert_eq!(known(), (0.0, 0.0, 0.0, Some(0.0), 0));
    let next = &home.json(&["due", "--json"])["next"][0];
    assert_eq!(
        (next["id"].as_str(), next["recall"].as_f64()),
        (Some(card), Some(0.0))
    );
    home.ok(&["review", card, "good"]);
    // Passed now, it is remembered now; what is known is as of tomorrow.
    let (all, hardest, of_goal, of_card, fresh) = known();
    assert_eq!((hardest, of_card, fresh), (1.0, Some(1.0), 1));
    assert!((0.5..0.95).contains(&all), "{all}");
    assert!((all - of_goal).abs() < 1e-4, "{all} {of_goal}");
}

#[test]
fn a_choice_has_its_own_deck_text_as_confusion() {
    let home = Home::new();
    home.write(
        "data/decks/mine.md",
        "# Mine {#mine}\n\n## Which one? {#one}\n\n- [ ] `a` <b>\n- [x] right\n- [ ] c\n",
    );
    let line = |second: u32, picked: u32| {
        format!(
            "{{\"v\":1,\"event\":\"review\",\"at\":\"2026-11-20T08:00:{second:02}+01:00\",\"day\":\"2026-11-20\",\
             \"card\":\"mine/one\",\"grade\":\"again\",\"ms\":4000,\"mode\":\"study\",\"points\":[{picked}]}}\n"
        )
    };
    let lines: String = [(1, 0), (2, 2), (3, 2), (4, 1), (5, 9)]
        .map(|(second, picked)| line(second, picked))
        .concat();
    home.write("data/reviews/hand/2026-11.jsonl", &lines);
    let printed = home.json(&["stats", "mine", "--json"]);
    let confusions = printed["confusions"].as_array().expect("a list");
    assert_eq!(confusions.len(), 1, "one option a card");
    assert_eq!(
        (
            &confusions[0]["option"],
            &confusions[0]["text"],
            &confusions[0]["times"]
        ),
        (&2.into(), &"c".into(), &2.into())
    );
    let shown = home.ok(&["stats", "mine", "--section", "confusions"]);
    assert!(
        shown.contains("2 times ✗ c") && !shown.contains("Calendar"),
        "{shown}"
    );
}

#[test]
fn tags_have_figures_of_their_own_where_cards_have_any() {
    let home = Home::new();
    home.write(
        "data/decks/mine.md",
        "# Mine {#mine}\n<!-- tags: io -->\n\n## One? {#one}\n<!-- tags: slow -->\n\n1\n\n## Two? {#two}\n\n2\n",
    );
    home.ok(&["review", "mine/one", "good"]);
    let printed = home.json(&["stats", "mine", "--json"]);
    let rows = printed["tags"].as_array().expect("a list").iter();
    let rows: Vec<_> = rows
        .map(|row| {
            let (cards, answers) = (&row["cards"]["total"], &row["answers"]);
            (row["tag"].as_str(), cards.as_u64(), answers.as_u64())
        })
        .collect();
    let expected = [("io", 2, 1), ("slow", 1, 1)];
    assert_eq!(
        rows,
        expected.map(|(tag, cards, answers)| (Some(tag), Some(cards), Some(answers)))
    );
    assert!(home.ok(&["stats", "mine", "--all"]).contains("\nTags"));
    assert!(
        home.ok(&["stats", "mine", "--section", "tags"])
            .contains("slow")
    );
    assert!(!home.ok(&["stats", "async", "--all"]).contains("\nTags"));
    let none = home.ok(&["stats", "async", "--section", "tags"]);
    assert!(none.contains("No card has a tag"), "{none}");
}

#[test]
fn sections_are_chosen_by_name_and_a_wrong_one_is_explained() {
    let home = Home::new();
    home.recall_deck(3);
    let shown = home.ok(&["stats", "--section", "topics,time", "--section", "levels"]);
    for title in ["Topics", "Time", "Levels"] {
        assert!(shown.contains(title), "{title}: {shown}");
    }
    let all = home.ok(&["stats", "--all"]);
    for section in Section::ALL {
        let title = section.name()[1..].to_owned();
        assert!(all.contains(&title), "{title}: {all}");
    }
    for args in [
        &["stats", "--section", "topic"][..],
        &["stats", "--since", "tomorrow"],
        &["stats", "--since", "2027-01-01"],
        &["stats", "--all", "--section", "time"],
        &["stats", "--html", "x.html", "--json"],
        &["stats", "--force"],
    ] {
        let output = home.run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
    let wrong = home.run(&["stats", "--section", "topic"]);
    assert!(text(&wrong.stderr).contains("topics"));
}

#[test]
fn the_page_is_for_its_owner_and_takes_no_other_files_place() {
    let home = Home::new();
    home.recall_deck(3);
    let printed = home.ok(&["stats", "--html", "stats.html"]);
    let path = home.path("stats.html");
    let folder = path
        .parent()
        .expect("a folder")
        .canonicalize()
        .expect("it is there");
    let shown = Path::new(printed.trim_end());
    assert!(shown.is_absolute(), "{printed}");
    assert_eq!(
        shown.canonicalize().expect("it is there"),
        folder.join("stats.html")
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&path).expect("a page").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    home.ok(&["stats", "--html", "stats.html"]);
    home.write("notes.html", "mine");
    let refused = home.run(&["stats", "--html", "notes.html"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("--force"));
    assert_eq!(
        fs::read_to_string(home.path("notes.html")).expect("kept"),
        "mine"
    );
    home.ok(&["stats", "--html", "notes.html", "--force"]);
    let page = fs::read_to_string(home.path("notes.html")).expect("a page");
    assert_eq!(home.ok(&["stats", "--html", "-"]), page);
}

#[test]
fn deck_text_is_escaped_in_the_page() {
    let hostile = "<script>alert('x')</script> \"q\" & <img src=x onerror=alert(1)>";
    let deck = format!(
        "# Mine {{#mine}}\n\n## {hostile} \\<script> `</style><b>` {{#one}}\n\n- [ ] {hostile} `<u>`\n- [x] right\n- [ ] c\n"
    );
    let deck = parse(&Source::new("mine.md", deck)).deck.expect("a deck");
    let answer = |second: u32| {
        format!(
            "{{\"v\":1,\"event\":\"review\",\"at\":\"2026-11-20T08:00:0{second}+01:00\",\"day\":\"2026-11-20\",\
             \"card\":\"mine/one\",\"grade\":\"again\",\"ms\":4000,\"mode\":\"study\",\"points\":[0]}}\n"
        )
    };
    let lines = [1, 2, 3, 4].map(answer).concat();
    let overview = of_files(vec![deck], &[("hand/2026-11.jsonl".to_owned(), lines)]);
    assert_eq!((overview.hardest.len(), overview.confusions.len()), (1, 1));
    let page = stats_page(&overview, "<i>async</i>", true);
    assert!(
        page.contains("&lt;script&gt;") && page.contains("&lt;i&gt;async"),
        "{page}"
    );
    for tag in ["<script", "<img", "<i>", "<u>", "<b>", "onerror=alert(1)>"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert_eq!(page.matches("</style>").count(), 1);
    for loaded in ["src=", "@import", "url(http", "http://", "https://"] {
        assert!(!page.contains(loaded) || loaded == "src=", "{loaded}");
    }
}
