//! Comparing typed text with what is accepted. What may be written differently without being another answer depends on
//! what the answer is.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::command;

/// A text that is accepted as an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The text itself, without the marks of a code span.
    #[serde(borrow)]
    pub text: Cow<'static, str>,
    /// Whether it was in a code span: then it is code, unless the deck says what it is.
    pub exact: bool,
}

/// How close a typed text came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// It is something else.
    Wrong,
    /// It differs by letter case only, or by one edit.
    Near,
    /// It is accepted.
    Right,
}

impl Accepted {
    /// Compares a typed text with this one, in the form that the deck names or that the text has.
    pub(super) fn compare(&self, typed: &str, form: Option<AnswerForm>) -> Match {
        let form = form.unwrap_or_else(|| {
            if self.exact {
                AnswerForm::of_code(&self.text)
            } else {
                AnswerForm::Word
            }
        });
        compare(form, typed, &self.text)
    }
}

/// Compares a given text with the wanted one.
pub(super) fn compare(form: AnswerForm, given: &str, wanted: &str) -> Match {
    if given.trim().is_empty() && !wanted.trim().is_empty() {
        return Match::Wrong;
    }
    let (given, wanted) = form.normal(given, wanted);
    if given == wanted {
        return Match::Right;
    }
    let (given, wanted) = (loose(&given), loose(&wanted));
    // One edit in a text of two letters makes another word, not a typo; and so does another
    // number.
    let typo = wanted.chars().count() > 3
        && digits(&given) == digits(&wanted)
        && strsim::osa_distance(&given, &wanted) <= 1;
    let (typed, meant) = (letters(&given), letters(&wanted));
    let stops_only = form == AnswerForm::Word && !meant.is_empty() && typed == meant;
    if given == wanted || typo || stops_only {
        Match::Near
    } else {
        Match::Wrong
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(|c| c.is_numeric()).collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnswerForm {
    /// Words: letter case and an article don't count.
    Word,
    /// A piece of code: letters count, outer quotes and what ends a statement or a call don't.
    Code,
    /// A command of the shell: its meaning counts.
    Command,
    /// What a program prints of values: spaces and quotes between them don't count.
    Value,
    /// The name of an HTTP header.
    Header,
    /// SQL: letter case and spaces outside of strings don't count.
    Sql,
}

impl AnswerForm {
    /// Every form, in the order in which the deck format lists them.
    pub const ALL: [Self; 6] = [
        Self::Word,
        Self::Code,
        Self::Command,
        Self::Value,
        Self::Header,
        Self::Sql,
    ];

    /// The word for it in decks.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Code => "code",
            Self::Command => "command",
            Self::Value => "value",
            Self::Header => "header",
            Self::Sql => "sql",
        }
    }

    /// The form with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The form of a text in a code span, where the deck does not say it.
    fn of_code(text: &str) -> Self {
        if command::is_command(text) {
            Self::Command
        } else {
            Self::Code
        }
    }

    /// A given text and the wanted one, each without what does not count.
    fn normal(self, given: &str, wanted: &str) -> (String, String) {
        let normal: fn(&str) -> String = match self {
            Self::Word => |text| {
                let text = loose(&bare(text));
                joined(without_article(without_end(&text, "()")))
            },
            Self::Code if is_variable(&bare(wanted)) => |text| {
                let text = bare(text);
                without_end(without_end(value_left_out(&text), ";"), "()").to_owned()
            },
            Self::Code => |text| {
                let text = spaced(&bare(text), CODE_SIGNS);
                without_end(without_end(without_end(&text, ";"), "()"), ":true").to_owned()
            },
            Self::Command => return command::normal(&bare(given), &bare(wanted)),
            Self::Value => |text| spaced(&plain(text), VALUE_SIGNS),
            Self::Header if wanted.trim_end_matches(':').contains(':') => {
                |text| spaced(&bare(text), ":,;=").to_ascii_lowercase()
            }
            Self::Header => |text| {
                let text = bare(text).to_ascii_lowercase();
                let name = text.split(':').next().unwrap_or_default();
                name.trim_end().to_owned()
            },
            Self::Sql => |text| {
                let text = spaced(&bare(text), CODE_SIGNS);
                outside_of_strings(without_end(&text, ";"), str::to_lowercase)
            },
        };
        (normal(given), normal(wanted))
    }
}

