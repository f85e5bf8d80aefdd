//! The deck files under `tests/decks`: the messages of the bad ones, and what the good ones contain.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::{
    Card, Code, Deck, Diagnostic, Library, Needs, Origin, Source, check, parse, sort_by_place,
};
use crate::question::{Accepted, AnswerForm, Kind, Permission, Question, Typed};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/decks")
        .join(name)
}

fn source(path: &Path) -> std::sync::Arc<Source> {
    let name = path.file_name().expect("a file").to_string_lossy();
    Source::new(&name, fs::read_to_string(path).expect("a deck"))
}

/// All diagnostics of a file: from the parser and, if it is a deck, from the checks and the
/// library.
fn all_diagnostics(path: &Path) -> Vec<Diagnostic> {
    let parsed = parse(&source(path));
    let mut found = parsed.diagnostics;
    if let Some(deck) = parsed.deck {
        found.extend(check(&[&deck], Origin::Own));
        found.extend(Library::assemble_without(Vec::new(), vec![deck], parsed.left_out).1);
    }
    sort_by_place(&mut found);
    found
}

fn shown(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        writeln!(text, "{diagnostic}").expect("writing to a string");
    }
    text
}

/// The files of a folder with this ending, sorted.
pub(super) fn files_of(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|found| found == end))
        .collect();
    files.sort();
    files
}

/// Checks the messages of each file against the file beside it, or writes that file (`UPDATE=1`).
pub(super) fn assert_reported(files: &[PathBuf], say: impl Fn(&Path) -> String) {
    let update = std::env::var_os("UPDATE").is_some();
    for file in files {
        let found = say(file);
        let expected = file.with_extension("txt");
        if update {
            fs::write(&expected, &found).expect("writing the messages");
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(found, wanted, "{}", file.display());
        assert!(!found.is_empty(), "{} is not bad", file.display());
    }
}

/// All diagnostics of a folder's bad files.
pub(super) fn messages_of(folder: &Path) -> String {
    let texts = files_of(folder, "txt");
    let read = |path: &PathBuf| fs::read_to_string(path).expect("the messages");
    texts.iter().map(read).collect()
}

/// Every bad deck is beside the file with its messages. `UPDATE=1 cargo test` rewrites it.
#[test]
fn bad_decks_get_their_messages() {
    let mut files = files_of(&folder("bad"), "md");
    files.push(folder("twelve-mistakes.md"));
    assert_reported(&files, |file| shown(&all_diagnostics(file)));
}

/// Every code of decks is shown by a bad deck, but for those that take several files, built-in decks or bytes
/// that are no text: these have tests beside their code. Codes of interview prompts begin with D60.
#[test]
fn every_code_has_its_bad_deck() {
    let messages = messages_of(&folder("bad"));
    let never_reported: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| **code < Code::Said)
        .map(|code| code.as_str())
        .filter(|code| !messages.contains(&format!("[{code}]")))
        .collect();
    assert_eq!(
        never_reported,
        [
            "D17", "D30", "D32", "D33", "D41", "D42", "D54", "D57", "D58"
        ]
    );
}

#[test]
fn twelve_mistakes_are_reported_at_once_each_in_its_place() {
    let diagnostics = all_diagnostics(&folder("twelve-mistakes.md"));
    let places: Vec<_> = diagnostics
        .iter()
        .map(|one| {
            let (_, line, column) = one.place().expect("a place");
            (line, column, one.code.as_str())
        })
        .collect();
    let expected = [
        (1, 21, "D04"),
        (5, 20, "D04"),
        (7, 1, "D12"),
        (8, 9, "D14"),
        (11, 1, "D07"),
        (16, 10, "D06"),
        (18, 24, "D24"),
        (28, 1, "D27"),
        (38, 1, "D28"),
        (46, 1, "D20"),
        (48, 1, "D01"),
        (52, 1, "D21"),
    ];
    assert_eq!(places, expected);
}

fn good(name: &str) -> Deck {
    let parsed = parse(&source(&folder("good").join(name)));
    assert_eq!(shown(&parsed.diagnostics), "", "{name}");
    parsed.deck.expect("a deck without errors")
}

fn card<'d>(deck: &'d Deck, id: &str) -> &'d Card {
    let mut cards = deck.cards.iter();
    cards
        .find(|card| card.id.short() == id)
        .unwrap_or_else(|| panic!("no card {id}"))
}

