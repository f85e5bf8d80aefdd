//! Finding the questions of a document.
//!
//! One form after another is looked for, the surest first; what a question has taken is not looked at again.

use std::collections::HashMap;
use std::ops::Range;

use super::answer::{self, Below, only_announces};
use super::asking::{asks, asks_surely, question_of};
use super::headings::{is_matter_of_the_page, outline};
use super::lines::{Line, Shape, number};
use super::reader::Reader;
use super::{labelled, terms};
use crate::exchange::notes::{Found, FoundBody, FoundDeck, PassedOver, Why};

/// The cards of a document.
pub(in crate::exchange) fn read(text: &str) -> Found {
    let mut reader = Reader::new(text);
    reader.front_matter(text);
    labelled::read(&mut reader);
    reader.repeated_titles();
    reader.headings();
    reader.folded();
    reader.numbered();
    reader.bold();
    reader.tables();
    reader.alone();
    reader.items();
    reader.commands();
    reader.terms();
    if !reader.has_answers() {
        reader.headings_with_text();
    }
    if !reader.has_answers() {
        outline(&mut reader);
    }
    reader.finish()
}

/// The same for a file in which only `Q:` and `A:`, `C:`, `T:` and `D:` mean something.
pub(in crate::exchange) fn labelled_only(text: &str) -> Found {
    let mut reader = Reader::new(text);
    reader.front_matter(text);
    labelled::read(&mut reader);
    reader.finish()
}

/// A part of a document that has to be opened.
struct Fold {
    at: usize,
    summary: String,
    body: Range<usize>,
}