/// Signs that may have space around them in code.
const CODE_SIGNS: &str = "[]{}(),:;=<>";

/// Signs that may have space around them in what is printed.
const VALUE_SIGNS: &str = "[]{}(),:";

/// NFC, with plain quotes, hyphens and spaces for typographic ones; trimmed.
fn plain(text: &str) -> String {
    let sign = |c| match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let text: String = text.nfc().map(sign).collect();
    text.trim().to_owned()
}

/// Without one pair of quotes or backticks around all of it.
fn bare(text: &str) -> String {
    let text = plain(text);
    let inner = ['`', '\'', '"'].into_iter().find_map(|quote| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.trim().is_empty() && !inner.contains(quote)).then(|| inner.trim().to_owned())
    });
    inner.unwrap_or(text)
}

/// NFKC (so that full-width forms are the plain ones), lower case, runs of white space as one space;
/// none beside a character whose script has no spaces.
fn loose(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut loose = String::new();
    for word in folded.split_whitespace() {
        let beside = |c: Option<char>| c.is_none_or(is_without_spaces);
        if !beside(loose.chars().next_back()) && !beside(word.chars().next()) {
            loose.push(' ');
        }
        loose.push_str(word);
    }
    loose
}

/// Whether words of this character's script are written without spaces: Chinese, Japanese.
pub fn is_without_spaces(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

/// Without an ending, unless that is all of the text.
fn without_end<'t>(text: &'t str, end: &str) -> &'t str {
    let rest = text.strip_suffix(end);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(text)
}

fn without_article(text: &str) -> &str {
    let rest = ["a ", "an ", "the "]
        .into_iter()
        .find_map(|article| text.strip_prefix(article));
    rest.unwrap_or(text)
}

/// Words as one: "re-use" and "re use" are "reuse". What stands between two digits stays, and so does a sign before
/// a number.
fn joined(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let beside = |at: usize| {
        let before = characters[..at].last().copied().unwrap_or(' ');
        let behind = characters.get(at + 1).copied().unwrap_or(' ');
        (before, behind)
    };
    let stays = |&(at, c): &(usize, char)| {
        let (before, behind) = beside(at);
        let inside = before.is_alphanumeric() && behind.is_alphanumeric();
        let parts = match c {
            ' ' => before.is_alphabetic() || behind.is_alphabetic(),
            '-' => {
                before.is_alphabetic() && behind.is_alphabetic()
                    || before.is_numeric() && behind.is_alphabetic()
            }
            _ => false,
        };
        !(inside && parts)
    };
    let each = characters.iter().copied().enumerate();
    each.filter(stays).map(|(_, c)| c).collect()
}

