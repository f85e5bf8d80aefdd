//! How roadmap, projects, habits and matrix look: for a newcomer, after a day, a year and five years,
//! at every width, in colour and without. Read the snapshots after a change.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use nodequiz::deck::roadmap::Resources;
use nodequiz::deck::{Card, Level, Library};
use nodequiz::history::Schedule;
use nodequiz::plan::Pace;
use nodequiz::progress::{
    HabitsView, LadderHistory, LadderView, MatrixView, NextTopicInput, next_project, next_topics,
    projects,
};
use nodequiz::report;
use nodequiz::report::Roadmap;
use nodequiz::terminal::{Colors, Line, paint};

use crate::study_simulation::{SimulatedStudy, StudyOutcome, simulate, small_library};

static LIBRARY: LazyLock<Library> = LazyLock::new(|| small_library(1));

/// What a learner records on some days: day, event and its fields.
fn statements(lines: &[(&str, &str, &str)]) -> String {
    let line = |(day, event, fields): &(&str, &str, &str)| {
        format!(
            "{{\"v\":1,\"event\":\"{event}\",\"at\":\"{day}T20:00:00+01:00\",\"day\":\"{day}\",{fields}}}\n"
        )
    };
    lines.iter().map(line).collect()
}

/// A history until 20 November 2026, with what was recorded in it.
fn life(
    from: &str,
    days: u32,
    away: std::ops::Range<u32>,
    lines: &[(&str, &str, &str)],
) -> StudyOutcome {
    let life = SimulatedStudy {
        from,
        days,
        away,
        retention: 0.85,
        ..SimulatedStudy::default()
    };
    let mut outcome = simulate(&LIBRARY, &life);
    outcome.today = "2026-11-20".parse().expect("a day");
    outcome.statements = statements(lines);
    outcome
}

static NOTHING: LazyLock<StudyOutcome> = LazyLock::new(|| life("2026-11-20", 0, 0..0, &[]));

static DAY: LazyLock<StudyOutcome> = LazyLock::new(|| {
    life(
        "2026-11-20",
        1,
        0..0,
        &[
            (
                "2026-11-20",
                "project",
                "\"project\":\"log-cli\",\"state\":\"planned\"",
            ),
            (
                "2026-11-20",
                "habit",
                "\"habit\":\"read-profile\",\"done\":\"2026-11-20\"",
            ),
            (
                "2026-11-20",
                "assess",
                "\"area\":\"data\",\"stage\":\"competent\"",
            ),
        ],
    )
});

static YEAR: LazyLock<StudyOutcome> = LazyLock::new(|| {
    life(
        "2025-11-20",
        366,
        70..330,
        &[
            (
                "2025-12-20",
                "project",
                "\"project\":\"log-cli\",\"state\":\"doing\",\"note\":\"reads from a pipe, too\"",
            ),
            (
                "2026-01-20",
                "project",
                "\"project\":\"log-cli\",\"state\":\"done\"",
            ),
            (
                "2026-02-20",
                "project",
                "\"project\":\"blog-cache\",\"state\":\"doing\"",
            ),
            (
                "2026-02-21",
                "project",
                "\"project\":\"live-chat\",\"state\":\"dropped\",\"note\":\"nobody here chats\"",
            ),
            (
                "2026-01-07",
                "assess",
                "\"area\":\"language\",\"stage\":\"competent\"",
            ),
            (
                "2026-11-01",
                "assess",
                "\"area\":\"language\",\"stage\":\"proficient\",\"note\":\"reviewed the retry code\"",
            ),
            (
                "2026-11-01",
                "assess",
                "\"area\":\"testing\",\"stage\":\"novice\"",
            ),
            (
                "2026-11-01",
                "assess",
                "\"area\":\"people\",\"stage\":\"expert\"",
            ),
            (
                "2026-11-05",
                "habit",
                "\"habit\":\"redo-experiment\",\"done\":\"2026-11-04\"",
            ),
            (
                "2026-11-12",
                "habit",
                "\"habit\":\"redo-experiment\",\"done\":\"2026-11-12\",\"note\":\"timers drift under load\"",
            ),
            (
                "2026-11-18",
                "habit",
                "\"habit\":\"incident-drill\",\"done\":\"2026-11-18\"",
            ),
            (
                "2026-10-18",
                "habit",
                "\"habit\":\"check-lines\",\"done\":\"2026-10-18\"",
            ),
            (
                "2026-10-18",
                "habit",
                "\"habit\":\"audit-dependencies\",\"wanted\":false",
            ),
        ],
    )
});

