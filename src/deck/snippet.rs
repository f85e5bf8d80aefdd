//! The piece of JavaScript on a card that can be run.

use super::Card;
use super::document::Document;
use crate::question::{Code, Question};

/// Code of a card that `node` can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The code as written in the deck.
    pub text: String,
    /// Whether it is an ECMAScript module; else `require` works in it.
    pub module: bool,
    /// What the card says it prints, if it says so.
    pub prints: Option<String>,
}

impl Card {
    /// The first piece of JavaScript on the card: in its question, else in its answer, else in its
    /// explanation. `None` where there is none.
    pub fn snippet(&self) -> Option<Snippet> {
        match self.data() {
            Question::Output(output) => Snippet::of(&output.code).map(|snippet| Snippet {
                prints: Some(output.prints.to_string()),
                ..snippet
            }),
            Question::Bug(bug) => Snippet::of(&bug.code),
            // Its code is run by its tests.
            Question::Code(_) => None,
            _ => [self.context(), self.answer(), self.explanation()]
                .into_iter()
                .find_map(in_markdown),
        }
    }
}

impl Snippet {
    fn of(code: &Code) -> Option<Self> {
        let module = match code.language.to_ascii_lowercase().as_str() {
            "mjs" => true,
            "cjs" => false,
            "js" | "javascript" => reads_as_module(&code.text),
            _ => return None,
        };
        Some(Self {
            text: code.text.to_string(),
            module,
            prints: None,
        })
    }
}

fn in_markdown(text: &str) -> Option<Snippet> {
    let document = Document::read(text);
    document
        .blocks
        .iter()
        .filter(|block| block.is_fence())
        .find_map(|block| Snippet::of(&document.code(block)))
}

/// Whether plain `js` can only be a module: it imports, exports or awaits at its outermost level.
fn reads_as_module(code: &str) -> bool {
    code.lines()
        .filter(|line| !line.starts_with([' ', '\t']))
        .any(|line| {
            let word = |word: &str| line.starts_with(word);
            let imports = word("import ") || word("import{") || word("import'");
            let awaits = word("await ") || word("for await") || line.contains("= await ");
            imports || word("export ") || (awaits && !line.contains("async "))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, parse};

    fn snippet(card: &str) -> Option<Snippet> {
        let text = format!("# D {{#d}}\n\n## Q? {{#q}}\n\n{card}\n");
        let parsed = parse(&Source::new("d.md", text));
        parsed.deck.expect("a valid deck").cards[0].snippet()
    }

    #[test]
    fn the_first_javascript_of_a_card_can_be_run() {
        let card = "```sh\nls\n```\n\n---\n\nSo:\n\n```js\nrequire('fs');\n```\n";
        let found = snippet(card).expect("a snippet");
        assert_eq!(found.text, "require('fs');\n");
        assert_eq!((found.module, found.prints), (false, None));
    }

    #[test]
    fn other_languages_and_prose_cannot() {
        for card in ["```ts\nlet a: number;\n```", "```\nnothing\n```", "Prose."] {
            assert_eq!(snippet(card), None, "{card}");
        }
    }

    #[test]
    fn what_an_output_card_prints_comes_along() {
        let text = "## Q? {#q .output}\n\n```js\nconsole.log(1);\n```\n\n---\n\n```text\n1\n```\n";
        let parsed = parse(&Source::new("d.md", text));
        let card = &parsed.deck.expect("a valid deck").cards[0];
        let found = card.snippet().expect("a snippet");
        assert_eq!(found.prints.as_deref(), Some("1\n"));
    }

    #[test]
    fn plain_js_is_a_module_where_it_could_not_run_otherwise() {
        let cases = [
            ("import fs from 'node:fs';", true),
            ("export const a = 1;", true),
            ("const a = await read();", true),
            ("for await (const a of b) {}", true),
            ("const a = require('a');", false),
            ("const f = async () => { await g(); };", false),
            ("async function f() {\n  await g();\n}", false),
            ("import('node:fs').then(f);", false),
        ];
        for (code, module) in cases {
            assert_eq!(reads_as_module(code), module, "{code}");
        }
    }
}
