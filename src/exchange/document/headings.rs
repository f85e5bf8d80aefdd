//! Headings that ask, and topics of a document that holds no answers.

use std::ops::Range;

use super::answer::{Below, is_option, letter_after_colon};
use super::asking::{QUESTION_LABELS, asks, label, question_of};
use super::lines::{Line, Shape, number};
use super::reader::Reader;

impl Reader<'_> {
    /// Headings that ask. In a document where half of the headings of a level do, all of that level that have text are
    /// taken for questions.
    pub(super) fn headings(&mut self) {
        let headings = self.found_headings();
        if !headings.iter().any(|one| one.asks) {
            return;
        }
        let mut counts = [Counts::default(); 7];
        for one in &headings {
            let counts = &mut counts[one.level];
            counts.all += 1;
            counts.asking += usize::from(one.asks || one.numbered);
            counts.numbered += usize::from(one.numbered);
            if one.asks || one.numbered {
                counts.last = one.at;
            }
        }
        let main = main_level(&headings);
        let title = usize::from(self.begins_with_title(&headings));
        for (index, one) in headings.iter().enumerate().skip(title) {
            let asks = one.asks || counts[one.level].make_a_question_of(one);
            let asks = asks && one.level <= main;
            if !asks || one.announces || !self.is_free(one.at) {
                continue;
            }
            let ends = |other: &&Heading| {
                // One that is indented further belongs to the point of the list that asks.
                let inside = other.indent > one.indent + 1;
                let part = other.level == one.level
                    && counts[one.level].is_part(other)
                    && other.at < counts[one.level].last;
                !inside
                    && !part
                    && !other.announces
                    && (other.level <= one.level || other.asks && other.level <= main)
            };
            let end = headings[index + 1..].iter().find(ends);
            let end = end.map_or(self.lines.len(), |other| other.at);
            if !one.asks && self.says_nothing(one.at + 1..end) {
                continue;
            }
            self.take(one.at, &one.text, end);
        }
    }

    /// Whether the first heading is the title, though it may sound like a question: it stands above all others, and
    /// has nothing of its own below it.
    fn begins_with_title(&self, headings: &[Heading]) -> bool {
        let [first, others @ ..] = headings else {
            return false;
        };
        let Some(second) = others.first().filter(|second| !second.announces) else {
            return false;
        };
        first.level == 1
            && others.iter().all(|one| one.level > 1)
            && others.iter().filter(|one| one.asks).count() > 1
            && self.says_nothing(first.at + 1..second.at)
    }

    /// Whether a line is a heading that only says that the answer follows, or names the letter of an option above it.
    pub(super) fn announces(&self, at: usize) -> bool {
        let Some((_, text)) = self.lines[at].heading() else {
            return false;
        };
        let options = || {
            let above = self.lines[..at].iter().rev().take(40);
            let above = above.take_while(|line| !line.is_heading());
            above.filter(|line| is_option(line)).count()
        };
        is_announcement(text) || letter_after_colon(text).is_some() && options() > 1
    }

    fn found_headings(&self) -> Vec<Heading> {
        let free = self
            .lines
            .iter()
            .enumerate()
            .filter(|(at, _)| self.is_free(*at));
        let mut headings: Vec<Heading> = free
            .filter_map(|(at, line)| {
                let (level, text) = line.heading()?;
                Some(Heading {
                    at,
                    level,
                    indent: line.indent,
                    asks: asks(text),
                    announces: self.announces(at),
                    numbered: number(text).is_some()
                        || label(text, &QUESTION_LABELS).is_some()
                        || line.text().starts_with(|c: char| c.is_ascii_digit()),
                    text: text.to_owned(),
                })
            })
            .collect();
        // What has an answer below it is a question.
        for index in 1..headings.len() {
            if headings[index].announces && !headings[index - 1].announces {
                headings[index - 1].asks = true;
            }
        }
        headings
    }

    /// Whether there is nothing in some lines but headings and links into the page.
    fn says_nothing(&self, mut lines: Range<usize>) -> bool {
        lines.all(|at| {
            let line = &self.lines[at];
            let text = line.text();
            line.is_blank() || line.is_heading() || text.contains("](#") || text.starts_with('<')
        })
    }

    /// Headings that do not ask, in a document where nothing else does: the shallowest of which several have text.
    pub(super) fn headings_with_text(&mut self) {
        for level in 1..=6 {
            let at_level: Vec<(usize, String)> = (0..self.lines.len())
                .filter(|at| self.is_free(*at))
                .filter_map(|at| Some((at, self.lines[at].heading()?)))
                .filter(|(_, (own, text))| *own == level && !is_matter_of_the_page(text))
                .map(|(at, (_, text))| (at, text.to_owned()))
                .collect();
            let end_of = |at: usize| {
                let above = |line: &usize| {
                    let heading = self.lines[*line].heading();
                    heading.is_some_and(|(own, _)| own <= level)
                };
                (at + 1..self.lines.len())
                    .find(above)
                    .unwrap_or(self.lines.len())
            };
            let has_prose = |at: usize| {
                let mut text = self.lines[at + 1..end_of(at)]
                    .iter()
                    .filter(|line| !line.is_blank());
                let first = text.next();
                first.is_some_and(|line| {
                    line.shape == Shape::Text && line.text().split_whitespace().count() > 3
                })
            };
            let with_prose: Vec<(usize, String, usize)> = at_level
                .into_iter()
                .filter(|(at, _)| has_prose(*at))
                .map(|(at, text)| (at, text, end_of(at)))
                .collect();
            if with_prose.len() < 2 {
                continue;
            }
            for (at, text, end) in with_prose {
                self.take(at, &text, end);
            }
            return;
        }
    }
}