impl Reader<'_> {
    /// A line whose end is the beginning of the next lines: a title that ran together with its first sentence, in
    /// text that was copied from a page.
    fn repeated_titles(&mut self) {
        let found: Vec<(usize, String)> = (0..self.lines.len())
            .filter_map(|at| Some((at, self.title_before_repetition(at)?)))
            .collect();
        if found.len() < 3 {
            return;
        }
        let mut starts: Vec<(usize, String, Option<String>)> = Vec::new();
        let mut known = found.into_iter().peekable();
        let first = known.peek().map_or(0, |(at, _)| *at);
        for at in first..self.lines.len() {
            if let Some((_, title)) = known.next_if(|(found, _)| *found == at) {
                starts.push((at, title, None));
            } else if self.is_free(at)
                && let Some((question, answer)) = question_with_answer(self.lines[at].text())
            {
                // The same for a section of one sentence.
                starts.push((at, question, Some(answer)));
            }
        }
        for (index, (at, title, answer)) in starts.iter().enumerate() {
            let end = starts
                .get(index + 1)
                .map_or(self.lines.len(), |(next, _, _)| *next);
            match answer {
                Some(answer) if (*at + 1..end).all(|line| self.lines[line].is_blank()) => {
                    let below = Below::only(FoundBody::Answer(answer.clone()));
                    self.put(*at..at + 1, title, title, below);
                }
                _ => {
                    let below = answer::read(&self.lines[at + 1..end], true);
                    self.put(*at..end, title, title, below);
                }
            }
        }
    }

    fn title_before_repetition(&self, at: usize) -> Option<String> {
        const SAME: usize = 16;
        let line = self.lines[at].text();
        let next = self.lines.get(at + 1)?.text();
        let prefix: String = next.chars().take(SAME).collect();
        if !self.is_free(at) || prefix.chars().count() < SAME || line.len() > 2_000 {
            return None;
        }
        let follows: Vec<&str> = (at + 1..self.lines.len().min(at + 5))
            .map(|line| self.lines[line].text())
            .collect();
        let follows = follows.join(" ");
        let begins = line.match_indices(prefix.as_str());
        let start = begins.map(|(start, _)| start).find(|start| {
            let repeated = &line[*start..];
            *start > 0 && repeated.split(' ').count() > 3 && follows.starts_with(repeated)
        })?;
        let title = line[..start].trim();
        (!title.is_empty() && title.chars().count() <= 120).then(|| title.to_owned())
    }

    /// `<summary>` lines that ask. Where most of them do, all are taken for questions.
    fn folded(&mut self) {
        let folds = self.folds();
        let titles = folds.iter().filter(|fold| !only_announces(&fold.summary));
        let (all, asking) = titles.fold((0, 0), |(all, asking), fold| {
            (all + 1, asking + usize::from(asks(&fold.summary)))
        });
        let most = asking * 10 >= all * 6;
        for fold in folds {
            let text = fold.body.clone().any(|at| !self.lines[at].is_blank());
            let title = most && text && !only_announces(&fold.summary);
            if asks(&fold.summary) || title {
                let question = question_of(&fold.summary);
                let below = answer::read(&self.lines[fold.body.clone()], false);
                self.put(fold.at..fold.body.end, &fold.summary, &question, below);
            }
        }
    }

    /// What is folded, but for folds with others inside that do not ask.
    fn folds(&self) -> Vec<Fold> {
        let with = |tag: &str| -> Vec<usize> {
            let lines = self.lines.iter().enumerate();
            let lines = lines.filter(|(_, line)| line.raw.to_ascii_lowercase().contains(tag));
            lines.map(|(at, _)| at).collect()
        };
        let (opening, closing) = (with("<details"), with("</details"));
        let mut folds = Vec::new();
        let mut at = 0;
        while at < self.lines.len() {
            let line = self.lines[at].text();
            let opens = self.is_free(at) && line.to_ascii_lowercase().contains("<details");
            if !opens {
                at += 1;
                continue;
            }
            let rest = (at..self.lines.len()).take(4);
            let mut joined = String::new();
            let mut summary_end = at;
            for line in rest {
                joined.push_str(self.lines[line].text());
                joined.push(' ');
                summary_end = line;
                if joined.contains("</summary>") {
                    break;
                }
            }
            let summary = joined
                .split_once("<summary>")
                .and_then(|(_, rest)| rest.split_once("</summary>"))
                .filter(|(_, rest)| rest.trim().is_empty());
            let Some((summary, _)) = summary else {
                at += 1;
                continue;
            };
            let next = |places: &[usize]| {
                let after = places.partition_point(|line| *line <= summary_end);
                places.get(after).copied().unwrap_or(self.lines.len())
            };
            let end = next(&closing);
            let summary = answer::plain_of(summary);
            let body = summary_end + 1..end;
            let group = next(&opening) < end;
            if group && !asks(&summary) {
                // The questions are inside.
                at += 1;
                continue;
            }
            folds.push(Fold { at, summary, body });
            at = end + 1;
        }
        folds
    }

    /// Numbered questions at the margin, each with what follows it down to the next number.
    fn numbered(&mut self) {
        let numbers: Vec<(usize, String)> = self.free_items(true);
        let margin = numbers
            .iter()
            .filter(|(_, text)| asks(text))
            .map(|(at, _)| self.lines[*at].indent)
            .min();
        let Some(margin) = margin else { return };
        let numbers: Vec<_> = numbers
            .into_iter()
            .filter(|(at, _)| self.lines[*at].indent == margin)
            .collect();
        let asked = numbers.iter().filter(|(_, text)| asks(text)).count();
        let most = asked * 10 >= numbers.len() * 6;
        for (index, (at, text)) in numbers.iter().enumerate() {
            if !(asks(text) || question_with_answer(text).is_some() || most) {
                continue;
            }
            let next = numbers
                .get(index + 1)
                .map_or(self.lines.len(), |(next, _)| *next);
            let end = self.end_of_question(*at, next);
            self.take_line(*at, text, end);
        }
    }

    /// Lines in bold that ask.
    fn bold(&mut self) {
        let is_bold = |text: &str| {
            let bare = number(text).unwrap_or(text);
            bare.len() > 4 && bare.starts_with("**") && bare.ends_with("**")
        };
        let found: Vec<usize> = (0..self.lines.len())
            .filter(|at| self.is_free(*at) && self.lines[*at].shape == Shape::Text)
            .filter(|at| is_bold(self.lines[*at].text()) && asks(self.lines[*at].text()))
            .collect();
        self.take_lines(&found);
    }

    /// Paragraphs of one line that end with a question mark, with text below them.
    fn alone(&mut self) {
        let starts = |at: usize| {
            let line = &self.lines[at];
            let text = line.text();
            let above = at == 0 || self.lines[at - 1].is_blank() || self.lines[at - 1].is_heading();
            self.is_free(at)
                && line.shape == Shape::Text
                && above
                && text.len() < 200
                && text.ends_with(['?', '？'])
                && !text.contains('|')
        };
        let found: Vec<usize> = (0..self.lines.len()).filter(|at| starts(*at)).collect();
        if found.len() < 2 {
            return;
        }
        self.take_lines(&found);
    }

    /// Points of a list that ask, with what is indented below them.
    fn items(&mut self) {
        let found: Vec<(usize, String)> = self.free_items(false);
        for (at, text) in found {
            let link = text.contains("](#");
            if link
                || !self.is_free(at)
                || !(asks_surely(&text) || question_with_answer(&text).is_some())
            {
                continue;
            }
            let indent = self.lines[at].indent;
            // Lines at the margin belong to the point, too, as long as none is empty.
            let lazy = (at + 1..self.lines.len())
                .take_while(|line| self.lines[*line].shape == Shape::Text && self.is_free(*line))
                .count();
            let lazy = if text.ends_with(['?', '？']) {
                lazy
            } else {
                0
            };
            let below = (at + 1..self.lines.len()).take_while(|line| {
                let line = *line;
                line <= at + lazy || self.lines[line].is_blank() || self.lines[line].indent > indent
            });
            let end = below.last().map_or(at + 1, |last| last + 1);
            let further = |line: &Line<'_>| match &line.shape {
                Shape::Item { text, .. } => asks_surely(text),
                _ => line.is_blank(),
            };
            // Questions below a question do not answer it.
            let end = if self.lines[at + 1..end].iter().all(further) {
                at + 1
            } else {
                end
            };
            self.take_line(at, &text, end);
        }
    }

    /// Lines that ask, each with what follows up to the next one.
    fn take_lines(&mut self, found: &[usize]) {
        for (index, at) in found.iter().enumerate() {
            if !self.is_free(*at) {
                continue;
            }
            let next = found.get(index + 1).copied().unwrap_or(self.lines.len());
            let end = self.end_of_question(*at, next);
            let text = self.lines[*at].text().to_owned();
            self.take_line(*at, &text, end);
        }
    }

    /// Takes a line that asks, and perhaps goes on with the answer.
    fn take_line(&mut self, at: usize, text: &str, end: usize) {
        match question_with_answer(text) {
            Some((question, answer)) => {
                let mut below = answer::read(&self.lines[at + 1..end], false);
                let rest = match below.body {
                    FoundBody::Answer(rest) => format!("{answer}\n\n{rest}"),
                    _ => answer,
                };
                below.body = FoundBody::Answer(rest);
                self.put(at..end, &question, &question_of(&question), below);
            }
            None => self.take(at, text, end),
        }
    }

    /// Where a question that is not a heading ends: at a heading, or a line that something else has taken.
    fn end_of_question(&self, at: usize, next: usize) -> usize {
        let ends = |line: &usize| {
            self.lines[*line].is_heading() && !self.announces(*line) || self.taken[*line]
        };
        (at + 1..next).find(ends).unwrap_or(next)
    }

    fn free_items(&self, wanted: bool) -> Vec<(usize, String)> {
        let item = |(at, line): (usize, &Line<'_>)| match &line.shape {
            Shape::Item { numbered, text, .. } if *numbered == wanted && self.is_free(at) => {
                Some((at, text.clone()))
            }
            _ => None,
        };
        self.lines.iter().enumerate().filter_map(item).collect()
    }

    fn tables(&mut self) {
        for at in 0..self.lines.len() {
            let Some(table) = terms::table_at(&self.lines, at, |line| self.is_free(line)) else {
                continue;
            };
            let (cards, passed_over) = terms::cards_of_table(&self.lines, &table);
            self.taken[table].fill(true);
            self.cards.extend(cards);
            self.passed_over.extend(passed_over);
        }
    }

    fn commands(&mut self) {
        for at in 0..self.lines.len() {
            if !(self.is_free(at) && self.lines[at].shape == Shape::Code) {
                continue;
            }
            if let Some((command, purpose)) = terms::command(self.lines[at].raw) {
                self.taken[at] = true;
                self.cards.push(terms::card(command, &purpose, at + 1));
            }
        }
    }

    /// Runs of at least two lines with a term and its meaning, and terms with `: meaning` below them.
    fn terms(&mut self) {
        let mut run: Vec<(usize, String, String)> = Vec::new();
        let mut counts: HashMap<String, usize> = HashMap::new();
        for line in &self.lines {
            if let Some((term, _)) = terms::term(line) {
                *counts.entry(term).or_default() += 1;
            }
        }
        for at in 0..=self.lines.len() {
            let line = self
                .lines
                .get(at)
                .filter(|_| at < self.taken.len() && self.is_free(at));
            if let Some(line) = line {
                if line.is_blank() {
                    continue;
                }
                if let Some(meaning) = line.text().strip_prefix(": ").filter(|_| at > 0) {
                    let above = &self.lines[at - 1];
                    if self.is_free(at - 1) && above.shape == Shape::Text {
                        let term = above.text().to_owned();
                        self.taken[at - 1..=at].fill(true);
                        self.cards.push(terms::card(term, meaning, at));
                    }
                    continue;
                }
                // What is said of several things is a label.
                let term = terms::term(line).filter(|(term, _)| counts.get(term) == Some(&1));
                if let Some((term, meaning)) = term {
                    run.push((at, term, meaning));
                    continue;
                }
            }
            if run.len() > 1 {
                for (at, term, meaning) in run.drain(..) {
                    self.taken[at] = true;
                    self.cards.push(terms::card(term, &meaning, at + 1));
                }
            }
            run.clear();
        }
    }

    fn finish(mut self) -> Found {
        self.cards.sort_by_key(|card| card.line);
        // Notes of several files may go to one deck: each card has the tags of its own.
        for card in &mut self.cards {
            card.tags.clone_from(&self.front.tags);
        }
        let title = self.title();
        let answered = self.has_answers();
        let mut passed_over = std::mem::take(&mut self.passed_over);
        if answered {
            passed_over.extend(self.left());
        }
        passed_over.sort_by_key(|one| one.line);
        let deck = FoundDeck {
            title,
            cards: self.cards,
            ..FoundDeck::default()
        };
        Found {
            decks: vec![deck],
            passed_over,
            pictures: Vec::new(),
        }
    }

    /// What was not taken: headings with text that do not ask, and lists.
    fn left(&self) -> Vec<PassedOver> {
        let mut left = Vec::new();
        let mut at = 0;
        while at < self.lines.len() {
            let line = &self.lines[at];
            let is_item =
                |at: usize| matches!(self.lines[at].shape, Shape::Item { .. }) && self.is_free(at);
            if is_item(at) {
                let inside = (at..self.lines.len())
                    .take_while(|next| is_item(*next) || self.lines[*next].is_blank());
                let items = inside.clone().filter(|next| is_item(*next)).count();
                let end = inside.last().map_or(at + 1, |last| last + 1);
                let links = line.raw.contains("](#");
                if items > 1 && !links {
                    let why = format!("a list of {items} that asks nothing");
                    left.push(PassedOver::new(Some(at + 1), line.text(), Why::Other(why)));
                }
                at = end;
                continue;
            }
            if let Shape::Heading { text, .. } = &line.shape
                && self.is_free(at)
                && at > 0
                && self.lines.get(at + 1..).is_some_and(|below| {
                    let first = below.iter().find(|line| !line.is_blank());
                    first.is_some_and(|line| line.shape == Shape::Text && !line.raw.contains('|'))
                })
            {
                let why = Why::Other("a heading that does not ask".to_owned());
                let one = PassedOver::new(Some(at + 1), text, why);
                left.extend(Some(one).filter(|_| !is_matter_of_the_page(text)));
            }
            at += 1;
        }
        left
    }

    /// The title of the document: that of its front matter, its first heading, or a short first line.
    fn title(&self) -> String {
        let front = self.front.title.as_ref().or(self.front.deck.as_ref());
        if let Some(title) = front {
            return title.clone();
        }
        let free = self.lines.iter().zip(&self.taken);
        let mut headings = free.filter_map(|(line, taken)| line.heading().filter(|_| !taken));
        if let Some((_, heading)) = headings.find(|(level, _)| *level == 1) {
            return heading.to_owned();
        }
        // A short line further down says something about what is around it.
        let first = (self.front_lines..self.lines.len()).find(|at| !self.lines[*at].is_blank());
        match first
            .filter(|at| self.is_free(*at))
            .map(|at| &self.lines[at])
        {
            Some(line) if line.shape == Shape::Text && line.text().chars().count() <= 80 => {
                let text = line.text();
                let sentence = text.ends_with(['.', ':', ';', '?', '!', ',']);
                if sentence || text.contains(['|', '<', '\t']) {
                    String::new()
                } else {
                    text.to_owned()
                }
            }
            _ => String::new(),
        }
    }
}

