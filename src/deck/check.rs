//! What a reviewer would say of decks that can be used, questions that are nearly the same included: all of it warnings.

use hashbrown::HashMap;
use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::diagnostic::{Code, Report};
use super::document::{Document, Shape, plain};
use super::keys::Key;
use super::list::items;
use super::metadata::find_entry;
use super::{Card, Deck, Diagnostic, sort_by_place};
use crate::memory::stable_hash;
use crate::question::{Choice, Point, Question, is_without_spaces, length_in_words};

/// Whose decks are checked: built-in decks must give more metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Decks that come with the program.
    BuiltIn,
    /// The learner's own.
    Own,
}

/// Checks decks as a reviewer would. Near-duplicate questions are searched for across all of them.
pub fn check(decks: &[&Deck], origin: Origin) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = decks
        .iter()
        .flat_map(|deck| check_deck(deck, origin))
        .collect();
    found.extend(near_duplicates(decks));
    sort_by_place(&mut found);
    found
}

fn check_deck(deck: &Deck, origin: Origin) -> Vec<Diagnostic> {
    let mut report = Report::new(&deck.source);
    if origin == Origin::BuiltIn && !(deck.titled && deck.id_written && deck.level_written) {
        let message = "a built-in deck says its title, id and level";
        let help = "begin the file with `# Title {#id .level}`";
        report.warning(Code::DeckHeading, deck.heading.clone(), message, help);
    }
    if origin == Origin::Own && !deck.id_written {
        let help = format!(
            "begin the file with `# {} {{#{}}}`, or run `nodequiz decks check --fix`; then title and file can be \
             renamed without losing its history",
            deck.title, deck.id
        );
        let message = "the id of this deck is not written";
        report.warning(Code::MissingId, deck.heading.clone(), message, help);
    }
    fences(deck, &mut report);
    for card in &deck.cards {
        let mut remarks = Remarks {
            card,
            report: &mut report,
        };
        remarks.header(origin);
        remarks.body();
    }
    report.into_found()
}

/// Warns of fences without a language.
fn fences(deck: &Deck, report: &mut Report<'_>) {
    // Reading the whole file again takes longer than all other checks.
    let text = &deck.source.text;
    if !text.contains("```") && !text.contains("~~~") {
        return;
    }
    let document = Document::read(&deck.source.text);
    for block in &document.blocks {
        for (event, bytes) in document.tokens(block) {
            let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else {
                continue;
            };
            if info.trim().is_empty() {
                let message = "this fence does not say its language";
                let help = "write it after the marks: `js`, `sh`, `json`, or `text`";
                let span = document.first_line(bytes);
                report.warning(Code::FenceLanguage, span, message, help);
            }
        }
    }
}

/// Remarks on one card.
struct Remarks<'r, 's> {
    card: &'r Card,
    report: &'r mut Report<'s>,
}

impl Remarks<'_, '_> {
    fn at_heading(&mut self, code: Code, message: &str, help: &str) {
        self.report
            .warning(code, self.card.place.heading.clone(), message, help);
    }

    fn header(&mut self, origin: Origin) {
        let card = self.card;
        if !card.id_written {
            let help = format!(
                "write `{{#{}}}` after the question, or run `nodequiz decks check --fix`; then it \
                 can be reworded without losing its history",
                card.id.short()
            );
            self.at_heading(Code::MissingId, "the id of this card is not written", &help);
        }
        if origin == Origin::BuiltIn && card.from.is_empty() {
            let help = "name the items of the sources with the key `from`";
            self.at_heading(
                Code::MissingFrom,
                "this card does not say what it covers",
                help,
            );
        }
        if origin == Origin::BuiltIn && card.see.is_none() {
            let help = "name one address of primary documentation with the key `see`";
            self.at_heading(Code::MissingSee, "this card names no documentation", help);
        }
        if let Some(see) = card
            .see
            .as_deref()
            .filter(|see| !see.starts_with("https://"))
        {
            let start = card.place.bytes.start;
            let raw = self
                .report
                .source()
                .text
                .get(card.place.bytes.clone())
                .unwrap_or_default();
            let span = find_entry(raw, Key::See, see).map_or(card.place.heading.clone(), |span| {
                start + span.start..start + span.end
            });
            let message = "this address does not begin with `https://`";
            let help = "use the `https` address of the page";
            self.report.warning(Code::InsecureSee, span, message, help);
        }
        if card.probe.as_ref() == Some(&card.id) {
            let help = "name the card that an interviewer would ask next";
            self.at_heading(Code::OwnProbe, "this card is its own next question", help);
        }
    }