#[test]
fn a_hard_deck_has_its_cards_and_no_others() {
    let deck = good("hard.md");
    let kinds: Vec<_> = deck
        .cards
        .iter()
        .map(|card| (card.id.short(), card.kind()))
        .collect();
    let expected = [
        ("fences", Kind::Recall),
        ("braces", Kind::Recall),
        ("cloze", Kind::Cloze),
        ("choice", Kind::Choice),
        ("seven", Kind::Recall),
        ("order", Kind::Order),
        ("printed", Kind::Output),
        ("bug", Kind::Bug),
        ("write", Kind::Code),
        ("typed", Kind::Typed),
        ("points", Kind::Points),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn a_deck_head_is_title_comments_and_description() {
    let deck = good("hard.md");
    assert_eq!(
        (deck.id.as_str(), deck.title.as_str()),
        ("hard", "Hard *but* good")
    );
    assert_eq!(
        (deck.level.name(), &*deck.topic, deck.weight),
        ("senior", "streams", 3)
    );
    let after: Vec<_> = deck.after.iter().map(ToString::to_string).collect();
    assert_eq!(after, ["runtime/event-loop", "javascript"]);
    assert_eq!(deck.tags, ["io"]);
    assert!(
        deck.description.starts_with("A description with"),
        "{}",
        deck.description
    );
    assert!(
        deck.description.contains("weight: 9\n\nMore of it."),
        "{}",
        deck.description
    );
    assert!(
        deck.description.ends_with("[l]: https://nodejs.org"),
        "{}",
        deck.description
    );
}

#[test]
fn a_card_has_its_own_keys_and_its_decks() {
    let deck = good("hard.md");
    let own = card(&deck, "braces");
    assert_eq!(own.question, "What is `{}` + `[]`?");
    assert_eq!(
        (own.level.name(), own.weight, &*own.topic),
        ("beginner", 1, "streams")
    );
    assert_eq!(own.zh, ["事件循环", "微任务", "栈"]);
    let needs: Vec<_> = own.after.iter().map(ToString::to_string).collect();
    let expected = [
        "runtime/event-loop",
        "javascript",
        "hard/fences",
        "modules",
        "other/card",
    ];
    assert_eq!(needs, expected);
    assert!(matches!(own.after.get(3), Some(Needs::Deck(_))));
    let was: Vec<_> = own.was.iter().map(ToString::to_string).collect();
    assert_eq!(was, ["hard/old", "gone/older"]);

    let inherited = card(&deck, "fences");
    assert_eq!((inherited.level.name(), inherited.weight), ("senior", 3));
    assert_eq!(inherited.tags, ["io"]);
    assert_eq!(inherited.place.line, 26);
    let text = &deck.source.text;
    assert_eq!(
        &text[inherited.place.heading.clone()],
        "## Nested fences {#fences}"
    );
    assert!(text[inherited.place.bytes.clone()].ends_with("weight: 9\n````\n\n"));
}

#[test]
fn the_first_line_of_hyphens_parts_question_and_answer() {
    let deck = good("hard.md");
    let own = card(&deck, "braces");
    assert_eq!(
        own.context(),
        "The text above a line.\n\n***\n\nStill above."
    );
    assert_eq!(
        own.answer(),
        "Below it.\n\n---\n\nA second line changes nothing."
    );
    assert_eq!(own.explanation(), "");
}

#[test]
fn a_cloze_is_text_around_its_blanks() {
    let deck = good("hard.md");
    let cloze = card(&deck, "cloze");
    let Question::Cloze(data) = cloze.data() else {
        panic!("not a cloze");
    };
    let blank = |text: &'static str, exact| Typed {
        accepted: vec![Accepted {
            text: text.into(),
            exact,
        }],
        form: None,
    };
    assert_eq!(
        data.blanks,
        [blank("timers", true), blank("two words", false)]
    );
    let [first, second, third] = data.parts.as_slice() else {
        panic!("{:?}", data.parts);
    };
    assert_eq!(first, "- timers run in the ");
    assert!(
        second.starts_with(" phase, not in `==this==`\n- \\==literal==, a === b"),
        "{second}"
    );
    assert_eq!(third, " are");
    assert_eq!(
        format!("{first}==`timers`=={second}==two words=={third}"),
        cloze.answer()
    );
    assert_eq!(cloze.explanation(), "The rest explains.");
}

#[test]
fn options_keep_their_markdown() {
    let deck = good("hard.md");
    let card = card(&deck, "choice");
    let Question::Choice(choice) = card.data() else {
        panic!("not a choice");
    };
    let options: Vec<_> = choice.options.iter().map(|o| (&*o.text, o.right)).collect();
    let expected = [
        ("`fs.readFile`\nreads in the pool", true),
        ("a timer\n\nwith a paragraph", false),
        ("`crypto.scrypt`", true),
    ];
    assert_eq!(options, expected);
    assert!(card.answer().starts_with("<!-- an ordinary comment"));
    assert_eq!(
        (card.context(), card.explanation()),
        ("Think of it.", "Because.")
    );
}

#[test]
fn code_cards_have_their_code_and_their_answer() {
    let deck = good("hard.md");
    let Question::Output(output) = card(&deck, "printed").data() else {
        panic!("not an output card");
    };
    assert_eq!(
        (&*output.code.language, output.lines()),
        ("mjs", vec!["a", "", "b"])
    );
    assert_eq!(card(&deck, "printed").explanation(), "Why.");

    let bug = card(&deck, "bug");
    let Question::Bug(data) = bug.data() else {
        panic!("not a bug card");
    };
    assert_eq!(data.lines, [1, 3]);
    assert_eq!(
        data.points.iter().filter(|point| point.essential).count(),
        1
    );
    assert_eq!(data.fixed.text, "one(two(three()));\n");
    assert!(bug.context().ends_with("The explanation of the task."));

    let write = card(&deck, "write");
    let Question::Code(task) = write.data() else {
        panic!("not a code card");
    };
    assert_eq!(task.starter.text, "export function f() {}\n");
    assert_eq!(task.test_names(), ["gives one"]);
    assert!(task.solution.text.contains("return 1"));
    assert_eq!((task.minutes, task.node), (5, 24));
    assert_eq!(task.needs, [Permission::Net, Permission::Worker]);
    assert_eq!(task.without, ["flat", "$any"]);
    assert_eq!(write.explanation(), "Why.");
    assert!(
        write.context().starts_with("A task."),
        "{}",
        write.context()
    );
}

#[test]
fn typed_order_and_points_read_their_lists() {
    let deck = good("hard.md");
    let Question::Typed(typed) = card(&deck, "typed").data() else {
        panic!("not a typed card");
    };
    assert_eq!(typed.form, Some(AnswerForm::Code));
    let accepted: Vec<_> = typed.accepted.iter().map(|one| &*one.text).collect();
    assert_eq!(accepted, ["node --watch app.js", "node `x`", "`"]);
    assert!(
        card(&deck, "typed")
            .explanation()
            .ends_with("### A deeper heading is body")
    );

    let Question::Order(order) = card(&deck, "order").data() else {
        panic!("not an order card");
    };
    assert_eq!(order.steps, ["first", "second\n\n```sh\nls\n```"]);

    let Question::Points(points) = card(&deck, "points").data() else {
        panic!("not a points card");
    };
    let read: Vec<_> = points
        .points
        .iter()
        .map(|p| (&*p.text, p.essential))
        .collect();
    let expected = [
        ("one\nand a half", true),
        ("two", true),
        ("three **not wholly**\n\n- inner", false),
    ];
    assert_eq!(read, expected);
}

#[test]
fn a_file_from_windows_reads_as_any_other() {
    let deck = good("windows.md");
    assert_eq!(
        (deck.id.as_str(), deck.description.as_str()),
        ("windows", "Line one\nline two")
    );
    let card = card(&deck, "a");
    assert_eq!((card.place.line, card.weight), (6, 3));
    assert_eq!(card.answer(), "- **b**\n- c\n  d");
    assert_eq!(card.explanation(), "```js\ne\n\nf\n```");
    assert_eq!(&deck.source.text[card.place.heading.clone()], "## A {#a}");
}

#[test]
fn a_file_without_a_title_takes_its_name() {
    let deck = good("07-no-title.md");
    assert_eq!(
        (deck.id.as_str(), deck.title.as_str()),
        ("no-title", "no-title")
    );
    assert!(!deck.titled && !deck.id_written);
    let ids: Vec<_> = deck.cards.iter().map(|card| card.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "no-title/what-is-a-deck-without-a-title",
            "no-title/事件循环是什么"
        ]
    );
    assert_eq!(
        good("no-newline.md").cards[0].answer(),
        "The last line has no end"
    );
}

