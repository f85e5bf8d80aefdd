//! Code cards in a session: a learner writes, the tests decide, and whatever the code does, the session
//! goes on.

#![allow(clippy::print_stderr, reason = "what a test skips is printed")]

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use nodequiz::deck::{Source, builtin, parse};
use nodequiz::question::Question;
use nodequiz::terminal::Key;

use crate::home::Home;
use crate::pty::{End, Terminal};
use crate::tools;

const SIZE: (u16, u16) = (90, 60);

const DECK: &str = "\
# Mine {#mine}

## Write `one()` {#one .code}
<!--
minutes: 10
needs: child
without: eval
-->

`one()` returns 1, however often it is called.

```js starter
export function one() {
  // your code
}
```

---

```js test
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { one } from './solution.js';

test('gives one', () => assert.equal(one(), 1));
test('gives one again', async () => assert.equal(await one(), 1));
```

```js solution
export const one = () => 1;
```

A function without state gives the same each time.
";

const RIGHT: &str = "export const one = () => 1;\n";
const WRONG: &str = "let n = 0;\nexport const one = () => ++n;\n";

/// A `node` that can run the tests; `None` if there is none.
fn node() -> Option<PathBuf> {
    let named = env::var("NODEQUIZ_NODES").unwrap_or_else(|_| "node".to_owned());
    let able = named.split(':').map(PathBuf::from).find(|node| {
        let printed = Command::new(node).arg("--version").output();
        let printed = printed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let line = printed.ok().and_then(|printed| {
            printed
                .trim_start_matches('v')
                .split('.')
                .next()?
                .parse()
                .ok()
        });
        line.is_some_and(|line: u32| line >= 22)
    });
    if able.is_none() {
        tools::not_checked("code cards", "there is no Node.js of line 22 or newer");
    }
    able
}

fn program(home: &Home, name: &str, script: &str) -> String {
    let inside = format!("bin/{name}");
    home.write(&inside, &format!("#!/bin/sh\n{script}\n"));
    let path = home.path(&inside);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("permissions");
    path.to_string_lossy().into_owned()
}

/// A home with the deck and an editor that saves these solutions, one each time it is opened.
fn coder(solutions: &[&str]) -> Home {
    coder_of(DECK, solutions)
}

/// The same with another deck.
fn coder_of(deck: &str, solutions: &[&str]) -> Home {
    let home = Home::new().with("NO_COLOR", "1");
    home.write("data/decks/mine.md", deck);
    for (index, solution) in solutions.iter().enumerate() {
        home.write(&format!("bin/{}.js", index + 1), solution);
    }
    let script = r#"cd "$(dirname "$0")"
n=$(($(cat count 2>/dev/null || echo 0) + 1))
echo $n > count
if [ -f $n.js ]; then cat $n.js > "$1"; fi"#;
    let editor = program(&home, "ed", script);
    home.with("EDITOR", &editor)
}

/// Begins the session with a Node.js that runs the tests.
fn begun(solutions: &[&str]) -> Option<(Home, Terminal)> {
    begun_with(DECK, solutions)
}

/// The same with another deck.
fn begun_with(deck: &str, solutions: &[&str]) -> Option<(Home, Terminal)> {
    let home = coder_of(deck, solutions).with("NODEQUIZ_NODE", &node()?.to_string_lossy());
    let terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("Write one()");
    terminal.see("Expected time: 10 minutes.");
    Some((home, terminal))
}

/// Writes the first solution, and agrees to run the tests of the deck.
fn write_first(terminal: &mut Terminal) {
    terminal.press_key(&Key::Enter);
    terminal.see("not built in");
    terminal.see("gives one again");
    terminal.press("y");
}

/// Takes the suggested grade, which ends the session.
fn take(home: &Home, mut terminal: Terminal) -> String {
    terminal.press_key(&Key::Enter);
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
    home.reviews().join(", ")
}

fn attempt(home: &Home) -> String {
    fs::read_to_string(home.path("data/attempts/mine/one.js")).expect("the last attempt")
}