static FIVE_YEARS: LazyLock<StudyOutcome> = LazyLock::new(|| {
    life(
        "2021-11-20",
        1827,
        350..1650,
        &[
            (
                "2022-03-01",
                "reached",
                "\"level\":\"beginner\",\"on\":\"2022-02-27\",\"cards\":40,\"stable\":33",
            ),
            (
                "2022-03-01",
                "project",
                "\"project\":\"log-cli\",\"state\":\"done\"",
            ),
            (
                "2023-03-01",
                "project",
                "\"project\":\"crud-api\",\"state\":\"done\",\"note\":\"in production since\"",
            ),
            (
                "2022-01-07",
                "assess",
                "\"area\":\"data\",\"stage\":\"novice\"",
            ),
            (
                "2024-01-07",
                "assess",
                "\"area\":\"data\",\"stage\":\"competent\",\"note\":\"migrations | without downtime\"",
            ),
            (
                "2026-01-07",
                "assess",
                "\"area\":\"data\",\"stage\":\"expert\"",
            ),
        ],
    )
});

/// The same lines at three widths, and once in colours.
fn pictures(lines: impl Fn(usize) -> Vec<Line>) -> String {
    let mut text = String::new();
    for width in [40, 80, 200] {
        text.push_str(&format!("--- {width} columns\n"));
        for line in lines(width) {
            let plain = line.plain();
            let taken = nodequiz::terminal::text::width(&plain);
            assert!(taken <= width, "{taken} of {width} columns: {plain}");
            text.push_str(plain.trim_end());
            text.push('\n');
        }
    }
    text.push_str("--- 80 columns in sixteen colours\n");
    for line in lines(80) {
        text.push_str(&paint(&line, Colors::Sixteen, false).replace('\x1b', "␛"));
        text.push('\n');
    }
    text
}

/// Draws the roadmap of a history, whole or at one level.
fn roadmap(outcome: &StudyOutcome, level: Option<Level>) -> String {
    let cards: Vec<&Card> = LIBRARY.cards().collect();
    outcome.with_journal(|journal, rules| {
        let schedule = Schedule::replay(journal, rules);
        let ladder = LadderHistory::follow(&cards, &schedule.declared.reached, journal, rules);
        let view = LadderView::of(
            &cards,
            &ladder,
            &schedule,
            &outcome.scheduler,
            outcome.today,
            false,
        );
        let rows = projects(journal, &ladder.results, &schedule, &LIBRARY);
        let pace = Pace::new(|_| 20.0);
        let input = NextTopicInput {
            schedule: &schedule,
            results: &ladder.results,
            scheduler: &outcome.scheduler,
            pace: &pace,
            today: outcome.today,
        };
        let steps = view.next_level.map_or_else(Vec::new, |next| {
            next_topics(&cards, &ladder.tallies, next, &input)
        });
        let roadmap = Roadmap {
            view: &view,
            steps: &steps,
            project: view.next_level.and_then(|next| next_project(&rows, next)),
            projects: &rows,
        };
        let resources: Vec<_> = Resources::builtin().resources.iter().collect();
        pictures(|width| match level {
            None => report::roadmap(&roadmap, width),
            Some(level) => {
                let of_level = resources.iter().copied().filter(|one| one.level == level);
                let of_level: Vec<_> = of_level.collect();
                report::roadmap_level(&roadmap, level, &of_level, width)
            }
        })
    })
}

