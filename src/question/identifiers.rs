//! The words of a JavaScript or TypeScript program, outside of comments, strings and patterns.
//!
//! This is not a parser. Whether a `/` divides or begins a regular expression is judged by what
//! precedes it, which is right for code as people write it.

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
pub(super) fn identifiers(program: &str) -> Vec<&str> {
    let words = tokens(program).into_iter();
    words
        .filter_map(|token| match token {
            Token::Word(word) => Some(word),
            _ => None,
        })
        .collect()
}

/// The first argument of each call of one of these functions, where it is a string.
pub(super) fn strings_after(program: &str, functions: &[&str]) -> Vec<String> {
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
