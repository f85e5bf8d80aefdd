//! Texts that would move a cursor, write to the clipboard or deceive a reader, in every field that comes from a
//! deck, a journal, a file name: no command prints them, and no screen shows them.

use super::figures::{Part, Size, on_all_cores};
use super::forged::READING;
use super::test_rng::TestRng;
use crate::home::{Home, text};

/// Written to the clipboard, red, hidden, backwards.
const HOSTILE: [&str; 4] = [
    "\u{1b}]52;c;RVZJTA==\u{7}",
    "\u{1b}[31mred",
    "\u{9b}32m\u{9d}0;title\u{9c}",
    "user\u{202e}nimda\u{200b}",
];

/// A deck with such a text in every field.
fn deck(evil: &str) -> String {
    format!(
        "# Title{evil} {{#evil .beginner}}\n\ntopic: async{evil}\n\n\
         ## Question{evil}? {{#recall}}\n\nAnswer{evil}.\n\n- point{evil}\n\nsee: https://example.com/{evil}\n\n\
         ## Which{evil}? {{#choice .choice}}\n\n- [x] this{evil}\n- [ ] that{evil}\n\nWhy{evil}.\n\n\
         ## Print{evil}? {{#output .output}}\n\n```js\nconsole.log('{evil}')\n```\n\n```output\n{evil}\n```\n\n\
         ## Code{evil} `{evil}` **{evil}** [link{evil}](https://example.com/{evil})? {{#inline}}\n\nA{evil}.\n"
    )
}

/// Whether anything is left that a terminal would act upon, or that deceives.
fn is_clean(printed: &str) -> bool {
    let bad = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{202e}' | '\u{200b}')
    };
    !printed.contains(bad)
}

/// Runs every reading command on a home with this text everywhere. How many runs there were.
fn run(seed: usize) -> usize {
    let mut rng = TestRng::new(seed as u64);
    let evil = HOSTILE[seed % HOSTILE.len()];
    let home = Home::new();
    home.write("data/decks/evil.md", &deck(evil));
    home.write(
        "data/decks/broken.md",
        &format!("# Broken{evil} {{#{evil}}}\n\n## {evil}\n"),
    );
    home.write(
        &format!("data/decks/name{}.md", evil.replace(['/', '\0'], "")),
        "# N {#n}\n\n## Q? {#q}\n\nA.\n",
    );
    home.write(
        "data/reviews/k3f9/2026-11.jsonl",
        &format!("{{\"v\":1,\"torn{evil}\n{evil}\n"),
    );
    home.write(&format!("data/reviews/odd{evil}.txt"), "x");
    let mut commands: Vec<Vec<String>> = READING
        .iter()
        .map(|args| args.iter().map(|arg| (*arg).to_owned()).collect())
        .collect();
    for args in [
        vec!["card", "evil/recall"],
        vec!["card", "evil/recall", "--json"],
        vec!["decks", "check"],
        vec!["decks", "check", "--json"],
        vec!["cards", "evil"],
        vec!["config", "show"],
        vec!["export", "--archive", "x.zip", "--force"],
        vec!["export", "--archive", "x.zip", "--force", "--json"],
    ] {
        commands.push(args.into_iter().map(str::to_owned).collect());
    }
    rng.shuffle(&mut commands);
    for args in &commands {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = home.run(&args);
        for printed in [&output.stdout, &output.stderr] {
            let printed = text(printed);
            assert!(is_clean(&printed), "{evil:?}: {args:?}: {printed:?}");
        }
    }
    commands.len()
}

/// Asks the cards in a terminal; what it wrote has none of it.
fn screens(evil: &str) {
    let home = Home::new();
    home.write("data/decks/evil.md", &deck(evil));
    let acts = |written: &str| {
        let marks = [
            "]52;",
            "\u{9b}",
            "\u{9d}",
            "\u{202e}",
            "\u{200b}",
            "\u{1b}[31mred",
        ];
        marks.into_iter().find(|mark| written.contains(mark))
    };
    let mut study = home.terminal(&["study", "--pick"], (80, 24));
    study.see("Which decks?");
    study.settle();
    assert_eq!(acts(&study.written()), None, "{evil:?}");
    study.press("\u{1b}");
    study.wait();
    for command in [&["study", "evil", "--new", "9"][..], &["quiz", "evil"]] {
        let mut terminal = home.terminal(command, (80, 24));
        terminal.see("1 of ");
        for key in [" ", "3", "n", " ", "\r", "3", "q", "q"] {
            if terminal.is_cooked() {
                break;
            }
            terminal.type_ahead(key.as_bytes());
            terminal.settle();
        }
        assert_eq!(acts(&terminal.written()), None, "{evil:?}: {command:?}");
    }
}

fn hostile(size: Size) {
    let part = Part::begin(size);
    let homes = size.of(HOSTILE.len(), 40);
    let runs: usize = on_all_cores(homes, |share| share.map(run).sum::<usize>())
        .into_iter()
        .sum();
    part.end(
        "commands on homes full of hostile text",
        runs,
        "nothing of it reached the output",
    );
}

#[test]
fn hostile_text_reaches_no_output() {
    hostile(Size::Reduced);
}

#[test]
fn hostile_text_reaches_no_screen() {
    HOSTILE.into_iter().for_each(screens);
}

#[test]
#[ignore = "full size, see the battery's first lines"]
fn full_hostile_text_reaches_no_output() {
    hostile(Size::Full);
}
