//! Colouring code. The grammars are loaded when the first fence is shown.
//!
//! The grammars name every piece of code by scopes (Sublime Text's, `string.quoted.single.js`); a
//! short table maps them to the tones of the theme. No theme files are needed for that.

use std::sync::OnceLock;

use syntect::dumps::from_uncompressed_data;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::line::Line;
use super::style::{Colors, Style, Syntax, Tone};

/// Colours code: takes the fence's language and the code, gives a line for each of its lines.
pub type Highlighter = fn(language: &str, code: &str) -> Vec<Line>;

/// Code with more lines, or with a longer one (in bytes), is not parsed: it would take too long.
const MOST_LINES: usize = 400;
const LONGEST_LINE: usize = 2_000;

/// The highlighter for these colours; without colours, no grammar is ever loaded.
pub fn highlighter(colors: Colors) -> Highlighter {
    match colors {
        Colors::None => plain,
        Colors::Sixteen | Colors::TwoFiftySix | Colors::True => colored,
    }
}

/// Code in one tone.
pub fn plain(_language: &str, code: &str) -> Vec<Line> {
    code.lines().map(Line::from).collect()
}

/// Code in the tones of its grammar; plain where the language is unknown.
pub fn colored(language: &str, code: &str) -> Vec<Line> {
    let huge = code.lines().nth(MOST_LINES).is_some()
        || code.lines().any(|line| line.len() > LONGEST_LINE);
    match grammar(language) {
        Some(grammar) if !huge => parsed(grammar, code).unwrap_or_else(|| plain(language, code)),
        _ => plain(language, code),
    }
}

/// The grammar of a language, as fences call it.
fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let token = match language {
        "" | "text" | "txt" | "plain" | "output" | "http" => return None,
        "js" | "mjs" | "cjs" | "node" | "jsx" => "js",
        "ts" | "mts" | "cts" => "ts",
        "sh" | "shell" | "console" | "terminal" | "zsh" => "bash",
        "yml" => "yaml",
        "docker" => "dockerfile",
        "jsonc" | "json5" => "json",
        other => other,
    };
    grammars().find_syntax_by_token(token)
}

fn grammars() -> &'static SyntaxSet {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    GRAMMARS.get_or_init(|| {
        let dump = include_bytes!("grammars.bin");
        from_uncompressed_data(dump).expect("benches/grammars.rs wrote it, and a test reads it")
    })
}

/// The lines of code in tones; none if the grammar fails.
fn parsed(grammar: &SyntaxReference, code: &str) -> Option<Vec<Line>> {
    let mut state = ParseState::new(grammar);
    let mut scopes = ScopeStack::new();
    let mut lines = Vec::new();
    for text in code.lines() {
        // These grammars find the end of a line by its line break.
        let changes = state.parse_line(&format!("{text}\n"), grammars()).ok()?;
        let mut line = Line::new();
        let mut from = 0;
        for (at, change) in changes {
            let at = at.min(text.len());
            line.push(text.get(from..at)?, style_of(&scopes));
            scopes.apply(&change).ok()?;
            from = at;
        }
        line.push(text.get(from..)?, style_of(&scopes));
        lines.push(line);
    }
    Some(lines)
}

/// The tone of each scope, the more specific before the more general. `None`: running text.
const MEANINGS: [(&str, Option<Syntax>); 39] = [
    ("comment", Some(Syntax::Comment)),
    ("punctuation.definition.comment", Some(Syntax::Comment)),
    ("punctuation.section.interpolation", None),
    ("punctuation.definition.template-expression", None),
    ("meta.template.expression", None),
    ("meta.interpolation", None),
    ("constant.character.escape", Some(Syntax::Constant)),
    ("string.unquoted.label", Some(Syntax::Property)),
    ("punctuation.definition.string", Some(Syntax::String)),
    ("string.unquoted", None),
    ("string", Some(Syntax::String)),
    ("constant.other.object.key", Some(Syntax::Property)),
    ("constant", Some(Syntax::Constant)),
    ("keyword.operator.word", Some(Syntax::Keyword)),
    ("keyword.other.template", Some(Syntax::String)),
    ("keyword.other.substitution", None),
    ("keyword.operator.module", Some(Syntax::Keyword)),
    ("keyword.operator.new", Some(Syntax::Keyword)),
    ("keyword.operator.expression", Some(Syntax::Keyword)),
    ("keyword.operator", None),
    ("keyword", Some(Syntax::Keyword)),
    ("storage", Some(Syntax::Keyword)),
    ("variable.language", Some(Syntax::Keyword)),
    ("entity.name.function", Some(Syntax::Function)),
    ("variable.function", Some(Syntax::Function)),
    ("support.function", Some(Syntax::Function)),
    ("support.type.object", None),
    ("support.type.property-name", Some(Syntax::Property)),
    ("entity.name.tag.yaml", Some(Syntax::Property)),
    ("entity.name.tag", Some(Syntax::Type)),
    ("entity.name.type", Some(Syntax::Type)),
    ("entity.name.class", Some(Syntax::Type)),
    ("entity.other.inherited-class", Some(Syntax::Type)),
    ("entity.other.attribute-name", Some(Syntax::Property)),
    ("support.type", Some(Syntax::Type)),
    ("meta.class.extends", Some(Syntax::Type)),
    ("support.class", Some(Syntax::Type)),
    ("meta.object-literal.key", Some(Syntax::Property)),
    ("meta.mapping.key", Some(Syntax::Property)),
];

