//! Notes of Obsidian with cards for its plugin Spaced Repetition.
//!
//! `question::answer`, `:::` for both directions, `?` or `??` on a line between question and answer, `==hidden==`, and
//! `<!--SR:!2026-11-29,12,250-->` for when a card is due, its interval in days and its ease in percent.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::notes::{Found, FoundBody, FoundCard, FoundDeck, FoundReview, PassedOver, Why};
use crate::deck::FrontMatter;
use crate::memory::Grade;

/// Reads a note.
pub(super) fn read(text: &str) -> Found {
    let mut reader = Reader::default();
    let lines: Vec<&str> = text.lines().collect();
    let start = reader.front_matter(text);
    let mut block: Vec<(usize, &str)> = Vec::new();
    let mut fence = false;
    for (index, line) in lines.iter().enumerate().skip(start) {
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fence = !fence;
        }
        let heading =
            !fence && trimmed.starts_with('#') && trimmed.trim_start_matches('#').starts_with(' ');
        if (trimmed.is_empty() && !fence) || heading {
            reader.block(&std::mem::take(&mut block));
            if heading && reader.title.is_empty() && trimmed.starts_with("# ") {
                trimmed[2..].trim().clone_into(&mut reader.title);
            }
            continue;
        }
        block.push((index + 1, line));
    }
    reader.block(&block);
    reader.finish()
}

/// How many lines of a text have one of the forms of such a note.
pub(super) fn forms(text: &str) -> usize {
    let mut fence = false;
    let mut count = 0;
    for line in text.lines() {
        let line = line.trim();
        fence ^= line.starts_with("```") || line.starts_with("~~~");
        let one_line = || separator(line).is_some();
        count += usize::from(
            !fence && (line == "?" || line == "??" || line.contains("<!--SR:") || one_line()),
        );
    }
    count
}

/// The most tags of a note that are read.
const MOST_TAGS: usize = 50;

#[derive(Default)]
struct Reader {
    title: String,
    tags: Vec<String>,
    found: Found,
    /// Where the deck of a tag is among those found; `None` for the deck of the cards without one.
    places: BTreeMap<Option<String>, usize>,
    /// The tag that puts the following cards into a deck.
    deck: Option<String>,
}

impl Reader {
    /// Reads what stands between two lines of `---` at the top; returns the line after it.
    fn front_matter(&mut self, text: &str) -> usize {
        let Some(front) = FrontMatter::read(text, 0) else {
            return 0;
        };
        front.tags.iter().for_each(|tag| self.tag(tag));
        self.title = front.title.unwrap_or_default();
        text[..front.end].lines().count()
    }

    /// Adds a tag, but for that which only says that there are cards.
    fn tag(&mut self, tag: &str) {
        let tag = tag
            .trim()
            .trim_matches(['"', '\''])
            .trim_start_matches('#')
            .trim();
        let tag = match tag.strip_prefix("flashcards") {
            Some(rest) => rest.trim_start_matches('/'),
            None => tag,
        };
        if !tag.is_empty() && self.tags.len() < MOST_TAGS {
            self.tags.push(tag.to_owned());
        }
    }

    /// Reads lines without an empty one between them.
    fn block(&mut self, block: &[(usize, &str)]) {
        let mut dates = Vec::new();
        let mut lines: Vec<(usize, String)> = Vec::new();
        let mut parted = false;
        for (number, line) in block {
            let (rest, schedule) = schedule(line);
            dates.extend(schedule.iter().copied());
            parted |= separator(&rest).is_some();
            if !(rest.trim().is_empty() && line.contains("<!--SR:")) {
                lines.push((*number, rest));
            }
            // On the line below the card, or after it: with several cards in a block each has its own.
            if !schedule.is_empty() && parted {
                parted = false;
                self.cards(&std::mem::take(&mut lines), &std::mem::take(&mut dates));
            }
        }
        self.cards(&lines, &dates);
    }

