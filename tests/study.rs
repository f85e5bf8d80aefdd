//! `nodequiz study`, as a person uses it.

use std::fmt::Write as _;
use std::path::Path;

use nodequiz::terminal::Key;
use rustix::process::Signal;
use serde_json::Value;

use crate::home::{Home, text};
use crate::pty::{End, Terminal};

const SIZE: (u16, u16) = (80, 24);

/// Ten cards of three kinds, in the order in which they are asked.
const THREE_KINDS: &str = "\
# Mine {#mine}

## Recall one? {#r1}

The first answer.

## Points one? {#p1}

- **an essential point**
- **another essential point**
- a point beside them

Why it is so.

## Choice one? {#h1}

- [ ] a wrong option
- [x] the right option
- [ ] another wrong one

Because it is right.

## Recall two? {#r2}

The second answer.

## Points two? {#p2}

- **the one essential point**
- a lesser point

## Choice two? {#h2}

- [x] the right option
- [x] the other right option
- [ ] a wrong option

Because both are right.

## Recall three? {#r3}

The third answer.

## Choice three? {#h3}

- [ ] a wrong option
- [x] the right option
- [ ] another wrong one

Because.

## Points three? {#p3}

- **the only one that counts**
- not this

## Recall four? {#r4}

The fourth answer.
";

/// Reveals a recall card and grades it.
fn recall(terminal: &mut Terminal, question: &str, grade: &str) {
    terminal.see(question);
    terminal.press(" ");
    terminal.see("Enter good");
    terminal.press(grade);
}

/// The letter of an option on the screen.
fn letter(terminal: &Terminal, option: &str) -> String {
    let screen = terminal.screen();
    let line = screen
        .lines()
        .find(|line| line.trim_end().ends_with(&format!(" {option}")))
        .unwrap_or_else(|| panic!("no {option:?} on the screen:\n{screen}"));
    let before = line
        .trim_end()
        .strip_suffix(option)
        .expect("it ends so")
        .trim_end();
    let before = before
        .trim_end_matches("[ ]")
        .trim_end_matches("[x]")
        .trim_end_matches("( )")
        .trim_end();
    before.chars().last().expect("a letter").to_string()
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one session, from its start to its end"
)]
fn ten_cards_of_three_kinds_take_every_grade() {
    let home = Home::new();
    home.write("data/decks/mine.md", THREE_KINDS);
    let mut terminal = home.terminal(&["study", "mine", "--new", "10"], SIZE);

    terminal.see("1 of 10");
    recall(&mut terminal, "Recall one?", "4");

    terminal.see("Points one?");
    assert!(
        !terminal.screen().contains("essential"),
        "nothing is revealed before the answer"
    );
    terminal.press(" ");
    terminal.see("Which of these were in your answer?");
    terminal.press("ac");
    terminal.see("2 of 3, 1 of 2 essentials → again");
    terminal.press("b");
    terminal.see("3 of 3, both essentials → good");
    terminal.press_key(&Key::Enter);

    terminal.see("Choice one?");
    assert!(
        !terminal.screen().contains("the right option"),
        "the question stands alone at first"
    );
    terminal.press(" ");
    terminal.see("the right option");
    let right = letter(&terminal, "the right option");
    terminal.press(&right);
    terminal.see("(x)");
    terminal.press_key(&Key::Enter);
    terminal.see("✓ Right.");
    terminal.see("Because it is right.");
    terminal.press_key(&Key::Enter);

    recall(&mut terminal, "Recall two?", "2");

    terminal.see("Points two?");
    terminal.press(" ");
    terminal.see("Which of these");
    terminal.press("b");
    terminal.see("→ again");
    terminal.press_key(&Key::Enter);

    terminal.see("Choice two?");
    terminal.press(" ");
    terminal.see("More than one is right.");
    let (one, other) = (
        letter(&terminal, "the right option"),
        letter(&terminal, "the other right option"),
    );
    terminal.press(&one);
    terminal.press(&other);
    terminal.press_key(&Key::Enter);
    terminal.see("✓ Right.");
    terminal.press("g");

    recall(&mut terminal, "Recall three?", "1");

    terminal.see("Choice three?");
    terminal.press(" ");
    terminal.see("the right option");
    terminal.press_key(&Key::Tab);
    terminal.see("You said that you don't know.");
    terminal.press_key(&Key::Enter);

    terminal.see("Points three?");
    terminal.press(" ");
    terminal.see("Which of these");
    terminal.press("a");
    terminal.see("the essential one → good");
    terminal.press("4");

    recall(&mut terminal, "Recall four?", "3");

    // What was failed comes back until it is passed, after six others: a card that passed stands in between.
    recall(&mut terminal, "Recall one?", "3");
    terminal.see("Points two?");
    terminal.see("once more");
    terminal.press(" ");
    terminal.see("Which of these");
    terminal.press("A");
    terminal.see("→ good");
    terminal.press_key(&Key::Enter);
    terminal.see("Choice two?");
    terminal.press(" ");
    terminal.see("More than one is right.");
    let (one, other) = (
        letter(&terminal, "the right option"),
        letter(&terminal, "the other right option"),
    );
    terminal.press(&one);
    terminal.press(&other);
    terminal.press_key(&Key::Enter);
    terminal.see("✓ Right.");
    terminal.press_key(&Key::Enter);
    recall(&mut terminal, "Recall three?", "3");
    terminal.see("Choice three?");
    terminal.press(" ");
    terminal.see("the right option");
    let right = letter(&terminal, "the right option");
    terminal.press(&right);
    terminal.see("(x)");
    terminal.press_key(&Key::Enter);
    terminal.see("✓ Right.");
    terminal.press_key(&Key::Enter);

    terminal.see(" Done ");
    terminal.see("15 answers");
    terminal.see("6 of 10 right at first");
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();

    assert_eq!(
        home.reviews(),
        [
            "mine/r1 easy",
            "mine/p1 good",
            "mine/h1 good",
            "mine/r2 hard",
            "mine/p2 again",
            "mine/h2 again",
            "mine/r3 again",
            "mine/h3 again",
            "mine/p3 easy",
            "mine/r4 good",
            "mine/r1 good",
            "mine/p2 good",
            "mine/h2 good",
            "mine/r3 good",
            "mine/h3 good",
        ]
    );
    let journal = home.journal();
    assert_eq!(journal[1]["points"], serde_json::json!([0, 1, 2]));
    assert_eq!(journal[4]["points"], serde_json::json!([1]));
    assert_eq!(journal[5]["guessed"], true, "a right pick that was guessed");
    assert_eq!(journal[5]["verdict"], 1.0);
    assert!(
        journal
            .iter()
            .all(|line| line["mode"] == "study" && line["ms"].is_u64())
    );
}

