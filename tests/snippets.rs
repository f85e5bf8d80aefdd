//! The decks' code runs: a program prints, or does wrong, what its card says.
//!
//! It is checked under each line of Node.js that [`nodes`](crate::nodes) finds.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use nodequiz::deck::{Card, Source, builtin, parse};
use nodequiz::question::{Bug, Code, Output, Question};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use serde::Serialize;

use crate::nodes::{End, Node, Outcome, REGIONS, in_ci, nodes};

/// How often a program must print the same: at the gate, and during development.
const RUNS_IN_CI: usize = 20;
const RUNS: usize = REGIONS.len();

/// How often a proof must end as it should.
const PROOFS_IN_CI: usize = 3;
const PROOFS: usize = 1;

/// How a proof ends that has seen the fault, and one that has not.
const FAULT: End = End::Code(10);
const SOUND: End = End::Code(0);

/// Programs that run at the same time.
const AT_ONCE: usize = 2;

fn project(inside: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(inside)
}

/// The cards of all built-in decks.
fn cards() -> Vec<Card> {
    let decks = builtin().iter().map(|(file, text)| {
        let parsed = parse(&Source::new(file, *text));
        parsed
            .deck
            .unwrap_or_else(|| panic!("{file}: {:?}", parsed.diagnostics))
    });
    decks.flat_map(|deck| deck.cards).collect()
}

/// The cards of a kind, by the name that the history knows them by.
fn cards_with<T>(data: impl Fn(Question) -> Option<T>) -> Vec<(String, T)> {
    let named = |card: Card| Some((card.id.to_string(), data(card.data().clone())?));
    cards().into_iter().filter_map(named).collect()
}

fn outputs() -> Vec<(String, Output)> {
    cards_with(|data| match data {
        Question::Output(output) => Some(output),
        _ => None,
    })
}

fn bugs() -> Vec<(String, Bug)> {
    cards_with(|data| match data {
        Question::Bug(bug) => Some(*bug),
        _ => None,
    })
}

/// The name of the file that a program is run from: it makes Node take it for what it is.
fn file_name(code: &Code) -> Result<&'static str, String> {
    match &*code.language {
        "js" => Ok("card.cjs"),
        "mjs" => Ok("card.mjs"),
        other => Err(format!(
            "the language of its fence is `{other}`, not `js` or `mjs`"
        )),
    }
}

/// Checks every subject under every Node, some at a time, and fails with all that is wrong.
fn check_all<T: Sync>(
    nodes: &[Node],
    subjects: &[(String, T)],
    check: impl Fn(&Node, &str, &T) -> Result<(), String> + Sync,
) {
    // The checks of one test do not wait for processor time behind those of another.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let next = AtomicUsize::new(0);
    let jobs = nodes.len() * subjects.len();
    let work = || {
        let mut wrong = Vec::new();
        loop {
            let job = next.fetch_add(1, Ordering::Relaxed);
            if job >= jobs {
                return wrong;
            }
            let (id, subject) = &subjects[job / nodes.len()];
            let node = &nodes[job % nodes.len()];
            if let Err(what) = check(node, id, subject) {
                wrong.push(format!("{id} under {node}: {what}"));
            }
        }
    };
    let mut wrong = thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        let found = workers.into_iter().map(thread::ScopedJoinHandle::join);
        found
            .flat_map(|found| found.expect("a check does not panic"))
            .collect::<Vec<_>>()
    });
    wrong.sort();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Runs a program several times, each time in another region, and checks what it prints.
fn prints_its_answer(node: &Node, output: &Output, runs: usize) -> Result<(), String> {
    let file = file_name(&output.code)?;
    for (run, region) in (1..=runs).zip(REGIONS.iter().cycle()) {
        let outcome = node.run(region, &[], (file, &output.code.text));
        let same = outcome.printed == output.prints;
        if !same || outcome.end != End::Code(0) {
            let expected = indented(&output.prints);
            let shown = described(&outcome);
            return Err(format!(
                "run {run} ({region})\n  expected\n{expected}{shown}"
            ));
        }
    }
    Ok(())
}

/// Runs a proof on the faulty and on the fixed code.
fn proves_its_fault(node: &Node, proof: &Path, bug: &Bug, runs: usize) -> Result<(), String> {
    let both = [("faulty", &bug.code, FAULT), ("fixed", &bug.fixed, SOUND)];
    for (which, code, expected) in both {
        let file = file_name(code)?;
        for region in REGIONS.iter().cycle().take(runs) {
            let outcome = node.run(region, &[proof.as_os_str()], (file, &code.text));
            if outcome.end != expected {
                let shown = described(&outcome);
                return Err(format!(
                    "the proof of the {which} code must end with {expected}\n{shown}"
                ));
            }
        }
    }
    Ok(())
}