/// Whether a text is the name of a variable of the environment, or of an error.
fn is_variable(text: &str) -> bool {
    text.len() > 1
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// The name of a variable where a text reads it or sets it.
fn value_left_out(text: &str) -> &str {
    let text = text.split('=').next().unwrap_or_default().trim_end();
    let lead = ["process.env.", "$"].into_iter();
    lead.fold(text, |text, lead| text.strip_prefix(lead).unwrap_or(text))
}

/// Runs of white space as one space, none beside one of the signs. Strings keep theirs, and get
/// double quotes.
fn spaced(text: &str, signs: &str) -> String {
    outside_of_strings(text, |between| {
        let mut out = String::new();
        let mut open = false;
        for c in between.chars() {
            if c == ' ' {
                open = true;
                continue;
            }
            let beside = |c: char| signs.contains(c);
            if open && !beside(c) && !out.chars().next_back().is_some_and(beside) {
                out.push(' ');
            }
            open = false;
            out.push(c);
        }
        if open && !out.chars().next_back().is_some_and(|c| signs.contains(c)) {
            out.push(' ');
        }
        out
    })
}

/// Changes what is between the strings of a text. A quote inside a word, as in "it's", and one that
/// is not closed begin no string.
fn outside_of_strings(text: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = 0;
    let mut from = 0;
    while let Some(at) = text[from..].find(['\'', '"', '`']).map(|at| from + at) {
        let inner = at + 1;
        from = inner;
        if text[..at].ends_with(char::is_alphanumeric) {
            continue;
        }
        let Some(end) = string_end(text, inner, &text[at..inner]) else {
            continue;
        };
        out.push_str(&change(&text[rest..at]));
        let string = text[inner..end].replace("\\'", "'").replace("\\\"", "\"");
        out.push_str(&format!("\"{string}\""));
        (rest, from) = (end + 1, end + 1);
    }
    out.push_str(&change(&text[rest..]));
    out
}

/// Where a string ends that begins at an offset.
fn string_end(text: &str, start: usize, quote: &str) -> Option<usize> {
    let mut ends = text[start..].match_indices(quote).map(|(at, _)| start + at);
    ends.find(|&at| {
        !text[start..at].ends_with('\\') && !text[at + 1..].starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_is_right_against_itself_and_nothing_against_a_text(
            text in "([ -~]|[\"'`\\\\=@./;()-]|npm i |node -|docker run |the |\u{a0}|é|事){1,20}",
            other in "[ -~é事]{0,12}",
        ) {
            for form in AnswerForm::ALL {
                prop_assert_eq!(compare(form, &text, &text), Match::Right);
                if !text.trim().is_empty() {
                    prop_assert_eq!(compare(form, " ", &text), Match::Wrong);
                }
                // Whatever is typed, it is compared.
                let _ = compare(form, &other, &text);
            }
        }
    }

    #[test]
    fn typed_text_is_compared_as_the_deck_asks() {
        use Match::{Near, Right, Wrong};
        let cases = [
            (true, "EMFILE", "EMFILE", Right),
            (true, "EMFILE", "  EMFILE ", Right),
            (true, "EMFILE", "emfile", Near),
            (true, "EMFILE", "EMFIL", Near),
            (true, "EMFILE", "ENFILE", Near),
            (true, "EMFILE", "ENOENT", Wrong),
            (true, "Map", "map", Near),
            (true, "Map", "Set", Wrong),
            (true, "a  b", "a b", Right),
            (true, "é", "e\u{301}", Right),
            (true, "npm ci", "npm  ci", Right),
            (true, "npm ci", "", Wrong),
            (false, "event loop", "Event  Loop", Right),
            (false, "event loop", "event lop", Near),
            (false, "event loop", "thread pool", Wrong),
            (false, "是，否", "是,否", Right),
            (false, "timers", "timer", Near),
            (false, "on", "in", Wrong),
            (false, "线程池", "线程池。", Near),
            (false, "事件循环", "事件 循环", Right),
            (true, "node:24", "node:22", Wrong),
            (true, "===", "==", Wrong),
        ];
        for (exact, text, typed, expected) in cases {
            let accepted = Accepted {
                text: text.into(),
                exact,
            };
            assert_eq!(
                accepted.compare(typed, None),
                expected,
                "{text:?} against {typed:?}"
            );
        }
    }

    #[test]
    fn each_form_forgives_what_is_no_other_answer() {
        use AnswerForm::{Code, Header, Sql, Value, Word};
        let same = [
            (Word, "event loop", "The  event loop"),
            (Word, "event loop", "\u{201c}Event Loop\u{201d}"),
            (Word, "half-open", "half\u{2010}open"),
            (Word, "path", "`path`"),
            (Word, "don't", "don\u{2019}t"),
            (Code, "promisify", "promisify();"),
            (Code, ";", "`;`"),
            (Code, "{ flag: 'wx' }", "{flag:\"wx\"}"),
            (Code, "a === b", "a===b"),
            (Code, "'error'", "error"),
            (Code, "npm ci", "npm  ci"),
            (Value, "[ 'a', 'b' ]", "[\"a\",\"b\"]"),
            (Value, "[ 'it\\'s' ]", "[ \"it's\" ]"),
            (Value, "{ a: [ 1 ] } 2", "{a:[1]}  2"),
            (Value, "it's 'a' b", "it's  \"a\" b"),
            (Value, "[ 'a' ] [ 'b' ]", "['a']['b']"),
            (Word, "reassignment", "re-assignment"),
            (Word, "lower case", "lowercase"),
            (Word, "base64url", "base64 URL"),
            (Word, "allSettled", "allSettled()"),
            (Code, "UV_THREADPOOL_SIZE", "process.env.UV_THREADPOOL_SIZE"),
            (Code, "UV_THREADPOOL_SIZE", "UV_THREADPOOL_SIZE=8"),
            (Code, "URL", "URL();"),
            (Code, "strictNullChecks", "strictNullChecks: true"),
            (Header, "Set-Cookie", "set-cookie:"),
            (Header, "Content-Type", "content-type: application/json"),
            (Header, "Cache-Control: no-store", "cache-control:no-store"),
            (
                Sql,
                "SELECT id FROM t WHERE a = 'B';",
                "select id from t where a='B'",
            ),
            (
                Sql,
                "EXPLAIN (ANALYZE, VERBOSE)",
                "explain(analyze,verbose)",
            ),
        ];
        for (form, wanted, given) in same {
            let (given, wanted) = form.normal(given, wanted);
            assert_eq!(given, wanted);
        }
        let other = [
            (Word, "a", "the"),
            (Code, ";", "()"),
            (Word, "path", "paths"),
            (Word, "10", "1 0"),
            (Word, "phase 1", "phase -1"),
            (Code, "PORT", "port"),
            (Code, "strictNullChecks", "strictNullChecks: false"),
            (Code, "PORT", "HOST=PORT"),
            (Header, "Cache-Control: no-store", "cache-control: no-cache"),
            (Header, "Cache-Control: no-store", "cache-control"),
            (Code, "Map", "map"),
            (Code, "promisify", "promisify(fn)"),
            (Code, "f('a  b')", "f('a b')"),
            (Code, "a b", "ab"),
            (Value, "[ 'a b' ]", "[ 'ab' ]"),
            (Value, "[ 'a,b' ]", "[ 'a', 'b' ]"),
            (Value, "[ 'A' ]", "[ 'a' ]"),
            (Value, "[ '1' ]", "[ 1 ]"),
            (Value, "{\"a\":1}", "{ a: 1 }"),
            (Value, "3 3", "33"),
            (Value, "3 <one>", "3<one>"),
            (Value, "1 - 2", "1 -2"),
            (Value, "[ 1 ]", "1"),
            (Value, "it's 'a  b'", "it's 'a b'"),
            (Header, "Accept", "Accept-Encoding"),
            (Sql, "SELECT 'A'", "select 'a'"),
            (Sql, "INSERT INTO t", "insertinto t"),
        ];
        for (form, wanted, given) in other {
            let (given, wanted) = form.normal(given, wanted);
            assert_ne!(given, wanted, "{form:?}");
        }
    }

    #[test]
    fn a_code_span_is_a_command_where_it_runs_a_program() {
        for text in ["npm ci", "A=1 node app.js", "docker run x", "ulimit -n"] {
            assert_eq!(AnswerForm::of_code(text), AnswerForm::Command, "{text}");
        }
        for text in [
            "node",
            "npm",
            "nodenext",
            "--trace-gc",
            "a = node b",
            "wx",
            "'",
        ] {
            assert_eq!(AnswerForm::of_code(text), AnswerForm::Code, "{text}");
        }
    }
}