/// Writes an answer into the journal by hand, with the seconds spent on it.
fn spend(home: &Home, answers: usize, seconds: u32) {
    let mut lines = String::new();
    for answer in 0..answers {
        let _ = writeln!(
            lines,
            "{{\"v\":1,\"event\":\"review\",\"at\":\"2026-11-20T09:{answer:02}:30+01:00\",\"day\":\"2026-11-20\",\
             \"card\":\"other/x{answer}\",\"grade\":\"good\",\"ms\":{},\"mode\":\"study\"}}",
            seconds * 1000
        );
    }
    home.write("data/reviews/hand/2026-11.jsonl", &lines);
}

#[test]
fn a_second_session_keeps_to_the_minutes_of_the_day() {
    let home = Home::new().at("2026-11-20T10:00:00+01:00");
    home.recall_deck(60);
    // Nineteen of twenty minutes are used up; a new card takes forty seconds.
    spend(&home, 19, 60);
    let due = home.json(&["due", "mine", "--json"]);
    assert_eq!(due["minutes_left"], 1);
    assert_eq!(
        due["queue"]["cards"], 0,
        "nineteen new cards were met today already"
    );
    let home = home.with("NODEQUIZ_NEW_PER_DAY", "50");
    assert_eq!(home.json(&["due", "mine", "--json"])["queue"]["cards"], 2);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    recall(&mut terminal, "Question number 0?", "3");
    recall(&mut terminal, "Question number 1?", "3");
    // Both took no time, so the day still has its minute: the session plans again.
    terminal.see("Question number 2?");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));

    spend(&home, 20, 60);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("Today's minutes are used up");
    terminal.see("study mine --minutes 40");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews().len(), 22, "nothing more was asked");
    let mut terminal = home.terminal(&["study", "mine", "--minutes", "40"], SIZE);
    terminal.see("Question number 2?");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn a_day_a_week_and_a_month_later_just_the_cards_are_due_that_py_fsrs_says() {
    let table: Value = serde_json::from_str(include_str!("fixtures/due-table.json")).expect("JSON");
    let mut home = Home::new().with("NODEQUIZ_NEW_PER_DAY", "10");
    home.recall_deck(10);
    for visit in table["visits"].as_array().expect("visits") {
        let day = visit["day"].as_i64().expect("a day");
        let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date")
            + chrono::Duration::days(day);
        home = home.at(&format!("{date}T09:00:00+01:00"));
        let expected: Vec<&str> = visit["due"]
            .as_array()
            .expect("cards")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let due = home.json(&["due", "mine", "--json"]);
        let mut asked: Vec<String> = due["next"]
            .as_array()
            .expect("cards")
            .iter()
            .map(|card| card["id"].as_str().expect("an id").replace("mine/", ""))
            .collect();
        asked.sort();
        assert_eq!(asked, expected, "on day {day}");

        for card in expected {
            for grade in visit["answers"][card].as_array().expect("grades") {
                let place = grade.as_u64().expect("a grade") as usize - 1;
                let grade = ["again", "hard", "good", "easy"][place];
                home.ok(&["review", &format!("mine/{card}"), grade]);
            }
        }
    }
}