fn described(outcome: &Outcome) -> String {
    let mut described = format!("  printed\n{}", indented(&outcome.printed));
    if !outcome.complained.is_empty() {
        let _ = write!(
            described,
            "  standard error\n{}",
            indented(&outcome.complained)
        );
    }
    let _ = writeln!(described, "  end: {}", outcome.end);
    described
}

fn indented(text: &str) -> String {
    text.lines().fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "    {line}");
        all
    })
}

/// JavaScript in a Markdown file.
#[derive(Serialize)]
struct Snippet {
    /// File and line of the fence.
    place: String,
    /// Whether it is an ES module, or else a script with `require`.
    module: bool,
    text: String,
}

/// The JavaScript of a Markdown file, in fences at any depth.
fn snippets_of(name: &str, markdown: &str) -> Vec<Snippet> {
    let source = Source::new(name, markdown.to_owned());
    let mut found: Vec<Snippet> = Vec::new();
    let mut inside = false;
    let mut of_modules = false;
    for (event, bytes) in Parser::new(markdown).into_offset_iter() {
        match event {
            // Code cards run in a folder of modules.
            Event::Start(Tag::Heading { .. }) => of_modules = markdown[bytes].contains(" .code"),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let module = match info.split_whitespace().next() {
                    Some("mjs") => true,
                    Some("js") => of_modules,
                    Some("cjs" | "javascript") => false,
                    _ => continue,
                };
                let (line, _) = source.line_column(bytes.start);
                inside = true;
                found.push(Snippet {
                    place: format!("{name}:{line}"),
                    module,
                    text: String::new(),
                });
            }
            Event::Text(text) if inside => {
                let snippet = found.last_mut().expect("a fence was begun");
                snippet.text.push_str(&text);
            }
            Event::End(_) => inside = false,
            _ => {}
        }
    }
    found
}

/// The JavaScript of the decks and of the interview prompts.
fn snippets() -> Vec<Snippet> {
    let mut found = Vec::new();
    for folder in ["decks", "decks/interview"] {
        let entries = fs::read_dir(project(folder))
            .into_iter()
            .flatten()
            .flatten();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        files.retain(|file| file.extension() == Some(OsStr::new("md")));
        files.sort();
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&file).expect("a deck");
            found.extend(snippets_of(&format!("{folder}/{name}"), &text));
        }
    }
    found
}

/// Has Node parse snippets, without running them.
fn parses(node: &Node, snippets: &[Snippet]) -> Result<(), String> {
    let list = serde_json::to_string(snippets).expect("texts make JSON");
    let checker = project("tests/parses.mjs");
    let arguments = [
        OsStr::new("--experimental-vm-modules"),
        OsStr::new("--no-warnings"),
        checker.as_os_str(),
    ];
    let outcome = node.run(&REGIONS[0], &arguments, ("snippets.json", &list));
    let all = format!("{} parse\n", snippets.len());
    if outcome.printed == all && outcome.end == End::Code(0) {
        Ok(())
    } else {
        Err(format!("not all {all}{}", described(&outcome)))
    }
}

fn proof_of(card: &str) -> PathBuf {
    project("tests/bugs").join(format!("{card}.mjs"))
}

#[test]
fn every_output_card_prints_exactly_its_answer() {
    let nodes = nodes("what the programs of output cards print");
    let runs = if in_ci() { RUNS_IN_CI } else { RUNS };
    let outputs = outputs();
    assert!(!outputs.is_empty());
    check_all(nodes, &outputs, |node, _, output| {
        prints_its_answer(node, output, runs)
    });
}

#[test]
fn every_bug_card_shows_its_fault_and_no_fault_once_fixed() {
    let nodes = nodes("whether the code of bug cards has its fault");
    let runs = if in_ci() { PROOFS_IN_CI } else { PROOFS };
    let bugs = bugs();
    assert!(!bugs.is_empty());
    check_all(nodes, &bugs, |node, id, bug| {
        proves_its_fault(node, &proof_of(id), bug, runs)
    });
}