    fn body(&mut self) {
        match self.card.data() {
            Question::Recall => self.recall(),
            Question::Points(points) => self.points(&points.points),
            Question::Bug(bug) => self.points(&bug.points),
            Question::Choice(choice) => self.choice(choice),
            _ => {}
        }
    }

    fn recall(&mut self) {
        let text = format!("{}\n\n{}", self.card.answer(), self.card.explanation());
        let document = Document::read(&text);
        let prose = document
            .blocks
            .iter()
            .filter(|block| !matches!(block.shape, Shape::Code { .. }));
        let words: usize = prose
            .clone()
            .map(|block| length_in_words(&plain(document.tokens(block))))
            .sum();
        if words > LONG_ANSWER {
            let message = format!("the answer has {words} words");
            let help =
                "an answer is said aloud in twenty seconds: at most 120 words; split the card";
            self.at_heading(Code::LongAnswer, &message, help);
        }
        let mut tokens = document
            .blocks
            .iter()
            .flat_map(|block| document.tokens(block));
        if tokens.any(|(event, _)| matches!(event, Event::TaskListMarker(_))) {
            let help = "begin the answer with the options, or put text above `---`";
            self.at_heading(
                Code::LateOptions,
                "the options are not asked: there is text above them",
                help,
            );
        }
        let first = document.blocks.iter().find(|block| !block.is_comment());
        let many = first
            .filter(|block| block.shape == Shape::List { ordered: false })
            .is_some_and(|list| items(&document, list).len() > MOST_POINTS);
        let heading = self.card.place.heading.clone();
        let forced = self
            .report
            .source()
            .text
            .get(heading)
            .is_some_and(|line| line.contains(".recall"));
        if many && !forced {
            let help =
                "split the card, or write `.recall` if it is not to be ticked point by point";
            self.at_heading(
                Code::ManyPoints,
                "more than five points make no points card",
                help,
            );
        }
    }

    fn points(&mut self, points: &[Point]) {
        let essential = points.iter().filter(|point| point.essential).count();
        if essential == 0 {
            let help =
                "make one to three points wholly **bold**: those that an answer fails without";
            self.at_heading(Code::NoEssential, "no point is essential", help);
        } else if essential > MOST_ESSENTIAL {
            let message = format!("{essential} points are essential");
            let help = "leave one to three bold: those that an answer fails without";
            self.at_heading(Code::ManyPoints, &message, help);
        }
    }

    fn choice(&mut self, choice: &Choice) {
        if self.card.explanation().is_empty() {
            let help = "say below the options why the right one is right, and what misleads";
            self.at_heading(Code::NoExplanation, "this choice is not explained", help);
        }
        if choice.options.len() < FEW_OPTIONS {
            let help = "add a mistake that people make, or ask it as a recall card";
            self.at_heading(Code::FewOptions, "a choice of two is a guess", help);
        }
        let plain_options: Vec<(String, bool)> = choice
            .options
            .iter()
            .map(|option| (words_of(&option.text), option.right))
            .collect();
        let is_verdict = |text: &str| {
            let text = text.trim().trim_end_matches('.').to_lowercase();
            VERDICTS.contains(&text.as_str())
        };
        if plain_options.iter().all(|(text, _)| is_verdict(text)) {
            let help = "ask a myth as \"What is wrong with this claim?\"";
            self.at_heading(Code::TrueFalse, "true or false is a guess", help);
        }
        let speaks_of_others = |text: &str| {
            let text = text.to_lowercase();
            OF_OTHERS.iter().any(|phrase| text.contains(phrase))
        };
        if plain_options.iter().any(|(text, _)| speaks_of_others(text)) {
            let help = "options are shuffled; let several be right, or write another mistake";
            self.at_heading(
                Code::AllOfTheAbove,
                "an option speaks of all or none of the others",
                help,
            );
        }
        if let Some(how) = tells(&plain_options) {
            let message = format!("the right option stands out: it is much {how} than the others");
            let help = "give all options the same length and form";
            self.at_heading(Code::LengthTells, &message, help);
        }
    }
}

/// The most words of a recall answer.
const LONG_ANSWER: usize = 120;

/// The most points of a points card.
const MOST_POINTS: usize = 5;

/// The most essential points of a card.
const MOST_ESSENTIAL: usize = 3;

/// The fewest options of a choice.
const FEW_OPTIONS: usize = 3;

/// Options of true-or-false questions.
const VERDICTS: [&str; 16] = [
    "true",
    "false",
    "yes",
    "no",
    "right",
    "wrong",
    "correct",
    "incorrect",
    "对",
    "错",
    "是",
    "否",
    "正确",
    "错误",
    "不是",
    "不对",
];

