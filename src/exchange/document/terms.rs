//! Terms with their meaning, and commands with their purpose: one a line; and tables, whose first column asks.

use std::ops::Range;

use super::asking::asks;
use super::lines::{Line, Shape};
use crate::exchange::notes::{FoundBody, FoundCard, PassedOver, Why};

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

/// Headers of a first column that say nothing about what it holds.
const PLAIN_HEADERS: [&str; 12] = [
    "question",
    "questions",
    "q",
    "term",
    "concept",
    "name",
    "word",
    "topic",
    "#",
    "command",
    "key",
    "prompt",
];

/// Wider tables are not for people.
const MOST_COLUMNS: usize = 60;

/// The lines of the table whose rule of dashes is at `at`: the row above it, and rows below it down to the first line
/// without a bar, or one that is not free. Rows may have lost their first bar.
pub(super) fn table_at(
    lines: &[Line<'_>],
    at: usize,
    is_free: impl Fn(usize) -> bool,
) -> Option<Range<usize>> {
    let head = at.checked_sub(1)?;
    if !is_free(head) || !is_free(at) {
        return None;
    }
    let has_bar = |line: &Line<'_>| line.raw.contains('|') && !line.is_heading();
    let wide = lines[head].raw.matches('|').count() > MOST_COLUMNS;
    if lines[at].shape != Shape::TableRule || !has_bar(&lines[head]) || wide {
        return None;
    }
    let rows = (at + 1..lines.len()).take_while(|row| is_free(*row) && has_bar(&lines[*row]));
    Some(head..at + 1 + rows.count())
}

/// The cards of a table.
pub(super) fn cards_of_table(
    lines: &[Line<'_>],
    table: &Range<usize>,
) -> (Vec<FoundCard>, Vec<PassedOver>) {
    let (mut found, mut passed_over) = (Vec::new(), Vec::new());
    let width = cells(lines[table.start].raw, None).len();
    let mut header = cells(lines[table.start].raw, Some(width));
    // A first column that counts the rows asks nothing.
    let counts = |(line, number): (&Line<'_>, usize)| {
        let cell = &cells(line.raw, Some(width))[0];
        cell.trim_end_matches('.').parse() == Ok(number)
    };
    let numbers = lines[table.start + 2..table.end]
        .iter()
        .zip(1..)
        .all(counts);
    if numbers && header.len() > 2 {
        header.remove(0);
    }
    for (index, line) in lines
        .iter()
        .enumerate()
        .take(table.end)
        .skip(table.start + 2)
    {
        let mut row = cells(line.raw, Some(width));
        if numbers && width > 2 {
            row.remove(0);
        }
        if row.iter().any(|cell| cell.contains("](#")) {
            // A list of contents.
            continue;
        }
        let answers: Vec<(&String, &String)> = header[1..]
            .iter()
            .zip(&row[1..])
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        let number = Some(index + 1);
        if row[0].is_empty() {
            if !answers.is_empty() {
                passed_over.push(PassedOver::new(number, line.text(), Why::NoQuestion));
            }
            continue;
        }
        if answers.is_empty() {
            passed_over.push(PassedOver::new(number, &row[0], Why::NoAnswer));
            continue;
        }
        let body = match answers.as_slice() {
            [(_, only)] => (*only).clone(),
            several => {
                let points = several.iter().map(|(name, cell)| match name.as_str() {
                    "" => format!("- {cell}\n"),
                    name => format!("- {name}: {cell}\n"),
                });
                points.collect()
            }
        };
        found.push(FoundCard {
            key: row[0].clone(),
            question: question(&header, &row[0]),
            body: FoundBody::Answer(body),
            line: number,
            ..FoundCard::default()
        });
    }
    (found, passed_over)
}

/// What a row asks: its first cell where that is a question, else with the words of the header.
fn question(header: &[String], cell: &str) -> String {
    if asks(cell) {
        return cell.to_owned();
    }
    if let (Some(question), 2) = (what_it_does(cell), header.len()) {
        return question;
    }
    let wanted: Vec<String> = header[1..]
        .iter()
        .filter(|name| !name.is_empty())
        .map(|name| lowered(name))
        .collect();
    let of = match &header[0] {
        name if name.is_empty() || PLAIN_HEADERS.contains(&name.to_lowercase().as_str()) => {
            String::new()
        }
        name => format!(" ({})", lowered(name)),
    };
    if wanted.is_empty() {
        format!("{cell}{of}?")
    } else {
        format!("{cell}{of}: {}?", wanted.join(", "))
    }
}

/// A header within a sentence: capitals are lowered, but for names in capitals such as `RSS` or `npmRC`.
fn lowered(header: &str) -> String {
    let plain = header
        .trim_matches(['*', '_', ' '])
        .trim_end_matches(['?', ':']);
    let word = |word: &str| {
        let mut rest = word.chars().skip(1);
        if rest.any(char::is_uppercase) {
            word.to_owned()
        } else {
            word.to_lowercase()
        }
    };
    plain.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The cells of a row. A bar in a code span or after a backslash is text. Filled up or cut to `width`, which also
/// tells whether a first bar is missing.
fn cells(line: &str, width: Option<usize>) -> Vec<String> {
    let text = line.trim();
    let text = text.strip_prefix('|').unwrap_or(text);
    let mut cells = vec![String::new()];
    let mut code = false;
    let mut chars = text.chars().peekable();
    let spans = text.matches('`').count().is_multiple_of(2);
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'|') => {
                chars.next();
                if let Some(cell) = cells.last_mut() {
                    cell.push('|');
                }
                continue;
            }
            '`' if spans => code = !code,
            '|' if !code => {
                cells.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
    }
    let mut cells: Vec<String> = cells
        .iter()
        .map(|cell| cell.trim().replace("<br>", " ").replace("<br/>", " "))
        .collect();
    match width {
        // What follows the last bar is not a cell.
        None => {
            if cells.len() > 1 && cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
        }
        Some(width) => cells.resize(width.max(1), String::new()),
    }
    cells
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

    fn read_table(text: &str) -> Vec<(String, String)> {
        let lines = lines(text);
        let rule = lines.iter().position(|line| line.shape == Shape::TableRule);
        let table = table_at(&lines, rule.expect("a rule"), |_| true).expect("a table");
        let (cards, _) = cards_of_table(&lines, &table);
        let body = |card: FoundCard| match card.body {
            FoundBody::Answer(answer) => (card.question, answer),
            other => panic!("{other:?}"),
        };
        cards.into_iter().map(body).collect()
    }

    #[test]
    fn the_first_column_asks_and_headers_are_words_of_the_question() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            read_table(
                "| Error | First check |\n|---|---|\nEMFILE | open files |\n| `a \\| b` | x |\n"
            ),
            [
                pair("EMFILE (error): first check?", "open files"),
                pair("`a | b` (error): first check?", "x"),
            ]
        );
        assert_eq!(
            read_table("|Question|Answer|\n|-|--|\n|Why?|So.|\n|How||\n"),
            [pair("Why?", "So.")]
        );
        assert_eq!(
            read_table("| Nr | Command | Description |\n|-|-|--|\n|1.|`npm ci`|Installs.|\n"),
            [pair("What does `npm ci` do?", "Installs.")]
        );
        assert_eq!(
            read_table("Signal | Meaning | Trap\n--|--|--\nGC log | pressure | a leak |\n"),
            [pair(
                "GC log (signal): meaning, trap?",
                "- Meaning: pressure\n- Trap: a leak\n"
            )]
        );
    }
}