#[test]
fn a_session_killed_after_any_answer_has_lost_none_and_goes_on_from_there() {
    for answers in 1..=20 {
        let home = Home::new().with("NODEQUIZ_NEW_PER_DAY", "25");
        home.recall_deck(25);
        let mut terminal = home.terminal(&["study", "mine"], SIZE);
        for card in 0..answers {
            recall(&mut terminal, &format!("Question number {card}?"), "3");
        }
        terminal.see(&format!("Question number {answers}?"));
        terminal.signal(Signal::KILL);
        assert_eq!(terminal.wait(), End::Killed("Killed".into()));
        assert_eq!(home.reviews().len(), answers, "after {answers} answers");
        let mut terminal = home.terminal(&["study", "mine"], SIZE);
        terminal.see(&format!("Question number {answers}?"));
        terminal.press("q");
        assert_eq!(terminal.wait(), End::Code(0));
    }
}

/// Ends a session in mid-card, after one answer, and checks what is left behind.
fn ended_in_mid_card(end: impl FnOnce(&mut Terminal), expected: &End) {
    let home = Home::new();
    home.recall_deck(5);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    recall(&mut terminal, "Question number 0?", "3");
    terminal.see("Question number 1?");
    terminal.press(" ");
    terminal.see("Answer number 1.");
    end(&mut terminal);
    assert_eq!(terminal.wait(), *expected);
    if *expected != End::Code(129) {
        terminal.assert_restored();
        assert!(terminal.screen().contains("Saved"), "{}", terminal.screen());
    }
    assert_eq!(home.reviews(), ["mine/c0 good"]);
    assert!(
        home.path("data/schedule.json").exists(),
        "the next start is warm"
    );
}

#[test]
fn ctrl_c_ends_as_q_does_with_130() {
    ended_in_mid_card(
        |terminal| terminal.press_key(&Key::Ctrl('c')),
        &End::Code(130),
    );
    ended_in_mid_card(|terminal| terminal.signal(Signal::INT), &End::Code(130));
    ended_in_mid_card(|terminal| terminal.press("q"), &End::Code(0));
}

#[test]
fn a_termination_ends_with_143_and_everything_saved() {
    ended_in_mid_card(|terminal| terminal.signal(Signal::TERM), &End::Code(143));
}

#[test]
fn a_closed_window_ends_with_129_and_everything_saved() {
    ended_in_mid_card(Terminal::close, &End::Code(129));
}

#[test]
fn the_summary_is_as_wide_as_the_window_is_at_the_end() {
    let home = Home::new().with("NO_COLOR", "1");
    home.recall_deck(2);
    let mut terminal = home.terminal(&["study", "mine"], (100, 30));
    terminal.see("Question number 0?");
    terminal.press(" ");
    terminal.see("Enter good");
    terminal.press("3");
    terminal.see("Question number 1?");
    terminal.resize_and_see((40, 30), "Question number 1?");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    let screen = terminal.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let at = lines.iter().position(|line| line.starts_with(" answered"));
    let rest = lines[at.expect("a summary") + 1];
    assert!(
        rest.starts_with("               "),
        "in its column:\n{screen}"
    );
}

#[test]
fn study_ahead_with_nothing_to_ask_does_not_suggest_itself() {
    let home = Home::new();
    home.recall_deck(1);
    let printed = home.ok(&["--plain", "study", "mine", "--code", "--ahead"]);
    assert!(printed.starts_with("No card is left to ask"), "{printed}");
    assert!(!printed.contains("--ahead"), "{printed}");
}

#[test]
fn a_resize_draws_again_and_harms_nothing() {
    let home = Home::new();
    home.recall_deck(5);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("Question number 0?");
    for size in [(40, 12), (200, 50), (20, 6), (80, 24)] {
        terminal.resize(size);
        terminal.see("Question");
    }
    terminal.press(" ");
    terminal.see("Answer number 0.");
    terminal.resize((100, 30));
    terminal.see("Answer number 0.");
    terminal.press("3");
    terminal.see("Question number 1?");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews(), ["mine/c0 good"]);
}

