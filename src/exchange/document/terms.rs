//! Terms with their meaning, and commands with their purpose: one a line.

use super::asking::asks;
use super::lines::{Line, Shape};
use crate::exchange::notes::{FoundBody, FoundCard};

/// Labels of facts about the document itself.
const LABELS: [&str; 41] = [
    "目标",
    "source",
    "purpose",
    "goal",
    "goals",
    "note",
    "notes",
    "author",
    "date",
    "title",
    "tags",
    "related",
    "example",
    "examples",
    "tip",
    "warning",
    "todo",
    "see",
    "see also",
    "updated",
    "version",
    "read",
    "practice",
    "link",
    "url",
    "reading time",
    "summary",
    "description",
    "license",
    "status",
    "created",
    "category",
    "usage",
    "output",
    "input",
    "important",
    "hint",
    "by",
    "published",
    "references",
    "todo list",
];

/// The term and the meaning in a line such as `**term**: meaning` or `` `command` — purpose ``.
pub(super) fn term(line: &Line<'_>) -> Option<(String, String)> {
    let text = match &line.shape {
        Shape::Item { task, text, .. } if task.is_none() => text.as_str(),
        Shape::Text => line.text(),
        _ => return None,
    };
    let (term, meaning) = split(text)?;
    let term = bare(term);
    let label = LABELS.contains(&term.to_lowercase().as_str());
    let short = (1..=60).contains(&term.chars().count()) && term.split_whitespace().count() <= 7;
    let sentence = term.contains(['.', '!', '?', ';', ',']) && !term.starts_with('`');
    let named = term.starts_with('`') || term.starts_with(char::is_alphanumeric);
    let link = term.contains("](") || term.contains("http");
    (short && named && !label && !link && !(sentence && term.contains(' ')) && explains(meaning))
        .then(|| (term, meaning.trim().to_owned()))
}

/// Splits at the first colon or dash that parts a term from its meaning.
fn split(text: &str) -> Option<(&str, &str)> {
    // A term in a code span or in bold ends with it.
    for mark in ["**", "__", "`"] {
        let Some(rest) = text.strip_prefix(mark) else {
            continue;
        };
        let inside = rest.find(mark)?;
        let end = mark.len() * 2 + inside;
        let after = text.get(end..)?.trim_start();
        if rest[..inside].ends_with([':', '：']) {
            return Some((&text[..end], after));
        }
        let after = [":", "：", "—", "–", "-", "→", "=>", "#"]
            .iter()
            .find_map(|sign| after.strip_prefix(sign))?;
        return Some((&text[..end], after));
    }
    let at = [": ", "：", " — ", " – ", " - "]
        .iter()
        .filter_map(|sign| Some((text.find(sign)?, sign.len())))
        .min()?;
    Some((&text[..at.0], &text[at.0 + at.1..]))
}

fn bare(term: &str) -> String {
    let whole = term.trim();
    let term = whole.trim_matches(['*', '_']);
    // A mark at one end belongs to a word inside.
    let term = if term.matches("**").count() % 2 == 1 {
        whole
    } else {
        term
    };
    term.trim_end_matches([':', '：']).trim().to_owned()
}

/// Whether a text says something: a sentence, not a list of names.
fn explains(meaning: &str) -> bool {
    let meaning = meaning.trim();
    let sentence = meaning.ends_with(['。', '！']);
    let cjk = meaning.chars().filter(|c| *c > '\u{2e80}').count();
    let plain = meaning.replace(['(', ')'], ",");
    let parts = plain.split([',', ';', '/', '、', '，']);
    let words: Vec<usize> = parts
        .map(|part| part.split_whitespace().count())
        .filter(|count| *count > 0)
        .collect();
    let all: usize = words.iter().sum();
    let parts = words.len().max(1);
    let spread = all as f64 / parts as f64;
    !asks(meaning) && (all >= 4 && spread >= 2.6 || sentence && cjk >= 6)
}

/// The lines of a fence of commands that say their purpose: `npm ci   # installs what the lockfile says`.
pub(super) fn command(line: &str) -> Option<(String, String)> {
    let text = line.trim().trim_start_matches("$ ");
    let (command, purpose) = text.split_once(" # ")?;
    let command = command.trim();
    let word = command.split_whitespace().next()?;
    let like_a_command = word
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '='));
    let purpose = purpose.trim();
    (like_a_command && purpose.split_whitespace().count() >= 2).then(|| {
        (
            format!("`{}`", command.replace('`', "'")),
            purpose.to_owned(),
        )
    })
}

/// The question for a command in a code span.
pub(super) fn what_it_does(term: &str) -> Option<String> {
    let command = term.strip_prefix('`')?.strip_suffix('`')?;
    let programs = [
        "node",
        "npm",
        "npx",
        "pnpm",
        "yarn",
        "git",
        "docker",
        "kubectl",
        "curl",
        "lsof",
        "ss",
        "ps",
        "kill",
        "ulimit",
        "systemctl",
        "journalctl",
        "openssl",
        "dig",
        "ssh",
        "tar",
        "grep",
        "strace",
        "perf",
        "top",
    ];
    let program = command.split_whitespace().next()?;
    programs
        .contains(&program)
        .then(|| format!("What does {term} do?"))
}

/// A card that asks for the meaning of a term or the purpose of a command.
pub(super) fn card(term: String, meaning: &str, line: usize) -> FoundCard {
    let question = what_it_does(&term).unwrap_or_else(|| term.clone());
    let mut meaning = meaning.trim().to_owned();
    if let Some(first) = meaning.chars().next().filter(|c| c.is_lowercase()) {
        meaning.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    FoundCard {
        key: term,
        question,
        body: FoundBody::Answer(meaning),
        line: Some(line),
        ..FoundCard::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn read(line: &str) -> Option<(String, String)> {
        term(&lines(line)[0])
    }

    #[test]
    fn a_term_has_a_meaning_that_is_a_sentence() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        let meaning = "a queue of callbacks that wait";
        for line in [
            format!("- **Event loop**: {meaning}"),
            format!("Event loop: {meaning}"),
            format!("* **Event loop:** {meaning}"),
            format!("Event loop — {meaning}"),
        ] {
            assert_eq!(read(&line), pair("Event loop", meaning), "{line}");
        }
        let inside = format!("- A loop of **events**: {meaning}");
        assert_eq!(read(&inside), pair("A loop of **events**", meaning));
        let purpose = read("- `npm ci` - installs what the lockfile says");
        assert_eq!(purpose, pair("`npm ci`", "installs what the lockfile says"));
        for other in [
            "- **Frameworks**: NestJS, Fastify, Koa, Hapi",
            "Goal: build some services that people use",
            "- see http://a.b: it is a long text here",
            "- [ ] Task: do what has to be done",
            "Databases: MongoDB, PostgreSQL basics",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn a_command_says_its_purpose_in_a_comment() {
        let found = command("$ npm ci   # clean install");
        assert_eq!(
            found,
            Some(("`npm ci`".to_owned(), "clean install".to_owned()))
        );
        assert_eq!(command("npm ci"), None);
        assert_eq!(command("# a comment # b c"), None);
        let card = card("`npm ci`".to_owned(), "installs", 1);
        assert_eq!(card.question, "What does `npm ci` do?");
    }
}
