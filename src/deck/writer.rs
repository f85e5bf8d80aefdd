//! Writing a deck as canonical Markdown.
//!
//! What was read is written so that reading it again gives the same deck: bodies are verbatim;
//! attributes and keys are written only if needed, and in a fixed order.

use std::fmt::Write;

use super::document::{Document, is_splitting_line};
use super::keys::Key;
use super::{Card, DEFAULT_WEIGHT, Deck, Needs, kinds};
use crate::id::{CardId, DeckId};
use crate::question::{AnswerForm, Kind, OLDEST_NODE, Question};

/// A deck as Markdown, ready to be a file.
///
/// The deck's texts must be like those from the parser: a question of one line, bodies of whole
/// blocks. Texts from elsewhere are checked by parsing what was written.
pub fn write(deck: &Deck) -> String {
    let mut out = String::new();
    if deck.titled {
        let mut attributes = Vec::new();
        if deck.id_written {
            attributes.push(format!("#{}", deck.id));
        }
        if deck.level_written {
            attributes.push(format!(".{}", deck.level));
        }
        heading(&mut out, "#", &deck.title, &attributes);
    }
    let comment = comment(&deck_metadata(deck));
    block(&mut out, if deck.titled { "\n" } else { "" }, &comment);
    block(&mut out, "\n\n", &deck.description);
    for card in &deck.cards {
        if !out.is_empty() {
            finish_line(&mut out);
            out.push('\n');
        }
        write_card(&mut out, deck, card);
    }
    finish_line(&mut out);
    out
}

/// Adds a block, separated from what comes before it.
fn block(out: &mut String, space: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push_str(space);
    }
    out.push_str(text);
}

fn finish_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn heading(out: &mut String, hashes: &str, text: &str, attributes: &[String]) {
    out.push_str(hashes);
    out.push(' ');
    out.push_str(text);
    // A text that ends with `#` needs a closing one, or that `#` would be dropped.
    if text
        .rsplit(' ')
        .next()
        .is_some_and(|last| last.bytes().all(|byte| byte == b'#'))
    {
        out.push_str(" #");
    }
    if !attributes.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(out, " {{{}}}", attributes.join(" "));
    }
}

/// A card as its deck has it, from its heading on.
pub fn card_text(deck: &Deck, card: &Card) -> String {
    let mut text = String::new();
    write_card(&mut text, deck, card);
    text
}

fn write_card(out: &mut String, deck: &Deck, card: &Card) {
    let mut attributes = Vec::new();
    if card.id_written {
        attributes.push(format!("#{}", card.id.short()));
    }
    let kind = card.kind();
    if needs_class(card, kind) {
        attributes.push(format!(".{kind}"));
    }
    if card.level != deck.level {
        attributes.push(format!(".{}", card.level));
    }
    heading(out, "##", &card.question, &attributes);

    let splits = |text: &str| text.lines().any(is_splitting_line);
    let parted = !card.context().is_empty() || splits(card.answer()) || splits(card.explanation());
    let first = if parted {
        card.context()
    } else {
        card.answer()
    };
    let mut comment = comment(&card_metadata(deck, card));
    if comment.is_empty() && first.trim_start().starts_with("<!--") {
        // Otherwise the first comment of the body would be read for keys.
        comment.push_str("<!-- -->");
    }
    block(out, "\n", &comment);
    block(out, "\n\n", card.context());
    if parted {
        block(out, "\n\n", "---");
    }
    block(out, "\n\n", card.answer());
    block(out, "\n\n", card.explanation());
}

/// Whether the kind must be written, because the answer alone would mean another one.
fn needs_class(card: &Card, kind: Kind) -> bool {
    kind.profile().needs_class || {
        let text = format!("{}\n\n{}", card.answer(), card.explanation());
        let document = Document::read(&text);
        kinds::derive(&document, &document.blocks) != kind
    }
}