#[test]
fn pasted_text_and_unknown_keys_answer_nothing() {
    let home = Home::new();
    home.recall_deck(5);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("Question number 0?");
    terminal.paste(" 3 3 3 q\n");
    terminal.press_key(&Key::Unknown);
    terminal.press(" ");
    terminal.see("Answer number 0.");
    terminal.paste("3");
    terminal.press_key(&Key::Unknown);
    terminal.press("2");
    terminal.see("Question number 1?");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews(), ["mine/c0 hard"]);
}

#[test]
fn keys_typed_before_the_session_is_drawn_answer_nothing() {
    let home = Home::new();
    home.recall_deck(5);
    let script = "read line; exec \"$0\" study mine";
    let program = env!("CARGO_BIN_EXE_nodequiz");
    let mut terminal = home.terminal_of(Path::new("sh"), &["-c", script, program], SIZE);
    terminal.type_ahead(b"this line is for the shell\n 3 3 \n");
    terminal.see("Question number 0?");
    terminal.settle();
    let screen = terminal.screen();
    assert!(!screen.contains("Answer number 0."), "{screen}");
    terminal.press(" ");
    terminal.see("Answer number 0.");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(home.reviews().is_empty());
}

#[test]
fn without_a_terminal_there_is_a_clear_error_at_once() {
    let output = Home::new().run(&["study"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "");
    let error = text(&output.stderr);
    assert!(error.contains("no terminal"), "{error}");
    assert!(
        error.contains("nodequiz due --json"),
        "what to do instead: {error}"
    );
}

#[test]
fn a_second_session_says_where_the_first_one_is() {
    let home = Home::new();
    home.recall_deck(5);
    let mut first = home.terminal(&["study", "mine"], SIZE);
    first.see("Question number 0?");
    let mut second = home.terminal(&["study", "mine"], SIZE);
    second.see("another session is open");
    second.see("`nodequiz study`");
    assert_eq!(second.wait(), End::Code(1));
    let output = home.run(&["review", "mine/c4", "good"]);
    assert!(output.status.success(), "`review` works meanwhile");
    recall(&mut first, "Question number 0?", "3");
    first.see("Question number 1?");
    first.press("q");
    assert_eq!(first.wait(), End::Code(0));
    let mut both = home.reviews();
    both.sort();
    assert_eq!(both, ["mine/c0 good", "mine/c4 good"]);
}

#[test]
fn a_deck_with_an_error_is_named_and_the_others_are_studied() {
    let home = Home::new();
    home.recall_deck(3);
    home.write(
        "data/decks/broken.md",
        "# Broken {#broken}\n\n## Which? {#q .chioce}\n\nAn answer.\n",
    );
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    recall(&mut terminal, "Question number 0?", "3");
    terminal.press("q");
    terminal.see("Saved");
    terminal.see("decks/broken.md");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn an_undo_in_the_session_brings_the_card_back() {
    let home = Home::new();
    home.recall_deck(3);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    recall(&mut terminal, "Question number 0?", "1");
    terminal.see("Question number 1?");
    terminal.press("u");
    terminal.see("Question number 0?");
    terminal.see("undone");
    recall(&mut terminal, "Question number 0?", "3");
    terminal.see("Question number 1?");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    let journal = home.journal();
    assert_eq!(journal.len(), 3);
    assert_eq!(journal[1]["event"], "undo");
    assert_eq!(journal[1]["of"], journal[0]["id"]);
}

#[test]
fn looking_at_a_card_and_leaving_writes_no_history() {
    let home = Home::new();
    home.recall_deck(2);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("Question number 0?");
    terminal.press("q");
    terminal.see("Nothing answered, nothing changed.");
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(
        !terminal.screen().contains("warning"),
        "{}",
        terminal.screen()
    );
    assert!(!home.path("data/reviews").exists() && !home.path("data/schedule.json").exists());
}

#[test]
fn a_finished_limit_is_not_the_end_of_the_day() {
    let home = Home::new();
    home.recall_deck(8);
    let mut terminal = home.terminal(&["study", "mine", "--limit", "2"], SIZE);
    for _ in 0..2 {
        terminal.see("Question number");
        terminal.press(" ");
        terminal.see("Enter good");
        terminal.press_key(&Key::Enter);
    }
    terminal.see("continue with nodequiz study");
    let screen = terminal.screen();
    assert!(!screen.contains("Done for today"), "{screen}");
    assert!(screen.contains(" Done "), "{screen}");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn yes_is_said_by_the_place_of_its_key() {
    let home = Home::new();
    home.recall_deck(3);
    home.ok(&["pause", "3d"]);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("End the pause and study now?");
    terminal.press("н");
    terminal.see("Question number");
    // A page outside of the cards: the help of a card, then q.
    terminal.press("й");
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
}
