//! A person who is interviewed: what they answer, tick and rate.

use nodequiz::terminal::Key;
use serde_json::Value;

use crate::home::Home;
use crate::pty::{Terminal, TerminalSize};

const CARDS: &str = include_str!("fixtures/interview-cards.md");
pub(crate) const PROMPTS: &str = include_str!("fixtures/interview-prompts.md");

/// The topics of the deck and the prompts above, and of nothing else.
const TOPICS: [&str; 8] = [
    "--topic", "alpha", "--topic", "beta", "--topic", "gamma", "--topic", "delta",
];

/// Every question, by some of its words.
const QUESTIONS: [(&str, &str); 12] = [
    ("An order takes eight seconds", "slow"),
    ("How do you see that the pool", "pool-full"),
    ("How does it never come back", "never"),
    ("What would you tell the cust", "customers"),
    ("Tell me about a decision", "regret"),
    ("Who warned you?", "warned"),
    ("What blocks the loop?", "blocks"),
    ("too many open files?", "code"),
    ("What does this print?", "prints"),
    ("This handler never answers", "silent"),
    ("What is a handler?", "handler"),
    ("What is a pool?", "what-pool"),
];

pub(crate) fn home() -> Home {
    let home = Home::new();
    home.write("data/decks/gamma.md", CARDS);
    home.write("data/decks/interview/mine-prompts.md", PROMPTS);
    home
}

/// An interview over the topics of the fixtures, with more arguments.
pub(crate) fn start(home: &Home, more: &[&str], size: TerminalSize) -> Terminal {
    let mut args = vec!["interview", "--level", "intermediate"];
    args.extend(TOPICS);
    args.extend(more);
    let mut terminal = home.terminal(&args, size);
    terminal.see("Enter begin");
    terminal.press_key(&Key::Enter);
    terminal
}

pub(crate) fn asked(terminal: &Terminal) -> &'static str {
    terminal.see_one_of(&QUESTIONS)
}

/// Types an answer, and says how sure they are.
pub(crate) fn type_in(terminal: &mut Terminal, text: &str, sure: &str) {
    terminal.see("give up");
    // Not every question can be said aloud, but each can be typed.
    terminal.press("t");
    terminal.see("Esc back");
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            terminal.press_key(&Key::Enter);
        }
        terminal.press(line);
    }
    done(terminal, sure);
}

pub(crate) fn done(terminal: &mut Terminal, sure: &str) {
    terminal.press_key(&Key::Ctrl('d'));
    terminal.see("How sure are you");
    terminal.press(sure);
    terminal.wait_until_gone("How sure are you");
}

/// Says an answer aloud, then summarizes it.
pub(crate) fn say(terminal: &mut Terminal, summary: &str, sure: &str) {
    terminal.see("give up");
    terminal.press_key(&Key::Enter);
    terminal.see("Sum it up");
    terminal.press(summary);
    done(terminal, sure);
}

pub(crate) fn give_up(terminal: &mut Terminal) {
    terminal.see("give up");
    terminal.press("g");
    terminal.see("nobody knows everything");
    terminal.press("g");
    terminal.wait_until_gone("nobody knows everything");
}

/// Answers the question on the screen as the learner of these tests would.
pub(crate) fn answer(terminal: &mut Terminal) -> &'static str {
    let question = asked(terminal);
    match question {
        "slow" => type_in(
            terminal,
            "I measure where the time goes before I change anything,\nthen look at the connection pool",
            "3",
        ),
        "pool-full" => say(
            terminal,
            "waiting time for a connection, apart from the query",
            "4",
        ),
        // Said aloud, and nothing typed.
        "never" => say(terminal, "", "2"),
        "what-pool" => type_in(
            terminal,
            "some connections that are kept open and lent",
            "3",
        ),
        "regret" => {
            terminal.see("give up");
            terminal.press("t");
            terminal.see("↓ next part");
            terminal.press("We chose one big queue for all tenants in the spring");
            terminal.press_key(&Key::Down);
            terminal.press("It was mine to decide within a week");
            terminal.press_key(&Key::Down);
            terminal.press("I decided without a load test, knowing only the average");
            terminal.press_key(&Key::Down);
            terminal.press("Three hours of delay for 400 customers; we test with peaks now");
            done(terminal, "3");
        }
        "blocks" => type_in(
            terminal,
            "a long computation on the main thread blocks all requests",
            "4",
        ),
        "code" => type_in(terminal, "EMFILE", "4"),
        "prints" => type_in(terminal, "one\nthree\ntwo", "4"),
        "handler" => type_in(terminal, "no idea really", "1"),
        "silent" | "warned" => give_up(terminal),
        other => panic!("{other} is not asked"),
    }
    question
}