/// A key with its value, as they are written.
type Line = (&'static str, String);

/// The keys in a deck's comment.
pub fn deck_metadata(deck: &Deck) -> Vec<Line> {
    let mut keys = Vec::new();
    list(&mut keys, Key::From, &deck.from);
    if deck.weight != DEFAULT_WEIGHT {
        list(&mut keys, Key::Weight, &[deck.weight]);
    }
    list(&mut keys, Key::See, deck.see.as_slice());
    list(&mut keys, Key::After, &deck.after);
    if *deck.topic != *deck.id.as_str() {
        list(&mut keys, Key::Topic, &[&deck.topic]);
    }
    list(&mut keys, Key::Tags, &deck.tags);
    list(&mut keys, Key::Was, &deck.was);
    list(&mut keys, Key::Zh, &deck.zh);
    keys
}

/// The keys in the comment of a deck's card.
pub fn card_metadata(deck: &Deck, card: &Card) -> Vec<Line> {
    let named = |id: &CardId| short(id, &deck.id);
    let mut keys = Vec::new();
    list(&mut keys, Key::From, &card.from);
    if card.weight != deck.weight {
        list(&mut keys, Key::Weight, &[card.weight]);
    }
    list(&mut keys, Key::See, card.see.as_slice());
    let own = card
        .after
        .iter()
        .filter(|needs| !deck.after.contains(needs));
    let own: Vec<String> = own
        .map(|needs| match needs {
            Needs::Card(id) => named(id),
            Needs::Deck(id) => id.to_string(),
        })
        .collect();
    list(&mut keys, Key::After, &own);
    let probe = card.probe.as_ref().map(named);
    list(&mut keys, Key::Probe, probe.as_slice());
    if card.topic != deck.topic {
        list(&mut keys, Key::Topic, &[&card.topic]);
    }
    let tags: Vec<_> = card
        .tags
        .iter()
        .filter(|tag| !deck.tags.contains(tag))
        .collect();
    list(&mut keys, Key::Tags, &tags);
    let was: Vec<String> = card.was.iter().map(named).collect();
    list(&mut keys, Key::Was, &was);
    list(&mut keys, Key::Zh, &card.zh);
    let form = match card.data() {
        Question::Typed(typed) => typed.form,
        Question::Cloze(cloze) => cloze.blanks.first().and_then(|blank| blank.form),
        _ => None,
    };
    list(
        &mut keys,
        Key::Answer,
        form.map(AnswerForm::name).as_slice(),
    );
    if let Question::Code(task) = card.data() {
        list(&mut keys, Key::Minutes, &[task.minutes]);
        let needs: Vec<&str> = task.needs.iter().map(|needs| needs.name()).collect();
        list(&mut keys, Key::Needs, &needs);
        if task.node != OLDEST_NODE {
            list(&mut keys, Key::Node, &[task.node]);
        }
        list(&mut keys, Key::Without, &task.without);
    }
    keys
}

/// A card's name as a card of this deck would write it.
fn short(id: &CardId, deck: &DeckId) -> String {
    if id.deck() == deck.as_str() {
        id.short().to_owned()
    } else {
        id.to_string()
    }
}

fn list<T: ToString>(keys: &mut Vec<Line>, key: Key, values: &[T]) {
    if !values.is_empty() {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        keys.push((key.name(), values.join(", ")));
    }
}

fn comment(keys: &[Line]) -> String {
    match keys {
        [] => String::new(),
        [(key, value)] => format!("<!-- {key}: {value} -->"),
        all => {
            let mut text = "<!--\n".to_owned();
            for (key, value) in all {
                let _ = writeln!(text, "{key}: {value}");
            }
            text.push_str("-->");
            text
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deck::{Place, Source, parse};

    /// The deck without what depends on its place in its file.
    fn placeless(mut deck: Deck) -> Deck {
        deck.source = Source::new("", "");
        deck.heading = 0..0;
        let nowhere = Place {
            file: "".into(),
            line: 0,
            bytes: 0..0,
            heading: 0..0,
        };
        let cards = std::mem::take(&mut deck.cards).into_iter();
        deck.cards = cards
            .map(|card| Card {
                place: nowhere.clone(),
                ..card
            })
            .collect();
        deck
    }

    fn read(text: &str) -> Option<Deck> {
        parse(&Source::new("decks/a-file.md", text.to_owned())).whole()
    }

    fn survives(text: &str) {
        let deck = placeless(read(text).unwrap_or_else(|| panic!("no deck: {text:?}")));
        let written = write(&deck);
        let again = read(&written).unwrap_or_else(|| panic!("cannot be read again: {written:?}"));
        assert_eq!(placeless(again), deck, "written: {written}");
        assert_eq!(write(&deck), written);
    }

    #[test]
    fn what_is_read_is_written_so_that_it_is_read_again() {
        let hard = [
            "",
            "text without a heading",
            "<!-- after: x -->\n\n## A\nb",
            "# T\n## A # ##\nb",
            "# T #\\#\n## # ## {#x}\nb",
            "# T\n## A {b\\}\nc",
            "# T\n## A\n---\nb\n\n---\n\nc",
            "# T\n## A\nb\n\n---\n\nc\n\n---\n\nd",
            "# T\n## A\n<!-- -->\n<!-- weight: 4 -->\n- b\n- c\n\nd",
            "# T\n## A {.recall}\n- b\n- c",
            "# T\n## A {.recall}\n==b==",
            "# T\n## A {.points}\n- ==b==\n- c",
            "# T\n## A\n    ## code\n\n    more",
            "# T\n## A\n- [x] b\n- [ ] c\n\n      code\n\nd",
            "# T {.senior}\n<!-- weight: 3 -->\n<!-- tags: a -->\n\nb\n\n<!-- zh: 循环， 栈 -->\nc\n## A {.expert}\n\
             <!-- weight: 2\ntags: a, b\nafter: x, A, y/z\nwas: b, c/d -->\nd\n## B!\n- b\n- *",
            "# T\r\n\r\nb\r\n## A {.output}\r\n```js\r\na\r\n```\r\n```text\r\nb\r\n```\r\nc\r\n",
            "# T\n## A\n- b\n- c\n\n<!-- -->\n\n- d\n- e\n",
            "# T\n## A\n[a]: /b\n\nc [a]\n\n[d]: /e\n",
            "# T\n## A\n````md\n```js\n---\n## B\n```\n````\n",
        ];
        for text in hard {
            survives(text);
        }
    }

    #[test]
    fn the_canonical_form_is_that_of_the_format() {
        let text = "\
# Runtime {#runtime .beginner}
<!-- after: javascript -->

What Node.js is made of.

## Is it single-threaded? {#single-threaded}
<!--
from: a/b, c/d
weight: 3
see: https://nodejs.org/en/learn
after: phases
probe: pool
zh: 单线程
-->

- **one thread an isolate**
- libuv's pool

A slip.

## What is printed? {#printed .output .intermediate}

```js
1
```

---

```text
2
```

## Phases {#phases}

In ==timers==.
";
        assert_eq!(write(&read(text).expect("a deck")), text);
    }

    /// Pieces of text that have broken parsers before.
    fn hostile() -> impl Strategy<Value = String> {
        prop_oneof![
            prop::sample::select(vec![
                "---",
                "***",
                "    ## code",
                "```js\n---\n## B\n```",
                "````\n```\n````",
                "~~~\n```\n~~~",
                "- a\n- b",
                "* c",
                "1. d",
                "- [ ] e",
                "<!-- x -->",
                "<!-- weight: 3 -->",
                "<b>\nf\n</b>",
                "> ## g\n> ---",
                "| h |\n|---|\n| 单 |",
                "### i {#j}",
                "[k]: /l",
                "[k]",
                "m {n}",
                "`o",
                "==p==",
                "\\==q==",
                "r == s",
                "事件循环 {#t}",
                "u\\",
                "**v**",
                "- **w**\n\n  x",
                "-",
                "&#61;=y==",
                "- ```\n  z",
                "<pre>\n\n---\n</pre>",
                "Line 1",
                "\u{feff}",
                "a\rb",
                "c  \nd",
                "+",
                "#e",
                "`` f` ``",
            ])
            .prop_map(str::to_owned),
            "[a-c`*_#=<>{}!\\[\\]\\-~\\\\ \n事]{0,12}",
        ]
    }

    fn body() -> impl Strategy<Value = String> {
        prop::collection::vec(hostile(), 0..4).prop_map(|pieces| pieces.join("\n\n"))
    }

    const CODE: &str = "```js solution\nx\n```\n\n```mjs test\ntest('b', c); './solution.js'\n```";

    fn card() -> impl Strategy<Value = String> {
        let kinds = vec![
            ("", "a\n\nb"),
            ("", "- **a**\n- b"),
            ("", "- [x] `a`\n- [ ] b"),
            ("", "a ==b `c`== d ==e|`f|g`|h\\|i== j"),
            (" .recall", "- a\n- b"),
            (" .points", "- ==a==\n- b"),
            (" .typed", "`a` or `b`"),
            (" .cloze", "a ==`b`|c== d"),
            (" .order", "1. a\n2. b"),
            (" .output .senior", "```text\na\n```"),
            (" .bug", "Line 1\n\n- **a**\n\n```js\nb\n```"),
            (" .code", CODE),
        ];
        let question = "[a-c#`*=\\\\ 事]{0,6}";
        (prop::sample::select(kinds), question, body(), body(), body(), any::<[bool; 3]>()).prop_map(
            |((class, answer), question, context, before, after, [keys, parted, spaced])| {
                let keys = match (class, keys) {
                    (" .code", true) => "<!--\nweight: 3\nminutes: 9\nneeds: net, child\nnode: 24\nwithout: a, $b\n-->\n",
                    (" .code", false) => "<!-- minutes: 30 -->\n",
                    (" .typed", true) => "<!-- answer: command -->\n",
                    (" .cloze", true) => "<!--\nweight: 3\nanswer: sql\n-->\n",
                    (_, true) => "<!-- weight: 3 -->\n",
                    (_, false) => "",
                };
                let fence = match class {
                    " .output .senior" | " .bug" => "```js\na\n```\n\n",
                    " .code" => "```js\nb\n```\n\n```js starter\na\n```\n\n",
                    _ => "",
                };
                let split = if parted { format!("{fence}{context}\n\n---\n\n") } else { fence.to_owned() };
                let before = if spaced { before } else { String::new() };
                format!("q{question} {{#ID{class}}}\n{keys}\n{split}{before}\n\n{answer}\n\n{after}\n\n")
            },
        )
    }

    /// The text of a deck with all kinds of cards and hostile texts in them; not every one can be read.
    pub(crate) fn deck_text() -> impl Strategy<Value = String> {
        (body(), prop::collection::vec(card(), 1..3)).prop_map(|(top, cards)| {
            let mut text = format!("# T {{#t}}\n\n{top}\n\n");
            for (index, card) in cards.iter().enumerate() {
                text.push_str("## ");
                text.push_str(&card.replace("#ID", &format!("#c{index}")));
            }
            text
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { max_global_rejects: 20_000, ..ProptestConfig::default() })]

        #[test]
        fn decks_with_hostile_text_survive(text in deck_text()) {
            let deck = read(&text);
            prop_assume!(deck.is_some());
            survives(&text);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "([#`*=<>{}!\\-~\\\\ \n\r\t\u{0}:.事a1]|## |<!--|-->|```|---\n|==){0,40}") {
            let parsed = parse(&Source::new("a.md", text.clone()));
            let errors = parsed.diagnostics.iter().any(crate::deck::Diagnostic::is_error);
            prop_assert!(errors || (parsed.deck.is_some() && parsed.left_out.is_empty()));
            for label in parsed.diagnostics.iter().flat_map(|one| &one.labels) {
                prop_assert!(text.get(label.span.clone()).is_some(), "{:?}", label);
            }
        }
    }
}
