//! Code: write a function, a class or a module; its tests decide. And the words of a JavaScript or TypeScript program,
//! outside of comments, strings and patterns.
//!
//! Reading words is not parsing. Whether a `/` divides or begins a regular expression is judged by what
//! precedes it, which is right for code as people write it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The oldest release line of Node.js whose test runner is good enough.
pub const OLDEST_NODE: u32 = 22;

/// A task, where the learner starts, the tests, and a model solution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct CodeTask {
    /// What the learner starts from.
    pub starter: Code,
    /// The tests, which import the solution from beside them.
    pub test: Code,
    /// A solution that passes them.
    pub solution: Code,
    /// How many minutes it is expected to take.
    pub minutes: u8,
    /// The permissions that its tests need.
    pub needs: Vec<Permission>,
    /// The lowest release line of Node.js that can run it.
    pub node: u32,
    /// Identifiers that a solution must not use.
    pub without: Vec<String>,
}

/// Something that code cannot do unless its card says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Permission {
    /// Sockets on this machine.
    Net,
    /// Worker threads.
    Worker,
    /// Child processes.
    Child,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 3] = [Self::Net, Self::Worker, Self::Child];

    /// The word for it in decks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Net => "net",
            Self::Worker => "worker",
            Self::Child => "child",
        }
    }

    /// The permission with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// What the learner did until the tests passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coded {
    /// How often the tests ran, from 1.
    pub runs: u32,
    /// Whether the names of the tests were looked at.
    pub hinted: bool,
}

/// How well a solution that passed was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ease {
    /// At once, in half of the expected time.
    Quick,
    /// At once, in the expected time.
    AtOnce,
    /// After several runs, with a hint, or in more than the expected time.
    Hard,
}

impl CodeTask {
    /// Whether a fence's language is one that Node.js runs.
    pub fn runs(language: &str) -> bool {
        matches!(language, "js" | "mjs" | "ts")
    }

    /// The name of the file that the learner writes.
    pub fn file(&self) -> String {
        format!("solution.{}", self.starter.language)
    }

    /// The name of the file of tests beside it.
    pub fn test_file(&self) -> String {
        format!("solution.test.{}", self.test.language)
    }

    /// The expected time in milliseconds.
    pub const fn expected_ms(&self) -> u64 {
        self.minutes as u64 * 60_000
    }

    /// How easily a solution passed after these attempts and this many milliseconds.
    pub const fn ease(&self, coded: Coded, ms: u64) -> Ease {
        if coded.hinted || coded.runs > 1 || ms > self.expected_ms() {
            Ease::Hard
        } else if ms <= self.expected_ms() / 2 {
            Ease::Quick
        } else {
            Ease::AtOnce
        }
    }

    /// The names of the tests, in their order, as far as they are written as plain strings.
    pub fn test_names(&self) -> Vec<String> {
        strings_after(&self.test.text, &["test", "it"])
    }

    /// All of the deck's code that runs with a solution, and what it may do: what the learner agrees to
    /// where they have to. It is code itself, to be read and highlighted as such.
    pub fn agreement(&self) -> String {
        let mut code = String::new();
        for needs in &self.needs {
            code.push_str(match needs {
                Permission::Net => "// It may use the network.\n",
                Permission::Worker => "// It may start worker threads.\n",
                Permission::Child => {
                    "// It may start other programs, which may do all that you may do.\n"
                }
            });
        }
        for (file, text) in [
            (self.file(), &self.starter.text),
            (self.test_file(), &self.test.text),
        ] {
            let gap = if code.is_empty() { "" } else { "\n" };
            code.push_str(&format!("{gap}// {file}\n{text}"));
        }
        code
    }

    /// The forbidden identifiers that a solution uses, each once.
    pub fn forbidden(&self, solution: &str) -> Vec<&str> {
        let used = identifiers(solution);
        let forbidden = self.without.iter().map(String::as_str);
        forbidden.filter(|name| used.contains(name)).collect()
    }
}