#[test]
fn code_that_passes_at_once_is_easy_and_its_deck_is_asked_about_once() {
    let Some((home, mut terminal)) = begun(&[RIGHT]) else {
        return;
    };
    write_first(&mut terminal);
    terminal.see("2 tests passed at the first run");
    terminal.see("A function without state");
    assert_eq!(attempt(&home), RIGHT);
    terminal.see("Enter easy");
    assert_eq!(take(&home, terminal), "mine/one easy");
    // Another day, and another session.
    fs::remove_file(home.path("bin/count")).expect("the editor counts");
    let home = home.at("2027-03-20T09:00:00+01:00");
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("Expected time");
    terminal.press_key(&Key::Enter);
    terminal.see("2 tests passed at the first run");
    assert_eq!(take(&home, terminal), "mine/one easy, mine/one easy");
}

#[test]
fn code_that_passes_at_the_third_run_is_hard() {
    let Some((home, mut terminal)) = begun(&[
        WRONG,
        WRONG,
        "export const one = () => eval('1');\n",
        "export const one = () => 2;\n",
        RIGHT,
    ]) else {
        return;
    };
    write_first(&mut terminal);
    terminal.see("1 of 2 tests passed");
    terminal.see("✗ gives one again");
    terminal.see("expected  1");
    terminal.see("actual    2");
    terminal.press_key(&Key::Enter);
    terminal.see("You changed nothing, so the tests did not run.");
    terminal.press_key(&Key::Enter);
    terminal.see("Your code uses eval");
    terminal.press_key(&Key::Enter);
    terminal.see("0 of 2 tests passed");
    terminal.press_key(&Key::Enter);
    terminal.see("2 tests passed at run 3");
    terminal.see("Enter hard");
    assert_eq!(take(&home, terminal), "mine/one hard");
}

#[test]
fn a_hint_shows_the_names_of_the_tests_and_costs_the_good_grade() {
    let Some((home, mut terminal)) = begun(&[RIGHT]) else {
        return;
    };
    terminal.press("h");
    terminal.see("· gives one again");
    write_first(&mut terminal);
    terminal.see("Enter hard");
    assert_eq!(take(&home, terminal), "mine/one hard");
}

#[test]
fn giving_up_shows_the_model_beside_what_was_written() {
    let Some((home, mut terminal)) = begun(&[WRONG]) else {
        return;
    };
    write_first(&mut terminal);
    terminal.see("1 of 2 tests passed");
    terminal.press_key(&Key::Tab);
    terminal.see("- export const one = () => ++n;");
    terminal.see("+ export const one = () => 1;");
    terminal.see("Enter again");
    terminal.press_key(&Key::Enter);
    terminal.see("waits for a later session");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews(), ["mine/one again"]);
    assert_eq!(attempt(&home), WRONG);
}