/// A question with its answer on one line: `What is it? It is this.`
pub(super) fn question_with_answer(text: &str) -> Option<(String, String)> {
    let end = text.find("? ").map(|at| at + 1)?;
    let (question, answer) = (text[..end].trim(), text[end..].trim());
    if question.matches("**").count() % 2 == 1 {
        // Both are in bold: the question goes on.
        return None;
    }
    let answer = answer.trim_start_matches(['*', '_', '-', '—', '–', ' ']);
    let sentence =
        answer.split_whitespace().count() >= 3 && !answer.trim_end().ends_with(['?', '？']);
    (asks(question) && sentence && question.chars().count() < 160 && !answer.starts_with('('))
        .then(|| (question.to_owned(), answer.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn a_table_ends_at_a_line_that_something_else_has_taken() {
        let text = "| Term | Meaning |\n|--|--|\n| a | b |\nQ: What | why?\nA: So.\n";
        let found = read(text);
        let questions = found.decks[0].cards.iter().map(|card| &*card.question);
        assert_eq!(
            questions.collect::<Vec<_>>(),
            ["a: meaning?", "What | why?"]
        );
    }

    /// The questions of a document, each with its answer.
    fn answered(text: &str) -> Vec<(String, String)> {
        let cards = read(text).decks.into_iter().flat_map(|deck| deck.cards);
        let body = |body| match body {
            FoundBody::Answer(text) => text,
            other => format!("{other:?}"),
        };
        cards.map(|card| (card.question, body(card.body))).collect()
    }

    fn pair(question: &str, answer: &str) -> (String, String) {
        (question.to_owned(), answer.to_owned())
    }

    #[test]
    fn a_bold_question_goes_on_behind_its_first_question_mark() {
        let text = "**1. What is a buffer? And who owns its bytes?**\n\nBytes.\n\n \
                    **2. What is a stream? Kinds of streams**\n\nChunks.\n";
        let expected = [
            pair("What is a buffer? And who owns its bytes?", "Bytes."),
            pair("What is a stream? Kinds of streams", "Chunks."),
        ];
        assert_eq!(answered(text), expected);
    }

    #[test]
    fn lines_at_the_margin_below_a_point_that_asks_answer_it() {
        let text = "-\tWhat is a socket?\nAn end of a connection.\nIt is a stream.\n\
                    -\tWhat is a pipe?\nA path between two.\n\nThe end.\n";
        let expected = [
            pair(
                "What is a socket?",
                "An end of a connection.\nIt is a stream.",
            ),
            pair("What is a pipe?", "A path between two."),
        ];
        assert_eq!(answered(text), expected);
    }

    #[test]
    fn where_most_folds_ask_all_of_them_are_questions() {
        let fold = |summary: &str, text: &str| {
            format!("<details>\n<summary>\n<b>{summary}</b>\n</summary>\n\n{text}\n</details>\n\n")
        };
        let folds = [
            fold("What is a heap?", "Memory."),
            fold(
                "Set and WeakSet",
                "1. **Keys**: a weak one holds objects only.",
            ),
            fold("What is a stack?", "Frames."),
        ];
        let questions = answered(&folds.concat())
            .into_iter()
            .map(|(question, _)| question);
        assert_eq!(
            questions.collect::<Vec<_>>(),
            ["What is a heap?", "Set and WeakSet", "What is a stack?"]
        );
        // A fold around others is a chapter.
        let inside = fold("What is a heap?", "Memory.") + &fold("What is a stack?", "Frames.");
        let questions = answered(&fold("Memory", &inside))
            .into_iter()
            .map(|(question, _)| question);
        assert_eq!(
            questions.collect::<Vec<_>>(),
            ["What is a heap?", "What is a stack?"]
        );
    }

    #[test]
    fn a_heading_that_names_a_letter_below_options_answers_in_any_language() {
        let text = |answer: &str| {
            format!(
                "###### 1. Was wird ausgegeben?\n\n- A: `1`\n- B: `2`\n\n<details><summary><b>?</b></summary>\n<p>\n\n\
                 #### {answer}\n\nEs ist gerade.\n\n</p>\n</details>\n\n\
                 ###### 2. Und hier?\n\n- A: `3`\n- B: `4`\n\n#### {answer}\n\nAuch hier.\n"
            )
        };
        for answer in ["Antwort: B", "答え: B", "Respuesta correcta: b", "答案：B"] {
            let found = read(&text(answer));
            let rights: Vec<Vec<bool>> = found.decks[0]
                .cards
                .iter()
                .map(|card| match &card.body {
                    FoundBody::Choice(options) => options.iter().map(|(right, _)| *right).collect(),
                    _ => Vec::new(),
                })
                .collect();
            assert_eq!(rights, [[false, true], [false, true]], "{answer}");
            assert!(found.passed_over.is_empty(), "{:?}", found.passed_over);
        }
    }

    #[test]
    fn a_point_that_is_called_q_is_not_a_question() {
        let text = "## Which libraries are there?\n\n- **P**: a library of promises.\n- **Q**: Q is a library of promises.\n";
        assert_eq!(answered(text).len(), 1);
    }

    #[test]
    #[ignore = "measures time"]
    fn documents_of_one_line_repeated_are_read_in_time() {
        let topics = "- a topic\n".repeat(20_000);
        let texts = [
            format!("{}Q: a | b?\nA: c\n", "|--|\n".repeat(20_000)),
            format!("{}{topics}", "\n".repeat(20_000)),
        ];
        for text in texts {
            let start = Instant::now();
            read(&text);
            let took = start.elapsed();
            assert!(took < Duration::from_secs(3), "{took:?}: {}", &text[..20]);
        }
    }
}
