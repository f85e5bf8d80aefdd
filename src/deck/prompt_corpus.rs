//! The prompt files under `tests/decks/bad-prompts`: the messages of bad ones, and what good ones contain.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::corpus::{assert_reported, files_of, messages_of};
use super::{
    Code, Diagnostic, Level, ParsedPrompts, Source, builtin_prompts, check_prompts, parse_prompts,
    sort_by_place,
};
use crate::question::Point;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/decks/bad-prompts")
}

fn read(text: &str) -> ParsedPrompts {
    parse_prompts(&Source::new("mine.md", text.to_owned()))
}

/// All diagnostics of a file: from the parser and, if it can be used, from the checks.
fn diagnostics_of(path: &Path) -> String {
    let name = path.file_name().expect("a file").to_string_lossy();
    let text = fs::read_to_string(path).expect("a file of prompts");
    let parsed = parse_prompts(&Source::new(&name, text));
    let mut found: Vec<Diagnostic> = parsed.diagnostics;
    let topics = BTreeSet::from(["performance", "streams-io"]);
    found.extend(check_prompts(parsed.file.as_slice(), &topics));
    sort_by_place(&mut found);
    let mut text = String::new();
    for diagnostic in found {
        writeln!(text, "{diagnostic}").expect("writing to a string");
    }
    text
}

/// Every bad file is beside the file with its messages. `UPDATE=1 cargo test` rewrites it.
#[test]
fn bad_prompts_get_their_messages() {
    assert_reported(&files_of(&folder(), "md"), diagnostics_of);
}

/// Every code for prompts occurs in a bad file.
#[test]
fn every_code_of_prompts_has_its_bad_file() {
    let diagnostics_of = messages_of(&folder());
    let mut never_reported = Code::ALL.iter().filter(|code| **code >= Code::Said);
    let never_reported = never_reported.find(|code| !diagnostics_of.contains(&format!("[{code}]")));
    assert_eq!(never_reported, None);
}

/// A prompt with nothing wrong in it.
const GOOD: &str = "\
# Mine {#mine .senior}
<!--
topic: performance
minutes: 4
tags: incident
-->

About them.

## Slow at noon {#noon .expert}
<!--
weight: 3
tags: incident, on-call
-->

Orders are **slow**.

```text
8 s
```

---

- **a**
- b
- c

### One `x`?

- **d**

### Two?

- e
- **f**

### Three?

- **g**

### A weak answer

Weak.

### A strong answer

Strong.

Very.

## Twice {#twice}

Said.

***

Said, too.

---

- **a**
- **b**
- **c**
- d
- e

### 1?

- **a**
- **b**
- **c**
- **d**

### 2?

- **a**

### 3?

- **a**

### A weak answer

w

### A strong answer

s
";

#[test]
fn a_prompt_has_the_content_of_its_file() {
    let parsed = read(GOOD);
    assert_eq!(parsed.diagnostics, []);
    let file = parsed.file.expect("a valid file");
    assert_eq!(
        (
            file.id.as_str(),
            file.title.as_str(),
            file.description.as_str()
        ),
        ("mine", "Mine", "About them.")
    );
    let [noon, twice] = file.prompts.as_slice() else {
        panic!("{} prompts", file.prompts.len());
    };
    assert_eq!(
        (noon.id.as_str(), noon.question.as_str()),
        ("mine/noon", "Slow at noon")
    );
    assert_eq!(noon.spoken, "Orders are **slow**.\n\n```text\n8 s\n```");
    assert_eq!(
        (noon.level, noon.minutes, noon.weight),
        (Level::Expert, 4, 3)
    );
    assert_eq!(
        (noon.topic.as_str(), noon.tags.as_slice()),
        (
            "performance",
            ["incident".to_owned(), "on-call".to_owned()].as_slice()
        )
    );
    let points = |points: &[Point]| -> Vec<(String, bool)> {
        points
            .iter()
            .map(|point| (point.text.to_string(), point.essential))
            .collect()
    };
    let point = |text: &str, essential| (text.to_owned(), essential);
    assert_eq!(
        points(&noon.key_points),
        [point("a", true), point("b", false), point("c", false)]
    );
    let questions = noon.probes.each_ref().map(|probe| probe.question.as_str());
    assert_eq!(questions, ["One `x`?", "Two?", "Three?"]);
    assert_eq!(
        points(&noon.probes[1].points),
        [point("e", false), point("f", true)]
    );
    assert_eq!(
        (noon.weak.as_str(), noon.strong.as_str()),
        ("Weak.", "Strong.\n\nVery.")
    );
    assert_eq!(noon.place.line, 10);
    assert!(file.source.text[noon.place.bytes.clone()].ends_with("Very.\n\n"));

    assert_eq!(
        (twice.level, twice.minutes, twice.weight),
        (Level::Senior, 4, 2)
    );
    assert_eq!(twice.spoken, "Said.\n\n***\n\nSaid, too.");
    assert_eq!(twice.probes[0].points.len(), 4);
}