#[test]
fn nothing_that_code_does_passes_but_passing_the_tests() {
    let overwriting = "import fs from 'node:fs';
for (const file of fs.readdirSync('.')) {
  if (file.includes('test') || file.includes('harness')) fs.writeFileSync(file, '');
}
export const one = () => 2;
";
    let patching = "import assert from 'node:assert/strict';
try { assert.equal = () => {}; } catch {}
export const one = () => 3;
";
    let printing = "console.log('x'.repeat(10_000_000));\nexport const one = () => 4;\n";
    // The parts of Node.js that tests and results go through.
    let replacing = "import fs from 'node:fs';
import { Readable } from 'node:stream';
import { syncBuiltinESMExports } from 'node:module';
const passing = (text) => String(text).replaceAll('false', 'true');
const { writeSync } = fs;
fs.writeSync = (out, text) => writeSync(out, passing(text));
syncBuiltinESMExports();
const { push } = Readable.prototype;
Readable.prototype.push = function (event) {
  if (event?.type === 'test:fail') event.type = 'test:pass';
  return push.call(this, event);
};
Object.prototype.toJSON = function () {
  return 'passed' in this ? { ...this, passed: true, failure: null } : this;
};
process.on('exit', () => fs.writeFileSync('results', passing(fs.readFileSync('results', 'utf8'))));
export const one = () => 6;
";
    let forging = "import fs from 'node:fs';
export const one = () => {
  const word = fs.readFileSync('results', 'utf8').split(' ')[0];
  const line = (what) => `${word} ${JSON.stringify(what)}\\n`;
  const passed = (name) => line({ name, nesting: 0, passed: true, suite: false, failure: null });
  const tests = passed('gives one') + passed('gives one again');
  fs.writeFileSync('results', tests + line({ success: true, outside: null }));
  process.exit(0);
};
import { test } from 'node:test';
test('something before', () => {});
";
    let killing = "export const one = () => process.kill(process.ppid);\n";
    let late =
        "setTimeout(() => { throw new RangeError('too late'); });\nexport const one = () => 1;\n";
    let solutions = [
        "process.exit(0);\nexport const one = 1;\n",
        overwriting,
        patching,
        "export const two = 2;\nexport const one = (] => 1;\n",
        printing,
        replacing,
        forging,
        killing,
        late,
        "throw new TypeError('at the top');\nexport const one = 1;\n",
        RIGHT,
    ];
    let Some((home, mut terminal)) = begun(&solutions) else {
        return;
    };
    write_first(&mut terminal);
    terminal.see("ended with exit code 0 before the tests did");
    let sentences = [
        "actual    2",
        "actual    3",
        "SyntaxError: Unexpected token ']'",
        "more than 64 KB",
        "actual    6",
        "ended with exit code 0 before the tests did",
        "would end the program that runs the tests",
        "RangeError: too late",
        "TypeError: at the top",
        "2 tests passed at run 11",
    ];
    let places = [
        ("SyntaxError: Unexpected token ']'", "solution.js:2"),
        ("RangeError: too late", "solution.js:1:"),
        ("RangeError: too late", "something failed outside of them"),
        ("TypeError: at the top", "solution.js:1:7"),
    ];
    for sentence in sentences {
        terminal.press_key(&Key::Enter);
        terminal.see(sentence);
        for (_, place) in places.iter().filter(|(printed, _)| *printed == sentence) {
            terminal.see(place);
        }
    }
    assert_eq!(take(&home, terminal), "mine/one hard");
}

#[test]
fn what_does_not_end_or_takes_too_much_is_ended_and_nothing_is_left_running() {
    let mark = format!("{}", 200_000 + std::process::id());
    let leaving = format!(
        "import {{ spawn }} from 'node:child_process';
spawn('sleep', ['{mark}'], {{ stdio: 'ignore' }}).unref();
spawn('sleep', ['{mark}'], {{ stdio: 'ignore', detached: true }}).unref();
export const one = () => 5;
"
    );
    let solutions = [
        "export const one = () => { for (;;); };\n",
        "export const one = () => { const all = []; for (;;) all.push(Buffer.alloc(1 << 24, 1)); };\n",
        &leaving,
    ];
    let Some((home, mut terminal)) = begun(&solutions) else {
        return;
    };
    write_first(&mut terminal);
    terminal.see("It was ended after 5 s");
    terminal.press_key(&Key::Enter);
    terminal.see("more than 512 MB");
    terminal.press_key(&Key::Enter);
    terminal.see("actual    5");
    terminal.wait_until("the end of what was started", || {
        let listed = Command::new("ps").args(["-A", "-o", "args="]).output();
        let listed = String::from_utf8_lossy(&listed.expect("ps").stdout).into_owned();
        !listed.contains(&format!("sleep {mark}"))
    });
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(home.journal().is_empty());
    assert_eq!(attempt(&home), leaving);
}