fn meanings() -> &'static [(Scope, Option<Syntax>)] {
    static SCOPES: OnceLock<Vec<(Scope, Option<Syntax>)>> = OnceLock::new();
    SCOPES.get_or_init(|| {
        let scope =
            |(name, syntax): &(&str, _)| Scope::new(name).ok().map(|scope| (scope, *syntax));
        MEANINGS.iter().filter_map(scope).collect()
    })
}

/// The style for these scopes: that of the innermost one with a tone.
fn style_of(scopes: &ScopeStack) -> Style {
    let meaning = |scope: &Scope| {
        let found = meanings()
            .iter()
            .find(|(known, _)| known.is_prefix_of(*scope));
        found.map(|(_, syntax)| *syntax)
    };
    let found = scopes.as_slice().iter().rev().find_map(meaning).flatten();
    // A key in quotes counts as a key.
    let is_key = |scope: &&Scope| {
        let key = meaning(scope).flatten() == Some(Syntax::Property);
        key && found == Some(Syntax::String)
    };
    match (scopes.as_slice().iter().rev().find(is_key), found) {
        (Some(_), _) => Style::of(Tone::Syntax(Syntax::Property)),
        (None, Some(syntax)) => Style::of(Tone::Syntax(syntax)),
        (None, None) => Style::PLAIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tone of a piece of code.
    fn taken_for(language: &str, code: &str, piece: &str) -> Tone {
        let lines = colored(language, code);
        let spans = lines.iter().flat_map(Line::spans);
        let found = spans.into_iter().find(|span| span.text().contains(piece));
        found.unwrap_or_else(|| panic!("no {piece:?}")).style().tone
    }

    #[test]
    fn code_is_coloured_in_every_language_of_the_decks() {
        use Syntax::{Comment, Constant, Function, Keyword, Property, String, Type};
        let js = "// why\nconst a = await get('x', 12);\nclass A extends B {}";
        let cases = [
            ("js", js, "why", Comment),
            ("js", js, "const", Keyword),
            ("js", js, "await", Keyword),
            ("mjs", js, "get", Function),
            ("cjs", js, "'x'", String),
            ("js", js, "12", Constant),
            ("js", js, "B", Type),
            ("ts", "interface A { b: string }", "interface", Keyword),
            ("ts", "const a: Promise<string> = f();", "const", Keyword),
            ("json", "{ \"name\": \"x\" }", "name", Property),
            ("json", "{ \"name\": \"x\" }", "x", String),
            ("sh", "echo \"hi\" # say", "hi", String),
            ("bash", "echo \"hi\" # say", "say", Comment),
            ("console", "echo \"hi\"", "hi", String),
            ("yaml", "name: x # why", "why", Comment),
            ("yaml", "name: 12", "12", Constant),
            ("dockerfile", "FROM node:24\nRUN npm ci", "FROM", Keyword),
            ("sql", "SELECT 1 FROM users", "SELECT", Keyword),
        ];
        for (language, code, piece, syntax) in cases {
            assert_eq!(
                taken_for(language, code, piece),
                Tone::Syntax(syntax),
                "{piece:?} in {language}"
            );
        }
    }

    #[test]
    fn colours_change_no_character() {
        let code = "const a = `x ${b + 1} y`;\n\n  // 事件 👩\u{200d}💻\n\tif (a) { b(/re/g) }";
        for language in ["js", "ts", "sh", "yaml", "klingon", ""] {
            assert_eq!(
                colored(language, code)
                    .iter()
                    .map(Line::plain)
                    .collect::<Vec<_>>(),
                plain(language, code)
                    .iter()
                    .map(Line::plain)
                    .collect::<Vec<_>>(),
                "{language}"
            );
        }
    }

    #[test]
    fn what_is_unknown_or_huge_stays_plain() {
        let long = format!("const a = '{}';", "x".repeat(LONGEST_LINE));
        let many = "const a = 1;\n".repeat(MOST_LINES + 1);
        for (language, code) in [
            ("klingon", "const a"),
            ("text", "const a"),
            ("js", &long),
            ("js", &many),
        ] {
            assert_eq!(colored(language, code), plain(language, code));
        }
        let most = "const a = 1;\n".repeat(MOST_LINES);
        assert_ne!(colored("js", &most), plain("js", &most));
    }

    #[test]
    fn without_colours_no_grammar_is_asked() {
        let code = "const a = 1;";
        assert_eq!(highlighter(Colors::None)("js", code), plain("js", code));
        assert_ne!(highlighter(Colors::Sixteen)("js", code), plain("js", code));
    }
}