/// What becomes of a text: its cards, and what is said of it, a line each.
fn became(file: &str, text: &str) -> String {
    let source = Source::new(file, text.to_owned());
    let parsed = parse(&source);
    let mut found = parsed.diagnostics;
    let mut lines = String::new();
    if let Some(deck) = parsed.deck {
        for card in &deck.cards {
            let tags: Vec<String> = card.tags.iter().map(|tag| format!(" #{tag}")).collect();
            let tags = tags.concat();
            writeln!(
                lines,
                "{} {}: {}{tags}",
                card.kind(),
                card.id,
                card.question
            )
            .expect("writing to a string");
        }
        found.extend(check(&[&deck], Origin::Own));
    }
    sort_by_place(&mut found);
    // That ids are missing is said of nearly every file from elsewhere.
    for one in found.iter().filter(|one| one.code != Code::MissingId) {
        let (_, line, _) = one.place().expect("a place");
        writeln!(
            lines,
            "line {line}: {}[{}]: {}",
            one.severity, one.code, one.message
        )
        .expect("writing to a string");
    }
    lines
}

/// Files of the kinds that people have are beside the file with what becomes of them. `UPDATE=1 cargo test`
/// rewrites it.
#[test]
fn files_from_outside_become_what_they_are() {
    assert_reported(&files_of(&folder("outside"), "md"), |file| {
        let source = source(file);
        became(&source.file, &source.text)
    });
}

