//! Which texts ask something.

use super::lines::number;

/// First words of a question, also of one without a question mark.
const ASKING: [&str; 13] = [
    "what",
    "what's",
    "whats",
    "how",
    "why",
    "when",
    "where",
    "which",
    "who",
    "explain",
    "describe",
    "difference",
    "differences",
];

/// First words of a task, which may as well be advice.
const TELLING: [&str; 9] = [
    "name",
    "compare",
    "define",
    "contrast",
    "discuss",
    "tell",
    "implement",
    "write",
    "create",
];

/// Chinese and Japanese words of a question.
const ASKING_CJK: [&str; 9] = [
    "什么",
    "怎么",
    "如何",
    "为何",
    "哪些",
    "区别",
    "何ですか",
    "何が",
    "とは",
];

/// Longer texts are answers.
const LONGEST: usize = 400;

/// Whether a line asks something, or sets a task.
pub(super) fn asks(text: &str) -> bool {
    asks_with(text, &TELLING)
}

/// Whether a line asks something, and is not perhaps advice.
pub(super) fn asks_surely(text: &str) -> bool {
    asks_with(text, &[])
}

fn asks_with(text: &str, telling: &[&str]) -> bool {
    let text = plain(text);
    if text.len() > LONGEST {
        return false;
    }
    let end = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | ')' | '"' | '”' | '*' | '_' | '`' | '!')
    });
    if end.ends_with(['?', '？', '؟']) {
        return true;
    }
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    let first = first.trim_end_matches([',', ':']).replace('’', "'");
    let several = words.next().is_some();
    let first = first.as_str();
    let begins = ASKING.contains(&first) || telling.contains(&first);
    (several && begins && !text.ends_with(':'))
        || ASKING_CJK.iter().any(|word| text.contains(word)) && text.chars().count() < 60
}

/// A question as a heading of ours: without its number, emphasis around all of it, and anchors.
pub(super) fn question_of(text: &str) -> String {
    let text = without_anchors(text);
    let mut text = text.as_str();
    // A number, a mark around it, a label: more would be text.
    for _ in 0..8 {
        let before = text;
        text = number(text).unwrap_or(text).trim();
        text = text.trim_start_matches('#').trim_start();
        for mark in ["***", "**", "__"] {
            let inside = text
                .strip_prefix(mark)
                .and_then(|rest| rest.strip_suffix(mark))
                .filter(|inside| !inside.contains(mark));
            text = inside.unwrap_or(text).trim();
        }
        if let Some(label) = label(text, &QUESTION_LABELS) {
            text = label;
        }
        if text == before {
            break;
        }
    }
    text.to_owned()
}

/// The text without emphasis and number, for judging it.
fn plain(text: &str) -> String {
    let question = question_of(text).replace("**", "").replace("__", "");
    question.trim().to_owned()
}

/// Removes `<a name="…"></a>`, which pages are full of.
fn without_anchors(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some(at) = rest.find("<a ") {
        let Some(open) = rest[at..].find('>') else {
            break;
        };
        kept.push_str(&rest[..at]);
        rest = &rest[at + open + 1..];
        if let Some(close) = rest.find("</a>") {
            kept.push_str(&rest[..close]);
            rest = &rest[close + 4..];
        }
    }
    kept.push_str(rest);
    kept.trim().to_owned()
}

pub(super) const QUESTION_LABELS: [&str; 5] = ["q", "question", "ques", "вопрос", "问"];
pub(super) const ANSWER_LABELS: [&str; 7] =
    ["a", "answer", "ans", "solution", "ответ", "答", "答案"];

/// What follows a label such as `Q:`, `**Answer 3:**` or `Q1.`.
pub(super) fn label<'t>(text: &'t str, labels: &[&str]) -> Option<&'t str> {
    let open = text.trim_start_matches(['*', '_', ' ']);
    let marked = open.len() < text.trim_start().len();
    let word = open.find(|c: char| !c.is_alphabetic());
    let (word, rest) = open.split_at(word.unwrap_or(open.len()));
    let one_letter = word.len() == 1;
    if !labels.contains(&word.to_lowercase().as_str()) || one_letter && word != word.to_uppercase()
    {
        return None;
    }
    let digits = rest.trim_start().trim_start_matches('#');
    let after = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = after.len() < digits.len();
    let closed = after.trim_start_matches(['*', '_']);
    let point = closed.strip_prefix([':', '：']).or_else(|| {
        // `A.` is an option, `Q.` is not.
        let point = closed.strip_prefix(['.', ')']);
        point.filter(|_| numbered || word == "Q")
    })?;
    if !marked {
        return Some(point.trim());
    }
    let point = point.trim_start_matches(['*', '_']).trim();
    // The mark around the whole line ends here.
    let open = point.matches("**").count() % 2 == 1;
    Some(point.strip_suffix("**").filter(|_| open).unwrap_or(point))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_known_by_their_mark_or_their_first_word() {
        for question in [
            "What is a stream?",
            "12. Explain closures",
            "**Is it `single`-threaded?**",
            "What are closures",
            "什么是事件循环",
            "How, then, do you ...?",
        ] {
            assert!(asks(question), "{question}");
        }
        for other in [
            "Event loop",
            "Installation",
            "What",
            "Node.js is a runtime.",
            "How it works:",
        ] {
            assert!(!asks(other), "{other}");
        }
    }

    #[test]
    fn questions_lose_what_is_around_them() {
        let cases = [
            ("1. **What is `x`?**", "What is `x`?"),
            ("Q3: Why?", "Why?"),
            ("Q. Why?", "Why?"),
            ("**Q:** Why?", "Why?"),
            ("<a name=\"q\"></a>12) ### Why?", "Why?"),
            ("__init__ or not?", "__init__ or not?"),
        ];
        for (written, question) in cases {
            assert_eq!(question_of(written), question);
        }
    }

    #[test]
    fn labels_are_read_in_the_ways_people_write_them() {
        for text in [
            "A: b",
            "**A:** b",
            "Answer: b",
            "**Answer 2**: b",
            "A1. b",
            "Ans: b",
            "**Answer: b**",
        ] {
            assert_eq!(label(text, &ANSWER_LABELS), Some("b"), "{text}");
        }
        for text in ["a: b", "A b", "An answer: b", "Answer b", "A. b"] {
            assert_eq!(label(text, &ANSWER_LABELS), None, "{text}");
        }
    }
}