#[test]
fn an_attempt_that_is_left_is_named_and_goes_on_next_time_until_it_is_answered() {
    let Some((home, mut terminal)) = begun(&[]) else {
        return;
    };
    terminal.press("t");
    terminal.see("Ctrl-D test it");
    terminal.paste(" // half of it");
    terminal.press_key(&Key::Esc);
    terminal.see("Enter write it");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    let printed = terminal.screen().split_whitespace().collect::<String>();
    assert!(printed.contains("Nocardwasanswered."), "{printed}");
    assert!(printed.contains("attempts/mine/one.js"), "{printed}");
    assert!(attempt(&home).contains("// half of it"));
    // The editor opens with it.
    let editor = program(
        &home,
        "keeps",
        r#"cat "$1" > "$(dirname "$0")/seen"; echo "export const one = () => 1;" > "$1""#,
    );
    let home = home.with("EDITOR", &editor);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("You left an attempt at this");
    terminal.see("Enter keep writing");
    write_first(&mut terminal);
    terminal.see("2 tests passed at the first run");
    let seen = fs::read_to_string(home.path("bin/seen")).expect("what the editor saw");
    assert!(seen.contains("// half of it"), "{seen}");
    assert_eq!(take(&home, terminal), "mine/one easy");
    // What was answered would give the answer away.
    let home = home.at("2027-03-20T09:00:00+01:00");
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("Expected time");
    terminal.see("Enter write it");
    assert!(!terminal.screen().contains("You left an attempt"));
    terminal.press("q");
    terminal.see("Nothing answered, nothing changed.");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn ctrl_c_ends_tests_and_session_and_the_code_is_kept() {
    let endless = "export const one = () => { for (;;); };\n";
    let Some((home, mut terminal)) = begun(&[endless]) else {
        return;
    };
    write_first(&mut terminal);
    terminal.see("Esc end it");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    terminal.assert_restored();
    assert_eq!(attempt(&home), endless);
}

#[test]
fn esc_ends_the_tests_and_does_not_count_as_a_run() {
    let endless = "export const one = () => { for (;;); };\n";
    let Some((home, mut terminal)) = begun(&[endless, RIGHT]) else {
        return;
    };
    write_first(&mut terminal);
    terminal.see("Esc end it");
    terminal.press_key(&Key::Esc);
    terminal.see("You ended the run.");
    terminal.press_key(&Key::Enter);
    terminal.see("2 tests passed at the first run");
    assert_eq!(take(&home, terminal), "mine/one easy");
}

#[test]
fn code_that_was_only_typed_is_kept_however_the_card_is_left() {
    let leave: [(&str, &[Key], u32); 4] = [
        ("given up", &[Key::Esc, Key::Tab, Key::Enter], 0),
        ("left", &[Key::Esc, Key::Char('q')], 0),
        ("Ctrl-C in the field", &[Key::Ctrl('c')], 130),
        ("buried", &[Key::Esc, Key::Char('b')], 0),
    ];
    for (how, keys, code) in leave {
        let Some((home, mut terminal)) = begun(&[]) else {
            return;
        };
        terminal.press("t");
        terminal.see("Ctrl-D test it");
        terminal.press(" // half a thought");
        terminal.see("half a thought");
        for key in keys {
            terminal.press_key(key);
            terminal.settle();
        }
        assert_eq!(terminal.wait(), End::Code(code), "{how}");
        assert!(attempt(&home).contains("half a thought"), "{how}");
    }
    // A field in which nothing is changed leaves nothing.
    let Some((home, mut terminal)) = begun(&[]) else {
        return;
    };
    terminal.press("t");
    terminal.see("Ctrl-D test it");
    terminal.press_key(&Key::Ctrl('c'));
    assert_eq!(terminal.wait(), End::Code(130));
    assert!(!home.path("data/attempts").exists());
}

/// The built-in code card with the longest task, as a deck of its own, and its starter.
fn longest_task() -> (String, String) {
    let decks = builtin().iter().map(|(file, text)| {
        let deck = parse(&Source::new(file, *text)).deck.expect("a deck");
        (text, deck)
    });
    let cards = decks.flat_map(|(text, deck)| deck.cards.into_iter().map(move |card| (text, card)));
    let cards = cards.filter(|(_, card)| matches!(card.data(), Question::Code(_)));
    let (text, card) = cards
        .max_by_key(|(_, card)| card.context().lines().count())
        .expect("code cards");
    let lines: Vec<&str> = text.lines().skip(card.place.line - 1).collect();
    let next = lines[1..].iter().position(|line| line.starts_with("## "));
    // Prerequisites are not in the deck.
    let lines = lines[..next.map_or(lines.len(), |next| next + 1)]
        .iter()
        .filter(|line| !line.starts_with("after:"));
    let lines: Vec<&str> = lines.copied().collect();
    let starter = match card.data() {
        Question::Code(task) => task.starter.text.to_string(),
        _ => String::new(),
    };
    (
        format!("# Mine {{#mine}}\n\n{}\n", lines.join("\n")),
        starter,
    )
}

#[test]
fn a_run_is_in_sight_below_a_long_task_and_the_task_when_the_card_opens() {
    let Some(node) = node() else { return };
    let (deck, starter) = longest_task();
    let wrong = ["first", "second"].map(|word| format!("{starter}// {word}\n"));
    let home = coder_of(&deck, &[&wrong[0], &wrong[1]]);
    let home = home.with("NODEQUIZ_NODE", &node.to_string_lossy());
    let mut terminal = home.terminal(&["study", "mine"], (80, 24));
    let heading = |screen: &str| screen.lines().nth(2).unwrap_or_default().to_owned();
    terminal.see("Enter write it");
    let title = heading(&terminal.screen());
    assert!(terminal.shows_once_drawn("↓ "), "{}", terminal.screen());
    assert!(!terminal.screen().contains("↑ "), "{}", terminal.screen());
    terminal.press_key(&Key::Enter);
    terminal.see("not built in");
    terminal.press("y");
    for run in 0..2 {
        terminal.see("tests passed, in");
        assert!(terminal.shows_once_drawn("First failure: "));
        for shown in [
            "expected  ",
            "actual    ",
            "Enter keep writing",
            title.as_str(),
        ] {
            assert!(
                terminal.screen().contains(shown),
                "{shown}: {}",
                terminal.screen()
            );
        }
        // The task is above it, and the next run is in sight again.
        terminal.press_key(&Key::Home);
        terminal.wait_until_gone("tests passed, in");
        assert!(!terminal.screen().contains("↑ "), "{}", terminal.screen());
        if run == 0 {
            terminal.press_key(&Key::Enter);
        }
    }
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn a_long_task_is_in_sight_first_where_its_tests_cannot_run() {
    let (deck, _) = longest_task();
    let home = coder_of(&deck, &[]).with("NODEQUIZ_NODE", "/no/such/node");
    let mut terminal = home.terminal(&["study", "mine"], (80, 24));
    terminal.see("show the model");
    assert!(terminal.shows_once_drawn("↓ "), "{}", terminal.screen());
    assert!(!terminal.screen().contains("↑ "), "{}", terminal.screen());
    terminal.press_key(&Key::End);
    terminal.see("`/no/such/node` was not found");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn tests_in_suites_and_with_escapes_in_their_names_can_be_passed() {
    let deck = DECK
        .replace("import { test }", "import { describe, it, test }")
        .replace(
            "test('gives one', () => assert.equal(one(), 1));",
            r"describe('one', () => {
  describe('called once', () => { it('gives \x31 → \'one\'', () => assert.equal(one(), 1)); });
  test('with parts', async (t) => { await t.test('a part', () => assert.equal(one(), 1)); });
});",
        );
    let Some((home, mut terminal)) = begun_with(&deck, &["export const one = () => 7;\n", RIGHT])
    else {
        return;
    };
    write_first(&mut terminal);
    terminal.see("0 of 3 tests passed");
    terminal.see("First failure: gives 1 → 'one'");
    terminal.see("actual    7");
    terminal.press_key(&Key::Enter);
    terminal.see("3 tests passed at run 2");
    assert_eq!(take(&home, terminal), "mine/one hard");
}

#[test]
fn a_learner_who_agreed_is_asked_again_when_the_code_may_do_more_or_begins_differently() {
    let Some((home, mut terminal)) = begun(&[RIGHT]) else {
        return;
    };
    terminal.press_key(&Key::Enter);
    terminal.see("not built in");
    terminal.see("It may start other programs");
    terminal.see("// your code");
    terminal.press("y");
    terminal.see("2 tests passed");
    take(&home, terminal);
    let changes = [
        (
            "needs: child",
            "needs: child, net",
            "It may use the network",
        ),
        ("// your code", "// their code", "their code"),
    ];
    let mut home = home;
    for (day, (from, to, shown)) in (20..).zip(changes) {
        let _ = fs::remove_file(home.path("bin/count"));
        home.write("data/decks/mine.md", &DECK.replace(from, to));
        home = home.at(&format!("2027-03-{day}T09:00:00+01:00"));
        let mut terminal = home.terminal(&["study", "mine"], SIZE);
        terminal.see("Expected time");
        terminal.press_key(&Key::Enter);
        terminal.see("not built in");
        terminal.see(shown);
        terminal.press_key(&Key::Ctrl('c'));
        assert_eq!(terminal.wait(), End::Code(130));
    }
}

/// The processes whose parent is this one.
#[cfg(target_os = "linux")]
fn children(parent: i32) -> Vec<i32> {
    let listed = Command::new("ps")
        .args(["-o", "pid=", "--ppid", &parent.to_string()])
        .output();
    let listed = String::from_utf8_lossy(&listed.expect("ps").stdout).into_owned();
    listed
        .split_whitespace()
        .filter_map(|pid| pid.parse().ok())
        .collect()
}

#[cfg(target_os = "linux")]
#[test]
fn a_loop_has_limited_time_even_if_the_program_is_killed() {
    use rustix::process::{Pid, Signal, kill_process};
    let endless = "export const one = () => { for (;;); };\n";
    let Some((_home, mut terminal)) = begun(&[endless]) else {
        return;
    };
    write_first(&mut terminal);
    terminal.see("Esc end it");
    let first_child = || {
        children(terminal.pid().as_raw_nonzero().get())
            .first()
            .copied()
    };
    terminal.wait_until("a process of the tests", || first_child().is_some());
    let started = first_child().expect("the tests run");
    let limits = || fs::read_to_string(format!("/proc/{started}/limits"));
    terminal.wait_until("a limit of the time", || {
        let limits = limits().expect("the tests run");
        limits.contains("Max cpu time              20                   20")
    });
    terminal.signal(Signal::KILL);
    assert!(matches!(terminal.wait(), End::Killed(_)));
    // The system ends it; the test does not wait for that.
    let _ = kill_process(Pid::from_raw(started).expect("a process"), Signal::KILL);
}

#[test]
fn why_tests_cannot_run_is_said_on_the_first_card_only() {
    let more = DECK.replace("{#one .code}", "{#two .code}");
    let more = more.split_once("\n\n").map_or("", |(_, cards)| cards);
    let home = coder_of(&format!("{DECK}\n{more}"), &[]).with("NODEQUIZ_NODE", "/no/such/node");
    let mut terminal = home.terminal(&["study", "mine", "--code", "--new", "2"], SIZE);
    terminal.see("1 of 2");
    terminal.see("`/no/such/node` was not found");
    terminal.press("b");
    terminal.see("buried");
    terminal.see("The tests cannot run: write your solution");
    assert!(
        !terminal.shows_once_drawn("/no/such/node"),
        "{}",
        terminal.screen()
    );
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn line_by_line_the_tests_run_too() {
    let Some(node) = node() else { return };
    let home = coder(&[WRONG, RIGHT])
        .with("NODEQUIZ_NODE", &node.to_string_lossy())
        .with("TERM", "dumb");
    let mut terminal = home.terminal(&["study", "mine", "--plain"], SIZE);
    terminal.see("Expected time: 10 minutes.");
    terminal.see("Enter opens your editor");
    terminal.type_ahead(b"\n");
    terminal.see("y runs it, now and later");
    terminal.type_ahead(b"y\n");
    terminal.see("1 of 2 tests passed");
    terminal.see("First failure: gives one again");
    terminal.type_ahead(b"\n");
    terminal.see("2 of 2 tests passed");
    terminal.see("Enter for hard");
    terminal.type_ahead(b"\n");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews(), ["mine/one hard"]);
    assert_eq!(attempt(&home), RIGHT);
}

#[test]
fn line_by_line_code_can_be_typed_and_what_cannot_run_is_said() {
    let Some(node) = node() else { return };
    let home = coder(&[])
        .with("NODEQUIZ_NODE", &node.to_string_lossy())
        .with("TERM", "dumb")
        .with("EDITOR", "")
        .with("PATH", "/no/such/folder");
    let mut terminal = home.terminal(&["study", "mine", "--plain"], SIZE);
    terminal.see("a line with only a full stop ends it");
    terminal.type_ahead(b"\nexport const one = () => 1;\n.\n");
    terminal.see("y runs it, now and later");
    terminal.type_ahead(b"\n");
    terminal.see("The tests cannot run: you did not agree");
    terminal.see("compare it with the model");
    terminal.type_ahead(b"\n");
    terminal.see("Grade 1-4");
    terminal.type_ahead(b"3\n");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews(), ["mine/one good"]);
    assert_eq!(attempt(&home), "export const one = () => 1;\n");
}