/// Every example of the page, in a fence of `markdown`, is followed by what becomes of it. `UPDATE=1 cargo test`
/// rewrites that.
#[test]
fn examples_of_the_page_of_notes_become_what_it_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/notes.md");
    let page = fs::read_to_string(&path).expect("the page");
    let mut written = String::new();
    let mut rest = page.as_str();
    let mut examples = 0;
    while let Some(at) = rest.find("```markdown\n") {
        let fence = if rest[..at].ends_with('`') {
            "````"
        } else {
            "```"
        };
        let start = at + "```markdown\n".len();
        let length = rest[start..].find(&format!("\n{fence}\n")).expect("an end") + 1;
        let example = &rest[start..start + length];
        let after = start + length;
        let shown = after + rest[after..].find("```text\n").expect("what becomes of it") + 8;
        let end = shown + rest[shown..].find("```").expect("an end");
        written.push_str(&rest[..shown]);
        written.push_str(&became("notes.md", example));
        rest = &rest[end..];
        examples += 1;
    }
    written.push_str(rest);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &written).expect("writing the page");
    }
    assert!(examples >= 10, "{examples}");
    assert_eq!(written, page);
}

/// Cards with nothing wrong in them, with all that a fault above could take for its end.
const GOOD_CARDS: [&str; 4] = [
    "## Good {N}? {#good{N}}\n\n1\n\n",
    "## Good {N}? {#good{N}}\n\n```js\nx\n```\n\n1\n\n",
    "## Good {N}? {#good{N}}\n<!-- weight: 3 -->\n\n1\n\n```\n# x\n## y\n```\n\n",
    "## Good {N}? {#good{N}}\n\n<pre>\nx\n</pre>\n\n- a\n\n",
];

/// Good cards with other text between them. How many of those are read, and how many there are.
fn good_among(between: &[String], choose: usize) -> (usize, usize, String) {
    let good_card = |number: usize| {
        let card = GOOD_CARDS[(choose + number) % GOOD_CARDS.len()];
        card.replace("{N}", &number.to_string())
    };
    let mut text = format!("# T {{#t}}\n\n{}", good_card(0));
    for (number, other) in between.iter().enumerate() {
        write!(text, "{other}\n\n{}", good_card(number + 1)).expect("writing to a string");
    }
    let deck = parse(&Source::new("t.md", text.clone())).deck;
    let cards = deck.map_or_else(Vec::new, |deck| deck.cards);
    let is_sound = |card: &&Card| card.id.short().starts_with("good");
    let read = cards.iter().filter(is_sound).count();
    (read, between.len() + 1, text)
}

/// One fault in a card costs that card, whatever stands beside it.
#[test]
fn a_good_card_is_never_lost_because_of_a_faulty_neighbour() {
    let faulty = [
        "## Open fence {#ID}\n\n```js\nx\n",
        "## Open fence {#ID}\n\n~~~\nx\n",
        "## Open comment {#ID}\n\n<!-- x\n",
        "## Open HTML {#ID}\n\n<pre>\nx\n",
        "## Open HTML {#ID}\n\n<script>\nx\n",
        "## Open HTML {#ID}\n\n<?php\nx\n",
        "## Open HTML {#ID}\n\n<details>\nx\n",
        "## No answer {#ID}\n",
        "## Class {#ID .sideways}\n\nx\n",
        "## Key {#ID}\n<!-- wieght: 3 -->\n\nx\n",
        "## {#ID}\n\nx\n",
        "## Line {#ID}\n\nx\n---\n\ny\n",
        "## Options {#ID}\n\n- [x] a\n- [x] b\n",
        "## Braces } {\n\n{ x }\n",
        "## Same {#good0}\n\nx\n",
        "## Cloze {#ID .cloze}\n\n==x\n",
        "## ???\n\nx\n",
        "# Second title\n\nx\n",
        "## Quote {#ID}\n\n> - <details>\n\nx\n",
    ];
    for (number, fault) in faulty.iter().enumerate() {
        for (other, second) in faulty.iter().enumerate() {
            let first = fault.replace("ID", &format!("a{number}"));
            let second = second.replace("ID", &format!("b{other}"));
            for choose in 0..GOOD_CARDS.len() {
                let (read, all, text) = good_among(&[first.clone(), second.clone()], choose);
                assert_eq!(read, all, "{text}");
            }
        }
    }
}