/// Taking any one line away leaves whole prompts, or an error: never an incomplete prompt.
#[test]
fn whatever_line_is_missing_the_prompts_are_whole_or_the_loss_is_reported() {
    let lines: Vec<&str> = GOOD.lines().collect();
    for gone in 0..lines.len() {
        let mut rest = lines.clone();
        let line = rest.remove(gone);
        let parsed = read(&rest.join("\n"));
        let errors = parsed
            .diagnostics
            .iter()
            .filter(|one| one.is_error())
            .count();
        let prompts = parsed.file.map_or(0, |file| file.prompts.len());
        assert!(prompts == 2 || errors > 0, "without {line:?}");
        if line.starts_with("###") || line == "---" || line.starts_with("##") {
            assert!(
                errors > 0,
                "nothing is diagnostics_of of the missing {line:?}"
            );
        }
    }
}

#[test]
fn windows_line_ends_and_a_missing_last_one_change_nothing() {
    let unix = read(GOOD).file.expect("a valid file");
    let windows = read(&GOOD.trim_end().replace('\n', "\r\n"));
    let windows = windows.file.expect("a valid file");
    for (one, other) in unix.prompts.iter().zip(&windows.prompts) {
        assert_eq!(
            (
                &one.spoken,
                &one.key_points,
                &one.probes,
                &one.weak,
                &one.strong
            ),
            (
                &other.spoken,
                &other.key_points,
                &other.probes,
                &other.weak,
                &other.strong
            )
        );
    }
}

#[test]
fn prompts_without_a_title_take_the_name_of_their_file() {
    let text = GOOD.lines().skip(9).collect::<Vec<_>>().join("\n");
    let parsed = parse_prompts(&Source::new("decks/interview/03-on-call.md", text));
    let file = parsed.file.expect("a valid file");
    assert_eq!(
        (file.id.as_str(), file.title.as_str()),
        ("on-call", "on-call")
    );
    assert_eq!(file.prompts[0].minutes, super::DEFAULT_MINUTES);
}

#[test]
fn of_two_files_with_one_id_the_second_is_reported() {
    let file = |name: &str| {
        let parsed = parse_prompts(&Source::new(name, GOOD));
        parsed.file.expect("a valid file")
    };
    let topics = BTreeSet::from(["performance"]);
    let found = check_prompts(&[file("a.md"), file("b.md")], &topics);
    let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "b.md:1:1: error[D30]: two files of prompts have the id `mine`\n  the second\n  \
          a.md:1:1: the first\n  help: give one of them another id, or move its prompts into the other"
        ]
    );
}