/// A piece of code in a question: what is in a fence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The fence's language, as written; empty when none was given.
    #[serde(borrow)]
    pub language: Cow<'static, str>,
    /// The lines between the fences, each with its newline.
    #[serde(borrow)]
    pub text: Cow<'static, str>,
}

/// A piece of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    /// An identifier or a keyword.
    Word(&'t str),
    /// The text between the quotes of a string, or in a template without expressions.
    Text(&'t str),
    /// Any other character of code.
    Sign(char),
    /// A number, a regular expression, a piece of a template.
    Other,
}

/// Words after which a `/` begins a regular expression.
const BEFORE_PATTERNS: [&str; 12] = [
    "return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "throw", "await",
    "yield",
];

/// The identifiers and keywords of a program, each as often as it occurs.
fn identifiers(program: &str) -> Vec<&str> {
    let words = tokens(program).into_iter();
    words
        .filter_map(|token| match token {
            Token::Word(word) => Some(word),
            _ => None,
        })
        .collect()
}

/// The first argument of each call of one of these functions, where it is a string.
fn strings_after(program: &str, functions: &[&str]) -> Vec<String> {
    let tokens = tokens(program);
    let calls = tokens
        .windows(3)
        .enumerate()
        .filter_map(|(at, three)| match three {
            [Token::Word(word), Token::Sign('('), Token::Text(text)]
                if functions.contains(word) =>
            {
                let member = at > 0 && tokens[at - 1] == Token::Sign('.');
                (!member).then_some(*text)
            }
            _ => None,
        });
    calls.map(unescaped).collect()
}

/// The value of a string: what its escapes stand for.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let (value, length) = escape(after);
        plain.extend(value);
        rest = after.get(length..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

/// The character that an escape stands for, and how many bytes it takes after its backslash. A line that
/// goes on in the next one has none.
fn escape(text: &str) -> (Option<char>, usize) {
    let Some(first) = text.chars().next() else {
        return (None, 0);
    };
    let hex = |digits: Option<&str>, length: usize| {
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => (Some(c), length),
            None => (Some(first), 1),
        }
    };
    match first {
        'n' => (Some('\n'), 1),
        't' => (Some('\t'), 1),
        'r' => (Some('\r'), 1),
        'b' => (Some('\u{8}'), 1),
        'f' => (Some('\u{c}'), 1),
        'v' => (Some('\u{b}'), 1),
        '0' => (Some('\0'), 1),
        '\n' => (None, 1),
        'x' => hex(text.get(1..3), 3),
        'u' => match text.get(2..).and_then(|rest| rest.split_once('}')) {
            Some((digits, _)) if text[1..].starts_with('{') => hex(Some(digits), digits.len() + 3),
            _ => hex(text.get(1..5), 5),
        },
        c => (Some(c), c.len_utf8()),
    }
}

fn tokens(program: &str) -> Vec<Token<'_>> {
    let mut reader = Reader {
        text: program,
        at: 0,
        found: Vec::new(),
    };
    reader.code(false);
    reader.found
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    found: Vec<Token<'t>>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, length: usize) {
        self.at = (self.at + length).min(self.text.len());
    }

    /// Reads code, as far as the brace that closes an expression of a template.
    fn code(&mut self, in_template: bool) {
        let mut open = 0_usize;
        while let Some(c) = self.rest().chars().next() {
            match c {
                '}' if in_template && open == 0 => return,
                '{' | '}' => {
                    open = if c == '{' {
                        open + 1
                    } else {
                        open.saturating_sub(1)
                    };
                    self.found.push(Token::Sign(c));
                    self.skip(1);
                }
                '/' if self.rest().starts_with("//") => {
                    let end = self.rest().find(['\n', '\r']);
                    self.skip(end.unwrap_or(usize::MAX - self.at));
                }
                '/' if self.rest().starts_with("/*") => {
                    let end = self.rest().find("*/").map(|end| end + 2);
                    self.skip(end.unwrap_or(usize::MAX - self.at));
                }
                '/' if self.begins_pattern() => self.pattern(),
                '\'' | '"' => self.string(c),
                '`' => self.template(),
                c if begins_word(c) => self.word(),
                c if c.is_ascii_digit() => {
                    let number = |c: char| !(c.is_alphanumeric() || c == '_' || c == '.');
                    let end = self.rest().find(number);
                    self.skip(end.unwrap_or(usize::MAX - self.at));
                    self.found.push(Token::Other);
                }
                c => {
                    if !c.is_whitespace() {
                        self.found.push(Token::Sign(c));
                    }
                    self.skip(c.len_utf8());
                }
            }
        }
    }

    fn word(&mut self) {
        let part = |c: char| !(begins_word(c) || c.is_alphanumeric() || c == '\u{200d}');
        let rest = self.rest();
        let word = &rest[..rest.find(part).unwrap_or(rest.len())];
        self.skip(word.len());
        self.found.push(Token::Word(word));
    }

    fn begins_pattern(&self) -> bool {
        match self.found.last() {
            None => true,
            Some(Token::Word(word)) => BEFORE_PATTERNS.contains(word),
            Some(Token::Sign(sign)) => !matches!(sign, ')' | ']' | '}'),
            Some(Token::Text(_) | Token::Other) => false,
        }
    }

    /// A regular expression; a `/` in a class of characters does not end it.
    fn pattern(&mut self) {
        let mut in_class = false;
        let mut escaped = true;
        for (at, c) in self.rest().char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => {
                    self.skip(at + 1);
                    let flags = self.rest().find(|c: char| !c.is_alphanumeric());
                    self.skip(flags.unwrap_or(usize::MAX - self.at));
                    self.found.push(Token::Other);
                    return;
                }
                // It was a division after all.
                '\n' => break,
                _ => {}
            }
        }
        self.found.push(Token::Sign('/'));
        self.skip(1);
    }

    fn string(&mut self, quote: char) {
        self.skip(1);
        let inside = self.rest();
        let end = end_of(inside, |c| c == quote || c == '\n');
        self.found.push(Token::Text(&inside[..end]));
        self.skip(end + 1);
    }

    fn template(&mut self) {
        self.skip(1);
        let mut plain = true;
        loop {
            let inside = self.rest();
            let mut expression = false;
            let mut dollar = false;
            let end = end_of(inside, |c| {
                expression = dollar && c == '{';
                dollar = c == '$';
                expression || c == '`'
            });
            if !expression {
                self.found.push(if plain {
                    Token::Text(&inside[..end])
                } else {
                    Token::Other
                });
                self.skip(end + 1);
                return;
            }
            plain = false;
            self.skip(end + 1);
            self.found.push(Token::Sign('{'));
            self.code(true);
            self.skip(1);
        }
    }
}