/// A session in which the tests cannot run: the learner compares with the model.
fn without_tests(home: &Home, why: &str) {
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see(why);
    terminal.see("compare it with the model");
    terminal.press_key(&Key::Enter);
    terminal.see("- export const one = () => ++n;");
    terminal.see("Enter good");
    terminal.press("2");
    assert_eq!(terminal.wait(), End::Code(0));
    assert_eq!(home.reviews(), ["mine/one hard"]);
    assert_eq!(attempt(home), WRONG);
}

#[test]
fn without_node_the_learner_compares_with_the_model() {
    let home = coder(&[WRONG]).with("NODEQUIZ_NODE", "/no/such/node");
    without_tests(&home, "`/no/such/node` was not found");
}

#[test]
fn an_old_node_is_named_and_the_learner_compares_with_the_model() {
    let home = coder(&[WRONG]);
    let old = program(&home, "node", "echo v20.20.2");
    let home = home.with("NODEQUIZ_NODE", &old);
    without_tests(
        &home,
        "your Node.js is 20.20, and running the tests needs 22.13 or newer",
    );
}

#[test]
fn whoever_does_not_agree_runs_nothing() {
    let Some((home, mut terminal)) = begun(&[RIGHT]) else {
        return;
    };
    terminal.press_key(&Key::Enter);
    terminal.see("not built in");
    terminal.press_key(&Key::Esc);
    terminal.see("You did not agree to run its tests");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    assert!(home.journal().is_empty());
    assert!(!home.path("state/agreed").exists());
}