#[test]
fn a_fence_without_an_end_costs_its_card_where_all_fences_look_alike() {
    for above in ["\n", ""] {
        let good = |n: usize| {
            format!("## Good {n}? {{#good{n}}}\n\nThis:\n{above}```\nx\n```\n\nThat.\n\n")
        };
        let open = format!("## Open? {{#open}}\n\nThis:\n{above}```\nx\n\nThat.\n\n");
        for at in 0..=5 {
            let mut cards: Vec<String> = (0..5).map(good).collect();
            cards.insert(at, open.clone());
            let text = format!("# T {{#t}}\n\n{}", cards.concat());
            let parsed = parse(&Source::new("t.md", text.clone()));
            let deck = parsed.deck.expect("a deck");
            let read: Vec<&str> = deck.cards.iter().map(|card| card.id.short()).collect();
            assert_eq!(
                read,
                ["good0", "good1", "good2", "good3", "good4"],
                "{text}"
            );
            assert_eq!(parsed.left_out[0].name, "t/open");
        }
    }
}

proptest! {
    /// Whatever is written between cards, and whatever it leaves open, the cards are read.
    #[test]
    fn good_cards_are_read_whatever_stands_between_them(
        between in prop::collection::vec(piece(), 0..20), choose in 0..4_usize,
    ) {
        let text = format!("## Other {{#x}}\n\n{}", between.concat());
        let (read, all, text) = good_among(&[text], choose);
        prop_assert_eq!(read, all, "{}", text);
    }
}

/// A piece of Markdown, good or not. Fences say their language, or are of another mark than those of the good
/// cards: where all look alike nobody can tell which ends which.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "```js\n",
        "~~~\n",
        "```\n\n```\n",
        "<!-- ",
        "-->",
        "<!-- weight: 3 -->\n",
        "\n",
        "\n\n",
        "## Else? {#y}\n",
        "# Title\n",
        "### Deeper\n",
        "---\n",
        "===\n",
        "- [x] a\n",
        "- [ ] b\n",
        "- a\n\n  ",
        "1. one\n",
        "> ",
        "> - ",
        "==a== ",
        "==",
        "`",
        "``",
        "**",
        "<details>\n",
        "</details>\n",
        "<pre>",
        "<pre>\n",
        "</pre>\n",
        "<script>",
        "<style>\n",
        "<?",
        "<![CDATA[",
        "<!X",
        "<div>\n",
        "<a href=\"",
        "[a]: b\n",
        "[a]: b \"c\n",
        "[^1]: x\n",
        "| a | b |\n|---|---|\n",
        "![i](",
        "\\",
        "{#z}",
        "{.cloze}",
        "    code\n",
        "\t",
        "&lt;",
        "\r\n",
        "\u{feff}",
        "Q: a\nA: b\n",
        "text ",
        "事件",
    ]);
    prop_oneof![6 => fixed.prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

/// Everything that reads a deck, on any text.
fn read_in_every_way(text: &str) {
    let source = Source::new("decks/any.md", text.to_owned());
    let parsed = parse(&source);
    for label in parsed.diagnostics.iter().flat_map(|one| &one.labels) {
        assert!(text.get(label.span.clone()).is_some(), "{label:?}");
    }
    let _ = super::parse_prompts(&source);
    let _ = super::add_missing_ids(&source);
    if let Some(deck) = parsed.deck {
        let _ = check(&[&deck], Origin::Own);
        let _ = Library::assemble_without(Vec::new(), vec![deck], parsed.left_out);
    }
}

/// What once went wrong stays here, one file each.
#[test]
fn what_random_text_found_is_read() {
    for file in files_of(&folder("random"), "md") {
        read_in_every_way(&String::from_utf8_lossy(&fs::read(file).expect("a file")));
    }
}

#[test]
fn ids_are_read_beside_a_heading_that_ends_in_braces_alone() {
    let text = "# T {#t}\n\n## One *more* question? {#one}\n\na\n\n## Two? {#two}\n\nb\n\nlines\n { \"a\": 1 }\n  ---\n\n## Three? {#three}\n\nc\n";
    let deck = parse(&Source::new("decks/t.md", text.to_owned()))
        .deck
        .expect("a deck");
    let ids: Vec<&str> = deck.cards.iter().map(|card| card.id.short()).collect();
    let questions: Vec<&str> = deck.cards.iter().map(|card| &*card.question).collect();
    assert_eq!((deck.id.as_str(), deck.title.as_str()), ("t", "T"));
    // A rule right under a text is a fault of its card.
    assert_eq!(ids, ["one", "three"]);
    assert_eq!(questions, ["One *more* question?", "Three?"]);
}

/// Of twice as much, none takes much longer than twice the time: else this would not end.
#[test]
fn much_of_anything_is_read_in_time() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let numbered = |form: &dyn Fn(usize) -> String| (0..500).map(form).collect::<String>();
    let texts = [
        many("> ", 6000) + "x",
        many("- ", 6000) + "x",
        many("1. ", 6000) + "x",
        format!(
            "## Q {{#q}}\n<!--\n{}-->\n\na\n",
            many("weight: 3\n", 50_000)
        ),
        format!(
            "## Q {{#q}}\n<!--\nafter: {}\n-->\n\na\n",
            many("x, ", 50_000)
        ),
        format!("## Q {{#q}}\n<!--\n{}-->\n\na\n", many("wieght: 3\n", 2000)),
        numbered(&|n| format!("## Q{n} {{#q{n}}}\n\n```js\nx\n\n")),
        numbered(&|n| format!("## Q{n} {{#q{n}}}\n\n<!-- x\n\n")),
        numbered(&|n| format!("## Q{n} {{#q{n} .sideways}}\n\nx\n\n")),
        format!("## Q {{#q}}\n\n{}", many("==a== ", 5000)),
        format!("## Q {{#q}}\n\n{}", many("- [ ] a\n", 5000)),
        format!("## Q {{#q}}\n\n{}", many("[a](", 5000)),
        format!("## Q {{#q}}\n\n{}", many("*a **b ", 5000)),
        format!("## Q {{#q {}}}\n\nx", many(".x ", 5000)),
        format!("## Q {{#q}}\n\n{}", many("x", 2_000_000)),
        many("---\n", 50_000),
        many("# x\n", 5000),
        // A table of 500 columns whose rows have one cell each.
        format!(
            "## Q {{#q}}\n\n{}|\n{}|\n{}",
            many("|a", 500),
            many("|-", 500),
            many("|b\r\n", 50_000)
        ),
        // One part with many alternatives, and many lines beside it.
        format!(
            "## Q {{#q}}\n\n=={}b==\n{}",
            many("a|", 20_000),
            many("c\n", 20_000)
        ),
    ];
    for text in texts {
        read_in_every_way(&text);
    }
}

