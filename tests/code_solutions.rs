//! The built-in code cards are proved on each line of Node.js that `NODEQUIZ_NODES` names: the model
//! passes and the starter fails; each wrong solution under `tests/solutions/` fails for the test that it
//! names, and each other right one passes.
//!
//! This is a separate program: running code adopts orphaned processes, and those of other tests
//! must be left alone.

#![allow(clippy::print_stderr, reason = "what a test skips is printed")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use nodequiz::deck::{Card, Library, Source, builtin, parse};
use nodequiz::question::{CodeTask, Question};
use nodequiz::session::{CardTools as _, TestEnd, TestRun};
use nodequiz::store::{Clock, Home, SystemTools};

/// The commands of the Node.js lines to prove on.
fn nodes() -> Vec<String> {
    match env::var("NODEQUIZ_NODES") {
        Ok(nodes) => nodes.split(':').map(str::to_owned).collect(),
        Err(_) => vec!["node".to_owned()],
    }
}

fn cards() -> Vec<Card> {
    let decks = builtin().iter().map(|(file, text)| {
        let parsed = parse(&Source::new(file, *text));
        parsed
            .deck
            .unwrap_or_else(|| panic!("{file}: {:?}", parsed.diagnostics))
    });
    let cards = decks.flat_map(|deck| deck.cards);
    cards
        .filter(|card| matches!(card.data(), Question::Code(_)))
        .collect()
}

fn task(card: &Card) -> &CodeTask {
    match card.data() {
        Question::Code(task) => task,
        _ => panic!("{} is not a code card", card.id),
    }
}

/// The cards with solutions to run, each with a file of its own under `tests/solutions/<card>/`.
fn solutions(card: &Card) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/solutions");
    let folder = root.join(card.id.short());
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<(PathBuf, String)> = entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("a solution");
            (path, text)
        })
        .collect();
    files.sort();
    files
}

/// One run at a time: a run ends whatever it has not seen before among the processes below this one.
static RUNNING: Mutex<()> = Mutex::new(());

/// Runs solutions and collects what is wrong with their results.
struct Prover<'a> {
    /// Each Node.js with its tools.
    nodes: Vec<(String, SystemTools<'a>)>,
    runs: usize,
    wrong: Vec<String>,
}

impl<'a> Prover<'a> {
    fn new(home: &'a Home, library: &'a Library) -> Self {
        let tools = |node: String| {
            let tools = SystemTools::new(home, Clock::system(), library, "", &node);
            (node, tools)
        };
        Self {
            nodes: nodes().into_iter().map(tools).collect(),
            runs: 0,
            wrong: Vec::new(),
        }
    }

    /// Runs a solution of a card on each Node.js that can run it.
    fn prove(
        &mut self,
        card: &Card,
        what: &str,
        text: &str,
        check: impl Fn(&TestRun) -> Option<String>,
    ) {
        for (node, tools) in &mut self.nodes {
            if let Some(why) = tools.cannot_test(task(card)) {
                assert!(
                    env::var_os("NODEQUIZ_NODES").is_none() || task(card).node > 22,
                    "{why}"
                );
                eprintln!("{}: {why}", card.id);
                continue;
            }
            let ran = tools
                .test(card, task(card), text, &mut || true)
                .expect("it runs");
            self.runs += 1;
            if let Some(fault) = check(&ran) {
                self.wrong
                    .push(format!("{}, {what}, {node}: {fault}\n{ran:#?}", card.id));
            }
        }
    }

    fn assert_nothing_wrong(&self) {
        let wrong = &self.wrong;
        assert!(
            wrong.is_empty(),
            "{} faults in {} runs:\n{}",
            wrong.len(),
            self.runs,
            wrong.join("\n")
        );
    }
}

#[test]
fn models_pass_and_starters_fail() {
    let _alone = RUNNING.lock();
    let folder = tempfile::tempdir().expect("a folder");
    let (home, library) = (Home::under(folder.path()), Library::default());
    let mut prover = Prover::new(&home, &library);
    for card in &cards() {
        let model = &task(card).solution.text;
        prover.prove(card, "model", model, |ran| {
            (ran.end != TestEnd::Passed).then(|| "does not pass".to_owned())
        });
        let starter = &task(card).starter.text;
        prover.prove(card, "starter", starter, |ran| {
            (ran.end == TestEnd::Passed).then(|| "passes".to_owned())
        });
    }
    prover.assert_nothing_wrong();
}

#[test]
#[ignore = "takes minutes; .ci/full runs it"]
fn wrong_solutions_fail_for_their_test_and_other_right_ones_pass() {
    let _alone = RUNNING.lock();
    let folder = tempfile::tempdir().expect("a folder");
    let (home, library) = (Home::under(folder.path()), Library::default());
    let mut prover = Prover::new(&home, &library);
    let (mut all_wrong, mut all_right) = (0, 0);
    for card in &cards() {
        let mut wrong_ones = 0;
        for (path, text) in solutions(card) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if name.starts_with("right-") {
                all_right += 1;
                prover.prove(card, &name, &text, |ran| {
                    (ran.end != TestEnd::Passed).then(|| "does not pass".to_owned())
                });
                continue;
            }
            wrong_ones += 1;
            let first = text
                .lines()
                .next()
                .and_then(|line| line.strip_prefix("// fails: "));
            let expected = first.unwrap_or_else(|| panic!("{name} does not say what fails"));
            prover.prove(card, &name, &text, |ran| {
                let result = ran.results.iter().find(|result| result.name == expected);
                match result {
                    None => Some(format!("there is no test `{expected}`")),
                    Some(result) if result.passed == Some(true) => {
                        Some(format!("`{expected}` passes"))
                    }
                    Some(_) => (ran.end == TestEnd::Passed).then(|| "passes".to_owned()),
                }
            });
        }
        assert!(
            wrong_ones >= 4,
            "{} has only {wrong_ones} wrong solutions",
            card.id
        );
        all_wrong += wrong_ones;
    }
    eprintln!(
        "{all_wrong} wrong solutions and {all_right} other right ones, {} runs",
        prover.runs
    );
    prover.assert_nothing_wrong();
}