#[test]
fn an_editor_that_fails_or_is_missing_costs_nothing() {
    let Some(node) = node() else { return };
    let home = coder(&[]).with("NODEQUIZ_NODE", &node.to_string_lossy());
    let script = r#"cat "$1" >> "$(dirname "$0")/seen"; echo 'let half;' > "$1"; exit 3"#;
    let failing = program(&home, "failing", script);
    let home = home.with("EDITOR", &failing);
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("Expected time");
    terminal.press_key(&Key::Enter);
    terminal.see("ended with an error");
    assert_eq!(attempt(&home), "let half;\n");
    terminal.press_key(&Key::Enter);
    // What was saved is still there when the editor is opened again.
    let seen = || fs::read_to_string(home.path("bin/seen")).unwrap_or_default();
    terminal.wait_until("what the editor was given", || {
        seen().ends_with("}\nlet half;\n")
    });
    terminal.see("ended with an error");
    // A few lines can be typed without any editor.
    terminal.press("t");
    terminal.see("solution.js:");
    terminal.press_key(&Key::Esc);
    terminal.see("Tab give up");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
}

#[test]
fn a_few_lines_are_typed_without_an_editor() {
    let Some(node) = node() else { return };
    let home = coder(&[])
        .with("NODEQUIZ_NODE", &node.to_string_lossy())
        .with("EDITOR", "")
        // None of the common ones is installed either.
        .with("PATH", "/no/such/folder");
    let mut terminal = home.terminal(&["study", "mine"], SIZE);
    terminal.see("Expected time");
    terminal.press_key(&Key::Enter);
    terminal.see("solution.js:");
    terminal.press_key(&Key::Home);
    terminal.paste("export const one = () => 1; //");
    terminal.press_key(&Key::Down);
    terminal.press_key(&Key::Down);
    terminal.press_key(&Key::Home);
    terminal.press("//");
    terminal.press_key(&Key::Ctrl('d'));
    terminal.see("not built in");
    terminal.press("y");
    terminal.see("2 tests passed at the first run");
    assert_eq!(take(&home, terminal), "mine/one easy");
}

