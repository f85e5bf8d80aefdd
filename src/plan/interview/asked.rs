//! What an interviewer asks: a prompt, one of its deeper questions, or a card that needs no options.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::deck::{Card, Level, Prompt};
use crate::question::{
    Answer, CodeTask, Form, Order, Point, Question, Verdict, length_in_words, seems_good,
    spoken_of, star_words,
};

/// The label of prompts that ask for a story.
const BEHAVIOURAL: &str = "behavioural";

/// The number of words that a story must have for each of its points: an experience has no key
/// words that a program could know.
const WORDS_A_POINT: usize = 8;

/// One question of an interview.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asked<'a> {
    /// A prompt's main question.
    Prompt(&'a Prompt),
    /// One of its deeper questions, from 0.
    Probe(&'a Prompt, usize),
    Card(&'a Card),
}

impl<'a> Asked<'a> {
    /// The full id of the prompt or card.
    pub fn id(&self) -> &'a str {
        match self {
            Self::Prompt(prompt) | Self::Probe(prompt, _) => prompt.id.as_str(),
            Self::Card(card) => card.id.as_str(),
        }
    }

    /// Which of a prompt's deeper questions it is, from 1; 0 for the others.
    pub const fn probe(&self) -> u32 {
        match self {
            Self::Probe(_, index) => *index as u32 + 1,
            Self::Prompt(_) | Self::Card(_) => 0,
        }
    }

    /// The question: inline Markdown.
    pub fn question(&self) -> &'a str {
        match self {
            Self::Prompt(prompt) => &prompt.question,
            Self::Probe(prompt, index) => &prompt.probes[*index].question,
            Self::Card(card) => &card.question,
        }
    }

    /// What is said below it: Markdown, may be empty.
    pub fn spoken(&self) -> &'a str {
        match self {
            Self::Prompt(prompt) => &prompt.spoken,
            Self::Probe(..) => "",
            Self::Card(card) => card.context(),
        }
    }

    /// Its level.
    pub const fn level(&self) -> Level {
        match self {
            Self::Prompt(prompt) | Self::Probe(prompt, _) => prompt.level,
            Self::Card(card) => card.level,
        }
    }

    pub fn topic(&self) -> &'a str {
        match self {
            Self::Prompt(prompt) | Self::Probe(prompt, _) => &prompt.topic,
            Self::Card(card) => &card.topic,
        }
    }

    /// Whether it is asked in interviews only, never studied.
    pub const fn is_reserved(&self) -> bool {
        !matches!(self, Self::Card(_))
    }

    /// Whether it asks for the learner's experience.
    pub fn is_story(&self) -> bool {
        match self {
            Self::Prompt(prompt) | Self::Probe(prompt, _) => {
                prompt.tags.iter().any(|tag| tag == BEHAVIOURAL)
            }
            Self::Card(_) => false,
        }
    }

    /// How its answer is typed.
    pub fn form(&self) -> Form {
        match self {
            Self::Prompt(_) if self.is_story() => Form::Star,
            Self::Prompt(_) | Self::Probe(..) => Form::Open,
            Self::Card(card) => card.kind().profile().form,
        }
    }

    /// How long an answer may take by the clock, which never cuts it off. A prompt's minutes are
    /// for all of its questions: two fifths for the first, one for each deeper one.
    pub fn planned(&self) -> Duration {
        let seconds = match self {
            Self::Prompt(prompt) => u64::from(prompt.minutes) * 24,
            Self::Probe(prompt, _) => u64::from(prompt.minutes) * 12,
            Self::Card(card) => match card.data() {
                Question::Code(task) => task.expected_ms() / 1000,
                _ => card.kind().profile().interview_seconds,
            },
        };
        // Rounded to a quarter of a minute.
        Duration::from_secs((seconds / 15).max(4) * 15)
    }

    /// The parts of a good answer, to be ticked; empty if the program marks it. For a bug, its line
    /// comes first; for a card in prose, the prose is the only point.
    pub fn points(&self) -> Vec<Point> {
        match self {
            Self::Prompt(prompt) => prompt.key_points.clone(),
            Self::Probe(prompt, index) => prompt.probes[*index].points.clone(),
            Self::Card(card) => match card.data() {
                Question::Points(points) => points.points.clone(),
                Question::Bug(bug) => {
                    let lines: Vec<String> = bug.lines.iter().map(usize::to_string).collect();
                    let word = if lines.len() == 1 { "line" } else { "lines" };
                    let place = Point {
                        text: format!("the fault is in {word} {}", lines.join(" or ")).into(),
                        essential: true,
                    };
                    std::iter::once(place)
                        .chain(bug.points.iter().cloned())
                        .collect()
                }
                // Ticked only if its tests cannot run.
                Question::Code(_) => vec![Point {
                    text: "code that passes the tests of the task".into(),
                    essential: true,
                }],
                _ if self.form() == Form::Open => {
                    let words: Vec<&str> = card.answer().split_whitespace().collect();
                    vec![Point {
                        text: words.join(" ").into(),
                        essential: true,
                    }]
                }
                _ => Vec::new(),
            },
        }
    }

    /// The steps of an order in the order in which they are shown, as indexes: by their wording, so
    /// that a letter means the same step whenever it is read.
    pub fn steps(&self) -> Vec<usize> {
        match self {
            Self::Card(card) => match card.data() {
                Question::Order(order) => by_wording(order),
                _ => Vec::new(),
            },
            Self::Prompt(_) | Self::Probe(..) => Vec::new(),
        }
    }

    /// The card and its task, if it asks for code.
    pub fn code(&self) -> Option<(&'a Card, &'a CodeTask)> {
        let Self::Card(card) = self else { return None };
        match card.data() {
            Question::Code(task) => Some((card, task)),
            _ => None,
        }
    }

    /// The program's verdict on a typed answer; `None` if the learner ticks points, or tests decide.
    pub fn mark(&self, text: &str) -> Option<Verdict> {
        let Self::Card(card) = self else { return None };
        let answer = match self.form() {
            Form::Lines => Answer::Lines(text.lines().map(str::to_owned).collect()),
            Form::Short => Answer::Typed(vec![text.trim().to_owned()]),
            Form::Letters => {
                let Question::Order(order) = card.data() else {
                    return None;
                };
                Answer::Arranged(arranged(order, text))
            }
            Form::Open | Form::Star | Form::Code => return None,
        };
        card.data().mark(&answer)
    }

    /// The verdict on ticked points. Not for answers that the program marks.
    pub fn tick(&self, ticked: &BTreeSet<usize>) -> Verdict {
        let points = self.points();
        if let Self::Card(card) = self
            && let Question::Bug(bug) = card.data()
        {
            let line = if ticked.contains(&0) {
                bug.lines.first().copied().unwrap_or(0)
            } else {
                0
            };
            let why = ticked.iter().filter_map(|point| point.checked_sub(1));
            return bug.mark(line, &why.collect());
        }
        crate::question::Points { points }.mark(ticked)
    }

    /// The points that a typed answer seems to mention; none for a story.
    pub fn spoken_of(&self, text: &str) -> BTreeSet<usize> {
        if self.is_story() || self.code().is_some() {
            return BTreeSet::new();
        }
        spoken_of(&self.points(), &self.words(text))
    }

    /// The ticked points for which the typed answer is evidence: it mentions them, or, if it is a
    /// story, it is long enough to contain them.
    pub fn borne_out(&self, text: &str, ticked: &BTreeSet<usize>) -> BTreeSet<usize> {
        if self.is_story() {
            let room = length_in_words(&self.words(text)) / WORDS_A_POINT;
            return ticked.iter().copied().take(room).collect();
        }
        if self.code().is_some() {
            let written = !self.words(text).is_empty();
            return ticked.iter().copied().filter(|_| written).collect();
        }
        let spoken = self.spoken_of(text);
        ticked.intersection(&spoken).copied().collect()
    }

    /// The first impression that decides about the next question.
    pub fn seems_good(&self, text: &str, confidence: Option<u8>) -> bool {
        match self.mark(text) {
            Some(verdict) => verdict.passed || verdict.near_miss,
            None if self.is_story() => {
                let essential = self.points().iter().filter(|point| point.essential).count();
                let words = length_in_words(&self.words(text));
                words >= WORDS_A_POINT * essential && confidence != Some(1)
            }
            None => seems_good(&self.points(), &self.words(text), confidence),
        }
    }

    /// A text as it is shown again: empty if only the form is there.
    pub fn shown<'t>(&self, text: &'t str) -> &'t str {
        if self.words(text).is_empty() {
            ""
        } else {
            text.trim()
        }
    }

    /// A text without the words of the form.
    pub fn words(&self, text: &str) -> String {
        match self.form() {
            Form::Star => star_words(text),
            Form::Code
                if self
                    .code()
                    .is_some_and(|(_, task)| text.trim() == task.starter.text.trim()) =>
            {
                String::new()
            }
            Form::Open | Form::Lines | Form::Short | Form::Letters | Form::Code => {
                text.trim().to_owned()
            }
        }
    }
}