    fn cards(&mut self, lines: &[(usize, String)], dates: &[Scheduled]) {
        let mut lines = lines.to_vec();
        let Some((number, first)) = lines.first_mut() else {
            return;
        };
        let number = *number;
        let (tags, rest) = leading_tags(first);
        let before = self.deck.clone();
        if let Some(deck) = tags.iter().find_map(|tag| tag.strip_prefix("flashcards")) {
            let deck = deck.trim_matches('/');
            self.deck = (!deck.is_empty()).then(|| deck.replace('/', ": "));
        }
        let alone = !tags.is_empty() && rest.trim().is_empty();
        if !tags.is_empty() {
            *first = rest;
        }
        if alone {
            lines.remove(0);
        }
        self.cards_of(number, &lines, dates);
        if !alone && !tags.is_empty() {
            // A tag in front of a card is that card's alone.
            self.deck = before;
        }
    }

    fn cards_of(&mut self, number: usize, lines: &[(usize, String)], dates: &[Scheduled]) {
        let text = |lines: &[(usize, String)]| {
            let lines: Vec<&str> = lines.iter().map(|(_, line)| line.trim_end()).collect();
            lines.join("\n").trim_matches('\n').to_owned()
        };
        if let Some(at) = lines
            .iter()
            .position(|(_, line)| matches!(line.trim(), "?" | "??"))
        {
            let (question, answer) = (text(&lines[..at]), dedented(&text(&lines[at + 1..])));
            let both = lines[at].1.trim() == "??";
            if question.trim().is_empty() {
                let why = PassedOver::new(Some(number), &answer, Why::NoQuestion);
                return self.found.passed_over.push(why);
            }
            let asked = if question.contains('\n') {
                question.as_str()
            } else {
                without_bullet(&question)
            };
            return self.pair(number, (&question, asked), &answer, both, dates);
        }
        let one_line: Vec<&(usize, String)> = lines
            .iter()
            .filter(|(_, line)| separator(line).is_some())
            .collect();
        if !one_line.is_empty() {
            for (index, (number, line)) in one_line.iter().enumerate() {
                let Some((at, length)) = separator(line) else {
                    continue;
                };
                let question = line[..at].trim();
                // Records of imports have this key.
                let key = question.trim_start_matches(['-', '*', '>', '+']).trim();
                let answer = line[at + length..].trim();
                let last = index + 1 == one_line.len();
                self.pair(
                    *number,
                    (key, without_bullet(question)),
                    answer,
                    length == 3,
                    if last { dates } else { &[] },
                );
            }
            return;
        }
        let cloze = text(lines);
        let hidden = hidden_parts(&cloze);
        if hidden > 0 {
            let body = FoundBody::Cloze(cloze.clone());
            let due = dates.iter().min_by_key(|scheduled| scheduled.due).copied();
            self.add(number, cloze, String::new(), body, due);
        }
    }

    fn pair(
        &mut self,
        number: usize,
        (key, question): (&str, &str),
        answer: &str,
        both: bool,
        dates: &[Scheduled],
    ) {
        let mut dates = dates.iter().copied();
        self.add(
            number,
            key.to_owned(),
            question.to_owned(),
            FoundBody::of(answer),
            dates.next(),
        );
        if both && !answer.is_empty() {
            let key = format!("{key} (reversed)");
            self.add(
                number,
                key,
                answer.to_owned(),
                FoundBody::of(question),
                dates.next(),
            );
        }
    }

    fn add(
        &mut self,
        line: usize,
        key: String,
        question: String,
        body: FoundBody,
        scheduled: Option<Scheduled>,
    ) {
        let next = self.found.decks.len();
        let at = *self.places.entry(self.deck.clone()).or_insert(next);
        if at == next {
            self.found.decks.push(FoundDeck {
                title: self.deck.clone().unwrap_or_default(),
                ..FoundDeck::default()
            });
        }
        self.found.decks[at].cards.push(FoundCard {
            key,
            question,
            body,
            tags: self.tags.clone(),
            line: Some(line),
            reviews: scheduled.map(Scheduled::reviews).unwrap_or_default(),
            ..FoundCard::default()
        });
    }

