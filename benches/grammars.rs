//! Writes `src/terminal/grammars.bin`, the grammars by which code on cards is coloured:
//!
//! ```text
//! cargo run --example grammars
//! ```
//!
//! They are selected from the two hundred in the `two-face` crate, which also lists their licences.
//! Run it again after an update of `syntect` or `two-face`.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;
use syntect::dumps::dump_to_uncompressed_file;
use syntect::parsing::{SyntaxDefinition, SyntaxSetBuilder};

/// The names of the grammars.
const LANGUAGES: [&str; 7] = [
    "JavaScript (Babel)",
    "TypeScript",
    "JSON",
    "YAML",
    "Bourne Again Shell (bash)",
    "Dockerfile",
    "SQL",
];

fn main() {
    let all = two_face::syntax::extra_newlines().into_builder();
    let needed = needed(all.syntaxes());
    let mut chosen = SyntaxSetBuilder::new();
    for (index, grammar) in all.syntaxes().iter().enumerate() {
        // Grammars refer to each other by number: one that is not needed leaves an empty one behind.
        chosen.add(if needed.contains(&index) {
            grammar.clone()
        } else {
            empty(grammar)
        });
    }
    dump_to_uncompressed_file(&chosen.build(), "src/terminal/grammars.bin")
        .expect("the file can be written");
}

/// The numbers of the grammars of [`LANGUAGES`], and of those that they refer to.
fn needed(grammars: &[SyntaxDefinition]) -> BTreeSet<usize> {
    let number = |name: &str| grammars.iter().position(|grammar| grammar.name == name);
    let mut open: Vec<usize> = LANGUAGES
        .iter()
        .map(|name| number(name).expect("two-face has this grammar"))
        .collect();
    let mut needed = BTreeSet::new();
    while let Some(index) = open.pop() {
        if needed.insert(index) {
            let contexts = serde_json::to_value(&grammars[index].contexts);
            add_references(&contexts.expect("a grammar is plain data"), &mut open);
        }
    }
    needed
}

fn add_references(value: &Value, found: &mut Vec<usize>) {
    match value {
        Value::Object(fields) => {
            let number = fields.get("syntax_index").and_then(Value::as_u64);
            found.extend(number.map(|number| number as usize));
            fields
                .values()
                .for_each(|field| add_references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| add_references(item, found)),
        _ => {}
    }
}

fn empty(grammar: &SyntaxDefinition) -> SyntaxDefinition {
    SyntaxDefinition {
        name: String::new(),
        file_extensions: Vec::new(),
        scope: grammar.scope,
        first_line_match: None,
        hidden: true,
        variables: HashMap::new(),
        contexts: HashMap::new(),
    }
}