/// Answers everything; returns the questions in their order.
pub(crate) fn answer_all(terminal: &mut Terminal) -> Vec<&'static str> {
    let mut questions = Vec::new();
    loop {
        let next = format!("question {} ", questions.len() + 1);
        if !terminal.see_one_of(&[(next.as_str(), true), ("Debrief", false)]) {
            return questions;
        }
        let shown = terminal.screen();
        assert!(!shown.contains('✓') && !shown.contains('✗'), "{shown}");
        questions.push(answer(terminal));
    }
}

/// Debriefs an answer: ticks what was in it.
pub(crate) fn tick(terminal: &mut Terminal, question: &str) {
    terminal.see("q later");
    match question {
        // The suggestions are accepted.
        "slow" | "blocks" | "what-pool" => {
            terminal.see("s tick all ~");
            terminal.press("s");
            terminal.see("✓");
        }
        "pool-full" => terminal.press("a"),
        "never" => {
            terminal.see("typed nothing");
            terminal.press("a");
        }
        "regret" => {
            terminal.press("ab");
            terminal.press_key(&Key::Enter);
            terminal.see("Which parts did your story have?");
            terminal.press("A");
        }
        "prints" => terminal.see("it prints"),
        "silent" | "warned" => terminal.see("You gave it up"),
        _ => {}
    }
    terminal.press_key(&Key::Enter);
    // What a good answer looks like, if there is more to say than the points.
    if ["slow", "regret", "blocks", "prints", "silent"].contains(&question) {
        terminal.see("Esc back");
        terminal.press_key(&Key::Enter);
    }
}

/// Debriefs all answers and rates all threads, until the report is shown.
pub(crate) fn debrief_all(terminal: &mut Terminal, total: usize) {
    for number in 1..=total {
        terminal.see(&format!("{number} of {total}"));
        let question = asked(terminal);
        tick(terminal, question);
        let next = format!("{} of {total}", number + 1);
        let after = [
            ("as you would a colleague", "rate"),
            (next.as_str(), "next"),
            ("study these now", "report"),
        ];
        if terminal.see_one_of(&after) == "rate" {
            terminal.press("3");
            terminal.press("2");
            terminal.see("4 weighs them by conditions");
            terminal.press("s");
            terminal.see("Clear");
            terminal.press("4");
            terminal.wait_until_gone("as you would a colleague");
        }
    }
}

/// Debriefs all answers without ticking anything, and rates everything with a middle grade.
pub(crate) fn skim(terminal: &mut Terminal) {
    loop {
        terminal.settle();
        let screen = terminal.screen();
        if screen.contains("q leave") {
            return;
        }
        if screen.contains("leave it out") {
            terminal.press("3333");
        } else {
            terminal.press_key(&Key::Enter);
        }
    }
}

pub(crate) fn remarks<'j>(journal: &'j [Value], step: &str) -> Vec<&'j Value> {
    let remarks = journal.iter().map(|line| &line["interview"]);
    remarks.filter(|remark| remark["step"] == step).collect()
}

pub(crate) fn events(home: &Home, name: &str) -> usize {
    let journal = home.journal();
    journal.iter().filter(|line| line["event"] == name).count()
}