/// The position of the first character that ends a text and has no backslash before it, or the end.
fn end_of(text: &str, mut ends: impl FnMut(char) -> bool) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if ends(c) {
            return at;
        }
    }
    text.len()
}

fn begins_word(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn task() -> CodeTask {
        let code = |text: &'static str| Code {
            language: "js".into(),
            text: text.into(),
        };
        CodeTask {
            starter: code("export function f() {}\n"),
            test: code(
                "import { test, it } from 'node:test';\ntest('a', () => {});\nit(\"b 'c'\", f);\n",
            ),
            solution: code("export function f() { return 1; }\n"),
            minutes: 10,
            needs: Vec::new(),
            node: OLDEST_NODE,
            without: vec!["flat".into(), "any".into()],
        }
    }

    #[test]
    fn ease_is_a_matter_of_runs_hints_and_the_expected_time() {
        let ease =
            |runs, hinted, minutes: u64| task().ease(Coded { runs, hinted }, minutes * 60_000);
        assert_eq!(ease(1, false, 5), Ease::Quick);
        assert_eq!(ease(1, false, 6), Ease::AtOnce);
        assert_eq!(ease(1, false, 10), Ease::AtOnce);
        assert_eq!(ease(1, false, 11), Ease::Hard);
        assert_eq!(ease(2, false, 1), Ease::Hard);
        assert_eq!(ease(1, true, 1), Ease::Hard);
    }

    #[test]
    fn the_names_of_tests_are_read_from_the_tests() {
        assert_eq!(task().test_names(), ["a", "b 'c'"]);
    }

    #[test]
    fn what_is_agreed_to_is_all_that_runs_with_all_that_it_may_do() {
        let text = task().agreement();
        assert!(
            text.contains("export function f() {}") && text.contains("test('a'"),
            "{text}"
        );
        assert!(!text.contains("return 1"), "the model does not run: {text}");
        let code = |text: &'static str| Code {
            language: "js".into(),
            text: text.into(),
        };
        let changed = [
            CodeTask {
                starter: code("import 'node:child_process';\n"),
                ..task()
            },
            CodeTask {
                test: code("test('a', () => {});\n"),
                ..task()
            },
            CodeTask {
                needs: vec![Permission::Child],
                ..task()
            },
            CodeTask {
                needs: vec![Permission::Net],
                ..task()
            },
        ];
        let mut texts: Vec<String> = changed.iter().map(CodeTask::agreement).collect();
        texts.push(text);
        for (at, text) in texts.iter().enumerate() {
            assert!(!texts[at + 1..].contains(text), "{text}");
        }
    }

    #[test]
    fn what_must_not_be_used_is_found_in_code_only() {
        let task = task();
        assert_eq!(
            task.forbidden("// flat\nconst a = 'any'; flatten();"),
            [""; 0]
        );
        assert_eq!(
            task.forbidden("x.flat(); Promise\n  .any([]); y.flat()"),
            ["flat", "any"]
        );
    }

    #[test]
    fn words_are_those_of_the_code() {
        let program = "// eval\n/* eval\neval */ const a = 'eval \\' eval' + \"eval\"; // eval\n\
                       b(`eval ${c.d + `${e}`} eval`, /ev[/]al/g, f / g / h, 1_000e3);";
        assert_eq!(
            identifiers(program),
            ["const", "a", "b", "c", "d", "e", "f", "g", "h"]
        );
    }

    #[test]
    fn a_regular_expression_begins_where_no_value_precedes_it() {
        assert_eq!(identifiers("x = /'/; y"), ["x", "y"]);
        assert_eq!(identifiers("return /a/.test(b)"), ["return", "test", "b"]);
        assert_eq!(identifiers("(a) / b / c"), ["a", "b", "c"]);
        assert_eq!(identifiers("a = /\nb"), ["a", "b"]);
    }

    #[test]
    fn the_first_strings_of_calls_are_found() {
        let program = "test('one', f);\n test(`two`, g); test(name, h); a.test('no'); // test('no')\n\
                       test(\n  'it\\'s three',\n); test(`${x}`, i); test('', j);";
        assert_eq!(
            strings_after(program, &["test"]),
            ["one", "two", "it's three", ""]
        );
    }

    #[test]
    fn a_string_is_what_its_escapes_stand_for() {
        let cases = [
            (r"a\\b \'c\' \`d\`", r"a\b 'c' `d`"),
            (r"one\ntwo\tthree\0", "one\ntwo\tthree\0"),
            (r"\x41 \u00e9 \u{1F600} \u2192", "A é 😀 →"),
            (r"\q \", "q "),
        ];
        for (written, value) in cases {
            assert_eq!(unescaped(written), value, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_program_makes_it_panic(program in "([a$`'\"/\\\\{}\\[\\]\n*é。]|//|\\$\\{){0,40}") {
            for word in identifiers(&program) {
                prop_assert!(program.contains(word));
            }
            unescaped(&program);
        }
    }
}