#[test]
fn every_bug_card_has_a_proof_and_every_proof_a_card() {
    let mut proofs = BTreeSet::new();
    for deck in fs::read_dir(project("tests/bugs")).expect("the proofs") {
        let deck = deck.expect("an entry").path();
        // Beside the decks' folders are the files that all proofs share.
        for proof in fs::read_dir(&deck).into_iter().flatten() {
            proofs.insert(proof.expect("an entry").path());
        }
    }
    let wanted: BTreeSet<_> = bugs().iter().map(|(id, _)| proof_of(id)).collect();
    let missing: Vec<_> = wanted.difference(&proofs).collect();
    let left_over: Vec<_> = proofs.difference(&wanted).collect();
    assert!(missing.is_empty(), "write these proofs: {missing:#?}");
    assert!(
        left_over.is_empty(),
        "proofs of no bug card: {left_over:#?}"
    );
}

#[test]
fn all_javascript_of_decks_and_interview_prompts_parses() {
    let nodes = nodes("whether the JavaScript of the decks parses");
    let snippets = snippets();
    assert!(!snippets.is_empty());
    check_all(
        nodes,
        &[("decks".to_owned(), snippets)],
        |node, _, snippets| parses(node, snippets),
    );
}

#[test]
fn a_card_with_wrong_output_is_reported() {
    for node in nodes("whether wrong cards are found") {
        let output = |language: &str, text: &str, prints: &str| Output {
            code: Code {
                language: language.to_owned().into(),
                text: text.to_owned().into(),
            },
            prints: prints.to_owned().into(),
        };
        let right = output("js", "console.log(1);", "1\n");
        assert_eq!(prints_its_answer(node, &right, 1), Ok(()));
        let wrong = [
            (
                "console.log(1);",
                "2\n",
                "expected\n    2\n  printed\n    1\n",
            ),
            ("console.log(1);", "1\n\n", "printed"),
            ("console.log(1); throw 7;", "1\n", "end: exit code 1"),
            (
                "console.log(new Date(0).getHours());",
                "0\n",
                "Asia/Shanghai",
            ),
            ("console.log((0.5).toLocaleString());", "0.5\n", "de_DE"),
            ("import 'node:fs';", "1\n", "SyntaxError"),
        ];
        for (text, prints, why) in wrong {
            let found = prints_its_answer(node, &output("js", text, prints), RUNS);
            let found = found.expect_err(text);
            assert!(found.contains(why), "{text}: {found}");
        }
        let unknown = prints_its_answer(node, &output("ts", "", "1\n"), 1);
        assert!(unknown.is_err_and(|why| why.contains("`ts`")));
    }
}

#[test]
fn a_fault_that_does_not_show_or_is_not_fixed_is_reported() {
    for node in nodes("whether wrong proofs are found") {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let proof = folder.path().join("proof.mjs");
        let read = "import { readFileSync } from 'node:fs';\n\
                    process.exit(Number(readFileSync(process.argv[2], 'utf8')));\n";
        fs::write(&proof, read).expect("a file");
        let code = |text: &str| Code {
            language: "mjs".into(),
            text: text.to_owned().into(),
        };
        let bug = |faulty, fixed| Bug {
            code: code(faulty),
            lines: vec![1],
            points: Vec::new(),
            fixed: code(fixed),
        };
        let check = |bug: &Bug| proves_its_fault(node, &proof, bug, 1);
        assert_eq!(check(&bug("10", "0")), Ok(()));
        let wrong = [
            ("0", "0", "faulty"),
            ("1", "0", "faulty"),
            ("10", "10", "fixed"),
        ];
        for (faulty, fixed, which) in wrong {
            let found = check(&bug(faulty, fixed)).expect_err("a wrong card");
            assert!(found.contains(which), "{faulty}, {fixed}: {found}");
        }
    }
}

#[test]
fn a_snippet_that_does_not_parse_is_reported_with_its_place() {
    let markdown = "# A\n\n- point\n\n  ```js\n  return require('x');\n  ```\n\n\
                    ```mjs\nawait import('x');\n```\n\n```js\nawait 1;\n```\n\n```sh\nls (\n```\n\n\
                    ```mjs\nreturn;\n```\n";
    let snippets = snippets_of("mine.md", markdown);
    let places: Vec<_> = snippets.iter().map(|one| one.place.as_str()).collect();
    assert_eq!(
        places,
        ["mine.md:5", "mine.md:9", "mine.md:13", "mine.md:21"]
    );
    for node in nodes("whether JavaScript that does not parse is found") {
        assert_eq!(parses(node, &snippets[..2]), Ok(()));
        let found = parses(node, &snippets).expect_err("two do not parse");
        assert!(found.contains("mine.md:13: SyntaxError"), "{found}");
        assert!(found.contains("mine.md:21: SyntaxError"), "{found}");
        assert!(!found.contains("mine.md:5:"), "{found}");
    }
}