#[test]
fn code_is_left_out_or_asked_alone() {
    let home = coder(&[]).with("NODEQUIZ_NODE", "/no/such/node");
    let recall = "\n## Recall? {#recall}\n\nYes.\n";
    home.write("data/decks/mine.md", &format!("{DECK}{recall}"));
    let seen = |arguments: &[&str], text: &str| {
        let mut terminal = home.terminal(arguments, SIZE);
        terminal.see(text);
        terminal.press("q");
        assert_eq!(terminal.wait(), End::Code(0));
    };
    seen(&["study", "mine", "--no-code"], "1 of 1");
    seen(&["study", "mine", "--no-code"], "Recall?");
    seen(&["study", "mine", "--code"], "Write one()");
    // New code comes after everything else.
    seen(&["study", "mine"], "Recall?");
}

#[test]
fn what_is_typed_goes_on_in_the_editor_and_is_tested_when_it_is_saved() {
    let Some((home, mut terminal)) = begun(&[RIGHT]) else {
        return;
    };
    terminal.press("t");
    terminal.see("Ctrl-G editor");
    terminal.press(" // begun here");
    terminal.see("begun here");
    terminal.press_key(&Key::Ctrl('g'));
    terminal.see("not built in");
    terminal.press("y");
    terminal.see("2 tests passed at the first run");
    assert_eq!(take(&home, terminal), "mine/one easy");
}