    fn finish(mut self) -> Found {
        if let Some(at) = self.places.get(&None) {
            self.found.decks[*at].title = self.title;
        }
        self.found
    }
}

/// A line without the marks of a list or of a quote.
fn without_bullet(line: &str) -> &str {
    let mut text = line.trim();
    while let Some(rest) = ["- ", "* ", "+ ", "> "]
        .iter()
        .find_map(|mark| text.strip_prefix(mark))
    {
        text = rest.trim_start();
    }
    text
}

/// A text without the spaces that all of its lines begin with.
fn dedented(text: &str) -> String {
    let shown = text.lines().filter(|line| !line.trim().is_empty());
    let spaces = |line: &str| line.bytes().take_while(|byte| *byte == b' ').count();
    let indent = shown.map(spaces).min().unwrap_or(0);
    let lines = text
        .lines()
        .map(|line| line.get(indent..).unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// Tags at the beginning of a line, and what follows them.
fn leading_tags(line: &str) -> (Vec<String>, String) {
    let mut tags = Vec::new();
    let mut rest = line.trim_start();
    while let Some(tag) = rest.strip_prefix('#') {
        let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
        if end == 0 || tag[..end].starts_with('#') {
            break;
        }
        tags.push(tag[..end].to_owned());
        rest = tag[end..].trim_start();
    }
    let rest = if tags.is_empty() { line } else { rest };
    (tags, rest.to_owned())
}

/// Where a line is parted into question and answer, and how long the sign is. Code spans are left alone.
fn separator(line: &str) -> Option<(usize, usize)> {
    let mut code = false;
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'`' => code = !code,
            b':' | b';' if !code => {
                let run = bytes[at..]
                    .iter()
                    .take_while(|byte| **byte == bytes[at])
                    .count();
                let fits = if bytes[at] == b':' {
                    run == 2 || run == 3
                } else {
                    run == 2
                };
                let beside = at > 0 && at + run < bytes.len();
                if fits
                    && beside
                    && !line[..at].trim().is_empty()
                    && !line[at + run..].trim().is_empty()
                {
                    return Some((at, run));
                }
                at += run;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn hidden_parts(text: &str) -> usize {
    let mut fence = false;
    let mut parts = 0;
    for line in text.lines() {
        fence ^= line.trim_start().starts_with("```");
        if !fence {
            parts += line.matches("==").count() / 2;
        }
    }
    parts
}

/// When the plugin asks a card next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scheduled {
    due: NaiveDate,
    /// Days.
    interval: u32,
    /// Percent.
    ease: u32,
}

/// A line without its comment of scheduling, and what that says. A card that was never asked has a date of 2000.
fn schedule(line: &str) -> (String, Vec<Scheduled>) {
    let Some((before, rest)) = line.split_once("<!--SR:") else {
        return (line.to_owned(), Vec::new());
    };
    let (inside, after) = rest.split_once("-->").unwrap_or((rest, ""));
    let each = inside.split('!').filter_map(|one| {
        let mut parts = one.split(',');
        let due = NaiveDate::parse_from_str(parts.next()?.trim(), "%Y-%m-%d").ok()?;
        let interval = parts.next()?.trim().parse::<f64>().ok()?;
        let ease = parts.next()?.trim().parse::<f64>().ok()?;
        let asked = (1.0..36_500.0).contains(&interval) && (100.0..=1000.0).contains(&ease);
        asked.then_some(Scheduled {
            due,
            interval: interval as u32,
            ease: ease as u32,
        })
    });
    (
        format!("{before}{after}"),
        each.filter(|one| one.due.to_string().as_str() > "2000-01-01")
            .collect(),
    )
}

impl Scheduled {
    /// The answers that lead to such an interval: the plugin keeps no log, and multiplies the interval by the ease with
    /// each good answer.
    fn reviews(self) -> Vec<FoundReview> {
        const MOST: usize = 12;
        let ease = f64::from(self.ease) / 100.0;
        let mut days = Vec::new();
        let mut ago = f64::from(self.interval);
        let mut step = ago;
        while days.len() < MOST {
            days.push(ago.round() as u64);
            step /= ease.max(1.3);
            if step < 1.0 {
                break;
            }
            ago += step;
        }
        let noon = |days: u64| {
            let day = self.due.checked_sub_days(chrono::Days::new(days))?;
            let at = day.and_hms_opt(12, 0, 0)?;
            Some(at.and_utc().timestamp_millis())
        };
        let reviews = days
            .into_iter()
            .rev()
            .filter_map(noon)
            .map(|at| FoundReview {
                at,
                grade: Grade::Good,
                took: 0,
            });
        reviews.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, FoundBody)> {
        let cards = read(text).decks.into_iter().flat_map(|deck| deck.cards);
        cards.map(|card| (card.question, card.body)).collect()
    }

    fn pair(question: &str, answer: &str) -> (String, FoundBody) {
        (question.to_owned(), FoundBody::Answer(answer.to_owned()))
    }

    #[test]
    fn all_forms_of_the_plugin_are_read() {
        let cases = [
            ("a::b\nc;;d", vec![pair("a", "b"), pair("c", "d")]),
            ("**a**::b", vec![pair("**a**", "b")]),
            ("- **a**\n?\n  b\n  - c", vec![pair("**a**", "b\n- c")]),
            ("- a `x::y` b :: c", vec![pair("a `x::y` b", "c")]),
            ("a:::b", vec![pair("a", "b"), pair("b", "a")]),
            ("a\nb\n?\nc\nd\n\ntext", vec![pair("a\nb", "c\nd")]),
            ("a\n??\nb", vec![pair("a", "b"), pair("b", "a")]),
            (
                "a\n?\n```js\nb\n\nc\n```",
                vec![pair("a", "```js\nb\n\nc\n```")],
            ),
            (
                "It is ==b==.",
                vec![(String::new(), FoundBody::Cloze("It is ==b==.".to_owned()))],
            ),
            ("plain text: no card\n`a::b`", vec![]),
        ];
        for (text, expected) in cases {
            assert_eq!(pairs(text), expected, "{text}");
        }
    }

    #[test]
    fn tags_make_decks_and_front_matter_gives_title_and_tags() {
        let text = "---\ntitle: Streams\ntags: [flashcards/node, io]\n---\n#flashcards/a\nb::c\n\n#flashcards/d e::f\n\ng::h\n";
        let found = read(text);
        let decks: Vec<(&str, usize)> = found
            .decks
            .iter()
            .map(|deck| (deck.title.as_str(), deck.cards.len()))
            .collect();
        assert_eq!(decks, [("a", 2), ("d", 1)]);
        assert_eq!(found.decks[0].cards[0].tags, ["node", "io"]);
        assert_eq!(
            read("---\ntitle: Streams\n---\na::b").decks[0].title,
            "Streams"
        );
    }

    #[test]
    fn the_schedule_of_each_card_is_read() {
        let text = "a::b <!--SR:!2026-09-02,4,270-->\nc:::d\n<!--SR:!2026-09-02,10,250!2000-01-01,1,250-->\n\ne::f\n";
        let found = read(text);
        let cards = &found.decks[0].cards;
        let last = |index: usize| cards[index].reviews.last().map(|review| review.at);
        let noon = |day: &str| {
            let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").expect("a date");
            day.and_hms_opt(12, 0, 0)
                .map(|at| at.and_utc().timestamp_millis())
        };
        assert_eq!(cards.len(), 4);
        assert_eq!(last(0), noon("2026-08-29"));
        assert_eq!(last(1), noon("2026-08-23"));
        assert_eq!((last(2), last(3)), (None, None));
        assert_eq!(cards[1].reviews.len(), 3);
    }
}