#[test]
fn the_built_in_prompts_have_neither_errors_nor_warnings() {
    let decks = super::builtin().iter().map(|(file, text)| {
        let parsed = super::parse(&Source::new(file, *text));
        parsed.deck.expect("built-in decks have no errors")
    });
    let topics: BTreeSet<String> = decks
        .flat_map(|deck| deck.cards)
        .map(|card| card.topic.to_string())
        .collect();
    let topics = topics.iter().map(String::as_str).collect();
    let mut files = Vec::new();
    for (file, text) in builtin_prompts() {
        let parsed = parse_prompts(&Source::new(file, *text));
        let shown: Vec<String> = parsed.diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(shown, [""; 0]);
        files.extend(parsed.file);
    }
    let found = check_prompts(&files, &topics);
    let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(shown, [""; 0]);
}

/// One fault in a prompt costs that prompt, and it is named.
#[test]
fn a_fault_costs_one_prompt() {
    let faults = [
        ("- **d**\n", "", "noon"),
        ("### Three?\n\n- **g**\n\n", "", "noon"),
        ("weight: 3", "wieght: 3", "noon"),
        ("```text\n8 s\n```", "```text\n8 s", "noon"),
        ("Very.", "<!-- Very.", "noon"),
        ("### 1?", "<pre>\n\n### 1?", "twice"),
        ("{#twice}", "{#twice .sideways}", "twice"),
        ("{#twice}", "{#noon}", "noon"),
    ];
    for (good, fault, costs) in faults {
        let text = GOOD.replacen(good, fault, 1);
        assert_ne!(text, GOOD);
        let parsed = read(&text);
        let served: Vec<String> = parsed
            .file
            .iter()
            .flat_map(|file| &file.prompts)
            .map(|one| one.id.to_string())
            .collect();
        let left: Vec<&str> = parsed.left_out.iter().map(|one| &*one.name).collect();
        assert_eq!(
            (served.len(), left),
            (1, vec![&*format!("mine/{costs}")]),
            "{fault}"
        );
    }
}

proptest! {
    /// Pieces of a valid file in any order, among other things: a prompt is left out only if there is
    /// an error, every fault points into the text, and what is read is complete.
    #[test]
    fn whatever_is_read_is_whole_or_refused(pieces in prop::collection::vec(piece(), 0..24)) {
        let text = pieces.join("\n\n");
        let parsed = read(&text);
        let errors = parsed.diagnostics.iter().any(Diagnostic::is_error);
        prop_assert!(parsed.left_out.is_empty() || errors);
        for label in parsed.diagnostics.iter().flat_map(|one| &one.labels) {
            prop_assert!(text.get(label.span.clone()).is_some(), "{:?}", label);
        }
        for prompt in parsed.file.iter().flat_map(|file| &file.prompts) {
            let essential = |points: &[Point]| points.iter().filter(|one| one.essential).count();
            prop_assert!((3..=5).contains(&prompt.key_points.len()));
            prop_assert!((1..=3).contains(&essential(&prompt.key_points)));
            for probe in &prompt.probes {
                prop_assert!((1..=4).contains(&probe.points.len()));
                prop_assert!(essential(&probe.points) >= 1);
            }
            prop_assert!((1..=15).contains(&prompt.minutes));
            prop_assert!(![&prompt.spoken, &prompt.weak, &prompt.strong].contains(&&String::new()));
        }
    }
}

/// A piece of a file of prompts: mostly whole stretches of a valid one, so that valid files occur.
fn piece() -> impl Strategy<Value = String> {
    let good = GOOD
        .split_once("\n## Twice")
        .map_or(GOOD, |(first, _)| first);
    let whole = good.split_once("## Slow").map_or("", |(_, prompt)| prompt);
    prop_oneof![
        3 => (0_u16..500).prop_map(move |n| format!("## Slow{}", whole.replace("noon", &format!("n{n}")))),
        1 => prop::sample::select(GOOD.split("\n\n").collect::<Vec<_>>()).prop_map(str::to_owned),
        1 => "([#`*<>{}!\\-~\n\r 事a1]|### |---\n|- \\*\\*a\\*\\*\n){0,12}",
    ]
}
