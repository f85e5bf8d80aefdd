//! What a reader stumbles over in the prose of built-in decks and prompts.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Diagnostic;
use super::diagnostic::{Code, Report};
use super::document::Document;
use super::source::Source;

/// Words that nobody uses in this sense, and what to write instead.
const ODD_WORDS: [(&str, &str); 14] = [
    ("anew", "again"),
    ("belong into", "belong in"),
    ("belongs into", "belongs in"),
    ("common slip", "common mistake"),
    ("foretell", "predict"),
    ("foretells", "predicts"),
    ("foretold", "predicted"),
    ("http answer", "HTTP response"),
    ("informations", "information"),
    ("mended", "fixed"),
    ("shall", "should, must or will"),
    ("status of the answer", "status of the response"),
    ("the own", "its own, their own or your own"),
    ("usual slip", "common mistake"),
];

/// The most words of a sentence, a code span being one word.
const LONG_SENTENCE: usize = 30;

/// Warns of odd words and long sentences in the prose of a file. Code is not looked at.
pub fn check_prose(source: &Arc<Source>) -> Vec<Diagnostic> {
    let document = Document::read(&source.text);
    let mut report = Report::new(source);
    for block in &document.blocks {
        let mut in_code = false;
        let mut sentence = Sentence::default();
        for (event, bytes) in document.tokens(block) {
            match event {
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::Text(text) if !in_code => {
                    odd_words(text, bytes, &mut report);
                    for word in text.split_inclusive(char::is_whitespace) {
                        sentence.add(word, bytes, &mut report);
                    }
                }
                Event::Code(_) => sentence.add("x", bytes, &mut report),
                Event::Start(Tag::Paragraph | Tag::Item)
                | Event::End(
                    TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_),
                ) => sentence.end(&mut report),
                _ => {}
            }
        }
    }
    report.into_found()
}

fn odd_words(text: &str, bytes: &Range<usize>, report: &mut Report<'_>) {
    let text = text.to_ascii_lowercase();
    let inside = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    for (odd, usual) in ODD_WORDS {
        for (at, _) in text.match_indices(odd) {
            let before = text.get(..at).and_then(|part| part.chars().next_back());
            let after = text.get(at + odd.len()..);
            if inside(before) || inside(after.and_then(|part| part.chars().next())) {
                continue;
            }
            let message = format!("`{odd}` is not what an English reader expects");
            let help = format!("write {usual}");
            let span = bytes.start + at..bytes.start + at + odd.len();
            report.warning(Code::OddWord, span, message, help);
        }
    }
}

#[derive(Default)]
struct Sentence {
    words: usize,
    bytes: Range<usize>,
}

impl Sentence {
    fn add(&mut self, word: &str, bytes: &Range<usize>, report: &mut Report<'_>) {
        let bare = word.trim_end();
        if bare.chars().any(char::is_alphanumeric) {
            if self.words == 0 {
                self.bytes.start = bytes.start;
            }
            self.bytes.end = bytes.end;
            self.words += 1;
        }
        let end = bare.trim_end_matches(['"', ')', '*']);
        if end.ends_with(['.', '?', '!', ';']) {
            self.end(report);
        }
    }

    fn end(&mut self, report: &mut Report<'_>) {
        let words = std::mem::take(&mut self.words);
        if words > LONG_SENTENCE {
            let message = format!("this sentence has {words} words");
            let help = "say it in two sentences";
            report.warning(Code::LongSentence, self.bytes.clone(), message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &'static str) -> Vec<String> {
        let found = check_prose(&Source::new("a.md", text));
        let shown = found.iter().map(ToString::to_string);
        shown
            .map(|one| one.lines().next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn odd_words_are_reported_in_prose_and_not_in_code() {
        let text = "## What belongs into `shall`? {#a}\nThe tests shall run.\n```js\n// shall\n```\nMarshall.\n";
        assert_eq!(
            found(text),
            [
                "a.md:1:9: warning[D57]: `belongs into` is not what an English reader expects",
                "a.md:2:11: warning[D57]: `shall` is not what an English reader expects",
            ]
        );
    }

    #[test]
    fn a_sentence_has_at_most_thirty_words() {
        let words = |count| "word ".repeat(count);
        let long = format!("{}`a b` end.\n", words(29));
        let short = format!("{}`a b c`. {}\n\n- {}\n", words(28), words(30), words(30));
        let found = |text: &str| check_prose(&Source::new("a.md", text.to_owned()));
        assert_eq!(found(&long).len(), 1);
        assert_eq!(found(&short), []);
    }
}
