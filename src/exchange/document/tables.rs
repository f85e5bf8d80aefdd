//! Tables: the first column asks, the others answer.

use std::ops::Range;

use super::asking::asks;
use super::lines::{Line, Shape};
use super::terms::what_it_does;
use crate::exchange::notes::{FoundBody, FoundCard, PassedOver, Why};

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
pub(super) fn cards(lines: &[Line<'_>], table: &Range<usize>) -> (Vec<FoundCard>, Vec<PassedOver>) {
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

    fn read(text: &str) -> Vec<(String, String)> {
        let lines = lines(text);
        let rule = lines.iter().position(|line| line.shape == Shape::TableRule);
        let table = table_at(&lines, rule.expect("a rule"), |_| true).expect("a table");
        let (cards, _) = cards(&lines, &table);
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
            read("| Error | First check |\n|---|---|\nEMFILE | open files |\n| `a \\| b` | x |\n"),
            [
                pair("EMFILE (error): first check?", "open files"),
                pair("`a | b` (error): first check?", "x"),
            ]
        );
        assert_eq!(
            read("|Question|Answer|\n|-|--|\n|Why?|So.|\n|How||\n"),
            [pair("Why?", "So.")]
        );
        assert_eq!(
            read("| Nr | Command | Description |\n|-|-|--|\n|1.|`npm ci`|Installs.|\n"),
            [pair("What does `npm ci` do?", "Installs.")]
        );
        assert_eq!(
            read("Signal | Meaning | Trap\n--|--|--\nGC log | pressure | a leak |\n"),
            [pair(
                "GC log (signal): meaning, trap?",
                "- Meaning: pressure\n- Trap: a leak\n"
            )]
        );
    }
}