#[test]
fn a_file_with_more_cards_than_any_deck_is_refused_whole() {
    let cards = |count: usize| {
        let card = |n: usize| format!("## Q{n}\n\na\n\n");
        let cards: String = (0..count).map(card).collect();
        parse(&Source::new("t.md", format!("# T {{#t}}\n\n{cards}")))
    };
    assert_eq!(
        cards(20_000).deck.map(|deck| deck.cards.len()),
        Some(20_000)
    );
    let refused = cards(20_001);
    assert_eq!(refused.deck, None);
    let diagnostic = &refused.diagnostics[0];
    assert_eq!(diagnostic.message, "this file has more than 20000 cards");
    assert_eq!(diagnostic.place(), Some(("t.md", 80_003, 1)));
}

#[test]
fn a_file_with_more_values_than_any_deck_is_refused_whole() {
    let names = |count: usize| {
        (0..count)
            .map(|n| format!("n{n}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let read = |keys: &str, of_cards: &str, cards: usize| {
        let card = |n: usize| format!("## Q{n} {{#q{n}}}\n<!-- {of_cards} -->\na\n");
        let cards: String = (0..cards).map(card).collect();
        parse(&Source::new(
            "t.md",
            format!("# T {{#t}}\n<!-- {keys} -->\n{cards}"),
        ))
    };
    let (fifty, forty) = (
        format!("tags: {}", names(50)),
        format!("was: {}", names(40)),
    );
    assert_eq!(
        read("weight: 2", &fifty, 4000)
            .deck
            .map(|deck| deck.cards.len()),
        Some(4000)
    );
    // The last has a former name for each of the deck's and each of the card's.
    let former = format!("was: {}", names(50));
    for refused in [read("weight: 2", &fifty, 4001), read(&former, &forty, 96)] {
        assert_eq!(refused.deck, None);
        let diagnostic = &refused.diagnostics[0];
        assert_eq!(
            diagnostic.message,
            "the cards of this file have more than 200000 values of keys and hidden parts"
        );
        let cards = refused.diagnostics.len();
        assert_eq!(
            (cards, diagnostic.place().map(|(_, line, _)| line > 200)),
            (1, Some(true))
        );
    }
}

#[test]
fn tables_of_more_cells_than_any_deck_has_are_not_read() {
    let table = |rows: usize, end: &str| {
        let row = format!("{}|{end}", "|a".repeat(100));
        let text = format!(
            "# T {{#t}}{end}{end}## Q {{#q}}{end}{end}{row}{}|{end}{}",
            "|-".repeat(100),
            format!("|b{end}").repeat(rows)
        );
        parse(&Source::new("t.md", text))
    };
    for end in ["\n", "\r\n", "\r"] {
        assert!(table(1000, end).deck.is_some());
        let refused = table(6000, end);
        assert_eq!(refused.deck, None);
        assert!(refused.diagnostics[0].message.contains("1000000 blocks"));
    }
}

#[test]
fn too_many_lines_of_a_comment_or_texts_of_a_part_are_reported() {
    let found = |card: &str| {
        let text = format!("# T {{#t}}\n## Q {{#q}}\n{card}\n## Good {{#good}}\na\n");
        let parsed = parse(&Source::new("t.md", text));
        let read = parsed.deck.map_or(0, |deck| deck.cards.len());
        assert_eq!(read, 1, "the other card is read");
        let last = parsed.diagnostics.last().expect("a fault");
        let line = last.place().map(|(_, line, _)| line);
        (last.message.clone(), line)
    };
    for line in ["a line\n", "weight: 2\n"] {
        let (message, line) = found(&format!("<!--\nweight: 2\n{}-->\na\n", line.repeat(500)));
        assert_eq!(message, "this comment has more than 500 lines");
        assert_eq!(line, Some(504));
    }
    let (message, line) = found(&format!("=={}b==\n", "a|".repeat(50)));
    assert_eq!(message, "this hidden part accepts more than 50 texts");
    assert_eq!(line, Some(3));
}

/// What a hostile deck may repeat up to its limit. Four times as much takes four times as long, and not sixteen times.
#[test]
#[ignore = "takes minutes; .ci/full runs it"]
fn the_time_is_linear_in_what_a_deck_repeats() {
    let nested: String = (0..99).map(|depth| "  ".repeat(depth) + "- a\n").collect();
    let in_lines = |piece: &str| piece.repeat(90_000 / piece.len()) + "\n\n";
    let card = |text: &str| format!("## Q\n\n{text}\n\n");
    let shapes = [
        nested + "\n",
        ">".repeat(99) + " a\n\n",
        in_lines("- "),
        in_lines("> "),
        in_lines("*a _b "),
        in_lines("*"),
        in_lines("**a*_"),
        in_lines("["),
        in_lines("[a]("),
        in_lines("![a](b.png) "),
        in_lines("`"),
        in_lines("=="),
        in_lines("==a== "),
        in_lines("<"),
        in_lines("a <!-- <? <![CDATA[ <!X "),
        in_lines("&amp;&#x41;&"),
        in_lines("\\"),
        in_lines("~~a ~b"),
        in_lines("$a$ $$"),
        in_lines("[^1] "),
        in_lines("x"),
        "[\n".to_owned(),
        "|a|b|\n|-|-|\n|c|d|\n\n".to_owned(),
        format!("{}|\n{}|\n\n", "|a".repeat(1000), "|-".repeat(1000)),
        "<div><a href=\"x\">\n".to_owned(),
        "<!-- a -->\n".to_owned(),
        "<!-- \n".to_owned(),
        "<details><summary>a</summary>\n\nb\n\n</details>\n\n".to_owned(),
        "[^1]: b\n\n".to_owned(),
        "[a]: http://x\n".to_owned(),
        "```js\na\n```\n".to_owned(),
        "````\n```\n~~~\n````\n".to_owned(),
        "---\n\n".to_owned(),
        "a\n---\n".to_owned(),
        "### a\n".to_owned(),
        "# a\n\n".to_owned(),
        "\n".to_owned(),
        "a\r".to_owned(),
        "\u{200d}\u{feff}\u{301}".to_owned(),
        "Q: a\nA: b\n\n".to_owned(),
        "a::b\n\n".to_owned(),
        "- [ ] b\n".to_owned(),
        "- **b**\n".to_owned(),
        "1. b\n".to_owned(),
        card("<!--\nweight: 9\nwieght: 2\n-->"),
        card("- [x] a\n- [x] b"),
        card("```js\nx"),
        card("<!-- x"),
        format!("## {}\n\na\n\n", "word ".repeat(2000)),
        format!("## a {{{}}}\n\nb\n\n", ".x ".repeat(2000)),
        format!("## a {{#{}}}\n\nb\n\n", "i".repeat(2000)),
        // `№` is the number of the repetition.
        format!("[a№]: {}\n\n[a№]\n\n", "u".repeat(50)),
        format!(
            "{}|\n{}|\n{}\n",
            "|a".repeat(300),
            "|-".repeat(300),
            "|b\n".repeat(50)
        ),
        format!("a\n=={}b== c\n", "a|".repeat(40)),
        "==a==\nb\n".to_owned(),
        format!("## q № {{#q№}}\n\n{}\n\n", "==a|b== ".repeat(50)),
        format!("## q № {{#q№ .cloze}}\n\n{}\n\n", "==a ".repeat(90)),
        card("<!--\nzzzzzzz: y\nthgiew: z\n-->"),
        "<!-- thgiew: y -->\n\n".to_owned(),
        format!("## {}\n\nb\n\n", "w№ of №a№ ".repeat(20)),
        format!(
            "## q № {{#q№}}\n<!--\ntags: {}\n-->\nb\n\n",
            "t№, ".repeat(20) + "u"
        ),
        "## q № {#q№}\n<!--\nwas: w№, v№, t/u№, t/a\n-->\nb\n\n".to_owned(),
        "## q № {#q№ .x}\nb\n## r № {#r№}\n<!--\nwas: w№, q№, t/u№\n-->\nb\n\n".to_owned(),
        "## q № {#q№}\n<!--\nafter: q, q1, q2, q3, z№\nprobe: y№\n-->\nb\n\n".to_owned(),
        "## q № {#q№}\n<!--\nsee: http://x/№\n-->\nb\n\n".to_owned(),
    ];
    for shape in shapes {
        let time = |bytes: usize| {
            let piece = |number: usize| shape.replace('№', &number.to_string());
            let pieces: String = (0..bytes / shape.len()).map(piece).collect();
            let text = format!("# T {{#t}}\n\n## Q {{#q}}\n\n{pieces}");
            let took = || {
                let began = std::time::Instant::now();
                read_in_every_way(&text);
                began.elapsed()
            };
            // The machine has other work, too.
            (0..3).map(|_| took()).min().expect("three times")
        };
        let (once, four_times) = (time(200_000), time(800_000));
        // Four times in linear time, sixteen times in quadratic; memory caches cost some.
        let most = once * 11 + std::time::Duration::from_millis(20);
        let begins: String = shape.chars().take(40).collect();
        assert!(
            four_times < most,
            "{begins:?}: {once:?}, then {four_times:?}"
        );
    }
}

/// Ten minutes of random bytes and of real decks with pieces of others in them, cut, doubled and exchanged. What goes
/// wrong is written to `tests/decks/random`.
#[test]
#[ignore = "takes ten minutes; .ci/full runs it"]
fn random_text_is_read_for_ten_minutes() {
    let seconds = std::env::var("NODEQUIZ_RANDOM_SECONDS");
    let seconds = seconds.map_or(600, |seconds| seconds.parse().expect("a number"));
    let end = std::time::Instant::now() + std::time::Duration::from_secs(seconds);
    let mut pool: Vec<String> = super::builtin()
        .iter()
        .map(|(_, text)| (*text).to_owned())
        .collect();
    for name in ["bad", "good", "outside", "random"] {
        let files = files_of(&folder(name), "md").into_iter();
        pool.extend(
            files
                .map(|file| String::from_utf8_lossy(&fs::read(file).expect("a file")).into_owned()),
        );
    }
    let marks = [
        "---\n",
        "===\n",
        "## ",
        "# ",
        "### ",
        "```",
        "~~~",
        "<!--",
        "-->",
        "==",
        "- [x] ",
        "- ",
        "1. ",
        "> ",
        "{#a}",
        "{.order}",
        "\r\n",
        "\t",
        "\u{feff}",
        "\u{0}",
        "[^1]",
        "<details>",
        "|",
        "\\",
        "事",
    ];
    let mut state = 1_u64;
    let mut roll = |sides: usize| {
        state = crate::memory::stable_hash(state.to_le_bytes());
        (state % sides.max(1) as u64) as usize
    };
    let mut read = 0_u64;
    let mut slowest = std::time::Duration::ZERO;
    while std::time::Instant::now() < end {
        let mut bytes = match roll(8) {
            0 => (0..roll(400)).map(|_| roll(256) as u8).collect(),
            _ => pool[roll(pool.len())].clone().into_bytes(),
        };
        for _ in 0..=roll(12) {
            let (from, length) = (roll(bytes.len()), roll(200));
            let to = (from + length).min(bytes.len());
            match roll(4) {
                0 => drop(bytes.drain(from.min(to)..to)),
                1 => {
                    let mark = marks[roll(marks.len())].bytes();
                    bytes.splice(from.min(bytes.len())..from.min(bytes.len()), mark);
                }
                2 => {
                    let other = pool[roll(pool.len())].as_bytes();
                    let start = roll(other.len());
                    let piece = &other[start..(start + length).min(other.len())];
                    bytes.splice(from.min(bytes.len())..from.min(bytes.len()), piece.to_vec());
                }
                _ => {
                    let piece = bytes[from.min(to)..to].to_vec();
                    bytes.extend(piece);
                }
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let began = std::time::Instant::now();
        if std::panic::catch_unwind(|| read_in_every_way(&text)).is_err() {
            let file =
                folder("random").join(format!("{:08x}.md", crc32fast::hash(text.as_bytes())));
            fs::write(&file, &text).expect("writing what went wrong");
            panic!("{} cannot be read", file.display());
        }
        slowest = slowest.max(began.elapsed());
        read += 1;
    }
    assert!(read > 100, "{read}");
    assert!(slowest.as_secs() < 5, "{slowest:?}");
}