/// Phrases of options that refer to the others.
const OF_OTHERS: [&str; 10] = [
    "all of the above",
    "none of the above",
    "all of these",
    "none of these",
    "both of the above",
    "both of these",
    "all the above",
    "neither of the above",
    "以上都",
    "以上皆",
];

/// Whether the right options are recognisable by their length: all of them longer than every wrong one by half
/// and by twelve characters, or shorter by as much.
fn tells(options: &[(String, bool)]) -> Option<&'static str> {
    let lengths = |wanted: bool| {
        options
            .iter()
            .filter(move |(_, right)| *right == wanted)
            .map(|(text, _)| text.chars().count())
    };
    let outdoes = |long: usize, short: usize| long * 2 >= short * 3 && long >= short + 12;
    let (shortest_right, longest_right) = (lengths(true).min()?, lengths(true).max()?);
    let (shortest_wrong, longest_wrong) = (lengths(false).min()?, lengths(false).max()?);
    if outdoes(shortest_right, longest_wrong) {
        Some("longer")
    } else if outdoes(shortest_wrong, longest_right) {
        Some("shorter")
    } else {
        None
    }
}

/// The words of a piece of Markdown, without marks.
fn words_of(markdown: &str) -> String {
    let document = Document::read(markdown);
    let texts: Vec<String> = document
        .blocks
        .iter()
        .map(|block| plain(document.tokens(block)))
        .collect();
    texts.join(" ")
}

/// Words without meaning for what is asked.
const EMPTY_WORDS: [&str; 45] = [
    "a", "an", "the", "is", "are", "was", "be", "do", "does", "did", "what", "which", "why", "how",
    "when", "who", "where", "in", "on", "of", "to", "for", "with", "and", "or", "it", "its",
    "this", "that", "these", "those", "you", "your", "would", "should", "can", "will", "by", "at",
    "from", "as", "if", "one", "name", "s",
];

/// The percentage of common words, among all words of two questions, from which on they are nearly
/// the same.
const ALIKE: usize = 80;

/// At most how many cards before a card it is compared with, for each of its rare words.
const COMPARED: usize = 50;

/// How many words are compared for one card, unless [`COMPARED`] other cards have more.
const COMPARED_WORDS: usize = 10_000;

/// How many pairs are reported.
const LISTED: usize = 500;

/// Finds questions that share most of their words, their context included. Only cards that share a
/// rare word are compared, so that most pairs never are.
fn near_duplicates(decks: &[&Deck]) -> Vec<Diagnostic> {
    let cards: Vec<(&Deck, &Card)> = decks
        .iter()
        .flat_map(|deck| deck.cards.iter().map(move |card| (*deck, card)))
        .collect();
    // Each word is a number from 0, since a deck may have a million of them.
    let mut numbers: HashMap<u64, usize> = HashMap::new();
    let mut cards_with: Vec<Vec<usize>> = Vec::new();
    let mut sets: Vec<Vec<usize>> = Vec::with_capacity(cards.len());
    for (index, (_, card)) in cards.iter().enumerate() {
        let words = asked(card).into_iter().map(|word| {
            *numbers.entry(word).or_insert_with(|| {
                cards_with.push(Vec::new());
                cards_with.len() - 1
            })
        });
        let mut set: Vec<usize> = words.collect();
        set.sort_unstable();
        set.dedup();
        for word in &set {
            cards_with[*word].push(index);
        }
        sets.push(set);
    }
    let mut found = Vec::new();
    for (second, set) in sets.iter().enumerate() {
        let mut words = set.clone();
        words.sort_unstable_by_key(|word| (cards_with[*word].len(), *word));
        // Two sets this alike cannot differ in more words than these, so they share one of them.
        let missing = set.len() * (100 - ALIKE) / 100;
        let rare = words.iter().take(missing + 1);
        let most = COMPARED.max(COMPARED_WORDS / set.len().max(1));
        let mut others: Vec<usize> = rare
            .flat_map(|word| {
                let all = &cards_with[*word];
                let before = all.partition_point(|&first| first < second);
                &all[before.saturating_sub(COMPARED)..before]
            })
            .copied()
            .take(most)
            .collect();
        others.sort_unstable();
        others.dedup();
        for first in others {
            if are_alike(&sets[first], set) {
                found.push(pair(cards[first], cards[second]));
            }
        }
        if found.len() >= LISTED {
            break;
        }
    }
    found
}

/// The meaningful words of a question as hashes; some may be there twice.
fn asked(card: &Card) -> Vec<u64> {
    let (mut content, mut others) = (Vec::new(), Vec::new());
    for text in [&card.question, card.context()] {
        each_word(text, |word| {
            if EMPTY_WORDS.contains(&word) {
                others.push(stable_hash(word.bytes()));
            } else {
                content.push(stable_hash(without_ending(word).bytes()));
            }
        });
    }
    if content.is_empty() { others } else { content }
}