/// A card to talk about, on the topic of the code card.
const TALK: &str = "\
# Talk {#talk}

## Why does it return 1? {#why}
<!--
topic: mine
weight: 3
-->

Because it has no state.
";

#[test]
fn an_interview_with_code_tests_it_in_the_debrief_only() {
    let Some(node) = node() else { return };
    let home = coder(&[WRONG, RIGHT]).with("NODEQUIZ_NODE", &node.to_string_lossy());
    home.write("data/decks/talk.md", TALK);
    let args = [
        "interview",
        "--code",
        "--level",
        "intermediate",
        "--topic",
        "mine",
        "--minutes",
        "7",
    ];
    let mut terminal = home.terminal(&args, SIZE);
    terminal.see("At the end you write code");
    terminal.press_key(&Key::Enter);
    terminal.see("Why does it return 1?");
    terminal.press("g");
    terminal.see("Give this one up?");
    terminal.press("g");
    terminal.see("Write one()");
    terminal.see("Its tests run in the debrief");
    // Enter opens the editor; what was saved is in the field, and goes into the editor once more.
    terminal.press_key(&Key::Enter);
    terminal.see("let n = 0;");
    terminal.press_key(&Key::Ctrl('g'));
    terminal.see("export const one = () => 1;");
    terminal.press_key(&Key::Ctrl('d'));
    terminal.see("How sure are you");
    terminal.press("4");
    terminal.see("You gave it up");
    terminal.press_key(&Key::Enter);
    terminal.see("not built in");
    terminal.press("y");
    terminal.see("2 of 2 tests passed");
    terminal.press_key(&Key::Enter);
    terminal.see("A function without state");
    terminal.press_key(&Key::Enter);
    terminal.see("as you would a colleague");
    terminal.press("3333");
    terminal.see("What was missing");
    terminal.press("q");
    assert_eq!(terminal.wait(), End::Code(0));
    terminal.assert_restored();
    assert_eq!(home.reviews(), ["talk/why again", "mine/one good"]);
}