/// Draws the projects of a history, or one of them.
fn of_projects(outcome: &StudyOutcome, id: Option<&str>) -> String {
    outcome.with_journal(|journal, rules| {
        let schedule = Schedule::replay(journal, rules);
        let ladder = LadderHistory::follow(&[], &BTreeMap::new(), journal, rules);
        let rows = projects(journal, &ladder.results, &schedule, &LIBRARY);
        pictures(|width| match rows.iter().find(|row| Some(row.id) == id) {
            Some(row) => report::project(row, width),
            None => report::projects(&rows, width),
        })
    })
}

fn of_habits(outcome: &StudyOutcome, everything: bool) -> String {
    outcome.with_journal(|journal, rules| {
        let schedule = Schedule::replay(journal, rules);
        let view = HabitsView::of(journal, &schedule.declared.habits, outcome.today);
        pictures(|width| report::habits(&view, everything, width))
    })
}

fn matrix(outcome: &StudyOutcome) -> MatrixView {
    outcome.with_journal(|journal, rules| {
        MatrixView::of(LIBRARY.cards(), journal, rules, outcome.today)
    })
}

#[test]
fn roadmaps_look_as_they_should() {
    insta::assert_snapshot!("roadmap_empty", roadmap(&NOTHING, None));
    insta::assert_snapshot!("roadmap_after_a_day", roadmap(&DAY, None));
    insta::assert_snapshot!("roadmap_after_a_year", roadmap(&YEAR, None));
    insta::assert_snapshot!("roadmap_after_five_years", roadmap(&FIVE_YEARS, None));
    insta::assert_snapshot!("roadmap_of_a_level", roadmap(&YEAR, Some(Level::Senior)));
}

#[test]
fn projects_look_as_they_should() {
    insta::assert_snapshot!("projects_empty", of_projects(&NOTHING, None));
    insta::assert_snapshot!("projects_after_a_day", of_projects(&DAY, None));
    insta::assert_snapshot!("projects_after_a_year", of_projects(&YEAR, None));
    insta::assert_snapshot!("projects_after_five_years", of_projects(&FIVE_YEARS, None));
    insta::assert_snapshot!("project_whole", of_projects(&YEAR, Some("log-cli")));
}

#[test]
fn habits_look_as_they_should() {
    insta::assert_snapshot!("habits_empty", of_habits(&NOTHING, false));
    insta::assert_snapshot!("habits_after_a_day", of_habits(&DAY, false));
    insta::assert_snapshot!("habits_after_a_year", of_habits(&YEAR, false));
    insta::assert_snapshot!("habits_all", of_habits(&YEAR, true));
    insta::assert_snapshot!("habits_after_five_years", of_habits(&FIVE_YEARS, false));
}

#[test]
fn matrices_look_as_they_should() {
    let lives = [
        ("matrix_empty", &*NOTHING),
        ("matrix_after_a_day", &*DAY),
        ("matrix_after_a_year", &*YEAR),
        ("matrix_after_five_years", &*FIVE_YEARS),
    ];
    for (name, outcome) in lives {
        let view = matrix(outcome);
        insta::assert_snapshot!(name, pictures(|width| report::matrix(&view, width)));
    }
    let view = matrix(&YEAR);
    let area = view
        .areas
        .iter()
        .find(|row| row.id == "language")
        .expect("an area");
    insta::assert_snapshot!("matrix_area", pictures(|width| report::area(area, width)));
    let view = matrix(&FIVE_YEARS);
    insta::assert_snapshot!(
        "matrix_history",
        pictures(|width| report::ratings(&view, width))
    );
    insta::assert_snapshot!("matrix_markdown", report::matrix_markdown(&view));
}

#[test]
fn the_line_at_the_start_names_habits_where_it_has_room() {
    let due = ["redo-experiment", "incident-drill"];
    let plain = |width| -> Vec<String> {
        let lines = report::habits_line(&due, width);
        lines.iter().map(Line::plain).collect()
    };
    assert_eq!(plain(80), ["Habits due: redo-experiment, incident-drill."]);
    assert_eq!(plain(40), ["2 habits are due: nodequiz habits"]);
    assert_eq!(report::habits_line(&[], 80), []);
}