struct Heading {
    at: usize,
    level: usize,
    indent: usize,
    text: String,
    asks: bool,
    /// Whether it only says that the answer follows.
    announces: bool,
    numbered: bool,
}

/// The level that most questions are at: deeper headings are parts of answers. The deepest, if there is no such level.
fn main_level(headings: &[Heading]) -> usize {
    let at = |level: usize| {
        headings
            .iter()
            .filter(|one| one.asks && one.level == level)
            .count()
    };
    let all: usize = (1..=6).map(at).sum();
    let main = (1..=6).find(|level| at(*level) >= 3 && at(*level) * 10 >= all * 6);
    main.unwrap_or(6)
}

/// How many headings of a level there are, and how many of them ask or have a number.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    all: usize,
    asking: usize,
    numbered: usize,
    /// The line of the last of them that asks.
    last: usize,
}

impl Counts {
    /// Whether a heading that does not ask is a question, because most of its level are.
    fn make_a_question_of(self, heading: &Heading) -> bool {
        let most = self.asking > 1 && self.asking * 2 >= self.all;
        most && !self.is_part(heading) && !is_matter_of_the_page(&heading.text)
    }

    /// Whether a heading is a part of an answer: it has no number where the questions have one.
    fn is_part(self, heading: &Heading) -> bool {
        let by_number = self.numbered > 1 && self.numbered * 2 >= self.asking;
        let bare = !heading.numbered && !heading.asks;
        by_number && bare && !is_matter_of_the_page(&heading.text)
    }
}

/// Headings of a page that are about the page.
pub(super) fn is_matter_of_the_page(text: &str) -> bool {
    let text = question_of(text).to_lowercase();
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let about = [
        "table of contents",
        "contents",
        "toc",
        "license",
        "contributing",
        "contributors",
        "references",
        "resources",
        "further reading",
        "links",
        "credits",
        "acknowledgements",
        "changelog",
        "disclaimer",
        "coding exercise",
        "about",
        "authors",
        "author",
        "support",
        "sponsors",
    ];
    about.contains(&text)
}

fn is_announcement(text: &str) -> bool {
    let text = text.trim_matches(['*', '_', ':', ' ']).to_lowercase();
    text == "answer" || text == "solution" || text == "explanation" || text.starts_with("answer:")
}

/// Longer lines are prose.
const LONGEST_TOPIC: usize = 160;

/// Adds a question without an answer for each topic: points of lists and lines of their own, not what is above
/// others.
pub(super) fn outline(reader: &mut Reader<'_>) {
    let is_list = reader
        .lines
        .iter()
        .any(|line| matches!(line.shape, Shape::Item { .. }));
    // The first line that is not empty is the title.
    let title = reader.lines.iter().position(|line| !line.is_blank());
    let below = title.map_or(0, |title| title + 1);
    let topics: Vec<(usize, String)> = (below..reader.lines.len())
        .filter(|at| reader.is_free(*at))
        .filter_map(|at| Some((at, topic(&reader.lines, at, is_list)?)))
        .collect();
    if topics.len() < 2 {
        return;
    }
    for (at, topic) in topics {
        reader.add(at, &topic, &topic, Below::default());
    }
}

fn topic(lines: &[Line<'_>], at: usize, is_list: bool) -> Option<String> {
    let line = &lines[at];
    let text = match &line.shape {
        Shape::Item { text, .. } => text.as_str(),
        Shape::Text if !is_list => line.text(),
        _ => return None,
    };
    // What others are indented below is a group.
    let next = lines[at + 1..].iter().find(|line| !line.is_blank());
    let group = next.is_some_and(|next| next.indent > line.indent && !next.is_heading());
    let first = text.chars().next()?;
    let named = first.is_alphanumeric() || matches!(first, '`' | '*' | '_' | '[' | '(' | '.' | '@');
    let label = text.split_once([':', '：']).is_some_and(|(label, _)| {
        ["goal", "目标", "note", "source", "purpose"]
            .contains(&label.trim().to_lowercase().as_str())
    });
    let open = text.ends_with([':', '：']);
    let link = text.contains("](#");
    (!group && named && !label && !open && !link && text.chars().count() <= LONGEST_TOPIC)
        .then(|| text.trim_end_matches('.').to_owned())
}