/// Steps by their wording.
fn by_wording(order: &Order) -> Vec<usize> {
    let mut steps: Vec<usize> = (0..order.steps.len()).collect();
    steps.sort_by(|&a, &b| order.steps[a].cmp(&order.steps[b]).then(a.cmp(&b)));
    if steps.is_sorted() {
        // Steps that are already in order would not be a question.
        steps.reverse();
    }
    steps
}

/// The steps that the letters stand for, each once.
fn arranged(order: &Order, text: &str) -> Vec<usize> {
    let shown = by_wording(order);
    let mut arranged = Vec::new();
    for letter in text.chars().filter(char::is_ascii_alphabetic) {
        let place = letter.to_ascii_lowercase() as usize - 'a' as usize;
        if let Some(&step) = shown.get(place)
            && !arranged.contains(&step)
        {
            arranged.push(step);
        }
    }
    arranged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Deck, Source, parse};

    fn deck(cards: &str) -> Deck {
        let source = Source::new("d.md", format!("# D {{#d}}\n\n{cards}"));
        let parsed = parse(&source);
        parsed
            .deck
            .unwrap_or_else(|| panic!("{:?}", parsed.diagnostics))
    }

    #[test]
    fn steps_are_named_by_letters_in_the_order_of_their_wording() {
        let deck = deck("## Order? {#o .order}\n\n1. connect\n2. bind\n3. accept\n");
        let asked = Asked::Card(&deck.cards[0]);
        assert_eq!(asked.steps(), [2, 1, 0]);
        assert!(asked.mark("c, b, a").expect("marked").passed);
        assert!(!asked.mark("a b c").expect("marked").passed);
        assert!(!asked.mark("").expect("marked").passed);
    }

    #[test]
    fn steps_never_stand_in_their_order_already() {
        let deck = deck("## Order? {#o .order}\n\n1. a first\n2. b second\n");
        let asked = Asked::Card(&deck.cards[0]);
        assert_eq!(asked.steps(), [1, 0]);
        assert!(asked.mark("ba").expect("marked").passed);
    }

    #[test]
    fn outputs_and_words_are_marked_by_the_program_and_prose_is_not() {
        let deck = deck(
            "## Prints? {#p .output}\n\n```js\nx\n```\n\n---\n\n```text\na\nb\n```\n\n\
             ## Code? {#c .typed}\n\n`EMFILE`\n\n## Why? {#w}\n\nBecause the loop is blocked.\n",
        );
        let asked = |card: usize| Asked::Card(&deck.cards[card]);
        assert!(asked(0).mark("a\nb\n").expect("marked").passed);
        assert!(asked(1).mark(" EMFILE ").expect("marked").passed);
        assert_eq!(asked(2).mark("x"), None);
        assert_eq!(asked(2).points().len(), 1);
        assert!(asked(2).tick(&BTreeSet::from([0])).passed);
    }

    #[test]
    fn of_a_bug_the_line_is_the_first_point() {
        let deck = deck(
            "## Bug? {#b .bug}\n\n```js\na\nb\n```\n\n---\n\nLine 2\n\n- **it never waits**\n\n```js\na\nc\n```\n",
        );
        let asked = Asked::Card(&deck.cards[0]);
        assert_eq!(asked.points().len(), 2);
        assert!(asked.tick(&BTreeSet::from([0, 1])).passed);
        assert!(!asked.tick(&BTreeSet::from([1])).passed);
        assert!(!asked.tick(&BTreeSet::from([0])).passed);
    }

    #[test]
    fn a_story_is_borne_out_by_its_length_and_suggests_no_ticks() {
        let prompts = crate::deck::builtin_prompts().iter();
        let files = prompts
            .filter_map(|(file, text)| crate::deck::parse_prompts(&Source::new(file, *text)).file);
        let all: Vec<Prompt> = files.flat_map(|file| file.prompts).collect();
        let story = all
            .iter()
            .find(|prompt| Asked::Prompt(prompt).is_story())
            .expect("a behavioural prompt");
        let asked = Asked::Prompt(story);
        assert_eq!(asked.form(), Form::Star);
        let text = format!(
            "Situation: {}",
            "we lost orders one night in May ".repeat(3)
        );
        assert!(asked.spoken_of(&text).is_empty());
        let ticked = BTreeSet::from([0, 1, 2]);
        assert_eq!(asked.borne_out(&text, &ticked), BTreeSet::from([0, 1]));
        assert_eq!(asked.borne_out("Situation: ", &ticked), BTreeSet::new());
        assert!(asked.seems_good(&text.repeat(3), Some(2)));
        assert!(!asked.seems_good(&text.repeat(3), Some(1)));
        assert!(Asked::Probe(story, 0).is_story());
    }
}