/// A word without the ending of plurals and verbs.
fn without_ending(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem,
        _ => word,
    }
}

/// Whether the share of common words (the Jaccard index) is high enough. Both sets are sorted.
fn are_alike(a: &[usize], b: &[usize]) -> bool {
    let mut others = b.iter().copied().peekable();
    let is_common = |word: &&usize| {
        while others.next_if(|other| other < *word).is_some() {}
        others.next_if_eq(*word).is_some()
    };
    let common = a.iter().filter(is_common).count();
    let all = a.len() + b.len() - common;
    all > 0 && common * 100 >= all * ALIKE
}

fn pair((first_deck, first): (&Deck, &Card), (deck, card): (&Deck, &Card)) -> Diagnostic {
    Diagnostic::warning(
        Code::NearDuplicate,
        "this question is nearly the same as another",
    )
    .at(&deck.source, card.place.heading.clone(), "")
    .at(&first_deck.source, first.place.heading.clone(), "the other")
    .help("make clear in the questions how they differ, or remove one")
}

/// Takes each word of a text, in lower case.
fn each_word(text: &str, mut take: impl FnMut(&str)) {
    let mut word = String::new();
    for c in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if is_without_spaces(c) {
            take(c.encode_utf8(&mut [0; 4]));
        }
        if c.is_alphanumeric() && !is_without_spaces(c) {
            word.push(c);
        } else if !word.is_empty() {
            take(&word);
            word.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Source, parse};

    fn codes(text: &'static str, origin: Origin) -> Vec<&'static str> {
        let deck = parse(&Source::new("a.md", text)).deck.expect("a deck");
        let found = check(&[&deck], origin);
        found.iter().map(|one| one.code.as_str()).collect()
    }

    #[test]
    fn built_in_decks_must_say_more_about_themselves() {
        let bare = "# T {#t}\n## A {#a}\nb\n";
        assert_eq!(codes(bare, Origin::BuiltIn), ["D54", "D41", "D42"]);
        assert_eq!(codes(bare, Origin::Own), [""; 0]);
        let full = "# T {#t .senior}\n## A {#a}\n<!--\nfrom: x\nsee: https://a.example\n-->\nb\n";
        assert_eq!(codes(full, Origin::BuiltIn), [""; 0]);
    }

    #[test]
    fn one_question_about_different_code_is_not_a_duplicate() {
        let text = "# T {#t}\n## What is printed? {#a .output}\n```js\nlet x = 1\n```\n```text\n1\n```\n\
                    ## What is printed? {#b .output}\n```js\nsetTimeout(f)\n```\n```text\n1\n```\n";
        assert_eq!(codes(text, Origin::Own), [""; 0]);
    }

    #[test]
    fn duplicates_are_found_across_decks() {
        let deck = |file, text| parse(&Source::new(file, text)).deck.expect("a deck");
        let decks = [
            deck("a.md", "# A {#a}\n## 什么是事件循环？ {#x}\nb\n"),
            deck("b.md", "# B {#b}\n## 事件循环是什么？ {#y}\nb\n"),
        ];
        let found = check(&[&decks[0], &decks[1]], Origin::Own);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place(), Some(("b.md", 2, 1)));
        assert_eq!(&*found[0].labels[1].source.file, "a.md");
    }

    #[test]
    fn duplicates_are_found_although_their_rarest_words_differ() {
        let text = "# A {#a}\n## one two three four five six seven eight nine alpha {#x}\nb\n\
                    ## one two three four five six seven eight nine omega {#y}\nb\n\
                    ## one two three four five six seven eight unlike gamma {#z}\nb\n";
        assert_eq!(codes(text, Origin::Own), ["D53"]);
    }

    #[test]
    fn lengths_tell_when_they_differ_by_half_and_twelve_characters() {
        let options = |lengths: [(usize, bool); 3]| {
            lengths.map(|(length, right)| ("x".repeat(length), right))
        };
        let cases = [
            ([(40, true), (20, false), (26, false)], Some("longer")),
            ([(40, true), (20, false), (27, false)], None),
            ([(12, true), (24, false), (30, false)], Some("shorter")),
            ([(13, true), (24, false), (30, false)], None),
            ([(40, true), (10, true), (20, false)], None),
            ([(10, true), (5, false), (5, false)], None),
        ];
        for (lengths, expected) in cases {
            assert_eq!(tells(&options(lengths)), expected, "{lengths:?}");
        }
    }
}
